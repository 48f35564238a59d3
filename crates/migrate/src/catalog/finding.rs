//! The registry of finding codes: the words that belong to a code, once.

use forgeshift_source::finding::{Category, Severity};
use serde::{Deserialize, Deserializer, de};

use super::table::{Confidence, SourceLevel, Table, sourced};

/// What is said about a finding wherever it is found. A code is never used again for something else.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FindingKind {
    /// The code, such as `FS1001`.
    pub code: &'static str,
    /// The problem in a line.
    pub title: &'static str,
    /// Whether it must be dealt with.
    #[serde(deserialize_with = "category")]
    pub category: Category,
    /// How loud it is.
    #[serde(deserialize_with = "severity")]
    pub severity: Severity,
    /// Why it matters on Forge.
    pub why: &'static str,
    /// What to do in general.
    pub help: &'static str,
    /// Ids of the sources.
    pub sources: Vec<&'static str>,
    /// Day of the check.
    pub checked: &'static str,
    /// How sure we are.
    pub confidence: Confidence,
    /// Whether the sources speak of this row.
    pub source_level: SourceLevel,
}

sourced!(FindingKind);

fn category<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Category, D::Error> {
    match <&str>::deserialize(deserializer)? {
        "mandatory" => Ok(Category::Mandatory),
        "optional" => Ok(Category::Optional),
        "potential" => Ok(Category::Potential),
        "info" => Ok(Category::Info),
        other => Err(de::Error::unknown_variant(
            other,
            &["mandatory", "optional", "potential", "info"],
        )),
    }
}

fn severity<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Severity, D::Error> {
    match <&str>::deserialize(deserializer)? {
        "info" => Ok(Severity::Info),
        "warning" => Ok(Severity::Warning),
        "error" => Ok(Severity::Error),
        other => Err(de::Error::unknown_variant(other, &["info", "warning", "error"])),
    }
}

static TABLE: Table<FindingKind> = Table::new("findings.json", include_str!("../../catalog/findings.json"));

/// All kinds of findings, by code.
pub fn all() -> &'static [FindingKind] {
    TABLE.rows()
}

/// What is said about that code.
pub fn find(code: &str) -> Option<&'static FindingKind> {
    all().iter().find(|row| row.code == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_well_formed_unique_and_in_order() {
        let codes: Vec<_> = all().iter().map(|row| row.code).collect();
        for code in &codes {
            let digits = code.strip_prefix("FS").unwrap_or("");
            assert!(
                digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit()),
                "{code}"
            );
        }
        assert!(codes.is_sorted_by(|a, b| a < b), "codes are unique and sorted");
    }

    #[test]
    fn every_row_says_what_why_and_what_now() {
        for row in all() {
            for text in [row.title, row.why, row.help] {
                assert!(text.len() > 10, "{}: {text}", row.code);
            }
            assert!(!row.title.ends_with('.'), "{}: a title is no sentence", row.code);
        }
    }
}

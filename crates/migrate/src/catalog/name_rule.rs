//! Which characters and lengths the manifest allows in its keys.

use serde::Deserialize;

use super::table::{Confidence, SourceLevel, Table, sourced};

/// The rule for one kind of name.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NameRule {
    /// What is named, such as `remote.key`.
    pub name: &'static str,
    /// Allowed characters as in a regular expression's brackets; `*` allows all.
    pub chars: &'static str,
    /// Characters allowed in the first place, where these are fewer.
    #[serde(default)]
    pub first: Option<&'static str>,
    /// Fewest characters.
    pub min: usize,
    /// Most characters.
    #[serde(default)]
    pub max: Option<usize>,
    /// What else there is to know.
    #[serde(default)]
    pub note: Option<&'static str>,
    /// Ids of the sources.
    pub sources: Vec<&'static str>,
    /// Day of the check.
    pub checked: &'static str,
    /// How sure we are.
    pub confidence: Confidence,
    /// Whether the sources speak of this row.
    pub source_level: SourceLevel,
}

sourced!(NameRule);

impl NameRule {
    /// Whether a name keeps the rule.
    pub fn allows(&self, name: &str) -> bool {
        let length = name.chars().count();
        length >= self.min
            && self.max.is_none_or(|max| length <= max)
            && name.chars().all(|c| within(self.chars, c))
            && self
                .first
                .is_none_or(|first| name.chars().next().is_none_or(|c| within(first, c)))
    }
}

/// Whether a character is in a class such as `a-zA-Z0-9_-`.
fn within(class: &str, c: char) -> bool {
    if class == "*" {
        return true;
    }
    let mut rest = class.chars();
    while let Some(start) = rest.next() {
        let mut ahead = rest.clone();
        if ahead.next() == Some('-')
            && let Some(end) = ahead.next()
            && start.is_ascii_alphanumeric()
            && end.is_ascii_alphanumeric()
        {
            if (start..=end).contains(&c) {
                return true;
            }
            rest = ahead;
        } else if start == c {
            return true;
        }
    }
    false
}

static TABLE: Table<NameRule> = Table::new("name-rules.json", include_str!("../../catalog/name-rules.json"));

/// All rules, by name.
pub fn all() -> &'static [NameRule] {
    TABLE.rows()
}

/// The rule for that kind of name.
pub fn find(name: &str) -> Option<&'static NameRule> {
    all().iter().find(|row| row.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_is_read_as_a_regular_expression_reads_it() {
        for c in "azAZ09_-.".chars() {
            assert!(within("a-zA-Z0-9-._", c), "{c}");
        }
        for c in "/ ,+é".chars() {
            assert!(!within("a-zA-Z0-9-._", c), "{c}");
        }
    }

    #[test]
    fn a_remote_key_is_short_and_plain() {
        let rule = find("remote.key").unwrap();
        assert!(rule.allows("connect"));
        assert!(!rule.allows("a-key-of-twenty-four-chr"));
        assert!(!rule.allows("my.remote"));
        assert!(!rule.allows(""));
    }

    #[test]
    fn a_macro_parameter_begins_with_a_letter() {
        let rule = find("macro.parameter").unwrap();
        assert!(rule.allows("spaceKey-1"));
        assert!(!rule.allows("1st"));
    }
}

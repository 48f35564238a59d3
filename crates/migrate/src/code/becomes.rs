//! What becomes of storage, of what the code asks of its machine, of variables and of `AP` calls.

use crate::catalog::client_api;
use forgeshift_connect::facts::{ClientCall, EnvVar};
use forgeshift_source::finding::Grade;
use serde::Deserialize;
use std::sync::OnceLock;

/// What becomes of a need or a store: a row of `catalog/code.json`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// `need`, `storage` or `language`.
    pub of: &'static str,
    /// What the facts call it; for storage the beginning of the name counts.
    pub what: &'static str,
    /// What stands in its place.
    pub forge: &'static str,
    /// `safe`, `review`, `todo` or `report`.
    grade: &'static str,
    /// Whether it cannot run on Forge.
    #[serde(default)]
    pub blocks: bool,
    /// Sources in the catalog.
    pub sources: Vec<&'static str>,
    /// When that was checked.
    pub checked: &'static str,
    /// `high`, `medium` or `low`.
    pub confidence: &'static str,
}

impl Row {
    /// How far a rewrite can be trusted.
    pub fn grade(&self) -> Grade {
        match self.grade {
            "safe" => Grade::Safe,
            "review" => Grade::Review,
            "todo" => Grade::Todo,
            _ => Grade::Report,
        }
    }
}

/// All rows.
pub fn all() -> &'static [Row] {
    static ROWS: OnceLock<Vec<Row>> = OnceLock::new();
    // Part of the program; a test reads it.
    ROWS.get_or_init(|| serde_json::from_str(include_str!("../../catalog/code.json")).unwrap_or_default())
}

/// What becomes of a need.
pub fn need(what: &str) -> Option<&'static Row> {
    all().iter().find(|row| row.of == "need" && row.what == what)
}

/// Whether functions and pages of Forge run a language.
pub fn runs(language: &str) -> bool {
    all()
        .iter()
        .any(|row| row.of == "language" && row.what == language && !row.blocks)
}

/// What becomes of a store: the row whose name is the longest beginning of this one.
pub fn storage(what: &str) -> Option<&'static Row> {
    all()
        .iter()
        .filter(|row| row.of == "storage" && what.starts_with(row.what))
        .max_by_key(|row| row.what.len())
}

/// What becomes of a variable: `variable`, `secret`, `constant` or `gone`.
pub fn variable(variable: &EnvVar) -> &'static str {
    const SERVER: [&str; 12] = [
        "PORT",
        "HOST",
        "HOSTNAME",
        "NODE_ENV",
        "AC_OPTS",
        "AC_LOCAL_BASE_URL",
        "AC_HOST",
        "PGHOST",
        "CI",
        "HOME",
        "PATH",
        "TZ",
    ];
    let name = variable.name.as_str();
    let of_a_store = [
        "DATABASE", "REDIS", "POSTGRES", "MONGO", "MYSQL", "DB_", "SQS_", "AMQP",
    ];
    if SERVER.contains(&name) || of_a_store.iter().any(|word| name.contains(word)) {
        "gone"
    } else if variable.secret {
        "secret"
    } else {
        "variable"
    }
}

/// What becomes of an `AP` call: the replacement, and how far a rewrite can be trusted.
pub fn client_call(call: &ClientCall) -> (Option<&'static str>, Grade) {
    let row = client_api::find(&call.call);
    let grade = row.map_or(Grade::Todo, |row| row.grade(call.literal_arguments, false));
    (row.and_then(|row| row.call.or(row.export)), grade)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rows_can_be_read_and_name_known_sources() {
        assert!(all().len() >= 30, "{} rows", all().len());
        for row in all() {
            assert!(!row.sources.is_empty() && !row.checked.is_empty(), "{}", row.what);
            for source in &row.sources {
                assert!(
                    crate::catalog::source::find(source).is_some(),
                    "{} names the unknown source {source}",
                    row.what
                );
            }
        }
    }

    #[test]
    fn the_longest_beginning_of_a_store_counts() {
        assert_eq!(storage("orm:sequelize").map(|row| row.what), Some("orm:"));
        assert!(storage("nothing-known").is_none());
    }
}

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
    let name = variable.name.to_ascii_uppercase();
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    if SERVER.contains(&name.as_str()) || name.ends_with("_PORT") || has(&OF_A_SERVER) {
        "gone"
    } else if variable.secret {
        "secret"
    } else if variable.has_default && has(&TUNING) {
        "constant"
    } else {
        "variable"
    }
}

/// Variables of the machine, the framework and the server's own address, which Forge has no use for.
const SERVER: [&str; 20] = [
    "PORT",
    "HOST",
    "HOSTNAME",
    "NODE_ENV",
    "AC_OPTS",
    "AC_LOCAL_BASE_URL",
    "AC_HOST",
    "APP_URL",
    "BASE_URL",
    "LOCAL_BASE_URL",
    "PUBLIC_URL",
    "DYNO",
    "CI",
    "HOME",
    "PATH",
    "TZ",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "NO_PROXY",
    "RUST_LOG",
];
/// Parts of names that belong to a database, a cache, a queue, a session or a proxy of a server.
const OF_A_SERVER: [&str; 14] = [
    "DATABASE", "REDIS", "POSTGRES", "PGHOST", "MONGO", "MYSQL", "DB_", "SQS_", "AMQP", "KAFKA", "SESSION",
    "COOKIE", "NGROK", "_PROXY_",
];
/// Parts of names that tune the code: the default in the code stays.
const TUNING: [&str; 16] = [
    "TIMEOUT",
    "_MS",
    "MSEC",
    "_SECONDS",
    "LIMIT",
    "_SIZE",
    "LEVEL",
    "TTL",
    "INTERVAL",
    "CONCURRENCY",
    "RETRIES",
    "MAX_",
    "MIN_",
    "BATCH",
    "DEBUG",
    "VERSION",
];

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
    fn a_variable_becomes_one_of_four_things() {
        let of = |name: &str, secret, has_default| {
            variable(&EnvVar {
                name: name.into(),
                places: Vec::new(),
                secret,
                has_default,
            })
        };
        assert_eq!(of("API_TOKEN", true, false), "secret");
        assert_eq!(of("REDIS_PASSWORD", true, false), "gone");
        assert_eq!(of("port", false, true), "gone");
        assert_eq!(of("REQUEST_TIMEOUT_MS", false, true), "constant");
        assert_eq!(of("REQUEST_TIMEOUT_MS", false, false), "variable");
        assert_eq!(of("SUPPORT_URL", false, true), "variable");
    }

    #[test]
    fn the_longest_beginning_of_a_store_counts() {
        assert_eq!(storage("orm:sequelize").map(|row| row.what), Some("orm:"));
        assert!(storage("nothing-known").is_none());
    }
}

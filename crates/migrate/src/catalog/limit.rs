//! Limits of the Forge platform that decide whether code and manifests can move.

use serde::Deserialize;

use super::table::{Confidence, SourceLevel, Table, sourced};

/// One limit.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// Its name here, such as `function.seconds`.
    pub id: &'static str,
    /// The number.
    pub value: u64,
    /// What is counted.
    pub unit: &'static str,
    /// What is limited.
    pub what: &'static str,
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

sourced!(Limit);

static TABLE: Table<Limit> = Table::new("limits.json", include_str!("../../catalog/limits.json"));

/// All limits, by name.
pub fn all() -> &'static [Limit] {
    TABLE.rows()
}

/// The limit of that name.
pub fn find(id: &str) -> Option<&'static Limit> {
    all().iter().find(|row| row.id == id)
}

//! Lifecycle hooks of a descriptor and what Forge has in their place.

use serde::Deserialize;

use super::module::Effort;
use super::table::{Confidence, SourceLevel, Status, Table, sourced};

/// A lifecycle hook.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lifecycle {
    /// Name in the descriptor; `upgraded` stands for the second `installed` call after an update.
    pub event: &'static str,
    /// Forge module that takes its place.
    pub forge: Option<&'static str>,
    /// Events of that trigger.
    pub events: Vec<&'static str>,
    /// How much survives.
    pub status: Status,
    /// What is different.
    pub differences: Vec<&'static str>,
    /// What to do.
    pub action: &'static str,
    /// Rough size of the work.
    pub effort: Effort,
    /// Ids of the sources.
    pub sources: Vec<&'static str>,
    /// Day of the check.
    pub checked: &'static str,
    /// How sure we are.
    pub confidence: Confidence,
    /// Whether the sources speak of this row.
    pub source_level: SourceLevel,
}

sourced!(Lifecycle);

static TABLE: Table<Lifecycle> = Table::new("lifecycle.json", include_str!("../../catalog/lifecycle.json"));

/// All hooks, by name.
pub fn all() -> &'static [Lifecycle] {
    TABLE.rows()
}

/// The hook of that name.
pub fn find(event: &str) -> Option<&'static Lifecycle> {
    all().iter().find(|row| row.event == event)
}

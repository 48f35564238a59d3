//! Forge events with the scopes they need. Atlassian's validator knows no event names: this list judges them.

use serde::Deserialize;

use super::table::{Confidence, SourceLevel, Table, sourced};

/// An event that a trigger can listen to.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForgeEvent {
    /// Its name, `avi:` and all.
    pub event: &'static str,
    /// The product that sends it, as it stands in the name.
    pub product: &'static str,
    /// Classic scopes it needs.
    pub scopes: Vec<&'static str>,
    /// Granular scopes that may stand for them.
    pub granular: Vec<&'static str>,
    /// Whether only a page names it, and no validator checks its scopes.
    #[serde(default)]
    pub documented_only: bool,
    /// That page's source id.
    #[serde(default)]
    pub page: Option<&'static str>,
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

sourced!(ForgeEvent);

static TABLE: Table<ForgeEvent> = Table::new(
    "forge-events.json",
    include_str!("../../catalog/forge-events.json"),
);

/// All Forge events, by name.
pub fn all() -> &'static [ForgeEvent] {
    TABLE.rows()
}

/// The event of that name.
pub fn find(event: &str) -> Option<&'static ForgeEvent> {
    let rows = all();
    rows.binary_search_by(|row| row.event.cmp(event))
        .ok()
        .and_then(|index| rows.get(index))
}

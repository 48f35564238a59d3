//! The ten rules of the Runs on Atlassian badge.

use super::table::{Confidence, SourceLevel, Table, sourced};
use serde::Deserialize;

/// One rule.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Its number here, from 1.
    pub rule: u8,
    /// The code that Atlassian's command line tool gives for it; where that has none, one of ours.
    pub code: &'static str,
    /// The rule in a few words.
    pub title: &'static str,
    /// Why it costs the badge.
    pub why: &'static str,
    /// The form that is eligible.
    pub eligible: &'static str,
    /// Ids of the sources.
    pub sources: Vec<&'static str>,
    /// Day of the check.
    pub checked: &'static str,
    /// How sure we are.
    pub confidence: Confidence,
    /// Whether the sources speak of this row.
    pub source_level: SourceLevel,
}

sourced!(Rule);

static TABLE: Table<Rule> = Table::new(
    "runs-on-atlassian.json",
    include_str!("../../catalog/runs-on-atlassian.json"),
);

/// All rules, by number.
pub fn all() -> &'static [Rule] {
    TABLE.rows()
}

//! The questions of the Marketplace's privacy and security form, in own words.

use super::table::{Confidence, SourceLevel, Table, sourced};
use serde::Deserialize;

/// One question.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Its name here.
    pub id: &'static str,
    /// What it belongs to.
    pub topic: &'static str,
    /// The question.
    pub question: &'static str,
    /// Ids of the sources.
    pub sources: Vec<&'static str>,
    /// Day of the check.
    pub checked: &'static str,
    /// How sure we are.
    pub confidence: Confidence,
    /// Whether the sources speak of this row.
    pub source_level: SourceLevel,
}

sourced!(Question);

static TABLE: Table<Question> = Table::new(
    "privacy-form.json",
    include_str!("../../catalog/privacy-form.json"),
);

/// All questions, in the order of the reports.
pub fn all() -> &'static [Question] {
    TABLE.rows()
}

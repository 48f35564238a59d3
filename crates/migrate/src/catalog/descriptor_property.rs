//! Properties of the descriptor itself and where the manifest has them.

use serde::Deserialize;

use super::table::{Confidence, SourceLevel, Table, sourced};

/// A property of the descriptor.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DescriptorProperty {
    /// Path in the descriptor; `(none)` for what only a manifest has.
    pub connect: &'static str,
    /// Path in the manifest.
    pub forge: Option<&'static str>,
    /// How one becomes the other.
    pub rule: &'static str,
    /// Ids of the sources.
    pub sources: Vec<&'static str>,
    /// Day of the check.
    pub checked: &'static str,
    /// How sure we are.
    pub confidence: Confidence,
    /// Whether the sources speak of this row.
    pub source_level: SourceLevel,
}

sourced!(DescriptorProperty);

static TABLE: Table<DescriptorProperty> =
    Table::new("descriptor.json", include_str!("../../catalog/descriptor.json"));

/// All properties, by path.
pub fn all() -> &'static [DescriptorProperty] {
    TABLE.rows()
}

/// The property of that path.
pub fn find(connect: &str) -> Option<&'static DescriptorProperty> {
    all().iter().find(|row| row.connect == connect)
}

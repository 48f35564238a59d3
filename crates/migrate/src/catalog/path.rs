//! What each of the three targets gives, loses and costs in general.

use super::table::{Confidence, SourceLevel, Table, sourced};
use crate::target::Target;
use serde::{Deserialize, Deserializer, de};

/// The side of a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// What one has from it.
    Gives,
    /// What is gone.
    Loses,
    /// What it takes.
    Costs,
}

/// One point for or against a target.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Point {
    /// The target.
    #[serde(deserialize_with = "target")]
    pub target: Target,
    /// The side.
    pub side: Side,
    /// The point in a sentence.
    pub text: &'static str,
    /// Ids of the sources.
    pub sources: Vec<&'static str>,
    /// Day of the check.
    pub checked: &'static str,
    /// How sure we are.
    pub confidence: Confidence,
    /// Whether the sources speak of this row.
    pub source_level: SourceLevel,
}

sourced!(Point);

/// A target by its word.
pub(super) fn target<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Target, D::Error> {
    let word = <&str>::deserialize(deserializer)?;
    Target::ALL
        .into_iter()
        .find(|target| target.as_str() == word)
        .ok_or_else(|| de::Error::custom(format!("`{word}` is no target")))
}

static TABLE: Table<Point> = Table::new("paths.json", include_str!("../../catalog/paths.json"));

/// All points, by target and side.
pub fn all() -> &'static [Point] {
    TABLE.rows()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_target_has_points_on_each_side() {
        for target in Target::ALL {
            for side in [Side::Gives, Side::Loses, Side::Costs] {
                let has = |point: &&Point| point.target == target && point.side == side;
                assert!(all().iter().any(|point| has(&point)), "{target:?} {side:?}");
            }
        }
    }
}

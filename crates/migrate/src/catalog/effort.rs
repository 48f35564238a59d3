//! What kinds of work a migration has and what they cost, as far as anybody knows; and what others have published.

use super::table::{Confidence, SourceLevel, Table, sourced};
use crate::target::Target;
use serde::Deserialize;

/// The kinds of work, which are never added up across [`Kind::Waiting`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Done by the tool; somebody reads it.
    Automated,
    /// Each place has one answer, and somebody has to look.
    Review,
    /// Somebody has to think.
    Redesign,
    /// What customers have stored has to go elsewhere.
    DataMigration,
    /// Others have to act: lead time, not effort.
    Waiting,
}

impl Kind {
    /// All of them, in the order of the reports.
    pub const ALL: [Self; 5] = [
        Self::Automated,
        Self::Review,
        Self::Redesign,
        Self::DataMigration,
        Self::Waiting,
    ];

    /// The word of the reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Automated => "automated",
            Self::Review => "review",
            Self::Redesign => "redesign",
            Self::DataMigration => "data-migration",
            Self::Waiting => "waiting",
        }
    }

    /// The kind for people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Automated => "done by the tool",
            Self::Review => "mechanical review",
            Self::Redesign => "redesign",
            Self::DataMigration => "data migration",
            Self::Waiting => "waiting for others",
        }
    }
}

/// A class of work: its median cost is `setup + site × sites^0.7`, spread log-normally.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Class {
    /// Its name here.
    pub id: &'static str,
    /// What kind of work.
    pub kind: Kind,
    /// The work in a few words.
    pub title: &'static str,
    /// What a site is.
    pub unit: &'static str,
    /// Days for getting into it.
    pub setup: f64,
    /// Days for the first site.
    pub site: f64,
    /// The standard deviation of the logarithm.
    pub spread: f64,
    /// `person-days`, or `calendar-days` for waiting.
    pub days: &'static str,
    /// Where the numbers are from.
    pub prior: &'static str,
    /// The findings that this work answers.
    #[serde(default)]
    pub codes: Vec<&'static str>,
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

/// A migration that somebody has told of.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// Its name here.
    pub id: &'static str,
    /// Whose.
    pub who: &'static str,
    /// Where the app went.
    #[serde(deserialize_with = "super::path::target")]
    pub target: Target,
    /// What was done.
    pub what: &'static str,
    /// The least days that the words allow, for one app.
    pub low: f64,
    /// The most days that the words allow.
    pub high: f64,
    /// What the days are: effort, or time that passed.
    pub unit: &'static str,
    /// How far the numbers can be trusted.
    pub trust: &'static str,
    /// Whether the app had a server; none where that is not known.
    #[serde(default)]
    pub server: Option<bool>,
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

sourced!(Class, Case);

static CLASSES: Table<Class> = Table::new("effort.json", include_str!("../../catalog/effort.json"));
static CASES: Table<Case> = Table::new(
    "effort-cases.json",
    include_str!("../../catalog/effort-cases.json"),
);

/// All classes, by name.
pub fn all() -> &'static [Class] {
    CLASSES.rows()
}

/// The class of that name.
pub fn find(id: &str) -> Option<&'static Class> {
    all().iter().find(|class| class.id == id)
}

/// The class of the work that a finding calls for.
pub fn of_finding(code: &str) -> Option<&'static Class> {
    all().iter().find(|class| class.codes.contains(&code))
}

/// All published cases.
pub fn cases() -> &'static [Case] {
    CASES.rows()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes;
    use std::collections::BTreeSet;

    #[test]
    fn a_finding_calls_for_one_class_of_work_and_its_code_exists() {
        let mut seen = BTreeSet::new();
        for class in all() {
            for code in &class.codes {
                assert!(codes::ALL.iter().any(|known| known.0 == *code), "{code}");
                assert!(seen.insert(code), "{code} stands in two classes");
            }
        }
    }

    #[test]
    fn waiting_is_counted_in_calendar_days_and_nothing_else_is() {
        for class in all() {
            let waits = class.kind == Kind::Waiting;
            assert_eq!(class.days == "calendar-days", waits, "{}", class.id);
            assert!(class.setup >= 0.0 && class.site >= 0.0 && class.setup + class.site > 0.0);
            assert!((0.1..=1.5).contains(&class.spread), "{}", class.id);
        }
    }

    #[test]
    fn every_number_says_where_it_is_from() {
        for class in all() {
            assert!(class.prior.contains("n="), "{}", class.id);
        }
        for case in cases() {
            assert!(case.low > 0.0 && case.low <= case.high, "{}", case.id);
            assert!(["high", "medium", "low"].contains(&case.trust), "{}", case.id);
        }
    }
}

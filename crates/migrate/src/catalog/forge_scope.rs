//! Forge scopes about which there is more to say than which event or call needs them.

use serde::Deserialize;

use super::table::{Confidence, SourceLevel, Table, sourced};

/// A scope of a manifest.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForgeScope {
    /// Its name.
    pub scope: &'static str,
    /// What it allows.
    pub what: &'static str,
    /// The weakest Connect scope whose customers need not consent again.
    #[serde(default)]
    pub covered_by: Option<&'static str>,
    /// When administrators are asked.
    pub consent: Consent,
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

sourced!(ForgeScope);

/// When administrators are asked for a scope on the update from Connect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Consent {
    /// Always.
    Always,
    /// Unless the installed Connect scope covers it.
    IfNotCovered,
    /// As for any major version; no table of equivalences names it.
    ByVersion,
}

impl Consent {
    /// The rule in words.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Always => "an administrator always has to consent",
            Self::IfNotCovered => "nobody is asked where the installed Connect scope covers it",
            Self::ByVersion => "adding it makes a major version",
        }
    }
}

static TABLE: Table<ForgeScope> = Table::new(
    "forge-scopes.json",
    include_str!("../../catalog/forge-scopes.json"),
);

/// All such scopes, by name.
pub fn all() -> &'static [ForgeScope] {
    TABLE.rows()
}

/// The scope of that name.
pub fn find(scope: &str) -> Option<&'static ForgeScope> {
    all().iter().find(|row| row.scope == scope)
}

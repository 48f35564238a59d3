//! A table: rows borrowed from a compiled-in JSON file, and what every row has in common.

use std::sync::OnceLock;

use serde::Deserialize;

use super::source::{self, Source};

/// One JSON file of the catalog, parsed at the first call of [`Table::rows`].
pub(super) struct Table<T: 'static> {
    name: &'static str,
    text: &'static str,
    rows: OnceLock<Vec<T>>,
}

impl<T: Deserialize<'static>> Table<T> {
    pub(super) const fn new(name: &'static str, text: &'static str) -> Self {
        Self {
            name,
            text,
            rows: OnceLock::new(),
        }
    }

    /// All rows, in the order of the file.
    pub(super) fn rows(&'static self) -> &'static [T] {
        self.rows.get_or_init(|| match serde_json::from_str(self.text) {
            Ok(rows) => rows,
            // The text is part of the program and a test reads every table: only a broken build comes here.
            Err(error) => panic!("the table {} cannot be read: {error}", self.name),
        })
    }
}

/// How sure we are of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// Inferred, or known for the whole table only.
    Low,
    /// Read somewhere, not confirmed.
    Medium,
    /// Read in a source that decides.
    High,
}

impl Confidence {
    /// The word of the tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

/// Whether the sources were recorded for this very row or for the table it is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SourceLevel {
    /// The sources say what this row says.
    Row,
    /// The sources stand for the whole table.
    File,
}

/// A family of products that share one kind of Connect descriptor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Host {
    /// Jira with its applications.
    Jira,
    /// Confluence.
    Confluence,
    /// Bitbucket.
    Bitbucket,
}

impl Host {
    /// The word of the contract.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Jira => "jira",
            Self::Confluence => "confluence",
            Self::Bitbucket => "bitbucket",
        }
    }
}

/// The product that a row belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Product {
    /// Jira itself.
    Jira,
    /// Jira Software.
    JiraSoftware,
    /// Jira Service Management.
    Jsm,
    /// Customer Service Management.
    Csm,
    /// Confluence.
    Confluence,
    /// Bitbucket.
    Bitbucket,
    /// Compass.
    Compass,
    /// Automation.
    Automation,
    /// Jira and Confluence alike.
    Both,
    /// Every product.
    All,
    /// The Forge platform itself.
    Core,
}

impl Product {
    /// The word of the tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Jira => "jira",
            Self::JiraSoftware => "jira-software",
            Self::Jsm => "jsm",
            Self::Csm => "csm",
            Self::Confluence => "confluence",
            Self::Bitbucket => "bitbucket",
            Self::Compass => "compass",
            Self::Automation => "automation",
            Self::Both => "both",
            Self::All => "all",
            Self::Core => "core",
        }
    }

    /// Whether a row of this product speaks of a descriptor of that family.
    pub fn belongs_to(self, host: Host) -> bool {
        match self {
            Self::Jira | Self::JiraSoftware | Self::Jsm | Self::Csm => host == Host::Jira,
            Self::Confluence => host == Host::Confluence,
            Self::Bitbucket => host == Host::Bitbucket,
            Self::Both => host != Host::Bitbucket,
            Self::Compass | Self::Automation | Self::All | Self::Core => true,
        }
    }
}

/// How much of a Connect thing survives in Forge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Forge has the same.
    Equivalent,
    /// Forge has something near, and a part is lost.
    Partial,
    /// Forge has nothing.
    None,
    /// Forge has nothing yet, but the thing may stay as it is in a Connect-on-Forge app.
    ConnectOnly,
    /// The product itself no longer has it.
    Removed,
}

impl Status {
    /// The word of the contract.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Equivalent => "equivalent",
            Self::Partial => "partial",
            Self::None => "none",
            Self::ConnectOnly => "connect-only",
            Self::Removed => "removed",
        }
    }
}

/// Where a row comes from: every row of every table has this.
pub trait Sourced {
    /// The ids of the sources, in the order of weight.
    fn source_ids(&self) -> &[&'static str];
    /// The day on which the row was checked.
    fn checked(&self) -> &'static str;
    /// How sure we are.
    fn confidence(&self) -> Confidence;
    /// Whether the sources speak of this row or of the whole table.
    fn source_level(&self) -> SourceLevel;

    /// The sources themselves.
    fn sources(&self) -> Vec<&'static Source> {
        self.source_ids()
            .iter()
            .filter_map(|id| source::find(id))
            .collect()
    }
}

/// Implements [`Sourced`] for rows with the four fields of that name.
macro_rules! sourced {
    ($($row:ty),+ $(,)?) => {$(
        impl $crate::catalog::Sourced for $row {
            fn source_ids(&self) -> &[&'static str] {
                &self.sources
            }
            fn checked(&self) -> &'static str {
                self.checked
            }
            fn confidence(&self) -> $crate::catalog::Confidence {
                self.confidence
            }
            fn source_level(&self) -> $crate::catalog::SourceLevel {
                self.source_level
            }
        }
    )+};
}
pub(super) use sourced;

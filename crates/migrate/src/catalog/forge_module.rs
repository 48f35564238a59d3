//! Forge modules that the other tables name, as the schema of `@forge/manifest` has them.

use serde::Deserialize;

use super::module::Maturity;
use super::table::{Confidence, Product, SourceLevel, Table, sourced};

/// A Forge module.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForgeModule {
    /// Key under `modules` of the manifest.
    pub key: &'static str,
    /// The product that shows it.
    pub product: Product,
    /// Properties that every entry needs.
    pub required: Vec<&'static str>,
    /// Alternatives, of which an entry needs one whole: `[[function], [endpoint]]`.
    #[serde(default)]
    pub one_of: Vec<Vec<&'static str>>,
    /// All properties of the schema that people may write.
    pub properties: Vec<&'static str>,
    /// Properties that only pages name; the validator lets them through.
    #[serde(default)]
    pub documented_properties: Vec<&'static str>,
    /// Which display conditions it takes.
    pub display_conditions: ConditionSet,
    /// Values of `unlicensedAccess` it takes; empty: none.
    pub unlicensed_access: Vec<&'static str>,
    /// The most entries of one app.
    #[serde(default)]
    pub max: Option<u32>,
    /// What the number means, or a limit that no number says.
    #[serde(default)]
    pub max_note: Option<&'static str>,
    /// How settled it is.
    pub maturity: Maturity,
    /// Day of the deprecation.
    #[serde(default)]
    pub deprecated_on: Option<&'static str>,
    /// What to use in its place.
    #[serde(default)]
    pub replacement: Option<&'static str>,
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

sourced!(ForgeModule);

impl ForgeModule {
    /// Whether an entry may have this property, given by its path (`values.searchAlias`).
    pub fn has_property(&self, path: &str) -> bool {
        let first = path.split('.').next().unwrap_or(path);
        self.properties.contains(&first) || self.documented_properties.contains(&first)
    }

    /// Whether new apps may use it.
    pub fn is_deprecated(&self) -> bool {
        self.maturity == Maturity::Deprecated
    }
}

/// A set of display conditions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ConditionSet {
    /// Licence, access, administration, permissions, entity properties, expressions.
    JiraGlobal,
    /// The former with permissions and fields of the project.
    JiraProjectView,
    /// The former with those of the issue.
    JiraIssueView,
    /// The conditions of Confluence.
    Confluence,
    /// The schema has the property, and nothing says which conditions work: never generated.
    PresentNotValidated,
    /// The module takes none.
    None,
}

impl ConditionSet {
    /// The word of the tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::JiraGlobal => "jira-global",
            Self::JiraProjectView => "jira-project-view",
            Self::JiraIssueView => "jira-issue-view",
            Self::Confluence => "confluence",
            Self::PresentNotValidated => "present-not-validated",
            Self::None => "none",
        }
    }
}

static TABLE: Table<ForgeModule> = Table::new(
    "forge-modules.json",
    include_str!("../../catalog/forge-modules.json"),
);

/// All Forge modules, by key.
pub fn all() -> &'static [ForgeModule] {
    TABLE.rows()
}

/// The Forge module of that key.
pub fn find(key: &str) -> Option<&'static ForgeModule> {
    let rows = all();
    rows.binary_search_by(|module| module.key.cmp(key))
        .ok()
        .and_then(|index| rows.get(index))
}

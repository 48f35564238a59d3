//! Connect modules: what each becomes in Forge, property by property.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::table::{Confidence, Host, Product, SourceLevel, Status, Table, sourced};

/// A Connect module of one product.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Module {
    /// Family and key, such as `jira:webPanels`; unique.
    pub id: &'static str,
    /// The product that shows it.
    pub product: Product,
    /// Key under `modules` of the descriptor.
    pub connect: &'static str,
    /// Whether the descriptor holds one object or a list.
    pub shape: Shape,
    /// Key under `connectModules` of a manifest, where it may stay as it is.
    pub connect_modules: Option<&'static str>,
    /// How its entry in the manifest is written; none where nothing is.
    #[serde(default)]
    pub emit: Option<Emit>,
    /// How much survives.
    pub status: Status,
    /// Rough size of the work for one entry.
    pub effort: Effort,
    /// What the work consists of.
    pub effort_reason: &'static str,
    /// Whether an iframe page has to be rebuilt.
    pub has_page: bool,
    /// What has to be kept so that customers' data and links stay alive.
    pub keeps: Vec<Keep>,
    /// Forge modules that take its place, best first.
    pub targets: Vec<Target>,
    /// What becomes of each property.
    pub properties: Vec<Property>,
    /// What happens to customers' data and links.
    pub data_continuity: &'static str,
    /// What people have to do.
    pub hand_work: Vec<&'static str>,
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

sourced!(Module);

impl Module {
    /// Whether the Forge module must have the key of the Connect module.
    pub fn keeps_key(&self) -> bool {
        self.keeps.contains(&Keep::Key)
    }

    /// What is said of a property of an entry: the rows of its path or else of the nearest path above it. Rows with a
    /// `value` count for that value only.
    pub fn property<'a>(&'a self, path: &'a str) -> impl Iterator<Item = &'a Property> {
        let above = std::iter::successors(Some(path), |path| path.rsplit_once('.').map(|(above, _)| above));
        let known = above
            .into_iter()
            .find(|path| self.properties.iter().any(|p| p.connect == *path));
        self.properties.iter().filter(move |p| Some(p.connect) == known)
    }

    /// The targets that are generated without being asked for.
    pub fn recommended(&self) -> impl Iterator<Item = &Target> {
        self.targets.iter().filter(|target| target.recommended)
    }
}

/// How a module is written as a Forge module: what can be said in data. What cannot is a rule of that name in
/// [`crate::convert`].
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Emit {
    /// The Forge module; none where a rule chooses it.
    #[serde(default)]
    pub to: Option<&'static str>,
    /// Where the page's address stands: `url`, `target.url`.
    #[serde(default)]
    pub page: Option<&'static str>,
    /// Forge property from Connect property.
    #[serde(default)]
    pub props: Map<String, Value>,
    /// Properties with a fixed value.
    #[serde(default)]
    pub set: Map<String, Value>,
    /// The rule that does the rest.
    #[serde(default)]
    pub rule: Option<&'static str>,
}

/// The form of a module in the descriptor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Shape {
    /// A list of entries.
    Array,
    /// One entry.
    Object,
}

/// T-shirt size of the work for one entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
pub enum Effort {
    /// Manifest and configuration, under a day.
    S,
    /// A known one-to-one port, days.
    M,
    /// Rework with stored data or lost behaviour, weeks.
    L,
    /// No place in Forge: redesign or drop.
    #[serde(rename = "XL")]
    Xl,
}

impl Effort {
    /// The size as it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::S => "S",
            Self::M => "M",
            Self::L => "L",
            Self::Xl => "XL",
        }
    }
}

/// Something without which customers lose data or links.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Keep {
    /// The Forge module has the key of the Connect module.
    Key,
    /// The manifest keeps `app.connect.key`.
    ConnectKey,
    /// The Forge module says `migratedFromConnect: true` before its first deployment.
    MigratedFromConnect,
    /// The Forge module lists the old keys in `connectKeys`.
    ConnectKeys,
    /// Tenants are mapped from their client key before Connect ends.
    ClientKeyMapping,
    /// Jira copies the values in a task that has to be watched.
    MigrationTask,
    /// The Connect module goes in the very release that brings the Forge module.
    OneRelease,
}

impl Keep {
    /// What has to be kept, in words.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Key => "the module key",
            Self::ConnectKey => "app.connect.key",
            Self::MigratedFromConnect => "migratedFromConnect: true, before the first deployment",
            Self::ConnectKeys => "the old keys in connectKeys",
            Self::ClientKeyMapping => "a mapping of client keys, made before Connect ends",
            Self::MigrationTask => "the migration task of Jira, to be watched",
            Self::OneRelease => "one release: the Connect module goes when the Forge module comes",
        }
    }
}

/// A Forge module that can take the place of a Connect module.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// Key of the Forge module.
    pub forge: &'static str,
    /// When it is the one.
    pub when: &'static str,
    /// Whether it is generated without being asked for.
    pub recommended: bool,
    /// How settled it is.
    pub maturity: Maturity,
    /// How many an app may have, where that is limited.
    #[serde(default)]
    pub max: Option<&'static str>,
    /// Constants that the move writes.
    #[serde(default)]
    pub set: Vec<Setting>,
    /// Required properties that nothing in Connect supplies.
    #[serde(default)]
    pub invent: Vec<&'static str>,
    /// What else there is to know.
    #[serde(default)]
    pub note: Option<&'static str>,
}

/// A constant of a manifest entry.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    /// Property of the Forge module.
    pub property: &'static str,
    /// Its value as YAML: `true` or `[unlicensed, anonymous]`.
    pub value: &'static str,
}

/// How settled a Forge module is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Maturity {
    /// Generally available.
    Ga,
    /// Preview.
    Preview,
    /// In the schema, and no page says how settled it is.
    Unconfirmed,
    /// On its way out.
    Deprecated,
}

impl Maturity {
    /// The word of the tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ga => "ga",
            Self::Preview => "preview",
            Self::Unconfirmed => "unconfirmed",
            Self::Deprecated => "deprecated",
        }
    }
}

/// What becomes of one property of a Connect module.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Property {
    /// Path in the entry without list brackets, such as `target.options.size`, or words in round brackets where
    /// the descriptor has no such property.
    pub connect: &'static str,
    /// The value it must have for this row to count.
    #[serde(default)]
    pub value: Option<&'static str>,
    /// Path in the Forge module; `manifest:` in front when it stands outside of it. None: no property takes it.
    pub forge: Option<&'static str>,
    /// Whether what it says survives: copied, rewritten, or used to choose the module.
    pub kept: bool,
    /// How it is carried, or why not.
    pub how: &'static str,
    /// What users lose.
    #[serde(default)]
    pub loss: Option<&'static str>,
    /// The targets that take it; empty: all of them.
    #[serde(default)]
    pub only: Vec<&'static str>,
    /// Whether only a page names the Connect property, and the schema of `connectModules` does not have it.
    #[serde(default)]
    pub documented_only: bool,
}

static TABLE: Table<Module> = Table::new("modules.json", include_str!("../../catalog/modules.json"));

/// All modules, by id.
pub fn all() -> &'static [Module] {
    TABLE.rows()
}

/// The module of that key in descriptors of that family.
pub fn find(host: Host, connect: &str) -> Option<&'static Module> {
    all()
        .iter()
        .find(|module| module.connect == connect && module.product.belongs_to(host))
}

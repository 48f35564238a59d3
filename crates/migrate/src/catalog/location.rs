//! Locations: where a Connect module stood in the product, and which Forge module stands there.

use serde::Deserialize;

use super::table::{Confidence, Host, Product, SourceLevel, Status, Table, sourced};

/// One location of one kind of module.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Location {
    /// The product that has it.
    pub product: Product,
    /// Kind of module: `webItems`, `webPanels`, `generalPages`.
    pub module: &'static str,
    /// The location; `*` at its end stands for any rest.
    pub location: &'static str,
    /// Forge module that stands there.
    pub forge: Option<&'static str>,
    /// Forge module to think of where the first does not suit.
    #[serde(default)]
    pub alternative: Option<&'static str>,
    /// How much survives.
    pub status: Status,
    /// What else there is to know.
    #[serde(default)]
    pub note: Option<&'static str>,
    /// How the pairing was found.
    pub provenance: Provenance,
    /// Ids of the sources.
    pub sources: Vec<&'static str>,
    /// Day of the check.
    pub checked: &'static str,
    /// How sure we are.
    pub confidence: Confidence,
    /// Whether the sources speak of this row.
    pub source_level: SourceLevel,
}

sourced!(Location);

/// How the pairing of a location was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Provenance {
    /// A row of an official table.
    OfficialTable,
    /// The location is documented, its Forge module is an inference.
    DocumentedLocation,
    /// The tables list it without a Forge module.
    NoTarget,
    /// Inferred from its neighbours.
    Inferred,
}

impl Provenance {
    /// The pairing's origin in words.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OfficialTable => "row of the official table",
            Self::DocumentedLocation => "documented location, inferred Forge module",
            Self::NoTarget => "listed without a Forge module",
            Self::Inferred => "inferred from neighbouring rows",
        }
    }
}

static TABLE: Table<Location> = Table::new("locations.json", include_str!("../../catalog/locations.json"));

/// All locations, by product, module and location.
pub fn all() -> &'static [Location] {
    TABLE.rows()
}

/// A module's location can lead through several of the app's own sections; a longer chain is a circle.
const MAX_STEPS: usize = 16;

/// Where a location leads.
///
/// In this order: the row of that name; the location of the app's own section that it names (`key`, `base/key`,
/// `appKey__key`), as `own_section` tells; the row of what stands before its last `/`; a row with `*`.
pub fn resolve<'a>(
    host: Host,
    module: &str,
    location: &'a str,
    own_section: impl Fn(&str) -> Option<&'a str>,
) -> Option<&'static Location> {
    let mut current = location;
    for _ in 0..MAX_STEPS {
        if let Some(row) = exact(host, module, current) {
            return Some(row);
        }
        let last = current.rsplit('/').next().unwrap_or(current);
        let key = last.rsplit("__").next().unwrap_or(last);
        if let Some(next) = own_section(key).filter(|next| *next != current) {
            current = next;
        } else if let Some((base, _)) = current.rsplit_once('/') {
            if let Some(row) = with_star(host, module, current) {
                return Some(row);
            }
            current = base;
        } else {
            return with_star(host, module, current);
        }
    }
    None
}

fn rows(host: Host, module: &str) -> impl Iterator<Item = &'static Location> {
    all()
        .iter()
        .filter(move |row| row.module == module && row.product.belongs_to(host))
}

fn exact(host: Host, module: &str, location: &str) -> Option<&'static Location> {
    rows(host, module).find(|row| row.location == location)
}

fn with_star(host: Host, module: &str, location: &str) -> Option<&'static Location> {
    rows(host, module)
        .filter(|row| {
            row.location
                .strip_suffix('*')
                .is_some_and(|start| location.starts_with(start))
        })
        .max_by_key(|row| row.location.len())
}

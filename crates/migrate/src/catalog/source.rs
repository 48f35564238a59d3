//! Where the rows come from: pages, packages and transcriptions, each with its date.

use serde::Deserialize;

use super::table::Table;

/// One page or file that rows refer to by id.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Short name that rows use.
    pub id: &'static str,
    /// Address of the page, `npm:` path inside a package, or repository and path.
    pub url: &'static str,
    /// Date that the page bears, version of the package, or when it was seen.
    pub updated: &'static str,
    /// What it holds, or what could not be read of it.
    #[serde(default)]
    pub note: Option<&'static str>,
}

static TABLE: Table<Source> = Table::new("sources.json", include_str!("../../catalog/sources.json"));

/// All sources, by id.
pub fn all() -> &'static [Source] {
    TABLE.rows()
}

/// The source of that id.
pub fn find(id: &str) -> Option<&'static Source> {
    all().iter().find(|source| source.id == id)
}

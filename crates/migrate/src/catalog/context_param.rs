//! Context parameters of Connect URLs and where a Forge page finds the same value.

use serde::Deserialize;

use super::table::{Confidence, Host, Product, SourceLevel, Table, sourced};

/// A context parameter.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContextParam {
    /// The product that fills it.
    pub product: Product,
    /// Its name without braces; `*` at its end stands for any rest, brackets for what has no name.
    pub connect: &'static str,
    /// Other names of the same value.
    #[serde(default)]
    pub aliases: Vec<&'static str>,
    /// Path in the context of a Forge page.
    pub forge: Option<&'static str>,
    /// The Forge modules whose context has it.
    #[serde(rename = "where", default)]
    pub available_in: Option<&'static str>,
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

sourced!(ContextParam);

static TABLE: Table<ContextParam> = Table::new(
    "context-params.json",
    include_str!("../../catalog/context-params.json"),
);

/// All context parameters, by product and name.
pub fn all() -> &'static [ContextParam] {
    TABLE.rows()
}

/// The parameter of that name, as it stands between the braces of a URL.
pub fn find(host: Host, name: &str) -> Option<&'static ContextParam> {
    let rows = || all().iter().filter(|row| row.product.belongs_to(host));
    rows()
        .find(|row| row.connect == name || row.aliases.contains(&name))
        .or_else(|| {
            rows().find(|row| {
                row.connect
                    .strip_suffix('*')
                    .is_some_and(|start| name.starts_with(start))
            })
        })
}

//! The packages that are known by name: `crates.json`, read once.

use crate::facts::EndUserData;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::OnceLock;

/// What a package is to an app.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Use {
    /// An HTTP client: the call names the host.
    Http,
    /// The client of one service.
    Sdk,
    /// The client of the customer's own site.
    ProductApi,
    /// A connection of another protocol: a database, a queue.
    Socket,
    /// A database in a file.
    File,
}

/// One package.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// Its name with `_`; a `*` at the end stands for any ending.
    #[serde(rename = "crate")]
    pub name: String,
    #[serde(rename = "as")]
    pub use_: Use,
    #[serde(default)]
    pub category: Option<String>,
    /// The host that it talks to where nothing else is said.
    #[serde(default)]
    pub host: Option<String>,
    #[serde(default)]
    pub data: Option<String>,
    /// Functions that call out (HTTP), or that connect.
    #[serde(default)]
    pub functions: Vec<String>,
    /// Types whose methods call out; for sockets, types that `connect` is called on.
    #[serde(default)]
    pub types: Vec<String>,
    /// Functions and methods of the types that open a connection.
    #[serde(default)]
    pub connect: Vec<String>,
    /// Methods of the types that call out; all but what only sets something up, where none are named.
    #[serde(default)]
    pub methods: Vec<String>,
    /// Other names of a type: builders, re-exports.
    #[serde(default)]
    pub same: BTreeMap<String, String>,
    /// What it is as a place where data is kept.
    #[serde(default)]
    pub storage: Option<String>,
}

impl Row {
    pub fn end_user_data(&self) -> EndUserData {
        match self.data.as_deref() {
            Some("yes") => EndUserData::Yes,
            Some("likely") => EndUserData::Likely,
            Some("possible") => EndUserData::Possible,
            Some("no") => EndUserData::No,
            _ => EndUserData::Unknown,
        }
    }
}

/// A framework by its package.
#[derive(Debug, serde::Deserialize)]
struct File {
    crates: Vec<Row>,
    /// Names that a glob import of a package may bring in.
    names: Vec<String>,
}

/// All known packages.
#[derive(Debug, Default)]
pub struct Table {
    exact: BTreeMap<String, Row>,
    prefixes: Vec<Row>,
    pub names: BTreeSet<&'static str>,
}

/// The frameworks that serve routes: the package, and the name in facts.
pub const FRAMEWORKS: [(&str, &str); 5] = [
    ("axum", "axum"),
    ("actix_web", "actix-web"),
    ("rocket", "rocket"),
    ("warp", "warp"),
    ("poem", "poem"),
];

/// The table that is built in.
pub fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| read(include_str!("crates.json")).unwrap_or_default())
}

fn read(text: &str) -> Result<Table, serde_json::Error> {
    let file: File = serde_json::from_str(text)?;
    let mut table = Table::default();
    for row in file.crates {
        match row.name.strip_suffix('*') {
            Some(_) => table.prefixes.push(row),
            None => {
                table.exact.insert(row.name.clone(), row);
            }
        }
    }
    table.names = file.names.into_iter().map(|name| &*name.leak()).collect();
    Ok(table)
}

impl Table {
    /// The row of the package in which a path begins.
    pub fn row(&self, path: &str) -> Option<&Row> {
        let head = path.split("::").next().unwrap_or(path);
        let matches = |row: &&Row| {
            row.name
                .strip_suffix('*')
                .is_some_and(|prefix| head.starts_with(prefix))
        };
        self.exact
            .get(head)
            .or_else(|| self.prefixes.iter().find(matches))
    }

    /// The row of a service that is reached at a host.
    pub fn row_of_host(&self, host: &str) -> Option<&Row> {
        self.exact.values().find(|row| {
            let known = row.host.as_deref().unwrap_or("");
            known == host
                || known
                    .strip_prefix('*')
                    .is_some_and(|suffix| host.ends_with(suffix))
        })
    }

    /// A type under the one name that rows use: `reqwest::ClientBuilder` is `reqwest::Client`.
    pub fn canonical(&self, path: &str) -> Rc<str> {
        let Some(row) = self.row(path) else {
            return path.into();
        };
        let (head, rest) = path.split_once("::").unwrap_or((path, ""));
        match row.same.get(rest) {
            Some(name) => format!("{head}::{name}").into(),
            None => path.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_table_can_be_read() {
        let table = read(include_str!("crates.json"));
        assert!(
            table.as_ref().is_ok_and(|t| t.exact.len() > 60),
            "{:?}",
            table.err()
        );
    }

    #[test]
    fn a_prefix_matches_any_package_of_a_family_and_no_other() {
        let table = table();
        assert!(table.row("aws_sdk_s3::Client").is_some());
        assert!(table.row("aws_smithy_types::Blob").is_none());
    }
}

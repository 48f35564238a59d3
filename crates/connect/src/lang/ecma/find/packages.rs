//! The table of client packages: hosts, what they are for, which of their calls send.

use crate::facts::EndUserData;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::OnceLock;

/// A row of the table of packages.
#[derive(Debug, Clone, serde::Deserialize)]
pub(crate) struct Package {
    pub npm: String,
    #[serde(default)]
    pub hosts: Vec<String>,
    pub category: String,
    pub end_user_data: String,
    pub transport: String,
}

/// Which calls of a package send.
#[derive(Debug, Clone, Default, serde::Deserialize)]
pub(super) struct Rule {
    /// Calls after which the package sends by itself.
    #[serde(default)]
    pub init: Vec<String>,
    /// Calls that send; `*` for every call that is not listed under `local`.
    #[serde(default)]
    pub send: Vec<String>,
    #[serde(default)]
    pub local: Vec<String>,
}

#[derive(serde::Deserialize)]
struct Packages {
    packages: Vec<Package>,
}

#[derive(serde::Deserialize)]
struct Rules {
    /// Beginnings of packages that are not in the table one by one.
    families: Vec<Package>,
    by_category: HashMap<String, Rule>,
    by_package: HashMap<String, Rule>,
}

pub(super) struct Tables {
    pub packages: HashMap<String, Package>,
    pub families: Vec<Package>,
    pub by_category: HashMap<String, Rule>,
    pub by_package: HashMap<String, Rule>,
    pub hosts: HashMap<String, (String, EndUserData)>,
}

pub(super) fn tables() -> &'static Tables {
    static TABLES: OnceLock<Tables> = OnceLock::new();
    TABLES.get_or_init(|| {
        let packages: Packages = serde_json::from_str(include_str!("../../../../tables/npm-packages.json"))
            .unwrap_or(Packages { packages: Vec::new() });
        let rules: Rules =
            serde_json::from_str(include_str!("../../../../tables/sdk-calls.json")).unwrap_or(Rules {
                families: Vec::new(),
                by_category: HashMap::new(),
                by_package: HashMap::new(),
            });
        let mut hosts = HashMap::new();
        for package in packages.packages.iter().chain(&rules.families) {
            for host in &package.hosts {
                let row = (package.category.clone(), data(&package.end_user_data));
                match hosts.entry(host.clone()) {
                    // A login names the host of a service that has packages of its own.
                    Entry::Occupied(mut known) => {
                        let before: &(String, EndUserData) = known.get();
                        if before.0 == "auth" {
                            known.insert(row);
                        }
                    }
                    Entry::Vacant(place) => {
                        place.insert(row);
                    }
                }
            }
        }
        Tables {
            packages: packages
                .packages
                .into_iter()
                .map(|row| (row.npm.clone(), row))
                .collect(),
            families: rules.families,
            by_category: rules.by_category,
            by_package: rules.by_package,
            hosts,
        }
    })
}

/// Hosts that deliver libraries, styles and fonts to pages.
const DELIVERY: [&str; 20] = [
    "cdnjs.cloudflare.com",
    "cdn.jsdelivr.net",
    "unpkg.com",
    "ajax.googleapis.com",
    "code.jquery.com",
    "maxcdn.bootstrapcdn.com",
    "stackpath.bootstrapcdn.com",
    "netdna.bootstrapcdn.com",
    "fonts.googleapis.com",
    "fonts.gstatic.com",
    "use.fontawesome.com",
    "kit.fontawesome.com",
    "aui-cdn.atlassian.com",
    "connect-cdn.atl-paas.net",
    "cdn.polyfill.io",
    "polyfill.io",
    "cdn.tailwindcss.com",
    "esm.sh",
    "cdn.skypack.dev",
    "ajax.aspnetcdn.com",
];

pub(super) fn data(word: &str) -> EndUserData {
    match word {
        "likely" => EndUserData::Likely,
        "possible" => EndUserData::Possible,
        "no" | "unlikely" => EndUserData::No,
        _ => EndUserData::Unknown,
    }
}

/// The row of a package, or of the family that it belongs to.
pub(crate) fn package(name: &str) -> Option<&'static Package> {
    // Symbols of globals and of arguments: most calls are of those, and no package is called so.
    if name.starts_with([':', '?']) {
        return None;
    }
    let tables = tables();
    tables.packages.get(name).or_else(|| {
        tables.families.iter().find(|family| {
            name.strip_prefix(family.npm.as_str())
                .is_some_and(|rest| family.npm.ends_with(['/', '-']) || rest.is_empty())
        })
    })
}

/// What a host is for, where a package of the table names it.
pub(crate) fn by_host(host: &str) -> Option<(&'static str, EndUserData)> {
    if DELIVERY.contains(&host) {
        return Some(("cdn", EndUserData::No));
    }
    if let Some((category, data)) = tables().hosts.get(host) {
        return Some((category, *data));
    }
    let mut rest = host;
    while let Some((_, parent)) = rest.split_once('.') {
        if let Some((category, data)) = tables().hosts.get(&format!("*.{parent}")) {
            return Some((category, *data));
        }
        rest = parent;
    }
    None
}

/// Transports that leave nothing for another host.
pub(crate) fn is_local(transport: &str) -> bool {
    matches!(
        transport,
        "none" | "file" | "native" | "cookie" | "stream" | "memory" | "server" | "process"
    )
}

pub(super) fn is_socket(row: &Package) -> bool {
    let other_protocol = row.transport.contains("tcp") || row.transport == "udp";
    other_protocol && !matches!(row.category.as_str(), "email" | "logging")
        || row.transport == "udp"
        || matches!(row.npm.as_str(), "dd-trace" | "kafkajs")
}

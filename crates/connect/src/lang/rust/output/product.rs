//! Tells calls to the customer's own site from all others.

use super::address::Address;
use super::filling::{Filled, Open};
use crate::lang::rust::eval::Eval;
use crate::lang::rust::program::{TypeId, TypeInfo};

/// Where paths of the products begin.
const PATHS: [&str; 12] = [
    "/rest/api/",
    "/rest/agile/",
    "/rest/servicedeskapi/",
    "/rest/atlassian-connect/",
    "/rest/dev-status/",
    "/rest/devinfo/",
    "/rest/builds/",
    "/rest/deployments/",
    "/wiki/rest/",
    "/wiki/api/",
    "/gateway/api/",
    "/rest/remotelinks/",
];
/// Hosts of the products.
const HOSTS: [&str; 4] = [
    "api.atlassian.com",
    "auth.atlassian.com",
    "api.bitbucket.org",
    "bitbucket.org",
];
/// Names, without `_`, that say whose address it is.
const NAMES: [&str; 7] = [
    "jiraurl",
    "jirabaseurl",
    "confluenceurl",
    "confluencebaseurl",
    "tenanturl",
    "hostbaseurl",
    "atlassianurl",
];
/// Fields of what the install callback hands over.
const INSTALLED: [&str; 4] = ["clientkey", "sharedsecret", "producttype", "cloudid"];

/// By the host, by the name of what holds the address, by the path.
pub fn is_product(eval: &Eval<'_>, address: &Address, option: &Filled) -> bool {
    if let Some(host) = &address.host {
        return HOSTS.contains(&host.as_str())
            || host.ends_with(".atlassian.net")
            || host.ends_with(".jira.com");
    }
    let path = address.path.as_deref().unwrap_or("");
    if PATHS.iter().any(|prefix| path.starts_with(prefix)) {
        return true;
    }
    address.open_host && option.open.first().is_some_and(|open| is_tenant(eval, open))
}

/// Whether a value is the address of the site that installed the app: it is called so, or it is the base URL that is
/// kept with the other data of the install callback.
fn is_tenant(eval: &Eval<'_>, open: &Open) -> bool {
    match open {
        Open::Argument(name) => NAMES.contains(&plain(name).as_str()),
        Open::Name(name, of) => {
            let name = plain(name);
            NAMES.contains(&name.as_str()) || name.contains("baseurl") && holds_installation(eval, *of)
        }
        Open::Variable(_) | Open::Computed => false,
    }
}

/// Whether a type, or any where the type is not known, has the fields of the install callback.
fn holds_installation(eval: &Eval<'_>, of: Option<TypeId>) -> bool {
    let has_fields = |info: &TypeInfo| {
        info.def
            .fields
            .iter()
            .any(|field| INSTALLED.contains(&plain(&field.name).as_str()))
    };
    match of.and_then(|id| eval.program.types.get(id.0)) {
        Some(info) => has_fields(info),
        None => eval.program.types.iter().any(has_fields),
    }
}

fn plain(name: &str) -> String {
    name.chars()
        .filter(|c| *c != '_')
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

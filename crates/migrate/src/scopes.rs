//! Scopes: what the manifest asks for, from what the descriptor asked for. The table is `catalog/scopes.json`.

use crate::catalog::scope::{self, Elevation};
use crate::codes;
use crate::convert::host;
use crate::target::Target;
use forgeshift_connect::descriptor::product::Product;
use forgeshift_source::finding::Finding;
use forgeshift_source::span::Place;
use std::collections::BTreeSet;

/// The scopes that authorise Connect calls: `read:connect-jira`.
pub fn of_connect(
    scopes: &[(String, Place)],
    product: Product,
    findings: &mut Vec<Finding>,
) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    for (name, place) in scopes {
        match scope::find(name).and_then(|row| row.on_forge(host(product))) {
            Some(carried) => {
                out.insert(carried.to_owned());
            }
            None if name == "NONE" => {}
            None => {
                let message = format!(
                    "scope `{name}` is none that {} has: it is left out",
                    product.as_str()
                );
                findings.push(Finding::new(codes::SCOPE_LOST, message).at(place.clone()));
            }
        }
    }
    out
}

/// The classic scopes that stand for the Connect scopes, where the calls of the code are not known. A Connect scope
/// includes those below it; one without a rank stands for itself.
pub fn classic(scopes: &[(String, Place)], product: Product) -> BTreeSet<&'static str> {
    let asked: Vec<&str> = scopes.iter().map(|(name, _)| name.as_str()).collect();
    if product == Product::Bitbucket {
        return asked.into_iter().flat_map(bitbucket).copied().collect();
    }
    let own = |row: &scope::Scope| row.valid_in.contains(&product.as_str());
    let top = asked
        .iter()
        .filter_map(|name| scope::find(name))
        .filter(|row| own(row))
        .filter_map(|row| row.rank)
        .max();
    let included = |row: &&scope::Scope| {
        own(row) && (asked.contains(&row.connect) || row.rank.zip(top).is_some_and(|(rank, top)| rank <= top))
    };
    let stand_for = |row: &'static scope::Scope| {
        if product == Product::Jira {
            &row.jira
        } else {
            &row.confluence
        }
    };
    scope::all()
        .iter()
        .filter(included)
        .flat_map(stand_for)
        .copied()
        .collect()
}

/// Scopes of Bitbucket's Connect apps, which are those of its OAuth; names checked against the scope list of
/// `@forge/manifest` 13.7.0.
fn bitbucket(scope: &str) -> &'static [&'static str] {
    match scope.to_ascii_lowercase().as_str() {
        "repository" => &["read:repository:bitbucket"],
        "repository:write" => &["read:repository:bitbucket", "write:repository:bitbucket"],
        "repository:admin" => &[
            "read:repository:bitbucket",
            "write:repository:bitbucket",
            "admin:repository:bitbucket",
        ],
        "pullrequest" => &["read:pullrequest:bitbucket"],
        "pullrequest:write" => &["read:pullrequest:bitbucket", "write:pullrequest:bitbucket"],
        "account" => &["read:user:bitbucket"],
        _ => &[],
    }
}

/// Scopes for which an administrator must agree anew: those that no Connect scope of the installed app covers, and
/// those of which that is not known.
pub fn needing_consent(needed: &BTreeSet<String>, asked: &[(String, Place)], target: Target) -> Vec<String> {
    if target == Target::ConnectOnForge {
        return Vec::new();
    }
    let granted = || asked.iter().map(|(name, _)| name.as_str());
    let silent =
        |scope: &str| scope.contains(":connect-") || scope::elevation(granted(), scope) == Elevation::Covered;
    needed.iter().filter(|scope| !silent(scope)).cloned().collect()
}

//! What follows from what was moved: the app block, the scopes, the hosts.

use super::Options;
use super::base::Base;
use crate::code::needed::{self, Needed};
use crate::code::{becomes, egress};
use crate::codes;
use crate::draft::{BASE_URL_VARIABLE, Draft, str_of};
use crate::scopes;
use crate::target::Target;
use forgeshift_connect::app::App;
use forgeshift_connect::descriptor::product::Product;
use forgeshift_connect::facts::{CodeFacts, EnvVar};
use forgeshift_forge::yaml::{Item, Map, Yaml};
use forgeshift_source::finding::Finding;
use forgeshift_source::span::Place;
use std::collections::{BTreeMap, BTreeSet};

/// What the code asks of the manifest, where the code is known well enough to say so.
pub(super) struct FromCode {
    /// The scopes that the product calls need; none where there is no code.
    pub(super) scopes: Option<Needed>,
    /// Section of `permissions.external`, address, and the places that need it.
    pub(super) egress: BTreeMap<(&'static str, String), Vec<Place>>,
    /// Variables that are still read on Forge, and whether they hold a secret.
    pub(super) variables: Vec<(String, bool)>,
}

impl FromCode {
    pub(super) fn new(app: &App, base: &Base<'_>) -> Self {
        let Some(facts) = app.code.as_ref() else {
            return Self {
                scopes: None,
                egress: BTreeMap::new(),
                variables: Vec::new(),
            };
        };
        Self {
            scopes: Some(needed::scopes(facts, &base.products)),
            egress: egress::declarations(facts),
            variables: variables(facts),
        }
    }

    /// The scopes of the product calls, where they are all that the code needs.
    pub(super) fn exact(&self) -> Option<&Needed> {
        self.scopes.as_ref().filter(|needed| needed.is_exact())
    }
}

fn variables(facts: &CodeFacts) -> Vec<(String, bool)> {
    let stays = |variable: &&EnvVar| matches!(becomes::variable(variable), "variable" | "secret");
    facts
        .env
        .iter()
        .filter(stays)
        .map(|variable| (variable.name.clone(), variable.secret))
        .collect()
}

/// What the manifest asks for.
pub(crate) struct Scoped {
    pub(crate) scopes: Vec<String>,
    pub(crate) consent: Vec<String>,
    pub(crate) variables: Vec<(String, bool)>,
}

/// The parts that follow from what was moved: the app block, scopes, remotes.
pub(super) fn finish(draft: &mut Draft<'_>, base: &Base<'_>, options: &Options, code: &FromCode) -> Scoped {
    let hybrid = draft
        .manifest
        .get("connectModules")
        .and_then(Yaml::map)
        .is_some_and(|modules| !modules.is_empty());
    connect_block(draft, hybrid);
    let asked = base.connect_scopes();
    let mut needed: BTreeSet<String> = existing_scopes(draft);
    needed.retain(|scope| hybrid || !scope.contains(":connect-"));
    let mut findings = Vec::new();
    for product in &base.products {
        if hybrid && *product != Product::Bitbucket {
            needed.extend(scopes::of_connect(&asked, *product, &mut findings));
        }
    }
    let stand_ins = stand_ins(base, &asked);
    if options.target != Target::ConnectOnForge {
        if let Some(known) = &code.scopes {
            needed.extend(known.scopes.keys().cloned());
        }
        // Nobody knows what a call needs that was not understood: then the app keeps what it was allowed so far.
        if code.exact().is_none() {
            needed.extend(stand_ins.iter().map(|scope| (*scope).to_owned()));
        }
    }
    if options.target == Target::Native {
        external(draft, &code.egress);
    }
    needed.extend(draft.event_scopes.iter().map(|scope| (*scope).to_owned()));
    tokens(draft, &mut needed);
    draft.findings.extend(findings);
    scope_findings(draft, &asked, options, code, &stand_ins);
    let consent = scopes::needing_consent(&needed, &asked, options.target);
    write_scopes(draft, &needed);
    draft.in_order();
    Scoped {
        scopes: needed.into_iter().collect(),
        consent,
        variables: code.variables.clone(),
    }
}

/// The scopes that stand for the Connect scopes in the app's products.
pub(super) fn stand_ins(base: &Base<'_>, asked: &[(String, Place)]) -> BTreeSet<&'static str> {
    let products = base.products.iter();
    products
        .flat_map(|product| scopes::classic(asked, *product))
        .collect()
}

/// `app.connect`: the key for ever, the remote and the authentication only while Connect modules are carried.
pub(super) fn connect_block(draft: &mut Draft<'_>, hybrid: bool) {
    let remote = if hybrid { Some(draft.remote()) } else { None };
    let app = draft.section("app");
    if app.get("connect").is_none() {
        return;
    }
    let connect = app.map_at("connect");
    match remote {
        Some(remote) => {
            connect.insert("remote", remote);
            connect.insert("authentication", "jwt");
        }
        None => {
            connect.remove("authentication");
            let old = str_of(connect, "remote").map(str::to_owned);
            connect.remove("remote");
            if let Some(old) = old {
                drop_unused_remote(draft, &old);
            }
        }
    }
}

pub(super) fn drop_unused_remote(draft: &mut Draft<'_>, remote: &str) {
    let used = mentions(&Yaml::Map(draft.section("modules").clone()), "remote", remote)
        || draft
            .manifest
            .get("permissions")
            .is_some_and(|value| mentions(value, "remote", remote));
    if used {
        return;
    }
    let list = draft.manifest.list_at("remotes");
    list.retain(|item| {
        item.value
            .map()
            .is_none_or(|map| str_of(map, "key") != Some(remote))
    });
    if list.is_empty() {
        draft.manifest.remove("remotes");
    }
    drop_unused_variable(draft);
}

/// The variable for the server's address goes with the last place that names it.
fn drop_unused_variable(draft: &mut Draft<'_>) {
    let reference = format!("${{{BASE_URL_VARIABLE}}}");
    if holds(&Yaml::Map(draft.manifest.clone()), &reference) {
        return;
    }
    let Some(environment) = draft.manifest.get_mut("environment").and_then(Yaml::map_mut) else {
        return;
    };
    let variables = environment.list_at("variables");
    variables.retain(|item| item.value.map().and_then(|map| str_of(map, "key")) != Some(BASE_URL_VARIABLE));
    if variables.is_empty() {
        draft.manifest.remove("environment");
    }
}

fn holds(value: &Yaml, text: &str) -> bool {
    match value {
        Yaml::Str(value) => value.contains(text),
        Yaml::List(items) => items.iter().any(|item| holds(&item.value, text)),
        Yaml::Map(map) => map.entries().iter().any(|entry| holds(&entry.value, text)),
        _ => false,
    }
}

pub(super) fn mentions(value: &Yaml, key: &str, text: &str) -> bool {
    match value {
        Yaml::Map(map) => map.entries().iter().any(|entry| {
            (entry.key == key && entry.value == Yaml::Str(text.to_owned()))
                || mentions(&entry.value, key, text)
        }),
        Yaml::List(items) => items.iter().any(|item| mentions(&item.value, key, text)),
        _ => false,
    }
}

pub(super) fn existing_scopes(draft: &mut Draft<'_>) -> BTreeSet<String> {
    match draft
        .manifest
        .get("permissions")
        .and_then(Yaml::map)
        .and_then(|map| map.get("scopes"))
    {
        Some(Yaml::List(items)) => items
            .iter()
            .filter_map(|item| {
                if let Yaml::Str(text) = &item.value {
                    Some(text.clone())
                } else {
                    None
                }
            })
            .collect(),
        Some(Yaml::Map(map)) => map.entries().iter().map(|entry| entry.key.clone()).collect(),
        _ => BTreeSet::new(),
    }
}

/// Declares the hosts that the code calls. Whether end-user data is in scope is a human's to say: left out, it is.
pub(super) fn external(draft: &mut Draft<'_>, egress: &BTreeMap<(&'static str, String), Vec<Place>>) {
    for ((section, address), places) in egress {
        let mut map = draft.manifest.map_at("permissions").map_at("external");
        let mut parts = section.split('.').peekable();
        let mut list = None;
        while let Some(part) = parts.next() {
            if parts.peek().is_some() {
                map = map.map_at(part);
            } else {
                list = Some(map.list_at(part));
                break;
            }
        }
        let Some(list) = list else { continue };
        let declared = |item: &Item| {
            item.value.str() == Some(address)
                || item.value.map().and_then(|map| str_of(map, "address")) == Some(address)
        };
        if !list.iter().any(declared) {
            let comment = places
                .first()
                .map(|place| format!("{}:{}", place.file, place.line));
            list.push(Item {
                comment: comment.into_iter().collect(),
                value: Yaml::Str(address.clone()),
            });
        }
    }
}

/// Endpoints that carry tokens need the token scopes; a token scope must not be the only one.
pub(super) fn tokens(draft: &mut Draft<'_>, needed: &mut BTreeSet<String>) {
    let modules = Yaml::Map(draft.section("modules").clone());
    let wants = |name: &str| has_key(&modules, name);
    let (system, user) = (wants("appSystemToken"), wants("appUserToken"));
    if !system && !user {
        return;
    }
    if needed.iter().any(|scope| !scope.starts_with("read:app-")) {
        if system {
            needed.insert("read:app-system-token".into());
        }
        if user {
            needed.insert("read:app-user-token".into());
        }
        return;
    }
    for item in draft.section("modules").list_at("endpoint") {
        if let Yaml::Map(map) = &mut item.value {
            map.remove("auth");
        }
    }
}

pub(super) fn has_key(value: &Yaml, key: &str) -> bool {
    match value {
        Yaml::Map(map) => map
            .entries()
            .iter()
            .any(|entry| entry.key == key || has_key(&entry.value, key)),
        Yaml::List(items) => items.iter().any(|item| has_key(&item.value, key)),
        _ => false,
    }
}

pub(super) fn scope_findings(
    draft: &mut Draft<'_>,
    asked: &[(String, Place)],
    options: &Options,
    code: &FromCode,
    stand_ins: &BTreeSet<&str>,
) {
    if options.target == Target::ConnectOnForge {
        return;
    }
    if let Some((_, place)) = asked.iter().find(|(scope, _)| scope == "ACT_AS_USER") {
        let message = "the app acted as users while they were away: Forge wants `allowImpersonation` on each scope for that; calls made while a page is open are `asUser()`";
        draft
            .findings
            .push(Finding::new(codes::ACTS_AS_USER, message).at(place.clone()));
    }
    let levels: Vec<&str> = asked
        .iter()
        .map(|(scope, _)| scope.as_str())
        .filter(|scope| *scope != "NONE")
        .collect();
    let Some((_, place)) = asked.first().filter(|_| !levels.is_empty()) else {
        return;
    };
    let finding = match code.exact() {
        Some(exact) => from_calls(exact, stand_ins),
        None => from_connect(&levels.join(", "), code.scopes.as_ref()),
    };
    draft.findings.push(finding.at(place.clone()));
}

/// The scopes are those of the calls: which of the Connect scopes' are left out.
fn from_calls(exact: &Needed, stand_ins: &BTreeSet<&str>) -> Finding {
    let unused: Vec<&str> = stand_ins
        .iter()
        .filter(|scope| !exact.scopes.contains_key(**scope))
        .copied()
        .collect();
    let calls = exact.calls;
    let left_out = if unused.is_empty() {
        "every scope that the Connect scopes stand for is needed".to_owned()
    } else {
        format!(
            "no call needs {}, which the Connect scopes allowed",
            unused.join(", ")
        )
    };
    let message =
        format!("the scopes are those of the {calls} product calls, all of them understood: {left_out}");
    Finding::new(codes::SCOPES_FROM_CALLS, message)
}

/// The scopes are those that stand for the Connect scopes: why, and where.
fn from_connect(levels: &str, known: Option<&Needed>) -> Finding {
    let (why, places) = match known {
        Some(needed) => needed.doubts(),
        None => ("there is no code to look at".to_owned(), Vec::new()),
    };
    let message = format!("the scopes stand for {levels}, because {why}: the app may need fewer");
    let mut finding = Finding::new(codes::SCOPES_FROM_CONNECT, message);
    finding.related = places;
    finding
}

pub(super) fn write_scopes(draft: &mut Draft<'_>, needed: &BTreeSet<String>) {
    let permissions = draft.manifest.map_at("permissions");
    if let Some(Yaml::Map(map)) = permissions.get_mut("scopes") {
        let gone: Vec<String> = map
            .entries()
            .iter()
            .map(|entry| entry.key.clone())
            .filter(|key| !needed.contains(key))
            .collect();
        for key in gone {
            map.remove(&key);
        }
        for scope in needed {
            if map.get(scope).is_none() {
                map.insert(scope.clone(), Map::new());
            }
        }
        return;
    }
    let list = permissions.list_at("scopes");
    list.retain(|item| matches!(&item.value, Yaml::Str(text) if needed.contains(text)));
    for scope in needed {
        if !list.iter().any(|item| item.value == Yaml::Str(scope.clone())) {
            list.push(Yaml::Str(scope.clone()).into());
        }
    }
    if list.is_empty() {
        permissions.remove("scopes");
    }
}

//! The scopes that the product calls of the code need: exactly those, with the places that need them.

use crate::catalog::rest::{self, Operation};
use crate::catalog::{Confidence, Sourced, client_api};
use crate::convert::host;
use forgeshift_connect::descriptor::product::Product;
use forgeshift_connect::facts::{ClientCall, CodeFacts, Outbound, OutboundKind, Reading, Via};
use forgeshift_source::span::Place;
use std::collections::{BTreeMap, BTreeSet};

/// Scopes and the calls behind them.
#[derive(Debug, Clone, Default)]
pub struct Needed {
    /// Scope, and the places of the calls that need it.
    pub scopes: BTreeMap<String, Vec<Place>>,
    /// The scopes of each outbound call, by its number in the facts.
    pub of_outbound: BTreeMap<usize, Vec<&'static str>>,
    /// Product calls whose scopes are not known, with the reason.
    pub unknown: Vec<(Place, String)>,
    /// What was not read and may hold product calls, with the reason.
    pub unread: Vec<(Place, String)>,
    /// Product calls in all.
    pub calls: usize,
}

impl Needed {
    /// Whether the scopes are all that the code needs: there are product calls, every one was understood, and nothing
    /// was left unread.
    pub fn is_exact(&self) -> bool {
        self.calls > 0 && self.unknown.is_empty() && self.unread.is_empty()
    }

    /// Why the scopes may not be all that the code needs, with the places.
    pub fn doubts(&self) -> (String, Vec<Place>) {
        let places = |doubts: &[(Place, String)]| doubts.iter().map(|(place, _)| place.clone()).collect();
        match (self.unknown.first(), self.unread.first()) {
            (Some((_, why)), _) => {
                let (count, all) = (self.unknown.len(), self.calls);
                let message = format!("the scopes of {count} of {all} product calls are not known ({why})");
                (message, places(&self.unknown))
            }
            (None, Some((place, why))) => {
                let count = self.unread.len();
                let message =
                    format!("{count} files may hold product calls and were not read ({place}: {why})");
                (message, places(&self.unread))
            }
            (None, None) => ("no product call was found in the code".to_owned(), Vec::new()),
        }
    }

    fn add(&mut self, found: Result<Vec<&'static str>, String>, places: &[Place]) -> Vec<&'static str> {
        self.calls += 1;
        match found {
            Ok(scopes) => {
                for scope in &scopes {
                    let known = self.scopes.entry((*scope).to_owned()).or_default();
                    known.extend(places.iter().cloned());
                }
                scopes
            }
            Err(why) => {
                let places = places.iter().cloned();
                self.unknown.extend(places.map(|place| (place, why.clone())));
                Vec::new()
            }
        }
    }
}

/// The scopes of all product calls.
pub fn scopes(facts: &CodeFacts, products: &[Product]) -> Needed {
    let mut needed = Needed::default();
    for (number, call) in facts.outbound.iter().enumerate() {
        if call.kind == OutboundKind::ProductApi {
            let found = of_call(call.method.as_deref(), call.path.as_deref(), products);
            let scopes = needed.add(found, &places(call));
            needed.of_outbound.insert(number, scopes);
        } else if may_be_product(call) {
            let why = "nothing of the address is known: it may be the product";
            needed.add(Err(why.to_owned()), &places(call));
        }
    }
    for call in &facts.client_api {
        of_page(&mut needed, call, products);
    }
    needed.unread = unread(facts);
    for places in needed.scopes.values_mut() {
        places.sort();
        places.dedup();
    }
    needed.unknown.sort();
    needed.unknown.dedup();
    needed
}

/// Where a call is: where it is told apart by its callers, those are what needs the scope.
fn places(call: &Outbound) -> Vec<Place> {
    let mut places = vec![call.place.clone()];
    places.extend(call.also_at.iter().cloned());
    places
}

/// A call of the server of which neither address nor name is known.
fn may_be_product(call: &Outbound) -> bool {
    let nameless = call
        .host_why
        .as_deref()
        .is_some_and(|why| why.starts_with("the address is put together"));
    call.kind == OutboundKind::Http
        && call.via == Via::Server
        && call.host.is_none()
        && call.path.is_none()
        && nameless
}

/// What a use of `AP` asks of the product, itself or by what replaces it.
fn of_page(needed: &mut Needed, call: &ClientCall, products: &[Product]) {
    if call.call == "AP.request" && call.requests.is_empty() {
        let why = "AP.request is handed on or looked at here: what it asks for is not known";
        needed.add(Err(why.to_owned()), std::slice::from_ref(&call.place));
    }
    for asked in &call.requests {
        let found = of_call(asked.method.as_deref(), asked.path.as_deref(), products);
        needed.add(found, &asked.places);
    }
    let operations = client_api::find(&call.call).map_or(&[][..], |row| &row.operations);
    for operation in operations {
        let Some((method, path)) = operation.split_once(' ') else {
            continue;
        };
        let of_app = |product: &Product| !rest::operations(host(*product), method, path).is_empty();
        if products.iter().any(of_app) {
            let found = of_call(Some(method), Some(path), products);
            needed.add(found, std::slice::from_ref(&call.place));
        }
    }
}

/// The scopes of one call, or why they are not known.
fn of_call(
    method: Option<&str>,
    path: Option<&str>,
    products: &[Product],
) -> Result<Vec<&'static str>, String> {
    let Some(path) = path.filter(|path| is_known(path)) else {
        return Err("the path is put together at run time".to_owned());
    };
    let Some(method) = method.filter(|method| *method != "*") else {
        return Err(format!("the method for {path} is chosen at run time"));
    };
    let found = order(path, products)
        .into_iter()
        .map(|product| rest::operations(host(product), method, path))
        .find(|operations| !operations.is_empty())
        .ok_or_else(|| format!("{method} {path} is not in the product's API description"))?;
    let mut scopes: BTreeSet<Vec<&'static str>> = BTreeSet::new();
    for operation in found {
        scopes.insert(of_operation(operation)?);
    }
    let mut scopes = scopes.into_iter();
    match (scopes.next(), scopes.next()) {
        (Some(scopes), None) => Ok(scopes),
        _ => Err(format!("{method} {path} may be several operations")),
    }
}

/// A classic scope where one exists, as Atlassian advises; granular ones only where none does.
fn of_operation(operation: &Operation) -> Result<Vec<&'static str>, String> {
    let classic: Vec<&str> = operation.classic().collect();
    let scopes = if classic.is_empty() {
        operation.granular().collect()
    } else {
        classic
    };
    // A current description that names no scope means that none is needed; an old one may be from before scopes.
    if scopes.is_empty() && operation.confidence() != Confidence::High {
        let (method, path) = (operation.method, operation.path);
        return Err(format!("no scope is recorded for {method} {path}"));
    }
    Ok(scopes)
}

/// Files that may hold product calls and were not read.
fn unread(facts: &CodeFacts) -> Vec<(Place, String)> {
    let doubt = |path: &str, reading: &Reading, language: &str| match reading {
        Reading::Parsed => None,
        Reading::Partial(why) => Some(format!("read in part: {why}")),
        Reading::Failed(why) => Some(why.clone()),
        Reading::Skipped(why) => (!is_harmless(path, why, language)).then(|| why.clone()),
    };
    let rows = facts.files.iter().filter_map(|file| {
        let why = doubt(&file.path, &file.reading, file.language)?;
        Some((Place::start_of(file.path.clone()), why))
    });
    rows.collect()
}

/// Whether a file that was not read is no code of the app's own.
fn is_harmless(path: &str, why: &str, language: &str) -> bool {
    const REASONS: [&str; 6] = [
        "test code",
        "a test",
        "type declarations",
        "a copy of a library",
        "generated or from elsewhere",
        "no `mod` leads to it",
    ];
    let script_of_shell = matches!(language, "shell" | "powershell" | "css");
    let copied_library = why == "minified" && path.contains(".min.");
    script_of_shell || copied_library || REASONS.iter().any(|reason| why.starts_with(reason))
}

fn is_known(path: &str) -> bool {
    path.trim_matches('/')
        .split('/')
        .next()
        .is_some_and(|first| !first.is_empty() && first != "{}")
}

/// The products to ask, the likelier one first.
fn order(path: &str, products: &[Product]) -> Vec<Product> {
    let confluence =
        path.starts_with("/wiki") || path.contains("/rest/api/content") || path.contains("/rest/api/space");
    let mut order: Vec<Product> = if products.is_empty() {
        vec![Product::Jira]
    } else {
        products.to_vec()
    };
    for product in [Product::Jira, Product::Confluence] {
        if !order.contains(&product) {
            order.push(product);
        }
    }
    if confluence {
        order.sort_by_key(|product| *product != Product::Confluence);
    }
    order
}

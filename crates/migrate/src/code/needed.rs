//! The scopes that the product calls of the code need: exactly those, with the places that need them.

use crate::catalog::rest;
use crate::convert::host;
use forgeshift_connect::descriptor::product::Product;
use forgeshift_connect::facts::{CodeFacts, OutboundKind};
use forgeshift_source::span::Place;
use std::collections::BTreeMap;

/// Scopes and the calls behind them.
#[derive(Debug, Clone, Default)]
pub struct Needed {
    /// Scope, and the places of the calls that need it.
    pub scopes: BTreeMap<String, Vec<Place>>,
    /// Product calls whose scopes are not known, with the reason.
    pub unknown: Vec<(Place, String)>,
    /// Product calls in all.
    pub calls: usize,
}

/// The scopes of all product calls.
pub fn scopes(facts: &CodeFacts, products: &[Product]) -> Needed {
    let mut needed = Needed::default();
    for call in facts
        .outbound
        .iter()
        .filter(|call| call.kind == OutboundKind::ProductApi)
    {
        needed.calls += 1;
        let method = call.method.as_deref().unwrap_or("GET");
        let Some(path) = call.path.as_deref().filter(|path| is_known(path)) else {
            needed.unknown.push((
                call.place.clone(),
                "the path is put together at run time".to_owned(),
            ));
            continue;
        };
        let candidates = order(path, products);
        let found = candidates
            .into_iter()
            .find_map(|product| rest::operation(host(product), method, path));
        match found {
            Some(operation) => {
                // A classic scope where one exists, as Atlassian advises; granular ones only where none does.
                let classic: Vec<&str> = operation.classic().collect();
                let scopes = if classic.is_empty() {
                    operation.granular().collect()
                } else {
                    classic
                };
                for scope in scopes {
                    needed
                        .scopes
                        .entry(scope.to_owned())
                        .or_default()
                        .push(call.place.clone());
                }
            }
            None => needed.unknown.push((
                call.place.clone(),
                format!("{method} {path} is not in the product's API description"),
            )),
        }
    }
    needed
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

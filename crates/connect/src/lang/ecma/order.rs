//! The order of facts, so that neither the number of threads nor the parts that were linked together change it.

use crate::facts::{CodeFacts, EnvVar, Framework, Outbound, OutboundKind};
use std::collections::BTreeMap;

/// Whether two outbound calls are one. A call of the product's interface is another one for each operation.
fn same_call(a: &Outbound, b: &Outbound) -> bool {
    let operations = a.kind == OutboundKind::ProductApi && (&a.method, &a.path) != (&b.method, &b.path);
    (&a.place, &a.host, a.kind, a.via) == (&b.place, &b.host, b.kind, b.via) && !operations
}

/// Everything by its place, so that the number of threads changes nothing; what is the same twice stands once.
pub(crate) fn sort(facts: &mut CodeFacts) {
    facts.outbound.sort_by(|a, b| {
        (&a.place, &a.host, a.kind, &a.method, &a.path).cmp(&(&b.place, &b.host, b.kind, &b.method, &b.path))
    });
    facts.outbound.dedup_by(|a, b| same_call(a, b));
    facts
        .client_api
        .sort_by(|a, b| (&a.place, &a.call).cmp(&(&b.place, &b.call)));
    facts
        .client_api
        .dedup_by(|a, b| (&a.place, &a.call) == (&b.place, &b.call));
    facts
        .storage
        .sort_by(|a, b| (&a.place, &a.what, &a.detail).cmp(&(&b.place, &b.what, &b.detail)));
    facts
        .storage
        .dedup_by(|a, b| (&a.place, &a.what, &a.detail) == (&b.place, &b.what, &b.detail));
    facts
        .needs
        .sort_by(|a, b| (&a.place, a.what, &a.detail).cmp(&(&b.place, b.what, &b.detail)));
    facts
        .needs
        .dedup_by(|a, b| (&a.place, a.what) == (&b.place, b.what));
    facts
        .entries
        .sort_by(|a, b| (&a.place, a.kind, &a.name).cmp(&(&b.place, b.kind, &b.name)));
    facts
        .calls
        .sort_by(|a, b| (&a.place, a.from, a.to).cmp(&(&b.place, b.from, b.to)));
    facts
        .calls
        .dedup_by(|a, b| (&a.place, a.from, a.to) == (&b.place, b.from, b.to));
    facts
        .secrets
        .sort_by(|a, b| (&a.place, a.kind).cmp(&(&b.place, b.kind)));
    facts.secrets.dedup_by(|a, b| a.place == b.place);
    facts.built_descriptors.sort();
    facts.descriptors.sort_by(|a, b| a.place.cmp(&b.place));
}

/// Puts the facts of several parts together, in the order of the parts, and sorts them.
pub(crate) fn together(parts: impl Iterator<Item = CodeFacts>) -> CodeFacts {
    let mut all = CodeFacts::default();
    for part in parts {
        all.absorb(part);
    }
    routes(&mut all);
    frameworks(&mut all);
    variables(&mut all);
    sort(&mut all);
    all
}

/// Sorts the routes, and gives the entries that are routes their new numbers.
fn routes(facts: &mut CodeFacts) {
    let mut routes: Vec<(usize, _)> = std::mem::take(&mut facts.routes)
        .into_iter()
        .enumerate()
        .collect();
    routes.sort_by(|(_, a), (_, b)| (&a.place, &a.path, &a.method).cmp(&(&b.place, &b.path, &b.method)));
    let mut moved = vec![0; routes.len()];
    for (now, (before, _)) in routes.iter().enumerate() {
        moved[*before] = now;
    }
    facts.routes = routes.into_iter().map(|(_, route)| route).collect();
    for entry in &mut facts.entries {
        entry.route = entry.route.and_then(|route| moved.get(route).copied());
    }
}

/// Each framework once, at its first place.
fn frameworks(facts: &mut CodeFacts) {
    let mut found: BTreeMap<&'static str, Framework> = BTreeMap::new();
    for framework in std::mem::take(&mut facts.frameworks) {
        match found.get(framework.id) {
            Some(known) if known.evidence <= framework.evidence => {}
            _ => {
                found.insert(framework.id, framework);
            }
        }
    }
    facts.frameworks = found.into_values().collect();
}

/// Each variable once, with all its places.
fn variables(facts: &mut CodeFacts) {
    let mut found: BTreeMap<String, EnvVar> = BTreeMap::new();
    for variable in std::mem::take(&mut facts.env) {
        match found.get_mut(&variable.name) {
            Some(known) => {
                known.places.extend(variable.places);
                known.secret |= variable.secret;
                known.has_default |= variable.has_default;
            }
            None => {
                found.insert(variable.name.clone(), variable);
            }
        }
    }
    facts.env = found.into_values().collect();
    for variable in &mut facts.env {
        variable.places.sort();
    }
}

//! From notes to facts: holes are filled where they can be, routes get their whole path, lists are sorted.

mod address;
mod filling;
mod outbound;
mod product;
mod reach;
mod routes;

use super::assembly::Crate;
use super::eval::Eval;
use super::table::FRAMEWORKS;
use crate::facts::{CodeFacts, Entry, EntryKind, Framework, FunctionId, Route, RuntimeNeed};
use filling::Filling;
use forgeshift_source::span::Place;
use std::collections::BTreeSet;

/// Everything that was found. `manifests` are the paths of the crates' manifests, in the order of `crates`.
pub fn facts(mut eval: Eval<'_>, crates: &[(String, Crate)]) -> CodeFacts {
    let startups = startups(&eval);
    let mut filling = Filling::new(&eval);
    let routes = routes::routes(&eval, &mut filling);
    let outbound = outbound::outbound(&eval, &mut filling);
    drop(filling);

    let reached = reach::from_routes(&eval.notes.calls, &routes);
    for (function, place) in std::mem::take(&mut eval.notes.spawned) {
        if reached.contains(&function) {
            let detail = "a task that the answer does not wait for".to_owned();
            eval.notes.needs.push(RuntimeNeed {
                what: "after-response",
                detail,
                place,
                function: Some(function),
            });
        }
    }
    let mut facts = CodeFacts {
        frameworks: frameworks(&routes, crates),
        entries: entries(&mut eval, &routes, startups),
        routes,
        outbound,
        functions: eval.notes.functions,
        calls: eval.notes.calls,
        storage: eval.notes.storage,
        needs: eval.notes.needs,
        env: eval.notes.env.into_values().collect(),
        secrets: eval.notes.secrets,
        built_descriptors: eval.notes.built_descriptors,
        ..CodeFacts::default()
    };
    sort(&mut facts);
    facts
}

/// `main`, and what a framework starts in its place.
fn startups(eval: &Eval<'_>) -> Vec<(FunctionId, Place)> {
    let mut found = Vec::new();
    for (index, info) in eval.program.fns.iter().enumerate() {
        let is_root = eval
            .program
            .modules
            .get(eval.program.enclosing(info.module).0)
            .is_some_and(|module| module.parent.is_none());
        let started = info
            .decl
            .attributes
            .iter()
            .any(|a| matches!(a.path.last(), "main" | "launch"));
        if info.of.is_none() && (is_root && info.decl.name == "main" || started) {
            let place = eval.place(eval.file_of(info.module), info.decl.at);
            found.push((FunctionId(index as u32), place));
        }
    }
    found
}

fn entries(eval: &mut Eval<'_>, routes: &[Route], startups: Vec<(FunctionId, Place)>) -> Vec<Entry> {
    let mut entries: Vec<_> = routes
        .iter()
        .enumerate()
        .map(|(index, route)| Entry {
            kind: EntryKind::Route,
            name: format!("{} {}", route.method, route.path),
            place: route.place.clone(),
            functions: route.functions.clone(),
            route: Some(index),
        })
        .collect();
    let constants = eval.top_levels();
    for (index, (main, place)) in startups.into_iter().enumerate() {
        let mut functions = vec![main];
        if index == 0 {
            functions.extend(&constants);
        }
        entries.push(Entry {
            kind: EntryKind::Startup,
            name: "startup".to_owned(),
            place,
            functions,
            route: None,
        });
    }
    for note in std::mem::take(&mut eval.notes.entries) {
        entries.push(Entry {
            kind: note.kind,
            name: note.name,
            place: note.place,
            functions: note.functions,
            route: None,
        });
    }
    entries
}

fn frameworks(routes: &[Route], crates: &[(String, Crate)]) -> Vec<Framework> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for (package, id) in FRAMEWORKS {
        let dependency = crates.iter().find_map(|(path, found)| {
            let dependency = found
                .manifest
                .dependencies
                .values()
                .find(|d| d.package.replace('-', "_") == package)?;
            let place = Place::start_of(path.as_str().into());
            Some(Place {
                line: dependency.line,
                end_line: dependency.line,
                ..place
            })
        });
        let served = routes
            .iter()
            .find(|route| route.framework == id)
            .map(|route| route.place.clone());
        if let Some(evidence) = dependency.or(served)
            && seen.insert(id)
        {
            found.push(Framework {
                id,
                language: "rust",
                evidence,
            });
        }
    }
    found
}

fn sort(facts: &mut CodeFacts) {
    facts.frameworks.sort_by(|a, b| a.evidence.cmp(&b.evidence));
    facts
        .calls
        .sort_by(|a, b| (&a.place, a.from, a.to).cmp(&(&b.place, b.from, b.to)));
    facts
        .entries
        .sort_by(|a, b| (&a.place, &a.name).cmp(&(&b.place, &b.name)));
    facts
        .storage
        .sort_by(|a, b| (&a.place, &a.what).cmp(&(&b.place, &b.what)));
    facts
        .needs
        .sort_by(|a, b| (&a.place, a.what).cmp(&(&b.place, b.what)));
    facts
        .needs
        .dedup_by(|a, b| a.place == b.place && a.what == b.what);
    facts.secrets.sort_by(|a, b| a.place.cmp(&b.place));
    facts
        .secrets
        .dedup_by(|a, b| a.place == b.place && a.kind == b.kind);
    facts.built_descriptors.sort();
    for variable in &mut facts.env {
        variable.places.sort();
    }
    facts
        .env
        .sort_by(|a, b| (a.places.first(), &a.name).cmp(&(b.places.first(), &b.name)));
}

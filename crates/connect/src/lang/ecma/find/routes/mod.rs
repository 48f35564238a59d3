//! What the server answers.

mod auth;
mod chain;
mod files;
mod implicit;
mod mounts;
mod nest;
mod nest_modules;
mod options;
mod rows;
mod serverless;
mod table;
mod ways;

pub(crate) use serverless::{Declared, is_declaration};

use super::super::ir::FuncId;
use super::super::value::ModId;
use super::Scene;
use crate::facts::{Auth, Entry, EntryKind, Route};
use forgeshift_source::span::Place;

/// A route before it becomes a fact.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub method: String,
    pub path: String,
    pub place: Place,
    /// The functions that run, in order; the handler is the last.
    pub functions: Vec<(ModId, FuncId)>,
    pub framework: &'static str,
    pub auth: Auth,
    pub implicit: bool,
}

/// Finds all routes, and the entries that they are.
pub(crate) fn find(scene: &mut Scene<'_, '_>, declared: &[Declared<'_>]) {
    let mut found = table::find(scene);
    found.extend(nest::find(scene));
    found.extend(files::find(scene));
    found.extend(serverless::find(scene, declared));
    implicit::add(scene, &mut found);
    found.sort_by(|a, b| (&a.place, &a.path, &a.method).cmp(&(&b.place, &b.path, &b.method)));
    found.dedup_by(|a, b| (&a.place, &a.path, &a.method) == (&b.place, &b.path, &b.method));
    for route in found {
        let handler = route.functions.last().map(|(module, func)| {
            let span = scene
                .tree(*module)
                .func(*func)
                .map(|func| func.span)
                .unwrap_or_default();
            (scene.function_name(*module, *func), scene.place(*module, span))
        });
        let view = route
            .functions
            .last()
            .and_then(|(module, func)| view(scene, *module, *func));
        let functions: Vec<_> = route
            .functions
            .iter()
            .map(|(module, func)| scene.function(*module, *func))
            .collect();
        scene.facts.entries.push(Entry {
            kind: EntryKind::Route,
            name: format!("{} {}", route.method, route.path),
            place: route.place.clone(),
            functions: functions.clone(),
            route: Some(scene.facts.routes.len()),
        });
        scene.facts.routes.push(Route {
            method: route.method,
            path: route.path,
            place: route.place,
            handler,
            functions,
            framework: route.framework,
            auth: route.auth,
            implicit: route.implicit,
            view,
        });
    }
}

/// The name given to `res.render` in a handler.
fn view(scene: &mut Scene<'_, '_>, module: ModId, func: FuncId) -> Option<String> {
    let tree = scene.tree(module);
    for call in &tree.calls {
        let super::super::ir::Node::Member(_, name) = tree.node(call.callee) else {
            continue;
        };
        let inside = call.owner == func || tree.func(call.owner).and_then(|owner| owner.parent) == Some(func);
        if inside && tree.text(name) == "render" {
            let arg = tree.args(call).first().copied()?;
            let vals = scene.vals(module, arg);
            let text = scene.eval.texts(&vals).first().copied()?;
            return scene.eval.pool.whole(text).map(|text| text.to_string());
        }
    }
    None
}

/// Two parts of a path as one.
pub(super) fn joined(prefix: &str, path: &str) -> String {
    let prefix = prefix.trim_end_matches('/');
    let path = if path == "/" && !prefix.is_empty() {
        ""
    } else {
        path
    };
    if prefix.is_empty() && path.is_empty() {
        return "/".into();
    }
    if path.is_empty() || path.starts_with(['/', '(']) {
        return format!("{prefix}{path}");
    }
    format!("{prefix}/{path}")
}

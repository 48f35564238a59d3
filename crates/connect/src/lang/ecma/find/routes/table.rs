//! Routes that are registered by calls: Express and what looks like it, Koa, Fastify, Hono, hapi.

use super::super::super::ir::{ExprId, FuncId, Node};
use super::super::super::value::{EnvId, ModId, ROOT, Step, Val};
use super::super::{At, Scene};
use super::chain::{Receiver, Router, router};
use super::mounts::{mount, plugin};
use super::options::{by_options, option_handlers};
use super::rows;
use super::ways::{Middleware, Registration, Table};
use super::{Found, auth};
use crate::facts::Auth;
use std::collections::HashSet;
use std::sync::Arc;

pub(super) const VERBS: [&str; 9] = [
    "get", "post", "put", "patch", "delete", "del", "head", "options", "all",
];

/// All routes that calls register.
pub(super) fn find(scene: &mut Scene<'_, '_>) -> Vec<Found> {
    let mut table = Table::default();
    for at in scene.all_calls() {
        let callee = scene.tree(at.module).node(at.call.callee);
        if matches!(callee, Node::Index(..)) && !at.call.jsx {
            computed(scene, &mut table, &at);
            continue;
        }
        let Node::Member(_, name) = callee else {
            continue;
        };
        let name = scene.tree(at.module).text(name);
        let wanted =
            VERBS.contains(&name) || matches!(name, "use" | "route" | "register" | "on" | "prefix" | "mount");
        if !wanted || at.call.jsx {
            continue;
        }
        let mut done: Vec<Router> = Vec::new();
        for (sym, _) in scene.symbols(&at) {
            let (step, parent) = scene.eval.pool.step(sym);
            let (Step::Member(_), Some(parent)) = (step.clone(), parent) else {
                continue;
            };
            if let Some(receiver) = router(scene, parent)
                && !done.contains(&receiver.router)
            {
                done.push(receiver.router);
                scene.registers(at.module, at.id);
                if VERBS.contains(&name) && rows::register(scene, &mut table, &at, receiver, Some(name)) {
                    own_prefix(scene, &mut table, receiver);
                    continue;
                }
                register(scene, &mut table, &at, name, receiver);
            }
        }
    }
    let alive = alive(scene, &table);
    table.resolve(&|file| alive.as_ref().is_none_or(|alive| alive.contains(file)))
}

/// `app[method](…)`: of a table with a row for each route, or of a list of methods.
fn computed(scene: &mut Scene<'_, '_>, table: &mut Table, at: &At) {
    let Some(receiver) = rows::receiver(scene, at) else {
        return;
    };
    scene.registers(at.module, at.id);
    own_prefix(scene, table, receiver);
    if rows::register(scene, table, at, receiver, None) {
        return;
    }
    for (sym, _) in scene.symbols(at) {
        let name = match scene.eval.pool.step(sym).0 {
            Step::Member(name) if VERBS.contains(&&**name) => name.to_string(),
            _ => continue,
        };
        register(scene, table, at, &name, receiver);
    }
}

/// The files that lead from those that make an application; none where that cannot be told.
fn alive(scene: &Scene<'_, '_>, table: &Table) -> Option<HashSet<Arc<str>>> {
    let project = scene.eval.project;
    let apps: Vec<usize> = table
        .registrations
        .iter()
        .map(|registration| registration.receiver)
        .chain(table.mounts.values().flatten().map(|mount| mount.receiver))
        .filter(|receiver| receiver.is_app)
        .filter_map(|receiver| match receiver.router {
            Router::Made(module, _) => Some(module.0 as usize),
            Router::Known(_) => None,
        })
        .collect();
    let computed = project
        .modules
        .iter()
        .any(|module| module.nodes.iter().any(|node| matches!(node, Node::ImportOf(_))));
    if apps.is_empty() || computed {
        return None;
    }
    let nowhere = vec![false; project.modules.len()];
    let reached = super::super::side::reached(project, apps.into_iter(), &nowhere);
    let alive = project.ids().filter(|id| reached[id.0 as usize]);
    Some(alive.map(|id| project.path(id).clone()).collect())
}

fn register(scene: &mut Scene<'_, '_>, table: &mut Table, at: &At, name: &str, receiver: Receiver) {
    own_prefix(scene, table, receiver);
    match name {
        "use" | "mount" => mount(scene, table, at, receiver),
        "register" => plugin(scene, table, at, receiver),
        "prefix" => {
            if let Some(path) = paths(scene, at.module, scene.arg(at, 0), ROOT).first() {
                table.own_prefix.insert(receiver.router, path.clone());
            }
        }
        "route" if receiver.framework == "hono" => mount(scene, table, at, receiver),
        "route" if matches!(receiver.framework, "fastify" | "hapi") => by_options(scene, table, at, receiver),
        "on" if receiver.framework == "hono" => {
            let methods = paths(scene, at.module, scene.arg(at, 0), ROOT);
            for path in paths(scene, at.module, scene.arg(at, 1), ROOT) {
                for method in &methods {
                    add(scene, table, at, receiver, method.to_ascii_uppercase(), &path, 2);
                }
            }
        }
        "route" | "on" => {}
        verb => {
            let method = match verb {
                "del" => "DELETE".to_owned(),
                verb => verb.to_ascii_uppercase(),
            };
            if let Some(within) = receiver.within
                && receiver.framework != "hono"
                && is_route_call(scene, within)
            {
                // `.all(check)` in a chain comes before the answers of the chain.
                if verb == "all" && only_passes_on(scene, at) {
                    let place = scene.place_of(at.module, at.call.expr);
                    let args: Vec<ExprId> = scene.args(at).to_vec();
                    let (functions, auth) = handlers(scene, at.module, &args);
                    for prefix in within_paths(scene, within) {
                        table
                            .middleware
                            .entry(receiver.router)
                            .or_default()
                            .push(Middleware {
                                place: place.clone(),
                                prefix,
                                functions: functions.clone(),
                                auth,
                            });
                    }
                    return;
                }
                for path in within_paths(scene, within) {
                    add(scene, table, at, receiver, method.clone(), &path, 0);
                }
                return;
            }
            let first = scene.arg(at, 0);
            let count = scene.args(at).len();
            let spread = scene
                .args(at)
                .iter()
                .any(|arg| matches!(scene.tree(at.module).node(*arg), Node::Spread(_)));
            if count < 2 && !spread {
                return;
            }
            let is_koa = receiver.framework == "koa" && count > 2;
            for path in paths(scene, at.module, first, ROOT) {
                // Koa allows a name before the path.
                if is_koa && !path.starts_with('/') {
                    for path in paths(scene, at.module, scene.arg(at, 1), ROOT) {
                        add(scene, table, at, receiver, method.clone(), &path, 2);
                    }
                } else {
                    add(scene, table, at, receiver, method.clone(), &path, 1);
                }
            }
        }
    }
}

/// Whether none of the arguments answers the request: each hands it on, or is made by a library.
fn only_passes_on(scene: &mut Scene<'_, '_>, at: &At) -> bool {
    let Some(last) = scene.args(at).last().copied() else {
        return true;
    };
    scene.vals(at.module, last).iter().all(|val| match *val {
        Val::Func(of, func, _) => scene.tree(of).func(func).is_none_or(|func| func.hints.len() > 2),
        _ => true,
    })
}

pub(super) fn is_route_call(scene: &Scene<'_, '_>, within: (ModId, ExprId, EnvId)) -> bool {
    let tree = scene.tree(within.0);
    let Node::Call(call) = tree.node(within.1) else {
        return false;
    };
    let Some(call) = tree.call(call) else { return false };
    matches!(tree.node(call.callee), Node::Member(_, name) if tree.text(name) == "route")
}

/// The path given to `.route(…)`.
pub(super) fn within_paths(scene: &mut Scene<'_, '_>, within: (ModId, ExprId, EnvId)) -> Vec<String> {
    let (module, expr, env) = within;
    let tree = scene.tree(module);
    let Node::Call(call) = tree.node(expr) else {
        return Vec::new();
    };
    let first = tree.call(call).and_then(|call| tree.args(call).first().copied());
    paths(scene, module, first, env)
}

/// `new Router({prefix})`, `new Hono().basePath('/x')`, `app.getRouter('/x')`.
fn own_prefix(scene: &mut Scene<'_, '_>, table: &mut Table, receiver: Receiver) {
    if table.own_prefix.contains_key(&receiver.router) {
        return;
    }
    let mut prefix = None;
    if let Router::Made(module, expr) = receiver.router
        && let Node::Call(call) = scene.tree(module).node(expr)
        && let Some(call) = scene.tree(module).call(call)
        && let Some(options) = scene.tree(module).args(call).first().copied()
    {
        let vals = scene.option(module, options, "prefix", ROOT);
        if !vals.is_empty() {
            prefix = scene
                .eval
                .texts(&vals)
                .first()
                .map(|text| scene.eval.pool.shown(*text));
        }
    }
    if let Some(within) = receiver.within
        && !is_route_call(scene, within)
    {
        prefix = within_paths(scene, within).into_iter().next();
    }
    if let Some(prefix) = prefix {
        table.own_prefix.insert(receiver.router, prefix);
    }
}

/// The paths that an argument names; none where it is no path.
pub(super) fn paths(
    scene: &mut Scene<'_, '_>,
    module: ModId,
    arg: Option<ExprId>,
    env: EnvId,
) -> Vec<String> {
    let Some(arg) = arg else { return Vec::new() };
    if let Node::Regex(pattern) = scene.tree(module).node(arg) {
        return vec![format!("/{}/", scene.tree(module).text(pattern))];
    }
    let vals = scene.vals_in(module, arg, env);
    let mut found = Vec::new();
    for val in vals.iter() {
        match *val {
            Val::Text(text) => found.push(scene.eval.pool.shown(text)),
            Val::Array(of, list, inner) => {
                let tree = scene.tree(of);
                if let Node::Array(items) = tree.node(list) {
                    for item in tree.list(items) {
                        found.extend(paths(scene, of, Some(*item), inner));
                    }
                }
            }
            Val::Sym(sym) if scene.eval.variable(sym).is_some() => {
                for text in scene.eval.texts(&[*val]) {
                    found.push(scene.eval.pool.shown(text));
                }
            }
            _ => {}
        }
    }
    // A default and what may replace it: the default is what can be shown.
    if found.iter().any(|path| path != "{}") {
        found.retain(|path| path != "{}");
    }
    let mut unique: Vec<String> = Vec::new();
    for path in found {
        if !unique.contains(&path) {
            unique.push(path);
        }
    }
    unique
}

fn add(
    scene: &mut Scene<'_, '_>,
    table: &mut Table,
    at: &At,
    receiver: Receiver,
    method: String,
    path: &str,
    skip: usize,
) {
    let looks_like_path =
        path.is_empty() || path.starts_with(['/', '*', '{', '(', ':']) || receiver.framework != "express";
    let unsure = matches!(receiver.router, Router::Known(_)) && receiver.is_app;
    if unsure && !path.starts_with('/') && !path.starts_with('*') {
        return;
    }
    if !looks_like_path && matches!(path, s if s.contains("://")) {
        return;
    }
    let args: Vec<ExprId> = scene.args(at).iter().skip(skip).copied().collect();
    let (functions, auth) = handlers(scene, at.module, &args);
    table.registrations.push(Registration {
        receiver,
        method,
        path: path.to_owned(),
        place: scene.place_of(at.module, at.call.expr),
        functions,
        auth,
    });
}

/// The functions among middleware and handlers, and how they check the caller.
pub(super) fn handlers(
    scene: &mut Scene<'_, '_>,
    module: ModId,
    args: &[ExprId],
) -> (Vec<(ModId, FuncId)>, Auth) {
    let mut functions = Vec::new();
    let mut auth = Auth::None;
    for arg in args {
        for function in scene.functions(module, *arg) {
            if !functions.contains(&function) {
                functions.push(function);
            }
        }
        auth = auth::stronger(auth, auth::of_argument(scene, module, *arg));
        if let Node::Object(_) = scene.tree(module).node(*arg) {
            let (more, of_options) = option_handlers(scene, module, *arg);
            auth = auth::stronger(auth, of_options);
            functions.extend(more);
        }
    }
    (functions, auth)
}

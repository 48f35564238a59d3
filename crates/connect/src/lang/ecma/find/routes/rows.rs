//! Routes of a table: a loop over rows, each with a method, a path and a handler.

use super::super::super::ir::{ExprId, Module, Node};
use super::super::super::value::{ModId, Val};
use super::super::{At, Scene};
use super::auth;
use super::chain::{Receiver, router};
use super::table::VERBS;
use super::ways::{Registration, Table};
use crate::facts::Auth;

/// How many rows are read.
const MOST_ROWS: usize = 200;

/// `app[row.method](row.path, row.handler)` and `app.get(row.path, row.handler)`. Says whether it was one.
pub(super) fn register(
    scene: &mut Scene<'_, '_>,
    table: &mut Table,
    at: &At,
    receiver: Receiver,
    verb: Option<&str>,
) -> bool {
    let tree = scene.tree(at.module);
    let Some(path) = scene.arg(at, 0) else {
        return false;
    };
    let Some((base, path_name)) = field(tree, path) else {
        return false;
    };
    let method = match (verb, tree.node(at.call.callee)) {
        (Some(verb), _) => Err(verb.to_owned()),
        (None, Node::Index(_, key)) => match field(tree, key) {
            Some((other, name)) if tree.node(other) == tree.node(base) => Ok(name),
            _ => return false,
        },
        _ => return false,
    };
    let rows: Vec<Val> = scene
        .vals(at.module, base)
        .iter()
        .filter(|val| matches!(val, Val::Object(..)))
        .copied()
        .take(MOST_ROWS)
        .collect();
    if rows.len() < 2 && verb.is_some() {
        return false;
    }
    for row in &rows {
        let methods = match &method {
            Ok(name) => texts(scene, *row, name),
            Err(verb) => vec![verb.clone()],
        };
        let mut functions = Vec::new();
        let mut checks = Auth::None;
        for arg in scene.args(at).iter().skip(1) {
            let vals = match field(tree, *arg) {
                Some((other, name)) if tree.node(other) == tree.node(base) => member(scene, *row, &name),
                _ => {
                    checks = auth::stronger(checks, auth::of_argument(scene, at.module, *arg));
                    scene.vals(at.module, *arg).to_vec()
                }
            };
            scene.functions_of(&vals, &mut functions, 0);
        }
        for (module, func) in &functions {
            checks = auth::stronger(checks, auth::of_function(scene, *module, *func, 2));
        }
        let place = match *row {
            Val::Object(module, object, _) => scene.place_of(module, object),
            _ => scene.place_of(at.module, at.call.expr),
        };
        for path in texts(scene, *row, &path_name) {
            for method in &methods {
                let method = match method.to_ascii_lowercase().as_str() {
                    "del" => "DELETE".to_owned(),
                    verb if VERBS.contains(&verb) => verb.to_ascii_uppercase(),
                    _ => continue,
                };
                table.registrations.push(Registration {
                    receiver,
                    method,
                    path: path.clone(),
                    place: place.clone(),
                    functions: functions.clone(),
                    auth: checks,
                });
            }
        }
    }
    !rows.is_empty()
}

/// The router on which a method is called whose name is computed.
pub(super) fn receiver(scene: &mut Scene<'_, '_>, at: &At) -> Option<Receiver> {
    let Node::Index(object, _) = scene.tree(at.module).node(at.call.callee) else {
        return None;
    };
    let vals = scene.vals(at.module, object);
    vals.iter().find_map(|val| match val {
        Val::Sym(sym) => router(scene, *sym),
        _ => None,
    })
}

/// What an expression reads a member of, and which: `row.path`, `({path}) => path`, `row.method.toLowerCase()`.
fn field(tree: &Module, expr: ExprId) -> Option<(ExprId, String)> {
    match tree.node(expr) {
        Node::Member(base, name) => Some((base, tree.text(name).to_owned())),
        Node::Bind(bind) => match tree.binds.get(bind.0 as usize)?.values.as_slice() {
            [value] if matches!(tree.node(*value), Node::Member(..)) => field(tree, *value),
            _ => None,
        },
        Node::Call(call) => match tree.node(tree.call(call)?.callee) {
            Node::Member(inner, name) if matches!(tree.text(name), "toLowerCase" | "toString") => {
                field(tree, inner)
            }
            _ => None,
        },
        _ => None,
    }
}

fn member(scene: &mut Scene<'_, '_>, row: Val, name: &str) -> Vec<Val> {
    let mut found = super::super::super::eval::Found::default();
    scene.eval.member_of(row, name, &mut found);
    found.vals
}

fn texts(scene: &mut Scene<'_, '_>, row: Val, name: &str) -> Vec<String> {
    let mut open = member(scene, row, name);
    let mut found = Vec::new();
    while let Some(val) = open.pop() {
        match val {
            Val::Text(text) => found.push(scene.eval.pool.shown(text)),
            Val::Array(module, list, env) => open.extend(items(scene, module, list, env)),
            _ => {}
        }
    }
    found
}

fn items(
    scene: &mut Scene<'_, '_>,
    module: ModId,
    list: ExprId,
    env: super::super::super::value::EnvId,
) -> Vec<Val> {
    let tree = scene.tree(module);
    let Node::Array(items) = tree.node(list) else {
        return Vec::new();
    };
    let items = tree.list(items).iter().take(MOST_ROWS);
    items
        .filter(|item| !matches!(tree.node(**item), Node::Array(_)))
        .flat_map(|item| scene.vals_in(module, *item, env).to_vec())
        .collect()
}

//! Routes whose options are an object: Fastify's and hapi's `route({…})`.

use super::super::super::ir::{ExprId, FuncId, Node};
use super::super::super::value::{EnvId, ModId, Val};
use super::super::{At, Scene};
use super::auth;
use super::chain::Receiver;
use super::ways::{Registration, Table};
use crate::facts::Auth;

/// Fastify's and hapi's options of a route.
pub(super) fn option_handlers(
    scene: &mut Scene<'_, '_>,
    module: ModId,
    options: ExprId,
) -> (Vec<(ModId, FuncId)>, Auth) {
    let tree = scene.tree(module);
    let mut functions = Vec::new();
    let mut auth = Auth::None;
    if let Node::Object(props) = tree.node(options) {
        for name in ["onRequest", "preValidation", "preHandler", "handler"] {
            for prop in tree.object(props) {
                if prop.key.is_some_and(|key| tree.text(key) == name) {
                    functions.extend(scene.functions(module, prop.value));
                    if name != "handler" {
                        auth = auth::stronger(auth, auth::of_argument(scene, module, prop.value));
                    }
                }
            }
        }
        if tree
            .object(props)
            .iter()
            .any(|prop| prop.key.is_some_and(|key| tree.text(key) == "auth"))
        {
            auth = auth::stronger(auth, Auth::Other);
        }
    }
    (functions, auth)
}

/// `route({method, url, handler})`, one or a list.
pub(super) fn by_options(scene: &mut Scene<'_, '_>, table: &mut Table, at: &At, receiver: Receiver) {
    let Some(arg) = scene.arg(at, 0) else { return };
    let mut open: Vec<Val> = scene.vals(at.module, arg).to_vec();
    while let Some(val) = open.pop() {
        match val {
            Val::Array(module, list, env) => {
                let tree = scene.tree(module);
                if let Node::Array(items) = tree.node(list) {
                    for item in tree.list(items).iter().take(200) {
                        open.extend(scene.vals_in(module, *item, env).iter().copied());
                    }
                }
            }
            Val::Object(module, object, env) => {
                let mut paths = Vec::new();
                for name in ["url", "path"] {
                    let vals = scene.option(module, object, name, env);
                    if !vals.is_empty() {
                        paths.extend(scene.eval.texts(&vals));
                    }
                }
                let methods = list_texts(scene, module, object, "method", env);
                let (functions, auth) = option_handlers(scene, module, object);
                for path in paths {
                    let path = scene.eval.pool.shown(path);
                    for method in &methods {
                        let method = if method == "*" {
                            "ALL".into()
                        } else {
                            method.to_ascii_uppercase()
                        };
                        table.registrations.push(Registration {
                            receiver,
                            method,
                            path: path.clone(),
                            place: scene.place_of(module, object),
                            functions: functions.clone(),
                            auth,
                        });
                    }
                }
            }
            _ => {}
        }
    }
}

fn list_texts(
    scene: &mut Scene<'_, '_>,
    module: ModId,
    object: ExprId,
    name: &str,
    env: EnvId,
) -> Vec<String> {
    let mut found = Vec::new();
    for val in scene.option(module, object, name, env) {
        match val {
            Val::Array(of, list, inner) => {
                if let Node::Array(items) = scene.tree(of).node(list) {
                    for item in scene.tree(of).list(items) {
                        let vals = scene.vals_in(of, *item, inner);
                        for text in scene.eval.texts(&vals) {
                            found.push(scene.eval.pool.shown(text));
                        }
                    }
                }
            }
            other => {
                for text in scene.eval.texts(&[other]) {
                    found.push(scene.eval.pool.shown(text));
                }
            }
        }
    }
    found
}

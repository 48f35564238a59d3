//! Environment variables.

use super::super::ir::{BindId, ExprId, Node};
use super::super::secrets::secret_name;
use super::super::value::Val;
use super::Scene;
use crate::facts::EnvVar;
use forgeshift_source::span::Place;
use std::collections::{BTreeMap, HashSet};

/// Packages that read variables by name.
const READERS: [&str; 8] = [
    "env-var.get",
    "config.get",
    "envalid.cleanEnv",
    "@nestjs/config.ConfigService().get",
    "@nestjs/config.ConfigService().getOrThrow",
    "getenv",
    "env-var.default.get",
    "getenv.string",
];

/// Adds every variable that is read.
pub(crate) fn find(scene: &mut Scene<'_, '_>) {
    let mut found: BTreeMap<String, (Vec<Place>, bool)> = BTreeMap::new();
    for module in scene.eval.project.ids() {
        let tree = scene.tree(module);
        let defaulted = defaulted(tree);
        for (name, expr, _) in &tree.env {
            let entry = found.entry(tree.text(*name).to_owned()).or_default();
            entry.0.push(scene.place_of(module, *expr));
            entry.1 |= defaulted.contains(expr);
        }
        // `const env = process.env; env.X`
        let aliases: HashSet<BindId> = aliases(tree);
        if !aliases.is_empty() {
            for (index, node) in tree.nodes.iter().enumerate() {
                let Node::Member(object, name) = node else {
                    continue;
                };
                if !matches!(tree.node(*object), Node::Bind(bind) if aliases.contains(&bind)) {
                    continue;
                }
                let is_env = scene.vals(module, *object).iter().any(|val| match val {
                    Val::Sym(sym) => {
                        matches!(&*scene.eval.pool.sym_text(*sym), ":process.env" | "process.env")
                    }
                    _ => false,
                });
                if is_env {
                    let expr = ExprId(index as u32);
                    let entry = found.entry(tree.text(*name).to_owned()).or_default();
                    entry.0.push(scene.place_of(module, expr));
                    entry.1 |= defaulted.contains(&expr);
                }
            }
        }
    }
    for at in scene.all_calls() {
        for (_, text) in scene.symbols(&at) {
            if READERS[2..].contains(&&*text) || &*text == "env-var.get" {
                for name in scene.arg_texts(&at, 0) {
                    let name = scene.eval.pool.shown(name);
                    let plain = name
                        .bytes()
                        .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_');
                    if plain && !name.is_empty() {
                        let place = scene.place_of(at.module, at.call.expr);
                        found.entry(name).or_default().0.push(place);
                    }
                }
            }
        }
    }
    for (name, (mut places, has_default)) in found {
        places.sort();
        places.dedup();
        let secret = secret_name(&name);
        let has_default = has_default || scene.eval.settings.has(&name);
        scene.facts.env.push(EnvVar {
            name,
            places,
            secret,
            has_default,
        });
    }
}

/// Names that are given `process.env` or its like.
fn aliases(tree: &super::super::ir::Module) -> HashSet<BindId> {
    let is_env =
        |value: &ExprId| matches!(tree.node(*value), Node::Member(_, name) if tree.text(name) == "env");
    let of_env = tree
        .binds
        .iter()
        .enumerate()
        .filter(|(_, bind)| bind.values.iter().any(is_env));
    of_env.map(|(index, _)| BindId(index as u32)).collect()
}

/// Expressions that have another value beside them: `a || b`, `a ?? b`.
fn defaulted(tree: &super::super::ir::Module) -> HashSet<ExprId> {
    let mut found = HashSet::new();
    for node in &tree.nodes {
        if let Node::Either(list) = node {
            found.extend(tree.list(*list).first().copied());
        }
    }
    found
}

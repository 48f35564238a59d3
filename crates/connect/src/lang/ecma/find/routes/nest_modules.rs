//! NestJS: what an application and its modules put in front of the paths of controllers.

use super::super::super::hash::QuickMap;
use super::super::super::ir::{ClassId, ExprId, Node};
use super::super::super::value::{EnvId, ModId, ROOT, Val};
use super::super::Scene;
use super::joined;
use super::nest::{decorator, rooted};

/// A class.
type Class = (ModId, ClassId);

/// How deep modules may nest.
const DEEPEST: u32 = 8;

/// What the application puts in front of every path.
#[derive(Debug, Default)]
pub(super) struct Global {
    prefix: String,
    /// Paths without the prefix.
    excluded: Vec<String>,
    /// Whether versions are part of the path, and the one that counts where none is given.
    versions: Option<String>,
}

impl Global {
    /// The full path of a route; `version` may be empty.
    pub fn applied_to(&self, path: &str, version: &str) -> String {
        let versioned = match version {
            "" => path.to_owned(),
            version => joined(&format!("/v{version}"), path),
        };
        let bare = path.trim_matches('/');
        let excluded = self.excluded.iter().any(|own| {
            let own = own.trim_matches('/');
            own == bare
                || ["*", "(.*)", "*path", "*splat"]
                    .iter()
                    .find_map(|any| own.strip_suffix(any))
                    .is_some_and(|start| bare.starts_with(start))
        });
        if excluded {
            return versioned;
        }
        joined(&rooted(&self.prefix), &versioned)
    }
}

/// Reads `setGlobalPrefix` and `enableVersioning`.
pub(super) fn global(scene: &mut Scene<'_, '_>) -> Global {
    let mut global = Global::default();
    for at in scene.all_calls() {
        let Node::Member(_, name) = scene.tree(at.module).node(at.call.callee) else {
            continue;
        };
        match scene.tree(at.module).text(name) {
            "setGlobalPrefix" => {
                let texts = scene.arg_texts(&at, 0);
                if let Some(text) = texts.first() {
                    global.prefix = scene.eval.pool.shown(*text);
                }
                if let Some(options) = scene.arg(&at, 1) {
                    let list = scene.option(at.module, options, "exclude", ROOT);
                    global.excluded = items(scene, &list)
                        .into_iter()
                        .filter_map(|val| text(scene, val, "path"))
                        .collect();
                }
            }
            "enableVersioning" => {
                let mut default = String::new();
                let mut by_address = true;
                if let Some(options) = scene.arg(&at, 0) {
                    let vals = scene.option(at.module, options, "defaultVersion", ROOT);
                    let first = vals.first().and_then(|val| text(scene, *val, ""));
                    default = first.unwrap_or_default();
                    let kinds = scene.option(at.module, options, "type", ROOT);
                    by_address = kinds.iter().all(|kind| match kind {
                        Val::Sym(sym) => scene.eval.pool.sym_text(*sym).ends_with(".URI"),
                        Val::Num(bits) => f64::from_bits(*bits) == 0.0,
                        _ => true,
                    });
                }
                if by_address {
                    global.versions = Some(default);
                }
            }
            _ => {}
        }
    }
    global
}

/// The versions of a controller, `""` for none.
pub(super) fn versions(
    scene: &mut Scene<'_, '_>,
    global: &Global,
    module: ModId,
    decorated: ExprId,
) -> Vec<String> {
    let Some(default) = &global.versions else {
        return vec![String::new()];
    };
    let tree = scene.tree(module);
    let mut found = Vec::new();
    if let Node::Call(call) = tree.node(decorated)
        && let Some(options) = tree.call(call).and_then(|call| tree.args(call).first().copied())
    {
        let vals = scene.option(module, options, "version", ROOT);
        for val in items(scene, &vals) {
            found.extend(text(scene, val, ""));
        }
    }
    if found.is_empty() {
        found.push(default.clone());
    }
    found
}

/// For each controller the path that `RouterModule.register` gives to its module.
pub(super) fn prefixes(scene: &mut Scene<'_, '_>) -> QuickMap<Class, String> {
    let mut of_module: Vec<(Class, String)> = Vec::new();
    for at in scene.all_calls() {
        let is_it = scene.symbols(&at).iter().any(|(_, text)| {
            matches!(
                &**text,
                "@nestjs/core.RouterModule.register"
                    | "nest-router.RouterModule.forRoutes"
                    | "@nestjs/core.RouterModule.forRoutes"
            )
        });
        if let (true, Some(routes)) = (is_it, scene.arg(&at, 0)) {
            let list = scene.vals(at.module, routes).to_vec();
            for row in items(scene, &list) {
                below(scene, row, "", 0, &mut of_module);
            }
        }
    }
    let mut found = QuickMap::default();
    for ((module, class), prefix) in of_module {
        let tree = scene.tree(module);
        let Some(class) = tree.classes.get(class.0 as usize) else {
            continue;
        };
        let Some(call) = decorator(scene, module, class.decorators, "Module") else {
            continue;
        };
        let Node::Call(call) = tree.node(call) else {
            continue;
        };
        let Some(options) = tree.call(call).and_then(|call| tree.args(call).first().copied()) else {
            continue;
        };
        let controllers = scene.option(module, options, "controllers", ROOT);
        for val in items(scene, &controllers) {
            if let Val::Class(of, class, _) = val {
                found.insert((of, class), prefix.clone());
            }
        }
    }
    found
}

/// `{path, module, children}`, or a module that stands for itself.
fn below(scene: &mut Scene<'_, '_>, row: Val, prefix: &str, depth: u32, out: &mut Vec<(Class, String)>) {
    if depth > DEEPEST {
        return;
    }
    if let Val::Class(module, class, _) = row {
        out.push(((module, class), prefix.to_owned()));
        return;
    }
    let Some(path) = text(scene, row, "path") else {
        return;
    };
    let prefix = joined(&rooted(prefix), &rooted(&path));
    for val in member(scene, row, "module") {
        if let Val::Class(module, class, _) = val {
            out.push(((module, class), prefix.clone()));
        }
    }
    let children = member(scene, row, "children");
    for child in items(scene, &children) {
        below(scene, child, &prefix, depth + 1, out);
    }
}

fn member(scene: &mut Scene<'_, '_>, val: Val, name: &str) -> Vec<Val> {
    let mut found = super::super::super::eval::Found::default();
    if !matches!(val, Val::Sym(_)) {
        scene.eval.member_of(val, name, &mut found);
    }
    found.vals
}

/// The values in lists, each other value as it is.
fn items(scene: &mut Scene<'_, '_>, vals: &[Val]) -> Vec<Val> {
    let mut found = Vec::new();
    for val in vals {
        match *val {
            Val::Array(module, list, env) => found.extend(listed(scene, module, list, env)),
            other => found.push(other),
        }
    }
    found
}

fn listed(scene: &mut Scene<'_, '_>, module: ModId, list: ExprId, env: EnvId) -> Vec<Val> {
    let tree = scene.tree(module);
    let Node::Array(list) = tree.node(list) else {
        return Vec::new();
    };
    tree.list(list)
        .iter()
        .flat_map(|item| scene.vals_in(module, *item, env).to_vec())
        .collect()
}

/// A text, or the text under a name of an object.
fn text(scene: &mut Scene<'_, '_>, val: Val, name: &str) -> Option<String> {
    match val {
        Val::Text(text) => Some(scene.eval.pool.shown(text)),
        Val::Num(bits) => Some(f64::from_bits(bits).to_string()),
        Val::Object(..) if !name.is_empty() => {
            let inner = member(scene, val, name);
            inner.first().and_then(|val| text(scene, *val, ""))
        }
        _ => None,
    }
}

//! NestJS: controllers and their decorated methods.

use super::super::super::ir::{ClassId, ExprId, FuncId, List, Node};
use super::super::super::value::{ModId, ROOT, Val};
use super::super::Scene;
use super::nest_modules::{self, Global};
use super::{Found, auth, joined};
use crate::facts::Auth;

const VERBS: [(&str, &str); 8] = [
    ("Get", "GET"),
    ("Post", "POST"),
    ("Put", "PUT"),
    ("Patch", "PATCH"),
    ("Delete", "DELETE"),
    ("Head", "HEAD"),
    ("Options", "OPTIONS"),
    ("All", "ALL"),
];

/// The routes of all controllers.
pub(super) fn find(scene: &mut Scene<'_, '_>) -> Vec<Found> {
    let global = nest_modules::global(scene);
    let prefixes = nest_modules::prefixes(scene);
    let applied = applied(scene);
    let mut found = Vec::new();
    for module in scene.eval.project.ids() {
        for index in 0..scene.tree(module).classes.len() {
            let own = prefixes.get(&(module, ClassId(index as u32)));
            let of_module = own.map_or("", String::as_str);
            controller(scene, module, index, (&global, of_module), &mut found);
        }
    }
    for route in &mut found {
        for middleware in &applied {
            if middleware.covers(&route.path) {
                route.auth = auth::stronger(route.auth, middleware.auth);
                route.functions.splice(0..0, middleware.functions.iter().copied());
            }
        }
    }
    found
}

/// `consumer.apply(X).forRoutes(…)`.
struct Applied {
    /// The paths it is applied to; none for all.
    paths: Vec<String>,
    functions: Vec<(ModId, FuncId)>,
    auth: Auth,
}

impl Applied {
    fn covers(&self, path: &str) -> bool {
        self.paths.is_empty()
            || self.paths.iter().any(|own| {
                let own = own.trim_matches(['/', '*']);
                own.is_empty() || path.trim_start_matches('/').starts_with(own)
            })
    }
}

fn applied(scene: &mut Scene<'_, '_>) -> Vec<Applied> {
    let mut found = Vec::new();
    for at in scene.all_calls() {
        let tree = scene.tree(at.module);
        let Node::Member(object, name) = tree.node(at.call.callee) else {
            continue;
        };
        if tree.text(name) != "forRoutes" {
            continue;
        }
        let Node::Call(apply) = tree.node(object) else {
            continue;
        };
        let Some(apply) = tree.call(apply).copied() else {
            continue;
        };
        let mut paths = Vec::new();
        for arg in tree.args(&at.call) {
            let own = match tree.node(*arg) {
                Node::Object(_) => scene.option(at.module, *arg, "path", ROOT),
                _ => scene.vals(at.module, *arg).to_vec(),
            };
            for val in own {
                if let Val::Text(text) = val {
                    paths.push(scene.eval.pool.shown(text));
                }
            }
        }
        let mut functions = Vec::new();
        let mut checks = Auth::None;
        for arg in tree.args(&apply) {
            for val in scene.vals(at.module, *arg).to_vec() {
                match val {
                    Val::Func(of, func, _) => functions.push((of, func)),
                    Val::Class(of, class, _) => {
                        let members = scene
                            .tree(of)
                            .classes
                            .get(class.0 as usize)
                            .map(|class| class.members.as_slice());
                        for member in members.unwrap_or_default() {
                            if let Node::Func(func) = scene.tree(of).node(member.value)
                                && scene.tree(of).text(member.name) == "use"
                            {
                                functions.push((of, func));
                            }
                        }
                    }
                    Val::Sym(sym) => {
                        checks = auth::stronger(checks, auth::of_symbol(&scene.eval.pool.sym_text(sym)))
                    }
                    _ => {}
                }
            }
        }
        for (of, func) in &functions {
            checks = auth::stronger(checks, auth::of_function(scene, *of, *func, 3));
        }
        found.push(Applied {
            paths,
            functions,
            auth: checks,
        });
    }
    found
}

fn controller(
    scene: &mut Scene<'_, '_>,
    module: ModId,
    index: usize,
    (global, of_module): (&Global, &str),
    found: &mut Vec<Found>,
) {
    let tree = scene.tree(module);
    let class = &tree.classes[index];
    let Some(call) = decorator(scene, module, class.decorators, "Controller") else {
        return;
    };
    let prefixes = decorator_paths(scene, module, call);
    let versions = nest_modules::versions(scene, global, module, call);
    let class_auth = guards(scene, module, class.decorators);
    for member in &class.members {
        for (name, method) in VERBS {
            let Some(call) = decorator(scene, module, member.decorators, name) else {
                continue;
            };
            let auth = auth::stronger(class_auth, guards(scene, module, member.decorators));
            let functions = match tree.node(member.value) {
                Node::Func(func) => vec![(module, func)],
                _ => Vec::new(),
            };
            let own = functions.first().map_or(Auth::None, |(module, func)| {
                auth::of_function(scene, *module, *func, 2)
            });
            for prefix in &prefixes {
                for path in decorator_paths(scene, module, call) {
                    let path = joined(&rooted(prefix), &rooted(&path));
                    let path = joined(&rooted(of_module), &rooted(&path));
                    for version in &versions {
                        found.push(Found {
                            method: method.into(),
                            path: global.applied_to(&rooted(&path), version),
                            place: scene.place(module, tree.span_of(call)),
                            functions: functions.clone(),
                            framework: "nestjs",
                            auth: auth::stronger(auth, own),
                            implicit: false,
                        });
                    }
                }
            }
        }
    }
}

pub(super) fn rooted(path: &str) -> String {
    if path.is_empty() || path.starts_with('/') {
        path.to_owned()
    } else {
        format!("/{path}")
    }
}

/// The decorator of this name, as the call that it is.
pub(super) fn decorator(scene: &mut Scene<'_, '_>, module: ModId, list: List, name: &str) -> Option<ExprId> {
    let wanted = format!("@nestjs/common.{name}");
    for expr in scene.tree(module).list(list) {
        let Node::Call(call) = scene.tree(module).node(*expr) else {
            continue;
        };
        let is_it = scene
            .calls
            .callees(module, call)
            .iter()
            .any(|val| matches!(val, Val::Sym(sym) if *scene.eval.pool.sym_text(*sym) == *wanted));
        if is_it {
            return Some(*expr);
        }
    }
    None
}

fn decorator_paths(scene: &mut Scene<'_, '_>, module: ModId, expr: ExprId) -> Vec<String> {
    let tree = scene.tree(module);
    let Node::Call(call) = tree.node(expr) else {
        return vec![String::new()];
    };
    let Some(arg) = tree.call(call).and_then(|call| tree.args(call).first().copied()) else {
        return vec![String::new()];
    };
    let mut vals = scene.vals(module, arg).to_vec();
    if vals.iter().any(|val| matches!(val, Val::Object(..))) {
        vals = scene.option(module, arg, "path", ROOT);
    }
    let mut paths = Vec::new();
    for val in vals {
        match val {
            Val::Array(of, items, env) => {
                if let Node::Array(items) = scene.tree(of).node(items) {
                    for item in scene.tree(of).list(items) {
                        let vals = scene.vals_in(of, *item, env);
                        paths.extend(scene.eval.texts(&vals));
                    }
                }
            }
            other => paths.extend(scene.eval.texts(&[other])),
        }
    }
    if paths.is_empty() {
        return vec![String::new()];
    }
    paths.iter().map(|path| scene.eval.pool.shown(*path)).collect()
}

/// What `@UseGuards(…)` checks.
fn guards(scene: &mut Scene<'_, '_>, module: ModId, list: List) -> Auth {
    let Some(expr) = decorator(scene, module, list, "UseGuards") else {
        return Auth::None;
    };
    let mut found = Auth::Other;
    let tree = scene.tree(module);
    let Node::Call(call) = tree.node(expr) else {
        return found;
    };
    let args = tree
        .call(call)
        .map(|call| tree.args(call).to_vec())
        .unwrap_or_default();
    for arg in args {
        for val in scene.vals(module, arg).to_vec() {
            let (Val::Class(of, class, _) | Val::Instance(of, class, _)) = val else {
                continue;
            };
            let members = scene
                .tree(of)
                .classes
                .get(class.0 as usize)
                .map(|class| class.members.clone());
            for member in members.unwrap_or_default() {
                if let Node::Func(func) = scene.tree(of).node(member.value) {
                    found = auth::stronger(found, auth::of_function(scene, of, func, 3));
                }
            }
        }
    }
    found
}

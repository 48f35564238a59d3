//! What is mounted on a router: other routers, plugins, middleware.

use super::super::super::ir::{ExprId, FuncId, Node};
use super::super::super::value::{ModId, ROOT, Step, SymId, Val};
use super::super::{At, Scene};
use super::chain::{Receiver, Router, router};
use super::table::{handlers, is_route_call, paths, within_paths};
use super::ways::{Middleware, Mount, Registration, Table};
use crate::facts::Auth;

/// `use(prefix?, …middleware, router)`.
pub(super) fn mount(scene: &mut Scene<'_, '_>, table: &mut Table, at: &At, receiver: Receiver) {
    let args: Vec<ExprId> = scene.args(at).to_vec();
    let Some(first) = args.first().copied() else {
        return;
    };
    let first_paths = paths(scene, at.module, Some(first), ROOT);
    let has_prefix = !first_paths.is_empty();
    let mut prefixes = if has_prefix {
        first_paths
    } else {
        vec![String::new()]
    };
    if let Some(within) = receiver.within
        && is_route_call(scene, within)
    {
        prefixes = within_paths(scene, within);
    }
    let rest = if has_prefix { &args[1..] } else { &args[..] };
    let (functions, auth) = handlers(scene, at.module, rest);
    let place = scene.place_of(at.module, at.call.expr);
    let mut mounted = false;
    for arg in rest {
        for child in routers(scene, at.module, *arg) {
            if child == receiver.router {
                continue;
            }
            mounted = true;
            for prefix in &prefixes {
                table.mounts.entry(child).or_default().push(Mount {
                    receiver,
                    prefix: prefix.clone(),
                    functions: functions.clone(),
                    auth,
                    place: place.clone(),
                });
            }
        }
    }
    if mounted {
        return;
    }
    let answers =
        has_prefix && receiver.framework != "koa" && answers(scene, at.module, rest, receiver.framework);
    for prefix in prefixes {
        if answers {
            table.registrations.push(Registration {
                receiver,
                method: "ALL".into(),
                path: prefix,
                place: place.clone(),
                functions: functions.clone(),
                auth,
            });
        } else {
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
    }
}

/// Libraries whose middleware answers the request itself.
const ANSWERING: [&str; 12] = [
    "express-graphql.graphqlHTTP()",
    "express-graphql()",
    "http-proxy-middleware.createProxyMiddleware()",
    "http-proxy-middleware()",
    "express-http-proxy()",
    "@apollo/server.expressMiddleware()",
    "graphql-http.createHandler()",
    "bull-board.router",
    "@trpc/server.createExpressMiddleware()",
    "graphql-yoga.createYoga()",
    "inngest.serve()",
    "octokit.createNodeMiddleware()",
];

/// Whether the last argument of `use` is an answer and no middleware: it takes no `next`.
fn answers(scene: &mut Scene<'_, '_>, module: ModId, rest: &[ExprId], framework: &str) -> bool {
    let Some(last) = rest.last().copied() else {
        return false;
    };
    scene.vals(module, last).iter().any(|val| match *val {
        Val::Func(of, func, _) => {
            let params = scene.tree(of).func(func).map_or(0, |func| func.hints.len());
            // Hono gives its middleware a context and `next`.
            params == if framework == "hono" { 1 } else { 2 }
        }
        Val::Sym(sym) => ANSWERING.contains(&&*scene.eval.pool.sym_text(sym)),
        _ => false,
    })
}

/// The routers among the values of an argument.
fn routers(scene: &mut Scene<'_, '_>, module: ModId, arg: ExprId) -> Vec<Router> {
    let mut found = Vec::new();
    let mut open: Vec<Val> = scene.vals(module, arg).to_vec();
    let mut steps = 0;
    while let Some(val) = open.pop() {
        steps += 1;
        if steps > 60 {
            break;
        }
        match val {
            Val::Sym(sym) => {
                let given = matches!(scene.eval.pool.step(sym).0, Step::Param(..));
                if let Some(receiver) = router(scene, sym)
                    && !given
                    && !found.contains(&receiver.router)
                {
                    found.push(receiver.router);
                }
            }
            Val::Array(of, list, env) => {
                if let Node::Array(items) = scene.tree(of).node(list) {
                    for item in scene.tree(of).list(items) {
                        open.extend(scene.vals_in(of, *item, env).iter().copied());
                    }
                }
            }
            // `app.use(new Controller().router)` is a symbol already; a module with a default export is not.
            Val::Module(target) => {
                let mut default = super::super::super::eval::Found::default();
                scene.eval.member_of(Val::Module(target), "default", &mut default);
                open.extend(default.vals);
            }
            _ => {}
        }
    }
    found
}

/// `register(plugin, {prefix})`: the plugin's first argument is a scope of its own.
pub(super) fn plugin(scene: &mut Scene<'_, '_>, table: &mut Table, at: &At, receiver: Receiver) {
    let Some(plugin) = scene.arg(at, 0) else { return };
    let mut prefix = String::new();
    if let Some(options) = scene.arg(at, 1) {
        let vals = scene.option(at.module, options, "prefix", ROOT);
        if !vals.is_empty()
            && let Some(text) = scene.eval.texts(&vals).first()
        {
            prefix = scene.eval.pool.shown(*text);
        }
    }
    let place = scene.place_of(at.module, at.call.expr);
    let registered: Vec<SymId> = scene.symbols(at).into_iter().map(|(sym, _)| sym).collect();
    for (module, func) in scene.functions(at.module, plugin) {
        for sym in given_to(scene, module, func, &registered) {
            table.mounts.entry(Router::Known(sym)).or_default().push(Mount {
                receiver,
                prefix: prefix.clone(),
                functions: Vec::new(),
                auth: Auth::None,
                place: place.clone(),
            });
        }
    }
}

/// What a library gives a function as its first argument.
fn given_to(scene: &mut Scene<'_, '_>, module: ModId, func: FuncId, registered: &[SymId]) -> Vec<SymId> {
    registered
        .iter()
        .filter_map(|sym| scene.eval.pool.sym(Some(*sym), Step::Callback(0, module, func)))
        .collect()
}

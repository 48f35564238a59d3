//! Routers become routes with their whole path.

use super::filling::Filling;
use super::reach;
use crate::facts::{Auth, FunctionId, Route};
use crate::lang::rust::eval::Eval;
use crate::lang::rust::frameworks::Part;
use crate::lang::rust::text::Text;
use crate::lang::rust::tree::At;
use crate::lang::rust::value::{MethodHandler, Middleware, RouterId};
use std::collections::HashSet;

/// How deep routers nest, and how many routes come of them at most.
const DEPTH: u32 = 32;
const ROUTES: usize = 20_000;

pub fn routes<'e, 'p>(eval: &'e Eval<'p>, filling: &mut Filling<'e, 'p>) -> Vec<Route> {
    let checked = reach::to_any(&eval.notes.calls, &eval.notes.jwt_checks);
    let mut out = Walk {
        eval,
        filling,
        checked,
        routes: Vec::new(),
    };
    for root in roots(eval) {
        out.router(root, "", &[], DEPTH);
    }
    let mut routes = out.routes;
    routes.sort_by(|a, b| (&a.place, &a.path, &a.method).cmp(&(&b.place, &b.path, &b.method)));
    routes.dedup_by(|a, b| a.place == b.place && a.path == b.path && a.method == b.method);
    routes
}

/// The routers that a server is given. Where none is seen to be, all that are no part of another.
fn roots(eval: &Eval<'_>) -> Vec<RouterId> {
    let whole = |framework: &str, served: bool| -> Vec<RouterId> {
        let all = eval.routers.iter().enumerate();
        let roots = all
            .filter(|(_, r)| r.framework == framework && !r.absorbed && !r.is_part && (r.served || !served));
        roots.map(|(index, _)| RouterId(index)).collect()
    };
    let mut roots = Vec::new();
    for framework in ["axum", "actix-web", "rocket", "warp", "poem"] {
        // Only axum's server takes the router as an argument that can be followed.
        let served = whole(framework, framework == "axum");
        roots.extend(if served.is_empty() {
            whole(framework, false)
        } else {
            served
        });
    }
    roots
}

struct Walk<'w, 'e, 'p> {
    eval: &'e Eval<'p>,
    filling: &'w mut Filling<'e, 'p>,
    /// Functions that lead to a check of a JWT.
    checked: HashSet<FunctionId>,
    routes: Vec<Route>,
}

impl Walk<'_, '_, '_> {
    fn router(&mut self, id: RouterId, prefix: &str, outer: &[Middleware], depth: u32) {
        let Some(router) = self.eval.routers.get(id.0).filter(|_| depth > 0) else {
            return;
        };
        let framework = router.framework;
        let prefix = join(framework, prefix, &self.text(&router.prefix));
        let mut layers: Vec<Middleware> = outer.to_vec();
        for part in &router.parts {
            if let Part::Wrap(middleware) = part {
                layers.push(middleware.clone());
            }
        }
        // A layer runs before what was added ahead of it.
        for part in router.parts.iter().rev() {
            if self.routes.len() > ROUTES {
                return;
            }
            match part {
                Part::Layer(middleware) => layers.push(middleware.clone()),
                Part::Wrap(_) => {}
                Part::Nest {
                    prefix: inner,
                    router,
                } => {
                    let path = join(framework, &prefix, &self.text(inner));
                    self.router(*router, &path, &layers, depth - 1);
                }
                Part::Route {
                    path,
                    handlers,
                    file,
                    at,
                } => {
                    let path = join(framework, &prefix, &self.text(path));
                    for handler in handlers {
                        self.route(framework, &path, handler, &layers, *file, *at);
                    }
                }
            }
        }
    }

    fn text(&mut self, text: &Text) -> String {
        self.filling
            .fill(text)
            .into_iter()
            .next()
            .map(|filled| filled.text)
            .unwrap_or_default()
    }

    fn route(
        &mut self,
        framework: &'static str,
        path: &str,
        handler: &MethodHandler,
        layers: &[Middleware],
        file: usize,
        at: At,
    ) {
        let mut functions = Vec::new();
        let mut other = false;
        for middleware in layers.iter().chain(&handler.middleware) {
            match middleware {
                Middleware::Function(function) => functions.push(*function),
                Middleware::External(path) => other |= checks_caller(path),
            }
        }
        let handled = handler.handler.as_ref();
        if let Some(handler) = handled {
            let extractors = self.eval.notes.extractors.get(&handler.function);
            functions.extend(extractors.into_iter().flatten().map(|id| self.eval.id(*id)));
            functions.push(handler.function);
        }
        functions.dedup();
        let auth = if functions.iter().any(|function| self.checked.contains(function)) {
            Auth::HandMade
        } else if other
            || functions
                .iter()
                .any(|function| self.guards(*function, handled.map(|h| h.function)))
        {
            Auth::Other
        } else {
            Auth::None
        };
        let path = if path.is_empty() { "/" } else { path };
        self.routes.push(Route {
            method: handler.method.clone(),
            path: path.to_owned(),
            place: self.eval.place(file, at),
            handler: handled.map(|h| (h.name.clone(), self.eval.place(h.file, h.at))),
            view: handled.and_then(|h| self.eval.notes.views.get(&h.function).cloned()),
            functions,
            framework,
            auth,
            implicit: false,
        });
    }

    /// Whether a function checks the caller without a JWT: by an extractor, or, for what runs before the handler, by name.
    fn guards(&self, function: FunctionId, handler: Option<FunctionId>) -> bool {
        if self.eval.notes.guarded.contains(&function) {
            return true;
        }
        let name = self
            .eval
            .notes
            .functions
            .get(function.0 as usize)
            .map_or("", |f| f.name.as_str());
        Some(function) != handler && checks_caller(name)
    }
}

/// Whether a name says that who calls is checked.
fn checks_caller(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    ["auth", "login", "bearer", "session", "apikey", "api_key"]
        .iter()
        .any(|word| lower.contains(word))
        && !lower.contains("sessionmanager")
}

fn join(framework: &str, prefix: &str, path: &str) -> String {
    if prefix.is_empty() || prefix == "/" {
        if path.is_empty() {
            return prefix.to_owned();
        }
        return if path.starts_with('/') || path.starts_with("{}") {
            path.to_owned()
        } else {
            format!("/{path}")
        };
    }
    let prefix = prefix.trim_end_matches('/');
    match path {
        "" => prefix.to_owned(),
        // Of a nested `/` these two serve the prefix itself; actix serves it with the slash.
        "/" if framework != "actix-web" => prefix.to_owned(),
        path if path.starts_with('/') => format!("{prefix}{path}"),
        path => format!("{prefix}/{path}"),
    }
}

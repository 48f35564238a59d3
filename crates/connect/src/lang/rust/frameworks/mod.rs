//! How routes are put together, framework by framework: each turns calls into [`Router`]s.

mod actix;
mod axum;
mod rocket;
mod warp;

use super::eval::{Call, Eval, Frame};
use super::program::{Def, FnId};
use super::text::Text;
use super::tree::At;
use super::value::{Handler, MethodHandler, Middleware, RouterId, Value};
use std::rc::Rc;

/// Routes that belong together, wherever they will be put.
#[derive(Debug, Clone)]
pub struct Router {
    pub framework: &'static str,
    /// Its own prefix: a scope, a resource.
    pub prefix: Text,
    pub parts: Vec<Part>,
    /// Part of another one.
    pub absorbed: bool,
    /// Handed to a server.
    pub served: bool,
    /// Never a whole: a scope, a configuration.
    pub is_part: bool,
}

#[derive(Debug, Clone)]
pub enum Part {
    Route {
        path: Text,
        handlers: Vec<MethodHandler>,
        file: usize,
        at: At,
    },
    Nest {
        prefix: Text,
        router: RouterId,
    },
    /// Runs before what was added so far.
    Layer(Middleware),
    /// Runs before all of it.
    Wrap(Middleware),
}

const VERBS: [&str; 9] = [
    "get", "post", "put", "patch", "delete", "head", "options", "trace", "connect",
];

/// The HTTP method that a function or attribute of a framework stands for.
fn verb(name: &str) -> Option<String> {
    match name {
        "any" | "route" => Some("ALL".to_owned()),
        name => VERBS.contains(&name).then(|| name.to_uppercase()),
    }
}

impl Eval<'_> {
    pub fn router(&mut self, framework: &'static str) -> RouterId {
        let id = RouterId(self.routers.len());
        self.routers.push(Router {
            framework,
            prefix: Text::default(),
            parts: Vec::new(),
            absorbed: false,
            served: false,
            is_part: false,
        });
        id
    }

    fn part_router(&mut self, framework: &'static str, prefix: Text) -> RouterId {
        let id = self.router(framework);
        if let Some(router) = self.routers.get_mut(id.0) {
            router.prefix = prefix;
            router.is_part = true;
        }
        id
    }

    fn add(&mut self, id: RouterId, part: Part) {
        if let Part::Nest { router, .. } = &part
            && let Some(inner) = self.routers.get_mut(router.0)
        {
            inner.absorbed = true;
        }
        if let Some(router) = self.routers.get_mut(id.0) {
            router.parts.push(part);
        }
    }

    pub fn serve(&mut self, value: &Value) {
        if let Value::Router(id) = value
            && let Some(router) = self.routers.get_mut(id.0)
        {
            router.served = true;
        }
    }

    /// A router that comes in through a parameter; whoever calls gets the parts.
    pub fn router_parameter(&mut self, path: &str) -> Option<RouterId> {
        let framework = match path {
            "axum::Router" | "axum::routing::Router" | "utoipa_axum::router::OpenApiRouter" => "axum",
            "actix_web::web::ServiceConfig" | "actix_web::App" | "actix_web::Scope" => "actix-web",
            "rocket::Rocket" => "rocket",
            "poem::Route" => "poem",
            _ => return None,
        };
        Some(self.part_router(framework, Text::default()))
    }

    /// Puts what a function adds to its router into the router that it was given.
    pub fn configure(&mut self, id: FnId, given: RouterId) {
        let Some(own) = self.config_routers.get(&id).copied() else {
            return;
        };
        let parts = self
            .routers
            .get(own.0)
            .map(|router| router.parts.clone())
            .unwrap_or_default();
        if own != given
            && let Some(router) = self.routers.get_mut(given.0)
        {
            router.parts.extend(parts);
        }
    }

    pub fn framework_call(&mut self, frame: &mut Frame, call: &Call<'_>) -> Option<Value> {
        match call.path.split("::").next()? {
            "axum" | "axum_extra" | "utoipa_axum" | "poem" | "tower" | "axum_server" => {
                self.axum_call(frame, call)
            }
            "actix_web" | "actix_web_httpauth" | "actix_web_lab" => self.actix_call(call),
            "rocket" => self.rocket_call(call),
            "warp" => self.warp_call(frame, call),
            _ => None,
        }
    }

    pub fn framework_method(
        &mut self,
        frame: &mut Frame,
        receiver: &Value,
        call: &Call<'_>,
    ) -> Option<Value> {
        if let Some(value) = self.schedule_method(frame, receiver, call) {
            return Some(value);
        }
        match receiver {
            Value::Router(id) => {
                let framework = self.routers.get(id.0)?.framework;
                match framework {
                    "actix-web" => self.actix_method(frame, *id, call),
                    "rocket" => self.rocket_method(frame, *id, call),
                    _ => self.axum_method(frame, *id, call),
                }
                Some(receiver.clone())
            }
            Value::Methods(methods) => self.methods_method(methods, call),
            Value::Filter(routes) => self.warp_method(frame, routes, call),
            Value::External(external)
                if external.path.ends_with("::ServiceBuilder") && call.path.contains("layer") =>
            {
                Some(Value::Tuple(Rc::new([call.arg(0)])))
            }
            Value::Tuple(layers) if matches!(call.path, "layer" | "option_layer") => {
                let layers: Vec<_> = layers.iter().cloned().chain([call.arg(0)]).collect();
                Some(Value::Tuple(layers.into()))
            }
            // A server that is handed the app.
            Value::External(_) | Value::Unknown if matches!(call.path, "serve" | "run") => {
                call.args.iter().for_each(|arg| self.serve(arg));
                None
            }
            // An instance that came in unseen, as in a fairing.
            Value::Unknown | Value::External(_) if call.path == "mount" => self.rocket_mount(call),
            _ => None,
        }
    }

    /// `get(a).post(b)`, `web::get().to(a)`
    fn methods_method(&mut self, methods: &Rc<Vec<MethodHandler>>, call: &Call<'_>) -> Option<Value> {
        let mut methods = (**methods).clone();
        match call.path {
            "to" => {
                let handler = self.handler(&call.arg(0));
                methods
                    .iter_mut()
                    .for_each(|method| method.handler = handler.clone());
            }
            "layer" | "route_layer" | "wrap" | "with" | "wrap_fn" | "around" => {
                let middleware = self.middleware(&call.arg(0));
                for method in &mut methods {
                    method.middleware.splice(0..0, middleware.iter().cloned());
                }
            }
            name => {
                if let Some(method) =
                    verb(name.trim_end_matches("_service")).filter(|_| !call.args.is_empty())
                {
                    let handler = self.handler(&call.arg(0));
                    methods.push(MethodHandler {
                        method,
                        handler,
                        middleware: Vec::new(),
                    });
                }
            }
        }
        Some(Value::Methods(Rc::new(methods)))
    }

    fn methods(&mut self, method: String, handler: &Value) -> Value {
        let handler = self.handler(handler);
        Value::Methods(Rc::new(vec![MethodHandler {
            method,
            handler,
            middleware: Vec::new(),
        }]))
    }

    pub fn handler(&self, value: &Value) -> Option<Handler> {
        match value {
            Value::Fn(id) => {
                let info = self.program.fns.get(id.0)?;
                Some(Handler {
                    function: self.id(*id),
                    name: info.decl.name.clone(),
                    file: self.file_of(info.module),
                    at: info.decl.at,
                })
            }
            Value::Closure(closure) => Some(Handler {
                function: closure.function,
                name: "(anonymous)".to_owned(),
                file: closure.file,
                at: closure.at,
            }),
            _ => None,
        }
    }

    /// What a layer runs.
    fn middleware(&self, value: &Value) -> Vec<Middleware> {
        match value {
            Value::Fn(id) => vec![Middleware::Function(self.id(*id))],
            Value::Closure(closure) => vec![Middleware::Function(closure.function)],
            Value::Local(id) => {
                let info = self.program.types.get(id.0);
                let traits = [
                    "Transform",
                    "Layer",
                    "Service",
                    "Middleware",
                    "Endpoint",
                    "AsyncAuthorizeRequest",
                    "ValidateRequest",
                ];
                let methods = traits.iter().filter_map(|name| info?.traits.get(*name)).flatten();
                methods
                    .map(|method| Middleware::Function(self.id(*method)))
                    .collect()
            }
            Value::External(external) => vec![Middleware::External(external.path.clone())],
            Value::ExternalPath(path) => vec![Middleware::External(path.clone())],
            Value::Tuple(parts) => parts
                .iter()
                .take(32)
                .flat_map(|part| match part {
                    Value::Tuple(_) => Vec::new(),
                    part => self.middleware(part),
                })
                .collect(),
            _ => Vec::new(),
        }
    }

    /// `list.append(&mut routes)`: routes that are collected in a list before they are mounted.
    pub fn routes_collected(&mut self, receiver: &Value, call: &Call<'_>) -> Option<Value> {
        let [Value::Router(added)] = call.args else {
            return None;
        };
        if !matches!(call.path, "append" | "extend" | "extend_from_slice") {
            return None;
        }
        let list = match receiver {
            Value::Router(list) => *list,
            Value::External(external) if external.path.starts_with("Vec") => {
                let framework = self.routers.get(added.0)?.framework;
                self.part_router(framework, Text::default())
            }
            _ => return None,
        };
        self.add(
            list,
            Part::Nest {
                prefix: Text::default(),
                router: *added,
            },
        );
        Some(Value::Router(list))
    }

    /// The routes that attributes put on a function: `#[get("/x")]`.
    fn attribute_routes(&self, id: FnId, framework: &str) -> Vec<Part> {
        let Some(info) = self.program.fns.get(id.0) else {
            return Vec::new();
        };
        let mut parts = Vec::new();
        for attribute in &info.decl.attributes {
            // `#[utoipa::path(get, path = "/x")]`
            let written = match attribute.path.last() {
                "path" => attribute
                    .words
                    .iter()
                    .find(|word| verb(word).is_some())
                    .map_or("", String::as_str),
                name => name,
            };
            let Some(method) = verb(written) else { continue };
            let package = match self.program.resolve(info.module, &attribute.path.segments) {
                Def::External(path) => path,
                _ => attribute.path.last().into(),
            };
            let bare = !package.contains("::");
            if !bare && package.split("::").next() != Some(framework) {
                continue;
            }
            let mut methods = vec![method];
            if attribute.path.last() == "route" {
                methods = attribute
                    .words
                    .iter()
                    .map(|w| w.to_uppercase())
                    .filter(|w| VERBS.contains(&w.to_lowercase().as_str()))
                    .collect();
                let named = attribute.strings.iter().skip(1).map(|s| s.to_uppercase());
                methods.extend(named.filter(|w| VERBS.contains(&w.to_lowercase().as_str())));
            }
            let path = attribute.strings.iter().find(|text| text.starts_with('/'));
            let Some(path) = path.or(attribute.strings.first()) else {
                continue;
            };
            // The query is no part of the path.
            let path = path.split('?').next().unwrap_or("");
            let handler = self.handler(&Value::Fn(id));
            parts.push(Part::Route {
                path: Text::known(path),
                handlers: methods
                    .into_iter()
                    .map(|method| MethodHandler {
                        method,
                        handler: handler.clone(),
                        middleware: Vec::new(),
                    })
                    .collect(),
                file: self.file_of(info.module),
                at: attribute.at,
            });
        }
        parts
    }

    /// What the parameter of a closure is, where the framework decides it.
    pub fn closure_hint(&mut self, receiver: &Value, name: &str) -> Option<Value> {
        let Value::Router(id) = receiver else { return None };
        if name != "configure" {
            return None;
        }
        let framework = self.routers.get(id.0)?.framework;
        let own = self.part_router(framework, Text::default());
        self.add(
            *id,
            Part::Nest {
                prefix: Text::default(),
                router: own,
            },
        );
        Some(Value::Router(own))
    }
}

//! axum, and poem, which is built alike.

use super::{Part, verb};
use crate::lang::rust::eval::{Call, Eval, Frame};
use crate::lang::rust::text::Text;
use crate::lang::rust::value::{MethodHandler, RouterId, Value};
use std::rc::Rc;

impl Eval<'_> {
    pub(super) fn axum_call(&mut self, frame: &mut Frame, call: &Call<'_>) -> Option<Value> {
        match call.path {
            "axum::Router::new" | "axum::Router::default" | "axum::routing::Router::new" => {
                Some(Value::Router(self.router("axum")))
            }
            "utoipa_axum::router::OpenApiRouter::new"
            | "utoipa_axum::router::OpenApiRouter::with_openapi" => Some(Value::Router(self.router("axum"))),
            "poem::Route::new" => Some(Value::Router(self.router("poem"))),
            "axum::serve" => {
                call.args.iter().for_each(|arg| self.serve(arg));
                Some(Value::Unknown)
            }
            "axum::routing::on" => {
                let method = match call.arg(0) {
                    Value::ExternalPath(path) => path.rsplit("::").next().map(str::to_uppercase),
                    _ => None,
                };
                Some(self.methods(method.unwrap_or_else(|| "ALL".to_owned()), &call.arg(1)))
            }
            // A function of the program's own as middleware.
            path if path.ends_with("middleware::from_fn") || path.ends_with("::map_request") => {
                Some(call.arg(0))
            }
            path if path.ends_with("middleware::from_fn_with_state") => Some(call.arg(1)),
            path => {
                let name = path
                    .strip_prefix("axum::routing::")
                    .or(path.strip_prefix("poem::"))?;
                let service = name.strip_suffix("_service");
                let method = verb(service.unwrap_or(name))?;
                call.args
                    .iter()
                    .for_each(|arg| self.hand_on_unless_handler(frame, arg, call.at));
                Some(self.methods(method, &call.arg(0)))
            }
        }
    }

    /// A handler is reached by its route, not by the code that registers it.
    fn hand_on_unless_handler(&mut self, frame: &mut Frame, value: &Value, at: crate::lang::rust::tree::At) {
        if self.handler(value).is_none() {
            self.hand_on(frame, value, at);
        }
    }

    pub(super) fn axum_method(&mut self, frame: &mut Frame, id: RouterId, call: &Call<'_>) {
        let path = call.text(0).unwrap_or_default();
        match (call.path, call.args) {
            ("route" | "at" | "route_service" | "route_with_tsr", [_, target]) => {
                let handlers = match target {
                    Value::Methods(methods) => (**methods).clone(),
                    target => self.any_method(target),
                };
                // What serves files answers no route of the app's.
                let handled: Vec<_> = handlers
                    .into_iter()
                    .filter(|h| h.handler.is_some() || !is_static(target))
                    .collect();
                self.add(
                    id,
                    Part::Route {
                        path,
                        handlers: handled,
                        file: frame.file,
                        at: call.at,
                    },
                );
            }
            ("nest" | "nest_service", [_, Value::Router(inner)]) => self.add(
                id,
                Part::Nest {
                    prefix: path,
                    router: *inner,
                },
            ),
            ("merge" | "routes", [Value::Router(inner)]) => self.add(
                id,
                Part::Nest {
                    prefix: Text::default(),
                    router: *inner,
                },
            ),
            ("layer" | "route_layer" | "with" | "around" | "wrap", [layer]) => {
                for middleware in self.middleware(layer) {
                    self.add(id, Part::Layer(middleware));
                }
            }
            (name, _) if name.starts_with("into_make_service") || name == "into_service" => {
                self.serve(&Value::Router(id))
            }
            _ => call.args.iter().for_each(|arg| self.hand_on(frame, arg, call.at)),
        }
    }

    /// A handler without a method answers all of them.
    fn any_method(&self, target: &Value) -> Vec<MethodHandler> {
        let handler = self.handler(target);
        let handler = handler.into_iter().map(|handler| MethodHandler {
            method: "ALL".to_owned(),
            handler: Some(handler),
            middleware: Vec::new(),
        });
        handler.collect()
    }
}

fn is_static(value: &Value) -> bool {
    let file = |path: &Rc<str>| path.contains("ServeDir") || path.contains("ServeFile");
    match value {
        Value::External(external) => file(&external.path),
        Value::Methods(_) => false,
        _ => true,
    }
}

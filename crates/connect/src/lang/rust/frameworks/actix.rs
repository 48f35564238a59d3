//! actix-web.

use super::{Part, verb};
use crate::lang::rust::eval::{Call, Eval, Frame};
use crate::lang::rust::text::Text;
use crate::lang::rust::value::{RouterId, Value};

impl Eval<'_> {
    pub(super) fn actix_call(&mut self, call: &Call<'_>) -> Option<Value> {
        match call.path {
            "actix_web::App::new" => Some(Value::Router(self.router("actix-web"))),
            "actix_web::web::scope"
            | "actix_web::web::resource"
            | "actix_web::Scope::new"
            | "actix_web::Resource::new" => {
                let prefix = call.text(0).unwrap_or_default();
                Some(Value::Router(self.part_router("actix-web", prefix)))
            }
            "actix_web::web::to" => Some(self.methods("ALL".to_owned(), &call.arg(0))),
            "actix_web::web::method" => {
                let method = match call.arg(0) {
                    Value::ExternalPath(path) => path.rsplit("::").next().map(str::to_uppercase),
                    _ => None,
                };
                Some(self.methods(method?, &Value::Unknown))
            }
            path if path.ends_with("middleware::from_fn") => Some(call.arg(0)),
            path if path.starts_with("actix_web_httpauth::middleware::HttpAuthentication::") => {
                if let Some(function) = call.args.iter().find_map(|arg| self.function_of(arg)) {
                    self.notes.guarded.insert(function);
                }
                Some(call.arg(call.args.len().saturating_sub(1)))
            }
            path => {
                let name = path.strip_prefix("actix_web::web::")?;
                let method = verb(name)?;
                Some(self.methods(method, &Value::Unknown))
            }
        }
    }

    pub(super) fn actix_method(&mut self, frame: &mut Frame, id: RouterId, call: &Call<'_>) {
        match (call.path, call.args) {
            ("service", [target]) => self.actix_service(id, target),
            ("route", [_, Value::Methods(methods)]) => {
                let (path, handlers) = (call.text(0).unwrap_or_default(), (**methods).clone());
                self.add(
                    id,
                    Part::Route {
                        path,
                        handlers,
                        file: frame.file,
                        at: call.at,
                    },
                );
            }
            ("route", [Value::Methods(methods)]) => {
                let (path, handlers) = (Text::default(), (**methods).clone());
                self.add(
                    id,
                    Part::Route {
                        path,
                        handlers,
                        file: frame.file,
                        at: call.at,
                    },
                );
            }
            ("configure", [Value::Fn(function)]) => {
                self.summary(*function);
                let to = self.id(*function);
                self.edge(frame.function, to, frame.file, call.at);
                self.configure(*function, id);
            }
            ("configure", [other]) => self.hand_on(frame, other, call.at),
            ("wrap" | "wrap_fn", [layer]) => {
                for middleware in self.middleware(layer) {
                    self.add(id, Part::Wrap(middleware));
                }
            }
            (name, [target]) if (name == "to" || verb(name).is_some()) && self.handler(target).is_some() => {
                let method = verb(name).unwrap_or_else(|| "ALL".to_owned());
                if let Value::Methods(methods) = self.methods(method, target) {
                    let handlers = (*methods).clone();
                    self.add(
                        id,
                        Part::Route {
                            path: Text::default(),
                            handlers,
                            file: frame.file,
                            at: call.at,
                        },
                    );
                }
            }
            _ => call.args.iter().for_each(|arg| self.hand_on(frame, arg, call.at)),
        }
    }

    fn actix_service(&mut self, id: RouterId, target: &Value) {
        match target {
            Value::Router(inner) => self.add(
                id,
                Part::Nest {
                    prefix: Text::default(),
                    router: *inner,
                },
            ),
            Value::Fn(function) => {
                for part in self.attribute_routes(*function, "actix_web") {
                    self.add(id, part);
                }
            }
            Value::Tuple(parts) => {
                for part in parts.iter() {
                    if !matches!(part, Value::Tuple(_)) {
                        self.actix_service(id, part);
                    }
                }
            }
            _ => {}
        }
    }
}

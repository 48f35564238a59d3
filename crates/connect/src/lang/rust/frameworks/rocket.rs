//! Rocket.

use super::Part;
use crate::lang::rust::eval::{Call, Eval, Frame};
use crate::lang::rust::text::Text;
use crate::lang::rust::tree::Expr;
use crate::lang::rust::value::{RouterId, Value};

impl Eval<'_> {
    pub(super) fn rocket_call(&mut self, call: &Call<'_>) -> Option<Value> {
        let builds = matches!(
            call.path,
            "rocket::build"
                | "rocket::ignite"
                | "rocket::custom"
                | "rocket::Rocket::build"
                | "rocket::Rocket::custom"
                | "rocket::Rocket::ignite"
        );
        builds.then(|| Value::Router(self.router("rocket")))
    }

    pub(super) fn rocket_method(&mut self, frame: &mut Frame, id: RouterId, call: &Call<'_>) {
        match (call.path, call.args) {
            ("mount", [_, Value::Router(routes)]) => {
                let prefix = call.text(0).unwrap_or_default();
                self.add(
                    id,
                    Part::Nest {
                        prefix,
                        router: *routes,
                    },
                );
            }
            ("mount", [_, Value::Tuple(lists)]) => {
                let prefix = call.text(0).unwrap_or_default();
                for list in lists.iter() {
                    if let Value::Router(router) = list {
                        self.add(
                            id,
                            Part::Nest {
                                prefix: prefix.clone(),
                                router: *router,
                            },
                        );
                    }
                }
            }
            _ => call.args.iter().for_each(|arg| self.hand_on(frame, arg, call.at)),
        }
    }

    /// `rocket.mount(…)` on an instance that is not known.
    pub(super) fn rocket_mount(&mut self, call: &Call<'_>) -> Option<Value> {
        let [_, Value::Router(routes)] = call.args else {
            return None;
        };
        let own = self.router("rocket");
        let prefix = call.text(0).unwrap_or_default();
        self.add(
            own,
            Part::Nest {
                prefix,
                router: *routes,
            },
        );
        Some(Value::Router(own))
    }

    /// `routes![a, b::c]`; the macro of utoipa for axum is written alike.
    pub fn routes_macro(&mut self, frame: &mut Frame, path: &str, args: &[Expr]) -> Value {
        let (framework, package) = if path.starts_with("utoipa") {
            ("axum", "utoipa")
        } else {
            ("rocket", "rocket")
        };
        let id = self.part_router(framework, Text::default());
        for arg in args {
            if let Value::Fn(function) = self.expr(frame, arg) {
                for part in self.attribute_routes(function, package) {
                    self.add(id, part);
                }
            }
        }
        Value::Router(id)
    }
}

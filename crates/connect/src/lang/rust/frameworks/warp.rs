//! warp: a filter is a set of ways through it.

use super::{Part, verb};
use crate::lang::rust::eval::{Call, Eval, Frame};
use crate::lang::rust::text::Text;
use crate::lang::rust::tree::{Expr, Kind};
use crate::lang::rust::value::{FilterRoute, MethodHandler, Middleware, Value};
use std::rc::Rc;

/// The most ways through one filter that are kept.
const WAYS: usize = 512;

impl Eval<'_> {
    pub(super) fn warp_call(&mut self, frame: &mut Frame, call: &Call<'_>) -> Option<Value> {
        let mut way = FilterRoute::default();
        match call.path.strip_prefix("warp::")? {
            "serve" => {
                if let Value::Filter(routes) = call.arg(0) {
                    self.warp_serve(frame, &routes, call);
                }
                return Some(Value::Unknown);
            }
            "path" | "path::path" => way
                .segments
                .push(call.text(0)?.whole().unwrap_or_else(|| "{}".to_owned())),
            "path::param" => way.segments.push("{}".to_owned()),
            "path::tail" => way.segments.push("*".to_owned()),
            name if name.starts_with("reply")
                || name.starts_with("reject")
                || name.starts_with("http")
                || name.starts_with("test") =>
            {
                return None;
            }
            name if name.starts_with("fs") => way.method = Some("STATIC".to_owned()),
            name => {
                way.method = verb(name).filter(|_| name != "any");
                self.machine_call(frame, call);
            }
        }
        Some(Value::Filter(Rc::new(vec![way])))
    }

    /// `warp::path!("a" / u32 / "b")`
    pub fn warp_path(&mut self, segments: &[Expr]) -> Value {
        let segments = segments.iter().map(|segment| match &segment.kind {
            Kind::Text(text) => text.to_string(),
            Kind::Path(path) => format!("{{{}}}", path.last()),
            _ => "{}".to_owned(),
        });
        let way = FilterRoute {
            segments: segments.collect(),
            ..FilterRoute::default()
        };
        Value::Filter(Rc::new(vec![way]))
    }

    pub(super) fn warp_method(
        &mut self,
        frame: &mut Frame,
        ways: &Rc<Vec<FilterRoute>>,
        call: &Call<'_>,
    ) -> Option<Value> {
        let ways = match (call.path, call.args) {
            ("and", [Value::Filter(other)]) => both(ways, other),
            ("or" | "or_else", [Value::Filter(other)]) => {
                ways.iter().chain(other.iter()).take(WAYS).cloned().collect()
            }
            ("map" | "and_then" | "then" | "untuple_one" | "recover" | "with" | "boxed" | "unify", _) => {
                let mut ways = (**ways).clone();
                if let Some(handler) = call.args.first().and_then(|arg| self.handler(arg)) {
                    for way in &mut ways {
                        // The last one answers; those before it prepare what it gets.
                        if call.path == "recover" || call.path == "with" {
                            way.functions.push(handler.function);
                        } else if let Some(before) = way.handler.replace(handler.clone()) {
                            way.functions.push(before.function);
                        }
                    }
                }
                ways
            }
            _ => {
                call.args.iter().for_each(|arg| self.hand_on(frame, arg, call.at));
                (**ways).clone()
            }
        };
        Some(Value::Filter(Rc::new(ways)))
    }

    fn warp_serve(&mut self, frame: &Frame, ways: &[FilterRoute], call: &Call<'_>) {
        let id = self.router("warp");
        self.serve(&Value::Router(id));
        for way in ways {
            if way.method.as_deref() == Some("STATIC") || way.handler.is_none() && way.segments.is_empty() {
                continue;
            }
            let place = way
                .handler
                .as_ref()
                .map_or((frame.file, call.at), |handler| (handler.file, handler.at));
            let handlers = vec![MethodHandler {
                method: way.method.clone().unwrap_or_else(|| "ALL".to_owned()),
                handler: way.handler.clone(),
                middleware: way.functions.iter().map(|f| Middleware::Function(*f)).collect(),
            }];
            let path = Text::known(format!("/{}", way.segments.join("/")));
            self.add(
                id,
                Part::Route {
                    path,
                    handlers,
                    file: place.0,
                    at: place.1,
                },
            );
        }
    }
}

/// Every way through one filter and then the other.
fn both(first: &[FilterRoute], second: &[FilterRoute]) -> Vec<FilterRoute> {
    let pairs = first.iter().flat_map(|a| second.iter().map(move |b| (a, b)));
    let joined = pairs.take(WAYS).map(|(a, b)| FilterRoute {
        segments: a.segments.iter().chain(&b.segments).take(64).cloned().collect(),
        method: a.method.clone().or_else(|| b.method.clone()),
        handler: b.handler.clone().or_else(|| a.handler.clone()),
        functions: a.functions.iter().chain(&b.functions).take(64).copied().collect(),
    });
    joined.collect()
}

//! Method calls, by what the receiver is.

use super::calls::Call;
use super::{Eval, Frame};
use crate::lang::rust::program::{FnId, TraitId, TypeId};
use crate::lang::rust::text::Text;
use crate::lang::rust::tree::{At, Expr, Kind, Ty};
use crate::lang::rust::value::{External, Value};
use std::rc::Rc;

/// Methods that hand on their receiver, or what it wraps.
const HAND_ON: [&str; 62] = [
    "clone",
    "cloned",
    "copied",
    "as_ref",
    "as_mut",
    "as_deref",
    "as_str",
    "as_slice",
    "to_string",
    "to_owned",
    "into",
    "try_into",
    "into_string",
    "unwrap",
    "expect",
    "unwrap_or_default",
    "ok",
    "ok_or",
    "ok_or_else",
    "map_err",
    "context",
    "with_context",
    "borrow",
    "borrow_mut",
    "deref",
    "lock",
    "read",
    "write",
    "get_ref",
    "get_mut",
    "into_inner",
    "inner",
    "to_lowercase",
    "trim",
    "trim_end",
    "trim_start",
    "trim_end_matches",
    "trim_start_matches",
    "parse",
    "into_boxed_str",
    "await",
    "as_bytes",
    "expose_secret",
    "get_or_init",
    "unwrap_or_else",
    "unwrap_or",
    "or_else",
    "inspect_err",
    "iter",
    "into_iter",
    "boxed",
    "to_str",
    "take",
    "then_some",
    "by_ref",
    "get",
    "wrap_err",
    "into_boxed",
    "strip_suffix",
    "change_context",
    "leak",
    "blocking_lock",
];
/// Methods that call a closure with what the receiver holds.
const APPLY: [&str; 14] = [
    "map",
    "and_then",
    "map_or",
    "map_or_else",
    "for_each",
    "filter_map",
    "flat_map",
    "then",
    "inspect",
    "filter",
    "then_with",
    "for_each_concurrent",
    "interact",
    "scope",
];
/// Names so common that a method of that name on an unknown value says nothing.
const COMMON: [&str; 52] = [
    "new",
    "get",
    "set",
    "send",
    "push",
    "pop",
    "insert",
    "remove",
    "iter",
    "map",
    "len",
    "is_empty",
    "into",
    "from",
    "clone",
    "next",
    "poll",
    "call",
    "run",
    "start",
    "stop",
    "execute",
    "fetch",
    "update",
    "delete",
    "create",
    "find",
    "list",
    "save",
    "load",
    "read",
    "write",
    "open",
    "close",
    "build",
    "parse",
    "format",
    "fmt",
    "default",
    "into_response",
    "eq",
    "cmp",
    "hash",
    "drop",
    "deref",
    "index",
    "add",
    "contains",
    "with",
    "post",
    "put",
    "status",
];

/// Whether a method hands on its receiver.
pub fn hands_on(name: &str) -> bool {
    HAND_ON.contains(&name) && name != "get"
}

impl Eval<'_> {
    #[allow(clippy::too_many_arguments)] // The parts of one syntax node, and where it stands.
    pub fn method(
        &mut self,
        frame: &mut Frame,
        receiver_expr: &Expr,
        receiver: Value,
        name: &str,
        types: &[Ty],
        exprs: &[Expr],
        at: At,
    ) -> Value {
        if let Some(value) = self.spawned_method(frame, &receiver, name, exprs, at) {
            return value;
        }
        let args = self.method_arguments(frame, &receiver, name, exprs);
        let call = Call {
            path: name,
            args: &args,
            exprs,
            at,
        };
        let receiver = match self.routes_collected(&receiver, &call) {
            Some(list) => {
                if let Kind::Path(path) = &receiver_expr.kind {
                    frame.rebind(path.last(), list.clone());
                }
                return list;
            }
            None => receiver,
        };
        if let Some(value) = self.framework_method(frame, &receiver, &call) {
            return value;
        }
        self.env_default(&receiver, name);
        let found = match &receiver {
            Value::Local(id) => self.local_method(frame, *id, &call),
            Value::Trait(id) => self.trait_method(frame, *id, &call),
            Value::External(external) => self.external_method(frame, external, &call),
            Value::Request(_) => self.request_method(frame, &receiver, &call),
            Value::Text(text) => self.text_method(text, name, &args),
            Value::Unknown => self.unknown_method(frame, &call),
            _ => None,
        };
        if let Some(value) = found {
            return value;
        }
        args.iter().for_each(|value| self.hand_on(frame, value, at));
        self.machine_method(frame, &receiver, &call);
        if let Some(value) = self.extension(frame, &receiver, &call) {
            return value;
        }
        // `.json::<Tenant>()` says what comes out.
        if let Some(value) = types
            .first()
            .and_then(|ty| self.value_of_type(frame.module, ty, frame.decl.as_deref(), frame.of))
        {
            return value;
        }
        let applied = match args.last() {
            Some(Value::Closure(closure)) if APPLY.contains(&name) => Some(closure.result.clone()),
            _ => None,
        };
        match (&receiver, applied) {
            (Value::Text(_) | Value::Local(_) | Value::External(_), Some(result)) if !result.is_unknown() => {
                result
            }
            (Value::Tuple(parts), _) if name == "concat" => {
                let mut out = Text::default();
                parts.iter().for_each(|part| out.push(&part.text(None)));
                Value::Text(out)
            }
            (Value::Tuple(parts), _) if hands_on(name) || matches!(name, "first" | "last" | "next") => {
                if hands_on(name) {
                    receiver
                } else {
                    parts.first().cloned().unwrap_or_default()
                }
            }
            (_, None) if hands_on(name) => receiver,
            // A builder goes on; whatever else a package's method returns is not known, but is not ours either.
            (Value::External(_), _) => self.builder(&receiver, &call),
            (Value::Local(_), _) if exprs.is_empty() => Value::Text(Text::named(name)),
            (Value::Unknown | Value::Text(_), None) if exprs.is_empty() && is_accessor(name) => {
                Value::Text(Text::named(name))
            }
            _ => Value::Unknown,
        }
    }

    /// Closures are given what the receiver holds, where the method hands it to them.
    fn method_arguments(
        &mut self,
        frame: &mut Frame,
        receiver: &Value,
        name: &str,
        exprs: &[Expr],
    ) -> Vec<Value> {
        let mut values = Vec::new();
        for expr in exprs {
            self.hint = match receiver {
                Value::Text(_) | Value::Local(_) | Value::External(_) | Value::Trait(_)
                    if APPLY.contains(&name) =>
                {
                    Some(receiver.clone())
                }
                _ => self.closure_hint(receiver, name),
            };
            values.push(self.expr(frame, expr));
            self.hint = None;
        }
        values
    }

    fn local_method(&mut self, frame: &mut Frame, id: TypeId, call: &Call<'_>) -> Option<Value> {
        let method = *self.program.types.get(id.0)?.methods.get(call.path)?;
        Some(self.call_function(frame, method, call.args.to_vec(), true, call.at))
    }

    /// Every implementation may be meant.
    fn trait_method(&mut self, frame: &mut Frame, id: TraitId, call: &Call<'_>) -> Option<Value> {
        let methods: Vec<FnId> = self.program.traits.get(id.0)?.methods.get(call.path)?.clone();
        let mut value = Value::Unknown;
        for method in methods {
            let found = self.call_function(frame, method, call.args.to_vec(), true, call.at);
            value = value.or(found);
        }
        Some(value)
    }

    /// A method that the program gives to a type of another package.
    fn extension(&mut self, frame: &mut Frame, receiver: &Value, call: &Call<'_>) -> Option<Value> {
        let Value::External(external) = receiver else {
            return None;
        };
        let candidates = self.program.extensions.get(call.path)?;
        let method = candidates.iter().find(|id| {
            let info = self.program.fns.get(id.0);
            let ty = info.and_then(|info| Some((info.module, info.of_external.as_ref()?)));
            let value = ty.and_then(|(module, ty)| self.value_of_type(module, ty, None, None));
            matches!(value, Some(Value::External(of)) if of.path == external.path)
        })?;
        Some(self.call_function(frame, *method, call.args.to_vec(), true, call.at))
    }

    /// On an unknown value a method can still be told where only one of ours has its name.
    fn unknown_method(&mut self, frame: &mut Frame, call: &Call<'_>) -> Option<Value> {
        if COMMON.contains(&call.path) || hands_on(call.path) {
            return None;
        }
        let method = self.unique_method(call.path, call.args.len())?;
        Some(self.call_function(frame, method, call.args.to_vec(), true, call.at))
    }

    fn unique_method(&self, name: &str, args: usize) -> Option<FnId> {
        let candidates = self.program.methods.get(name)?;
        match candidates.as_slice() {
            [only] => {
                let decl = &self.program.fns.get(only.0)?.decl;
                (decl.takes_self && decl.params.len() == args).then_some(*only)
            }
            _ => None,
        }
    }

    /// A builder keeps its type, and the first address that it is given.
    fn builder(&self, receiver: &Value, call: &Call<'_>) -> Value {
        let Value::External(external) = receiver else {
            return Value::Unknown;
        };
        let addressed = matches!(
            call.path,
            "endpoint"
                | "endpoint_url"
                | "with_api_base"
                | "base_url"
                | "base_uri"
                | "url"
                | "host"
                | "with_url"
                | "set_base_url"
                | "server"
                | "with_endpoint"
                | "dsn"
                | "bootstrap_servers"
                | "relay"
                | "known_node"
        ) || (call.path == "set"
            && matches!(call.args.first(), Some(Value::Text(t)) if t.whole().as_deref() == Some("bootstrap.servers")));
        let index = usize::from(call.path == "set");
        match call.text(index).filter(|_| addressed) {
            Some(address) => Value::External(Rc::new(External {
                address: Some(address),
                ..(**external).clone()
            })),
            None => receiver.clone(),
        }
    }
}

/// Methods without arguments that give away a part of a value.
fn is_accessor(name: &str) -> bool {
    name.ends_with("url")
        || name.ends_with("host")
        || name.ends_with("base")
        || name.ends_with("uri")
        || name.ends_with("domain")
}

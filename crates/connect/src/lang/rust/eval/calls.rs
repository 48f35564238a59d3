//! Calls of functions: our own are followed, those of known packages are noted for what they do.

use super::{Eval, Frame};
use crate::facts::{Call as CallFact, FunctionId};
use crate::lang::rust::program::{Def, FnId, TypeId};
use crate::lang::rust::text::Text;
use crate::lang::rust::tree::{At, Expr, Kind};
use crate::lang::rust::value::Value;

/// A call of something in another package.
pub struct Call<'a> {
    pub path: &'a str,
    pub args: &'a [Value],
    pub exprs: &'a [Expr],
    pub at: At,
}

impl Call<'_> {
    pub fn name(&self) -> &str {
        self.path.rsplit("::").next().unwrap_or("")
    }

    pub fn arg(&self, index: usize) -> Value {
        self.args.get(index).cloned().unwrap_or_default()
    }

    /// An argument as a string, with the name that it has in the source.
    pub fn text(&self, index: usize) -> Option<Text> {
        let value = self.args.get(index)?;
        let name = self.exprs.get(index).and_then(super::strings::written_name);
        Some(value.text(name.as_deref()))
    }
}

/// Functions of other packages that only wrap what they are given.
const WRAP: [&str; 16] = [
    "Some",
    "Ok",
    "Arc::new",
    "Rc::new",
    "Box::new",
    "Box::pin",
    "Mutex::new",
    "RwLock::new",
    "RefCell::new",
    "Data::new",
    "Extension",
    "State",
    "Arc::clone",
    "Rc::clone",
    "Pin::new",
    "Json",
];
/// Functions that make a string of a string.
const TEXT: [&str; 14] = [
    "String::from",
    "Url::parse",
    "Uri::from_static",
    "Uri::try_from",
    "Cow::from",
    "Cow::Borrowed",
    "Cow::Owned",
    "Url::from_str",
    "Uri::from_str",
    "str::to_owned",
    "str::to_string",
    "String::from_utf8",
    "SecretString::from",
    "ToString::to_string",
];
/// Functions that hold what their closure returns.
const LAZY: [&str; 6] = [
    "LazyLock::new",
    "Lazy::new",
    "LazyCell::new",
    "HttpServer::new",
    "std::iter::repeat_with",
    "spawn_blocking",
];

impl Eval<'_> {
    pub fn call(&mut self, frame: &mut Frame, callee: &Expr, args: &[Expr], at: At) -> Value {
        let Kind::Path(path) = &callee.kind else {
            let target = self.expr(frame, callee);
            let values = self.arguments(frame, args);
            return self.call_value(frame, target, values, at);
        };
        if path.segments.len() == 1
            && let Some(target) = frame.local(path.last()).cloned()
        {
            let values = self.arguments(frame, args);
            return self.call_value(frame, target, values, at);
        }
        match self.resolve(frame, &path.segments) {
            Def::Fn(id) => {
                let values = self.arguments(frame, args);
                self.call_function(frame, id, values, false, at)
            }
            Def::Type(id) | Def::Member(id, _) => {
                let values = self.arguments(frame, args);
                for (index, value) in values.into_iter().enumerate() {
                    self.hand_on(frame, &value, at);
                    self.fields
                        .entry((id, index.to_string().into()))
                        .or_default()
                        .push(value);
                }
                Value::Local(id)
            }
            Def::External(called) => {
                let value = self.external(frame, &called, args, at);
                // `from_str::<Tenant>(…)` says what comes out.
                let of = path.types.first();
                let named =
                    of.and_then(|ty| self.value_of_type(frame.module, ty, frame.decl.as_deref(), frame.of));
                if value.is_unknown() {
                    named.unwrap_or(value)
                } else {
                    value
                }
            }
            Def::Mod(_) | Def::Value(_) | Def::Trait(_) => {
                let values = self.arguments(frame, args);
                values.iter().for_each(|value| self.hand_on(frame, value, at));
                Value::Unknown
            }
        }
    }

    pub fn arguments(&mut self, frame: &mut Frame, args: &[Expr]) -> Vec<Value> {
        args.iter().map(|arg| self.expr(frame, arg)).collect()
    }

    pub fn call_value(&mut self, frame: &mut Frame, target: Value, values: Vec<Value>, at: At) -> Value {
        match target {
            Value::Fn(id) => self.call_function(frame, id, values, false, at),
            Value::Closure(closure) => {
                self.edge(frame.function, closure.function, frame.file, at);
                values.iter().for_each(|value| self.hand_on(frame, value, at));
                closure.result.clone()
            }
            _ => {
                values.iter().for_each(|value| self.hand_on(frame, value, at));
                Value::Unknown
            }
        }
    }

    /// A call of one of the program's functions. With `method`, the receiver is not among the values.
    pub fn call_function(
        &mut self,
        frame: &mut Frame,
        id: FnId,
        mut values: Vec<Value>,
        method: bool,
        at: At,
    ) -> Value {
        let Some(info) = self.program.fns.get(id.0) else {
            return Value::Unknown;
        };
        if info.decl.takes_self && !method && values.len() == info.decl.params.len() + 1 {
            values.remove(0);
        }
        self.edge(frame.function, self.id(id), frame.file, at);
        for (index, value) in values.iter().enumerate() {
            self.hand_on(frame, value, at);
            let handed = self.handed.entry((id, index)).or_default();
            handed.push((value.clone(), frame.file, at));
        }
        let result = self.summary(id);
        let given = values.iter().find_map(|value| match value {
            Value::Router(router) => Some(*router),
            _ => None,
        });
        if let Some(given) = given
            && let Some(own) = self.config_routers.get(&id).copied()
        {
            self.configure(id, given);
            if matches!(result, Value::Router(returned) if returned == own) {
                return Value::Router(given);
            }
        }
        match result {
            Value::Text(text) => {
                let texts = values.iter().map(|value| match value {
                    Value::Text(text) => Some(text.clone()),
                    Value::Number(number) => Some(Text::known(number.to_string())),
                    _ => None,
                });
                let texts: Vec<_> = texts.collect();
                Value::Text(text.with_arguments(id, &texts))
            }
            result => result,
        }
    }

    /// A function that leads to another.
    pub fn edge(&mut self, from: FunctionId, to: FunctionId, file: usize, at: At) {
        if self.notes.call_set.insert((from, to)) {
            let place = self.place(file, at);
            self.notes.calls.push(CallFact { from, to, place });
        }
    }

    /// A value that is handed to something unknown: where it is a function, it may be called.
    pub fn hand_on(&mut self, frame: &mut Frame, value: &Value, at: At) {
        match value {
            Value::Fn(id) => self.edge(frame.function, self.id(*id), frame.file, at),
            Value::Closure(closure) => self.edge(frame.function, closure.function, frame.file, at),
            Value::Tuple(parts) => {
                for part in parts.iter() {
                    match part {
                        Value::Fn(_) | Value::Closure(_) => self.hand_on(frame, part, at),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }

    /// A struct literal.
    pub fn construct(&mut self, frame: &mut Frame, of: Def, fields: &[(String, Expr)], at: At) -> Value {
        let id = match of {
            Def::Type(id) | Def::Member(id, _) => Some(id),
            _ => None,
        };
        for (name, init) in fields {
            let value = self.expr(frame, init);
            self.hand_on(frame, &value, at);
            if let Some(id) = id {
                self.fields
                    .entry((id, name.as_str().into()))
                    .or_default()
                    .push(value);
            }
        }
        let Some(id) = id else { return Value::Unknown };
        self.service(frame, id, at);
        Value::Local(id)
    }

    /// A middleware that wraps a service of its own leads to what that service does.
    fn service(&mut self, frame: &Frame, id: TypeId, at: At) {
        let Some(info) = self.program.types.get(id.0) else {
            return;
        };
        for called in ["Service", "Endpoint"] {
            for method in info.traits.get(called).into_iter().flatten() {
                self.edge(frame.function, self.id(*method), frame.file, at);
            }
        }
    }

    fn external(&mut self, frame: &mut Frame, path: &str, exprs: &[Expr], at: At) -> Value {
        if let Some(value) = self.spawn(frame, path, exprs, at) {
            return value;
        }
        let args = self.arguments(frame, exprs);
        let call = Call {
            path,
            args: &args,
            exprs,
            at,
        };
        let found = self
            .framework_call(frame, &call)
            .or_else(|| self.schedule_call(frame, &call))
            .or_else(|| self.env_call(frame, &call))
            .or_else(|| self.duration_call(frame, &call))
            .or_else(|| self.outbound_call(frame, &call));
        if let Some(value) = found {
            return value;
        }
        self.machine_call(frame, &call);
        args.iter().for_each(|value| self.hand_on(frame, value, at));
        let ends = |list: &[&str]| {
            list.iter()
                .any(|end| path == *end || path.ends_with(&format!("::{end}")))
        };
        if ends(&LAZY) {
            return match call.arg(0) {
                Value::Closure(closure) => closure.result.clone(),
                Value::Fn(id) => self.summary(id),
                other => other,
            };
        }
        if ends(&WRAP) {
            return call.arg(0);
        }
        if ends(&TEXT) {
            return Value::Text(call.text(0).unwrap_or_default());
        }
        self.instance(frame, path, at)
    }

    /// `package::Type::function(…)` makes a `package::Type`, as far as anyone can tell.
    fn instance(&self, frame: &Frame, path: &str, at: At) -> Value {
        let mut segments = path.rsplit("::");
        let name = segments.next().unwrap_or("");
        let upper = |s: &str| s.chars().next().is_some_and(char::is_uppercase);
        match segments.next() {
            Some(ty) if upper(ty) && !upper(name) => {
                let ty = path
                    .strip_suffix(name)
                    .and_then(|p| p.strip_suffix("::"))
                    .unwrap_or(path);
                Value::external(&self.canonical(ty), Some((frame.file, at)))
            }
            // A tuple struct of another package.
            Some(_) if upper(name) => Value::external(&self.canonical(path), Some((frame.file, at))),
            _ => Value::Unknown,
        }
    }
}

//! Expressions and statements.

use super::bindings::declared_over;
use super::{Eval, Frame, strings};
use crate::lang::rust::program::{Def, TypeId};
use crate::lang::rust::text::Hole;
use crate::lang::rust::tree::{At, Expr, Kind, Pat, Stmt, Ty};
use crate::lang::rust::value::{Closure, Value};
use std::collections::HashMap;
use std::rc::Rc;

impl Eval<'_> {
    pub fn block(&mut self, frame: &mut Frame, stmts: &[Stmt]) -> Value {
        frame.scopes.push(HashMap::new());
        let mut value = Value::Unknown;
        for stmt in stmts {
            value = Value::Unknown;
            match stmt {
                Stmt::Let {
                    pat,
                    ty,
                    init,
                    otherwise,
                } => {
                    let init = init
                        .as_ref()
                        .map(|init| self.expr(frame, init))
                        .unwrap_or_default();
                    if let Some(otherwise) = otherwise {
                        self.expr(frame, otherwise);
                    }
                    let declared = self.value_of_type(frame.module, ty, frame.decl.as_deref(), frame.of);
                    self.bind(frame, pat, declared_over(declared, init));
                }
                Stmt::Expr { expr, is_value } => {
                    let found = self.expr(frame, expr);
                    if *is_value {
                        value = found;
                    }
                }
            }
        }
        frame.scopes.pop();
        value
    }

    pub fn expr(&mut self, frame: &mut Frame, expr: &Expr) -> Value {
        match &expr.kind {
            Kind::Text(text) => {
                self.literal(frame, text, expr.at);
                Value::Text(crate::lang::rust::text::Text::known(&**text))
            }
            Kind::Number(number) => Value::Number(*number),
            Kind::Path(path) => self.path_value(frame, &path.segments),
            Kind::Call { callee, args } => self.call(frame, callee, args, expr.at),
            Kind::Method {
                receiver,
                name,
                types,
                args,
            } => {
                let receiver_value = self.expr(frame, receiver);
                self.method(frame, receiver, receiver_value, name, types, args, expr.at)
            }
            Kind::Field { base, name } => {
                let base = self.expr(frame, base);
                self.field(&base, name)
            }
            Kind::Macro(mac) => self.invocation(frame, mac, expr.at),
            Kind::Closure { params, body } => self.closure(frame, params, body, expr.at),
            Kind::Async(stmts) | Kind::Block(stmts) => self.block(frame, stmts),
            Kind::Struct { path, fields, rest } => {
                let of = self.resolve(frame, &path.segments);
                if let Some(rest) = rest {
                    self.expr(frame, rest);
                }
                self.construct(frame, of, fields, expr.at)
            }
            Kind::Sum(left, right) => {
                let (left, right) = (self.expr(frame, left), self.expr(frame, right));
                strings::sum(left, right)
            }
            Kind::Assign(left, right) => self.assign(frame, left, right),
            Kind::Let(pat, value) => {
                let value = self.expr(frame, value);
                self.bind(frame, pat, value);
                Value::Unknown
            }
            Kind::If {
                cond,
                then,
                otherwise,
            } => {
                frame.scopes.push(HashMap::new());
                self.expr(frame, cond);
                let then = self.block(frame, then);
                frame.scopes.pop();
                let otherwise = otherwise
                    .as_ref()
                    .map(|e| self.expr(frame, e))
                    .unwrap_or_default();
                then.or(otherwise)
            }
            Kind::Match { subject, arms } => self.match_value(frame, subject, arms),
            Kind::Loop(stmts) => {
                self.block(frame, stmts);
                Value::Unknown
            }
            Kind::For { pat, items, body } => {
                let items = self.expr(frame, items);
                let item = match items {
                    Value::Tuple(items) => items.first().cloned().unwrap_or_default(),
                    other => other,
                };
                frame.scopes.push(HashMap::new());
                self.bind(frame, pat, item);
                self.block(frame, body);
                frame.scopes.pop();
                Value::Unknown
            }
            Kind::Return(value) => {
                if let Some(value) = value {
                    let value = self.expr(frame, value);
                    frame.returned = std::mem::take(&mut frame.returned).or(value);
                }
                Value::Unknown
            }
            Kind::Tuple(parts) => {
                let values: Vec<_> = parts.iter().map(|part| self.expr(frame, part)).collect();
                Value::Tuple(values.into())
            }
            Kind::Parts(parts) => {
                for part in parts {
                    let value = self.expr(frame, part);
                    self.hand_on(frame, &value, part.at);
                }
                Value::Unknown
            }
        }
    }

    fn match_value(&mut self, frame: &mut Frame, subject: &Expr, arms: &[(Pat, Expr)]) -> Value {
        let subject = self.expr(frame, subject);
        let mut value = Value::Unknown;
        for (pat, body) in arms {
            frame.scopes.push(HashMap::new());
            self.bind(frame, pat, subject.clone());
            let found = self.expr(frame, body);
            frame.scopes.pop();
            value = value.or(found);
        }
        value
    }

    fn assign(&mut self, frame: &mut Frame, left: &Expr, right: &Expr) -> Value {
        let value = self.expr(frame, right);
        match &left.kind {
            Kind::Path(path) if path.segments.len() == 1 => {
                frame.rebind(path.last(), value);
            }
            Kind::Field { base, name } => {
                if let Value::Local(id) = self.expr(frame, base) {
                    self.fields
                        .entry((id, name.as_str().into()))
                        .or_default()
                        .push(value);
                }
            }
            _ => {
                self.expr(frame, left);
            }
        }
        Value::Unknown
    }

    fn closure(&mut self, frame: &mut Frame, params: &[(Pat, Ty)], body: &Expr, at: At) -> Value {
        let hint = self.hint.take();
        let function = self.anonymous(frame.file, at);
        let outer = std::mem::replace(&mut frame.function, function);
        let returned = std::mem::take(&mut frame.returned);
        frame.scopes.push(HashMap::new());
        for (index, (pat, ty)) in params.iter().enumerate() {
            let declared = self.value_of_type(frame.module, ty, frame.decl.as_deref(), frame.of);
            self.parameter_type(frame, ty, at);
            let value = declared
                .or_else(|| hint.clone().filter(|_| index == 0))
                .unwrap_or_default();
            self.bind(frame, pat, value);
        }
        let result = self.expr(frame, body);
        self.hand_on(frame, &result, at);
        frame.scopes.pop();
        let result = result.or(std::mem::replace(&mut frame.returned, returned));
        frame.function = outer;
        Value::Closure(Rc::new(Closure {
            function,
            at,
            file: frame.file,
            result,
        }))
    }

    /// What a path means where a function stands: `Self` is its type.
    pub fn resolve(&self, frame: &Frame, segments: &[String]) -> Def {
        if segments.first().is_some_and(|head| head == "Self")
            && let Some(of) = frame.of
        {
            return match segments.get(1) {
                Some(name) => self.program.member(of, name, 8).unwrap_or(Def::Type(of)),
                None => Def::Type(of),
            };
        }
        self.program.resolve(frame.module, segments)
    }

    pub fn path_value(&mut self, frame: &mut Frame, segments: &[String]) -> Value {
        if let [name] = segments
            && let Some(value) = frame.local(name)
        {
            return value.clone();
        }
        match self.resolve(frame, segments) {
            Def::Fn(id) => Value::Fn(id),
            Def::Value(id) => self.constant(id),
            Def::Type(id) | Def::Member(id, _) => Value::Local(id),
            Def::External(path) => Value::ExternalPath(path),
            Def::Mod(_) | Def::Trait(_) => Value::Unknown,
        }
    }

    /// What a field of a value is.
    fn field(&self, base: &Value, name: &str) -> Value {
        match base {
            Value::Local(id) => self.field_of(*id, name),
            Value::Tuple(parts) => {
                let index: Option<usize> = name.parse().ok();
                index
                    .and_then(|index| parts.get(index))
                    .cloned()
                    .unwrap_or_default()
            }
            // The content of a wrapper: `state.0`.
            Value::External(_) | Value::Router(_) | Value::Trait(_) if name == "0" => base.clone(),
            _ => Value::Text(crate::lang::rust::text::Text::named(name)),
        }
    }

    pub fn field_of(&self, id: TypeId, name: &str) -> Value {
        let Some(info) = self.program.types.get(id.0) else {
            return Value::Unknown;
        };
        let hole = Hole::Field(id, name.into());
        let Some(field) = info.def.fields.iter().find(|field| field.name == name) else {
            // A wrapper of another package was peeled off before.
            return if name == "0" {
                Value::Local(id)
            } else {
                Value::Text(crate::lang::rust::text::Text::named(name))
            };
        };
        self.typed(info.module, &field.ty, None, Some(id), hole)
    }
}

//! Strings that are put together: `format!`, `+`, and the methods that hand a string on.

use super::{Eval, Frame};
use crate::lang::rust::text::{Hole, Text};
use crate::lang::rust::tree::{Expr, Kind};
use crate::lang::rust::value::Value;

/// `left + right`
pub fn sum(left: Value, right: Value) -> Value {
    match (left, right) {
        (Value::Text(mut left), right) => {
            left.push(&right.text(None));
            Value::Text(left)
        }
        _ => Value::Unknown,
    }
}

impl Eval<'_> {
    /// `format!("…", a, b = c)`
    pub fn format(&mut self, frame: &mut Frame, args: &[Expr]) -> Value {
        let Some((template, rest)) = args.split_first() else {
            return Value::Unknown;
        };
        let template = match &template.kind {
            Kind::Text(text) => text.to_string(),
            _ => match self.expr(frame, template) {
                Value::Text(text) => match text.whole() {
                    Some(whole) => whole,
                    None => return Value::Text(text),
                },
                _ => return Value::Unknown,
            },
        };
        let mut given = Vec::new();
        for arg in rest {
            let (name, source) = match &arg.kind {
                Kind::Assign(name, value) => (written_name(name), value.as_ref()),
                _ => (None, arg),
            };
            let value = self.expr(frame, source);
            let text = value.text(written_name(source).as_deref());
            given.push((name, text));
        }
        let mut out = Text::default();
        let mut next = 0;
        for part in parts(&template) {
            match part {
                Part::Text(text) => out.push_str(&text),
                Part::Hole(name) => {
                    let text = if name.is_empty() {
                        next += 1;
                        given.get(next - 1).map(|(_, text)| text.clone())
                    } else if let Ok(index) = name.parse::<usize>() {
                        given.get(index).map(|(_, text)| text.clone())
                    } else {
                        let named = given.iter().find(|(n, _)| n.as_deref() == Some(&name));
                        let named = named.map(|(_, text)| text.clone());
                        named.or_else(|| {
                            Some(
                                self.path_value(frame, std::slice::from_ref(&name))
                                    .text(Some(&name)),
                            )
                        })
                    };
                    out.push(&text.unwrap_or_else(|| Text::hole(Hole::Computed)));
                }
            }
        }
        Value::Text(out)
    }

    /// A method of a string. None where it is not known what comes out.
    pub fn text_method(&mut self, text: &Text, name: &str, args: &[Value]) -> Option<Value> {
        let arg = args.first().map(|arg| arg.text(None));
        let out = match (name, arg) {
            ("join" | "push_str" | "push", Some(arg)) if name == "join" => text.joined(&arg),
            ("trim_end_matches" | "strip_suffix", Some(arg)) => match arg.whole() {
                Some(end) if end == "/" => text.clone().trimmed_end('/'),
                _ => text.clone(),
            },
            ("unwrap_or" | "unwrap_or_else" | "unwrap_or_default" | "or" | "or_else", _) => {
                let fallback = match args.first() {
                    Some(Value::Closure(closure)) => closure.result.text(None),
                    Some(value) => value.text(None),
                    None => Text::default(),
                };
                with_default(text, fallback)
            }
            ("trim_end_matches_slash", _) => text.clone().trimmed_end('/'),
            _ if super::methods::hands_on(name) => text.clone(),
            _ => return None,
        };
        Some(Value::Text(out))
    }
}

/// What is used where a variable is not set.
fn with_default(text: &Text, fallback: Text) -> Text {
    match text.only_hole() {
        Some(Hole::Env(name, None)) => Text::hole(Hole::Env(name.clone(), Some(fallback.into()))),
        Some(_) if fallback.is_known() => Text::either(text.clone(), fallback),
        _ => text.clone(),
    }
}

/// The name of what is written: the last part of a path or a field.
pub fn written_name(expr: &Expr) -> Option<String> {
    match &expr.kind {
        Kind::Path(path) => Some(path.last().to_owned()),
        Kind::Field { name, .. } => Some(name.clone()),
        Kind::Method {
            receiver, name, args, ..
        } if args.is_empty() => {
            if super::methods::hands_on(name) {
                written_name(receiver)
            } else {
                Some(name.clone())
            }
        }
        _ => None,
    }
}

enum Part {
    Text(String),
    Hole(String),
}

/// The parts of a format string. What follows `:` says only how a part looks.
fn parts(template: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut text = String::new();
    let mut chars = template.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '{' if chars.peek() == Some(&'{') => {
                chars.next();
                text.push('{');
            }
            '}' => {
                chars.next_if_eq(&'}');
                text.push('}');
            }
            '{' => {
                let hole: String = chars.by_ref().take_while(|c| *c != '}').collect();
                let name = hole.split(':').next().unwrap_or("").trim().to_owned();
                if !text.is_empty() {
                    parts.push(Part::Text(std::mem::take(&mut text)));
                }
                parts.push(Part::Hole(name));
            }
            c => text.push(c),
        }
    }
    if !text.is_empty() {
        parts.push(Part::Text(text));
    }
    parts
}

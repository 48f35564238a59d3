//! What an expression may be, as far as facts rest on it.

use super::program::{FnId, TraitId, TypeId};
use super::text::{Hole, Text};
use super::tree::At;
use crate::facts::FunctionId;
use std::rc::Rc;

#[derive(Debug, Clone, Default)]
pub enum Value {
    #[default]
    Unknown,
    Text(Text),
    Number(u64),
    /// A function of the program, as a value.
    Fn(FnId),
    Closure(Rc<Closure>),
    /// A path into another package, as a value.
    ExternalPath(Rc<str>),
    /// An instance of one of the program's types.
    Local(TypeId),
    /// Something that implements one of the program's traits.
    Trait(TraitId),
    /// An instance of a type of another package.
    External(Rc<External>),
    /// The routes of a framework that are still being put together.
    Router(RouterId),
    /// Methods and their handlers, not yet at a path.
    Methods(Rc<Vec<MethodHandler>>),
    /// A filter of warp: the routes that it stands for.
    Filter(Rc<Vec<FilterRoute>>),
    Tuple(Rc<[Value]>),
    /// A request that is being put together apart from a client.
    Request(Rc<Request>),
}

/// An instance of a type of another package.
#[derive(Debug, Clone)]
pub struct External {
    /// `reqwest::Client`
    pub path: Rc<str>,
    /// Where it was built, where that is known.
    pub built: Option<(usize, At)>,
    /// The address that it was built with.
    pub address: Option<Text>,
    /// The parameter or field that it came through.
    pub from: Option<Hole>,
}

#[derive(Debug, Clone)]
pub struct Closure {
    pub function: FunctionId,
    pub at: At,
    pub file: usize,
    pub result: Value,
}

#[derive(Debug, Clone)]
pub struct Request {
    pub method: Option<String>,
    pub url: Text,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RouterId(pub usize);

/// What answers a route.
#[derive(Debug, Clone)]
pub struct Handler {
    pub function: FunctionId,
    pub name: String,
    pub file: usize,
    pub at: At,
}

#[derive(Debug, Clone)]
pub struct MethodHandler {
    pub method: String,
    pub handler: Option<Handler>,
    pub middleware: Vec<Middleware>,
}

/// What runs before a handler.
#[derive(Debug, Clone)]
pub enum Middleware {
    Function(FunctionId),
    /// Of another package, by its path.
    External(Rc<str>),
}

/// One way through a warp filter.
#[derive(Debug, Clone, Default)]
pub struct FilterRoute {
    pub segments: Vec<String>,
    pub method: Option<String>,
    pub handler: Option<Handler>,
    pub functions: Vec<FunctionId>,
}

impl Value {
    pub fn external(path: &str, built: Option<(usize, At)>) -> Value {
        Value::External(Rc::new(External {
            path: path.into(),
            built,
            address: None,
            from: None,
        }))
    }

    pub fn is_unknown(&self) -> bool {
        match self {
            Value::Unknown => true,
            Value::Text(text) => !text.is_known(),
            _ => false,
        }
    }

    /// This as a string: the name in the source is kept for what is not known.
    pub fn text(&self, name: Option<&str>) -> Text {
        match self {
            Value::Text(text) => text.clone(),
            Value::Number(number) => Text::known(number.to_string()),
            _ => name.map_or_else(|| Text::hole(Hole::Computed), Text::named),
        }
    }

    /// One of two values.
    pub fn or(self, other: Value) -> Value {
        match (self, other) {
            (Value::Text(a), Value::Text(b)) if a.is_known() && b.is_known() => {
                Value::Text(Text::either(a, b))
            }
            (first, other) if first.is_unknown() => other,
            (first, _) => first,
        }
    }
}

//! Fills the holes of a text with what the whole program puts there.

use crate::lang::rust::environment::variable_of;
use crate::lang::rust::eval::Eval;
use crate::lang::rust::program::{FnId, TypeId};
use crate::lang::rust::requests::method_name;
use crate::lang::rust::text::{Hole, Piece, Text};
use crate::lang::rust::tree::{At, Pat};
use crate::lang::rust::value::{External, Value};
use std::collections::HashMap;
use std::rc::Rc;

/// The most different texts that one text may stand for.
const OPTIONS: usize = 64;
/// The most places that are asked what they hand to a parameter.
const ASKED: usize = 256;

/// One text that was put together: `{}` where a part is not known.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filled {
    pub text: String,
    /// What is missing, first things first.
    pub open: Vec<Open>,
    /// The variable that could change it, where a default is in it.
    pub default_of: Option<Rc<str>>,
    /// The calls that handed a part of it on.
    pub via: Vec<(usize, At)>,
}

/// What is missing.
#[derive(Debug, Clone, PartialEq)]
pub enum Open {
    Variable(Rc<str>),
    /// An argument of this name that nobody hands in.
    Argument(Rc<str>),
    /// A value of this name, and the type that it belongs to.
    Name(Rc<str>, Option<TypeId>),
    Computed,
}

#[derive(Clone, PartialEq, Eq, Hash)]
enum Key {
    Param(FnId, usize),
    Field(TypeId, Rc<str>),
}

pub struct Filling<'e, 'p> {
    eval: &'e Eval<'p>,
    /// None while it is being worked out.
    known: HashMap<Key, Option<Rc<Vec<Filled>>>>,
}

impl<'e, 'p> Filling<'e, 'p> {
    pub fn new(eval: &'e Eval<'p>) -> Self {
        Self {
            eval,
            known: HashMap::new(),
        }
    }

    /// Every text that this one may stand for.
    pub fn fill(&mut self, text: &Text) -> Vec<Filled> {
        let mut all = vec![Filled::default()];
        for piece in &text.pieces {
            match piece {
                Piece::Known(known) => all.iter_mut().for_each(|filled| filled.text.push_str(known)),
                Piece::Hole(hole) => {
                    let options = self.hole(hole);
                    let pairs = all
                        .iter()
                        .flat_map(|before| options.iter().map(move |option| joined(before, option)));
                    all = pairs.take(OPTIONS).collect();
                }
            }
        }
        all
    }

    fn hole(&mut self, hole: &Hole) -> Rc<Vec<Filled>> {
        match hole {
            Hole::Param(id, index) => self.looked_up(Key::Param(*id, *index)),
            Hole::Field(id, name) => self.looked_up(Key::Field(*id, name.clone())),
            Hole::Env(name, Some(default)) => {
                let mut options = self.fill(default);
                for option in &mut options {
                    option.default_of.get_or_insert(name.clone());
                    if option.text.is_empty() {
                        *option = open(Open::Variable(name.clone()));
                    }
                }
                Rc::new(options)
            }
            Hole::Env(name, None) => Rc::new(vec![open(Open::Variable(name.clone()))]),
            Hole::Either(texts) => {
                let mut options: Vec<Filled> = Vec::new();
                for text in texts.iter() {
                    options.extend(self.fill(text));
                }
                // What is known says more than that something else may be there.
                if options.iter().any(|option| option.open.is_empty()) {
                    options.retain(|option| option.open.is_empty() || !option.text.starts_with("{}"));
                }
                options.truncate(OPTIONS);
                Rc::new(options)
            }
            Hole::Named(name) => Rc::new(vec![open(Open::Name(name.clone(), None))]),
            Hole::Computed => Rc::new(vec![open(Open::Computed)]),
        }
    }

    fn looked_up(&mut self, key: Key) -> Rc<Vec<Filled>> {
        match self.known.get(&key) {
            Some(Some(options)) => return options.clone(),
            Some(None) => return Rc::new(vec![self.unknown(&key)]),
            None => {}
        }
        self.known.insert(key.clone(), None);
        let mut options: Vec<Filled> = Vec::new();
        for (text, via) in self.sources(&key) {
            for mut option in self.fill(&text) {
                // Nothing is learnt from a value that is as unknown as the hole.
                if option.text == "{}" && option.open == [Open::Computed] {
                    continue;
                }
                option.via.extend(via);
                if options.len() < OPTIONS
                    && !options
                        .iter()
                        .any(|known| known.text == option.text && known.open == option.open)
                {
                    options.push(option);
                }
            }
        }
        if options.is_empty() {
            options.push(self.unknown(&key));
        }
        let options = Rc::new(options);
        self.known.insert(key, Some(options.clone()));
        options
    }

    /// What is put into a parameter or a field, and where from.
    fn sources(&self, key: &Key) -> Vec<(Text, Option<(usize, At)>)> {
        match key {
            Key::Param(id, index) => {
                let handed = self
                    .eval
                    .handed
                    .get(&(*id, *index))
                    .into_iter()
                    .flatten()
                    .take(ASKED);
                handed
                    .filter_map(|(value, file, at)| Some((text_of(value)?, Some((*file, *at)))))
                    .collect()
            }
            Key::Field(id, name) => {
                let values = self
                    .eval
                    .fields
                    .get(&(*id, name.clone()))
                    .into_iter()
                    .flatten()
                    .take(ASKED);
                values.filter_map(|value| Some((text_of(value)?, None))).collect()
            }
        }
    }

    fn unknown(&self, key: &Key) -> Filled {
        match key {
            Key::Param(id, index) => {
                let decl = self.eval.program.fns.get(id.0).map(|info| &info.decl);
                let name = decl.and_then(|decl| match decl.params.get(*index) {
                    Some((Pat::Name(name), _)) => Some(name.as_str()),
                    _ => None,
                });
                open(name.map_or(Open::Computed, |name| Open::Argument(name.into())))
            }
            Key::Field(id, name) => {
                let info = self.eval.program.types.get(id.0);
                let field = info.and_then(|info| info.def.fields.iter().find(|field| *field.name == **name));
                let variable =
                    field.and_then(|field| field.attributes.iter().find_map(|a| variable_of(&field.name, a)));
                open(variable.map_or_else(
                    || Open::Name(name.clone(), Some(*id)),
                    |variable| Open::Variable(variable.into()),
                ))
            }
        }
    }

    /// The method that is handed to a parameter by the call that also hands over the address, or by every call alike.
    pub fn method(&self, hole: &Hole, via: &[(usize, At)]) -> Option<String> {
        let Hole::Param(id, index) = hole else { return None };
        let handed = self.eval.handed.get(&(*id, *index))?;
        let beside = handed.iter().find(|(_, file, at)| via.contains(&(*file, *at)));
        if let Some((value, ..)) = beside {
            return method_name(value);
        }
        let first = method_name(&handed.first()?.0)?;
        let alike = handed
            .iter()
            .take(ASKED)
            .all(|(value, ..)| method_name(value).as_ref() == Some(&first));
        alike.then_some(first)
    }

    /// A client that came through a parameter or a field, as it was built.
    pub fn built(&self, hole: &Hole) -> Option<Rc<External>> {
        let mut hole = hole.clone();
        for _ in 0..8 {
            let values: Vec<&Value> = match &hole {
                Hole::Param(id, index) => {
                    let handed = self.eval.handed.get(&(*id, *index))?;
                    handed.iter().map(|(value, ..)| value).collect()
                }
                Hole::Field(id, name) => self.eval.fields.get(&(*id, name.clone()))?.iter().collect(),
                _ => return None,
            };
            let external = values.into_iter().find_map(|value| match value {
                Value::External(external) => Some(external.clone()),
                _ => None,
            })?;
            match &external.from {
                Some(from) if external.built.is_none() => hole = from.clone(),
                _ => return Some(external),
            }
        }
        None
    }
}

fn text_of(value: &Value) -> Option<Text> {
    match value {
        Value::Text(text) => Some(text.clone()),
        Value::Number(number) => Some(Text::known(number.to_string())),
        _ => None,
    }
}

fn open(open: Open) -> Filled {
    Filled {
        text: "{}".to_owned(),
        open: vec![open],
        ..Filled::default()
    }
}

fn joined(before: &Filled, after: &Filled) -> Filled {
    let mut out = before.clone();
    if out.text.len() + after.text.len() < 8192 {
        out.text.push_str(&after.text);
    }
    out.open.extend(after.open.iter().take(16).cloned());
    out.default_of = out.default_of.or_else(|| after.default_of.clone());
    out.via.extend(after.via.iter().take(4));
    out
}

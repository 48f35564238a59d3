//! Strings as far as they are known: literal parts, and holes that say what would fill them.

use super::program::{FnId, TypeId};
use std::rc::Rc;

/// A string with holes.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Text {
    pub pieces: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Piece {
    Known(Rc<str>),
    Hole(Hole),
}

/// What fills a gap.
#[derive(Debug, Clone, PartialEq)]
pub enum Hole {
    /// The argument of a function, by number.
    Param(FnId, usize),
    /// A field of every value of a type.
    Field(TypeId, Rc<str>),
    /// An environment variable, and what is used without it.
    Env(Rc<str>, Option<Rc<Text>>),
    /// One of several.
    Either(Rc<[Text]>),
    /// A value of which only the name in the source is known.
    Named(Rc<str>),
    /// Made at run time.
    Computed,
}

/// No text grows beyond this many pieces or bytes: what is longer names no host.
const PIECES: usize = 48;
const BYTES: usize = 4096;

impl Text {
    pub fn known(text: impl Into<Rc<str>>) -> Self {
        Self {
            pieces: vec![Piece::Known(text.into())],
        }
    }

    pub fn hole(hole: Hole) -> Self {
        Self {
            pieces: vec![Piece::Hole(hole)],
        }
    }

    pub fn named(name: &str) -> Self {
        Self::hole(Hole::Named(name.into()))
    }

    /// One or the other.
    pub fn either(first: Text, second: Text) -> Text {
        if first == second {
            return first;
        }
        let mut all = Vec::new();
        for text in [first, second] {
            match text.pieces.as_slice() {
                [Piece::Hole(Hole::Either(inner))] => all.extend(inner.iter().cloned()),
                _ => all.push(text),
            }
        }
        all.truncate(8);
        Self::hole(Hole::Either(all.into()))
    }

    /// The whole text, where there is no hole.
    pub fn whole(&self) -> Option<String> {
        let known = self.pieces.iter().map(|piece| match piece {
            Piece::Known(text) => Some(&**text),
            Piece::Hole(_) => None,
        });
        known.collect()
    }

    pub fn is_known(&self) -> bool {
        self.pieces
            .iter()
            .any(|piece| !matches!(piece, Piece::Hole(Hole::Computed)))
    }

    /// The only hole of a text that is nothing else.
    pub fn only_hole(&self) -> Option<&Hole> {
        match self.pieces.as_slice() {
            [Piece::Hole(hole)] => Some(hole),
            _ => None,
        }
    }

    pub fn push(&mut self, other: &Text) {
        let bytes = |text: &Text| {
            text.pieces
                .iter()
                .map(|p| if let Piece::Known(t) = p { t.len() } else { 1 })
                .sum::<usize>()
        };
        if self.pieces.len() + other.pieces.len() > PIECES || bytes(self) + bytes(other) > BYTES {
            if self.pieces.last() != Some(&Piece::Hole(Hole::Computed)) {
                self.pieces.push(Piece::Hole(Hole::Computed));
            }
            return;
        }
        self.pieces.extend(other.pieces.iter().cloned());
    }

    pub fn push_str(&mut self, text: &str) {
        if !text.is_empty() {
            self.push(&Text::known(text));
        }
    }

    /// The same text with the arguments of one call in place of a function's parameters.
    pub fn with_arguments(&self, function: FnId, arguments: &[Option<Text>]) -> Text {
        let mut out = Text::default();
        for piece in &self.pieces {
            let filled = match piece {
                Piece::Hole(Hole::Param(f, index)) if *f == function => {
                    arguments.get(*index).cloned().flatten()
                }
                Piece::Hole(Hole::Either(options)) => {
                    let options = options
                        .iter()
                        .map(|option| option.with_arguments(function, arguments));
                    Some(Text::hole(Hole::Either(options.collect())))
                }
                _ => None,
            };
            match filled {
                Some(text) => out.push(&text),
                None => out.push(&Text {
                    pieces: vec![piece.clone()],
                }),
            }
        }
        out
    }

    /// Without the given characters at the end.
    pub fn trimmed_end(mut self, end: char) -> Text {
        if let Some(Piece::Known(text)) = self.pieces.last_mut() {
            *text = text.trim_end_matches(end).into();
        }
        self
    }

    /// What `Url::join` makes of an address and a reference: a reference with `/` in front replaces the path.
    pub fn joined(&self, reference: &Text) -> Text {
        let first = reference.pieces.first();
        if let Some(Piece::Known(text)) = first
            && text.contains("://")
        {
            return reference.clone();
        }
        let mut out = Text::default();
        let absolute = matches!(first, Some(Piece::Known(text)) if text.starts_with('/'));
        for piece in &self.pieces {
            if let Piece::Known(text) = piece {
                let after_scheme = text.find("://").map_or(0, |at| at + 3);
                let path = text
                    .get(after_scheme..)
                    .and_then(|rest| rest.find('/'))
                    .filter(|_| absolute);
                if let Some(at) = path {
                    out.push_str(text.get(..after_scheme + at).unwrap_or(""));
                    break;
                }
            }
            out.push(&Text {
                pieces: vec![piece.clone()],
            });
        }
        if !absolute && !matches!(out.pieces.last(), Some(Piece::Known(text)) if text.ends_with('/')) {
            out.push_str("/");
        }
        out.push(reference);
        out
    }
}

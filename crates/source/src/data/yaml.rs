//! YAML with the place of every key and value.
//!
//! The flavour is YAML 1.2 with the core schema, as the programs that read the same files see it: a merge key
//! (`<<`) is a key like any other, and the only tag that counts is the one for strings.

use super::{DataError, Member, Node, Value};
use crate::span::Span;
use events::{Content, Event, Stream};

mod events;
mod scalar;
#[cfg(test)]
mod tests;

/// How deep lists and maps may nest, aliases followed.
const DEPTH: usize = 200;

/// What the copies made for aliases may weigh together. A copy of a value weighs [`NODE_WEIGHT`] and its text.
const COPIES: usize = 8 << 20;

/// Roughly what a value without text takes in memory.
const NODE_WEIGHT: usize = 64;

/// Reads one YAML document.
///
/// The span of a block list or map goes from its first dash or key to the end of its last value; a value's
/// anchor and tag belong to its span, and so does the header of a block scalar. A value that is left out has an
/// empty span behind its colon or dash. An alias stands for a copy of its value: the span is the alias, those
/// within it lie at the anchor. A key that is no string is given as it is written. An empty document is null.
///
/// # Errors
/// The first thing that cannot be read, with its place; also a second document, nesting beyond 200 levels, and
/// aliases that contain themselves or multiply beyond measure.
pub fn read(text: &str) -> Result<Node, DataError> {
    let stream = Stream::read(text)?;
    if stream.events.is_empty() {
        return Ok(Node {
            span: Span::default(),
            value: Value::Null,
        });
    }
    let mut builder = Builder {
        text,
        stream: &stream,
        open: Vec::new(),
        copying: 0,
        copies: 0,
    };
    builder.node(&mut 0, 0)
}

/// Makes nodes of events; an alias is built again from the events of its anchor.
struct Builder<'a> {
    text: &'a str,
    stream: &'a Stream,
    /// The anchors of the values that are being built.
    open: Vec<usize>,
    /// How many aliases are being followed.
    copying: usize,
    /// What all copies weigh so far.
    copies: usize,
}

impl<'a> Builder<'a> {
    /// The node whose events begin at `at`, which is left behind them.
    fn node(&mut self, at: &mut usize, depth: usize) -> Result<Node, DataError> {
        let event = self.next(at)?;
        if let Content::Alias(anchor) = event.content {
            return self.copy(anchor, event.span, depth);
        }
        if depth >= DEPTH && matches!(event.content, Content::List | Content::Map) {
            return Err(error(TOO_DEEP, event.span));
        }
        self.weigh(event)?;
        self.open.push(event.anchor);
        let value = match &event.content {
            Content::Text(text) => Value::String(text.clone()),
            Content::Plain(text) => scalar::value(text),
            Content::List => Value::Array(self.items(at, depth + 1)?),
            Content::Map => Value::Object(self.members(at, depth + 1)?),
            Content::Alias(_) | Content::End => return Err(error("unexpected end", event.span)),
        };
        self.open.pop();
        Ok(Node {
            span: event.span,
            value,
        })
    }

    fn items(&mut self, at: &mut usize, depth: usize) -> Result<Vec<Node>, DataError> {
        let mut items = Vec::new();
        while !self.ends(at) {
            items.push(self.node(at, depth)?);
        }
        Ok(items)
    }

    fn members(&mut self, at: &mut usize, depth: usize) -> Result<Vec<Member>, DataError> {
        let mut members = Vec::new();
        while !self.ends(at) {
            let (key, key_span) = self.key(at, depth)?;
            let value = self.node(at, depth)?;
            members.push(Member { key, key_span, value });
        }
        Ok(members)
    }

    fn key(&mut self, at: &mut usize, depth: usize) -> Result<(String, Span), DataError> {
        let event = self.next(&mut at.clone())?;
        if let Content::Text(text) | Content::Plain(text) = &event.content {
            *at += 1;
            self.weigh(event)?;
            return Ok((text.clone(), event.span));
        }
        let key = match self.node(at, depth)?.value {
            Value::String(text) | Value::Number(text) => text,
            Value::Bool(true) => "true".into(),
            Value::Bool(false) => "false".into(),
            _ => event.span.text(self.text).to_owned(),
        };
        Ok((key, event.span))
    }

    /// The value of an anchor, once more.
    fn copy(&mut self, anchor: usize, alias: Span, depth: usize) -> Result<Node, DataError> {
        let start = self.stream.anchors.get(&anchor).copied();
        let Some(mut at) = start.filter(|_| !self.open.contains(&anchor)) else {
            return Err(error("an alias stands within the value that it refers to", alias));
        };
        if self.copying + depth > DEPTH {
            return Err(error(TOO_DEEP, alias));
        }
        self.copying += 1;
        let node = self.node(&mut at, depth)?;
        self.copying -= 1;
        Ok(Node { span: alias, ..node })
    }

    /// Counts a copied value.
    fn weigh(&mut self, event: &Event) -> Result<(), DataError> {
        let text = match &event.content {
            Content::Text(text) | Content::Plain(text) => text.len(),
            _ => 0,
        };
        if self.copying > 0 {
            self.copies += NODE_WEIGHT + text;
        }
        if self.copies > COPIES {
            return Err(error("aliases multiply the data beyond measure", event.span));
        }
        Ok(())
    }

    fn next(&self, at: &mut usize) -> Result<&'a Event, DataError> {
        let event = self.stream.events.get(*at);
        *at += 1;
        event.ok_or_else(|| error("unexpected end", Span::default()))
    }

    /// Whether the list or map that is being built ends here, which is then passed.
    fn ends(&self, at: &mut usize) -> bool {
        let end = matches!(
            self.stream.events.get(*at),
            None | Some(Event {
                content: Content::End,
                ..
            })
        );
        *at += usize::from(end);
        end
    }
}

const TOO_DEEP: &str = "lists and maps nest deeper than 200 levels";

fn error(message: &str, span: Span) -> DataError {
    DataError {
        message: message.to_owned(),
        span,
    }
}

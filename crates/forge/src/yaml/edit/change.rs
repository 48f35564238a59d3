//! Goes through the file and what is wanted side by side.

use super::comments::Comments;
use super::pairs::pairs;
use super::slots::{Slot, are_spaced, is_alias, is_block, slots};
use super::{EditError, RemovedBlock, lines, style};
use crate::yaml::print::{Intro, Layout, Printer, inline};
use crate::yaml::tree::{Item, Map, Yaml};
use forgeshift_source::data::{Node, Value};
use forgeshift_source::edit::Edit;
use forgeshift_source::span::Span;
use std::collections::HashMap;
use std::ops::Range;

/// How long a line may become before a flow list or map is written as a block.
const WIDTH: usize = 80;

/// Collects the edits of one file.
pub(super) struct Editor<'a> {
    pub(super) text: &'a str,
    pub(super) comments: Comments,
    pub(super) layout: Layout,
    pub(super) edits: Vec<Edit>,
    pub(super) removed: Vec<RemovedBlock>,
    /// Where in the file the editor is.
    pub(super) path: Vec<String>,
    newline: &'static str,
}

/// A value and what it stands behind.
pub(super) struct Place<'a> {
    pub(super) node: &'a Node,
    pub(super) intro: Intro,
    /// Behind the colon or dash.
    pub(super) intro_end: usize,
    /// The column of the key or dash.
    pub(super) column: usize,
    /// The end of the last line that belongs to the entry or item.
    pub(super) tail: usize,
}

impl<'a> Editor<'a> {
    pub(super) fn new(text: &'a str, newline: &'static str, root: &Node) -> Self {
        Self {
            text,
            comments: Comments::of(text, root),
            layout: style::layout(text, root),
            edits: Vec::new(),
            removed: Vec::new(),
            path: Vec::new(),
            newline,
        }
    }

    /// The whole document.
    pub(super) fn root(&mut self, root: &Node, wanted: &Map) -> Result<(), EditError> {
        if !matches!(root.value, Value::Object(_) | Value::Null) {
            return Err(unsupported("a document that is no map", root.span));
        }
        self.refuse_properties(root)?;
        let wanted_value = Yaml::Map(wanted.clone());
        if self.inside(root, &wanted_value)? || self.flow(root, &wanted_value)? {
            return Ok(());
        }
        self.replace_root(root, wanted)
    }

    /// An entry or item that stays.
    fn slot(&mut self, slot: &Slot<'_>, index: usize, wanted: &Yaml) -> Result<(), EditError> {
        if wanted.is(slot.value) {
            return Ok(());
        }
        let Some(intro_end) = slot.intro_end else {
            return Err(unsupported("the value of an explicit key (`?`)", slot.value.span));
        };
        let place = Place {
            node: slot.value,
            intro: if slot.key.is_some() {
                Intro::Key
            } else {
                Intro::Dash
            },
            intro_end,
            column: slot.column,
            tail: slot.tail,
        };
        self.path.push(slot.name(index));
        self.value(&place, wanted)?;
        self.path.pop();
        Ok(())
    }

    fn value(&mut self, place: &Place<'_>, wanted: &Yaml) -> Result<(), EditError> {
        self.refuse_properties(place.node)?;
        if self.inside(place.node, wanted)? || self.flow(place.node, wanted)? {
            return Ok(());
        }
        self.replace(place, wanted)
    }

    /// Edits within a block list or map, where something of it stays. Says whether that was so.
    fn inside(&mut self, node: &Node, wanted: &Yaml) -> Result<bool, EditError> {
        match (&node.value, wanted) {
            _ if !is_block(self.text, node) => Ok(false),
            (Value::Object(_), Yaml::Map(map)) => self.map(node, map),
            (Value::Array(_), Yaml::List(items)) => self.list(node, items),
            _ => Ok(false),
        }
    }

    fn map(&mut self, node: &Node, wanted: &Map) -> Result<bool, EditError> {
        let slots = slots(self.text, node);
        let values = wanted.index();
        let wanted_value = |slot: &Slot<'_>| slot.key.and_then(|key| values.get(key).copied());
        let kept: Vec<bool> = slots.iter().map(|slot| wanted_value(slot).is_some()).collect();
        let Some(last) = kept.iter().rposition(|kept| *kept) else {
            return Ok(false);
        };
        self.remove(&slots, &kept)?;
        // Where a key stands twice the last one counts.
        let places = slots
            .iter()
            .enumerate()
            .filter_map(|(index, slot)| Some((slot.key?, index)));
        let places: HashMap<&str, usize> = places.collect();
        for (index, slot) in slots.iter().enumerate() {
            let counts = slot.key.is_some_and(|key| places.get(key) == Some(&index));
            if let Some(value) = wanted_value(slot).filter(|_| counts) {
                self.slot(slot, index, value)?;
            }
        }
        let mut behind = last;
        for entry in wanted.entries() {
            match places.get(entry.key.as_str()) {
                Some(place) => behind = *place,
                None => self.insert_behind(&slots, behind, |printer, column| printer.entry(entry, column)),
            }
        }
        Ok(true)
    }

    fn list(&mut self, node: &Node, wanted: &[Item]) -> Result<bool, EditError> {
        let slots = slots(self.text, node);
        let old: Vec<Yaml> = node.items().iter().map(Yaml::from).collect();
        let pairs = pairs(&old, wanted);
        let Some(&(first_old, first_new)) = pairs.first() else {
            return Ok(false);
        };
        // What comes first in a line that is shared is not edited piece by piece.
        let shares_line = slots.first().is_some_and(|slot| slot.shares_line);
        if shares_line && first_old > 0 && first_new > 0 {
            return Ok(false);
        }
        let mut kept = vec![false; slots.len()];
        for (index, _) in &pairs {
            kept[*index] = true;
        }
        self.remove(&slots, &kept)?;
        for (index, place) in &pairs {
            self.slot(&slots[*index], *index, &wanted[*place].value)?;
        }
        self.insert_before(&slots, first_old, &wanted[..first_new]);
        let nexts = pairs
            .iter()
            .skip(1)
            .map(|(_, place)| *place)
            .chain([wanted.len()]);
        for ((index, place), next) in pairs.iter().zip(nexts) {
            for item in &wanted[place + 1..next] {
                self.insert_behind(&slots, *index, |printer, column| printer.item(item, column));
            }
        }
        Ok(true)
    }

    /// Writes something new in lines of its own behind a slot.
    fn insert_behind(&mut self, slots: &[Slot<'_>], index: usize, print: impl Fn(&mut Printer, usize)) {
        let slot = &slots[index];
        let mut printer = Printer::new(self.layout);
        if are_spaced(self.text, slots) {
            printer.out.push('\n');
        }
        print(&mut printer, slot.column);
        let at = lines::next(self.text, slot.tail);
        self.put(at..at, &printer.out);
    }

    /// Writes items in front of the first slot that stays.
    fn insert_before(&mut self, slots: &[Slot<'_>], index: usize, items: &[Item]) {
        let slot = &slots[index];
        let spaced = are_spaced(self.text, slots);
        let mut printer = Printer::new(self.layout);
        for item in items {
            printer.item(item, slot.column);
            if spaced {
                printer.out.push('\n');
            }
        }
        let new = printer.out;
        if slot.shares_line && !new.is_empty() {
            let text = format!("{}{}", new.trim_start_matches(' '), " ".repeat(slot.column));
            self.put(slot.start..slot.start, &text);
        } else if !new.is_empty() {
            self.put(slot.lead..slot.lead, &new);
        }
    }

    /// Writes a flow list or map again, where that makes a line that is not too long.
    fn flow(&mut self, node: &Node, wanted: &Yaml) -> Result<bool, EditError> {
        let written = node.span.text(self.text);
        let is_flow = written.starts_with(['[', '{']) && !is_block(self.text, node);
        let (old_empty, new_empty) = match (&node.value, wanted) {
            (Value::Array(old), Yaml::List(new)) => (old.is_empty(), new.is_empty()),
            (Value::Object(old), Yaml::Map(new)) => (old.is_empty(), new.is_empty()),
            _ => return Ok(false),
        };
        let mut new = inline(wanted, true);
        if !is_flow || old_empty || wanted.has_comments() {
            return Ok(false);
        }
        if !new_empty && written.chars().nth(1) == Some(' ') {
            let inner = new.len() - 1;
            new.insert(inner, ' ');
            new.insert(1, ' ');
        }
        if lines::column(self.text, node.span.start as usize) + new.chars().count() > WIDTH {
            return Ok(false);
        }
        self.refuse_anchors(node)?;
        self.put(range(node.span), &new);
        Ok(true)
    }

    /// Replaces a range. The comments that begin in it are noted as removed.
    pub(super) fn put(&mut self, range: Range<usize>, text: &str) {
        let comments = self.comments.texts(self.text, range.clone());
        match self.removed.last_mut().filter(|block| block.path == self.path) {
            Some(block) => block.comments.extend(comments),
            None if comments.is_empty() => {}
            None => self.removed.push(RemovedBlock {
                path: self.path.clone(),
                comments,
            }),
        }
        self.edits.push(Edit {
            span: Span::new(range.start, range.end),
            text: text.replace('\n', self.newline),
        });
    }

    /// An alias, an anchor or a tag at a value that would have to change.
    fn refuse_properties(&self, node: &Node) -> Result<(), EditError> {
        let what = match node.span.text(self.text).chars().next() {
            Some('*') if is_alias(self.text, node) => "an alias",
            Some('&') => "a value with an anchor",
            Some('!') => "a value with a tag",
            _ => return Ok(()),
        };
        Err(unsupported(what, node.span))
    }

    /// An anchor in a value that would go: an alias may need it.
    pub(super) fn refuse_anchors(&self, node: &Node) -> Result<(), EditError> {
        match super::slots::anchor(self.text, node) {
            Some(span) => Err(unsupported("a value with an anchor", span)),
            None => Ok(()),
        }
    }
}

pub(super) fn range(span: Span) -> Range<usize> {
    span.start as usize..span.end as usize
}

fn unsupported(what: &'static str, span: Span) -> EditError {
    EditError::Unsupported { what, span }
}

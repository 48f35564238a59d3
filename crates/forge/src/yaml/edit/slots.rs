//! The entries of a block map or the items of a block list, with the lines that belong to them.

use super::lines;
use forgeshift_source::data::{Node, Value};
use forgeshift_source::span::Span;

/// One entry or item.
pub(super) struct Slot<'a> {
    /// The key of an entry, nothing for an item.
    pub(super) key: Option<&'a str>,
    pub(super) value: &'a Node,
    /// Its key or dash.
    pub(super) start: usize,
    /// Behind its colon or dash; nothing where the key is explicit.
    pub(super) intro_end: Option<usize>,
    /// The column of its key or dash.
    pub(super) column: usize,
    /// Whether it shares its first line with what it stands in.
    pub(super) shares_line: bool,
    /// The first line of the comments right above it, else its own first line.
    pub(super) lead: usize,
    /// The end of its last line: behind its value and the comments that are indented deeper than it.
    pub(super) tail: usize,
}

impl Slot<'_> {
    /// Its step in a path.
    pub(super) fn name(&self, index: usize) -> String {
        let member = |name: &str| self.value.get(name).and_then(Node::str);
        let item = || member("key").or_else(|| member("name"));
        let name = self.key.or_else(item).map(str::to_owned);
        name.unwrap_or_else(|| index.to_string())
    }
}

/// The slots of a block map or list.
pub(super) fn slots<'a>(text: &str, node: &'a Node) -> Vec<Slot<'a>> {
    let parts: Vec<(Option<(&str, Span)>, &Node)> = match &node.value {
        Value::Array(items) => items.iter().map(|item| (None, item)).collect(),
        Value::Object(members) => {
            let parts = members.iter();
            parts
                .map(|member| (Some((member.key.as_str(), member.key_span)), &member.value))
                .collect()
        }
        _ => Vec::new(),
    };
    let mut start = node.span.start as usize;
    let mut free = 0;
    let mut slots = Vec::with_capacity(parts.len());
    for (key, value) in parts {
        let slot = slot(text, key, value, start, free);
        start = lines::skip_blank(text, value.span.end as usize);
        free = lines::next(text, slot.tail);
        slots.push(slot);
    }
    slots
}

/// A slot that begins at `start`; lines before `free` are not its own.
fn slot<'a>(
    text: &str,
    key: Option<(&'a str, Span)>,
    value: &'a Node,
    start: usize,
    free: usize,
) -> Slot<'a> {
    let line = lines::start(text, start);
    let shares_line = !text.get(line..start).unwrap_or("").trim().is_empty();
    let column = lines::column(text, start);
    let intro_end = match key {
        None => Some(start + 1),
        Some((_, span)) => (span.start as usize == start).then(|| {
            let colon = lines::skip_blank(text, span.end as usize);
            colon + 1
        }),
    };
    Slot {
        key: key.map(|(key, _)| key),
        value,
        start,
        intro_end,
        column,
        shares_line,
        lead: if shares_line { line } else { lead(text, line, free) },
        tail: tail(text, value.span.end as usize, column),
    }
}

/// The first of the comment lines right above a line.
fn lead(text: &str, line: usize, free: usize) -> usize {
    let mut lead = line;
    while let Some(previous) = lines::previous(text, lead) {
        if previous < free || lines::comment_column(text, previous).is_none() {
            break;
        }
        lead = previous;
    }
    lead
}

/// The end of the last comment line behind a value that is indented deeper than `column`.
fn tail(text: &str, value_end: usize, column: usize) -> usize {
    let mut tail = lines::end(text, value_end);
    let mut line = lines::next(text, tail);
    while line < text.len() {
        match lines::comment_column(text, line) {
            Some(comment) if comment > column => tail = lines::end(text, line),
            None if lines::is_blank(text, line) => {}
            _ => break,
        }
        line = lines::next(text, line);
    }
    tail
}

/// Whether there is a blank line between each and the next of several slots.
pub(super) fn are_spaced(text: &str, slots: &[Slot<'_>]) -> bool {
    let spaced = |pair: &[Slot<'_>]| match pair {
        [one, _] => lines::is_blank(text, lines::next(text, one.tail)),
        _ => false,
    };
    slots.len() > 1 && slots.windows(2).all(spaced)
}

/// Whether a value is written as an alias.
pub(super) fn is_alias(text: &str, node: &Node) -> bool {
    let written = node.span.text(text);
    // A map whose first key is an alias begins like one.
    written.starts_with('*') && !written.contains(char::is_whitespace)
}

/// Whether a list or map is written in block style.
pub(super) fn is_block(text: &str, node: &Node) -> bool {
    (node.is_object() || node.is_array()) && !node.span.text(text).starts_with(['{', '['])
}

/// The first anchor within a value.
pub(super) fn anchor(text: &str, node: &Node) -> Option<Span> {
    let written = node.span.text(text);
    if is_alias(text, node) {
        return None;
    }
    if written.starts_with('&') || (written.starts_with('!') && written.contains('&')) {
        return Some(node.span);
    }
    let in_items = node.items().iter().find_map(|item| anchor(text, item));
    in_items.or_else(|| {
        node.members().iter().find_map(|member| {
            let key = member.key_span;
            let in_key = key.text(text).starts_with(['&', '!']).then_some(key);
            in_key.or_else(|| anchor(text, &member.value))
        })
    })
}

//! The parser's events with exact spans in bytes.
//!
//! The parser counts in characters, ends a block where the next token begins and begins a block scalar at its
//! first content; here all of that is put right.

use super::{DEPTH, TOO_DEEP, error};
use crate::data::DataError;
use crate::span::Span;
use saphyr_parser::{self as parser, ScalarStyle as Style};
use std::collections::HashMap;

/// One value's begin, or the end of a list or map.
pub(super) struct Event {
    pub(super) content: Content,
    /// The number of its anchor, 0 where it has none.
    pub(super) anchor: usize,
    /// The bytes of the whole value.
    pub(super) span: Span,
}

pub(super) enum Content {
    /// A scalar that is a string whatever it looks like.
    Text(String),
    /// A scalar whose type its text tells.
    Plain(String),
    /// Stands for the value of an anchor.
    Alias(usize),
    List,
    Map,
    /// The end of a list or map.
    End,
}

/// The events of one document; none where it is empty.
pub(super) struct Stream {
    pub(super) events: Vec<Event>,
    /// Where the value of an anchor begins in `events`.
    pub(super) anchors: HashMap<usize, usize>,
}

impl Stream {
    pub(super) fn read(text: &str) -> Result<Self, DataError> {
        if let Some(at) = text.find('\0') {
            return Err(error("a NUL character", Span::new(at, at + 1)));
        }
        let mut reader = Reader {
            text,
            bytes: ByteOffsets::new(text),
            stream: Self {
                events: Vec::new(),
                anchors: HashMap::new(),
            },
            open: Vec::new(),
            cursor: 0,
            documents: 0,
        };
        for event in parser::Parser::new_from_str(text) {
            let (event, place) = event.map_err(|wrong| {
                let at = reader.bytes.of(wrong.marker().index());
                error(wrong.info(), Span::new(at, at))
            })?;
            reader.event(event, place)?;
        }
        Ok(reader.stream)
    }
}

struct Reader<'a> {
    text: &'a str,
    bytes: ByteOffsets,
    stream: Stream,
    /// The lists and maps that have not ended.
    open: Vec<Open>,
    /// The end of the last token that was understood.
    cursor: usize,
    documents: usize,
}

/// A list or map that has not ended.
struct Open {
    /// Its index among the events.
    event: usize,
    flow: bool,
    next: Role,
}

/// What a node is to the one that it stands in; the root counts as an item.
#[derive(Clone, Copy, PartialEq)]
enum Role {
    Key,
    Value,
    Item,
}

impl Reader<'_> {
    fn event(&mut self, event: parser::Event<'_>, place: parser::Span) -> Result<(), DataError> {
        let start = self.bytes.of(place.start.index());
        let end = self.bytes.of(place.end.index()).max(start);
        match event {
            parser::Event::DocumentStart(marked) => {
                self.documents += 1;
                self.cursor = if marked { end } else { self.cursor };
                if self.documents > 1 {
                    return Err(error("a second document", Span::new(start, end)));
                }
            }
            parser::Event::Alias(anchor) => {
                self.role();
                self.leaf(Content::Alias(anchor), 0, (start, end));
            }
            parser::Event::Scalar(value, style, anchor, tag) => {
                let role = self.role();
                let bare = anchor == 0 && tag.is_none();
                let span = match style {
                    Style::Plain if value.is_empty() && bare => self.left_out(role),
                    Style::Plain => (start, end),
                    Style::SingleQuoted | Style::DoubleQuoted => (start, self.quoted_end(start)),
                    Style::Literal | Style::Folded => self.block_span(bare, start, end),
                };
                let text = style != Style::Plain || tag.is_some_and(|tag| is_string(&tag));
                let content = if text { Content::Text } else { Content::Plain };
                self.leaf(content(value.into_owned()), anchor, span);
            }
            parser::Event::SequenceStart(anchor, tag) => {
                let role = self.role();
                let bare = anchor == 0 && tag.is_none();
                let start = if bare {
                    self.list_start(role, start, end)
                } else {
                    start
                };
                self.open(Content::List, anchor, start, end)?;
            }
            parser::Event::MappingStart(anchor, _) => {
                self.role();
                self.open(Content::Map, anchor, start, end)?;
            }
            parser::Event::SequenceEnd | parser::Event::MappingEnd => self.close(),
            _ => {}
        }
        Ok(())
    }

    /// What the node that begins now is to the open map or list.
    fn role(&mut self) -> Role {
        let Some(open) = self.open.last_mut() else {
            return Role::Item;
        };
        let role = open.next;
        open.next = match role {
            Role::Key => Role::Value,
            Role::Value => Role::Key,
            Role::Item => Role::Item,
        };
        role
    }

    fn push(&mut self, content: Content, anchor: usize, start: usize, end: usize) {
        if anchor > 0 {
            self.stream.anchors.insert(anchor, self.stream.events.len());
        }
        self.stream.events.push(Event {
            content,
            anchor,
            span: Span::new(start, end),
        });
    }

    fn leaf(&mut self, content: Content, anchor: usize, (start, end): (usize, usize)) {
        self.push(content, anchor, start, end);
        self.cursor = end;
    }

    fn open(&mut self, content: Content, anchor: usize, start: usize, end: usize) -> Result<(), DataError> {
        if self.open.len() >= DEPTH {
            return Err(error(TOO_DEEP, Span::new(start, start)));
        }
        let first = skip_properties(self.text, start);
        // A block whose first key is a flow list begins with a bracket too, but the parser stays before it.
        let flow = end > first && matches!(self.text.as_bytes().get(first), Some(b'[' | b'{'));
        self.open.push(Open {
            event: self.stream.events.len(),
            flow,
            next: match content {
                Content::Map => Role::Key,
                _ => Role::Item,
            },
        });
        self.push(content, anchor, start, start);
        self.cursor = first + usize::from(flow);
        Ok(())
    }

    /// A block ends with its last value, a flow list or map with its bracket.
    fn close(&mut self) {
        let Some(open) = self.open.pop() else { return };
        if open.flow {
            self.cursor = find(self.text, self.cursor, b"]}") + 1;
        }
        let end = Span::new(self.cursor, self.cursor);
        if let Some(event) = self.stream.events.get_mut(open.event) {
            event.span.end = end.end;
        }
        self.push(Content::End, 0, self.cursor, self.cursor);
    }

    /// The first dash of a block list; the parser passes it where the list is not indented below its key.
    fn list_start(&self, role: Role, start: usize, end: usize) -> usize {
        let flow = end > start && self.text.as_bytes().get(start) == Some(&b'[');
        match role {
            Role::Key | Role::Value if !flow => find(self.text, self.cursor, b"-").min(start),
            _ => start,
        }
    }

    /// Where a value that is not written would stand: right behind its colon, dash or question mark.
    fn left_out(&self, role: Role) -> (usize, usize) {
        let (at, sign) = match role {
            Role::Key => (find(self.text, self.cursor, b"?:"), b'?'),
            Role::Value => (skip_blank(self.text, self.cursor), b':'),
            Role::Item => (skip_blank(self.text, self.cursor), b'-'),
        };
        let at = match self.text.as_bytes().get(at) {
            Some(byte) if *byte == sign && ends_sign(self.text, at + 1) => at + 1,
            _ if role == Role::Key => at,
            _ => self.cursor,
        };
        (at, at)
    }

    fn quoted_end(&self, start: usize) -> usize {
        let start = skip_properties(self.text, start);
        let bytes = self.text.as_bytes().get(start..).unwrap_or_default();
        let Some((quote, rest)) = bytes.split_first() else {
            return start;
        };
        let mut rest = rest.iter().enumerate().peekable();
        while let Some((at, byte)) = rest.next() {
            let escapes = (*byte == b'\\' && *quote == b'"')
                || (*byte == b'\''
                    && *quote == b'\''
                    && rest.peek().is_some_and(|(_, next)| **next == b'\''));
            if escapes {
                rest.next();
            } else if byte == quote {
                return start + at + 2;
            }
        }
        self.text.len()
    }

    /// From the header of a block scalar (or its anchor or tag) to its last line.
    fn block_span(&self, bare: bool, start: usize, end: usize) -> (usize, usize) {
        let header = match bare {
            true => find(self.text, self.cursor, b"|>"),
            false => skip_properties(self.text, start),
        };
        let start = if bare { header } else { start };
        (start, block_end(self.text, header, end))
    }
}

fn is_string(tag: &parser::Tag) -> bool {
    (tag.is_yaml_core_schema() && tag.suffix == "str") || (tag.handle.is_empty() && tag.suffix == "!")
}

/// The offset of the first byte from `at` on that is neither blank nor comment.
fn skip_blank(text: &str, mut at: usize) -> usize {
    let bytes = text.as_bytes();
    while let Some(byte) = bytes.get(at) {
        match byte {
            b' ' | b'\t' | b'\r' | b'\n' => at += 1,
            b'#' => at = line_end(text, at),
            _ => break,
        }
    }
    at
}

/// Whether what stands before `at` can be a sign of its own and not the begin of a word.
fn ends_sign(text: &str, at: usize) -> bool {
    let next = text.as_bytes().get(at);
    next.is_none_or(|byte| byte.is_ascii_whitespace() || b",]}".contains(byte))
}

/// The offset of the next of the `signs` that is not in a comment. Only signs may stand before it.
fn find(text: &str, mut at: usize, signs: &[u8]) -> usize {
    loop {
        at = skip_blank(text, at);
        match text.as_bytes().get(at) {
            Some(byte) if !signs.contains(byte) => at += 1,
            _ => return at,
        }
    }
}

/// The offset of a value behind its anchor and tag.
fn skip_properties(text: &str, mut at: usize) -> usize {
    while let Some(rest) = text.get(at..).filter(|rest| rest.starts_with(['&', '!'])) {
        let end = match rest.starts_with("!<") {
            true => rest.find('>').map(|end| end + 1),
            false => rest.find(|c: char| c.is_ascii_whitespace() || ",[]{}".contains(c)),
        };
        at = skip_blank(text, at + end.unwrap_or(rest.len()));
    }
    at
}

/// The end of a block scalar's last line, its line break not counted; `end` is where the parser stopped.
fn block_end(text: &str, header: usize, end: usize) -> usize {
    let header_end = line_end(text, header);
    let indicators = text.get(header..header_end).unwrap_or("");
    let indicators = indicators.split([' ', '\t']).next().unwrap_or("");
    let content = text.get(header_end..end).unwrap_or("");
    // Lines of blanks that reach into the content are content.
    let indentation = match indicators.contains(|c: char| c.is_ascii_digit()) {
        true => usize::MAX,
        false => indentation(content),
    };
    let is_blank = |line: &str| line.bytes().all(|byte| byte == b' ') && line.len() <= indentation;
    let (mut lines, last) = split_last_line(content);
    if end == text.len() && !is_blank(last) {
        return end;
    }
    while let (before, line) = split_last_line(lines)
        && !lines.is_empty()
        && is_blank(line)
        && !indicators.contains('+')
    {
        lines = before;
    }
    header_end + lines.len()
}

/// A text without its last line and the break before that, and that line.
fn split_last_line(text: &str) -> (&str, &str) {
    match text.rfind(['\n', '\r']) {
        None => ("", text),
        Some(at) => {
            let (before, line) = (&text[..at], &text[at + 1..]);
            let crlf = text[at..].starts_with('\n');
            (before.strip_suffix('\r').filter(|_| crlf).unwrap_or(before), line)
        }
    }
}

/// How far the first line that is not blank is indented.
fn indentation(content: &str) -> usize {
    let line = content
        .split(['\n', '\r'])
        .find(|line| !line.trim_matches(' ').is_empty());
    line.map_or(usize::MAX, |line| line.len() - line.trim_start_matches(' ').len())
}

fn line_end(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or("");
    at + rest.find(['\n', '\r']).unwrap_or(rest.len())
}

/// From the parser's offsets in characters to offsets in bytes.
struct ByteOffsets {
    /// The offset of each character; empty where all are ASCII.
    of_char: Vec<u32>,
    len: usize,
}

impl ByteOffsets {
    fn new(text: &str) -> Self {
        let of_char = match text.is_ascii() {
            true => Vec::new(),
            false => text.char_indices().map(|(at, _)| at as u32).collect(),
        };
        Self {
            of_char,
            len: text.len(),
        }
    }

    fn of(&self, chars: usize) -> usize {
        if self.of_char.is_empty() {
            return chars.min(self.len);
        }
        self.of_char.get(chars).map_or(self.len, |at| *at as usize)
    }
}

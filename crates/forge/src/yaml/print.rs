//! Prints a tree as block style YAML.

use super::scalar;
use super::tree::{Entry, Item, Map, Yaml};

/// How far things are indented.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// A map below its key.
    pub map: usize,
    /// A list below its key; zero lets the dashes stand in the key's column.
    pub list: usize,
}

/// Two columns for everything.
impl Default for Layout {
    fn default() -> Self {
        Self { map: 2, list: 2 }
    }
}

/// A document. Its lines end with `\n`.
pub fn print(map: &Map) -> String {
    print_with(map, Layout::default())
}

/// A document in a given layout; a map below its key is indented by one column at least.
pub fn print_with(map: &Map, layout: Layout) -> String {
    if map.is_empty() {
        return "{}\n".into();
    }
    let mut printer = Printer::new(layout);
    printer.entries(map, 0);
    printer.out
}

/// What a value stands behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Intro {
    /// `key:`
    Key,
    /// `-`
    Dash,
}

/// How far a value of a list stands behind its dash.
const BEHIND_DASH: usize = 2;

/// Writes lines.
pub(super) struct Printer {
    pub(super) out: String,
    layout: Layout,
}

impl Printer {
    pub(super) fn new(layout: Layout) -> Self {
        Self {
            out: String::new(),
            layout: Layout {
                map: layout.map.max(1),
                ..layout
            },
        }
    }

    /// An entry with its comment, in lines of their own.
    pub(super) fn entry(&mut self, entry: &Entry, column: usize) {
        self.comments(&entry.comment, column);
        self.pad(column);
        self.key(entry, column);
    }

    /// An item with its comment, in lines of their own.
    pub(super) fn item(&mut self, item: &Item, column: usize) {
        self.comments(&item.comment, column);
        self.first_comments(&item.value, column);
        self.pad(column);
        self.dash(item, column);
    }

    /// What follows a key or a dash that stands in `column`, up to the end of the line or lines.
    pub(super) fn value(&mut self, value: &Yaml, column: usize, intro: Intro) {
        let inner = self.inner(value, column, intro);
        match value {
            Yaml::Map(map) if !map.is_empty() && intro == Intro::Dash => {
                self.out.push(' ');
                self.behind_dash(map.entries(), inner, Self::key, Self::entry);
            }
            Yaml::List(items) if !items.is_empty() && intro == Intro::Dash => {
                self.out.push(' ');
                self.behind_dash(items, inner, Self::dash, Self::item);
            }
            Yaml::Str(text) if scalar::block_sign(text).is_some() => self.block_scalar(text, inner),
            _ => self.below(value, column, intro),
        }
    }

    /// The same, with lists and maps in the lines below also behind a dash.
    pub(super) fn below(&mut self, value: &Yaml, column: usize, intro: Intro) {
        let inner = self.inner(value, column, intro);
        match value {
            Yaml::Map(map) if !map.is_empty() => {
                self.out.push('\n');
                self.entries(map, inner);
            }
            Yaml::List(items) if !items.is_empty() => {
                self.out.push('\n');
                for item in items {
                    self.item(item, inner);
                }
            }
            _ => {
                self.out.push(' ');
                self.out.push_str(&inline(value, false));
                self.out.push('\n');
            }
        }
    }

    /// The column of what stands within a value.
    fn inner(&self, value: &Yaml, column: usize, intro: Intro) -> usize {
        match (intro, value) {
            (Intro::Dash, _) => column + BEHIND_DASH,
            (Intro::Key, Yaml::List(_)) => column + self.layout.list,
            (Intro::Key, _) => column + self.layout.map,
        }
    }

    pub(super) fn entries(&mut self, map: &Map, column: usize) {
        for entry in map.entries() {
            self.entry(entry, column);
        }
    }

    /// Entries or items of which the first shares its line with a dash; its comment is above that already.
    fn behind_dash<T>(
        &mut self,
        all: &[T],
        column: usize,
        first: fn(&mut Self, &T, usize),
        other: fn(&mut Self, &T, usize),
    ) {
        for (index, one) in all.iter().enumerate() {
            let print = if index == 0 { first } else { other };
            print(self, one, column);
        }
    }

    fn key(&mut self, entry: &Entry, column: usize) {
        self.out.push_str(&scalar::text(&entry.key, false));
        self.out.push(':');
        self.value(&entry.value, column, Intro::Key);
    }

    fn dash(&mut self, item: &Item, column: usize) {
        self.out.push('-');
        self.value(&item.value, column, Intro::Dash);
    }

    /// The comments of what shares its line with a dash: they can only stand above that.
    fn first_comments(&mut self, value: &Yaml, column: usize) {
        match value {
            Yaml::Map(map) => {
                if let Some(entry) = map.entries().first() {
                    self.comments(&entry.comment, column);
                }
            }
            Yaml::List(items) => {
                if let Some(item) = items.first() {
                    self.comments(&item.comment, column);
                    self.first_comments(&item.value, column);
                }
            }
            _ => {}
        }
    }

    fn comments(&mut self, comments: &[String], column: usize) {
        for comment in comments {
            self.pad(column);
            let line = format!("# {}", scalar::comment(comment));
            self.out.push_str(line.trim_end());
            self.out.push('\n');
        }
    }

    fn block_scalar(&mut self, text: &str, column: usize) {
        let sign = scalar::block_sign(text).unwrap_or_default();
        self.out.push(' ');
        self.out.push_str(sign);
        self.out.push('\n');
        for line in text.lines() {
            if !line.is_empty() {
                self.pad(column);
            }
            self.out.push_str(line);
            self.out.push('\n');
        }
    }

    fn pad(&mut self, column: usize) {
        self.out.extend(std::iter::repeat_n(' ', column));
    }
}

/// A value on one line, lists and maps in flow style.
pub(super) fn inline(value: &Yaml, flow: bool) -> String {
    match value {
        Yaml::Null => "null".into(),
        Yaml::Bool(value) => value.to_string(),
        Yaml::Int(value) => value.to_string(),
        Yaml::Float(value) => scalar::float(*value),
        Yaml::Str(text) => scalar::text(text, flow),
        Yaml::List(items) => {
            let items: Vec<_> = items.iter().map(|item| inline(&item.value, true)).collect();
            format!("[{}]", items.join(", "))
        }
        Yaml::Map(map) => {
            let entry = |entry: &Entry| {
                let key = scalar::text(&entry.key, true);
                format!("{key}: {}", inline(&entry.value, true))
            };
            let entries: Vec<_> = map.entries().iter().map(entry).collect();
            format!("{{{}}}", entries.join(", "))
        }
    }
}

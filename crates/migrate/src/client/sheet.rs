//! The edits of one text: what is replaced, which names are brought in, what is marked.

use forgeshift_forge::app::page::bridge::Bridge;
use forgeshift_source::edit::{self, Edit};
use forgeshift_source::file::SourceFile;
use forgeshift_source::finding::{Code, Finding, Grade};
use forgeshift_source::span::Span;
use std::collections::{BTreeMap, BTreeSet};

/// Where a name comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum From {
    /// A package.
    Package(&'static str),
    /// A module of the app that stands between page and bridge.
    Bridge(Bridge),
}

/// The edits of one text.
#[derive(Debug)]
pub struct Sheet<'f> {
    file: &'f SourceFile,
    edits: Vec<Edit>,
    marks: BTreeMap<u32, Vec<String>>,
    /// Names that are brought in: what they are there, and what they are called here.
    pub names: BTreeMap<From, BTreeMap<&'static str, String>>,
    /// Names that are taken.
    taken: BTreeSet<String>,
    /// What is to be said.
    pub findings: Vec<Finding>,
    /// The lowest grade of all edits.
    pub grade: Grade,
}

impl<'f> Sheet<'f> {
    /// An empty sheet for a text in which these names are taken.
    pub fn new(file: &'f SourceFile, taken: BTreeSet<String>) -> Self {
        Self {
            file,
            edits: Vec::new(),
            marks: BTreeMap::new(),
            names: BTreeMap::new(),
            taken,
            findings: Vec::new(),
            grade: Grade::Safe,
        }
    }

    /// The text at a span.
    pub fn text(&self, span: Span) -> &'f str {
        span.text(&self.file.text)
    }

    /// Replaces what stands at a span.
    pub fn replace(&mut self, span: Span, text: impl Into<String>) {
        self.edits.push(Edit {
            span,
            text: text.into(),
        });
    }

    /// Inserts before an offset.
    pub fn insert(&mut self, at: u32, text: impl Into<String>) {
        self.replace(Span { start: at, end: at }, text);
    }

    /// Removes a statement or element; with its line, where nothing else stands on it.
    pub fn remove(&mut self, span: Span) {
        let span = self.with_line(span);
        self.replace(span, "");
    }

    fn with_line(&self, span: Span) -> Span {
        let text = &*self.file.text;
        let (start, end) = (span.start as usize, span.end as usize);
        let before = text.get(..start).unwrap_or("");
        let line = before.rfind('\n').map_or(0, |at| at + 1);
        let after = text.get(end..).unwrap_or("");
        let rest = after.find('\n').map_or(after.len(), |at| at + 1);
        let blank = |part: Option<&str>| part.is_some_and(|part| part.trim().is_empty());
        if blank(before.get(line..)) && blank(after.get(..rest)) {
            Span::new(line, end + rest)
        } else {
            span
        }
    }

    /// The local name of something that is brought in.
    pub fn name(&mut self, from: From, name: &'static str) -> String {
        if let Some(known) = self.names.get(&from).and_then(|names| names.get(name)) {
            return known.clone();
        }
        let mut local = name.to_owned();
        if self.taken.contains(&local) {
            let mut chars = name.chars();
            let first = chars.next().map(|c| c.to_ascii_uppercase());
            local = format!("forge{}{}", first.unwrap_or_default(), chars.as_str());
        }
        while self.taken.contains(&local) {
            local.push('_');
        }
        self.taken.insert(local.clone());
        self.names.entry(from).or_default().insert(name, local.clone());
        local
    }

    /// Notes how far an edit can be trusted; from review on, with a mark above the statement and a finding.
    pub fn say(&mut self, grade: Grade, code: Code, statement: Span, place: Span, message: String) {
        self.grade = self.grade.max(grade);
        let word = match grade {
            Grade::Review => "FORGE-REVIEW",
            Grade::Todo => "FORGE-TODO",
            Grade::Safe | Grade::Report => "",
        };
        if !word.is_empty() {
            let mark = format!("// {word}({code}): {message}");
            let marks = self.marks.entry(statement.start).or_default();
            if !marks.contains(&mark) {
                marks.push(mark);
            }
        }
        if grade != Grade::Safe {
            self.findings
                .push(Finding::new(code, message).at(self.file.place(place)));
        }
    }

    /// The text with all edits made. `head` stands where new lines of code may stand.
    pub fn apply(mut self, span: Span, head: u32, module: bool, bridge: &str) -> Rewritten {
        let newline = match self.file.newline() {
            forgeshift_source::file::Newline::CrLf => "\r\n",
            forgeshift_source::file::Newline::Lf => "\n",
        };
        let mut lines = String::new();
        for (from, names) in &self.names {
            let path = match from {
                From::Package(package) => (*package).to_owned(),
                From::Bridge(file) => format!("{bridge}{}", file.file()),
            };
            let joint = if module { " as " } else { ": " };
            let list: Vec<String> = names
                .iter()
                .map(|(name, local)| {
                    if name == local {
                        local.clone()
                    } else {
                        format!("{name}{joint}{local}")
                    }
                })
                .collect();
            let list = list.join(", ");
            lines.push_str(&if module {
                format!("import {{ {list} }} from \"{path}\";{newline}")
            } else {
                format!("const {{ {list} }} = require(\"{path}\");{newline}")
            });
        }
        if !lines.is_empty() {
            let at_start = head == span.start;
            let text = if at_start {
                format!("{lines}{newline}")
            } else {
                format!("{newline}{newline}{}", lines.trim_end())
            };
            self.insert(head, text);
        }
        for (at, marks) in std::mem::take(&mut self.marks) {
            let before = self.file.text.get(..at as usize).unwrap_or("");
            let line = before.rfind('\n').map_or(0, |at| at + 1);
            let indent: String = before[line..]
                .chars()
                .take_while(|c| matches!(c, ' ' | '\t'))
                .collect();
            let text: String = marks
                .iter()
                .map(|mark| format!("{mark}{newline}{indent}"))
                .collect();
            self.insert(at.max(head), text);
        }
        let edits = outermost(self.edits, span);
        let inner = span.text(&self.file.text);
        let text = edit::apply(inner, &edits).unwrap_or_else(|_| inner.to_owned());
        Rewritten {
            text,
            grade: self.grade,
            names: self.names,
            findings: self.findings,
        }
    }
}

/// A text after its edits.
#[derive(Debug)]
pub struct Rewritten {
    /// The text.
    pub text: String,
    /// The lowest grade of all edits.
    pub grade: Grade,
    /// What it brings in.
    pub names: BTreeMap<From, BTreeMap<&'static str, String>>,
    /// What is to be said.
    pub findings: Vec<Finding>,
}

/// The edits within a span, counted from its start, without those that stand within what another replaces.
fn outermost(edits: Vec<Edit>, span: Span) -> Vec<Edit> {
    let within = |inner: &Span, outer: &Span| {
        outer.start <= inner.start
            && inner.end <= outer.end
            && outer.end > outer.start
            && inner != outer
            && !(inner.start == inner.end && (inner.start == outer.start || inner.end == outer.end))
    };
    let spans: Vec<Span> = edits.iter().map(|edit| edit.span).collect();
    edits
        .into_iter()
        .filter(|edit| span.start <= edit.span.start && edit.span.end <= span.end)
        .filter(|edit| !spans.iter().any(|outer| within(&edit.span, outer)))
        .map(|edit| Edit {
            span: Span {
                start: edit.span.start - span.start,
                end: edit.span.end - span.start,
            },
            text: edit.text,
        })
        .collect()
}

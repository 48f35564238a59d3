//! Formats that other programs read, and the report for people who do not read code.
//!
//! Each is written from the JSON of the contract and from nothing else: so a report can be made of analyses that
//! other machines made, and says the same as they do.

mod csv;
mod cyclonedx;
mod decision;
mod egress;
mod html;
mod junit;
mod markdown;
mod sarif;

use crate::arguments::Format;
use serde_json::Value;

/// A document of the contract in one of the formats of this folder; none for text and JSON.
pub fn write(format: Format, document: &Value) -> Option<String> {
    Some(match format {
        Format::Text | Format::Json => return None,
        Format::Sarif => sarif::write(document),
        Format::Junit => junit::write(document),
        Format::Md => markdown::write(document),
        Format::Csv => csv::write(document),
        Format::Html => html::write(document),
        Format::Cyclonedx => cyclonedx::write(document),
    })
}

/// The targets in the order of how much they change: the word of the contract, a name for people, what it means.
pub const TARGETS: [(&str, &str, &str); 3] = [
    (
        "connect-on-forge",
        "Wrap",
        "Connect on Forge: the server and the Connect modules stay",
    ),
    (
        "remote",
        "Remote",
        "Forge modules and pages, the server stays behind a remote",
    ),
    ("native", "Native", "all that can run on Forge does"),
];

/// Why a target has no effort.
pub fn without_effort(target: &Value) -> &str {
    match target.text("standing") {
        "reached" => "none: the app is there",
        _ => target.some("closed_why").unwrap_or("not evaluated"),
    }
}

/// Reading a value of the contract without asking at each step whether it is there.
pub trait Read {
    /// The text below a key; empty where there is none.
    fn text(&self, key: &str) -> &str;
    /// The text below a key, where there is some.
    fn some(&self, key: &str) -> Option<&str>;
    /// The list below a key; empty where there is none.
    fn list(&self, key: &str) -> &[Value];
    /// The number below a key; 0 where there is none.
    fn count(&self, key: &str) -> u64;
}

impl Read for Value {
    fn text(&self, key: &str) -> &str {
        self.some(key).unwrap_or_default()
    }

    fn some(&self, key: &str) -> Option<&str> {
        self.get(key)
            .and_then(Value::as_str)
            .filter(|text| !text.is_empty())
    }

    fn list(&self, key: &str) -> &[Value] {
        self.get(key)
            .and_then(Value::as_array)
            .map(Vec::as_slice)
            .unwrap_or_default()
    }

    fn count(&self, key: &str) -> u64 {
        self.get(key).and_then(Value::as_u64).unwrap_or_default()
    }
}

/// `file:line` of a place of the contract; empty where there is none.
pub fn at(place: &Value) -> String {
    match place.some("file") {
        Some(file) => format!("{file}:{}", place.count("line")),
        None => String::new(),
    }
}

/// What people call an app: its name, else its key, else the path it was read from.
pub fn name(app: &Value) -> &str {
    let known = app
        .get("app")
        .and_then(|app| app.some("name").or_else(|| app.some("key")));
    known
        .or_else(|| app.some("path"))
        .unwrap_or("an app without a name")
}

/// The apps of a document: of a portfolio all of them, else the one.
pub fn apps(document: &Value) -> &[Value] {
    match document.get("apps") {
        Some(_) => document.list("apps"),
        None => std::slice::from_ref(document),
    }
}

/// Texts of untrusted origin without what a terminal, a spreadsheet or a parser would take as a command.
pub fn plain(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

//! One file a format, and what formats share.

pub mod analysis;
pub mod decision;
pub mod decision_json;
pub mod diff;
pub mod explain;
pub mod export;
pub mod json;
mod json_code;
pub mod plan;
pub mod saved;
pub mod targets;
pub mod terminal;
pub mod timings;

use crate::input::Input;
use forgeshift_connect::facts::Secret;
use forgeshift_migrate::outcome::{Fate, Outcome};
use forgeshift_source::file::SourceFile;
use forgeshift_source::span::Place;
use std::cell::RefCell;
use std::collections::BTreeMap;

/// Files beyond this size are not excerpted.
const EXCERPT_LIMIT: u64 = 4 << 20;

/// How many declared things there are, and what became of them.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    /// All of them.
    pub total: usize,
    /// Those that are in the manifest as something of Forge.
    pub written: usize,
    /// Those that the manifest carries as they are.
    pub kept: usize,
    /// Those that nothing takes the place of.
    pub lost: usize,
}

/// Counts outcomes.
pub fn tally<'a>(outcomes: impl IntoIterator<Item = &'a Outcome>) -> Tally {
    let mut tally = Tally::default();
    for outcome in outcomes {
        tally.total += 1;
        match outcome.fate {
            Fate::Written(_) => tally.written += 1,
            Fate::Kept(_) => tally.kept += 1,
            Fate::Lost(_) => tally.lost += 1,
        }
    }
    tally
}

/// The status that the contract gives a module.
pub fn status(outcome: &Outcome) -> &'static str {
    let host = forgeshift_migrate::convert::host(outcome.product);
    forgeshift_migrate::catalog::module::find(host, &outcome.kind).map_or("none", |row| row.status.as_str())
}

/// Lines of the app's files, read when they are shown.
pub struct Excerpts<'a> {
    input: &'a Input,
    files: RefCell<BTreeMap<String, Option<SourceFile>>>,
}

impl<'a> Excerpts<'a> {
    /// Excerpts of an app.
    pub fn new(input: &'a Input) -> Self {
        Self {
            input,
            files: RefCell::default(),
        }
    }

    /// The text of a line; none where it is blank, cannot be read, or holds a secret.
    pub fn line(&self, place: &Place) -> Option<String> {
        let secrets = self
            .input
            .app
            .code
            .as_ref()
            .map(|code| code.secrets.as_slice())
            .unwrap_or_default();
        let secret = |found: &Secret| {
            found.place.file == place.file && (found.place.line..=found.place.end_line).contains(&place.line)
        };
        if secrets.iter().any(secret) {
            return None;
        }
        let mut files = self.files.borrow_mut();
        let read = || self.input.tree.read(&place.file, EXCERPT_LIMIT).ok();
        let file = files
            .entry(place.file.to_string())
            .or_insert_with(read)
            .as_ref()?;
        Some(file.lines().line(&file.text, place.line).trim().to_owned()).filter(|text| !text.is_empty())
    }
}

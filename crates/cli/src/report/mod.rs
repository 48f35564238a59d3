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
pub mod shared;
pub mod source;
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

/// Whether a file is there to hold values that are nobody's business: no line of it is ever shown.
fn holds_values(file: &str) -> bool {
    let name = file.rsplit('/').next().unwrap_or(file).to_ascii_lowercase();
    let ends = |ending: &str| name.ends_with(ending);
    name.starts_with(".env")
        || name == "credentials.json"
        || [".pem", ".key", ".p12", ".pfx"].into_iter().any(ends)
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

    /// The text of a line without what stands around it; none where it is blank, cannot be read, or holds a secret.
    pub fn line(&self, place: &Place) -> Option<String> {
        Some(self.whole_line(place)?.trim().to_owned()).filter(|text| !text.is_empty())
    }

    /// The same as it stands, blank or not.
    pub fn whole_line(&self, place: &Place) -> Option<String> {
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
        if holds_values(&place.file) || secrets.iter().any(secret) {
            return None;
        }
        self.read(&place.file, place.line)
    }

    /// The lines that hold secrets, so that they can be found again where they were copied to.
    pub fn secret_lines(&self) -> Vec<String> {
        let code = self.input.app.code.as_ref();
        let secrets = code.map(|code| code.secrets.as_slice()).unwrap_or_default();
        let lines = secrets.iter().flat_map(|secret| {
            (secret.place.line..=secret.place.end_line).map(|line| (&secret.place.file, line))
        });
        lines
            .filter_map(|(file, line)| Some(self.read(file, line)?.trim().to_owned()))
            .filter(|text| !text.is_empty())
            .collect()
    }

    fn read(&self, path: &str, line: u32) -> Option<String> {
        let mut files = self.files.borrow_mut();
        let read = || self.input.tree.read(path, EXCERPT_LIMIT).ok();
        let file = files.entry(path.to_owned()).or_insert_with(read).as_ref()?;
        let lines = file.lines();
        (lines.count() >= line as usize).then(|| lines.line(&file.text, line).to_owned())
    }
}

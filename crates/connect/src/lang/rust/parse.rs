//! One file at a time: read under guard, parsed, lowered. Whatever happens in one file, the others go on.

use super::tree::Module;
use super::{guard, lower};
use crate::facts::{FileFact, Reading};
use forgeshift_source::disk::tree::{Listed, Tree};
use rayon::prelude::*;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// The largest file that is parsed.
const LIMIT: u64 = 1 << 20;
/// Stack of a thread that parses: reserved, not used, in ordinary runs.
pub const STACK: usize = 1 << 30;

/// A file that was looked at.
pub struct Parsed {
    pub path: Arc<str>,
    pub bytes: u64,
    /// What is in it, or why that is not known.
    pub module: Result<Module, Reading>,
}

impl Parsed {
    pub fn fact(&self, reading: Reading) -> FileFact {
        FileFact {
            path: self.path.clone(),
            language: "rust",
            bytes: self.bytes,
            reading,
        }
    }
}

/// Parses the files on `threads` threads of their own; the results are in the order of the files.
pub fn files(tree: &Tree, files: &[Listed], threads: usize) -> Vec<Parsed> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads.max(1))
        .stack_size(STACK)
        .build();
    match pool {
        Ok(pool) => pool.install(|| files.par_iter().map(|listed| file(tree, listed)).collect()),
        Err(error) => files
            .iter()
            .map(|listed| unread(listed, Reading::Failed(error.to_string())))
            .collect(),
    }
}

fn unread(listed: &Listed, reading: Reading) -> Parsed {
    Parsed {
        path: listed.path.clone(),
        bytes: listed.bytes,
        module: Err(reading),
    }
}

fn file(tree: &Tree, listed: &Listed) -> Parsed {
    if let Some(reason) = not_the_program(&listed.path) {
        return unread(listed, Reading::Skipped(reason.to_owned()));
    }
    let source = match tree.read(&listed.path, LIMIT) {
        Ok(source) => source,
        Err(error) => return unread(listed, Reading::Failed(error.to_string())),
    };
    if guard::depth(&source.text) > guard::DEPTH {
        let reason = format!("expressions nest deeper than {} levels", guard::DEPTH);
        return unread(listed, Reading::Failed(reason));
    }
    let module = catch_unwind(AssertUnwindSafe(|| parse(&source.text)));
    // The parser keeps every text that it saw on this thread until it is told to forget.
    proc_macro2::extra::invalidate_current_thread_spans();
    Parsed {
        path: listed.path.clone(),
        bytes: listed.bytes,
        module: module
            .unwrap_or_else(|_| Err(Reading::Failed("the parser gave up (a fault of ours)".to_owned()))),
    }
}

fn parse(text: &str) -> Result<Module, Reading> {
    let file = syn::parse_file(text).map_err(|error| {
        let start = error.span().start();
        Reading::Failed(format!(
            "line {}, column {}: {error}",
            start.line,
            start.column + 1
        ))
    })?;
    if lower::is_test_file(&file) {
        return Err(Reading::Skipped("a test".to_owned()));
    }
    Ok(lower::file(&file))
}

/// Why a file is no part of the program that runs.
fn not_the_program(path: &str) -> Option<&'static str> {
    let mut folders: Vec<_> = path.split('/').collect();
    let name = folders.pop().unwrap_or_default();
    // Below `src/` a folder of such a name is a module like any other.
    let own = folders
        .iter()
        .position(|folder| *folder == "src")
        .unwrap_or(folders.len());
    for folder in folders.iter().take(own) {
        match *folder {
            "tests" => return Some("a test"),
            "benches" => return Some("a benchmark"),
            "examples" => return Some("an example"),
            "target" => return Some("made by the build"),
            "fuzz" => return Some("a fuzz target"),
            _ => {}
        }
    }
    (name == "build.rs" && !folders.contains(&"src"))
        .then_some("runs when the crate is built, not when the app runs")
}

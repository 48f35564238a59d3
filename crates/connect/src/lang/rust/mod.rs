//! Rust servers, through syn.
//!
//! Files are parsed one by one on threads of their own and put together into a program ([`assembly`]); the program is
//! walked function by function ([`eval`]), and what was noted on the way becomes facts ([`output`]).

mod assembly;
mod cargo;
mod environment;
mod eval;
mod frameworks;
mod guard;
mod lower;
mod machine;
mod memory;
mod notes;
mod outbound;
mod output;
mod parse;
mod program;
mod requests;
mod schedules;
mod secrets;
mod table;
mod text;
mod tree;
mod value;

use crate::facts::{CodeFacts, FileFact, Reading};
use assembly::Crate;
use forgeshift_source::disk::tree::{Listed, Listing, Tree};
use parse::Parsed;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The largest manifest that is read.
const MANIFEST_LIMIT: u64 = 1 << 20;

/// Reads every `.rs` file of the listing: one crate or several, with or without their `Cargo.toml`.
pub fn read(tree: &Tree, listing: &Listing, threads: usize) -> CodeFacts {
    let files: Vec<Listed> = listing
        .files
        .iter()
        .filter(|file| file.path.ends_with(".rs"))
        .cloned()
        .collect();
    if files.is_empty() {
        return CodeFacts::default();
    }
    let parsed = parse::files(tree, &files, threads);
    let crates = crates(tree, listing);
    let facts: Vec<FileFact> = parsed
        .iter()
        .map(|file| file.fact(Reading::Failed("not analysed (a fault of ours)".to_owned())))
        .collect();
    // The walk goes as deep as the code nests, so it gets the same stack as the parser.
    let analysed = std::thread::scope(|scope| {
        let builder = std::thread::Builder::new().stack_size(parse::STACK);
        let walk = || catch_unwind(AssertUnwindSafe(|| analyse(parsed, crates))).ok();
        builder
            .spawn_scoped(scope, walk)
            .ok()
            .and_then(|thread| thread.join().ok().flatten())
    });
    analysed.unwrap_or(CodeFacts {
        files: facts,
        ..CodeFacts::default()
    })
}

fn crates(tree: &Tree, listing: &Listing) -> Vec<(String, Crate)> {
    let manifests = listing.files.iter().filter_map(|file| {
        let folder = file.path.strip_suffix("Cargo.toml")?;
        if !(folder.is_empty() || folder.ends_with('/')) {
            return None;
        }
        let source = tree.read(&file.path, MANIFEST_LIMIT).ok()?;
        let manifest = cargo::read(&source.text);
        Some((
            file.path.to_string(),
            Crate {
                folder: folder.to_owned(),
                manifest,
            },
        ))
    });
    manifests.collect()
}

fn analyse(mut parsed: Vec<Parsed>, crates: Vec<(String, Crate)>) -> CodeFacts {
    let known = crates
        .iter()
        .map(|(_, c)| Crate {
            folder: c.folder.clone(),
            manifest: c.manifest.clone(),
        })
        .collect();
    let table = table::table();
    let mut assembly = assembly::assemble(&mut parsed, known);
    assembly.program.glob_names = Some(&table.names);
    let paths = parsed.iter().map(|file| file.path.clone()).collect();
    let mut eval = eval::Eval::new(&assembly.program, table, paths);
    eval.run();
    eval.item_macros(&assembly.macros);
    let mut facts = output::facts(eval, &crates);
    facts.files = parsed
        .iter()
        .zip(assembly.readings)
        .map(|(file, reading)| file.fact(reading))
        .collect();
    facts
}

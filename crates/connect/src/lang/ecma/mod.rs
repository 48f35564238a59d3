//! JavaScript and TypeScript, and the pages that hold scripts, through swc.
//!
//! Two phases. Each file is read, parsed and reduced to a flat list of expressions ([`ir`]) in parallel; the tree
//! is dropped at once. Then the files are linked: imports are resolved ([`project`]), values are evaluated on
//! demand ([`eval`]), callers are found ([`graph`]), and facts are taken from the calls ([`find`]).

mod choice;
mod configs;
mod eval;
mod find;
mod graph;
mod hash;
mod ir;
mod lines;
mod linked;
mod lower;
mod parse;
mod project;
mod reader;
mod secrets;
mod settings;
mod value;

use crate::facts::CodeFacts;
use forgeshift_source::disk::tree::{Listing, Tree};

/// Reads the JavaScript, TypeScript and pages of an app.
pub fn read(tree: &Tree, listing: &Listing, threads: usize) -> CodeFacts {
    let files = reader::read_all(tree, &listing.files, threads);
    let starts = reader::start_files(tree, &listing.files);
    reader::on_big_stack(|| linked::facts(&listing.files, files, &starts)).unwrap_or_default()
}

//! One folder or file per language. Each turns files into [`CodeFacts`]; no syntax tree leaves it.

pub mod ecma;
mod other;
pub(crate) mod page;
pub mod rust;

use crate::facts::CodeFacts;
use crate::timings::Timings;
use forgeshift_source::disk::tree::{Listing, Tree};
use forgeshift_source::guard;
use forgeshift_source::stopwatch::Stopwatch;

/// Reads the code of a project in every language that can be read, and counts the files of those that cannot.
pub fn read(tree: &Tree, listing: &Listing, threads: usize, timings: &mut Timings) -> CodeFacts {
    let mut facts = ecma::timed(tree, listing, threads, timings);
    let began = Stopwatch::start();
    facts.absorb(rust::read(tree, listing, threads));
    timings.parse += began.elapsed();
    facts.absorb(other::count(listing));
    facts.files.sort_by(|a, b| a.path.cmp(&b.path));
    facts
}

/// Reads the bytes of the files that [`read`] would read, and does nothing with them; says how many files and bytes
/// that was.
pub fn touch(tree: &Tree, listing: &Listing, threads: usize) -> (usize, u64) {
    let (files, bytes) = guard::on_big_stack(threads.max(1), || ecma::touch(tree, &listing.files));
    let rust = listing.files.iter().filter(|file| file.path.ends_with(".rs"));
    let read = rust.filter_map(|file| tree.bytes(&file.path, file.bytes).ok());
    read.fold((files, bytes), |(files, bytes), read| {
        (files + 1, bytes + read.len() as u64)
    })
}

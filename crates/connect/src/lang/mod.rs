//! One folder or file per language. Each turns files into [`CodeFacts`]; no syntax tree leaves it.

pub mod ecma;
mod other;
pub(crate) mod page;
pub mod rust;

use crate::facts::CodeFacts;
use forgeshift_source::disk::tree::{Listing, Tree};

/// Reads the code of a project in every language that can be read, and counts the files of those that cannot.
pub fn read(tree: &Tree, listing: &Listing, threads: usize) -> CodeFacts {
    let mut facts = ecma::read(tree, listing, threads);
    facts.absorb(rust::read(tree, listing, threads));
    facts.absorb(other::count(listing));
    facts.files.sort_by(|a, b| a.path.cmp(&b.path));
    facts
}

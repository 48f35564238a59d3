//! YAML that is written: a tree of values with comments, its printer, and edits of a human's file in place.

mod edit;
mod find;
mod print;
mod scalar;
mod tree;

pub use edit::{EditError, Edited, RemovedBlock, edit};
pub use find::{find, line_of};
pub use print::{Layout, print, print_with};
pub use tree::{Entry, Item, Map, Yaml};

#[cfg(test)]
mod tests;

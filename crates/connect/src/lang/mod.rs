//! One folder or file per language. Each turns files into [`crate::facts::CodeFacts`]; no syntax tree leaves it.

pub mod ecma;
pub mod rust;

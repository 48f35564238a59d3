//! Everything known about Connect and Forge: one JSON file a table, compiled in, parsed when first asked for.
//!
//! Adding or correcting a mapping is one edit in one file under `catalog/`: a row in its sorted place, with the ids
//! of its sources (`sources.json`; a new page is a row there), the day on which it was checked and how sure we are.
//! A row whose sources speak of its whole table says `"source_level": "file"` and is of low confidence.
//! `tests/forge` holds every Forge name against Atlassian's package.
//!
//! Prose in the tables holds no double quotes and no backslashes: rows are borrowed from the text as it stands, and
//! an escape cannot be borrowed.

pub mod analytics;
pub mod client_api;
pub mod condition;
pub mod context_param;
pub mod descriptor_property;
pub mod effort;
pub mod event;
pub mod explain;
pub mod finding;
pub mod forge_event;
pub mod forge_module;
pub mod forge_scope;
pub mod lifecycle;
pub mod limit;
pub mod location;
pub mod module;
pub mod name_rule;
pub mod path;
pub mod privacy;
pub mod rest;
pub mod runs_on_atlassian;
pub mod scope;
pub mod source;
mod table;

#[cfg(test)]
mod tests;

pub use explain::{explain, suggest};
pub use table::{Confidence, Host, Product, SourceLevel, Sourced, Status};

/// The day on which the tables were last gone through as a whole; what "today" means in a report by default.
pub fn as_of() -> &'static str {
    "2026-11-24"
}

/// The version of `@forge/manifest` that every Forge name was checked against.
pub fn manifest_schema() -> &'static str {
    "13.7.0"
}

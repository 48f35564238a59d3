//! Files, places, spans, text edits, findings and plans as values, and the only disk access of the project.
//!
//! Nothing here knows an Atlassian word.

pub mod data;
pub mod disk;
pub mod edit;
pub mod file;
pub mod finding;
pub mod guard;
pub mod path;
pub mod plan;
pub mod span;
pub mod stopwatch;

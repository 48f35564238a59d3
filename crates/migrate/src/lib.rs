//! What is known of Connect and Forge, and how one becomes the other.
//!
//! Knowledge is data under `catalog/`; behaviour that a row cannot say is a rule, one function in [`convert`].
//! Nothing here parses, and nothing touches a disk or a terminal.

mod carry;
pub mod catalog;
mod client;
pub mod code;
pub mod codes;
pub mod convert;
pub mod decision;
mod draft;
pub mod effort;
pub mod guide;
mod names;
pub mod outcome;
pub mod plan;
pub mod residency;
pub mod roa;
mod scopes;
pub mod server;
pub mod survey;
pub mod target;

//! The only place that touches the disk.
//!
//! Reading goes through [`tree::Tree`], writing the app through [`output::Output`]; both see one root and nothing
//! outside of it. What the user names on the command line (a report, a plan) goes through [`named`].

// Everywhere else these functions are off limits (see clippy.toml); here is where they belong.
#![allow(clippy::disallowed_methods)]

mod digest;
pub mod git;
mod home;
mod journal;
pub mod named;
mod open;
pub mod output;
mod pending;
#[cfg(test)]
mod scratch;
mod target;
pub mod tree;
mod txn;

pub use digest::{sha256, sha256_bytes};

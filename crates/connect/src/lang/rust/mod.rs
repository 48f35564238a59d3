//! Rust servers, through syn.

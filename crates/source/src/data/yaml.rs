//! YAML with the place of every key and value.

use super::{DataError, Node};

/// Reads one YAML document.
///
/// # Errors
/// The first thing that cannot be read, with its place.
pub fn read(_text: &str) -> Result<Node, DataError> {
    Err(DataError {
        message: "not yet".into(),
        span: crate::span::Span::default(),
    })
}

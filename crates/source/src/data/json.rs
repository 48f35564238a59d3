//! JSON as people write it: comments and trailing commas are allowed, nesting is bounded.

use super::{DataError, Member, Node, Value};
use crate::span::Span;
use jsonc_parser::ast;
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

/// Reads JSON with comments and trailing commas. Nothing else is tolerated: no single quotes, no bare keys.
///
/// # Errors
/// The first thing that is not JSON, with its place; also a file without any value, text after the value, and
/// nesting beyond the parser's own limit (512 levels).
pub fn read(text: &str) -> Result<Node, DataError> {
    let options = ParseOptions {
        allow_comments: true,
        allow_trailing_commas: true,
        allow_loose_object_property_names: false,
        ..ParseOptions::default()
    };
    let result = parse_to_ast(text, &CollectOptions::default(), &options).map_err(|error| {
        let range = error.range();
        DataError {
            message: error.kind().to_string(),
            span: Span::new(range.start, range.end),
        }
    })?;
    match &result.value {
        Some(value) => Ok(node(value)),
        None => Err(DataError {
            message: "the file holds no value".into(),
            span: Span::default(),
        }),
    }
}

fn node(value: &ast::Value<'_>) -> Node {
    let range = value.range();
    let value = match value {
        ast::Value::NullKeyword(_) => Value::Null,
        ast::Value::BooleanLit(lit) => Value::Bool(lit.value),
        ast::Value::NumberLit(lit) => Value::Number(lit.value.to_owned()),
        ast::Value::StringLit(lit) => Value::String(lit.value.to_string()),
        ast::Value::Array(array) => Value::Array(array.elements.iter().map(node).collect()),
        ast::Value::Object(object) => Value::Object(object.properties.iter().map(member).collect()),
    };
    Node {
        span: Span::new(range.start, range.end),
        value,
    }
}

fn member(property: &ast::ObjectProp<'_>) -> Member {
    let range = property.name.range();
    Member {
        key: property.name.as_str().to_owned(),
        key_span: Span::new(range.start, range.end),
        value: node(&property.value),
    }
}

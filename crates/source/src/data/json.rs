//! JSON as people write it: comments and trailing commas are allowed, nesting is bounded.

use super::{DataError, Member, Node, Value};
use crate::span::Span;
use jsonc_parser::ast;
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

/// Reads JSON with comments and trailing commas. Nothing else is tolerated, no single quotes and no bare keys, but
/// for a line break within a string.
///
/// # Errors
/// The first thing that is not JSON, with its place; also a file without any value, text after the value, and
/// nesting beyond the parser's own limit (512 levels).
pub fn read(text: &str) -> Result<Node, DataError> {
    let options = ParseOptions {
        allow_comments: true,
        allow_trailing_commas: true,
        allow_loose_object_property_names: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
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

#[cfg(test)]
mod tests {
    use super::*;

    fn root(text: &str) -> Node {
        read(text).unwrap_or_else(|error| panic!("{error} at {:?}", error.span))
    }

    fn refused(text: &str) -> (String, &str) {
        let error = read(text).expect_err("should not be read");
        let place = error.span.text(text);
        (error.message, place)
    }

    #[test]
    fn every_key_and_value_has_its_bytes() {
        let text = "{ \"é\": [1, -2.50e3, \"你\"], \"b\": {\"c\": null, \"d\": true} }";
        let root = root(text);
        assert_eq!(root.span.text(text), text);
        let keys: Vec<_> = root
            .members()
            .iter()
            .map(|member| member.key_span.text(text))
            .collect();
        assert_eq!(keys, ["\"é\"", "\"b\""]);
        let list = root.get("é").expect("é");
        assert_eq!(list.span.text(text), "[1, -2.50e3, \"你\"]");
        let items: Vec<_> = list.items().iter().map(|item| item.span.text(text)).collect();
        assert_eq!(items, ["1", "-2.50e3", "\"你\""]);
        assert_eq!(list.items()[1].value, Value::Number("-2.50e3".into()));
        assert_eq!(root.at(&["b", "c"]).expect("c").value, Value::Null);
        assert_eq!(root.at(&["b", "d"]).expect("d").span.text(text), "true");
    }

    #[test]
    fn comments_and_trailing_commas_are_allowed() {
        let root = root("// one\n{ /* two */ \"a\": [1, 2,], // three\n \"b\": 3,\n}\n/* four */");
        assert_eq!(root.get("a").expect("a").items().len(), 2);
        assert_eq!(root.get("b").expect("b").number(), Some(3.0));
    }

    #[test]
    fn nothing_else_is_tolerated() {
        for text in [
            "{a: 1}",
            "{'a': 1}",
            "{\"a\": 'b'}",
            "[1 2]",
            "[,]",
            "[1,,2]",
            "{\"a\" 1}",
            "{\"a\": }",
            "[0x1F]",
            "[+1]",
            "[.5]",
            "[NaN]",
            "[undefined]",
            "[01]",
            "{} {}",
            "{}]",
            "[1",
            "{\"a\": 1",
            "\"open",
            "/* open",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_key_that_stands_twice_is_kept_twice_and_the_last_one_wins() {
        let text = "{\"a\": 1, \"a\": {\"b\": 2}}";
        let root = root(text);
        assert_eq!(root.members().len(), 2);
        assert_eq!(root.get("a").expect("a").span.text(text), "{\"b\": 2}");
    }

    #[test]
    fn escapes_become_the_characters_they_stand_for() {
        let text = r#"["\ud83d\ude00\u00e9\n\"\\\/", "\u0061"]"#;
        let root = root(text);
        assert_eq!(root.items()[0].str(), Some("😀é\n\"\\/"));
        assert_eq!(root.items()[0].span.text(text), r#""\ud83d\ude00\u00e9\n\"\\\/""#);
        assert_eq!(root.items()[1].str(), Some("a"));
    }

    #[test]
    fn half_a_surrogate_pair_is_an_error() {
        for text in [r#""\ud83d""#, r#""\ude00""#, r#""\ud83dx""#, r#""\ud83d\u0061""#] {
            assert!(read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_text_without_a_value_is_an_error() {
        for text in ["", "  \n", "// nothing"] {
            assert_eq!(refused(text).0, "the file holds no value");
        }
    }

    #[test]
    fn an_error_is_one_line_with_its_place() {
        for (text, message, place) in [
            ("{\"é\": 1 \"b\": 2}", "Expected comma", ""),
            ("{\"é\": wat}", "Unexpected token", "wat"),
            ("[1, 2", "Unterminated array", "[1, 2"),
            ("{} []", "Text cannot contain more than one JSON value", "["),
            ("{b: 1}", "Expected string for object property", "b"),
        ] {
            let (found, at) = refused(text);
            assert!(
                found.starts_with(message) && !found.contains('\n'),
                "{text}: {found}"
            );
            assert_eq!(at, place, "{text}");
        }
    }

    #[test]
    fn deep_nesting_is_an_error_and_no_crash() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(read(&nested(500)).is_ok());
        for depth in [600, 1_000, 100_000] {
            let error = read(&nested(depth)).expect_err("too deep");
            assert_eq!(error.message, "Maximum nesting depth exceeded");
        }
        for open in ["[", "{\"a\":", "[{\"a\":", "[[],", "\"", "/*", "//", "-", ","] {
            assert!(read(&open.repeat(100_000)).is_err(), "{open}");
        }
    }
}

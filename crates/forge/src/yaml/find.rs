//! Where an entry stands.

use forgeshift_source::data::{DataError, Node, Value, yaml};
use forgeshift_source::span::{LineIndex, Span};

/// The place of an entry: the bytes of its key, or of the whole item where the path ends in a list.
///
/// A step of the path is the key of a map; in a list it is the `key` of an item, else its `name`, else the text
/// of the item itself.
pub fn find(root: &Node, path: &[&str]) -> Option<Span> {
    let mut place = (root, root.span);
    for step in path {
        place = match &place.0.value {
            Value::Object(members) => {
                let member = members.iter().rev().find(|member| member.key == *step)?;
                (&member.value, member.key_span)
            }
            Value::Array(items) => {
                let item = items.iter().find(|item| name(item) == Some(step))?;
                (item, item.span)
            }
            _ => return None,
        };
    }
    Some(place.1)
}

/// The line, from 1, in which an entry of a YAML text begins; see [`find`].
///
/// # Errors
/// The text cannot be read.
pub fn line_of(text: &str, path: &[&str]) -> Result<Option<u32>, DataError> {
    let root = yaml::read(text)?;
    let line = |span: Span| LineIndex::new(text).line_column(text, span.start).0;
    Ok(find(&root, path).map(line))
}

fn name(item: &Node) -> Option<&str> {
    let of = |key: &str| item.get(key).and_then(Node::str);
    of("key").or_else(|| of("name")).or_else(|| item.str())
}

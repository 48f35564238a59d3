//! Descriptors that code builds: what a reader of code found of one, and the descriptor that it makes.

use super::template::{Placeholder, Stands};
use super::{Descriptor, Form, Refused, check_kind};
use forgeshift_source::data::{Member, Node, Value};
use forgeshift_source::file::SourceFile;
use forgeshift_source::span::{Place, Span};
use std::sync::Arc;

/// A descriptor that code builds, as far as its parts are known.
#[derive(Debug, Clone)]
pub struct Built {
    /// The files that its parts stand in; the first holds the object itself.
    pub files: Vec<Arc<str>>,
    /// The object.
    pub place: Place,
    /// Whether something answers with it.
    pub served: bool,
    /// The object with everything that is in it.
    pub root: Piece,
    /// Parts that are not read: place and what.
    pub unread: Vec<(Place, String)>,
    /// What was assumed where something depends on a condition or a setting: place and what.
    pub assumed: Vec<(Place, String)>,
}

/// A value and where it is written.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    /// The file: its index in [`Built::files`].
    pub file: usize,
    /// Where it stands there.
    pub span: Span,
    /// The value.
    pub known: Known,
}

/// What is known of a value.
#[derive(Debug, Clone, PartialEq)]
pub enum Known {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number.
    Number(f64),
    /// A text, with the tags in it that stand for what is not known.
    Text(String, Vec<String>),
    /// Nothing; the tag that stands for it.
    Nothing(String),
    /// A list.
    List(Vec<Piece>),
    /// An object.
    Map(Vec<(String, Piece)>),
}

impl Piece {
    /// The member of an object.
    pub fn get(&self, name: &str) -> Option<&Self> {
        match &self.known {
            Known::Map(members) => members
                .iter()
                .find(|(key, _)| key == name)
                .map(|(_, piece)| piece),
            _ => None,
        }
    }
}

/// Makes a descriptor. `files` are those of [`Built::files`], in their order.
///
/// # Errors
/// See [`Refused`].
pub fn descriptor(built: &Built, files: Vec<Arc<SourceFile>>) -> Result<Descriptor, Refused> {
    let mut starts = Vec::new();
    let mut next = 0;
    for file in &files {
        starts.push(next);
        next += file.text.len();
    }
    let mut placeholders = Vec::new();
    let root = node(&built.root, &starts, &mut placeholders);
    let file = Arc::new(SourceFile::joined(files));
    check_kind(&file, &root)?;
    let mut descriptor = Descriptor::new(file, Form::Code, placeholders, root);
    descriptor.odd.extend(built.unread.iter().cloned());
    descriptor.assumed.extend(built.assumed.iter().cloned());
    for list in [&mut descriptor.odd, &mut descriptor.assumed] {
        list.sort();
        list.dedup();
    }
    Ok(descriptor)
}

fn node(piece: &Piece, starts: &[usize], placeholders: &mut Vec<Placeholder>) -> Node {
    let start = starts.get(piece.file).copied().unwrap_or_default();
    let span = Span::new(start + piece.span.start as usize, start + piece.span.end as usize);
    let mut note = |text: &String, stands| {
        placeholders.push(Placeholder {
            text: text.clone(),
            span,
            stands,
        });
    };
    let value = match &piece.known {
        Known::Null => Value::Null,
        Known::Bool(value) => Value::Bool(*value),
        Known::Number(number) => Value::Number(number.to_string()),
        Known::Text(text, tags) => {
            for tag in tags {
                note(tag, Stands::InString);
            }
            Value::String(text.clone())
        }
        Known::Nothing(tag) => {
            note(tag, Stands::ForValue);
            Value::String(tag.clone())
        }
        Known::List(items) => Value::Array(
            items
                .iter()
                .map(|item| node(item, starts, placeholders))
                .collect(),
        ),
        Known::Map(members) => Value::Object(
            members
                .iter()
                .map(|(key, piece)| {
                    let value = node(piece, starts, placeholders);
                    let at = value.span.start as usize;
                    Member {
                        key: key.clone(),
                        key_span: Span::new(at, at),
                        value,
                    }
                })
                .collect(),
        ),
    };
    Node { span, value }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(file: usize, span: (usize, usize), known: Known) -> Piece {
        Piece {
            file,
            span: Span::new(span.0, span.1),
            known,
        }
    }

    fn built(members: Vec<(&str, Piece)>) -> Built {
        Built {
            files: vec!["a.js".into(), "b.js".into()],
            place: Place::start_of("a.js".into()),
            served: true,
            root: piece(
                0,
                (0, 2),
                Known::Map(
                    members
                        .into_iter()
                        .map(|(key, piece)| (key.to_owned(), piece))
                        .collect(),
                ),
            ),
            unread: Vec::new(),
            assumed: Vec::new(),
        }
    }

    fn files() -> Vec<Arc<SourceFile>> {
        vec![
            Arc::new(SourceFile::new("a.js", "{}\nx\n")),
            Arc::new(SourceFile::new("b.js", "\n\nmodules\n")),
        ]
    }

    #[test]
    fn a_module_of_another_file_keeps_the_place_in_that_file() {
        let page = piece(1, (2, 9), Known::Map(Vec::new()));
        let modules = piece(0, (0, 1), Known::Map(vec![("generalPages".into(), page)]));
        let key = piece(0, (3, 4), Known::Text("k".into(), Vec::new()));
        let descriptor = descriptor(&built(vec![("key", key), ("modules", modules)]), files()).unwrap();
        assert_eq!(descriptor.form, Form::Code);
        let place = &descriptor.modules[0].place;
        assert_eq!((&*place.file, place.line, place.column), ("b.js", 3, 1));
        assert_eq!(&*descriptor.place_of("key").file, "a.js");
    }

    #[test]
    fn what_is_not_known_is_a_tag_and_a_known_text_is_none() {
        let url = piece(0, (3, 4), Known::Text("{{URL}}/x".into(), vec!["{{URL}}".into()]));
        let key = piece(0, (0, 2), Known::Nothing("{{KEY}}".into()));
        let name = piece(1, (0, 1), Known::Text("A".into(), Vec::new()));
        let members = vec![("baseUrl", url), ("key", key), ("name", name)];
        let descriptor = descriptor(&built(members), files()).unwrap();
        let tags: Vec<_> = descriptor
            .placeholders
            .iter()
            .map(|tag| (tag.text.as_str(), tag.stands))
            .collect();
        assert_eq!(
            tags,
            [("{{URL}}", Stands::InString), ("{{KEY}}", Stands::ForValue)]
        );
        let name = descriptor.root.get("name").unwrap();
        assert!(!descriptor.is_unknown(name.span));
    }

    #[test]
    fn an_object_without_key_and_base_url_is_no_descriptor() {
        assert!(descriptor(&built(Vec::new()), files()).is_err());
    }
}

//! Edits a human's file so that it reads as wanted: what is equal stays as it is, byte for byte.

mod change;
mod comments;
mod lines;
mod pairs;
mod remove;
mod replace;
mod slots;
mod style;

use super::tree::{Map, Yaml};
use change::Editor;
use forgeshift_source::data::{DataError, Node, Value, yaml};
use forgeshift_source::edit::apply;
use forgeshift_source::span::Span;

/// A file after its edits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edited {
    /// The new text.
    pub text: String,
    /// The comments that went with what was removed or replaced.
    pub removed: Vec<RemovedBlock>,
}

/// Comments that are no longer in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemovedBlock {
    /// Where they stood: keys, and for an item of a list its `key`, else its `name`, else its index.
    pub path: Vec<String>,
    /// The comments, one a line, without their sign and one blank behind it.
    pub comments: Vec<String>,
}

/// Why a file was not edited.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The file cannot be read.
    #[error("{0}")]
    Unreadable(#[from] DataError),
    /// What would have to change is written in a way that is not edited.
    #[error("{what} would have to change, which is left to you")]
    Unsupported {
        /// What it is.
        what: &'static str,
        /// Where it stands.
        span: Span,
    },
    /// The new text would not read as wanted. A bug.
    #[error("the edited file would not read as planned")]
    Failed,
}

/// The text of a YAML file changed as little as possible so that it reads as `wanted`.
///
/// Comments, blank lines and the order of keys stay. New entries stand behind the entry that they follow in
/// `wanted`, else at the end, with the comments that `wanted` gives them; comments of entries that stand in the
/// file already are left alone. Of two blank lines around something removed, one goes with it. Items of a list
/// are recognised by their `key`, else by their `name`, else by their value.
///
/// # Errors
/// The text cannot be read, or an alias, an anchor, a tag or an explicit key (`?`) would have to change.
pub fn edit(original: &str, wanted: &Map) -> Result<Edited, EditError> {
    let unchanged = |text: &str| Edited {
        text: text.to_owned(),
        removed: Vec::new(),
    };
    let whole = original.is_empty() || original.ends_with(['\n', '\r']);
    let newline = lines::newline(original);
    let mut text = original.to_owned();
    if !whole {
        text.push_str(newline);
    }
    let root = yaml::read(&text)?;
    if reads_as(&root, wanted) {
        return Ok(unchanged(original));
    }
    let mut editor = Editor::new(&text, newline, &root);
    editor.root(&root, wanted)?;
    let mut edited = apply(&text, &editor.edits).map_err(|_| EditError::Failed)?;
    if !whole && edited.ends_with(newline) {
        edited.truncate(edited.len() - newline.len());
    }
    let read = yaml::read(&edited).map_err(|_| EditError::Failed)?;
    if !reads_as(&read, wanted) {
        return Err(EditError::Failed);
    }
    Ok(Edited {
        text: edited,
        removed: editor.removed,
    })
}

/// Whether a document is the wanted map; an empty one is the empty map.
fn reads_as(root: &Node, wanted: &Map) -> bool {
    match root.value {
        Value::Null => wanted.is_empty(),
        _ => Yaml::from(root).map().is_some_and(|map| map.same_value(wanted)),
    }
}

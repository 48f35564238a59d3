//! A plan as a value: it can be printed, saved, compared, applied and undone.

use crate::finding::{Code, Grade};
use crate::path::RelPath;
use std::sync::Arc;

/// What happens to one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// The file is new.
    Create,
    /// The file exists in the output folder and changes.
    Edit,
    /// A file of the old app is taken over, changed or not.
    Copy,
    /// The file goes.
    Delete,
}

impl Action {
    /// The word of the contract.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Edit => "edit",
            Self::Copy => "copy",
            Self::Delete => "delete",
        }
    }
}

/// One file of the output folder that a plan changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The file, relative to the output folder.
    pub path: RelPath,
    /// The file of the old app that it came from, relative to the analysed folder.
    pub from: Option<Arc<str>>,
    /// What happens to it.
    pub action: Action,
    /// How far it can be trusted.
    pub grade: Grade,
    /// The text before: of the same file for an edit or a deletion, of `from` for a copy.
    pub before: Option<Arc<str>>,
    /// The text after; none for a deletion.
    pub after: Option<Arc<str>>,
    /// What the file holds after, where that is no text: then it has no text before or after.
    pub bytes: Option<Arc<[u8]>>,
    /// The findings that made it necessary.
    pub because: Vec<Code>,
}

impl Change {
    /// What the file shall hold; none for a deletion.
    pub fn content(&self) -> Option<&[u8]> {
        let text = self.after.as_ref().map(|text| text.as_bytes());
        text.or(self.bytes.as_deref())
    }
}

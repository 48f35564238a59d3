//! Which changes of a plan are still to be made, and whether they still fit.

use super::open::{self, Links};
use super::output::OutputError;
use super::target::{find, place};
use crate::file::{UTF8_MARK, is_utf16};
use crate::path::RelPath;
use crate::plan::{Action, Change};
use std::collections::BTreeSet;
use std::fs::Metadata;
use std::path::Path;

/// What one file holds, and what it shall hold. None where there is no file.
#[derive(Debug, Default)]
pub(super) struct Content {
    pub(super) before: Option<(Vec<u8>, Metadata)>,
    pub(super) after: Option<Vec<u8>>,
}

/// The changes that are still to be made, each with what its file holds now.
pub(super) fn pending(root: &Path, changes: &[Change]) -> Result<Vec<(RelPath, Content)>, OutputError> {
    let (mut pending, mut stale) = (Vec::new(), Vec::new());
    let mut seen = BTreeSet::new();
    for change in changes {
        let path = &change.path;
        if !seen.insert(path) {
            return Err(refused(path, "two changes are planned for it"));
        }
        match compare(root, change) {
            Ok(None) => {}
            Ok(Some(content)) => pending.push((path.clone(), content)),
            Err(Unfit::Stale) => stale.push(path.clone()),
            Err(Unfit::Refused(why)) => return Err(refused(path, why)),
        }
    }
    if let Some((path, folder)) = file_and_folder(&pending) {
        return Err(refused(
            &path,
            format!("{folder} would have to be a file and a folder"),
        ));
    }
    if !stale.is_empty() {
        stale.sort();
        return Err(OutputError::Stale { files: stale });
    }
    Ok(pending)
}

fn refused(path: &RelPath, why: impl Into<String>) -> OutputError {
    OutputError::Refused {
        path: path.clone(),
        why: why.into(),
    }
}

/// Why a change does not fit what is there.
enum Unfit {
    /// The file is neither as before nor as after.
    Stale,
    Refused(String),
}

impl<S: Into<String>> From<S> for Unfit {
    fn from(why: S) -> Self {
        Self::Refused(why.into())
    }
}

/// Compares a change with what is there; none where the file is as the change wants it. Texts have no byte order
/// mark; a file that has one keeps it.
fn compare(root: &Path, change: &Change) -> Result<Option<Content>, Unfit> {
    let Sides { before, after } = sides(change)?;
    let longest = before.map_or(0, <[u8]>::len).max(after.map_or(0, <[u8]>::len)) + UTF8_MARK.len();
    let present = match find(root, &change.path)? {
        None => None,
        Some(meta) if meta.len() > longest as u64 => return Err(Unfit::Stale),
        Some(_) => Some(read(&place(root, &change.path), longest as u64)?),
    };
    let bytes = present.as_ref().map(|(bytes, _)| bytes.as_slice());
    let is_text = change.bytes.is_none();
    if is_text && bytes.is_some_and(is_utf16) {
        return Err("it is not in UTF-8".into());
    }
    let unmarked = |bytes| <[u8]>::strip_prefix(bytes, UTF8_MARK).filter(|_| is_text);
    let text = bytes.map(|bytes| unmarked(bytes).unwrap_or(bytes));
    let mark = if bytes == text { b"" } else { UTF8_MARK };
    if text == after {
        Ok(None)
    } else if text == before {
        Ok(Some(Content {
            after: after.map(|text| [mark, text].concat()),
            before: present,
        }))
    } else {
        Err(Unfit::Stale)
    }
}

/// The text that has to be there, and the text that shall be. None where there shall be no file.
struct Sides<'a> {
    before: Option<&'a [u8]>,
    after: Option<&'a [u8]>,
}

/// A file that is taken over from the old app is new here, whatever it was there.
fn sides(change: &Change) -> Result<Sides<'_>, &'static str> {
    let before = change.before.as_ref().map(|text| text.as_bytes());
    let after = change.content();
    match change.action {
        Action::Edit | Action::Delete if before.is_none() => Err("the plan does not say what it holds now"),
        Action::Delete => Ok(Sides { before, after: None }),
        _ if after.is_none() => Err("the plan does not say what it shall hold"),
        Action::Edit => Ok(Sides { before, after }),
        Action::Create | Action::Copy => Ok(Sides { before: None, after }),
    }
}

fn read(path: &Path, limit: u64) -> Result<(Vec<u8>, Metadata), String> {
    let (file, meta) = open::regular(path, Links::Refuse).map_err(|e| e.to_string())?;
    let bytes = open::bounded(file, limit, meta.len()).map_err(|e| e.to_string())?;
    Ok((bytes, meta))
}

/// A file that another change needs as a folder.
fn file_and_folder(pending: &[(RelPath, Content)]) -> Option<(RelPath, RelPath)> {
    let files: BTreeSet<&RelPath> = pending.iter().map(|(path, _)| path).collect();
    pending.iter().find_map(|(path, _)| {
        let folder = path.folders().find(|folder| files.contains(folder));
        folder.map(|folder| (path.clone(), folder))
    })
}

//! The files of an app: a folder, a `.zip`, or (for tests) memory. Reading only.

use crate::file::{SourceFile, Unreadable};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The files of an app.
#[derive(Debug)]
pub struct Tree {
    place: Where,
}

#[derive(Debug)]
enum Where {
    Folder(PathBuf),
    Memory(BTreeMap<Arc<str>, Vec<u8>>),
}

/// One file of a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The path relative to the tree's root, with `/`.
    pub path: Arc<str>,
    /// Its size in bytes.
    pub bytes: u64,
}

/// What a tree holds.
#[derive(Debug, Clone, Default)]
pub struct Listing {
    /// The regular files, sorted by path.
    pub files: Vec<Listed>,
    /// What was passed over while listing, with the reason.
    pub skipped: Vec<(Arc<str>, String)>,
}

impl Tree {
    /// The tree below a folder.
    pub fn folder(root: &Path) -> Self {
        Self {
            place: Where::Folder(root.to_owned()),
        }
    }

    /// A tree in memory.
    pub fn memory<P: Into<Arc<str>>, B: Into<Vec<u8>>>(files: impl IntoIterator<Item = (P, B)>) -> Self {
        let files = files
            .into_iter()
            .map(|(path, bytes)| (path.into(), bytes.into()))
            .collect();
        Self {
            place: Where::Memory(files),
        }
    }

    /// All files, sorted by path; `.gitignore` is respected, links are not followed, `.git` and `node_modules`
    /// are left out.
    pub fn list(&self) -> Listing {
        match &self.place {
            Where::Folder(root) => list_folder(root),
            Where::Memory(files) => Listing {
                files: files
                    .iter()
                    .map(|(path, bytes)| Listed {
                        path: path.clone(),
                        bytes: bytes.len() as u64,
                    })
                    .collect(),
                skipped: Vec::new(),
            },
        }
    }

    /// The text of one file.
    ///
    /// # Errors
    /// See [`Unreadable`].
    pub fn read(&self, path: &str, limit: u64) -> Result<SourceFile, Unreadable> {
        let bytes = match &self.place {
            Where::Folder(root) => {
                std::fs::read(root.join(path)).map_err(|e| Unreadable::System(e.to_string()))?
            }
            Where::Memory(files) => files.get(path).cloned().ok_or(Unreadable::NotAFile)?,
        };
        if bytes.len() as u64 > limit {
            return Err(Unreadable::TooLarge {
                bytes: bytes.len() as u64,
                limit,
            });
        }
        let text = String::from_utf8(bytes).map_err(|e| Unreadable::NotText(e.to_string()))?;
        Ok(SourceFile::new(path, text))
    }
}

fn list_folder(root: &Path) -> Listing {
    let mut listing = Listing::default();
    for entry in ignore::WalkBuilder::new(root)
        .hidden(false)
        .require_git(false)
        .build()
        .flatten()
    {
        let Ok(relative) = entry.path().strip_prefix(root) else {
            continue;
        };
        let path: Arc<str> = relative.to_string_lossy().replace('\\', "/").into();
        if entry.file_type().is_some_and(|kind| kind.is_file()) {
            let bytes = entry.metadata().map_or(0, |meta| meta.len());
            listing.files.push(Listed { path, bytes });
        }
    }
    listing.files.sort_by(|a, b| a.path.cmp(&b.path));
    listing
}

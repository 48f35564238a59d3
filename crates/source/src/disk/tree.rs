//! The files of an app: a folder, a `.zip`, or (for tests) memory. Reading only.

mod archive;
mod folder;
mod ignored;
mod paths;
#[cfg(test)]
mod tests;
mod walk;

use crate::disk::open;
use crate::file::{SourceFile, Unreadable};
use crate::path::RelPath;
use archive::Archive;
use folder::Folder;
use paths::Paths;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// The files of an app.
#[derive(Debug)]
pub struct Tree {
    place: Where,
    excluded: Vec<RelPath>,
}

#[derive(Debug)]
enum Where {
    Folder(Folder),
    Archive(Archive),
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
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    /// The regular files, sorted by path.
    pub files: Vec<Listed>,
    /// What was passed over while listing, with the reason, sorted by path.
    pub skipped: Vec<(Arc<str>, String)>,
}

/// Why a path cannot be read as a tree.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// There is nothing there.
    #[error("{0}: there is no such file or folder")]
    Missing(String),
    /// It is a file, but no archive.
    #[error("{0}: neither a folder nor a .zip file")]
    NotATree(String),
    /// The archive is broken, or too large to be an app.
    #[error("{path}: the archive is refused: {why}")]
    Archive {
        /// The path as given.
        path: String,
        /// What is wrong with it.
        why: String,
    },
}

impl Listing {
    fn skip(&mut self, path: &str, why: String) {
        self.skipped.push((path.into(), why));
    }
}

impl Tree {
    /// The tree of a folder or of a `.zip` file, whichever the path leads to.
    ///
    /// # Errors
    /// See [`OpenError`].
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        let shown = path.display().to_string();
        if path.is_dir() {
            return Ok(Self::folder(path));
        }
        if !path.exists() {
            return Err(OpenError::Missing(shown));
        }
        if !is_archive(path) {
            return Err(OpenError::NotATree(shown));
        }
        match Archive::open(path) {
            Ok(archive) => Ok(Self::new(Where::Archive(archive))),
            Err(why) => Err(OpenError::Archive { path: shown, why }),
        }
    }

    /// The tree below a folder.
    pub fn folder(root: &Path) -> Self {
        Self::new(Where::Folder(Folder::new(root)))
    }

    /// A tree in memory.
    pub fn memory<P: Into<Arc<str>>, B: Into<Vec<u8>>>(files: impl IntoIterator<Item = (P, B)>) -> Self {
        let files = files
            .into_iter()
            .map(|(path, bytes)| (path.into(), bytes.into()))
            .collect();
        Self::new(Where::Memory(files))
    }

    fn new(place: Where) -> Self {
        Self {
            place,
            excluded: Vec::new(),
        }
    }

    /// The same tree without a folder (or file) in its listing: what this program wrote is no source of the app.
    #[must_use]
    pub fn excluding(mut self, path: RelPath) -> Self {
        self.excluded.push(path);
        self
    }

    /// All files, sorted by path. `.gitignore` files are respected, those around the root too when it lies in a
    /// git work tree; what only this machine knows (global rules) is not, so that a tree has one listing
    /// everywhere. Hidden files are listed; `.git` and `.forgeshift` are never entered. Links, `node_modules`
    /// and whatever else cannot be read stands in `skipped`.
    pub fn list(&self) -> Listing {
        let rules = |path: &str| {
            let bytes = self.bytes(path, ignored::LIMIT).map_err(|e| e.to_string())?;
            Ok(String::from_utf8_lossy(&bytes).into_owned())
        };
        match &self.place {
            Where::Folder(folder) => walk::walk(folder, &self.excluded, folder.rules_above()),
            Where::Archive(archive) => {
                let paths = Paths {
                    files: &archive.files,
                    kind: archive::Entry::kind,
                    rules: &rules,
                };
                let mut listing = walk::walk(&paths, &self.excluded, None);
                listing.skipped.extend(archive.skipped.iter().cloned());
                listing.skipped.sort_unstable();
                listing
            }
            Where::Memory(files) => {
                let paths = Paths {
                    files,
                    kind: |bytes| walk::Kind::File(bytes.len() as u64),
                    rules: &rules,
                };
                walk::walk(&paths, &self.excluded, None)
            }
        }
    }

    /// The text of one file, listed or not.
    ///
    /// # Errors
    /// See [`Unreadable`].
    pub fn read(&self, path: &str, limit: u64) -> Result<SourceFile, Unreadable> {
        SourceFile::decode(path, self.bytes(path, limit)?)
    }

    /// The bytes of one file, listed or not: to take a fingerprint, or to copy what is no text.
    ///
    /// # Errors
    /// See [`Unreadable`].
    pub fn bytes(&self, path: &str, limit: u64) -> Result<Vec<u8>, Unreadable> {
        match &self.place {
            Where::Folder(folder) => folder.bytes(path, limit),
            Where::Archive(archive) => archive.bytes(path, limit),
            Where::Memory(files) => {
                let bytes = files.get(path).ok_or(Unreadable::NotAFile)?;
                open::within(bytes.len() as u64, limit)?;
                Ok(bytes.clone())
            }
        }
    }
}

fn is_archive(path: &Path) -> bool {
    path.extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("zip"))
}

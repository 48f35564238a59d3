//! Where a path of the output folder leads, and what may not be written.

use super::digest::sha256;
use super::open::{self, Links};
use crate::path::RelPath;
use std::fs::Metadata;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// Folders whose content is not the app's: git's (also under its short name on Windows), the packages', ours.
const NEVER_WRITTEN: [&str; 4] = [".git", "git~1", "node_modules", ".forgeshift"];

/// What a file holds, to know it again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Print {
    pub(super) sha256: String,
    pub(super) bytes: u64,
    /// Mode bits, where the platform has them.
    pub(super) mode: Option<u32>,
}

impl Print {
    pub(super) fn new(bytes: &[u8], mode: Option<u32>) -> Self {
        Self {
            sha256: sha256(bytes),
            bytes: bytes.len() as u64,
            mode,
        }
    }

    /// Whether a file holds the same bytes. One of another size is not read.
    pub(super) fn fits(&self, path: &Path) -> bool {
        let bytes = open::bytes(path, self.bytes, Links::Refuse);
        bytes.is_ok_and(|bytes| bytes.len() as u64 == self.bytes && sha256(&bytes) == self.sha256)
    }
}

/// The regular file at a path, or none where nothing is; why it may not be written otherwise. Each folder on the
/// way is looked at, and no link is followed, not even one that stays inside.
pub(super) fn find(root: &Path, path: &RelPath) -> Result<Option<Metadata>, String> {
    if let Some(name) = path.segments().find(|name| is_never_written(name)) {
        return Err(format!("nothing is written into {name}"));
    }
    for folder in path.folders() {
        match look(&place(root, &folder))? {
            None => return Ok(None),
            Some(meta) if meta.is_dir() => {}
            Some(meta) if meta.is_symlink() => return Err(format!("{folder} is a link")),
            Some(_) => return Err(format!("{folder} is a file, and would have to be a folder")),
        }
    }
    match look(&place(root, path))? {
        Some(meta) if meta.is_symlink() => Err("it is a link".to_owned()),
        Some(meta) if meta.is_dir() => Err("it is a folder".to_owned()),
        Some(meta) if !meta.is_file() => Err("it is no regular file".to_owned()),
        found => Ok(found),
    }
}

/// Whether a path is a folder, and no folder on the way is a link.
pub(super) fn is_folder(root: &Path, path: &RelPath) -> bool {
    let real = |folder: &RelPath| {
        look(&place(root, folder)).is_ok_and(|meta| meta.is_some_and(|meta| meta.is_dir()))
    };
    path.folders().all(|folder| real(&folder)) && real(path)
}

/// Whether a path is in the given state: a file of that print, or nothing at all.
pub(super) fn holds(root: &Path, path: &RelPath, state: Option<&Print>) -> Result<bool, String> {
    let found = find(root, path)?;
    Ok(match state {
        None => found.is_none(),
        Some(print) => found.is_some() && print.fits(&place(root, path)),
    })
}

/// The path on this platform.
pub(super) fn place(root: &Path, path: &RelPath) -> PathBuf {
    path.segments()
        .fold(root.to_owned(), |place, name| place.join(name))
}

#[cfg(unix)]
pub(super) fn mode(meta: &Metadata) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt;
    Some(meta.permissions().mode() & 0o7777)
}

#[cfg(not(unix))]
pub(super) fn mode(_: &Metadata) -> Option<u32> {
    None
}

fn is_never_written(name: &str) -> bool {
    NEVER_WRITTEN.iter().any(|never| never.eq_ignore_ascii_case(name))
}

fn look(place: &Path) -> Result<Option<Metadata>, String> {
    match std::fs::symlink_metadata(place) {
        Ok(meta) => Ok(Some(meta)),
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
        Err(e) => Err(e.to_string()),
    }
}

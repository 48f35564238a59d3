//! The folder `.forgeshift` inside of the output folder: everything that undo needs, and a lock.

use super::journal::Journal;
use super::open::{self, Links};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// A journal beyond this was not written by this program.
const MAX_JOURNAL: u64 = 64 * 1024 * 1024;

/// The folder, locked: at most one process has it at a time.
///
/// The lock is the system's, on an open file, so it ends with the process however that ends; the process number
/// in the file is only for people.
#[derive(Debug)]
pub(super) struct Home {
    root: PathBuf,
    lock: File,
    /// How many folders were made for the root to exist: they go with the last transaction.
    pub(super) made_above: u32,
}

/// Why the folder was not entered.
#[derive(Debug)]
pub(super) enum Closed {
    /// Another process (its number, if it can be told) is in it.
    Busy(String),
    /// Something is wrong with it.
    Broken(String),
}

impl From<io::Error> for Closed {
    fn from(e: io::Error) -> Self {
        Self::Broken(e.to_string())
    }
}

/// Where it is.
pub(super) fn dir(root: &Path) -> PathBuf {
    root.join(".forgeshift")
}

/// Where the files of one transaction are.
pub(super) fn txn_dir(root: &Path, id: u32) -> PathBuf {
    dir(root).join("txn").join(id.to_string())
}

/// A transaction's number and its journal; none where it ended before one was written.
pub(super) type Record = (u32, Option<Journal>);

/// All transactions on record, oldest first.
pub(super) fn history(root: &Path) -> Result<Vec<Record>, String> {
    for folder in [dir(root), dir(root).join("txn")] {
        match std::fs::symlink_metadata(&folder) {
            Ok(meta) if meta.is_dir() => {}
            Ok(_) => return Err(format!("{} is no folder", folder.display())),
            Err(e) if e.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(e) => return Err(e.to_string()),
        }
    }
    let mut history = Vec::new();
    for entry in std::fs::read_dir(dir(root).join("txn")).map_err(|e| e.to_string())? {
        let entry = entry.map_err(|e| e.to_string())?;
        let id = entry.file_name().to_str().and_then(|name| name.parse().ok());
        if let (Some(id), Ok(true)) = (id, entry.file_type().map(|kind| kind.is_dir())) {
            history.push((id, journal(root, id)?));
        }
    }
    history.sort_by_key(|(id, _)| *id);
    Ok(history)
}

fn journal(root: &Path, id: u32) -> Result<Option<Journal>, String> {
    let path = txn_dir(root, id).join("journal.json");
    if std::fs::symlink_metadata(&path).is_err_and(|e| e.kind() == ErrorKind::NotFound) {
        return Ok(None);
    }
    let in_words = |why: String| format!("{}: {why}", path.display());
    let bytes = open::bytes(&path, MAX_JOURNAL, Links::Refuse).map_err(|e| in_words(e.to_string()))?;
    Journal::from_json(&bytes).map(Some).map_err(in_words)
}

impl Home {
    /// Makes the folder where it is missing, and locks it.
    pub(super) fn enter(root: &Path) -> Result<Self, Closed> {
        let made_above = root.ancestors().take_while(|folder| !folder.exists()).count() as u32;
        let made = std::fs::create_dir_all(root);
        made.map_err(|e| Closed::Broken(format!("{}: {e}", root.display())))?;
        match lock(root) {
            Ok(lock) => Ok(Self {
                root: root.to_owned(),
                lock,
                made_above,
            }),
            Err(closed) => {
                remove_empty(root, made_above);
                Err(closed)
            }
        }
    }

    /// Unlocks the folder. Where no transaction is left in it, it goes, and with it as many empty folders as
    /// were made for the root.
    pub(super) fn leave(self) {
        let home = dir(&self.root);
        let _ = std::fs::remove_dir(home.join("txn"));
        let is_last = !home.join("txn").exists();
        if is_last {
            let _ = std::fs::remove_file(home.join(".gitignore"));
        }
        // Removed while it is locked: whoever opened it meanwhile sees that it is not there any more.
        let _ = std::fs::remove_file(home.join("lock"));
        drop(self.lock);
        if is_last && std::fs::remove_dir(&home).is_ok() {
            remove_empty(&self.root, self.made_above);
        }
    }
}

fn lock(root: &Path) -> Result<File, Closed> {
    let (home, path) = (dir(root), dir(root).join("lock"));
    loop {
        match std::fs::create_dir(&home) {
            Err(e) if e.kind() != ErrorKind::AlreadyExists => return Err(e.into()),
            _ => {}
        }
        if !std::fs::symlink_metadata(&home)?.is_dir() {
            return Err(Closed::Broken(format!("{} is no folder", home.display())));
        }
        let mut file = match options().open(&path) {
            Err(e) if e.kind() == ErrorKind::NotFound => continue, // the folder went meanwhile
            opened => opened?,
        };
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let holder = open::bytes(&path, 20, Links::Refuse).unwrap_or_default();
                return Err(Closed::Busy(String::from_utf8_lossy(&holder).into_owned()));
            }
            Err(TryLockError::Error(e)) => return Err(e.into()),
        }
        if is_at(&file, &path) {
            file.set_len(0)?;
            write!(file, "{}", std::process::id())?;
            hide_from_git(&home)?;
            return Ok(file);
        }
    }
}

/// Whatever is there already is left alone: it might be a link.
fn hide_from_git(home: &Path) -> io::Result<()> {
    let rules = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(home.join(".gitignore"));
    match rules {
        Ok(mut file) => file.write_all(b"*\n"),
        Err(e) if e.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(e) => Err(e),
    }
}

fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, libc::O_NOFOLLOW | libc::O_NONBLOCK);
    options
}

/// Whether an open file is still the one at a path, and not one that was removed.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), std::fs::symlink_metadata(path)) {
        (Ok(open), Ok(there)) => (open.dev(), open.ino()) == (there.dev(), there.ino()),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_at(_: &File, path: &Path) -> bool {
    path.exists()
}

/// Removes a folder and those around it, so many in all, as long as they are empty.
fn remove_empty(folder: &Path, levels: u32) {
    for folder in folder.ancestors().take(levels as usize) {
        if std::fs::remove_dir(folder).is_err() {
            return;
        }
    }
}

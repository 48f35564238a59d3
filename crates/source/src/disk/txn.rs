//! One transaction: a list of steps, each of which leaves the disk in a state that can be told and taken back.
//!
//! The state of a file is read from the file itself, by its print: it is as before, as after, or someone else's.
//! So each step and each way back can be repeated, and a process may end at any point.

use super::home::txn_dir;
use super::journal::{Journal, Op, State};
use super::pending::Content;
use super::target::{Print, find, holds, is_folder, place};
use crate::path::RelPath;
use std::collections::BTreeSet;
use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// One step of a transaction; numbers are positions in the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// Make the transaction's folder.
    Begin,
    /// Note in the journal how far it has come.
    Mark(State),
    /// Write the new content of a file beside the app.
    Stage(usize),
    /// Copy a file that will be touched.
    Backup(usize),
    /// Make a folder of the app.
    MakeFolder(usize),
    /// Put the new content in place, or remove the file.
    Settle(usize),
    /// Bring the touched folders to the disk.
    Sync,
    /// Clear away what only the way there needed.
    Clear,
    /// Put a file back as it was before.
    PutBack(usize),
    /// Remove a folder that was made, if it is empty.
    RemoveFolder(usize),
    /// Forget the transaction, but for the backups of files that were left alone.
    Forget,
}

/// Why a step failed.
#[derive(Debug, thiserror::Error)]
pub(super) enum Trouble {
    /// The file is not as it was when the transaction was made.
    #[error("{0} was changed meanwhile")]
    Changed(RelPath),
    /// The system refused, or the path may not be written.
    #[error("{0}")]
    Failed(String),
}

impl From<io::Error> for Trouble {
    fn from(e: io::Error) -> Self {
        Self::Failed(e.to_string())
    }
}

/// A transaction in one output folder.
#[derive(Debug)]
pub(super) struct Txn {
    root: PathBuf,
    id: u32,
    pub(super) journal: Journal,
    /// One for each operation while it is new; none when it was found on the disk.
    contents: Vec<Content>,
    /// The file that someone else changed before its turn came: nothing is to be put back there.
    untouched: Option<RelPath>,
    /// What became of the files on the way back.
    pub(super) restored: Restored,
}

impl Txn {
    pub(super) fn new(root: &Path, id: u32, journal: Journal, contents: Vec<Content>) -> Self {
        Self {
            root: root.to_owned(),
            id,
            journal,
            contents,
            untouched: None,
            restored: Restored::default(),
        }
    }

    /// One that an earlier run left.
    pub(super) fn found(root: &Path, id: u32, journal: Journal) -> Self {
        Self::new(root, id, journal, Vec::new())
    }

    /// All steps of a new transaction.
    pub(super) fn steps(&self) -> Vec<Step> {
        let ops = || self.journal.ops.iter().enumerate();
        let mut steps = vec![Step::Begin, Step::Mark(State::Staging)];
        steps.extend(
            ops()
                .filter(|(_, op)| op.after.is_some())
                .map(|(n, _)| Step::Stage(n)),
        );
        steps.extend(
            ops()
                .filter(|(_, op)| op.before.is_some())
                .map(|(n, _)| Step::Backup(n)),
        );
        steps.push(Step::Mark(State::Prepared));
        steps.extend(self.steps_from_prepared());
        steps
    }

    /// What is left to do when everything is staged.
    pub(super) fn steps_from_prepared(&self) -> Vec<Step> {
        let mut steps: Vec<Step> = (0..self.journal.folders.len()).map(Step::MakeFolder).collect();
        steps.extend((0..self.journal.ops.len()).map(Step::Settle));
        steps.extend([Step::Sync, Step::Mark(State::Committed), Step::Clear]);
        steps
    }

    /// All steps back to where it began, from wherever it is.
    pub(super) fn steps_back(&self) -> Vec<Step> {
        let mut steps = match self.journal.state {
            State::Staging => return vec![Step::Forget],
            State::Committed => vec![Step::Mark(State::Undoing)],
            State::Prepared | State::Undoing | State::Undone => Vec::new(),
        };
        steps.extend((0..self.journal.ops.len()).rev().map(Step::PutBack));
        steps.extend((0..self.journal.folders.len()).rev().map(Step::RemoveFolder));
        steps.extend([Step::Sync, Step::Forget]);
        steps
    }

    pub(super) fn perform(&mut self, step: Step) -> Result<(), Trouble> {
        match step {
            Step::Begin => self.begin()?,
            Step::Mark(state) => self.mark(state)?,
            Step::Stage(n) => self.stage(n)?,
            Step::Backup(n) => self.backup(n)?,
            Step::MakeFolder(n) => self.make_folder(n)?,
            Step::Settle(n) => self.settle(n)?,
            Step::Sync => self.sync()?,
            Step::Clear => self.clear("stage")?,
            Step::PutBack(n) => self.put_back(n)?,
            Step::RemoveFolder(n) => self.remove_folder(n),
            Step::Forget => self.forget()?,
        }
        Ok(())
    }

    fn dir(&self) -> PathBuf {
        txn_dir(&self.root, self.id)
    }

    fn staged(&self, n: usize) -> PathBuf {
        self.dir().join("stage").join(n.to_string())
    }

    fn backed_up(&self, n: usize) -> PathBuf {
        self.dir().join("backup").join(n.to_string())
    }

    fn begin(&self) -> io::Result<()> {
        std::fs::create_dir_all(self.dir().parent().unwrap_or(&self.root))?;
        std::fs::create_dir(self.dir())?;
        std::fs::create_dir(self.dir().join("stage"))?;
        std::fs::create_dir(self.dir().join("backup"))
    }

    /// The journal is replaced as a whole, after all that it speaks of has reached the disk.
    fn mark(&mut self, state: State) -> io::Result<()> {
        for folder in ["stage", "backup"].map(|name| self.dir().join(name)) {
            if folder.exists() {
                sync_folder(&folder)?;
            }
        }
        let (new, journal) = (self.dir().join("journal.new"), self.dir().join("journal.json"));
        let _ = std::fs::remove_file(&new);
        let text = Journal {
            state,
            ..self.journal.clone()
        };
        write_new(&new, text.to_json().as_bytes(), None)?;
        std::fs::rename(new, journal)?;
        sync_folder(&self.dir())?;
        self.journal.state = state;
        Ok(())
    }

    fn stage(&self, n: usize) -> io::Result<()> {
        let content = self.contents.get(n);
        let Some((content, bytes)) = content.and_then(|c| Some((c, c.after.as_ref()?))) else {
            return Ok(());
        };
        let like = content.before.as_ref().map(|(_, meta)| meta);
        write_new(&self.staged(n), bytes, like)
    }

    fn backup(&self, n: usize) -> io::Result<()> {
        match self.contents.get(n).and_then(|content| content.before.as_ref()) {
            Some((bytes, meta)) => write_new(&self.backed_up(n), bytes, Some(meta)),
            None => Ok(()),
        }
    }

    fn make_folder(&self, n: usize) -> Result<(), Trouble> {
        let Some(folder) = self.journal.folders.get(n) else {
            return Ok(());
        };
        if is_folder(&self.root, folder) {
            return Ok(());
        }
        match find(&self.root, folder) {
            Ok(None) => Ok(std::fs::create_dir(place(&self.root, folder))?),
            Ok(Some(_)) => Err(Trouble::Changed(folder.clone())),
            Err(why) => Err(Trouble::Failed(format!("{folder}: {why}"))),
        }
    }

    fn settle(&mut self, n: usize) -> Result<(), Trouble> {
        let Some(op) = self.journal.ops.get(n) else {
            return Ok(());
        };
        if self.holds(op, op.after.as_ref())? {
            return Ok(());
        }
        if !self.holds(op, op.before.as_ref())? {
            let path = op.path.clone();
            if !self.contents.is_empty() {
                self.untouched = Some(path.clone());
            }
            return Err(Trouble::Changed(path));
        }
        let target = place(&self.root, &op.path);
        let settled = match op.after {
            Some(_) => std::fs::rename(self.staged(n), target),
            None => std::fs::remove_file(target),
        };
        settled.map_err(|e| Trouble::Failed(format!("{}: {e}", op.path)))
    }

    fn holds(&self, op: &Op, state: Option<&Print>) -> Result<bool, Trouble> {
        holds(&self.root, &op.path, state).map_err(|why| Trouble::Failed(format!("{}: {why}", op.path)))
    }

    fn sync(&self) -> io::Result<()> {
        let places = self
            .journal
            .ops
            .iter()
            .map(|op| &op.path)
            .chain(&self.journal.folders);
        let touched: BTreeSet<PathBuf> = places
            .filter_map(|path| place(&self.root, path).parent().map(Path::to_owned))
            .collect();
        touched
            .iter()
            .filter(|folder| folder.is_dir())
            .try_for_each(|folder| sync_folder(folder))
    }

    /// Removes a part of the transaction's folder, or (`""`) all of it.
    fn clear(&self, name: &str) -> io::Result<()> {
        match std::fs::remove_dir_all(self.dir().join(name)) {
            Err(e) if e.kind() != ErrorKind::NotFound => Err(e),
            _ => Ok(()),
        }
    }

    fn put_back(&mut self, n: usize) -> Result<(), Trouble> {
        let Some(op) = self.journal.ops.get(n) else {
            return Ok(());
        };
        let is_untouched = self.untouched.as_ref() == Some(&op.path);
        if is_untouched || holds(&self.root, &op.path, op.before.as_ref()).unwrap_or(false) {
            return Ok(());
        }
        let ours = holds(&self.root, &op.path, op.after.as_ref()).unwrap_or(false);
        let has_backup = op
            .before
            .as_ref()
            .is_none_or(|before| before.fits(&self.backed_up(n)));
        if ours && has_backup {
            self.put_back_ours(n, op)
                .map_err(|e| Trouble::Failed(format!("{}: {e}", op.path)))?;
            self.restored.put_back.push(op.path.clone());
        } else {
            self.restored.left.push(op.path.clone());
        }
        Ok(())
    }

    fn put_back_ours(&self, n: usize, op: &Op) -> io::Result<()> {
        let target = place(&self.root, &op.path);
        let Some(before) = &op.before else {
            return std::fs::remove_file(target);
        };
        if let Some(folder) = target.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::rename(self.backed_up(n), &target)?;
        set_mode(&target, before.mode)
    }

    fn remove_folder(&self, n: usize) {
        if let Some(folder) = self.journal.folders.get(n)
            && is_folder(&self.root, folder)
        {
            // Stays where it is not empty.
            let _ = std::fs::remove_dir(place(&self.root, folder));
        }
    }

    fn forget(&mut self) -> io::Result<()> {
        if !self.restored.left.is_empty() {
            self.mark(State::Undone)?;
            return self.clear("stage");
        }
        // The journal goes first: without it nothing is taken back any more.
        match std::fs::remove_file(self.dir().join("journal.json")) {
            Err(e) if e.kind() != ErrorKind::NotFound => return Err(e),
            _ => {}
        }
        self.clear("")
    }

    /// Where the backups are.
    pub(super) fn backups(&self) -> PathBuf {
        self.dir().join("backup")
    }
}

/// The files of a transaction that was taken back: those that are as before again, and those that belong to
/// someone else by now.
#[derive(Debug, Default)]
pub(super) struct Restored {
    pub(super) put_back: Vec<RelPath>,
    pub(super) left: Vec<RelPath>,
}

/// Writes a file that must not be there yet, with the mode and owner of another, and brings it to the disk.
fn write_new(path: &Path, bytes: &[u8], like: Option<&Metadata>) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    if let Some(meta) = like {
        // Before the content: what others may not read must not be readable for a moment.
        file.set_permissions(meta.permissions())?;
    }
    file.write_all(bytes)?;
    if let Some(meta) = like {
        keep_owner(path, meta)?;
    }
    file.sync_all()
}

/// Another user's file stays that user's, as far as the system allows.
#[cfg(unix)]
fn keep_owner(path: &Path, like: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::MetadataExt;
    let ours = std::fs::metadata(path)?;
    if (ours.uid(), ours.gid()) != (like.uid(), like.gid()) {
        let _ = std::os::unix::fs::chown(path, Some(like.uid()), Some(like.gid()));
        std::fs::set_permissions(path, like.permissions())?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn keep_owner(_: &Path, _: &Metadata) -> io::Result<()> {
    Ok(())
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: Option<u32>) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    match mode {
        Some(mode) => std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)),
        None => Ok(()),
    }
}

#[cfg(not(unix))]
fn set_mode(_: &Path, _: Option<u32>) -> io::Result<()> {
    Ok(())
}

/// Brings the names in a folder to the disk, where the platform lets a folder be opened.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(folder)?.sync_all()
    } else {
        Ok(())
    }
}

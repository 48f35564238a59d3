//! The folder that the app is written into: all of a plan or nothing, and back again.

#[cfg(test)]
mod tests;

use super::home::{self, Closed, Home, Record};
use super::journal::{Journal, Op, State};
use super::open::{self, Links};
use super::pending::{Content, pending};
use super::target::{self, Print, find, is_folder, place};
use super::txn::{Restored, Step, Trouble, Txn};
use crate::file::{SourceFile, Unreadable};
use crate::path::RelPath;
use crate::plan::Change;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// An output folder, which need not exist yet.
#[derive(Debug, Clone)]
pub struct Output {
    root: PathBuf,
}

/// What was written. Nothing, where everything was as the plan wants it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Applied {
    /// The files that were made, changed or removed, sorted.
    pub files: Vec<RelPath>,
}

/// What was taken back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Undone {
    /// The files that are as they were before.
    pub put_back: Vec<RelPath>,
    /// The files that someone has changed since; they were left alone.
    pub left: Vec<RelPath>,
    /// Where the backups of the files that were left alone are kept.
    pub backups: Option<PathBuf>,
}

/// Which way an interrupted apply is brought to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// As if it had never begun.
    Back,
    /// To what was planned, where everything for it is at hand.
    Forward,
}

/// What became of something that was interrupted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recovered {
    /// Which way it went.
    pub way: Way,
    /// The files that someone has changed since; they were left alone.
    pub left: Vec<RelPath>,
}

/// Why the folder was not written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OutputError {
    /// Files are not as they were when the plan was made.
    #[error("changed since the plan was made: {}", names(files))]
    Stale {
        /// Which ones, sorted.
        files: Vec<RelPath>,
    },
    /// A path may not be written, or a change makes no sense.
    #[error("{path} cannot be written: {why}")]
    Refused {
        /// The path.
        path: RelPath,
        /// What stands against it.
        why: String,
    },
    /// Another process is writing.
    #[error("another forgeshift (process {0}) is writing into this folder")]
    Busy(String),
    /// An earlier apply or undo was interrupted.
    #[error("an earlier run was interrupted; recover first")]
    Unfinished,
    /// No apply is on record that was not undone.
    #[error("there is nothing to undo")]
    NothingToUndo,
    /// The system refused on the way; what had been written was taken back.
    #[error("{why}; {}", after_failure(left))]
    Failed {
        /// What it said.
        why: String,
        /// The files that someone else changed meanwhile; they were left alone.
        left: Vec<RelPath>,
    },
    /// The folder or its records cannot be used.
    #[error("{0}")]
    Broken(String),
}

impl From<Closed> for OutputError {
    fn from(closed: Closed) -> Self {
        match closed {
            Closed::Busy(holder) => Self::Busy(holder),
            Closed::Broken(why) => Self::Broken(why),
        }
    }
}

impl Output {
    /// The output folder at a path.
    pub fn new(dir: &Path) -> Self {
        let absolute = std::path::absolute(dir).unwrap_or_else(|_| dir.to_owned());
        Self {
            root: std::fs::canonicalize(&absolute).unwrap_or(absolute),
        }
    }

    /// The file that is at a path now.
    ///
    /// # Errors
    /// See [`Unreadable`]; a link, even one on the way, is not followed.
    pub fn current(&self, path: &RelPath, limit: u64) -> Result<Option<SourceFile>, Unreadable> {
        if find(&self.root, path).map_err(Unreadable::System)?.is_none() {
            return Ok(None);
        }
        let bytes = open::bytes(&place(&self.root, path), limit, Links::Refuse)?;
        SourceFile::decode(path.as_str(), bytes).map(Some)
    }

    /// Makes all changes, or none. Where a file is already as a change wants it, nothing is done for it; where
    /// that is so for all of them, nothing at all is written.
    ///
    /// # Errors
    /// See [`OutputError`]; the folder is then as it was.
    pub fn apply(&self, changes: &[Change]) -> Result<Applied, OutputError> {
        if !home::dir(&self.root).exists() && pending(&self.root, changes)?.is_empty() {
            return Ok(Applied::default());
        }
        let home = Home::enter(&self.root)?;
        let applied = self.apply_locked(changes, home.made_above);
        home.leave();
        applied
    }

    /// Takes the newest apply back that was not taken back yet. A file that was changed since is left alone.
    ///
    /// # Errors
    /// See [`OutputError`].
    pub fn undo(&self) -> Result<Undone, OutputError> {
        if !home::dir(&self.root).exists() {
            return Err(OutputError::NothingToUndo);
        }
        let mut home = Home::enter(&self.root)?;
        let undone = self.undo_locked(&mut home);
        home.leave();
        undone
    }

    /// Whether an apply or an undo was interrupted here (or is going on).
    ///
    /// # Errors
    /// [`OutputError::Broken`] where the records cannot be read.
    pub fn is_unfinished(&self) -> Result<bool, OutputError> {
        let history = self.history()?;
        let is_bare = history.is_empty() && home::dir(&self.root).exists();
        Ok(is_bare || history.iter().any(is_open))
    }

    /// Brings what was interrupted to its end; tells nothing where nothing was. Can be repeated.
    ///
    /// # Errors
    /// See [`OutputError`].
    pub fn recover(&self, way: Way) -> Result<Option<Recovered>, OutputError> {
        if !self.is_unfinished()? {
            return Ok(None);
        }
        let mut home = Home::enter(&self.root)?;
        let recovered = self.recover_locked(way, &mut home);
        home.leave();
        recovered.map(Some)
    }

    fn apply_locked(&self, changes: &[Change], made_above: u32) -> Result<Applied, OutputError> {
        let history = self.finished()?;
        let pending = pending(&self.root, changes)?;
        if pending.is_empty() {
            return Ok(Applied::default());
        }
        let id = history.last().map_or(Some(1), |(id, _)| id.checked_add(1));
        let id =
            id.ok_or_else(|| OutputError::Broken("there are too many transactions on record".to_owned()))?;
        let mut txn = self.transaction(id, pending, made_above);
        let steps = txn.steps();
        run(&mut txn, &steps)?;
        let mut files: Vec<RelPath> = txn.journal.ops.into_iter().map(|op| op.path).collect();
        files.sort();
        Ok(Applied { files })
    }

    fn transaction(&self, id: u32, pending: Vec<(RelPath, Content)>, above: u32) -> Txn {
        let folders: BTreeSet<RelPath> = pending
            .iter()
            .filter(|(_, content)| content.after.is_some())
            .flat_map(|(path, _)| path.folders())
            .filter(|folder| !is_folder(&self.root, folder))
            .collect();
        let (ops, contents) = pending
            .into_iter()
            .map(|(path, content)| {
                let before = content.before.as_ref();
                let op = Op {
                    path,
                    before: before.map(|(bytes, meta)| Print::new(bytes, target::mode(meta))),
                    after: content.after.as_ref().map(|bytes| Print::new(bytes, None)),
                };
                (op, content)
            })
            .unzip();
        let journal = Journal {
            state: State::Staging,
            ops,
            // Sorted, so each folder comes behind the one that holds it.
            folders: folders.into_iter().collect(),
            above,
        };
        Txn::new(&self.root, id, journal, contents)
    }

    fn undo_locked(&self, home: &mut Home) -> Result<Undone, OutputError> {
        let newest = self.finished()?.into_iter().rev().find_map(|(id, journal)| {
            let committed = journal.filter(|journal| journal.state == State::Committed);
            committed.map(|journal| Txn::found(&self.root, id, journal))
        });
        let mut txn = newest.ok_or(OutputError::NothingToUndo)?;
        home.made_above = txn.journal.above;
        take_back(&mut txn)?;
        let backups = txn.backups();
        let Restored {
            mut put_back,
            mut left,
        } = txn.restored;
        put_back.sort();
        left.sort();
        Ok(Undone {
            backups: (!left.is_empty()).then_some(backups),
            put_back,
            left,
        })
    }

    fn recover_locked(&self, way: Way, home: &mut Home) -> Result<Recovered, OutputError> {
        let mut recovered = Recovered {
            way: Way::Back,
            left: Vec::new(),
        };
        for (id, journal) in self.history()?.into_iter().rev().filter(is_open) {
            let mut txn = Txn::found(&self.root, id, journal.unwrap_or_default());
            home.made_above = home.made_above.max(txn.journal.above);
            if txn.journal.state == State::Prepared && way == Way::Forward {
                let steps = txn.steps_from_prepared();
                run(&mut txn, &steps)?;
                recovered.way = Way::Forward;
            } else {
                take_back(&mut txn)?;
                recovered.left.append(&mut txn.restored.left);
            }
        }
        Ok(recovered)
    }

    fn history(&self) -> Result<Vec<Record>, OutputError> {
        home::history(&self.root).map_err(OutputError::Broken)
    }

    /// The records, as long as none is open.
    fn finished(&self) -> Result<Vec<Record>, OutputError> {
        let history = self.history()?;
        match history.iter().any(is_open) {
            true => Err(OutputError::Unfinished),
            false => Ok(history),
        }
    }
}

/// Whether a transaction was interrupted.
fn is_open((_, journal): &Record) -> bool {
    let is_open =
        |journal: &Journal| matches!(journal.state, State::Staging | State::Prepared | State::Undoing);
    journal.as_ref().is_none_or(is_open)
}

/// Performs steps; at the first that fails, everything is taken back.
fn run(txn: &mut Txn, steps: &[Step]) -> Result<(), OutputError> {
    for step in steps {
        if let Err(trouble) = txn.perform(*step) {
            return give_up(txn, trouble);
        }
    }
    Ok(())
}

fn give_up(txn: &mut Txn, trouble: Trouble) -> Result<(), OutputError> {
    if txn.journal.state == State::Committed {
        // All is written; only what the way there needed could not be cleared away.
        return Ok(());
    }
    let why = trouble.to_string();
    take_back(txn).map_err(|e| OutputError::Broken(format!("{why}; taking it back failed: {e}")))?;
    let mut left = std::mem::take(&mut txn.restored.left);
    left.sort();
    Err(match trouble {
        Trouble::Changed(path) if left.is_empty() => OutputError::Stale { files: vec![path] },
        _ => OutputError::Failed { why, left },
    })
}

/// Takes a transaction back, whichever way it was on.
fn take_back(txn: &mut Txn) -> Result<(), OutputError> {
    for step in txn.steps_back() {
        txn.perform(step)
            .map_err(|trouble| OutputError::Broken(trouble.to_string()))?;
    }
    Ok(())
}

fn names(files: &[RelPath]) -> String {
    let names: Vec<&str> = files.iter().map(RelPath::as_str).collect();
    names.join(", ")
}

fn after_failure(left: &[RelPath]) -> String {
    if left.is_empty() {
        "nothing was changed".to_owned()
    } else {
        format!(
            "all was taken back but what someone else changed meanwhile: {}",
            names(left)
        )
    }
}

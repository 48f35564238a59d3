//! The changes that would earn the badge.

use super::Blocker;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

/// What kind of change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EditKind {
    /// Leave out a declaration that is not needed.
    Unlist,
    /// Declare a host as analytics without in-scope end-user data.
    Declare,
    /// Ship what is loaded from elsewhere with the app.
    Bundle,
    /// Make a web trigger static.
    Static,
    /// Do without a token.
    Token,
    /// Do without a host or a service.
    Drop,
    /// Turn Connect modules into modules of Forge.
    MoveModules,
    /// Move data into Forge storage.
    MoveData,
    /// Port code that needs a server, or do without it.
    Port,
}

impl EditKind {
    /// The word of the reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unlist => "unlist",
            Self::Declare => "declare-as-analytics",
            Self::Bundle => "bundle",
            Self::Static => "make-static",
            Self::Token => "replace-token",
            Self::Drop => "drop",
            Self::MoveModules => "move-modules",
            Self::MoveData => "move-data",
            Self::Port => "port-or-drop",
        }
    }
}

/// How large a change is, roughly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Size {
    /// A line of the manifest.
    Line,
    /// A piece of work that leaves the design as it is.
    Piece,
    /// A part of the app that has to be thought over.
    Rework,
}

impl Size {
    /// The word of the reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Line => "a line",
            Self::Piece => "a piece of work",
            Self::Rework => "a redesign",
        }
    }
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// How large it is.
    pub size: Size,
    /// What kind.
    pub kind: EditKind,
    /// What it is about: a host, a package, a module.
    pub subject: String,
    /// What to do, in a sentence.
    pub what: String,
    /// How many blockers it takes away.
    pub solves: usize,
}

impl Edit {
    /// A change that takes away one blocker.
    pub(super) fn new(kind: EditKind, subject: impl Into<String>, what: String, size: Size) -> Self {
        Self {
            size,
            kind,
            subject: subject.into(),
            what,
            solves: 1,
        }
    }
}

/// The cheapest set: each blocker brings the smallest change that takes it away, and what is the same is done once.
pub(super) fn cheapest(blockers: &[Blocker]) -> Vec<Edit> {
    let mut edits: BTreeMap<(EditKind, &str), Edit> = BTreeMap::new();
    for blocker in blockers {
        let edit = &blocker.edit;
        match edits.entry((edit.kind, &edit.subject)) {
            Entry::Vacant(free) => {
                free.insert(edit.clone());
            }
            Entry::Occupied(mut taken) => {
                let known = taken.get_mut();
                known.solves += 1;
                // Dropping a host solves what a line would solve, but not the other way round.
                if edit.size > known.size {
                    known.size = edit.size;
                    known.what.clone_from(&edit.what);
                }
            }
        }
    }
    // A host that has to go needs no declaration either.
    let dropped: BTreeSet<&str> = edits
        .keys()
        .filter(|(kind, _)| *kind == EditKind::Drop)
        .map(|(_, subject)| *subject)
        .collect();
    let mut edits: Vec<Edit> = edits
        .values()
        .filter(|edit| edit.kind != EditKind::Declare || !dropped.contains(edit.subject.as_str()))
        .cloned()
        .collect();
    edits.sort();
    edits
}

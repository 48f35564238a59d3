//! A tree that is a folder on the disk.

use super::ignored::{self, Ignored};
use super::walk::{Child, Folders, Kind};
use crate::disk::open::{self, Links};
use crate::file::Unreadable;
use std::collections::HashSet;
use std::fs::DirEntry;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::rc::Rc;
use std::sync::{PoisonError, RwLock};

#[derive(Debug)]
pub(super) struct Folder {
    /// Canonical where that can be told.
    root: PathBuf,
    /// Folders below the root that are known not to lead out of it: asking the system for each file would take
    /// as long as reading it.
    known: RwLock<HashSet<PathBuf>>,
}

impl Folder {
    pub(super) fn new(root: &Path) -> Self {
        Self {
            root: std::fs::canonicalize(root).unwrap_or_else(|_| root.to_owned()),
            known: RwLock::default(),
        }
    }

    /// The bytes of one file. No link is followed at its last component, and those before may not lead out of
    /// the root.
    pub(super) fn bytes(&self, path: &str, limit: u64) -> Result<Vec<u8>, Unreadable> {
        let outside = || Unreadable::System("it leads out of the folder".to_owned());
        let relative = Path::new(path);
        if relative
            .components()
            .any(|part| !matches!(part, Component::Normal(_)))
        {
            return Err(outside());
        }
        let target = self.root.join(relative);
        let parent = target.parent().ok_or_else(outside)?;
        if parent != self.root && !self.is_inside(parent)? {
            return Err(outside());
        }
        open::bytes(&target, limit, Links::Refuse)
    }

    fn is_inside(&self, folder: &Path) -> Result<bool, Unreadable> {
        let known = self
            .known
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .contains(folder);
        if known {
            return Ok(true);
        }
        let is_inside = std::fs::canonicalize(folder)
            .map_err(open::system)?
            .starts_with(&self.root);
        if is_inside {
            let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
            known.insert(folder.to_owned());
        }
        Ok(is_inside)
    }

    /// The rules of `.gitignore` files above the root, up to the top of the git work tree it lies in.
    pub(super) fn rules_above(&self) -> Option<Rc<Ignored>> {
        if is_work_tree(&self.root) {
            return None;
        }
        let top = self.root.ancestors().skip(1).position(is_work_tree)? + 1;
        let folders: Vec<&Path> = self.root.ancestors().skip(1).take(top).collect();
        folders.into_iter().rev().fold(None, |outer, folder| {
            let own = self.rules_of(folder, outer.clone());
            own.or(outer)
        })
    }

    fn rules_of(&self, above: &Path, outer: Option<Rc<Ignored>>) -> Option<Rc<Ignored>> {
        let text = rules(&above.join(".gitignore")).ok()?;
        let names = self.root.strip_prefix(above).ok()?;
        let from_there: String = names
            .components()
            .map(|name| format!("{}/", name.as_os_str().to_string_lossy()))
            .collect();
        Ignored::above(from_there, &text, outer).ok().map(Rc::new)
    }

    fn child(&self, entry: io::Result<DirEntry>) -> Result<Child, String> {
        let entry = entry.map_err(|e| e.to_string())?;
        let name = entry.file_name();
        let Some(plain) = name.to_str() else {
            return Ok(Child {
                name: name.to_string_lossy().into_owned(),
                kind: Kind::Other("its name is not UTF-8".to_owned()),
            });
        };
        Ok(Child {
            name: plain.to_owned(),
            kind: self.kind(&entry),
        })
    }

    fn kind(&self, entry: &DirEntry) -> Kind {
        let kind = match entry.file_type() {
            Ok(kind) => kind,
            Err(e) => return Kind::Other(e.to_string()),
        };
        if kind.is_dir() {
            Kind::Folder
        } else if kind.is_symlink() {
            Kind::Other(self.link(&entry.path()).to_owned())
        } else if kind.is_file() {
            match entry.metadata() {
                Ok(meta) => Kind::File(meta.len()),
                Err(e) => Kind::Other(e.to_string()),
            }
        } else {
            Kind::Other("neither a file nor a folder".to_owned())
        }
    }

    /// What is to be said about a link, which is never followed.
    fn link(&self, path: &Path) -> &'static str {
        match std::fs::canonicalize(path) {
            Ok(end) if !end.starts_with(&self.root) => "a link that leads out of the folder",
            Ok(end) if path.starts_with(&end) => "a link to a folder that holds it",
            Ok(_) => "a link; what it leads to is read where it lies",
            Err(e) if e.kind() == io::ErrorKind::NotFound => "a link that leads nowhere",
            Err(_) => "a link that cannot be followed to its end",
        }
    }
}

impl Folders for Folder {
    fn children(&self, folder: &str) -> Result<Vec<Child>, String> {
        std::fs::read_dir(self.root.join(folder))
            .map_err(|e| e.to_string())?
            .map(|entry| self.child(entry))
            .collect()
    }

    fn rules(&self, path: &str) -> Result<String, String> {
        rules(&self.root.join(path))
    }
}

fn rules(path: &Path) -> Result<String, String> {
    let bytes = open::bytes(path, ignored::LIMIT, Links::Refuse).map_err(|e| e.to_string())?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn is_work_tree(folder: &Path) -> bool {
    folder.join(".git").exists()
}

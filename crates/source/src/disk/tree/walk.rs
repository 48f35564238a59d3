//! Going through the folders of a tree, whatever it lies in.

use super::ignored::{self, Ignored};
use super::{Listed, Listing};
use crate::path::RelPath;
use std::rc::Rc;

/// Something that has folders: the disk, or a list of paths.
pub(super) trait Folders {
    /// What is directly in a folder (`""` for the root), or why that cannot be told.
    fn children(&self, folder: &str) -> Result<Vec<Child>, String>;

    /// The text of a `.gitignore`, or why it is not read.
    fn rules(&self, path: &str) -> Result<String, String>;
}

/// One entry of a folder.
pub(super) struct Child {
    pub(super) name: String,
    pub(super) kind: Kind,
}

pub(super) enum Kind {
    Folder,
    /// A regular file of so many bytes.
    File(u64),
    /// Passed over, for this reason.
    Other(String),
}

/// Folders that are never entered: git's own, and what this program keeps for undo.
const NEVER: [&str; 2] = [".git", ".forgeshift"];

/// Installed packages are no part of the app; that they were there is told.
const PACKAGES: &str = "node_modules";

/// Lists all files that no rule hides, sorted by path.
pub(super) fn walk(folders: &impl Folders, excluded: &[RelPath], above: Option<Rc<Ignored>>) -> Listing {
    let mut walk = Walk {
        folders,
        excluded,
        listing: Listing::default(),
        rules_left: ignored::LIMIT_IN_ALL,
        pending: vec![(String::new(), above)],
    };
    while let Some((folder, rules)) = walk.pending.pop() {
        walk.enter(&folder, rules);
    }
    let mut listing = walk.listing;
    listing.files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    listing.skipped.sort_unstable();
    listing
}

struct Walk<'a, F> {
    folders: &'a F,
    excluded: &'a [RelPath],
    listing: Listing,
    /// Bytes of rules that may still be compiled.
    rules_left: usize,
    /// Folders to enter, with the rules around them.
    pending: Vec<(String, Option<Rc<Ignored>>)>,
}

impl<F: Folders> Walk<'_, F> {
    fn enter(&mut self, folder: &str, around: Option<Rc<Ignored>>) {
        let children = match self.folders.children(folder) {
            Ok(children) => children,
            Err(why) => {
                let place = if folder.is_empty() { "." } else { folder };
                return self
                    .listing
                    .skip(place, format!("the folder cannot be read: {why}"));
            }
        };
        let rules = self.rules(folder, &children, around);
        for child in children {
            self.meet(join(folder, &child.name), child, &rules);
        }
    }

    fn meet(&mut self, path: String, child: Child, rules: &Option<Rc<Ignored>>) {
        let excluded = |excluded: &RelPath| excluded.as_str() == path;
        if NEVER.contains(&child.name.as_str()) || self.excluded.iter().any(excluded) {
            return;
        }
        let is_folder = matches!(child.kind, Kind::Folder);
        if is_folder && child.name == PACKAGES {
            return self.listing.skip(&path, "installed packages".to_owned());
        }
        if rules.as_ref().is_some_and(|rules| rules.hides(&path, is_folder)) {
            return;
        }
        match child.kind {
            Kind::Folder => self.pending.push((path, rules.clone())),
            Kind::File(bytes) => self.listing.files.push(Listed {
                path: path.into(),
                bytes,
            }),
            Kind::Other(why) => self.listing.skip(&path, why),
        }
    }

    /// The rules in force in a folder: its own, if it has any, before those around it.
    fn rules(
        &mut self,
        folder: &str,
        children: &[Child],
        around: Option<Rc<Ignored>>,
    ) -> Option<Rc<Ignored>> {
        let own = |child: &Child| child.name == ".gitignore" && matches!(child.kind, Kind::File(_));
        if !children.iter().any(own) {
            return around;
        }
        let path = join(folder, ".gitignore");
        let text = self.folders.rules(&path).and_then(|text| self.afford(text));
        match text.and_then(|text| Ignored::below(folder, &text, around.clone())) {
            Ok(rules) => Some(Rc::new(rules)),
            Err(why) => {
                self.listing.skip(&path, format!("its rules are not used: {why}"));
                around
            }
        }
    }

    fn afford(&mut self, text: String) -> Result<String, String> {
        self.rules_left = self.rules_left.checked_sub(text.len()).ok_or_else(|| {
            format!(
                "all rules together have more than {} bytes",
                ignored::LIMIT_IN_ALL
            )
        })?;
        Ok(text)
    }
}

fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() {
        name.to_owned()
    } else {
        format!("{folder}/{name}")
    }
}

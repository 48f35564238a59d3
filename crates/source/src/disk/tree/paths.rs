//! Folders made up from a sorted list of files: memory and archives have no others.

use super::walk::{Child, Folders, Kind};
use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::Arc;

pub(super) struct Paths<'a, F> {
    pub(super) files: &'a BTreeMap<Arc<str>, F>,
    pub(super) kind: fn(&F) -> Kind,
    /// Reads a `.gitignore`.
    pub(super) rules: &'a dyn Fn(&str) -> Result<String, String>,
}

impl<F> Folders for Paths<'_, F> {
    /// Looks up one path for each child, so that files deep below cost nothing here.
    fn children(&self, folder: &str) -> Result<Vec<Child>, String> {
        let prefix = if folder.is_empty() {
            String::new()
        } else {
            format!("{folder}/")
        };
        let mut children = Vec::new();
        let mut from = Bound::Included(prefix.clone());
        while let Some((path, file)) = self.first(&from) {
            let Some(rest) = path.strip_prefix(&prefix) else {
                break;
            };
            let (name, kind) = match rest.split_once('/') {
                Some((name, _)) => (name, Kind::Folder),
                None => (rest, (self.kind)(file)),
            };
            from = match kind {
                // `0` is the character behind `/`: the first path that is not in this folder any more.
                Kind::Folder => Bound::Included(format!("{prefix}{name}0")),
                _ => Bound::Excluded(path.to_string()),
            };
            children.push(Child {
                name: name.to_owned(),
                kind,
            });
        }
        Ok(children)
    }

    fn rules(&self, path: &str) -> Result<String, String> {
        (self.rules)(path)
    }
}

impl<F> Paths<'_, F> {
    fn first(&self, from: &Bound<String>) -> Option<(&Arc<str>, &F)> {
        let from = from.as_ref().map(String::as_str);
        self.files.range::<str, _>((from, Bound::Unbounded)).next()
    }
}

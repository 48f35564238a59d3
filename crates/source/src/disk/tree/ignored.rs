//! What `.gitignore` files say about a path.

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use std::rc::Rc;

/// Beyond this a `.gitignore` is not one.
pub(super) const LIMIT: u64 = 64 * 1024;

/// Rules are compiled; beyond this, those of all folders together would take too long.
pub(super) const LIMIT_IN_ALL: usize = 1024 * 1024;

/// The rules of one folder and of the folders around it.
pub(super) struct Ignored {
    outer: Option<Rc<Ignored>>,
    rules: Gitignore,
    /// How to make a path relative to the folder of these rules: what a path below the root has in front too
    /// much, or too little where the rules stand above the root.
    front: Front,
}

enum Front {
    Strip(usize),
    Add(String),
}

impl Ignored {
    /// Rules of a folder below the root (`""` for the root itself).
    pub(super) fn below(folder: &str, text: &str, outer: Option<Rc<Ignored>>) -> Result<Self, String> {
        let strip = if folder.is_empty() { 0 } else { folder.len() + 1 };
        Self::new(Front::Strip(strip), text, outer)
    }

    /// Rules of a folder above the root; `from_there` leads to the root, with `/` behind each name.
    pub(super) fn above(from_there: String, text: &str, outer: Option<Rc<Ignored>>) -> Result<Self, String> {
        Self::new(Front::Add(from_there), text, outer)
    }

    fn new(front: Front, text: &str, outer: Option<Rc<Ignored>>) -> Result<Self, String> {
        let mut builder = GitignoreBuilder::new("");
        for line in text.trim_start_matches('\u{feff}').lines() {
            // As git does, a pattern that cannot be understood is passed over.
            let _ = builder.add_line(None, line);
        }
        let rules = builder.build().map_err(|e| e.to_string())?;
        Ok(Self { outer, rules, front })
    }

    /// Whether a path below the root is ignored, its folders not considered. The innermost rules decide.
    pub(super) fn hides(&self, path: &str, is_folder: bool) -> bool {
        let matched = match &self.front {
            Front::Strip(bytes) => self.rules.matched(path.get(*bytes..).unwrap_or(path), is_folder),
            Front::Add(names) => self.rules.matched(format!("{names}{path}"), is_folder),
        };
        match matched {
            Match::Ignore(_) => true,
            Match::Whitelist(_) => false,
            Match::None => self
                .outer
                .as_ref()
                .is_some_and(|outer| outer.hides(path, is_folder)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root(text: &str) -> Rc<Ignored> {
        Rc::new(Ignored::below("", text, None).unwrap())
    }

    #[test]
    fn a_pattern_with_a_slash_holds_for_its_own_folder_only() {
        let inner = Ignored::below("a", "/x\ny/z\n", Some(root(""))).unwrap();
        assert!(inner.hides("a/x", false));
        assert!(inner.hides("a/y/z", false));
        assert!(!inner.hides("a/b/x", false));
    }

    #[test]
    fn the_innermost_rule_decides() {
        let inner = Ignored::below("a", "!keep.log\n", Some(root("*.log\n"))).unwrap();
        assert!(inner.hides("a/drop.log", false));
        assert!(!inner.hides("a/keep.log", false));
    }

    #[test]
    fn rules_above_the_root_see_the_whole_path() {
        let above = Ignored::above("apps/mine/".into(), "/apps/*/dist/\n/dist/\n", None).unwrap();
        assert!(above.hides("dist", true));
        assert!(!above.hides("dist", false), "a file is no folder");
        assert!(!above.hides("src/dist", true));
    }

    #[test]
    fn a_pattern_that_is_none_hides_nothing() {
        assert!(!root("[\n\\\n").hides("a", false));
    }
}

//! Whether git knows the present state of what is about to be written. Reads only; runs no program.
//!
//! The library is the one that cargo asks for `cargo fix`, so the answer is the same: what is staged, changed or
//! untracked counts, what is ignored does not.

use git2::{ErrorCode, Repository, StatusOptions};
use std::path::Path;

/// Which files are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// All of the work tree that the folder lies in.
    WorkTree,
    /// The folder alone.
    Folder,
}

/// Git's records cannot be read, so nothing can be said.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("git's records cannot be read: {0}")]
pub struct GitError(String);

/// The files that differ from the last commit, relative to the top of the work tree, sorted; an untracked folder
/// stands for what it holds. None where the folder, which need not exist yet, lies in no work tree, or where git
/// ignores it.
///
/// # Errors
/// [`GitError`], for records that are broken, belong to someone else or have a format that is not known.
pub fn dirty(folder: &Path, extent: Extent) -> Result<Option<Vec<String>>, GitError> {
    let folder = std::path::absolute(folder).map_err(|e| GitError(e.to_string()))?;
    let there = folder.ancestors().find(|folder| folder.is_dir());
    let Some(repository) = there.map_or(Ok(None), discover)? else {
        return Ok(None);
    };
    let Some(top) = repository.workdir() else {
        return Ok(None);
    };
    let inside = inside(top, &folder);
    if is_ignored(&repository, inside.as_deref())? {
        return Ok(None);
    }
    let mut options = StatusOptions::new();
    options.include_untracked(true).include_ignored(false);
    if let (Extent::Folder, Some(inside)) = (extent, inside) {
        options.pathspec(inside).disable_pathspec_match(true);
        // An untracked folder around this one would be named instead, and then not fit.
        options.recurse_untracked_dirs(true);
    }
    let statuses = repository.statuses(Some(&mut options)).map_err(error)?;
    let mut files: Vec<String> = statuses
        .iter()
        .filter(|entry| entry.status() != git2::Status::CURRENT)
        .map(|entry| String::from_utf8_lossy(entry.path_bytes()).into_owned())
        .filter(|path| !path.split('/').any(|name| name == ".forgeshift"))
        .collect();
    files.sort();
    files.dedup();
    Ok(Some(files))
}

fn discover(folder: &Path) -> Result<Option<Repository>, GitError> {
    match Repository::discover(folder) {
        Ok(repository) => Ok(Some(repository)),
        Err(e) if e.code() == ErrorCode::NotFound => Ok(None),
        Err(e) => Err(error(e)),
    }
}

fn is_ignored(repository: &Repository, inside: Option<&str>) -> Result<bool, GitError> {
    let folder = inside.map(|inside| format!("{inside}/"));
    folder.map_or(Ok(false), |folder| {
        repository.is_path_ignored(folder).map_err(error)
    })
}

/// The folder relative to the top of the work tree, with `/`; none for the top itself.
fn inside(top: &Path, folder: &Path) -> Option<String> {
    let there = folder.ancestors().find(|folder| folder.is_dir())?;
    let missing = folder.strip_prefix(there).ok()?;
    let real = std::fs::canonicalize(there).ok()?.join(missing);
    let relative = real.strip_prefix(std::fs::canonicalize(top).ok()?).ok()?;
    let names: Vec<_> = relative.iter().map(|name| name.to_string_lossy()).collect();
    (!names.is_empty()).then(|| names.join("/"))
}

fn error(e: git2::Error) -> GitError {
    GitError(e.message().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::scratch::scratch;
    use git2::{IndexAddOption, Signature};
    use std::fs;

    fn write(root: &Path, files: &[(&str, &str)]) {
        for (name, text) in files {
            let place = root.join(name);
            fs::create_dir_all(place.parent().unwrap()).unwrap();
            fs::write(place, text).unwrap();
        }
    }

    fn stage(repository: &Repository) {
        let mut index = repository.index().unwrap();
        index.add_all(["*"], IndexAddOption::DEFAULT, None).unwrap();
        index.write().unwrap();
    }

    /// A work tree with everything committed.
    fn clean(files: &[(&str, &str)]) -> (tempfile::TempDir, Repository) {
        let dir = scratch();
        let repository = Repository::init(dir.path()).unwrap();
        write(dir.path(), files);
        stage(&repository);
        let tree = repository.index().unwrap().write_tree().unwrap();
        let someone = Signature::now("someone", "someone@example.com").unwrap();
        repository
            .commit(
                Some("HEAD"),
                &someone,
                &someone,
                "",
                &repository.find_tree(tree).unwrap(),
                &[],
            )
            .unwrap();
        (dir, repository)
    }

    const FILES: &[(&str, &str)] = &[
        ("a.js", "1"),
        ("sub/b.js", "2"),
        (".gitignore", "*.log\nbuild/\n"),
    ];

    fn all(folder: &Path) -> Vec<String> {
        dirty(folder, Extent::WorkTree).unwrap().unwrap()
    }

    fn within(folder: &Path) -> Vec<String> {
        dirty(folder, Extent::Folder).unwrap().unwrap()
    }

    #[test]
    fn a_folder_outside_of_git_is_not_asked_about() {
        let dir = scratch();
        assert_eq!(dirty(dir.path(), Extent::WorkTree), Ok(None));
        assert_eq!(dirty(&dir.path().join("not/yet"), Extent::Folder), Ok(None));
    }

    #[test]
    fn what_is_committed_is_clean() {
        let (dir, _repository) = clean(FILES);
        assert!(all(dir.path()).is_empty());
        assert!(all(&dir.path().join("sub")).is_empty());
        assert!(all(&dir.path().join("not/yet")).is_empty());
    }

    #[test]
    fn what_is_changed_removed_staged_or_untracked_is_named() {
        let (dir, repository) = clean(&[FILES, &[("c.js", "3"), ("d.js", "4")]].concat());
        write(dir.path(), &[("c.js", "staged"), ("sub/new.js", "staged")]);
        stage(&repository);
        write(dir.path(), &[("a.js", "changed"), ("x/y.js", ""), ("z.js", "")]);
        fs::remove_file(dir.path().join("d.js")).unwrap();
        assert_eq!(
            all(dir.path()),
            ["a.js", "c.js", "d.js", "sub/new.js", "x/", "z.js"]
        );
        assert_eq!(all(&dir.path().join("sub")), all(dir.path()));
    }

    #[test]
    fn what_is_staged_and_changed_back_is_named() {
        let (dir, repository) = clean(FILES);
        write(dir.path(), &[("a.js", "staged")]);
        stage(&repository);
        write(dir.path(), &[("a.js", "1")]);
        assert_eq!(all(dir.path()), ["a.js"]);
    }

    #[test]
    fn a_file_that_was_only_touched_is_clean() {
        let (dir, _repository) = clean(FILES);
        write(dir.path(), &[("a.js", "1")]);
        assert!(all(dir.path()).is_empty());
    }

    #[test]
    fn what_is_ignored_is_not_named_and_neither_is_what_undo_needs() {
        let (dir, _repository) = clean(FILES);
        write(
            dir.path(),
            &[
                ("x.log", ""),
                ("build/x", ""),
                ("sub/.forgeshift/.gitignore", "*\n"),
                ("sub/.forgeshift/txn/1/j", ""),
            ],
        );
        assert!(all(dir.path()).is_empty());
    }

    #[test]
    fn a_folder_that_git_ignores_is_not_in_git() {
        let (dir, _repository) = clean(FILES);
        write(dir.path(), &[("a.js", "changed"), ("build/app/x.js", "")]);
        for ignored in ["build", "build/app", "build/not/yet"] {
            assert_eq!(
                dirty(&dir.path().join(ignored), Extent::WorkTree),
                Ok(None),
                "{ignored}"
            );
        }
        assert_eq!(all(&dir.path().join("sub")), ["a.js"]);
    }

    #[test]
    fn only_the_folder_counts_where_only_it_is_looked_at() {
        let (dir, _repository) = clean(FILES);
        write(
            dir.path(),
            &[("a.js", "changed"), ("subway.js", ""), ("new/deep/x.js", "")],
        );
        assert!(within(&dir.path().join("sub")).is_empty());
        assert!(within(&dir.path().join("not/yet")).is_empty());
        assert_eq!(within(dir.path()), ["a.js", "new/", "subway.js"]);
        assert_eq!(within(&dir.path().join("new")), ["new/deep/x.js"]);
        assert_eq!(within(&dir.path().join("new/deep")), ["new/deep/x.js"]);
        write(dir.path(), &[("sub/b.js", "changed")]);
        assert_eq!(within(&dir.path().join("sub")), ["sub/b.js"]);
    }

    #[test]
    fn a_work_tree_without_a_commit_is_all_untracked() {
        let dir = scratch();
        Repository::init(dir.path()).unwrap();
        assert!(all(dir.path()).is_empty());
        write(dir.path(), &[("a.js", "")]);
        assert_eq!(all(dir.path()), ["a.js"]);
    }

    #[test]
    fn a_linked_work_tree_is_one_of_its_own() {
        let (dir, repository) = clean(FILES);
        let linked = scratch();
        let place = linked.path().join("linked");
        repository.worktree("linked", &place, None).unwrap();
        write(dir.path(), &[("a.js", "changed")]);
        assert!(all(&place).is_empty());
        write(&place, &[("sub/b.js", "changed")]);
        assert_eq!(all(&place), ["sub/b.js"]);
    }

    #[test]
    fn broken_records_are_an_error_and_not_a_clean_tree() {
        let (dir, _repository) = clean(FILES);
        fs::write(dir.path().join(".git/index"), "broken").unwrap();
        assert!(dirty(dir.path(), Extent::WorkTree).is_err());
    }

    #[test]
    fn looking_changes_nothing_and_runs_nothing() {
        let (dir, repository) = clean(FILES);
        let ran = dir.path().join("build/ran");
        fs::create_dir(dir.path().join("build")).unwrap();
        let mut config = repository.config().unwrap();
        let touch = format!("touch {}; cat", ran.display());
        for key in [
            "filter.x.clean",
            "filter.x.smudge",
            "filter.x.process",
            "core.fsmonitor",
        ] {
            config.set_str(key, &touch).unwrap();
        }
        write(
            dir.path(),
            &[(".git/info/attributes", "* filter=x\n"), ("a.js", "X")],
        );
        let index = fs::read(dir.path().join(".git/index")).unwrap();
        assert_eq!(all(dir.path()), ["a.js"]);
        assert!(!ran.exists());
        assert_eq!(fs::read(dir.path().join(".git/index")).unwrap(), index);
    }
}

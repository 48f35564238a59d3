//! Each folder of `tests/cases/carry` is an app and what becomes of its server: every file below `src/` that is not
//! one of the modules which are the same for all apps, the stand-ins among them, and the packages.
//!
//! `UPDATE_SNAPSHOTS=1` writes what came out; look at every line of it before you keep it.

#![allow(clippy::disallowed_methods)]
#![allow(clippy::expect_used)]

use forgeshift_connect::app::{App, Extent};
use forgeshift_connect::manifest;
use forgeshift_migrate::plan::{Options, Plan, plan};
use forgeshift_migrate::target::Target;
use forgeshift_source::disk::tree::Tree;
use forgeshift_source::finding::Grade;
use forgeshift_source::plan::Action;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

fn cases() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases/carry");
    let mut cases: Vec<PathBuf> = std::fs::read_dir(root)
        .expect("the folder of cases")
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.join("app").is_dir())
        .collect();
    cases.sort();
    cases
}

fn options() -> Options {
    Options {
        target: Target::Native,
        only: Vec::new(),
        as_of: "2026-11-24".into(),
    }
}

fn read(case: &Path) -> App {
    let tree = Tree::folder(&case.join("app"));
    let extent = Extent {
        code: true,
        threads: 2,
    };
    let mut app = App::read_project(&tree, tree.list(), extent).expect("an app");
    app.read_carry(&tree, 2);
    app
}

fn planned(case: &Path) -> Plan {
    plan(&read(case), None, &|_| None, &options()).expect("a plan")
}

/// What a case is compared by.
fn told(plan: &Plan) -> BTreeMap<String, String> {
    let modules_of_all = |path: &str| {
        path.starts_with("src/connect/") && !path.starts_with("src/connect/absent/") || path == "src/index.js"
    };
    plan.changes
        .iter()
        .filter(|change| change.path.as_str().starts_with("src/") || change.path.as_str() == "package.json")
        .filter(|change| !modules_of_all(change.path.as_str()))
        .map(|change| {
            (
                change.path.to_string(),
                change.after.as_deref().unwrap_or("").to_owned(),
            )
        })
        .collect()
}

#[test]
fn every_case_becomes_the_files_beside_it() {
    let update = std::env::var_os("UPDATE_SNAPSHOTS").is_some();
    let mut faults = Vec::new();
    for case in cases() {
        let expected = case.join("expected");
        let found = told(&planned(&case));
        if update {
            let _ = std::fs::remove_dir_all(&expected);
            for (path, text) in &found {
                let file = expected.join(path);
                std::fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
                std::fs::write(file, text).expect("a file");
            }
        }
        let tree = Tree::folder(&expected);
        let wanted: BTreeMap<String, String> = tree
            .list()
            .files
            .iter()
            .filter_map(|file| {
                Some((
                    file.path.to_string(),
                    tree.read(&file.path, 1 << 20).ok()?.text.to_string(),
                ))
            })
            .collect();
        for path in found.keys().chain(wanted.keys()) {
            if found.get(path) != wanted.get(path) {
                faults.push(format!(
                    "{}: {path} became\n{}",
                    case.display(),
                    found.get(path).map_or("(nothing)", String::as_str)
                ));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

#[test]
fn a_carried_file_is_shown_as_a_change_of_the_original() {
    for case in cases() {
        for change in planned(&case).changes {
            let Some(from) = &change.from else { continue };
            assert_eq!(change.action, Action::Copy, "{from}");
            let same = change.before == change.after;
            assert_eq!(
                same,
                change.grade == Grade::Safe,
                "{from}: edits need a look, no edits need none"
            );
        }
    }
}

#[test]
fn every_handler_that_is_not_carried_says_what_stopped_it() {
    for case in cases() {
        for one in planned(&case).handled {
            assert_eq!(one.grade == Grade::Todo, one.stopped.is_some(), "{}", one.name);
        }
    }
}

#[test]
fn what_was_migrated_does_not_change_when_it_is_migrated_again() {
    for case in cases() {
        let app = read(&case);
        let first = plan(&app, None, &|_| None, &options()).expect("a plan");
        let there: BTreeMap<String, Arc<str>> = first
            .changes
            .iter()
            .filter_map(|change| Some((change.path.to_string(), change.after.clone()?)))
            .collect();
        let tree = Tree::memory(
            there
                .iter()
                .map(|(path, text)| (path.as_str(), text.as_bytes().to_vec())),
        );
        let file = tree.read("manifest.yml", 1 << 20).expect("a manifest");
        let manifest = manifest::read(Arc::new(file)).expect("a manifest");
        let again = plan(
            &app,
            Some(&manifest),
            &|path| there.get(path).cloned(),
            &options(),
        )
        .expect("a plan");
        let changed: Vec<String> = again
            .changes
            .iter()
            .map(|change| change.path.to_string())
            .collect();
        assert!(changed.is_empty(), "{}: {changed:?}", case.display());
    }
}

#[test]
fn no_secret_is_copied_and_none_is_shown() {
    let case = cases()
        .into_iter()
        .find(|case| case.ends_with("secrets"))
        .expect("the case");
    for change in planned(&case).changes {
        for text in [&change.before, &change.after].into_iter().flatten() {
            assert!(
                !text.contains("ghp_16C7") && !text.contains("hunter22"),
                "{}",
                change.path
            );
        }
    }
}

//! Pages before and after: `tests/cases/pages/<case>/app` is an app, `expected` what becomes of its pages, whole.
//!
//! `UPDATE_SNAPSHOTS=1` writes what comes out; look at each line that changes.

#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::expect_used)]

use forgeshift_connect::app::{App, Extent};
use forgeshift_migrate::plan::{Options, Plan, plan};
use forgeshift_migrate::target::Target;
use forgeshift_source::disk::tree::Tree;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

fn cases() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap();
    root.join("tests/cases/pages")
}

fn planned(app: &Path) -> Plan {
    let tree = Tree::folder(app);
    let listing = tree.list();
    let extent = Extent {
        code: true,
        threads: 1,
    };
    let mut app = App::read_project(&tree, listing, extent).unwrap();
    app.read_front(&tree);
    let options = Options {
        target: Target::Native,
        only: Vec::new(),
        as_of: "2026-11-24".into(),
    };
    plan(&app, None, &|_| None, &options).unwrap()
}

/// What comes of the pages: files that changed on the way, by path, and what is said of them.
fn outcome(plan: &Plan) -> BTreeMap<String, String> {
    let is_page = |path: &str| ["pages/", "static/"].iter().any(|start| path.starts_with(start));
    let mut all: BTreeMap<String, String> = plan
        .changes
        .iter()
        .filter(|change| is_page(change.path.as_str()) && change.before != change.after)
        .filter_map(|change| Some((change.path.to_string(), change.after.as_deref()?.to_owned())))
        .collect();
    let of_pages = plan
        .findings
        .iter()
        .filter(|found| found.code.0.starts_with("FS62") || found.code.0 == "FS5008");
    let mut said: Vec<String> = of_pages
        .map(|found| {
            let place = found
                .place
                .as_ref()
                .map(|place| format!("{}:{}", place.file, place.line));
            format!("{} {} {}\n", found.code, place.unwrap_or_default(), found.message)
        })
        .collect();
    let same = plan
        .changes
        .iter()
        .filter(|change| is_page(change.path.as_str()) && change.before == change.after);
    said.extend(same.map(|change| format!("as it is: {}\n", change.path)));
    said.sort();
    all.insert("said.txt".into(), said.concat());
    all
}

fn files(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().display().to_string();
                found.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
    }
    found
}

fn write(folder: &Path, made: &BTreeMap<String, String>) {
    let _ = fs::remove_dir_all(folder);
    for (name, text) in made {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

#[test]
fn pages_come_out_as_expected() {
    let (mut looked_at, mut wrong) = (0, Vec::new());
    for case in fs::read_dir(cases()).unwrap() {
        let case = case.unwrap().path();
        let made = outcome(&planned(&case.join("app")));
        if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
            write(&case.join("expected"), &made);
        }
        let wanted = files(&case.join("expected"));
        let all: BTreeSet<&String> = made.keys().chain(wanted.keys()).collect();
        let different = all
            .into_iter()
            .filter(|name| made.get(*name) != wanted.get(*name));
        wrong.extend(different.map(|name| format!("{}: {name}", case.display())));
        looked_at += 1;
    }
    assert!(looked_at > 3, "only {looked_at} cases");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

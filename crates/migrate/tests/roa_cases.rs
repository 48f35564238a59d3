//! Each folder of `tests/cases/roa` is a small app with what must be said of its badge.
//!
//! The manifest is judged as the app's own; where code lies beside it, that code is to run on Forge.

#![allow(clippy::disallowed_methods)]
#![allow(clippy::expect_used)]

use forgeshift_connect::app::{App, Extent};
use forgeshift_migrate::roa::{self, Behind, Roa, Ruling};
use forgeshift_migrate::{catalog, code, residency};
use forgeshift_source::disk::tree::Tree;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn cases() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases/roa");
    let mut cases: Vec<PathBuf> = std::fs::read_dir(root)
        .expect("the folder of cases")
        .flatten()
        .map(|entry| entry.path())
        .collect();
    cases.sort();
    cases
}

fn expected(case: &Path) -> Value {
    let text = std::fs::read_to_string(case.join("expected.json")).expect("expected.json");
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", case.display()))
}

fn judged(case: &Path, as_of: &str) -> (Roa, residency::Residency) {
    let tree = Tree::folder(&case.join("app"));
    let extent = Extent {
        code: true,
        threads: 1,
    };
    let app = App::read_project(&tree, tree.list(), extent).expect("an app");
    let manifest = app.manifest.as_ref().expect("a manifest");
    let view = code::view(&app, &[], &manifest.products()).expect("the code");
    let behind = if view.facts.files.is_empty() {
        Behind::Declared
    } else {
        Behind::Runs(&view)
    };
    let roa = roa::judge(manifest, behind, as_of);
    let residency = residency::judge(manifest, behind, &roa);
    (roa, residency)
}

/// What is compared, in the words of `expected.json`.
fn said(roa: &Roa, residency: &residency::Residency) -> Value {
    let blockers: Vec<String> = roa
        .blockers
        .iter()
        .map(|blocker| {
            format!(
                "{} {} {}:{}",
                blocker.rule, blocker.code, blocker.place.file, blocker.place.line
            )
        })
        .collect();
    let open: Vec<u8> = roa
        .rulings
        .iter()
        .filter(|(_, ruling)| matches!(ruling, Ruling::NotEvaluated(_)))
        .map(|(rule, _)| rule.rule)
        .collect();
    let edits: Vec<String> = roa
        .edits
        .iter()
        .map(|edit| format!("{} {}", edit.kind.as_str(), edit.subject))
        .collect();
    json!({
        "verdict": roa.verdict.as_str(),
        "blockers": blockers,
        "open": open,
        "edits": edits,
        "residency": residency.verdict.as_str(),
    })
}

#[test]
fn every_case_is_judged_as_it_says() {
    let mut faults = Vec::new();
    for case in cases() {
        let expected = expected(&case);
        let as_of = expected["as_of"].as_str().unwrap_or(catalog::as_of());
        let (roa, residency) = judged(&case, as_of);
        let said = said(&roa, &residency);
        for key in ["verdict", "blockers", "open", "edits", "residency"] {
            if let Some(wanted) = expected.get(key)
                && *wanted != said[key]
            {
                let name = case.file_name().unwrap_or_default().to_string_lossy();
                faults.push(format!(
                    "{name}: {key}\n  wanted {wanted}\n  found  {}",
                    said[key]
                ));
            }
        }
        assert_eq!(roa.rulings.len(), 10, "each rule has a ruling");
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn every_rule_has_a_case_that_passes_and_one_that_does_not() {
    let names: Vec<String> = cases()
        .iter()
        .filter_map(|case| Some(case.file_name()?.to_str()?.to_owned()))
        .collect();
    for rule in catalog::runs_on_atlassian::all() {
        let number = format!("{}-", rule.rule);
        let endings: BTreeSet<&str> = names
            .iter()
            .filter(|name| name.starts_with(&number))
            .filter_map(|name| name.rsplit('-').next())
            .collect();
        assert!(endings.contains("yes"), "rule {}: no case passes", rule.rule);
        // No file tells when Forge SQL was deployed: there the other way is to leave it open.
        let other = if rule.rule == 8 { "open" } else { "no" };
        assert!(endings.contains(other), "rule {}: no case fails", rule.rule);
    }
}

#[test]
fn the_badge_is_never_promised() {
    for case in cases() {
        let (roa, _) = judged(&case, catalog::as_of());
        let words = roa.why.split(|c: char| !c.is_alphanumeric());
        let promised = words.clone().any(|word| word == "eligible") && !roa.why.contains("likely");
        assert!(!promised, "{}: {}", case.display(), roa.why);
        if roa.verdict == roa::Verdict::Likely {
            assert!(roa.why.starts_with(roa::LIKELY), "{}", roa.why);
        }
    }
}

#[test]
fn every_blocker_brings_a_change_that_takes_it_away() {
    for case in cases() {
        let (roa, _) = judged(&case, catalog::as_of());
        for blocker in &roa.blockers {
            let solved = roa.edits.iter().any(|edit| edit.subject == blocker.edit.subject);
            assert!(solved, "{}: {}", case.display(), blocker.why);
        }
        let solves: usize = roa.edits.iter().map(|edit| edit.solves).sum();
        assert!(solves <= roa.blockers.len());
    }
}

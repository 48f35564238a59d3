//! Code that several apps have in common: the same bytes, whatever the file is called. Found from the JSON alone, so
//! that reports of other machines count too.

use super::export::{Read, name};
use crate::input::Input;
use forgeshift_connect::facts::Reading;
use forgeshift_source::disk::sha256;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Files below this size say nothing by being the same.
const SMALL: u64 = 200;
/// Files beyond this size were not read.
const LIMIT: u64 = 1 << 20;

/// The files of code that were read, with their fingerprints.
pub fn files(input: &Input) -> Value {
    let read = |reading: &Reading| matches!(reading, Reading::Parsed | Reading::Partial(_));
    input
        .app
        .code
        .iter()
        .flat_map(|code| &code.files)
        .filter(|file| file.bytes >= SMALL && read(&file.reading))
        .filter_map(|file| {
            let text = input.tree.read(&file.path, LIMIT).ok()?;
            Some(json!({
                "path": &*file.path,
                "bytes": file.bytes,
                "sha256": sha256(text.text.as_bytes()),
            }))
        })
        .collect()
}

/// Files that at least two apps have, the largest first, each with the findings that stand in it: they are one piece
/// of work for all of these apps.
pub fn found(apps: &[Value]) -> Vec<Value> {
    let mut by_print: BTreeMap<&str, Vec<(usize, &Value)>> = BTreeMap::new();
    for (number, app) in apps.iter().enumerate() {
        for file in app.list("files") {
            by_print
                .entry(file.text("sha256"))
                .or_default()
                .push((number, file));
        }
    }
    let mut shared: Vec<(u64, Value)> = Vec::new();
    for copies in by_print.into_values() {
        let owners: BTreeSet<usize> = copies.iter().map(|(number, _)| *number).collect();
        if owners.len() < 2 {
            continue;
        }
        let Some((first, file)) = copies.first() else {
            continue;
        };
        let bytes = file.count("bytes");
        let names: Vec<&str> = owners.iter().filter_map(|at| apps.get(*at)).map(name).collect();
        let places: Vec<Value> = copies
            .iter()
            .filter_map(|(at, file)| Some(json!({"app": name(apps.get(*at)?), "file": file.text("path")})))
            .collect();
        let findings = apps.get(*first).map_or(0, |app| in_file(app, file.text("path")));
        shared.push((
            bytes,
            json!({
                "what": file.text("path"),
                "bytes": bytes,
                "apps": names,
                "places": places,
                "findings": findings,
            }),
        ));
    }
    shared.sort_by(|(a, one), (b, other)| (b, one.text("what")).cmp(&(a, other.text("what"))));
    shared.into_iter().map(|(_, value)| value).collect()
}

fn in_file(app: &Value, path: &str) -> usize {
    let here = |finding: &&Value| {
        finding
            .get("place")
            .is_some_and(|place| place.text("file") == path)
    };
    app.list("findings").iter().filter(here).count()
}

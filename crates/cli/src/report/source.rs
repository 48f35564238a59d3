//! What a report shows of the app's own files: lines around findings, diffs, fingerprints. All of it is left out by
//! `--no-source`.

use super::{Excerpts, diff};
use crate::input::{self, Input};
use forgeshift_migrate::plan::{self, Options};
use forgeshift_migrate::target::Target;
use forgeshift_source::finding::Finding;
use forgeshift_source::span::Place;
use serde_json::{Map, Value, json};

/// How many lines before and after a place are shown.
const AROUND: u32 = 3;
/// Diffs of a report have this size at most; the plan has all.
const DIFFS: usize = 1 << 20;

/// Adds excerpts and the diff of the native plan to the JSON of an app.
pub fn add(value: &mut Value, input: &Input, findings: &[Finding], as_of: &str) {
    let Some(object) = value.as_object_mut() else {
        return;
    };
    object.insert("excerpts".into(), excerpts(input, findings).into());
    if let Some((target, changes, left_out)) = changes(input, as_of) {
        object.insert("target".into(), target.as_str().into());
        object.insert("changes".into(), changes.into());
        object.insert("changes_without_diff".into(), left_out.into());
    }
}

/// By file and line.
fn excerpts(input: &Input, findings: &[Finding]) -> Map<String, Value> {
    let lines = Excerpts::new(input);
    let mut files: Map<String, Value> = Map::new();
    for place in findings.iter().filter_map(|finding| finding.place.as_ref()) {
        let file = files.entry(place.file.to_string()).or_insert_with(|| json!({}));
        let Some(known) = file.as_object_mut() else {
            continue;
        };
        for line in place.line.saturating_sub(AROUND).max(1)..=place.line.saturating_add(AROUND) {
            if known.contains_key(&line.to_string()) {
                continue;
            }
            let here = Place {
                line,
                end_line: line,
                ..place.clone()
            };
            if let Some(text) = lines.whole_line(&here) {
                known.insert(line.to_string(), text.into());
            }
        }
    }
    files.retain(|_, lines| lines.as_object().is_some_and(|lines| !lines.is_empty()));
    files
}

/// The changes of the first target that has a plan, and how many of them are told without their diff.
fn changes(input: &Input, as_of: &str) -> Option<(Target, Vec<Value>, usize)> {
    let out = input.out.as_ref()?;
    let existing = |path: &str| input::existing(out, path);
    [Target::Native, Target::Remote, Target::ConnectOnForge]
        .into_iter()
        .find_map(|target| {
            let options = Options {
                target,
                only: Vec::new(),
                as_of: as_of.to_owned(),
            };
            let plan = plan::plan(&input.app, input.manifest.as_ref(), &existing, &options).ok()?;
            let (mut room, mut left_out) = (DIFFS, 0);
            let secrets = Excerpts::new(input).secret_lines();
            let changes = plan.changes.iter().map(|change| {
                let mut text = redacted(&diff::unified(change), &secrets);
                match room.checked_sub(text.len()) {
                    Some(rest) => room = rest,
                    None => {
                        left_out += 1;
                        text = String::new();
                    }
                }
                json!({
                    "path": change.path.as_str(),
                    "from": change.from.as_deref(),
                    "action": change.action.as_str(),
                    "grade": change.grade.as_str(),
                    "diff": text,
                })
            });
            let changes: Vec<Value> = changes.collect();
            (!changes.is_empty()).then_some((target, changes, left_out))
        })
}

/// A diff without the lines that hold secrets.
fn redacted(diff: &str, secrets: &[String]) -> String {
    if !secrets.iter().any(|secret| diff.contains(secret)) {
        return diff.to_owned();
    }
    let lines = diff.lines().map(|line| {
        if secrets.iter().any(|secret| line.contains(secret)) {
            format!("{}<redacted>\n", line.get(..1).unwrap_or_default())
        } else {
            format!("{line}\n")
        }
    });
    lines.collect()
}

//! The JSON of the contract. `schema_version` grows only by addition.

use super::{decision_json, json_code, status, tally};
use crate::input::Input;
use forgeshift_migrate::catalog::{self, finding};
use forgeshift_migrate::code::{self, CodeView};
use forgeshift_migrate::decision::{self, Asked};
use forgeshift_migrate::effort::record::Team;
use forgeshift_migrate::outcome::{Declared, Fate, Outcome};
use forgeshift_migrate::plan::Plan;
use forgeshift_migrate::survey::Survey;
use forgeshift_source::disk::sha256;
use forgeshift_source::finding::Finding;
use forgeshift_source::span::Place;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

/// The version of everything in this file.
pub const SCHEMA_VERSION: u32 = 1;

/// `plan --format json`, which is the plan file; `as_of` is what "today" means in it.
pub fn plan(input: &Input, plan: &Plan, out: &Path, as_of: &str) -> String {
    let mut survey = forgeshift_migrate::survey::survey(&input.app);
    let view = code::view(&input.app, &survey.outcomes, &survey.products);
    if let Some(view) = &view {
        survey.tell(&view.findings);
    }
    let decision = decision::decide(Asked {
        app: &input.app,
        manifest: input.manifest.as_ref(),
        outcomes: &survey.outcomes,
        view: view.as_ref(),
        as_of,
        team: Team::unknown(),
    });
    let mut analysis = analysis(input, &survey, view.as_ref());
    decision_json::add(&mut analysis, &decision, true);
    let value = json!({
        "schema_version": SCHEMA_VERSION,
        "tool": tool(),
        "note": "This file holds source text of the app.",
        "analysis": analysis,
        "target": plan.target.as_str(),
        "out": out.display().to_string().replace('\\', "/"),
        "inputs": inputs(input),
        "outcomes": plan.outcomes.iter().map(outcome).collect::<Vec<_>>(),
        "findings": finding_values(&plan.findings, &plan.outcomes),
        "scopes": plan.scopes,
        "handlers": plan.handled.iter().map(|one| json!({
            "name": one.name,
            "place": place(&one.place),
            "grade": one.grade.as_str(),
            "stopped": one.stopped,
        })).collect::<Vec<_>>(),
        "consent": plan.consent,
        "changes": plan.changes.iter().map(|change| json!({
            "path": change.path.as_str(),
            "from": change.from.as_deref(),
            "action": change.action.as_str(),
            "grade": change.grade.as_str(),
            "diff": super::diff::unified(change),
            "before_sha256": change.before.as_deref().map(|text| sha256(text.as_bytes())),
            "content_sha256": change.content().map(sha256),
            "content": change.after.as_deref(),
            "because": change.because.iter().map(|code| code.0).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
    });
    format!("{value}\n")
}

/// The program and its catalog.
pub fn tool() -> Value {
    json!({
        "name": "forgeshift",
        "version": env!("CARGO_PKG_VERSION"),
        "catalog": {"as_of": catalog::as_of(), "manifest_schema": catalog::manifest_schema()},
    })
}

/// `analyze --format json`, from which the formats of [`super::export`] are written.
pub fn analysis(input: &Input, survey: &Survey, view: Option<&CodeView<'_>>) -> Value {
    let app = &input.app;
    let of = |declared: Declared| -> Value {
        let routes = view
            .map(|view| view.links.route_of.as_slice())
            .unwrap_or_default();
        let rows = survey
            .outcomes
            .iter()
            .enumerate()
            .filter(|(_, outcome)| outcome.declared == declared);
        rows.map(|(index, one)| {
            let mut value = outcome(one);
            let route = routes.get(index).copied().flatten().zip(view);
            if let Some((route, view)) = route
                && let Some(route) = view.facts.routes.get(route)
            {
                value["route"] =
                    json!({"method": route.method, "path": route.path, "place": place(&route.place)});
            }
            value
        })
        .collect()
    };
    let mut out = Map::new();
    out.insert("schema_version".into(), SCHEMA_VERSION.into());
    out.insert("tool".into(), tool());
    out.insert("app".into(), app_value(input, survey));
    let counted = tally(&survey.outcomes);
    let mut coverage = json!({
        "files": {"total": app.listing.files.len()},
        "skipped": app.listing.skipped.iter().map(|(file, reason)| json!({"file": &**file, "reason": reason})).collect::<Vec<_>>(),
        "modules": {"total": counted.total, "written": counted.written + counted.kept, "lost": counted.lost},
    });
    if let (Some(view), Some(coverage)) = (view, coverage.as_object_mut()) {
        json_code::coverage(view, coverage);
    }
    out.insert("coverage".into(), coverage);
    out.insert("modules".into(), of(Declared::Module));
    out.insert("webhooks".into(), of(Declared::Webhook));
    out.insert("lifecycle".into(), of(Declared::Lifecycle));
    out.insert("scopes".into(), scopes(survey, view));
    if let Some(view) = view {
        json_code::sections(view, &survey.outcomes, &mut out);
    }
    out.insert(
        "findings".into(),
        finding_values(&survey.findings, &survey.outcomes).into(),
    );
    Value::Object(out)
}

fn app_value(input: &Input, survey: &Survey) -> Value {
    let app = &input.app;
    let frameworks = app
        .code
        .as_ref()
        .map(|code| code.frameworks.as_slice())
        .unwrap_or_default();
    json!({
        "state": app.state().as_str(),
        "key": survey.key,
        "name": survey.name,
        "products": survey.products.iter().map(|product| product.as_str()).collect::<Vec<_>>(),
        "descriptors": app.descriptor.iter().map(|descriptor| json!({
            "file": &*descriptor.file.path,
            "form": descriptor.form.as_str(),
            "placeholders": descriptor.placeholders.iter().map(|tag| json!({
                "text": tag.text, "place": place(&descriptor.file.place(tag.span)),
            })).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "others": app.others.iter().map(|(file, why)| json!({"file": &**file, "why": why})).collect::<Vec<_>>(),
        "frameworks": frameworks.iter().map(|framework| json!({
            "id": framework.id, "language": framework.language, "evidence": place(&framework.evidence),
        })).collect::<Vec<_>>(),
    })
}

/// The scopes: exactly those of the calls where the code is known, else those that stand for the Connect scopes.
fn scopes(survey: &Survey, view: Option<&CodeView<'_>>) -> Value {
    let because = |scope: &str| -> Vec<Value> {
        let places = view.and_then(|view| view.needed.scopes.get(scope));
        places.into_iter().flatten().map(place).collect()
    };
    let needed: Vec<Value> = survey
        .forge_scopes
        .iter()
        .map(|scope| json!({"scope": scope, "because": because(scope)}))
        .collect();
    let unknown: Vec<Value> = view
        .into_iter()
        .flat_map(|view| view.needed.unknown.iter().map(|(at, _)| place(at)))
        .collect();
    json!({"connect": survey.connect_scopes, "forge": {"needed": needed, "unused": survey.unused_scopes, "unknown": unknown}})
}

/// A place of the contract.
pub fn place(place: &Place) -> Value {
    json!({
        "file": &*place.file,
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
    })
}

/// An id that survives moved lines: of what kind it is, its file and its name.
pub fn id(kind: &str, parts: &[&str]) -> String {
    let text = format!("{kind}\0{}", parts.join("\0"));
    sha256(text.as_bytes()).chars().take(16).collect()
}

fn outcome(outcome: &Outcome) -> Value {
    let key = outcome.key.as_deref().unwrap_or_default();
    let forge: Vec<&str> = outcome
        .written()
        .iter()
        .map(|written| written.kind.as_str())
        .collect();
    let written: Vec<Value> = outcome
        .written()
        .iter()
        .map(|written| json!({"kind": written.kind, "key": written.key}))
        .collect();
    let lost = match outcome.fate {
        Fate::Lost(code) => Some(code.0),
        _ => None,
    };
    let notes: Vec<&str> = outcome.notes.iter().map(|code| code.0).collect();
    let name = outcome.event.as_deref().unwrap_or(&outcome.kind);
    let id = id(&outcome.kind, &[&outcome.place.file, key, name]);
    match outcome.declared {
        Declared::Module => json!({
            "id": id, "connect": outcome.kind, "key": outcome.key, "product": outcome.product.as_str(),
            "location": outcome.location, "place": place(&outcome.place), "forge": forge, "written": written,
            "status": status(outcome), "grade": outcome.grade.as_str(), "keeps_key": outcome.keeps_key,
            "lost": lost, "url": outcome.url, "route": null, "notes": notes,
        }),
        Declared::Webhook => json!({
            "id": id, "event": outcome.event, "key": outcome.key, "place": place(&outcome.place), "forge": forge,
            "written": written, "grade": outcome.grade.as_str(), "lost": lost, "url": outcome.url, "route": null,
            "notes": notes,
        }),
        Declared::Lifecycle => json!({
            "id": id, "event": outcome.key, "place": place(&outcome.place), "forge": forge.first(),
            "written": written, "grade": outcome.grade.as_str(), "lost": lost, "url": outcome.url, "route": null,
            "notes": notes,
        }),
    }
}

/// The findings of the contract: an id of their own each, and the grade of what they are about.
fn finding_values(findings: &[Finding], outcomes: &[Outcome]) -> Vec<Value> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let starts: BTreeMap<(&str, u32, u32), &Outcome> = outcomes
        .iter()
        .map(|outcome| (start(&outcome.place), outcome))
        .collect();
    let values = findings.iter().map(|found| {
        let mut value = finding_value(found);
        let ordinal = seen.entry(value["id"].to_string()).or_default();
        *ordinal += 1;
        if *ordinal > 1 {
            let before = value["id"].as_str().unwrap_or_default();
            value["id"] = id(before, &[&ordinal.to_string()]).into();
        }
        value["grade"] = grade(found, &starts).into();
        value
    });
    values.collect()
}

fn start(place: &Place) -> (&str, u32, u32) {
    (&place.file, place.line, place.column)
}

/// How far what is written for a finding can be trusted: that of the declared thing that it is noted at, and
/// nothing is written where there is none. Declared things do not lie in each other: the last that begins before the
/// finding is the only one that can hold it.
fn grade(found: &Finding, starts: &BTreeMap<(&str, u32, u32), &Outcome>) -> &'static str {
    let about = found.place.as_ref().and_then(|place| {
        let (_, outcome) = starts.range(..=start(place)).next_back()?;
        let holds = outcome.place.file == place.file
            && (place.end_line, place.end_column) <= (outcome.place.end_line, outcome.place.end_column);
        (holds && outcome.notes.contains(&found.code)).then_some(*outcome)
    });
    about.map_or("report", |outcome| outcome.grade.as_str())
}

/// A finding of the contract, by itself.
pub fn finding_value(found: &Finding) -> Value {
    let row = finding::find(found.code.0);
    let sources: Vec<&str> = row
        .map(|row| {
            row.sources
                .iter()
                .filter_map(|id| catalog::source::find(id))
                .map(|source| source.url)
                .collect()
        })
        .unwrap_or_default();
    let file = found.place.as_ref().map(|place| &*place.file).unwrap_or_default();
    json!({
        "id": id(found.code.0, &[file, &found.message]),
        "code": found.code.0,
        "title": row.map(|row| row.title),
        "category": row.map(|row| row.category.as_str()),
        "severity": row.map(|row| row.severity.as_str()),
        "message": found.message,
        "why": row.map(|row| row.why),
        "help": found.help.as_deref().or(row.map(|row| row.help)),
        "place": found.place.as_ref().map(place),
        "related": found.related.iter().map(place).collect::<Vec<_>>(),
        "source": sources.first(),
        "suppressed": false,
    })
}

/// The files that the plan rests on, with their hashes.
fn inputs(input: &Input) -> Vec<Value> {
    let files = [
        input.app.descriptor.as_ref().map(|descriptor| &descriptor.file),
        input.app.manifest.as_ref().map(|manifest| &manifest.file),
        input.manifest.as_ref().map(|manifest| &manifest.file),
    ];
    let mut inputs: Vec<Value> = Vec::new();
    let read = files.into_iter().flatten();
    // What is built in several files rests on each of them.
    let each = read.flat_map(|file| match file.parts().count() {
        0 => vec![file],
        _ => file.parts().collect(),
    });
    for file in each {
        let value = json!({"path": &*file.path, "sha256": sha256(file.text.as_bytes())});
        if !inputs.contains(&value) {
            inputs.push(value);
        }
    }
    inputs
}

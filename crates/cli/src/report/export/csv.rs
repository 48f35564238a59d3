//! CSV for a planner: one line for each thing that somebody has to look at or to do (RFC 4180).

use super::{Read, apps, at, name};
use serde_json::Value;

const HEAD: [&str; 16] = [
    "app",
    "kind",
    "id",
    "code",
    "severity",
    "category",
    "title",
    "what",
    "place",
    "what to do",
    "grade",
    "source",
    "target",
    "P10",
    "P50",
    "P90",
];

/// The findings of every app, then its work items for each target, with person-days or calendar days.
pub fn write(document: &Value) -> String {
    let mut out = line(HEAD.map(str::to_owned));
    for app in apps(document) {
        let name = name(app);
        if let Some(why) = app.some("error") {
            let mut cells: [String; 16] = Default::default();
            cells[0] = name.to_owned();
            cells[1] = "not read".to_owned();
            cells[7] = why.to_owned();
            out.push_str(&line(cells));
        }
        for one in app.list("findings") {
            out.push_str(&line(finding(name, one)));
        }
        let targets = app.get("targets").and_then(Value::as_object);
        for (target, about) in targets.into_iter().flatten() {
            let effort = about.get("effort").unwrap_or(&Value::Null);
            for one in effort.list("items").iter().chain(effort.list("waits")) {
                out.push_str(&line(item(name, target, one)));
            }
        }
    }
    out
}

fn finding(app: &str, finding: &Value) -> [String; 16] {
    let own = |key: &str| finding.text(key).to_owned();
    let mut cells: [String; 16] = Default::default();
    cells[..12].clone_from_slice(&[
        app.to_owned(),
        "finding".to_owned(),
        own("id"),
        own("code"),
        own("severity"),
        own("category"),
        own("title"),
        own("message"),
        finding.get("place").map(at).unwrap_or_default(),
        own("help"),
        own("grade"),
        own("source"),
    ]);
    cells
}

fn item(app: &str, target: &str, item: &Value) -> [String; 16] {
    let own = |key: &str| item.text(key).to_owned();
    let days = |key: &str| item.get(key).map(ToString::to_string).unwrap_or_default();
    let places: Vec<String> = item.list("places").iter().map(at).collect();
    [
        app.to_owned(),
        "work item".to_owned(),
        String::new(),
        own("class"),
        String::new(),
        own("kind"),
        own("title"),
        format!("{} {}", item.count("sites"), item.text("site")),
        places.join(" "),
        String::new(),
        own("unit"),
        own("prior"),
        target.to_owned(),
        days("p10"),
        days("p50"),
        days("p90"),
    ]
}

fn line(cells: [String; 16]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
    format!("{}\r\n", cells.join(","))
}

/// A cell. What a spreadsheet would run as a formula gets an apostrophe in front.
fn quoted(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if formula {
        format!("'{cell}")
    } else {
        cell.to_owned()
    };
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

//! CSV for a planner: one line for each thing that somebody has to look at (RFC 4180).

use super::{Read, apps, at, name};
use serde_json::Value;

const HEAD: [&str; 12] = [
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
];

/// Findings, then work items, of every app.
pub fn write(document: &Value) -> String {
    let mut out = line(HEAD.map(str::to_owned));
    for app in apps(document) {
        let name = name(app);
        if let Some(why) = app.some("error") {
            let mut cells: [String; 12] = Default::default();
            cells[0] = name.to_owned();
            cells[1] = "not read".to_owned();
            cells[7] = why.to_owned();
            out.push_str(&line(cells));
        }
        for finding in app.list("findings") {
            let own = |key: &str| finding.text(key).to_owned();
            out.push_str(&line([
                name.to_owned(),
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
            ]));
        }
    }
    out
}

fn line(cells: [String; 12]) -> String {
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

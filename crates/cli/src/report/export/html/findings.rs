//! Findings: a table of all, and what each code means once.

use super::element::{Element, Html, el, prose};
use super::table::{badge, choice, table, words};
use crate::report::export::{Read, at};
use serde_json::Value;
use std::collections::BTreeMap;

/// A code that leads to its explanation.
pub fn link(code: &str) -> Element {
    el("a").attr("href", format!("#code-{code}")).with(code)
}

/// The section of an app.
pub fn section(app: &Value) -> Html {
    let findings = app.list("findings");
    let rows = findings
        .iter()
        .map(|finding| {
            vec![
                link(finding.text("code")).into(),
                badge(finding.text("severity")).into(),
                badge(finding.text("category")).into(),
                prose(finding.text("message")),
                place(app, finding),
            ]
        })
        .collect();
    let columns = [
        choice("code"),
        choice("severity"),
        choice("category"),
        words("what"),
        words("where"),
    ];
    table("All findings", &columns, rows, "Nothing was found.")
}

/// What each code means, once for all apps.
pub fn codes<'a>(apps: impl IntoIterator<Item = &'a Value>) -> Html {
    let mut by_code: BTreeMap<&str, (usize, &Value)> = BTreeMap::new();
    for finding in apps.into_iter().flat_map(|app| app.list("findings")) {
        by_code.entry(finding.text("code")).or_insert((0, finding)).0 += 1;
    }
    let mut out = Html::new();
    for (code, (count, first)) in by_code {
        let mut body = Html::new();
        for (title, key) in [("Why it matters", "why"), ("What to do", "help")] {
            if let Some(text) = first.some(key) {
                body.push(el("dt").with(title));
                body.push(el("dd").with(prose(text)));
            }
        }
        if let Some(source) = first.some("source") {
            let known: Html = if source.starts_with("https://") {
                // The page asks nobody for anything; this is where a reader may go.
                el("a")
                    .attr("href", source)
                    .attr("rel", "noreferrer")
                    .with(source)
                    .into()
            } else {
                source.into()
            };
            body.push(el("dt").with("Source"));
            body.push(el("dd").with(known));
        }
        out.push(
            el("details")
                .class("code")
                .attr("id", format!("code-{code}"))
                .with(
                    el("summary")
                        .with(el("strong").with(code))
                        .with(" ")
                        .with(first.text("title"))
                        .with(format!(" ({count})")),
                )
                .with(el("dl").with(body)),
        );
    }
    out
}

/// Where it stands, with the lines around it where the document holds them.
fn place(app: &Value, finding: &Value) -> Html {
    let Some(found) = finding.get("place").filter(|place| place.some("file").is_some()) else {
        return "the app as a whole".into();
    };
    let file = found.text("file");
    let wanted = found.count("line");
    let lines = app
        .get("excerpts")
        .and_then(|excerpts| excerpts.get(file))
        .and_then(Value::as_object);
    let near: Vec<(u64, &str)> = (wanted.saturating_sub(3)..=wanted + 3)
        .filter_map(|line| Some((line, lines?.get(&line.to_string())?.as_str()?)))
        .collect();
    if near.is_empty() {
        return el("code").class("place").with(at(found)).into();
    }
    let source = el("pre").attr("tabindex", "0").each(near, |(line, text)| {
        el("span")
            .class(if line == wanted { "wanted" } else { "near" })
            .with(format!("{line:>5}  {text}\n"))
    });
    el("details")
        .class("source")
        .with(el("summary").with(el("code").class("place").with(at(found))))
        .with(source)
        .into()
}

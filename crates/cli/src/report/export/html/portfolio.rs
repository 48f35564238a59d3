//! Many apps on one page.

use super::app::{self, Section};
use super::chart::short;
use super::element::{Html, el};
use super::findings;
use super::table::{badge, choice, numbers, table, words};
use crate::report::export::{Read, name};
use serde_json::Value;

/// A table of all, what they share, and then each.
pub fn sections(document: &Value) -> Vec<Section> {
    let apps = document.list("apps");
    let mut each = Html::new();
    for app in apps {
        let mut inner = Html::new();
        if let Some(why) = app.some("error") {
            inner.push(el("p").class("none").with(format!("It could not be read: {why}")));
        } else {
            for (_, title, content) in app::sections(app) {
                inner.push(el("h3").with(title));
                inner.push(content);
            }
        }
        each.push(
            el("details")
                .class("app")
                .with(el("summary").with(name(app)))
                .with(inner),
        );
    }
    let mut sections = vec![("apps", "Apps side by side", compared(apps))];
    if document.get("shared").is_some() {
        sections.push(("shared", "Code that apps share", shared(document)));
    }
    sections.push(("each", "Each app", each));
    sections.push(("codes", "What the codes mean", findings::codes(apps)));
    sections
}

fn compared(apps: &[Value]) -> Html {
    let empty = Value::Null;
    let rows = apps
        .iter()
        .map(|app| {
            let about = app.get("app").unwrap_or(&empty);
            let coverage = app.get("coverage").unwrap_or(&empty);
            let modules = coverage.get("modules").unwrap_or(&empty);
            let native = app.get("targets").and_then(|targets| targets.get("native"));
            let days = native
                .and_then(|native| native.get("effort")?.get("p50")?.as_f64())
                .map(short)
                .unwrap_or_default();
            let verdict = native
                .and_then(|native| native.get("runs_on_atlassian"))
                .map_or("not-evaluated", |roa| roa.text("verdict"));
            let severe = |severity: &str| {
                let found = app
                    .list("findings")
                    .iter()
                    .filter(|finding| finding.text("severity") == severity);
                found.count().to_string().into()
            };
            let state = match app.some("error") {
                Some(_) => "not read",
                None => about.text("state"),
            };
            vec![
                name(app).into(),
                badge(state).into(),
                format!("{} of {}", modules.count("written"), modules.count("total")).into(),
                app.list("routes").len().to_string().into(),
                app.list("outbound").len().to_string().into(),
                severe("error"),
                severe("warning"),
                days.into(),
                badge(verdict).into(),
            ]
        })
        .collect();
    let columns = [
        words("app"),
        choice("state"),
        words("places on Forge"),
        numbers("routes"),
        numbers("calls out"),
        numbers("errors"),
        numbers("warnings"),
        numbers("days native, P50"),
        choice("Runs on Atlassian, native"),
    ];
    table("Apps", &columns, rows, "No app was given.")
}

fn shared(document: &Value) -> Html {
    let rows = document
        .list("shared")
        .iter()
        .map(|one| {
            let apps: Vec<&str> = one.list("apps").iter().filter_map(Value::as_str).collect();
            let mut places = Html::new();
            for place in one.list("places") {
                let said = format!("{}: {}", place.text("app"), place.text("file"));
                places.push(el("div").with(said));
            }
            vec![
                one.text("what").into(),
                apps.len().to_string().into(),
                one.count("bytes").to_string().into(),
                one.count("findings").to_string().into(),
                places,
            ]
        })
        .collect();
    let columns = [
        words("file"),
        numbers("apps"),
        numbers("bytes"),
        numbers("findings"),
        words("where"),
    ];
    let mut out = table(
        "Files that several apps have",
        &columns,
        rows,
        "No file of code is the same in two apps.",
    );
    out.push(el("p").with("What is found in a shared file is one piece of work, not one for each app."));
    out
}

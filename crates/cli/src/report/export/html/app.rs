//! The sections of one app.

use super::chart::{Share, ring};
use super::egress;
use super::element::{Element, Html, el};
use super::findings;
use super::paths;
use super::pieces;
use super::table::{badge, choice, numbers, table, words};
use crate::report::export::{Read, at};
use serde_json::Value;

/// A section: its id, its title and what stands in it.
pub type Section = (&'static str, &'static str, Html);

/// All sections of an app, in the order of who reads them: owner, security lead, engineer.
pub fn sections(app: &Value) -> Vec<Section> {
    let mut sections = vec![("glance", "At a glance", glance(app))];
    sections.extend(paths::sections(app));
    sections.push(("egress", "Where data goes", egress::section(app)));
    sections.push(("pieces", "What each piece becomes", pieces::declared(app)));
    sections.push(("code", "What the code does", pieces::code(app)));
    sections.push(("findings", "Findings", findings::section(app)));
    sections.push(("read", "What was read", read(app)));
    sections.extend(paths::drafts(app));
    sections.extend(changes(app));
    sections.retain(|(_, _, content)| !content.is_empty());
    sections
}

/// All sections of the only app, with what its codes mean.
pub fn of_one(app: &Value) -> Vec<Section> {
    let mut sections = sections(app);
    let codes = findings::codes([app]);
    if !codes.is_empty() {
        sections.push(("codes", "What the codes mean", codes));
    }
    sections
}

fn glance(app: &Value) -> Html {
    let empty = Value::Null;
    let coverage = app.get("coverage").unwrap_or(&empty);
    let part = |key: &str| coverage.get(key).unwrap_or(&empty);
    let modules = part("modules");
    let files = part("files");
    let outbound = part("outbound");
    let api = part("client_api");
    let severity = |wanted: &str| {
        app.list("findings")
            .iter()
            .filter(|finding| finding.text("severity") == wanted)
            .count() as u64
    };
    let share = |name, count, class| Share { name, count, class };
    let rest = |whole: &Value, part: &str| whole.count("total").saturating_sub(whole.count(part));
    let mut tiles = el("div").class("tiles");
    tiles = tiles.with(ring(
        "Declared modules, webhooks, lifecycle",
        &[
            share("have a place on Forge", modules.count("written"), "good"),
            share("have none", modules.count("lost"), "bad"),
        ],
    ));
    tiles = tiles.with(ring(
        "Findings",
        &[
            share("errors", severity("error"), "bad"),
            share("warnings", severity("warning"), "warn"),
            share("notes", severity("info"), "calm"),
        ],
    ));
    if files.get("parsed").is_some() {
        let unread: u64 = coverage
            .list("languages")
            .iter()
            .map(|language| language.count("files").saturating_sub(language.count("read")))
            .sum();
        tiles = tiles.with(ring(
            "Files of code and pages",
            &[
                share("read", files.count("parsed"), "good"),
                share("read in part", files.count("partial"), "warn"),
                share(
                    "not read",
                    unread.max(files.count("failed") + files.count("skipped")),
                    "calm",
                ),
            ],
        ));
        tiles = tiles.with(ring(
            "Calls that leave the process",
            &[
                share("with a known host", outbound.count("host_known"), "calm"),
                share("without", rest(outbound, "host_known"), "warn"),
            ],
        ));
        tiles = tiles.with(ring(
            "Uses of AP in pages",
            &[
                share("have a successor", api.count("mapped"), "good"),
                share("have none", rest(api, "mapped"), "bad"),
            ],
        ));
    }
    let mut out = Html::new();
    out.push(tiles);
    if files.get("parsed").is_none() {
        out.push(
            el("p")
                .class("none")
                .with("No code was read: routes, calls and egress are not evaluated."),
        );
    }
    out
}

/// The place of a thing as code; empty where it has none.
pub fn place(value: &Value) -> Html {
    match value.get("place") {
        Some(found) if found.some("file").is_some() => el("code").class("place").with(at(found)).into(),
        _ => Html::new(),
    }
}

/// The texts below a key, with commas between.
pub fn list(value: &Value, key: &str) -> String {
    let words: Vec<&str> = value.list(key).iter().filter_map(Value::as_str).collect();
    words.join(", ")
}

fn read(app: &Value) -> Html {
    let empty = Value::Null;
    let coverage = app.get("coverage").unwrap_or(&empty);
    let languages = coverage
        .list("languages")
        .iter()
        .map(|language| {
            vec![
                language.text("language").into(),
                language.count("files").to_string().into(),
                language.count("read").to_string().into(),
                language.count("bytes").to_string().into(),
            ]
        })
        .collect();
    let columns = [
        words("language"),
        numbers("files"),
        numbers("read"),
        numbers("bytes"),
    ];
    let mut out = table(
        "Languages",
        &columns,
        languages,
        "Not evaluated: no code was read.",
    );
    let skipped = coverage
        .list("skipped")
        .iter()
        .map(|file| vec![file.text("file").into(), file.text("reason").into()])
        .collect();
    let columns = [words("file or folder"), choice("why it was not read")];
    out.push(table("Not read", &columns, skipped, "Everything was read."));
    out
}

/// The changes of a plan as diffs, where the document holds them.
fn changes(app: &Value) -> Option<Section> {
    let changes = app.list("changes");
    if changes.is_empty() {
        return None;
    }
    let mut out = Html::new();
    out.push(el("p").with(format!(
        "{} files of the plan for the target {}. Nothing has been written.",
        changes.len(),
        app.some("target").unwrap_or("native")
    )));
    for change in changes {
        let from = match change.some("from") {
            Some(from) => format!("{from} → {}", change.text("path")),
            None => change.text("path").to_owned(),
        };
        out.push(
            el("details")
                .class("diff")
                .with(
                    el("summary")
                        .with(el("code").with(from))
                        .with(" ")
                        .with(badge(change.text("action")))
                        .with(" ")
                        .with(badge(change.text("grade"))),
                )
                .with(
                    el("pre")
                        .attr("tabindex", "0")
                        .each(change.text("diff").lines(), line),
                ),
        );
    }
    Some(("changes", "What would be written", out))
}

fn line(line: &str) -> Element {
    let class = match line.as_bytes().first() {
        Some(b'+') => "added",
        Some(b'-') => "removed",
        Some(b'@') => "hunk",
        _ => "same",
    };
    el("span").class(class).with(line).with("\n")
}

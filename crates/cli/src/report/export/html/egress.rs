//! Where data goes: the picture, and the ledger with who reaches each host.

use super::chart::flows;
use super::element::{Html, el};
use super::table::{badge, choice, numbers, table, words};
use crate::report::export::egress::{by_host, unique, worst};
use crate::report::export::{Read, at, name};
use serde_json::Value;
use std::collections::BTreeMap;

/// How many hosts the picture shows.
const MOST_HOSTS: usize = 24;

/// The section of an app.
pub fn section(app: &Value) -> Html {
    let hosts = by_host(app);
    let mut out = Html::new();
    if hosts.is_empty() {
        let read = app
            .get("coverage")
            .and_then(|coverage| coverage.get("files"))
            .is_some_and(|files| files.count("parsed") > 0);
        let said = if read {
            "No call that leaves the process was found."
        } else {
            "Not evaluated: no code was read."
        };
        out.push(el("p").class("none").with(said));
        return out;
    }
    let mut shown: Vec<(String, String, &'static str)> = hosts
        .iter()
        .map(|(host, calls)| {
            let verdict = worst(calls);
            let what = format!(
                "{verdict} · {} · {}",
                unique(calls, "category"),
                calls_word(calls.len())
            );
            let class = match verdict {
                "stays-remote" => "bad",
                "moves-with-egress" => "warn",
                "moves" => "good",
                _ => "calm",
            };
            (host.clone(), what, class)
        })
        .collect();
    let rank = |class: &str| {
        ["bad", "warn", "good", "calm"]
            .iter()
            .position(|one| *one == class)
    };
    shown.sort_by_key(|(host, _, class)| (rank(class), host.clone()));
    let all = shown.len();
    shown.truncate(MOST_HOSTS);
    out.push(flows("Hosts that the app reaches", name(app), &shown));
    if all > MOST_HOSTS {
        let said = format!("The picture shows {MOST_HOSTS} of {all} hosts; the table has all.");
        out.push(el("p").with(said));
    }
    let paths = by_sink(app);
    let rows = hosts
        .iter()
        .map(|(host, calls)| {
            vec![
                host.as_str().into(),
                badge(worst(calls)).into(),
                unique(calls, "category").into(),
                unique(calls, "end_user_data").into(),
                unique(calls, "permission").into(),
                calls.len().to_string().into(),
                ways(&paths, calls),
            ]
        })
        .collect();
    let columns = [
        words("host"),
        choice("becomes"),
        choice("what for"),
        choice("end-user data"),
        words("permission"),
        numbers("calls"),
        words("where, and who reaches it"),
    ];
    out.push(table("Egress ledger", &columns, rows, ""));
    out
}

fn calls_word(count: usize) -> String {
    if count == 1 {
        "1 call".to_owned()
    } else {
        format!("{count} calls")
    }
}

/// The egress paths by the call where they end.
fn by_sink(app: &Value) -> BTreeMap<&str, Vec<&Value>> {
    let mut paths: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
    for path in app.list("egress_paths") {
        paths.entry(path.text("sink")).or_default().push(path);
    }
    paths
}

/// The places of calls, each with the paths that lead there.
fn ways(by_sink: &BTreeMap<&str, Vec<&Value>>, calls: &[&Value]) -> Html {
    let mut out = Html::new();
    for call in calls {
        let paths = by_sink
            .get(call.text("id"))
            .map(Vec::as_slice)
            .unwrap_or_default();
        let mut what = call.get("place").map(at).unwrap_or_default();
        if let Some(method) = call.some("method") {
            what = format!("{what} {method} {}", call.text("path"));
        }
        if paths.is_empty() {
            let live = match call.text("live") {
                "no" => " (nothing reaches it)",
                _ => "",
            };
            out.push(el("div").with(el("code").with(what)).with(live));
            continue;
        }
        let mut details =
            el("details").with(el("summary").with(el("code").with(what)).with(match paths.len() {
                1 => " · 1 way".to_owned(),
                several => format!(" · {several} ways"),
            }));
        for path in paths {
            let steps = el("ol").class("steps").each(path.list("steps"), |step| {
                el("li")
                    .with(step.text("what"))
                    .with(" ")
                    .with(el("code").with(step.get("place").map(at).unwrap_or_default()))
            });
            details = details.with(steps);
        }
        out.push(details);
    }
    out
}

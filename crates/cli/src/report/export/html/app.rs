//! The sections of one app.

use super::chart::{Share, flows, ring};
use super::element::{Element, Html, el, prose};
use super::findings;
use super::paths;
use super::table::{badge, choice, numbers, table, words};
use crate::report::export::{Read, at, name};
use serde_json::Value;
use std::collections::BTreeMap;

/// How many hosts the picture shows.
const MOST_HOSTS: usize = 24;

/// A section: its id, its title and what stands in it.
pub type Section = (&'static str, &'static str, Html);

/// All sections of an app, in the order of who reads them: owner, security lead, engineer.
pub fn sections(app: &Value) -> Vec<Section> {
    let mut sections = vec![("glance", "At a glance", glance(app))];
    sections.extend(paths::sections(app));
    sections.push(("egress", "Where data goes", egress(app)));
    sections.push(("pieces", "What each piece becomes", pieces(app)));
    sections.push(("code", "What the code does", code(app)));
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

fn place(value: &Value) -> Html {
    match value.get("place") {
        Some(found) if found.some("file").is_some() => el("code").class("place").with(at(found)).into(),
        _ => Html::new(),
    }
}

fn host(call: &Value) -> String {
    match (call.text("kind"), call.some("host")) {
        ("product-api", _) => "the customer's Atlassian site".to_owned(),
        (_, Some(host)) => host.to_owned(),
        (_, None) => format!(
            "not known: {}",
            call.some("host_why").unwrap_or("no reason is known")
        ),
    }
}

fn unique(calls: &[&Value], key: &str) -> String {
    let mut words: Vec<&str> = calls.iter().filter_map(|call| call.some(key)).collect();
    words.sort_unstable();
    words.dedup();
    words.join(", ")
}

/// The verdict that costs most, first.
fn worst(calls: &[&Value]) -> &'static str {
    let has = |verdict: &str| calls.iter().any(|call| call.text("verdict") == verdict);
    ["stays-remote", "moves-with-egress", "moves", "gone"]
        .into_iter()
        .find(|verdict| has(verdict))
        .unwrap_or("unknown")
}

fn egress(app: &Value) -> Html {
    let mut hosts: BTreeMap<String, Vec<&Value>> = BTreeMap::new();
    for call in app.list("outbound") {
        hosts.entry(host(call)).or_default().push(call);
    }
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
                ways(app, calls),
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

/// The places of calls, each with the paths that lead there.
fn ways(app: &Value, calls: &[&Value]) -> Html {
    let mut out = Html::new();
    for call in calls {
        let paths: Vec<&Value> = app
            .list("egress_paths")
            .iter()
            .filter(|path| path.text("sink") == call.text("id"))
            .collect();
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

fn list(value: &Value, key: &str) -> String {
    let words: Vec<&str> = value.list(key).iter().filter_map(Value::as_str).collect();
    words.join(", ")
}

fn pieces(app: &Value) -> Html {
    let mut out = Html::new();
    let modules = app
        .list("modules")
        .iter()
        .map(|module| {
            vec![
                module
                    .some("key")
                    .or(module.some("connect"))
                    .unwrap_or_default()
                    .into(),
                module.text("connect").into(),
                list(module, "forge").into(),
                badge(module.text("status")).into(),
                badge(module.text("grade")).into(),
                codes(module),
                place(module),
            ]
        })
        .collect();
    let columns = [
        words("key"),
        choice("Connect"),
        words("Forge"),
        choice("status"),
        choice("grade"),
        words("notes"),
        words("place"),
    ];
    out.push(table("Modules", &columns, modules, "No module is declared."));
    let events = app
        .list("webhooks")
        .iter()
        .chain(app.list("lifecycle"))
        .map(|event| {
            let forge = match event.some("forge") {
                Some(one) => one.to_owned(),
                None => list(event, "forge"),
            };
            vec![
                event.text("event").into(),
                forge.into(),
                badge(event.text("grade")).into(),
                codes(event),
                place(event),
            ]
        })
        .collect();
    let columns = [
        words("event"),
        words("Forge"),
        choice("grade"),
        words("notes"),
        words("place"),
    ];
    out.push(table(
        "Webhooks and lifecycle",
        &columns,
        events,
        "No event is declared.",
    ));
    out
}

/// Finding codes that lead to their explanation.
fn codes(value: &Value) -> Html {
    let mut out = Html::new();
    for code in value.list("notes").iter().filter_map(Value::as_str) {
        if !out.is_empty() {
            out.push(" ");
        }
        out.push(findings::link(code));
    }
    out
}

fn code(app: &Value) -> Html {
    let mut out = Html::new();
    let routes = app
        .list("routes")
        .iter()
        .map(|route| {
            let declared: Vec<String> = route
                .list("declared_by")
                .iter()
                .map(|by| format!("{} {}", by.text("kind"), by.text("key")))
                .collect();
            vec![
                format!("{} {}", route.text("method"), route.text("path")).into(),
                badge(route.text("verdict")).into(),
                declared.join(", ").into(),
                route.text("auth").into(),
                list(route, "becomes").into(),
                place(route),
            ]
        })
        .collect();
    let columns = [
        words("route"),
        choice("becomes"),
        words("declared by"),
        choice("who is let in"),
        words("Forge"),
        words("place"),
    ];
    out.push(table(
        "Routes of the server",
        &columns,
        routes,
        "No route was found.",
    ));
    let calls = app
        .list("client_api")
        .iter()
        .map(|call| {
            vec![
                call.text("call").into(),
                prose(call.some("forge").unwrap_or("has no successor")),
                badge(call.text("grade")).into(),
                place(call),
            ]
        })
        .collect();
    let columns = [words("call"), words("Forge"), choice("grade"), words("place")];
    out.push(table("Uses of AP", &columns, calls, "No use of AP was found."));
    let kept = |key: &str, caption: &str, none: &str| {
        let rows = app
            .list(key)
            .iter()
            .map(|one| {
                let what = match one.some("detail") {
                    Some(detail) => format!("{}: {detail}", one.text("what")),
                    None => one.text("what").to_owned(),
                };
                vec![
                    what.into(),
                    prose(one.text("forge")),
                    badge(one.text("grade")).into(),
                    place(one),
                ]
            })
            .collect();
        let columns = [words("what"), words("Forge"), choice("grade"), words("place")];
        table(caption, &columns, rows, none)
    };
    out.push(kept("storage", "Where data is kept", "No storage was found."));
    out.push(kept(
        "runtime_needs",
        "What the code asks of its machine",
        "Nothing special was found.",
    ));
    let variables = app
        .list("env")
        .iter()
        .map(|one| {
            vec![
                one.text("name").into(),
                badge(one.text("becomes")).into(),
                place(one),
            ]
        })
        .collect();
    let columns = [words("variable"), choice("becomes"), words("place")];
    out.push(table(
        "Environment variables",
        &columns,
        variables,
        "No variable is read.",
    ));
    out.push(scopes(app));
    out
}

fn scopes(app: &Value) -> Html {
    let forge = app.get("scopes").and_then(|scopes| scopes.get("forge"));
    let rows = forge
        .map(|forge| forge.list("needed"))
        .unwrap_or_default()
        .iter()
        .map(|scope| {
            let places: Vec<String> = scope.list("because").iter().map(at).collect();
            vec![
                scope.text("scope").into(),
                places.len().to_string().into(),
                el("code").with(places.join(" ")).into(),
            ]
        })
        .collect();
    let columns = [words("scope"), numbers("places"), words("because of")];
    table(
        "Scopes that the manifest asks for",
        &columns,
        rows,
        "No scope is needed.",
    )
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

//! What the facts of the code give to say.

use super::CodeView;
use super::becomes;
use super::egress::Verdict;
use crate::codes;
use crate::outcome::{Declared, Outcome};
use forgeshift_connect::app::App;
use forgeshift_connect::facts::{Outbound, OutboundKind, Reading, Via};
use forgeshift_source::finding::{Code, Finding};
use forgeshift_source::span::Place;
use std::collections::BTreeMap;

/// All findings about the code.
pub fn findings(app: &App, view: &CodeView<'_>, outcomes: &[Outcome]) -> Vec<Finding> {
    let mut out = Vec::new();
    egress(view, &mut out);
    needs(view, &mut out);
    storage(view, &mut out);
    client_api(view, &mut out);
    scopes(view, &mut out);
    secrets(view, &mut out);
    routes(app, view, outcomes, &mut out);
    unread(view, &mut out);
    out.extend(view.facts.findings.iter().cloned());
    out
}

/// One finding for what is the same at many places: the first place, and the others as related ones.
fn grouped(code: Code, groups: BTreeMap<String, Vec<Place>>, out: &mut Vec<Finding>) {
    for (message, mut places) in groups {
        places.sort();
        places.dedup();
        let count = places.len();
        let mut places = places.into_iter();
        let Some(first) = places.next() else { continue };
        let message = if count > 1 {
            format!("{message} ({count} places)")
        } else {
            message
        };
        let mut finding = Finding::new(code, message).at(first);
        finding.related = places.collect();
        out.push(finding);
    }
}

fn egress(view: &CodeView<'_>, out: &mut Vec<Finding>) {
    let mut hosts: BTreeMap<String, Vec<Place>> = BTreeMap::new();
    let mut unknown: BTreeMap<String, Vec<Place>> = BTreeMap::new();
    let mut stays: BTreeMap<String, Vec<Place>> = BTreeMap::new();
    let mut pages: BTreeMap<String, Vec<Place>> = BTreeMap::new();
    for (index, call) in view.facts.outbound.iter().enumerate() {
        let Some((verdict, why)) = view.sinks.get(index) else {
            continue;
        };
        let live = view.reach.live.get(index).copied().unwrap_or(false);
        let dead = if live {
            ""
        } else {
            "; nothing that was found reaches it"
        };
        match verdict {
            Verdict::Gone | Verdict::Moves => {}
            Verdict::StaysRemote => {
                let what = named(call);
                stays
                    .entry(format!("{what} stays on a server: {why}{dead}"))
                    .or_default()
                    .push(call.place.clone());
            }
            Verdict::MovesWithEgress => match (&call.host, call.kind) {
                (None, _) => {
                    unknown
                        .entry(format!("{why}{dead}"))
                        .or_default()
                        .push(call.place.clone());
                }
                (Some(host), OutboundKind::Client) if call.via != Via::Fetch => {
                    let kind = loads(call.via);
                    pages
                        .entry(format!("a page {kind} `{host}`{dead}"))
                        .or_default()
                        .push(call.place.clone());
                }
                (Some(host), _) => {
                    let category = if call.category.is_empty() {
                        "other"
                    } else {
                        &call.category
                    };
                    hosts
                        .entry(format!("data leaves to `{host}` ({category}){dead}"))
                        .or_default()
                        .push(call.place.clone());
                }
            },
        }
    }
    grouped(codes::EGRESS, hosts, out);
    grouped(codes::EGRESS_UNKNOWN_HOST, unknown, out);
    grouped(codes::STAYS_REMOTE, stays, out);
    grouped(codes::PAGE_LOADS, pages, out);
}

fn named(call: &Outbound) -> String {
    match (&call.package, &call.host) {
        (Some(package), _) => format!("`{package}`"),
        (None, Some(host)) => format!("the call to `{host}`"),
        (None, None) => "a call".to_owned(),
    }
}

fn loads(via: Via) -> &'static str {
    match via {
        Via::Script => "loads a script from",
        Via::Style => "loads a style sheet from",
        Via::Font => "loads a font from",
        Via::Image => "loads an image from",
        Via::Media => "loads media from",
        Via::Frame => "frames",
        Via::Form => "posts a form to",
        Via::Navigation => "links to",
        Via::Fetch | Via::Server => "calls",
    }
}

fn needs(view: &CodeView<'_>, out: &mut Vec<Finding>) {
    let mut groups: BTreeMap<(&str, &str), Vec<Place>> = BTreeMap::new();
    for need in &view.facts.needs {
        groups
            .entry((need.what, &need.detail))
            .or_default()
            .push(need.place.clone());
    }
    for ((what, detail), places) in groups {
        let row = becomes::need(what);
        let code = if row.is_some_and(|row| row.blocks) {
            codes::CANNOT_RUN
        } else {
            codes::RUNTIME_NEED
        };
        let forge = row.map_or("not decided", |row| row.forge);
        let before = out.len();
        grouped(code, BTreeMap::from([(format!("{what}: {detail}"), places)]), out);
        for finding in out.iter_mut().skip(before) {
            finding.help = Some(format!("In Forge: {forge}."));
        }
    }
}

fn storage(view: &CodeView<'_>, out: &mut Vec<Finding>) {
    let mut groups: BTreeMap<String, Vec<Place>> = BTreeMap::new();
    for used in &view.facts.storage {
        let forge = becomes::storage(&used.what).map_or("not decided", |row| row.forge);
        groups
            .entry(format!("data in {}; in Forge: {forge}", used.what))
            .or_default()
            .push(used.place.clone());
    }
    grouped(codes::STORAGE, groups, out);
}

fn client_api(view: &CodeView<'_>, out: &mut Vec<Finding>) {
    let mut lost: BTreeMap<String, Vec<Place>> = BTreeMap::new();
    for call in &view.facts.client_api {
        if becomes::client_call(call).0.is_none() {
            lost.entry(format!("`{}` has no counterpart in the bridge", call.call))
                .or_default()
                .push(call.place.clone());
        }
    }
    grouped(codes::AP_LOST, lost, out);
}

fn scopes(view: &CodeView<'_>, out: &mut Vec<Finding>) {
    let mut groups: BTreeMap<String, Vec<Place>> = BTreeMap::new();
    for (place, why) in &view.needed.unknown {
        groups
            .entry(format!("a product call whose scopes are not known: {why}"))
            .or_default()
            .push(place.clone());
    }
    grouped(codes::SCOPE_UNKNOWN, groups, out);
}

fn secrets(view: &CodeView<'_>, out: &mut Vec<Finding>) {
    for secret in &view.facts.secrets {
        let message = format!("looks like a secret ({}); its value is not shown", secret.kind);
        out.push(Finding::new(codes::SECRET, message).at(secret.place.clone()));
    }
}

fn routes(app: &App, view: &CodeView<'_>, outcomes: &[Outcome], out: &mut Vec<Finding>) {
    // Without a descriptor nothing can point at a route.
    if app.descriptor.is_none() && app.manifest.is_none() {
        return;
    }
    for (route, declared) in view.facts.routes.iter().zip(&view.links.declared_by) {
        if declared.is_empty() && !route.implicit {
            let message = format!(
                "{} {}: no module, webhook or lifecycle entry points at it",
                route.method, route.path
            );
            out.push(Finding::new(codes::ROUTE_UNDECLARED, message).at(route.place.clone()));
        }
    }
    if view.facts.routes.is_empty() {
        return;
    }
    for (outcome, route) in outcomes.iter().zip(&view.links.route_of) {
        let url = outcome.url.as_deref().unwrap_or_default();
        if route.is_none() && !url.is_empty() && !url.starts_with("http") && !is_file(app, url) {
            let what = match outcome.declared {
                Declared::Module => outcome.kind.as_str(),
                Declared::Webhook => "webhook",
                Declared::Lifecycle => "lifecycle entry",
            };
            let message = format!(
                "no route that was found answers `{url}` of {what} {}",
                outcome.key.as_deref().unwrap_or("")
            );
            out.push(
                Finding::new(codes::URL_UNANSWERED, message.trim_end().to_owned()).at(outcome.place.clone()),
            );
        }
    }
}

/// Whether an address is that of a file that a static mount serves.
fn is_file(app: &App, url: &str) -> bool {
    let path = crate::draft::path_of(url);
    let path = path.trim_matches('/');
    !path.is_empty() && app.listing.files.iter().any(|file| file.path.ends_with(path))
}

fn unread(view: &CodeView<'_>, out: &mut Vec<Finding>) {
    let mut languages: BTreeMap<&str, (usize, u64)> = BTreeMap::new();
    for file in &view.facts.files {
        match &file.reading {
            Reading::Skipped(why) if why.starts_with("no reader") => {
                let counted = languages.entry(file.language).or_default();
                counted.0 += 1;
                counted.1 += file.bytes;
            }
            Reading::Failed(why) => {
                let message = format!("{}: {why}", file.path);
                out.push(Finding::new(codes::FILE_NOT_READ, message).at(Place::start_of(file.path.clone())));
            }
            _ => {}
        }
    }
    for (language, (files, bytes)) in languages {
        let noun = if files == 1 { "file" } else { "files" };
        let message = format!(
            "{files} {noun} in {language} ({bytes} bytes) not read: the calls and routes there are unknown"
        );
        out.push(Finding::new(codes::LANGUAGE_NOT_READ, message));
    }
}

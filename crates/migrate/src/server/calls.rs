//! The calls that pages make: which routes they are, and what of an address comes from the context.

use super::paths::Layout;
use super::{Handled, Scene};
use crate::catalog::context_param;
use crate::codes;
use crate::convert::host;
use crate::outcome::{Declared, Outcome};
use forgeshift_connect::carry::CarryFile;
use forgeshift_connect::facts::{Auth, Route};
use forgeshift_forge::app::server::PageCall;
use forgeshift_source::finding::{Code, Finding, Grade};
use std::collections::BTreeSet;

/// Routes that only whoever ran the server asked for.
const OF_THE_SERVER: [&str; 12] = [
    "/",
    "/atlassian-connect.json",
    "/favicon.ico",
    "/health",
    "/healthcheck",
    "/healthz",
    "/live",
    "/metrics",
    "/ping",
    "/ready",
    "/robots.txt",
    "/status",
];

/// Modules that only administrators were shown.
const ADMIN: [&str; 6] = [
    "adminPages",
    "configurePage",
    "jiraProjectAdminTabPanels",
    "postInstallPage",
    "projectAdminTabPanels",
    "spaceToolsTabs",
];

/// The calls, in the order of the source.
pub(super) fn of_pages(
    scene: &Scene<'_>,
    handled: &[Handled],
    layout: &Layout,
    findings: &mut Vec<Finding>,
) -> Vec<PageCall> {
    let mut calls = Vec::new();
    let mut known = BTreeSet::new();
    for one in handled {
        let Some(route) = scene.view.facts.routes.get(one.route) else {
            continue;
        };
        let key = format!("{} {}", route.method, route.path);
        if scene.is_event(one.route) {
            if let Some(why) = &one.stopped {
                let message = format!("`{key}` is not carried: it {why}");
                findings.push(Finding::new(codes::HANDLER_STOPPED, message).at(route.place.clone()));
            }
            continue;
        }
        if one.stopped.is_none() && is_for_others(scene, one.route, route) {
            continue;
        }
        if is_of_the_server(scene, one.route, route) {
            let message = format!("`{key}` answered whoever ran the server: it is left out");
            findings.push(Finding::new(codes::ROUTE_GONE, message).at(route.place.clone()));
            continue;
        }
        if !known.insert(key.clone()) {
            continue;
        }
        let mut call = PageCall {
            method: route.method.clone(),
            path: route.path.clone(),
            about: vec![about(scene, one.route, route, layout)],
            ..PageCall::default()
        };
        match &one.stopped {
            Some(why) => {
                let message = format!("`{key}` is not carried: it {why}");
                call.todo = Some((codes::HANDLER_STOPPED.0, format!("{key} {why}")));
                findings.push(Finding::new(codes::HANDLER_STOPPED, message).at(route.place.clone()));
            }
            None => {
                call.page = scene
                    .declared(one.route)
                    .any(|outcome| outcome.declared == Declared::Module);
                call.address = address(scene, one.route);
                if one.grade != Grade::Safe {
                    let (code, text) = review(scene, one.route, route);
                    findings.push(Finding::new(code, format!("`{key}`: {text}")).at(route.place.clone()));
                    call.review = Some((code.0, text));
                }
            }
        }
        calls.push(call);
    }
    calls
}

/// Whether other services call a route: it checks them in a way of its own, or its address says so.
pub(super) fn is_for_others(scene: &Scene<'_>, index: usize, route: &Route) -> bool {
    answers_others(scene.declared(index).next().is_some(), route)
}

/// The same for a route of which it is known whether anything declared points at it.
pub(crate) fn answers_others(declared: bool, route: &Route) -> bool {
    const WORDS: [&str; 8] = [
        "callback",
        "callbacks",
        "hook",
        "hooks",
        "oauth",
        "oauth2",
        "webhook",
        "webhooks",
    ];
    let named = route
        .path
        .split('/')
        .any(|part| WORDS.contains(&part.to_ascii_lowercase().as_str()));
    let checked = matches!(route.auth, Auth::Other) && route.method != "GET";
    !declared && (checked || (named && matches!(route.auth, Auth::None | Auth::Other)))
}

/// Whether only whoever ran the server asked for a route.
pub(super) fn is_of_the_server(scene: &Scene<'_>, index: usize, route: &Route) -> bool {
    route.method == "GET"
        && scene.declared(index).next().is_none()
        && OF_THE_SERVER.contains(&route.path.as_str())
        && matches!(route.auth, Auth::None)
}

fn about(scene: &Scene<'_>, index: usize, route: &Route, layout: &Layout) -> String {
    let shown: Vec<String> = scene
        .declared(index)
        .filter(|outcome| outcome.declared == Declared::Module)
        .map(|outcome| {
            format!("{} {}", outcome.kind, outcome.key.as_deref().unwrap_or(""))
                .trim()
                .to_owned()
        })
        .collect();
    let place = format!(
        "{}, before {}:{}",
        layout.target(&route.place.file),
        route.place.file,
        route.place.line
    );
    if shown.is_empty() {
        format!("{place}.")
    } else {
        format!("{place}; shown by {}.", shown.join(", "))
    }
}

/// Whether a page that only administrators were shown can be asked for by any user.
pub(super) fn is_unchecked(scene: &Scene<'_>, index: usize, route: &Route) -> bool {
    let behind_admin = scene
        .declared(index)
        .any(|outcome| ADMIN.contains(&outcome.kind.as_str()));
    behind_admin && !is_guarded(scene, route)
}

/// What a human must look at.
fn review(scene: &Scene<'_>, index: usize, route: &Route) -> (Code, String) {
    if is_unchecked(scene, index, route) {
        let text = "only administrators were shown this page; any user who sees a module of the app can make this call: check who calls";
        return (codes::PERMISSION_UNCHECKED, text.to_owned());
    }
    match route.auth {
        Auth::None => (
            codes::ROUTE_OPEN,
            "the old route asked nobody who calls: if others than pages call it, it needs a web trigger".to_owned(),
        ),
        Auth::HandMade | Auth::Other => (
            codes::ROUTE_OPEN,
            "the old route checked its callers in a way of its own: take that check out where Forge's takes its place"
                .to_owned(),
        ),
        _ => (
            codes::SERVER_CARRIED,
            "the handler runs as it was; what the payload names is the user's to choose, and calls as the app see everything"
                .to_owned(),
        ),
    }
}

/// Whether a check of permissions stands in front of a handler.
fn is_guarded(scene: &Scene<'_>, route: &Route) -> bool {
    let Some(file) = scene.carry.file(&route.place.file) else {
        return false;
    };
    let guards: BTreeSet<&str> = file
        .statements
        .iter()
        .flat_map(|statement| &statement.calls)
        .filter(|call| call.path.last().is_some_and(|last| is_check(last)))
        .flat_map(|call| call.declares.iter().map(String::as_str))
        .collect();
    let checks = |call: &forgeshift_connect::carry::Call| {
        call.args.iter().any(|arg| {
            arg.path.iter().any(|part| is_check(part))
                || arg.root.as_deref().is_some_and(|root| guards.contains(root))
        })
    };
    let for_all = |call: &forgeshift_connect::carry::Call| {
        call.path.last().is_some_and(|last| last == "use") && checks(call)
    };
    at_line(file, route.place.line).any(checks)
        || file
            .statements
            .iter()
            .flat_map(|statement| &statement.calls)
            .any(for_all)
}

fn is_check(name: &str) -> bool {
    name.starts_with("authorizeJira") || name.starts_with("authorizeConfluence")
}

/// The calls at the head of the statements that begin on a line.
fn at_line(file: &CarryFile, line: u32) -> impl Iterator<Item = &forgeshift_connect::carry::Call> {
    let start: usize = file
        .text
        .split_inclusive('\n')
        .take(line as usize - 1)
        .map(str::len)
        .sum();
    let end = start
        + file
            .text
            .get(start..)
            .and_then(|rest| rest.find('\n'))
            .unwrap_or(file.text.len() - start);
    file.statements
        .iter()
        .filter(move |statement| (start..=end).contains(&(statement.span.start as usize)))
        .flat_map(|statement| &statement.calls)
}

/// The values that the product put into the addresses of the modules that show a route.
fn address(scene: &Scene<'_>, route: usize) -> Vec<(String, Vec<String>)> {
    let mut found: Vec<(String, Vec<String>)> = Vec::new();
    for outcome in scene.declared(route) {
        for (name, place) in tokens(outcome, scene) {
            match found.iter_mut().find(|(known, _)| *known == name) {
                Some((_, places)) => {
                    if !places.contains(&place) {
                        places.push(place);
                    }
                }
                None => found.push((name, vec![place])),
            }
        }
    }
    found
}

/// `issueKey={issue.key}` as `issueKey` and `extension.issue.key`.
fn tokens(outcome: &Outcome, scene: &Scene<'_>) -> Vec<(String, String)> {
    let query = outcome
        .url
        .as_deref()
        .and_then(|url| url.split_once('?'))
        .map_or("", |(_, query)| query);
    query
        .split('&')
        .filter_map(|pair| {
            let (name, value) = pair.split_once('=')?;
            let token = value
                .strip_prefix('{')?
                .strip_suffix('}')?
                .trim_matches(['{', '}'])
                .trim();
            let row = context_param::find(host(scene.product), token)?;
            Some((name.to_owned(), row.forge?.to_owned()))
        })
        .collect()
}

//! What the code adds: calls that the manifest does not declare, what cannot run on Forge, tokens, stores.

use super::changes::{Edit, EditKind, Size};
use super::declared::host_of;
use super::{Behind, Blocker, Found, Question, code_of, manifest};
use crate::catalog::analytics::covers;
use crate::code::egress::{self, Verdict};
use crate::code::{CodeView, becomes};
use crate::server;
use forgeshift_connect::facts::{Outbound, Reading, RuntimeNeed, Via};
use forgeshift_source::span::Place;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Stores that lie outside of Atlassian, by the beginning of their names.
const OUTSIDE: [&str; 6] = ["driver:", "dynamodb", "orm:", "redis", "s3", "sqlite"];

/// Of how many things the routes that reach them are looked for.
const TRACED: usize = 50;

/// What blocks in the code.
pub(super) fn blockers(question: &Question<'_>) -> Vec<Blocker> {
    let Some(view) = question.behind.view() else {
        return Vec::new();
    };
    let mut out = Vec::new();
    undeclared(question, view, &mut out);
    if matches!(question.behind, Behind::Runs(_)) {
        remain(view, &mut out);
        called_by_others(view, &mut out);
    }
    tokens(view, &mut out);
    stores(view, &mut out);
    out
}

/// Why the code leaves a rule open.
pub(super) fn open(question: &Question<'_>, rule: u8) -> Option<String> {
    // The others are decided by what the manifest holds, whatever the code does.
    if !matches!(rule, 3 | 9 | 10) {
        return None;
    }
    match question.behind {
        Behind::Unread(why) => Some(why.to_owned()),
        Behind::Declared if rule == 3 => None,
        Behind::Declared => Some("the code was not read".to_owned()),
        Behind::Runs(view) | Behind::Stays(view) => not_understood(view),
    }
}

/// Why nothing can be said although nothing blocks.
pub(super) fn unknown(behind: Behind<'_>) -> Option<String> {
    match behind {
        Behind::Unread(why) => Some(why.to_owned()),
        Behind::Declared => None,
        Behind::Runs(view) | Behind::Stays(view) => not_understood(view),
    }
}

/// What could not be read of the code that counts; shell scripts and the like are none.
fn not_understood(view: &CodeView<'_>) -> Option<String> {
    let mut languages: BTreeMap<&str, usize> = BTreeMap::new();
    for file in &view.facts.files {
        let unread = match &file.reading {
            Reading::Skipped(why) => why.starts_with("no reader") && file.language != "shell",
            Reading::Failed(_) => true,
            Reading::Parsed | Reading::Partial(_) => false,
        };
        if unread {
            *languages.entry(file.language).or_default() += 1;
        }
    }
    if view.facts.files.is_empty() {
        return Some("no code was found".to_owned());
    }
    let list: Vec<String> = languages
        .iter()
        .map(|(language, files)| format!("{files} in {language}"))
        .collect();
    (!list.is_empty()).then(|| format!("files that could not be read: {}", list.join(", ")))
}

fn blocker(rule: u8, why: String, place: &Place, edit: Edit) -> Blocker {
    Blocker {
        rule,
        code: code_of(rule),
        why,
        place: place.clone(),
        found: Found::Code,
        line: None,
        edit,
    }
}

/// Live calls whose address the manifest would have to declare and does not.
fn undeclared(question: &Question<'_>, view: &CodeView<'_>, out: &mut Vec<Blocker>) {
    let on_forge = matches!(question.behind, Behind::Runs(_));
    let hosts = || {
        let entries = question.declared.iter();
        entries.filter_map(|entry| Some((entry.section.as_str(), entry.host.as_deref()?)))
    };
    let exact: BTreeSet<(&str, &str)> = hosts().collect();
    let patterns: Vec<(&str, &str)> = hosts().filter(|(_, host)| host.starts_with('*')).collect();
    let declared = |section: &str, host: &str| {
        let covered =
            |(of, pattern): &(&str, &str)| *of == section && (*pattern == "*" || covers(pattern, host));
        exact.contains(&(section, host)) || patterns.iter().any(covered)
    };
    for ((section, address), places) in egress::declarations(view.facts) {
        let host = host_of(&address);
        let skipped = (section == "fetch.backend" && !on_forge) || section == "navigation";
        if skipped || declared(section, &host) {
            continue;
        }
        if let Some(place) = places.first() {
            let why = format!("the code calls `{host}`, which has to be declared under {section}");
            out.push(blocker(
                3,
                why,
                place,
                manifest::for_egress(section, &host, question.as_of),
            ));
        }
    }
    for (index, call) in view.facts.outbound.iter().enumerate() {
        let (Some((Verdict::MovesWithEgress, why)), true) = (view.sinks.get(index), is_live(view, index))
        else {
            continue;
        };
        let elsewhere = call.via == Via::Server && !on_forge;
        if egress::address(call).is_some() || elsewhere || call.via == Via::Navigation {
            continue;
        }
        let what = format!(
            "find out which host the call at {} reaches, and drop it or declare it",
            at(&call.place)
        );
        let edit = Edit::new(EditKind::Drop, at(&call.place), what, Size::Rework);
        out.push(blocker(3, why.clone(), &call.place, edit));
    }
}

fn at(place: &Place) -> String {
    format!("{}:{}", place.file, place.line)
}

fn is_live(view: &CodeView<'_>, index: usize) -> bool {
    view.reach.live.get(index).copied().unwrap_or(false)
}

/// What cannot run on Forge: with it a server stays, and the server is a remote.
fn remain(view: &CodeView<'_>, out: &mut Vec<Blocker>) {
    foreign(view, out);
    let mut stay: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, call) in view.facts.outbound.iter().enumerate() {
        let verdict = view.sinks.get(index).map(|(verdict, _)| *verdict);
        if verdict == Some(Verdict::StaysRemote) && is_live(view, index) {
            stay.entry(named(call)).or_default().push(index);
        }
    }
    for (number, (name, calls)) in stay.iter().enumerate() {
        let of_calls = || calls.iter().filter_map(|index| view.facts.outbound.get(*index));
        let routes = if number < TRACED {
            view.routes_to(of_calls().map(|call| call.function))
        } else {
            Vec::new()
        };
        let what = format!("{name}: {}", port(view, &routes));
        for (index, call) in calls.iter().zip(of_calls()) {
            let why = view.sinks.get(*index).map_or("", |(_, why)| why.as_str());
            let edit = Edit::new(EditKind::Port, name.as_str(), what.clone(), Size::Rework);
            out.push(blocker(
                1,
                format!("{name} needs a server: {why}"),
                &call.place,
                edit,
            ));
        }
    }
    let mut blocked: BTreeMap<&str, Vec<&RuntimeNeed>> = BTreeMap::new();
    for need in &view.facts.needs {
        let reached = need.function.is_none_or(|function| {
            view.reach
                .reached
                .get(function.0 as usize)
                .copied()
                .unwrap_or(false)
        });
        if reached && becomes::need(need.what).is_some_and(|row| row.blocks) {
            blocked.entry(need.what).or_default().push(need);
        }
    }
    for (what, needs) in blocked {
        let forge = becomes::need(what).map_or("nothing", |row| row.forge);
        let routes = view.routes_to(needs.iter().filter_map(|need| need.function));
        let text = format!("{what}: {}", port(view, &routes));
        for need in needs {
            let edit = Edit::new(EditKind::Port, what, text.clone(), Size::Rework);
            let why = format!("{what} needs a server ({}); on Forge: {forge}", need.detail);
            out.push(blocker(1, why, &need.place, edit));
        }
    }
}

/// Routes that other services call: on Forge they are reached through a web trigger, which is dynamic.
fn called_by_others(view: &CodeView<'_>, out: &mut Vec<Blocker>) {
    for (index, route) in view.facts.routes.iter().enumerate() {
        let declared = view
            .links
            .declared_by
            .get(index)
            .is_some_and(|declared| !declared.is_empty());
        if route.implicit || !server::answers_others(declared, route) {
            continue;
        }
        let name = format!("{} {}", route.method, route.path);
        let why =
            format!("`{name}` seems to be called by other services: on Forge that is a dynamic web trigger");
        let what = format!(
            "do without `{name}`, or answer it with a static web trigger; if nobody outside calls it, nothing is to be done"
        );
        let edit = Edit::new(EditKind::Static, name, what, Size::Rework);
        out.push(blocker(6, why, &route.place, edit));
    }
}

/// Routes in a language that functions do not run.
fn foreign(view: &CodeView<'_>, out: &mut Vec<Blocker>) {
    let of_files = view.facts.files.iter();
    let foreign: HashMap<&str, &str> = of_files
        .filter(|file| !becomes::runs(file.language))
        .map(|file| (&*file.path, file.language))
        .collect();
    let mut languages: BTreeMap<&str, Vec<&Place>> = BTreeMap::new();
    for route in view.facts.routes.iter().filter(|route| !route.implicit) {
        if let Some(language) = foreign.get(&*route.place.file) {
            languages.entry(language).or_default().push(&route.place);
        }
    }
    for (language, places) in languages {
        let Some(first) = places.first() else { continue };
        let count = places.len();
        let why =
            format!("{count} routes are written in {language}: functions run JavaScript and TypeScript only");
        let what = format!("write the {count} routes that are in {language} anew, or drop them");
        let edit = Edit::new(EditKind::Port, language, what, Size::Rework);
        out.push(blocker(1, why, first, edit));
    }
}

fn named(call: &Outbound) -> String {
    let name = call.package.as_deref().or(call.host.as_deref());
    name.map(|name| format!("`{name}`"))
        .unwrap_or_else(|| format!("the call at {}", at(&call.place)))
}

/// What to do about code that stays, with the routes that reach it.
fn port(view: &CodeView<'_>, routes: &[usize]) -> String {
    let routes: BTreeSet<String> = routes
        .iter()
        .filter_map(|route| view.facts.routes.get(*route))
        .map(|route| format!("{} {}", route.method, route.path))
        .collect();
    let count = routes.len();
    let shown: Vec<String> = routes.into_iter().take(5).collect();
    match (count, shown.is_empty()) {
        (_, true) => "do it in another way on Forge, or drop it".to_owned(),
        (count, _) if count > shown.len() => format!(
            "do it in another way on Forge, or drop it; until then these stay remote: {} and {} more",
            shown.join(", "),
            count - shown.len()
        ),
        _ => format!(
            "do it in another way on Forge, or drop it; until then these stay remote: {}",
            shown.join(", ")
        ),
    }
}

/// Whether a variable's name says that it holds a token of an Atlassian product.
fn is_product_token(name: &str) -> bool {
    let name = name.to_ascii_uppercase();
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    has(&["ATLASSIAN", "JIRA", "CONFLUENCE", "BITBUCKET"])
        && has(&[
            "API_TOKEN",
            "APITOKEN",
            "API_KEY",
            "ACCESS_TOKEN",
            "_PAT",
            "PASSWORD",
            "APP_PASSWORD",
        ])
}

fn tokens(view: &CodeView<'_>, out: &mut Vec<Blocker>) {
    for variable in view
        .facts
        .env
        .iter()
        .filter(|variable| is_product_token(&variable.name))
    {
        let Some(place) = variable.places.first() else {
            continue;
        };
        let what = format!(
            "call the product as the app or as the user instead of with `{}`",
            variable.name
        );
        let edit = Edit::new(EditKind::Token, variable.name.as_str(), what, Size::Piece);
        let why = format!(
            "the variable `{}` looks like a token of an Atlassian product",
            variable.name
        );
        out.push(blocker(9, why, place, edit));
    }
    for secret in view
        .facts
        .secrets
        .iter()
        .filter(|secret| secret.kind == "atlassian-token")
    {
        let what = "call the product as the app or as the user instead of with a token".to_owned();
        let edit = Edit::new(EditKind::Token, "a token in the code", what, Size::Piece);
        let why = "a token of an Atlassian product stands in the code; its value is not shown".to_owned();
        out.push(blocker(9, why, &secret.place, edit));
    }
}

fn stores(view: &CodeView<'_>, out: &mut Vec<Blocker>) {
    let mut first: BTreeMap<&str, (&Place, usize)> = BTreeMap::new();
    for used in &view.facts.storage {
        if OUTSIDE.iter().any(|name| used.what.starts_with(name)) {
            let entry = first.entry(&used.what).or_insert((&used.place, 0));
            entry.1 += 1;
        }
    }
    for (store, (place, count)) in first {
        let forge = becomes::storage(store).map_or("Forge storage", |row| row.forge);
        let uses = if count == 1 {
            "1 place".to_owned()
        } else {
            format!("{count} places")
        };
        let why = format!("data is kept in {store} ({uses}), outside of Atlassian");
        let what = format!("move the data of {store}; on Forge: {forge}");
        let edit = Edit::new(EditKind::MoveData, store, what, Size::Rework);
        out.push(blocker(10, why, place, edit));
    }
}

#[cfg(test)]
mod tests {
    use super::is_product_token;

    #[test]
    fn only_tokens_of_products_are_told_by_their_names() {
        for name in [
            "JIRA_API_TOKEN",
            "ATLASSIAN_API_KEY",
            "BITBUCKET_APP_PASSWORD",
            "confluence_pat",
        ] {
            assert!(is_product_token(name), "{name}");
        }
        for name in [
            "JIRA_BASE_URL",
            "GITHUB_API_TOKEN",
            "ATLASSIAN_CONNECT_KEY",
            "JIRA_PROJECT",
        ] {
            assert!(!is_product_token(name), "{name}");
        }
    }
}

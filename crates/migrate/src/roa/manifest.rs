//! The rules that a manifest decides.

use super::changes::{Edit, EditKind, Size};
use super::declared::{Declared, says_something};
use super::{ANALYTICS_REFUSED, Blocker, Question};
use crate::catalog::analytics;
use forgeshift_source::data::{Member, Node, Value};

/// What blocks in the manifest.
pub(super) fn blockers(question: &Question<'_>) -> Vec<Blocker> {
    let mut out = Vec::new();
    remotes(question, &mut out);
    connect_modules(question, &mut out);
    for entry in &question.declared {
        if entry.analytics {
            out.extend(analytics_entry(question, entry));
        } else if counts(entry) {
            out.push(egress_entry(question, entry));
        }
    }
    configurable(question, &mut out);
    web_triggers(question, &mut out);
    providers(question, &mut out);
    out
}

/// Why the manifest leaves a rule open.
pub(super) fn open(question: &Question<'_>, rule: u8) -> Option<String> {
    let has = |kind: &str| {
        let node = question.manifest.root.at(&["modules", kind]);
        node.is_some_and(says_something)
    };
    match rule {
        3 if question.declared.iter().any(|entry| !counts(entry)) => Some(
            "links under `navigation` carry what stands in the address; whether they count is not published"
                .to_owned(),
        ),
        8 if has("sql") => {
            Some("whether the deployed version of Forge SQL supports residency is not in files".to_owned())
        }
        10 if has("objectStore") => {
            Some("the object store is in preview: whether it supports residency is not published".to_owned())
        }
        _ => None,
    }
}

/// How much a rule that passes was looked at.
pub(super) fn looked_at(question: &Question<'_>, rule: u8) -> String {
    let entries = question.declared.len();
    let analytics = question.declared.iter().filter(|entry| entry.analytics).count();
    match rule {
        1 => "no entry under remotes".to_owned(),
        2 => "no entry under connectModules".to_owned(),
        3 => format!("{entries} addresses declared, none for another purpose than analytics"),
        4 => format!("{analytics} analytics addresses, each allowed and without in-scope end-user data"),
        5 => "no permissions.external.configurable".to_owned(),
        6 => format!(
            "{} web triggers, each static",
            entries_of(question, "webtrigger").len()
        ),
        7 => "no entry under providers".to_owned(),
        8 => "no sql module".to_owned(),
        9 => "no variable and no secret that looks like a token of an Atlassian product".to_owned(),
        _ => "no store outside of Atlassian was found".to_owned(),
    }
}

/// Links are not known to count.
fn counts(entry: &Declared) -> bool {
    entry.section != "navigation"
}

fn entries_of<'a>(question: &Question<'a>, kind: &str) -> Vec<&'a Node> {
    let node = question.manifest.root.at(&["modules", kind]);
    items(node)
}

fn items(node: Option<&Node>) -> Vec<&Node> {
    match node {
        Some(node) if node.is_array() => node.items().iter().collect(),
        Some(node) if says_something(node) => vec![node],
        _ => Vec::new(),
    }
}

fn key_of(node: &Node) -> String {
    let key = node.get("key").and_then(Node::str);
    key.map(|key| format!("`{key}`"))
        .unwrap_or_else(|| "without a key".to_owned())
}

fn remotes(question: &Question<'_>, out: &mut Vec<Blocker>) {
    for remote in items(question.manifest.root.get("remotes")) {
        let key = key_of(remote);
        let why = format!("the remote {key} is a server outside of Atlassian");
        let what =
            format!("take out the remote {key}: what it does has to be ported to functions, or dropped");
        let edit = Edit::new(EditKind::Port, key, what, Size::Rework);
        out.push(question.blocker(1, why, remote.span, edit));
    }
}

fn connect_modules(question: &Question<'_>, out: &mut Vec<Blocker>) {
    let modules = question.manifest.root.get("connectModules");
    let kept = |member: &&Member| says_something(&member.value);
    for member in modules.map(Node::members).unwrap_or_default().iter().filter(kept) {
        let count = items(Some(&member.value)).len();
        let count = if count == 1 {
            "1 Connect module".to_owned()
        } else {
            format!("{count} Connect modules")
        };
        let why = format!("{count} of the kind {}", member.key);
        let what =
            "move what stands under connectModules to modules of Forge (target remote or native), or drop it"
                .to_owned();
        let edit = Edit::new(EditKind::MoveModules, "connectModules", what, Size::Rework);
        out.push(question.blocker(2, why, member.key_span, edit));
    }
}

fn egress_entry(question: &Question<'_>, entry: &Declared) -> Blocker {
    let section = &entry.section;
    let why = match &entry.address {
        Some(address) => format!("`{address}` is declared under {section}, and not as analytics"),
        None => format!("{section} names a remote"),
    };
    let edit = match &entry.host {
        Some(host) => for_egress(section, host, question.as_of),
        None => Edit::new(
            EditKind::Port,
            section.clone(),
            format!("take out the remote under {section} with the calls that use it"),
            Size::Rework,
        ),
    };
    question.blocker(3, why, entry.span, edit)
}

/// The cheapest way to do without an address that is declared for another purpose than analytics.
pub(super) fn for_egress(section: &str, host: &str, as_of: &str) -> Edit {
    if analytics::allowed_by_default(section, host).is_some() {
        let what = format!("leave `{host}` out of {section}: it is allowed without a declaration");
        return Edit::new(EditKind::Unlist, host, what, Size::Line);
    }
    let service = analytics::service(host, as_of).filter(|row| !row.never_proposed);
    let loads = ["styles", "fonts", "media", "frames"].contains(&section);
    match service {
        Some(row) if !row.has_ended(as_of) && !loads => {
            let what = format!(
                "declare `{host}` ({}) under {section} with category: analytics and inScopeEUD: false, once somebody has made sure that no end-user data is in what is sent",
                row.service
            );
            Edit::new(EditKind::Declare, host, what, Size::Line)
        }
        _ if ["styles", "fonts", "scripts", "images", "media"].contains(&section) => {
            let what = format!("put what is loaded from `{host}` ({section}) into the app's own resources");
            Edit::new(EditKind::Bundle, host, what, Size::Piece)
        }
        Some(row) => {
            let what = format!(
                "drop `{host}`, or replace {} by an analytics service that is still on the list",
                row.service
            );
            Edit::new(EditKind::Drop, host, what, Size::Piece)
        }
        None => {
            let what = format!("drop `{host}` ({section}), or do its work on Forge");
            Edit::new(EditKind::Drop, host, what, Size::Rework)
        }
    }
}

fn analytics_entry(question: &Question<'_>, entry: &Declared) -> Option<Blocker> {
    let host = entry.host.clone().unwrap_or_default();
    let refused = |why: String, what: String| {
        let edit = Edit::new(EditKind::Drop, host.as_str(), what, Size::Piece);
        let mut blocker = question.blocker(4, why, entry.span, edit);
        blocker.code = ANALYTICS_REFUSED;
        Some(blocker)
    };
    match analytics::service(&host, question.as_of) {
        None => {
            return refused(
                format!(
                    "`{host}` is not on Atlassian's list of analytics services (self-hosted ones are refused): the deploy stops"
                ),
                format!("drop `{host}`, or send the events to an analytics service of the list"),
            );
        }
        Some(row) if row.has_ended(question.as_of) => {
            let ended = row.ended.unwrap_or_default();
            return refused(
                format!("{} (`{host}`) was on the list until {ended}", row.service),
                format!(
                    "drop `{host}`, or replace {} by a service that is still on the list",
                    row.service
                ),
            );
        }
        Some(_) => {}
    }
    if entry.in_scope == Some(false) {
        return None;
    }
    let said = if entry.in_scope == Some(true) {
        "says inScopeEUD: true"
    } else {
        "does not say inScopeEUD, which counts as true"
    };
    let what = format!(
        "set inScopeEUD: false for `{host}`, once somebody has made sure that no end-user data is in what is sent"
    );
    let edit = Edit::new(EditKind::Declare, host.as_str(), what, Size::Line);
    Some(question.blocker(
        4,
        format!("the analytics entry `{host}` {said}"),
        entry.span,
        edit,
    ))
}

fn configurable(question: &Question<'_>, out: &mut Vec<Blocker>) {
    let external = question.manifest.root.at(&["permissions", "external"]);
    let members = external.map(Node::members).unwrap_or_default();
    for member in members {
        let off = member.value.get("enabled").and_then(Node::bool) == Some(false);
        if member.key != "configurable" || off || !says_something(&member.value) {
            continue;
        }
        let why = "customers may add addresses of their own".to_owned();
        let what =
            "take out permissions.external.configurable: each customer's own host has to go".to_owned();
        let edit = Edit::new(EditKind::Drop, "configurable", what, Size::Rework);
        out.push(question.blocker(5, why, member.key_span, edit));
    }
}

fn web_triggers(question: &Question<'_>, out: &mut Vec<Blocker>) {
    for trigger in entries_of(question, "webtrigger") {
        let kind = trigger.at(&["response", "type"]);
        let word = kind.and_then(Node::str);
        if word == Some("static") {
            continue;
        }
        let key = key_of(trigger);
        let said = match word {
            Some(word) => format!("answers as `{word}`"),
            None => "has no response type, which counts as dynamic".to_owned(),
        };
        let what = format!(
            "give the web trigger {key} response.type: static with fixed outputs, or let an event of the product take its place"
        );
        let edit = Edit::new(EditKind::Static, key.clone(), what, Size::Piece);
        let span = kind.map_or(trigger.span, |kind| kind.span);
        out.push(question.blocker(6, format!("the web trigger {key} {said}"), span, edit));
    }
}

fn providers(question: &Question<'_>, out: &mut Vec<Blocker>) {
    let Some(providers) = question
        .manifest
        .root
        .get("providers")
        .filter(|node| says_something(node))
    else {
        return;
    };
    let auth = items(providers.get("auth"));
    let each = match &providers.value {
        Value::Object(_) if !auth.is_empty() => auth,
        _ => items(Some(providers)),
    };
    for provider in each {
        let key = key_of(provider);
        let why = format!("the provider {key} signs users in at another service");
        let what = format!("drop the provider {key} and the calls that use it");
        let edit = Edit::new(EditKind::Drop, key, what, Size::Rework);
        out.push(question.blocker(7, why, provider.span, edit));
    }
}

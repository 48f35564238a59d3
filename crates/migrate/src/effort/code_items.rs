//! The work that the code asks for.

use super::items::{Collected, Site, Work};
use crate::code::CodeView;
use crate::code::becomes;
use crate::code::egress::Verdict;
use crate::target::Target;
use forgeshift_connect::facts::{Auth, ClientCall, Outbound, OutboundKind, Reading, Route, Via};
use forgeshift_source::finding::Grade;
use std::collections::{BTreeMap, HashMap};

/// Code that was not read at all counts as so many files that were not understood.
const UNREAD_APP: usize = 40;
/// What one site of an unread server is, in bytes.
const PIECE: u64 = 4096;
/// Beyond this an app is as large as it gets.
const MOST_PIECES: u64 = 100_000;

/// Adds the items of the code.
pub(super) fn collect(work: &Work<'_>, found: &mut Collected) {
    let Some(view) = work.view else {
        if work.target != Target::ConnectOnForge {
            found.count("not-understood", "the code was not read", UNREAD_APP);
        }
        return;
    };
    if work.target == Target::ConnectOnForge {
        return;
    }
    client_calls(view, found);
    unread(work.target, view, found);
    for (index, call) in view.facts.outbound.iter().enumerate() {
        outbound(work.target, view, index, call, found);
    }
    if work.target == Target::Remote {
        for route in view.facts.routes.iter().filter(|route| checks_the_caller(route)) {
            let name = format!("{} {}", route.method, route.path);
            found.add("remote-auth", "", Site::Name(name), Some(&route.place));
        }
        return;
    }
    routes(work, view, found);
    needs(view, found);
    storage(view, found);
}

fn checks_the_caller(route: &Route) -> bool {
    !route.implicit && !matches!(route.auth, Auth::None | Auth::Other)
}

/// `AP` calls, by the group that one replacement serves: `AP.request`, `AP.dialog`, …
fn client_calls(view: &CodeView<'_>, found: &mut Collected) {
    for call in &view.facts.client_api {
        let (forge, grade) = becomes::client_call(call);
        let class = match (forge, grade) {
            (None, _) => "ap-lost",
            (_, Grade::Safe) => "ap-safe",
            _ => "ap-review",
        };
        found.add(
            class,
            &group(call),
            Site::Function(call.function),
            Some(&call.place),
        );
    }
}

fn group(call: &ClientCall) -> String {
    let parts: Vec<&str> = call.call.split('.').take(2).collect();
    parts.join(".")
}

fn outbound(target: Target, view: &CodeView<'_>, index: usize, call: &Outbound, found: &mut Collected) {
    let live = view.reach.live.get(index).copied().unwrap_or(false);
    let Some((verdict, _)) = view.sinks.get(index) else {
        return;
    };
    let site = Site::Function(call.function);
    let on_server = call.via == Via::Server;
    if !live || call.implicit || call.via == Via::Navigation {
        return;
    }
    match (call.kind, verdict) {
        (_, Verdict::Gone) => {}
        (OutboundKind::ProductApi, _) if target == Target::Remote && on_server => {
            found.add("product-calls-remote", "", site, Some(&call.place));
        }
        (OutboundKind::ProductApi, _) => found.add("product-calls", "", site, Some(&call.place)),
        // Where the server stays, what it calls is its own affair.
        _ if target == Target::Remote && on_server => {}
        // The database behind it is an item already.
        (OutboundKind::Socket, _) | (_, Verdict::Moves) => {}
        (_, Verdict::StaysRemote) => found.add("egress-unknown", "", site, Some(&call.place)),
        (_, Verdict::MovesWithEgress) => match &call.host {
            Some(host) => found.add("egress", host, site, Some(&call.place)),
            None => found.add("egress-unknown", "", site, Some(&call.place)),
        },
    }
}

/// Routes that become functions, by family; those that draw a declared page are pages already.
fn routes(work: &Work<'_>, view: &CodeView<'_>, found: &mut Collected) {
    let files = view.facts.files.iter();
    let foreign: HashMap<&str, &str> = files
        .filter(|file| !becomes::runs(file.language))
        .map(|file| (&*file.path, file.language))
        .collect();
    let drawn = work.served.routes();
    for (index, route) in view.facts.routes.iter().enumerate() {
        let draws = route.view.is_some() && drawn.contains(&index);
        if route.implicit || draws {
            continue;
        }
        let site = Site::Name(format!("{} {}", route.method, route.path));
        let stays = view.routes.get(index) == Some(&Verdict::StaysRemote);
        let family = family(&route.path);
        let (class, subject) = match (foreign.get(&*route.place.file), stays) {
            (Some(language), _) => ("rewrite", *language),
            (None, true) => ("routes-stay", family.as_str()),
            (None, false) => ("routes", family.as_str()),
        };
        found.add(class, subject, site, Some(&route.place));
    }
}

/// The family of a route: its first part that names something.
fn family(path: &str) -> String {
    let says_nothing = |part: &&str| {
        let version = part
            .strip_prefix('v')
            .is_some_and(|rest| !rest.is_empty() && rest.chars().all(|c| c.is_ascii_digit()));
        part.is_empty()
            || *part == "api"
            || *part == "rest"
            || version
            || part.starts_with([':', '{', '<', '*'])
    };
    let first = path.split('/').find(|part| !says_nothing(part));
    format!("/{}", first.unwrap_or(""))
}

fn needs(view: &CodeView<'_>, found: &mut Collected) {
    // Pages and their files are items by themselves.
    const PAGES: [&str; 2] = ["server-side-rendering", "static-files"];
    for need in view.facts.needs.iter().filter(|need| !PAGES.contains(&need.what)) {
        let Some(row) = becomes::need(need.what) else {
            continue;
        };
        let class = match row.grade() {
            _ if row.blocks => "needs-blocked",
            Grade::Safe | Grade::Review => "needs-review",
            Grade::Todo | Grade::Report => "needs-redesign",
        };
        let site = need
            .function
            .map_or_else(|| Site::Place(need.place.clone()), Site::Function);
        found.add(class, need.what, site, Some(&need.place));
    }
}

fn storage(view: &CodeView<'_>, found: &mut Collected) {
    for used in &view.facts.storage {
        let what = used.what.as_str();
        let starts = |names: &[&str]| names.iter().any(|name| what.starts_with(name));
        let detail = used.detail.as_deref().unwrap_or_default();
        if starts(&["orm:", "driver:", "dynamodb", "sqlite"]) {
            // A driver and the layer above it are one database; its tables are what has to be moved.
            let table = ["model", "table", "entity"]
                .iter()
                .any(|word| detail.starts_with(word));
            let name = if table { detail } else { "" };
            found.add("data-tables", "", Site::Name(name.to_owned()), Some(&used.place));
        } else if starts(&["addon-settings", "redis"]) {
            found.add(
                "data-settings",
                what,
                Site::Function(used.function),
                Some(&used.place),
            );
        } else if starts(&["s3", "files"]) {
            found.add(
                "data-files",
                what,
                Site::Function(used.function),
                Some(&used.place),
            );
        } else if starts(&["cache", "memory", "queue"]) {
            found.add(
                "needs-review",
                what,
                Site::Function(used.function),
                Some(&used.place),
            );
        }
    }
}

/// Code that was not understood: an item of its own, whose spread is wide.
fn unread(target: Target, view: &CodeView<'_>, found: &mut Collected) {
    let mut bytes: BTreeMap<&str, u64> = BTreeMap::new();
    for file in &view.facts.files {
        let site = || Site::Name(file.path.to_string());
        match &file.reading {
            Reading::Partial(_) | Reading::Failed(_) => found.add("not-understood", "", site(), None),
            Reading::Skipped(why) if why.starts_with("no reader") && file.language != "shell" => {
                if target == Target::Native {
                    *bytes.entry(file.language).or_default() += file.bytes;
                } else {
                    found.add("not-understood", file.language, site(), None);
                }
            }
            Reading::Parsed | Reading::Skipped(_) => {}
        }
    }
    for (language, bytes) in bytes {
        let pieces = bytes.div_ceil(PIECE).min(MOST_PIECES);
        found.count(
            "rewrite-unread",
            language,
            usize::try_from(pieces).unwrap_or_default(),
        );
    }
}

/// What makes the estimate doubtful for what was not understood.
pub(super) fn doubt(work: &Work<'_>) -> Vec<String> {
    let Some(view) = work.view else {
        return vec!["the code was not read: its work is a guess, with a wide range".to_owned()];
    };
    let (mut all, mut unknown) = (0u64, 0u64);
    for file in &view.facts.files {
        match &file.reading {
            Reading::Parsed => all += file.bytes,
            Reading::Partial(_) | Reading::Failed(_) => {
                all += file.bytes;
                unknown += file.bytes;
            }
            Reading::Skipped(why) if why.starts_with("no reader") && file.language != "shell" => {
                all += file.bytes;
                unknown += file.bytes;
            }
            Reading::Skipped(_) => {}
        }
    }
    if unknown == 0 || work.target == Target::ConnectOnForge {
        return Vec::new();
    }
    let part = (unknown * 100).div_ceil(all.max(1));
    vec![format!(
        "{part} % of the code was not understood: the range is wider for it"
    )]
}

#[cfg(test)]
mod tests {
    use super::family;

    #[test]
    fn the_family_of_a_route_is_its_first_part_that_names_something() {
        for (path, expected) in [
            ("/api/v2/issues/:id", "/issues"),
            ("/issues", "/issues"),
            ("/:tenant/notes/{id}", "/notes"),
            ("/", "/"),
            ("/vote", "/vote"),
        ] {
            assert_eq!(family(path), expected, "{path}");
        }
    }
}

//! Each folder of `tests/cases/code` is an app with the facts that must be found in it, and nothing else.
//!
//! `expected.json` holds lists; a list that is there must match exactly, a list that is not there is not looked
//! at. `reaches` names entries and the hosts that the call graph leads them to.

#![allow(clippy::disallowed_methods)]
#![allow(clippy::expect_used)]

use forgeshift_connect::descriptor::built::{Built, Known, Piece};
use forgeshift_connect::facts::{CodeFacts, FunctionId, Reading};
use forgeshift_source::disk::tree::Tree;
use serde_json::Value;
use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

fn cases() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases/code");
    let mut cases: Vec<PathBuf> = std::fs::read_dir(root)
        .expect("the folder of cases")
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.join("expected.json").is_file())
        .collect();
    cases.sort();
    cases
}

#[test]
fn every_case_gives_the_facts_beside_it() {
    let cases = cases();
    assert!(cases.len() >= 60, "only {} cases", cases.len());
    let mut faults = Vec::new();
    for case in &cases {
        let text = std::fs::read_to_string(case.join("expected.json")).expect("expected.json");
        let expected: Value =
            serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", case.display()));
        if expected
            .get("language")
            .is_some_and(|language| language != "ecma")
        {
            continue;
        }
        let tree = Tree::folder(&case.join("app"));
        let facts = forgeshift_connect::lang::ecma::read(&tree, &tree.list(), 2);
        let name = case
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        check(&name, &expected, &facts, &mut faults);
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn the_number_of_threads_changes_nothing() {
    for case in cases() {
        let tree = Tree::folder(&case.join("app"));
        let one = forgeshift_connect::lang::ecma::read(&tree, &tree.list(), 1);
        let four = forgeshift_connect::lang::ecma::read(&tree, &tree.list(), 4);
        assert_eq!(format!("{one:?}"), format!("{four:?}"), "{}", case.display());
    }
}

fn check(name: &str, expected: &Value, facts: &CodeFacts, faults: &mut Vec<String>) {
    for (kind, wanted) in expected.as_object().expect("an object") {
        let found = match kind.as_str() {
            "about" | "language" => continue,
            "routes" => routes(facts),
            "auth" => auth(facts),
            "outbound" => outbound(facts),
            "implicit_outbound" => facts
                .outbound
                .iter()
                .filter(|call| call.implicit)
                .filter_map(|call| call.host.clone())
                .collect(),
            "via" => facts
                .outbound
                .iter()
                .filter(|call| !call.implicit)
                .map(|call| format!("{:?} {}", call.via, call.host.as_deref().unwrap_or("?")).to_lowercase())
                .collect(),
            "acts_as" => facts
                .outbound
                .iter()
                .filter(|call| !call.implicit)
                .map(|call| format!("{:?}", call.acts_as).to_lowercase())
                .collect(),
            "host_why" => facts
                .outbound
                .iter()
                .filter(|call| !call.implicit)
                .filter_map(|call| call.host_why.clone())
                .collect(),
            "client_api" => facts.client_api.iter().map(|call| call.call.clone()).collect(),
            "client_api_of_each_file" => {
                of_each_file(name, wanted, facts, faults);
                continue;
            }
            "requests" => facts
                .client_api
                .iter()
                .flat_map(|call| &call.requests)
                .map(|asked| {
                    let method = asked.method.as_deref().unwrap_or("?");
                    format!("{method} {}", asked.path.as_deref().unwrap_or("?"))
                })
                .collect(),
            "entries" => entries(facts),
            "storage" => facts
                .storage
                .iter()
                .map(|item| match &item.detail {
                    Some(detail) => format!("{} {detail}", item.what),
                    None => item.what.clone(),
                })
                .collect(),
            "needs" => facts.needs.iter().map(|need| need.what.to_owned()).collect(),
            "need_functions" => needs_of_routes(facts),
            "env" => facts
                .env
                .iter()
                .map(|var| {
                    let secret = if var.secret { " secret" } else { "" };
                    let default = if var.has_default { " default" } else { "" };
                    format!("{}{secret}{default}", var.name)
                })
                .collect(),
            "secrets" => facts
                .secrets
                .iter()
                .map(|secret| format!("{} {}:{}", secret.kind, secret.place.file, secret.place.line))
                .collect(),
            "frameworks" => facts
                .frameworks
                .iter()
                .map(|framework| framework.id.to_owned())
                .collect(),
            "views" => facts
                .routes
                .iter()
                .filter_map(|route| route.view.clone())
                .collect(),
            "not_parsed" => not_parsed(facts),
            "built_descriptors" => facts
                .built_descriptors
                .iter()
                .map(|place| place.file.to_string())
                .collect(),
            "descriptors" => facts.descriptors.iter().flat_map(descriptor).collect(),
            "reaches" => reaches(facts),
            other => panic!("{name}: no such list: {other}"),
        };
        let mut wanted: Vec<String> = wanted
            .as_array()
            .unwrap_or_else(|| panic!("{name}: {kind} is no list"))
            .iter()
            .map(|item| item.as_str().expect("a text").to_owned())
            .collect();
        let mut found: Vec<String> = found;
        wanted.sort();
        found.sort();
        if wanted != found {
            faults.push(format!(
                "{name}: {kind}\n  wanted {wanted:#?}\n  found  {found:#?}"
            ));
        }
    }
}

/// Which route asks what of the machine, in its own functions.
fn needs_of_routes(facts: &CodeFacts) -> Vec<String> {
    let mut lines = Vec::new();
    for route in &facts.routes {
        for need in &facts.needs {
            if need
                .function
                .is_some_and(|function| route.functions.contains(&function))
            {
                lines.push(format!("{} {}", route.path, need.what));
            }
        }
    }
    lines
}

/// A descriptor that code builds, in lines: `top key value`, `kind key file:line url`, `unread file:line`, `assumed file:line`.
fn descriptor(built: &Built) -> Vec<String> {
    let text = |piece: &Piece| match &piece.known {
        Known::Text(text, _) | Known::Nothing(text) => text.clone(),
        Known::List(items) => format!("{} items", items.len()),
        Known::Map(members) => format!("{} members", members.len()),
        other => format!("{other:?}"),
    };
    let mut lines = vec![format!(
        "{}:{}{}",
        built.place.file,
        built.place.line,
        if built.served { " served" } else { "" }
    )];
    for name in ["key", "baseUrl", "name", "scopes", "apiVersion"] {
        lines.extend(
            built
                .root
                .get(name)
                .map(|piece| format!("top {name} {}", text(piece))),
        );
    }
    if let Some(Known::Map(events)) = built.root.get("lifecycle").map(|piece| &piece.known) {
        lines.extend(
            events
                .iter()
                .map(|(name, url)| format!("lifecycle {name} {}", text(url))),
        );
    }
    if let Some(Known::Map(kinds)) = built.root.get("modules").map(|piece| &piece.known) {
        for (kind, piece) in kinds {
            let entries = match &piece.known {
                Known::List(items) => items.as_slice(),
                _ => std::slice::from_ref(piece),
            };
            for entry in entries {
                let part = |name: &str| entry.get(name).map(text).unwrap_or_default();
                let name = if entry.get("event").is_some() {
                    "event"
                } else {
                    "key"
                };
                let file = built.files.get(entry.file).map_or("?", |file| file);
                lines.push(
                    format!("{kind} {} {file} {}", part(name), part("url"))
                        .trim_end()
                        .to_owned(),
                );
            }
        }
    }
    lines.extend(
        built
            .unread
            .iter()
            .map(|(place, _)| format!("unread {}:{}", place.file, place.line)),
    );
    lines.extend(
        built
            .assumed
            .iter()
            .map(|(place, _)| format!("assumed {}:{}", place.file, place.line)),
    );
    lines
}

/// Every file uses each of these once, and nothing else.
fn of_each_file(name: &str, wanted: &Value, facts: &CodeFacts, faults: &mut Vec<String>) {
    let mut wanted: Vec<&str> = wanted
        .as_array()
        .unwrap_or_else(|| panic!("{name}: no list"))
        .iter()
        .map(|item| item.as_str().expect("a text"))
        .collect();
    wanted.sort_unstable();
    for file in &facts.files {
        let uses = facts
            .client_api
            .iter()
            .filter(|call| call.place.file == file.path);
        let mut found: Vec<&str> = uses.map(|call| call.call.as_str()).collect();
        found.sort_unstable();
        let missing: Vec<&&str> = wanted.iter().filter(|call| !found.contains(call)).collect();
        let extra: Vec<&&str> = found.iter().filter(|call| !wanted.contains(call)).collect();
        if wanted != found {
            faults.push(format!(
                "{name}: {} of {} in {}; missing {missing:?}, not wanted {extra:?}",
                found.len(),
                wanted.len(),
                file.path
            ));
        }
    }
}

fn routes(facts: &CodeFacts) -> Vec<String> {
    facts
        .routes
        .iter()
        .map(|route| {
            let implicit = if route.implicit { " implicit" } else { "" };
            format!("{} {}{implicit}", route.method, route.path)
        })
        .collect()
}

fn auth(facts: &CodeFacts) -> Vec<String> {
    facts
        .routes
        .iter()
        .filter(|route| !route.implicit)
        .map(|route| format!("{} {:?}", route.path, route.auth))
        .collect()
}

fn outbound(facts: &CodeFacts) -> Vec<String> {
    facts
        .outbound
        .iter()
        .filter(|call| !call.implicit)
        .map(|call| {
            format!(
                "{:?} {} {} {}",
                call.kind,
                call.method.as_deref().unwrap_or("-"),
                call.host.as_deref().unwrap_or("?"),
                call.path.as_deref().unwrap_or("-")
            )
        })
        .collect()
}

fn entries(facts: &CodeFacts) -> Vec<String> {
    facts
        .entries
        .iter()
        .filter(|entry| entry.route.is_none())
        .map(|entry| format!("{:?} {}", entry.kind, entry.name))
        .collect()
}

fn not_parsed(facts: &CodeFacts) -> Vec<String> {
    facts
        .files
        .iter()
        .filter_map(|file| match &file.reading {
            Reading::Parsed => None,
            Reading::Partial(_) => Some(format!("{} partial", file.path)),
            Reading::Failed(_) => Some(format!("{} failed", file.path)),
            Reading::Skipped(reason) => Some(format!("{} skipped: {reason}", file.path)),
        })
        .collect()
}

/// Which hosts each entry leads to, by the calls.
fn reaches(facts: &CodeFacts) -> Vec<String> {
    let mut next: HashMap<FunctionId, Vec<FunctionId>> = HashMap::new();
    for call in &facts.calls {
        next.entry(call.from).or_default().push(call.to);
    }
    let mut found = BTreeSet::new();
    for entry in &facts.entries {
        let mut open = entry.functions.clone();
        let mut seen: BTreeSet<FunctionId> = open.iter().copied().collect();
        while let Some(function) = open.pop() {
            for to in next.get(&function).map_or(&[][..], Vec::as_slice) {
                if seen.insert(*to) {
                    open.push(*to);
                }
            }
        }
        for call in facts
            .outbound
            .iter()
            .filter(|call| !call.implicit && seen.contains(&call.function))
        {
            found.insert(format!(
                "{} -> {}",
                entry.name,
                call.host.as_deref().unwrap_or("?")
            ));
        }
    }
    found.into_iter().collect()
}

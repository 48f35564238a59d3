//! Connect modules that a manifest carries as they are (`connectModules`).

use crate::catalog;
use crate::codes;
use crate::convert::{host, outcome};
use crate::draft::Draft;
use crate::names::{is_module_key, module_key};
use crate::outcome::{Declared, Fate, Outcome, Written};
use forgeshift_connect::descriptor::Module;
use forgeshift_forge::yaml::{Item, Map, Yaml};
use forgeshift_source::data::{Node, Value};
use forgeshift_source::finding::{Code, Finding, Grade};

/// The name under which a manifest carries this kind of module, where it can.
pub fn name(module: &Module) -> Option<&'static str> {
    catalog::module::find(host(module.product), &module.kind).and_then(|row| row.connect_modules)
}

/// Carries a module. Webhooks and lifecycle entries, which have no key in a descriptor, get one.
pub fn carry(draft: &mut Draft<'_>, module: &Module) {
    let Some(name) = name(module) else {
        return refuse(draft, module);
    };
    let mut body = known_parts(draft, &module.node);
    let key = key_of(draft, module);
    if module.key.as_deref() != Some(key.as_str()) {
        body.remove("key");
        let mut keyed = Map::new();
        keyed.insert("key", key.as_str());
        for entry in body.entries() {
            keyed.insert_entry(entry.clone());
        }
        body = keyed;
    }
    let carried: Vec<String> = body.entries().iter().map(|entry| entry.key.clone()).collect();
    let comment = format!("{} ({}:{})", module.kind, module.place.file, module.place.line);
    let list = draft.section("connectModules").list_at(name);
    list.push(Item {
        comment: vec![comment],
        value: Yaml::Map(body),
    });
    let written = Written {
        kind: format!("connectModules {name}"),
        key,
    };
    let keeps_key = module.key.as_deref() == Some(written.key.as_str());
    if module.kind == "lifecycle" {
        return lifecycle(draft, module, written, &carried);
    }
    let outcome = outcome(module, Fate::Kept(written), Grade::Safe, keeps_key, Vec::new());
    draft.outcomes.push(outcome);
}

fn lifecycle(draft: &mut Draft<'_>, module: &Module, written: Written, carried: &[String]) {
    for member in module.node.members().iter().filter(|member| member.key != "key") {
        let place = draft.place(member.value.span);
        let mut notes = Vec::new();
        if member.key == "enabled" || member.key == "disabled" {
            let message = format!(
                "`{}` is no longer sent once the app is installed through Forge",
                member.key
            );
            draft
                .findings
                .push(Finding::new(codes::LIFECYCLE_LOST, message).at(place.clone()));
            notes.push(codes::LIFECYCLE_LOST);
        }
        // An address that only a template knows is not carried.
        let fate = if carried.contains(&member.key) {
            Fate::Kept(written.clone())
        } else {
            notes.push(codes::TEMPLATE_ASSUMED);
            Fate::Lost(codes::TEMPLATE_ASSUMED)
        };
        draft.outcomes.push(Outcome {
            declared: Declared::Lifecycle,
            key: Some(member.key.clone()),
            url: member.value.str().map(str::to_owned),
            place,
            ..outcome(module, fate, Grade::Safe, false, notes)
        });
    }
}

fn refuse(draft: &mut Draft<'_>, module: &Module) {
    let known = catalog::module::find(host(module.product), &module.kind);
    let code: Code = if known.is_some() {
        codes::CANNOT_BE_CARRIED
    } else {
        codes::MODULE_UNKNOWN
    };
    let message = format!(
        "{} {}: a manifest cannot carry this module",
        module.kind,
        module.key.as_deref().unwrap_or("(no key)")
    );
    draft
        .findings
        .push(Finding::new(code, message).at(module.place.clone()));
    let outcome = outcome(module, Fate::Lost(code), Grade::Report, false, vec![code]);
    draft.outcomes.push(outcome);
}

fn key_of(draft: &mut Draft<'_>, module: &Module) -> String {
    let known = module
        .key
        .as_deref()
        .filter(|key| !key.contains("{{") && !key.contains("${"));
    match known {
        Some(key) if is_module_key(key) && draft.keys.keep(key) => key.to_owned(),
        Some(key) => draft.keys.fresh(&module_key(key)),
        None if module.kind == "lifecycle" => draft.keys.fresh("lifecycle"),
        None => {
            let event = module.node.get("event").and_then(Node::str);
            let wish = event.map_or_else(|| module.kind.clone(), |event| format!("on-{event}"));
            draft.keys.fresh(&wish)
        }
    }
}

/// The body without what a template would put in: a tag before a path goes, a text that is only a tag is left out.
fn known_parts(draft: &mut Draft<'_>, node: &Node) -> Map {
    let mut map = Map::new();
    for member in node.members() {
        if let Some(value) = known_value(draft, &member.value, &member.key) {
            map.insert(member.key.clone(), value);
        }
    }
    map
}

fn known_value(draft: &mut Draft<'_>, node: &Node, name: &str) -> Option<Yaml> {
    match &node.value {
        Value::Object(_) => Some(Yaml::Map(known_parts(draft, node))),
        Value::Array(items) => {
            let items = items
                .iter()
                .filter_map(|item| known_value(draft, item, name).map(Item::from))
                .collect();
            Some(Yaml::List(items))
        }
        Value::String(text) if draft.has_tag(node.span) => {
            let rest = without_tags(text);
            let assumed = if rest.trim().is_empty() { None } else { Some(rest) };
            let message = match &assumed {
                Some(text) => format!("`{name}` is put together by a template: `{text}` was assumed"),
                None => format!("`{name}` is put in by a template: it is left out"),
            };
            let place = draft.place(node.span);
            draft
                .findings
                .push(Finding::new(codes::TEMPLATE_ASSUMED, message).at(place));
            assumed.map(Yaml::Str)
        }
        _ => Some(Yaml::from(node)),
    }
}

/// A text with its template tags taken out.
pub fn without_tags(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    loop {
        let tags = [("{{", "}}"), ("${", "}"), ("{%", "%}"), ("<%", "%>")];
        let next = tags
            .iter()
            .filter_map(|(open, close)| rest.find(open).map(|at| (at, *open, *close)))
            .min();
        let Some((at, open, close)) = next else {
            out.push_str(rest);
            return out;
        };
        out.push_str(rest.get(..at).unwrap_or(""));
        let inside = rest.get(at + open.len()..).unwrap_or("");
        match inside.find(close) {
            Some(end) => rest = inside.get(end + close.len()..).unwrap_or(""),
            None => return out,
        }
    }
}

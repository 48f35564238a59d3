//! Which modules move, which stay, which go.

use super::base::Base;
use super::{Options, Refusal};
use crate::carry;
use crate::catalog;
use crate::codes;
use crate::convert::{self, host};
use crate::draft::{Draft, str_of};
use crate::target::Target;
use forgeshift_connect::descriptor::Module;
use forgeshift_forge::yaml::{Item, Yaml};
use forgeshift_source::data::Node;
use forgeshift_source::finding::Finding;
use std::collections::BTreeSet;

/// The modules that are to move: their indexes.
pub(super) fn select(base: &Base<'_>, options: &Options) -> Result<BTreeSet<usize>, Refusal> {
    if options.only.is_empty() {
        return Ok((0..base.modules.len()).collect());
    }
    let names = |module: &Module| -> Vec<String> {
        let event = module.node.get("event").and_then(Node::str).map(str::to_owned);
        let kind = (module.key.is_none() && event.is_none()).then(|| module.kind.clone());
        module
            .key
            .clone()
            .into_iter()
            .chain(event)
            .chain(kind)
            .chain((module.kind == "lifecycle").then(|| "lifecycle".into()))
            .collect()
    };
    let mut selected = BTreeSet::new();
    for wanted in &options.only {
        let found: Vec<usize> = base
            .modules
            .iter()
            .enumerate()
            .filter(|(_, module)| names(module).iter().any(|name| name == wanted))
            .map(|(index, _)| index)
            .collect();
        let moved = base.manifest.is_some_and(|manifest| {
            manifest
                .other_modules
                .iter()
                .any(|(_, key, _)| key.as_deref() == Some(wanted.as_str()))
        });
        if found.is_empty() && !moved {
            let known: Vec<String> = base.modules.iter().flat_map(names).collect();
            return Err(Refusal::UnknownOnly {
                wanted: format!("`{wanted}`"),
                known: format!("`{}`", known.join("`, `")),
            });
        }
        selected.extend(found);
    }
    together(base, &mut selected);
    Ok(selected)
}

pub(super) fn move_modules(
    draft: &mut Draft<'_>,
    base: &Base<'_>,
    selected: &BTreeSet<usize>,
    target: Target,
) {
    for (index, module) in base.modules.iter().enumerate() {
        let moves = selected.contains(&index) && target != Target::ConnectOnForge;
        if moves && stays_connect(module, target) {
            keep(draft, base, module);
        } else if moves {
            if base.manifest.is_some() {
                take_out(draft, module);
            }
            convert::convert(draft, module);
        } else if base.manifest.is_none() {
            carry_or_convert(draft, module, target);
        } else if let Some(key) = &module.key {
            draft.keys.keep(key);
        }
    }
    convert::fold(draft);
}

/// A module without a Forge counterpart stays a Connect module where the server stays.
pub(super) fn stays_connect(module: &Module, target: Target) -> bool {
    let known = crate::catalog::module::find(host(module.product), &module.kind);
    let connect_only = known.is_some_and(|row| row.status == crate::catalog::Status::ConnectOnly);
    target == Target::Remote && connect_only && carry::name(module).is_some()
}

pub(super) fn keep(draft: &mut Draft<'_>, base: &Base<'_>, module: &Module) {
    let message = format!(
        "{} {}: Forge has no counterpart; it stays a Connect module, which ends on 31 January 2027",
        module.kind,
        module.key.as_deref().unwrap_or("(no key)")
    );
    draft
        .findings
        .push(Finding::new(codes::KEPT_AS_CONNECT, message).at(module.place.clone()));
    if base.manifest.is_none() {
        carry::carry(draft, module);
        if let Some(outcome) = draft.outcomes.last_mut() {
            outcome.notes.push(codes::KEPT_AS_CONNECT);
        }
    }
}

/// Carries a module that does not move. One that a manifest cannot carry is converted at once, where it can be.
pub(super) fn carry_or_convert(draft: &mut Draft<'_>, module: &Module, target: Target) {
    let convertible = catalog::module::find(host(module.product), &module.kind)
        .and_then(|row| row.emit.as_ref())
        .is_some_and(|row| row.to.is_some());
    if carry::name(module).is_none() && convertible && module.kind != "webhooks" {
        let target_before = draft.target;
        draft.target = if target == Target::ConnectOnForge {
            Target::Remote
        } else {
            target
        };
        convert::convert(draft, module);
        draft.target = target_before;
    } else {
        carry::carry(draft, module);
    }
}

/// Takes a module out of `connectModules`: it is moved, never copied.
pub(super) fn take_out(draft: &mut Draft<'_>, module: &Module) {
    let name = format!("{}:{}", module.product.as_str(), module.kind);
    let section = draft.section("connectModules");
    let list = section.list_at(name.as_str());
    let same = |item: &Item| match (&module.key, item.value.map()) {
        (Some(key), Some(map)) => str_of(map, "key") == Some(key),
        _ => item.value == Yaml::from(&module.node),
    };
    if let Some(index) = list.iter().position(same) {
        list.remove(index);
    }
    if list.is_empty() {
        section.remove(&name);
    }
    if section.is_empty() {
        draft.manifest.remove("connectModules");
    }
}

/// Custom content that names other custom content of the app moves together with it: one cannot name what is not
/// there yet.
fn together(base: &Base<'_>, selected: &mut BTreeSet<usize>) {
    let (prefix, _) = base.own_types();
    let names = |module: &Module| -> BTreeSet<String> {
        ["supportedContainerTypes", "supportedChildTypes"]
            .iter()
            .filter_map(|list| module.node.at(&["apiSupport", list]))
            .flat_map(Node::items)
            .filter_map(|item| item.str()?.strip_prefix(prefix.as_str()).map(str::to_owned))
            .collect()
    };
    let content: Vec<(usize, &Module)> = base
        .modules
        .iter()
        .enumerate()
        .filter(|(_, module)| module.kind == "customContent")
        .collect();
    let mut grew = true;
    while grew {
        let before = selected.len();
        for (index, module) in &content {
            for (other, named) in &content {
                let linked = named.key.as_ref().is_some_and(|key| names(module).contains(key));
                if linked && (selected.contains(index) || selected.contains(other)) {
                    selected.extend([*index, *other]);
                }
            }
        }
        grew = selected.len() > before;
    }
}

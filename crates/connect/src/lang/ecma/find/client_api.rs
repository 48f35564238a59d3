//! Uses of `AP`, under their canonical names.

use super::super::ir::{ExprId, FuncId, Module, Node};
use super::super::value::{ModId, Step, SymId, Val};
use super::{At, Scene};
use crate::facts::ClientCall;
use std::collections::HashSet;

/// The method of an object that a call of `AP` gives back, under the name of the table.
const RESULTS: [(&str, &str); 10] = [
    ("AP.dialog.create().", "Dialog."),
    ("AP.dialog.getButton().", "DialogButton."),
    ("AP.dialog.createButton().", "DialogButton."),
    ("AP.flag.create().", "Flag."),
    (
        "AP.customContent.getEditComponent().",
        "AP.customContent.getEditComponent().",
    ),
    ("AP.messages.info().", "AP.messages."),
    ("AP.Dialog.create().", "Dialog."),
    ("AP.events.on().", ""),
    ("AP.jira.DatePicker().", "AP.jira.DatePicker()."),
    ("AP.require().", ""),
];

/// The canonical name of a symbol, where it is a member of `AP`.
pub(crate) fn canonical(text: &str) -> Option<String> {
    let name = text.strip_prefix(':').filter(|name| name.starts_with("AP."))?;
    // A button has a `bind` of its own; any other is the one that functions have.
    let rebound = name.ends_with(".bind") && !name.contains("Button()");
    if name.contains(['<', '*']) || rebound {
        return None;
    }
    if !name.contains("()") {
        let shortened = name
            .strip_suffix(".call")
            .or_else(|| name.strip_suffix(".apply"))
            .unwrap_or(name);
        return Some(shortened.to_owned());
    }
    let (start, replacement) = RESULTS.iter().find(|(start, _)| name.starts_with(start))?;
    let method = &name[start.len()..];
    if replacement.is_empty() || method.contains(['(', '.']) || matches!(method, "then" | "catch" | "finally")
    {
        return None;
    }
    Some(match (*replacement, method) {
        ("Dialog.", "on") => "Dialog.on('close')".to_owned(),
        (replacement, method) => format!("{replacement}{method}"),
    })
}

/// Adds the fact of a call of `AP`.
pub(crate) fn call(scene: &mut Scene<'_, '_>, at: &At, text: &str) {
    let Some(call) = canonical(text) else { return };
    let tree = scene.tree(at.module);
    let literal_arguments = scene.args(at).iter().all(|arg| is_literal(tree, *arg, 0));
    push(
        scene,
        at.module,
        at.call.expr,
        at.call.owner,
        call,
        literal_arguments,
    );
}

fn push(
    scene: &mut Scene<'_, '_>,
    module: ModId,
    expr: ExprId,
    owner: FuncId,
    call: String,
    literal_arguments: bool,
) {
    let place = scene.place_of(module, expr);
    let function = scene.function(module, owner);
    scene.facts.client_api.push(ClientCall {
        call,
        literal_arguments,
        place,
        function,
    });
}

/// Adds the members of `AP` that are handed on, stored or returned without being called.
pub(crate) fn reads(scene: &mut Scene<'_, '_>) {
    for module in scene.eval.project.ids() {
        let tree = scene.tree(module);
        if !tree.names.iter().any(|name| &**name == "AP") && !imports_of_browser(scene, module) {
            continue;
        }
        let callees: HashSet<ExprId> = tree.calls.iter().map(|call| call.callee).collect();
        for (expr, owner) in tree.reads.clone() {
            let plain = matches!(tree.node(expr), Node::Member(..) | Node::Bind(_));
            if !plain || callees.contains(&expr) {
                continue;
            }
            for val in scene.vals(module, expr).to_vec() {
                let Val::Sym(sym) = val else { continue };
                if !direct(scene, sym) {
                    continue;
                }
                if let Some(call) = canonical(&scene.eval.pool.sym_text(sym))
                    && is_leaf(&call)
                {
                    push(scene, module, expr, owner, call, false);
                }
            }
        }
    }
}

fn imports_of_browser(scene: &Scene<'_, '_>, module: ModId) -> bool {
    scene.in_browser.get(module.0 as usize).copied().unwrap_or(false)
}

fn direct(scene: &Scene<'_, '_>, sym: SymId) -> bool {
    matches!(scene.eval.pool.root(sym), Step::Global(name) if &**name == "AP")
}

/// Whether a name is a surface of its own, no group of them.
fn is_leaf(name: &str) -> bool {
    const GROUPS: [&str; 22] = [
        "AP.context",
        "AP.cookie",
        "AP.dialog",
        "AP.events",
        "AP.flag",
        "AP.history",
        "AP.host",
        "AP.inlineDialog",
        "AP.dropdown",
        "AP.messages",
        "AP.jira",
        "AP.confluence",
        "AP.customContent",
        "AP.navigator",
        "AP.scrollPosition",
        "AP.theming",
        "AP.user",
        "AP.env",
        "AP.Meta",
        "AP.jira.WorkflowConfiguration",
        "AP.Dialog",
        "AP.require",
    ];
    !GROUPS.contains(&name)
}

fn is_literal(tree: &Module, expr: ExprId, depth: u32) -> bool {
    match tree.node(expr) {
        Node::Str(_) | Node::Num(_) | Node::Bool(_) | Node::Null | Node::Func(_) | Node::Regex(_) => true,
        Node::Array(list) if depth < 8 => tree
            .list(list)
            .iter()
            .all(|item| is_literal(tree, *item, depth + 1)),
        Node::Object(list) if depth < 8 => tree
            .object(list)
            .iter()
            .all(|prop| prop.key.is_some() && is_literal(tree, prop.value, depth + 1)),
        _ => false,
    }
}

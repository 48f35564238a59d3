//! Uses of `AP`, under their canonical names.

use super::super::ir::{ExprId, FuncId, Module, Node, TOP};
use super::super::value::{ModId, Step, SymId, Val};
use super::arguments::url_argument;
use super::callers::{Asked, told_apart};
use super::http::Request;
use super::{At, Scene};
use crate::facts::{ClientCall, ProductRequest};
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

/// The call that asks the product's interface.
const REQUEST: &str = "AP.request";

/// Members that are no functions: whatever is done with them is a use of theirs. The last two do not exist, and people
/// write them all the same.
const PROPERTIES: [&str; 11] = [
    "AP.dialog.customData",
    "AP._data",
    "AP._hostModules",
    "AP._featureFlag",
    "AP._performance",
    "AP._analytics",
    "AP._dollar",
    "AP._util",
    "AP.$",
    "AP.iframe",
    "AP.addonProperties",
];

/// Old names of what has another name today.
const RENAMED: [(&str, &str); 2] = [
    ("AP.getUser", "AP.user.getUser"),
    ("AP.jira.DatePicker", "AP.jira.openDatePicker"),
];

/// The canonical name of a symbol, where it is a member of `AP`.
pub(crate) fn canonical(text: &str) -> Option<String> {
    let name = text.strip_prefix(':').filter(|name| name.starts_with("AP."))?;
    if let Some(property) = PROPERTIES.iter().find(|property| is_below(name, property)) {
        return Some((*property).to_owned());
    }
    // A button has a `bind` of its own; any other is the one that functions have.
    let rebound = name.ends_with(".bind") && !name.contains("Button()");
    if name.contains(['<', '*']) || rebound {
        return None;
    }
    if !name.contains("()") {
        let called = name
            .strip_suffix(".call")
            .or_else(|| name.strip_suffix(".apply"))
            .unwrap_or(name);
        let today = RENAMED.iter().find(|(old, _)| *old == called);
        return Some(today.map_or(called, |(_, new)| new).to_owned());
    }
    let (start, replacement) = RESULTS.iter().find(|(start, _)| name.starts_with(start))?;
    let method = &name[start.len()..];
    let of_promise = matches!(method, "then" | "catch" | "finally");
    if replacement.is_empty() || method.contains(['(', '.']) || of_promise {
        return None;
    }
    Some(format!("{replacement}{method}"))
}

/// Whether a name is that of a property or of something in it.
fn is_below(name: &str, property: &str) -> bool {
    let rest = name.strip_prefix(property);
    rest.is_some_and(|rest| rest.is_empty() || (rest.starts_with('.') && !rest.contains("()")))
}

/// Adds the fact of a call of `AP`.
pub(crate) fn call(scene: &mut Scene<'_, '_>, at: &At, text: &str) {
    let Some(call) = canonical(text) else { return };
    let tree = scene.tree(at.module);
    let literal_arguments = scene.args(at).iter().all(|arg| is_literal(tree, *arg, 0));
    let requests = if call == REQUEST {
        requests(scene, at)
    } else {
        Vec::new()
    };
    scene.facts.client_api.push(ClientCall {
        call,
        literal_arguments,
        requests,
        place: scene.place_of(at.module, at.call.expr),
        function: scene.function(at.module, at.call.owner),
    });
}

/// What a call of `AP.request` asks of the product.
fn requests(scene: &mut Scene<'_, '_>, at: &At) -> Vec<ProductRequest> {
    let asked = told_apart(scene, at, &|scene, _, text| {
        let is_request = canonical(text).as_deref() == Some(REQUEST);
        is_request.then(|| Request {
            package: None,
            method: Some(method(scene, at)),
            urls: url_argument(scene, at),
            via: None,
            made: None,
        })
    });
    let mut requests: Vec<ProductRequest> = Vec::new();
    for Asked { request, callers } in asked {
        let method = request.method.clone().filter(|method| method != "*");
        let places = if callers.is_empty() {
            vec![scene.place_of(at.module, at.call.expr)]
        } else {
            callers
        };
        for path in super::product::paths(scene, &request) {
            requests.push(ProductRequest {
                method: method.clone(),
                path,
                places: places.clone(),
            });
        }
    }
    requests
}

/// The method in the options; `*` where it is not known.
fn method(scene: &mut Scene<'_, '_>, at: &At) -> String {
    let (mut named, mut unknown) = (Vec::new(), false);
    for index in 0..2 {
        let Some(options) = scene.arg(at, index) else {
            continue;
        };
        for name in ["type", "method"] {
            named.extend(scene.option(at.module, options, name, scene.env));
        }
        // Options of which nothing is known may say anything; a text is the address.
        let vals = scene.vals(at.module, options);
        unknown |= index == 1 && vals.iter().any(|val| matches!(val, Val::Sym(_)));
    }
    if named.is_empty() {
        return if unknown { "*" } else { "GET" }.to_owned();
    }
    match scene.eval.texts(&named).as_slice() {
        [text] => {
            let verb = scene.eval.pool.whole(*text);
            verb.map_or_else(|| "*".to_owned(), |verb| verb.to_ascii_uppercase())
        }
        _ => "*".to_owned(),
    }
}

/// Adds the members of `AP` that are handed on, stored, returned or tested without being called.
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
            for call in names(scene, module, expr) {
                push(scene, module, expr, owner, call);
            }
        }
        properties(scene, module, tree);
    }
}

/// Adds the properties of `AP` that are read, wherever they stand.
fn properties(scene: &mut Scene<'_, '_>, module: ModId, tree: &Module) {
    for (index, node) in tree.nodes.iter().enumerate() {
        let Node::Member(_, name) = node else { continue };
        let name = tree.text(*name);
        if !PROPERTIES
            .iter()
            .any(|property| property.rsplit('.').next() == Some(name))
        {
            continue;
        }
        let expr = ExprId(index as u32);
        for call in names(scene, module, expr) {
            if call.rsplit('.').next() == Some(name) {
                push(scene, module, expr, owner(tree, expr), call);
            }
        }
    }
}

/// Adds the fact of a use that is no call.
fn push(scene: &mut Scene<'_, '_>, module: ModId, expr: ExprId, owner: FuncId, call: String) {
    scene.facts.client_api.push(ClientCall {
        call,
        literal_arguments: false,
        requests: Vec::new(),
        place: scene.place_of(module, expr),
        function: scene.function(module, owner),
    });
}

/// The canonical names of what an expression is.
fn names(scene: &mut Scene<'_, '_>, module: ModId, expr: ExprId) -> Vec<String> {
    let mut names = Vec::new();
    for val in scene.vals(module, expr).iter() {
        let Val::Sym(sym) = *val else { continue };
        if direct(scene, sym) {
            names.extend(canonical(&scene.eval.pool.sym_text(sym)));
        }
    }
    names
}

/// The innermost function around an expression.
fn owner(tree: &Module, expr: ExprId) -> FuncId {
    let inner = tree.span_of(expr);
    let around = tree
        .funcs
        .iter()
        .enumerate()
        .filter(|(_, func)| func.span.start <= inner.start && inner.end <= func.span.end)
        .min_by_key(|(_, func)| func.span.end - func.span.start);
    around.map_or(TOP, |(index, _)| FuncId(index as u32))
}

fn imports_of_browser(scene: &Scene<'_, '_>, module: ModId) -> bool {
    scene.in_browser.get(module.0 as usize).copied().unwrap_or(false)
}

fn direct(scene: &Scene<'_, '_>, sym: SymId) -> bool {
    matches!(scene.eval.pool.root(sym), Step::Global(name) if &**name == "AP")
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

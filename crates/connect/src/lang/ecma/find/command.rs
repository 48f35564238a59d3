//! Requests by a program that is started: `curl` in a command line.

use super::super::ir::{ExprId, Node};
use super::super::value::{ModId, TextId};
use super::http::Request;
use super::names::names_address;
use super::{At, Scene};

/// How many names are looked through for what a command line is put together from.
const MOST_NAMES: usize = 8;

/// Recognises the start of a program that sends a request.
pub(super) fn request(scene: &mut Scene<'_, '_>, at: &At, text: &str) -> Option<Request> {
    let name = text.strip_prefix("child_process.")?;
    if !matches!(
        name,
        "exec" | "execSync" | "execFile" | "execFileSync" | "spawn" | "spawnSync"
    ) {
        return None;
    }
    let line = source(scene, at.module, scene.arg(at, 0)?);
    let mut parts = match scene.tree(at.module).node(line) {
        Node::Concat(list) => scene.tree(at.module).list(list).to_vec(),
        _ => vec![line],
    };
    let first = scene.tree(at.module).str(*parts.first()?)?;
    if !matches!(first.split_whitespace().next(), Some("curl" | "wget")) {
        return None;
    }
    if let Some(list) = scene.arg(at, 1).map(|list| source(scene, at.module, list))
        && let Node::Array(items) = scene.tree(at.module).node(list)
    {
        parts.extend_from_slice(scene.tree(at.module).list(items));
    }
    let mut urls = Vec::new();
    for part in parts {
        match scene.tree(at.module).str(part) {
            Some(text) => urls.extend(written(scene, text)),
            None => urls.extend(filled(scene, at.module, part)),
        }
    }
    if urls.is_empty() {
        urls = scene.eval.texts(&[]);
    }
    Some(Request {
        package: Some("child_process"),
        method: None,
        urls,
        via: None,
        made: None,
    })
}

/// The expression that a name with one value stands for.
fn source(scene: &Scene<'_, '_>, module: ModId, mut expr: ExprId) -> ExprId {
    let tree = scene.tree(module);
    for _ in 0..MOST_NAMES {
        let Node::Bind(bind) = tree.node(expr) else {
            return expr;
        };
        match tree.binds.get(bind.0 as usize).map(|bind| bind.values.as_slice()) {
            Some([value]) => expr = *value,
            _ => return expr,
        }
    }
    expr
}

/// The addresses that a command line spells out.
fn written(scene: &mut Scene<'_, '_>, text: &str) -> Vec<TextId> {
    text.split([' ', '\'', '"'])
        .filter(|word| word.starts_with("http://") || word.starts_with("https://"))
        .map(|word| scene.eval.pool.literal(word))
        .collect()
}

/// What is filled in, as far as it is an address and not another option.
fn filled(scene: &mut Scene<'_, '_>, module: ModId, part: ExprId) -> Vec<TextId> {
    let vals = scene.vals(module, part);
    let texts = scene.eval.texts(&vals);
    let is_address = texts.iter().any(|text| {
        let shown = scene.eval.pool.shown(*text);
        let named = matches!(scene.eval.leading_hole(*text), Some(Some(sym))
            if scene.eval.last_name(sym).is_some_and(|name| names_address(&name)));
        shown.starts_with("http://") || shown.starts_with("https://") || named
    });
    if is_address { texts } else { Vec::new() }
}

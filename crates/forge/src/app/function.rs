//! The functions: one export each, in the file that its kind belongs to.

use super::server::{self, Server};
use super::{Handler, HandlerKind, NewFile};
use crate::render::{Unwritable, render};
use serde_json::{Value, json};
use std::collections::BTreeSet;

const RESOLVERS: &str = "src/resolvers/index.js";

/// Names that the templates use: an export of that name would hide them.
const USED: [&str; 2] = ["Error", "Resolver"];

/// `src/index.js` and every file that it exports from; nothing where the app has no function.
pub(super) fn files(handlers: &[Handler], server: Option<&Server>) -> Result<Vec<NewFile>, Unwritable> {
    if handlers.is_empty() {
        return Ok(Vec::new());
    }
    let paths = paths(handlers)?;
    let mut files = vec![index(handlers, &paths)?];
    files.extend(resolvers(handlers, server)?);
    for (handler, path) in handlers.iter().zip(paths) {
        if handler.kind != HandlerKind::Resolver {
            let text =
                render("function.js", &function(handler)).map_err(|e| Unwritable::new(&path, e.why))?;
            files.push(NewFile { path, text });
        }
    }
    Ok(files)
}

/// Where each handler stands. An export is a file name too, and some disks do not tell `A` from `a`.
fn paths(handlers: &[Handler]) -> Result<Vec<String>, Unwritable> {
    let mut exports = BTreeSet::new();
    let mut taken = BTreeSet::new();
    let mut paths = Vec::new();
    for handler in handlers {
        let refuse = |why| {
            Err(Unwritable::new(
                "src/index.js",
                format!("{:?} {why}", handler.export),
            ))
        };
        if !is_name(&handler.export) {
            return refuse("is not a name of JavaScript");
        }
        if USED.contains(&handler.export.as_str()) {
            return refuse("is a name that the generated files use themselves");
        }
        if !exports.insert(&handler.export) {
            return refuse("is the export of two functions");
        }
        paths.push(match handler.kind {
            HandlerKind::Resolver => RESOLVERS.to_owned(),
            HandlerKind::Trigger => free("src/triggers", &handler.export, &mut taken),
            _ => free("src/handlers", &handler.export, &mut taken),
        });
    }
    Ok(paths)
}

/// The first path for a name that no other file has, and marks it as taken.
fn free(folder: &str, name: &str, taken: &mut BTreeSet<String>) -> String {
    let mut path = format!("{folder}/{name}.js");
    let mut next = 2;
    while !taken.insert(path.to_lowercase()) {
        path = format!("{folder}/{name}-{next}.js");
        next += 1;
    }
    path
}

/// Whether a text is a plain name. Reserved words are left to the parser, which knows them all.
fn is_name(text: &str) -> bool {
    let mut chars = text.chars();
    chars
        .next()
        .is_some_and(|c| c.is_ascii_alphabetic() || c == '_' || c == '$')
        && chars.all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '$')
}

fn index(handlers: &[Handler], paths: &[String]) -> Result<NewFile, Unwritable> {
    let exports: Vec<Value> = handlers
        .iter()
        .zip(paths)
        .map(|(handler, path)| {
            let beside = path.strip_prefix("src/").unwrap_or(path);
            json!({ "export": handler.export, "path": format!("./{beside}") })
        })
        .collect();
    Ok(NewFile {
        path: "src/index.js".into(),
        text: render("index.js", &json!({ "exports": exports }))?,
    })
}

fn resolvers(handlers: &[Handler], server: Option<&Server>) -> Result<Option<NewFile>, Unwritable> {
    let values: Vec<Value> = handlers
        .iter()
        .filter(|handler| handler.kind == HandlerKind::Resolver)
        .map(function)
        .collect();
    if values.is_empty() {
        return Ok(None);
    }
    let calls = server.map(server::calls).unwrap_or_default();
    let answers = calls.iter().any(|call| call["todo"].is_null());
    Ok(Some(NewFile {
        path: RESOLVERS.into(),
        text: render(
            "resolvers.js",
            &json!({ "handlers": values, "calls": calls, "answers": answers }),
        )?,
    }))
}

fn function(handler: &Handler) -> Value {
    let is = |kind| handler.kind == kind;
    json!({
        "function": handler.function,
        "export": handler.export,
        "what": handler.what,
        "was": handler.was,
        "todo": handler.todo,
        "code": handler.code,
        "trigger": is(HandlerKind::Trigger),
        "preUninstall": is(HandlerKind::PreUninstall),
        "macroExport": is(HandlerKind::MacroExport),
        "value": is(HandlerKind::Value),
        "run": server::run(handler.run.as_ref()),
    })
}

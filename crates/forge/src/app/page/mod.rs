//! Pages: those that are carried, and those that only say what belongs there.

pub mod bridge;
mod ejs;
mod handlebars;
mod mustache;
pub mod opening;
#[cfg(test)]
mod tests;
pub mod view;

use super::{Backend, NewFile, Page, package};
use crate::render::{Unwritable, render};
use serde_json::{Value, json};

/// The page and its style sheet.
pub(super) fn files(page: &Page) -> Result<[NewFile; 2], Unwritable> {
    Ok([
        NewFile {
            path: format!("{}/index.html", page.folder),
            text: render("page.html", &values(page)?)?,
        },
        NewFile {
            path: format!("{}/style.css", page.folder),
            text: render("page.css", &json!({}))?,
        },
    ])
}

fn values(page: &Page) -> Result<Value, Unwritable> {
    let title = if page.title.trim().is_empty() {
        &page.resource
    } else {
        &page.title
    };
    let modules: Vec<Value> = page
        .modules
        .iter()
        .map(|(module, key)| json!({ "module": module, "key": key }))
        .collect();
    let tokens: Vec<Value> = page
        .tokens
        .iter()
        .map(|token| json!({ "was": token.was, "now": token.now, "note": token.note }))
        .collect();
    Ok(json!({
        "title": title,
        "code": page.code,
        "todo": page.todo,
        "modules": modules,
        "was": page.was,
        "tokens": tokens,
        "folder": page.folder,
        "bridge": package::range("@forge/bridge")?,
        "resolver": page.backend == Backend::Resolver,
        "remote": page.backend == Backend::Remote,
    }))
}

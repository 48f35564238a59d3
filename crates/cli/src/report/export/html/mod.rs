//! The report for people who do not read code: one file, no network, readable without its script.
//!
//! The page allows itself nothing but its own style and its own script, named by hash: whatever a hostile
//! descriptor holds cannot run even if it were not escaped.

mod app;
mod chart;
mod egress;
mod element;
mod findings;
mod paths;
mod pieces;
mod portfolio;
mod table;

use super::{Read, apps, name};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use element::{Html, el};
use forgeshift_source::disk::sha256_bytes;
use serde_json::Value;

const STYLE: &str = include_str!("../../../../templates/page.css");
const SCRIPT: &str = include_str!("../../../../templates/page.js");

/// The page of one app, or of a portfolio.
pub fn write(document: &Value) -> String {
    let (title, sections) = match document.get("apps") {
        Some(_) => (
            format!("{} apps: from Connect to Forge", apps(document).len()),
            portfolio::sections(document),
        ),
        None => (
            format!("{}: from Connect to Forge", name(document)),
            app::of_one(document),
        ),
    };
    let hash = |text: &str| STANDARD.encode(sha256_bytes(text.as_bytes()));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        hash(STYLE),
        hash(SCRIPT)
    );
    let head = el("head")
        .with(el("meta").attr("charset", "utf-8"))
        .with(
            el("meta")
                .attr("http-equiv", "Content-Security-Policy")
                .attr("content", policy),
        )
        .with(
            el("meta")
                .attr("name", "viewport")
                .attr("content", "width=device-width, initial-scale=1"),
        )
        .with(
            el("meta")
                .attr("name", "color-scheme")
                .attr("content", "light dark"),
        )
        .with(el("title").with(title.as_str()))
        .with(el("style").with(Html::trusted(STYLE)));
    let contents =
        el("nav")
            .attr("aria-label", "Contents")
            .with(el("ol").each(&sections, |(id, title, _)| {
                el("li").with(el("a").attr("href", format!("#{id}")).with(*title))
            }));
    let mut main = el("main").attr("id", "main").attr("tabindex", "-1");
    for (id, title, content) in sections {
        main = main.with(
            el("section")
                .attr("id", id)
                .attr("aria-labelledby", format!("{id}-title"))
                .with(el("h2").attr("id", format!("{id}-title")).with(title))
                .with(content),
        );
    }
    let body = el("body")
        .with(el("a").class("skip").attr("href", "#main").with("To the report"))
        .with(header(document, &title))
        .with(el("div").class("page").with(contents).with(main))
        .with(footer(document))
        .with(el("script").with(Html::trusted(SCRIPT)));
    let page = el("html").attr("lang", "en").with(head).with(body);
    format!("<!doctype html>\n{}\n", Html::from(page).into_text())
}

fn header(document: &Value, title: &str) -> Html {
    let mut facts = Html::new();
    if let Some(app) = document.get("app") {
        let products: Vec<&str> = app.list("products").iter().filter_map(Value::as_str).collect();
        for (name, value) in [
            ("key", app.text("key")),
            ("state", app.text("state")),
            ("products", &products.join(", ")),
            ("as of", document.text("as_of")),
        ] {
            if !value.is_empty() {
                facts.push(el("div").with(el("dt").with(name)).with(el("dd").with(value)));
            }
        }
    }
    el("header")
        .class("top")
        .with(el("h1").with(title))
        .with(el("dl").class("facts").with(facts))
        .into()
}

fn footer(document: &Value) -> Html {
    let empty = Value::Null;
    let tool = document.get("tool").unwrap_or(&empty);
    let catalog = tool.get("catalog").unwrap_or(&empty);
    el("footer")
        .with(format!(
            "forgeshift {}, catalog of {}, checked against @forge/manifest {}. Made offline; nothing was sent \
             anywhere, and this page loads nothing.",
            tool.text("version"),
            catalog.text("as_of"),
            catalog.text("manifest_schema")
        ))
        .into()
}

//! The script that opens a page, and the shell around it.

use super::view::is_name;
use crate::app::{NewFile, check_js};
use crate::render::{Unwritable, js_comment, js_string, render};
use serde_json::json;

/// A page whose HTML a view writes.
#[derive(Debug, Clone, Default)]
pub struct Opening {
    /// The resource's key: the folder of its sources and of its result.
    pub resource: String,
    /// What the page is, for the comment.
    pub what: String,
    /// The title until the page has one of its own.
    pub title: String,
    /// The resolver's key: `GET /panel`.
    pub route: String,
    /// What the address carried, for each module that shows the page.
    pub addresses: Vec<Address>,
    /// Names that every view has, and what they are.
    pub locals: Vec<(String, Value)>,
    /// The views that the route answers with: name, and module relative to the page's folder.
    pub views: Vec<(String, String)>,
    /// The scripts of the bundle: the address in the view, and module relative to the page's folder.
    pub scripts: Vec<(String, String)>,
    /// Whether the app is a paid one: then the address said whether there is a licence.
    pub licensed: bool,
    /// Where the old server still renders the page: the files beside it, by their paths on the server.
    pub remote: Option<Vec<String>>,
}

/// What an address carried.
#[derive(Debug, Clone, Default)]
pub struct Address {
    /// The module's key.
    pub module: String,
    /// Parts of its path.
    pub params: Vec<(String, Value)>,
    /// Parts of its query.
    pub query: Vec<(String, Value)>,
    /// The address as it was, for a server that still answers.
    pub path: Value,
}

/// A value that is put together from parts.
pub type Value = Vec<Part>;

/// A part of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Fixed text.
    Text(String),
    /// A path in the page's context: `extension.issue.key`.
    Context(String),
    /// A value that Forge does not have.
    Lost(String),
}

/// The script that opens a page.
///
/// # Errors
/// Where it would not be JavaScript: a fault of ours.
pub fn opening(page: &Opening) -> Result<NewFile, Unwritable> {
    let path = format!("pages/{}/index.js", page.resource);
    let mut text = js_comment(&page.what);
    let open = if page.remote.is_some() {
        "openRemote"
    } else {
        "open"
    };
    text.push_str(&format!(
        "\nconst {{ {open} }} = require(\"../../bridge/page.js\");\n\n"
    ));
    text.push_str("// What the old address carried, for each module that shows this page.\n");
    text.push_str("const ADDRESS = {\n");
    for address in &page.addresses {
        if page.remote.is_some() {
            let path = expression_of_path(&address.path);
            text.push_str(&format!(
                "  {}: (context) => {path},\n",
                js_string(&address.module)
            ));
            continue;
        }
        text.push_str(&format!("  {}: (context) => ({{", js_string(&address.module)));
        let mut query = pairs(&address.query);
        if page.licensed && !address.query.iter().any(|(name, _)| name == "lic") {
            query.push("lic: context.license && !context.license.active ? \"none\" : \"active\"".into());
        }
        let params = pairs(&address.params);
        text.push_str(&object("params", &params));
        text.push_str(&object("query", &query));
        text.push_str("\n  }),\n");
    }
    text.push_str(&format!("}};\n\n{open}({{\n"));
    if page.remote.is_none() {
        text.push_str(&format!("  route: {},\n", js_string(&page.route)));
    }
    let first = page
        .addresses
        .first()
        .map(|address| address.module.as_str())
        .unwrap_or_default();
    text.push_str(&format!(
        "  {}: (context) => (ADDRESS[context.moduleKey] || ADDRESS[{}])(context),\n",
        if page.remote.is_some() { "path" } else { "address" },
        js_string(first)
    ));
    if let Some(files) = &page.remote {
        let files: Vec<String> = files.iter().map(|file| js_string(file)).collect();
        text.push_str(&format!("  files: [{}],\n", files.join(", ")));
        text.push_str(&format!(
            "  scripts: {{{}\n  }},\n}});\n",
            lines(&modules(&page.scripts, "() => require"))
        ));
        check_js(&path, &text).map_err(|why| Unwritable::new(&path, why))?;
        return Ok(NewFile { path, text });
    }
    text.push_str(&format!(
        "  locals: (context) => ({{{}\n  }}),\n",
        lines(&pairs(&page.locals))
    ));
    text.push_str(&format!(
        "  views: {{{}\n  }},\n",
        lines(&modules(&page.views, "require"))
    ));
    text.push_str(&format!(
        "  scripts: {{{}\n  }},\n",
        lines(&modules(&page.scripts, "() => require"))
    ));
    text.push_str("});\n");
    check_js(&path, &text).map_err(|why| Unwritable::new(&path, why))?;
    Ok(NewFile { path, text })
}

/// A page that stays as it is, but for scripts that are in a bundle: each of its script tags says which it runs.
///
/// # Errors
/// Where it would not be JavaScript: a fault of ours.
pub fn bundled_scripts(
    resource: &str,
    what: &str,
    scripts: &[(String, String)],
) -> Result<NewFile, Unwritable> {
    let path = format!("pages/{resource}/index.js");
    let mut text = js_comment(what);
    text.push_str("\nwindow.pageScripts = window.pageScripts || {");
    text.push_str(&lines(&modules(scripts, "() => require")));
    text.push_str("\n};\nwindow.pageScripts[document.currentScript.dataset.run]();\n");
    check_js(&path, &text).map_err(|why| Unwritable::new(&path, why))?;
    Ok(NewFile { path, text })
}

/// A resource that shows several pages: the route below the module's address says which.
///
/// `pages` are routes and modules, the first for whatever else the address says; a page without a module throws.
///
/// # Errors
/// Where it would not be JavaScript: a fault of ours.
pub fn chooser(resource: &str, pages: &[(String, Option<String>)]) -> Result<NewFile, Unwritable> {
    let path = format!("pages/{resource}/index.js");
    let mut text = js_comment(
        "Several pages share this resource: the route below the module's address says which one is shown.",
    );
    text.push_str("\nconst { view } = require(\"@forge/bridge\");\n\nconst PAGES = {");
    for (route, module) in pages {
        let show = match module {
            Some(module) => format!("() => require({})", js_string(module)),
            None => {
                let what = format!("The page {route} has to be written.");
                format!(
                    "() => {{\n    // FORGE-TODO(FS6200): {what}\n    throw new Error({});\n  }}",
                    js_string(&what)
                )
            }
        };
        text.push_str(&format!("\n  {}: {show},", js_string(route)));
    }
    let first = pages.first().map(|(route, _)| route.as_str()).unwrap_or_default();
    text.push_str(&format!(
        "\n}};\n\nview.createHistory().then((history) => {{\n  const route = history.location.pathname.split(\"/\").find(Boolean);\n  (PAGES[route] || PAGES[{}])();\n}});\n",
        js_string(first)
    ));
    check_js(&path, &text).map_err(|why| Unwritable::new(&path, why))?;
    Ok(NewFile { path, text })
}

/// The document that loads the script of a page.
///
/// # Errors
/// Where the template cannot be filled: a fault of ours.
pub fn shell(resource: &str, title: &str) -> Result<NewFile, Unwritable> {
    Ok(NewFile {
        path: format!("static/{resource}/index.html"),
        text: render("shell.html", &json!({ "title": title }))?,
    })
}

fn object(name: &str, pairs: &[String]) -> String {
    if pairs.is_empty() {
        return String::new();
    }
    let lines: String = pairs.iter().map(|pair| format!("\n      {pair},")).collect();
    format!("\n    {name}: {{{lines}\n    }},")
}

fn lines(pairs: &[String]) -> String {
    pairs.iter().map(|pair| format!("\n    {pair},")).collect()
}

fn key(name: &str) -> String {
    if is_name(name) {
        name.to_owned()
    } else {
        js_string(name)
    }
}

fn modules(list: &[(String, String)], load: &str) -> Vec<String> {
    list.iter()
        .map(|(name, module)| format!("{}: {load}({})", key(name), js_string(module)))
        .collect()
}

fn pairs(list: &[(String, Value)]) -> Vec<String> {
    list.iter()
        .map(|(name, value)| format!("{}: {}", key(name), expression(value)))
        .collect()
}

/// A value as an expression.
fn expression(value: &Value) -> String {
    match value.as_slice() {
        [] => "\"\"".into(),
        [Part::Text(text)] => js_string(text),
        [Part::Context(path)] => context(path),
        [Part::Lost(token)] => lost(token),
        parts => {
            let parts: Vec<String> = parts
                .iter()
                .map(|part| match part {
                    Part::Text(text) => js_string(text),
                    Part::Context(path) => context(path),
                    Part::Lost(token) => lost(token),
                })
                .collect();
            format!("[{}].join(\"\")", parts.join(", "))
        }
    }
}

/// An address as an expression; what the context gives is encoded.
fn expression_of_path(value: &Value) -> String {
    let parts: Vec<String> = value
        .iter()
        .map(|part| match part {
            Part::Text(text) => js_string(text),
            Part::Context(path) => format!("encodeURIComponent({} ?? \"\")", context(path)),
            Part::Lost(token) => format!("({} ?? \"\")", lost(token)),
        })
        .collect();
    if parts.is_empty() {
        "\"/\"".into()
    } else {
        parts.join(" + ")
    }
}

fn lost(token: &str) -> String {
    let token: String = token
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || ".-_".contains(*c))
        .collect();
    format!("undefined /* FORGE-TODO(FS2040): Forge has no {token} */")
}

/// A path in the context; what is not there is not there.
fn context(path: &str) -> String {
    let mut out = String::from("context");
    for (index, name) in path.split('.').enumerate() {
        let joint = if index == 0 { "." } else { "?." };
        if is_name(name) {
            out.push_str(joint);
            out.push_str(name);
        } else {
            out.push_str(&format!("?.[{}]", js_string(name)));
        }
    }
    out
}

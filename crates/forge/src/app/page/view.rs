//! A template of a server becomes a module that writes the same HTML, without `eval`.

use super::{ejs, handlebars, mustache};
use crate::app::{NewFile, check_js};
use crate::render::{Unwritable, js_comment, js_string};
use std::collections::{BTreeMap, BTreeSet};

/// A template.
#[derive(Debug, Clone, Default)]
pub struct Template {
    /// Its file in the old app, for the comment.
    pub was: String,
    /// Its path in the Forge app.
    pub path: String,
    /// Its text, with everything that changes but the template language itself changed.
    pub text: String,
    /// `handlebars`, `mustache`, `ejs`, `html`.
    pub language: &'static str,
    /// The modules of other templates that it names, by the name that it uses, relative to itself.
    pub templates: BTreeMap<String, String>,
    /// The module of its layout, relative to itself.
    pub layout: Option<String>,
    /// The helpers that are carried, and whether each wants more than its arguments.
    pub helpers: BTreeMap<String, bool>,
    /// The module of the helpers, relative to itself.
    pub helpers_module: String,
    /// The module that views are written with, relative to itself.
    pub runtime: String,
    /// Whether other templates name it: then what it is given may be nothing.
    pub partial: bool,
    /// For EJS: the names that its code uses and does not declare.
    pub names: BTreeSet<String>,
}

/// A template as a module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// The module.
    pub file: NewFile,
    /// The values that it shows: `pulse.score`.
    pub variables: BTreeSet<String>,
    /// What it cannot do yet; the module throws there.
    pub problems: Vec<String>,
}

/// What a translation gives: the body of the function, and what it needs.
#[derive(Debug, Default)]
pub(super) struct Body {
    /// Statements, or one expression.
    pub code: String,
    /// Whether `code` is statements.
    pub statements: bool,
    pub uses: BTreeSet<&'static str>,
    pub templates: BTreeSet<String>,
    pub helpers: bool,
    pub variables: BTreeSet<String>,
    pub problems: Vec<String>,
}

/// The code of findings for what is not translated.
pub const UNTRANSLATED: &str = "FS6203";

/// Translates a template.
///
/// # Errors
/// Where the module would not be JavaScript: a fault of ours.
pub fn view(template: &Template) -> Result<View, Unwritable> {
    let mut body = match template.language {
        "handlebars" | "html" => handlebars::translate(template),
        "ejs" => ejs::translate(template),
        "mustache" => mustache::translate(template),
        other => unknown(other),
    };
    let mut text = js_comment(&format!("What the server rendered from {}.", template.was));
    text.push('\n');
    if !body.variables.is_empty() {
        let list: Vec<&str> = body.variables.iter().map(String::as_str).collect();
        text.push_str(&js_comment(&format!("It shows: {}.", list.join(", "))));
        text.push('\n');
    }
    for problem in &body.problems {
        text.push_str(&js_comment(&format!("FORGE-TODO({UNTRANSLATED}): {problem}")));
        text.push('\n');
    }
    if !body.uses.is_empty() {
        let uses: Vec<&str> = body.uses.iter().copied().collect();
        text.push_str(&format!(
            "const {{ {} }} = require({});\n",
            uses.join(", "),
            js_string(&template.runtime)
        ));
    }
    if body.helpers {
        text.push_str(&format!(
            "const helpers = require({});\n",
            js_string(&template.helpers_module)
        ));
    }
    for (name, module) in &template.templates {
        if body.templates.contains(name) {
            text.push_str(&format!(
                "const {} = require({});\n",
                local(name),
                js_string(module)
            ));
        }
    }
    text.push('\n');
    if let Some(layout) = &template.layout {
        text.push_str(&format!("exports.layout = require({});\n", js_string(layout)));
    }
    if body.statements {
        text.push_str(&format!(
            "exports.render = (model, page) => {{\n{}}};\n",
            body.code
        ));
    } else {
        text.push_str(&format!("exports.render = (model, page) => {};\n", body.code));
    }
    check_js(&template.path, &text).map_err(|why| Unwritable::new(&template.path, why))?;
    body.problems.dedup();
    Ok(View {
        file: NewFile {
            path: template.path.clone(),
            text,
        },
        variables: body.variables,
        problems: body.problems,
    })
}

fn unknown(language: &str) -> Body {
    let problem = format!("templates in {language} are not translated");
    Body {
        code: format!("untranslated({})", js_string(&problem)),
        uses: BTreeSet::from(["untranslated"]),
        problems: vec![problem],
        ..Body::default()
    }
}

/// The local name of another template's module.
pub(super) fn local(name: &str) -> String {
    let mut out = String::new();
    let mut upper = false;
    for c in name.chars() {
        if c.is_ascii_alphanumeric() {
            out.push(if upper { c.to_ascii_uppercase() } else { c });
            upper = false;
        } else {
            upper = !out.is_empty();
        }
    }
    format!(
        "{}View",
        if out.starts_with(|c: char| c.is_ascii_digit()) || out.is_empty() {
            format!("_{out}")
        } else {
            out
        }
    )
}

/// Whether a word can be the name of a variable or a member after a dot.
pub(super) fn is_name(word: &str) -> bool {
    let mut chars = word.chars();
    chars
        .next()
        .is_some_and(|c| c.is_ascii_alphabetic() || c == '_' || c == '$')
        && chars.all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '$')
}

/// A member of a value: `.name`, `?.name`, `?.["odd name"]`.
pub(super) fn member(of: &str, name: &str, sure: bool) -> String {
    match (is_name(name), sure) {
        (true, true) => format!("{of}.{name}"),
        (true, false) => format!("{of}?.{name}"),
        (false, true) => format!("{of}[{}]", js_string(name)),
        (false, false) => format!("{of}?.[{}]", js_string(name)),
    }
}

/// Text within a template literal, with the very same value.
pub(super) fn literal(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '`' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            '$' if chars.peek() == Some(&'{') => out.push_str("\\$"),
            '\r' => out.push_str("\\r"),
            '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' => {
                out.push_str(&format!("\\u{{{:X}}}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out
}

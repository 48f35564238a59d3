//! EJS: text and code, to a function that puts them together.

use super::view::{Body, Template, literal, local};
use crate::render::js_string;

/// A piece of a template.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    /// Text.
    Text(String),
    /// A value that is escaped.
    Escaped(&'t str),
    /// A value that is HTML.
    Raw(&'t str),
    /// Code.
    Code(&'t str),
}

/// Translates a template.
pub(super) fn translate(template: &Template) -> Body {
    let mut body = Body {
        statements: true,
        ..Body::default()
    };
    let Some(pieces) = pieces(&template.text) else {
        return failed(body, "a tag is not closed".into());
    };
    let mut code = String::new();
    let names: Vec<&str> = template
        .names
        .iter()
        .map(String::as_str)
        .filter(|name| !GLOBALS.contains(name) && *name != "include" && *name != "locals")
        .collect();
    if template.names.contains("locals") {
        code.push_str("  const locals = model;\n");
    }
    if !names.is_empty() {
        code.push_str(&format!("  const {{ {} }} = model;\n", names.join(", ")));
    }
    body.variables.extend(names.iter().map(|name| (*name).to_owned()));
    if !template.templates.is_empty() {
        let known: Vec<String> = template
            .templates
            .keys()
            .map(|name| format!("{}: {}", js_string(name), local(name)))
            .collect();
        code.push_str(&format!("  const templates = {{ {} }};\n", known.join(", ")));
        code.push_str(
            "  const include = (name, values) => templates[name].render({ ...model, ...values }, page);\n",
        );
        body.templates.extend(template.templates.keys().cloned());
    }
    code.push_str("  let html = \"\";\n");
    for piece in pieces {
        match piece {
            Piece::Text(text) if text.is_empty() => {}
            Piece::Text(text) => code.push_str(&format!("  html += `{}`;\n", literal(&text))),
            Piece::Escaped(value) => {
                body.uses.insert("ejsText");
                code.push_str(&format!(
                    "  html += ejsText({});\n",
                    value.trim().trim_end_matches(';')
                ));
            }
            Piece::Raw(value) => {
                let value = value.trim().trim_end_matches(';');
                if let Some(problem) = unknown_include(value, template) {
                    return failed(body, problem);
                }
                body.uses.insert("raw");
                code.push_str(&format!("  html += raw({value});\n"));
            }
            Piece::Code(statement) => code.push_str(&format!("  {}\n", statement.trim())),
        }
    }
    code.push_str("  return html;\n");
    body.code = code;
    // What is no JavaScript when put together is no translation.
    let whole = format!("(model, page) => {{\n{}}};\n", body.code);
    if let Err(why) = crate::app::check_js(&template.path, &whole) {
        let why = why.rsplit(": ").next().unwrap_or_default().to_owned();
        return failed(body, format!("its code cannot be read: {why}"));
    }
    body
}

/// An include whose template is not known.
fn unknown_include(value: &str, template: &Template) -> Option<String> {
    let rest = value.strip_prefix("include")?.trim_start_matches([' ', '(']);
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
    let Some(quote) = quote else {
        return Some("an include whose name is a value is not translated".into());
    };
    let name = rest[1..].split(quote).next().unwrap_or_default();
    (!template.templates.contains_key(name)).then(|| format!("the template `{name}` was not found"))
}

fn failed(mut body: Body, problem: String) -> Body {
    body.code = format!("  return untranslated({});\n", js_string(&problem));
    body.uses = std::collections::BTreeSet::from(["untranslated"]);
    body.templates.clear();
    body.problems = vec![problem];
    body
}

/// What code finds without being given it.
const GLOBALS: [&str; 30] = [
    "Array",
    "Boolean",
    "Date",
    "Error",
    "Infinity",
    "Intl",
    "JSON",
    "Map",
    "Math",
    "NaN",
    "Number",
    "Object",
    "Promise",
    "RegExp",
    "Set",
    "String",
    "Symbol",
    "URL",
    "URLSearchParams",
    "console",
    "decodeURIComponent",
    "document",
    "encodeURI",
    "encodeURIComponent",
    "isFinite",
    "isNaN",
    "parseFloat",
    "parseInt",
    "undefined",
    "window",
];

/// The pieces of a template; none where a tag is not closed.
pub(super) fn pieces(text: &str) -> Option<Vec<Piece<'_>>> {
    let mut pieces = Vec::new();
    let mut pending = String::new();
    let mut rest = text;
    while let Some(open) = rest.find("<%") {
        pending.push_str(&rest[..open]);
        let after = &rest[open + 2..];
        if let Some(literal) = after.strip_prefix('%') {
            pending.push_str("<%");
            rest = literal;
            continue;
        }
        let close = after.find("%>")?;
        let mut tag = &after[..close];
        rest = &after[close + 2..];
        if let Some(trimmed) = tag.strip_suffix('-') {
            tag = trimmed;
            rest = rest
                .strip_prefix("\r\n")
                .or_else(|| rest.strip_prefix('\n'))
                .unwrap_or(rest);
        } else if let Some(trimmed) = tag.strip_suffix('_') {
            tag = trimmed;
            rest = rest.trim_start_matches([' ', '\t']);
            rest = rest
                .strip_prefix("\r\n")
                .or_else(|| rest.strip_prefix('\n'))
                .unwrap_or(rest);
        }
        let piece = match tag.chars().next() {
            Some('=') => Piece::Escaped(&tag[1..]),
            Some('-') => Piece::Raw(&tag[1..]),
            Some('#') => continue,
            Some('_') => {
                pending.truncate(pending.trim_end_matches([' ', '\t']).len());
                Piece::Code(&tag[1..])
            }
            _ => Piece::Code(tag),
        };
        pieces.push(Piece::Text(std::mem::take(&mut pending).replace("%%>", "%>")));
        pieces.push(piece);
    }
    pending.push_str(rest);
    pieces.push(Piece::Text(pending.replace("%%>", "%>")));
    Some(pieces)
}

//! The markup of a page or template, as far as carrying it needs.

use super::address::{Files, Lead, joined};
use super::script::{self, Script};
use crate::lang::page::html::{self, Tag};
use crate::lang::page::mask;
use forgeshift_source::file::SourceFile;
use forgeshift_source::span::Span;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Attributes that hold addresses of what a page loads or leads to.
const ADDRESSES: [&str; 7] = ["src", "href", "action", "poster", "data", "srcset", "xlink:href"];

/// A page or template.
#[derive(Debug, Clone)]
pub struct Markup {
    /// The file.
    pub file: Arc<SourceFile>,
    /// `html`, `handlebars`, `mustache`, `ejs`, `pug`.
    pub language: &'static str,
    /// The elements that load something, lead somewhere or hold code or style.
    pub elements: Vec<Element>,
    /// The templates that it names, as written, with the file that is meant: its layout first, where it has one.
    pub templates: Vec<(String, Option<Arc<str>>)>,
    /// For EJS: the names that its code uses and does not declare.
    pub names: BTreeSet<String>,
    /// The layout that it declares for itself.
    pub layout: Option<String>,
}

/// An element.
#[derive(Debug, Clone)]
pub struct Element {
    /// Its name, lower case.
    pub name: String,
    /// The opening tag.
    pub tag: Span,
    /// For scripts and styles with the closing tag, else the opening tag.
    pub whole: Span,
    /// What stands between the tags of a script or style.
    pub inner: Option<Span>,
    /// Its attributes.
    pub attributes: Vec<Attribute>,
    /// The script within it.
    pub script: Option<Script>,
}

/// An attribute.
#[derive(Debug, Clone)]
pub struct Attribute {
    /// Its name, lower case.
    pub name: String,
    /// Its value as it stands.
    pub text: String,
    /// Where the value stands.
    pub value: Span,
    /// With the name and the quotes.
    pub whole: Span,
    /// Where it leads, where it is an address.
    pub lead: Option<Lead>,
}

impl Element {
    /// The value of an attribute.
    pub fn get(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.name == name)
    }
}

/// Reads the markup of a page.
pub(super) fn read(file: &Arc<SourceFile>, language: &'static str, files: &Files<'_>) -> Markup {
    let text = &file.text;
    let mut markup = Markup {
        file: file.clone(),
        language,
        elements: Vec::new(),
        templates: Vec::new(),
        names: BTreeSet::new(),
        layout: None,
    };
    if language != "pug" {
        let masked = mask::masked(language, text);
        markup.elements = html::tags(&masked)
            .into_iter()
            .filter(matters)
            .map(|tag| element(file, &masked, tag, files))
            .collect();
    }
    match language {
        "handlebars" | "html" => handlebars(&mut markup, files),
        "ejs" => {
            includes(&mut markup, files);
            markup.names = names_of_code(file);
        }
        _ => {}
    }
    markup
}

fn matters(tag: &Tag) -> bool {
    matches!(
        tag.name.as_str(),
        "script" | "style" | "link" | "base" | "meta" | "body" | "head"
    ) || tag
        .attributes
        .iter()
        .any(|(name, ..)| ADDRESSES.contains(&name.as_str()) || name == "style" || is_handler(name))
}

fn is_handler(name: &str) -> bool {
    name.starts_with("on") && name.len() > 3
}

fn element(file: &Arc<SourceFile>, masked: &str, tag: Tag, files: &Files<'_>) -> Element {
    let text = &file.text;
    let attributes: Vec<Attribute> = tag
        .attributes
        .iter()
        .map(|(name, value, whole)| {
            let written = value.text(text);
            let is_data = name == "data" && tag.name != "object";
            let lead = (ADDRESSES.contains(&name.as_str()) && !is_data && name != "srcset")
                .then(|| files.lead(&file.path, written));
            Attribute {
                name: name.clone(),
                text: written.to_owned(),
                value: *value,
                whole: *whole,
                lead,
            }
        })
        .collect();
    let kind = attributes.iter().find(|attribute| attribute.name == "type");
    let kind = kind.map_or("", |kind| kind.text.trim()).to_ascii_lowercase();
    let is_code = tag.name == "script"
        && (kind.is_empty()
            || kind == "module"
            || kind.ends_with("javascript")
            || kind.ends_with("ecmascript"));
    let inner = tag.inner;
    let script = inner
        .filter(|inner| is_code && !inner.text(text).trim().is_empty())
        .and_then(|inner| script::read(file, masked, inner));
    let whole = match inner {
        Some(inner) => {
            let rest = text.get(inner.end as usize..).unwrap_or("");
            let close = rest.find('>').map_or(rest.len(), |at| at + 1);
            Span::new(tag.span.start as usize, inner.end as usize + close)
        }
        None => tag.span,
    };
    Element {
        name: tag.name,
        tag: tag.span,
        whole,
        inner,
        attributes,
        script,
    }
}

/// Layout and partials of Handlebars.
fn handlebars(markup: &mut Markup, files: &Files<'_>) {
    let text = markup.file.text.clone();
    let path = markup.file.path.clone();
    let mut rest = &*text;
    while let Some(at) = rest.find("{{") {
        rest = &rest[at + 2..];
        let tag = rest.trim_start_matches(['~', '{']);
        if let Some(name) = tag.strip_prefix("!<") {
            let name = name.split("}}").next().unwrap_or("").trim().to_owned();
            let file = beside(&path, &name, files).or_else(|| files.view(&name));
            markup.layout = Some(name.clone());
            markup.templates.insert(0, (name, file));
        } else if let Some(partial) = tag.strip_prefix('>').or_else(|| tag.strip_prefix("#>")) {
            let name: String = partial
                .trim_start()
                .trim_start_matches(['"', '\''])
                .chars()
                .take_while(|c| !c.is_whitespace() && !matches!(c, '}' | '~' | '"' | '\''))
                .collect();
            if !name.is_empty()
                && !name.starts_with('(')
                && !markup.templates.iter().any(|(known, _)| *known == name)
            {
                let file = files
                    .view(&format!("partials/{name}"))
                    .or_else(|| files.view(&name));
                markup.templates.push((name, file));
            }
        }
    }
}

/// What EJS includes: `include('head')`, `include head`.
fn includes(markup: &mut Markup, files: &Files<'_>) {
    let text = markup.file.text.clone();
    let path = markup.file.path.clone();
    for (at, _) in text.match_indices("include") {
        let rest = text[at + 7..].trim_start().trim_start_matches('(').trim_start();
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
        let name: String = match quote {
            Some(quote) => rest[1..].split(quote).next().unwrap_or("").to_owned(),
            None => continue,
        };
        if !name.is_empty() && !markup.templates.iter().any(|(known, _)| *known == name) {
            let file = beside(&path, &name, files).or_else(|| files.view(&name));
            markup.templates.push((name, file));
        }
    }
}

/// The names that the code of an EJS template uses and does not declare.
fn names_of_code(file: &SourceFile) -> BTreeSet<String> {
    let mut code = String::from("(function () {\n");
    let mut rest = &*file.text;
    while let Some(open) = rest.find("<%") {
        let after = &rest[open + 2..];
        let Some(close) = after.find("%>") else { break };
        let tag = after[..close].trim_end_matches(['-', '_']);
        rest = &after[close + 2..];
        match tag.chars().next() {
            Some('#' | '%') => {}
            Some('=' | '-') => code.push_str(&format!(";({});\n", tag[1..].trim().trim_end_matches(';'))),
            Some('_') => code.push_str(&format!("{}\n", &tag[1..])),
            _ => code.push_str(&format!("{tag}\n")),
        }
    }
    code.push_str("})();");
    let whole = Span::new(0, code.len());
    let code = Arc::new(SourceFile::new(file.path.clone(), code));
    script::read(&code, &code.text.clone(), whole).map_or_else(BTreeSet::new, |script| script.free)
}

/// A template beside another, with or without its ending.
fn beside(path: &str, name: &str, files: &Files<'_>) -> Option<Arc<str>> {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    let whole = joined(folder, name)?;
    files
        .file("", &whole)
        .filter(|found| **found == *whole)
        .or_else(|| {
            files
                .file("", &format!("{whole}.{ending}"))
                .filter(|found| **found == *format!("{whole}.{ending}"))
        })
}

/// Where addresses stand in a style sheet, without quotes.
pub(super) fn addresses_of_css(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        let comment = rest.find("/*");
        let url = rest.find("url(");
        let import = rest.find("@import");
        let Some(next) = [comment, url, import].into_iter().flatten().min() else {
            break;
        };
        if comment == Some(next) {
            at += next + rest[next..].find("*/").map_or(rest.len() - next, |end| end + 2);
            continue;
        }
        let after = if url == Some(next) { next + 4 } else { next + 7 };
        let value = &rest[after..];
        let blank = value.len() - value.trim_start().len();
        let (start, end) = match value.trim_start().chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let start = after + blank + 1;
                let length = rest[start..].find(quote).unwrap_or(rest.len() - start);
                (start, start + length)
            }
            _ if url == Some(next) => {
                let start = after + blank;
                let length = rest[start..].find(')').unwrap_or(rest.len() - start);
                (start, start + rest[start..start + length].trim_end().len())
            }
            // `@import url(…)`: the address is found as such.
            _ => {
                at += after;
                continue;
            }
        };
        found.push(Span::new(at + start, at + end));
        at += end;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use forgeshift_source::disk::tree::Tree;

    fn markup(path: &str, text: &str, others: &[&str]) -> Markup {
        let files = others
            .iter()
            .map(|path| (*path, b"x".to_vec()))
            .chain([(path, text.as_bytes().to_vec())]);
        let tree = Tree::memory(files);
        let listing = tree.list();
        let language = if path.ends_with(".ejs") {
            "ejs"
        } else {
            "handlebars"
        };
        read(
            &Arc::new(SourceFile::new(path, text)),
            language,
            &Files::new(&listing),
        )
    }

    #[test]
    fn layouts_and_partials_lead_to_their_files() {
        let found = markup(
            "views/a.hbs",
            "{{!< layout}}\n{{> badge x}}{{> missing}}",
            &["views/layout.hbs", "views/partials/badge.hbs"],
        );
        assert_eq!(
            found.templates,
            [
                ("layout".to_owned(), Some("views/layout.hbs".into())),
                ("badge".to_owned(), Some("views/partials/badge.hbs".into())),
                ("missing".to_owned(), None)
            ]
        );
    }

    #[test]
    fn includes_of_ejs_lead_to_their_files() {
        let found = markup(
            "views/a.ejs",
            "<%- include('parts/head') %>",
            &["views/parts/head.ejs"],
        );
        assert_eq!(
            found.templates,
            [("parts/head".to_owned(), Some("views/parts/head.ejs".into()))]
        );
    }

    #[test]
    fn a_script_with_its_closing_tag_is_one_whole() {
        let text = "<script>\nvar a = '{{x}}';\n</script><p>";
        let found = markup("views/a.hbs", text, &[]);
        assert_eq!(
            found.elements[0].whole.text(text),
            "<script>\nvar a = '{{x}}';\n</script>"
        );
        assert!(found.elements[0].script.is_some());
    }

    #[test]
    fn addresses_of_a_style_sheet_stand_where_they_are() {
        let css = "/* url(no.png) */ @import 'a.css'; .x { background: url( \"/b.png\" ), url(c.png) } @import url(d.css);";
        let found: Vec<&str> = addresses_of_css(css)
            .into_iter()
            .map(|span| span.text(css))
            .collect();
        assert_eq!(found, ["a.css", "/b.png", "c.png", "d.css"]);
    }
}

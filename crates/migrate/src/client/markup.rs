//! The markup of a page or template, rewritten: addresses, scripts, what the content policy stops.

use super::Surroundings;
use super::inline::{self, Moved};
use super::sheet::Sheet;
use crate::codes;
use forgeshift_connect::front::{Attribute, Element, Lead, Markup};
use forgeshift_source::finding::{Code, Finding};
use forgeshift_source::span::Span;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// How the scripts of a page run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A view writes the HTML; the script of the page runs what is in the bundle.
    View,
    /// The page is a file; each script tag says which script of the bundle it runs.
    File,
}

/// A page or template after its edits.
#[derive(Debug)]
pub struct Page {
    /// The text.
    pub text: String,
    /// Files that it loads, by the path that it has for them.
    pub files: BTreeMap<String, Arc<str>>,
    /// Scripts of the bundle: the address that the page has for them, and the file.
    pub bundled: BTreeMap<String, Arc<str>>,
    /// Inline scripts: the address, and what became of them.
    pub inline: Vec<(String, Moved)>,
    /// Whether something has a style of its own that the content policy stops.
    pub styled: bool,
    /// What is to be said.
    pub findings: Vec<Finding>,
    /// Paths of the old server that it leads to.
    pub server: BTreeSet<String>,
}

/// Rewrites a page. `is_bundled` tells of a script whether it is part of the bundle; `bridge` is the way from the
/// file of an inline script to the bridge.
pub fn rewrite(
    markup: &Markup,
    kind: Kind,
    app: &Surroundings<'_>,
    is_bundled: &dyn Fn(&str) -> bool,
    shared: &BTreeSet<String>,
    bridge: &str,
) -> Page {
    let mut writer = Writer {
        markup,
        kind,
        sheet: Sheet::new(&markup.file, BTreeSet::new()),
        page: Page {
            text: String::new(),
            files: BTreeMap::new(),
            bundled: BTreeMap::new(),
            inline: Vec::new(),
            styled: false,
            findings: Vec::new(),
            server: BTreeSet::new(),
        },
    };
    for element in &markup.elements {
        writer.element(element, app, is_bundled, shared, bridge);
    }
    let whole = Span::new(0, markup.file.text.len());
    let Writer { sheet, mut page, .. } = writer;
    let rewritten = sheet.apply(whole, 0, false, "");
    page.text = rewritten.text;
    page.findings.extend(rewritten.findings);
    page
}

struct Writer<'m> {
    markup: &'m Markup,
    kind: Kind,
    sheet: Sheet<'m>,
    page: Page,
}

impl Writer<'_> {
    fn find(&mut self, code: Code, span: Span, message: String) {
        let place = self.markup.file.place(span);
        self.page.findings.push(Finding::new(code, message).at(place));
    }

    fn element(
        &mut self,
        element: &Element,
        app: &Surroundings<'_>,
        is_bundled: &dyn Fn(&str) -> bool,
        shared: &BTreeSet<String>,
        bridge: &str,
    ) {
        if element.name == "base" {
            self.find(
                codes::POLICY,
                element.tag,
                "a `base` changes where relative addresses lead: it is taken out".into(),
            );
            return self.sheet.remove(element.tag);
        }
        if element.name == "script" && element.get("src").is_none() {
            return self.inline_script(element, app, shared, bridge);
        }
        if element.name == "style" {
            self.page.styled = true;
        }
        for attribute in &element.attributes {
            match &attribute.lead {
                Some(Lead::Interface) => {
                    if let Some(options) = element.get("data-options") {
                        let message = format!("all.js goes with its options `{}`", options.text);
                        self.find(codes::AP_REWRITTEN, element.tag, message);
                    }
                    return self.sheet.remove(element.whole);
                }
                Some(Lead::InterfaceStyle) => {
                    let message =
                        "the style sheet of Connect goes: AUI classes have no style any more".to_owned();
                    self.find(codes::POLICY, element.tag, message);
                    return self.sheet.remove(element.whole);
                }
                Some(Lead::Own { file, path }) => self.own(element, attribute, file, path, is_bundled),
                Some(Lead::Server(path)) => self.server(element, attribute, path),
                _ => {}
            }
            if attribute.name == "style" {
                self.page.styled = true;
            } else if attribute.name.starts_with("on") && attribute.name.len() > 3 {
                let message = format!(
                    "`{}` holds code, which the content policy stops: listen with addEventListener in a script",
                    attribute.name
                );
                self.find(codes::INLINE_HANDLER, attribute.whole, message);
            } else if attribute.name == "srcset" && attribute.text.contains('/') {
                let message = "the addresses in `srcset` are not carried".to_owned();
                self.find(codes::FILE_NOT_FOUND, attribute.whole, message);
            }
        }
    }

    /// Something that is a file of the app.
    fn own(
        &mut self,
        element: &Element,
        attribute: &Attribute,
        file: &Arc<str>,
        path: &str,
        is_bundled: &dyn Fn(&str) -> bool,
    ) {
        let is_page = [".html", ".htm", ".hbs", ".ejs"]
            .iter()
            .any(|end| file.ends_with(end));
        if is_page && element.name == "a" {
            return self.server(element, attribute, path);
        }
        if element.name != "script" || !is_bundled(file) {
            self.page.files.insert(path.to_owned(), file.clone());
            return self.sheet.replace(attribute.value, path);
        }
        self.page.bundled.insert(path.to_owned(), file.clone());
        match self.kind {
            Kind::View => self.sheet.replace(attribute.value, path),
            Kind::File => {
                self.sheet.replace(attribute.value, "index.js");
                self.sheet
                    .insert(attribute.whole.end, format!(" data-run=\"{path}\""));
                if let Some(kind) = element.get("type").filter(|kind| kind.text == "module") {
                    self.sheet.replace(kind.whole, "defer");
                }
            }
        }
    }

    /// A path of the old server.
    fn server(&mut self, element: &Element, attribute: &Attribute, path: &str) {
        self.page.server.insert(path.to_owned());
        let message = match element.name.as_str() {
            "form" => {
                format!("the form was sent to {path} of the old server: send it with fetchRoute in a script")
            }
            "a" => format!("the link leads to {path} of the old server: open the page through the router"),
            name => format!("`{name}` loads {path} from the old server"),
        };
        self.find(codes::SERVER_ADDRESS, attribute.whole, message);
    }

    fn inline_script(
        &mut self,
        element: &Element,
        app: &Surroundings<'_>,
        shared: &BTreeSet<String>,
        bridge: &str,
    ) {
        let Some(script) = &element.script else {
            let code = element
                .get("type")
                .is_none_or(|kind| kind.text.contains("javascript"));
            let filled = element
                .inner
                .is_some_and(|inner| !self.sheet.text(inner).trim().is_empty());
            if code && filled {
                let message = "an inline script cannot be read, and the content policy stops it".to_owned();
                self.find(codes::INLINE_SCRIPT, element.tag, message);
            }
            return;
        };
        let number = self.page.inline.len() + 1;
        let stem = self
            .markup
            .file
            .path
            .rsplit_once('.')
            .map_or(&*self.markup.file.path, |(stem, _)| stem);
        let address = format!("{stem}.inline-{number}.js");
        let moved = inline::moved(script, self.markup.language, app, shared, bridge);
        let attributes: String = moved
            .attributes
            .iter()
            .map(|(name, value)| format!(" {name}=\"{value}\""))
            .collect();
        let tag = match self.kind {
            Kind::View => format!("<script src=\"{address}\"{attributes}></script>"),
            Kind::File => format!("<script src=\"index.js\" data-run=\"{address}\"></script>"),
        };
        self.sheet.replace(element.whole, tag);
        self.page
            .findings
            .extend(moved.rewritten.findings.iter().cloned());
        self.page.inline.push((address, moved));
    }
}

//! The views of pages as modules, with what every view had besides what its handler gave.

use super::Assembly;
use crate::client::markup::Kind;
use crate::codes;
use crate::plan::Refusal;
use crate::plan::files::{app_name, unwritable};
use crate::plan::pages::place::{of_template, to_bridge, way};
use crate::plan::pages::{Content, rewritten};
use forgeshift_connect::descriptor::Descriptor;
use forgeshift_connect::facts::Route;
use forgeshift_forge::app::page::bridge::Bridge;
use forgeshift_forge::app::page::opening::{Part, Value};
use forgeshift_forge::app::page::view::{self, Template};
use forgeshift_source::finding::{Finding, Grade};
use forgeshift_source::span::Place;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Names that every script of a browser knows.
const KNOWN: [&str; 24] = [
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
    "RegExp",
    "Set",
    "String",
    "Symbol",
    "URL",
    "decodeURIComponent",
    "encodeURI",
    "encodeURIComponent",
    "isNaN",
    "parseFloat",
    "parseInt",
    "undefined",
];

/// What frameworks give to every view, and where a page of Forge finds it.
const GIVEN: [(&str, Option<&str>); 15] = [
    ("hostBaseUrl", Some("siteUrl")),
    ("userAccountId", Some("accountId")),
    ("locale", Some("locale")),
    ("timezone", Some("timezone")),
    ("title", None),
    ("addonKey", None),
    ("localBaseUrl", None),
    ("license", None),
    ("hostUrl", None),
    ("hostScriptUrl", None),
    ("hostStylesheetUrl", None),
    ("token", None),
    ("clientKey", None),
    ("userId", None),
    ("context", None),
];

impl Assembly<'_> {
    /// A template with its layouts and partials.
    pub(super) fn closure(&self, file: &Arc<str>) -> Vec<Arc<str>> {
        let mut all = Vec::new();
        let mut open = vec![file.clone()];
        if let Some(layout) = self.layout(file) {
            open.push(layout);
        }
        while let Some(next) = open.pop() {
            if all.contains(&next) {
                continue;
            }
            if let Some(markup) = self.front.pages.get(&next) {
                open.extend(markup.templates.iter().filter_map(|(_, file)| file.clone()));
            }
            all.push(next);
        }
        all
    }

    /// Whether other templates name a template otherwise than as their layout.
    fn is_partial(&self, file: &Arc<str>) -> bool {
        let names = |markup: &forgeshift_connect::front::Markup| {
            let others = markup
                .templates
                .iter()
                .filter(|(name, _)| Some(name) != markup.layout.as_ref());
            others
                .filter_map(|(_, file)| file.as_ref())
                .any(|other| other == file)
        };
        self.front.pages.values().any(names)
    }

    /// The layout of a view: its own, or that of all views.
    fn layout(&self, file: &Arc<str>) -> Option<Arc<str>> {
        let markup = self.front.pages.get(file)?;
        if let Some(name) = &markup.layout {
            let found = markup.templates.iter().find(|(known, _)| known == name);
            return found.and_then(|(_, file)| file.clone());
        }
        let is_view = self.front.views.values().any(|view| view == file);
        self.front
            .default_layout
            .clone()
            .filter(|layout| is_view && layout != file)
    }

    /// The module of a template.
    pub(super) fn template(&mut self, file: &Arc<str>) -> Result<(), Refusal> {
        if self.templates.contains_key(file) {
            return Ok(());
        }
        let Some(markup) = self.front.pages.get(file) else {
            return Ok(());
        };
        let Some(page) = rewritten(
            self.front,
            file,
            Kind::View,
            self.around,
            &self.bundled,
            &self.shared,
        ) else {
            return Ok(());
        };
        self.take(file, &page);
        let path = of_template(file);
        let layout = self.layout(file);
        let others = markup
            .templates
            .iter()
            .filter(|(name, _)| Some(name) != markup.layout.as_ref());
        let template = Template {
            was: file.to_string(),
            path: path.clone(),
            text: page.text.clone(),
            language: markup.language,
            templates: others
                .filter_map(|(name, other)| Some((name.clone(), way(&path, &of_template(other.as_ref()?)))))
                .collect(),
            layout: layout.map(|layout| way(&path, &of_template(&layout))),
            helpers: self.carried_helpers(),
            helpers_module: way(&path, "pages/helpers.js"),
            runtime: format!("{}template.js", to_bridge(&path)),
            partial: self.is_partial(file),
            names: markup.names.clone(),
        };
        let made = view::view(&template).map_err(unwritable)?;
        self.bridges.insert(Bridge::Template);
        self.helpers |= made.file.text.contains("helpers.js");
        let grade = if made.problems.is_empty() {
            Grade::Review
        } else {
            Grade::Todo
        };
        for problem in &made.problems {
            let finding = Finding::new(codes::VIEW_UNTRANSLATED, format!("{file}: {problem}"));
            self.findings.push(finding.at(Place::start_of(file.clone())));
        }
        let mut because = vec![codes::PAGE_CARRIED];
        if !made.problems.is_empty() {
            because.push(codes::VIEW_UNTRANSLATED);
        }
        self.add(
            path,
            Some(file.clone()),
            Some(markup.file.text.clone()),
            Content::Text(made.file.text),
            grade,
            because,
        );
        self.variables.insert(file.clone(), made.variables);
        self.templates.insert(file.clone(), page);
        Ok(())
    }

    /// A template that the server goes on rendering: only what it loads is of interest.
    pub(super) fn rendered_elsewhere(&mut self, file: &Arc<str>) {
        if self.templates.contains_key(file) {
            return;
        }
        if let Some(page) = rewritten(
            self.front,
            file,
            Kind::View,
            self.around,
            &self.bundled,
            &self.shared,
        ) {
            self.styled |= page.styled;
            for (address, _) in &page.inline {
                let message = format!("{address}: the content policy stops scripts that stand in the page");
                self.findings
                    .push(Finding::new(codes::INLINE_SCRIPT, message).at(Place::start_of(file.clone())));
            }
            self.templates.insert(file.clone(), page);
        }
    }

    /// Helpers that need nothing of the server, and whether each wants more than its arguments.
    pub(super) fn carried_helpers(&self) -> BTreeMap<String, bool> {
        let alone = |helper: &&forgeshift_connect::front::Helper| {
            helper.free.iter().all(|name| KNOWN.contains(&name.as_str()))
        };
        let wants = |text: &str| {
            ["options", "this", "arguments"]
                .iter()
                .any(|word| text.contains(word))
        };
        self.front
            .helpers
            .iter()
            .filter(alone)
            .map(|helper| (helper.name.clone(), wants(&helper.text)))
            .collect()
    }

    pub(super) fn helpers_text(&self) -> String {
        let carried = self.carried_helpers();
        let mut text = String::from("// Helpers that the server gave to its views.\n");
        for helper in self
            .front
            .helpers
            .iter()
            .filter(|helper| carried.contains_key(&helper.name))
        {
            text.push_str(&format!(
                "\n// {}:{}\nexports[\"{}\"] = {};\n",
                helper.place.file,
                helper.place.line,
                helper.name.replace(['"', '\\'], ""),
                helper.text
            ));
        }
        text
    }

    /// What every view had besides what its handler gave, as far as views use it.
    pub(super) fn locals(&mut self, names: &BTreeSet<String>, route: &Route) -> Vec<(String, Value)> {
        let used = |name: &str| names.iter().any(|used| used.split('.').next() == Some(name));
        let key = self
            .base
            .descriptor
            .and_then(Descriptor::key)
            .unwrap_or_default()
            .to_owned();
        let mut locals = Vec::new();
        for (name, path) in GIVEN {
            if !used(name) {
                continue;
            }
            let value = match (name, path) {
                ("hostBaseUrl", Some(path)) if self.around.confluence && !self.around.jira => {
                    vec![Part::Context(path.into()), Part::Text("/wiki".into())]
                }
                (_, Some(path)) => vec![Part::Context(path.into())],
                ("title", None) => vec![Part::Text(app_name(self.base))],
                ("addonKey", None) => vec![Part::Text(key.clone())],
                ("localBaseUrl", None) => vec![Part::Text(".".into())],
                _ => {
                    let message = format!(
                        "views of {} {} show `{name}`, which Forge does not have",
                        route.method, route.path
                    );
                    self.findings
                        .push(Finding::new(codes::VIEW_VALUE_LOST, message).at(route.place.clone()));
                    vec![Part::Text(String::new())]
                }
            };
            locals.push((name.to_owned(), value));
        }
        locals
    }

    pub(super) fn licensed(&self) -> bool {
        let paid = |descriptor: &Descriptor| {
            descriptor
                .root
                .get("enableLicensing")
                .and_then(forgeshift_source::data::Node::bool)
        };
        self.base.descriptor.and_then(paid).unwrap_or(false)
    }
}

//! Puts the files of all pages together. What several pages share is made once.

use super::place::{beside, of_asset, of_script, of_template, to_bridge, way};
use super::{CarriedFile, Content, Pages, Templates, rewritten};
use crate::client::Surroundings;
use crate::client::markup::Kind;
use crate::client::script;
use crate::client::sheet::{From, Rewritten};
use crate::codes;
use crate::plan::Refusal;
use crate::plan::base::Base;
use crate::plan::files::{app_name, unwritable};
use forgeshift_connect::descriptor::Descriptor;
use forgeshift_connect::facts::{CodeFacts, Route};
use forgeshift_connect::front::{Front, Lead};
use forgeshift_forge::app as forge_app;
use forgeshift_forge::app::page::bridge::{Bridge, bridges};
use forgeshift_forge::app::page::opening::{self, Address, Opening, Part, Value};
use forgeshift_forge::app::page::view::{self, Template};
use forgeshift_source::edit::{self, Edit};
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

/// The pages while they are put together.
pub(super) struct Assembly<'a> {
    front: &'a Front,
    around: &'a Surroundings<'a>,
    bundled: BTreeSet<Arc<str>>,
    base: &'a Base<'a>,
    facts: &'a CodeFacts,
    /// Whether the old server goes on rendering.
    remote: bool,
    /// The templates of views, rewritten.
    templates: Templates,
    /// Variables of each template.
    variables: BTreeMap<Arc<str>, BTreeSet<String>>,
    /// Scripts of the bundle that some page loads.
    scripts: BTreeSet<Arc<str>>,
    /// Names of top levels that other scripts of a page use.
    shared: BTreeSet<String>,
    bridges: BTreeSet<Bridge>,
    helpers: bool,
    styled: bool,
    files: BTreeMap<String, CarriedFile>,
    packages: BTreeSet<&'static str>,
    dependencies: BTreeMap<String, String>,
    findings: Vec<Finding>,
    is_bundled: bool,
}

impl<'a> Assembly<'a> {
    pub fn new(
        front: &'a Front,
        around: &'a Surroundings<'a>,
        bundled: BTreeSet<Arc<str>>,
        base: &'a Base<'a>,
        facts: &'a CodeFacts,
        remote: bool,
    ) -> Self {
        Self {
            front,
            around,
            bundled,
            base,
            facts,
            remote,
            templates: BTreeMap::new(),
            variables: BTreeMap::new(),
            scripts: BTreeSet::new(),
            shared: used_names(front),
            bridges: BTreeSet::new(),
            helpers: false,
            styled: false,
            files: BTreeMap::new(),
            packages: BTreeSet::new(),
            dependencies: BTreeMap::new(),
            findings: Vec::new(),
            is_bundled: false,
        }
    }

    /// A page that views write.
    pub fn views(
        &mut self,
        page: &forge_app::Page,
        route: &Route,
        views: &BTreeMap<String, Arc<str>>,
    ) -> Result<(), Refusal> {
        let entry = format!("pages/{}/index.js", page.resource);
        let mut scripts = Vec::new();
        let mut names = BTreeSet::new();
        let mut beside = BTreeSet::new();
        for file in views.values() {
            for template in self.closure(file) {
                if self.remote {
                    self.rendered_elsewhere(&template);
                } else {
                    self.template(&template)?;
                }
                names.extend(self.variables.get(&template).cloned().unwrap_or_default());
                let Some(markup) = self.templates.get(&template) else {
                    continue;
                };
                let (files, bundled) = (markup.files.clone(), markup.bundled.clone());
                let inline: Vec<String> = markup.inline.iter().map(|(address, _)| address.clone()).collect();
                for (path, file) in files {
                    beside.insert(path.clone());
                    self.asset(&page.resource, &path, &file);
                }
                for (address, file) in bundled {
                    scripts.push((address, way(&entry, &of_script(&file))));
                    self.bundle(&file);
                }
                let inline = inline.into_iter().filter(|_| !self.remote);
                scripts.extend(inline.map(|address| {
                    let module = way(&entry, &of_script(&address));
                    (address, module)
                }));
            }
        }
        scripts.sort();
        scripts.dedup();
        let locals = self.locals(&names, route);
        let opening = Opening {
            resource: page.resource.clone(),
            what: what(page, Some(route)),
            title: page.title.clone(),
            route: format!("{} {}", method(route), route.path),
            addresses: page
                .addresses
                .iter()
                .map(|(key, url)| address(page, key, url, route))
                .collect(),
            locals,
            views: views
                .iter()
                .map(|(name, file)| (name.clone(), way(&entry, &of_template(file))))
                .collect(),
            scripts,
            licensed: self.licensed(),
            remote: self.remote.then(|| beside.into_iter().collect()),
        };
        self.bridges.insert(Bridge::Page);
        self.is_bundled = true;
        let because = vec![codes::PAGE_CARRIED];
        let new = opening::opening(&opening).map_err(unwritable)?;
        self.add(
            new.path,
            None,
            None,
            Content::Text(new.text),
            Grade::Review,
            because.clone(),
        );
        let title = if page.title.is_empty() {
            &page.resource
        } else {
            &page.title
        };
        let shell = opening::shell(&page.resource, title).map_err(unwritable)?;
        self.add(
            shell.path,
            None,
            None,
            Content::Text(shell.text),
            Grade::Safe,
            because,
        );
        let list: Vec<&str> = views.keys().map(String::as_str).collect();
        let message = if self.remote {
            format!(
                "the page `{}` shows what the server renders at `{}`",
                page.resource, opening.route
            )
        } else {
            format!(
                "the page `{}` renders {} from what `{}` answers",
                page.resource,
                list.join(", "),
                opening.route
            )
        };
        self.findings
            .push(Finding::new(codes::PAGE_CARRIED, message).at(route.place.clone()));
        Ok(())
    }

    /// A page that is a file.
    pub fn file(&mut self, page: &forge_app::Page, file: &Arc<str>) -> Result<(), Refusal> {
        let Some(markup) = rewritten(
            self.front,
            file,
            Kind::File,
            self.around,
            &self.bundled,
            &self.shared,
        ) else {
            return Ok(());
        };
        let Some(source) = self.front.pages.get(file).map(|markup| markup.file.clone()) else {
            return Ok(());
        };
        self.take(file, &markup);
        let entry = format!("pages/{}/index.js", page.resource);
        for (path, file) in &markup.files {
            self.asset(&page.resource, path, file);
        }
        let mut scripts: Vec<(String, String)> = Vec::new();
        for (address, file) in &markup.bundled {
            scripts.push((address.clone(), way(&entry, &of_script(file))));
            self.bundle(file);
        }
        for (address, _) in &markup.inline {
            scripts.push((address.clone(), way(&entry, &of_script(address))));
        }
        if !scripts.is_empty() {
            let new =
                opening::bundled_scripts(&page.resource, &what(page, None), &scripts).map_err(unwritable)?;
            self.add(
                new.path,
                None,
                None,
                Content::Text(new.text),
                Grade::Review,
                vec![codes::PAGE_CARRIED],
            );
            self.is_bundled = true;
        }
        let changed = markup.text != *source.text;
        let grade = if changed { Grade::Review } else { Grade::Safe };
        let path = format!("static/{}/index.html", page.resource);
        self.add(
            path,
            Some(file.clone()),
            Some(source.text.clone()),
            Content::Text(markup.text),
            grade,
            vec![codes::PAGE_CARRIED],
        );
        let message = format!("the page `{}` is {file}", page.resource);
        self.findings
            .push(Finding::new(codes::PAGE_CARRIED, message).at(Place::start_of(file.clone())));
        Ok(())
    }

    /// Pages that share a resource: the first shows itself, or another by its route. What the others load stands
    /// beside it.
    pub fn fold(&mut self, lead: &str, pages: &[(String, String)]) -> Result<(), Refusal> {
        let entry = format!("pages/{lead}/index.js");
        let Some(mut own) = self.files.remove(&entry) else {
            return Ok(());
        };
        let moved = format!("pages/{lead}/page.js");
        own.path.clone_from(&moved);
        self.files.insert(moved, own);
        let mut shown = Vec::new();
        for (route, resource) in pages {
            let module = if resource == lead {
                Some("./page.js".to_owned())
            } else {
                let module = format!("pages/{resource}/index.js");
                self.files.contains_key(&module).then(|| way(&entry, &module))
            };
            shown.push((route.clone(), module));
            let folder = format!("static/{resource}/");
            let beside: Vec<CarriedFile> = self
                .files
                .values()
                .filter(|file| resource != lead && !file.path.ends_with("/index.html"))
                .filter_map(|file| {
                    let rest = file.path.strip_prefix(&folder)?;
                    Some(CarriedFile {
                        path: format!("static/{lead}/{rest}"),
                        ..file.clone()
                    })
                })
                .collect();
            for file in beside {
                self.files.entry(file.path.clone()).or_insert(file);
            }
        }
        let new = opening::chooser(lead, &shown).map_err(unwritable)?;
        self.add(
            new.path,
            None,
            None,
            Content::Text(new.text),
            Grade::Review,
            vec![codes::FOLDED],
        );
        Ok(())
    }

    /// A template with its layouts and partials.
    fn closure(&self, file: &Arc<str>) -> Vec<Arc<str>> {
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
    fn template(&mut self, file: &Arc<str>) -> Result<(), Refusal> {
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
    fn rendered_elsewhere(&mut self, file: &Arc<str>) {
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

    /// What a rewritten page says, and its inline scripts as files.
    fn take(&mut self, file: &Arc<str>, page: &crate::client::markup::Page) {
        self.findings.extend(page.findings.iter().cloned());
        self.styled |= page.styled;
        let before = self.front.pages.get(file).map(|markup| markup.file.text.clone());
        for (address, moved) in &page.inline {
            self.names(&moved.rewritten);
            if moved.problem.is_some() {
                self.bridges.insert(Bridge::Missing);
            }
            self.add(
                of_script(address),
                Some(file.clone()),
                before.clone(),
                Content::Text(moved.text.clone()),
                moved.rewritten.grade,
                vec![codes::INLINE_SCRIPT],
            );
        }
    }

    fn names(&mut self, rewritten: &Rewritten) {
        for from in rewritten.names.keys() {
            match from {
                From::Package(package) => {
                    self.packages.insert(package);
                }
                From::Bridge(bridge) => {
                    self.bridges.insert(*bridge);
                }
            }
        }
    }

    /// A script of the bundle, with what it imports and what its compiler is told.
    fn bundle(&mut self, file: &Arc<str>) {
        if !self.scripts.insert(file.clone()) {
            return;
        }
        if let Some(settings) = self.front.settings.get(file).cloned() {
            self.compiler(&settings);
        }
        if let Some(script) = self.front.scripts.get(file) {
            for import in &script.imports {
                self.package(&import.specifier, file);
            }
        }
        let imported: Vec<Arc<str>> = self
            .front
            .modules
            .iter()
            .filter(|((from, _), _)| from == file)
            .map(|(_, to)| to.clone())
            .collect();
        for module in imported {
            if self.front.scripts.contains_key(&module) {
                self.bundle(&module);
            } else if let Some(style) = self.front.styles.get(&module) {
                let text = style.file.text.clone();
                let content = Content::Text(text.to_string());
                let because = vec![codes::PAGE_CARRIED];
                self.add(
                    of_script(&module),
                    Some(module.clone()),
                    Some(text),
                    content,
                    Grade::Safe,
                    because,
                );
            } else if let Some(bytes) = self.front.assets.get(&module) {
                let content = Content::Bytes(bytes.clone());
                self.add(
                    of_script(&module),
                    Some(module.clone()),
                    None,
                    content,
                    Grade::Safe,
                    vec![codes::PAGE_CARRIED],
                );
            }
        }
    }

    /// Settings of the compiler, with those that they extend: all that were read stand beside the scripts.
    fn compiler(&mut self, settings: &Arc<str>) {
        let all = self
            .front
            .assets
            .iter()
            .filter(|(path, _)| path.ends_with(".json"));
        for (path, bytes) in all.filter(|(path, _)| *path == settings || path.contains("tsconfig")) {
            let content = match std::str::from_utf8(bytes) {
                Ok(text) => Content::Text(text.to_owned()),
                Err(_) => Content::Bytes(bytes.clone()),
            };
            let before = match &content {
                Content::Text(text) => Some(Arc::from(text.as_str())),
                Content::Bytes(_) => None,
            };
            let target = of_script(path);
            let because = vec![codes::PAGE_CARRIED];
            self.add(target, Some(path.clone()), before, content, Grade::Safe, because);
        }
    }

    fn package(&mut self, specifier: &str, file: &Arc<str>) {
        let known = self.front.packages.iter().find(|(name, _)| {
            specifier == name.as_str()
                || specifier
                    .strip_prefix(name.as_str())
                    .is_some_and(|rest| rest.starts_with('/'))
        });
        let Some((name, range)) = known else { return };
        if range.is_empty() {
            let message = format!("{file} imports `{name}`, and no package.json names it");
            self.findings
                .push(Finding::new(codes::FILE_NOT_FOUND, message).at(Place::start_of(file.clone())));
        } else {
            self.dependencies.insert(name.clone(), range.clone());
        }
    }

    /// A file that a page loads as it is.
    fn asset(&mut self, resource: &str, path: &str, file: &Arc<str>) {
        let target = of_asset(resource, path);
        if self.files.contains_key(&target) {
            return;
        }
        let because = vec![codes::PAGE_CARRIED];
        if let Some(style) = self.front.styles.get(file) {
            let mut edits = Vec::new();
            for (span, lead) in &style.addresses {
                if let Lead::Own {
                    file: other,
                    path: address,
                } = lead
                {
                    edits.push(Edit {
                        span: *span,
                        text: beside(path, address),
                    });
                    self.asset(resource, address, other);
                }
            }
            let text = edit::apply(&style.file.text, &edits).unwrap_or_else(|_| style.file.text.to_string());
            let before = Some(style.file.text.clone());
            return self.add(
                target,
                Some(file.clone()),
                before,
                Content::Text(text),
                Grade::Safe,
                because,
            );
        }
        if let Some(script) = self.front.scripts.get(file) {
            let text = script.file.text.clone();
            let content = Content::Text(text.to_string());
            for (address, _) in &script.addresses {
                if let Some(Lead::Own { file: other, path }) =
                    self.front.named.get(&(file.clone(), address.clone()))
                {
                    self.asset(resource, path, other);
                }
            }
            return self.add(
                target,
                Some(file.clone()),
                Some(text),
                content,
                Grade::Safe,
                because,
            );
        }
        match self.front.assets.get(file) {
            Some(bytes) => self.add(
                target,
                Some(file.clone()),
                None,
                Content::Bytes(bytes.clone()),
                Grade::Safe,
                because,
            ),
            None => {
                let why = self
                    .front
                    .unread
                    .get(file)
                    .map_or("it could not be read", String::as_str);
                let message = format!("{file} is not carried: {why}");
                self.findings
                    .push(Finding::new(codes::FILE_NOT_FOUND, message).at(Place::start_of(file.clone())));
            }
        }
    }

    fn add(
        &mut self,
        path: String,
        from: Option<Arc<str>>,
        before: Option<Arc<str>>,
        content: Content,
        grade: Grade,
        because: Vec<forgeshift_source::finding::Code>,
    ) {
        let file = CarriedFile {
            path: path.clone(),
            from,
            before,
            content,
            grade,
            because,
        };
        self.files.entry(path).or_insert(file);
    }

    /// Helpers that need nothing of the server, and whether each wants more than its arguments.
    fn carried_helpers(&self) -> BTreeMap<String, bool> {
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

    /// What every view had besides what its handler gave, as far as views use it.
    fn locals(&mut self, names: &BTreeSet<String>, route: &Route) -> Vec<(String, Value)> {
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

    fn licensed(&self) -> bool {
        let paid = |descriptor: &Descriptor| {
            descriptor
                .root
                .get("enableLicensing")
                .and_then(forgeshift_source::data::Node::bool)
        };
        self.base.descriptor.and_then(paid).unwrap_or(false)
    }

    /// Everything, with what is to be said, and whether the manifest must allow styles.
    pub fn finish(mut self) -> Result<(Pages, Vec<Finding>, bool), Refusal> {
        for file in self.scripts.clone() {
            let Some(script) = self.front.scripts.get(&file) else {
                continue;
            };
            let path = of_script(&file);
            let named: BTreeMap<String, Lead> = self
                .front
                .named
                .iter()
                .filter(|((from, _), _)| *from == file)
                .map(|((_, address), lead)| (address.clone(), lead.clone()))
                .collect();
            let made = script::rewrite(script, self.around, &self.shared, &named, &to_bridge(&path));
            self.names(&made);
            let because: BTreeSet<_> = made.findings.iter().map(|finding| finding.code).collect();
            self.findings.extend(made.findings.iter().cloned());
            let mut because: Vec<_> = because.into_iter().collect();
            if because.is_empty() {
                because.push(codes::PAGE_CARRIED);
            }
            let before = Some(script.file.text.clone());
            self.add(
                path,
                Some(file.clone()),
                before,
                Content::Text(made.text),
                made.grade,
                because,
            );
        }
        if self.helpers {
            let text = self.helpers_text();
            self.add(
                "pages/helpers.js".into(),
                None,
                None,
                Content::Text(text),
                Grade::Review,
                vec![codes::PAGE_CARRIED],
            );
        }
        let routes = routes(self.facts);
        let answered = (!self.remote).then_some(routes.as_slice());
        for file in bridges(&self.bridges, answered) {
            self.add(
                file.path,
                None,
                None,
                Content::Text(file.text),
                Grade::Safe,
                vec![codes::PAGE_CARRIED],
            );
        }
        if self.is_bundled {
            self.packages.insert("@forge/bridge");
        }
        let carried = Pages {
            files: self.files.into_values().collect(),
            packages: self.packages,
            dependencies: self.dependencies,
            bundled: self.is_bundled,
        };
        Ok((carried, self.findings, self.styled))
    }

    fn helpers_text(&self) -> String {
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
}

/// The names that scripts and handlers of pages use and do not declare.
fn used_names(front: &Front) -> BTreeSet<String> {
    let mut used: BTreeSet<String> = front
        .scripts
        .values()
        .flat_map(|script| script.free.iter().cloned())
        .collect();
    for element in front.pages.values().flat_map(|markup| &markup.elements) {
        used.extend(
            element
                .script
                .iter()
                .flat_map(|script| script.free.iter().cloned()),
        );
        let handlers = element
            .attributes
            .iter()
            .filter(|attribute| attribute.name.starts_with("on"));
        for handler in handlers {
            let words = handler
                .text
                .split(|c: char| !c.is_alphanumeric() && c != '_' && c != '$');
            used.extend(words.map(str::to_owned));
        }
    }
    used
}

/// The routes that a page may call.
fn routes(facts: &CodeFacts) -> Vec<String> {
    let mut routes: Vec<String> = facts
        .routes
        .iter()
        .filter(|route| !route.implicit)
        .map(|route| format!("{} {}", route.method, route.path))
        .collect();
    routes.sort();
    routes.dedup();
    routes
}

fn method(route: &Route) -> &str {
    if route.method == "ALL" {
        "ALL"
    } else {
        &route.method
    }
}

fn what(page: &forge_app::Page, route: Option<&Route>) -> String {
    let modules: Vec<String> = page
        .modules
        .iter()
        .map(|(module, key)| format!("{module} {key}"))
        .collect();
    let was = match route {
        Some(route) => format!(
            " Before, the server rendered it at {} {}.",
            route.method, route.path
        ),
        None => String::new(),
    };
    format!("The page of {}.{was}", modules.join(", "))
}

/// What an address carried, for the resolver: by the route's parameters and the names of the query.
fn address(page: &forge_app::Page, key: &str, url: &str, route: &Route) -> Address {
    let (path, query) = url.split_once('?').unwrap_or((url, ""));
    let query = query.split('#').next().unwrap_or("");
    let pairs = query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (name, text) = pair.split_once('=').unwrap_or((pair, ""));
        (name.to_owned(), value(page, text))
    });
    let segments = |text: &str| -> Vec<String> {
        text.split('/')
            .filter(|part| !part.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let (pattern, given) = (segments(&route.path), segments(path));
    let skipped = given.len().saturating_sub(pattern.len());
    let params = pattern
        .iter()
        .zip(given.iter().skip(skipped))
        .filter_map(|(part, text)| {
            let name = part.strip_prefix([':', '{'])?.trim_end_matches(['}', '?']);
            Some((name.to_owned(), value(page, text)))
        })
        .collect();
    Address {
        module: key.to_owned(),
        params,
        query: pairs.collect(),
        path: value(page, url),
    }
}

/// Whether a context parameter may be one of a macro's own: those of the product have dots.
fn is_parameter(token: &str) -> bool {
    !token.is_empty()
        && token
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
}

/// A text with context parameters as a value.
fn value(page: &forge_app::Page, text: &str) -> Value {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((token, after)) = after.split_once('}') else {
            break;
        };
        if !before.is_empty() {
            parts.push(Part::Text(before.to_owned()));
        }
        let known = page
            .tokens
            .iter()
            .find(|known| known.was == token)
            .and_then(|known| known.now.clone());
        // A macro's parameters were part of its address by their names.
        let is_macro = page.modules.iter().any(|(module, _)| module == "macro");
        let known =
            known.or_else(|| (is_macro && is_parameter(token)).then(|| format!("extension.config.{token}")));
        parts.push(known.map_or_else(|| Part::Lost(token.to_owned()), Part::Context));
        rest = after;
    }
    if !rest.is_empty() {
        parts.push(Part::Text(rest.to_owned()));
    }
    parts
}

//! Puts the files of all pages together. What several pages share is made once.

mod address;
mod carried;
mod templates;

use super::place::{of_script, of_template, to_bridge, way};
use super::{CarriedFile, Content, Pages, Templates, rewritten};
use crate::client::Surroundings;
use crate::client::markup::Kind;
use crate::client::script;
use crate::client::sheet::{From, Rewritten};
use crate::codes;
use crate::plan::Refusal;
use crate::plan::base::Base;
use crate::plan::files::unwritable;
use address::address;
use forgeshift_connect::facts::{CodeFacts, Route};
use forgeshift_connect::front::{Front, Lead};
use forgeshift_forge::app as forge_app;
use forgeshift_forge::app::page::bridge::{Bridge, bridges};
use forgeshift_forge::app::page::opening::{self, Opening};
use forgeshift_source::finding::{Code, Finding, Grade};
use forgeshift_source::span::Place;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

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
            route: format!("{} {}", route.method, route.path),
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
        self.made(new.path, new.text, Grade::Review, because.clone());
        let title = if page.title.is_empty() {
            &page.resource
        } else {
            &page.title
        };
        let shell = opening::shell(&page.resource, title).map_err(unwritable)?;
        self.made(shell.path, shell.text, Grade::Safe, because);
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
            self.made(new.path, new.text, Grade::Review, vec![codes::PAGE_CARRIED]);
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
        self.made(new.path, new.text, Grade::Review, vec![codes::FOLDED]);
        Ok(())
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

    /// A file that was in no app before.
    fn made(&mut self, path: String, text: String, grade: Grade, because: Vec<Code>) {
        self.add(path, None, None, Content::Text(text), grade, because);
    }

    fn add(
        &mut self,
        path: String,
        from: Option<Arc<str>>,
        before: Option<Arc<str>>,
        content: Content,
        grade: Grade,
        because: Vec<Code>,
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
            self.made(
                "pages/helpers.js".into(),
                text,
                Grade::Review,
                vec![codes::PAGE_CARRIED],
            );
        }
        let routes = routes(self.facts);
        let answered = (!self.remote).then_some(routes.as_slice());
        for file in bridges(&self.bridges, answered) {
            self.made(file.path, file.text, Grade::Safe, vec![codes::PAGE_CARRIED]);
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

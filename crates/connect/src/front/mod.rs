//! What the pages of an app are made of: markup, scripts, styles, pictures, and the views that code renders.
//!
//! Read only when an app is moved, never to analyse it. Places are bytes of the original text: whoever rewrites it
//! edits that text.

mod address;
mod markup;
mod names;
mod script;
mod server;
mod tree;
mod walk;

pub use address::Lead;
pub use markup::{Attribute, Element, Markup};
pub use script::{Alias, Arg, ArgKind, Declared, Import, Prop, Request, Script, Stands, Use};
pub use server::{Engine, Helper, Render};

use crate::lang::ecma::choice::{self, Choice};
use address::Files;
use forgeshift_source::data;
use forgeshift_source::disk::tree::{Listing, Tree};
use forgeshift_source::file::SourceFile;
use forgeshift_source::guard;
use forgeshift_source::span::Span;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The largest text that is read to be rewritten.
const LARGEST_TEXT: u64 = 2 << 20;
/// The largest file that is taken over as it is.
const LARGEST_FILE: u64 = 16 << 20;
/// The most that is taken over in all.
const MOST_BYTES: u64 = 128 << 20;
/// The most files that are taken over.
const MOST_FILES: usize = 4_000;

/// What the pages of an app are made of.
#[derive(Debug, Default)]
pub struct Front {
    /// Pages and templates, by file.
    pub pages: BTreeMap<Arc<str>, Markup>,
    /// Scripts that pages load, by file.
    pub scripts: BTreeMap<Arc<str>, Script>,
    /// Style sheets that pages load, by file: the text, and its addresses.
    pub styles: BTreeMap<Arc<str>, Style>,
    /// Everything else that pages load, by file.
    pub assets: BTreeMap<Arc<str>, Arc<[u8]>>,
    /// Files that pages name and that could not be read, with the reason.
    pub unread: BTreeMap<Arc<str>, String>,
    /// Where code renders views.
    pub renders: Vec<Render>,
    /// Helpers that code gives to templates.
    pub helpers: Vec<Helper>,
    /// The template engine, where it is known.
    pub engine: Engine,
    /// The layout of every view that names no other.
    pub default_layout: Option<Arc<str>>,
    /// The file of each declared address that is a file.
    pub urls: BTreeMap<String, Arc<str>>,
    /// The file of each view that code renders, by name.
    pub views: BTreeMap<String, Arc<str>>,
    /// Modules that scripts import, by the importing file and the specifier.
    pub modules: BTreeMap<(Arc<str>, String), Arc<str>>,
    /// Packages that scripts import, with the range of versions that the app wants; empty where it names none.
    pub packages: BTreeMap<String, String>,
    /// Settings of the compiler for scripts, by the script's file.
    pub settings: BTreeMap<Arc<str>, Arc<str>>,
    /// Files that texts of scripts name, by the script's file and the text.
    pub named: BTreeMap<(Arc<str>, String), Lead>,
}

/// A style sheet.
#[derive(Debug, Clone)]
pub struct Style {
    /// The file.
    pub file: Arc<SourceFile>,
    /// Its addresses, with where each stands (no quotes).
    pub addresses: Vec<(Span, Lead)>,
}

impl Front {
    /// Reads everything that the pages at these addresses, and the views of the app, are made of.
    pub fn read(tree: &Tree, listing: &Listing, urls: &[String]) -> Self {
        let work = || {
            let files = Files::new(listing);
            let mut reader = Reader {
                tree,
                files: &files,
                front: Self::default(),
                bytes: 0,
            };
            reader.all(listing, urls);
            reader.front
        };
        guard::on_big_stack(1, work)
    }

    /// The file of a view, by its name; without the views that nobody renders.
    pub fn view(&self, name: &str) -> Option<&Markup> {
        self.pages.get(self.views.get(name)?)
    }
}

struct Reader<'t> {
    tree: &'t Tree,
    files: &'t Files<'t>,
    front: Front,
    bytes: u64,
}

impl Reader<'_> {
    fn all(&mut self, listing: &Listing, urls: &[String]) {
        let found = server::read(self.tree, listing);
        self.front.engine = found.engine;
        self.front.helpers = found.helpers;
        for render in &found.renders {
            if let Some(file) = self.files.view(&render.view) {
                self.front.views.insert(render.view.clone(), file.clone());
                self.page(&file);
            }
        }
        self.front.renders = found.renders;
        self.default_layout();
        for url in urls {
            if let Lead::Own { file, .. } = self.files.lead("", url) {
                self.page(&file);
                if self.front.pages.contains_key(&file) {
                    self.front.urls.insert(url.clone(), file);
                }
            }
        }
    }

    /// The layout that the engine puts around every view.
    fn default_layout(&mut self) {
        let named = self.front.engine.default_layout.as_deref();
        let name = match (self.front.engine.package, named) {
            (Some("express-handlebars"), None) => Some("layouts/main"),
            (Some("hbs"), None) => Some("layout"),
            (Some("express-hbs" | "express-handlebars" | "hbs"), Some(name)) => {
                Some(name.rsplit('/').next().unwrap_or(name))
            }
            _ => None,
        };
        let Some(file) = name.and_then(|name| self.files.view(name)) else {
            return;
        };
        self.page(&file);
        self.front.default_layout = Some(file);
    }

    /// A page or template with all that it leads to.
    fn page(&mut self, path: &Arc<str>) {
        if self.front.pages.contains_key(path) || self.front.pages.len() >= MOST_FILES {
            return;
        }
        let Choice::Page(language) = choice::by_path(path) else {
            return;
        };
        let Some(file) = self.text(path) else { return };
        let files = self.files;
        let Some(markup) = guarded(|| markup::read(&file, language, files)) else {
            return;
        };
        let mut leads: Vec<Lead> = Vec::new();
        for element in &markup.elements {
            leads.extend(
                element
                    .attributes
                    .iter()
                    .filter_map(|attribute| attribute.lead.clone()),
            );
        }
        let scripts: Vec<Script> = markup
            .elements
            .iter()
            .filter_map(|element| element.script.clone())
            .collect();
        let others: Vec<Arc<str>> = markup
            .templates
            .iter()
            .filter_map(|(_, file)| file.clone())
            .collect();
        self.front.pages.insert(path.clone(), markup);
        for other in others {
            self.page(&other);
        }
        for lead in leads {
            self.lead(&lead);
        }
        for script in scripts {
            self.of_script(path, &script);
        }
    }

    fn lead(&mut self, lead: &Lead) {
        let Lead::Own { file, .. } = lead else { return };
        let name = file.to_ascii_lowercase();
        let is = |ends: &[&str]| ends.iter().any(|end| name.ends_with(end));
        if is(&[".js", ".mjs", ".cjs", ".jsx", ".ts", ".tsx"]) {
            self.script(file);
        } else if is(&[".css"]) {
            self.style(file);
        } else {
            self.asset(file);
        }
    }

    fn script(&mut self, path: &Arc<str>) {
        if self.front.scripts.contains_key(path) || self.front.assets.contains_key(path) {
            return;
        }
        let script = self.text(path).and_then(|file| {
            let text = file.text.clone();
            let deep = guard::too_deep(&text, guard::NESTING_LIMIT);
            let span = Span::new(0, text.len());
            if deep {
                None
            } else {
                guarded(|| script::read(&file, &text, span)).flatten()
            }
        });
        match script {
            Some(script) => {
                self.front.scripts.insert(path.clone(), script.clone());
                self.of_script(path, &script);
            }
            None => self.asset(path),
        }
    }

    /// What a script leads to: modules, and files that its texts name.
    fn of_script(&mut self, path: &Arc<str>, script: &Script) {
        self.compiler(path);
        for import in &script.imports {
            self.package(path, &import.specifier);
            if let Some(module) = self.files.module(path, &import.specifier) {
                let key = (path.clone(), import.specifier.clone());
                self.front.modules.insert(key, module.clone());
                self.lead(&Lead::Own {
                    file: module,
                    path: String::new(),
                });
            }
        }
        for (address, _) in &script.addresses {
            let lead = self.files.lead(path, address);
            if matches!(lead, Lead::Own { .. }) {
                self.lead(&lead);
                self.front.named.insert((path.clone(), address.clone()), lead);
            }
        }
    }

    /// A package that a script imports, with the range of the nearest `package.json` that names it.
    fn package(&mut self, path: &Arc<str>, specifier: &str) {
        if specifier.starts_with(['.', '/', '@']) && !specifier.starts_with('@') || specifier.contains("://")
        {
            return;
        }
        let parts = if specifier.starts_with('@') { 2 } else { 1 };
        let name = specifier
            .splitn(parts + 1, '/')
            .take(parts)
            .collect::<Vec<_>>()
            .join("/");
        if name.is_empty() || self.front.packages.contains_key(&name) {
            return;
        }
        let near = self.files.nearest(path, "package.json");
        let root = self.files.nearest("package.json", "package.json");
        let range = [near, root].into_iter().flatten().find_map(|file| {
            let file = self.tree.read(&file, LARGEST_TEXT).ok()?;
            let data = data::json::read(&file.text).ok()?;
            ["dependencies", "devDependencies", "peerDependencies"]
                .iter()
                .find_map(|list| data.at(&[list, &name])?.str().map(str::to_owned))
        });
        self.front.packages.insert(name, range.unwrap_or_default());
    }

    /// What the compiler is told for a script: the nearest `tsconfig.json`, with those that it extends.
    fn compiler(&mut self, path: &Arc<str>) {
        if ![".ts", ".tsx", ".jsx"].iter().any(|end| path.ends_with(end)) {
            return;
        }
        let mut next = self.files.nearest(path, "tsconfig.json");
        if let Some(settings) = &next {
            self.front.settings.insert(path.clone(), settings.clone());
        }
        while let Some(settings) = next.take() {
            if self.front.assets.contains_key(&settings) {
                break;
            }
            self.asset(&settings);
            let text = self
                .text(&settings)
                .map(|file| file.text.clone())
                .unwrap_or_default();
            let extends = data::json::read(&text)
                .ok()
                .and_then(|data| data.get("extends")?.str().map(str::to_owned));
            next = extends.and_then(|extends| self.files.module(&settings, &extends));
        }
    }

    fn style(&mut self, path: &Arc<str>) {
        if self.front.styles.contains_key(path) {
            return;
        }
        let Some(file) = self.text(path) else {
            return self.asset(path);
        };
        let addresses: Vec<(Span, Lead)> = markup::addresses_of_css(&file.text)
            .into_iter()
            .map(|span| (span, self.files.lead(path, span.text(&file.text))))
            .collect();
        let leads: Vec<Lead> = addresses.iter().map(|(_, lead)| lead.clone()).collect();
        self.front.styles.insert(path.clone(), Style { file, addresses });
        for lead in leads {
            self.lead(&lead);
        }
    }

    fn asset(&mut self, path: &Arc<str>) {
        if self.front.assets.contains_key(path) || self.front.assets.len() >= MOST_FILES {
            return;
        }
        if is_secret(path) {
            return self.unread(path, "it may hold a secret".into());
        }
        match self.tree.bytes(path, LARGEST_FILE) {
            Ok(bytes) if self.bytes + bytes.len() as u64 <= MOST_BYTES => {
                self.bytes += bytes.len() as u64;
                self.front.assets.insert(path.clone(), bytes.into());
            }
            Ok(_) => self.unread(path, format!("pages load more than {MOST_BYTES} bytes")),
            Err(error) => self.unread(path, error.to_string()),
        }
    }

    fn unread(&mut self, path: &Arc<str>, why: String) {
        self.front.unread.insert(path.clone(), why);
    }

    fn text(&mut self, path: &Arc<str>) -> Option<Arc<SourceFile>> {
        if is_secret(path) {
            self.unread(path, "it may hold a secret".into());
            return None;
        }
        self.tree.read(path, LARGEST_TEXT).ok().map(Arc::new)
    }
}

/// Files that hold secrets by what they are called: they are never taken over.
fn is_secret(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    name.starts_with(".env")
        || name == "credentials.json"
        || [".pem", ".key", ".p12", ".pfx", ".jks"]
            .iter()
            .any(|end| name.ends_with(end))
}

/// A fault of ours in one file costs that file.
fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).ok()
}

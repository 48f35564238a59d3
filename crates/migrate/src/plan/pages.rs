//! The pages of the old app in the new one: which page shows what, and every file that it needs.

mod assembly;
mod place;

use super::base::Base;
use super::{Existing, Options, Refusal};
use crate::client::markup::{self, Kind, Page};
use crate::client::{Surroundings, script};
use crate::code::links;
use crate::codes;
use crate::draft::{Draft, entries, str_of};
use crate::names::slug;
use crate::target::Target;
use assembly::Assembly;
use forgeshift_connect::app::App;
use forgeshift_connect::descriptor::product::Product;
use forgeshift_connect::facts::{CodeFacts, Route};
use forgeshift_connect::front::Front;
use forgeshift_forge::app as forge_app;
use forgeshift_forge::yaml::Yaml;
use forgeshift_source::finding::{Code, Finding, Grade};
use forgeshift_source::path::RelPath;
use forgeshift_source::plan::{Action, Change};
use forgeshift_source::span::Place;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The files of the pages.
#[derive(Debug, Default)]
pub(super) struct Pages {
    /// The files.
    pub files: Vec<CarriedFile>,
    /// Packages of ours that they import.
    pub packages: BTreeSet<&'static str>,
    /// Packages that they imported before, with their ranges.
    pub dependencies: BTreeMap<String, String>,
    /// Whether they have to be bundled.
    pub bundled: bool,
}

impl Pages {
    /// What `package.json` and the like must know.
    pub fn tell(&self, forge: &mut forge_app::App) {
        forge.page_packages = self.packages.iter().copied().collect();
        forge.page_dependencies = self.dependencies.clone().into_iter().collect();
        forge.bundled = self.bundled;
    }

    /// The files as changes. What is there already someone may have filled in: it stays.
    pub fn changes(self, existing: &Existing<'_>) -> Result<Vec<Change>, Refusal> {
        let mut changes = Vec::new();
        for file in self
            .files
            .into_iter()
            .filter(|file| existing(&file.path).is_none())
        {
            let (after, bytes) = match file.content {
                Content::Text(text) => (Some(text.into()), None),
                Content::Bytes(bytes) => (None, Some(bytes)),
            };
            changes.push(Change {
                path: RelPath::new(&file.path).map_err(|error| Refusal::Unwritable(error.to_string()))?,
                action: if file.from.is_some() {
                    Action::Copy
                } else {
                    Action::Create
                },
                from: file.from,
                grade: file.grade,
                before: file.before,
                after,
                bytes,
                because: file.because,
            });
        }
        Ok(changes)
    }

    /// The files that carry marks for a human, with how many each has.
    pub fn marks(&self) -> Vec<(String, usize)> {
        let count = |file: &CarriedFile| match &file.content {
            Content::Text(text) => {
                text.matches("FORGE-TODO(").count() + text.matches("FORGE-REVIEW(").count()
            }
            Content::Bytes(_) => 0,
        };
        let counted = self.files.iter().map(|file| (file.path.clone(), count(file)));
        counted
            .filter(|(path, count)| *count > 0 && !path.starts_with("bridge/"))
            .collect()
    }
}

/// A file of a page.
#[derive(Debug, Clone)]
pub(super) struct CarriedFile {
    /// Its path in the Forge app.
    pub path: String,
    /// The file that it comes from.
    pub from: Option<Arc<str>>,
    /// The text of that file.
    pub before: Option<Arc<str>>,
    /// Its content.
    pub content: Content,
    /// How far it can be trusted.
    pub grade: Grade,
    /// The findings that made it necessary.
    pub because: Vec<Code>,
}

/// What a file holds.
#[derive(Debug, Clone)]
pub(super) enum Content {
    Text(String),
    Bytes(Arc<[u8]>),
}

/// What shows a page.
enum Shown {
    /// Views of the route.
    Views {
        route: usize,
        views: BTreeMap<String, Arc<str>>,
    },
    /// A file that the server handed out.
    File(Arc<str>),
}

/// Carries the pages. What is carried is marked so in the draft.
pub(super) fn carry(
    app: &App,
    draft: &mut Draft<'_>,
    base: &Base<'_>,
    options: &Options,
) -> Result<Pages, Refusal> {
    let (Some(front), Some(facts)) = (&app.front, &app.code) else {
        say_missing(draft);
        return Ok(Pages::default());
    };
    if options.target == Target::ConnectOnForge {
        say_missing(draft);
        return Ok(Pages::default());
    }
    let shown = shown(front, facts, draft, base);
    let mut around = Surroundings {
        remote: options.target == Target::Remote,
        jira: base.products.contains(&Product::Jira),
        confluence: base.products.contains(&Product::Confluence),
        routes: &facts.routes,
        resources: resources(draft),
        plain_events: true,
        calls_server: false,
    };
    around.learn(front.scripts.values());
    let bundled = bundled(front, &around);
    let remote = options.target == Target::Remote;
    let mut assembly = Assembly::new(front, &around, bundled, base, facts, remote);
    for (resource, shown) in &shown {
        let Some(page) = draft.pages.get(resource) else {
            continue;
        };
        match shown {
            Shown::Views { route, views } => {
                let Some(route) = facts.routes.get(*route) else {
                    continue;
                };
                assembly.views(page, route, views)?;
            }
            Shown::File(file) => assembly.file(page, file)?,
        }
    }
    for (lead, pages) in folded(draft) {
        assembly.fold(&lead, &pages)?;
    }
    let (carried, findings, styled) = assembly.finish()?;
    for resource in shown.keys() {
        if let Some(page) = draft.pages.get_mut(resource) {
            page.carried = true;
        }
    }
    draft.findings.extend(findings);
    if styled {
        allow_styles(draft);
    }
    say_missing(draft);
    Ok(carried)
}

/// Styles in the page are stopped unless the manifest allows them.
fn allow_styles(draft: &mut Draft<'_>) {
    let content = draft.manifest.map_at("permissions").map_at("content");
    let list = content.list_at("styles");
    let allowed = list.iter().any(|item| item.value.str() == Some("unsafe-inline"));
    if !allowed {
        list.push(forgeshift_forge::yaml::Yaml::Str("unsafe-inline".into()).into());
        let message = "pages have styles of their own: the manifest allows them with `unsafe-inline`";
        draft.findings.push(Finding::new(codes::POLICY, message));
    }
}

/// Pages of which nothing could be carried.
fn say_missing(draft: &mut Draft<'_>) {
    let place = Place::start_of(draft.file.path.clone());
    for page in draft.pages.values_mut().filter(|page| !page.carried) {
        let was = page.was.as_deref().unwrap_or("an address that is not known");
        page.code = codes::PAGE_MISSING.0;
        page.todo = format!("write this page: what {was} answered with was not carried");
        let message = format!("the page `{}` has to be written: {was}", page.resource);
        draft
            .findings
            .push(Finding::new(codes::PAGE_MISSING, message).at(place.clone()));
    }
}

/// The resource of each module that has a page.
fn resources(draft: &Draft<'_>) -> BTreeMap<String, String> {
    let pages = draft.pages.values();
    pages
        .flat_map(|page| {
            page.addresses
                .iter()
                .map(|(key, _)| (key.clone(), page.resource.clone()))
        })
        .collect()
}

/// Resources that show several pages, with the route and the resource of each; their own stands first.
fn folded(draft: &Draft<'_>) -> BTreeMap<String, Vec<(String, String)>> {
    let resources = resources(draft);
    let mut all: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    let Some(modules) = draft.manifest.get("modules").and_then(Yaml::map) else {
        return all;
    };
    for outcome in draft
        .outcomes
        .iter()
        .filter(|outcome| outcome.notes.contains(&codes::FOLDED))
    {
        let (Some(key), [written]) = (&outcome.key, outcome.written()) else {
            continue;
        };
        let lead = entries(modules.get(&written.kind))
            .find(|entry| str_of(entry, "key") == Some(&written.key))
            .and_then(|entry| str_of(entry, "resource"));
        let (Some(lead), Some(resource)) = (lead, resources.get(key)) else {
            continue;
        };
        let pages = all
            .entry(lead.to_owned())
            .or_insert_with(|| vec![(slug(&written.key), lead.to_owned())]);
        pages.push((slug(key), resource.clone()));
    }
    all
}

/// What shows each page that can be carried, by its resource.
fn shown(front: &Front, facts: &CodeFacts, draft: &Draft<'_>, base: &Base<'_>) -> BTreeMap<String, Shown> {
    let prefix = base
        .descriptor
        .and_then(|descriptor| descriptor.base_url())
        .map(links::base_path)
        .unwrap_or_default();
    let routes = links::Routes::new(facts);
    let mut all = BTreeMap::new();
    for page in draft.pages.values() {
        let Some((_, url)) = page.addresses.first() else {
            continue;
        };
        let route = routes.page(url, &prefix);
        let views = route
            .and_then(|index| facts.routes.get(index))
            .map(|route| views_of(front, facts, route))
            .unwrap_or_default();
        let shown = match (route, front.urls.get(url)) {
            (Some(route), _) if !views.is_empty() => Shown::Views { route, views },
            (_, Some(file)) => Shown::File(file.clone()),
            _ => continue,
        };
        all.insert(page.resource.clone(), shown);
    }
    all
}

/// The views that the handlers of a route render, by name: in its functions, or where it is registered.
fn views_of(front: &Front, facts: &CodeFacts, route: &Route) -> BTreeMap<String, Arc<str>> {
    let functions = route
        .functions
        .iter()
        .filter_map(|id| facts.functions.get(id.0 as usize));
    let around: Vec<&Place> = functions
        .filter(|function| function.name != "(top level)")
        .map(|function| &function.place)
        .chain(route.handler.iter().map(|(_, place)| place))
        .chain([&route.place])
        .collect();
    let within = |place: &Place| {
        around
            .iter()
            .any(|around| around.file == place.file && (around.line..=around.end_line).contains(&place.line))
    };
    front
        .renders
        .iter()
        .filter(|render| within(&render.place))
        .filter_map(|render| Some((render.view.clone(), front.views.get(&render.view)?.clone())))
        .collect()
}

/// The scripts that have to be bundled: those that change, those that import, and what these import.
fn bundled(front: &Front, around: &Surroundings<'_>) -> BTreeSet<Arc<str>> {
    let must = |path: &Arc<str>| {
        front.scripts.get(path).is_some_and(|one| {
            let plain = path.ends_with(".js") && !path.ends_with("/index.js");
            script::changes(one, around) || !one.imports.is_empty() || !plain
        })
    };
    let mut open: Vec<Arc<str>> = front.scripts.keys().filter(|path| must(path)).cloned().collect();
    let mut all = BTreeSet::new();
    while let Some(path) = open.pop() {
        if all.insert(path.clone()) {
            open.extend(
                front
                    .modules
                    .iter()
                    .filter(|((from, _), _)| *from == path)
                    .map(|(_, to)| to.clone()),
            );
        }
    }
    all
}

/// A page that names its scripts, with what it needs of each template that it is made of.
type Templates = BTreeMap<Arc<str>, Page>;

fn rewritten(
    front: &Front,
    file: &Arc<str>,
    kind: Kind,
    around: &Surroundings<'_>,
    bundled: &BTreeSet<Arc<str>>,
    shared: &BTreeSet<String>,
) -> Option<Page> {
    let markup = front.pages.get(file)?;
    let bridge = place::to_bridge(&place::of_script(file));
    Some(markup::rewrite(
        markup,
        kind,
        around,
        &|script| bundled.contains(script),
        shared,
        &bridge,
    ))
}

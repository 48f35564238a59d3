//! Carrying a server's JavaScript and TypeScript: its routes become calls of pages, functions of events, or a todo
//! that names what stopped them. Handlers come along as they are and run against modules of ours.

mod calls;
mod entry;
mod files;
mod packages;
mod paths;
mod prune;
mod safe;
mod schedules;
mod stops;
mod text;

pub(crate) use calls::answers_others;

use crate::code::CodeView;
use crate::codes;
use crate::draft::Draft;
use crate::outcome::{Declared, Outcome};
use forgeshift_connect::app::App;
use forgeshift_connect::carry::Carry;
use forgeshift_connect::descriptor::product::Product;
use forgeshift_connect::facts::{EntryKind, Route};
use forgeshift_forge::app::NewFile;
use forgeshift_forge::app::server::{Checks, Run, Server};
use forgeshift_source::finding::{Finding, Grade};
use forgeshift_source::span::Place;
use paths::Layout;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What was decided about one route.
#[derive(Debug, Clone)]
pub struct Handled {
    /// Its index in the facts.
    pub route: usize,
    /// `METHOD /path`.
    pub name: String,
    /// Where it is registered.
    pub place: Place,
    /// How far it is carried.
    pub grade: Grade,
    /// What stopped it, where something did.
    pub stopped: Option<String>,
}

/// The server as it is carried.
#[derive(Debug)]
pub(crate) struct Carrying {
    pub server: Server,
    /// Modules that stand in for packages.
    pub stand_ins: Vec<NewFile>,
    pub findings: Vec<Finding>,
    pub handled: Vec<Handled>,
}

/// What carrying looks at.
struct Scene<'a> {
    carry: &'a Carry,
    view: &'a CodeView<'a>,
    outcomes: &'a [Outcome],
    /// The ways from entries to outbound calls.
    paths: crate::code::paths::Paths,
    product: Product,
}

impl<'a> Scene<'a> {
    /// The app's own routes.
    fn routes(&self) -> impl Iterator<Item = (usize, &'a Route)> {
        let facts = self.view.facts;
        facts
            .routes
            .iter()
            .enumerate()
            .filter(|(_, route)| !route.implicit)
    }

    fn declared(&self, route: usize) -> impl Iterator<Item = &'a Outcome> {
        let outcomes = self.outcomes;
        self.view
            .links
            .declared_by
            .get(route)
            .into_iter()
            .flatten()
            .filter_map(move |index| outcomes.get(*index))
    }

    /// Whether a route is there for events only.
    fn is_event(&self, route: usize) -> bool {
        let mut declared = self.declared(route).peekable();
        declared.peek().is_some() && declared.all(|outcome| outcome.declared != Declared::Module)
    }
}

/// Carries what can be carried; none where there is nothing to carry.
pub(crate) fn carry(app: &App, draft: &mut Draft<'_>, name: &str, product: Product) -> Option<Carrying> {
    let carry = app.carry.as_ref()?;
    let outcomes = draft.outcomes.clone();
    let view = crate::code::view(app, &outcomes, &[product])?;
    let scene = Scene {
        carry,
        view: &view,
        outcomes: &outcomes,
        paths: view.paths(),
        product,
    };
    let entry = entry::find(&scene)?;
    let kept = files::reached(carry, &[entry.as_str()]);
    let names: BTreeSet<String> = kept.keys().map(|path| (*path).to_owned()).collect();
    let package = entry::package(carry, &entry);
    let layout = Layout::new(package.map_or("", |package| package.folder.as_str()), &names);
    let handled: Vec<Handled> = scene
        .routes()
        .map(|(index, route)| stops::handled(&scene, index, route, &names))
        .collect();
    let events = draft.handlers.values().any(|handler| handler.run.is_some());
    if !events && handled.iter().all(|one| one.grade == Grade::Todo)
        || handled.iter().all(|one| is_elsewhere(&scene, one))
    {
        return None;
    }
    let todo = marks(&scene, &handled);
    let clocks: BTreeSet<String> = schedules::of_server(&scene, &names)
        .filter(|entry| entry.name.starts_with("every "))
        .map(|entry| entry.place.file.to_string())
        .collect();
    let notes = files::Notes {
        secrets: &view.facts.secrets,
        todo: &todo,
        clocks: &clocks,
    };
    let mut written = files::write(&kept, &layout, &notes);
    let mut findings = std::mem::take(&mut written.findings);
    let calls = calls::of_pages(&scene, &handled, &layout, &mut findings);
    runs(&scene, draft, &handled);
    schedules::declare(&scene, &names, draft, &mut findings);
    schedules::declare_hooks(&scene, &handled, draft, &mut findings);
    let checks = checks(&kept);
    draft.event_scopes.extend(scopes_of(checks));
    let entry_target = without_typescript(&layout.target(&entry));
    let typed = kept.keys().any(|path| is_typescript(path));
    let server = Server {
        entry: entry_target
            .strip_prefix("src/")
            .unwrap_or(&entry_target)
            .to_owned(),
        key: app
            .descriptor
            .as_ref()
            .and_then(|descriptor| descriptor.key())
            .unwrap_or_default()
            .to_owned(),
        name: name.to_owned(),
        product: match product {
            Product::Confluence => "confluence",
            _ => "jira",
        }
        .to_owned(),
        needs_base_url: kept.values().any(|kept| {
            ["hostBaseUrl", "hostUrl", "clientInfo"]
                .iter()
                .any(|name| kept.file.text.contains(name))
        }),
        checks,
        calls,
        dependencies: dependencies(carry, &written.packages, &entry),
        version: names
            .contains("package.json")
            .then(|| package.and_then(|package| package.version.clone()))
            .flatten(),
        types: if typed {
            types(carry, &written.packages, &entry)
        } else {
            Vec::new()
        },
        typed,
        files: written.files,
    };
    Some(Carrying {
        server,
        stand_ins: written.stand_ins.into_values().collect(),
        findings,
        handled,
    })
}

/// Whether a handler belongs to a framework that is not carried.
fn is_elsewhere(scene: &Scene<'_>, one: &Handled) -> bool {
    scene
        .view
        .facts
        .routes
        .get(one.route)
        .is_some_and(|route| route.framework != "express")
}

/// The checks of permissions that files which come along make.
fn checks(kept: &BTreeMap<&str, files::Kept<'_>>) -> Checks {
    let mut checks = Checks::default();
    for chain in kept
        .values()
        .flat_map(|kept| kept.file.chains.iter().map(|chain| (kept.file, chain)))
    {
        let (file, chain) = chain;
        let text = chain.span.text(&file.text);
        match chain.path.last().map(String::as_str) {
            Some("authorizeJira") => checks.jira = true,
            Some("authorizeConfluence") => {
                checks.application |= text.contains("application") || !text.contains("content");
                checks.content |= text.contains("content") || !text.contains("application");
            }
            _ => {}
        }
    }
    checks
}

/// The scopes that the checks need.
fn scopes_of(checks: Checks) -> impl Iterator<Item = &'static str> {
    [
        (checks.jira, "read:jira-work"),
        (checks.content, "read:confluence-content.permission"),
        (checks.application, "read:confluence-user"),
    ]
    .into_iter()
    .filter_map(|(needed, scope)| needed.then_some(scope))
}

/// The lines at which a handler stands that was not carried, with the reason.
fn marks(scene: &Scene<'_>, handled: &[Handled]) -> BTreeMap<(Arc<str>, u32), String> {
    let mut marks = BTreeMap::new();
    for one in handled {
        if let (Some(why), Some(route)) = (&one.stopped, scene.view.facts.routes.get(one.route)) {
            marks
                .entry((route.place.file.clone(), route.place.line))
                .or_insert_with(|| format!("{} {} {why}", route.method, route.path));
        }
    }
    marks
}

/// What the functions of events run, or why they do not.
fn runs(scene: &Scene<'_>, draft: &mut Draft<'_>, handled: &[Handled]) {
    let is_ace = scene
        .view
        .facts
        .frameworks
        .iter()
        .any(|framework| framework.id == "ace");
    for handler in draft.handlers.values_mut() {
        let Some(run) = handler.run.clone() else { continue };
        let (Run::Event { path, .. } | Run::Lifecycle { path, .. }) = &run else {
            continue;
        };
        let route = scene.routes().find(|(_, route)| {
            matches!(route.method.as_str(), "POST" | "ALL")
                && route.path.trim_end_matches('/') == path.trim_end_matches('/')
        });
        let stopped = route.and_then(|(index, _)| {
            let one = handled.iter().find(|one| one.route == index)?;
            one.stopped.clone()
        });
        if let Some(why) = stopped {
            handler.run = None;
            handler.code = codes::HANDLER_STOPPED.0;
            handler.todo = format!("{} {why}", handler.was.first().cloned().unwrap_or_default());
        } else if route.is_some() || is_ace && is_listened_to(scene, &run) {
            handler.code = codes::EVENT_CARRIED.0;
            handler.todo = match &run {
                Run::Event { .. } => "the event's fields are not those of the webhook: compare what the handler reads",
                _ => "there is no client key, shared secret or base URL any more: compare what the handler reads",
            }
            .to_owned();
        } else {
            handler.run = None;
        }
    }
}

fn is_typescript(path: &str) -> bool {
    [".ts", ".tsx", ".mts", ".cts"]
        .iter()
        .any(|end| path.ends_with(end))
}

/// A bundler finds TypeScript without its ending.
fn without_typescript(path: &str) -> String {
    match path.rsplit_once('.') {
        Some((stem, _)) if is_typescript(path) => stem.to_owned(),
        _ => path.to_owned(),
    }
}

/// The types of what is imported, as far as the app names them.
fn types(carry: &Carry, packages: &BTreeSet<String>, entry: &str) -> Vec<(String, String)> {
    let named: BTreeSet<String> = packages
        .iter()
        .map(|name| format!("@types/{}", name.trim_start_matches('@').replace('/', "__")))
        .collect();
    let mut found: Vec<(String, String)> = dependencies(carry, &named, entry)
        .into_iter()
        .filter(|(_, range)| range != "*")
        .collect();
    let node = BTreeSet::from(["@types/node".to_owned()]);
    found.extend(dependencies(carry, &node, entry));
    found
}

/// Whether something of the framework's own way listens to what a function runs.
fn is_listened_to(scene: &Scene<'_>, run: &Run) -> bool {
    match run {
        Run::Event { names, .. } => {
            let entries = &scene.view.facts.entries;
            entries.iter().any(|entry| {
                entry.kind == EntryKind::Webhook && names.iter().any(|(_, name)| *name == entry.name)
            })
        }
        // The framework answers an installation by itself.
        Run::Lifecycle { name, .. } => name == "installed",
        _ => false,
    }
}

/// The ranges of packages, from the `package.json` that is nearest to the entry.
fn dependencies(carry: &Carry, packages: &BTreeSet<String>, entry: &str) -> Vec<(String, String)> {
    let mut files: Vec<_> = carry.packages.iter().collect();
    files.sort_by_key(|file| {
        let holds = file.folder.is_empty() || entry.starts_with(&format!("{}/", file.folder));
        (!holds, std::cmp::Reverse(file.folder.len()))
    });
    let range = |name: &str| {
        files
            .iter()
            .flat_map(|file| &file.dependencies)
            .find(|(known, _)| known == name)
            .map(|(_, range)| range.clone())
    };
    packages
        .iter()
        // What came along with another package has no range of its own.
        .map(|name| (name.clone(), range(name).unwrap_or_else(|| "*".to_owned())))
        .filter(|(_, range)| !range.starts_with("file:") && !range.starts_with("workspace:"))
        .collect()
}

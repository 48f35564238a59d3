//! What pages load, and pages as entries.

use super::super::ir::TOP;
use super::super::project::Project;
use super::super::secrets::redacted;
use super::super::value::ModId;
use super::Scene;
use super::fill::{Names, addresses_of};
use super::outbound::service;
use crate::facts::{ActsAs, Entry, EntryKind, FunctionId, Outbound, OutboundKind, Via};
use crate::lang::page::{Load, Page, fill, of_the_host};
use forgeshift_source::span::Place;
use std::collections::HashMap;
use std::sync::Arc;

/// A page with the modules of its scripts.
pub(crate) struct PageFile<'p> {
    pub path: Arc<str>,
    pub page: &'p Page,
    pub lines: &'p super::super::lines::Lines,
    pub scripts: Vec<ModId>,
    /// The function that stands for the page itself.
    pub function: FunctionId,
}

/// What pages hand to their parts, by name.
pub(super) type Parameters<'p> = HashMap<&'p str, Vec<&'p str>>;

/// Which files may be meant by an address: all that have its last part as their name.
pub(crate) struct Addresses {
    by_name: HashMap<String, Vec<ModId>>,
}

impl Addresses {
    /// The files of a project by their names, without their endings.
    pub fn new(project: &Project) -> Self {
        let mut by_name: HashMap<String, Vec<ModId>> = HashMap::new();
        for id in project.ids().filter(|id| !project.module(*id).in_page) {
            by_name
                .entry(stem(last(project.path(id))).to_owned())
                .or_default()
                .push(id);
        }
        Self { by_name }
    }

    /// The modules that a page loads by their address.
    pub fn loaded(&self, project: &Project, page: &Page) -> Vec<ModId> {
        page.own_scripts
            .iter()
            .filter_map(|url| self.module(project, url))
            .collect()
    }

    /// The module that answers an address such as `/js/app.js` or `{{furl "/js/app.js"}}`.
    fn module(&self, project: &Project, url: &str) -> Option<ModId> {
        let url = url.split(['?', '#']).next()?;
        let url = match url.find("furl") {
            Some(at) => url[at + 4..].trim_matches(|c| matches!(c, ' ' | '"' | '\'' | '}' | '{' | '(' | ')')),
            None => url,
        };
        let url = url
            .rsplit("}}")
            .next()?
            .rsplit("%>")
            .next()?
            .trim_start_matches(['.', '/']);
        if let Some(module) = project.at(url) {
            return Some(module);
        }
        let named = self.by_name.get(stem(last(url)))?;
        let exact = format!("/{url}");
        // What a bundler makes of `src/x.ts` is loaded as `x.js`.
        let compiled = format!("/{}", stem(url));
        let ends = |id: &&ModId, end: &str, whole: bool| {
            let path = project.path(**id);
            if whole {
                path.ends_with(end)
            } else {
                stem(path).ends_with(end)
            }
        };
        named
            .iter()
            .find(|id| ends(id, &exact, true))
            .or_else(|| named.iter().find(|id| ends(id, &compiled, false)))
            .copied()
    }
}

fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn stem(path: &str) -> &str {
    match path.rsplit_once('.') {
        Some((stem, ending)) if !ending.contains('/') => stem,
        _ => path,
    }
}

/// Adds what pages load, and the entries that they are.
pub(crate) fn add(scene: &mut Scene<'_, '_>, pages: &[PageFile<'_>], addresses: &Addresses) {
    let mut parameters: HashMap<&str, Vec<&str>> = HashMap::new();
    for (name, value) in pages.iter().flat_map(|page| &page.page.parameters) {
        parameters.entry(name).or_default().push(value);
    }
    let from_site = script_is_on_the_site(scene.eval.project);
    for page in pages {
        let names = if page.page.loads.is_empty() {
            Names::default()
        } else {
            Names::of(scene, page)
        };
        for load in &page.page.loads {
            let mut facts = of_load(scene, page, &names, load, &parameters, from_site);
            scene.facts.outbound.append(&mut facts);
        }
        add_entry(scene, page, addresses);
    }
}

fn of_load(
    scene: &mut Scene<'_, '_>,
    page: &PageFile<'_>,
    names: &Names<'_>,
    load: &Load,
    parameters: &Parameters<'_>,
    from_site: bool,
) -> Vec<Outbound> {
    let mut found = Vec::new();
    let address = load.url.trim();
    if of_the_framework(address) && !from_site {
        let url = "https://connect-cdn.atl-paas.net/all.js";
        found.push(Led::to(url));
    } else if of_the_host(address) {
        found.push(Led {
            why: Some("the customer's site".into()),
            product: true,
            ..Led::default()
        });
    } else if let Some(expression) = fill::leading(address) {
        let filled = addresses_of(scene, &page.path, names, load, expression, parameters);
        found.extend(filled.into_iter().map(|address| Led {
            url: address.url,
            host: address.host,
            why: address.why,
            product: address.product,
        }));
    } else {
        let absolute = if address.starts_with("//") {
            format!("https:{address}")
        } else {
            address.to_owned()
        };
        found.push(Led::to(&redacted(&shown(&absolute))));
    }
    let function = match names.function_around(scene, load.span) {
        Some((module, func)) => scene.function(module, func),
        None => page.function,
    };
    found.retain(|led| !matches!(led.host.as_deref(), Some("localhost" | "127.0.0.1")));
    found.retain(|led| led.host.is_some() || led.why.is_some());
    found
        .into_iter()
        .map(|led| led.into_fact(page, load, function))
        .collect()
}

/// Where an address leads.
#[derive(Default)]
struct Led {
    url: Option<String>,
    host: Option<String>,
    why: Option<String>,
    product: bool,
}

impl Led {
    fn to(url: &str) -> Self {
        let host = host(url);
        let why = (host.is_none() && url.contains("{}"))
            .then(|| "the address is put together at run time".to_owned());
        Self {
            url: Some(url.to_owned()),
            host,
            why,
            product: false,
        }
    }

    fn into_fact(self, page: &PageFile<'_>, load: &Load, function: FunctionId) -> Outbound {
        let (category, end_user_data) = service(self.host.as_deref(), self.product);
        let after_scheme = self.url.as_deref().and_then(|url| url.split_once("://"));
        let path = after_scheme.and_then(|(_, rest)| {
            rest.find('/')
                .map(|at| rest[at..].split('?').next().unwrap_or("").to_owned())
        });
        Outbound {
            kind: OutboundKind::Client,
            via: load.via,
            method: method(load.via),
            path,
            url: self.url,
            host: self.host,
            host_why: self.why,
            package: None,
            category,
            end_user_data,
            acts_as: ActsAs::Unknown,
            place: page.lines.place(&page.path, load.span),
            also_at: Vec::new(),
            function,
            implicit: false,
        }
    }
}

/// Whether a page is a text in code.
pub(super) fn is_code(path: &str) -> bool {
    [".js", ".ts", ".jsx", ".tsx", ".mjs", ".cjs", ".mts", ".cts"]
        .iter()
        .any(|end| path.ends_with(end))
}

fn add_entry(scene: &mut Scene<'_, '_>, page: &PageFile<'_>, addresses: &Addresses) {
    if is_code(&page.path)
        || page.path.ends_with(".css")
        || page.path.ends_with(".vue")
        || page.path.ends_with(".svelte")
    {
        return;
    }
    let mut functions = vec![page.function];
    for module in page
        .scripts
        .iter()
        .copied()
        .chain(addresses.loaded(scene.eval.project, page.page))
    {
        functions.push(scene.function(module, TOP));
    }
    scene.facts.entries.push(Entry {
        kind: EntryKind::Client,
        name: page.path.to_string(),
        place: Place::start_of(page.path.clone()),
        functions,
        route: None,
    });
}

/// Whether an address is the variable that the framework fills with the place of the browser interface.
fn of_the_framework(address: &str) -> bool {
    address
        .trim_start_matches(['{', '<', '%', '=', '-', ' '])
        .starts_with("hostScriptUrl")
}

/// Whether the framework is one that names the copy on the customer's site: versions 0 to 2 do, later ones name a CDN.
fn script_is_on_the_site(project: &Project) -> bool {
    let wanted = project.packages.iter().filter_map(|package| {
        let version = package.data.at(&["dependencies", "atlassian-connect-express"])?;
        version.str()
    });
    let old = |wanted: &str| {
        let exact = wanted.trim_start_matches(['^', '~', '=', 'v']);
        let major = exact
            .split('.')
            .next()
            .and_then(|major| major.parse::<u32>().ok());
        major.is_some_and(|major| major < 3) && !wanted.contains([' ', '|'])
    };
    let mut wanted = wanted.peekable();
    wanted.peek().is_some() && wanted.all(old)
}

fn method(via: Via) -> Option<String> {
    (via == Via::Form).then(|| "POST".to_owned())
}

/// Template expressions in an address as `{}`.
fn shown(url: &str) -> String {
    let mut shown = String::new();
    let mut rest = url;
    while let Some(start) = rest.find("{{") {
        shown.push_str(&rest[..start]);
        shown.push_str("{}");
        rest = rest[start..]
            .find("}}")
            .map_or("", |end| rest[start + end..].trim_start_matches('}'));
    }
    shown.push_str(rest);
    shown
}

fn host(url: &str) -> Option<String> {
    let rest = url.split_once("://")?.1;
    let host = rest.split(['/', ':', '?', '#']).next()?.to_ascii_lowercase();
    if host.contains("{}") {
        let suffix = host.rsplit_once("{}")?.1;
        return (suffix.starts_with('.') && suffix[1..].contains('.')).then(|| format!("*{suffix}"));
    }
    (host.contains('.')).then_some(host)
}

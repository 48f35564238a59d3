//! A manifest and its files while they are made.

use crate::codes;
use crate::names::{Keys, short_slug, slug};
use crate::outcome::Outcome;
use crate::target::Target;
use forgeshift_connect::descriptor::template::Placeholder;
use forgeshift_forge::app::server::Run;
use forgeshift_forge::app::{Backend, Handler, HandlerKind, Page};
use forgeshift_forge::yaml::{Entry, Item, Map, Yaml};
use forgeshift_source::file::SourceFile;
use forgeshift_source::finding::Finding;
use forgeshift_source::span::{Place, Span};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The variable that stands for a server whose address is not known.
pub const BASE_URL_VARIABLE: &str = "CONNECT_BASE_URL";
/// What the variable is until someone sets it: an address that cannot exist (RFC 2606).
pub const BASE_URL_UNSET: &str = "https://set-connect-base-url.invalid";

/// The most resources of a manifest (`@forge/manifest` 13.7.0).
const RESOURCES: usize = 50;
/// The last resource, for the pages that would be more.
const MORE_PAGES: &str = "more-pages";

/// The order of a manifest's sections, as a reader wants them.
const SECTIONS: [&str; 8] = [
    "app",
    "modules",
    "connectModules",
    "resources",
    "remotes",
    "permissions",
    "translations",
    "environment",
];

/// What nobody sees stands behind what people see.
const LAST: [&str; 6] = [
    "trigger",
    "preUninstall",
    "migration",
    "migration:dataResidency",
    "endpoint",
    "function",
];

/// The old server, as far as it is known.
#[derive(Debug, Clone, Default)]
pub struct Server {
    /// Its address, `https`, without a slash at the end; none where it is not known.
    pub base_url: Option<String>,
    /// Other regions and their addresses.
    pub regions: Vec<(String, String)>,
}

/// A page that shares its Forge module with others.
#[derive(Debug, Clone)]
pub struct FoldedPage {
    /// The Forge module.
    pub forge: &'static str,
    /// The entry as it would be if it stood alone.
    pub entry: Map,
    /// The comment above it.
    pub comment: String,
    /// Its route within the module.
    pub route: String,
    /// The outcome it belongs to.
    pub outcome: usize,
}

/// What is being made.
#[derive(Debug)]
pub struct Draft<'a> {
    /// Where it goes.
    pub target: Target,
    /// The file that the modules are read from.
    pub file: Arc<SourceFile>,
    /// The tags of that file, where it is a template.
    pub placeholders: &'a [Placeholder],
    /// The manifest so far.
    pub manifest: Map,
    /// The keys that are taken.
    pub keys: Keys,
    /// Pages of this run, by resource key.
    pub pages: BTreeMap<String, Page>,
    /// Resources of this run that need an icon file.
    pub icons: BTreeSet<String>,
    /// Functions of this run, by key.
    pub handlers: BTreeMap<String, Handler>,
    /// What became of each declared thing.
    pub outcomes: Vec<Outcome>,
    /// What is to be said.
    pub findings: Vec<Finding>,
    /// Scopes that the triggers need.
    pub event_scopes: BTreeSet<&'static str>,
    /// Pages that wait to be folded.
    pub folds: Vec<FoldedPage>,
    /// The old server.
    pub server: Server,
    /// The app's own web sections: key and location.
    pub sections: BTreeMap<String, String>,
    /// Pages by key, for modules that refer to them.
    pub page_urls: BTreeMap<String, String>,
    /// The prefix of the app's own content types, `ac:<key>:`, and the keys of its custom content.
    pub own_types: (String, BTreeSet<String>),
    /// Locale files: path and text.
    pub translations: Vec<(String, String)>,
    /// Whether pages of the app may call the server through an endpoint that carries a user's token.
    pub acts_as_user: bool,
}

impl Draft<'_> {
    /// The place of a span in the file that the modules are read from.
    pub fn place(&self, span: Span) -> Place {
        self.file.place(span)
    }

    /// Whether a template tag stands within a span.
    pub fn has_tag(&self, span: Span) -> bool {
        self.placeholders
            .iter()
            .any(|tag| tag.span.start < span.end && tag.span.end > span.start)
    }

    /// A section of the manifest as a map, made where it is not there.
    pub fn section(&mut self, name: &str) -> &mut Map {
        self.manifest.map_at(name)
    }

    /// Adds an entry to a list of a section: `modules`, `jira:issuePanel`, …
    pub fn add(&mut self, section: &str, kind: &str, entry: Map, comment: &str) {
        let list = self.section(section).list_at(kind);
        let comment = if comment.is_empty() {
            Vec::new()
        } else {
            vec![comment.to_owned()]
        };
        list.push(Item {
            comment,
            value: Yaml::Map(entry),
        });
    }

    /// Adds an entry to a list at the top of the manifest: `resources`, `remotes`.
    pub fn add_top(&mut self, list: &str, entry: Map) {
        self.manifest.list_at(list).push(Item {
            comment: Vec::new(),
            value: Yaml::Map(entry),
        });
    }

    /// Whether a list at the top has an entry with this key.
    pub fn has_top(&self, list: &str, key: &str) -> bool {
        entries(self.manifest.get(list)).any(|entry| str_of(entry, "key") == Some(key))
    }

    /// The resource that shows the page at an old address, made where it is not there. Pages at one path share it.
    pub fn resource(&mut self, url: &str, fallback: &str) -> String {
        let path = path_of(url);
        let wish = if path.trim_matches('/').is_empty() {
            fallback.to_owned()
        } else {
            path
        };
        let key = short_slug(&wish);
        let folder = format!("static/{key}");
        let taken = entries(self.manifest.get("resources")).find(|entry| str_of(entry, "key") == Some(&key));
        let key = match taken {
            Some(entry) if str_of(entry, "path") == Some(&folder) => key,
            Some(_) => self.keys.fresh_resource(&wish),
            None => {
                self.keys.keep_resource(&key);
                key
            }
        };
        let key = self.within_limit(key);
        if !self.has_top("resources", &key) {
            let mut entry = Map::new();
            entry.insert("key", key.as_str());
            entry.insert("path", format!("static/{key}"));
            self.add_top("resources", entry);
        }
        key
    }

    /// The key itself, or that of the resource which all pages share that Forge has no room for.
    fn within_limit(&mut self, key: String) -> String {
        let count = entries(self.manifest.get("resources")).count();
        if self.has_top("resources", &key) || count + 1 < RESOURCES {
            return key;
        }
        let message =
            format!("Forge allows {RESOURCES} resources: the page `{key}` shares `{MORE_PAGES}` with others");
        self.findings
            .push(Finding::new(codes::RESOURCE_LIMIT, message).at(Place::start_of(self.file.path.clone())));
        MORE_PAGES.to_owned()
    }

    /// The resource of a page that was moved before: by its key, or as a route of an entry that it shares.
    pub fn moved_page(&self, key: &str) -> Option<String> {
        let modules = self.manifest.get("modules").and_then(Yaml::map)?;
        let route = slug(key);
        let all = || {
            modules
                .entries()
                .iter()
                .flat_map(|kind| entries(Some(&kind.value)))
        };
        let own = all().find(|entry| str_of(entry, "key") == Some(key));
        let shared = || {
            all().find(|entry| entries(entry.get("pages")).any(|page| str_of(page, "route") == Some(&route)))
        };
        str_of(own.or_else(shared)?, "resource").map(str::to_owned)
    }

    /// The page of a resource, for its file.
    pub fn page(&mut self, resource: &str) -> &mut Page {
        let backend = match self.target {
            Target::Remote => Backend::Remote,
            Target::Native => Backend::Resolver,
            Target::ConnectOnForge => Backend::None,
        };
        self.pages.entry(resource.to_owned()).or_insert_with(|| Page {
            resource: resource.to_owned(),
            folder: format!("static/{resource}"),
            backend,
            ..Page::default()
        })
    }

    /// What pages call: a resolver function, or an endpoint on the server.
    pub fn resolver(&mut self) -> Map {
        let mut map = Map::new();
        if self.target == Target::Remote {
            let key = self.endpoint("resolver", None);
            map.insert("endpoint", key);
        } else {
            let key = self.function(Handler {
                function: "resolver".into(),
                export: "resolver".into(),
                kind: HandlerKind::Resolver,
                what: "What the app's pages call through invoke().".into(),
                todo: "define the calls that the pages make, from the routes of the old server".into(),
                code: "FS6001",
                ..Handler::default()
            });
            map.insert("function", key);
        }
        map
    }

    /// A function of the manifest with its handler; the one that exists where the key does.
    pub fn function(&mut self, mut handler: Handler) -> String {
        let key = short_slug(&handler.function);
        handler.function.clone_from(&key);
        if let Some(known) = self.handlers.get_mut(&key) {
            for was in handler.was {
                if !known.was.contains(&was) {
                    known.was.push(was);
                }
            }
            if let (Some(Run::Event { names, .. }), Some(Run::Event { names: more, .. })) =
                (&mut known.run, handler.run)
            {
                names.extend(more);
            }
            return key;
        }
        let there =
            entries(self.section("modules").get("function")).any(|entry| str_of(entry, "key") == Some(&key));
        if !there {
            self.keys.keep(&key);
            let mut entry = Map::new();
            entry.insert("key", key.as_str());
            entry.insert("handler", format!("index.{}", handler.export));
            self.add("modules", "function", entry, "");
            self.handlers.insert(key.clone(), handler);
        }
        key
    }

    /// An endpoint on the server, for a path or for whatever path the caller names.
    pub fn endpoint(&mut self, name: &str, path: Option<&str>) -> String {
        let key = short_slug(name);
        let there =
            entries(self.section("modules").get("endpoint")).any(|entry| str_of(entry, "key") == Some(&key));
        if !there {
            self.keys.keep(&key);
            let remote = self.remote();
            let mut entry = Map::new();
            entry.insert("key", key.as_str());
            entry.insert("remote", remote);
            if let Some(path) = path {
                let mut route = Map::new();
                route.insert("path", path);
                entry.insert("route", route);
            }
            let mut auth = Map::new();
            auth.insert("appSystemToken", enabled());
            // A trigger may not ask for a user's token; only what pages call may.
            if path.is_none() && self.acts_as_user {
                auth.insert("appUserToken", enabled());
            }
            entry.insert("auth", auth);
            self.add("modules", "endpoint", entry, "");
        }
        key
    }

    /// The remote for the old server, made where it is not there.
    pub fn remote(&mut self) -> String {
        let known = self.manifest.at(&["app", "connect"]).and_then(Yaml::map);
        if let Some(key) = known
            .and_then(|connect| str_of(connect, "remote"))
            .map(str::to_owned)
            && self.has_top("remotes", &key)
        {
            return key;
        }
        let key = "connect".to_owned();
        if !self.has_top("remotes", &key) {
            let mut entry = Map::new();
            entry.insert("key", key.as_str());
            let base = self.base_url();
            if self.server.regions.is_empty() {
                entry.insert("baseUrl", base);
            } else {
                let mut urls = Map::new();
                urls.insert("default", base);
                for (region, url) in self.server.regions.clone() {
                    urls.insert(region, url);
                }
                entry.insert("baseUrl", urls);
            }
            self.add_top("remotes", entry);
        }
        key
    }

    /// The server's address, or the variable that stands for it.
    pub fn base_url(&mut self) -> String {
        if let Some(url) = &self.server.base_url {
            return url.clone();
        }
        let variables = self.section("environment").list_at("variables");
        let known = variables.iter().any(|item| match &item.value {
            Yaml::Str(name) => name == BASE_URL_VARIABLE,
            Yaml::Map(map) => str_of(map, "key") == Some(BASE_URL_VARIABLE),
            _ => false,
        });
        if !known {
            let mut variable = Map::new();
            variable.insert("key", BASE_URL_VARIABLE);
            variable.insert("default", BASE_URL_UNSET);
            variables.push(Yaml::Map(variable).into());
            let message = format!("the server's address is not known: set the variable {BASE_URL_VARIABLE}");
            let place = self.file.path.clone();
            self.findings
                .push(Finding::new(codes::BASE_URL_UNKNOWN, message).at(Place::start_of(place)));
        }
        format!("${{{BASE_URL_VARIABLE}}}")
    }

    /// Puts the sections in the order in which they are read, and leaves out empty ones.
    pub fn in_order(&mut self) {
        let mut sections: Vec<Entry> = self
            .manifest
            .entries()
            .iter()
            .filter(|entry| !is_empty(&entry.value))
            .cloned()
            .collect();
        sections.sort_by_key(|entry| {
            SECTIONS
                .iter()
                .position(|name| *name == entry.key)
                .unwrap_or(SECTIONS.len())
        });
        self.manifest = Map::new();
        for section in sections {
            self.manifest.insert_entry(section);
        }
        if let Some(Yaml::Map(modules)) = self.manifest.get_mut("modules") {
            let mut kinds: Vec<Entry> = modules.entries().to_vec();
            kinds.sort_by_key(|kind| {
                LAST.iter()
                    .position(|name| *name == kind.key)
                    .map_or(0, |index| index + 1)
            });
            *modules = Map::new();
            for kind in kinds {
                modules.insert_entry(kind);
            }
        }
    }
}

fn enabled() -> Map {
    let mut map = Map::new();
    map.insert("enabled", true);
    map
}

fn is_empty(value: &Yaml) -> bool {
    match value {
        Yaml::Map(map) => map.is_empty(),
        Yaml::List(items) => items.is_empty(),
        _ => false,
    }
}

/// The path of an address: no host, no query, no context parameters.
pub fn path_of(url: &str) -> String {
    let rest = url
        .split_once("://")
        .map_or(url, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
    let path = rest.split(['?', '#']).next().unwrap_or("");
    path.split('/')
        .filter(|part| !part.contains('{'))
        .collect::<Vec<_>>()
        .join("/")
}

/// The maps of a list.
pub fn entries(list: Option<&Yaml>) -> impl Iterator<Item = &Map> {
    list.map(Yaml::items)
        .unwrap_or_default()
        .iter()
        .filter_map(|item| item.value.map())
}

/// A text of a map.
pub fn str_of<'a>(map: &'a Map, key: &str) -> Option<&'a str> {
    map.get(key).and_then(Yaml::str)
}

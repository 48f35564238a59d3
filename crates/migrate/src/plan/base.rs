//! What a plan starts from: a descriptor, or the manifest that is there.

use super::Refusal;
use crate::codes;
use crate::draft::{Draft, Server, entries, str_of};
use crate::names::Keys;
use crate::target::Target;
use forgeshift_connect::app::App;
use forgeshift_connect::descriptor::product::Product;
use forgeshift_connect::descriptor::{Descriptor, Module};
use forgeshift_connect::manifest::Manifest;
use forgeshift_forge::yaml::{Map, Yaml};
use forgeshift_source::data::{Member, Node, Value};
use forgeshift_source::file::SourceFile;
use forgeshift_source::finding::Finding;
use forgeshift_source::span::Place;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The app id until `forge register` gives one.
pub(super) const UNREGISTERED: &str = "ari:cloud:ecosystem::app/invalid-run-forge-register";
/// The current runtime; `nodejs20.x` is refused at deploy since 2026-05-06.
pub(super) const RUNTIME: &str = "nodejs24.x";

/// What a plan starts from.
pub(super) struct Base<'a> {
    pub(super) descriptor: Option<&'a Descriptor>,
    pub(super) manifest: Option<&'a Manifest>,
    pub(super) file: Arc<SourceFile>,
    pub(super) modules: Vec<Module>,
    pub(super) products: Vec<Product>,
}

impl<'a> Base<'a> {
    pub(super) fn new(app: &'a App, manifest: Option<&'a Manifest>) -> Result<Self, Refusal> {
        let descriptor = app.descriptor.as_ref();
        if let Some(manifest) = manifest {
            let products = manifest.products();
            let modules = manifest.connect_modules.clone();
            return Ok(Self {
                descriptor,
                manifest: Some(manifest),
                file: manifest.file.clone(),
                modules,
                products,
            });
        }
        let Some(found) = descriptor else {
            return Err(Refusal::Nothing(
                "neither a descriptor nor a manifest was found".into(),
            ));
        };
        let mut modules = found.modules.clone();
        modules.extend(lifecycle_module(found));
        Ok(Self {
            descriptor,
            manifest: None,
            file: found.file.clone(),
            modules,
            products: found.products.clone(),
        })
    }

    pub(super) fn draft(&self, app: &'a App, target: Target) -> Draft<'a> {
        let placeholders = match (self.manifest, self.descriptor) {
            (None, Some(descriptor)) => descriptor.placeholders.as_slice(),
            _ => &[],
        };
        let mut sections = BTreeMap::new();
        let mut page_urls = BTreeMap::new();
        for module in &self.modules {
            let (Some(key), text) = (&module.key, |name: &str| {
                module.node.get(name).and_then(Node::str)
            }) else {
                continue;
            };
            if module.kind == "webSections"
                && let Some(location) = text("location")
            {
                sections.insert(key.clone(), location.to_owned());
            }
            if let Some(url) = text("url") {
                page_urls.insert(key.clone(), url.to_owned());
            }
        }
        let acts_as_user = self
            .connect_scopes()
            .iter()
            .any(|(scope, _)| scope == "ACT_AS_USER");
        let mut draft = Draft {
            target,
            file: self.file.clone(),
            placeholders,
            manifest: Map::new(),
            keys: Keys::default(),
            pages: BTreeMap::new(),
            icons: BTreeSet::new(),
            handlers: BTreeMap::new(),
            outcomes: Vec::new(),
            findings: Vec::new(),
            event_scopes: BTreeSet::new(),
            folds: Vec::new(),
            server: server(app.descriptor.as_ref()),
            sections,
            page_urls,
            own_types: self.own_types(),
            translations: Vec::new(),
            acts_as_user,
        };
        match self.manifest {
            Some(manifest) => start_from_manifest(&mut draft, manifest),
            None => app_block(&mut draft, self.descriptor),
        }
        draft
    }

    /// The prefix of the app's own content types and the keys of its custom content, moved or not.
    pub(super) fn own_types(&self) -> (String, BTreeSet<String>) {
        let key = self
            .manifest
            .and_then(Manifest::connect_key)
            .or_else(|| self.descriptor.and_then(Descriptor::key));
        let declared = self
            .modules
            .iter()
            .filter(|module| module.kind == "customContent");
        let moved = self
            .manifest
            .map(|manifest| manifest.other_modules.as_slice())
            .unwrap_or_default();
        let moved = moved
            .iter()
            .filter(|(kind, ..)| kind == "confluence:customContent");
        let keys = declared
            .filter_map(|module| module.key.clone())
            .chain(moved.filter_map(|(_, key, _)| key.clone()));
        let fits = |key: &String| key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        (
            format!("ac:{}:", key.unwrap_or_default()),
            keys.filter(fits).collect(),
        )
    }

    /// The Connect scopes: of the descriptor, or those that the manifest carries.
    pub(super) fn connect_scopes(&self) -> Vec<(String, Place)> {
        if let (None, Some(descriptor)) = (self.manifest, self.descriptor) {
            return descriptor.scopes.clone();
        }
        let Some(manifest) = self.manifest else {
            return Vec::new();
        };
        let scopes = manifest.root.at(&["permissions", "scopes"]);
        let names = scopes
            .map(Node::items)
            .unwrap_or_default()
            .iter()
            .filter_map(|item| Some((item.str()?, item.span)));
        let keyed = scopes
            .map(Node::members)
            .unwrap_or_default()
            .iter()
            .map(|member| (member.key.as_str(), member.key_span));
        names
            .chain(keyed)
            .filter_map(|(name, span)| {
                let (scope, _) = name.split_once(":connect-")?;
                Some((
                    scope.to_ascii_uppercase().replace('-', "_"),
                    manifest.file.place(span),
                ))
            })
            .collect()
    }
}

/// The lifecycle of a descriptor as one module, which is what a manifest makes of it.
pub(super) fn lifecycle_module(descriptor: &Descriptor) -> Option<Module> {
    let node = descriptor
        .root
        .get("lifecycle")
        .filter(|node| !descriptor.lifecycle.is_empty() && node.is_object())?;
    let members: Vec<Member> = node
        .members()
        .iter()
        .filter(|member| member.value.str().is_some())
        .cloned()
        .collect();
    Some(Module {
        kind: "lifecycle".into(),
        key: None,
        product: descriptor.products.first().copied()?,
        node: Node {
            span: node.span,
            value: Value::Object(members),
        },
        place: descriptor.file.place(node.span),
    })
}

pub(super) fn server(descriptor: Option<&Descriptor>) -> Server {
    let Some(descriptor) = descriptor else {
        return Server::default();
    };
    let known = |node: &Node| {
        let url = node.str()?.trim_end_matches('/');
        let host = url.strip_prefix("https://")?;
        let real = !host.is_empty() && !url.contains(char::is_whitespace) && !host.starts_with("localhost");
        (real && !descriptor.is_unknown(node.span)).then(|| url.to_owned())
    };
    let base_url = descriptor.root.get("baseUrl").and_then(known);
    let regions = descriptor
        .root
        .get("regionBaseUrls")
        .map(Node::members)
        .unwrap_or_default();
    let regions = regions
        .iter()
        .filter_map(|member| Some((member.key.clone(), known(&member.value)?)))
        .collect();
    Server { base_url, regions }
}

pub(super) fn start_from_manifest(draft: &mut Draft<'_>, manifest: &Manifest) {
    if let Yaml::Map(map) = Yaml::from(&manifest.root) {
        draft.manifest = map;
    }
    for (_, key, _) in &manifest.other_modules {
        if let Some(key) = key {
            draft.keys.keep(key);
        }
    }
    let resources: Vec<String> = entries(draft.manifest.get("resources"))
        .filter_map(|entry| str_of(entry, "key").map(str::to_owned))
        .collect();
    for key in resources {
        draft.keys.keep_resource(&key);
    }
}

pub(super) fn app_block(draft: &mut Draft<'_>, descriptor: Option<&Descriptor>) {
    let Some(descriptor) = descriptor else { return };
    let bitbucket = descriptor.products.first() == Some(&Product::Bitbucket);
    let mut app = Map::new();
    app.insert("id", UNREGISTERED);
    let mut runtime = Map::new();
    runtime.insert("name", RUNTIME);
    app.insert("runtime", runtime);
    if let Some(paid) = descriptor.root.get("enableLicensing").and_then(Node::bool) {
        let mut licensing = Map::new();
        licensing.insert("enabled", paid);
        app.insert("licensing", licensing);
    }
    if bitbucket {
        let message = "Forge takes over no Connect app of Bitbucket: customers install the Forge app anew";
        draft
            .findings
            .push(Finding::new(codes::BITBUCKET_NEW_APP, message).at(descriptor.place_of("key")));
    } else {
        let mut connect = Map::new();
        connect.insert("key", connect_key(draft, descriptor));
        app.insert("connect", connect);
    }
    draft.manifest.insert("app", app);
}

/// The app's key, or a variable where it is not known: what customers have installed hangs on it.
pub(super) fn connect_key(draft: &mut Draft<'_>, descriptor: &Descriptor) -> String {
    const VARIABLE: &str = "CONNECT_KEY";
    let place = descriptor.place_of("key");
    let node = descriptor.root.get("key");
    let unknown = node.is_none_or(|node| descriptor.is_unknown(node.span));
    let key = descriptor.key().unwrap_or_default();
    let fits = (1..=90).contains(&key.len())
        && key
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "-._".contains(c));
    if fits && !unknown {
        return key.to_owned();
    }
    let why = if unknown {
        format!("is put in by {}", descriptor.form.filler())
    } else {
        format!("`{key}` is none that Forge accepts (1 to 90 of a-z, 0-9, `-._`)")
    };
    let message = format!("the app's key {why}: the manifest takes it from the variable {VARIABLE}");
    draft
        .findings
        .push(Finding::new(codes::APP_KEY, message).at(place));
    let mut variable = Map::new();
    variable.insert("key", VARIABLE);
    variable.insert("default", "set-the-key-of-the-connect-app");
    draft
        .section("environment")
        .list_at("variables")
        .push(Yaml::Map(variable).into());
    format!("${{{VARIABLE}}}")
}

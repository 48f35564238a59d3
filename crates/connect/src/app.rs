//! An app as a whole: what was found below a path, and which of it counts.

use crate::carry::Carry;
use crate::descriptor::built::Built;
use crate::descriptor::{self, Descriptor, Form};
use crate::facts::CodeFacts;
use crate::front::Front;
use crate::lang;
use crate::manifest::{self, Manifest, State};
use crate::timings::Timings;
use forgeshift_source::data::{Node, json};
use forgeshift_source::disk::tree::{Listing, Tree};
use forgeshift_source::file::{SourceFile, Unreadable};
use std::sync::Arc;

/// Descriptors and manifests beyond this size are refused: real ones stay under 100 KB, Forge's own limit for a
/// manifest is 200 KB.
const METADATA_LIMIT: u64 = 4 << 20;

/// Everything that was read of an app.
#[derive(Debug, Default)]
pub struct App {
    /// The descriptor that counts.
    pub descriptor: Option<Descriptor>,
    /// Descriptors that were found but not chosen, with the reason.
    pub others: Vec<(Arc<str>, String)>,
    /// The manifest, where one exists.
    pub manifest: Option<Manifest>,
    /// The files that were listed; empty where a single file was given.
    pub listing: Listing,
    /// What the code does; none where a single file was given.
    pub code: Option<CodeFacts>,
    /// What its pages are made of; read only to move the app.
    pub front: Option<Front>,
    /// What carrying the server's files needs; read only where a plan wants it.
    pub carry: Option<Carry>,
    /// How long reading the code took.
    pub timings: Timings,
}

/// What was given on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Given {
    /// A folder or an archive: everything in it is looked at.
    Project,
    /// One file, a descriptor or a manifest: nothing else is looked at.
    File,
}

/// Why nothing can be said about an app.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// The descriptor is refused.
    #[error(transparent)]
    Descriptor(#[from] descriptor::Refused),
    /// The manifest is refused.
    #[error(transparent)]
    Manifest(#[from] manifest::Refused),
    /// The file could not be read.
    #[error("{path}: {reason}")]
    Unreadable {
        /// The file.
        path: String,
        /// Why.
        reason: Unreadable,
    },
}

/// How much of a project is read.
#[derive(Debug, Clone, Copy)]
pub struct Extent {
    /// Whether the code is read too.
    pub code: bool,
    /// Threads for reading code.
    pub threads: usize,
}

impl App {
    /// Reads one descriptor or manifest file of a tree.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub fn read_file(tree: &Tree, path: &str) -> Result<Self, ReadError> {
        let file = load(tree, path)?;
        if is_yaml(path) {
            Ok(Self {
                manifest: Some(manifest::read(file)?),
                ..Self::default()
            })
        } else {
            Ok(Self {
                descriptor: Some(descriptor::read(file)?),
                ..Self::default()
            })
        }
    }

    /// Reads a project. Neither descriptor nor manifest need be there.
    ///
    /// # Errors
    /// See [`ReadError`]: a descriptor or manifest at its usual place that is broken is an error, any other is
    /// passed over and named in [`App::others`].
    pub fn read_project(tree: &Tree, listing: Listing, extent: Extent) -> Result<Self, ReadError> {
        let mut app = Self {
            listing,
            ..Self::default()
        };
        app.find_manifest(tree)?;
        app.find_descriptor(tree)?;
        if extent.code {
            let code = lang::read(tree, &app.listing, extent.threads, &mut app.timings);
            app.take_built(tree, &code);
            app.code = Some(code);
        }
        Ok(app)
    }

    /// Chooses among the descriptors that code builds. One in a file of its own stands first.
    fn take_built(&mut self, tree: &Tree, code: &CodeFacts) {
        let mut candidates: Vec<&Built> = code.descriptors.iter().collect();
        candidates.sort_by_key(|built| (rank(&built.place.file), !built.served, &built.place));
        for built in candidates {
            if let Some(chosen) = &self.descriptor {
                let why = if chosen.form == Form::Code && chosen.file.path == built.place.file {
                    format!("the object in line {} is not the first in it", built.place.line)
                } else {
                    format!("`{}` stands first", chosen.file.path)
                };
                self.others.push((built.place.file.clone(), why));
                continue;
            }
            let files: Result<Vec<_>, _> = built.files.iter().map(|path| load(tree, path)).collect();
            let read = files.and_then(|files| Ok(descriptor::built::descriptor(built, files)?));
            match read {
                Ok(descriptor) => self.descriptor = Some(descriptor),
                Err(error) => self.others.push((built.place.file.clone(), error.to_string())),
            }
        }
    }

    /// Reads what the pages of the app are made of. Only who moves the app needs it.
    pub fn read_front(&mut self, tree: &Tree) {
        let modules = self.descriptor.iter().flat_map(|descriptor| &descriptor.modules);
        let urls: Vec<String> = modules.flat_map(|module| urls_of(&module.node)).collect();
        self.front = Some(Front::read(tree, &self.listing, &urls));
    }

    /// Reads what carrying the server's files needs.
    pub fn read_carry(&mut self, tree: &Tree, threads: usize) {
        self.carry = Some(lang::ecma::carry::read(tree, &self.listing, threads));
    }

    /// How far the app has come.
    pub fn state(&self) -> State {
        match (&self.manifest, &self.descriptor) {
            (Some(manifest), _) => manifest.state,
            (None, Some(_)) => State::Connect,
            (None, None) => State::Unknown,
        }
    }

    fn find_manifest(&mut self, tree: &Tree) -> Result<(), ReadError> {
        for name in ["manifest.yml", "manifest.yaml"] {
            if self.listing.files.iter().any(|file| &*file.path == name) {
                self.manifest = Some(manifest::read(load(tree, name)?)?);
                return Ok(());
            }
        }
        // Dhall is refused only where the YAML that it makes is not there.
        if self
            .listing
            .files
            .iter()
            .any(|file| &*file.path == "manifest.dhall")
        {
            let place = forgeshift_source::span::Place::start_of("manifest.dhall".into());
            return Err(manifest::Refused::Dhall { place }.into());
        }
        Ok(())
    }

    fn find_descriptor(&mut self, tree: &Tree) -> Result<(), ReadError> {
        let mut candidates: Vec<&str> = self
            .listing
            .files
            .iter()
            .map(|file| &*file.path)
            .filter(|path| is_descriptor_name(path))
            .collect();
        candidates.sort_by_key(|path| (rank(path), path.matches('/').count(), path.len(), *path));
        let mut others = Vec::new();
        let mut chosen: Option<Descriptor> = None;
        for path in candidates {
            if let Some(chosen) = &chosen {
                let why = format!("`{}` stands first", chosen.file.path);
                if looks_like_descriptor(tree, path) {
                    others.push((path.into(), why));
                }
                continue;
            }
            match load(tree, path).and_then(|file| Ok(descriptor::read(file)?)) {
                Ok(descriptor) => chosen = Some(descriptor),
                // A broken file at the usual place is what the user means: say so rather than pass it over.
                Err(error) if rank(path) == 0 => return Err(error),
                Err(error) if looks_like_descriptor(tree, path) => {
                    others.push((path.into(), error.to_string()))
                }
                Err(_) => {}
            }
        }
        self.descriptor = chosen;
        self.others = others;
        Ok(())
    }
}

/// Every address that a module declares.
fn urls_of(node: &Node) -> Vec<String> {
    let mut urls = Vec::new();
    let mut open = vec![node];
    while let Some(node) = open.pop() {
        for member in node.members() {
            match member.value.str() {
                Some(url) if member.key == "url" => urls.push(url.to_owned()),
                _ => open.push(&member.value),
            }
        }
        open.extend(node.items());
    }
    urls
}

fn load(tree: &Tree, path: &str) -> Result<Arc<SourceFile>, ReadError> {
    tree.read(path, METADATA_LIMIT)
        .map(Arc::new)
        .map_err(|reason| ReadError::Unreadable {
            path: path.to_owned(),
            reason,
        })
}

fn is_yaml(path: &str) -> bool {
    [".yml", ".yaml", ".dhall"]
        .iter()
        .any(|end| path.to_ascii_lowercase().ends_with(end))
}

/// Names under which descriptors are kept, template endings included.
fn is_descriptor_name(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    let is_json = name.contains(".json") || name.ends_with(".tmpl");
    let named = [
        "atlassian-connect",
        "atlassian_connect",
        "connect-descriptor",
        "connect_descriptor",
    ];
    let exact = ["descriptor.json", "addon.json", "add-on.json", "connect.json"];
    is_json && (named.iter().any(|word| name.contains(word)) || exact.contains(&name.as_str()))
}

/// 0 for the usual name at the top or where servers keep it, more for names and folders that rarely count.
fn rank(path: &str) -> u32 {
    let lower = path.to_ascii_lowercase();
    let aside = [
        "test", "example", "sample", "fixture", "dist/", "build/", "target/", "docs/", "backup",
    ];
    let name = lower.rsplit('/').next().unwrap_or(&lower);
    let mut rank = 0;
    if aside.iter().any(|word| lower.contains(word)) {
        rank += 4;
    }
    if !name.starts_with("atlassian-connect.json") {
        rank += 2;
    }
    if rank == 0 && lower.matches('/').count() > 4 {
        rank += 1;
    }
    rank
}

fn looks_like_descriptor(tree: &Tree, path: &str) -> bool {
    let Ok(file) = tree.read(path, METADATA_LIMIT) else {
        return false;
    };
    match json::read(&descriptor::template::clean(&file.text).text) {
        Ok(root) => root.get("key").is_some() && root.get("baseUrl").is_some(),
        Err(_) => file.text.contains("\"baseUrl\""),
    }
}

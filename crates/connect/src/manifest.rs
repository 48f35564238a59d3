//! An existing `manifest.yml`: how far the app has come, and the Connect modules that it still carries.

use crate::descriptor::Module;
use crate::descriptor::product::Product;
use forgeshift_source::data::{self, Node};
use forgeshift_source::file::SourceFile;
use forgeshift_source::span::{Place, Span};
use std::sync::Arc;

/// How far an app has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// A descriptor and no manifest.
    Connect,
    /// A manifest that only carries Connect modules.
    ConnectOnForge,
    /// A manifest with both kinds of modules.
    Hybrid,
    /// A manifest without Connect modules.
    Forge,
    /// Neither descriptor nor manifest was found.
    Unknown,
}

impl State {
    /// The word of the contract.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Connect => "connect",
            Self::ConnectOnForge => "connect-on-forge",
            Self::Hybrid => "hybrid",
            Self::Forge => "forge",
            Self::Unknown => "unknown",
        }
    }
}

/// A manifest that was read.
#[derive(Debug, Clone)]
pub struct Manifest {
    /// The file.
    pub file: Arc<SourceFile>,
    /// The whole file.
    pub root: Node,
    /// Connect-on-Forge, hybrid or Forge.
    pub state: State,
    /// The Connect modules that it carries, webhooks and lifecycle entries among them.
    pub connect_modules: Vec<Module>,
    /// The other modules: kind, key and place.
    pub other_modules: Vec<(String, Option<String>, Place)>,
}

/// Why a manifest cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The file is not YAML.
    #[error("{place}: not YAML: {reason}")]
    NotYaml {
        /// Where it goes wrong.
        place: Place,
        /// What is wrong.
        reason: String,
    },
    /// The file is YAML, but not a manifest.
    #[error("{place}: not a Forge manifest: {reason}")]
    NotAManifest {
        /// Where.
        place: Place,
        /// What is missing.
        reason: String,
    },
    /// A manifest written in Dhall.
    #[error("{place}: a manifest written in Dhall: make the YAML first (dhall-to-yaml) and pass that")]
    Dhall {
        /// The file.
        place: Place,
    },
}

/// Reads a manifest.
///
/// # Errors
/// See [`Refused`].
pub fn read(file: Arc<SourceFile>) -> Result<Manifest, Refused> {
    if file.path.ends_with(".dhall") {
        return Err(Refused::Dhall {
            place: Place::start_of(file.path.clone()),
        });
    }
    let root = data::yaml::read(&file.text).map_err(|error| Refused::NotYaml {
        place: file.place(error.span),
        reason: error.message.clone(),
    })?;
    if root.get("app").is_none() && root.get("modules").is_none() && root.get("connectModules").is_none() {
        let reason = "it has neither `app` nor `modules`".to_owned();
        return Err(Refused::NotAManifest {
            place: file.place(root.span),
            reason,
        });
    }
    let connect_modules = connect_modules(&file, &root);
    let other_modules = other_modules(&file, &root);
    // Functions and endpoints show nothing by themselves: a manifest that only has those beside its Connect
    // modules is not half moved.
    let own = other_modules
        .iter()
        .any(|(kind, ..)| kind != "function" && kind != "endpoint");
    let state = match (connect_modules.is_empty(), own) {
        (true, _) => State::Forge,
        (false, false) => State::ConnectOnForge,
        (false, true) => State::Hybrid,
    };
    Ok(Manifest {
        file,
        root,
        state,
        connect_modules,
        other_modules,
    })
}

impl Manifest {
    /// The Connect key that the app keeps.
    pub fn connect_key(&self) -> Option<&str> {
        self.root.at(&["app", "connect", "key"]).and_then(Node::str)
    }

    /// The products of its modules.
    pub fn products(&self) -> Vec<Product> {
        let mut products: Vec<Product> = self.connect_modules.iter().map(|module| module.product).collect();
        for (kind, ..) in &self.other_modules {
            let prefix = kind.split(':').next().unwrap_or("");
            match prefix {
                "jira" | "jiraServiceManagement" | "devops" => products.push(Product::Jira),
                "confluence" | "macro" => products.push(Product::Confluence),
                "bitbucket" => products.push(Product::Bitbucket),
                _ => {}
            }
        }
        products.sort();
        products.dedup();
        products
    }
}

fn connect_modules(file: &SourceFile, root: &Node) -> Vec<Module> {
    let mut modules = Vec::new();
    for member in root.get("connectModules").map(Node::members).unwrap_or_default() {
        let (prefix, kind) = member.key.split_once(':').unwrap_or(("jira", &member.key));
        let product = if prefix == "confluence" {
            Product::Confluence
        } else {
            Product::Jira
        };
        let mut push = |node: &Node| {
            modules.push(Module {
                kind: kind.to_owned(),
                key: node.get("key").and_then(Node::str).map(str::to_owned),
                product,
                node: node.clone(),
                place: file.place(node.span),
            });
        };
        if member.value.is_array() {
            member
                .value
                .items()
                .iter()
                .filter(|item| item.is_object())
                .for_each(&mut push);
        } else if member.value.is_object() {
            push(&member.value);
        }
    }
    modules
}

fn other_modules(file: &SourceFile, root: &Node) -> Vec<(String, Option<String>, Place)> {
    let mut modules = Vec::new();
    for member in root.get("modules").map(Node::members).unwrap_or_default() {
        let key = |node: &Node| node.get("key").and_then(Node::str).map(str::to_owned);
        let place = |span: Span| file.place(span);
        if member.value.is_array() {
            for item in member.value.items() {
                modules.push((member.key.clone(), key(item), place(item.span)));
            }
        } else {
            modules.push((member.key.clone(), key(&member.value), place(member.key_span)));
        }
    }
    modules
}

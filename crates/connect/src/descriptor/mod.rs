//! `atlassian-connect.json`: what the app shows and asks for.
//!
//! The names are those of the Connect descriptor reference,
//! <https://developer.atlassian.com/cloud/jira/platform/connect-app-descriptor/>.

pub mod built;
pub mod product;
pub mod template;

use forgeshift_source::data::{self, Node, Value};
use forgeshift_source::file::SourceFile;
use forgeshift_source::span::{Place, Span};
use product::Product;
use std::sync::Arc;
use template::{Placeholder, Stands};

/// How a descriptor is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Plain JSON; comments and trailing commas may be there.
    Static,
    /// A template that some server fills in.
    Templated,
    /// An object that code builds.
    Code,
}

impl Form {
    /// The word of the contract.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Static => "static",
            Self::Templated => "templated",
            Self::Code => "code",
        }
    }

    /// What puts in the values that are not known.
    pub fn filler(self) -> &'static str {
        match self {
            Self::Static | Self::Templated => "a template",
            Self::Code => "code",
        }
    }
}

/// One module, webhook or lifecycle entry as it was declared.
#[derive(Debug, Clone)]
pub struct Module {
    /// Where it was declared: `webPanels`, `webhooks`, `lifecycle`, …
    pub kind: String,
    /// Its key. Webhooks and lifecycle entries of a descriptor have none.
    pub key: Option<String>,
    /// The product that shows it.
    pub product: Product,
    /// The whole body.
    pub node: Node,
    /// Where it stands.
    pub place: Place,
}

/// A descriptor that was read.
#[derive(Debug, Clone)]
pub struct Descriptor {
    /// The file.
    pub file: Arc<SourceFile>,
    /// How it is written.
    pub form: Form,
    /// The tags of the template, where it is one.
    pub placeholders: Vec<Placeholder>,
    /// The whole file.
    pub root: Node,
    /// The products that it is for; the first is the one that modules without a hint belong to.
    pub products: Vec<Product>,
    /// Whether the product could only be guessed.
    pub product_guessed: bool,
    /// The modules, in the order of the file, webhooks among them.
    pub modules: Vec<Module>,
    /// The lifecycle entries: name and address.
    pub lifecycle: Vec<(String, String, Place)>,
    /// The scopes, upper case.
    pub scopes: Vec<(String, Place)>,
    /// Keys or lists that hold something else than they should: place and what.
    pub odd: Vec<(Place, String)>,
    /// What was assumed of values that code chooses: place and what.
    pub assumed: Vec<(Place, String)>,
}

/// Why a file is no descriptor that can be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The file is not JSON.
    #[error("{place}: not JSON: {reason}")]
    NotJson {
        /// Where it goes wrong.
        place: Place,
        /// What is wrong.
        reason: String,
    },
    /// The file is JSON, but not a descriptor.
    #[error("{place}: not a Connect descriptor: {reason}")]
    NotADescriptor {
        /// Where.
        place: Place,
        /// What is missing.
        reason: String,
    },
    /// The descriptor of another product under the same name.
    #[error(
        "{place}: a descriptor of {product}, which is not a Connect app of Jira, Confluence or Bitbucket"
    )]
    OtherProduct {
        /// What gives it away.
        place: Place,
        /// Its name.
        product: &'static str,
    },
}

/// Reads a descriptor.
///
/// # Errors
/// See [`Refused`].
pub fn read(file: Arc<SourceFile>) -> Result<Descriptor, Refused> {
    let cleaned = template::clean(&file.text);
    let root = data::json::read(&cleaned.text).map_err(|error| Refused::NotJson {
        place: file.place(error.span),
        reason: error.message.clone(),
    })?;
    check_kind(&file, &root)?;
    let form = if cleaned.placeholders.is_empty() {
        Form::Static
    } else {
        Form::Templated
    };
    Ok(Descriptor::new(file, form, cleaned.placeholders, root))
}

fn check_kind(file: &SourceFile, root: &Node) -> Result<(), Refused> {
    let place = |span: Span| file.place(span);
    if !root.is_object() {
        let reason = "the file holds no object".to_owned();
        return Err(Refused::NotADescriptor {
            place: place(root.span),
            reason,
        });
    }
    // HipChat's add-ons declared `capabilities` in a file of the same name.
    if let Some(capabilities) = root.get("capabilities")
        && root.get("modules").is_none()
    {
        return Err(Refused::OtherProduct {
            place: place(capabilities.span),
            product: "HipChat",
        });
    }
    let missing: Vec<&str> = ["key", "baseUrl"]
        .into_iter()
        .filter(|key| root.get(key).is_none())
        .collect();
    if missing.len() == 2 {
        let reason = format!("it has no `{}`", missing.join("` and no `"));
        return Err(Refused::NotADescriptor {
            place: place(root.span),
            reason,
        });
    }
    Ok(())
}

impl Descriptor {
    /// A descriptor with everything that its root declares.
    fn new(file: Arc<SourceFile>, form: Form, placeholders: Vec<Placeholder>, root: Node) -> Self {
        let found = product::products(&root);
        let mut descriptor = Self {
            file,
            form,
            placeholders,
            root,
            products: found.products,
            product_guessed: found.guessed,
            modules: Vec::new(),
            lifecycle: Vec::new(),
            scopes: Vec::new(),
            odd: Vec::new(),
            assumed: Vec::new(),
        };
        descriptor.collect();
        descriptor
    }

    /// The key that installations know, where it is written.
    pub fn key(&self) -> Option<&str> {
        self.string("key")
    }

    /// The name for people.
    pub fn name(&self) -> Option<&str> {
        self.string("name")
    }

    /// The server's address.
    pub fn base_url(&self) -> Option<&str> {
        self.string("baseUrl")
    }

    /// The place of a top-level value, or of the whole file where it is not there.
    pub fn place_of(&self, key: &str) -> Place {
        self.file
            .place(self.root.get(key).map_or(Span::new(0, 0), |node| node.span))
    }

    fn string(&self, key: &str) -> Option<&str> {
        self.root.get(key).and_then(Node::str)
    }

    /// Whether a node's text holds a tag of the template.
    pub fn is_unknown(&self, span: Span) -> bool {
        self.placeholders
            .iter()
            .any(|p| p.span.start >= span.start && p.span.end <= span.end)
    }

    fn collect(&mut self) {
        let (mut modules, mut odd) = (Vec::new(), Vec::new());
        match self.root.get("modules") {
            Some(node) if node.is_object() => {
                for member in node.members() {
                    self.collect_kind(&member.key, &member.value, &mut modules, &mut odd);
                }
            }
            Some(node) => {
                let what = if self.is_for_value(node) {
                    let by = self.form.filler();
                    format!("the modules are put in by {by}: none of them is known")
                } else {
                    "`modules` is not an object".to_owned()
                };
                odd.push((self.file.place(node.span), what));
            }
            None => {}
        }
        let mut lifecycle = Vec::new();
        for member in self.root.get("lifecycle").map(Node::members).unwrap_or_default() {
            let place = self.file.place(Span {
                start: member.key_span.start,
                end: member.value.span.end,
            });
            match member.value.str() {
                Some(url) => lifecycle.push((member.key.clone(), url.to_owned(), place)),
                None => odd.push((place, format!("lifecycle `{}` is not an address", member.key))),
            }
        }
        let mut scopes = Vec::new();
        for item in self.root.get("scopes").map(Node::items).unwrap_or_default() {
            if let Some(scope) = item.str() {
                scopes.push((scope.to_ascii_uppercase(), self.file.place(item.span)));
            }
        }
        for top in ["translations", "cloudAppMigration"] {
            if let Some(node) = self.root.get(top).filter(|node| node.is_object()) {
                modules.push(self.module(top, node));
            }
        }
        self.modules = modules;
        self.odd = odd;
        self.lifecycle = lifecycle;
        self.scopes = scopes;
    }

    fn is_for_value(&self, node: &Node) -> bool {
        self.placeholders
            .iter()
            .any(|p| p.span == node.span && p.stands == Stands::ForValue)
    }

    fn collect_kind(
        &self,
        kind: &str,
        node: &Node,
        modules: &mut Vec<Module>,
        odd: &mut Vec<(Place, String)>,
    ) {
        match &node.value {
            Value::Array(items) => {
                for item in items {
                    if item.is_object() {
                        modules.push(self.module(kind, item));
                    } else {
                        let what = if self.is_for_value(item) {
                            "is not known"
                        } else {
                            "is not an object"
                        };
                        odd.push((self.file.place(item.span), format!("an entry of `{kind}` {what}")));
                    }
                }
            }
            Value::Object(_) => modules.push(self.module(kind, node)),
            _ => {
                let what = if self.is_for_value(node) {
                    format!("is put in by {}: nothing of it is known", self.form.filler())
                } else {
                    "is neither an object nor a list".to_owned()
                };
                odd.push((self.file.place(node.span), format!("`{kind}` {what}")));
            }
        }
    }

    fn module(&self, kind: &str, node: &Node) -> Module {
        Module {
            kind: kind.to_owned(),
            key: node.get("key").and_then(Node::str).map(str::to_owned),
            product: product::of_module(
                kind,
                node,
                self.products.first().copied().unwrap_or(Product::Jira),
            ),
            node: node.clone(),
            place: self.file.place(node.span),
        }
    }
}

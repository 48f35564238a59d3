//! What becomes of each thing that a descriptor declares.

use forgeshift_connect::descriptor::product::Product;
use forgeshift_source::finding::{Code, Grade};
use forgeshift_source::span::Place;

/// What was declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Declared {
    /// A module.
    Module,
    /// A webhook.
    Webhook,
    /// A lifecycle entry.
    Lifecycle,
}

/// Where a declared thing is written in the manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The section and kind: `jira:issuePanel`, `trigger`, `connectModules jira:webPanels`, `resources`.
    pub kind: String,
    /// The entry's key there.
    pub key: String,
}

/// What became of a declared thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It is in the manifest as something of Forge.
    Written(Vec<Written>),
    /// It stays what it is, carried by the manifest.
    Kept(Written),
    /// Nothing takes its place; the code says why.
    Lost(Code),
}

/// One declared thing and what became of it.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// What was declared.
    pub declared: Declared,
    /// Its kind: `webPanels`, `webhooks`, `lifecycle`.
    pub kind: String,
    /// Its key; for a lifecycle entry its name.
    pub key: Option<String>,
    /// The event of a webhook.
    pub event: Option<String>,
    /// The product that shows or sends it.
    pub product: Product,
    /// Where a module with a location stood.
    pub location: Option<String>,
    /// The address on the old server that serves it.
    pub url: Option<String>,
    /// Where it was declared.
    pub place: Place,
    /// What became of it.
    pub fate: Fate,
    /// How far the result can be trusted.
    pub grade: Grade,
    /// Whether the entry has the same key as before, which is what customers' data and addresses hang on.
    pub keeps_key: bool,
    /// The findings about it.
    pub notes: Vec<Code>,
}

impl Outcome {
    /// Where it is written, for everything that is.
    pub fn written(&self) -> &[Written] {
        match &self.fate {
            Fate::Written(written) => written,
            Fate::Kept(written) => std::slice::from_ref(written),
            Fate::Lost(_) => &[],
        }
    }
}

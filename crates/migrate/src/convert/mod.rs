//! Connect modules become Forge modules: the generic way that `catalog/modules.json` describes, and a rule for
//! each module that needs more than a row can say.

pub mod conditions;
mod confluence;
mod events;
mod fold;
mod jira;
mod places;
mod providers;
mod text;
mod ui;

pub use fold::fold;

use crate::catalog::module::Emit;
use crate::catalog::{self, Host};
use crate::codes;
use crate::draft::Draft;
use crate::names::{is_module_key, module_key};
use crate::outcome::{Declared, Fate, Outcome, Written};
use forgeshift_connect::descriptor::Module;
use forgeshift_connect::descriptor::product::Product;
use forgeshift_source::data::Node;
use forgeshift_source::finding::{Code, Finding, Grade};
use forgeshift_source::span::Span;

/// The host of a product in the catalog.
pub fn host(product: Product) -> Host {
    match product {
        Product::Jira => Host::Jira,
        Product::Confluence => Host::Confluence,
        Product::Bitbucket => Host::Bitbucket,
    }
}

/// One module while it is converted.
pub(crate) struct Piece<'d, 'a, 'm> {
    pub draft: &'d mut Draft<'a>,
    pub module: &'m Module,
    /// The key that it has in Forge.
    pub key: String,
    pub grade: Grade,
    pub notes: Vec<Code>,
}

/// Converts one module, webhook or lifecycle declaration; the outcomes are added to the draft.
pub fn convert(draft: &mut Draft<'_>, module: &Module) {
    if module.kind == "lifecycle" {
        return events::lifecycle(draft, module);
    }
    let (key, renamed) = take_key(draft, module);
    let mut piece = Piece {
        draft,
        module,
        key,
        grade: Grade::Review,
        notes: Vec::new(),
    };
    if let Some(old) = renamed {
        let message = format!("`{old}` cannot be the key in Forge: it becomes `{}`", piece.key);
        piece.say(codes::KEY_CHANGED, module.node.span, message);
    }
    let fate =
        match catalog::module::find(host(module.product), &module.kind).and_then(|row| row.emit.as_ref()) {
            Some(row) => by_row(&mut piece, row),
            None => without_row(&mut piece),
        };
    let keeps_key = fate_keeps_key(&fate, module.key.as_deref());
    let Piece {
        draft,
        key,
        grade,
        notes,
        ..
    } = piece;
    if matches!(fate, Fate::Lost(_)) {
        draft.keys.release(&key);
    }
    let outcome = outcome(module, fate, grade, keeps_key, notes);
    draft.outcomes.push(outcome);
}

fn fate_keeps_key(fate: &Fate, old: Option<&str>) -> bool {
    let Some(old) = old else { return false };
    matches!(fate, Fate::Written(written) if written.iter().any(|entry| entry.key == old))
}

/// The outcome of a module.
pub(crate) fn outcome(
    module: &Module,
    fate: Fate,
    grade: Grade,
    keeps_key: bool,
    notes: Vec<Code>,
) -> Outcome {
    let is_webhook = module.kind == "webhooks";
    let lost = matches!(fate, Fate::Lost(_));
    Outcome {
        declared: if is_webhook {
            Declared::Webhook
        } else {
            Declared::Module
        },
        kind: module.kind.clone(),
        key: module.key.clone(),
        event: is_webhook.then(|| text_at(&module.node, "event")).flatten(),
        product: module.product,
        location: text_at(&module.node, "location"),
        url: text_at(&module.node, "url").or_else(|| {
            module
                .node
                .at(&["target", "url"])
                .and_then(Node::str)
                .map(str::to_owned)
        }),
        place: module.place.clone(),
        fate,
        grade: if lost { Grade::Report } else { grade },
        keeps_key,
        notes,
    }
}

fn text_at(node: &Node, key: &str) -> Option<String> {
    node.get(key).and_then(Node::str).map(str::to_owned)
}

/// The key of a module: its own where Forge accepts it and nobody has it, else one that is near it.
fn take_key(draft: &mut Draft<'_>, module: &Module) -> (String, Option<String>) {
    let known = module
        .key
        .as_deref()
        .filter(|key| !key.contains("{{") && !key.contains("${"));
    match known {
        Some(key) if is_module_key(key) && draft.keys.keep(key) => (key.to_owned(), None),
        Some(key) => (draft.keys.fresh(&module_key(key)), Some(key.to_owned())),
        None => {
            let event = module.node.get("event").and_then(Node::str);
            let wish = event.map_or_else(|| module.kind.clone(), |event| format!("on-{event}"));
            (draft.keys.fresh(&wish), module.key.clone())
        }
    }
}

fn by_row(piece: &mut Piece<'_, '_, '_>, row: &'static Emit) -> Fate {
    match row.rule {
        None => ui::entry(piece, row, row.to.unwrap_or_default()),
        Some("page") => places::page(piece, row, row.to.unwrap_or_default()),
        Some("page-by-location") => places::page_by_location(piece, row),
        Some("by-location") => places::by_location(piece, row),
        Some("item") => places::item(piece, row),
        Some("dialog") => places::dialog(piece, row),
        Some("section") => places::section(piece),
        Some("issue-field") => jira::issue_field(piece, row),
        Some("entity-property") => jira::entity_property(piece),
        Some("global-permission") => jira::global_permission(piece, row),
        Some("jql-function") => jira::jql_function(piece),
        Some("time-tracking") => jira::time_tracking(piece, row),
        Some("workflow") => jira::workflow(piece, row),
        Some("gadget") => jira::gadget(piece, row),
        Some("background-script") => jira::background_script(piece, row),
        Some("command") => jira::command(piece, row),
        Some("queue-group") => jira::queue_group(piece, row),
        Some("provider") => providers::provider(piece, row),
        Some("macro") => confluence::macro_module(piece, row),
        Some("custom-content") => confluence::custom_content(piece, row),
        Some("content-property") => confluence::content_property(piece),
        Some("byline") => confluence::byline(piece, row),
        Some("shortcut-property") => confluence::shortcut(piece),
        Some("file-view") => places::file_view(piece, row),
        Some("webhook") => events::webhook(piece),
        Some("app-migration") => events::app_migration(piece),
        Some("translations") => events::translations(piece),
        Some(_) => without_row(piece),
    }
}

/// A module that no mapping names: the catalog says why, or does not know it.
fn without_row(piece: &mut Piece<'_, '_, '_>) -> Fate {
    let kind = piece.module.kind.clone();
    let known = catalog::module::find(host(piece.module.product), &kind);
    let Some(known) = known else {
        let message = format!(
            "`{kind}` is not a module that is known of {}",
            piece.module.product.as_str()
        );
        return piece.lose(codes::MODULE_UNKNOWN, message);
    };
    let note = known.note.unwrap_or("Forge has no such module");
    let code = if known.status == catalog::Status::Removed {
        codes::MODULE_REMOVED
    } else {
        codes::NO_EQUIVALENT
    };
    piece.lose(code, format!("`{kind}` has no place in Forge: {note}"))
}

impl Piece<'_, '_, '_> {
    /// Says something about this module at a span of its file.
    pub fn say(&mut self, code: Code, span: Span, message: String) {
        let place = self.draft.place(span);
        self.draft.findings.push(Finding::new(code, message).at(place));
        self.note(code);
    }

    /// Remembers that a finding is about this module.
    pub fn note(&mut self, code: Code) {
        if !self.notes.contains(&code) {
            self.notes.push(code);
        }
    }

    /// Nothing takes the module's place.
    pub fn lose(&mut self, code: Code, message: String) -> Fate {
        let message = format!(
            "{} {}: {message}",
            self.module.kind,
            self.module.key.as_deref().unwrap_or("(no key)")
        );
        self.say(code, self.module.node.span, message);
        Fate::Lost(code)
    }

    /// A value of the module.
    pub fn get(&self, path: &str) -> Option<&Node> {
        path.split('.')
            .try_fold(&self.module.node, |node, key| node.get(key))
    }

    /// A text of the module that no template tag hides.
    pub fn str(&self, path: &str) -> Option<&str> {
        let node = self.get(path)?;
        if self.draft.has_tag(node.span) {
            None
        } else {
            node.str()
        }
    }

    /// The comment above the module's entry: where it came from.
    pub fn comment(&self) -> String {
        let place = &self.module.place;
        format!("{} ({}:{})", self.module.kind, place.file, place.line)
    }

    /// The module is written as this entry.
    pub fn written(&self, kind: &str) -> Fate {
        Fate::Written(vec![Written {
            kind: kind.to_owned(),
            key: self.key.clone(),
        }])
    }
}

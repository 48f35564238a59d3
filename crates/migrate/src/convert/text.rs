//! Texts for people: i18n objects become plain texts, within Forge's limits.

use super::Piece;
use crate::codes;
use forgeshift_source::data::{Node, Value};

impl Piece<'_, '_, '_> {
    /// The text at a path: a string, or the `value` of an i18n object; none where it is empty, or unknown because
    /// a template puts it in.
    pub fn text(&mut self, path: &str, limit: usize) -> Option<String> {
        let node = self.get(path)?.clone();
        let value = match &node.value {
            Value::Object(_) => node.get("value")?.clone(),
            _ => node.clone(),
        };
        let text = value.str()?.trim().to_owned();
        if text.is_empty() {
            return None;
        }
        if self.draft.has_tag(value.span) {
            let message = format!("`{path}` is put in by a template: `{text}` is not known");
            self.say(codes::TEMPLATE_ASSUMED, value.span, message);
            return None;
        }
        if let Some(key) = node.get("i18n").and_then(Node::str) {
            let message = format!("`{path}` was translated under `{key}`: the manifest has its plain text");
            self.say(codes::TRANSLATION_LOST, node.span, message);
        }
        if text.chars().count() > limit {
            self.say(
                codes::TEXT_CUT,
                value.span,
                format!("`{path}` is cut at {limit} characters"),
            );
            return Some(text.chars().take(limit).collect());
        }
        Some(text)
    }

    /// The text at a path, or one made from the module's key, said so.
    pub fn text_or_key(&mut self, path: &str, property: &str, limit: usize) -> String {
        if let Some(text) = self.text(path, limit) {
            return text;
        }
        let text = humanized(&self.key);
        let span = self.module.node.span;
        self.say(
            codes::TEXT_MADE_UP,
            span,
            format!("Forge requires `{property}` and nothing gives it: `{text}` is made from the key"),
        );
        text
    }
}

/// `my-panel_one` as a person would write it: `My panel one`.
pub fn humanized(key: &str) -> String {
    let words = key.replace(['-', '_', '.'], " ");
    let mut chars = words.trim().chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => "App".to_owned(),
    }
}

//! A change as a unified diff.

use super::terminal::{BOLD, CYAN, GREEN, RED, paint, plain};
use forgeshift_source::plan::{Action, Change};
use similar::TextDiff;
use std::fmt::Write;

/// The diff of a change, without colours.
pub fn unified(change: &Change) -> String {
    if let (Some(from), true) = (&change.from, change.before == change.after) {
        return format!(
            "similarity index 100%\ncopy from {from}\ncopy to {}\n",
            change.path
        );
    }
    let before = change.before.as_deref().unwrap_or("");
    let after = change.after.as_deref().unwrap_or("");
    let old = match (&change.from, change.action) {
        (Some(from), _) => format!("a/{from}"),
        (None, Action::Create) => "/dev/null".to_owned(),
        (None, _) => format!("a/{}", change.path),
    };
    let new = if change.action == Action::Delete {
        "/dev/null".to_owned()
    } else {
        format!("b/{}", change.path)
    };
    TextDiff::from_lines(before, after)
        .unified_diff()
        .context_radius(3)
        .header(&old, &new)
        .to_string()
}

/// The same in colour.
pub fn colored(change: &Change) -> String {
    let mut out = String::new();
    for line in unified(change).lines() {
        let text = plain(line);
        let text = match line.as_bytes() {
            [b'+', b'+', b'+', ..] | [b'-', b'-', b'-', ..] => paint(BOLD, text),
            [b'+', ..] => paint(GREEN, text),
            [b'-', ..] => paint(RED, text),
            [b'@', ..] => paint(CYAN, text),
            _ => text,
        };
        let _ = writeln!(out, "{text}");
    }
    out
}

//! The sections of the Markdown that people decide on: the badge, the form of the Marketplace, the release note.

use super::markdown::{cell, code, text};
use super::{Read, TARGETS, at};
use serde_json::Value;
use std::fmt::Write;

/// Writes the sections; none where the document has no such part.
pub fn sections(app: &Value, out: &mut String) {
    let Some(targets) = app.get("targets") else {
        return;
    };
    let open = |id: &str| {
        let target = targets.get(id).unwrap_or(&Value::Null);
        matches!(target.text("standing"), "planned" | "reached")
    };
    // Nearest to Forge first: of the first that is open the form and the release note are shown.
    let Some((id, _, _)) = TARGETS.iter().rev().find(|(id, _, _)| open(id)) else {
        return;
    };
    let target = targets.get(*id).unwrap_or(&Value::Null);
    badge(id, target, out);
    form(id, target, out);
    note(id, target, out);
}

fn badge(id: &str, target: &Value, out: &mut String) {
    let empty = Value::Null;
    let roa = target.get("runs_on_atlassian").unwrap_or(&empty);
    let _ = writeln!(out, "## What would earn Runs on Atlassian ({id})\n");
    let _ = writeln!(out, "{}.\n", text(roa.text("why")));
    for blocker in roa.list("blockers") {
        let place = blocker.get("place").map(at).unwrap_or_default();
        let _ = writeln!(
            out,
            "- {}: {} ({} {})",
            code(blocker.text("code")),
            cell(blocker.text("why")),
            blocker.text("found"),
            code(&place)
        );
    }
    let edits = roa.list("edits");
    if !edits.is_empty() {
        out.push_str("\nThe least that would earn it:\n\n");
        for edit in edits {
            let _ = writeln!(out, "- {} ({})", cell(edit.text("what")), edit.text("size"));
        }
    }
    out.push('\n');
}

fn form(id: &str, target: &Value, out: &mut String) {
    let _ = writeln!(out, "## Privacy and security form, a draft ({id})\n");
    out.push_str("| question | draft | to be checked | evidence |\n| --- | --- | --- | --- |\n");
    for answer in target.list("privacy_form") {
        let draft = answer.some("answer").unwrap_or("a human must answer");
        let evidence: Vec<String> = answer
            .list("evidence")
            .iter()
            .take(5)
            .map(|place| code(&at(place)))
            .collect();
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} |",
            cell(answer.text("question")),
            cell(draft),
            cell(answer.text("check")),
            evidence.join(", ")
        );
    }
    out.push('\n');
}

fn note(id: &str, target: &Value, out: &mut String) {
    let _ = writeln!(out, "## Release note, a draft ({id})\n");
    let notices = target.list("release_note");
    if notices.is_empty() {
        out.push_str("Nothing was found that customers will notice.\n");
    }
    for notice in notices {
        let about: Vec<&str> = notice.list("about").iter().filter_map(Value::as_str).collect();
        let about = if about.is_empty() {
            String::new()
        } else {
            format!(" ({})", text(&about.join(", ")))
        };
        let _ = writeln!(out, "- {}{about}", text(notice.text("text")));
    }
    out.push('\n');
}

//! `plan`, `apply` and `undo` for people.

use super::terminal::{BOLD, DIM, GREEN, RED, YELLOW, paint, plain};
use super::{analysis, diff, tally};
use crate::input::Input;
use forgeshift_connect::facts::CodeFacts;
use forgeshift_migrate::plan::Plan;
use forgeshift_migrate::target::Target;
use forgeshift_source::disk::output::Undone;
use forgeshift_source::finding::Grade;
use forgeshift_source::plan::{Action, Change};
use std::fmt::Write;
use std::path::Path;

/// The plan with its diff.
pub fn text(input: &Input, plan: &Plan, out: &Path, verbose: bool) -> String {
    let mut text = String::new();
    if plan.changes.is_empty() {
        let _ = writeln!(
            text,
            "No changes. Everything that this target can hold has been moved."
        );
        return text;
    }
    for change in in_reading_order(&plan.changes) {
        text.push_str(&diff::colored(change));
        text.push('\n');
    }
    analysis::outcomes(&mut text, &plan.outcomes);
    analysis::findings(&mut text, input, &plan.findings, verbose);
    let own = |code: &CodeFacts| code.routes.iter().filter(|route| !route.implicit).count();
    let routes = input.app.code.as_ref().map_or(0, own);
    summary(&mut text, plan, out, routes);
    text
}

/// The manifest first, then code, then pages, then what is the same for every app.
fn in_reading_order(changes: &[Change]) -> Vec<&Change> {
    let rank = |change: &&Change| match change.path.as_str() {
        path if path.ends_with(".yml") || path.ends_with(".yaml") => 0,
        path if path.starts_with("src/") => 1,
        "package.json" => 2,
        path if path.ends_with(".html") => 3,
        "MIGRATION.md" => 5,
        _ => 4,
    };
    let mut ordered: Vec<&Change> = changes.iter().collect();
    ordered.sort_by_key(rank);
    ordered
}

fn summary(text: &mut String, plan: &Plan, out: &Path, routes: usize) {
    let counted = tally(&plan.outcomes);
    let _ = writeln!(text, "\n{} {}", paint(BOLD, "Target:"), plan.target.as_str());
    let _ = writeln!(
        text,
        "{} {} declared: {} written, {} carried as Connect modules, {} lost",
        paint(BOLD, "Moved:"),
        counted.total,
        counted.written,
        counted.kept,
        counted.lost
    );
    handlers(text, plan, routes);
    if !plan.scopes.is_empty() {
        let _ = writeln!(text, "{} {}", paint(BOLD, "Scopes:"), plan.scopes.join(", "));
    }
    let update = if plan.consent.is_empty() {
        "no permission beyond the Connect scopes was found: the update can be silent".to_owned()
    } else {
        format!("administrators must agree to {}", plan.consent.join(", "))
    };
    let _ = writeln!(text, "{} {update}", paint(BOLD, "Update:"));
    let (create, edit, delete) = counts(&plan.changes);
    let _ = writeln!(
        text,
        "{} {} to create, {} to change, {} to delete in {}",
        paint(BOLD, "Plan:"),
        paint(GREEN, create),
        paint(YELLOW, edit),
        paint(RED, delete),
        plain(&out.display().to_string())
    );
    let _ = writeln!(
        text,
        "{}",
        paint(
            DIM,
            "Nothing was written. `forgeshift apply` with the same arguments writes it."
        )
    );
}

/// How many handlers of the server are carried, and how far.
fn handlers(text: &mut String, plan: &Plan, routes: usize) {
    if plan.handled.is_empty() {
        if plan.target == Target::Native && routes > 0 {
            let _ = writeln!(
                text,
                "{} none of {routes} routes of the server is carried: only handlers of Express and ACE are, so far",
                paint(BOLD, "Handlers:")
            );
        }
        return;
    }
    let count = |grade| plan.handled.iter().filter(|one| one.grade == grade).count();
    let _ = writeln!(
        text,
        "{} {} of the server: {} safe, {} to review, {} to write, {} needed no more",
        paint(BOLD, "Handlers:"),
        plan.handled.len(),
        count(Grade::Safe),
        count(Grade::Review),
        count(Grade::Todo),
        count(Grade::Report)
    );
}

fn counts(changes: &[Change]) -> (usize, usize, usize) {
    let count = |wanted: &[Action]| {
        changes
            .iter()
            .filter(|change| wanted.contains(&change.action))
            .count()
    };
    (
        count(&[Action::Create, Action::Copy]),
        count(&[Action::Edit]),
        count(&[Action::Delete]),
    )
}

/// What `apply` did.
pub fn applied(changes: &[Change], out: &Path) -> String {
    let (create, edit, delete) = counts(changes);
    let mut text = String::new();
    for change in changes {
        let sign = match change.action {
            Action::Create | Action::Copy => paint(GREEN, "+"),
            Action::Edit => paint(YELLOW, "~"),
            Action::Delete => paint(RED, "-"),
        };
        let _ = writeln!(text, "  {sign} {}", plain(change.path.as_str()));
    }
    let folder = plain(&out.display().to_string());
    let _ = writeln!(
        text,
        "{} {create} created, {edit} changed, {delete} deleted in {folder}.\nRead {folder}/MIGRATION.md next. `forgeshift undo` puts everything back.",
        paint(BOLD, "Applied:")
    );
    text
}
/// What `undo` did.
pub fn undone(undone: &Undone, out: &Path) -> String {
    let folder = plain(&out.display().to_string());
    let mut text = String::new();
    for path in &undone.left {
        let _ = writeln!(
            text,
            "  {} {} was changed since and is left alone",
            paint(YELLOW, "!"),
            plain(path.as_str())
        );
    }
    let _ = writeln!(
        text,
        "{} {} files put back in {folder}.",
        paint(BOLD, "Undone:"),
        undone.put_back.len()
    );
    text
}

//! `analyze` for people.

mod code;
mod findings;

pub use findings::findings;

use super::terminal::{BOLD, DIM, GREEN, RED, lines, paint, plain, short};
use super::{tally, targets};
use crate::input::Input;
use forgeshift_migrate::code::CodeView;
use forgeshift_migrate::decision::Decision;
use forgeshift_migrate::guide::label;
use forgeshift_migrate::outcome::{Fate, Outcome};
use forgeshift_migrate::survey::Survey;
use std::fmt::Write;

/// The report: what the app is, what was read, what blocks, what there is to do.
pub fn text(
    input: &Input,
    survey: &Survey,
    view: Option<&CodeView<'_>>,
    decision: &Decision,
    verbose: bool,
) -> String {
    let mut out = String::new();
    heading(&mut out, input, survey);
    match view {
        Some(view) => code::summary(&mut out, input, view),
        None => {
            let _ = writeln!(out, "{}", paint(BOLD, "Code"));
            let _ = writeln!(out, "  not evaluated: a single file was given\n");
        }
    }
    scopes(&mut out, survey, view);
    outcomes(&mut out, &survey.outcomes);
    targets::table(&mut out, decision);
    findings(&mut out, input, &survey.findings, verbose);
    next(&mut out, input);
    out
}

fn heading(out: &mut String, input: &Input, survey: &Survey) {
    let name = survey.name.as_deref().unwrap_or("Unknown app");
    let key = survey
        .key
        .as_deref()
        .map(|key| format!(" ({})", plain(key)))
        .unwrap_or_default();
    let products: Vec<&str> = survey.products.iter().map(|product| product.as_str()).collect();
    let products = if products.is_empty() {
        "unknown".to_owned()
    } else {
        products.join(", ")
    };
    let _ = writeln!(out, "{}{key}", paint(BOLD, plain(name)));
    let state = input.app.state().as_str();
    let _ = writeln!(out, "  state: {state}    product: {products}");
    match &input.app.descriptor {
        Some(descriptor) => {
            let how = match descriptor.placeholders.len() {
                0 => descriptor.form.as_str().to_owned(),
                1 => format!("{}, 1 value not known", descriptor.form.as_str()),
                count => format!("{}, {count} values not known", descriptor.form.as_str()),
            };
            row(
                out,
                &format!("descriptor: {} ({how})", plain(&descriptor.file.path)),
            );
        }
        None if input.app.manifest.is_none() => row(out, "descriptor: none was found"),
        None => {}
    }
    if let Some(manifest) = &input.app.manifest {
        row(out, &format!("manifest: {}", plain(&manifest.file.path)));
    }
    let counted = tally(&survey.outcomes);
    if counted.total == 0 {
        row(
            out,
            "declared: not evaluated, nothing that declares modules was read",
        );
        out.push('\n');
        return;
    }
    let _ = writeln!(
        out,
        "  declared: {} — natively {} written, {} lost\n",
        counted.total,
        paint(GREEN, counted.written + counted.kept),
        paint(if counted.lost > 0 { RED } else { GREEN }, counted.lost)
    );
}

/// A line that is indented, and goes on in the next one where it is long.
fn row(out: &mut String, text: &str) {
    for line in lines(text, "  ", "    ") {
        let _ = writeln!(out, "{line}");
    }
}

fn scopes(out: &mut String, survey: &Survey, view: Option<&CodeView<'_>>) {
    if survey.connect_scopes.is_empty() && survey.forge_scopes.is_empty() {
        return;
    }
    let _ = writeln!(out, "{}", paint(BOLD, "Scopes"));
    let list = |scopes: &[String]| {
        if scopes.is_empty() {
            "none".to_owned()
        } else {
            scopes.join(", ")
        }
    };
    row(out, &format!("Connect: {}", list(&survey.connect_scopes)));
    row(out, &format!("Forge: {}", list(&survey.forge_scopes)));
    if let Some(view) = view {
        let calls: usize = view.needed.scopes.values().map(Vec::len).sum();
        let unknown = view.needed.unknown.len();
        let said = match (calls, unknown) {
            (0, 0) => "by the calls of the code: not evaluated, no product call was found".to_owned(),
            (calls, unknown) => {
                format!("by the calls of the code: {calls} places need one, for {unknown} it is not known")
            }
        };
        row(out, &said);
    }
    if !survey.unused_scopes.is_empty() {
        row(
            out,
            &format!("no call needs: {}", survey.unused_scopes.join(", ")),
        );
    }
    out.push('\n');
}

/// What to type next.
fn next(out: &mut String, input: &Input) {
    if input.app.descriptor.is_none() && input.app.manifest.is_none() {
        return;
    }
    let _ = writeln!(out, "\n{}", paint(BOLD, "Next"));
    for (target, what) in [
        ("connect-on-forge", "the server and the modules stay"),
        ("remote", "new modules and pages, same server"),
        ("native", "what can move runs on Forge"),
    ] {
        let _ = writeln!(
            out,
            "  forgeshift plan --target {target:<17} {}",
            paint(DIM, what)
        );
    }
}

/// A line a declared thing.
pub fn outcomes(out: &mut String, outcomes: &[Outcome]) {
    if outcomes.is_empty() {
        return;
    }
    let _ = writeln!(out, "{}", paint(BOLD, "What becomes of it"));
    for outcome in outcomes {
        let was = short(&plain(&label(outcome)), 43);
        let line = match &outcome.fate {
            Fate::Lost(code) => {
                format!(
                    "{} {was:<43} {}",
                    paint(RED, "✗"),
                    paint(RED, format!("lost ({code})"))
                )
            }
            Fate::Kept(written) => format!("{} {was:<43} {}", paint(DIM, "="), plain(&written.kind)),
            Fate::Written(written) => {
                let kinds: Vec<String> = written.iter().map(|entry| entry.kind.clone()).collect();
                format!(
                    "{} {was:<43} {}",
                    paint(GREEN, "→"),
                    short(&plain(&kinds.join(", ")), 31)
                )
            }
        };
        let _ = writeln!(out, "  {line}");
    }
    out.push('\n');
}

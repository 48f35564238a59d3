//! `analyze` for people.

use super::terminal::{BOLD, DIM, GREEN, RED, YELLOW, paint, plain, severity, short, wrapped};
use super::{Excerpts, tally};
use crate::input::Input;
use forgeshift_connect::facts::{OutboundKind, Reading};
use forgeshift_migrate::catalog::finding;
use forgeshift_migrate::code::CodeView;
use forgeshift_migrate::code::becomes;
use forgeshift_migrate::code::egress::Verdict;
use forgeshift_migrate::guide::label;
use forgeshift_migrate::outcome::{Fate, Outcome};
use forgeshift_migrate::survey::Survey;
use forgeshift_source::finding::{Finding, Severity};
use std::collections::BTreeMap;
use std::fmt::Write;

/// The report.
pub fn text(input: &Input, survey: &Survey, view: Option<&CodeView<'_>>, verbose: bool) -> String {
    let mut out = String::new();
    heading(&mut out, input, survey);
    match view {
        Some(view) => code(&mut out, view),
        None => {
            let _ = writeln!(out, "  code: not evaluated — a single file was given\n");
        }
    }
    outcomes(&mut out, &survey.outcomes);
    if !survey.connect_scopes.is_empty() {
        let _ = writeln!(out, "{}", paint(BOLD, "Scopes"));
        let _ = writeln!(
            out,
            "  {} → {}\n",
            survey.connect_scopes.join(", "),
            survey.forge_scopes.join(", ")
        );
    }
    findings(&mut out, input, &survey.findings, verbose);
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
    let _ = writeln!(out, "{}{key}", paint(BOLD, plain(name)));
    let state = input.app.state().as_str();
    let _ = writeln!(
        out,
        "  state: {state}    product: {}",
        if products.is_empty() {
            "unknown".into()
        } else {
            products.join(", ")
        }
    );
    if let Some(descriptor) = &input.app.descriptor {
        let _ = writeln!(
            out,
            "  descriptor: {} ({})",
            plain(&descriptor.file.path),
            descriptor.form.as_str()
        );
    }
    if let Some(manifest) = &input.app.manifest {
        let _ = writeln!(out, "  manifest: {}", plain(&manifest.file.path));
    }
    let counted = tally(&survey.outcomes);
    let _ = writeln!(
        out,
        "  declared: {} — natively {} written, {} lost\n",
        counted.total,
        paint(GREEN, counted.written + counted.kept),
        paint(if counted.lost > 0 { RED } else { GREEN }, counted.lost)
    );
}

/// What was read of the code and understood, each number with its denominator.
fn code(out: &mut String, view: &CodeView<'_>) {
    let facts = view.facts;
    let read = facts
        .files
        .iter()
        .filter(|file| matches!(file.reading, Reading::Parsed | Reading::Partial(_)))
        .count();
    let _ = writeln!(out, "{}", paint(BOLD, "Code"));
    if read == 0 {
        let _ = writeln!(
            out,
            "  not evaluated — none of {} source files could be read\n",
            facts.files.len()
        );
        return;
    }
    let mut frameworks: Vec<&str> = facts.frameworks.iter().map(|framework| framework.id).collect();
    frameworks.sort_unstable();
    frameworks.dedup();
    let with = if frameworks.is_empty() {
        String::new()
    } else {
        format!(" — {}", frameworks.join(", "))
    };
    let _ = writeln!(out, "  {read} of {} source files read{with}", facts.files.len());
    let linked = view
        .links
        .declared_by
        .iter()
        .filter(|declared| !declared.is_empty())
        .count();
    let stay = view
        .routes
        .iter()
        .filter(|verdict| **verdict == Verdict::StaysRemote)
        .count();
    let _ = writeln!(
        out,
        "  {} routes: {linked} declared by the descriptor, {stay} reach something that cannot run on Forge",
        facts.routes.len()
    );
    let known = facts
        .outbound
        .iter()
        .filter(|call| call.host.is_some() || call.kind == OutboundKind::ProductApi)
        .count();
    let product = facts
        .outbound
        .iter()
        .filter(|call| call.kind == OutboundKind::ProductApi)
        .count();
    let dead = view.reach.live.iter().filter(|live| !**live).count();
    let _ = writeln!(
        out,
        "  {} outbound calls: {product} to the product; host known for {known}; {dead} that nothing found reaches",
        facts.outbound.len()
    );
    let mapped = facts
        .client_api
        .iter()
        .filter(|call| becomes::client_call(call).0.is_some())
        .count();
    let _ = writeln!(
        out,
        "  {} uses of AP: {mapped} have a counterpart",
        facts.client_api.len()
    );
    hosts(out, view);
    out.push('\n');
}

/// Where data leaves to: each host with the verdict and the number of calls.
fn hosts(out: &mut String, view: &CodeView<'_>) {
    let mut hosts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for (call, (verdict, _)) in view.facts.outbound.iter().zip(&view.sinks) {
        if matches!(verdict, Verdict::MovesWithEgress | Verdict::StaysRemote) {
            let host = call
                .host
                .as_deref()
                .or(call.package.as_deref())
                .unwrap_or("(unknown host)");
            *hosts.entry((host, verdict.as_str())).or_default() += 1;
        }
    }
    if hosts.is_empty() {
        let _ = writeln!(out, "  no other host was found in the code that was read");
        return;
    }
    let _ = writeln!(out, "\n{}", paint(BOLD, "Where data leaves to"));
    for ((host, verdict), calls) in hosts {
        let style = if verdict == "stays-remote" { RED } else { YELLOW };
        let _ = writeln!(
            out,
            "  {:<44} {:>3} {:<6} {}",
            short(&plain(host), 44),
            calls,
            if calls == 1 { "call" } else { "calls" },
            paint(style, verdict)
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
        let was = short(&plain(&label(outcome)), 38);
        let line = match &outcome.fate {
            Fate::Lost(code) => {
                format!(
                    "{} {was:<38} {}",
                    paint(RED, "✗"),
                    paint(RED, format!("lost ({code})"))
                )
            }
            Fate::Kept(written) => format!("{} {was:<38} {}", paint(DIM, "="), plain(&written.kind)),
            Fate::Written(written) => {
                let kinds: Vec<String> = written.iter().map(|entry| entry.kind.clone()).collect();
                format!(
                    "{} {was:<38} {}",
                    paint(GREEN, "→"),
                    short(&plain(&kinds.join(", ")), 37)
                )
            }
        };
        let _ = writeln!(out, "  {line}");
    }
    out.push('\n');
}

/// The findings, loudest first; notes only when asked for.
pub fn findings(out: &mut String, input: &Input, findings: &[Finding], verbose: bool) {
    let excerpts = Excerpts::new(input);
    let level = |found: &Finding| finding::find(found.code.0).map_or(Severity::Info, |row| row.severity);
    let mut shown: Vec<&Finding> = findings
        .iter()
        .filter(|found| verbose || level(found) > Severity::Info)
        .collect();
    shown.sort_by_key(|found| std::cmp::Reverse(level(found)));
    let mut before = "";
    for found in &shown {
        one(out, &excerpts, found, level(found), before);
        before = found.code.0;
    }
    let count = |wanted| findings.iter().filter(|found| level(found) == wanted).count();
    let (errors, warnings, notes) = (
        count(Severity::Error),
        count(Severity::Warning),
        count(Severity::Info),
    );
    let hidden = if verbose || notes == 0 {
        ""
    } else {
        "; -v shows the notes"
    };
    let _ = writeln!(
        out,
        "{} errors, {} warnings, {notes} notes{hidden}",
        paint(if errors > 0 { RED } else { GREEN }, errors),
        paint(if warnings > 0 { YELLOW } else { GREEN }, warnings)
    );
}

fn one(out: &mut String, excerpts: &Excerpts<'_>, found: &Finding, level: Severity, before: &str) {
    let row = finding::find(found.code.0);
    let title = row.map(|row| row.title).unwrap_or_default();
    let _ = writeln!(out, "{}[{}] {}", severity(level), found.code, paint(BOLD, title));
    if let Some(place) = &found.place {
        let _ = writeln!(
            out,
            "  {} {}:{}:{}",
            paint(DIM, "-->"),
            plain(&place.file),
            place.line,
            place.column
        );
        // What concerns a file as a whole stands at its start, and shows no line.
        let whole = (place.line, place.column, place.end_line, place.end_column) == (1, 1, 1, 1);
        if !whole && let Some(line) = excerpts.line(place) {
            let _ = writeln!(
                out,
                "  {} {}",
                paint(DIM, format!("{:>4} |", place.line)),
                short(&plain(&line), 70)
            );
        }
    }
    for line in wrapped(&plain(&found.message), 76) {
        let _ = writeln!(out, "  {line}");
    }
    // What to do is said once for a run of the same code.
    let help = found
        .help
        .as_deref()
        .or(row.map(|row| row.help))
        .unwrap_or_default();
    if !help.is_empty() && (before != found.code.0 || found.help.is_some()) {
        for (index, line) in wrapped(&plain(help), 70).iter().enumerate() {
            let lead = if index == 0 {
                paint(DIM, "help:")
            } else {
                "     ".to_owned()
            };
            let _ = writeln!(out, "  {lead} {line}");
        }
    }
    out.push('\n');
}

//! Markdown for a pull request: the answer first, then what blocks, then where data goes.

use super::egress::{by_host, unique, worst};
use super::{Read, TARGETS, apps, at, decision, name, plain, without_effort};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write;

/// How many findings are listed one by one.
const MOST_FINDINGS: usize = 60;
/// How many hosts the diagram shows.
const MOST_HOSTS: usize = 40;

/// One section for each app; a table in front where there are several.
pub fn write(document: &Value) -> String {
    let apps = apps(document);
    let mut out = String::new();
    if apps.len() > 1 {
        out.push_str("# Apps\n\n| app | state | errors | warnings |\n| --- | --- | ---: | ---: |\n");
        for app in apps {
            let state = app.get("app").map(|app| app.text("state")).unwrap_or_default();
            let state = app
                .some("error")
                .map_or(state.to_owned(), |why| format!("not read: {why}"));
            let _ = writeln!(
                out,
                "| {} | {} | {} | {} |",
                cell(name(app)),
                cell(&state),
                with_severity(app, "error").count(),
                with_severity(app, "warning").count()
            );
        }
        out.push('\n');
    }
    for app in apps.iter().filter(|app| app.some("error").is_none()) {
        section(app, &mut out);
    }
    out
}

fn section(app: &Value, out: &mut String) {
    let _ = writeln!(out, "# {}: from Connect to Forge\n", text(name(app)));
    summary(app, out);
    paths(app, out);
    egress(app, out);
    decision::sections(app, out);
    findings(app, out);
    coverage(app, out);
}

fn summary(app: &Value, out: &mut String) {
    let empty = Value::Null;
    let coverage = app.get("coverage").unwrap_or(&empty);
    let part = |key: &str| coverage.get(key).unwrap_or(&empty);
    let modules = part("modules");
    let _ = writeln!(
        out,
        "{} of {} declared modules, webhooks and lifecycle entries have a place on Forge, {} have none. \
         {} errors, {} warnings, {} notes.\n",
        modules.count("written"),
        modules.count("total"),
        modules.count("lost"),
        with_severity(app, "error").count(),
        with_severity(app, "warning").count(),
        with_severity(app, "info").count(),
    );
}

/// The three ways to go, side by side.
fn paths(app: &Value, out: &mut String) {
    let Some(targets) = app.get("targets") else { return };
    let empty = Value::Null;
    out.push_str("## Three paths\n\n| | effort, person-days (P10 / P50 / P90) | Runs on Atlassian | data residency |\n| --- | --- | --- | --- |\n");
    for (id, title, about) in TARGETS {
        let Some(target) = targets.get(id).filter(|target| !target.is_null()) else {
            continue;
        };
        let effort = days(target);
        let badge = target.get("runs_on_atlassian").unwrap_or(&empty);
        let verdict = match badge.text("verdict") {
            "likely" => "likely; confirm with `forge eligibility`".to_owned(),
            "blocked" => format!("blocked by {} things", badge.list("blockers").len()),
            _ => "not evaluated".to_owned(),
        };
        let residency = target.get("data_residency").unwrap_or(&empty);
        let _ = writeln!(
            out,
            "| {title}: {about} | {effort} | {verdict} | {} |",
            cell(residency.text("verdict")),
        );
    }
    out.push('\n');
}

/// What a path costs, or why that is not told.
fn days(target: &Value) -> String {
    let Some(effort) = target.get("effort").filter(|effort| effort.is_object()) else {
        return cell(without_effort(target));
    };
    let days = |key: &str| {
        let days = effort.get(key).and_then(Value::as_f64);
        days.map_or("?".to_owned(), |days| format!("{days:.1}"))
    };
    let sure = if effort.get("calibrated").and_then(Value::as_bool) == Some(true) {
        ""
    } else {
        ", uncalibrated"
    };
    format!("{} / {} / {}{sure}", days("p10"), days("p50"), days("p90"))
}

fn egress(app: &Value, out: &mut String) {
    let calls = app.list("outbound");
    out.push_str("## Where data goes\n\n");
    if calls.is_empty() {
        let read = app
            .get("coverage")
            .and_then(|coverage| coverage.get("files"))
            .map_or(0, |files| files.count("parsed"));
        let what = if read == 0 {
            "Not evaluated: no code was read."
        } else {
            "No outbound call was found."
        };
        let _ = writeln!(out, "{what}\n");
        return;
    }
    let hosts = by_host(app);
    diagram(app, &hosts, out);
    out.push_str("| host | calls | what for | end-user data | becomes | first place |\n| --- | ---: | --- | --- | --- | --- |\n");
    for (host, calls) in &hosts {
        let place = calls
            .first()
            .and_then(|call| call.get("place"))
            .map(at)
            .unwrap_or_default();
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} | {} | {} |",
            cell(host),
            calls.len(),
            cell(&unique(calls, "category")),
            cell(&unique(calls, "end_user_data")),
            cell(&unique(calls, "verdict")),
            code(&place)
        );
    }
    out.push('\n');
}

/// Mermaid, which code hosts draw.
fn diagram(app: &Value, hosts: &BTreeMap<String, Vec<&Value>>, out: &mut String) {
    let _ = writeln!(out, "```mermaid\nflowchart LR\n  app[\"{}\"]", mermaid(name(app)));
    for (number, (host, calls)) in hosts.iter().take(MOST_HOSTS).enumerate() {
        let _ = writeln!(
            out,
            "  app -- \"{}\" --> h{number}[\"{}\"]",
            mermaid(worst(calls)),
            mermaid(host)
        );
    }
    out.push_str("```\n\n");
    if hosts.len() > MOST_HOSTS {
        let _ = writeln!(
            out,
            "The diagram shows {MOST_HOSTS} of {} hosts; the table has all.\n",
            hosts.len()
        );
    }
}

fn findings(app: &Value, out: &mut String) {
    let findings = app.list("findings");
    let _ = writeln!(out, "## Findings ({})\n", findings.len());
    if findings.is_empty() {
        return;
    }
    out.push_str("| | code | what | place |\n| --- | --- | --- | --- |\n");
    let ordered = ["error", "warning", "info"]
        .into_iter()
        .flat_map(|severity| with_severity(app, severity));
    for finding in ordered.take(MOST_FINDINGS) {
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} |",
            finding.text("severity"),
            finding.text("code"),
            cell(finding.text("message")),
            code(&finding.get("place").map(at).unwrap_or_default())
        );
    }
    out.push('\n');
    if findings.len() > MOST_FINDINGS {
        let _ = writeln!(
            out,
            "{} more are in the other formats.\n",
            findings.len() - MOST_FINDINGS
        );
    }
}

fn coverage(app: &Value, out: &mut String) {
    let Some(coverage) = app.get("coverage") else {
        return;
    };
    out.push_str("## What was read\n\n| language | files | read | bytes |\n| --- | ---: | ---: | ---: |\n");
    for language in coverage.list("languages") {
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} |",
            cell(language.text("language")),
            language.count("files"),
            language.count("read"),
            language.count("bytes")
        );
    }
    let _ = writeln!(
        out,
        "\n{} files or folders were skipped.\n",
        coverage.list("skipped").len()
    );
}

fn with_severity<'a>(app: &'a Value, severity: &'a str) -> impl Iterator<Item = &'a Value> {
    app.list("findings")
        .iter()
        .filter(move |finding| finding.text("severity") == severity)
}

/// Text that Markdown and HTML leave alone.
pub(super) fn text(value: &str) -> String {
    let mut out = String::new();
    for c in plain(value).chars() {
        if matches!(
            c,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '&' | '!'
        ) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Text in a cell; what stands between backquotes stays code.
pub(super) fn cell(value: &str) -> String {
    let parts: Vec<&str> = value.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return text(value);
    }
    let written = parts
        .iter()
        .enumerate()
        .map(|(at, part)| if at % 2 == 0 { text(part) } else { code(part) });
    written.collect()
}

/// A code span in a cell; empty for nothing.
pub(super) fn code(value: &str) -> String {
    let value = plain(value).replace('`', "'").replace('|', "\\|");
    if value.is_empty() {
        value
    } else {
        format!("`{value}`")
    }
}

/// A quoted label of Mermaid, in which quotes and brackets are entities.
fn mermaid(value: &str) -> String {
    plain(value)
        .replace('&', "#amp;")
        .replace('"', "#quot;")
        .replace('<', "#lt;")
        .replace('>', "#gt;")
}

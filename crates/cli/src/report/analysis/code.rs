//! What was read of the code and understood, each number with its denominator.

use super::row;
use crate::input::Input;
use crate::report::terminal::{BOLD, DIM, RED, YELLOW, paint, plain, short};
use forgeshift_connect::facts::{CodeFacts, EntryKind, Outbound, OutboundKind, Reading};
use forgeshift_migrate::code::CodeView;
use forgeshift_migrate::code::becomes;
use forgeshift_migrate::code::egress::Verdict;
use std::collections::BTreeMap;
use std::fmt::Write;

/// The part of the report about the code.
pub fn summary(out: &mut String, input: &Input, view: &CodeView<'_>) {
    let facts = view.facts;
    let _ = writeln!(out, "{}", paint(BOLD, "Code"));
    let read = files(out, facts);
    if read == 0 {
        row(
            out,
            "routes, calls, storage, AP: not evaluated, no source file was read",
        );
        out.push('\n');
        return;
    }
    let declares = input.app.descriptor.is_some() || input.app.manifest.is_some();
    routes(out, view, declares);
    calls(out, view);
    needs(out, view);
    hosts(out, view);
    out.push('\n');
}

/// How much was read, and why the rest was not. Gives the number of files that were read.
fn files(out: &mut String, facts: &CodeFacts) -> usize {
    let total = facts.files.len();
    let is_read = |reading: &Reading| matches!(reading, Reading::Parsed | Reading::Partial(_));
    let read = facts.files.iter().filter(|file| is_read(&file.reading)).count();
    let mut frameworks: Vec<&str> = facts.frameworks.iter().map(|framework| framework.id).collect();
    frameworks.sort_unstable();
    frameworks.dedup();
    let with = if frameworks.is_empty() {
        String::new()
    } else {
        format!(": {}", frameworks.join(", "))
    };
    row(out, &format!("{read} of {total} source files read{with}"));
    let partial = facts
        .files
        .iter()
        .filter(|file| matches!(file.reading, Reading::Partial(_)))
        .count();
    let failed = facts
        .files
        .iter()
        .filter(|file| matches!(file.reading, Reading::Failed(_)))
        .count();
    if partial + failed > 0 {
        row(out, &format!("{partial} read in part, {failed} not parsed"));
    }
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    let mut languages: BTreeMap<&str, (usize, u64)> = BTreeMap::new();
    for file in &facts.files {
        match &file.reading {
            Reading::Skipped(why) if why.starts_with("no reader") => {
                let counted = languages.entry(file.language).or_default();
                counted.0 += 1;
                counted.1 += file.bytes;
            }
            Reading::Skipped(why) => *reasons.entry(why).or_default() += 1,
            _ => {}
        }
    }
    if !reasons.is_empty() {
        let reasons: Vec<String> = reasons
            .iter()
            .map(|(why, count)| format!("{count} {why}"))
            .collect();
        row(out, &format!("left out: {}", plain(&reasons.join(", "))));
    }
    if !languages.is_empty() {
        let languages: Vec<String> = languages
            .iter()
            .map(|(language, (count, bytes))| {
                let files = if *count == 1 { "file" } else { "files" };
                format!("{language} ({count} {files}, {})", size(*bytes))
            })
            .collect();
        let text = format!(
            "no reader yet, nothing in them is known: {}",
            languages.join(", ")
        );
        for line in crate::report::terminal::lines(&text, "  ", "    ") {
            let _ = writeln!(out, "{}", paint(YELLOW, line));
        }
    }
    read
}

/// A size as people write it.
fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} KB", bytes.div_ceil(1_000)),
        _ => format!("{:.1} MB", bytes as f64 / 1_000_000.0),
    }
}

fn routes(out: &mut String, view: &CodeView<'_>, declares: bool) {
    let facts = view.facts;
    let total = facts.routes.len();
    if total == 0 {
        row(out, "routes: none in what was read");
    } else {
        let linked = view
            .links
            .declared_by
            .iter()
            .filter(|declared| !declared.is_empty())
            .count();
        let linked = if declares {
            format!("{linked} declared")
        } else {
            "which are declared: not evaluated, there is no descriptor".to_owned()
        };
        let of = |wanted| view.routes.iter().filter(|verdict| **verdict == wanted).count();
        let verdicts = [
            (Verdict::Moves, "move"),
            (Verdict::MovesWithEgress, "move with egress"),
            (Verdict::StaysRemote, "stay on a server"),
            (Verdict::Gone, "are gone"),
        ];
        let verdicts: Vec<String> = verdicts
            .into_iter()
            .filter(|(verdict, _)| of(*verdict) > 0)
            .map(|(verdict, word)| format!("{} {word}", of(verdict)))
            .collect();
        let text = format!("{total} routes: {linked}; {}", verdicts.join(", "));
        row(out, &text);
    }
    let others = [
        (EntryKind::Webhook, "webhook handler"),
        (EntryKind::Lifecycle, "lifecycle handler"),
        (EntryKind::Schedule, "schedule"),
        (EntryKind::Queue, "queue consumer"),
        (EntryKind::Client, "page"),
    ];
    let others: Vec<String> = others
        .into_iter()
        .map(|(kind, word)| {
            let count = facts.entries.iter().filter(|entry| entry.kind == kind).count();
            (count, word)
        })
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}{}", if count == 1 { "" } else { "s" }))
        .collect();
    if !others.is_empty() {
        row(out, &format!("other entry points: {}", others.join(", ")));
    }
}

fn calls(out: &mut String, view: &CodeView<'_>) {
    let facts = view.facts;
    let total = facts.outbound.len();
    let count =
        |wanted: &dyn Fn(&Outbound) -> bool| facts.outbound.iter().filter(|call| wanted(call)).count();
    let product = count(&|call| call.kind == OutboundKind::ProductApi);
    let known = count(&|call| call.kind != OutboundKind::ProductApi && call.host.is_some());
    let dead = view.reach.live.iter().filter(|live| !**live).count();
    if total == 0 {
        row(out, "outbound calls: none in what was read");
    } else {
        row(
            out,
            &format!(
                "{total} outbound calls: {product} to the product; of {} others the host is known for {known}; nothing found reaches {dead}",
                total - product
            ),
        );
    }
    let uses = facts.client_api.len();
    let mapped = facts
        .client_api
        .iter()
        .filter(|call| becomes::client_call(call).0.is_some())
        .count();
    if uses == 0 {
        row(out, "AP: not used in what was read");
    } else {
        row(out, &format!("{uses} uses of AP: {mapped} have a counterpart"));
    }
}

fn needs(out: &mut String, view: &CodeView<'_>) {
    let facts = view.facts;
    let mut stores: BTreeMap<&str, usize> = BTreeMap::new();
    for used in &facts.storage {
        *stores.entry(&used.what).or_default() += 1;
    }
    let mut asked: BTreeMap<&str, usize> = BTreeMap::new();
    for need in &facts.needs {
        *asked.entry(need.what).or_default() += 1;
    }
    for (title, rows) in [("storage", stores), ("asks of its machine", asked)] {
        if !rows.is_empty() {
            let rows: Vec<String> = rows
                .iter()
                .map(|(what, count)| format!("{what} ({count})"))
                .collect();
            row(out, &format!("{title}: {}", rows.join(", ")));
        }
    }
    if facts.env.is_empty() {
        return;
    }
    let mut becoming: BTreeMap<&str, usize> = BTreeMap::new();
    for variable in &facts.env {
        *becoming.entry(becomes::variable(variable)).or_default() += 1;
    }
    let becoming: Vec<String> = becoming
        .iter()
        .map(|(word, count)| format!("{count} {word}"))
        .collect();
    row(
        out,
        &format!(
            "{} environment variables become: {}",
            facts.env.len(),
            becoming.join(", ")
        ),
    );
}

/// Where data leaves to: each host with the verdict, the number of calls, and the first of them.
fn hosts(out: &mut String, view: &CodeView<'_>) {
    let mut hosts: BTreeMap<(String, &str), (usize, &Outbound)> = BTreeMap::new();
    for (call, (verdict, _)) in view.facts.outbound.iter().zip(&view.sinks) {
        if matches!(verdict, Verdict::MovesWithEgress | Verdict::StaysRemote) {
            let host = match (&call.host, &call.package) {
                (Some(host), _) => host.clone(),
                (None, Some(package)) => format!("not known ({package})"),
                (None, None) => "not known".to_owned(),
            };
            hosts.entry((host, verdict.as_str())).or_insert((0, call)).0 += 1;
        }
    }
    if hosts.is_empty() {
        row(out, "other hosts: none in what was read");
        return;
    }
    let _ = writeln!(out, "\n{}", paint(BOLD, "Where data leaves to"));
    for ((host, verdict), (calls, first)) in hosts {
        let style = if verdict == "stays-remote" { RED } else { YELLOW };
        let _ = writeln!(
            out,
            "  {:<46} {:>3} {:<5}  {}",
            short(&plain(&host), 46),
            calls,
            if calls == 1 { "call" } else { "calls" },
            paint(style, verdict)
        );
        let at = format!("{}:{}", plain(&first.place.file), first.place.line);
        let _ = writeln!(out, "    {}", paint(DIM, tail(&at, 74)));
    }
}

/// The end of a text that is too long: of a path the file matters most.
fn tail(text: &str, width: usize) -> String {
    let count = text.chars().count();
    if count <= width {
        return text.to_owned();
    }
    let end: String = text.chars().skip(count + 1 - width).collect();
    format!("…{end}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_rounded_up_and_nothing_is_nothing() {
        assert_eq!([size(0), size(999), size(1_001)], ["0 B", "999 B", "2 KB"]);
        assert_eq!(size(2_500_000), "2.5 MB");
    }

    #[test]
    fn of_a_long_path_the_end_is_kept() {
        assert_eq!(tail("a/b/c.js", 5), "…c.js");
        assert_eq!(tail("c.js", 5), "c.js");
    }
}

//! The findings: those that block first, the same ones together, each with its line and what to do.

use crate::input::Input;
use crate::report::Excerpts;
use crate::report::terminal::{BOLD, DIM, GREEN, RED, YELLOW, lines, paint, plain, severity, short};
use forgeshift_migrate::catalog::finding;
use forgeshift_migrate::codes;
use forgeshift_source::finding::{Code, Finding, Severity};
use forgeshift_source::span::Place;
use std::fmt::Write;

/// How many places of one code are shown where not all are asked for.
const SHOWN: usize = 6;
/// How many further places of one finding are named.
const RELATED: usize = 3;

/// Codes that say that something cannot be moved as it is, beside everything that is an error.
const BLOCKS: [Code; 8] = [
    codes::NO_EQUIVALENT,
    codes::LOCATION_LOST,
    codes::NEEDS_SERVER,
    codes::EVENT_LOST,
    codes::STAYS_REMOTE,
    codes::CANNOT_RUN,
    codes::AP_LOST,
    codes::LANGUAGE_NOT_READ,
];

/// All findings of one code.
struct Group<'a> {
    code: Code,
    level: Severity,
    found: Vec<&'a Finding>,
}

/// The findings; notes only when asked for, and of each code a few places unless all are.
pub fn findings(out: &mut String, input: &Input, findings: &[Finding], verbose: bool) {
    let excerpts = Excerpts::new(input);
    let mut groups = grouped(findings);
    groups.retain(|group| verbose || group.level > Severity::Info);
    groups.sort_by_key(|group| std::cmp::Reverse((blocks(group), group.level)));
    let (blocking, work): (Vec<&Group<'_>>, Vec<&Group<'_>>) = groups.iter().partition(|group| blocks(group));
    for (title, groups) in [("What blocks", blocking), ("What is to be done", work)] {
        if groups.is_empty() {
            continue;
        }
        let _ = writeln!(out, "{}\n", paint(BOLD, title));
        for group in groups {
            show(out, &excerpts, group, verbose);
        }
    }
    count(out, findings, verbose);
}

fn blocks(group: &Group<'_>) -> bool {
    group.level == Severity::Error || BLOCKS.contains(&group.code)
}

/// The findings of each code, in the order in which the codes come first.
fn grouped(findings: &[Finding]) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for found in findings {
        match groups.iter_mut().find(|group| group.code == found.code) {
            Some(group) => group.found.push(found),
            None => groups.push(Group {
                code: found.code,
                level: finding::find(found.code.0).map_or(Severity::Info, |row| row.severity),
                found: vec![found],
            }),
        }
    }
    groups
}

fn show(out: &mut String, excerpts: &Excerpts<'_>, group: &Group<'_>, verbose: bool) {
    let row = finding::find(group.code.0);
    let title = row.map(|row| row.title).unwrap_or_default();
    let times = match group.found.len() {
        1 => String::new(),
        count => format!(" ({count} times)"),
    };
    let _ = writeln!(
        out,
        "{}[{}] {}{times}",
        severity(group.level),
        group.code,
        paint(BOLD, title)
    );
    let most = if verbose { usize::MAX } else { SHOWN };
    let (mut message, mut help) = ("", "");
    for found in group.found.iter().take(most) {
        at(out, excerpts, found);
        // What is said of the place before is not said again.
        if found.message != message {
            put(out, &plain(&found.message), "  ", "  ");
            message = &found.message;
        }
        also(out, found);
        if let Some(own) = &found.help
            && own != help
        {
            put(
                out,
                &plain(own),
                &format!("  {} ", paint(DIM, "help:")),
                "        ",
            );
            help = own;
        }
    }
    if let Some(more) = group.found.len().checked_sub(most).filter(|more| *more > 0) {
        let _ = writeln!(out, "  … and {more} more; -v shows them");
    }
    let general = row.map(|row| row.help).unwrap_or_default();
    if help.is_empty() && !general.is_empty() {
        put(
            out,
            &plain(general),
            &format!("  {} ", paint(DIM, "help:")),
            "        ",
        );
    }
    out.push('\n');
}

fn at(out: &mut String, excerpts: &Excerpts<'_>, found: &Finding) {
    let Some(place) = &found.place else { return };
    let _ = writeln!(out, "  {} {}", paint(DIM, "-->"), spot(place));
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

/// Further places of a finding.
fn also(out: &mut String, found: &Finding) {
    if found.related.is_empty() {
        return;
    }
    let also: Vec<String> = found.related.iter().take(RELATED).map(spot).collect();
    let more = found.related.len().saturating_sub(RELATED);
    let more = if more > 0 {
        format!(" and {more} more")
    } else {
        String::new()
    };
    put(
        out,
        &format!("{}{more}", also.join(", ")),
        &format!("  {} ", paint(DIM, "also:")),
        "        ",
    );
}

fn spot(place: &Place) -> String {
    format!("{}:{}:{}", plain(&place.file), place.line, place.column)
}

fn put(out: &mut String, text: &str, first: &str, rest: &str) {
    for line in lines(text, first, rest) {
        let _ = writeln!(out, "{line}");
    }
}

fn count(out: &mut String, findings: &[Finding], verbose: bool) {
    let level = |found: &Finding| finding::find(found.code.0).map_or(Severity::Info, |row| row.severity);
    let count = |wanted| findings.iter().filter(|found| level(found) == wanted).count();
    let (errors, warnings, notes) = (
        count(Severity::Error),
        count(Severity::Warning),
        count(Severity::Info),
    );
    let hidden = if verbose || notes == 0 {
        ""
    } else {
        "; -v shows the notes and every place"
    };
    let _ = writeln!(
        out,
        "{} errors, {} warnings, {notes} notes{hidden}",
        paint(if errors > 0 { RED } else { GREEN }, errors),
        paint(if warnings > 0 { YELLOW } else { GREEN }, warnings)
    );
}

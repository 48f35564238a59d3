//! The three targets side by side, for people.

use super::terminal::{BOLD, DIM, GREEN, RED, YELLOW, lines, paint, plain};
use anstyle::Style;
use forgeshift_migrate::decision::Decision;
use forgeshift_migrate::decision::way::{Standing, Way};
use forgeshift_migrate::effort::Range;
use forgeshift_migrate::target::Target;
use forgeshift_migrate::{residency, roa};
use std::fmt::Write;

/// The width of a column.
const COLUMN: usize = 19;

/// What people call a target.
pub fn title(target: Target) -> &'static str {
    match target {
        Target::ConnectOnForge => "wrap",
        Target::Remote => "remote",
        Target::Native => "native",
    }
}

/// A range of days: `4.2 – 8 – 15`.
pub fn range(days: Range) -> String {
    let one = |days: f64| {
        if days < 10.0 {
            format!("{days:.1}")
        } else {
            format!("{days:.0}")
        }
    };
    format!("{} – {} – {}", one(days.p10), one(days.p50), one(days.p90))
}

/// How long Connect goes on.
pub fn deadline(decision: &Decision) -> String {
    let left = match decision.days_left {
        Some(days) if days >= 0 => format!("{days} days left"),
        Some(days) => format!("{} days ago", -days),
        None => "days left: not known".to_owned(),
    };
    format!(
        "Connect's support ends on {}: {left}, counted from {}",
        decision.end, decision.as_of
    )
}

/// The table.
pub fn table(out: &mut String, decision: &Decision) {
    let _ = writeln!(out, "{}", paint(BOLD, "Three paths"));
    let _ = writeln!(out, "  {}", deadline(decision));
    let ways = &decision.ways;
    row(out, "", ways, |way| (title(way.target).to_owned(), BOLD));
    row(out, "declared things", ways, counts);
    row(out, "person-days", ways, |way| {
        let days = way.effort.as_ref().map(|effort| range(effort.total));
        (days.unwrap_or_else(|| "—".to_owned()), Style::new())
    });
    row(out, "waiting (calendar)", ways, |way| {
        let days = way.effort.as_ref().and_then(|effort| effort.waiting).map(range);
        (days.unwrap_or_else(|| "—".to_owned()), DIM)
    });
    row(out, "Runs on Atlassian", ways, badge);
    row(out, "data residency", ways, resides);
    row(out, "update", ways, update);
    for way in ways {
        if let Standing::Closed(why) = &way.standing {
            for line in lines(&format!("{}: {}", title(way.target), plain(why)), "  ", "    ") {
                let _ = writeln!(out, "{line}");
            }
        }
    }
    let first = ways.iter().find_map(|way| way.effort.as_ref());
    if let Some(effort) = first {
        let sure = if effort.team.calibrated {
            format!(
                "corrected by {} finished items (× {})",
                effort.team.finished,
                effort.team.factor()
            )
        } else {
            "uncalibrated guesses (n=0)".to_owned()
        };
        let text = format!("days: one in ten below – middle – one in ten above; {sure}");
        remark(out, &text);
    }
    remark(
        out,
        "the badge is Atlassian's to give: confirm with forge eligibility. `forgeshift report` has the reasons",
    );
    out.push('\n');
}

fn remark(out: &mut String, text: &str) {
    for line in lines(text, "  ", "  ") {
        let _ = writeln!(out, "{}", paint(DIM, line));
    }
}

fn row(out: &mut String, name: &str, ways: &[Way], cell: impl Fn(&Way) -> (String, Style)) {
    let _ = write!(out, "  {name:<19}");
    for way in ways {
        let (text, style) = cell(way);
        let pad = COLUMN.saturating_sub(text.chars().count());
        let _ = write!(out, "{}{}", paint(style, &text), " ".repeat(pad));
    }
    while out.ends_with(' ') {
        out.pop();
    }
    out.push('\n');
}

fn counts(way: &Way) -> (String, Style) {
    let counts = way.counts;
    match &way.standing {
        Standing::Closed(_) => ("closed".to_owned(), RED),
        Standing::Reached => ("reached".to_owned(), DIM),
        Standing::Planned => {
            let style = if counts.lost > 0 { YELLOW } else { GREEN };
            let stay = counts.written + counts.kept;
            (
                format!("{stay} of {}, {} lost", counts.declared, counts.lost),
                style,
            )
        }
    }
}

fn badge(way: &Way) -> (String, Style) {
    match way.roa.verdict {
        roa::Verdict::Likely => ("likely".to_owned(), GREEN),
        roa::Verdict::Blocked => {
            let count = way.roa.blockers.len();
            (format!("blocked ({count})"), RED)
        }
        roa::Verdict::NotEvaluated => ("not evaluated".to_owned(), DIM),
    }
}

fn resides(way: &Way) -> (String, Style) {
    let style = match way.residency.verdict {
        residency::Verdict::FollowsProduct | residency::Verdict::Regions => GREEN,
        residency::Verdict::NotOffered => YELLOW,
        residency::Verdict::NotEvaluated => DIM,
    };
    (way.residency.verdict.as_str().replace('-', " "), style)
}

fn update(way: &Way) -> (String, Style) {
    match (&way.standing, way.consent.len()) {
        (Standing::Planned, 0) => ("silent".to_owned(), GREEN),
        (Standing::Planned, _) => ("needs consent".to_owned(), YELLOW),
        _ => ("—".to_owned(), DIM),
    }
}

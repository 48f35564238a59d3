//! `report` for people, on a terminal.

use super::targets::{self, range};
use super::terminal::{BOLD, DIM, GREEN, RED, YELLOW, lines, paint, plain};
use crate::input::Input;
use forgeshift_migrate::decision::form::{HUMAN, data};
use forgeshift_migrate::decision::ledger::{Ledger, Line};
use forgeshift_migrate::decision::way::{Standing, Way};
use forgeshift_migrate::decision::{Decision, form::Answer, notice::Notice};
use forgeshift_migrate::effort::{self, Costed, Estimate, Kind};
use forgeshift_migrate::roa::{Blocker, Roa, Ruling};
use forgeshift_migrate::survey::Survey;
use forgeshift_migrate::target::Target;
use forgeshift_source::span::Place;
use std::fmt::Write;

/// How many work items of a target are told, unless all are asked for.
const ITEMS: usize = 12;
/// How many callers of a host are told.
const CALLERS: usize = 4;

/// How much is told.
#[derive(Debug, Clone, Copy)]
pub struct Telling {
    /// Whether lines of files may be shown.
    pub source: bool,
    /// Whether everything is told.
    pub all: bool,
}

/// The report of one app.
pub fn text(input: &Input, survey: &Survey, decision: &Decision, telling: Telling) -> String {
    let mut out = String::new();
    let name = survey.name.as_deref().unwrap_or("Unknown app");
    let key = survey.key.as_deref().map(|key| format!(" ({})", plain(key)));
    let _ = writeln!(out, "{}{}", paint(BOLD, plain(name)), key.unwrap_or_default());
    let _ = writeln!(out, "  state: {}\n", input.app.state().as_str());
    targets::table(&mut out, decision);
    for way in &decision.ways {
        if way.standing == Standing::Planned {
            one_way(&mut out, way, telling);
        }
    }
    if let Some(way) = decision
        .ways
        .iter()
        .rev()
        .find(|way| way.standing == Standing::Reached)
    {
        heading(&mut out, "The manifest as it stands");
        verdicts(&mut out, way, telling);
    }
    ledger(&mut out, decision.ledger.as_ref());
    if let Some(way) = shown(decision) {
        form(&mut out, way);
        notices(&mut out, way);
    }
    out
}

/// The target whose answers and release note are printed: native, or the one that comes nearest to it.
fn shown(decision: &Decision) -> Option<&Way> {
    let open = |way: &&Way| !matches!(way.standing, Standing::Closed(_));
    decision.ways.iter().rev().find(open)
}

fn heading(out: &mut String, text: &str) {
    let _ = writeln!(out, "{}", paint(BOLD, text));
}

/// A point with its lines indented below it.
fn point(out: &mut String, sign: &str, text: &str) {
    for line in lines(&plain(text), &format!("  {sign} "), "    ") {
        let _ = writeln!(out, "{line}");
    }
}

/// `1 call`, `2 calls`.
fn counted(count: usize, word: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {word}{plural}")
}

fn at(place: &Place) -> String {
    format!("{}:{}", plain(&place.file), place.line)
}

fn one_way(out: &mut String, way: &Way, telling: Telling) {
    let long = match way.target {
        Target::ConnectOnForge => "Wrap (connect-on-forge): server and Connect modules stay",
        Target::Remote => "Remote: modules of Forge, the server stays",
        Target::Native => "Native: everything that can runs on Forge",
    };
    heading(out, long);
    for text in &way.gives {
        point(out, &paint(GREEN, "+"), text);
    }
    for text in &way.loses {
        point(out, &paint(RED, "−"), text);
    }
    for text in &way.costs {
        point(out, &paint(YELLOW, "$"), text);
    }
    out.push('\n');
    verdicts(out, way, telling);
    if let Some(effort) = &way.effort {
        work(out, effort, telling.all);
    }
}

/// The badge and data residency.
fn verdicts(out: &mut String, way: &Way, telling: Telling) {
    badge(out, &way.roa, telling);
    let _ = writeln!(
        out,
        "  {} {}",
        paint(BOLD, "Data residency:"),
        way.residency.verdict.as_str().replace('-', " ")
    );
    point(out, " ", &way.residency.why);
    out.push('\n');
}

fn badge(out: &mut String, roa: &Roa, telling: Telling) {
    let _ = writeln!(
        out,
        "  {} {}",
        paint(BOLD, "Runs on Atlassian:"),
        roa.verdict.as_str()
    );
    point(out, " ", &roa.why);
    for blocker in &roa.blockers {
        blocked(out, blocker, telling.source);
    }
    for (rule, ruling) in &roa.rulings {
        let (sign, said) = match ruling {
            Ruling::NotEvaluated(why) => (paint(DIM, "?"), why),
            Ruling::Passes(looked_at) if telling.all => (paint(GREEN, "✓"), looked_at),
            Ruling::Passes(_) | Ruling::Blocks => continue,
        };
        point(out, &sign, &format!("rule {}: {}: {said}", rule.rule, rule.title));
    }
    if !roa.edits.is_empty() {
        let _ = writeln!(out, "  {}", paint(BOLD, "The least that would earn it:"));
        for edit in &roa.edits {
            point(out, "·", &format!("{} [{}]", edit.what, edit.size.as_str()));
        }
    }
    out.push('\n');
}

fn blocked(out: &mut String, blocker: &Blocker, source: bool) {
    let text = format!(
        "rule {} {}: {} ({} {})",
        blocker.rule,
        blocker.code,
        blocker.why,
        blocker.found.as_str(),
        at(&blocker.place)
    );
    point(out, &paint(RED, "✗"), &text);
    if let Some(line) = blocker.line.as_deref().filter(|line| source && !line.is_empty()) {
        let _ = writeln!(
            out,
            "    {} {}",
            paint(DIM, format!("{:>4} |", blocker.place.line)),
            plain(line)
        );
    }
}

fn work(out: &mut String, effort: &Estimate, all: bool) {
    let _ = writeln!(
        out,
        "  {} {} person-days (P10 – P50 – P90)",
        paint(BOLD, "Effort:"),
        range(effort.total)
    );
    for (kind, days) in &effort.kinds {
        let _ = writeln!(out, "    {:<20} {}", kind.title(), range(*days));
    }
    if let Some(days) = effort.waiting {
        let _ = writeln!(
            out,
            "    {:<20} {} calendar days, which are no effort and are not added",
            Kind::Waiting.title(),
            range(days)
        );
    }
    items(out, effort, all);
    let owners: Vec<String> = effort
        .owners
        .iter()
        .filter_map(|index| effort.items.get(*index))
        .map(|costed| format!("{} ({:.0} %)", plain(&costed.item.title()), costed.share * 100.0))
        .collect();
    if !owners.is_empty() {
        point(
            out,
            " ",
            &format!("Most of the spread is in: {}.", owners.join("; ")),
        );
    }
    for compared in &effort.cases {
        let case = compared.case;
        let text = format!(
            "Published: {} took {} to {} {} ({}; trust: {}); the estimate is {} times that.",
            case.who, case.low, case.high, case.unit, case.what, case.trust, compared.ratio
        );
        point(out, " ", &text);
    }
    for warning in &effort.warnings {
        point(out, &paint(YELLOW, "!"), warning);
    }
    point(out, " ", effort::PROVES);
    out.push('\n');
}

/// The dearest items, then what others have to do.
fn items(out: &mut String, effort: &Estimate, all: bool) {
    let (waits, mut works): (Vec<&Costed>, Vec<&Costed>) = effort
        .items
        .iter()
        .partition(|costed| costed.item.class.kind == Kind::Waiting);
    works.sort_by(|a, b| b.days.p50.total_cmp(&a.days.p50));
    let shown = if all { works.len() } else { ITEMS };
    for costed in works.iter().take(shown) {
        item(out, costed);
    }
    if works.len() > shown {
        let _ = writeln!(out, "    and {} smaller ones; -v shows them", works.len() - shown);
    }
    if !waits.is_empty() {
        let _ = writeln!(out, "    in calendar days:");
    }
    for costed in waits {
        item(out, costed);
    }
}

fn item(out: &mut String, costed: &Costed) {
    let item = &costed.item;
    let count = if item.sites == 1 {
        String::new()
    } else {
        format!(" [{} {}]", item.sites, item.class.unit)
    };
    let place = item.places.first().map(|place| format!(" ({})", at(place)));
    let text = format!("{}{count}{}", plain(&item.title()), place.unwrap_or_default());
    for line in lines(
        &text,
        &format!("    {:>15}  ", range(costed.days)),
        &" ".repeat(21),
    ) {
        let _ = writeln!(out, "{line}");
    }
}

fn ledger(out: &mut String, ledger: Option<&Ledger>) {
    heading(out, "Egress ledger");
    let Some(ledger) = ledger else {
        let _ = writeln!(out, "  not evaluated — the code was not read\n");
        return;
    };
    let _ = writeln!(
        out,
        "  {} in {}; {} to the customer's own site, which is no egress",
        counted(ledger.calls, "outbound call"),
        counted(ledger.files, "file"),
        ledger.product_calls
    );
    if ledger.lines.is_empty() {
        let _ = writeln!(out, "  no other host was found in the code that was read");
    }
    for line in &ledger.lines {
        host(out, line);
    }
    out.push('\n');
}

fn host(out: &mut String, line: &Line) {
    let style = match line.verdict.as_str() {
        "stays-remote" => RED,
        "moves-with-egress" => YELLOW,
        _ => GREEN,
    };
    let _ = writeln!(
        out,
        "  {} {}",
        paint(BOLD, plain(&line.name)),
        paint(style, line.verdict.as_str())
    );
    let live = line.calls.len().saturating_sub(line.dead);
    let mut facts = vec![counted(live, "call")];
    if line.dead > 0 {
        facts.push(format!("{} that nothing reaches", line.dead));
    }
    facts.push(format!("as {}", line.means.join(", ")));
    if !line.purposes.is_empty() {
        facts.push(format!("for {}", line.purposes.join(", ")));
    }
    if !line.packages.is_empty() {
        facts.push(format!("by {}", line.packages.join(", ")));
    }
    facts.push(format!("end-user data: {}", data(line.data)));
    point(out, " ", &facts.join("; "));
    if !line.why.is_empty() {
        point(out, " ", &line.why);
    }
    if let Some(listed) = &line.analytics {
        let text = match listed.ended {
            Some(ended) => format!(
                "{} was on the list of analytics services until {ended}",
                listed.service
            ),
            None => format!("{} is on the list of analytics services", listed.service),
        };
        point(out, " ", &text);
    }
    if let Some(permission) = line.permissions.first() {
        point(out, " ", &format!("needs {permission}"));
    }
    let places: Vec<String> = line.places.iter().map(at).collect();
    point(out, " ", &format!("at {}", places.join(", ")));
    if !line.callers.is_empty() {
        let names: Vec<String> = line
            .callers
            .iter()
            .take(CALLERS)
            .map(|caller| plain(&caller.name))
            .collect();
        let more = line.callers.len().saturating_sub(names.len());
        let rest = if more > 0 {
            format!(" and {more} more")
        } else {
            String::new()
        };
        let paths = usize::try_from(line.paths).unwrap_or(usize::MAX);
        point(
            out,
            " ",
            &format!(
                "reached from {}{rest} on {}",
                names.join(", "),
                counted(paths, "path")
            ),
        );
    }
}

fn form(out: &mut String, way: &Way) {
    heading(
        out,
        &format!(
            "Privacy and security form, a draft for the target {}",
            way.target.as_str()
        ),
    );
    for answer in &way.form {
        let Answer {
            question,
            draft,
            check,
            evidence,
        } = answer;
        point(out, "·", question.question);
        match draft {
            Some(draft) => point(out, " ", &format!("{draft} To be checked: {check}.")),
            None => point(out, &paint(YELLOW, "?"), &format!("{HUMAN}: {check}.")),
        }
        if !evidence.is_empty() {
            let places: Vec<String> = evidence.iter().take(5).map(at).collect();
            point(out, " ", &format!("evidence: {}", places.join(", ")));
        }
    }
    out.push('\n');
}

fn notices(out: &mut String, way: &Way) {
    heading(
        out,
        &format!("Release note, a draft for the target {}", way.target.as_str()),
    );
    if way.notices.is_empty() {
        let _ = writeln!(out, "  nothing was found that customers will notice");
    }
    for Notice { text, about, .. } in &way.notices {
        let about = if about.is_empty() {
            String::new()
        } else {
            format!(" ({})", about.join(", "))
        };
        point(out, "·", &format!("{text}{about}"));
    }
    out.push('\n');
}

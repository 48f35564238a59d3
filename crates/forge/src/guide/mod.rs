//! `MIGRATION.md`: every step to production in order, and what customers will notice.

mod date;
mod step;
#[cfg(test)]
mod tests;

use crate::render::{Unwritable, render};
use serde_json::{Map, Value, json};
use std::sync::LazyLock;
use step::Step;

/// Everything that the guide says of one app.
#[derive(Debug, Clone, Default)]
pub struct Guide {
    /// The app's name.
    pub name: String,
    /// The key that customers' installations know.
    pub key: String,
    /// The products, such as `Jira`.
    pub products: Vec<String>,
    /// The path that was chosen: `connect-on-forge`, `remote`, `native`.
    pub target: &'static str,
    /// The day that the guide counts from, `YYYY-MM-DD`.
    pub as_of: String,
    /// Whether the old app is paid through the Marketplace: none where the descriptor did not say.
    pub licensed: Option<bool>,
    /// Whether modules of the old kind are left in the manifest.
    pub hybrid: bool,
    /// The address of the server that stays, where one does.
    pub server: Option<String>,
    /// Regions that have a server of their own.
    pub regions: Vec<String>,
    /// Whether the key in the manifest is a variable (`${CONNECT_KEY}`).
    pub key_is_variable: bool,
    /// Variables that the code reads: name, and whether it holds a secret.
    pub variables: Vec<(String, bool)>,
    /// The scopes of the manifest.
    pub scopes: Vec<String>,
    /// Scopes that the old app did not cover: why customers' administrators must agree. Empty: none found.
    pub consent: Vec<String>,
    /// What became of each module: what it was, what it is, one line of remarks.
    pub moved: Vec<Moved>,
    /// What is lost or left to do: code, place, message, what to do.
    pub left: Vec<Left>,
    /// What users and administrators will notice, a sentence each.
    pub noticed: Vec<String>,
    /// What of customers' stored data hangs on a key that was kept (macros, custom content, fields, gadgets).
    pub keeps_data: Vec<String>,
    /// Whether the pages have to be bundled before a deploy (`npm run build`).
    pub bundled: bool,
    /// Whether the manifest has an app id already, so that nothing is left to register.
    pub registered: bool,
    /// The files that carry marks for a human, with how many each has: `app::marks` counts them.
    pub marks: Vec<(String, usize)>,
}

/// What became of one module, webhook or lifecycle entry.
#[derive(Debug, Clone, Default)]
pub struct Moved {
    /// What it was: `webPanels example-panel`.
    pub was: String,
    /// What it is: `jira:issuePanel example-panel`; empty where nothing took its place.
    pub now: Vec<String>,
    /// Where it stood.
    pub place: String,
    /// One line of remarks.
    pub note: String,
}

/// Something lost or left to do.
#[derive(Debug, Clone, Default)]
pub struct Left {
    /// The finding's code.
    pub code: String,
    /// `error`, `warning` or `info`.
    pub severity: &'static str,
    /// Where.
    pub place: String,
    /// What.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// What the guide rests on: pages and changes with their dates, and the steps that they speak of.
static SOURCES: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("sources.json")).unwrap_or_default());

/// The day on which the old platform's support ends.
pub fn end_of_support() -> &'static str {
    SOURCES["end_of_support"].as_str().unwrap_or_default()
}

/// How many days are left from a day until then, both `YYYY-MM-DD`; negative where they are over, none where the day
/// is no day.
pub fn days_left(as_of: &str) -> Option<i64> {
    date::days_between(as_of, end_of_support())
}

/// The text of `MIGRATION.md`.
pub fn text(guide: &Guide) -> Result<String, Unwritable> {
    render("MIGRATION.md", &values(guide))
}

fn values(guide: &Guide) -> Value {
    let steps = step::steps(guide);
    let end = end_of_support();
    let days = days_left(&guide.as_of);
    let secrets = guide.variables.iter().filter(|(_, secret)| *secret).count();
    json!({
        "app": {
            "name": guide.name,
            "key": guide.key,
            "products": guide.products.join(", "),
            "product_list": guide.products,
            "bitbucket": step::is_bitbucket(guide),
            "replaces": step::replaces(guide),
            "hybrid": guide.hybrid,
            "calls_server": guide.target != "connect-on-forge" && guide.server.is_some(),
            "server": guide.server,
            "regions": guide.regions.join(", "),
            "key_is_variable": guide.key_is_variable,
        },
        "target": guide.target,
        "as_of": guide.as_of,
        "end": {
            "date": end,
            "days_left": days.filter(|days| *days > 0),
            "today": days == Some(0),
            "days_past": days.filter(|days| *days < 0).map(i64::abs),
        },
        "licence": {
            "paid": guide.licensed == Some(true),
            "free": guide.licensed == Some(false),
            "unknown": guide.licensed.is_none(),
        },
        "variables": guide.variables.iter().map(|(name, secret)| json!({ "name": name, "secret": secret })).collect::<Vec<_>>(),
        "counts": {
            "variables": guide.variables.len(),
            "secrets": secrets,
            "scopes": guide.scopes.len(),
            "consent": guide.consent.len(),
            "data": guide.keeps_data.len(),
            "marks": guide.marks.iter().map(|(_, count)| count).sum::<usize>(),
            "marked_files": guide.marks.len(),
        },
        "scopes": guide.scopes,
        "consent": guide.consent,
        "keeps_data": guide.keeps_data,
        "bundled": guide.bundled,
        "noticed": guide.noticed,
        "notices": step::replaces(guide) || step::is_bitbucket(guide) || !guide.noticed.is_empty(),
        "marks": guide.marks.iter().map(|(path, count)| json!({ "path": path, "count": count })).collect::<Vec<_>>(),
        "moved": moved(&guide.moved),
        "left": left(&guide.left),
        "steps": steps.iter().enumerate().map(|(at, step)| heading(at, step)).collect::<Vec<_>>(),
        "step": step_table(&steps),
        "sources": sources(&steps),
        "cli": SOURCES["cli"],
    })
}

fn heading(at: usize, step: &Step) -> Value {
    json!({ "number": at + 1, "title": step.title, "who": step.who, "undo": step.undo })
}

/// Every step by its name: its heading, or null where the app does not need it.
fn step_table(steps: &[&'static Step]) -> Value {
    let mut table: Map<String, Value> = step::names().map(|name| (name.to_owned(), Value::Null)).collect();
    for (at, step) in steps.iter().enumerate() {
        table.insert(step.name.to_owned(), heading(at, step));
    }
    Value::Object(table)
}

fn moved(moved: &[Moved]) -> Value {
    let lost = moved.iter().filter(|entry| entry.now.is_empty()).count();
    json!({
        "total": moved.len(),
        "written": moved.len() - lost,
        "lost": lost,
        "rows": moved.iter().map(|entry| json!({
            "was": entry.was,
            "now": entry.now,
            "place": entry.place,
            "note": entry.note,
        })).collect::<Vec<_>>(),
    })
}

/// What is left, the worst first, each rank in the order given.
fn left(left: &[Left]) -> Value {
    const RANKS: [&str; 3] = ["error", "warning", "info"];
    let rank = |entry: &Left| {
        RANKS
            .iter()
            .position(|rank| *rank == entry.severity)
            .unwrap_or(RANKS.len())
    };
    let of = |severity: &str| left.iter().filter(|entry| entry.severity == severity).count();
    let mut sorted: Vec<&Left> = left.iter().collect();
    sorted.sort_by_key(|entry| rank(entry));
    json!({
        "total": left.len(),
        "errors": of("error"),
        "warnings": of("warning"),
        "notes": of("info"),
        "rows": sorted.iter().map(|entry| json!({
            "severity": entry.severity,
            "code": entry.code,
            "place": entry.place,
            "message": entry.message,
            "help": entry.help,
        })).collect::<Vec<_>>(),
    })
}

/// The pages and changes that speak of one of these steps, or of all.
fn sources(steps: &[&'static Step]) -> Value {
    let speaks = |source: &&Value| {
        source["steps"].as_array().is_some_and(|names| {
            names.is_empty()
                || names
                    .iter()
                    .any(|name| steps.iter().any(|step| step.name == name))
        })
    };
    let of = |kind: &str| -> Vec<Value> {
        let all = SOURCES[kind].as_array();
        all.into_iter().flatten().filter(speaks).cloned().collect()
    };
    json!({ "pages": of("sources"), "changes": of("changes") })
}

//! `forgeshift actuals`: what finished work took, in a file of JSON lines that stays where it is.

use super::{no_such_format, put};
use crate::Exit;
use crate::arguments::{Actuals, Format, Record};
use crate::report::terminal;
use anyhow::{Context, Result, bail};
use forgeshift_migrate::catalog::effort;
use forgeshift_migrate::effort::record::{ENOUGH, Finished, TEAM_SPREAD, Team};
use forgeshift_source::disk::named::{self, Kind};
use serde_json::{Value, json};
use std::fmt::Write;
use std::path::Path;

/// A record of a lifetime has a few kilobytes.
const LIMIT: u64 = 4 << 20;

/// What is known of the team, from the file that `--actuals` names.
pub fn team(file: Option<&Path>) -> Result<Team> {
    let Some(file) = file else {
        return Ok(Team::unknown());
    };
    if named::kind(file) != Kind::File {
        bail!(
            "{} is no record; `forgeshift actuals add` starts one",
            file.display()
        );
    }
    Ok(Team::of(&entries(&text(file)?, file)?))
}

/// Adds to the record, or shows it.
pub fn run(arguments: &Actuals) -> Result<Exit> {
    match &arguments.what {
        Record::Add {
            what,
            estimated,
            actual,
            on,
            note,
        } => {
            let entry = Finished {
                what: what.clone(),
                estimated: *estimated,
                actual: *actual,
            };
            add(&arguments.file, &entry, on.as_deref(), note.as_deref())
        }
        Record::List { format } => list(&arguments.file, *format),
    }
}

fn text(file: &Path) -> Result<String> {
    match named::kind(file) {
        Kind::Missing => Ok(String::new()),
        _ => {
            let read = named::read(file, LIMIT).with_context(|| format!("cannot read {}", file.display()))?;
            Ok(read.text.to_string())
        }
    }
}

/// The entries of a record. A line that is none is an error: a record with a hole would correct wrongly.
fn entries(text: &str, file: &Path) -> Result<Vec<Finished>> {
    let mut entries = Vec::new();
    for (index, line) in text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
    {
        let place = || format!("{}:{}", file.display(), index + 1);
        let value: Value = serde_json::from_str(line).with_context(|| format!("{}: not JSON", place()))?;
        let days = |key: &str| value.get(key).and_then(Value::as_f64);
        let what = value.get("what").and_then(Value::as_str);
        let (Some(what), Some(estimated), Some(actual)) = (what, days("estimated"), days("actual")) else {
            bail!("{}: an entry needs what, estimated and actual", place());
        };
        let entry = Finished {
            what: what.to_owned(),
            estimated,
            actual,
        };
        if !entry.is_sound() {
            bail!(
                "{}: estimated and actual are days, above 0 and at most 10000",
                place()
            );
        }
        entries.push(entry);
    }
    Ok(entries)
}

fn add(file: &Path, entry: &Finished, on: Option<&str>, note: Option<&str>) -> Result<Exit> {
    if entry.what != "app" && effort::find(&entry.what).is_none() {
        let known: Vec<&str> = effort::all().iter().map(|class| class.id).collect();
        bail!("`{}` is no class of work: app, {}", entry.what, known.join(", "));
    }
    if !entry.is_sound() {
        bail!("--estimated and --actual are days, above 0 and at most 10000");
    }
    let mut text = text(file)?;
    let count = entries(&text, file)?.len() + 1;
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    let line = json!({
        "what": entry.what,
        "estimated": entry.estimated,
        "actual": entry.actual,
        "on": on,
        "note": note,
    });
    let _ = writeln!(text, "{line}");
    put(&text, Some(file))?;
    let left = ENOUGH.saturating_sub(count);
    let rest = if left > 0 {
        format!("; {left} more until it corrects estimates")
    } else {
        String::new()
    };
    terminal::note(&format!("{} entries in {}{rest}.", count, file.display()));
    Ok(Exit::Done)
}

fn list(file: &Path, format: Format) -> Result<Exit> {
    let entries = entries(&text(file)?, file)?;
    let team = Team::of(&entries);
    let text = match format {
        Format::Json => {
            let all: Vec<Value> = entries
                .iter()
                .map(
                    |entry| json!({"what": entry.what, "estimated": entry.estimated, "actual": entry.actual}),
                )
                .collect();
            let value = json!({"calibrated": team.calibrated, "finished": team.finished, "factor": team.factor(), "entries": all});
            format!("{value}\n")
        }
        Format::Text => shown(&entries, &team),
        format => return Err(no_such_format("actuals", format)),
    };
    put(&text, None)?;
    Ok(Exit::Done)
}

fn shown(entries: &[Finished], team: &Team) -> String {
    let mut out = String::new();
    for entry in entries {
        let _ = writeln!(
            out,
            "  {:<24} estimated {:>7.1}   took {:>7.1}   × {:.2}",
            terminal::plain(&entry.what),
            entry.estimated,
            entry.actual,
            entry.actual / entry.estimated
        );
    }
    if team.calibrated {
        let _ = writeln!(
            out,
            "{} finished: estimates are multiplied by {}, and what teams differ by narrows from {TEAM_SPREAD} to {:.2}.",
            team.finished,
            team.factor(),
            team.spread
        );
    } else {
        let _ = writeln!(
            out,
            "{} finished; estimates stay uncalibrated until there are {ENOUGH}.",
            team.finished
        );
    }
    out.push_str(
        "The rule: each entry gives the logarithm of what it took over what was estimated. From eight on, their mean\n\
         and spread are put together with what is assumed of any team (mean 0, spread 0.4), each weighing as much as\n\
         it is certain. The file stays on this machine; nothing sends it anywhere.\n",
    );
    out
}

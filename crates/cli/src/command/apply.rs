//! `forgeshift apply`

use super::{planned, tell_timings};
use crate::Exit;
use crate::arguments::Apply;
use crate::report::timings::Clock;
use crate::{input, report};
use anyhow::{Context, Result, bail};
use forgeshift_source::disk::git::{self, Extent};
use forgeshift_source::disk::named::{self, Kind};
use forgeshift_source::disk::output::{Output, Way};
use forgeshift_source::plan::Change;
use std::path::Path;

/// Writes a plan.
pub fn run(arguments: &Apply) -> Result<Exit> {
    let (changes, out) = match &arguments.plan {
        Some(file) => report::saved::read(file, &arguments.moving.path)?,
        None => {
            let mut clock = Clock::start();
            let (input, plan, out) = planned(&arguments.moving, &mut clock)?;
            tell_timings(arguments.moving.timings, &mut clock, &input);
            (plan.changes, out)
        }
    };
    if changes.is_empty() {
        report::terminal::note("No changes. Everything that this target can hold has been moved.");
        return Ok(Exit::Done);
    }
    if !arguments.allow_dirty {
        refuse_dirty(&arguments.moving.path, &out)?;
    }
    write(&changes, &out)
}

/// Uncommitted work would be mixed with what is written: refused unless allowed. With an output folder outside of
/// the app, only that folder is looked at.
fn refuse_dirty(path: &Path, out: &Path) -> Result<()> {
    let app = if named::kind(path) == Kind::Folder {
        path
    } else {
        path.parent().unwrap_or(Path::new("."))
    };
    let within = input::is_inside(app, out);
    let extent = if within { Extent::WorkTree } else { Extent::Folder };
    let Some(dirty) = git::dirty(out, extent).context("--allow-dirty goes on without asking git")? else {
        return Ok(());
    };
    if dirty.is_empty() {
        return Ok(());
    }
    let shown: Vec<&str> = dirty.iter().take(10).map(String::as_str).collect();
    let more = dirty.len().saturating_sub(shown.len());
    let rest = if more > 0 {
        format!("\n  and {more} more")
    } else {
        String::new()
    };
    bail!(
        "git has uncommitted changes; commit them or pass --allow-dirty:\n  {}{rest}",
        shown.join("\n  ")
    );
}

fn write(changes: &[Change], out: &Path) -> Result<Exit> {
    let output = Output::new(out);
    put_right(&output)?;
    output.apply(changes)?;
    report::terminal::note(&report::plan::applied(changes, out));
    Ok(Exit::Done)
}

/// An apply or an undo that was interrupted is taken back before anything else.
pub fn put_right(output: &Output) -> Result<()> {
    if let Some(recovered) = output.recover(Way::Back)? {
        report::terminal::note("An earlier apply was interrupted: what it had written was taken back.");
        for path in &recovered.left {
            report::terminal::note(&format!("  {path} was changed since and is left alone"));
        }
    }
    Ok(())
}

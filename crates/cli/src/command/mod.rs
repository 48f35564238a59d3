//! One file a command.

pub mod actuals;
pub mod analyze;
pub mod apply;
pub mod explain;
pub mod plan;
pub mod report;
pub mod undo;

use crate::Exit;
use crate::arguments::{Arguments, FailOn, Format, Moving};
use crate::input::{self, Input};
use crate::report::terminal;
use crate::report::timings::{self, Clock};
use anyhow::{Context, Result};
use clap::{CommandFactory, ValueEnum};
use forgeshift_migrate::catalog::{self, finding};
use forgeshift_migrate::plan::{Options, Plan};
use forgeshift_migrate::target::Target;
use forgeshift_source::disk::named;
use forgeshift_source::finding::Finding;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Prints the schema of the JSON.
pub fn schema() -> Result<()> {
    put(include_str!("../../schema/forgeshift.schema.json"), None)
}

/// Prints a completion script.
pub fn completions(shell: clap_complete::Shell) {
    clap_complete::generate(
        shell,
        &mut Arguments::command(),
        "forgeshift",
        &mut std::io::stdout(),
    );
}

/// Reads an app and plans its move.
pub fn planned(moving: &Moving, clock: &mut Clock) -> Result<(Input, Plan, PathBuf)> {
    let mut input = input::read(&moving.path, moving.out.as_deref(), moving.threads, clock)?;
    let out = input.out.clone().context("an archive needs --out DIR")?;
    let target: Target = moving.target.into();
    if target == Target::Native {
        input.app.read_carry(&input.tree, input::workers(moving.threads));
    }
    if target != Target::ConnectOnForge {
        input.app.read_front(&input.tree);
    }
    let options = Options {
        target,
        only: moving.only.clone(),
        as_of: moving
            .as_of
            .clone()
            .unwrap_or_else(|| catalog::as_of().to_owned()),
    };
    let existing = |path: &str| input::existing(&out, path);
    let plan = forgeshift_migrate::plan::plan(&input.app, input.manifest.as_ref(), &existing, &options)?;
    clock.lap("map");
    Ok((input, plan, out))
}

/// Says where the time went, where that was asked for.
pub fn tell_timings(asked: bool, clock: &mut Clock, input: &Input) {
    clock.lap("report");
    if asked {
        terminal::note(timings::text(clock, &input.app.timings).trim_end());
    }
}

/// What is said where a command has no such format.
pub fn no_such_format(command: &str, format: Format) -> anyhow::Error {
    let name = format.to_possible_value();
    let name = name.as_ref().map_or("that", |value| value.get_name());
    anyhow::anyhow!("{command} has no format `{name}`")
}

/// Writes a result to where it goes.
pub fn put(text: &str, output: Option<&Path>) -> Result<()> {
    match output {
        Some(file) => {
            named::write(file, text.as_bytes()).with_context(|| format!("cannot write {}", file.display()))
        }
        None => Ok(anstream::stdout().lock().write_all(text.as_bytes())?),
    }
}

/// The exit code for findings.
pub fn exit(findings: &[Finding], fail_on: FailOn) -> Exit {
    let severe =
        |found: &Finding| finding::find(found.code.0).is_some_and(|row| fail_on.catches(row.severity));
    if findings.iter().any(severe) {
        Exit::Findings
    } else {
        Exit::Done
    }
}

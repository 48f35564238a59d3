//! `forgeshift undo`

use crate::arguments::Undo;
use crate::{Exit, input, report};
use anyhow::Result;
use forgeshift_source::disk::output::Output;

/// Puts back what the last apply changed.
pub fn run(arguments: &Undo) -> Result<Exit> {
    let out = input::out_of(&arguments.path, arguments.out.as_deref())?;
    let output = Output::new(&out);
    super::apply::put_right(&output)?;
    let undone = output.undo()?;
    report::terminal::note(&report::plan::undone(&undone, &out));
    Ok(if undone.left.is_empty() {
        Exit::Done
    } else {
        Exit::Refused
    })
}

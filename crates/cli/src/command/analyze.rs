//! `forgeshift analyze`

use super::{exit, put, tell_timings};
use crate::Exit;
use crate::arguments::{Analyze, Format};
use crate::report::timings::Clock;
use crate::{input, report};
use anyhow::Result;

/// Reads and reports.
pub fn run(arguments: &Analyze) -> Result<Exit> {
    if arguments.read_only {
        let (files, bytes) = input::touch(&arguments.path, arguments.threads)?;
        put(&format!("{files} files, {bytes} bytes\n"), None)?;
        return Ok(Exit::Done);
    }
    let mut clock = Clock::start();
    let input = input::read(&arguments.path, None, arguments.threads, &mut clock)?;
    let mut survey = forgeshift_migrate::survey::survey(&input.app);
    let view = forgeshift_migrate::code::view(&input.app, &survey.outcomes, &survey.products);
    if let Some(view) = &view {
        survey.tell(&view.findings);
    }
    clock.lap("map");
    let text = match arguments.printing.format {
        Format::Text => report::analysis::text(&input, &survey, view.as_ref(), arguments.printing.verbose),
        format => {
            let value = report::json::analysis(&input, &survey, view.as_ref());
            report::export::write(format, &value).unwrap_or_else(|| format!("{value}\n"))
        }
    };
    put(&text, arguments.printing.output.as_deref())?;
    tell_timings(arguments.timings, &mut clock, &input);
    Ok(exit(&survey.findings, arguments.printing.fail_on))
}

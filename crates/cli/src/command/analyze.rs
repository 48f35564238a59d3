//! `forgeshift analyze`

use super::report::Analyzed;
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
    let analyzed = Analyzed::read(&arguments.path, arguments.threads, &mut clock)?;
    let (view, survey) = analyzed.look();
    clock.lap("map");
    let decision = analyzed.decide(view.as_ref(), &arguments.deciding)?;
    clock.lap("decide");
    let text = match arguments.printing.format {
        Format::Text => report::analysis::text(
            &analyzed.input,
            &survey,
            view.as_ref(),
            &decision,
            arguments.printing.verbose,
        ),
        format => {
            let mut value = report::json::analysis(&analyzed.input, &survey, view.as_ref());
            report::decision_json::add(&mut value, &decision, true);
            report::export::write(format, &value).unwrap_or_else(|| format!("{value}\n"))
        }
    };
    put(&text, arguments.printing.output.as_deref())?;
    tell_timings(arguments.timings, &mut clock, &analyzed.input);
    Ok(exit(&survey.findings, arguments.printing.fail_on))
}

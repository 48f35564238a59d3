//! `forgeshift analyze`

use super::{exit, put};
use crate::Exit;
use crate::arguments::{Analyze, Format};
use crate::{input, report};
use anyhow::Result;

/// Reads and reports.
pub fn run(arguments: &Analyze) -> Result<Exit> {
    let input = input::read(&arguments.path, None, true, arguments.threads)?;
    let mut survey = forgeshift_migrate::survey::survey(&input.app);
    let view = forgeshift_migrate::code::view(&input.app, &survey.outcomes, &survey.products);
    if let Some(view) = &view {
        survey.tell(&view.findings);
    }
    let text = match arguments.printing.format {
        Format::Text => report::analysis::text(&input, &survey, view.as_ref(), arguments.printing.verbose),
        format => {
            let value = report::json::analysis(&input, &survey, view.as_ref());
            report::export::write(format, &value).unwrap_or_else(|| format!("{value}\n"))
        }
    };
    put(&text, arguments.printing.output.as_deref())?;
    Ok(exit(&survey.findings, arguments.printing.fail_on))
}

//! `forgeshift plan`

use super::{exit, no_such_format, planned, put, tell_timings};
use crate::Exit;
use crate::arguments::{Format, Plan};
use crate::report::{self, timings::Clock};
use anyhow::Result;
use forgeshift_migrate::catalog;

/// Plans, shows the plan, and keeps it where asked.
pub fn run(arguments: &Plan) -> Result<Exit> {
    let mut clock = Clock::start();
    let (input, plan, out) = planned(&arguments.moving, &mut clock)?;
    let needs_json = arguments.save.is_some() || arguments.printing.format == Format::Json;
    let json = if needs_json {
        let as_of = arguments.moving.as_of.as_deref().unwrap_or(catalog::as_of());
        report::json::plan(&input, &plan, &out, as_of)
    } else {
        String::new()
    };
    if let Some(file) = &arguments.save {
        put(&json, Some(file))?;
    }
    let text = match arguments.printing.format {
        Format::Json => json,
        Format::Text => report::plan::text(&input, &plan, &out, arguments.printing.verbose),
        format => return Err(no_such_format("plan", format)),
    };
    put(&text, arguments.printing.output.as_deref())?;
    tell_timings(arguments.moving.timings, &mut clock, &input);
    Ok(exit(&plan.findings, arguments.printing.fail_on))
}

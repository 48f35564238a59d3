//! `forgeshift explain`

use super::{no_such_format, put};
use crate::Exit;
use crate::arguments::{Explain, Format};
use crate::report;
use anyhow::{Result, bail};
use forgeshift_migrate::catalog;

/// Prints what is known about one thing.
pub fn run(arguments: &Explain) -> Result<Exit> {
    let entries = catalog::explain(&arguments.what);
    if entries.is_empty() {
        let near = catalog::suggest(&arguments.what);
        if near.is_empty() {
            bail!("nothing is known by the name `{}`", arguments.what);
        }
        bail!(
            "nothing is known by the name `{}`; did you mean {}?",
            arguments.what,
            near.join(", ")
        );
    }
    let text = match arguments.format {
        Format::Text => report::explain::text(&entries),
        Format::Json => report::explain::json(&entries),
        format => return Err(no_such_format("explain", format)),
    };
    put(&text, None)?;
    Ok(Exit::Done)
}

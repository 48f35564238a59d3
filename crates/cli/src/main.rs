//! The `forgeshift` program.

mod arguments;
mod command;
mod input;
mod report;

use arguments::{Arguments, Command};
use clap::Parser;
use std::process::ExitCode;

/// Parsers allocate a lot in small pieces.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How a command ended, in the words of the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Done, nothing to report that the command gates on.
    Done,
    /// Findings at or above `--fail-on`.
    Findings,
    /// Could not evaluate, or refused.
    Refused,
    /// A bug of ours.
    Bug,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::Findings => 1,
            Exit::Refused => 2,
            Exit::Bug => 3,
        })
    }
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    report::terminal::choose_color(arguments.color);
    std::panic::set_hook(Box::new(|_| {}));
    let result = std::panic::catch_unwind(|| run(&arguments.command));
    match result {
        Ok(Ok(exit)) => exit.into(),
        Ok(Err(error)) if is_broken_pipe(&error) => Exit::Done.into(),
        Ok(Err(error)) => {
            report::terminal::error(&format!("{error:#}"));
            Exit::Refused.into()
        }
        Err(panic) => {
            report::terminal::bug(panic.as_ref());
            Exit::Bug.into()
        }
    }
}

fn run(command: &Command) -> anyhow::Result<Exit> {
    match command {
        Command::Analyze(arguments) => command::analyze::run(arguments),
        Command::Plan(arguments) => command::plan::run(arguments),
        Command::Apply(arguments) => command::apply::run(arguments),
        Command::Undo(arguments) => command::undo::run(arguments),
        Command::Report(arguments) => command::report::run(arguments),
        Command::Actuals(arguments) => command::actuals::run(arguments),
        Command::Explain(arguments) => command::explain::run(arguments),
        Command::Schema => {
            command::schema()?;
            Ok(Exit::Done)
        }
        Command::Completions { shell } => {
            command::completions(*shell);
            Ok(Exit::Done)
        }
    }
}

/// A reader that has seen enough (`| head`) is no fault.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .downcast_ref::<std::io::Error>()
        .is_some_and(|io| io.kind() == std::io::ErrorKind::BrokenPipe)
}

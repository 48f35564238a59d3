//! What a user types.

use clap::{Args, Parser, Subcommand, ValueEnum};
use forgeshift_migrate::target::Target;
use forgeshift_source::finding::Severity;
use std::path::PathBuf;

/// Moves an Atlassian Connect app to Atlassian Forge.
#[derive(Debug, Parser)]
#[command(version, about, max_term_width = 100)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// When to use colours; NO_COLOR is respected.
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto)]
    pub color: Color,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read an app and say where it stands and what each piece becomes. Writes nothing.
    Analyze(Analyze),
    /// Decide every change for one target and show it as a diff. Writes nothing but --save.
    Plan(Plan),
    /// Write what the plan says, all or nothing.
    Apply(Apply),
    /// Put back, byte for byte, what the last apply changed.
    Undo(Undo),
    /// Compare the three targets: effort, Runs on Atlassian, egress, and what customers notice. Writes nothing but -o.
    Report(Report),
    /// Keep what finished work took, so that estimates can be corrected.
    Actuals(Actuals),
    /// Say what is known about a module, event, condition, scope, AP call or finding code.
    Explain(Explain),
    /// Print the JSON schema of what --format json prints.
    Schema,
    /// Print a completion script.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
}

/// How to print a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
    /// SARIF 2.1.0, for code hosts.
    Sarif,
    /// JUnit's XML, for build servers.
    Junit,
    /// Markdown, for a pull request.
    Md,
    /// Comma-separated values, for a planner.
    Csv,
    /// One page for people, readable without network.
    Html,
    /// CycloneDX 1.6: the services that data goes to.
    Cyclonedx,
}

/// The target of a move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TargetName {
    /// Wrap: the server and the Connect modules stay.
    ConnectOnForge,
    /// Forge modules and pages, the server stays as a remote.
    Remote,
    /// All that can run on Forge does.
    Native,
}

impl From<TargetName> for Target {
    fn from(name: TargetName) -> Self {
        match name {
            TargetName::ConnectOnForge => Self::ConnectOnForge,
            TargetName::Remote => Self::Remote,
            TargetName::Native => Self::Native,
        }
    }
}

/// The level at which findings make a command exit with 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Never.
    Never,
    /// Errors.
    Error,
    /// Warnings and errors.
    Warning,
    /// Any finding.
    Info,
}

impl FailOn {
    /// Whether a finding of this severity is at or above the level.
    pub fn catches(self, severity: Severity) -> bool {
        match self {
            Self::Never => false,
            Self::Error => severity >= Severity::Error,
            Self::Warning => severity >= Severity::Warning,
            Self::Info => true,
        }
    }
}

/// Where a result goes.
#[derive(Debug, Args)]
pub struct Printing {
    /// How to print the result.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Write the result to a file instead of standard output.
    #[arg(short = 'o', long = "output", value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Exit with 1 when there are findings of this level.
    #[arg(long, value_enum, default_value_t = FailOn::Never, value_name = "LEVEL")]
    pub fail_on: FailOn,
    /// Show every finding, notes too.
    #[arg(short, long)]
    pub verbose: bool,
}

/// The arguments of `analyze`.
#[derive(Debug, Args)]
pub struct Analyze {
    /// A project folder, a descriptor, a manifest or a .zip.
    #[arg(default_value = ".")]
    pub path: PathBuf,
    /// Threads for reading code; 0 for as many as there are processors.
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub threads: usize,
    /// Deciding.
    #[command(flatten)]
    pub deciding: Deciding,
    /// Say on standard error how long each phase took, and which files took longest.
    #[arg(long)]
    pub timings: bool,
    /// Only walk and read what would be read: the floor that other times are compared with.
    #[arg(long, hide = true)]
    pub read_only: bool,
    /// Printing.
    #[command(flatten)]
    pub printing: Printing,
}

/// What a comparison of the targets rests on.
#[derive(Debug, Args)]
pub struct Deciding {
    /// What "today" means, YYYY-MM-DD; the day of the catalog where it is left out.
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub as_of: Option<String>,
    /// What finished work took: the file of `forgeshift actuals`.
    #[arg(long, value_name = "FILE")]
    pub actuals: Option<PathBuf>,
}

/// The arguments of `report`.
#[derive(Debug, Args)]
pub struct Report {
    /// Project folders, descriptors, manifests or .zip files; several give a portfolio. Without any: this folder.
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Reports in JSON that were made elsewhere, to be told beside those of the paths.
    #[arg(long, num_args = 1.., value_name = "FILE")]
    pub merge: Vec<PathBuf>,
    /// Threads for reading code; 0 for as many as there are processors.
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub threads: usize,
    /// Show no line of any file: fit for a customer.
    #[arg(long)]
    pub no_source: bool,
    /// Deciding.
    #[command(flatten)]
    pub deciding: Deciding,
    /// Printing.
    #[command(flatten)]
    pub printing: Printing,
}

/// The arguments of `actuals`.
#[derive(Debug, Args)]
pub struct Actuals {
    /// The record: a file of JSON lines.
    #[arg(
        long,
        global = true,
        default_value = "forgeshift-actuals.jsonl",
        value_name = "FILE"
    )]
    pub file: PathBuf,
    /// What to do.
    #[command(subcommand)]
    pub what: Record,
}

/// What can be done with a record.
#[derive(Debug, Subcommand)]
pub enum Record {
    /// Add a finished work item or app.
    Add {
        /// The class of the work item, as the report names it, or `app` for a whole one.
        #[arg(long, value_name = "CLASS")]
        what: String,
        /// The middle of the estimate (P50), in person-days.
        #[arg(long, value_name = "DAYS")]
        estimated: f64,
        /// What it took, in person-days.
        #[arg(long, value_name = "DAYS")]
        actual: f64,
        /// The day on which it was finished.
        #[arg(long, value_name = "DATE", value_parser = date)]
        on: Option<String>,
        /// A remark of yours.
        #[arg(long)]
        note: Option<String>,
    },
    /// Show the record and what it does to estimates.
    List {
        /// How to print it.
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
    },
}

/// What `plan` and `apply` have in common.
#[derive(Debug, Args)]
pub struct Moving {
    /// A project folder, a descriptor, a manifest or a .zip.
    #[arg(default_value = ".")]
    pub path: PathBuf,
    /// Where the app goes.
    #[arg(long, value_enum, default_value_t = TargetName::Native)]
    pub target: TargetName,
    /// Move only these modules, webhooks or lifecycle entries.
    #[arg(long, value_delimiter = ',', value_name = "KEY,KEY")]
    pub only: Vec<String>,
    /// The folder for the Forge app.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// What "today" means, YYYY-MM-DD; the day of the catalog where it is left out.
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub as_of: Option<String>,
    /// Threads for reading code; 0 for as many as there are processors.
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub threads: usize,
    /// Say on standard error how long each phase took, and which files took longest.
    #[arg(long)]
    pub timings: bool,
}

/// The arguments of `plan`.
#[derive(Debug, Args)]
pub struct Plan {
    /// What to move.
    #[command(flatten)]
    pub moving: Moving,
    /// Keep the plan in a file, for `apply --plan`. It holds source text.
    #[arg(long, value_name = "FILE")]
    pub save: Option<PathBuf>,
    /// Printing.
    #[command(flatten)]
    pub printing: Printing,
}

/// The arguments of `apply`.
#[derive(Debug, Args)]
pub struct Apply {
    /// What to move.
    #[command(flatten)]
    pub moving: Moving,
    /// A plan that was kept with `plan --save`.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["only", "target", "out"])]
    pub plan: Option<PathBuf>,
    /// Write although git has uncommitted changes.
    #[arg(long)]
    pub allow_dirty: bool,
}

/// The arguments of `undo`.
#[derive(Debug, Args)]
pub struct Undo {
    /// The same path as was given to `apply`.
    #[arg(default_value = ".")]
    pub path: PathBuf,
    /// The same folder as was given to `apply`.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

/// The arguments of `explain`.
#[derive(Debug, Args)]
pub struct Explain {
    /// A finding code, a module, an event, a condition, a scope, an AP call.
    pub what: String,
    /// How to print the result.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// `YYYY-MM-DD`, a day that exists.
fn date(text: &str) -> Result<String, String> {
    let fault = || format!("`{text}` is not a day; write YYYY-MM-DD");
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else {
        return Err(fault());
    };
    let fits = year.len() == 4 && month.len() == 2 && day.len() == 2;
    let number = |text: &str| text.parse::<u32>().map_err(|_| fault());
    let (year, month, day) = (number(year)?, number(month)?, number(day)?);
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    };
    if fits && (1..=days).contains(&day) {
        Ok(text.to_owned())
    } else {
        Err(fault())
    }
}

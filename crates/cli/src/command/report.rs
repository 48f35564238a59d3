//! `forgeshift report`

use super::actuals::team;
use super::{exit, put};
use crate::Exit;
use crate::arguments::{Deciding, Format, Report};
use crate::input::{self, Input};
use crate::report::decision::Telling;
use crate::report::terminal::Progress;
use crate::report::{self, timings::Clock};
use anyhow::{Context, Result, bail};
use forgeshift_migrate::catalog;
use forgeshift_migrate::code::{self, CodeView};
use forgeshift_migrate::decision::{self, Asked, Decision};
use forgeshift_migrate::survey::{self, Survey};
use forgeshift_source::disk::named;
use forgeshift_source::finding::Finding;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// A report of a large app has some megabytes.
const MERGED: u64 = 512 << 20;

/// An app that was read.
pub struct Analyzed {
    /// What was read.
    pub input: Input,
    survey: Survey,
}

impl Analyzed {
    /// Reads an app.
    pub fn read(path: &Path, threads: usize, clock: &mut Clock) -> Result<Self> {
        let input = input::read(path, None, threads, clock)?;
        let survey = survey::survey(&input.app);
        Ok(Self { input, survey })
    }

    /// Reads what a plan carries over, too: which functions there will be, and the files that a diff shows.
    fn with_carried(mut self, threads: usize) -> Self {
        let input = &mut self.input;
        input.app.read_carry(&input.tree, input::workers(threads));
        input.app.read_front(&input.tree);
        self
    }

    /// Looks at its code, and says what there is to say.
    pub fn look(&self) -> (Option<CodeView<'_>>, Survey) {
        let mut survey = self.survey.clone();
        let view = code::view(&self.input.app, &survey.outcomes, &survey.products);
        if let Some(view) = &view {
            survey.tell(&view.findings);
        }
        (view, survey)
    }

    /// Puts together what can be decided on.
    pub fn decide(&self, view: Option<&CodeView<'_>>, deciding: &Deciding) -> Result<Decision> {
        Ok(decision::decide(Asked {
            app: &self.input.app,
            manifest: self.input.manifest.as_ref(),
            outcomes: &self.survey.outcomes,
            view,
            as_of: deciding.as_of.as_deref().unwrap_or(catalog::as_of()),
            team: team(deciding.actuals.as_deref())?,
        }))
    }
}

/// What is printed of one app, and the findings that `--fail-on` looks at.
enum Told {
    Text(String),
    Json(Box<Value>),
}

/// Reads the apps and reports.
pub fn run(arguments: &Report) -> Result<Exit> {
    let format = arguments.printing.format;
    if format == Format::Text && !arguments.merge.is_empty() {
        bail!("--merge needs a --format other than text");
    }
    let here = [PathBuf::from(".")];
    let paths = if arguments.paths.is_empty() && arguments.merge.is_empty() {
        &here
    } else {
        arguments.paths.as_slice()
    };
    let progress = Progress::new(paths.len());
    let mut findings: Vec<Finding> = Vec::new();
    let mut told = Vec::new();
    let mut faults = Vec::new();
    for (done, path) in paths.iter().enumerate() {
        progress.step(done, &shown(path));
        match of_one(path, arguments, &mut findings) {
            Ok(one) => told.push(one),
            // One path that cannot be read is a fault; one among several is a row with its reason.
            Err(error) if paths.len() == 1 => return Err(error),
            Err(error) => {
                let why = format!("{error:#}");
                report::terminal::error(&format!("{}: {why}", path.display()));
                told.push(unread(path, format, &why));
                faults.push(path);
            }
        }
    }
    drop(progress);
    if !paths.is_empty() && faults.len() == paths.len() {
        bail!("none of the {} apps could be read", faults.len());
    }
    for file in &arguments.merge {
        let apps = merged(file)?;
        told.extend(apps.into_iter().map(|app| Told::Json(Box::new(app))));
    }
    put(&joined(told, format), arguments.printing.output.as_deref())?;
    Ok(exit(&findings, arguments.printing.fail_on))
}

fn of_one(path: &Path, arguments: &Report, findings: &mut Vec<Finding>) -> Result<Told> {
    let analyzed =
        Analyzed::read(path, arguments.threads, &mut Clock::start())?.with_carried(arguments.threads);
    let (view, survey) = analyzed.look();
    let mut decision = analyzed.decide(view.as_ref(), &arguments.deciding)?;
    findings.extend(survey.findings.iter().cloned());
    let source = !arguments.no_source;
    if arguments.printing.format == Format::Text {
        if let (Some(ledger), Some(view)) = (&mut decision.ledger, &view) {
            ledger.trace(view);
        }
        let telling = Telling {
            source,
            all: arguments.printing.verbose,
        };
        let text = report::decision::text(&analyzed.input, &survey, &decision, telling);
        return Ok(Told::Text(text));
    }
    let mut value = report::json::analysis(&analyzed.input, &survey, view.as_ref());
    report::decision_json::add(&mut value, &decision, source);
    if source && matches!(arguments.printing.format, Format::Html | Format::Json) {
        report::source::add(&mut value, &analyzed.input, &survey.findings, &decision.as_of);
    }
    if let Some(object) = value.as_object_mut() {
        object.insert("path".into(), shown(path).into());
        object.insert("files".into(), report::shared::files(&analyzed.input));
    }
    Ok(Told::Json(Box::new(value)))
}

/// The apps of a report that was made elsewhere.
fn merged(file: &Path) -> Result<Vec<Value>> {
    let text = named::read(file, MERGED).with_context(|| format!("cannot read {}", file.display()))?;
    let document: Value =
        serde_json::from_str(&text.text).with_context(|| format!("{} is not JSON", file.display()))?;
    let version = document.get("schema_version").and_then(Value::as_u64);
    if version != Some(u64::from(report::json::SCHEMA_VERSION)) {
        bail!("{} is not a report that this version reads", file.display());
    }
    let apps = report::export::apps(&document);
    if apps
        .iter()
        .any(|app| app.get("app").is_none() && app.get("error").is_none())
    {
        bail!(
            "{} holds no apps: make it with report or analyze --format json",
            file.display()
        );
    }
    Ok(apps.to_vec())
}

/// A path in the spelling of every platform.
fn shown(path: &Path) -> String {
    path.display().to_string().replace('\\', "/")
}

fn unread(path: &Path, format: Format, why: &str) -> Told {
    if format == Format::Text {
        Told::Text(format!("{}\n  not read: {why}\n", shown(path)))
    } else {
        Told::Json(Box::new(json!({"path": shown(path), "error": why})))
    }
}

/// One app as it is, several as a portfolio.
fn joined(told: Vec<Told>, format: Format) -> String {
    let mut texts = Vec::new();
    let mut values = Vec::new();
    for one in told {
        match one {
            Told::Text(text) => texts.push(text),
            Told::Json(value) => values.push(*value),
        }
    }
    let document = match values.len() {
        0 => return texts.join("\n"),
        1 => values.remove(0),
        _ => json!({
            "schema_version": report::json::SCHEMA_VERSION,
            "tool": report::json::tool(),
            "shared": report::shared::found(&values),
            "apps": values,
        }),
    };
    report::export::write(format, &document).unwrap_or_else(|| format!("{document}\n"))
}

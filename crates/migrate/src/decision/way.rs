//! One of the three targets: what it gives, loses and costs.

use super::Asked;
use super::form::{self, Answer};
use super::ledger::Ledger;
use super::notice::{self, Notice};
use crate::catalog::path::{self, Side};
use crate::code::CodeView;
use crate::effort::{self, Estimate, Served, Work};
use crate::outcome::{Declared, Fate, Outcome};
use crate::plan::{Plan, Refusal};
use crate::residency::{self, Residency};
use crate::roa::{self, Behind, Roa};
use crate::target::Target;
use forgeshift_connect::manifest::{self, Manifest};
use forgeshift_source::file::SourceFile;
use std::sync::Arc;

/// What is said where a single file was given.
const NO_CODE: &str = "the code was not read: a single file was given";

/// How many lost things are named.
const NAMED: usize = 20;

/// How a target stands for this app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It can be planned.
    Planned,
    /// The manifest that is there already stands there, or further.
    Reached,
    /// It cannot be gone, with the reason.
    Closed(String),
}

/// What becomes of what was declared, counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Everything declared.
    pub declared: usize,
    /// Something of Forge now.
    pub written: usize,
    /// Carried as a Connect module.
    pub kept: usize,
    /// Gone.
    pub lost: usize,
}

impl Counts {
    fn of(outcomes: &[Outcome]) -> Self {
        let mut counts = Self {
            declared: outcomes.len(),
            ..Self::default()
        };
        for outcome in outcomes {
            match outcome.fate {
                Fate::Written(_) => counts.written += 1,
                Fate::Kept(_) => counts.kept += 1,
                Fate::Lost(_) => counts.lost += 1,
            }
        }
        counts
    }
}

/// A target with everything that speaks for and against it.
#[derive(Debug)]
pub struct Way {
    /// The target.
    pub target: Target,
    /// How it stands.
    pub standing: Standing,
    /// Whether the manifest could be read back and is small enough; none where there is none. Atlassian's own
    /// validator is no part of this.
    pub manifest_valid: Option<bool>,
    /// What becomes of what was declared.
    pub counts: Counts,
    /// What it gives.
    pub gives: Vec<String>,
    /// What it loses.
    pub loses: Vec<String>,
    /// What it costs.
    pub costs: Vec<String>,
    /// The scopes of its manifest.
    pub scopes: Vec<String>,
    /// Scopes for which administrators must agree.
    pub consent: Vec<String>,
    /// The badge.
    pub roa: Roa,
    /// Data residency.
    pub residency: Residency,
    /// The work; none where nothing is left to do, or nothing can be done.
    pub effort: Option<Estimate>,
    /// What customers will notice.
    pub notices: Vec<Notice>,
    /// Draft answers for the Marketplace.
    pub form: Vec<Answer>,
}

/// Puts a target together from its plan.
pub(super) fn of(
    asked: &Asked<'_>,
    target: Target,
    plan: Result<Plan, Refusal>,
    served: &Served,
    ledger: Option<&Ledger>,
) -> Way {
    let plan = match plan {
        Ok(plan) => plan,
        Err(refusal) => return closed(target, refusal.to_string()),
    };
    let reached = plan.manifest.is_none();
    let planned = plan.manifest.as_ref().and_then(|text| {
        let path = asked
            .manifest
            .map_or_else(|| Arc::from("manifest.yml"), |there| there.file.path.clone());
        // What was written is read as any manifest is, so that its lines can be shown.
        manifest::read(Arc::new(SourceFile::new(path, text.clone()))).ok()
    });
    let Some(manifest) = planned.as_ref().or(asked.manifest.filter(|_| reached)) else {
        return closed(target, "the planned manifest could not be read back".to_owned());
    };
    let behind = behind(asked.view, target, manifest, reached);
    let roa = roa::judge(manifest, behind, asked.as_of);
    let residency = residency::judge(manifest, behind, &roa);
    let work = Work {
        target,
        outcomes: &plan.outcomes,
        findings: &plan.findings,
        view: asked.view,
        served,
    };
    let effort = (!reached).then(|| effort::estimate(&work, asked.team));
    let counts = Counts::of(&plan.outcomes);
    let (mut gives, mut loses, mut costs) = (
        general(target, Side::Gives),
        general(target, Side::Loses),
        general(target, Side::Costs),
    );
    particular(&plan, counts, &mut gives, &mut loses, &mut costs);
    let form = form::answers(asked, target, manifest, &roa, &residency, ledger);
    let too_large = plan
        .findings
        .iter()
        .any(|finding| finding.code == crate::codes::MANIFEST_TOO_LARGE);
    Way {
        target,
        standing: if reached {
            Standing::Reached
        } else {
            Standing::Planned
        },
        manifest_valid: Some(!too_large),
        counts,
        gives,
        loses,
        costs,
        scopes: plan.scopes,
        consent: plan.consent,
        roa,
        residency,
        effort,
        notices: notice::notices(asked.app, target, &plan.outcomes, &plan.findings),
        form,
    }
}

fn closed(target: Target, why: String) -> Way {
    Way {
        target,
        manifest_valid: None,
        counts: Counts::default(),
        gives: Vec::new(),
        loses: Vec::new(),
        costs: Vec::new(),
        scopes: Vec::new(),
        consent: Vec::new(),
        roa: Roa::not_evaluated(why.clone()),
        residency: Residency::new(residency::Verdict::NotEvaluated, why.clone()),
        effort: None,
        notices: Vec::new(),
        form: Vec::new(),
        standing: Standing::Closed(why),
    }
}

/// Where the code runs: on Forge where the target says so, and where a manifest without a remote is there already.
fn behind<'a>(
    view: Option<&'a CodeView<'a>>,
    target: Target,
    manifest: &Manifest,
    reached: bool,
) -> Behind<'a> {
    let has_server = manifest
        .root
        .get("remotes")
        .is_some_and(|remotes| !remotes.items().is_empty());
    match (view, reached) {
        (None, true) => Behind::Declared,
        (None, false) => Behind::Unread(NO_CODE),
        (Some(view), true) if has_server => Behind::Stays(view),
        (Some(view), true) => Behind::Runs(view),
        (Some(view), false) if target == Target::Native => Behind::Runs(view),
        (Some(view), false) => Behind::Stays(view),
    }
}

fn general(target: Target, side: Side) -> Vec<String> {
    path::all()
        .iter()
        .filter(|point| point.target == target && point.side == side)
        .map(|point| point.text.to_owned())
        .collect()
}

/// What is true of this very app.
fn particular(
    plan: &Plan,
    counts: Counts,
    gives: &mut Vec<String>,
    loses: &mut Vec<String>,
    costs: &mut Vec<String>,
) {
    if counts.written > 0 {
        gives.push(format!(
            "{} of {} declared things become something of Forge",
            counts.written, counts.declared
        ));
    }
    if counts.kept > 0 {
        let word = if plan.target == Target::ConnectOnForge {
            "go on as Connect modules"
        } else {
            "stay Connect modules, for want of anything else"
        };
        gives.push(format!(
            "{} of {} declared things {word}",
            counts.kept, counts.declared
        ));
    }
    let lost: Vec<String> = plan
        .outcomes
        .iter()
        .filter(|outcome| matches!(outcome.fate, Fate::Lost(_)))
        .map(crate::guide::label)
        .collect();
    if !lost.is_empty() {
        let shown = lost.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>();
        let rest = match lost.len() - shown.len() {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        loses.push(format!(
            "{} declared things: {}{rest}",
            lost.len(),
            shown.join(", ")
        ));
    }
    let new_keys = plan
        .outcomes
        .iter()
        .filter(|outcome| outcome.declared == Declared::Module && outcome.key.is_some())
        .filter(|outcome| !outcome.keeps_key && matches!(outcome.fate, Fate::Written(_)))
        .count();
    if new_keys > 0 {
        loses.push(format!(
            "the keys of {new_keys} modules change, with what hangs on them"
        ));
    }
    if plan.consent.is_empty() {
        gives.push(
            "no permission beyond the Connect scopes was found: the update can reach customers silently"
                .to_owned(),
        );
    } else {
        costs.push(format!(
            "administrators must agree to {} before they get the update",
            plan.consent.join(", ")
        ));
    }
}

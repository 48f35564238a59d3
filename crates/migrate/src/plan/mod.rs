//! The plan for one target: every file that changes, and what becomes of every declared thing.

mod base;
mod files;
mod moving;
mod pages;
mod permissions;
mod remarks;

use crate::draft::Draft;
use crate::guide;
use crate::outcome::{Declared, Outcome};
use crate::server::{self, Carrying, Handled};
use crate::target::Target;
use base::Base;
use files::files;
use forgeshift_connect::app::App;
use forgeshift_connect::descriptor::Descriptor;
use forgeshift_connect::descriptor::product::Product;
use forgeshift_connect::manifest::Manifest;
use forgeshift_source::finding::Finding;
use forgeshift_source::plan::Change;
use moving::{move_modules, select};
pub(crate) use permissions::Scoped;
use permissions::{FromCode, finish};
use remarks::common_findings;
use std::sync::Arc;

/// What to plan.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where the app goes.
    pub target: Target,
    /// Only these modules, webhooks or lifecycle entries, by key, event or name; empty for all.
    pub only: Vec<String>,
    /// The day that dates are counted from, `YYYY-MM-DD`.
    pub as_of: String,
}

/// A plan.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Where the app goes.
    pub target: Target,
    /// Every file of the output folder that changes, by path.
    pub changes: Vec<Change>,
    /// What becomes of each declared thing.
    pub outcomes: Vec<Outcome>,
    /// What is to be said.
    pub findings: Vec<Finding>,
    /// The manifest as it will be; none where nothing is moved.
    pub manifest: Option<Arc<str>>,
    /// The scopes that the manifest will have.
    pub scopes: Vec<String>,
    /// Scopes for which administrators must agree.
    pub consent: Vec<String>,
    /// What becomes of each handler of the server; empty where none is carried.
    pub handled: Vec<Handled>,
}

/// Why there is no plan.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Nothing can be carried to this target.
    #[error("nothing to generate: {0}")]
    Nothing(String),
    /// Bitbucket has no such path.
    #[error("Bitbucket has no Connect-on-Forge: choose --target native or --target remote")]
    BitbucketWrap,
    /// `--only` names something that is not there.
    #[error("--only names {wanted}, which is none of: {known}")]
    UnknownOnly {
        /// What was asked for.
        wanted: String,
        /// What there is.
        known: String,
    },
    /// The manifest is written in a way that cannot be edited in place.
    #[error("the manifest cannot be edited in place: {0}")]
    CannotEdit(String),
    /// A file cannot be written as planned.
    #[error("{0}")]
    Unwritable(String),
}

/// What the output folder holds now: the text of a file, by path.
pub type Existing<'a> = dyn Fn(&str) -> Option<Arc<str>> + 'a;

/// Plans the move of an app into an output folder.
///
/// `manifest` is the one in the output folder, where there is one: it is then the truth about what has been moved,
/// and it is edited in place.
///
/// # Errors
/// See [`Refusal`].
pub fn plan(
    app: &App,
    manifest: Option<&Manifest>,
    existing: &Existing<'_>,
    options: &Options,
) -> Result<Plan, Refusal> {
    let base = Base::new(app, manifest)?;
    if base.products.contains(&Product::Bitbucket) && options.target == Target::ConnectOnForge {
        return Err(Refusal::BitbucketWrap);
    }
    let selected = select(&base, options)?;
    if manifest.is_some() && (selected.is_empty() || options.target == Target::ConnectOnForge) {
        return Ok(nothing_to_move(options.target));
    }
    let mut draft = base.draft(app, options.target);
    move_modules(&mut draft, &base, &selected, options.target);
    if base.manifest.is_none() && !draft.outcomes.iter().any(carries) {
        return Err(Refusal::Nothing(why_nothing(&draft, &base)));
    }
    // What is carried needs modules and scopes of its own.
    let carrying = carried(app, &mut draft, &base);
    let scoped = finish(&mut draft, &base, options, &FromCode::new(app, &base));
    let pages = pages::carry(app, &mut draft, &base, options)?;
    draft.in_order();
    files(draft, &base, existing, options, scoped, carrying, pages)
}

/// The server's files, where the target has no server any more.
fn carried(app: &App, draft: &mut Draft<'_>, base: &Base<'_>) -> Option<Carrying> {
    let product = base.products.first().copied()?;
    let carrying = (draft.target == Target::Native && product != Product::Bitbucket)
        .then(|| server::carry(app, draft, &app_name_of(base.descriptor, base.manifest), product))
        .flatten();
    if carrying.is_none() {
        for handler in draft.handlers.values_mut() {
            handler.run = None;
        }
    }
    carrying
}

/// The plans of all targets without their files, for comparing them. Where a manifest exists and nothing of it
/// moves, the plan holds no manifest.
pub(crate) fn sketches(
    app: &App,
    manifest: Option<&Manifest>,
    as_of: &str,
) -> Vec<(Target, Result<Plan, Refusal>)> {
    let sketched = |base: &Base<'_>| {
        let code = FromCode::new(app, base);
        let of = |target| (target, sketch(app, base, &code, target, as_of));
        Target::ALL.into_iter().map(of).collect()
    };
    match Base::new(app, manifest) {
        Ok(base) => sketched(&base),
        Err(refusal) => Target::ALL
            .into_iter()
            .map(|target| (target, Err(refusal.clone())))
            .collect(),
    }
}

fn sketch(app: &App, base: &Base<'_>, code: &FromCode, target: Target, as_of: &str) -> Result<Plan, Refusal> {
    let options = Options {
        target,
        only: Vec::new(),
        as_of: as_of.to_owned(),
    };
    if base.products.contains(&Product::Bitbucket) && target == Target::ConnectOnForge {
        return Err(Refusal::BitbucketWrap);
    }
    if base.manifest.is_some() && (base.modules.is_empty() || target == Target::ConnectOnForge) {
        return Ok(nothing_to_move(target));
    }
    let (draft, scoped, handled) = drawn(app, base, &options, code)?;
    Ok(Plan {
        target,
        changes: Vec::new(),
        manifest: Some(files::manifest_text(&draft, base)?.into()),
        outcomes: draft.outcomes,
        findings: draft.findings,
        scopes: scoped.scopes,
        consent: scoped.consent,
        handled,
    })
}

/// The draft of a whole move; refused where it would show nothing.
fn drawn<'a>(
    app: &'a App,
    base: &Base<'a>,
    options: &Options,
    code: &FromCode,
) -> Result<(Draft<'a>, Scoped, Vec<Handled>), Refusal> {
    let selected = (0..base.modules.len()).collect();
    let mut draft = base.draft(app, options.target);
    move_modules(&mut draft, base, &selected, options.target);
    if base.manifest.is_none() && !draft.outcomes.iter().any(carries) {
        return Err(Refusal::Nothing(why_nothing(&draft, base)));
    }
    let handled = carried(app, &mut draft, base)
        .map(|carrying| carrying.handled)
        .unwrap_or_default();
    let scoped = finish(&mut draft, base, options, code);
    draft.in_order();
    common_findings(&mut draft, base, options, &scoped);
    Ok((draft, scoped, handled))
}

/// A lifecycle alone shows nothing and does nothing for anyone: an app made of it would be invented.
fn carries(outcome: &Outcome) -> bool {
    outcome.declared != Declared::Lifecycle && !outcome.written().is_empty()
}

/// A plan without its files.
pub(crate) struct Drafted {
    pub outcomes: Vec<Outcome>,
    pub findings: Vec<Finding>,
    pub connect_scopes: Vec<String>,
    pub scopes: Vec<String>,
    pub unused: Vec<String>,
}

/// What a plan would say, whether or not there is anything to generate; none where nothing was found.
pub(crate) fn drafted(app: &App, manifest: Option<&Manifest>, options: &Options) -> Option<Drafted> {
    let base = Base::new(app, manifest).ok()?;
    let selected = (0..base.modules.len()).collect();
    let mut draft = base.draft(app, options.target);
    move_modules(&mut draft, &base, &selected, options.target);
    let code = FromCode::new(app, &base);
    let scoped = finish(&mut draft, &base, options, &code);
    common_findings(&mut draft, &base, options, &scoped);
    let asked = base.connect_scopes();
    // Only where every call is known can it be said that none needs a scope.
    let unused = code.exact().map_or_else(Vec::new, |exact| {
        let stand_ins = permissions::stand_ins(&base, &asked).into_iter();
        stand_ins
            .filter(|scope| !exact.scopes.contains_key(*scope))
            .map(str::to_owned)
            .collect()
    });
    Some(Drafted {
        outcomes: draft.outcomes,
        findings: draft.findings,
        connect_scopes: asked.into_iter().map(|(scope, _)| scope).collect(),
        scopes: scoped.scopes,
        unused,
    })
}

fn nothing_to_move(target: Target) -> Plan {
    Plan {
        target,
        changes: Vec::new(),
        outcomes: Vec::new(),
        findings: Vec::new(),
        manifest: None,
        scopes: Vec::new(),
        consent: Vec::new(),
        handled: Vec::new(),
    }
}

fn why_nothing(draft: &Draft<'_>, base: &Base<'_>) -> String {
    if let Some((place, what)) = base.descriptor.and_then(|descriptor| descriptor.odd.first()) {
        return format!("{place}: {what}");
    }
    let lost: Vec<&Outcome> = draft
        .outcomes
        .iter()
        .filter(|outcome| outcome.declared != Declared::Lifecycle)
        .collect();
    let is_first = |finding: &&Finding| {
        lost.first()
            .is_some_and(|outcome| outcome.notes.contains(&finding.code))
    };
    match draft.findings.iter().find(is_first) {
        Some(finding) => {
            let place = finding
                .place
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default();
            format!(
                "none of the {} declared modules has a place there; {place}: {}",
                lost.len(),
                finding.message
            )
        }
        None => format!("{} declares no modules and no webhooks", draft.file.path),
    }
}

/// The app's name for people, or its key.
pub(crate) fn app_name_of(descriptor: Option<&Descriptor>, manifest: Option<&Manifest>) -> String {
    let known = |descriptor: &Descriptor, name: &str| {
        let node = descriptor.root.get(name)?;
        node.str()
            .filter(|text| !text.is_empty() && !descriptor.is_unknown(node.span))
            .map(str::to_owned)
    };
    descriptor
        .and_then(|descriptor| known(descriptor, "name").or_else(|| known(descriptor, "key")))
        .or_else(|| manifest.and_then(Manifest::connect_key).map(str::to_owned))
        .unwrap_or_else(|| "Forge app".to_owned())
}

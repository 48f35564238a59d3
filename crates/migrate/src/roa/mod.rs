//! Whether an app may carry the Runs on Atlassian badge, decided offline from its manifest and its code.
//!
//! The badge is Atlassian's to give, for a version that is deployed: what is said here is what its published rules
//! say of the files. Each of the ten rules has a ruling, also where it cannot be looked at.

mod changes;
mod code;
mod declared;
mod manifest;

pub use changes::{Edit, EditKind, Size};
pub use declared::{Declared, declared};

use crate::catalog::runs_on_atlassian::{self, Rule};
use crate::code::CodeView;
use forgeshift_connect::manifest::Manifest;
use forgeshift_source::span::{Place, Span};

/// What is said of an app that no rule speaks against.
pub const LIKELY: &str = "likely; confirm with forge eligibility";

/// The code of an analytics entry that stops the deploy: the domain is not, or no longer, on the list.
pub const ANALYTICS_REFUSED: &str = "ANALYTICS_NOT_ALLOWED";

/// The code of the app, as far as the badge goes.
#[derive(Debug, Clone, Copy)]
pub enum Behind<'a> {
    /// It is to run on Forge.
    Runs(&'a CodeView<'a>),
    /// It stays on a server; pages and data count all the same.
    Stays(&'a CodeView<'a>),
    /// It was not read, and the manifest was planned: what it sends is not known.
    Unread(&'static str),
    /// It was not read, but the manifest is the app's own: what may leave is declared there.
    Declared,
}

impl<'a> Behind<'a> {
    fn view(self) -> Option<&'a CodeView<'a>> {
        match self {
            Self::Runs(view) | Self::Stays(view) => Some(view),
            Self::Unread(_) | Self::Declared => None,
        }
    }
}

/// The verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// No rule that could be looked at speaks against it.
    Likely,
    /// Something blocks.
    Blocked,
    /// Too much could not be looked at.
    NotEvaluated,
}

impl Verdict {
    /// The word of the contract.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Likely => "likely",
            Self::Blocked => "blocked",
            Self::NotEvaluated => "not-evaluated",
        }
    }
}

/// Where a blocker was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Found {
    /// In the manifest, which may only be planned.
    Manifest,
    /// In the code of the app.
    Code,
}

impl Found {
    /// The word of the reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Manifest => "manifest",
            Self::Code => "code",
        }
    }
}

/// Something that costs the badge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocker {
    /// The number of the rule.
    pub rule: u8,
    /// The code that Atlassian's command line tool gives, where it has one.
    pub code: &'static str,
    /// What exactly blocks.
    pub why: String,
    /// Where it stands.
    pub place: Place,
    /// In what.
    pub found: Found,
    /// The line of the manifest, which may be in no file yet.
    pub line: Option<String>,
    /// What would take it away.
    pub edit: Edit,
}

/// What one rule says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ruling {
    /// Nothing speaks against it; how much was looked at.
    Passes(String),
    /// It has blockers.
    Blocks,
    /// It could not be looked at, with the reason.
    NotEvaluated(String),
}

/// The badge for one manifest.
#[derive(Debug, Clone)]
pub struct Roa {
    /// The verdict.
    pub verdict: Verdict,
    /// The verdict in a sentence.
    pub why: String,
    /// What each of the rules says, in their order.
    pub rulings: Vec<(&'static Rule, Ruling)>,
    /// What blocks, by rule and place.
    pub blockers: Vec<Blocker>,
    /// The cheapest set of changes that takes every blocker away.
    pub edits: Vec<Edit>,
}

impl Roa {
    /// A badge that could not be judged at all.
    pub fn not_evaluated(why: impl Into<String>) -> Self {
        let why = why.into();
        let rulings = runs_on_atlassian::all()
            .iter()
            .map(|rule| (rule, Ruling::NotEvaluated(why.clone())))
            .collect();
        Self {
            verdict: Verdict::NotEvaluated,
            why,
            rulings,
            blockers: Vec::new(),
            edits: Vec::new(),
        }
    }
}

/// What is asked.
pub(crate) struct Question<'a> {
    pub(crate) manifest: &'a Manifest,
    pub(crate) behind: Behind<'a>,
    pub(crate) as_of: &'a str,
    pub(crate) declared: Vec<Declared>,
}

impl Question<'_> {
    /// A blocker in the manifest.
    fn blocker(&self, rule: u8, why: String, span: Span, edit: Edit) -> Blocker {
        let place = self.manifest.file.place(span);
        let line = self
            .manifest
            .file
            .lines()
            .line(&self.manifest.file.text, place.line);
        Blocker {
            rule,
            code: code_of(rule),
            why,
            line: declared::shown_line(line),
            place,
            found: Found::Manifest,
            edit,
        }
    }
}

fn code_of(rule: u8) -> &'static str {
    let found = runs_on_atlassian::all().iter().find(|row| row.rule == rule);
    found.map_or("", |row| row.code)
}

/// Why nothing can be said of what the code sends and keeps; none where it was read, or need not be.
pub(crate) fn not_read(behind: Behind<'_>) -> Option<String> {
    code::unknown(behind)
}

/// Judges a manifest with the code behind it, on a day (`YYYY-MM-DD`).
pub fn judge(manifest: &Manifest, behind: Behind<'_>, as_of: &str) -> Roa {
    let question = Question {
        manifest,
        behind,
        as_of,
        declared: declared(manifest),
    };
    let mut blockers = manifest::blockers(&question);
    blockers.extend(code::blockers(&question));
    blockers.sort_by(|a, b| {
        (a.rule, a.found, &a.place, &a.code, &a.why).cmp(&(b.rule, b.found, &b.place, &b.code, &b.why))
    });
    blockers.dedup();
    let rulings: Vec<(&'static Rule, Ruling)> = runs_on_atlassian::all()
        .iter()
        .map(|rule| (rule, ruling(&question, rule, &blockers)))
        .collect();
    let (verdict, why) = verdict(&question, &blockers, &rulings);
    let edits = changes::cheapest(&blockers);
    Roa {
        verdict,
        why,
        rulings,
        blockers,
        edits,
    }
}

fn ruling(question: &Question<'_>, rule: &Rule, blockers: &[Blocker]) -> Ruling {
    if blockers.iter().any(|blocker| blocker.rule == rule.rule) {
        return Ruling::Blocks;
    }
    manifest::open(question, rule.rule)
        .or_else(|| code::open(question, rule.rule))
        .map_or_else(
            || Ruling::Passes(manifest::looked_at(question, rule.rule)),
            Ruling::NotEvaluated,
        )
}

fn verdict(
    question: &Question<'_>,
    blockers: &[Blocker],
    rulings: &[(&'static Rule, Ruling)],
) -> (Verdict, String) {
    if !blockers.is_empty() {
        let rules = rulings
            .iter()
            .filter(|(_, ruling)| *ruling == Ruling::Blocks)
            .count();
        let why = format!("{} of {} rules are broken", rules, rulings.len());
        return (Verdict::Blocked, why);
    }
    if let Some(why) = code::unknown(question.behind) {
        return (Verdict::NotEvaluated, why);
    }
    let open: Vec<String> = rulings
        .iter()
        .filter(|(_, ruling)| matches!(ruling, Ruling::NotEvaluated(_)))
        .map(|(rule, _)| rule.rule.to_string())
        .collect();
    let rest = match open.as_slice() {
        [] => String::new(),
        [one] => format!(" (rule {one} could not be looked at)"),
        several => format!(" (rules {} could not be looked at)", several.join(", ")),
    };
    (Verdict::Likely, format!("{LIKELY}{rest}"))
}

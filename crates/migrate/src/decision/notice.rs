//! The draft of a release note: what people who use the app will notice.

use crate::codes;
use crate::outcome::{Declared, Fate, Outcome};
use crate::target::Target;
use forgeshift_connect::app::App;
use forgeshift_connect::descriptor::Module;
use forgeshift_source::data::Node;
use forgeshift_source::finding::{Code, Finding};
use std::collections::{BTreeMap, BTreeSet};

/// One thing that people will notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// What it is, in a sentence for customers.
    pub text: String,
    /// The parts of the app that it is about, by the names that customers see.
    pub about: Vec<String>,
    /// The findings behind it.
    pub codes: Vec<Code>,
}

/// What each code means to a customer.
const SENTENCES: [(&[Code], &str); 12] = [
    (
        &[codes::PANEL_HIDDEN],
        "Panels are hidden until they are added: open an issue and add the panel, or ask an administrator to pin it to the project.",
    ),
    (
        &[codes::FOLDED],
        "Several pages share one menu entry now; bookmarks of their old addresses no longer work.",
    ),
    (
        &[codes::HIDDEN_PAGE],
        "A page that was reached by a link stands at another place now.",
    ),
    (
        &[codes::SEVERAL_LOCATIONS, codes::LOCATION_LOST],
        "Entries appear in fewer places than before.",
    ),
    (
        &[codes::SECTION_LOST],
        "The heading above the entries of the app in menus is gone.",
    ),
    (
        &[codes::CONDITION_LOST, codes::CONDITIONS_NOT_TAKEN],
        "Some entries are shown to more people than before.",
    ),
    (
        &[codes::MACRO_EXPORT, codes::MACRO_STATIC],
        "Exports to PDF and Word show macros in another way, or not at all, until a later version.",
    ),
    (
        &[
            codes::MACRO_PLAIN_TEXT,
            codes::MACRO_MULTI_BODY,
            codes::MACRO_EDITOR,
        ],
        "The text within macros is edited in another way.",
    ),
    (&[codes::SHORTCUT_LOST], "Keyboard shortcuts change."),
    (
        &[codes::TRANSLATION_LOST],
        "Some names are shown in English only.",
    ),
    (
        &[codes::WORKFLOW_REBUILD],
        "Rules of workflows look different where they are configured.",
    ),
    (
        &[codes::KEY_CHANGED],
        "Old addresses and references of some entries no longer work.",
    ),
];

/// What people will notice of the move. The order is that of the list above; what is gone comes first.
pub fn notices(app: &App, target: Target, outcomes: &[Outcome], findings: &[Finding]) -> Vec<Notice> {
    let names = Names::of(app);
    let mut out = Vec::new();
    let gone: Vec<&Outcome> = outcomes
        .iter()
        .filter(|outcome| outcome.declared == Declared::Module && matches!(outcome.fate, Fate::Lost(_)))
        .collect();
    let shown: Vec<&Outcome> = gone.into_iter().filter(|outcome| is_seen(outcome)).collect();
    if !shown.is_empty() {
        out.push(Notice {
            text: "These parts are no longer there.".to_owned(),
            about: names.all(&shown),
            codes: codes_of(&shown),
        });
    }
    for (codes, text) in SENTENCES {
        let about: Vec<&Outcome> = outcomes
            .iter()
            .filter(|outcome| outcome.notes.iter().any(|note| codes.contains(note)))
            .filter(|outcome| !matches!(outcome.fate, Fate::Lost(_)))
            .collect();
        let said: BTreeSet<Code> = findings
            .iter()
            .map(|finding| finding.code)
            .filter(|code| codes.contains(code))
            .collect();
        if !about.is_empty() || !said.is_empty() {
            out.push(Notice {
                text: text.to_owned(),
                about: names.all(&about),
                codes: said
                    .into_iter()
                    .chain(
                        about
                            .iter()
                            .flat_map(|one| one.notes.iter().copied())
                            .filter(|code| codes.contains(code)),
                    )
                    .collect::<BTreeSet<_>>()
                    .into_iter()
                    .collect(),
            });
        }
    }
    if findings.iter().any(is_order) {
        out.push(Notice {
            text: "The order of entries in menus and panels can change.".to_owned(),
            about: Vec::new(),
            codes: vec![codes::PROPERTIES_LOST],
        });
    }
    if findings.iter().any(|finding| finding.code == codes::CONSENT) {
        out.push(Notice {
            text: "An administrator has to agree to new permissions before the update is installed."
                .to_owned(),
            about: Vec::new(),
            codes: vec![codes::CONSENT],
        });
    }
    if findings
        .iter()
        .any(|finding| finding.code == codes::BITBUCKET_NEW_APP)
    {
        out.push(Notice {
            text: "The new app has to be installed, and the old one removed.".to_owned(),
            about: Vec::new(),
            codes: vec![codes::BITBUCKET_NEW_APP],
        });
    }
    if target == Target::ConnectOnForge && out.is_empty() && !outcomes.is_empty() {
        out.push(Notice {
            text: "Nothing changes that can be seen; the list of installed apps and the audit log show a new installation.".to_owned(),
            about: Vec::new(),
            codes: Vec::new(),
        });
    }
    out
}

/// The order of entries is a property that Forge has no place for.
fn is_order(finding: &Finding) -> bool {
    finding.code == codes::PROPERTIES_LOST && finding.message.contains("weight")
}

/// Headings and what works behind the scenes are not missed by name.
fn is_seen(outcome: &Outcome) -> bool {
    !matches!(
        outcome.kind.as_str(),
        "webSections" | "jiraEntityProperties" | "confluenceContentProperties" | "lifecycle"
    )
}

fn codes_of(outcomes: &[&Outcome]) -> Vec<Code> {
    let codes: BTreeSet<Code> = outcomes
        .iter()
        .filter_map(|outcome| match outcome.fate {
            Fate::Lost(code) => Some(code),
            _ => None,
        })
        .collect();
    codes.into_iter().collect()
}

/// The names by which customers know modules, by kind and key.
struct Names(BTreeMap<(String, Option<String>), String>);

impl Names {
    fn of(app: &App) -> Self {
        let declared = app
            .descriptor
            .as_ref()
            .map(|descriptor| descriptor.modules.as_slice());
        let carried = app
            .manifest
            .as_ref()
            .map(|manifest| manifest.connect_modules.as_slice());
        let named = |module: &Module| {
            let name = module.node.get("name")?;
            let name = name.str().or_else(|| name.get("value").and_then(Node::str))?;
            let name = name.trim();
            (!name.is_empty()).then(|| ((module.kind.clone(), module.key.clone()), name.to_owned()))
        };
        Self(
            declared
                .into_iter()
                .chain(carried)
                .flatten()
                .filter_map(named)
                .collect(),
        )
    }

    /// The names of these, without doubles.
    fn all(&self, outcomes: &[&Outcome]) -> Vec<String> {
        let name = |outcome: &&Outcome| {
            let known = self.0.get(&(outcome.kind.clone(), outcome.key.clone()));
            known.cloned().unwrap_or_else(|| crate::guide::label(outcome))
        };
        let names: BTreeSet<String> = outcomes.iter().map(name).collect();
        names.into_iter().collect()
    }
}

//! What `MIGRATION.md` says, from a plan.

use crate::catalog::finding;
use crate::draft::Draft;
use crate::outcome::{Fate, Outcome};
use crate::plan::{Options, Scoped, app_name_of};
use crate::target::Target;
use crate::{catalog, codes};
use forgeshift_connect::descriptor::Descriptor;
use forgeshift_connect::descriptor::product::Product;
use forgeshift_connect::manifest::Manifest;
use forgeshift_forge::guide::{Guide, Left, Moved};
use forgeshift_source::data::Node;
use forgeshift_source::finding::{Category, Severity};
use std::collections::BTreeSet;

/// The product's name for people.
pub fn product_name(product: Product) -> &'static str {
    match product {
        Product::Jira => "Jira",
        Product::Confluence => "Confluence",
        Product::Bitbucket => "Bitbucket",
    }
}

/// The guide of a plan.
pub(crate) fn of(
    draft: &Draft<'_>,
    descriptor: Option<&Descriptor>,
    manifest: Option<&Manifest>,
    options: &Options,
    scoped: &Scoped,
    marks: Vec<(String, usize)>,
) -> Guide {
    let key = manifest
        .and_then(Manifest::connect_key)
        .or_else(|| descriptor.and_then(Descriptor::key));
    let connect_key = draft
        .manifest
        .get("app")
        .and_then(forgeshift_forge::yaml::Yaml::map)
        .and_then(|app| app.get("connect"))
        .and_then(forgeshift_forge::yaml::Yaml::map)
        .and_then(|connect| crate::draft::str_of(connect, "key"));
    let products: BTreeSet<Product> = draft.outcomes.iter().map(|outcome| outcome.product).collect();
    let hybrid = draft.manifest.get("connectModules").is_some();
    let server_stays = hybrid || options.target != Target::Native || draft.manifest.get("remotes").is_some();
    Guide {
        name: app_name_of(descriptor, manifest),
        key: key.or(connect_key).unwrap_or_default().to_owned(),
        products: products
            .into_iter()
            .map(|product| product_name(product).to_owned())
            .collect(),
        target: options.target.as_str(),
        as_of: options.as_of.clone(),
        licensed: licensed(descriptor, manifest),
        hybrid,
        server: server_stays.then(|| {
            draft
                .server
                .base_url
                .clone()
                .unwrap_or_else(|| "the old server".to_owned())
        }),
        regions: draft
            .server
            .regions
            .iter()
            .map(|(region, _)| region.clone())
            .collect(),
        key_is_variable: connect_key.is_some_and(|key| key.starts_with("${")),
        variables: scoped.variables.clone(),
        scopes: scoped.scopes.clone(),
        consent: scoped.consent.clone(),
        moved: draft.outcomes.iter().map(moved).collect(),
        left: left(draft),
        noticed: noticed(draft),
        keeps_data: keeps_data(draft),
        bundled: false,
        registered: manifest.is_some_and(is_registered),
        marks,
    }
}

fn is_registered(manifest: &Manifest) -> bool {
    manifest
        .root
        .at(&["app", "id"])
        .and_then(Node::str)
        .is_some_and(|id| !id.ends_with("invalid-run-forge-register"))
}

fn licensed(descriptor: Option<&Descriptor>, manifest: Option<&Manifest>) -> Option<bool> {
    let of_manifest = manifest
        .and_then(|manifest| manifest.root.at(&["app", "licensing", "enabled"]))
        .and_then(Node::bool);
    of_manifest.or_else(|| {
        descriptor
            .and_then(|descriptor| descriptor.root.get("enableLicensing"))
            .and_then(Node::bool)
    })
}

/// What a declared thing is called: `webPanels my-panel`, `webhook jira:issue_updated`, `lifecycle installed`.
pub fn label(outcome: &Outcome) -> String {
    match (&outcome.event, &outcome.key) {
        (Some(event), _) => format!("webhook {event}"),
        (None, Some(key)) => format!("{} {key}", outcome.kind),
        (None, None) => outcome.kind.clone(),
    }
}

fn moved(outcome: &Outcome) -> Moved {
    let note = outcome
        .notes
        .iter()
        .filter_map(|code| finding::find(code.0))
        .map(|row| row.title)
        .collect::<Vec<_>>()
        .join("; ");
    Moved {
        was: label(outcome),
        now: outcome
            .written()
            .iter()
            .map(|written| format!("{} {}", written.kind, written.key))
            .collect(),
        place: format!("{}:{}", outcome.place.file, outcome.place.line),
        note,
    }
}

fn left(draft: &Draft<'_>) -> Vec<Left> {
    let mut left: Vec<(Severity, Left)> = Vec::new();
    for found in &draft.findings {
        let Some(row) = finding::find(found.code.0) else {
            continue;
        };
        if row.category == Category::Info && row.severity == Severity::Info {
            continue;
        }
        let place = found
            .place
            .as_ref()
            .map(|place| format!("{}:{}", place.file, place.line))
            .unwrap_or_default();
        left.push((
            row.severity,
            Left {
                code: found.code.to_string(),
                severity: row.severity.as_str(),
                place,
                message: found.message.clone(),
                help: found.help.clone().unwrap_or_else(|| row.help.to_owned()),
            },
        ));
    }
    left.sort_by(|a, b| {
        b.0.cmp(&a.0)
            .then_with(|| (&a.1.place, &a.1.code, &a.1.message).cmp(&(&b.1.place, &b.1.code, &b.1.message)))
    });
    left.dedup_by(|a, b| a.1.message == b.1.message && a.1.place == b.1.place);
    left.into_iter().map(|(_, left)| left).collect()
}

/// What people who use the app will see change.
fn noticed(draft: &Draft<'_>) -> Vec<String> {
    let has = |code| draft.findings.iter().any(|finding| finding.code == code);
    let count = |code| {
        draft
            .findings
            .iter()
            .filter(|finding| finding.code == code)
            .count()
    };
    let mut out = Vec::new();
    if has(codes::PANEL_HIDDEN) {
        out.push(format!("{} issue panels are not shown until someone adds them to an issue or an administrator pins them to a project.", count(codes::PANEL_HIDDEN)));
    }
    if has(codes::FOLDED) {
        out.push(format!(
            "{} pages move into one menu entry; bookmarks of their old addresses stop working.",
            count(codes::FOLDED)
        ));
    }
    if has(codes::CONDITION_LOST) || has(codes::CONDITIONS_NOT_TAKEN) {
        out.push(
            "Some modules are shown to more people than before, because a condition has no counterpart."
                .into(),
        );
    }
    let lost = draft
        .outcomes
        .iter()
        .filter(|outcome| matches!(outcome.fate, Fate::Lost(_)))
        .count();
    if lost > 0 {
        out.push(format!(
            "{lost} of {} declared things are gone: see the table below.",
            draft.outcomes.len()
        ));
    }
    if draft
        .findings
        .iter()
        .any(|finding| finding.code == codes::PROPERTIES_LOST && finding.message.contains("weight"))
    {
        out.push("The order of the app's entries in menus and panels can change.".into());
    }
    if has(codes::MACRO_PLAIN_TEXT) {
        out.push("Plain-text bodies of macros can no longer be edited in the page.".into());
    }
    if has(codes::MACRO_EXPORT) || has(codes::MACRO_STATIC) {
        out.push(
            "Exports of pages (PDF, Word) show macros only once their export function is written.".into(),
        );
    }
    if has(codes::SECTION_LOST) {
        out.push("Headings that grouped the app's menu entries are gone.".into());
    }
    if has(codes::CONSENT) {
        out.push("An administrator must agree to new permissions before the update is installed.".into());
    }
    if has(codes::BITBUCKET_NEW_APP) {
        out.push("Customers must install the Forge app and remove the Connect app.".into());
    }
    out
}

/// Modules whose keys hold customers' stored data together.
fn keeps_data(draft: &Draft<'_>) -> Vec<String> {
    let holds = |outcome: &&Outcome| {
        outcome.keeps_key
            && catalog::module::find(crate::convert::host(outcome.product), &outcome.kind).is_some_and(
                |row| {
                    row.keeps_key()
                        && matches!(
                            outcome.kind.as_str(),
                            "dynamicContentMacros"
                                | "staticContentMacros"
                                | "customContent"
                                | "jiraIssueFields"
                                | "jiraDashboardItems"
                                | "jiraGlobalPermissions"
                                | "jiraProjectPermissions"
                                | "jiraJqlFunctions"
                                | "contentBylineItems"
                                | "jiraEntityProperties"
                                | "confluenceContentProperties"
                        )
                },
            )
    };
    draft.outcomes.iter().filter(holds).map(label).collect()
}

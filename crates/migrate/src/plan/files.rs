//! The files of a plan.

use super::base::Base;
use super::pages::Pages;
use super::permissions::Scoped;
use super::remarks::common_findings;
use super::{Existing, Options, Plan, Refusal, app_name_of};
use crate::codes;
use crate::draft::{Draft, str_of};
use crate::guide;
use crate::names::slug;
use crate::outcome::{Outcome, Written};
use crate::server::Carrying;
use forgeshift_forge::app as forge_app;
use forgeshift_forge::app::server::Carried;
use forgeshift_forge::yaml::{Map, Yaml};
use forgeshift_forge::{guide as forge_guide, yaml};
use forgeshift_source::finding::{Code, Finding, Grade};
use forgeshift_source::path::RelPath;
use forgeshift_source::plan::{Action, Change};
use std::collections::BTreeSet;

/// Forge refuses a larger manifest.
pub(super) const MANIFEST_LIMIT: usize = 200 * 1024;

/// The files of the plan.
pub(super) fn files(
    mut draft: Draft<'_>,
    base: &Base<'_>,
    existing: &Existing<'_>,
    options: &Options,
    scoped: Scoped,
    carrying: Option<Carrying>,
    pages: Pages,
) -> Result<Plan, Refusal> {
    let manifest = manifest_text(&draft, base)?;
    if manifest.len() > MANIFEST_LIMIT {
        let message = format!(
            "the manifest has {} bytes; Forge accepts {MANIFEST_LIMIT}",
            manifest.len()
        );
        draft
            .findings
            .push(Finding::new(codes::MANIFEST_TOO_LARGE, message));
    }
    common_findings(&mut draft, base, options, &scoped);
    let mut written: Vec<(String, String, Grade)> =
        vec![("manifest.yml".into(), manifest.clone(), Grade::Review)];
    let mut forge = forge_app_of(&draft, base);
    pages.tell(&mut forge);
    let mut changes = Vec::new();
    let mut handled = Vec::new();
    if let Some(carrying) = carrying {
        handled = carrying.handled;
        draft.findings.extend(carrying.findings);
        changes = copies(&carrying.server.files, existing)?;
        written.extend(
            carrying
                .stand_ins
                .into_iter()
                .map(|file| (file.path, file.text, Grade::Todo)),
        );
        forge.server = Some(carrying.server);
    }
    let has_code = !forge.handlers.is_empty() || !forge.pages.is_empty();
    let mut marks = Vec::new();
    if has_code {
        let files = forge_app::files(&forge).map_err(unwritable)?;
        marks = forge_app::marks(&files);
        marks.extend(changes.iter().filter_map(marked));
        marks.extend(pages.marks());
        written.extend(files.into_iter().map(|file| (file.path, file.text, Grade::Todo)));
        for resource in &draft.icons {
            written.push((
                format!("static/{resource}/icon.svg"),
                forge_app::NEUTRAL_ICON.to_owned(),
                Grade::Review,
            ));
        }
    }
    let mut guide = guide::of(&draft, base.descriptor, base.manifest, options, &scoped, marks);
    guide.bundled = forge.bundled;
    written.push((
        "MIGRATION.md".into(),
        forge_guide::text(&guide).map_err(unwritable)?,
        Grade::Review,
    ));
    let because: Vec<Code> = draft
        .outcomes
        .iter()
        .flat_map(|outcome| outcome.notes.iter().copied())
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    for (path, text, grade) in written {
        // A manifest that lies in the output folder under another name is edited where it is.
        let named = base
            .manifest
            .filter(|_| path == "manifest.yml")
            .map(|manifest| manifest.file.path.to_string());
        let path = named.filter(|name| existing(name).is_some()).unwrap_or(path);
        changes.extend(change(&path, text, grade, existing, &forge, &because)?);
    }
    changes.extend(pages.changes(existing)?);
    changes.sort_by(|a, b| a.path.cmp(&b.path));
    draft
        .findings
        .sort_by(|a, b| (&a.place, a.code, &a.message).cmp(&(&b.place, b.code, &b.message)));
    draft.findings.dedup();
    Ok(Plan {
        target: options.target,
        changes,
        outcomes: draft.outcomes,
        findings: draft.findings,
        manifest: Some(manifest.into()),
        scopes: scoped.scopes,
        consent: scoped.consent,
        handled,
    })
}

/// The files of the old app that come along. What is there already was changed by someone, or is the same.
fn copies(files: &[Carried], existing: &Existing<'_>) -> Result<Vec<Change>, Refusal> {
    let mut changes = Vec::new();
    for file in files {
        if existing(&file.path).is_some() {
            continue;
        }
        changes.push(Change {
            path: RelPath::new(&file.path).map_err(|error| Refusal::Unwritable(error.to_string()))?,
            from: Some(file.from.clone()),
            action: Action::Copy,
            grade: file.grade,
            before: Some(file.before.clone()),
            after: Some(file.text().map_err(unwritable)?.into()),
            bytes: None,
            because: vec![codes::SERVER_CARRIED],
        });
    }
    Ok(changes)
}

/// A file that comes along, with how many marks for a human it has.
fn marked(change: &Change) -> Option<(String, usize)> {
    let count = forge_app::marks_in(change.after.as_deref()?);
    (count > 0).then(|| (change.path.to_string(), count))
}

pub(super) fn unwritable(error: forgeshift_forge::render::Unwritable) -> Refusal {
    Refusal::Unwritable(error.to_string())
}

/// One file as a change, or none where it stays as it is.
pub(super) fn change(
    path: &str,
    text: String,
    grade: Grade,
    existing: &Existing<'_>,
    forge: &forge_app::App,
    because: &[Code],
) -> Result<Option<Change>, Refusal> {
    let rel = RelPath::new(path).map_err(|error| Refusal::Unwritable(error.to_string()))?;
    let before = existing(path);
    let after = match &before {
        None => text,
        Some(there) => match path {
            "package.json" => forge_app::package_json(Some(there), forge).map_err(unwritable)?,
            "src/index.js" => forge_app::merged_index(there, &text).map_err(unwritable)?,
            "MIGRATION.md" => text,
            _ if path.ends_with(".yml") || path.ends_with(".yaml") => text,
            // What someone has filled in since is not written over.
            _ => return Ok(None),
        },
    };
    if before.as_deref() == Some(after.as_str()) {
        return Ok(None);
    }
    let action = if before.is_some() {
        Action::Edit
    } else {
        Action::Create
    };
    Ok(Some(Change {
        path: rel,
        from: None,
        action,
        grade,
        before,
        after: Some(after.into()),
        bytes: None,
        because: because.to_vec(),
    }))
}

pub(super) fn manifest_text(draft: &Draft<'_>, base: &Base<'_>) -> Result<String, Refusal> {
    let Some(manifest) = base.manifest else {
        return Ok(yaml::print(&draft.manifest));
    };
    let fail = |error: yaml::EditError| Refusal::CannotEdit(error.to_string());
    let first = yaml::edit(&manifest.file.text, &draft.manifest).map_err(fail)?;
    if first.removed.iter().all(|block| block.comments.is_empty()) {
        return Ok(first.text);
    }
    // A human's comments on what moved go with it; none is lost.
    let mut wanted = draft.manifest.clone();
    for block in &first.removed {
        if let Some(target) = new_home(draft, &block.path) {
            attach(&mut wanted, &target.kind, &target.key, &block.comments);
        }
    }
    Ok(yaml::edit(&manifest.file.text, &wanted).map_err(fail)?.text)
}

/// The entry that takes the comments of a removed block: what its module became, else what a module of its kind
/// became, else the first entry that is new.
fn new_home<'a>(draft: &'a Draft<'_>, path: &[String]) -> Option<&'a Written> {
    let entry = |outcome: &'a Outcome| {
        let modules = draft.manifest.get("modules").and_then(Yaml::map)?;
        outcome
            .written()
            .iter()
            .find(|written| modules.get(&written.kind).is_some())
    };
    let named = |outcome: &&Outcome| {
        outcome
            .key
            .as_deref()
            .is_some_and(|key| path.iter().any(|part| part == key))
    };
    let of_kind = |outcome: &&Outcome| {
        path.iter()
            .any(|part| part.split_once(':').is_some_and(|(_, kind)| kind == outcome.kind))
    };
    let outcomes = || draft.outcomes.iter();
    outcomes()
        .filter(named)
        .find_map(entry)
        .or_else(|| outcomes().filter(of_kind).find_map(entry))
        .or_else(|| outcomes().find_map(entry))
}

pub(super) fn attach(manifest: &mut Map, kind: &str, key: &str, comments: &[String]) {
    let modules = manifest.map_at("modules");
    if modules.get(kind).is_none() {
        return;
    }
    for item in modules.list_at(kind) {
        if item.value.map().and_then(|map| str_of(map, "key")) == Some(key) {
            let mut all: Vec<String> = comments.to_vec();
            all.append(&mut item.comment);
            item.comment = all;
        }
    }
}

pub(super) fn forge_app_of(draft: &Draft<'_>, base: &Base<'_>) -> forge_app::App {
    let name = app_name(base);
    forge_app::App {
        package: slug(&name),
        name,
        products: base
            .products
            .iter()
            .map(|product| super::guide::product_name(*product).to_owned())
            .collect(),
        pages: draft.pages.values().cloned().collect(),
        handlers: draft.handlers.values().cloned().collect(),
        translations: draft.translations.clone(),
        ..forge_app::App::default()
    }
}

pub(super) fn app_name(base: &Base<'_>) -> String {
    app_name_of(base.descriptor, base.manifest)
}

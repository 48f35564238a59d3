//! What is decided on, for apps that are small enough to know the answer.

#![allow(clippy::disallowed_methods)]
#![allow(clippy::expect_used)]

use forgeshift_connect::app::{App, Extent};
use forgeshift_migrate::code;
use forgeshift_migrate::decision::way::{Standing, Way};
use forgeshift_migrate::decision::{self, Asked, Decision};
use forgeshift_migrate::effort::record::Team;
use forgeshift_migrate::survey::survey;
use forgeshift_migrate::target::Target;
use forgeshift_migrate::{catalog, residency, roa};
use forgeshift_source::disk::tree::Tree;
use std::path::{Path, PathBuf};

const DESCRIPTOR: &str = r#"{
  "key": "com.example.notes",
  "name": "Notes",
  "baseUrl": "https://notes.example.com",
  "authentication": {"type": "jwt"},
  "scopes": ["READ"],
  "modules": {
    "webPanels": [
      {"key": "panel", "name": {"value": "All notes"}, "url": "/panel", "location": "atl.jira.view.issue.left.context"}
    ],
    "webSections": [
      {"key": "section", "name": {"value": "Heading"}, "location": "none-that-exists"}
    ]
  }
}"#;

const SERVER: &str = r#"
const express = require("express");
const { Pool } = require("pg");
const app = express();
const pool = new Pool();

app.get("/panel", async (req, res) => {
  const notes = await pool.query("select * from notes");
  await fetch("http://plain.example.com/ping");
  await fetch("https://api.mixpanel.com/track", { method: "POST" });
  res.json(notes.rows);
});

function never() {
  return fetch("https://dead.example.com/");
}

app.listen(3000);
"#;

/// A folder that goes when it is dropped.
struct Folder(PathBuf);

impl Folder {
    fn with(name: &str, files: &[(&str, &str)]) -> Self {
        let path = std::env::temp_dir().join(format!("forgeshift-decision-{}-{name}", std::process::id()));
        for (file, text) in files {
            let file = path.join(file);
            std::fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
            std::fs::write(file, text).expect("a file");
        }
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn notes(name: &str) -> Folder {
    let package = r#"{"name": "notes", "dependencies": {"express": "4", "pg": "8"}}"#;
    let files = [
        ("atlassian-connect.json", DESCRIPTOR),
        ("app.js", SERVER),
        ("package.json", package),
    ];
    Folder::with(name, &files)
}

fn decided(path: &Path, as_of: &str) -> Decision {
    let tree = Tree::folder(path);
    let extent = Extent {
        code: true,
        threads: 1,
    };
    let app = App::read_project(&tree, tree.list(), extent).expect("an app");
    decision_of(&app, as_of)
}

fn decision_of(app: &App, as_of: &str) -> Decision {
    let survey = survey(app);
    let view = code::view(app, &survey.outcomes, &survey.products);
    let mut decision = decision::decide(Asked {
        app,
        manifest: app.manifest.as_ref(),
        outcomes: &survey.outcomes,
        view: view.as_ref(),
        as_of,
        team: Team::unknown(),
    });
    if let (Some(ledger), Some(view)) = (&mut decision.ledger, &view) {
        ledger.trace(view);
    }
    decision
}

fn way(decision: &Decision, target: Target) -> &Way {
    let found = decision.ways.iter().find(|way| way.target == target);
    found.expect("every target is there")
}

#[test]
fn days_are_counted_from_the_day_that_is_given() {
    let folder = notes("days");
    assert_eq!(decided(&folder.0, "2026-11-24").days_left, Some(68));
    assert_eq!(decided(&folder.0, "2027-01-31").days_left, Some(0));
    assert_eq!(decided(&folder.0, "2027-02-02").days_left, Some(-2));
}

#[test]
fn a_wrap_and_a_remote_never_carry_the_badge() {
    let folder = notes("never");
    let decision = decided(&folder.0, catalog::as_of());
    for target in [Target::ConnectOnForge, Target::Remote] {
        let way = way(&decision, target);
        assert_eq!(way.standing, Standing::Planned);
        assert_eq!(way.roa.verdict, roa::Verdict::Blocked, "{target:?}");
        assert_eq!(
            way.residency.verdict,
            residency::Verdict::NotOffered,
            "{target:?}"
        );
        assert!(
            way.roa
                .blockers
                .iter()
                .any(|blocker| blocker.code == "HAS_REMOTES")
        );
    }
}

#[test]
fn a_blocker_of_a_planned_manifest_shows_its_line() {
    let folder = notes("line");
    let decision = decided(&folder.0, catalog::as_of());
    let remote = way(&decision, Target::Remote);
    let blocker = remote
        .roa
        .blockers
        .iter()
        .find(|blocker| blocker.code == "HAS_REMOTES");
    let blocker = blocker.expect("a remote");
    assert_eq!(&*blocker.place.file, "manifest.yml");
    assert_eq!(blocker.line.as_deref(), Some("- key: connect"));
}

#[test]
fn native_is_blocked_by_what_the_code_does_and_not_by_what_nothing_reaches() {
    let folder = notes("native");
    let decision = decided(&folder.0, catalog::as_of());
    let native = way(&decision, Target::Native);
    let why: Vec<&str> = native
        .roa
        .blockers
        .iter()
        .map(|blocker| blocker.why.as_str())
        .collect();
    let has = |word: &str| why.iter().any(|text| text.contains(word));
    assert!(has("`pg` needs a server"), "{why:?}");
    assert!(has("plain.example.com"), "{why:?}");
    assert!(has("api.mixpanel.com"), "{why:?}");
    assert!(!has("dead.example.com"), "{why:?}");
    let line = native
        .roa
        .edits
        .iter()
        .find(|edit| edit.subject == "api.mixpanel.com")
        .expect("an edit");
    assert_eq!(
        (line.kind, line.size),
        (roa::EditKind::Declare, roa::Size::Line),
        "a known service is a line"
    );
    let port = native
        .roa
        .edits
        .iter()
        .find(|edit| edit.subject == "`plain.example.com`");
    assert!(
        port.is_some_and(|edit| edit.what.contains("GET /panel")),
        "the routes that stay are named"
    );
}

#[test]
fn the_ledger_knows_who_calls_and_what_is_dead() {
    let folder = notes("ledger");
    let decision = decided(&folder.0, catalog::as_of());
    let ledger = decision.ledger.as_ref().expect("the code was read");
    let line = |name: &str| {
        let found = ledger
            .lines
            .iter()
            .find(|line| line.host.as_deref() == Some(name));
        found.unwrap_or_else(|| panic!("{name}"))
    };
    let mixpanel = line("api.mixpanel.com");
    let callers: Vec<&str> = mixpanel
        .callers
        .iter()
        .map(|caller| caller.name.as_str())
        .collect();
    assert_eq!(callers, ["GET /panel"]);
    assert_eq!(
        mixpanel.analytics.as_ref().map(|listed| listed.service),
        Some("Mixpanel")
    );
    assert_eq!((mixpanel.dead, mixpanel.paths), (0, 1));
    let dead = line("dead.example.com");
    assert_eq!((dead.dead, dead.callers.len()), (1, 0));
    assert!(!dead.leaves());
    let counted: usize = ledger.lines.iter().map(|line| line.calls.len()).sum();
    assert_eq!(
        counted + ledger.product_calls,
        ledger.calls,
        "no call is left out"
    );
}

#[test]
fn the_form_answers_with_evidence_or_leaves_it_to_a_human() {
    let folder = notes("form");
    let decision = decided(&folder.0, catalog::as_of());
    let native = way(&decision, Target::Native);
    let answer = |id: &str| {
        let found = native.form.iter().find(|answer| answer.question.id == id);
        found.unwrap_or_else(|| panic!("{id}"))
    };
    assert!(answer("programmes").draft.is_none() && answer("retention").draft.is_none());
    let tls = answer("tls");
    assert!(
        tls.draft.as_deref().is_some_and(|draft| draft.starts_with("No")),
        "{tls:?}"
    );
    assert_eq!(tls.evidence.first().map(|place| place.line), Some(9));
    let storage = answer("storage");
    assert!(
        storage.draft.as_deref().is_some_and(|draft| draft.contains("pg")),
        "{storage:?}"
    );
    assert_eq!(native.form.len(), catalog::privacy::all().len());
    for answer in &native.form {
        let backed = answer.draft.is_none() || !answer.check.is_empty();
        assert!(
            backed,
            "{}: a draft always says what to check",
            answer.question.id
        );
    }
}

#[test]
fn the_release_note_uses_the_names_that_customers_know() {
    let folder = Folder::with(
        "note",
        &[(
            "atlassian-connect.json",
            &DESCRIPTOR.replace(
                "\"url\": \"/panel\"",
                "\"url\": \"/panel\", \"conditions\": [{\"condition\": \"no_such_condition\"}]",
            ),
        )],
    );
    let decision = decided(&folder.0, catalog::as_of());
    let native = way(&decision, Target::Native);
    let about: Vec<&String> = native.notices.iter().flat_map(|notice| &notice.about).collect();
    assert!(
        about.iter().any(|name| *name == "All notes"),
        "{:?}",
        native.notices
    );
}

#[test]
fn a_single_descriptor_is_not_judged_as_if_its_code_were_known() {
    let folder = Folder::with("single", &[("atlassian-connect.json", DESCRIPTOR)]);
    let tree = Tree::folder(&folder.0);
    let app = App::read_file(&tree, "atlassian-connect.json").expect("an app");
    let decision = decision_of(&app, catalog::as_of());
    let native = way(&decision, Target::Native);
    assert_eq!(native.roa.verdict, roa::Verdict::NotEvaluated);
    assert_eq!(native.residency.verdict, residency::Verdict::NotEvaluated);
    assert!(decision.ledger.is_none());
    let unread = native
        .effort
        .as_ref()
        .map(|effort| effort.warnings.join(" "))
        .unwrap_or_default();
    assert!(unread.contains("not read"), "{unread}");
}

#[test]
fn a_manifest_that_is_there_is_judged_as_it_is() {
    let manifest = "app:\n  id: ari:cloud:ecosystem::app/1\n  connect:\n    key: com.example.notes\nmodules:\n  jira:issuePanel:\n    - key: panel\n      resource: main\n      title: Panel\n";
    let folder = Folder::with("reached", &[("manifest.yml", manifest)]);
    let decision = decided(&folder.0, catalog::as_of());
    for way in &decision.ways {
        assert_eq!(way.standing, Standing::Reached, "{:?}", way.target);
        assert!(way.effort.is_none(), "nothing is left to do");
    }
}

#[test]
fn nothing_at_all_closes_every_target_and_says_why() {
    let decision = decision_of(&App::default(), catalog::as_of());
    assert_eq!(decision.ways.len(), 3);
    for way in &decision.ways {
        assert!(
            matches!(&way.standing, Standing::Closed(why) if !why.is_empty()),
            "{:?}",
            way.target
        );
        assert_eq!(way.roa.verdict, roa::Verdict::NotEvaluated);
    }
}

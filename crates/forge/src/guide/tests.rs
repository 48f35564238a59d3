//! What the guide says for each kind of app, and what it leaves out.

use super::*;
use crate::hostile;

fn guide(target: &'static str) -> Guide {
    Guide {
        name: "Example".into(),
        key: "com.example.app".into(),
        products: vec!["Jira".into(), "Confluence".into()],
        target,
        as_of: "2026-11-24".into(),
        licensed: Some(true),
        scopes: vec!["read:jira-work".into(), "write:jira-work".into()],
        ..Guide::default()
    }
}

fn wrapped() -> Guide {
    Guide {
        hybrid: true,
        server: Some("https://app.example.com".into()),
        ..guide("connect-on-forge")
    }
}

fn remote() -> Guide {
    Guide {
        server: Some("https://app.example.com".into()),
        ..guide("remote")
    }
}

fn native() -> Guide {
    guide("native")
}

fn bitbucket() -> Guide {
    Guide {
        products: vec!["Bitbucket".into()],
        ..guide("native")
    }
}

/// A guide in which every step and every table has something to say.
fn full() -> Guide {
    Guide {
        consent: vec!["manage:jira-project".into()],
        regions: vec!["EU".into(), "US".into()],
        key_is_variable: true,
        variables: vec![("API_HOST".into(), false), ("API_TOKEN".into(), true)],
        moved: vec![
            Moved {
                was: "webPanels main-panel".into(),
                now: vec!["jira:issuePanel main-panel".into(), "resource main".into()],
                place: "atlassian-connect.json:12".into(),
                note: "Shown below the description.".into(),
            },
            Moved {
                was: "webItems old".into(),
                now: Vec::new(),
                place: "atlassian-connect.json:30".into(),
                note: "Forge has no such place.".into(),
            },
        ],
        left: vec![
            left("FS1001", "info"),
            left("FS1002", "error"),
            left("FS1003", "warning"),
            left("FS1004", "error"),
        ],
        noticed: vec!["The panel stands below the description.".into()],
        keeps_data: vec!["Macro chart in pages.".into()],
        marks: vec![
            ("src/triggers/onIssue.js".into(), 1),
            ("static/main/index.html".into(), 2),
        ],
        hybrid: true,
        ..remote()
    }
}

fn left(code: &str, severity: &'static str) -> Left {
    Left {
        code: code.into(),
        severity,
        place: "atlassian-connect.json:1".into(),
        message: "Something is missing.".into(),
        help: "Look at it.".into(),
    }
}

/// The titles of the steps, without their numbers.
fn titles(text: &str) -> Vec<&str> {
    text.lines()
        .filter_map(|line| line.strip_prefix("### ")?.split_once(". "))
        .map(|(_, title)| title)
        .collect()
}

fn says(guide: &Guide, said: &str) -> bool {
    text(guide).unwrap().contains(said)
}

#[test]
fn the_steps_are_numbered_without_a_gap_and_listed_first() {
    for guide in [
        wrapped(),
        remote(),
        native(),
        bitbucket(),
        full(),
        Guide::default(),
    ] {
        let text = text(&guide).unwrap();
        let numbers: Vec<usize> = text
            .lines()
            .filter_map(|line| line.strip_prefix("### ")?.split('.').next()?.parse().ok())
            .collect();
        assert_eq!(numbers, (1..=numbers.len()).collect::<Vec<_>>());
        for (at, title) in titles(&text).iter().enumerate() {
            assert!(text.contains(&format!("| {}. {title} | ", at + 1)), "{title}");
        }
        assert_eq!(titles(&text).len(), step::steps(&guide).len());
    }
}

#[test]
fn every_step_says_who_does_it_and_whether_it_can_be_undone() {
    let text = text(&full()).unwrap();
    let who = text.lines().filter(|line| line.starts_with("Who: ")).count();
    assert_eq!(who, titles(&text).len());
    assert!(
        text.lines()
            .filter(|line| line.starts_with("Who: "))
            .all(|line| line.contains("Can be undone: "))
    );
}

#[test]
fn accounts_are_asked_for_before_production_on_every_target() {
    for guide in [wrapped(), remote(), native()] {
        let text = text(&guide).unwrap();
        let titles = titles(&text);
        let at = |title: &str| titles.iter().position(|other| *other == title).expect(title);
        let order = [
            at("Register the app"),
            at("Ask Atlassian to keep the app's accounts"),
            at("Deploy to development and install on a test site"),
            at("Deploy to production"),
            at("Add the version to the Marketplace listing"),
            at("Watch the roll-out"),
        ];
        assert!(order.is_sorted(), "{titles:?}");
        assert!(text.contains("**Wait for the answer before the first production deploy.**"));
    }
}

#[test]
fn a_server_that_stays_is_prepared_and_never_switched_off() {
    for guide in [wrapped(), remote()] {
        let text = text(&guide).unwrap();
        let titles = titles(&text);
        assert!(titles.contains(&"Prepare the app's server") && titles.contains(&"Keep the server running"));
        assert!(!titles.contains(&"Switch the server off"));
    }
    let text = text(&native()).unwrap();
    let titles = titles(&text);
    assert!(titles.contains(&"Switch the server off"));
    assert!(!titles.contains(&"Prepare the app's server") && !titles.contains(&"Keep the server running"));
}

#[test]
fn a_wrapped_app_keeps_its_jwt_and_a_remote_one_checks_forges_token() {
    assert!(says(&wrapped(), "`installationId`") && !says(&wrapped(), "jwks.json"));
    assert!(says(&remote(), "jwks.json") && !says(&remote(), "`installationId`"));
    assert!(!says(&native(), "jwks.json") && !says(&native(), "`installationId`"));
}

#[test]
fn only_an_app_with_old_modules_left_has_modules_to_move() {
    assert!(says(&wrapped(), "Move the modules that are left"));
    for guide in [remote(), native()] {
        assert!(!says(&guide, "Move the modules that are left"));
    }
}

#[test]
fn only_an_app_that_no_longer_has_its_old_calls_reads_the_client_key() {
    assert!(!says(&wrapped(), "connect_client_key_"));
    assert!(says(&remote(), "connect_client_key_") && says(&native(), "connect_client_key_"));
}

#[test]
fn bitbucket_links_two_apps_and_replaces_none() {
    let text = text(&bitbucket()).unwrap();
    let titles = titles(&text);
    assert!(titles.contains(&"Link the old app to the new one"));
    for absent in [
        "Ask Atlassian to keep the app's accounts",
        "Set the app's key for each environment",
        "Watch the roll-out",
        "Add the version to the Marketplace listing",
    ] {
        assert!(!titles.contains(&absent), "{absent}");
    }
    assert!(text.contains("Whether that day also holds for Bitbucket is not written"));
    assert!(!says(&native(), "forgeAppLink"));
}

#[test]
fn an_app_with_an_id_is_not_registered_again() {
    let registered = Guide {
        registered: true,
        ..native()
    };
    assert!(!says(&registered, "forge register") && says(&native(), "forge register Example"));
    assert!(says(&native(), "invalid-run-forge-register"));
}

#[test]
fn the_licence_is_told_as_it_was() {
    let of = |licensed| text(&Guide { licensed, ..native() }).unwrap();
    assert!(of(Some(true)).contains("must say `app.licensing.enabled: true`, as it does"));
    assert!(of(Some(true)).contains("--license inactive"));
    assert!(of(Some(false)).contains("must not switch licensing on"));
    assert!(!of(Some(false)).contains("--license inactive"));
    assert!(of(None).contains("did not say whether it is paid"));
}

#[test]
fn the_key_of_each_environment_is_in_the_command_where_it_is_a_variable() {
    let variable = Guide {
        key_is_variable: true,
        ..native()
    };
    assert!(says(
        &variable,
        "CONNECT_KEY=com.example.app forge deploy -e production\n"
    ));
    assert!(!says(&native(), "CONNECT_KEY=com.example.app"));
}

#[test]
fn secrets_are_set_encrypted_and_other_variables_are_not() {
    let text = text(&full()).unwrap();
    assert!(text.contains("forge variables set -e development API_HOST\n"));
    assert!(text.contains("forge variables set -e development --encrypt API_TOKEN\n"));
    assert!(text.contains("Variables that the code reads: 2; secrets among them: 1."));
    assert!(!says(&native(), "forge variables set"));
}

#[test]
fn consent_names_its_reasons_or_says_that_none_was_found() {
    assert!(says(&full(), "- manage:jira-project"));
    assert!(says(&native(), "Scopes of the manifest: 2; none was found"));
    assert!(says(&native(), "--approve MAJOR_VERSION_RULE"));
}

#[test]
fn data_that_hangs_on_a_key_is_a_check_and_without_it_there_is_no_step() {
    assert!(says(&full(), "- [ ] Macro chart in pages."));
    assert!(!says(&native(), "Check that customers' data"));
}

#[test]
fn marks_are_listed_and_counted() {
    assert!(says(&full(), "Marks: 3; files that hold them: 2."));
    assert!(says(&full(), "| `static/main/index.html` | 2 |"));
    assert!(!says(&native(), "FORGE-TODO"));
}

#[test]
fn the_days_are_counted_from_the_day_given() {
    let on = |as_of: &str| {
        text(&Guide {
            as_of: as_of.into(),
            ..native()
        })
        .unwrap()
    };
    assert!(on("2026-11-24").contains("Connect is supported until 2027-01-31.\nDays left: 68.\n"));
    assert!(on("2027-01-31").contains("That is today."));
    assert!(on("2027-03-01").contains("Days since then: 29."));
    assert!(!on("2027-03-01").contains("Days left"));
    assert!(!on("soon").contains("Days"));
}

#[test]
fn errors_come_first_and_keep_their_order() {
    let text = text(&full()).unwrap();
    let at = |code: &str| text.find(&format!("`{code}`")).expect(code);
    assert!(["FS1002", "FS1004", "FS1003", "FS1001"].map(at).is_sorted());
    assert!(text.contains("Entries: 4. Errors: 2. Warnings: 1. Notes: 1."));
}

#[test]
fn what_became_of_each_module_adds_up() {
    let text = text(&full()).unwrap();
    assert!(text.contains("lifecycle entries: 2. With a place in the Forge app: 1.\nWithout one: 1."));
    assert!(text.contains(
        "| `webPanels main-panel` | `jira:issuePanel main-panel`, `resource main` | `atlassian-connect.json:12` | Shown"
    ));
    assert!(text.contains("| `webItems old` | nothing | "));
    assert!(says(
        &native(),
        "The app had no module, webhook or lifecycle entry."
    ));
    assert!(says(&native(), "Nothing was found."));
}

#[test]
fn sources_are_those_of_the_steps_that_are_there() {
    assert!(says(&native(), "CHANGE-3383, 2026-08-07"));
    assert!(says(&native(), "persist-app-accounts") && !says(&bitbucket(), "persist-app-accounts"));
    assert!(says(&bitbucket(), "connect-to-forge-migration-tooling"));
}

#[test]
fn every_source_has_an_address_and_belongs_to_a_step_that_exists() {
    let names: Vec<&str> = step::names().collect();
    let pages = SOURCES["sources"].as_array().unwrap();
    let changes = SOURCES["changes"].as_array().unwrap();
    assert!(pages.len() > 10 && changes.len() > 3);
    for source in pages.iter().chain(changes) {
        for step in source["steps"].as_array().unwrap() {
            assert!(names.contains(&step.as_str().unwrap()), "{step}");
        }
    }
    for page in pages {
        assert!(
            page["url"]
                .as_str()
                .unwrap()
                .starts_with("https://developer.atlassian.com/")
        );
        assert!(
            date::days_between(page["date"].as_str().unwrap(), "2026-11-24").is_some_and(|days| days > 0)
        );
    }
}

/// The borders of a table's cells: bars without a backslash before them.
fn borders(line: &str) -> usize {
    let mut escaped = false;
    line.chars()
        .filter(|c| {
            let border = *c == '|' && !escaped;
            escaped = *c == '\\' && !escaped;
            border
        })
        .count()
}

#[test]
fn hostile_texts_change_no_heading_no_table_and_no_code_block() {
    let calm = text(&full()).unwrap();
    for evil in hostile::texts() {
        let mut guide = full();
        guide.name = evil.clone();
        guide.key = evil.clone();
        guide.server = Some(evil.clone());
        guide.regions = vec![evil.clone()];
        guide.products = vec![evil.clone(), evil.clone()];
        guide.variables = vec![(evil.clone(), false), (evil.clone(), true)];
        guide.consent = vec![evil.clone()];
        guide.noticed = vec![evil.clone()];
        guide.keeps_data = vec![evil.clone()];
        guide.marks = vec![(evil.clone(), 1), (evil.clone(), 2)];
        for entry in &mut guide.moved {
            entry.was = evil.clone();
            entry.now.fill(evil.clone());
            entry.place = evil.clone();
            entry.note = evil.clone();
        }
        for entry in &mut guide.left {
            entry.code = evil.clone();
            entry.place = evil.clone();
            entry.message = evil.clone();
            entry.help = evil.clone();
        }
        let text = text(&guide).unwrap();
        assert_eq!(text.lines().count(), calm.lines().count(), "{evil:?}");
        for (line, expected) in text.lines().zip(calm.lines()) {
            for start in ["#", "```", "- ", "1. ", "|", ">"] {
                assert_eq!(
                    line.starts_with(start),
                    expected.starts_with(start),
                    "{evil:?}: {line}"
                );
            }
            if expected.starts_with('|') {
                assert_eq!(borders(line), borders(expected), "{evil:?}: {line}");
            }
        }
    }
}

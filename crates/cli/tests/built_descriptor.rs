//! Descriptors that code builds, through the command line.

#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::expect_used)]

use serde_json::Value;
use std::path::PathBuf;
use std::process::Command;

fn case(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("../../tests/cases/code/{name}/app"))
}

fn run(arguments: &[&str], app: &str) -> Value {
    let out = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_forgeshift"))
        .args(arguments)
        .arg("--format=json")
        .arg(case(app))
        .args(if arguments[0] == "plan" {
            vec!["--out".into(), out.path().as_os_str().to_owned()]
        } else {
            Vec::new()
        })
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

fn texts<'a>(list: &'a Value, field: &str) -> Vec<&'a str> {
    let rows = list.as_array().unwrap().iter();
    rows.filter_map(|row| row[field].as_str()).collect()
}

#[test]
fn a_descriptor_of_several_files_is_listed_with_places_and_routes() {
    let analysis = run(&["analyze"], "descriptor-parts");
    assert_eq!(analysis["app"]["state"], "connect");
    assert_eq!(analysis["app"]["name"], "Boards");
    let descriptor = &analysis["app"]["descriptors"][0];
    assert_eq!(descriptor["form"], "code");
    assert_eq!(descriptor["file"], "index.ts");
    assert_eq!(descriptor["placeholders"][0]["text"], "{{APP_KEY}}");
    assert_eq!(descriptor["placeholders"][0]["place"]["line"], 14);
    let keys = texts(&analysis["modules"], "key");
    assert_eq!(keys, ["first", "second", "board", "dev", "admin"]);
    let board = &analysis["modules"][2]["place"];
    assert_eq!(
        (board["file"].as_str(), board["line"].as_u64()),
        (Some("descriptor/modules.ts"), Some(8))
    );
    assert_eq!(texts(&analysis["webhooks"], "event"), ["jira:issue_created"]);
    let installed = &analysis["routes"][1];
    assert_eq!(installed["declared_by"][0]["key"], "installed");
    let said = texts(&analysis["findings"], "message").join("\n");
    assert!(
        said.contains("`webSections` is put in by code: nothing of it is known"),
        "{said}"
    );
}

#[test]
fn every_target_is_planned_from_it() {
    for target in ["native", "remote", "connect-on-forge"] {
        let plan = run(&["plan", "--target", target], "descriptor-parts");
        let manifest = plan["changes"]
            .as_array()
            .unwrap()
            .iter()
            .find(|change| change["path"] == "manifest.yml")
            .and_then(|change| change["content"].as_str())
            .unwrap();
        assert!(
            manifest.contains("descriptor/modules.ts:8"),
            "{target}: {manifest}"
        );
        assert!(manifest.contains("${CONNECT_KEY}"), "{target}: {manifest}");
        assert!(
            !manifest.contains("{{"),
            "{target} holds a tag of ours: {manifest}"
        );
        let inputs = texts(&plan["inputs"], "path");
        assert_eq!(
            inputs,
            ["index.ts", "descriptor/common.ts", "descriptor/modules.ts"]
        );
    }
}

#[test]
fn the_defaults_of_a_descriptor_are_no_second_one() {
    let analysis = run(&["analyze"], "descriptor-commonjs");
    assert_eq!(analysis["app"]["key"], "com.example.tidy");
    assert_eq!(analysis["app"]["others"], Value::Array(Vec::new()));
    assert_eq!(texts(&analysis["modules"], "key"), ["mine"]);
}

#[test]
fn what_only_looks_like_a_descriptor_gives_an_app_of_unknown_state() {
    let analysis = run(&["analyze"], "descriptor-not");
    assert_eq!(analysis["app"]["state"], "unknown");
    assert_eq!(analysis["app"]["descriptors"], Value::Array(Vec::new()));
    assert_eq!(analysis["modules"], Value::Array(Vec::new()));
}

#[test]
fn of_two_descriptors_the_one_that_is_served_counts_and_the_other_is_named() {
    let analysis = run(&["analyze"], "descriptor-two");
    assert_eq!(analysis["app"]["key"], "served");
    let other = &analysis["app"]["others"][0];
    assert_eq!(other["file"], "a-draft.js");
    assert_eq!(other["why"], "`app.js` stands first");
}

#[test]
fn a_file_of_its_own_stands_before_code() {
    let analysis = run(&["analyze"], "descriptor-file-and-code");
    assert_eq!(analysis["app"]["key"], "of-the-file");
    assert_eq!(analysis["app"]["descriptors"][0]["form"], "static");
    assert_eq!(analysis["app"]["others"][0]["file"], "app.js");
}

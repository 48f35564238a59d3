//! `report`, `actuals` and the decision part of `analyze`, as a user runs them.

// Tests start the program and set up files; the program itself may do neither by itself.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::expect_used)]

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .unwrap()
        .to_owned()
}

fn sample() -> String {
    root().join("samples/jira-issue-pulse").display().to_string()
}

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_forgeshift"))
        .args(arguments)
        .output()
        .unwrap()
}

fn json(arguments: &[&str]) -> Value {
    let output = run(arguments);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn the_same_app_gives_the_same_bytes_whatever_the_number_of_threads() {
    for format in ["text", "json", "md"] {
        let of = |threads: &str| run(&["report", &sample(), "--format", format, "--threads", threads]).stdout;
        assert!(of("1") == of("4"), "{format}");
    }
}

#[test]
fn analyze_and_report_say_the_same_of_each_target() {
    let analyzed = json(&["analyze", &sample(), "--format", "json"]);
    let reported = json(&["report", &sample(), "--format", "json"]);
    assert_eq!(analyzed["targets"], reported["targets"]);
    for target in ["connect-on-forge", "remote", "native"] {
        let effort = &reported["targets"][target]["effort"];
        let [low, middle, high] = ["p10", "p50", "p90"].map(|key| effort[key].as_f64().unwrap());
        assert!(0.0 < low && low < middle && middle < high, "{target}");
        assert_eq!(effort["calibrated"], false);
        assert_eq!(effort["owners"].as_array().unwrap().len(), 3);
        let items = effort["items"].as_array().unwrap();
        assert!(items.iter().all(|item| item["unit"] == "person-days"));
        assert!(
            effort["waits"]
                .as_array()
                .unwrap()
                .iter()
                .all(|wait| wait["unit"] == "calendar-days")
        );
        assert_eq!(
            reported["targets"][target]["runs_on_atlassian"]["rules"]
                .as_array()
                .unwrap()
                .len(),
            10
        );
    }
}

#[test]
fn the_day_that_is_given_is_the_day_that_counts() {
    let early = json(&["report", &sample(), "--format", "json", "--as-of", "2026-01-31"]);
    assert_eq!(early["as_of"], "2026-01-31");
    assert_eq!(early["days_left"], 365);
    let late = text(&run(&["report", &sample(), "--as-of", "2027-02-10"]));
    assert!(
        late.contains("10 days ago, counted from 2027-02-10"),
        "{late:.300}"
    );
    assert_eq!(
        run(&["report", &sample(), "--as-of", "2026-02-30"]).status.code(),
        Some(2)
    );
}

#[test]
fn the_ledger_refers_to_calls_and_paths_of_the_same_document() {
    let value = json(&["report", &sample(), "--format", "json"]);
    let ids = |list: &str| -> Vec<String> {
        let list = value[list].as_array().unwrap();
        list.iter()
            .map(|one| one["id"].as_str().unwrap().to_owned())
            .collect()
    };
    let (calls, paths) = (ids("outbound"), ids("egress_paths"));
    let ledger = value["ledger"].as_array().unwrap();
    assert!(!ledger.is_empty());
    for line in ledger {
        for call in line["calls"].as_array().unwrap() {
            assert!(calls.iter().any(|id| call == id));
        }
        for path in line["paths"].as_array().unwrap() {
            assert!(paths.iter().any(|id| path == id));
        }
    }
}

#[test]
fn without_source_no_line_of_a_file_is_shown() {
    let line = "- key: connect";
    assert!(text(&run(&["report", &sample()])).contains(line));
    assert!(!text(&run(&["report", &sample(), "--no-source"])).contains(line));
    let value = json(&["report", &sample(), "--no-source", "--format", "json"]);
    let blockers = value["targets"]["remote"]["runs_on_atlassian"]["blockers"]
        .as_array()
        .unwrap();
    assert!(!blockers.is_empty());
    assert!(blockers.iter().all(|blocker| blocker["line"].is_null()));
}

#[test]
fn a_secret_in_an_address_is_in_no_format() {
    let folder = TempDir::new().unwrap();
    let manifest = "app:\n  id: ari:cloud:ecosystem::app/1\nremotes:\n  - key: r\n    baseUrl: https://user:hunter2@b.example.com\npermissions:\n  external:\n    fetch:\n      backend:\n        - https://user:hunter2@x.example.com\n        - z.example.com?k=hunter2\n        - {address: 'https://y.example.com/?k=hunter2', category: analytics}\n";
    std::fs::write(folder.path().join("manifest.yml"), manifest).unwrap();
    let code = "require('express')().get('/a', () => fetch('https://user:hunter2@q.example.com/a?token=hunter2'));\n";
    std::fs::write(folder.path().join("app.js"), code).unwrap();
    let path = folder.path().display().to_string();
    for format in ["text", "json", "md", "html", "csv", "sarif", "junit", "cyclonedx"] {
        let output = run(&["report", &path, "--format", format, "--verbose"]);
        assert!(output.status.success(), "{format}");
        let said = text(&output);
        assert!(
            said.contains("example.com") || format == "junit" || format == "csv",
            "{format}"
        );
        assert!(!said.contains("hunter2"), "{format}");
    }
}

#[test]
fn the_badge_is_called_likely_and_never_eligible() {
    let folder = TempDir::new().unwrap();
    let manifest = "app:\n  id: ari:cloud:ecosystem::app/1\nmodules:\n  jira:issuePanel:\n    - key: panel\n      resource: main\n      title: Panel\n";
    std::fs::write(folder.path().join("manifest.yml"), manifest).unwrap();
    let path = folder.path().join("manifest.yml").display().to_string();
    let value = json(&["report", &path, "--format", "json"]);
    let badge = &value["targets"]["native"]["runs_on_atlassian"];
    assert_eq!(badge["verdict"], "likely");
    assert!(
        badge["why"]
            .as_str()
            .unwrap()
            .starts_with("likely; confirm with forge eligibility")
    );
    assert!(!text(&run(&["report", &path])).contains("is eligible"));
}

#[test]
fn several_apps_give_a_portfolio_and_one_that_cannot_be_read_is_a_row() {
    let folder = TempDir::new().unwrap();
    std::fs::write(folder.path().join("atlassian-connect.json"), "{ broken").unwrap();
    let broken = folder.path().display().to_string();
    let value = json(&["report", &sample(), &broken, "--format", "json"]);
    let apps = value["apps"].as_array().unwrap();
    assert_eq!(apps.len(), 2);
    assert_eq!(apps[0]["app"]["key"], "com.example.issue-pulse");
    assert!(!apps[1]["error"].as_str().unwrap().is_empty());
    assert!(apps[1]["app"].is_null());
    assert_eq!(run(&["report", &broken]).status.code(), Some(2));
    assert_eq!(run(&["report", &broken, &broken]).status.code(), Some(2));
}

#[test]
fn markdown_has_the_ledger_the_form_and_the_release_note() {
    let markdown = text(&run(&["report", &sample(), "--format", "md"]));
    for heading in [
        "## Three paths",
        "## What would earn Runs on Atlassian",
        "## Privacy and security form",
        "## Release note",
    ] {
        assert!(markdown.contains(heading), "{heading}");
    }
    assert!(markdown.contains("hooks.example-pulse.com"));
    assert!(markdown.contains("a human must answer"));
}

/// A record with so many entries that took twice as long as estimated.
fn record(folder: &TempDir, entries: usize) -> String {
    let file = folder.path().join("actuals.jsonl").display().to_string();
    for _ in 0..entries {
        let output = run(&[
            "actuals",
            "add",
            "--file",
            &file,
            "--what",
            "routes",
            "--estimated",
            "2",
            "--actual",
            "4",
        ]);
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    file
}

#[test]
fn eight_finished_items_correct_the_estimate_and_seven_do_not() {
    let folder = TempDir::new().unwrap();
    let middle = |extra: &[&str]| {
        let sample = sample();
        let mut arguments = vec!["report", &sample, "--format", "json"];
        arguments.extend(extra);
        let value = json(&arguments);
        let effort = &value["targets"]["native"]["effort"];
        (
            effort["p50"].as_f64().unwrap(),
            effort["calibrated"].as_bool().unwrap(),
        )
    };
    let plain = middle(&[]);
    let file = record(&folder, 7);
    assert_eq!(middle(&["--actuals", &file]), plain);
    let file = record(&folder, 1);
    let (corrected, calibrated) = middle(&["--actuals", &file]);
    assert!(calibrated && corrected > plain.0 * 1.6, "{corrected}");
    let listed = text(&run(&["actuals", "list", "--file", &file]));
    assert!(
        listed.contains("8 finished") && listed.contains("The rule:"),
        "{listed}"
    );
}

#[test]
fn a_record_with_a_line_that_is_none_is_refused_with_its_number() {
    let folder = TempDir::new().unwrap();
    let file = record(&folder, 1);
    let mut text = std::fs::read_to_string(&file).unwrap();
    text.push_str("{\"what\": \"routes\", \"estimated\": 0, \"actual\": 1}\n");
    std::fs::write(&file, text).unwrap();
    let output = run(&["report", &sample(), "--actuals", &file]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("actuals.jsonl:2"));
}

#[test]
fn what_is_no_class_of_work_is_not_taken_into_the_record() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("a.jsonl").display().to_string();
    for (what, estimated, actual) in [("nonsense", "1", "1"), ("app", "0", "1"), ("app", "1", "inf")] {
        let output = run(&[
            "actuals",
            "add",
            "--file",
            &file,
            "--what",
            what,
            "--estimated",
            estimated,
            "--actual",
            actual,
        ]);
        assert_eq!(output.status.code(), Some(2), "{what} {estimated} {actual}");
    }
    assert!(!Path::new(&file).exists());
}

#[test]
fn a_plan_carries_the_same_comparison_as_the_analysis() {
    let folder = TempDir::new().unwrap();
    let out = folder.path().display().to_string();
    let planned = json(&["plan", &sample(), "--out", &out, "--format", "json"]);
    let analyzed = json(&["analyze", &sample(), "--format", "json"]);
    assert_eq!(planned["analysis"]["targets"], analyzed["targets"]);
}

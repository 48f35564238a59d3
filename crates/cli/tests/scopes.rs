//! The scopes of the manifest, through the command line: exactly those of the calls where all of them are understood,
//! and what the app was allowed so far where one is not.

#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::expect_used)]

use serde_json::Value;
use std::path::Path;
use std::process::Command;

const DESCRIPTOR: &str = r#"{
  "key": "com.example.scopes", "name": "Scopes", "baseUrl": "https://app.example.com",
  "authentication": {"type": "jwt"}, "apiMigrations": {"context-qsh": true}, "scopes": ["READ", "WRITE"],
  "modules": {"generalPages": [{"key": "page", "name": {"value": "Page"}, "url": "/page"}]}
}"#;
const SERVER: &str = "const express = require('express');
const ace = require('atlassian-connect-express');
const app = express();
const addon = ace(app);
app.get('/page', addon.authenticate(), (req, res) => {
  const client = addon.httpClient(req);
  const call = (method, url) => client[method](url, () => {});
  call('get', '/rest/api/3/myself');
  call('get', `/rest/api/3/issue/${req.query.key}`);
  res.render('page');
});
";

/// An app of its own folder, with further files.
struct App(tempfile::TempDir);

impl App {
    fn with(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let own = [("atlassian-connect.json", DESCRIPTOR), ("app.js", SERVER)];
        for (path, text) in own.iter().chain(files) {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        Self(folder)
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn run(&self, arguments: &[&str]) -> String {
        let output = Command::new(env!("CARGO_BIN_EXE_forgeshift"))
            .args(arguments)
            .arg(self.path())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {said}");
        String::from_utf8(output.stdout).unwrap()
    }

    fn analysis(&self) -> Value {
        serde_json::from_str(&self.run(&["analyze", "--format", "json"])).unwrap()
    }

    /// The scopes of the manifest that is written.
    fn scopes(&self, target: &str) -> Vec<String> {
        self.run(&["apply", "--target", target]);
        let manifest = std::fs::read_to_string(self.path().join("forge/manifest.yml")).unwrap();
        let (_, list) = manifest.split_once("  scopes:\n").unwrap();
        let items = list.lines().map_while(|line| line.trim().strip_prefix("- "));
        items.map(str::to_owned).collect()
    }
}

/// The message and the number of further places of the finding with a code.
fn finding(analysis: &Value, code: &str) -> Option<(String, usize)> {
    let all = analysis["findings"].as_array().unwrap();
    let found = all.iter().find(|finding| finding["code"] == code)?;
    let message = found["message"].as_str().unwrap().to_owned();
    Some((message, found["related"].as_array().unwrap().len()))
}

#[test]
fn where_every_call_is_understood_the_manifest_has_their_scopes_and_no_more() {
    let app = App::with(&[]);
    let analysis = app.analysis();
    let forge = &analysis["scopes"]["forge"];
    assert_eq!(forge["unused"], serde_json::json!(["write:jira-work"]));
    assert_eq!(forge["unknown"], serde_json::json!([]));
    for scope in forge["needed"].as_array().unwrap() {
        assert!(!scope["because"].as_array().unwrap().is_empty(), "{scope}");
    }
    assert!(finding(&analysis, "FS4014").is_some());
    assert!(finding(&analysis, "FS4008").is_none());
    assert_eq!(app.scopes("native"), ["read:jira-user", "read:jira-work"]);
}

#[test]
fn a_call_of_the_page_needs_its_scope_too() {
    let page = "AP.request({ url: `/rest/api/3/issue/${key}`, type: 'PUT', data: '{}' });";
    let app = App::with(&[("public/page.js", page)]);
    assert_eq!(
        app.scopes("native"),
        ["read:jira-user", "read:jira-work", "write:jira-work"]
    );
    let needed = app.analysis()["scopes"]["forge"]["needed"].clone();
    let write = needed.as_array().unwrap().iter();
    let write = write.clone().find(|scope| scope["scope"] == "write:jira-work");
    assert_eq!(write.unwrap()["because"][0]["file"], "public/page.js");
}

/// Each of these keeps the scopes that stand for the Connect scopes, and says why and where.
fn keeps(app: &App, why: &str, places: usize) {
    let analysis = app.analysis();
    let (message, related) = finding(&analysis, "FS4008").expect("FS4008");
    assert!(message.contains(why), "{message}");
    assert_eq!(related, places, "{message}");
    assert!(finding(&analysis, "FS4014").is_none());
    assert_eq!(analysis["scopes"]["forge"]["unused"], serde_json::json!([]));
    assert_eq!(
        app.scopes("native"),
        ["read:jira-user", "read:jira-work", "write:jira-work"]
    );
}

#[test]
fn a_path_that_is_not_known_keeps_what_was_allowed() {
    let app = App::with(&[("public/page.js", "AP.request(pick(), { type: 'POST' });")]);
    keeps(&app, "put together at run time", 1);
}

#[test]
fn a_method_that_is_not_known_keeps_what_was_allowed() {
    let app = App::with(&[("public/page.js", "AP.request('/rest/api/3/issue', pick());")]);
    keeps(&app, "is chosen at run time", 1);
}

#[test]
fn an_operation_that_the_description_has_not_keeps_what_was_allowed() {
    let app = App::with(&[("public/page.js", "AP.request('/rest/api/3/nothing/like/this');")]);
    keeps(&app, "is not in the product's API description", 1);
}

#[test]
fn a_path_that_may_be_several_operations_keeps_what_was_allowed() {
    let app = App::with(&[("public/page.js", "AP.request('/rest/api/3/' + pick());")]);
    keeps(&app, "may be several operations", 1);
}

#[test]
fn a_file_that_cannot_be_parsed_keeps_what_was_allowed() {
    let app = App::with(&[("lib/broken.js", "function ( {{{ ")]);
    keeps(&app, "were not read", 1);
}

#[test]
fn a_server_in_a_language_that_is_not_read_keeps_what_was_allowed() {
    // A language without a reader.
    let app = App::with(&[("lib/jira.ex", "defmodule Jira do\nend\n")]);
    keeps(&app, "were not read", 1);
}

#[test]
fn the_wrapped_app_asks_for_connect_scopes_only() {
    let app = App::with(&[]);
    let scopes = app.scopes("connect-on-forge");
    assert!(
        scopes.iter().all(|scope| scope.contains(":connect-")),
        "{scopes:?}"
    );
}

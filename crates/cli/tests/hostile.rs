//! Input that is made to hurt, through the command line: it is refused by name, or done in bounded time.

#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::expect_used)]

use serde_json::Value;
use std::fmt::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// No single run may take longer, without optimisation and beside other tests.
const LONGEST: Duration = Duration::from_secs(60);

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        put(folder.path(), path, text);
    }
    folder
}

fn put(folder: &Path, path: &str, text: &str) {
    let to = folder.join(path);
    std::fs::create_dir_all(to.parent().unwrap()).unwrap();
    std::fs::write(to, text).unwrap();
}

/// What `analyze --format json` says; fails where the program dies, finds a fault of its own or takes too long.
fn analyze(folder: &Path) -> Value {
    let began = Instant::now();
    let output = Command::new(env!("CARGO_BIN_EXE_forgeshift"))
        .arg("analyze")
        .arg(folder)
        .args(["--format", "json", "--threads", "2"])
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let took = began.elapsed();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(took < LONGEST, "it took {took:?}");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Why a file was skipped or not parsed as a whole.
fn reason<'v>(told: &'v Value, file: &str) -> Option<&'v str> {
    let rows = told["coverage"]["skipped"].as_array().unwrap();
    let row = rows.iter().find(|row| row["file"] == file)?;
    row["reason"].as_str()
}

fn count(told: &Value, list: &str) -> usize {
    told[list].as_array().map_or(0, Vec::len)
}

/// An app of one route that answers, to show that the rest goes on.
const APP: &str = "const app = require('express')();\napp.get('/alive', (req, res) => res.send('yes'));\n";

#[test]
fn a_hundred_thousand_brackets_are_refused_by_name_and_the_rest_goes_on() {
    for bracket in ["[", "(", "{", "a=>", "!"] {
        let app = folder(&[("app.js", APP), ("deep.js", &bracket.repeat(100_000))]);
        let told = analyze(app.path());
        assert!(reason(&told, "deep.js").is_some(), "{bracket}");
        assert_eq!(count(&told, "routes"), 1, "{bracket}");
    }
}

#[test]
fn brackets_in_a_page_or_in_data_are_no_better() {
    let script = format!("<script>{}</script>", "[".repeat(100_000));
    let app = folder(&[
        ("app.js", APP),
        ("page.html", &script),
        ("page.vue", &"<div>".repeat(100_000)),
        ("data.json", &"[".repeat(60_000)),
    ]);
    assert_eq!(count(&analyze(app.path()), "routes"), 1);
}

#[test]
fn a_line_of_two_hundred_megabytes_is_refused_by_its_size_and_not_read() {
    let app = folder(&[("app.js", APP)]);
    let file = std::fs::File::create(app.path().join("line.js")).unwrap();
    // Nothing but a size: reading it would show in the time.
    file.set_len(200 << 20).unwrap();
    let told = analyze(app.path());
    assert!(reason(&told, "line.js").unwrap().contains("larger than"));
    assert_eq!(count(&told, "routes"), 1);
}

#[cfg(unix)]
#[test]
fn a_loop_of_links_is_told_and_not_followed() {
    let app = folder(&[("app.js", APP)]);
    std::os::unix::fs::symlink(app.path(), app.path().join("again")).unwrap();
    std::os::unix::fs::symlink("b.js", app.path().join("a.js")).unwrap();
    std::os::unix::fs::symlink("a.js", app.path().join("b.js")).unwrap();
    let told = analyze(app.path());
    for link in ["again", "a.js", "b.js"] {
        assert!(reason(&told, link).unwrap().contains("link"), "{link}");
    }
    assert_eq!(count(&told, "routes"), 1);
}

#[test]
fn twenty_thousand_else_ifs_end() {
    let chain = "if (a) { f(); } else ".repeat(20_000);
    let app = folder(&[("app.js", APP), ("chain.js", &format!("{chain}{{ g(); }}\n"))]);
    assert_eq!(count(&analyze(app.path()), "routes"), 1);
}

#[test]
fn a_function_of_a_hundred_thousand_calls_ends() {
    let mut code = String::from("function f(x) { return x; }\nfunction all() {\n");
    // As many as fit into a file of the size that is read.
    for index in 0..100_000 {
        writeln!(code, "f({index});").unwrap();
    }
    code.push_str("}\nall();\n");
    let mut halves = code.clone();
    if code.len() > 1 << 20 {
        halves = code[..1 << 19].rsplit_once('\n').unwrap().0.to_owned() + "\n}\nall();\n";
    }
    let app = folder(&[("app.js", APP), ("calls.js", &halves)]);
    let told = analyze(app.path());
    assert_eq!(reason(&told, "calls.js"), None);
    assert_eq!(count(&told, "routes"), 1);
}

#[test]
fn files_that_all_import_each_other_end() {
    let app = folder(&[("app.js", APP)]);
    const FILES: usize = 1_000;
    for index in 0..FILES {
        let mut code = String::new();
        for step in [1, 7, 500] {
            let other = (index + step) % FILES;
            writeln!(code, "import {{ f as f{step} }} from './m{other}';").unwrap();
        }
        writeln!(code, "export function f(x) {{ return f1(f7(f500(x))); }}").unwrap();
        put(app.path(), &format!("m{index}.js"), &code);
    }
    let told = analyze(app.path());
    assert_eq!(told["coverage"]["files"]["parsed"], FILES + 1);
    assert_eq!(count(&told, "routes"), 1);
}

#[test]
fn a_chain_of_calls_through_many_functions_is_followed_to_its_end() {
    // As long as fits into one file; the path is told in full.
    const LENGTH: usize = 6_000;
    let mut code = String::from(APP);
    code.push_str("app.get('/deep', (req, res) => { f0(); });\n");
    for index in 0..LENGTH {
        writeln!(code, "function f{index}() {{ f{}(); }}", index + 1).unwrap();
    }
    writeln!(
        code,
        "function f{LENGTH}() {{ fetch('https://end.example.com/x'); }}"
    )
    .unwrap();
    let told = analyze(folder(&[("app.js", &code)]).path());
    let call = &told["outbound"][0];
    assert_eq!(
        (&call["host"], &call["live"]),
        (&"end.example.com".into(), &"yes".into())
    );
}

#[test]
fn many_entries_that_reach_many_calls_are_counted_where_they_are_not_listed() {
    let mut code = String::from(APP);
    for index in 0..200 {
        writeln!(code, "app.get('/r{index}', () => hub());").unwrap();
        writeln!(
            code,
            "function s{index}() {{ fetch('https://h{index}.example.com/'); }}"
        )
        .unwrap();
    }
    code.push_str("function hub() {\n");
    for index in 0..200 {
        writeln!(code, "  s{index}();").unwrap();
    }
    code.push_str("}\n");
    let told = analyze(folder(&[("app.js", &code)]).path());
    let listed = count(&told, "egress_paths");
    let untold = told["egress_paths_not_listed"]["pairs"].as_u64().unwrap();
    assert_eq!(count(&told, "outbound"), 200);
    assert!(listed > 200, "{listed}");
    assert_eq!(listed as u64 + untold, 200 * 200);
}

//! The rules of ARCHITECTURE.md that a machine can check: who may depend on whom, and who may say what.

// Tests ask cargo and read the sources; the program itself may do neither.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::expect_used)]

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Each crate and the crates of ours that it depends on.
const ARROWS: [(&str, &[&str]); 5] = [
    ("source", &[]),
    ("connect", &["source"]),
    ("forge", &["source"]),
    ("migrate", &["connect", "forge", "source"]),
    ("cli", &["connect", "forge", "migrate", "source"]),
];

/// Libraries that belong to a job, and the crates whose job it is.
const OWNERS: [(&[&str], &[&str]); 9] = [
    (
        &["swc_common", "swc_ecma_ast", "swc_ecma_parser"],
        &["connect", "forge"],
    ),
    (&["swc_ecma_visit", "syn", "proc-macro2"], &["connect"]),
    (&["swc_ecma_codegen", "handlebars"], &["forge"]),
    (&["saphyr-parser", "encoding_rs"], &["source"]),
    (&["jsonc-parser"], &["source", "forge"]),
    (
        &["git2", "ignore", "libc", "sha2", "tempfile", "zip"],
        &["source"],
    ),
    (&["rayon"], &["source", "connect"]),
    (
        &["clap", "clap_complete", "anstream", "anstyle", "similar"],
        &["cli"],
    ),
    (&["anyhow"], &["cli"]),
];

/// Libraries that open connections. None may be part of the program, however deep.
const NETWORK: [&str; 20] = [
    "async-std",
    "attohttpc",
    "curl",
    "curl-sys",
    "h2",
    "hyper",
    "isahc",
    "libssh2-sys",
    "mio",
    "minreq",
    "native-tls",
    "openssl-sys",
    "quinn",
    "reqwest",
    "rustls",
    "smol",
    "socket2",
    "ssh2",
    "tokio",
    "ureq",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .unwrap()
        .to_owned()
}

/// Each crate of the workspace, by its short name, with the libraries that it names outside of tests.
fn dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let short = |name: &Value| {
        name.as_str()
            .unwrap()
            .trim_start_matches("forgeshift-")
            .to_owned()
    };
    let named = |package: &Value| {
        let all = package["dependencies"].as_array().unwrap().iter();
        all.filter(|each| each["kind"].is_null())
            .map(|each| short(&each["name"]))
            .collect()
    };
    let packages = metadata["packages"].as_array().unwrap().iter();
    packages
        .map(|package| (short(&package["name"]), named(package)))
        .collect()
}

/// The Rust files below `crates/<name>/src`, without those that hold only tests.
fn sources(name: &str) -> Vec<(String, String)> {
    let mut files = Vec::new();
    let mut folders = vec![root().join("crates").join(name).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let stem = path.file_stem().unwrap().to_str().unwrap();
            if ["tests", "hostile", "scratch"].contains(&stem) {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let shown = path.strip_prefix(root()).unwrap().display().to_string();
                files.push((shown, std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    assert!(!files.is_empty(), "{name} has no sources");
    files
}

/// The lines of a file that are neither comment nor test, numbered from 1.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = text.lines().enumerate().map(|(at, line)| (at + 1, line));
    lines
        .take_while(|(_, line)| *line != "mod tests {")
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
}

/// Whether a line holds a word that stands alone: `connect` is not in `disconnect` or `connect_modules`.
fn says(line: &str, word: &str) -> bool {
    let part_of_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        !before.is_some_and(part_of_word) && !after.is_some_and(part_of_word)
    })
}

/// Where the code of a crate says one of these words.
fn found(name: &str, words: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    for (path, text) in sources(name) {
        for (line, content) in code(&text) {
            let said = words.iter().filter(|word| says(content, word));
            found.extend(said.map(|word| format!("{path}:{line} says `{word}`")));
        }
    }
    found
}

fn words(list: &[&str]) -> Vec<String> {
    list.iter().map(|&word| word.to_owned()).collect()
}

/// One column of a table of the catalog.
fn column(table: &str, key: &str) -> Vec<String> {
    let path = root().join("crates/migrate/catalog").join(table);
    let rows: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    rows.iter()
        .map(|row| row[key].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn crates_depend_on_each_other_only_along_the_arrows() {
    let found = dependencies();
    let ours: BTreeSet<&str> = found.keys().map(String::as_str).collect();
    assert_eq!(ours, ARROWS.iter().map(|(name, _)| *name).collect());
    for (name, arrows) in ARROWS {
        let named: BTreeSet<&str> = found[name]
            .iter()
            .map(String::as_str)
            .filter(|each| ours.contains(each))
            .collect();
        assert_eq!(named, arrows.iter().copied().collect(), "{name}");
    }
}

#[test]
fn a_library_is_named_only_by_the_crate_whose_job_it_is() {
    let found = dependencies();
    for (libraries, owners) in OWNERS {
        for library in libraries {
            let users: Vec<&String> = found
                .iter()
                .filter(|(_, named)| named.contains(*library))
                .map(|(name, _)| name)
                .collect();
            let strangers: Vec<_> = users
                .iter()
                .filter(|user| !owners.contains(&user.as_str()))
                .collect();
            assert!(
                strangers.is_empty(),
                "{library} is the business of {owners:?}, not of {strangers:?}"
            );
        }
    }
}

#[test]
fn no_library_of_the_lock_file_opens_connections() {
    let lock = std::fs::read_to_string(root().join("Cargo.lock")).unwrap();
    let names: Vec<&str> = lock
        .lines()
        .filter_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"'))
        .collect();
    assert!(names.contains(&"clap"), "the lock file is not read rightly");
    let network: Vec<_> = names.iter().filter(|name| NETWORK.contains(name)).collect();
    assert!(network.is_empty(), "{network:?}");
}

#[test]
fn json_is_shaped_by_the_program_alone() {
    for name in ["source", "connect", "migrate", "forge"] {
        assert_eq!(found(name, &words(&["Serialize"])), [""; 0]);
    }
}

#[test]
fn no_result_depends_on_a_clock() {
    for (name, _) in ARROWS {
        let mut clocks = found(name, &words(&["SystemTime", "Instant"]));
        // Durations for `--timings` come from this one file; none of them gets into a result.
        clocks.retain(|place| !place.contains("source/src/stopwatch.rs") || place.contains("SystemTime"));
        assert_eq!(clocks, [""; 0]);
    }
}

#[test]
fn source_says_no_atlassian_word() {
    let list = [
        "atlassian",
        "Atlassian",
        "bitbucket",
        "Bitbucket",
        "confluence",
        "Confluence",
        "connect",
        "Connect",
        "forge",
        "Forge",
        "jira",
        "Jira",
    ];
    assert_eq!(found("source", &words(&list)), [""; 0]);
}

#[test]
fn connect_says_no_forge_module() {
    let keys = column("forge-modules.json", "key");
    let own: Vec<String> = keys.into_iter().filter(|key| key.contains(':')).collect();
    assert!(own.len() > 50, "{own:?}");
    assert_eq!(found("connect", &own), [""; 0]);
    assert_eq!(
        found(
            "connect",
            &words(&["displayConditions", "unlicensedAccess", "avi"])
        ),
        [""; 0]
    );
}

#[test]
fn forge_says_no_connect_module() {
    // Names of one word (`macros`, `dialogs`) are English, too.
    let kinds = column("modules.json", "connect");
    let own: Vec<String> = kinds
        .into_iter()
        .filter(|kind| kind.contains(char::is_uppercase))
        .collect();
    assert!(own.len() > 50, "{own:?}");
    assert_eq!(found("forge", &own), [""; 0]);
    assert_eq!(
        found(
            "forge",
            &words(&["baseUrl", "clientKey", "sharedSecret", "atlassian-connect"])
        ),
        [""; 0]
    );
}

#[test]
fn a_word_counts_in_code_and_not_in_comments_or_tests() {
    let text = "// jira\nlet a = jira;\n/// jira\n#[cfg(test)]\nmod tests {\n    jira();\n}\n";
    let lines: Vec<usize> = code(text)
        .filter(|(_, line)| says(line, "jira"))
        .map(|(at, _)| at)
        .collect();
    assert_eq!(lines, [2]);
    assert!(says("connect::Module", "connect"));
    assert!(says("\"jira:issuePanel\"", "jira:issuePanel"));
    assert!(!says("disconnect(connect_modules)", "connect"));
}

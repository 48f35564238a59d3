//! Recall and precision against labels that people wrote from the code alone (`tests/labels`).
//!
//! The repositories are not part of this project: `FORGESHIFT_REPOS` names a folder with their checkouts as
//! `owner__name`. What is not there is skipped by name, with a count.

#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::expect_used)]

use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What must be reached over all repositories together: recall, then precision.
const ROUTES: (f64, f64) = (0.98, 0.95);
const HOSTS: (f64, f64) = (0.97, 0.95);
const AP: (f64, f64) = (0.99, 0.95);

/// Endings of files in languages that are read; labels in others are told apart.
const READ: [&str; 20] = [
    "js",
    "mjs",
    "cjs",
    "jsx",
    "ts",
    "mts",
    "cts",
    "tsx",
    "html",
    "hbs",
    "ejs",
    "pug",
    "mustache",
    "vue",
    "svelte",
    "css",
    "rs",
    "htm",
    "handlebars",
    "scss",
];

type Counted = BTreeMap<String, usize>;

#[derive(Default, Clone, Copy)]
struct Score {
    found: usize,
    wanted: usize,
    reported: usize,
    right: usize,
}

impl Score {
    fn of(wanted: &Counted, reported: &Counted) -> Self {
        let right = wanted
            .iter()
            .map(|(key, count)| (*count).min(reported.get(key).copied().unwrap_or(0)))
            .sum();
        Self {
            found: right,
            wanted: wanted.values().sum(),
            reported: reported.values().sum(),
            right,
        }
    }

    fn add(&mut self, other: Self) {
        self.found += other.found;
        self.wanted += other.wanted;
        self.reported += other.reported;
        self.right += other.right;
    }

    fn recall(self) -> f64 {
        if self.wanted == 0 {
            1.0
        } else {
            self.found as f64 / self.wanted as f64
        }
    }

    fn precision(self) -> f64 {
        if self.reported == 0 {
            1.0
        } else {
            self.right as f64 / self.reported as f64
        }
    }

    fn show(self) -> String {
        let percent = |part: usize, all: usize| {
            if all == 0 {
                "  n/a".into()
            } else {
                format!("{:5.1}", 100.0 * part as f64 / all as f64)
            }
        };
        format!(
            "recall {} % ({}/{}), precision {} % ({}/{})",
            percent(self.found, self.wanted),
            self.found,
            self.wanted,
            percent(self.right, self.reported),
            self.right,
            self.reported
        )
    }
}

#[derive(Default, Clone, Copy)]
struct Totals {
    routes: Score,
    hosts: Score,
    ap: Score,
}

impl Totals {
    fn add(&mut self, other: Self) {
        self.routes.add(other.routes);
        self.hosts.add(other.hosts);
        self.ap.add(other.ap);
    }

    fn show(self, which: &str) {
        println!("{which} routes {}", self.routes.show());
        println!("{which} hosts  {}", self.hosts.show());
        println!("{which} AP     {}", self.ap.show());
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn matches(glob: &str, path: &str) -> bool {
    fn go(glob: &[u8], path: &[u8]) -> bool {
        match glob {
            [] => path.is_empty(),
            [b'*', b'*', b'/', rest @ ..] => {
                go(rest, path)
                    || path
                        .iter()
                        .enumerate()
                        .any(|(i, b)| *b == b'/' && go(rest, &path[i + 1..]))
            }
            [b'*', b'*', rest @ ..] => (0..=path.len()).any(|i| go(rest, &path[i..])),
            [b'*', rest @ ..] => {
                let end = path.iter().position(|b| *b == b'/').unwrap_or(path.len());
                (0..=end).any(|i| go(rest, &path[i..]))
            }
            [first, rest @ ..] => path.first() == Some(first) && go(rest, &path[1..]),
        }
    }
    go(glob.as_bytes(), path.as_bytes())
}

fn is_read(file: &str) -> bool {
    file.rsplit_once('.')
        .is_some_and(|(_, ending)| READ.contains(&ending))
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or("")
}

fn rows<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    value.get(key).and_then(Value::as_array).into_iter().flatten()
}

fn count(keys: impl Iterator<Item = String>) -> Counted {
    let mut out = Counted::new();
    for key in keys {
        *out.entry(key).or_default() += 1;
    }
    out
}

fn route(row: &Value, file: &str) -> String {
    format!(
        "{} {} {file}",
        text(row, "method").to_uppercase(),
        text(row, "path")
    )
}

/// A host counts once a file, however often it is called there.
fn host(row: &Value, file: &str) -> String {
    let host = match (text(row, "kind"), row.get("host").and_then(Value::as_str)) {
        ("product-api", _) => "(product)",
        (_, Some(host)) => host,
        (_, None) => "(unknown)",
    };
    format!("{host} {file}")
}

fn set(counted: Counted) -> Counted {
    counted.into_keys().map(|key| (key, 1)).collect()
}

struct Measured {
    routes: (Counted, Counted),
    hosts: (Counted, Counted),
    ap: (Counted, Counted),
    unread: usize,
}

fn measure(labels: &Value, analysis: &Value) -> Measured {
    let excluded: Vec<&str> = rows(labels, "excludes").filter_map(Value::as_str).collect();
    let counts = |file: &str| !excluded.iter().any(|glob| matches(glob, file)) && is_read(file);
    let neutral: Vec<String> = rows(labels, "neutral")
        .map(|row| format!("{}:{}", text(row, "file"), row["line"]))
        .collect();
    let judged = |row: &Value| {
        !neutral.contains(&format!(
            "{}:{}",
            text(&row["place"], "file"),
            row["place"]["line"]
        ))
    };
    let labelled = |key: &str, name: &dyn Fn(&Value, &str) -> String| {
        count(
            rows(labels, key)
                .filter(|row| is_read(text(row, "file")))
                .map(|row| name(row, text(row, "file"))),
        )
    };
    let reported = |key: &str, name: &dyn Fn(&Value, &str) -> String| {
        let rows =
            rows(analysis, key).filter(|row| row.get("implicit").and_then(Value::as_bool) != Some(true));
        count(
            rows.filter(|row| counts(text(&row["place"], "file")) && judged(row))
                .map(|row| name(row, text(&row["place"], "file"))),
        )
    };
    let call = |row: &Value, file: &str| format!("{} {file}", text(row, "call"));
    Measured {
        routes: (labelled("routes", &route), reported("routes", &route)),
        hosts: (set(labelled("outbound", &host)), set(reported("outbound", &host))),
        ap: (labelled("client_api", &call), reported("client_api", &call)),
        unread: rows(labels, "outbound")
            .filter(|row| !is_read(text(row, "file")))
            .count(),
    }
}

fn differences(what: &str, (wanted, reported): &(Counted, Counted)) {
    for (key, count) in wanted {
        if reported.get(key).copied().unwrap_or(0) < *count {
            println!("    missed {what}: {key}");
        }
    }
    for (key, count) in reported {
        if wanted.get(key).copied().unwrap_or(0) < *count {
            println!("    extra {what}: {key}");
        }
    }
}

#[test]
fn what_people_found_is_found_and_little_else() {
    let Some(repos) = std::env::var_os("FORGESHIFT_REPOS").map(PathBuf::from) else {
        println!("skipped: all labelled repositories (FORGESHIFT_REPOS is not set)");
        return;
    };
    let mut files: Vec<PathBuf> = std::fs::read_dir(root().join("tests/labels"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "json"));
    files.sort();
    let (mut tuned, mut holdout) = (Totals::default(), Totals::default());
    let (mut seen, mut skipped) = (0, 0);
    for file in files {
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        let checkout = repos.join(&name);
        if !checkout.is_dir() {
            println!("skipped: {name} is not in FORGESHIFT_REPOS");
            skipped += 1;
            continue;
        }
        seen += 1;
        let labels: Value = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_forgeshift"))
            .args(["analyze", "--format", "json"])
            .arg(&checkout)
            .output()
            .unwrap();
        assert_eq!(
            output.status.code(),
            Some(0),
            "{name}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        let analysis: Value = serde_json::from_slice(&output.stdout).unwrap();
        let measured = measure(&labels, &analysis);
        let held_out = labels["holdout"].as_bool() == Some(true);
        println!(
            "{name}  ({}{} labels in languages that are not read)",
            if held_out { "hold-out; " } else { "" },
            measured.unread
        );
        let totals = if held_out { &mut holdout } else { &mut tuned };
        for (what, pair, sum) in [
            ("routes", &measured.routes, &mut totals.routes),
            ("hosts", &measured.hosts, &mut totals.hosts),
            ("AP", &measured.ap, &mut totals.ap),
        ] {
            let score = Score::of(&pair.0, &pair.1);
            println!("  {what:<7} {}", score.show());
            differences(what, pair);
            sum.add(score);
        }
    }
    println!("{seen} repositories measured, {skipped} skipped");
    holdout.show("hold-out");
    let mut all = tuned;
    all.add(holdout);
    all.show("all");
    for (what, score, (recall, precision)) in [
        ("routes", all.routes, ROUTES),
        ("hosts", all.hosts, HOSTS),
        ("AP", all.ap, AP),
    ] {
        assert!(
            score.recall() >= recall,
            "{what}: recall {:.3} is below {recall}",
            score.recall()
        );
        assert!(
            score.precision() >= precision,
            "{what}: precision {:.3} is below {precision}",
            score.precision()
        );
    }
}

#[test]
fn a_glob_matches_what_it_says_and_nothing_else() {
    assert!(matches("**/*.test.ts", "src/a/b.test.ts"));
    assert!(matches("**/*.md", "a.md"));
    assert!(matches("test/**", "test/a/b.js"));
    assert!(!matches("*.js", "a/b.js"));
    assert!(!matches("test/**", "tests/a.js"));
}

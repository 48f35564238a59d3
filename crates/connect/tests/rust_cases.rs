//! Every folder of `tests/cases/code-rust` is an app and what must, and must not, be found in it.

#![allow(clippy::disallowed_methods)]
#![allow(clippy::unwrap_used, clippy::expect_used)]

use forgeshift_connect::facts::{CodeFacts, FunctionId, Reading};
use forgeshift_connect::lang::rust;
use forgeshift_source::disk::tree::Tree;
use forgeshift_source::span::Place;
use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};

fn cases() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases/code-rust");
    let entries = std::fs::read_dir(root).unwrap();
    let mut cases: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    cases
}

fn read(case: &Path, threads: usize) -> CodeFacts {
    let tree = Tree::folder(&case.join("app"));
    rust::read(&tree, &tree.list(), threads)
}

/// `ProductApi` as `product-api`.
fn word(value: impl std::fmt::Debug) -> String {
    let mut out = String::new();
    for c in format!("{value:?}").chars() {
        if c.is_uppercase() && !out.is_empty() {
            out.push('-');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

fn at(place: &Place, mut row: Value) -> Value {
    row["file"] = json!(*place.file);
    row["line"] = json!(place.line);
    row
}

/// The facts as rows of the words that cases use.
fn rows(facts: &CodeFacts) -> Map<String, Value> {
    let name = |id: &FunctionId| facts.functions[id.0 as usize].name.clone();
    let names = |ids: &[FunctionId]| ids.iter().map(name).collect::<Vec<_>>();
    let reading = |reading: &Reading| word(reading).split('(').next().unwrap().to_owned();
    let mut all = Map::new();
    let mut list = |name: &str, rows: Vec<Value>| all.insert(name.to_owned(), rows.into());
    let routes = facts.routes.iter().map(|r| {
        let handler = r.handler.as_ref().map(|(name, _)| name);
        at(
            &r.place,
            json!({"method": r.method, "path": r.path, "handler": handler, "framework": r.framework,
                "auth": word(r.auth), "view": r.view, "functions": names(&r.functions)}),
        )
    });
    list("routes", routes.collect());
    let outbound = facts.outbound.iter().map(|o| {
        let also: Vec<_> = o.also_at.iter().map(|place| place.line).collect();
        at(
            &o.place,
            json!({"kind": word(o.kind), "host": o.host, "method": o.method, "path": o.path, "url": o.url,
                "package": o.package, "category": o.category, "end_user_data": word(o.end_user_data),
                "host_why": o.host_why, "also_at": also, "in": name(&o.function)}),
        )
    });
    list("outbound", outbound.collect());
    let entries = facts.entries.iter();
    let entries = entries.map(|e| {
        at(
            &e.place,
            json!({"kind": word(e.kind), "name": e.name, "functions": names(&e.functions)}),
        )
    });
    list("entries", entries.collect());
    let storage = facts.storage.iter();
    list(
        "storage",
        storage
            .map(|s| at(&s.place, json!({"what": s.what, "detail": s.detail})))
            .collect(),
    );
    let needs = facts.needs.iter();
    list(
        "needs",
        needs
            .map(|n| at(&n.place, json!({"what": n.what, "detail": n.detail})))
            .collect(),
    );
    let calls = facts.calls.iter();
    list(
        "calls",
        calls
            .map(|c| at(&c.place, json!({"from": name(&c.from), "to": name(&c.to)})))
            .collect(),
    );
    list(
        "secrets",
        facts
            .secrets
            .iter()
            .map(|s| at(&s.place, json!({"kind": s.kind})))
            .collect(),
    );
    let variables = facts.env.iter();
    let variables =
        variables.map(|v| json!({"name": v.name, "secret": v.secret, "has_default": v.has_default}));
    list("variables", variables.collect());
    list("env", facts.env.iter().map(|v| json!(v.name)).collect());
    let files = facts.files.iter();
    list(
        "files",
        files
            .map(|f| json!({"file": *f.path, "reading": reading(&f.reading)}))
            .collect(),
    );
    list(
        "frameworks",
        facts.frameworks.iter().map(|f| json!(f.id)).collect(),
    );
    list(
        "built_descriptors",
        facts.built_descriptors.iter().map(|p| at(p, json!({}))).collect(),
    );
    all
}

/// Whether a row says all that an expected one says.
fn matches(row: &Value, expected: &Value) -> bool {
    match expected {
        Value::Object(expected) => expected.iter().all(|(key, value)| row.get(key) == Some(value)),
        expected => row == expected,
    }
}

fn faults(case: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(case.join("expected.json")).unwrap();
    let mut expected: Map<String, Value> =
        serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", case.display()));
    let found = rows(&read(case, 1));
    let rows = |list: &str| {
        found
            .get(list)
            .and_then(Value::as_array)
            .unwrap_or_else(|| panic!("no list {list}"))
    };
    let excluded = expected.remove("not").unwrap_or_default();
    let counts = expected.remove("count").unwrap_or_default();
    let mut faults = Vec::new();
    for (list, wanted) in &expected {
        for want in wanted.as_array().unwrap() {
            if !rows(list).iter().any(|row| matches(row, want)) {
                let found: Vec<_> = rows(list).iter().map(Value::to_string).collect();
                faults.push(format!(
                    "{list}: {want} is missing among\n    {}",
                    found.join("\n    ")
                ));
            }
        }
    }
    for (list, unwanted) in excluded.as_object().into_iter().flatten() {
        for row in rows(list) {
            let hits = unwanted
                .as_array()
                .unwrap()
                .iter()
                .filter(|unwanted| matches(row, unwanted));
            faults.extend(hits.map(|unwanted| format!("{list}: {unwanted} is found: {row}")));
        }
    }
    for (list, count) in counts.as_object().into_iter().flatten() {
        if json!(rows(list).len()) != *count {
            let found: Vec<_> = rows(list).iter().map(Value::to_string).collect();
            faults.push(format!(
                "{list}: {count} are expected, found are\n    {}",
                found.join("\n    ")
            ));
        }
    }
    faults
}

#[test]
fn each_case_gives_what_it_expects_and_nothing_that_it_excludes() {
    let cases = cases();
    let mut failed = 0;
    for case in &cases {
        for fault in faults(case) {
            failed += 1;
            println!("{}: {fault}", case.file_name().unwrap().display());
        }
    }
    println!("{} cases", cases.len());
    assert!(cases.len() >= 30, "only {} cases were found", cases.len());
    assert_eq!(failed, 0, "{failed} faults");
}

#[test]
fn the_number_of_threads_changes_nothing() {
    for case in cases() {
        assert_eq!(
            format!("{:?}", read(&case, 1)),
            format!("{:?}", read(&case, 3)),
            "{}",
            case.display()
        );
    }
}

#[test]
fn a_secret_is_in_no_fact() {
    for case in cases() {
        let facts = format!("{:?}", read(&case, 1));
        assert!(!facts.contains("hunter2"), "{}", case.display());
        assert!(!facts.contains("x7Kq9LmZ2pQr8TvW"), "{}", case.display());
    }
}

#[test]
fn a_file_that_nests_too_deep_is_refused_and_the_others_are_read() {
    let deep = format!("fn f() {{ {}1{} }}", "(".repeat(100_000), ")".repeat(100_000));
    let not = format!("const X: bool = {}true;", "!".repeat(500_000));
    let good = "pub fn main() { std::env::var(\"NAME\"); }";
    let tree = Tree::memory([
        ("src/deep.rs", deep),
        ("src/not.rs", not),
        ("src/main.rs", good.to_owned()),
    ]);
    let facts = rust::read(&tree, &tree.list(), 2);
    assert_eq!(facts.env.len(), 1);
    let failed = facts
        .files
        .iter()
        .filter(|file| matches!(file.reading, Reading::Failed(_)));
    assert_eq!(failed.count(), 2);
}

#[test]
fn nesting_just_below_the_limit_is_read() {
    let shapes = [
        ("(", ")"),
        ("[", "]"),
        ("{", "}"),
        ("vec![", "]"),
        ("f(", ")"),
        ("|| ", ""),
        ("!", ""),
        ("if a {} else ", ""),
    ];
    for (open, close) in shapes {
        let middle = if open.contains("else") { "{}" } else { "1" };
        let text = format!(
            "fn f() {{ let x = {}{middle}{}; }}",
            open.repeat(2_400),
            close.repeat(2_400)
        );
        let tree = Tree::memory([("src/main.rs", text)]);
        let facts = rust::read(&tree, &tree.list(), 1);
        assert_eq!(facts.files[0].reading, Reading::Parsed, "{open}");
    }
}

#[test]
#[ignore = "prints what is found in a folder of one's own, named by FORGESHIFT_RUST"]
fn print() {
    let folder = std::env::var("FORGESHIFT_RUST").unwrap();
    let tree = Tree::folder(Path::new(&folder));
    let started = std::time::Instant::now();
    let facts = rust::read(&tree, &tree.list(), 2);
    println!("{:?}", started.elapsed());
    println!("{}", serde_json::to_string_pretty(&rows(&facts)).unwrap());
}

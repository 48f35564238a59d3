//! A tree made of copies of one repository. Same repository, same bytes.

use serde_json::Value;
use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What the numbers in the files begin with.
const SEED: u64 = 0x5EED;
/// Endings of files that are copied: code, pages, and what says how they belong together.
const COPIED: [&str; 21] = [
    "js", "mjs", "cjs", "jsx", "ts", "mts", "cts", "tsx", "html", "hbs", "ejs", "pug", "mustache", "vue",
    "svelte", "css", "json", "env", "rs", "toml", "htm",
];

/// A tree on the disk.
pub struct Monorepo {
    pub folder: PathBuf,
    /// Files of code and pages in it, all of which are read.
    pub files: usize,
    /// Their size.
    pub bytes: u64,
}

impl Monorepo {
    /// A tree of so many files that are read. What the program would skip (tests, bundles, minified files) is left
    /// out: else most of the tree would cost nothing.
    pub fn make(repo: &Path, place: &Path, files: usize) -> Self {
        let originals = originals(repo);
        let mut tree = Self {
            folder: place.join(files.to_string()),
            files: 0,
            bytes: 0,
        };
        fs::remove_dir_all(&tree.folder).ok();
        let mut copy = 0;
        while tree.files < files {
            tree.copy(repo, &originals, copy, files);
            copy += 1;
        }
        tree
    }

    fn copy(&mut self, repo: &Path, originals: &[String], copy: usize, files: usize) {
        for (index, path) in originals.iter().enumerate() {
            let Ok(mut text) = fs::read_to_string(repo.join(path)) else {
                continue;
            };
            if let Some((begin, end)) = comment(path) {
                if self.files == files {
                    continue;
                }
                let number = mixed(SEED ^ ((copy as u64) << 32) ^ index as u64);
                text.push_str(&format!("\n{begin} copy {copy} {number:016x} {end}\n"));
                self.files += 1;
                self.bytes += text.len() as u64;
            }
            let to = self.folder.join(format!("app-{copy:04}")).join(path);
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            fs::write(to, text).unwrap();
        }
    }
}

/// How a comment looks in a file that is counted.
fn comment(path: &str) -> Option<(&'static str, &'static str)> {
    match path.rsplit('.').next()? {
        "json" | "env" | "toml" => None,
        "html" | "htm" | "hbs" | "ejs" | "mustache" | "vue" | "svelte" => Some(("<!--", "-->")),
        "css" => Some(("/*", "*/")),
        "pug" => Some(("//-", "")),
        _ => Some(("//", "")),
    }
}

/// The files to copy, by path.
fn originals(repo: &Path) -> Vec<String> {
    let output = Command::new(env!("CARGO_BIN_EXE_forgeshift"))
        .arg("analyze")
        .arg(repo)
        .args(["--format", "json"])
        .stderr(Stdio::null())
        .output()
        .unwrap();
    let told: Value = serde_json::from_slice(&output.stdout).expect("the program reads the repository");
    let skipped: HashSet<&str> = told["coverage"]["skipped"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|row| row["file"].as_str())
        .collect();
    let mut found = Vec::new();
    let mut open = vec![repo.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).unwrap().flatten() {
            let path = entry.path();
            let kind = entry.file_type().unwrap();
            let name = entry.file_name().to_string_lossy().into_owned();
            if kind.is_dir() && !matches!(name.as_str(), ".git" | "node_modules" | "target" | "forge") {
                open.push(path);
            } else if kind.is_file() && name != "package-lock.json" {
                let relative = path
                    .strip_prefix(repo)
                    .unwrap()
                    .to_string_lossy()
                    .replace('\\', "/");
                let ending = name.rsplit('.').next().unwrap_or_default();
                if COPIED.contains(&ending) && !skipped.contains(relative.as_str()) {
                    found.push(relative);
                }
            }
        }
    }
    found.sort();
    found
}

/// An app of so many routes that all reach as many calls.
pub fn hub(folder: &Path, size: usize) {
    let mut code = String::from("const app = require('express')();\n");
    let mut calls = String::new();
    for index in 0..size {
        code.push_str(&format!(
            "app.get('/r{index}', () => hub());\nfunction s{index}() {{ fetch('https://h{index}.example.com/'); }}\n"
        ));
        calls.push_str(&format!("  s{index}();\n"));
    }
    code.push_str(&format!("function hub() {{\n{calls}}}\n"));
    fs::create_dir_all(folder).unwrap();
    fs::write(folder.join("app.js"), code).unwrap();
}

/// A number that looks like chance.
fn mixed(number: u64) -> u64 {
    let mut number = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    number = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    number = (number ^ (number >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    number ^ (number >> 31)
}

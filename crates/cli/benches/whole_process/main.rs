//! How long whole runs of the program take, from start to end, beside the goals of the project.
//!
//! `cargo bench -p forgeshift-cli --bench whole_process -- [--repo DIR] [--quick] [--gate] [--ast-grep PROGRAM]`
//!
//! Two trees are made of copies of a repository (the sample, unless `--repo` names another): 1,000 and 100,000 files
//! that are read, each with a line of its own. Times are shown as multiples of the floor: walking the same tree and
//! reading the same files, with the same program in the same run. `--quick` leaves out the large tree. `--gate` fails
//! where a ratio or the memory is beyond its goal by more than half; times as such are never compared.

// This is not the program: it starts the program and looks at the clock.
#![allow(
    missing_docs,
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used
)]

mod goals;
mod monorepo;
mod run;

use goals::Goals;
use monorepo::Monorepo;
use run::{Run, Taken};
use std::path::{Path, PathBuf};

const SMALL: usize = 1_000;
const LARGE: usize = 100_000;

/// What was asked for.
struct Wishes {
    repo: PathBuf,
    quick: bool,
    gate: bool,
    ast_grep: Option<String>,
}

impl Wishes {
    fn read(root: &Path) -> Self {
        let mut wishes = Self {
            repo: root.join("samples/jira-issue-pulse"),
            quick: false,
            gate: false,
            ast_grep: None,
        };
        let mut words = std::env::args().skip(1);
        while let Some(word) = words.next() {
            match word.as_str() {
                "--repo" => wishes.repo = PathBuf::from(words.next().expect("--repo needs a folder")),
                "--ast-grep" => wishes.ast_grep = words.next(),
                "--quick" => wishes.quick = true,
                "--gate" => wishes.gate = true,
                // Cargo adds this.
                "--bench" => {}
                other => panic!("unknown: {other}"),
            }
        }
        wishes
    }
}

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .unwrap()
        .to_owned();
    let wishes = Wishes::read(&root);
    // Nothing in the trees may hang on the `.gitignore` of this project.
    let place = std::env::temp_dir().join("forgeshift-bench");
    println!("trees made of {} in {}", wishes.repo.display(), place.display());
    let mut goals = Goals::default();
    startup(&root, &mut goals);
    let small = tree(&wishes, &place, SMALL, 15);
    goals.small(&small);
    if !wishes.quick {
        let large = tree(&wishes, &place, LARGE, 3);
        goals.large(&large, &small);
    }
    doubling(&place, &mut goals);
    goals.print();
    if wishes.gate && !goals.kept() {
        std::process::exit(1);
    }
}

/// Starting, and a descriptor by itself.
fn startup(root: &Path, goals: &mut Goals) {
    let descriptor = root.join("samples/jira-issue-pulse/atlassian-connect.json");
    let descriptor = descriptor.to_str().unwrap();
    let mut runs = [
        Run::of(&["--version"]),
        Run::of(&["analyze", descriptor]),
        Run::of(&["plan", descriptor, "--out", "target/nothing-is-written-here"]),
    ];
    run::in_turns(&mut runs, 40);
    let [version, analyze, plan] = runs.map(|run| run.taken());
    goals.time("--version", version.median, 5.0);
    goals.time("analyze DESCRIPTOR", analyze.median, 10.0);
    goals.time("plan DESCRIPTOR", plan.median, 15.0);
}

/// One app whose entries all reach all of its calls, and one of twice the size: where a rule looks at all pairs, it
/// shows.
fn doubling(place: &Path, goals: &mut Goals) {
    let mut runs: Vec<Run> = [1_000, 2_000]
        .map(|size| {
            let folder = place.join(format!("hub-{size}"));
            monorepo::hub(&folder, size);
            Run::of(&["analyze", folder.to_str().unwrap(), "--threads", "1"])
        })
        .into();
    run::in_turns(&mut runs, 10);
    let taken: Vec<Taken> = runs.into_iter().map(|run| run.taken()).collect();
    goals.growth("twice the facts cost", taken[1].fastest / taken[0].fastest);
}

/// What was measured on one tree.
pub struct Measured {
    pub files: usize,
    pub bytes: u64,
    pub floor: Taken,
    pub two: Taken,
    pub one: Taken,
    pub json: Taken,
    pub ast_grep: Option<Taken>,
    pub timings: String,
}

fn tree(wishes: &Wishes, place: &Path, files: usize, rounds: usize) -> Measured {
    let tree = Monorepo::make(&wishes.repo, place, files);
    let folder = tree.folder.to_str().unwrap();
    let mut runs = vec![
        Run::of(&["analyze", folder, "--threads", "2", "--read-only"]),
        Run::of(&["analyze", folder, "--threads", "2"]),
        Run::of(&["analyze", folder, "--threads", "1"]),
        Run::of(&["analyze", folder, "--threads", "2", "--format", "json"]),
    ];
    runs.extend(
        wishes
            .ast_grep
            .as_deref()
            .map(|program| Run::ast_grep(program, folder)),
    );
    run::in_turns(&mut runs, rounds);
    let timings = run::timings(&["analyze", folder, "--threads", "2", "--timings"]);
    let mut taken = runs.into_iter().map(|run| run.taken());
    let mut next = || taken.next();
    Measured {
        files: tree.files,
        bytes: tree.bytes,
        floor: next().unwrap(),
        two: next().unwrap(),
        one: next().unwrap(),
        json: next().unwrap(),
        ast_grep: next(),
        timings,
    }
}

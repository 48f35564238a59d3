//! How long a whole run of the program takes, from its start to its end, beside the goals of the project.
//!
//! `cargo bench -p forgeshift-cli` times the sample; `-- PATH...` times other descriptors and folders too. Nothing
//! fails here: absolute times are for people to read, and belong to one machine that does nothing else meanwhile.

// This is not the program: it starts the program and looks at the clock.
#![allow(
    missing_docs,
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used
)]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const WARM_UPS: usize = 5;
const RUNS: usize = 60;

/// One command line and how long it took, run for run.
struct Timed {
    name: String,
    arguments: Vec<String>,
    goal: Option<Duration>,
    took: Vec<Duration>,
}

impl Timed {
    fn new(name: String, arguments: &[&str], goal_ms: Option<u64>) -> Self {
        Self {
            name,
            arguments: arguments.iter().map(|&argument| argument.to_owned()).collect(),
            goal: goal_ms.map(Duration::from_millis),
            took: Vec::new(),
        }
    }

    fn run(&self) -> Duration {
        let began = Instant::now();
        let status = Command::new(env!("CARGO_BIN_EXE_forgeshift"))
            .args(&self.arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .unwrap();
        let took = began.elapsed();
        assert!(status.success(), "{}: {status}", self.name);
        took
    }

    /// The share of runs that were as fast as the result or faster is `part` of 100.
    fn percentile(&self, part: usize) -> Duration {
        let mut sorted = self.took.clone();
        sorted.sort();
        sorted[(sorted.len() - 1) * part / 100]
    }
}

/// What is timed: starting up alone, then each path.
fn tasks(paths: &[PathBuf]) -> Vec<Timed> {
    let mut tasks = vec![Timed::new("--version".to_owned(), &["--version"], Some(5))];
    for path in paths {
        let shown = path.display().to_string();
        let is_descriptor = path.is_file();
        let goal = |goal| is_descriptor.then_some(goal);
        tasks.push(Timed::new(
            format!("analyze {shown}"),
            &["analyze", &shown],
            goal(10),
        ));
        // An output folder that does not exist: the same work whatever was applied before.
        let plan = ["plan", &shown, "--out", "target/nothing-is-written-here"];
        tasks.push(Timed::new(format!("plan {shown}"), &plan, goal(15)));
    }
    tasks
}

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap();
    // Cargo adds `--bench`. Where cargo was called is not known here, so paths are relative to the workspace.
    let named = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with("--"));
    let mut paths: Vec<PathBuf> = named.map(PathBuf::from).collect();
    std::env::set_current_dir(root).unwrap();
    let sample = PathBuf::from("samples/jira-issue-pulse");
    paths.splice(0..0, [sample.join("atlassian-connect.json"), sample]);

    let mut tasks = tasks(&paths);
    // In turns, so that whatever else the machine does falls on all alike.
    for round in 0..WARM_UPS + RUNS {
        for task in &mut tasks {
            let took = task.run();
            if round >= WARM_UPS {
                task.took.push(took);
            }
        }
    }

    let ms = |time: Duration| format!("{:.1}", time.as_secs_f64() * 1e3);
    let start = tasks[0].percentile(50).as_secs_f64();
    println!("{RUNS} runs each, in milliseconds; x is the median over the median of --version");
    println!(
        "{:>8} {:>8} {:>8} {:>7} {:>6}  command",
        "median", "fastest", "p90", "x", "goal"
    );
    for task in &tasks {
        println!(
            "{:>8} {:>8} {:>8} {:>7.1} {:>6}  {}",
            ms(task.percentile(50)),
            ms(task.percentile(0)),
            ms(task.percentile(90)),
            task.percentile(50).as_secs_f64() / start,
            task.goal
                .map_or_else(String::new, |goal| format!("<{}", goal.as_millis())),
            task.name,
        );
    }
}

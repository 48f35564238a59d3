//! Running a program and looking at the clock and at its memory.

use std::io::Read;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// A command line with how long it took, run for run, and the most memory that it was seen to have.
pub struct Run {
    program: String,
    arguments: Vec<String>,
    took: Vec<Duration>,
    memory_kb: u64,
}

/// What came out of all runs of a command line.
#[derive(Debug, Clone, Copy)]
pub struct Taken {
    /// In milliseconds.
    pub median: f64,
    pub fastest: f64,
    pub memory_mb: f64,
}

/// What ast-grep is asked: the same questions as its spike in the anchors, routes and calls and variables.
const RULES: &str = "\
id: route
language: TypeScript
rule: {any: [{pattern: $A.get($P, $$$)}, {pattern: $A.post($P, $$$)}, {pattern: $A.use($$$)}]}
---
id: call
language: TypeScript
rule: {any: [{pattern: fetch($$$)}, {pattern: axios.$M($$$)}]}
---
id: variable
language: TypeScript
rule: {pattern: process.env.$N}
---
id: required
language: TypeScript
rule: {any: [{pattern: require($P)}, {kind: import_statement}]}
";

impl Run {
    pub fn of(arguments: &[&str]) -> Self {
        Self::with(env!("CARGO_BIN_EXE_forgeshift"), arguments)
    }

    pub fn ast_grep(program: &str, folder: &str) -> Self {
        let arguments = [
            "scan",
            "--inline-rules",
            RULES,
            "-j",
            "2",
            "--json=stream",
            folder,
        ];
        Self::with(program, &arguments)
    }

    fn with(program: &str, arguments: &[&str]) -> Self {
        Self {
            program: program.to_owned(),
            arguments: arguments.iter().map(|&argument| argument.to_owned()).collect(),
            took: Vec::new(),
            memory_kb: 0,
        }
    }

    fn once(&mut self) {
        let began = Instant::now();
        let status = self.command().status().unwrap();
        self.took.push(began.elapsed());
        assert!(status.code().is_some(), "{:?}: {status}", self.arguments);
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command
            .args(&self.arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command
    }

    /// The high-water mark that the system keeps, asked for again and again until the program ends. A run of its
    /// own, because asking takes time.
    fn weigh(&mut self) {
        let mut child = self.command().spawn().unwrap();
        let status = format!("/proc/{}/status", child.id());
        while child.try_wait().unwrap().is_none() {
            let text = std::fs::read_to_string(&status).unwrap_or_default();
            let peak = text
                .lines()
                .find_map(|line| line.strip_prefix("VmHWM:"))
                .and_then(|rest| rest.trim().strip_suffix("kB")?.trim().parse().ok());
            self.memory_kb = self.memory_kb.max(peak.unwrap_or(0));
            std::thread::sleep(Duration::from_micros(300));
        }
    }

    pub fn taken(&self) -> Taken {
        let mut sorted = self.took.clone();
        sorted.sort();
        let ms = |at: usize| sorted[at].as_secs_f64() * 1e3;
        Taken {
            median: ms((sorted.len() - 1) / 2),
            fastest: ms(0),
            memory_mb: self.memory_kb as f64 / 1024.0,
        }
    }
}

/// Runs all of them in turns, so that whatever else the machine does falls on all alike.
pub fn in_turns(runs: &mut [Run], rounds: usize) {
    for run in &mut *runs {
        run.weigh();
    }
    for _ in 0..rounds {
        for run in &mut *runs {
            run.once();
        }
    }
}

/// What `--timings` prints.
pub fn timings(arguments: &[&str]) -> String {
    let mut child = Command::new(env!("CARGO_BIN_EXE_forgeshift"))
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut text = String::new();
    child.stderr.take().unwrap().read_to_string(&mut text).unwrap();
    child.wait().unwrap();
    text
}

//! `--timings`: where the time went.

use super::terminal::plain;
use forgeshift_connect::timings::Timings;
use forgeshift_source::stopwatch::Stopwatch;
use std::fmt::Write;
use std::time::Duration;

/// The phases of a run, and when the last of them began.
#[derive(Debug)]
pub struct Clock {
    began: Stopwatch,
    phases: Vec<(&'static str, Duration)>,
}

impl Clock {
    /// Starts.
    pub fn start() -> Self {
        Self {
            began: Stopwatch::start(),
            phases: Vec::new(),
        }
    }

    /// Ends a phase.
    pub fn lap(&mut self, phase: &'static str) {
        let before: Duration = self.phases.iter().map(|(_, took)| *took).sum();
        self.phases
            .push((phase, self.began.elapsed().saturating_sub(before)));
    }
}

/// The table: phases on the clock, those of the code added up over threads, and the slowest files.
pub fn text(clock: &Clock, code: &Timings) -> String {
    let mut out = String::from("timings, in milliseconds\n");
    let mut line = |name: &str, took: Duration, note: &str| {
        let _ = writeln!(out, "{:>10.1}  {name}{note}", ms(took));
    };
    for (phase, took) in &clock.phases {
        line(phase, *took, "");
        if *phase == "code" {
            let parts = [
                ("read", code.read),
                ("parse", code.parse),
                ("link", code.link),
                ("find", code.find),
            ];
            for (name, took) in parts {
                line("  ", took, &format!("{name} (all threads together)"));
            }
        }
    }
    line("total", clock.began.elapsed(), "");
    if !code.slowest.is_empty() {
        out.push_str("slowest files\n");
    }
    for (path, took) in &code.slowest {
        let _ = writeln!(out, "{:>10.1}  {}", ms(*took), plain(path));
    }
    out
}

fn ms(took: Duration) -> f64 {
    took.as_secs_f64() * 1e3
}

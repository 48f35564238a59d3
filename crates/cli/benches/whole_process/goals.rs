//! The goals, and how far they are kept.

use crate::Measured;
use crate::run::Taken;

/// How far beyond its goal a value may be before the gate closes: machines differ.
const MARGIN: f64 = 1.5;

struct Row {
    what: String,
    value: f64,
    unit: &'static str,
    goal: Option<f64>,
    /// Whether more is better.
    at_least: bool,
    /// Whether the gate looks at it.
    gated: bool,
}

#[derive(Default)]
pub struct Goals {
    rows: Vec<Row>,
    notes: Vec<String>,
}

impl Goals {
    /// A time in milliseconds: shown beside its goal, never compared.
    pub fn time(&mut self, what: &str, value: f64, goal: f64) {
        self.add(what, value, "ms", Some(goal), false, false);
    }

    /// What twice as much costs.
    pub fn growth(&mut self, what: &str, value: f64) {
        self.most(what, value, "x", 2.2);
    }

    fn most(&mut self, what: &str, value: f64, unit: &'static str, goal: f64) {
        self.add(what, value, unit, Some(goal), false, true);
    }

    fn least(&mut self, what: &str, value: f64, unit: &'static str, goal: f64) {
        self.add(what, value, unit, Some(goal), true, true);
    }

    fn plain(&mut self, what: &str, value: f64, unit: &'static str) {
        self.add(what, value, unit, None, false, false);
    }

    fn add(
        &mut self,
        what: &str,
        value: f64,
        unit: &'static str,
        goal: Option<f64>,
        at_least: bool,
        gated: bool,
    ) {
        self.rows.push(Row {
            what: what.to_owned(),
            value,
            unit,
            goal,
            at_least,
            gated,
        });
    }

    pub fn small(&mut self, small: &Measured) {
        self.tree(small, 13.0, 48.0);
        self.plain("two threads over one", small.one.median / small.two.median, "x");
    }

    pub fn large(&mut self, large: &Measured, small: &Measured) {
        self.tree(large, 12.0, 128.0);
        let each = |measured: &Measured| measured.two.median / measured.files as f64;
        self.most(
            "time per file over that of the small tree",
            each(large) / each(small),
            "x",
            1.25,
        );
        self.least(
            "two threads over one",
            large.one.median / large.two.median,
            "x",
            1.7,
        );
    }

    fn tree(&mut self, tree: &Measured, ratio: f64, memory: f64) {
        let size = tree.bytes as f64 / 1e6;
        self.notes.push(format!(
            "{} files, {size:.1} MB: analyze {:.0} files/s, {:.1} MB/s\n{}",
            tree.files,
            tree.files as f64 / tree.two.median * 1e3,
            size / tree.two.median * 1e3,
            tree.timings.trim_end()
        ));
        let show = |what: &str| format!("{} files: {what}", tree.files);
        let over = |taken: Taken| taken.median / tree.floor.median;
        self.plain(&show("floor, walk and read, 2 threads"), tree.floor.median, "ms");
        self.plain(&show("analyze, 2 threads"), tree.two.median, "ms");
        self.plain(&show("analyze, 2 threads, fastest"), tree.two.fastest, "ms");
        self.plain(&show("analyze, 1 thread"), tree.one.median, "ms");
        self.plain(&show("analyze --format json"), tree.json.median, "ms");
        self.plain(&show("analyze --format json, memory"), tree.json.memory_mb, "MB");
        self.most(&show("analyze over floor"), over(tree.two), "x", ratio);
        self.most(&show("analyze, memory"), tree.two.memory_mb, "MB", memory);
        if let Some(ast_grep) = tree.ast_grep {
            self.plain(&show("ast-grep, 4 rules, 2 threads"), ast_grep.median, "ms");
            self.least(
                &show("ast-grep over analyze"),
                ast_grep.median / tree.two.median,
                "x",
                4.0,
            );
        }
    }

    pub fn print(&self) {
        for note in &self.notes {
            println!("\n{note}");
        }
        println!("\n{:>10}    {:>8}  {:<6} what", "value", "goal", "");
        for row in &self.rows {
            let goal = match row.goal {
                Some(goal) => format!("{} {goal}", if row.at_least { ">=" } else { "<=" }),
                None => String::new(),
            };
            let verdict = match row.goal {
                Some(goal) if row.beyond(goal) => "MISSED",
                Some(_) => "ok",
                None => "",
            };
            println!(
                "{:>10.1} {:<2} {goal:>8}  {verdict:<6} {}",
                row.value, row.unit, row.what
            );
        }
    }

    /// Whether all that the gate looks at is within the margin.
    pub fn kept(&self) -> bool {
        let gated = self.rows.iter().filter(|row| row.gated);
        let mut kept = true;
        for row in gated {
            let goal = row.goal.unwrap_or(f64::INFINITY);
            let wide = if row.at_least {
                goal / MARGIN
            } else {
                goal * MARGIN
            };
            if row.beyond(wide) {
                println!("gate: {} is {:.2}, the goal {goal}", row.what, row.value);
                kept = false;
            }
        }
        kept
    }
}

impl Row {
    fn beyond(&self, goal: f64) -> bool {
        if self.at_least {
            self.value < goal
        } else {
            self.value > goal
        }
    }
}

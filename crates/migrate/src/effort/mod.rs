//! How much work a move is, with a range that says how little is known.
//!
//! What is found is grouped into work items that one edit would solve; each item has a class with a cost and a
//! spread (`catalog/effort.json`); a simulation adds them up. Nothing in it knows a file's name or an order, so that
//! neither changes the result.

mod cases;
mod code_items;
mod items;
mod random;
pub mod record;
mod simulation;

#[cfg(test)]
mod tests;
#[cfg(test)]
mod worlds;

pub use crate::catalog::effort::{Class, Kind};
pub use cases::Compared;
pub use items::{Item, Served, Work, items};
pub use simulation::{EXPONENT, EXPONENT_SPREAD, RUNS, Range};

use record::Team;

/// What is said wherever a number is not backed by a record.
pub const UNCALIBRATED: &str = "uncalibrated: the costs are guesses of ours (n=0) until a record of eight finished items or apps corrects them (`forgeshift actuals`)";

/// What the tests of the simulation show, and what they do not.
pub const PROVES: &str = "Tests on made-up worlds show that the arithmetic is right: where the costs are as assumed, about 80 of 100 sums lie between P10 and P90. They say nothing about whether the costs are right.";

/// The estimate for one target.
#[derive(Debug, Clone)]
pub struct Estimate {
    /// All effort together, in person-days.
    pub total: Range,
    /// How long others take, in calendar days: lead time, which is no effort and is not added to it.
    pub waiting: Option<Range>,
    /// Each kind of effort by itself.
    pub kinds: Vec<(Kind, Range)>,
    /// The work items: by kind, the dearest first.
    pub items: Vec<Costed>,
    /// The indexes of the three items that own most of the spread.
    pub owners: Vec<usize>,
    /// What is known of the team.
    pub team: Team,
    /// What others have published.
    pub cases: Vec<Compared>,
    /// What makes the estimate doubtful.
    pub warnings: Vec<String>,
}

/// A work item with what it may cost.
#[derive(Debug, Clone)]
pub struct Costed {
    /// The item.
    pub item: Item,
    /// Person-days, or calendar days for waiting.
    pub days: Range,
    /// Its share of the spread of the whole, between 0 and 1.
    pub share: f64,
}

/// Estimates the work for a team.
pub fn estimate(work: &Work<'_>, team: Team) -> Estimate {
    let mut warnings = Vec::new();
    if !team.calibrated {
        warnings.push(UNCALIBRATED.to_owned());
    }
    warnings.extend(code_items::doubt(work));
    let items = items(work);
    let drawn = simulation::draw(&items, &team);
    let mut costed: Vec<Costed> = items
        .into_iter()
        .zip(&drawn.items)
        .map(|(item, (days, share))| Costed {
            item,
            days: *days,
            share: *share,
        })
        .collect();
    costed.sort_by(|a, b| {
        let by_cost = b.days.p50.total_cmp(&a.days.p50);
        a.item
            .class
            .kind
            .cmp(&b.item.class.kind)
            .then(by_cost)
            .then_with(|| a.item.order().cmp(&b.item.order()))
    });
    let mut owners: Vec<usize> = (0..costed.len())
        .filter(|index| costed.get(*index).is_some_and(|item| item.share > 0.0))
        .collect();
    let share = |index: &usize| costed.get(*index).map_or(0.0, |item| item.share);
    owners.sort_by(|a, b| share(b).total_cmp(&share(a)).then(a.cmp(b)));
    owners.truncate(3);
    let cases = cases::compare(work, drawn.total);
    warnings.extend(cases::doubt(&cases));
    Estimate {
        total: drawn.total,
        waiting: drawn.waiting,
        kinds: drawn.kinds,
        items: costed,
        owners,
        team,
        cases,
        warnings,
    }
}

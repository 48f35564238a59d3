//! From costs with a spread to a sum with a spread.
//!
//! An item costs `setup + site × sites^e` days in the middle, spread log-normally. The exponent is uncertain and the
//! same for all items of a run, and so is the factor of the team: what is slow for a team is slow everywhere.

use super::Item;
use super::random::Stream;
use super::record::Team;
use crate::catalog::effort::Kind;

/// How many runs. The percentiles then move by about two in a hundred from one seed to another, which is nothing
/// beside what is not known of the costs.
pub const RUNS: usize = 2_000;
/// The exponent of the number of sites: the second place costs less than the first. A guess of ours (n=0).
pub const EXPONENT: f64 = 0.7;
/// How uncertain the exponent is. A guess of ours (n=0).
pub const EXPONENT_SPREAD: f64 = 0.1;
/// What all streams of numbers begin with.
const SEED: &str = "forgeshift effort 1";

/// A spread of days.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Range {
    /// One in ten is below.
    pub p10: f64,
    /// The middle.
    pub p50: f64,
    /// One in ten is above.
    pub p90: f64,
}

impl Range {
    /// The range of drawn sums, to a tenth of a day.
    fn of(mut drawn: Vec<f64>) -> Self {
        let mut at = |part: f64| {
            let index = ((drawn.len() as f64) * part) as usize;
            let index = index.min(drawn.len().saturating_sub(1));
            if drawn.is_empty() {
                return 0.0;
            }
            let (_, value, _) = drawn.select_nth_unstable_by(index, f64::total_cmp);
            (*value * 10.0).round() / 10.0
        };
        Self {
            p10: at(0.1),
            p50: at(0.5),
            p90: at(0.9),
        }
    }
}

/// What the runs give.
#[derive(Debug, Clone, Default)]
pub(super) struct Drawn {
    /// All work together, in person-days.
    pub(super) total: Range,
    /// The longest of what others have to do, in calendar days: waits overlap.
    pub(super) waiting: Option<Range>,
    /// Each kind of work by itself.
    pub(super) kinds: Vec<(Kind, Range)>,
    /// For each item its range, and its share of the spread of the total.
    pub(super) items: Vec<(Range, f64)>,
}

/// Draws all runs. Items that are the same but for their order give the same.
pub(super) fn draw(items: &[Item], team: &Team) -> Drawn {
    draw_runs(items, team, RUNS)
}

/// Draws so many runs.
pub(super) fn draw_runs(items: &[Item], team: &Team, runs: usize) -> Drawn {
    let mut exponents = Stream::named(&format!("{SEED} exponent"));
    let exponents: Vec<f64> = (0..runs)
        .map(|_| (EXPONENT + EXPONENT_SPREAD * exponents.normal()).clamp(0.4, 1.0))
        .collect();
    let mut factors = Stream::named(&format!("{SEED} team"));
    let factors: Vec<f64> = (0..runs)
        .map(|_| (team.mean + team.spread * factors.normal()).exp())
        .collect();
    let costs: Vec<Vec<f64>> = items
        .iter()
        .enumerate()
        .map(|(index, item)| {
            let same = |other: &&Item| (other.class.id, other.sites) == (item.class.id, item.sites);
            let ordinal = items.iter().take(index).filter(same).count();
            let name = format!("{SEED} {} {} {ordinal}", item.class.id, item.sites);
            cost(item, &name, &exponents, &factors)
        })
        .collect();
    let sum_of = |wanted: &dyn Fn(Kind) -> bool| -> Vec<f64> {
        let mut sum = vec![0.0; runs];
        for (_, drawn) in items
            .iter()
            .zip(&costs)
            .filter(|(item, _)| wanted(item.class.kind))
        {
            for (sum, cost) in sum.iter_mut().zip(drawn) {
                *sum += cost;
            }
        }
        sum
    };
    let total = sum_of(&|kind| kind != Kind::Waiting);
    let waits = items
        .iter()
        .zip(&costs)
        .filter(|(item, _)| item.class.kind == Kind::Waiting);
    let waiting = waits.fold(None, |longest: Option<Vec<f64>>, (_, drawn)| match longest {
        None => Some(drawn.clone()),
        Some(longest) => Some(longest.iter().zip(drawn).map(|(a, b)| a.max(*b)).collect()),
    });
    let kinds = Kind::ALL
        .into_iter()
        .filter(|kind| *kind != Kind::Waiting && items.iter().any(|item| item.class.kind == *kind))
        .map(|kind| (kind, Range::of(sum_of(&|other| other == kind))))
        .collect();
    let shares = items.iter().zip(&costs).map(|(item, drawn)| {
        if item.class.kind == Kind::Waiting {
            0.0
        } else {
            share(drawn, &total)
        }
    });
    let shares: Vec<f64> = shares.collect();
    let ranges = costs.into_iter().map(Range::of);
    Drawn {
        items: ranges.zip(shares).collect(),
        total: Range::of(total),
        waiting: waiting.map(Range::of),
        kinds,
    }
}

/// The cost of an item in each run. A team that is slow does not make others slower.
fn cost(item: &Item, name: &str, exponents: &[f64], factors: &[f64]) -> Vec<f64> {
    let mut stream = Stream::named(name);
    let (class, sites) = (item.class, item.sites.max(1));
    let own = class.kind != Kind::Waiting;
    exponents
        .iter()
        .zip(factors)
        .map(|(exponent, factor)| {
            // One to any power is one, and most items have one site.
            let weight = if sites == 1 {
                1.0
            } else {
                (sites as f64).powf(*exponent)
            };
            let middle = class.setup + class.site * weight;
            let spread = (class.spread * stream.normal()).exp();
            middle * spread * if own { *factor } else { 1.0 }
        })
        .collect()
}

/// How much of the spread of the total goes with one item: their covariance over the variance. Shares add up to one.
fn share(item: &[f64], total: &[f64]) -> f64 {
    let count = item.len().max(1) as f64;
    let (of_item, of_total) = (
        item.iter().sum::<f64>() / count,
        total.iter().sum::<f64>() / count,
    );
    let together: f64 = item
        .iter()
        .zip(total)
        .map(|(a, b)| (a - of_item) * (b - of_total))
        .sum();
    let variance: f64 = total.iter().map(|b| (b - of_total).powi(2)).sum();
    if variance > 0.0 { together / variance } else { 0.0 }
}

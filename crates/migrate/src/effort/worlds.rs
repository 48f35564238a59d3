//! Made-up worlds: their costs are drawn by another generator than the simulation, and it is counted how often the
//! true sum lies between P10 and P90. `cargo test -p forgeshift-migrate coverage -- --nocapture` prints it.
//!
//! This proves the arithmetic, not the estimate: whether real costs are like these, no test can say.

use super::Item;
use super::record::{Finished, Team};
use super::simulation::draw_runs;
use crate::catalog::effort::{self, Class, Kind};

const WORLDS: usize = 400;
const RUNS: usize = 400;

/// A generator of its own (xorshift* and Box-Muller), so that no fault is shared with the simulation.
struct Dice(u64);

impl Dice {
    fn uniform(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        // Without the factor, neighbours are alike enough to bend the normal numbers made of them.
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 11) as f64 / (1u64 << 53) as f64
    }

    fn normal(&mut self) -> f64 {
        let (a, b) = (self.uniform().max(1e-12), self.uniform());
        (-2.0 * a.ln()).sqrt() * (std::f64::consts::TAU * b).cos()
    }

    /// Student's t with three degrees of freedom, of deviation one: a normal number with heavier tails.
    fn heavy(&mut self) -> f64 {
        let chi: f64 = (0..3).map(|_| self.normal().powi(2)).sum();
        self.normal() / (chi / 3.0).sqrt() / 3f64.sqrt()
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.uniform() * limit as f64) as usize
    }
}

#[derive(Clone, Copy, Default)]
struct World {
    /// Costs have heavier tails than assumed.
    heavy: bool,
    /// Items of a kind go wrong together.
    correlated: bool,
    /// One item in five is not in the report.
    missing: bool,
}

/// An app of this world: its items, and which of them the report knows.
fn items(dice: &mut Dice) -> Vec<Item> {
    let classes: Vec<&'static Class> = effort::all()
        .iter()
        .filter(|class| class.kind != Kind::Waiting)
        .collect();
    let count = 6 + dice.below(14);
    (0..count)
        .map(|number| Item {
            class: classes[dice.below(classes.len())],
            subject: format!("item {number}"),
            sites: 1 + dice.below(30),
            places: Vec::new(),
        })
        .collect()
}

/// What the items really take, for a team with this factor.
fn truth(items: &[Item], world: World, factor: f64, dice: &mut Dice) -> f64 {
    let exponent = 0.7 + 0.1 * dice.normal();
    let shocks: Vec<f64> = (0..5).map(|_| dice.normal()).collect();
    items
        .iter()
        .map(|item| {
            let own = if world.heavy { dice.heavy() } else { dice.normal() };
            let drawn = if world.correlated {
                0.5f64.sqrt() * own + 0.5f64.sqrt() * shocks[item.class.kind as usize]
            } else {
                own
            };
            let middle = item.class.setup + item.class.site * (item.sites as f64).powf(exponent);
            middle * (item.class.spread * drawn).exp() * factor
        })
        .sum()
}

/// How many in a hundred true sums lie between P10 and P90.
fn coverage(world: World) -> f64 {
    let mut dice = Dice(0x5eed_0001);
    let within = (0..WORLDS).filter(|_| {
        let all = items(&mut dice);
        let factor = (0.4 * dice.normal()).exp();
        let sum = truth(&all, world, factor, &mut dice);
        let known: Vec<Item> = all
            .into_iter()
            .enumerate()
            .filter(|(index, _)| !world.missing || index % 5 != 4)
            .map(|(_, item)| item)
            .collect();
        let range = draw_runs(&known, &Team::unknown(), RUNS).total;
        (range.p10..=range.p90).contains(&sum)
    });
    within.count() as f64 * 100.0 / WORLDS as f64
}

#[test]
fn the_coverage_of_a_world_that_is_as_assumed_is_about_eighty_and_others_are_printed() {
    let assumed = coverage(World::default());
    println!("80 % interval, world as assumed: {assumed:.1} % of {WORLDS} sums within");
    let heavy = World {
        heavy: true,
        ..World::default()
    };
    let correlated = World {
        correlated: true,
        ..World::default()
    };
    let missing = World {
        missing: true,
        ..World::default()
    };
    let all = World {
        heavy: true,
        correlated: true,
        missing: true,
    };
    for (name, world) in [
        ("heavier tails", heavy),
        ("correlated items", correlated),
        ("a fifth of the items missing", missing),
        ("all three", all),
    ] {
        let found = coverage(world);
        println!("80 % interval, {name}: {found:.1} % of {WORLDS} sums within");
        // What is not seen cannot be covered.
        assert!(
            found < assumed || !world.missing || world.heavy,
            "{name}: {found}"
        );
    }
    assert!((75.0..=85.0).contains(&assumed), "{assumed}");
}

#[test]
fn the_coverage_after_ten_finished_items_is_about_eighty_too() {
    let mut dice = Dice(0x5eed_0002);
    let (mut within, mut widths) = (0, 0.0);
    for _ in 0..WORLDS {
        let factor = (0.4 * dice.normal()).exp();
        let record: Vec<Finished> = (0..10)
            .map(|_| {
                let one = items(&mut dice);
                let one = &one[..1];
                let class = one[0].class;
                let estimated = class.setup + class.site * (one[0].sites as f64).powf(0.7);
                Finished {
                    what: class.id.into(),
                    estimated,
                    actual: truth(one, World::default(), factor, &mut dice),
                }
            })
            .collect();
        let next = items(&mut dice);
        let sum = truth(&next, World::default(), factor, &mut dice);
        let range = draw_runs(&next, &Team::of(&record), RUNS).total;
        let plain = draw_runs(&next, &Team::unknown(), RUNS).total;
        within += usize::from((range.p10..=range.p90).contains(&sum));
        widths += (range.p90 / range.p10) / (plain.p90 / plain.p10);
    }
    let coverage = within as f64 * 100.0 / WORLDS as f64;
    let width = widths / WORLDS as f64;
    println!(
        "80 % interval after ten finished items: {coverage:.1} % within, {width:.2} times as wide as before"
    );
    assert!((75.0..=85.0).contains(&coverage), "{coverage}");
    assert!(width < 1.0, "a record narrows the range: {width}");
}

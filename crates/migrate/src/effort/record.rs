//! What a team has finished, and how that corrects the estimate.
//!
//! The rule: each finished item gives the logarithm of what it took over what was estimated. From eight of them on,
//! their mean and spread are put together with what is assumed of any team (mean 0, spread 0.4), each weighing as
//! much as it is certain (the usual rule for normal distributions). Fewer say nothing, and change nothing.

/// How many finished items or apps make a record.
pub const ENOUGH: usize = 8;
/// How teams differ, where nothing is known of them: the deviation of the logarithm. A guess of ours (n=0).
pub const TEAM_SPREAD: f64 = 0.4;
/// Records that agree better than this are luck.
const LEAST_SPREAD: f64 = 0.2;
/// One entry can be wrong by a slip of the pen: no factor beyond this counts.
const LARGEST_FACTOR: f64 = 20.0;

/// Something that was finished.
#[derive(Debug, Clone, PartialEq)]
pub struct Finished {
    /// The class of the item, or `app`.
    pub what: String,
    /// The middle of the estimate, in person-days.
    pub estimated: f64,
    /// What it took, in person-days.
    pub actual: f64,
}

impl Finished {
    /// Whether both numbers are days that something can take.
    pub fn is_sound(&self) -> bool {
        let sound = |days: f64| days.is_finite() && days > 0.0 && days <= 10_000.0;
        sound(self.estimated) && sound(self.actual)
    }
}

/// What is assumed of the team.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Team {
    /// How many finished things stand behind it.
    pub finished: usize,
    /// Whether they are enough to correct anything.
    pub calibrated: bool,
    /// The logarithm of the factor by which everything takes longer.
    pub mean: f64,
    /// How uncertain that is.
    pub spread: f64,
}

impl Team {
    /// A team of which nothing is known.
    pub fn unknown() -> Self {
        Self::of(&[])
    }

    /// The team with this record. Entries that are no days are passed over.
    pub fn of(record: &[Finished]) -> Self {
        let largest = LARGEST_FACTOR.ln();
        let mut ratios: Vec<f64> = record
            .iter()
            .filter(|entry| entry.is_sound())
            .map(|entry| (entry.actual / entry.estimated).ln().clamp(-largest, largest))
            .collect();
        // Sums of floating numbers depend on their order; the record must not.
        ratios.sort_by(f64::total_cmp);
        let finished = ratios.len();
        if finished < ENOUGH {
            return Self {
                finished,
                calibrated: false,
                mean: 0.0,
                spread: TEAM_SPREAD,
            };
        }
        let count = finished as f64;
        let mean = ratios.iter().sum::<f64>() / count;
        let variance = ratios.iter().map(|ratio| (ratio - mean).powi(2)).sum::<f64>() / (count - 1.0);
        let variance = variance.max(LEAST_SPREAD * LEAST_SPREAD);
        let (before, seen) = (1.0 / (TEAM_SPREAD * TEAM_SPREAD), count / variance);
        Self {
            finished,
            calibrated: true,
            mean: mean * seen / (before + seen),
            spread: (1.0 / (before + seen)).sqrt(),
        }
    }

    /// The factor by which the record moves the middle of the estimate.
    pub fn factor(&self) -> f64 {
        (self.mean.exp() * 100.0).round() / 100.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(factors: &[f64]) -> Vec<Finished> {
        factors
            .iter()
            .map(|factor| Finished {
                what: "routes".into(),
                estimated: 2.0,
                actual: 2.0 * factor,
            })
            .collect()
    }

    #[test]
    fn seven_finished_items_change_nothing_and_eight_do() {
        let seven = Team::of(&record(&[2.0; 7]));
        assert!(!seven.calibrated);
        assert_eq!((seven.mean, seven.spread), (0.0, TEAM_SPREAD));
        let eight = Team::of(&record(&[2.0; 8]));
        assert!(eight.calibrated);
        assert!(eight.factor() > 1.8 && eight.factor() < 2.0, "{}", eight.factor());
        assert!(eight.spread < TEAM_SPREAD / 2.0);
    }

    #[test]
    fn a_record_that_scatters_moves_the_estimate_less() {
        let sure = Team::of(&record(&[2.0; 8]));
        let unsure = Team::of(&record(&[0.5, 8.0, 0.5, 8.0, 0.5, 8.0, 0.5, 8.0]));
        assert!(unsure.mean < sure.mean);
        assert!(unsure.spread > sure.spread);
    }

    #[test]
    fn the_order_of_the_record_changes_nothing() {
        let forward = [0.7, 1.1, 1.3, 2.2, 0.9, 1.7, 3.1, 1.2, 0.4];
        let mut backward = forward;
        backward.reverse();
        assert_eq!(Team::of(&record(&forward)), Team::of(&record(&backward)));
    }

    #[test]
    fn entries_that_are_no_days_do_not_count() {
        let mut entries = record(&[2.0; 7]);
        for (estimated, actual) in [(0.0, 1.0), (1.0, -1.0), (f64::NAN, 1.0), (1.0, f64::INFINITY)] {
            entries.push(Finished {
                what: "app".into(),
                estimated,
                actual,
            });
        }
        assert_eq!(Team::of(&entries).finished, 7);
        assert!(!Team::of(&entries).calibrated);
    }
}

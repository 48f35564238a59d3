//! The view from outside: what others have told of their migrations.

use super::items::Work;
use super::simulation::Range;
use crate::catalog::effort::{self, Case};

/// By how much the estimate and a published case may differ before it is said.
const DISAGREE: f64 = 2.0;

/// A published case beside the estimate.
#[derive(Debug, Clone)]
pub struct Compared {
    /// The case.
    pub case: &'static Case,
    /// The middle of the estimate over the middle of the case.
    pub ratio: f64,
    /// Whether the middle of the estimate is less than half of the least or more than twice the most that the case
    /// allows.
    pub disagrees: bool,
}

/// The cases with the same target; those whose server is like ours first.
pub(super) fn compare(work: &Work<'_>, total: Range) -> Vec<Compared> {
    let server = work.view.map(|view| !view.facts.routes.is_empty());
    let mut cases: Vec<&'static Case> = effort::cases()
        .iter()
        .filter(|case| case.target == work.target)
        .collect();
    cases.sort_by_key(|case| {
        let alike = case.server.is_some() && case.server == server;
        (!alike, case.id)
    });
    cases
        .into_iter()
        .map(|case| {
            let middle = (case.low + case.high) / 2.0;
            Compared {
                case,
                ratio: (total.p50 / middle * 100.0).round() / 100.0,
                disagrees: total.p50 * DISAGREE < case.low || total.p50 > case.high * DISAGREE,
            }
        })
        .collect()
}

/// What to say where the cases and the estimate do not fit, or where there are none.
pub(super) fn doubt(cases: &[Compared]) -> Vec<String> {
    if cases.is_empty() {
        return vec!["no case of this kind has been published: nothing to compare with".to_owned()];
    }
    cases
        .iter()
        .filter(|compared| compared.disagrees)
        .map(|compared| {
            let case = compared.case;
            format!(
                "{} published {} to {} {}: more than twice as far away as the estimate allows; ask why before you trust either",
                case.who, case.low, case.high, case.unit
            )
        })
        .collect()
}

//! What people decide on: the three targets side by side, what leaves Atlassian, what customers will notice.
//!
//! Values only; how they are shown is the program's.

pub mod form;
pub mod ledger;
pub mod notice;
pub mod way;

use crate::code::CodeView;
use crate::effort::Served;
use crate::effort::record::Team;
use crate::outcome::Outcome;
use crate::plan;
use forgeshift_connect::app::App;
use forgeshift_connect::manifest::Manifest;
use forgeshift_forge::guide;
use ledger::Ledger;
use way::Way;

/// What is asked.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// The app.
    pub app: &'a App,
    /// The manifest in the output folder, where there is one.
    pub manifest: Option<&'a Manifest>,
    /// What becomes of each declared thing natively.
    pub outcomes: &'a [Outcome],
    /// The code, as it was looked at together with these outcomes.
    pub view: Option<&'a CodeView<'a>>,
    /// What "today" means, `YYYY-MM-DD`.
    pub as_of: &'a str,
    /// What is known of the team.
    pub team: Team,
}

/// What can be decided on.
#[derive(Debug)]
pub struct Decision {
    /// What "today" meant.
    pub as_of: String,
    /// The day on which the support of Connect ends.
    pub end: &'static str,
    /// How many days are left until then; negative where they are over.
    pub days_left: Option<i64>,
    /// The three targets, in the order of how much they change.
    pub ways: Vec<Way>,
    /// What leaves, host by host; none where the code was not read.
    pub ledger: Option<Ledger>,
}

/// Puts together what can be decided on.
pub fn decide(asked: Asked<'_>) -> Decision {
    let ledger = asked.view.map(|view| ledger::of(view, asked.as_of));
    let served = asked
        .view
        .map_or_else(Served::default, |view| Served::new(asked.outcomes, &view.links));
    let ways = plan::sketches(asked.app, asked.manifest, asked.as_of)
        .into_iter()
        .map(|(target, plan)| way::of(&asked, target, plan, &served, ledger.as_ref()))
        .collect();
    Decision {
        as_of: asked.as_of.to_owned(),
        end: guide::end_of_support(),
        days_left: guide::days_left(asked.as_of),
        ways,
        ledger,
    }
}

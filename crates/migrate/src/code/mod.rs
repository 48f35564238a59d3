//! What the facts of the code mean for the move: which declared thing each route serves, what reaches which
//! outbound call, what the manifest must allow, and what cannot run on Forge.
//!
//! Nothing here knows which language the code is written in.

pub mod becomes;
pub mod egress;
pub mod links;
pub mod needed;
pub mod obstacles;
pub mod paths;
pub mod reach;
mod say;

use crate::outcome::Outcome;
use egress::Verdict;
use forgeshift_connect::app::App;
use forgeshift_connect::descriptor::product::Product;
use forgeshift_connect::facts::{CodeFacts, FunctionId};
use forgeshift_source::finding::Finding;
use links::Links;
use needed::Needed;
use obstacles::Obstacles;
use paths::{EgressPath, Paths};
use reach::{Callers, Reach, is_in};

/// The facts of the code with what they mean.
#[derive(Debug)]
pub struct CodeView<'a> {
    /// The facts.
    pub facts: &'a CodeFacts,
    /// Which declared thing points at which route.
    pub links: Links,
    /// What reaches what.
    pub reach: Reach,
    /// A verdict for each outbound call by itself, with the reason.
    pub sinks: Vec<(Verdict, String)>,
    /// The manifest permission that each outbound call needs.
    pub permissions: Vec<Option<String>>,
    /// What stands in the way of functions.
    pub obstacles: Obstacles,
    /// A verdict for each route.
    pub routes: Vec<Verdict>,
    /// The reason for each of them.
    pub routes_why: Vec<String>,
    /// The scopes that the product calls need.
    pub needed: Needed,
    /// What is to be said.
    pub findings: Vec<Finding>,
}

impl CodeView<'_> {
    /// The egress paths. They are many, and only a report that lists them needs them.
    pub fn paths(&self) -> Paths {
        paths::paths(self.facts)
    }

    /// The verdict of a path, with the reason.
    pub fn verdict(&self, path: &EgressPath) -> (Verdict, String) {
        let unknown = (Verdict::Moves, String::new());
        let sink = self.sinks.get(path.sink).unwrap_or(&unknown);
        egress::along(self.facts, path, sink, &self.obstacles)
    }

    /// The routes that lead to any of these functions, as indexes of the facts.
    pub fn routes_to(&self, functions: impl Iterator<Item = FunctionId>) -> Vec<usize> {
        let leads = Callers::new(self.facts).lead_to(functions);
        let entries = self.facts.entries.iter();
        entries
            .filter(|entry| entry.functions.iter().any(|function| is_in(&leads, *function)))
            .filter_map(|entry| entry.route)
            .collect()
    }
}

/// Looks at the code of an app; none where it was not read.
pub fn view<'a>(app: &'a App, outcomes: &[Outcome], products: &[Product]) -> Option<CodeView<'a>> {
    let facts = app.code.as_ref()?;
    let base = app
        .descriptor
        .as_ref()
        .and_then(|descriptor| descriptor.base_url());
    let declared = app
        .descriptor
        .as_ref()
        .map(|descriptor| descriptor.modules.as_slice());
    let links = links::link(facts, outcomes, base.unwrap_or(""), declared.unwrap_or_default());
    let reach = reach::reach(facts);
    let sinks: Vec<(Verdict, String)> = facts.outbound.iter().map(egress::of_call).collect();
    let permissions = facts.outbound.iter().map(egress::permission).collect();
    let obstacles = obstacles::find(facts);
    let (routes, routes_why) = egress::of_routes(facts, &sinks, &obstacles).into_iter().unzip();
    let needed = needed::scopes(facts, products);
    let mut view = CodeView {
        facts,
        links,
        reach,
        sinks,
        permissions,
        obstacles,
        routes,
        routes_why,
        needed,
        findings: Vec::new(),
    };
    view.findings = say::findings(app, &view, outcomes);
    Some(view)
}

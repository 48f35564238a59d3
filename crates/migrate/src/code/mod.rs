//! What the facts of the code mean for the move: which declared thing each route serves, what reaches which
//! outbound call, what the manifest must allow, and what cannot run on Forge.
//!
//! Nothing here knows which language the code is written in.

pub mod becomes;
pub mod egress;
pub mod links;
pub mod needed;
pub mod obstacles;
pub mod reach;
mod say;

use crate::outcome::Outcome;
use egress::Verdict;
use forgeshift_connect::app::App;
use forgeshift_connect::descriptor::product::Product;
use forgeshift_connect::facts::CodeFacts;
use forgeshift_source::finding::Finding;
use links::Links;
use needed::Needed;
use reach::{EgressPath, Reach};

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
    /// A verdict for each egress path.
    pub paths: Vec<(EgressPath, Verdict)>,
    /// The reason for each of them.
    pub paths_why: Vec<String>,
    /// A verdict for each route.
    pub routes: Vec<Verdict>,
    /// The reason for each of them.
    pub routes_why: Vec<String>,
    /// The scopes that the product calls need.
    pub needed: Needed,
    /// What is to be said.
    pub findings: Vec<Finding>,
}

/// Looks at the code of an app; none where it was not read.
pub fn view<'a>(app: &'a App, outcomes: &[Outcome], products: &[Product]) -> Option<CodeView<'a>> {
    let facts = app.code.as_ref()?;
    let prefix = app
        .descriptor
        .as_ref()
        .and_then(|descriptor| descriptor.base_url())
        .map(links::base_path);
    let declared = app
        .descriptor
        .as_ref()
        .map(|descriptor| descriptor.modules.as_slice());
    let links = links::link(
        facts,
        outcomes,
        prefix.as_deref().unwrap_or(""),
        declared.unwrap_or_default(),
    );
    let reach = reach::reach(facts);
    let sinks: Vec<(Verdict, String)> = facts.outbound.iter().map(egress::of_call).collect();
    let permissions = facts.outbound.iter().map(egress::permission).collect();
    let obstacles = obstacles::find(facts);
    let unknown = (Verdict::Moves, String::new());
    let paths: Vec<(EgressPath, (Verdict, String))> = reach
        .paths
        .iter()
        .map(|path| {
            let sink = sinks.get(path.sink).unwrap_or(&unknown);
            (path.clone(), egress::along(facts, path, sink, &obstacles))
        })
        .collect();
    let (routes, routes_why) = egress::of_routes(facts, &reach, &paths, &obstacles)
        .into_iter()
        .unzip();
    let (paths, paths_why) = paths
        .into_iter()
        .map(|(path, (verdict, why))| ((path, verdict), why))
        .unzip();
    let needed = needed::scopes(facts, products);
    let mut view = CodeView {
        facts,
        links,
        reach,
        sinks,
        permissions,
        paths,
        paths_why,
        routes,
        routes_why,
        needed,
        findings: Vec::new(),
    };
    view.findings = say::findings(app, &view, outcomes);
    Some(view)
}

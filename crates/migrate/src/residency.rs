//! Whether an app's data can be kept in the region that a customer has chosen.

use crate::roa::{self, Behind, Blocker, Roa, declared};
use forgeshift_connect::manifest::Manifest;
use forgeshift_source::data::Node;

/// The verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// The data lies with the product's and moves with it.
    FollowsProduct,
    /// The server has regions, which the manifest names.
    Regions,
    /// Data leaves, and no region is promised for it.
    NotOffered,
    /// Too much could not be looked at.
    NotEvaluated,
}

impl Verdict {
    /// The word of the reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::FollowsProduct => "follows-product",
            Self::Regions => "regions",
            Self::NotOffered => "not-offered",
            Self::NotEvaluated => "not-evaluated",
        }
    }
}

/// The verdict with its reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Residency {
    /// The verdict.
    pub verdict: Verdict,
    /// Why, in a sentence.
    pub why: String,
}

impl Residency {
    /// A verdict with its reason.
    pub fn new(verdict: Verdict, why: impl Into<String>) -> Self {
        Self {
            verdict,
            why: why.into(),
        }
    }
}

/// Judges a manifest with the code behind it. What was found for the badge (stores, undeclared calls) counts here too.
pub fn judge(manifest: &Manifest, behind: Behind<'_>, roa: &Roa) -> Residency {
    let root = &manifest.root;
    let remotes = root.get("remotes").map(Node::items).unwrap_or_default();
    let of_rule = |rule: u8| move |blocker: &&Blocker| blocker.rule == rule;
    if let Some(remote) = remotes.iter().find(|remote| !has_regions(remote)) {
        let key = remote.get("key").and_then(Node::str).unwrap_or("without a key");
        return Residency::new(
            Verdict::NotOffered,
            format!("the remote `{key}` has one address for every region"),
        );
    }
    let in_scope = declared(manifest).into_iter().find(|entry| {
        entry.in_scope != Some(false) && entry.section != "navigation" && entry.address.is_some()
    });
    if let Some(entry) = in_scope {
        let address = entry.address.unwrap_or_default();
        return Residency::new(
            Verdict::NotOffered,
            format!("`{address}` counts as carrying end-user data, and has no regions"),
        );
    }
    if !remotes.is_empty() {
        let moves = root
            .at(&["modules", "migration:dataResidency"])
            .is_some_and(|node| !node.items().is_empty());
        let rest = if moves {
            "customers can have their data moved between them"
        } else {
            "without migration:dataResidency, data of existing customers cannot be moved between them"
        };
        return Residency::new(
            Verdict::Regions,
            format!("every remote has an address for each region; {rest}"),
        );
    }
    let data = roa
        .blockers
        .iter()
        .find(of_rule(10))
        .or_else(|| roa.blockers.iter().find(of_rule(3)))
        .or_else(|| roa.blockers.iter().find(of_rule(1)));
    if let Some(blocker) = data {
        return Residency::new(
            Verdict::NotOffered,
            format!("{} ({}:{})", blocker.why, blocker.place.file, blocker.place.line),
        );
    }
    if let Some(why) = roa::not_read(behind) {
        return Residency::new(Verdict::NotEvaluated, why);
    }
    Residency::new(
        Verdict::FollowsProduct,
        "all data is in Forge storage or in the product, and what leaves carries no end-user data",
    )
}

/// Whether a remote has an address for regions. Data that it does not store has no region to be in.
fn has_regions(remote: &Node) -> bool {
    let regional = |node: &Node| node.is_object() && node.members().len() > 1;
    let by_url = remote.get("baseUrl").is_some_and(regional);
    let keeps_none = remote.at(&["storage", "inScopeEUD"]).and_then(Node::bool) == Some(false);
    by_url || keeps_none
}

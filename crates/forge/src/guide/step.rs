//! The steps to production, in order, and which of them an app needs.

use super::Guide;

/// One step. What it says is in the template, under its name.
pub(super) struct Step {
    /// Its name in the template.
    pub(super) name: &'static str,
    /// Its heading.
    pub(super) title: &'static str,
    /// Who does it.
    pub(super) who: &'static str,
    /// Whether it can be undone.
    pub(super) undo: &'static str,
    /// Whether this app needs it.
    applies: fn(&Guide) -> bool,
}

/// The steps that an app needs, in order.
pub(super) fn steps(guide: &Guide) -> Vec<&'static Step> {
    STEPS.iter().filter(|step| (step.applies)(guide)).collect()
}

/// The name of every step.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    STEPS.iter().map(|step| step.name)
}

/// Whether the app takes the place of the old one under the same key.
pub(super) fn replaces(guide: &Guide) -> bool {
    !guide.key.is_empty() && !is_bitbucket(guide)
}

/// Bitbucket knows no app that takes another's place: the two stand side by side.
pub(super) fn is_bitbucket(guide: &Guide) -> bool {
    guide.products.iter().any(|product| product == "Bitbucket")
}

fn keeps_server(guide: &Guide) -> bool {
    guide.hybrid || guide.server.is_some()
}

const STEPS: [Step; 21] = [
    Step {
        name: "setup",
        title: "Install the Forge CLI and get a developer space",
        who: "engineer; the owner of the app for the developer space",
        undo: "yes",
        applies: |_| true,
    },
    Step {
        name: "register",
        title: "Register the app",
        who: "owner",
        undo: "until the first production deploy, by registering again; the app then has another id",
        applies: |guide| !guide.registered,
    },
    Step {
        name: "accounts",
        title: "Ask Atlassian to keep the app's accounts",
        who: "owner asks, Atlassian does it",
        undo: "no, and after the first production deploy it cannot be done any more",
        applies: replaces,
    },
    Step {
        name: "key",
        title: "Set the app's key for each environment",
        who: "engineer",
        undo: "yes in development and staging; no in production",
        applies: replaces,
    },
    Step {
        name: "licence",
        title: "Check the licence flag",
        who: "owner",
        undo: "until the production deploy",
        applies: |_| true,
    },
    Step {
        name: "variables",
        title: "Set variables and secrets",
        who: "engineer; security for the secrets",
        undo: "yes, by setting them again",
        applies: |guide| !guide.variables.is_empty(),
    },
    Step {
        name: "marks",
        title: "Fill in what is marked FORGE-TODO",
        who: "engineer",
        undo: "yes",
        applies: |guide| !guide.marks.is_empty(),
    },
    Step {
        name: "client-key",
        title: "Find the old installation of each customer",
        who: "engineer",
        undo: "yes",
        applies: |guide| replaces(guide) && guide.target != "connect-on-forge",
    },
    Step {
        name: "server",
        title: "Prepare the app's server",
        who: "engineer, security",
        undo: "yes",
        applies: keeps_server,
    },
    Step {
        name: "lint",
        title: "Check the app before it is deployed",
        who: "engineer",
        undo: "yes, nothing is changed",
        applies: |_| true,
    },
    Step {
        name: "development",
        title: "Deploy to development and install on a test site",
        who: "engineer",
        undo: "yes, by uninstalling it from the site",
        applies: |_| true,
    },
    Step {
        name: "data",
        title: "Check that customers' data is still there",
        who: "engineer, owner",
        undo: "yes, nothing is changed",
        applies: |guide| !guide.keeps_data.is_empty(),
    },
    Step {
        name: "consent",
        title: "Know who must agree to the update",
        who: "owner, security",
        undo: "yes, nothing is changed",
        applies: |_| true,
    },
    Step {
        name: "production",
        title: "Deploy to production",
        who: "engineer, after the owner's word",
        undo: "no: later versions can follow, but the app's key and its accounts are fixed from here on",
        applies: |_| true,
    },
    Step {
        name: "listing",
        title: "Add the version to the Marketplace listing",
        who: "owner; security for the privacy and security tab",
        undo: "no: a pending version could not be withdrawn in the one case that was reported",
        applies: |guide| !is_bitbucket(guide),
    },
    Step {
        name: "link",
        title: "Link the old app to the new one",
        who: "engineer, owner",
        undo: "yes",
        applies: is_bitbucket,
    },
    Step {
        name: "rollout",
        title: "Watch the roll-out",
        who: "engineer, owner",
        undo: "no",
        applies: replaces,
    },
    Step {
        name: "left-behind",
        title: "Bring along the customers who stayed behind",
        who: "owner",
        undo: "yes",
        applies: |_| true,
    },
    Step {
        name: "remaining",
        title: "Move the modules that are left",
        who: "engineer",
        undo: "yes, until they are deployed",
        applies: |guide| guide.hybrid,
    },
    Step {
        name: "keep-server",
        title: "Keep the server running",
        who: "engineer",
        undo: "yes",
        applies: keeps_server,
    },
    Step {
        name: "stop-server",
        title: "Switch the server off",
        who: "owner decides, engineer does it",
        undo: "only as long as its data is kept",
        applies: |guide| !keeps_server(guide),
    },
];

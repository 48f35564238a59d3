//! Events, operations and the scopes that both need.

use super::{Explain, Facts, count};
use crate::catalog::event::{self, Event, Filter};
use crate::catalog::forge_event::{self, ForgeEvent};
use crate::catalog::forge_scope::ForgeScope;
use crate::catalog::rest::{self, Operation};
use crate::catalog::scope::Scope;

impl Explain for Event {
    const KIND: &'static str = "webhook event";

    fn names(&self) -> Vec<&'static str> {
        let mut names = vec![self.connect];
        names.extend(&self.forge);
        names
    }

    fn title(&self) -> String {
        format!("{} ({})", self.connect, self.product.as_str())
    }

    fn facts(&self) -> Facts {
        let mut scopes: Vec<_> = self
            .forge_events()
            .flat_map(|e| e.scopes.iter().copied())
            .collect();
        scopes.sort_unstable();
        scopes.dedup();
        let filter = match self.filter {
            Filter::Expression => Some("becomes filter.expression"),
            Filter::Code => Some("the payload has no issue: the code has to look"),
            Filter::None => None,
        };
        let becomes = if self.forge.is_empty() {
            "nothing".to_owned()
        } else {
            self.forge.join(", ")
        };
        Facts::default()
            .add("status", self.status.as_str())
            .add("becomes", becomes)
            .list("scopes", &scopes)
            .maybe("JQL filter", filter)
            .maybe(
                "entity properties",
                self.entity_properties.then_some("the filter may look at them"),
            )
            .maybe("payload", self.payload)
            .maybe("note", self.note)
    }
}

impl Explain for ForgeEvent {
    const KIND: &'static str = "Forge event";

    fn names(&self) -> Vec<&'static str> {
        vec![self.event]
    }

    fn title(&self) -> String {
        self.event.to_owned()
    }

    fn facts(&self) -> Facts {
        let from: Vec<_> = event::all()
            .iter()
            .filter(|e| e.forge.contains(&self.event))
            .map(|e| e.connect)
            .collect();
        let scopes = if self.scopes.is_empty() {
            "none".to_owned()
        } else {
            self.scopes.join(", ")
        };
        Facts::default()
            .list("replaces", &from)
            .add("scopes", scopes)
            .list("or granular", &self.granular)
            .maybe(
                "checked by",
                self.documented_only.then_some("nothing: only a page names it"),
            )
            .maybe("note", self.note)
    }
}

impl Explain for Scope {
    const KIND: &'static str = "Connect scope";

    fn names(&self) -> Vec<&'static str> {
        vec![self.connect]
    }

    fn title(&self) -> String {
        self.connect.to_owned()
    }

    fn facts(&self) -> Facts {
        let kept = [self.on_forge_jira, self.on_forge_confluence]
            .into_iter()
            .flatten();
        Facts::default()
            .list("valid in", &self.valid_in)
            .add("Connect on Forge", kept.collect::<Vec<_>>().join(", "))
            .list("Jira", &self.jira)
            .list("Confluence", &self.confluence)
            .list("Jira, granular", &self.jira_granular)
            .list("Confluence, granular", &self.confluence_granular)
            .list("covers without consent", &self.covers)
            .add("note", self.note)
    }
}

impl Explain for ForgeScope {
    const KIND: &'static str = "Forge scope";

    fn names(&self) -> Vec<&'static str> {
        vec![self.scope]
    }

    fn title(&self) -> String {
        self.scope.to_owned()
    }

    fn facts(&self) -> Facts {
        let events = || {
            forge_event::all()
                .iter()
                .filter(|e| e.scopes.iter().chain(&e.granular).any(|s| *s == self.scope))
        };
        let calls = || {
            rest::all()
                .iter()
                .filter(|o| o.classic().chain(o.granular()).any(|s| s == self.scope))
        };
        Facts::default()
            .add("allows", self.what)
            .maybe("covered by", self.covered_by)
            .add("consent", self.consent.as_str())
            .add(
                "needed by events",
                count(events().count(), events().map(|e| e.event.to_owned())),
            )
            .add(
                "needed by calls",
                count(
                    calls().count(),
                    calls().map(|o| format!("{} {}", o.method, o.path)),
                ),
            )
            .maybe("note", self.note)
    }
}

impl Explain for Operation {
    const KIND: &'static str = "REST operation";

    fn names(&self) -> Vec<&'static str> {
        vec![self.path]
    }

    fn title(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    fn facts(&self) -> Facts {
        Facts::default()
            .add("product", self.product)
            .add("classic scopes", self.classic().collect::<Vec<_>>().join(", "))
            .add("granular scopes", self.granular().collect::<Vec<_>>().join(", "))
            .add("Connect scope", self.connect_scope)
            .maybe("state", self.deprecated.then_some("deprecated"))
            .add("as of", self.as_of)
    }
}

//! Scripts and markup of pages, rewritten: from the interface `AP` and the old server to the bridge of Forge.
//!
//! Everything is an edit of the original text. What nobody asked about stays as it was, byte for byte.

pub mod inline;
pub mod markup;
mod requests;
mod rules;
pub mod script;
pub mod sheet;

use forgeshift_connect::facts::Route;
use forgeshift_connect::front::Script;
use std::collections::BTreeMap;

/// What a rewrite must know of the app as a whole.
#[derive(Debug)]
pub struct Surroundings<'a> {
    /// Whether the old server still answers, known routes or not.
    pub remote: bool,
    /// Whether its pages are shown in Jira, Confluence, or both.
    pub jira: bool,
    /// See `jira`.
    pub confluence: bool,
    /// The routes of the old server.
    pub routes: &'a [Route],
    /// The resource that shows the page of a module, by the module's old key.
    pub resources: BTreeMap<String, String>,
    /// Whether events between pages have one payload at most and listeners stay for ever.
    pub plain_events: bool,
    /// Whether some page calls a route of the old server.
    pub calls_server: bool,
}

impl<'a> Surroundings<'a> {
    /// What all scripts of the app say together.
    pub fn learn<'s>(&mut self, scripts: impl Iterator<Item = &'s Script>) {
        self.plain_events = true;
        for script in scripts {
            for found in &script.uses {
                self.plain_events &= rules::is_plain_event(found);
            }
            let calls = |request| requests::goes_to(request, self) == requests::Goes::Route;
            self.calls_server |= script.requests.iter().any(calls);
        }
    }
}

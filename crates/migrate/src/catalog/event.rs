//! Webhook events of Connect and the Forge events that replace them.

use serde::Deserialize;

use super::forge_event::{self, ForgeEvent};
use super::table::{Confidence, Host, Product, SourceLevel, Status, Table, sourced};

/// A webhook event.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// Jira, Confluence or both.
    pub product: Product,
    /// Name in the descriptor.
    pub connect: &'static str,
    /// Forge events that replace it.
    pub forge: Vec<&'static str>,
    /// How much survives.
    pub status: Status,
    /// Where the webhook's JQL filter goes.
    #[serde(default)]
    pub filter: Filter,
    /// Whether the filter may also look at entity properties.
    #[serde(default)]
    pub entity_properties: bool,
    /// How the payload differs.
    #[serde(default)]
    pub payload: Option<&'static str>,
    /// What else there is to know.
    #[serde(default)]
    pub note: Option<&'static str>,
    /// Ids of the sources.
    pub sources: Vec<&'static str>,
    /// Day of the check.
    pub checked: &'static str,
    /// How sure we are.
    pub confidence: Confidence,
    /// Whether the sources speak of this row.
    pub source_level: SourceLevel,
}

sourced!(Event);

impl Event {
    /// The Forge events with their scopes.
    pub fn forge_events(&self) -> impl Iterator<Item = &'static ForgeEvent> + '_ {
        self.forge.iter().filter_map(|name| forge_event::find(name))
    }
}

/// Where a webhook's JQL filter goes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Filter {
    /// It becomes `filter.expression`.
    Expression,
    /// The payload has no issue to filter on: the code has to look.
    Code,
    /// The event has no filter.
    #[default]
    None,
}

static TABLE: Table<Event> = Table::new("events.json", include_str!("../../catalog/events.json"));

/// All events, by product and name.
pub fn all() -> &'static [Event] {
    TABLE.rows()
}

/// The event of that name.
pub fn find(host: Host, connect: &str) -> Option<&'static Event> {
    all()
        .iter()
        .find(|event| event.connect == connect && event.product.belongs_to(host))
}

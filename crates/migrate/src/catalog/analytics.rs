//! The services that Atlassian accepts under the analytics category, with the days on which entries ended, and the
//! addresses that load without being declared.

use super::table::{Confidence, SourceLevel, Table, sourced};
use serde::Deserialize;

/// A service of the list of pre-approved analytics domains.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// Its name.
    pub service: &'static str,
    /// Its domains as the list writes them; `*.` in front stands for any number of names, never for none.
    pub hosts: Vec<&'static str>,
    /// The day from which the entry no longer counts.
    #[serde(default)]
    pub ended: Option<&'static str>,
    /// Whether the tool never proposes it, although a manifest may declare it.
    #[serde(default)]
    pub never_proposed: bool,
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

impl Service {
    /// Whether the entry had ended on a day.
    pub fn has_ended(&self, day: &str) -> bool {
        self.ended.is_some_and(|ended| day >= ended)
    }

    fn has(&self, host: &str) -> bool {
        self.hosts.iter().any(|pattern| covers(pattern, host))
    }
}

/// An address that pages and functions may use without a declaration.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Allowed {
    /// The section of `permissions.external`.
    pub section: &'static str,
    /// The host, or its pattern.
    pub host: &'static str,
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

sourced!(Service, Allowed);

static SERVICES: Table<Service> = Table::new("analytics.json", include_str!("../../catalog/analytics.json"));
static ALLOWED: Table<Allowed> = Table::new(
    "default-egress.json",
    include_str!("../../catalog/default-egress.json"),
);

/// All services, by name.
pub fn all() -> &'static [Service] {
    SERVICES.rows()
}

/// The service that a host, or a pattern of hosts, belongs to: the one that has not ended, where two have it.
pub fn service(host: &str, day: &str) -> Option<&'static Service> {
    let has = || all().iter().filter(|service| service.has(host));
    has()
        .find(|service| !service.has_ended(day))
        .or_else(|| has().next())
}

/// All addresses that need no declaration.
pub fn allowed() -> &'static [Allowed] {
    ALLOWED.rows()
}

/// The row that makes a declaration of this host in this section unnecessary.
pub fn allowed_by_default(section: &str, host: &str) -> Option<&'static Allowed> {
    allowed()
        .iter()
        .find(|row| row.section == section && covers(row.host, host))
}

/// Whether a pattern covers a host or another pattern.
pub fn covers(pattern: &str, host: &str) -> bool {
    match pattern.strip_prefix('*') {
        // The star of another pattern stands for at least as much as ours.
        Some(suffix) => match host.strip_prefix('*') {
            Some(other) => other.ends_with(suffix),
            None => host.len() > suffix.len() && host.ends_with(suffix),
        },
        None => pattern == host,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_covers_what_is_below_it_and_not_itself() {
        assert!(covers("*.posthog.com", "eu.posthog.com"));
        assert!(covers("*.posthog.com", "*.posthog.com"));
        assert!(covers("*.posthog.com", "*.i.posthog.com"));
        assert!(!covers("*.posthog.com", "posthog.com"));
        assert!(!covers("*.posthog.com", "evilposthog.com"));
        assert!(!covers("in.accoil.com", "x.in.accoil.com"));
    }

    #[test]
    fn a_pattern_wider_than_the_list_is_not_covered() {
        assert!(!covers("*.ingest.sentry.io", "*.sentry.io"));
        assert!(service("*.com", "2026-11-24").is_none());
    }

    #[test]
    fn an_entry_ends_on_its_day_and_not_before() {
        let before = service("app.launchdarkly.com", "2026-07-27").unwrap();
        assert!(!before.has_ended("2026-07-27"));
        assert!(before.has_ended("2026-07-28"));
        assert!(
            service("statsigapi.net", "2026-11-24")
                .unwrap()
                .has_ended("2026-11-24")
        );
    }

    #[test]
    fn a_self_hosted_service_is_not_on_the_list() {
        for host in [
            "plausible.example.com",
            "analytics.example.com",
            "matomo.example.org",
        ] {
            assert!(service(host, "2026-11-24").is_none(), "{host}");
        }
    }

    #[test]
    fn avatars_need_no_declaration_and_their_neighbours_do() {
        assert!(allowed_by_default("images", "secure.gravatar.com").is_some());
        assert!(allowed_by_default("fetch.backend", "secure.gravatar.com").is_none());
        assert!(allowed_by_default("images", "gravatar.com").is_none());
    }
}

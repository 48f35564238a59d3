//! Scopes of a descriptor, and whether a Forge scope is more than what customers already granted.

use serde::Deserialize;

use super::forge_scope::{self, Consent};
use super::table::{Confidence, Host, SourceLevel, Table, sourced};

/// A scope of a descriptor.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scope {
    /// Its name in upper case.
    pub connect: &'static str,
    /// Products whose descriptors may have it.
    pub valid_in: Vec<&'static str>,
    /// Place in the order in which each scope implies those below it; none for scopes outside of that order.
    #[serde(default)]
    pub rank: Option<u8>,
    /// The same scope in the manifest of a Connect-on-Forge app for Jira.
    pub on_forge_jira: Option<&'static str>,
    /// The same for Confluence.
    pub on_forge_confluence: Option<&'static str>,
    /// Classic scopes that may be needed in its place in Jira.
    pub jira: Vec<&'static str>,
    /// Classic scopes that may be needed in its place in Confluence.
    pub confluence: Vec<&'static str>,
    /// Some granular ones, Jira.
    pub jira_granular: Vec<&'static str>,
    /// Some granular ones, Confluence.
    pub confluence_granular: Vec<&'static str>,
    /// Forge scopes that are no elevation for customers who granted this one.
    pub covers: Vec<&'static str>,
    /// What else there is to know.
    pub note: &'static str,
    /// Ids of the sources.
    pub sources: Vec<&'static str>,
    /// Day of the check.
    pub checked: &'static str,
    /// How sure we are.
    pub confidence: Confidence,
    /// Whether the sources speak of this row.
    pub source_level: SourceLevel,
}

sourced!(Scope);

impl Scope {
    /// The same scope in the manifest of a Connect-on-Forge app.
    pub fn on_forge(&self, host: Host) -> Option<&'static str> {
        match host {
            Host::Jira => self.on_forge_jira,
            Host::Confluence => self.on_forge_confluence,
            Host::Bitbucket => None,
        }
    }
}

static TABLE: Table<Scope> = Table::new("scopes.json", include_str!("../../catalog/scopes.json"));

/// All scopes, weakest first.
pub fn all() -> &'static [Scope] {
    TABLE.rows()
}

/// The scope of that name; descriptors write it all lower or all upper case, with `-` or `_`.
pub fn find(connect: &str) -> Option<&'static Scope> {
    let name = connect.to_ascii_uppercase().replace('-', "_");
    all().iter().find(|row| row.connect == name)
}

/// Whether customers who granted these Connect scopes are asked again for this Forge scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Elevation {
    /// What they granted already covers it.
    Covered,
    /// It is more: an administrator has to consent.
    More,
    /// No table says.
    Unknown,
}

/// Compares a Forge scope with what the installed descriptor asks for.
pub fn elevation<'a>(granted: impl IntoIterator<Item = &'a str>, forge: &str) -> Elevation {
    let Some(row) = forge_scope::find(forge) else {
        return Elevation::Unknown;
    };
    if row.consent == Consent::Always {
        return Elevation::More;
    }
    let Some(needed) = row.covered_by.and_then(find).and_then(|scope| scope.rank) else {
        return Elevation::Unknown;
    };
    let strongest = granted
        .into_iter()
        .filter_map(find)
        .filter_map(|scope| scope.rank)
        .max();
    if strongest >= Some(needed) {
        Elevation::Covered
    } else {
        Elevation::More
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stronger_connect_scope_covers_what_a_weaker_one_covers() {
        assert_eq!(elevation(["admin"], "read:jira-work"), Elevation::Covered);
        assert_eq!(elevation(["READ"], "write:jira-work"), Elevation::More);
        assert_eq!(
            elevation(["READ", "delete"], "write:jira-work"),
            Elevation::Covered
        );
    }

    #[test]
    fn a_scope_outside_of_the_order_covers_nothing() {
        assert_eq!(elevation(["ACT_AS_USER"], "read:jira-work"), Elevation::More);
        assert_eq!(elevation([], "read:jira-work"), Elevation::More);
    }

    #[test]
    fn some_scopes_always_need_consent_and_unknown_ones_are_not_guessed() {
        assert_eq!(elevation(["ADMIN"], "write:confluence-groups"), Elevation::More);
        assert_eq!(elevation(["ADMIN"], "read:page:confluence"), Elevation::Unknown);
    }

    #[test]
    fn spelling_of_a_scope_does_not_matter() {
        assert_eq!(find("act-as-user").map(|s| s.connect), Some("ACT_AS_USER"));
        assert_eq!(
            find("Project_Admin").and_then(|s| s.on_forge(Host::Confluence)),
            None
        );
    }
}

//! Calls of the Connect JavaScript API in pages, and the call of a Forge bridge that replaces each.

use forgeshift_source::finding::Grade;
use serde::Deserialize;

use super::table::{Confidence, SourceLevel, Table, sourced};

/// One call, event or property of `AP`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClientCall {
    /// Canonical name: `AP.dialog.create`.
    pub ap: &'static str,
    /// Other names of the same.
    #[serde(default)]
    pub aliases: Vec<&'static str>,
    /// Its parameters and result.
    #[serde(default)]
    pub signature: Option<&'static str>,
    /// Products that have it.
    pub products: Vec<&'static str>,
    /// Whether it was meant to be used.
    pub state: State,
    /// npm package of the replacement.
    pub package: Option<&'static str>,
    /// What to import from it; alternatives stand with `|` between them.
    pub export: Option<&'static str>,
    /// The call to write, or what to do in its place.
    pub call: Option<&'static str>,
    /// What the replacement asks of the product's interface: `GET /rest/api/3/myself`; the app's product decides.
    #[serde(default)]
    pub operations: Vec<&'static str>,
    /// How near the replacement comes.
    pub equivalence: Equivalence,
    /// How far a rewrite can be trusted.
    pub grade: CallGrade,
    /// A condition without which it is not safe.
    #[serde(default)]
    pub safe_only_if: Option<&'static str>,
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

sourced!(ClientCall);

impl ClientCall {
    /// How far the rewrite of one call can be trusted.
    ///
    /// `literal`: all arguments are literals. `condition_met`: what [`ClientCall::safe_only_if`] asks for is known to hold.
    pub fn grade(&self, literal: bool, condition_met: bool) -> Grade {
        match self.grade {
            CallGrade::Safe if self.safe_only_if.is_none() || condition_met => Grade::Safe,
            CallGrade::Safe => Grade::Review,
            CallGrade::Review if literal => Grade::Review,
            CallGrade::Review | CallGrade::Todo => Grade::Todo,
        }
    }
}

/// Whether a call was meant to be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Documented.
    Current,
    /// Documented as deprecated.
    Deprecated,
    /// An old name that still works.
    Legacy,
    /// There, and on no page.
    Undocumented,
    /// Private to Atlassian.
    Internal,
    /// There is no such call, although people look for it.
    Absent,
}

impl State {
    /// The word of the tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Deprecated => "deprecated",
            Self::Legacy => "legacy",
            Self::Undocumented => "undocumented",
            Self::Internal => "internal",
            Self::Absent => "absent",
        }
    }
}

/// How near a replacement comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Equivalence {
    /// The call exists, its arguments or result differ.
    Adapt,
    /// The logic has to move.
    Redesign,
    /// Nothing replaces it.
    None,
}

impl Equivalence {
    /// What it means.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Adapt => "the call exists, its arguments or result differ",
            Self::Redesign => "the logic has to move",
            Self::None => "nothing replaces it",
        }
    }
}

/// How far a rewrite can be trusted, before the arguments are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CallGrade {
    /// Rewritten without a mark.
    Safe,
    /// Rewritten with a mark where all arguments are literals, left to people otherwise.
    Review,
    /// Left to people.
    Todo,
}

impl CallGrade {
    /// What it means.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Review => "review where all arguments are literals, todo otherwise",
            Self::Todo => "todo",
        }
    }
}

static TABLE: Table<ClientCall> =
    Table::new("client-api.json", include_str!("../../catalog/client-api.json"));

/// All calls, by name.
pub fn all() -> &'static [ClientCall] {
    TABLE.rows()
}

/// The call of that canonical name or alias.
pub fn find(call: &str) -> Option<&'static ClientCall> {
    all()
        .iter()
        .find(|row| row.ap == call || row.aliases.contains(&call))
}

/// A way in which code gets hold of `AP`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApName {
    /// How it is written.
    pub name: &'static str,
    /// What it is.
    pub kind: ApNameKind,
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

sourced!(ApName);

/// What an [`ApName`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ApNameKind {
    /// A name that is always there.
    Global,
    /// A way of writing it.
    Pattern,
    /// An npm package.
    Package,
}

static NAMES: Table<ApName> = Table::new(
    "client-api-names.json",
    include_str!("../../catalog/client-api-names.json"),
);

/// All ways in which code gets hold of `AP`.
pub fn names() -> &'static [ApName] {
    NAMES.rows()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_assisted_call_is_rewritten_only_with_literal_arguments() {
        let call = find("AP.user.getLocale").unwrap();
        assert_eq!(call.grade(true, true), Grade::Review);
        assert_eq!(call.grade(false, true), Grade::Todo);
    }

    #[test]
    fn the_current_user_is_safe_only_where_the_account_id_alone_is_read() {
        let call = find("AP.user.getCurrentUser").unwrap();
        assert_eq!(call.grade(true, true), Grade::Safe);
        assert_eq!(call.grade(true, false), Grade::Review);
    }

    #[test]
    fn an_alias_leads_to_its_call() {
        assert_eq!(find("AP.getUser").unwrap().ap, "AP.user.getUser");
        assert!(find("AP.nothing").is_none());
    }
}

//! Connect conditions: which display condition says the same, and how its value is built.

use serde::{Deserialize, Deserializer, de};

use super::forge_module::ConditionSet;
use super::table::{Confidence, Host, Product, SourceLevel, Table, sourced};

/// One condition of one product.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// Jira or Confluence.
    pub product: Product,
    /// Name in the descriptor; `*` at its end stands for any rest, `(remote)` for a URL.
    pub connect: &'static str,
    /// Display conditions that say it.
    pub forge: Vec<&'static str>,
    /// How near they come.
    pub kind: Kind,
    /// How the value is built.
    pub value: Value,
    /// The cases, where the value depends on a parameter or on the rest of the name.
    #[serde(default)]
    pub choices: Vec<Choice>,
    /// The sets of display conditions that have all of them.
    pub sets: Vec<ConditionSet>,
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

sourced!(Condition);

impl Condition {
    /// The case for this parameter, or for this full name of a condition with `*`.
    pub fn choice(&self, is: &str) -> Option<&Choice> {
        let is = self
            .connect
            .strip_suffix('*')
            .and_then(|start| is.strip_prefix(start))
            .unwrap_or(is);
        self.choices.iter().find(|choice| choice.is == is)
    }
}

/// How near a display condition comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// The same.
    Direct,
    /// Near: who sees the module may change.
    Approx,
    /// An expression says it.
    Rewrite,
    /// The kind of Forge module already says it.
    Implied,
    /// Nothing says it: the module shows where it did not.
    None,
}

impl Kind {
    /// The word of the tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Approx => "approx",
            Self::Rewrite => "rewrite",
            Self::Implied => "implied",
            Self::None => "none",
        }
    }
}

/// How the value of a display condition is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value {
    /// `true`.
    True,
    /// This text.
    Text(&'static str),
    /// The value of that parameter.
    Param(&'static str),
    /// One of the row's choices, by the value of that parameter (`name`: by the rest of the condition's name).
    Choice(&'static str),
    /// `{entity, propertyKey, objectName, value}`; the entity is given, or comes from the parameters.
    EntityProperty(Option<&'static str>),
    /// `{entity, propertyKey, objectName, contextParam}`.
    EntityPropertyContext(Option<&'static str>),
    /// `{key}` of the time tracking provider.
    TimeTrackingProvider,
    /// This Jira expression.
    Expression(&'static str),
    /// `true` for each of the names, one of which has to hold.
    AnyOf,
    /// A person has to write it.
    ByHand,
    /// There is none.
    None,
}

impl<'de: 'static> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <&'static str>::deserialize(deserializer)?;
        let (word, rest) = match text.split_once(':') {
            Some((word, rest)) => (word, Some(rest)),
            None => (text, None),
        };
        Ok(match (word, rest) {
            ("true", None) => Self::True,
            ("text", Some(text)) => Self::Text(text),
            ("param", Some(name)) => Self::Param(name),
            ("choice", Some(name)) => Self::Choice(name),
            ("entity-property", entity) => Self::EntityProperty(entity),
            ("entity-property-context", entity) => Self::EntityPropertyContext(entity),
            ("time-tracking-provider", None) => Self::TimeTrackingProvider,
            ("expression", Some(text)) => Self::Expression(text),
            ("any-of", None) => Self::AnyOf,
            ("by-hand", None) => Self::ByHand,
            ("none", None) => Self::None,
            _ => return Err(de::Error::custom(format_args!("unknown value form {text}"))),
        })
    }
}

/// One case of a condition whose value depends on a parameter.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// What the parameter says, or the rest of the condition's name.
    pub is: &'static str,
    /// The display condition then.
    pub forge: &'static str,
    /// Its value then.
    pub value: Value,
}

static TABLE: Table<Condition> = Table::new("conditions.json", include_str!("../../catalog/conditions.json"));

/// All conditions, by product and name.
pub fn all() -> &'static [Condition] {
    TABLE.rows()
}

/// The condition of that name; a name with `/` in it is a URL.
pub fn find(host: Host, connect: &str) -> Option<&'static Condition> {
    let name = if connect.contains('/') {
        "(remote)"
    } else {
        connect
    };
    let rows = || all().iter().filter(|row| row.product.belongs_to(host));
    rows().find(|row| row.connect == name).or_else(|| {
        rows().find(|row| {
            row.connect
                .strip_suffix('*')
                .is_some_and(|start| name.starts_with(start))
        })
    })
}

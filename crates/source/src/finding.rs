//! What is said about an app. The words that belong to a code (title, why, help, source) are in the catalog,
//! once; a finding holds what is particular to this place.

use crate::span::Place;

/// A finding's code, such as `FS2101`. Never reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(pub &'static str);

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

/// How loud a finding is. `--fail-on` compares in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Something is lost or must be looked at.
    Warning,
    /// The app will not work, or loses customers' data, unless someone acts.
    Error,
}

impl Severity {
    /// The word of the contract.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// Whether a finding must be dealt with for the move to succeed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Category {
    /// The move fails without it.
    Mandatory,
    /// The move works, something is worse.
    Optional,
    /// May apply; a human must look.
    Potential,
    /// No work follows.
    Info,
}

impl Category {
    /// The word of the contract.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Mandatory => "mandatory",
            Self::Optional => "optional",
            Self::Potential => "potential",
            Self::Info => "info",
        }
    }
}

/// How far an edit can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    /// Meaning kept, preconditions checked, applied by default.
    Safe,
    /// Applied, with a mark at the line.
    Review,
    /// A skeleton that throws a clear error until someone fills it in.
    Todo,
    /// Nothing is written.
    Report,
}

impl Grade {
    /// The word of the contract.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Review => "review",
            Self::Todo => "todo",
            Self::Report => "report",
        }
    }
}

/// One thing to say about the app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What kind of thing it is; the catalog has its severity, category, why and general help.
    pub code: Code,
    /// What was found here, in one line.
    pub message: String,
    /// What to do here, where that is more than the code's general help.
    pub help: Option<String>,
    /// Where it stands; none for what concerns the app as a whole.
    pub place: Option<Place>,
    /// Other places that belong to it.
    pub related: Vec<Place>,
}

impl Finding {
    /// A finding without a place.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            help: None,
            place: None,
            related: Vec::new(),
        }
    }

    /// The same at a place.
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// The same with help for this very case.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same with another place that belongs to it.
    pub fn with(mut self, place: Place) -> Self {
        self.related.push(place);
        self
    }
}

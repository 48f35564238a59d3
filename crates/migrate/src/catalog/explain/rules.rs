//! Rules of this tool and of the platform: findings, names, limits.

use super::{Explain, Facts};
use crate::catalog::finding::FindingKind;
use crate::catalog::limit::Limit;
use crate::catalog::name_rule::NameRule;

impl Explain for FindingKind {
    const KIND: &'static str = "finding";

    fn names(&self) -> Vec<&'static str> {
        vec![self.code]
    }

    fn title(&self) -> String {
        format!("{}: {}", self.code, self.title)
    }

    fn facts(&self) -> Facts {
        Facts::default()
            .add("severity", self.severity.as_str())
            .add("category", self.category.as_str())
            .add("why", self.why)
            .add("what now", self.help)
    }
}

impl Explain for NameRule {
    const KIND: &'static str = "name rule";

    fn names(&self) -> Vec<&'static str> {
        vec![self.name]
    }

    fn title(&self) -> String {
        self.name.to_owned()
    }

    fn facts(&self) -> Facts {
        let length = match self.max {
            Some(max) => format!("{} to {max}", self.min),
            None => format!("{} or more", self.min),
        };
        Facts::default()
            .add("characters", self.chars)
            .maybe("first character", self.first)
            .add("length", length)
            .maybe("note", self.note)
    }
}

impl Explain for Limit {
    const KIND: &'static str = "limit";

    fn names(&self) -> Vec<&'static str> {
        vec![self.id]
    }

    fn title(&self) -> String {
        self.id.to_owned()
    }

    fn facts(&self) -> Facts {
        Facts::default()
            .add("limit", format!("{} {}", self.value, self.unit))
            .add("of", self.what)
            .maybe("note", self.note)
    }
}

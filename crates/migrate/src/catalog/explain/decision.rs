//! What people decide by: the rules of the badge, analytics services, classes of work.

use super::{Explain, Facts};
use crate::catalog::analytics::Service;
use crate::catalog::effort::Class;
use crate::catalog::runs_on_atlassian::Rule;

impl Explain for Rule {
    const KIND: &'static str = "rule of Runs on Atlassian";

    fn names(&self) -> Vec<&'static str> {
        vec![self.code]
    }

    fn title(&self) -> String {
        format!("rule {}: {}", self.rule, self.title)
    }

    fn facts(&self) -> Facts {
        Facts::default()
            .add("code", self.code)
            .add("why", self.why)
            .add("eligible", self.eligible)
    }
}

impl Explain for Service {
    const KIND: &'static str = "analytics service";

    fn names(&self) -> Vec<&'static str> {
        let mut names = vec![self.service];
        names.extend(&self.hosts);
        names
    }

    fn title(&self) -> String {
        self.service.to_owned()
    }

    fn facts(&self) -> Facts {
        let ended = self.ended.map(|day| format!("ended on {day}"));
        Facts::default()
            .list("hosts", &self.hosts)
            .add("on the list", ended.unwrap_or_else(|| "yes".to_owned()))
            .maybe("note", self.note)
    }
}

impl Explain for Class {
    const KIND: &'static str = "class of work";

    fn names(&self) -> Vec<&'static str> {
        vec![self.id]
    }

    fn title(&self) -> String {
        format!("{}: {}", self.id, self.title)
    }

    fn facts(&self) -> Facts {
        let cost = format!(
            "{} + {} × sites^0.7 {}, in the middle",
            self.setup, self.site, self.days
        );
        Facts::default()
            .add("kind", self.kind.title())
            .add("a site is one of the", self.unit)
            .add("cost", cost)
            .add("spread", format!("{} (deviation of the logarithm)", self.spread))
            .add("prior", self.prior)
            .list("answers", &self.codes)
            .maybe("note", self.note)
    }
}

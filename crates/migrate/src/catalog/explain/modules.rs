//! Modules and the places where they stand.

use super::{Explain, Facts};
use crate::catalog::descriptor_property::DescriptorProperty;
use crate::catalog::forge_module::ForgeModule;
use crate::catalog::lifecycle::Lifecycle;
use crate::catalog::location::Location;
use crate::catalog::module::{self, Module, Property, Target};

impl Explain for Module {
    const KIND: &'static str = "Connect module";

    fn names(&self) -> Vec<&'static str> {
        let mut names = vec![self.id, self.connect];
        names.extend(self.connect_modules);
        names
    }

    fn title(&self) -> String {
        format!("{} ({})", self.connect, self.product.as_str())
    }

    fn facts(&self) -> Facts {
        Facts::default()
            .add("status", self.status.as_str())
            .each("becomes", self.targets.iter().map(target))
            .maybe(
                "may stay as",
                self.connect_modules.map(|key| format!("connectModules {key}")),
            )
            .add(
                "effort",
                format!("{}: {}", self.effort.as_str(), self.effort_reason),
            )
            .add(
                "keep",
                self.keeps
                    .iter()
                    .map(|keep| keep.as_str())
                    .collect::<Vec<_>>()
                    .join("; "),
            )
            .add("data", self.data_continuity)
            .each("by hand", self.hand_work.iter().copied())
            .each("property", self.properties.iter().map(property))
            .maybe("note", self.note)
    }
}

fn target(target: &Target) -> String {
    let mut text = format!("{}: {}", target.forge, target.when);
    if !target.recommended {
        text.push_str("; not by default");
    }
    if target.maturity != module::Maturity::Ga {
        text.push_str(&format!("; {}", target.maturity.as_str()));
    }
    for setting in &target.set {
        text.push_str(&format!("; sets {}: {}", setting.property, setting.value));
    }
    if !target.invent.is_empty() {
        text.push_str(&format!(
            "; needs what Connect does not have: {}",
            target.invent.join(", ")
        ));
    }
    for more in [target.max, target.note].into_iter().flatten() {
        text.push_str(&format!("; {more}"));
    }
    text
}

fn property(property: &Property) -> String {
    let to = property
        .forge
        .unwrap_or(if property.kept { "(no property)" } else { "(lost)" });
    let value = property
        .value
        .map(|value| format!(" = {value}"))
        .unwrap_or_default();
    let mut text = format!("{}{value} → {to}", property.connect);
    if !property.only.is_empty() {
        text.push_str(&format!(" of {}", property.only.join(", ")));
    }
    text.push_str(&format!(": {}", property.how));
    if let Some(loss) = property.loss {
        text.push_str(&format!("; lost: {loss}"));
    }
    text
}

impl Explain for ForgeModule {
    const KIND: &'static str = "Forge module";

    fn names(&self) -> Vec<&'static str> {
        let mut names = vec![self.key];
        names.extend(self.key.split_once(':').map(|(_, short)| short));
        names
    }

    fn title(&self) -> String {
        self.key.to_owned()
    }

    fn facts(&self) -> Facts {
        let from = module::all()
            .iter()
            .filter(|m| m.targets.iter().any(|t| t.forge == self.key))
            .map(|m| m.id);
        let one_of: Vec<_> = self.one_of.iter().map(|names| names.join(" and ")).collect();
        Facts::default()
            .add("maturity", self.maturity.as_str())
            .maybe("deprecated on", self.deprecated_on)
            .maybe("use instead", self.replacement)
            .add("replaces", from.collect::<Vec<_>>().join(", "))
            .list("required", &self.required)
            .add("one of", one_of.join(" | "))
            .list("properties", &self.properties)
            .list("on pages only", &self.documented_properties)
            .add("display conditions", self.display_conditions.as_str())
            .list("unlicensedAccess", &self.unlicensed_access)
            .maybe("at most", self.max.map(|max| max.to_string()))
            .maybe("limit", self.max_note)
            .maybe("note", self.note)
    }
}

impl Explain for Location {
    const KIND: &'static str = "location";

    fn names(&self) -> Vec<&'static str> {
        vec![self.location]
    }

    fn title(&self) -> String {
        format!("{} of {} ({})", self.location, self.module, self.product.as_str())
    }

    fn facts(&self) -> Facts {
        Facts::default()
            .add("status", self.status.as_str())
            .add("becomes", self.forge.unwrap_or("nothing"))
            .maybe("or", self.alternative)
            .add("known as", self.provenance.as_str())
            .maybe("note", self.note)
    }
}

impl Explain for DescriptorProperty {
    const KIND: &'static str = "descriptor property";

    fn names(&self) -> Vec<&'static str> {
        let mut names = vec![self.connect];
        names.extend(self.forge);
        names
    }

    fn title(&self) -> String {
        match (self.connect, self.forge) {
            ("(none)", Some(forge)) => format!("(none) → {forge}"),
            _ => self.connect.to_owned(),
        }
    }

    fn facts(&self) -> Facts {
        Facts::default()
            .add("becomes", self.forge.unwrap_or("nothing"))
            .add("rule", self.rule)
    }
}

impl Explain for Lifecycle {
    const KIND: &'static str = "lifecycle event";

    fn names(&self) -> Vec<&'static str> {
        vec![self.event]
    }

    fn title(&self) -> String {
        self.event.to_owned()
    }

    fn facts(&self) -> Facts {
        Facts::default()
            .add("status", self.status.as_str())
            .add("becomes", self.forge.unwrap_or("nothing"))
            .list("events", &self.events)
            .each("different", self.differences.iter().copied())
            .add("do", self.action)
            .add("effort", self.effort.as_str())
    }
}

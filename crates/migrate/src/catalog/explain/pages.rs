//! What pages use: conditions, context parameters, the client API.

use super::{Explain, Facts};
use crate::catalog::client_api::{ApName, ApNameKind, ClientCall};
use crate::catalog::condition::{Condition, Value};
use crate::catalog::context_param::ContextParam;

impl Explain for Condition {
    const KIND: &'static str = "condition";

    fn names(&self) -> Vec<&'static str> {
        let mut names = vec![self.connect];
        names.extend(&self.forge);
        names
    }

    fn title(&self) -> String {
        format!("{} ({})", self.connect, self.product.as_str())
    }

    fn facts(&self) -> Facts {
        let choices = self
            .choices
            .iter()
            .map(|c| format!("{} → {}: {}", c.is, c.forge, value(c.value)));
        let becomes = if self.forge.is_empty() {
            "nothing".to_owned()
        } else {
            self.forge.join(", ")
        };
        Facts::default()
            .add("kind", self.kind.as_str())
            .add("becomes", becomes)
            .add("value", value(self.value))
            .each("case", choices)
            .add(
                "works in",
                self.sets
                    .iter()
                    .map(|set| set.as_str())
                    .collect::<Vec<_>>()
                    .join(", "),
            )
            .maybe("note", self.note)
    }
}

fn value(value: Value) -> String {
    match value {
        Value::True => "true".into(),
        Value::Text(text) => text.into(),
        Value::Param(name) => format!("the parameter {name}"),
        Value::Choice("name") => "as the rest of the name says".into(),
        Value::Choice(name) => format!("as the parameter {name} says"),
        Value::EntityProperty(entity) => entity_property(entity, "value"),
        Value::EntityPropertyContext(entity) => entity_property(entity, "contextParam"),
        Value::TimeTrackingProvider => "{key} of the provider".into(),
        Value::Expression(text) => text.into(),
        Value::AnyOf => "true for one of them".into(),
        Value::ByHand => "to be written by hand".into(),
        Value::None => String::new(),
    }
}

fn entity_property(entity: Option<&str>, last: &str) -> String {
    format!(
        "{{entity: {}, propertyKey, objectName, {last}}}",
        entity.unwrap_or("from the parameters")
    )
}

impl Explain for ContextParam {
    const KIND: &'static str = "context parameter";

    fn names(&self) -> Vec<&'static str> {
        let mut names = vec![self.connect];
        names.extend(&self.aliases);
        names
    }

    fn title(&self) -> String {
        format!("{} ({})", self.connect, self.product.as_str())
    }

    fn facts(&self) -> Facts {
        Facts::default()
            .list("also", &self.aliases)
            .add("becomes", self.forge.unwrap_or("nothing"))
            .maybe("in", self.available_in)
            .maybe("note", self.note)
    }
}

impl Explain for ClientCall {
    const KIND: &'static str = "client API";

    fn names(&self) -> Vec<&'static str> {
        let mut names = vec![self.ap];
        names.extend(&self.aliases);
        names
    }

    fn title(&self) -> String {
        self.ap.to_owned()
    }

    fn facts(&self) -> Facts {
        let import = self
            .package
            .zip(self.export)
            .map(|(package, export)| format!("{export} from {package}"));
        Facts::default()
            .list("also", &self.aliases)
            .maybe("takes", self.signature)
            .list("products", &self.products)
            .add("state", self.state.as_str())
            .maybe("import", import)
            .maybe("write", self.call)
            .add("nearness", self.equivalence.as_str())
            .add("grade", self.grade.as_str())
            .maybe("safe only if", self.safe_only_if)
            .maybe("note", self.note)
    }
}

impl Explain for ApName {
    const KIND: &'static str = "name of AP";

    fn names(&self) -> Vec<&'static str> {
        vec![self.name]
    }

    fn title(&self) -> String {
        self.name.to_owned()
    }

    fn facts(&self) -> Facts {
        let kind = match self.kind {
            ApNameKind::Global => "a global name",
            ApNameKind::Pattern => "a way of writing it",
            ApNameKind::Package => "an npm package",
        };
        Facts::default().add("kind", kind).maybe("note", self.note)
    }
}

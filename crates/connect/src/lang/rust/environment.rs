//! Environment variables.

use super::eval::{Call, Eval, Frame};
use super::secrets;
use super::text::{Hole, Text};
use super::tree::{At, Attribute};
use super::value::Value;
use crate::facts::EnvVar;

impl Eval<'_> {
    /// `std::env::var("NAME")`
    pub fn env_call(&mut self, frame: &Frame, call: &Call<'_>) -> Option<Value> {
        let reads = matches!(
            call.path,
            "std::env::var"
                | "std::env::var_os"
                | "dotenvy::var"
                | "dotenv::var"
                | "dotenvy::dotenv::var"
                | "envmnt::get_or_panic"
        );
        if !reads {
            return None;
        }
        let name = call.text(0)?;
        match name.whole() {
            Some(name) => Some(self.env_read(frame, &name, call.at, false)),
            None => Some(Value::Text(Text::hole(Hole::Computed))),
        }
    }

    pub fn env_read(&mut self, frame: &Frame, name: &str, at: At, has_default: bool) -> Value {
        self.env_note(name, frame.file, at, has_default);
        Value::Text(Text::hole(Hole::Env(name.into(), None)))
    }

    fn env_note(&mut self, name: &str, file: usize, at: At, has_default: bool) {
        let place = self.place(file, at);
        let known = self.notes.env.entry(name.to_owned()).or_insert_with(|| EnvVar {
            name: name.to_owned(),
            places: Vec::new(),
            secret: secrets::is_secret_name(name),
            has_default: false,
        });
        known.has_default |= has_default;
        if !known.places.contains(&place) {
            known.places.push(place);
        }
    }

    /// A method that says what is used where a variable is not set.
    pub fn env_default(&mut self, receiver: &Value, name: &str) {
        if let Value::Text(text) = receiver
            && let Some(Hole::Env(variable, _)) = text.only_hole()
            && matches!(
                name,
                "unwrap_or" | "unwrap_or_else" | "unwrap_or_default" | "map_or" | "map_or_else"
            )
            && let Some(known) = self.notes.env.get_mut(&**variable)
        {
            known.has_default = true;
        }
    }

    pub fn env_attribute(&mut self, field: &str, attribute: &Attribute, file: usize) {
        if let Some(name) = variable_of(field, attribute) {
            let has_default = attribute
                .words
                .iter()
                .any(|word| word.starts_with("default_value"));
            self.env_note(&name, file, attribute.at, has_default);
        }
    }
}

/// The variable in `#[arg(env = "NAME")]`; without a name it is the field's.
pub fn variable_of(field: &str, attribute: &Attribute) -> Option<String> {
    let is_argument = attribute.path.is("arg") || attribute.path.is("clap");
    if !is_argument || !attribute.words.iter().any(|word| word == "env") {
        return None;
    }
    let is_variable = |text: &&std::sync::Arc<str>| {
        let mut chars = text.chars();
        chars.all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
    };
    let written = attribute.strings.iter().find(is_variable);
    Some(written.map_or_else(|| field.to_uppercase(), |text| text.to_string()))
}

//! From a template and values to text. A template says of each value what it is written as: a bare
//! `{{value}}` is not allowed in them, so that no value can end the string, comment or cell it stands in.

mod escape;

pub(crate) use escape::{js_comment, js_string};

use handlebars::{
    Context, Handlebars, Helper, HelperDef, HelperResult, Output, RenderContext, RenderErrorReason, no_escape,
};
use serde_json::Value;
use std::sync::OnceLock;

/// A file that could not be written as it must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unwritable {
    /// The file or template.
    pub what: String,
    /// What stood in the way.
    pub why: String,
}

impl Unwritable {
    pub(crate) fn new(what: impl Into<String>, why: impl ToString) -> Self {
        Self {
            what: what.into(),
            why: why.to_string(),
        }
    }
}

impl std::fmt::Display for Unwritable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} cannot be written: {}", self.what, self.why)
    }
}

impl std::error::Error for Unwritable {}

/// Every template by its name.
const TEMPLATES: [(&str, &str); 11] = [
    (
        "permissions.js",
        include_str!("../templates/connect/permissions.js.hbs"),
    ),
    ("host.js", include_str!("../templates/connect/host.js.hbs")),
    ("index.js", include_str!("../templates/index.js.hbs")),
    ("resolvers.js", include_str!("../templates/resolvers.js.hbs")),
    ("function.js", include_str!("../templates/function.js.hbs")),
    ("shell.html", include_str!("../templates/shell.html.hbs")),
    ("page.html", include_str!("../templates/page.html.hbs")),
    ("page.css", include_str!("../templates/page.css.hbs")),
    ("gitignore", include_str!("../templates/gitignore.hbs")),
    ("step.md", include_str!("../templates/step.md.hbs")),
    ("MIGRATION.md", include_str!("../templates/MIGRATION.md.hbs")),
];

/// What a value can be written as.
const FORMS: [(&str, Form); 10] = [
    ("js", |text| Ok(escape::js_string(text))),
    ("comment", |text| Ok(escape::js_comment(text))),
    ("html", |text| Ok(escape::html(text))),
    ("md", |text| Ok(escape::markdown(text))),
    ("code", |text| Ok(escape::code_span(text))),
    ("cell", |text| Ok(escape::code_cell(text))),
    ("sh", |text| Ok(escape::shell_word(text))),
    ("word", escape::word),
    ("inner", |text| Ok(escape::js_inner_comment(text))),
    ("json", |text| Ok(escape::js_literal(text))),
];

/// Writes a value, or says why it cannot stand there.
type Form = fn(&str) -> Result<String, String>;

/// Each template by itself, compiled when it is first needed: a plan uses few, and compiling takes longer than
/// rendering.
static ENGINES: [OnceLock<Result<Handlebars<'static>, String>>; TEMPLATES.len()] =
    [const { OnceLock::new() }; TEMPLATES.len()];

/// An engine that knows one template, and those that it puts into itself.
fn engine_of(template: &str, text: &str) -> Result<Handlebars<'static>, String> {
    let mut engine = Handlebars::new();
    engine.set_strict_mode(true);
    engine.register_escape_fn(no_escape);
    for (name, form) in FORMS {
        engine.register_helper(name, Box::new(Written(form)));
    }
    let is_inside = |name: &str| name == template || text.contains(&format!("{{{{> {name} "));
    for (name, text) in TEMPLATES.into_iter().filter(|(name, _)| is_inside(name)) {
        engine
            .register_template_string(name, text)
            .map_err(|error| error.to_string())?;
    }
    Ok(engine)
}

/// The text of one template.
pub(crate) fn render(template: &str, values: &Value) -> Result<String, Unwritable> {
    let failed = |why: String| Unwritable::new(template, why);
    let (engine, (_, text)) = ENGINES
        .iter()
        .zip(TEMPLATES)
        .find(|(_, (name, _))| *name == template)
        .ok_or_else(|| failed("there is no such template".to_owned()))?;
    engine
        .get_or_init(|| engine_of(template, text))
        .as_ref()
        .map_err(|why| failed(why.clone()))?
        .render(template, values)
        .map_err(|error| failed(error.to_string()))
}

/// A helper that joins its parameters and writes them in one form.
struct Written(Form);

impl HelperDef for Written {
    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        let mut text = String::new();
        for param in helper.params() {
            match param.value() {
                Value::String(part) => text.push_str(part),
                Value::Number(number) => text.push_str(&number.to_string()),
                _ => {
                    let path = param.relative_path().cloned();
                    return Err(RenderErrorReason::MissingVariable(path).into());
                }
            }
        }
        let written = (self.0)(&text).map_err(RenderErrorReason::Other)?;
        out.write(&written)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// What stands between `{{` and `}}`, comments left out.
    fn tags(text: &str) -> Vec<&str> {
        text.split("{{")
            .skip(1)
            .filter_map(|rest| rest.split("}}").next())
            .filter(|tag| !tag.starts_with('!'))
            .collect()
    }

    #[test]
    fn no_template_writes_a_value_without_saying_as_what() {
        for (name, text) in TEMPLATES {
            for tag in tags(text) {
                let block = tag.starts_with(['#', '/', '>']) || tag == "else";
                let form = FORMS.iter().any(|(form, _)| tag.split(' ').next() == Some(form));
                assert!(block || form, "{name}: {{{{{tag}}}}}");
            }
        }
    }

    #[test]
    fn a_value_that_a_template_needs_and_does_not_get_is_an_error() {
        let error = render("index.js", &json!({ "exports": [{ "export": "run" }] })).unwrap_err();
        assert_eq!(error.what, "index.js");
    }

    #[test]
    fn a_template_that_does_not_exist_is_an_error() {
        assert!(render("nothing", &json!({})).is_err());
    }
}

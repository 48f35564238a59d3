//! Mustache: names are looked for outwards, from the innermost section.

use super::view::{Body, Template, literal, local};
use crate::render::js_string;

/// Sections that nest deeper are refused.
const DEEPEST: usize = 100;

/// Translates a template.
pub(super) fn translate(template: &Template) -> Body {
    let mut writer = Writer {
        template,
        body: Body::default(),
        rest: &template.text,
    };
    let stack = vec!["model".to_owned()];
    match writer.part(None, &stack) {
        Ok(code) => writer.body.code = code,
        Err(problem) => {
            writer.body.code = format!("untranslated({})", js_string(&problem));
            writer.body.uses = std::collections::BTreeSet::from(["untranslated"]);
            writer.body.templates.clear();
            writer.body.problems = vec![problem];
        }
    }
    writer.body
}

struct Writer<'t> {
    template: &'t Template,
    body: Body,
    rest: &'t str,
}

impl<'t> Writer<'t> {
    /// A part up to the end of a section, or to the end.
    fn part(&mut self, section: Option<&str>, stack: &[String]) -> Result<String, String> {
        if stack.len() > DEEPEST {
            return Err(format!("sections nest deeper than {DEEPEST} levels"));
        }
        let mut out = String::from("`");
        loop {
            let Some(open) = self.rest.find("{{") else {
                if let Some(section) = section {
                    return Err(format!("the section `{section}` is not closed"));
                }
                out.push_str(&literal(self.rest));
                self.rest = "";
                out.push('`');
                return Ok(out);
            };
            let before = &self.rest[..open];
            let (sign, name, after) = tag(&self.rest[open..]).ok_or("a tag is not closed")?;
            let alone =
                !matches!(sign, '=' | '{' | '&') && is_alone(&self.template.text, self.rest, open, after);
            let (before, after) = if alone {
                let kept = before.trim_end_matches([' ', '\t']).len();
                let line = after.find('\n').map_or(after.len(), |end| end + 1);
                (&before[..kept], &after[line..])
            } else {
                (before, after)
            };
            out.push_str(&literal(before));
            self.rest = after;
            match sign {
                '!' => {}
                '/' if section == Some(name) => {
                    out.push('`');
                    return Ok(out);
                }
                '/' => return Err(format!("the section `{name}` is closed and was not opened")),
                '=' => {
                    let value = self.lookup(name, stack);
                    self.body.uses.insert("mustacheText");
                    out.push_str(&format!("${{mustacheText({value})}}"));
                }
                '{' | '&' => {
                    let value = self.lookup(name, stack);
                    self.body.uses.insert("raw");
                    out.push_str(&format!("${{raw({value})}}"));
                }
                '#' => {
                    let value = self.lookup(name, stack);
                    let item = format!(
                        "item{}",
                        if stack.len() == 1 {
                            String::new()
                        } else {
                            stack.len().to_string()
                        }
                    );
                    let mut inner = vec![item.clone()];
                    inner.extend_from_slice(stack);
                    let part = self.part(Some(name), &inner)?;
                    let here = stack.first().cloned().unwrap_or_default();
                    self.body.uses.extend(["section"]);
                    out.push_str(&format!(
                        "${{section({value} || false, {here}, ({item}) => {part})}}"
                    ));
                }
                '^' => {
                    let value = self.lookup(name, stack);
                    let part = self.part(Some(name), stack)?;
                    self.body.uses.insert("when");
                    out.push_str(&format!("${{when({value}, () => \"\", () => {part})}}"));
                }
                '>' => {
                    if !self.template.templates.contains_key(name) {
                        return Err(format!("the partial `{name}` was not found"));
                    }
                    self.body.templates.insert(name.to_owned());
                    let here = stack.first().cloned().unwrap_or_default();
                    out.push_str(&format!(
                        "${{{}.render({{ ...model, ...{here} }}, page)}}",
                        local(name)
                    ));
                }
                other => return Err(format!("the tag `{{{{{other}` is not translated")),
            }
        }
    }

    fn lookup(&mut self, name: &str, stack: &[String]) -> String {
        if name == "." {
            return stack.first().cloned().unwrap_or_default();
        }
        self.body.uses.insert("lookup");
        self.body.variables.insert(name.to_owned());
        format!("lookup({}, {})", js_string(name), stack.join(", "))
    }
}

/// The tag at the beginning of a text: its sign, its name, and what follows.
fn tag(text: &str) -> Option<(char, &str, &str)> {
    let (inner, after) = if let Some(inner) = text.strip_prefix("{{{") {
        let (inner, after) = inner.split_once("}}}")?;
        return Some(('{', inner.trim(), after));
    } else {
        text.strip_prefix("{{")?.split_once("}}")?
    };
    let inner = inner.trim();
    match inner.chars().next()? {
        sign @ ('#' | '^' | '/' | '!' | '>' | '&') => Some((sign, inner[1..].trim(), after)),
        '=' => Some(('d', inner, after)),
        _ => Some(('=', inner, after)),
    }
}

/// Whether a tag stands on a line of its own.
fn is_alone(whole: &str, rest: &str, open: usize, after: &str) -> bool {
    let start = whole.len() - rest.len() + open;
    let line = whole[..start].rsplit('\n').next().unwrap_or("");
    let tail = after.split('\n').next().unwrap_or("");
    line.trim().is_empty() && tail.trim().is_empty()
}

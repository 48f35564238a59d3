//! Scripts that stand in a page: Forge's content policy stops them there, so they become files of the bundle.

use super::sheet::Sheet;
use super::{Surroundings, requests, rules, script};
use crate::codes;
use forgeshift_connect::front::Script;
use forgeshift_source::finding::{Finding, Grade};
use forgeshift_source::span::Span;
use std::collections::BTreeSet;

/// An inline script as a file.
#[derive(Debug)]
pub struct Moved {
    /// The text of the file.
    pub text: String,
    /// What the script tag has to hand over: attributes with template expressions.
    pub attributes: Vec<(String, String)>,
    /// How it was rewritten.
    pub rewritten: super::sheet::Rewritten,
    /// What stood in the way: then the file throws.
    pub problem: Option<String>,
}

/// A template expression within a script.
struct Tag {
    span: Span,
    /// The expression as an attribute can hold it; none where it is no value.
    value: Option<String>,
}

/// Moves a script out of a page. `shared` are names of top levels that other scripts of the page use.
pub fn moved(
    script: &Script,
    language: &str,
    app: &Surroundings<'_>,
    shared: &BTreeSet<String>,
    bridge: &str,
) -> Moved {
    let mut sheet = Sheet::new(&script.file, script.taken.clone());
    let tags = tags(&script.file.text, script.span, language);
    let mut attributes = Vec::new();
    let mut problem = None;
    for (index, tag) in tags.iter().enumerate() {
        let Some(value) = &tag.value else {
            let what = tag.span.text(&script.file.text);
            let what: String = what.chars().take(60).collect();
            problem.get_or_insert(format!("the template steers the script with `{what}`"));
            continue;
        };
        let read = format!("pageValues.v{index}");
        let code = match surrounding(&script.file.text, script.span.start, tag.span.start) {
            Within::Quotes('`') => format!("${{{read}}}"),
            Within::Quotes(quote) => format!("{quote} + {read} + {quote}"),
            Within::Comment => continue,
            Within::Code => format!("JSON.parse({read})"),
        };
        sheet.replace(tag.span, code);
        attributes.push((format!("data-v{index}"), value.clone()));
    }
    for found in &script.uses {
        rules::rewrite(&mut sheet, found, app);
    }
    for request in &script.requests {
        requests::rewrite(&mut sheet, request, app);
    }
    if !script.module {
        for this in &script.top_this {
            sheet.replace(*this, "window");
        }
        script::share(&mut sheet, script, shared);
    }
    let given = if attributes.is_empty() {
        ""
    } else {
        "const pageValues = window.pageValues;\n"
    };
    let start = Span {
        start: script.span.start,
        end: script.span.start,
    };
    let place = script.file.place(start);
    if let Some(problem) = problem {
        let kept: String = undented(script.span.text(&script.file.text))
            .lines()
            .map(|line| format!("// {line}").trim_end().to_owned() + "\n")
            .collect();
        let code = codes::INLINE_SCRIPT;
        let said = problem.replace(['"', '\\'], "'");
        let text = format!(
            "const {{ missing }} = require(\"{bridge}missing.js\");\n\n// FORGE-TODO({code}): {said}\nmissing(\"{code}\", \"{said}\");\n\n{kept}"
        );
        let mut rewritten = sheet.apply(script.span, script.head, script.module, bridge);
        rewritten.grade = Grade::Todo;
        rewritten.names.clear();
        rewritten.findings =
            vec![Finding::new(code, format!("an inline script is not carried: {problem}")).at(place)];
        return Moved {
            text,
            attributes: Vec::new(),
            rewritten,
            problem: Some(problem),
        };
    }
    let message = if attributes.is_empty() {
        "an inline script, which Forge's content policy stops, is a file of the bundle"
    } else {
        "an inline script is a file of the bundle: the values that the template wrote into it come from its tag, not escaped"
    };
    let mut rewritten = sheet.apply(script.span, script.head, script.module, bridge);
    rewritten.grade = rewritten.grade.max(Grade::Review);
    rewritten
        .findings
        .push(Finding::new(codes::INLINE_SCRIPT, message).at(place));
    let mark = format!("// FORGE-REVIEW({}): {message}\n", codes::INLINE_SCRIPT);
    Moved {
        text: format!("{mark}{given}{}\n", undented(&rewritten.text)),
        attributes,
        rewritten,
        problem: None,
    }
}

/// A text without the blanks that all of its lines begin with.
fn undented(text: &str) -> String {
    let text = text.trim_matches('\n').trim_end();
    let filled = text.lines().filter(|line| !line.trim().is_empty());
    let margin = filled
        .map(|line| line.len() - line.trim_start_matches([' ', '\t']).len())
        .min()
        .unwrap_or(0);
    // Lines within a template literal must stay as they are.
    if margin == 0 || text.contains('`') {
        return text.to_owned();
    }
    let lines: Vec<&str> = text
        .lines()
        .map(|line| line.get(margin..).unwrap_or(""))
        .collect();
    lines.join("\n")
}

/// The template expressions within a script.
fn tags(text: &str, span: Span, language: &str) -> Vec<Tag> {
    let (open, close) = match language {
        "handlebars" | "mustache" => ("{{", "}}"),
        "ejs" => ("<%", "%>"),
        _ => return Vec::new(),
    };
    let script = span.text(text);
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(start) = script
        .get(at..)
        .and_then(|rest| rest.find(open))
        .map(|found| found + at)
    {
        let Some(length) = script[start..].find(close) else {
            break;
        };
        let mut end = start + length + close.len();
        if script[start..].starts_with("{{{") && script[end..].starts_with('}') {
            end += 1;
        }
        let inner = &script[start + open.len()..start + length];
        let value = match language {
            "ejs" => inner
                .strip_prefix(['=', '-'])
                .map(|value| format!("<%= {} %>", value.trim())),
            _ => {
                let inner = inner.trim_matches(['{', '}', '~', '&', ' ']);
                (!inner.starts_with(['#', '/', '^', '!', '>', '*'])
                    && inner != "else"
                    && !inner.starts_with("else "))
                .then(|| format!("{{{{{inner}}}}}"))
            }
        };
        tags.push(Tag {
            span: Span::new(span.start as usize + start, span.start as usize + end),
            // An attribute in quotes cannot hold quotes.
            value: value.filter(|value| !value.contains('"')),
        });
        at = end;
    }
    tags
}

enum Within {
    Code,
    Quotes(char),
    Comment,
}

/// What a place of a script stands in.
fn surrounding(text: &str, from: u32, place: u32) -> Within {
    let before = text.get(from as usize..place as usize).unwrap_or("");
    let mut within = Within::Code;
    let mut chars = before.chars().peekable();
    let mut line_comment = false;
    while let Some(c) = chars.next() {
        within = match within {
            Within::Code => match c {
                '\'' | '"' | '`' => Within::Quotes(c),
                '/' if chars.peek() == Some(&'/') => {
                    line_comment = true;
                    Within::Comment
                }
                '/' if chars.peek() == Some(&'*') => {
                    line_comment = false;
                    Within::Comment
                }
                _ => Within::Code,
            },
            Within::Quotes(quote) => match c {
                '\\' => {
                    chars.next();
                    Within::Quotes(quote)
                }
                c if c == quote => Within::Code,
                _ => Within::Quotes(quote),
            },
            Within::Comment => match c {
                '\n' if line_comment => Within::Code,
                '*' if !line_comment && chars.peek() == Some(&'/') => {
                    chars.next();
                    Within::Code
                }
                _ => Within::Comment,
            },
        };
    }
    within
}

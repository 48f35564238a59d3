//! Pug: tags with attributes in parentheses, and script blocks by indentation.

use super::{Page, Script, css, fill};
use crate::facts::Via;
use forgeshift_source::span::Span;

/// Reads a page line by line.
pub(super) fn read(text: &str, page: &mut Page) {
    let mut at = 0;
    while at < text.len() {
        let line_end = text
            .get(at..)
            .and_then(|rest| rest.find('\n'))
            .map_or(text.len(), |end| at + end);
        let line = text.get(at..line_end).unwrap_or("");
        let indent = line.len() - line.trim_start().len();
        let start = at + indent;
        let name: String = line
            .trim_start()
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || *c == '-')
            .collect();
        let mut end = line_end;
        let mut after = text.get(start + name.len()..line_end).unwrap_or("");
        if name.is_empty() || after.trim_start().starts_with("//") {
            at = line_end + 1;
            continue;
        }
        // Classes and an id may stand before the attributes.
        let decorated = after.len()
            - after
                .trim_start_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '#' | '-' | '_'))
                .len();
        let mut dotted = after.trim_end() == ".";
        if after.get(decorated..).is_some_and(|rest| rest.starts_with('(')) {
            let open = start + name.len() + decorated;
            let close = matching(text, open);
            attributes(
                &name,
                text.get(open + 1..close).unwrap_or(""),
                Span::new(start, (close + 1).min(text.len())),
                page,
            );
            end = text
                .get(close..)
                .and_then(|rest| rest.find('\n'))
                .map_or(text.len(), |end| close + end);
            after = text.get(close + 1..end).unwrap_or("");
            dotted = after.trim_end() == ".";
        }
        if dotted && matches!(name.as_str(), "script" | "style") {
            let close = block_end(text, end, indent);
            let inner = Span::new((end + 1).min(text.len()), close);
            if name == "script" && !inner.text(text).trim().is_empty() {
                page.scripts.push(Script {
                    span: inner,
                    module: false,
                    handler: false,
                });
            } else if name == "style" {
                css::read(text, inner, page);
            }
            end = close;
        }
        at = end + 1;
    }
}

/// Where the parenthesis at `open` closes; quotes are respected.
fn matching(text: &str, open: usize) -> usize {
    let mut depth = 0usize;
    let mut quote = None;
    for (index, byte) in text.bytes().enumerate().skip(open) {
        match (quote, byte) {
            (Some(mark), byte) if byte == mark => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'' | b'`') => quote = Some(byte),
            (None, b'(') => depth += 1,
            (None, b')') => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return index;
                }
            }
            _ => {}
        }
    }
    text.len()
}

/// Where the lines that are indented deeper than `indent` end.
fn block_end(text: &str, from: usize, indent: usize) -> usize {
    let mut at = from + 1;
    while at < text.len() {
        let end = text
            .get(at..)
            .and_then(|rest| rest.find('\n'))
            .map_or(text.len(), |end| at + end);
        let line = text.get(at..end).unwrap_or("");
        if !line.trim().is_empty() && line.len() - line.trim_start().len() <= indent {
            return at.saturating_sub(1);
        }
        at = end + 1;
    }
    text.len()
}

fn attributes(name: &str, inner: &str, span: Span, page: &mut Page) {
    let uses: &[(&str, Via)] = match name {
        "script" => &[("src", Via::Script)],
        "link" => &[("href", Via::Style)],
        "img" => &[("src", Via::Image)],
        "iframe" => &[("src", Via::Frame)],
        "video" | "audio" | "source" => &[("src", Via::Media)],
        "form" => &[("action", Via::Form)],
        "a" => &[("href", Via::Navigation)],
        _ => &[],
    };
    for (attribute, via) in uses {
        if let Some(value) = literal(inner, attribute) {
            let icon = name == "link" && literal(inner, "rel").is_some_and(|rel| rel.contains("icon"));
            page.load(if icon { Via::Image } else { *via }, &value, span);
        }
    }
}

/// The value of an attribute: a literal text, or code that begins with a name.
fn literal(inner: &str, name: &str) -> Option<String> {
    let mut from = 0;
    while let Some(found) = inner.get(from..)?.find(name).map(|found| found + from) {
        let before = inner[..found].chars().next_back();
        let rest = inner[found + name.len()..].trim_start().trim_start_matches('!');
        if before.is_none_or(|c| c.is_whitespace() || c == ',')
            && let Some(value) = rest.strip_prefix('=')
        {
            let value = value.trim_start();
            let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\'' | '`')) else {
                return fill::expression(value.split([',', ' ', '\n']).next()?);
            };
            let text = value[1..].split(quote).next()?;
            return Some(text.replace("#{", "${"));
        }
        from = found + name.len();
    }
    None
}

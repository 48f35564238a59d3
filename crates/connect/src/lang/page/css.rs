//! Addresses in style sheets.

use super::Page;
use crate::facts::Via;
use forgeshift_source::span::Span;

/// Reads the style sheet at a span of a text.
pub(super) fn read(text: &str, span: Span, page: &mut Page) {
    let css = span.text(text);
    let base = span.start as usize;
    let mut at = 0;
    let mut font_until = 0;
    while at < css.len() {
        let Some(rest) = css.get(at..) else {
            at += 1;
            continue;
        };
        if rest.starts_with("/*") {
            at += rest.find("*/").map_or(rest.len(), |end| end + 2);
        } else if starts(rest, "@font-face") {
            font_until = at + rest.find('}').unwrap_or(rest.len());
            at += 10;
        } else if starts(rest, "@import") {
            let end = rest.find(';').unwrap_or(rest.len());
            let rule = &rest[..end];
            let url = rule
                .find("url(")
                .map(|open| unquoted(&rule[open + 4..], ')'))
                .or_else(|| rule.find(['"', '\'']).map(|open| unquoted(&rule[open..], ' ')));
            if let Some(url) = url {
                page.load(Via::Style, url, Span::new(base + at, base + at + end));
            }
            at += end;
        } else if starts(rest, "url(") {
            let url = unquoted(&rest[4..], ')');
            let end = rest.find(')').map_or(rest.len(), |end| end + 1);
            let via = if at < font_until { Via::Font } else { Via::Image };
            page.load(via, url, Span::new(base + at, base + at + end));
            at += end;
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
}

fn starts(text: &str, word: &str) -> bool {
    text.get(..word.len())
        .is_some_and(|head| head.eq_ignore_ascii_case(word))
}

/// The text up to the closing quote, or up to `end` where it is not quoted.
fn unquoted(text: &str, end: char) -> &str {
    let text = text.trim_start();
    match text.chars().next() {
        Some(quote @ ('"' | '\'')) => text[1..].split(quote).next().unwrap_or(""),
        _ => text.split(end).next().unwrap_or("").trim(),
    }
}

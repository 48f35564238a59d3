//! Elements and their attributes, as forgiving as a browser.

use super::{Page, Script, css, fill};
use crate::facts::Via;
use forgeshift_source::span::Span;

struct Attribute<'t> {
    name: String,
    value: &'t str,
    span: Span,
    /// Whether the value is code: `href={url}`.
    code: bool,
    /// The whole, with name and quotes.
    whole: Span,
}

impl Attribute<'_> {
    /// Whether a text of code ends within the value, before the value has begun: `'<a href="' + url`.
    fn goes_on(&self, end: usize) -> bool {
        self.span.end as usize == end && self.value.trim_matches(['\'', '"', '`', '\\']).is_empty()
    }
}

/// An element with the places of its parts.
#[derive(Debug)]
pub(crate) struct Tag {
    /// Its name, lower case.
    pub name: String,
    /// Its attributes: name, value, and the whole with name and quotes.
    pub attributes: Vec<(String, Span, Span)>,
    /// The opening tag.
    pub span: Span,
    /// For a script or a style: what stands between the tags.
    pub inner: Option<Span>,
}

/// The elements of a page whose template expressions are masked.
pub(crate) fn tags(masked: &str) -> Vec<Tag> {
    let mut tags = Vec::new();
    walk(masked, masked, |name, attributes, span, inner| {
        tags.push(Tag {
            name: name.to_owned(),
            attributes: attributes
                .into_iter()
                .map(|attribute| (attribute.name, attribute.span, attribute.whole))
                .collect(),
            span,
            inner,
        });
    });
    tags
}

/// Reads the elements of a page. Tags are found in the masked text; values are taken from the original.
pub(super) fn read(text: &str, masked: &str, modules: bool, page: &mut Page) {
    walk(text, masked, |name, attributes, span, inner| {
        element(name, &attributes, span, text.len(), page);
        match (name, inner) {
            ("script", Some(inner)) => script(&attributes, inner, masked, modules, page),
            ("style", Some(inner)) => css::read(text, inner, page),
            _ => {}
        }
    });
}

/// Goes through the elements: name, attributes, opening tag, and for those that hold raw text, the text.
fn walk<'t>(
    text: &'t str,
    masked: &str,
    mut visit: impl FnMut(&str, Vec<Attribute<'t>>, Span, Option<Span>),
) {
    let mut at = 0;
    while let Some(open) = masked
        .get(at..)
        .and_then(|rest| rest.find('<'))
        .map(|found| found + at)
    {
        let rest = &masked[open..];
        if rest.starts_with("<!--") {
            at = open + rest.find("-->").map_or(rest.len(), |end| end + 3);
            continue;
        }
        let name_length = rest[1..]
            .bytes()
            .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b':'))
            .count();
        if name_length == 0 {
            at = open + 1;
            continue;
        }
        let name = rest[1..=name_length].to_ascii_lowercase();
        let (attributes, end) = attributes(text, masked, open + 1 + name_length);
        at = end;
        let mut inner = None;
        if matches!(name.as_str(), "script" | "style" | "textarea" | "title") {
            at = closing(masked, end, &name);
            inner = Some(Span::new(end, at));
        }
        visit(&name, attributes, Span::new(open, end), inner);
    }
}

/// Where `</name` stands from an offset on, or the end.
fn closing(text: &str, from: usize, name: &str) -> usize {
    let mut at = from;
    while let Some(found) = text
        .get(at..)
        .and_then(|rest| rest.find("</"))
        .map(|found| found + at)
    {
        let after = text.get(found + 2..found + 2 + name.len());
        if after.is_some_and(|after| after.eq_ignore_ascii_case(name)) {
            return found;
        }
        at = found + 2;
    }
    text.len()
}

/// The attributes of a tag from an offset on, and where the tag ends.
fn attributes<'t>(text: &'t str, masked: &str, mut at: usize) -> (Vec<Attribute<'t>>, usize) {
    let bytes = masked.as_bytes();
    let mut found = Vec::new();
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'>' => return (found, at + 1),
            b'/' | b' ' | b'\t' | b'\n' | b'\r' => at += 1,
            _ => {
                let start = at;
                while bytes
                    .get(at)
                    .is_some_and(|byte| !matches!(byte, b'=' | b'>' | b' ' | b'\t' | b'\n' | b'\r'))
                {
                    at += 1;
                }
                let name = masked.get(start..at).unwrap_or("").to_ascii_lowercase();
                let mut value = Span::new(at, at);
                let mut code = false;
                let mut next = at;
                while bytes.get(next).is_some_and(u8::is_ascii_whitespace) {
                    next += 1;
                }
                if bytes.get(next) == Some(&b'=') {
                    (value, at) = attribute_value(bytes, next + 1);
                    // `src={{url}}` without quotes is a template's.
                    let before = bytes.get((value.start as usize).saturating_sub(1));
                    code = before == Some(&b'{') && bytes.get(value.start as usize) != Some(&b'{');
                }
                found.push(Attribute {
                    name,
                    value: value.text(text),
                    span: value,
                    code,
                    whole: Span::new(start, at.max(start)),
                });
                if at == start {
                    at += 1;
                }
            }
        }
    }
    (found, masked.len())
}

fn attribute_value(bytes: &[u8], mut at: usize) -> (Span, usize) {
    while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
        at += 1;
    }
    match bytes.get(at) {
        // Svelte: an expression in braces.
        Some(b'{') if bytes.get(at + 1) != Some(&b'{') => {
            let end = matching_brace(bytes, at);
            (Span::new(at + 1, end), (end + 1).min(bytes.len()))
        }
        Some(quote @ (b'"' | b'\'')) => {
            let start = at + 1;
            let length = bytes[start..]
                .iter()
                .position(|byte| byte == quote)
                .unwrap_or(bytes.len() - start);
            (
                Span::new(start, start + length),
                (start + length + 1).min(bytes.len()),
            )
        }
        _ => {
            let start = at;
            while bytes
                .get(at)
                .is_some_and(|byte| !byte.is_ascii_whitespace() && *byte != b'>')
            {
                at += 1;
            }
            (Span::new(start, at), at)
        }
    }
}

/// Where the brace at `open` closes, or the end.
fn matching_brace(bytes: &[u8], open: usize) -> usize {
    let mut depth = 0usize;
    for (index, byte) in bytes.iter().enumerate().skip(open) {
        match byte {
            b'{' => depth += 1,
            b'}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return index;
                }
            }
            _ => {}
        }
    }
    bytes.len()
}

fn element(name: &str, attributes: &[Attribute<'_>], span: Span, end: usize, page: &mut Page) {
    let get = |wanted: &str| {
        attributes
            .iter()
            .find(|attribute| attribute.name == wanted)
            .map(|attribute| attribute.value)
    };
    let new_window = get("target").is_some_and(|target| target.trim_matches(['\\', '"', '\'']) == "_blank");
    for (wanted, via) in uses(name) {
        for attribute in attributes {
            let bound = attribute
                .name
                .strip_prefix("v-bind:")
                .or_else(|| attribute.name.strip_prefix(':'));
            let at = attribute.span.start as usize;
            if bound == Some(wanted) || (attribute.code && attribute.name == *wanted) {
                if let Some(url) = fill::expression(attribute.value) {
                    page.load_at(*via, &url, span, at, new_window);
                }
            } else if attribute.name == *wanted && attribute.goes_on(end) {
                page.load_at(*via, fill::GOES_ON, span, end, new_window);
            } else if attribute.name == *wanted {
                page.load_at(*via, attribute.value, span, at, new_window);
            }
        }
    }
    if matches!(name, "img" | "source")
        && let Some(set) = get("srcset")
    {
        for url in set.split(',').filter_map(|part| part.split_whitespace().next()) {
            page.load(Via::Image, url, span);
        }
    }
    if name == "link" {
        link(
            get("rel").unwrap_or(""),
            get("as"),
            get("href").unwrap_or(""),
            span,
            page,
        );
    }
    for attribute in attributes {
        if attribute.name == "style" && attribute.value.contains("url(") {
            let mut own = Page::default();
            let value = attribute.value.replace("&quot;", "\"");
            css::read(&value, Span::new(0, value.len()), &mut own);
            page.loads
                .extend(own.loads.into_iter().map(|load| super::Load { span, ..load }));
        } else if is_handler(&attribute.name) && attribute.span.end > attribute.span.start {
            page.scripts.push(Script {
                span: attribute.span,
                module: false,
                handler: true,
            });
        }
    }
}

/// The attributes of an element that are addresses.
fn uses(name: &str) -> &'static [(&'static str, Via)] {
    match name {
        "script" => &[("src", Via::Script)],
        "img" | "input" => &[("src", Via::Image)],
        "image" | "use" => &[("href", Via::Image), ("xlink:href", Via::Image)],
        "iframe" | "frame" | "embed" => &[("src", Via::Frame)],
        "object" => &[("data", Via::Frame)],
        "video" => &[("src", Via::Media), ("poster", Via::Image)],
        "audio" | "source" | "track" => &[("src", Via::Media)],
        "form" => &[("action", Via::Form)],
        "a" | "area" => &[("href", Via::Navigation)],
        _ => &[],
    }
}

/// Whether an attribute holds code: `onclick`, `on:click`, `@click`, `v-on:click`.
fn is_handler(name: &str) -> bool {
    (name.starts_with("on") && name.len() > 3) || name.starts_with('@') || name.starts_with("v-on:")
}

fn link(rel: &str, kind: Option<&str>, href: &str, span: Span, page: &mut Page) {
    let rel = rel.to_ascii_lowercase();
    let via = match (rel.as_str(), kind) {
        (rel, _) if rel.contains("stylesheet") => Via::Style,
        (rel, _) if rel.contains("icon") => Via::Image,
        ("preload" | "prefetch", Some("font")) => Via::Font,
        // It opens a connection; what comes over it is told by who is at the other end.
        ("preconnect", _) if href.contains("//fonts.") => Via::Font,
        ("preconnect", _) => Via::Fetch,
        ("preload" | "prefetch" | "modulepreload", Some("script") | None) => Via::Script,
        ("preload" | "prefetch", Some("style")) => Via::Style,
        ("preload" | "prefetch", Some("image")) => Via::Image,
        _ => return,
    };
    page.load(via, href, span);
}

fn script(attributes: &[Attribute<'_>], inner: Span, masked: &str, modules: bool, page: &mut Page) {
    let kind = attributes
        .iter()
        .find(|attribute| attribute.name == "type")
        .map_or("", |attribute| attribute.value)
        .to_ascii_lowercase();
    let is_script = matches!(
        kind.as_str(),
        "" | "module"
            | "text/javascript"
            | "application/javascript"
            | "text/babel"
            | "text/jsx"
            | "text/ecmascript"
    );
    if is_script && !inner.text(masked).trim().is_empty() {
        page.scripts.push(Script {
            span: inner,
            module: modules || kind == "module",
            handler: false,
        });
    }
}

//! What the address of a page carried, as values that a page of Forge can find.

use forgeshift_connect::facts::Route;
use forgeshift_forge::app as forge_app;
use forgeshift_forge::app::page::opening::{Address, Part, Value};

/// What an address carried, for the resolver: by the route's parameters and the names of the query.
pub(super) fn address(page: &forge_app::Page, key: &str, url: &str, route: &Route) -> Address {
    let (path, query) = url.split_once('?').unwrap_or((url, ""));
    let query = query.split('#').next().unwrap_or("");
    let pairs = query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (name, text) = pair.split_once('=').unwrap_or((pair, ""));
        (name.to_owned(), value(page, text))
    });
    let segments = |text: &str| -> Vec<String> {
        text.split('/')
            .filter(|part| !part.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let (pattern, given) = (segments(&route.path), segments(path));
    let skipped = given.len().saturating_sub(pattern.len());
    let params = pattern
        .iter()
        .zip(given.iter().skip(skipped))
        .filter_map(|(part, text)| {
            let name = part.strip_prefix([':', '{'])?.trim_end_matches(['}', '?']);
            Some((name.to_owned(), value(page, text)))
        })
        .collect();
    Address {
        module: key.to_owned(),
        params,
        query: pairs.collect(),
        path: value(page, url),
    }
}

/// Whether a context parameter may be one of a macro's own: those of the product have dots.
fn is_parameter(token: &str) -> bool {
    !token.is_empty()
        && token
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
}

/// A text with context parameters as a value.
fn value(page: &forge_app::Page, text: &str) -> Value {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((token, after)) = after.split_once('}') else {
            break;
        };
        if !before.is_empty() {
            parts.push(Part::Text(before.to_owned()));
        }
        let known = page
            .tokens
            .iter()
            .find(|known| known.was == token)
            .and_then(|known| known.now.clone());
        // A macro's parameters were part of its address by their names.
        let is_macro = page.modules.iter().any(|(module, _)| module == "macro");
        let known =
            known.or_else(|| (is_macro && is_parameter(token)).then(|| format!("extension.config.{token}")));
        parts.push(known.map_or_else(|| Part::Lost(token.to_owned()), Part::Context));
        rest = after;
    }
    if !rest.is_empty() {
        parts.push(Part::Text(rest.to_owned()));
    }
    parts
}

//! Addresses that a template fills: `{{url}}/x`, `<%= url %>`, `${url}`, `:href="url"`, `href={url}`.

/// An address that begins with what the code puts behind its text.
pub(super) const GOES_ON: &str = "${+}";
/// The expression in it.
pub(crate) const NEXT: &str = "+";

/// How many characters a tag that hands something on has at most.
const LONGEST_TAG: usize = 2_000;

/// The expression that an address begins with, and what follows it.
pub(crate) fn leading(url: &str) -> Option<(&str, &str)> {
    let (inner, rest) = if let Some(rest) = url.strip_prefix("{{") {
        let rest = rest.trim_start_matches(['{', '~', '&']);
        let (inner, rest) = rest.split_once("}}")?;
        (inner, rest.trim_start_matches('}'))
    } else if let Some(rest) = url.strip_prefix("<%") {
        let rest = rest.strip_prefix('=').or_else(|| rest.strip_prefix('-'))?;
        rest.split_once("%>")?
    } else if let Some(rest) = url.strip_prefix("${").or_else(|| url.strip_prefix("#{")) {
        rest.split_once('}')?
    } else {
        url.strip_prefix('{')?.split_once('}')?
    };
    let inner = inner.trim();
    let is_value = !inner.is_empty() && !inner.starts_with(['#', '/', '^', '!', '>']) && inner != "else";
    is_value.then_some((inner, rest))
}

/// The names of a path such as `account.avatar_url` or `../repoUrl`; none for anything but a path.
pub(crate) fn path(expression: &str) -> Option<Vec<&str>> {
    let mut rest = expression.trim();
    while let Some(after) = ["../", "./", "this.", "@root.", "$page.", "locals."]
        .iter()
        .find_map(|start| rest.strip_prefix(start))
    {
        rest = after;
    }
    let names: Vec<&str> = rest
        .split('.')
        .map(|name| name.trim_matches(['?', '!']))
        .collect();
    let fits = |name: &&str| {
        !name.is_empty()
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$'))
            && !name.starts_with(|first: char| first.is_ascii_digit())
    };
    names.iter().all(fits).then_some(names)
}

/// What stands in the branches of `{{#if x}}…{{else}}…{{/if}}`, where an address begins with such a block.
pub(super) fn branches(url: &str) -> Option<Vec<&str>> {
    if !(url.starts_with("{{#") || url.starts_with("{{^")) {
        return None;
    }
    let mut found = Vec::new();
    let mut from = 0;
    let mut at = 0;
    while let Some(open) = url.get(at..)?.find("{{").map(|open| open + at) {
        let close = url[open..].find("}}").map_or(url.len(), |end| open + end + 2);
        let inner = url[open + 2..close].trim_start_matches('~');
        if inner.starts_with(['#', '/', '^']) || inner.starts_with("else") {
            found.push(&url[from..open]);
            from = close;
        }
        at = close;
    }
    found.push(&url[from..]);
    found.retain(|branch| !branch.trim().is_empty());
    Some(found)
}

/// An expression of code as an address with `{{…}}`: a text, a template, a path, or a sum that begins with one.
pub(super) fn expression(code: &str) -> Option<String> {
    let code = code.trim();
    let quote = code.chars().next()?;
    if matches!(quote, '"' | '\'' | '`') {
        let inner = code[1..].split(quote).next()?;
        return Some(inner.replace("${", "{{").replace('}', "}}"));
    }
    let first = code.split('+').next()?.trim();
    path(first)?;
    Some(format!("{{{{{first}}}}}"))
}

/// What `{{> part name='text'}}` hands to parts of pages, where it is a text.
pub(super) fn parameters(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find("{{") {
        rest = &rest[start + 2..];
        let inner = rest.trim_start_matches(['{', '#', '~', ' ']);
        if !inner.starts_with('>') {
            continue;
        }
        let near = inner
            .char_indices()
            .nth(LONGEST_TAG)
            .map_or(inner.len(), |(end, _)| end);
        let Some(end) = inner[..near].find("}}") else {
            continue;
        };
        let mut tag = &inner[..end];
        while let Some((before, after)) = tag.split_once('=') {
            let name = before.rsplit(char::is_whitespace).next().unwrap_or("");
            let value = after.trim_start();
            let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
                tag = after;
                continue;
            };
            let (value, next) = value[1..].split_once(quote).unwrap_or((&value[1..], ""));
            found.push((name.to_owned(), value.to_owned()));
            tag = next;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expression_at_the_beginning_is_told_from_one_further_on() {
        assert_eq!(leading("{{{ url }}}/x"), Some(("url", "/x")));
        assert_eq!(leading("<%= url %>/x"), Some(("url", "/x")));
        assert_eq!(leading("${a.b}/x"), Some(("a.b", "/x")));
        assert_eq!(leading("/x/{{id}}"), None);
        assert_eq!(leading("{{#if a}}x{{/if}}"), None);
    }

    #[test]
    fn a_helper_with_arguments_is_no_path() {
        assert_eq!(path("../account.avatar_url"), Some(vec!["account", "avatar_url"]));
        assert_eq!(path("furl '/x.js'"), None);
        assert_eq!(path("f(x)"), None);
    }

    #[test]
    fn both_branches_of_a_block_are_addresses() {
        let url = "{{#if a}}{{b}}/x{{else}}https://c.example.com{{/if}}";
        assert_eq!(branches(url), Some(vec!["{{b}}/x", "https://c.example.com"]));
        assert_eq!(branches("{{b}}/x"), None);
        assert_eq!(branches("{{#if"), Some(Vec::new()));
    }

    #[test]
    fn code_becomes_an_address_only_where_it_begins_with_a_name_or_a_text() {
        assert_eq!(expression("`${base}/x`").as_deref(), Some("{{base}}/x"));
        assert_eq!(expression("a.link").as_deref(), Some("{{a.link}}"));
        assert_eq!(expression("a.link + '/x'").as_deref(), Some("{{a.link}}"));
        assert_eq!(
            expression("'https://a.example.com'").as_deref(),
            Some("https://a.example.com")
        );
        assert_eq!(expression("open(a)"), None);
        assert_eq!(expression("a ? b : c"), None);
    }

    #[test]
    fn parts_are_told_what_they_get() {
        let found = parameters("{{> card icon='/a.svg' name=x title=\"T\"}}{{#if a='b'}}");
        let pairs: Vec<(&str, &str)> = found.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        assert_eq!(pairs, [("icon", "/a.svg"), ("title", "T")]);
    }
}

//! What a manifest declares under `permissions.external`.

use forgeshift_connect::manifest::Manifest;
use forgeshift_source::data::{Node, Value};
use forgeshift_source::span::{Place, Span};

/// One entry of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declared {
    /// The section: `fetch.backend`, `fonts`, …
    pub section: String,
    /// The address, without what may be secret in it; none for an entry that names a remote.
    pub address: Option<String>,
    /// The host of the address, or its pattern.
    pub host: Option<String>,
    /// Whether its category is analytics.
    pub analytics: bool,
    /// What it says of in-scope end-user data; left out, it counts as carrying it.
    pub in_scope: Option<bool>,
    /// Where it stands.
    pub place: Place,
    /// The same in bytes.
    pub span: Span,
}

/// All entries of a manifest, in its order. The switch for addresses that customers configure is none.
pub fn declared(manifest: &Manifest) -> Vec<Declared> {
    let mut out = Vec::new();
    let external = manifest.root.at(&["permissions", "external"]);
    for member in external.map(Node::members).unwrap_or_default() {
        match member.key.as_str() {
            "configurable" => {}
            "fetch" => {
                for side in member.value.members() {
                    section(manifest, &format!("fetch.{}", side.key), &side.value, &mut out);
                }
            }
            name => section(manifest, name, &member.value, &mut out),
        }
    }
    out
}

fn section(manifest: &Manifest, name: &str, node: &Node, out: &mut Vec<Declared>) {
    let items = match &node.value {
        Value::Array(items) => items.as_slice(),
        Value::Null => &[],
        _ => std::slice::from_ref(node),
    };
    for item in items {
        let address = item
            .str()
            .or_else(|| item.get("address").and_then(Node::str))
            .map(shown);
        let category = item.get("category").and_then(Node::str);
        out.push(Declared {
            section: name.to_owned(),
            host: address.as_deref().map(host_of),
            address,
            analytics: category.is_some_and(|word| word.eq_ignore_ascii_case("analytics")),
            in_scope: item.get("inScopeEUD").and_then(Node::bool),
            place: manifest.file.place(item.span),
            span: item.span,
        });
    }
}

/// An address without a user's name, a password, and what stands behind its path: secrets hide there.
fn shown(address: &str) -> String {
    let address = address.split(['?', '#']).next().unwrap_or(address);
    let (scheme, rest) = address.split_once("://").unwrap_or(("", address));
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let colon = if scheme.is_empty() { "" } else { "://" };
    format!("{scheme}{colon}{host}{path}")
}

/// A line of a manifest; none where it may hold a secret.
pub(super) fn shown_line(line: &str) -> Option<String> {
    let line = line.trim();
    // What stands behind such signs in an address may be a key; elsewhere they are rare enough.
    let hides = line.contains(['?', '#', '@']);
    (!line.is_empty() && !hides).then(|| line.to_owned())
}

/// The host of an address: no scheme, no port, no path, lower case.
pub(crate) fn host_of(address: &str) -> String {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    let host = match host.rsplit_once(':') {
        Some((name, port)) if port.chars().all(|c| c.is_ascii_digit()) => name,
        _ => host,
    };
    host.to_ascii_lowercase()
}

/// Whether a node says anything: a list, a map or a text that is not empty, or `true`.
pub(crate) fn says_something(node: &Node) -> bool {
    match &node.value {
        Value::Null => false,
        Value::Bool(value) => *value,
        Value::Number(_) => true,
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(members) => members.iter().any(|member| says_something(&member.value)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_in_an_address_is_not_shown() {
        assert_eq!(
            shown("https://user:hunter2@a.example.com/x?key=s3cret"),
            "https://a.example.com/x"
        );
        assert_eq!(shown("*.example.com"), "*.example.com");
        assert_eq!(
            host_of("https://user:hunter2@A.example.com:8443/x"),
            "a.example.com"
        );
        assert_eq!(shown_line("- https://user:hunter2@a.example.com"), None);
        assert_eq!(shown_line("- https://a.example.com?key=s3cret"), None);
        assert_eq!(shown_line("- a.example.com?key=s3cret"), None);
        assert_eq!(
            shown_line("  - https://a.example.com"),
            Some("- https://a.example.com".into())
        );
    }
}

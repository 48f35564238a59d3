//! An address as far as it is known: its host, its path, and nothing that is secret.

use crate::lang::rust::secrets;

/// What is known of an address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Address {
    pub scheme: Option<String>,
    /// Lower case, no port; `*.` in front where only the end is known.
    pub host: Option<String>,
    /// Whether nothing but a hole stands where the host should be.
    pub open_host: bool,
    pub path: Option<String>,
    /// The address without user, query and what looks random.
    pub shown: String,
}

/// Reads an address in which `{}` stands for what is not known.
pub fn read(text: &str) -> Address {
    let (scheme, rest) = match text.split_once("://") {
        Some((scheme, rest)) => (Some(scheme.to_ascii_lowercase()), rest),
        None => (None, text),
    };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, after) = (rest.get(..end).unwrap_or(""), rest.get(end..).unwrap_or(""));
    let named = authority.rsplit('@').next().unwrap_or("");
    // A hole may hold the scheme and everything up to the path.
    let (host, glued) = host(named);
    let open_host = host.is_none() && named.starts_with("{}");
    let path = path(&glued, after);
    let mut shown = scheme
        .as_ref()
        .map_or_else(String::new, |scheme| format!("{scheme}://"));
    shown.push_str(named);
    let tail = path.as_deref().unwrap_or("");
    if glued.is_empty() {
        shown.push_str(tail);
    }
    Address {
        scheme,
        host,
        open_host,
        path,
        shown,
    }
}

/// The host, and what a hole directly behind it stands for: the beginning of the path.
fn host(named: &str) -> (Option<String>, String) {
    let without_port = match named.rsplit_once(':') {
        Some((host, port)) if port.chars().all(|c| c.is_ascii_digit()) || port == "{}" => host,
        _ => named,
    };
    let lower = without_port.to_ascii_lowercase();
    let Some(last) = lower.rfind("{}") else {
        let fit = !lower.is_empty()
            && lower
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '[' | ']' | ':'));
        return (fit.then_some(lower), String::new());
    };
    let suffix = lower.get(last + 2..).unwrap_or("");
    if let Some(suffix) = suffix.strip_prefix('.').filter(|suffix| suffix.contains('.')) {
        return (Some(format!("*.{suffix}")), String::new());
    }
    // `https://example.com{}`: what follows a whole name can only be a path.
    let before = lower.get(..last).unwrap_or("");
    if suffix.is_empty() && !before.contains("{}") && before.contains('.') && !before.ends_with('.') {
        return (Some(before.to_owned()), "{}".to_owned());
    }
    (None, String::new())
}

fn path(glued: &str, after: &str) -> Option<String> {
    let end = after.find(['?', '#']).unwrap_or(after.len());
    let path = format!("{glued}{}", after.get(..end).unwrap_or(""));
    let shown: Vec<_> = path
        .split('/')
        .map(|part| {
            if secrets::looks_random(part) {
                "<redacted>"
            } else {
                part
            }
        })
        .collect();
    let shown = shown.join("/").replace("//", "/");
    (!shown.is_empty()).then_some(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host_of(text: &str) -> Option<String> {
        read(text).host
    }

    #[test]
    fn a_host_has_no_port_no_user_and_no_capitals() {
        assert_eq!(
            host_of("postgres://app:secret@DB.example.com:5432/app").as_deref(),
            Some("db.example.com")
        );
        assert!(
            !read("https://user:secret@example.com/x?token=secret")
                .shown
                .contains("secret")
        );
    }

    #[test]
    fn of_a_host_that_is_half_known_the_suffix_is_kept() {
        assert_eq!(
            host_of("https://{}.atlassian.net/rest/api/3/issue").as_deref(),
            Some("*.atlassian.net")
        );
        assert_eq!(host_of("https://{}.com/x"), None);
        assert_eq!(host_of("https://api.{}/x"), None);
        assert_eq!(
            host_of("https://api.example.com{}").as_deref(),
            Some("api.example.com")
        );
    }

    #[test]
    fn a_path_behind_an_unknown_base_is_kept() {
        let address = read("{}/rest/api/3/issue/{}");
        assert!(address.open_host);
        assert_eq!(address.path.as_deref(), Some("/rest/api/3/issue/{}"));
    }

    #[test]
    fn a_random_part_of_a_path_is_not_shown() {
        let address = read("https://hooks.slack.com/services/T0/B0/x7Kq9LmZ2pQr8TvWx7Kq9LmZ");
        assert!(!address.shown.contains("x7Kq"), "{}", address.shown);
    }
}

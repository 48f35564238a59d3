//! Secrets in texts and settings: what kind, and where; the text itself is never kept.

/// Words in a name that say that its value is a secret.
const SECRET_NAMES: [&str; 14] = [
    "secret",
    "password",
    "passwd",
    "passphrase",
    "token",
    "apikey",
    "api_key",
    "privatekey",
    "private_key",
    "accesskey",
    "access_key",
    "credential",
    "authorization",
    "signing_key",
];
/// Beginnings of well-known tokens, what they are, and how long they are at least.
const PREFIXES: [(&str, &str, usize); 22] = [
    ("ghp_", "github-token", 30),
    ("gho_", "github-token", 30),
    ("ghu_", "github-token", 30),
    ("ghs_", "github-token", 30),
    ("ghr_", "github-token", 30),
    ("github_pat_", "github-token", 30),
    ("glpat-", "gitlab-token", 20),
    ("xoxb-", "slack-token", 20),
    ("xoxp-", "slack-token", 20),
    ("xoxa-", "slack-token", 20),
    ("xoxr-", "slack-token", 20),
    ("xoxs-", "slack-token", 20),
    ("sk_live_", "stripe-key", 20),
    ("rk_live_", "stripe-key", 20),
    ("sk_test_", "stripe-key", 20),
    ("AIza", "google-api-key", 39),
    ("ya29.", "google-token", 30),
    ("SG.", "sendgrid-key", 40),
    ("npm_", "npm-token", 36),
    ("ATATT3", "atlassian-token", 40),
    ("sk-ant-", "ai-key", 30),
    ("sk-proj-", "ai-key", 30),
];

/// The kind of secret that a text is by itself.
pub(crate) fn in_text(text: &str) -> Option<&'static str> {
    if text.len() < 12 {
        return None;
    }
    if text.contains("-----BEGIN") && text.contains("PRIVATE KEY") && text.len() > 60 {
        return Some("private-key");
    }
    if text.len() > 4_000 {
        return None;
    }
    let token = |start: &str, least: usize| text.starts_with(start) && text.len() >= least && is_token(text);
    if (token("AKIA", 20) || token("ASIA", 20))
        && text.len() == 20
        && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
    {
        return Some("aws-access-key");
    }
    if text.starts_with("eyJ") && text.len() > 40 && text.split('.').count() == 3 && is_token(text) {
        return Some("jwt");
    }
    if let Some((_, kind, _)) = PREFIXES.iter().find(|(start, _, least)| token(start, *least)) {
        return Some(kind);
    }
    if text.contains("hooks.slack.com/services/T") {
        return Some("slack-webhook");
    }
    if is_random(text) {
        return Some("high-entropy");
    }
    url_password(text).then_some("url-password")
}

/// Whether a text is too random to be a word, a name or a number of something: both cases and digits in no order, as
/// keys are made. Digests are lower case or begin with their algorithm, and UUIDs have dashes.
fn is_random(text: &str) -> bool {
    let count = |is: fn(&u8) -> bool| text.bytes().filter(is).count();
    let letters_and_digits = text
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=' | b'_'));
    let class = |byte: &u8| (byte.is_ascii_digit(), byte.is_ascii_uppercase());
    let bytes = text.as_bytes();
    let changes = bytes
        .iter()
        .zip(bytes.iter().skip(1))
        .filter(|(a, b)| class(a) != class(b))
        .count();
    (32..=128).contains(&text.len())
        && letters_and_digits
        // A name in camel case changes at each word, an alphabet hardly at all.
        && changes * 20 > text.len() * 9
        && count(u8::is_ascii_digit) >= 3
        && count(u8::is_ascii_uppercase) >= 6
        && count(u8::is_ascii_lowercase) >= 6
        && entropy(text) > 4.4
}

fn is_token(text: &str) -> bool {
    text.bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'=' | b'+' | b'/'))
}

fn url_password(text: &str) -> bool {
    let Some((_, rest)) = text.split_once("://") else {
        return false;
    };
    let authority = rest.split(['/', '?', '#', ' ', '\n', '"']).next().unwrap_or("");
    let Some((user, _)) = authority.rsplit_once('@') else {
        return false;
    };
    user.split_once(':')
        .is_some_and(|(_, password)| password.len() > 2 && !password.contains(['{', '$', '<', '%']))
}

/// Whether a name says that its value is a secret.
pub(crate) fn secret_name(name: &str) -> bool {
    let name = name.to_ascii_lowercase().replace('-', "_");
    if name.ends_with("url")
        || name.ends_with("name")
        || name.ends_with("endpoint")
        || name.ends_with("header")
    {
        return false;
    }
    SECRET_NAMES.iter().any(|word| name.contains(word)) || name.ends_with("_key") || name.ends_with("_dsn")
}

/// The kind of secret that a text is because of the name it is given to.
pub(crate) fn under_name(name: &str, text: &str) -> Option<&'static str> {
    let long = (16..=512).contains(&text.len());
    let mixed = text.bytes().any(|b| b.is_ascii_digit()) && text.bytes().any(|b| b.is_ascii_alphabetic());
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let cases = text.bytes().any(|b| b.is_ascii_uppercase()) && text.bytes().any(|b| b.is_ascii_lowercase());
    let dense = long && mixed && (digits > 2 || cases) && is_token(text) && entropy(text) > 3.3;
    (dense && secret_name(name) && !text.contains("xxxx")).then_some("high-entropy")
}

fn entropy(text: &str) -> f64 {
    let mut counts = [0u32; 256];
    for byte in text.bytes() {
        counts[byte as usize] += 1;
    }
    let total = text.len() as f64;
    counts
        .iter()
        .filter(|count| **count > 0)
        .map(|count| {
            let share = f64::from(*count) / total;
            -share * share.log2()
        })
        .sum()
}

/// An address without what may be secret in it: user and password, values of its query, its fragment.
pub(crate) fn redacted(url: &str) -> String {
    let url = url.split('#').next().unwrap_or(url);
    let (before, query) = match url.split_once('?') {
        Some((before, query)) => (before, Some(query)),
        None => (url, None),
    };
    let mut shown = match before.split_once("://") {
        Some((scheme, rest)) => {
            let end = rest.find('/').unwrap_or(rest.len());
            let (authority, path) = rest.split_at(end);
            let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
            format!("{scheme}://{host}{}", safe_path(path))
        }
        None => safe_path(before),
    };
    if let Some(query) = query {
        let names: Vec<String> = query
            .split('&')
            .map(|pair| match pair.split_once('=') {
                Some((name, _)) => format!("{}={{}}", safe_segment(name)),
                None => safe_segment(pair),
            })
            .collect();
        shown.push('?');
        shown.push_str(&names.join("&"));
    }
    shown
}

fn safe_path(path: &str) -> String {
    path.split('/').map(safe_segment).collect::<Vec<_>>().join("/")
}

fn safe_segment(segment: &str) -> String {
    let is_secret =
        in_text(segment).is_some() || (segment.len() >= 20 && under_name("secret", segment).is_some());
    if is_secret {
        "{}".to_owned()
    } else {
        segment.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_told_by_their_shape_and_plain_words_are_not() {
        assert_eq!(in_text("AKIAIOSFODNN7EXAMPLE"), Some("aws-access-key"));
        assert_eq!(
            in_text("postgres://app:hunter22@db.example.com/x"),
            Some("url-password")
        );
        assert_eq!(in_text("https://example.com/a/b"), None);
        assert_eq!(in_text("sk_live_"), None);
        assert_eq!(in_text("qX7vB2mLkT9wZr4NcYp8HsJd3FgAe6Ru"), Some("high-entropy"));
        assert_eq!(in_text("convertBase64ToUtf8StringWithPaddingAndPrefix"), None);
        assert_eq!(in_text("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822c"), None);
        assert_eq!(
            in_text("/rest/api/3/issue/XYZ12345/propertiesOfTheIssueKey"),
            None
        );
        assert_eq!(under_name("apiKey", "your-api-key-goes-here"), None);
        assert_eq!(
            under_name("clientSecret", "9f86d081884c7d659a2feaa0c55ad015"),
            Some("high-entropy")
        );
    }

    #[test]
    fn an_address_keeps_its_host_but_no_password_and_no_query_value() {
        assert_eq!(
            redacted("https://user:pw@api.example.com/v1?key=abc&x"),
            "https://api.example.com/v1?key={}&x"
        );
        assert_eq!(
            redacted("https://hooks.example.com/9f86d081884c7d659a2feaa0c55ad015/x"),
            "https://hooks.example.com/{}/x"
        );
    }
}

//! Tells a secret by its shape or by the name that it has. Its value goes nowhere.

/// What kind of secret a literal is, where it is one.
pub fn kind(text: &str) -> Option<&'static str> {
    let rest = |prefix: &str| text.strip_prefix(prefix).map_or(0, |rest| rest.len());
    if text.contains("-----BEGIN") && text.contains("PRIVATE KEY") {
        Some("private-key")
    } else if text.len() == 20
        && text.starts_with("AKIA")
        && text.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
    {
        Some("aws-access-key")
    } else if text.starts_with("eyJ")
        && text.matches('.').count() == 2
        && text.len() > 40
        && !text.contains(' ')
    {
        Some("jwt")
    } else if rest("sk_live_") > 10 || rest("rk_live_") > 10 {
        Some("stripe-key")
    } else if ["ghp_", "gho_", "ghs_", "github_pat_"]
        .iter()
        .any(|p| rest(p) > 16)
    {
        Some("github-token")
    } else if ["xoxb-", "xoxp-", "xapp-"].iter().any(|p| rest(p) > 10) {
        Some("slack-token")
    } else if rest("ATATT") > 40 || rest("ATCTT") > 40 {
        Some("atlassian-token")
    } else if rest("sk-") > 30 && looks_random(text) {
        Some("api-key")
    } else if has_password(text) {
        Some("url-password")
    } else {
        None
    }
}

/// `scheme://user:password@host`, where the password is no placeholder.
fn has_password(text: &str) -> bool {
    let Some((_, rest)) = text.split_once("://") else {
        return false;
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or("");
    let Some((user, _)) = authority.rsplit_once('@') else {
        return false;
    };
    user.split_once(':')
        .is_some_and(|(_, password)| !password.is_empty() && !password.contains(['{', '$', '<']))
}

/// Whether a name says that what it holds is secret.
pub fn is_secret_name(name: &str) -> bool {
    let upper = name.to_ascii_uppercase();
    [
        "SECRET",
        "TOKEN",
        "PASSWORD",
        "PASSWD",
        "PRIVATE",
        "API_KEY",
        "APIKEY",
        "ACCESS_KEY",
        "SIGNING",
        "CREDENTIAL",
        "ENCRYPTION_KEY",
        "DSN",
        "DATABASE_URL",
    ]
    .iter()
    .any(|word| upper.contains(word))
}

/// Whether a text has the look of random characters: long, one word, more than one kind of character.
pub fn looks_random(text: &str) -> bool {
    let kinds = [
        text.chars().any(|c| c.is_ascii_lowercase()),
        text.chars().any(|c| c.is_ascii_uppercase()),
        text.chars().any(|c| c.is_ascii_digit()),
    ];
    let one_word = text
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '+' | '/' | '='));
    let mut seen: Vec<char> = text.chars().collect();
    seen.sort_unstable();
    seen.dedup();
    text.len() >= 16 && one_word && kinds.iter().filter(|k| **k).count() >= 2 && seen.len() >= 10 && kinds[2]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_in_an_address_is_a_secret_and_a_placeholder_is_none() {
        assert_eq!(kind("postgres://app:hunter2@db/app"), Some("url-password"));
        assert_eq!(kind("postgres://app:{}@db/app"), None);
        assert_eq!(kind("https://example.com/a@b:c"), None);
    }

    #[test]
    fn words_are_not_random() {
        assert!(!looks_random("application/json"));
        assert!(!looks_random("this-is-a-long-name"));
        assert!(looks_random("x7Kq9LmZ2pQr8TvW"));
    }
}

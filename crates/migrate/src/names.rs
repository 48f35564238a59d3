//! Keys that Forge accepts: one key space over modules, Connect modules, functions and endpoints; short keys for
//! what we name ourselves.
//!
//! Lengths: function, remote and endpoint keys 23 characters, a resource key 23 (`@forge/manifest` 13.7.0).

use std::collections::BTreeSet;

/// The longest key of a function, an endpoint, a remote or a resource.
pub const SHORT: usize = 23;

/// The keys that are taken.
#[derive(Debug, Clone, Default)]
pub struct Keys {
    modules: BTreeSet<String>,
    resources: BTreeSet<String>,
}

impl Keys {
    /// Takes a key that must stay as it is. False where it was taken before.
    pub fn keep(&mut self, key: &str) -> bool {
        self.modules.insert(key.to_owned())
    }

    /// Gives a key back: its module goes.
    pub fn release(&mut self, key: &str) {
        self.modules.remove(key);
    }

    /// Takes a key of our own naming for a module, function or endpoint.
    pub fn fresh(&mut self, wish: &str) -> String {
        fresh_in(&mut self.modules, wish)
    }

    /// Takes a key for a resource.
    pub fn fresh_resource(&mut self, wish: &str) -> String {
        fresh_in(&mut self.resources, wish)
    }

    /// Takes a resource key that exists already.
    pub fn keep_resource(&mut self, key: &str) {
        self.resources.insert(key.to_owned());
    }
}

fn fresh_in(taken: &mut BTreeSet<String>, wish: &str) -> String {
    let base = short_slug(wish);
    let mut key = base.clone();
    let mut number = 2;
    while !taken.insert(key.clone()) {
        let tail = format!("-{number}");
        key = format!(
            "{}{tail}",
            base.get(..SHORT - tail.len())
                .unwrap_or(&base)
                .trim_end_matches('-')
        );
        number += 1;
    }
    key
}

/// Lower case, `[a-z0-9-]`, neither empty nor with a dash at an end.
pub fn slug(text: &str) -> String {
    let mut out = String::new();
    let mut after_lower = false;
    for c in text.chars() {
        if c.is_ascii_uppercase() && after_lower {
            out.push('-');
        }
        after_lower = c.is_ascii_lowercase() || c.is_ascii_digit();
        let c = c.to_ascii_lowercase();
        let fits = c.is_ascii_alphanumeric();
        if fits {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    let out = out.trim_matches('-').to_owned();
    if out.is_empty() { "app".to_owned() } else { out }
}

/// A slug of at most [`SHORT`] characters; a long one ends in a hash of the whole, so that two that begin alike
/// stay apart.
pub fn short_slug(text: &str) -> String {
    let slug = slug(text);
    if slug.len() <= SHORT {
        return slug;
    }
    let head = slug.get(..SHORT - 5).unwrap_or(&slug).trim_end_matches('-');
    format!("{head}-{:04x}", hash(&slug) & 0xffff)
}

/// A short key that ends in `suffix`, whatever has to be cut before it.
pub fn short_with(text: &str, suffix: &str) -> String {
    let slug = slug(text);
    let whole = format!("{slug}-{suffix}");
    if whole.len() <= SHORT {
        return whole;
    }
    let room = SHORT.saturating_sub(suffix.len() + 6);
    let head = slug
        .get(..room.min(slug.len()))
        .unwrap_or(&slug)
        .trim_end_matches('-');
    format!("{head}-{:04x}-{suffix}", hash(&slug) & 0xffff)
}

/// FNV-1a: the same on every machine.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// A key for a module that has none that Forge accepts: the old one with what Forge refuses replaced.
pub fn module_key(text: &str) -> String {
    let key: String = text
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || c == '_' || c == '-' {
                c
            } else {
                '-'
            }
        })
        .collect();
    let key = key.trim_matches('-');
    if key.is_empty() {
        "module".to_owned()
    } else {
        key.chars().take(255).collect()
    }
}

/// Whether Forge accepts this as a module's key.
pub fn is_module_key(key: &str) -> bool {
    !key.is_empty()
        && key
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
}

/// A name for an exported function: `onIssueUpdated`.
pub fn camel(text: &str) -> String {
    let mut out = String::new();
    for (i, word) in slug(text).split('-').enumerate() {
        let mut chars = word.chars();
        match (i, chars.next()) {
            (0, Some(first)) => out.push(first),
            (_, Some(first)) => out.push(first.to_ascii_uppercase()),
            (_, None) => {}
        }
        out.push_str(chars.as_str());
    }
    if out.starts_with(|c: char| c.is_ascii_digit()) {
        format!("on{out}")
    } else {
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_that_begin_alike_get_different_keys() {
        let a = short_slug("a-very-long-name-that-goes-on-one");
        let b = short_slug("a-very-long-name-that-goes-on-two");
        assert_ne!(a, b);
        assert!(a.len() <= SHORT && b.len() <= SHORT);
    }

    #[test]
    fn a_key_that_is_taken_gets_a_number() {
        let mut keys = Keys::default();
        assert_eq!(keys.fresh("Issue Updated"), "issue-updated");
        assert_eq!(keys.fresh("issue_updated"), "issue-updated-2");
        assert!(!keys.keep("issue-updated"));
    }

    #[test]
    fn hostile_names_become_keys() {
        for name in [
            "",
            "..",
            "../../etc/passwd",
            "\u{202e}x",
            "CON",
            "é",
            "${x}",
            "a\0b",
        ] {
            assert!(is_module_key(&slug(name)), "{name:?}");
            assert!(is_module_key(&module_key(name)), "{name:?}");
        }
    }
}

//! Settings files: defaults of environment variables, and secrets in them.

use super::secrets;
use forgeshift_source::span::Span;
use std::collections::BTreeMap;

/// What settings files say.
#[derive(Debug, Default)]
pub(crate) struct Settings {
    defaults: BTreeMap<String, String>,
    names: BTreeMap<String, bool>,
}

/// Whether a file holds environment variables.
pub(crate) fn is_env_file(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name == ".env" || name.starts_with(".env.") || name.ends_with(".env")
}

impl Settings {
    /// Reads one `.env` file: addresses become defaults, secrets are told by their place and then forgotten.
    pub fn read(&mut self, path: &str, text: &str) -> Vec<(Span, &'static str)> {
        let mut found = Vec::new();
        let is_sample = path.contains("example") || path.contains("sample") || path.contains("template");
        let mut offset = 0;
        for line in text.split_inclusive('\n') {
            let start = offset;
            offset += line.len();
            let trimmed = line.trim();
            let Some((name, value)) = trimmed.split_once('=').filter(|_| !trimmed.starts_with('#')) else {
                continue;
            };
            let name = name.trim().trim_start_matches("export ").trim().to_owned();
            let value = value.trim().trim_matches(['"', '\'']);
            self.names.insert(name.clone(), !value.is_empty());
            let kind = secrets::in_text(value)
                .or_else(|| secrets::under_name(&name, value))
                .or_else(|| {
                    let filled =
                        value.len() >= 8 && !value.contains(['<', '$', '{', ' ']) && !value.contains("://");
                    (!is_sample && filled && secrets::secret_name(&name)).then_some("settings")
                });
            if let Some(kind) = kind {
                found.push((Span::new(start, start + line.trim_end().len()), kind));
            } else if names_a_host(value) {
                self.add(name, value);
            }
        }
        found
    }

    fn add(&mut self, name: String, value: &str) {
        let local = value.contains("localhost") || value.contains("127.0.0.1");
        match self.defaults.get(&name) {
            Some(known) if local || !known.contains("localhost") => {}
            _ => {
                self.defaults.insert(name, value.to_owned());
            }
        }
    }

    /// The default of a variable, where it is an address.
    pub fn address(&self, name: &str) -> Option<&str> {
        self.defaults.get(name).map(String::as_str)
    }

    /// Whether a settings file gives the variable a value.
    pub fn has(&self, name: &str) -> bool {
        self.names.get(name).copied().unwrap_or(false)
    }
}

fn names_a_host(value: &str) -> bool {
    if value.contains(['<', ' ', '{']) || value.len() > 300 {
        return false;
    }
    match value.split_once("://") {
        Some((scheme, rest)) => {
            matches!(scheme, "http" | "https" | "ws" | "wss") && !rest.is_empty() && !rest.contains('@')
        }
        None => {
            let host = value.split(['/', ':']).next().unwrap_or("");
            host.contains('.')
                && host
                    .split('.')
                    .next_back()
                    .is_some_and(|end| end.len() >= 2 && end.bytes().all(|byte| byte.is_ascii_alphabetic()))
        }
    }
}

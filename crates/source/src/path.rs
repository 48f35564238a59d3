//! Paths that cannot leave the folder they are relative to.

use std::fmt;

/// A relative path with `/` that stays inside its root on every platform.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RelPath(String);

/// Why a path was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the path {path:?} is refused: {why}")]
pub struct BadPath {
    /// The path as given.
    pub path: String,
    /// What is wrong with it.
    pub why: &'static str,
}

impl RelPath {
    /// Checks a path that is written with `/`. Refused are absolute paths, `..`, empty and `.` segments, `\`,
    /// drive prefixes, control characters, a trailing dot or blank, names over 255 bytes and the device names
    /// of Windows.
    pub fn new(path: &str) -> Result<Self, BadPath> {
        let refuse = |why| {
            Err(BadPath {
                path: path.to_owned(),
                why,
            })
        };
        if path.is_empty() {
            return refuse("it is empty");
        }
        for segment in path.split('/') {
            if let Some(why) = segment_fault(segment) {
                return refuse(why);
            }
        }
        Ok(Self(path.to_owned()))
    }

    /// The path with `/`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn segment_fault(segment: &str) -> Option<&'static str> {
    const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];
    let stem = segment.split('.').next().unwrap_or("").to_ascii_lowercase();
    let numbered = |prefix: &str| {
        stem.strip_prefix(prefix)
            .is_some_and(|n| n.len() == 1 && n.chars().all(|c| c.is_ascii_digit()))
    };
    if segment.is_empty() {
        Some("a segment is empty or the path is absolute")
    } else if segment == ".." || segment == "." {
        Some("it leaves or repeats its folder")
    } else if segment.chars().any(|c| c.is_control() || c == '\\' || c == ':') {
        Some("it holds a control character, a backslash or a colon")
    } else if segment.ends_with('.') || segment.ends_with(' ') {
        Some("a name ends with a dot or a blank")
    } else if segment.len() > 255 {
        Some("a name is longer than 255 bytes")
    } else if DEVICES.contains(&stem.as_str()) || numbered("com") || numbered("lpt") {
        Some("it is a device name of Windows")
    } else {
        None
    }
}

impl fmt::Display for RelPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

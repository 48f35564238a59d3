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
    /// drive prefixes, control characters, characters that turn the direction of text (they make one name look
    /// like another), a trailing dot or blank, names over 255 bytes, paths over 1024 bytes and the
    /// device names of Windows.
    ///
    /// # Errors
    /// [`BadPath`] says what is wrong.
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
        if path.len() > 1024 {
            return refuse("it is longer than 1024 bytes");
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

    /// The names that the path is made of, outermost first.
    pub fn segments(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.0.split('/')
    }

    /// The folders that hold the path, outermost first: `a` and `a/b` for `a/b/c`.
    pub fn folders(&self) -> impl Iterator<Item = RelPath> + '_ {
        self.0
            .match_indices('/')
            .map(|(at, _)| RelPath(self.0[..at].to_owned()))
    }

    /// Whether the path is `other` or lies below it.
    pub fn is_in(&self, other: &RelPath) -> bool {
        self.0
            .strip_prefix(other.as_str())
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

fn segment_fault(segment: &str) -> Option<&'static str> {
    if segment.is_empty() {
        Some("a segment is empty or the path is absolute")
    } else if segment == ".." || segment == "." {
        Some("it leaves or repeats its folder")
    } else if segment.chars().any(|c| c.is_control() || c == '\\' || c == ':') {
        Some("it holds a control character, a backslash or a colon")
    } else if segment.chars().any(turns_text) {
        Some("it holds a character that turns the direction of text")
    } else if segment.ends_with('.') || segment.ends_with(' ') {
        Some("a name ends with a dot or a blank")
    } else if segment.len() > 255 {
        Some("a name is longer than 255 bytes")
    } else if is_device(segment) {
        Some("it is a device name of Windows")
    } else {
        None
    }
}

/// The marks, embeddings, overrides and isolates of the Unicode bidirectional algorithm.
fn turns_text(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Windows opens a device for these names whatever ending follows, and reads superscript digits as digits.
fn is_device(segment: &str) -> bool {
    let stem = segment
        .split('.')
        .next()
        .unwrap_or("")
        .trim_end_matches(' ')
        .to_ascii_lowercase();
    let numbered = |prefix: &str| {
        let mut rest = stem.strip_prefix(prefix).unwrap_or("").chars();
        matches!(
            (rest.next(), rest.next()),
            (Some('0'..='9' | '\u{b9}' | '\u{b2}' | '\u{b3}'), None)
        )
    };
    let named = ["con", "prn", "aux", "nul", "conin$", "conout$"].contains(&stem.as_str());
    named || numbered("com") || numbered("lpt")
}

impl fmt::Display for RelPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::path::{Component, Path};

    #[test]
    fn an_ordinary_path_is_kept_as_it_is() {
        for path in [
            "a",
            "src/index.js",
            ".gitignore",
            "a b/c-d_e.f.g",
            "föö/日本/🎉.ts",
            "com/lpt/console.js",
        ] {
            assert_eq!(RelPath::new(path).unwrap().as_str(), path);
        }
    }

    #[test]
    fn a_path_that_could_leave_its_folder_is_refused() {
        let attacks = [
            "",
            "/",
            "/etc/passwd",
            "..",
            "../x",
            "a/../../x",
            "a/..",
            ".",
            "./a",
            "a//b",
            "a/",
            "\\\\host\\share",
            "C:\\x",
            "C:x",
            "c:/x",
            "a\\..\\b",
            "a/b:stream",
            "x\0y",
            "a\nb",
            "a\u{1b}[2J",
            "a\u{7f}",
            "a\u{85}b",
            "...",
            "a/.. /b",
            "x.",
            "x ",
            "CON",
            "con.txt",
            "NUL .js",
            "a/aux/b",
            "COM1",
            "lpt9.md",
            "com\u{b9}",
            "CONIN$",
            "gpj\u{202e}sj.exe",
            "a\u{200f}",
            "\u{2066}a",
        ];
        for path in attacks {
            assert!(RelPath::new(path).is_err(), "{path:?} was let through");
        }
    }

    #[test]
    fn an_escaped_dot_is_only_a_name() {
        assert_eq!(RelPath::new("%2e%2e/x").unwrap().segments().count(), 2);
    }

    #[test]
    fn a_name_of_255_bytes_fits_and_one_of_256_does_not() {
        assert!(RelPath::new(&"x".repeat(255)).is_ok());
        assert!(RelPath::new(&"x".repeat(256)).is_err());
        assert!(RelPath::new(&"é".repeat(128)).is_err());
        assert!(RelPath::new(&"x/".repeat(600)[..1023]).is_ok());
        assert!(RelPath::new(&"x/".repeat(600)[..1025]).is_err());
    }

    #[test]
    fn a_path_lies_in_its_own_folders_and_in_no_other() {
        let path = RelPath::new("a/b/c").unwrap();
        let folders: Vec<_> = path.folders().map(|folder| folder.to_string()).collect();
        assert_eq!(folders, ["a", "a/b"]);
        assert!(path.folders().all(|folder| path.is_in(&folder)));
        assert!(path.is_in(&path));
        assert!(!RelPath::new("ab/c").unwrap().is_in(&RelPath::new("a").unwrap()));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(10_000))]

        #[test]
        fn whatever_is_let_through_stays_inside(path in attack()) {
            if let Ok(path) = RelPath::new(&path) {
                let parts: Vec<_> = Path::new(path.as_str()).components().collect();
                prop_assert!(parts.iter().all(|part| matches!(part, Component::Normal(_))));
                prop_assert_eq!(parts.len(), path.segments().count());
                prop_assert!(!path.as_str().contains(['\\', ':', '\0']));
            }
        }
    }

    /// Paths of pieces that matter to file systems, and of anything at all.
    fn attack() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            Just("..".to_owned()),
            Just(".".to_owned()),
            Just("/".to_owned()),
            Just("\\".to_owned()),
            Just("C:".to_owned()),
            Just("con".to_owned()),
            Just(" ".to_owned()),
            Just("\0".to_owned()),
            "[a-z]{1,3}",
            any::<char>().prop_map(String::from),
        ];
        proptest::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
    }
}

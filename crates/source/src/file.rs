//! A file's text, read under guard.

use crate::span::{LineIndex, Place, Span};
use std::sync::{Arc, OnceLock};

/// How the lines of a file end; what is written into it ends the same way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Newline {
    /// `\n`
    #[default]
    Lf,
    /// `\r\n`
    CrLf,
}

/// The byte order mark of UTF-8.
pub(crate) const UTF8_MARK: &[u8] = b"\xef\xbb\xbf";
const UTF16_LE_MARK: &[u8] = b"\xff\xfe";
const UTF16_BE_MARK: &[u8] = b"\xfe\xff";

/// Whether bytes begin with a mark of UTF-16.
pub(crate) fn is_utf16(bytes: &[u8]) -> bool {
    bytes.starts_with(UTF16_LE_MARK) || bytes.starts_with(UTF16_BE_MARK)
}

/// One file that was read: its text without a byte order mark, and what is needed to give places in it.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// The path relative to the analysed folder, with `/`.
    pub path: Arc<str>,
    /// The decoded text, without a byte order mark.
    pub text: Arc<str>,
    /// Whether the file began with a byte order mark.
    pub bom: bool,
    /// Whether the bytes were something else than UTF-8 (such a file may be read, but is never written back).
    pub transcoded: bool,
    lines: OnceLock<LineIndex>,
    /// The files whose texts were joined to this one, each with its first byte.
    parts: Vec<(u32, Arc<SourceFile>)>,
}

impl SourceFile {
    /// A file from text that is already decoded.
    pub fn new(path: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Self {
        Self {
            path: path.into(),
            text: text.into(),
            bom: false,
            transcoded: false,
            lines: OnceLock::new(),
            parts: Vec::new(),
        }
    }

    /// The texts of several files behind each other, for what is put together from all of them: a span keeps the
    /// place that it has in its own file. The path is that of the first file.
    pub fn joined(files: Vec<Arc<SourceFile>>) -> Self {
        let path: Arc<str> = files.first().map_or_else(|| "".into(), |file| file.path.clone());
        let mut text = String::new();
        let mut parts = Vec::new();
        for file in files {
            parts.push((Span::new(text.len(), text.len()).start, file.clone()));
            text.push_str(&file.text);
        }
        Self {
            parts,
            ..Self::new(path, text)
        }
    }

    /// The files that were joined to this one; none where it is a file of its own.
    pub fn parts(&self) -> impl Iterator<Item = &Arc<SourceFile>> {
        self.parts.iter().map(|(_, file)| file)
    }

    /// A file from its bytes: UTF-8 with or without a byte order mark, or UTF-16 with one. Nothing is ever
    /// replaced: what cannot be decoded to the last byte is not text, and neither is what holds a NUL.
    ///
    /// # Errors
    /// [`Unreadable::NotText`].
    pub fn decode(path: impl Into<Arc<str>>, bytes: Vec<u8>) -> Result<Self, Unreadable> {
        let not_text = |why: String| Err(Unreadable::NotText(why));
        let utf16 = match bytes.get(..2) {
            Some(mark) if mark == UTF16_LE_MARK => Some(encoding_rs::UTF_16LE),
            Some(mark) if mark == UTF16_BE_MARK => Some(encoding_rs::UTF_16BE),
            _ => None,
        };
        let bom = utf16.is_some() || bytes.starts_with(UTF8_MARK);
        let text = if let Some(encoding) = utf16 {
            let body = bytes.get(2..).unwrap_or_default();
            match encoding.decode_without_bom_handling_and_without_replacement(body) {
                Some(text) => text.into_owned(),
                None => return not_text(format!("an unpaired half in {}", encoding.name())),
            }
        } else {
            match String::from_utf8(bytes) {
                Ok(mut text) => {
                    text.drain(..if bom { UTF8_MARK.len() } else { 0 });
                    text
                }
                Err(e) => return not_text(format!("byte {} does not fit", e.utf8_error().valid_up_to())),
            }
        };
        if let Some(at) = text.find('\0') {
            return not_text(format!("a NUL at byte {at} of the text"));
        }
        Ok(Self {
            bom,
            transcoded: utf16.is_some(),
            ..Self::new(path, text)
        })
    }

    /// The index of this file's lines, made on first use.
    pub fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }

    /// The place of a span in this file.
    pub fn place(&self, span: Span) -> Place {
        let part = self.parts.partition_point(|(start, _)| *start <= span.start);
        if let Some((start, file)) = part.checked_sub(1).and_then(|part| self.parts.get(part)) {
            return file.place(Span {
                start: span.start - start,
                end: span.end.saturating_sub(*start),
            });
        }
        let (line, column) = self.lines().line_column(&self.text, span.start);
        let (end_line, end_column) = self.lines().line_column(&self.text, span.end);
        Place {
            file: self.path.clone(),
            line,
            column,
            end_line,
            end_column,
        }
    }

    /// How the lines of this file end: `\r\n` where most of them do.
    pub fn newline(&self) -> Newline {
        let crlf = self.text.matches("\r\n").count();
        if crlf * 2 > self.text.matches('\n').count() {
            Newline::CrLf
        } else {
            Newline::Lf
        }
    }
}

/// Why a file was not read. Becomes a row of `coverage.skipped` and, where it matters, a finding.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// The file is larger than the limit.
    #[error("larger than the limit of {limit} bytes ({bytes} bytes)")]
    TooLarge {
        /// The file's size.
        bytes: u64,
        /// The limit that was in force.
        limit: u64,
    },
    /// Brackets nest deeper than can be parsed safely.
    #[error("brackets nest deeper than {limit} levels")]
    TooDeep {
        /// The limit that was in force.
        limit: u32,
    },
    /// The bytes are not text in an encoding that can be told.
    #[error("not text in UTF-8 or UTF-16: {0}")]
    NotText(String),
    /// The path is not a regular file (a link loop, a device, a socket, a folder).
    #[error("not a regular file")]
    NotAFile,
    /// The system refused.
    #[error("{0}")]
    System(String),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(bytes: &[u8]) -> Result<SourceFile, Unreadable> {
        SourceFile::decode("x", bytes.to_vec())
    }

    fn utf16(text: &str, mark: &[u8], order: fn(u16) -> [u8; 2]) -> Vec<u8> {
        [mark.to_vec(), text.encode_utf16().flat_map(order).collect()].concat()
    }

    #[test]
    fn utf8_is_read_with_and_without_a_mark() {
        let plain = decode("é🎉".as_bytes()).unwrap();
        assert_eq!((&*plain.text, plain.bom, plain.transcoded), ("é🎉", false, false));
        let marked = decode(b"\xef\xbb\xbfab").unwrap();
        assert_eq!(
            (&*marked.text, marked.bom, marked.transcoded),
            ("ab", true, false)
        );
        assert_eq!(
            marked.place(Span::new(0, 1)).column,
            1,
            "the mark takes no column"
        );
    }

    #[test]
    fn only_the_first_mark_is_a_mark() {
        let twice = decode(b"\xef\xbb\xbf\xef\xbb\xbfa").unwrap();
        assert_eq!(&*twice.text, "\u{feff}a");
    }

    #[test]
    fn utf16_is_read_with_a_mark_and_is_transcoded() {
        for bytes in [
            utf16("aé🎉", b"\xff\xfe", u16::to_le_bytes),
            utf16("aé🎉", b"\xfe\xff", u16::to_be_bytes),
        ] {
            let file = decode(&bytes).unwrap();
            assert_eq!((&*file.text, file.bom, file.transcoded), ("aé🎉", true, true));
        }
    }

    #[test]
    fn utf16_without_a_mark_or_cut_short_is_not_text() {
        let text = utf16("ab", b"", u16::to_le_bytes);
        assert!(matches!(decode(&text), Err(Unreadable::NotText(_))));
        for bad in [
            &b"\xff\xfea"[..],
            b"\xff\xfe\x00\xd8",
            b"\xff\xfe\x00\x00a\x00",
            b"\xff\xfea\x00\x00\x00",
        ] {
            assert!(matches!(decode(bad), Err(Unreadable::NotText(_))), "{bad:?}");
        }
    }

    #[test]
    fn a_byte_that_does_not_fit_is_told_wherever_it_stands() {
        for at in 0..20 {
            let mut bytes = b"abcdefghijklmnopqrst".to_vec();
            bytes[at] = 0xe9;
            assert_eq!(
                decode(&bytes).unwrap_err(),
                Unreadable::NotText(format!("byte {at} does not fit"))
            );
        }
    }

    #[test]
    fn a_nul_is_not_text() {
        assert!(matches!(decode(b"a\0b"), Err(Unreadable::NotText(_))));
    }

    #[test]
    fn half_a_mark_is_not_a_mark() {
        assert!(decode(b"\xef\xbb").is_err());
        assert!(decode(b"\xff").is_err());
        assert_eq!(&*decode(b"").unwrap().text, "");
    }

    #[test]
    fn a_span_of_joined_files_has_the_place_of_its_own_file() {
        let file = |path: &str, text: &str| Arc::new(SourceFile::new(path, text));
        let joined = SourceFile::joined(vec![file("a", "1\n2"), file("b", ""), file("c", "\nxy")]);
        let at = |start, end| {
            let place = joined.place(Span::new(start, end));
            (place.file.to_string(), place.line, place.column, place.end_column)
        };
        assert_eq!(at(2, 3), ("a".into(), 2, 1, 2));
        assert_eq!(at(4, 6), ("c".into(), 2, 1, 3));
        assert_eq!(at(0, 0), ("a".into(), 1, 1, 1));
        assert_eq!(&*joined.path, "a");
        assert_eq!(joined.parts().count(), 3);
        assert_eq!(SourceFile::new("a", "").parts().count(), 0);
    }

    #[test]
    fn lines_end_as_most_of_them_do() {
        let newline = |text: &str| SourceFile::new("x", text).newline();
        assert_eq!(newline("a\r\nb\r\nc\n"), Newline::CrLf);
        assert_eq!(newline("a\nb\r\nc\n"), Newline::Lf);
        assert_eq!(newline("a\r\nb\n"), Newline::Lf, "a tie");
        assert_eq!(newline("a\rb"), Newline::Lf);
        assert_eq!(newline(""), Newline::Lf);
    }
}

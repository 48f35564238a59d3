//! Byte spans, and the places (file, line, column) that people and programs read.

use std::sync::Arc;

/// A half-open range of bytes in one file's text (its byte order mark not counted).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span from `start` to `end`; offsets beyond 4 GiB saturate.
    pub fn new(start: usize, end: usize) -> Self {
        let clip = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self {
            start: clip(start),
            end: clip(end),
        }
    }

    /// The text at this span, or `""` where it does not lie on character boundaries of `text`.
    pub fn text(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize).unwrap_or("")
    }
}

/// Where something stands: a file relative to the analysed folder (always with `/`), lines and columns from 1.
///
/// Columns count characters (Unicode code points), `end_column` is one past the last.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file, relative to the analysed folder.
    pub file: Arc<str>,
    /// First line.
    pub line: u32,
    /// First column.
    pub column: u32,
    /// Last line.
    pub end_line: u32,
    /// One past the last column.
    pub end_column: u32,
}

impl Place {
    /// The first character of a file: for what concerns the file as a whole.
    pub fn start_of(file: Arc<str>) -> Self {
        Self {
            file,
            line: 1,
            column: 1,
            end_line: 1,
            end_column: 1,
        }
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// The byte offset at which each line of a text begins.
#[derive(Debug, Clone)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// Reads the line ends of `text`: `\n`, `\r\n` and a lone `\r` each end a line.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for (i, byte) in bytes.iter().enumerate() {
            let ends_line = *byte == b'\n' || (*byte == b'\r' && bytes.get(i + 1) != Some(&b'\n'));
            if ends_line {
                starts.push(u32::try_from(i + 1).unwrap_or(u32::MAX));
            }
        }
        Self { starts }
    }

    /// How many lines there are; an empty text has one.
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// Line and column, both from 1, of a byte offset in the same text.
    pub fn line_column(&self, text: &str, offset: u32) -> (u32, u32) {
        let line = self
            .starts
            .partition_point(|start| *start <= offset)
            .saturating_sub(1);
        let start = self.starts.get(line).copied().unwrap_or(0) as usize;
        let end = text.floor_char_boundary((offset as usize).min(text.len()));
        let before = text.get(start..end).unwrap_or("");
        (line as u32 + 1, before.chars().count() as u32 + 1)
    }

    /// The text of a line (from 1) without its line end, or `""` where there is no such line.
    pub fn line<'a>(&self, text: &'a str, line: u32) -> &'a str {
        let index = (line as usize).saturating_sub(1);
        let Some(start) = self.starts.get(index) else {
            return "";
        };
        let end = self
            .starts
            .get(index + 1)
            .map_or(text.len(), |next| *next as usize);
        text.get(*start as usize..end)
            .unwrap_or("")
            .trim_end_matches(['\r', '\n'])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn each_kind_of_line_end_ends_one_line() {
        let text = "a\nb\r\nc\rd\n\r";
        let index = LineIndex::new(text);
        let lines: Vec<_> = (1..=6).map(|line| index.line(text, line)).collect();
        assert_eq!(lines, ["a", "b", "c", "d", "", ""]);
        assert_eq!(index.line(text, 0), "a");
        assert_eq!(index.line(text, 99), "");
    }

    #[test]
    fn columns_count_characters_and_not_bytes() {
        let text = "é🎉x";
        let index = LineIndex::new(text);
        assert_eq!(index.line_column(text, 6), (1, 3));
        assert_eq!(
            index.line_column(text, 4),
            (1, 2),
            "inside of a character is where it begins"
        );
        assert_eq!(index.line_column(text, u32::MAX), (1, 4));
    }

    #[test]
    fn an_empty_text_has_one_empty_line() {
        let index = LineIndex::new("");
        assert_eq!(index.line_column("", 0), (1, 1));
        assert_eq!(index.line("", 1), "");
    }

    #[test]
    fn a_span_that_cuts_a_character_has_no_text() {
        assert_eq!(Span::new(0, 1).text("é"), "");
        assert_eq!(Span::new(0, 2).text("é"), "é");
        assert_eq!(Span::new(2, 0).text("ab"), "");
        assert_eq!(Span::new(usize::MAX, 0).start, u32::MAX);
    }

    proptest! {
        #[test]
        fn a_place_found_by_counting_is_the_same(text in "[a\r\né🎉]{0,30}", offset in 0u32..100) {
            let at = text.floor_char_boundary(offset as usize);
            let (mut line, mut column) = (1, 1);
            for (i, c) in text.char_indices().take_while(|(i, _)| *i < at) {
                let ends = c == '\n' || (c == '\r' && !text[i + 1..].starts_with('\n'));
                (line, column) = if ends { (line + 1, 1) } else { (line, column + 1) };
            }
            prop_assert_eq!(LineIndex::new(&text).line_column(&text, offset), (line, column));
        }
    }
}

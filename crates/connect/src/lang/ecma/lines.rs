//! Lines and columns of a file whose text is not kept.

use forgeshift_source::span::{Place, Span};
use std::sync::Arc;

/// Where the lines of a file begin, and which of its bytes begin no character.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lines {
    starts: Box<[u32]>,
    inner: Box<[u32]>,
}

impl Lines {
    /// Reads the line ends of a text: `\n`, `\r\n` and a lone `\r`.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        // Nearly every file: only its line ends are looked for.
        if text.is_ascii() && !text.contains('\r') {
            starts.extend(text.match_indices('\n').map(|(index, _)| index as u32 + 1));
            return Self {
                starts: starts.into(),
                inner: Box::default(),
            };
        }
        let mut inner = Vec::new();
        for (index, byte) in bytes.iter().enumerate() {
            if *byte == b'\n' || (*byte == b'\r' && bytes.get(index + 1) != Some(&b'\n')) {
                starts.push(index as u32 + 1);
            } else if *byte & 0xC0 == 0x80 {
                inner.push(index as u32);
            }
        }
        Self {
            starts: starts.into(),
            inner: inner.into(),
        }
    }

    /// The place of a span.
    pub fn place(&self, file: &Arc<str>, span: Span) -> Place {
        let (line, column) = self.at(span.start);
        let (end_line, end_column) = self.at(span.end);
        Place {
            file: file.clone(),
            line,
            column,
            end_line,
            end_column,
        }
    }

    fn at(&self, offset: u32) -> (u32, u32) {
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or(0);
        let skipped =
            self.inner.partition_point(|at| *at < offset) - self.inner.partition_point(|at| *at < start);
        (line as u32, offset.saturating_sub(start) + 1 - skipped as u32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_not_bytes() {
        let lines = Lines::new("a\r\nüb = 1\n");
        let file: Arc<str> = "x.js".into();
        let place = lines.place(&file, Span { start: 5, end: 6 });
        assert_eq!((place.line, place.column, place.end_column), (2, 2, 3));
    }
}

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
        }
    }

    /// The index of this file's lines, made on first use.
    pub fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }

    /// The place of a span in this file.
    pub fn place(&self, span: Span) -> Place {
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

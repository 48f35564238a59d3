//! Text edits by span: what is outside of every edit stays as it was, byte for byte.

use crate::span::Span;

/// Replace the bytes of `span` by `text`. An empty span inserts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced.
    pub span: Span,
    /// What stands there afterwards.
    pub text: String,
}

/// Why a set of edits was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// Two edits touch the same bytes.
    #[error("two edits overlap at byte {0}")]
    Overlap(u32),
    /// An edit lies outside of the text or cuts a character.
    #[error("an edit does not fit the text at byte {0}")]
    OutOfText(u32),
}

/// The text with all edits made, whatever order they come in. Insertions at one place keep their given order.
pub fn apply(text: &str, edits: &[Edit]) -> Result<String, EditError> {
    let mut sorted: Vec<&Edit> = edits.iter().collect();
    sorted.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let mut out = String::with_capacity(text.len());
    let mut at = 0usize;
    for edit in sorted {
        let (start, end) = (edit.span.start as usize, edit.span.end as usize);
        if start < at {
            return Err(EditError::Overlap(edit.span.start));
        }
        let before = text.get(at..start).ok_or(EditError::OutOfText(edit.span.start))?;
        text.get(start..end)
            .ok_or(EditError::OutOfText(edit.span.start))?;
        out.push_str(before);
        out.push_str(&edit.text);
        at = end;
    }
    out.push_str(text.get(at..).ok_or(EditError::OutOfText(at as u32))?);
    Ok(out)
}

//! Lines of a text, by byte offsets.

/// The line end that most lines have.
pub(super) fn newline(text: &str) -> &'static str {
    let crlf = text.matches("\r\n").count();
    if crlf * 2 > text.matches('\n').count() {
        "\r\n"
    } else {
        "\n"
    }
}

/// The offset at which the line of `at` begins.
pub(super) fn start(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or(text);
    before.rfind(['\n', '\r']).map_or(0, |at| at + 1)
}

/// The offset of the line break at or behind `at`, or the end of the text.
pub(super) fn end(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or("");
    at + rest.find(['\n', '\r']).unwrap_or(rest.len())
}

/// The offset at which the line behind that of `at` begins, or the end of the text.
pub(super) fn next(text: &str, at: usize) -> usize {
    let end = end(text, at);
    let rest = text.get(end..).unwrap_or("");
    let length = if rest.starts_with("\r\n") { 2 } else { 1 };
    end + length.min(rest.len())
}

/// The offset at which the line before that of `at` begins, where there is one.
pub(super) fn previous(text: &str, at: usize) -> Option<usize> {
    let line = start(text, at);
    let before = text.get(..line)?;
    let before = before
        .strip_suffix("\r\n")
        .or_else(|| before.strip_suffix(['\n', '\r']))?;
    Some(start(text, before.len()))
}

/// The text of the line of `at`, without its break.
pub(super) fn line(text: &str, at: usize) -> &str {
    text.get(start(text, at)..end(text, at)).unwrap_or("")
}

/// How many characters stand before `at` in its line.
pub(super) fn column(text: &str, at: usize) -> usize {
    text.get(start(text, at)..at).unwrap_or("").chars().count()
}

/// Whether there is a line at `at` and it is blank.
pub(super) fn is_blank(text: &str, at: usize) -> bool {
    at < text.len() && line(text, at).trim().is_empty()
}

/// The column of the comment that is all of the line of `at`.
pub(super) fn comment_column(text: &str, at: usize) -> Option<usize> {
    let line = line(text, at);
    let content = line.trim_start_matches([' ', '\t']);
    content.starts_with('#').then(|| line.len() - content.len())
}

/// The offset of the first byte from `at` on that is neither blank nor comment.
pub(super) fn skip_blank(text: &str, mut at: usize) -> usize {
    loop {
        match text.as_bytes().get(at) {
            Some(b' ' | b'\t' | b'\r' | b'\n') => at += 1,
            Some(b'#') => at = end(text, at),
            _ => return at,
        }
    }
}

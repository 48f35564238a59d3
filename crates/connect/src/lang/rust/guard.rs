//! Refuses, before the parser sees it, a text whose expressions nest so deep that a parser by recursive descent
//! would run out of stack. (An overflow cannot be caught: the process dies.)

/// The deepest nesting that is parsed. A gibibyte of stack bears ten times as much.
pub const DEPTH: u32 = 10_000;

/// The deepest that the text nests, as an upper bound: open brackets, and the tokens since the last separator
/// within each of them (`!!!x`, `a + a + …`, `x.f().f()` nest without a bracket).
pub fn depth(text: &str) -> u32 {
    let bytes = text.as_bytes();
    let mut open: Vec<u32> = Vec::new();
    // Levels of all the open brackets, and of the innermost one since its last separator.
    let (mut outer, mut run, mut deepest) = (0u32, 0u32, 0u32);
    let mut i = 0;
    while let Some(byte) = bytes.get(i) {
        match byte {
            b'/' if matches!(bytes.get(i + 1), Some(b'/' | b'*')) => {
                i = after_comment(bytes, i);
                continue;
            }
            b'"' => {
                i = after_string(bytes, i + 1);
                run += 1;
                continue;
            }
            b'\'' => {
                i = after_quote(bytes, i);
                run += 1;
                continue;
            }
            b'(' | b'[' | b'{' => {
                open.push(run);
                outer = outer.saturating_add(run + 1);
                run = 0;
            }
            b')' | b']' | b'}' => {
                run = open.pop().unwrap_or(0);
                outer = outer.saturating_sub(run + 1);
                if *byte == b'}' && !continues(bytes, i + 1) {
                    run = 0;
                }
            }
            b';' | b',' => run = 0,
            b if b.is_ascii_whitespace() => {}
            b if is_word(*b) => {
                let end = after_word(bytes, i);
                run += 1;
                i = raw_string(bytes, i, end).unwrap_or(end);
                deepest = deepest.max(outer.saturating_add(run));
                continue;
            }
            _ => run += 1,
        }
        deepest = deepest.max(outer.saturating_add(run));
        i += 1;
    }
    deepest
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

fn after_word(bytes: &[u8], start: usize) -> usize {
    let rest = bytes.get(start..).unwrap_or_default();
    start + rest.iter().take_while(|b| is_word(**b)).count()
}

fn after_comment(bytes: &[u8], start: usize) -> usize {
    if bytes.get(start + 1) == Some(&b'/') {
        let rest = bytes.get(start..).unwrap_or_default();
        return start + rest.iter().take_while(|b| **b != b'\n').count();
    }
    let (mut i, mut level) = (start + 2, 1u32);
    while level > 0 && i < bytes.len() {
        match (bytes.get(i), bytes.get(i + 1)) {
            (Some(b'/'), Some(b'*')) => (level, i) = (level + 1, i + 2),
            (Some(b'*'), Some(b'/')) => (level, i) = (level - 1, i + 2),
            _ => i += 1,
        }
    }
    i
}

fn after_string(bytes: &[u8], mut i: usize) -> usize {
    while let Some(byte) = bytes.get(i) {
        match byte {
            b'\\' => i += 2,
            b'"' => return i + 1,
            _ => i += 1,
        }
    }
    i
}

/// A character literal is passed over, a lifetime is a word of its own.
fn after_quote(bytes: &[u8], start: usize) -> usize {
    if bytes.get(start + 1) == Some(&b'\\') {
        let rest = bytes.get(start + 3..).unwrap_or_default();
        return start + 4 + rest.iter().take_while(|b| **b != b'\'' && **b != b'\n').count();
    }
    let next = start + 1;
    let width = match bytes.get(next) {
        Some(b) if *b >= 0xf0 => 4,
        Some(b) if *b >= 0xe0 => 3,
        Some(b) if *b >= 0xc0 => 2,
        _ => 1,
    };
    if bytes.get(next + width) == Some(&b'\'') {
        next + width + 1
    } else {
        next
    }
}

/// The end of `r#"…"#`, where the word from `start` to `end` begins one.
fn raw_string(bytes: &[u8], start: usize, end: usize) -> Option<usize> {
    if !matches!(bytes.get(start..end)?, b"r" | b"br" | b"cr") {
        return None;
    }
    let hashes = bytes.get(end..)?.iter().take_while(|b| **b == b'#').count();
    let mut i = end + hashes;
    if bytes.get(i) != Some(&b'"') {
        return None;
    }
    i += 1;
    while let Some(byte) = bytes.get(i) {
        i += 1;
        let closing = bytes.get(i..).unwrap_or_default();
        if *byte == b'"' && closing.iter().take(hashes).filter(|b| **b == b'#').count() == hashes {
            return Some(i + hashes);
        }
    }
    Some(i)
}

/// Whether what follows a closing brace goes on with the same expression.
fn continues(bytes: &[u8], from: usize) -> bool {
    let rest = bytes.get(from..).unwrap_or_default();
    let start = rest.iter().take_while(|b| b.is_ascii_whitespace()).count();
    let rest = rest.get(start..).unwrap_or_default();
    rest.starts_with(b"else") || rest.starts_with(b".") || rest.starts_with(b"?")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_code_is_shallow_however_long_it_is() {
        let text = "fn f() { let x = a(b, c); if x { y() } else { z() } }\n".repeat(5_000);
        assert!(depth(&text) < 100);
    }

    #[test]
    fn nesting_without_brackets_counts() {
        assert!(depth(&format!("const X: bool = {}true;", "!".repeat(20_000))) > DEPTH);
        assert!(depth(&format!("const X: u8 = {}1;", "1 + ".repeat(20_000))) > DEPTH);
        assert!(depth(&format!("fn f() {{ {}{{}} }}", "if a {} else ".repeat(20_000))) > DEPTH);
        assert!(depth(&format!("const X: u8 = {}1;", "(".repeat(20_000))) > DEPTH);
        assert!(depth(&"!{".repeat(20_000)) > DEPTH);
    }

    #[test]
    fn brackets_in_text_and_comments_do_not_count() {
        let inside = "(".repeat(20_000);
        let text = format!(
            "/* {inside} */ // {inside}\nconst A: &str = \"{inside}\"; const B: &str = r#\"{inside}\"#;"
        );
        assert!(depth(&text) < 100);
        assert!(depth("fn f<'a>(x: &'a str) -> char { '(' }") < 100);
    }
}

//! How a text is written where it must stay text: string, comment, HTML, Markdown, shell.

/// Characters that change the direction of text or are not seen: they can make a line read as what it is not.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

/// Whether a character ends a line, for one of the formats that we write.
fn is_line_end(c: char) -> bool {
    matches!(c, '\u{2028}' | '\u{2029}')
}

/// The text on one line, without control characters, characters that are not seen and repeated blanks.
fn one_line(text: &str) -> String {
    let seen: String = text
        .chars()
        .filter(|c| !is_unseen(*c))
        .map(|c| if c.is_control() || is_line_end(c) { ' ' } else { c })
        .collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A string literal of JavaScript with the very same value.
pub(crate) fn js_string(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            // So that the file may stand inside an HTML page, too.
            '<' => out.push_str("\\x3C"),
            c if c.is_control() || is_line_end(c) || is_unseen(c) => {
                out.push_str(&format!("\\u{:04X}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A literal of JavaScript, given as JSON.
pub(super) fn js_literal(json: &str) -> String {
    let mut out = String::new();
    for c in json.chars() {
        match c {
            // Stands in strings only; so that the file may stand inside an HTML page, too.
            '<' => out.push_str("\\u003C"),
            c if is_line_end(c) || is_unseen(c) => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out
}

/// Comment lines of JavaScript that stand inside of something.
pub(super) fn js_inner_comment(text: &str) -> String {
    js_comment(text).replace('\n', "\n  ")
}

/// Comment lines of JavaScript, broken between words.
pub(crate) fn js_comment(text: &str) -> String {
    const WIDTH: usize = 100;
    let mut lines: Vec<String> = Vec::new();
    for word in one_line(text).split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= WIDTH => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(format!("// {word}")),
        }
    }
    lines.join("\n")
}

/// Text or a quoted attribute of HTML.
pub(super) fn html(text: &str) -> String {
    let mut out = String::new();
    for c in one_line(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// Plain text of Markdown, in a paragraph, a list item or a cell of a table. Addresses become links.
pub(super) fn markdown(text: &str) -> String {
    let line = one_line(text);
    let words: Vec<String> = line
        .split(' ')
        .map(|word| autolink(word).unwrap_or_else(|| escape_markdown(word)))
        .collect();
    escape_block_start(words.join(" "))
}

/// `<address>` for a word that holds one, between what stands before and after it.
fn autolink(word: &str) -> Option<String> {
    let start = ["https://", "http://"]
        .iter()
        .filter_map(|scheme| word.find(scheme))
        .min()?;
    let (before, rest) = word.split_at_checked(start)?;
    let address = rest.trim_end_matches(['.', ',', ';', ':', ')', '"', '\'']);
    let (_, path) = address.split_once("://")?;
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._~/?#@!$&'()*+,;=:%".contains(c);
    if path.is_empty() || !path.chars().all(plain) {
        return None;
    }
    let after = rest.get(address.len()..).unwrap_or("");
    Some(format!("{}<{address}>{after}", escape_markdown(before)))
}

fn escape_markdown(word: &str) -> String {
    let chars: Vec<char> = word.chars().collect();
    let is_letter = |at: Option<usize>| {
        at.and_then(|at| chars.get(at))
            .is_some_and(|c| c.is_alphanumeric())
    };
    let mut out = String::new();
    for (at, c) in chars.iter().enumerate() {
        let special = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '|' | '~' | '$' => true,
            '&' => is_letter(Some(at + 1)) || chars.get(at + 1) == Some(&'#'),
            // An address that could not become a link must not become one by itself.
            ':' => chars.get(at + 1..at + 3) == Some(&['/', '/']),
            // Inside a word it is only an underscore.
            '_' => !(is_letter(at.checked_sub(1)) && is_letter(Some(at + 1))),
            _ => false,
        };
        if special {
            out.push('\\');
        }
        out.push(*c);
    }
    out
}

/// Keeps a text from opening a heading, a list or a rule where it stands first on a line.
fn escape_block_start(line: String) -> String {
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    if line.starts_with(['#', '-', '+', '=']) {
        format!("\\{line}")
    } else if digits > 0
        && let Some((number, rest)) = line.split_at_checked(digits)
        && rest.starts_with(['.', ')'])
    {
        format!("{number}\\{rest}")
    } else {
        line
    }
}

/// A code span of Markdown.
pub(super) fn code_span(text: &str) -> String {
    let line = one_line(text);
    if line.is_empty() {
        return line;
    }
    let longest = line.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if line.starts_with('`') || line.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{fence}{pad}{line}{pad}{fence}")
}

/// A code span in a cell of a table; plain text where it holds the cell's own border.
pub(super) fn code_cell(text: &str) -> String {
    if text.contains('|') {
        markdown(text)
    } else {
        code_span(text)
    }
}

/// One word of a POSIX shell, on one line.
pub(super) fn shell_word(text: &str) -> String {
    let line = one_line(text);
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._/:@%+=,".contains(c);
    if !line.is_empty() && line.chars().all(plain) {
        line
    } else {
        format!("'{}'", line.replace('\'', "'\\''"))
    }
}

/// A name, a number or a version as it is. Anything else is refused: it would be read as code.
pub(super) fn word(text: &str) -> Result<String, String> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "_$-.^@/".contains(c);
    if !text.is_empty() && text.chars().all(allowed) {
        Ok(text.to_owned())
    } else {
        Err(format!("{text:?} is not a plain name"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_stays_a_comment_whatever_it_says() {
        let text = js_comment("one */ two\nthree\u{2028}four\r\nalert(1)");
        assert!(text.lines().all(|line| line.starts_with("// ")), "{text}");
        assert_eq!(text.lines().count(), 1);
    }

    #[test]
    fn a_long_comment_is_broken_between_words() {
        let text = js_comment(&"word ".repeat(60));
        assert!(
            text.lines()
                .all(|line| line.len() <= 100 && line.starts_with("// "))
        );
        assert!(text.lines().count() > 2);
    }

    #[test]
    fn a_text_that_changes_its_direction_is_written_without_that() {
        assert_eq!(html("a\u{202E}b"), "ab");
        assert_eq!(js_string("a\u{202E}b"), "\"a\\u202Eb\"");
    }

    #[test]
    fn a_control_character_is_written_nowhere() {
        for text in [
            html("a\u{1b}b"),
            markdown("a\0b"),
            code_span("a\u{7}b"),
            shell_word("a\u{1b}b"),
        ] {
            assert!(!text.chars().any(char::is_control), "{text:?}");
        }
        assert_eq!(js_string("a\u{1b}b"), "\"a\\u001Bb\"");
    }

    #[test]
    fn a_cell_keeps_its_borders() {
        assert_eq!(markdown("a|b\nc"), "a\\|b c");
        assert_eq!(code_cell("a|b"), "a\\|b");
        assert_eq!(markdown("a\\|b"), "a\\\\\\|b");
    }

    #[test]
    fn a_text_opens_no_heading_and_no_list() {
        assert_eq!(markdown("# title"), "\\# title");
        assert_eq!(markdown("1. item"), "1\\. item");
        assert_eq!(markdown("- item"), "\\- item");
    }

    #[test]
    fn an_underscore_inside_a_word_is_left_alone() {
        assert_eq!(markdown("issue_key _x_"), "issue_key \\_x\\_");
    }

    #[test]
    fn an_address_becomes_a_link_and_keeps_the_full_stop_outside() {
        assert_eq!(
            markdown("see https://a.example/x_y."),
            "see <https://a.example/x_y>."
        );
        assert_eq!(markdown("(https://a.example)"), "(<https://a.example>)");
        assert_eq!(markdown("https://a|b"), "https\\://a\\|b");
    }

    #[test]
    fn a_code_span_holds_backticks() {
        assert_eq!(code_span("`a``b"), "``` `a``b ```");
    }

    #[test]
    fn a_shell_reads_one_word() {
        assert_eq!(shell_word("a b'c$(d)\n"), "'a b'\\''c$(d)'");
        assert_eq!(shell_word("plain-1"), "plain-1");
    }

    #[test]
    fn code_is_no_word() {
        assert!(word("a(){}").is_err());
        assert!(word("").is_err());
        assert_eq!(word("onIssue"), Ok("onIssue".into()));
    }
}

//! How a scalar is written so that every reader of YAML 1.1 and 1.2 reads the same.

/// A string on one line: plain where no reader takes it for something else, else quoted.
pub(super) fn text(text: &str, flow: bool) -> String {
    if is_plain(text) && !(flow && text.contains([',', '[', ']', '{', '}'])) {
        return text.to_owned();
    }
    let printable = text.chars().all(is_printable);
    if printable && text.contains(['"', '\\']) {
        return format!("'{}'", text.replace('\'', "''"));
    }
    double_quoted(text)
}

/// The sign of a block scalar that holds a string exactly, where there is one.
///
/// Only strings of several lines qualify, without blanks where a reader or an editor may change them.
pub(super) fn block_sign(text: &str) -> Option<&'static str> {
    let lines = text.strip_suffix('\n');
    let sign = if lines.is_some() { "|" } else { "|-" };
    let mut lines = lines.unwrap_or(text).split('\n');
    let fits = |line: &str| line.chars().all(is_printable) && !line.ends_with(char::is_whitespace);
    let starts = |line: &str| !line.is_empty() && !line.starts_with(' ');
    let whole = text.contains('\n')
        && lines.clone().all(fits)
        && lines.clone().next().is_some_and(starts)
        && lines.next_back().is_some_and(|line| !line.is_empty());
    whole.then_some(sign)
}

/// A number with a point, as YAML 1.1 wants it.
pub(super) fn float(value: f64) -> String {
    if value.is_nan() {
        return ".nan".into();
    }
    if value.is_infinite() {
        return if value > 0.0 { ".inf" } else { "-.inf" }.into();
    }
    let text = format!("{value:?}");
    let Some((mantissa, exponent)) = text.split_once('e') else {
        return text;
    };
    let point = if mantissa.contains('.') { "" } else { ".0" };
    let sign = if exponent.starts_with('-') { "" } else { "+" };
    format!("{mantissa}{point}e{sign}{exponent}")
}

/// A comment's text on one line, without what would end or hide it.
pub(super) fn comment(text: &str) -> String {
    let clean: String = text
        .chars()
        .map(|c| if is_printable(c) { c } else { ' ' })
        .collect();
    clean.trim_end().to_owned()
}

fn double_quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            _ if is_printable(c) => out.push(c),
            _ => out.push_str(&match u32::from(c) {
                code @ 0..=0xFF => format!("\\x{code:02X}"),
                code @ 0x100..=0xFFFF => format!("\\u{code:04X}"),
                code => format!("\\U{code:08X}"),
            }),
        }
    }
    out.push('"');
    out
}

/// Whether a character may be written as it is: not a control character, no line or paragraph separator, no mark
/// that hides or turns text around, no byte order mark, nothing that is no character.
fn is_printable(c: char) -> bool {
    let hidden =
        matches!(c, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2069}');
    let no_character = u32::from(c) & 0xFFFE == 0xFFFE || c == '\u{FEFF}';
    !(c.is_control() || hidden || no_character)
}

/// Whether a string needs no quotes.
fn is_plain(text: &str) -> bool {
    const INDICATORS: &[char] = &[
        '-', '?', ':', ',', '[', ']', '{', '}', '#', '&', '*', '!', '|', '>', '\'', '"', '%', '@', '`',
    ];
    let edges = [text.chars().next(), text.chars().next_back()];
    edges.iter().all(|edge| edge.is_some_and(|c| !c.is_whitespace()))
        && text.chars().all(is_printable)
        && !text.starts_with(INDICATORS)
        && !text.starts_with("...")
        && !text.ends_with(':')
        && ![": ", " #", "{{"].iter().any(|sign| text.contains(sign))
        && !is_word(text)
        && !is_numeric(text)
}

/// Whether some reader takes this word for a boolean, for null or for an instruction.
fn is_word(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "~", "null", "true", "false", "yes", "no", "on", "off", "y", "n", "=", "<<",
    ];
    WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// Whether some reader takes this for a number, a date or a time: `0b1`, `1_000`, `1:30`, `.5`, `1,000`, `1.2.3`,
/// `2001-12-14`.
fn is_numeric(text: &str) -> bool {
    let text = text.replace(['_', ','], "").to_ascii_lowercase();
    let number = text.strip_prefix(['-', '+']).unwrap_or(&text);
    let made_of = |text: &str, more: &str| text.chars().all(|c| c.is_ascii_digit() || more.contains(c));
    let based = number.strip_prefix(['0']).is_some_and(|rest| {
        rest.starts_with(['x', 'o', 'b']) && rest[1..].chars().all(|c| c.is_ascii_hexdigit())
    });
    let exponent = number.split_once('e').is_some_and(|(mantissa, exponent)| {
        let exponent = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
        made_of(mantissa, ".") && made_of(exponent, "")
    });
    let mut date = text.splitn(3, '-');
    let is_date = date
        .next()
        .is_some_and(|year| year.len() == 4 && made_of(year, ""))
        && date.next().is_some_and(|month| made_of(month, ""))
        && date
            .next()
            .is_some_and(|day| day.starts_with(|c: char| c.is_ascii_digit()));
    made_of(number, ".:") || matches!(number, ".inf" | ".nan") || based || exponent || is_date
}

//! Template expressions are replaced, byte for byte, by something that parses: a name where a value is written
//! out, blanks where the template language steers.

/// The text with every template expression replaced.
pub(super) fn masked(language: &str, text: &str) -> String {
    let pairs: &[(&str, &str)] = match language {
        "handlebars" | "mustache" => &[("{{", "}}")],
        "template" => &[("${", "}")],
        "ejs" => &[("<%", "%>")],
        "html" => &[("{{", "}}"), ("<%", "%>"), ("{%", "%}")],
        _ => &[],
    };
    let mut bytes = text.as_bytes().to_vec();
    for (open, close) in pairs {
        let mut from = 0;
        while let Some(start) = text
            .get(from..)
            .and_then(|rest| rest.find(open))
            .map(|at| at + from)
        {
            let Some(end) = text
                .get(start + open.len()..)
                .and_then(|rest| rest.find(close))
                .map(|at| at + start + open.len() + close.len())
            else {
                break;
            };
            // `}}}` closes `{{{`.
            let end = if *open == "{{" && text[start..].starts_with("{{{") && text[end..].starts_with('}') {
                end + 1
            } else {
                end
            };
            fill(
                &mut bytes[start..end],
                is_value(open, &text[start + open.len()..end]),
            );
            from = end;
        }
    }
    String::from_utf8(bytes).unwrap_or_default()
}

fn is_value(open: &str, inner: &str) -> bool {
    match open {
        "{{" => {
            let inner = inner.trim_start_matches(['{', '~', ' ']);
            !(inner.starts_with(['#', '/', '^', '!', '>', '<']) || inner.starts_with("else"))
        }
        "${" => true,
        "<%" => inner.starts_with(['=', '-']) && !inner.trim_start_matches(['-', ' ']).starts_with("include"),
        _ => false,
    }
}

fn fill(bytes: &mut [u8], value: bool) {
    for (index, byte) in bytes.iter_mut().enumerate() {
        if !value {
            if *byte != b'\n' && *byte != b'\r' {
                *byte = b' ';
            }
        } else if index % 2 == 0 {
            *byte = b'$';
        } else {
            *byte = b'_';
        }
    }
}

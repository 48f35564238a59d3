//! Template expressions are replaced, byte for byte, by something that parses: a name where a value is written
//! out, blanks where the template language steers. A plain name stays readable in it: `{{user}}` becomes
//! `$_user$_`.

/// The text with every template expression replaced.
pub(crate) fn masked(language: &str, text: &str) -> String {
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
            let value = is_value(open, &text[start + open.len()..end]);
            fill(&mut bytes[start..end], value);
            if let (true, Some(name)) = (value && *open != "${", plain_name(&text[start..end])) {
                write_name(&mut bytes[start..end], name);
            }
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

/// The name that an expression writes out, where it is nothing else.
pub(crate) fn plain_name(expression: &str) -> Option<&str> {
    let name = expression
        .trim_matches(['{', '}', '<', '%', '>', '=', '-', '~', '&', ' ', '\t'])
        .trim();
    let fits = name.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && !name.contains("_$");
    fits.then_some(name)
}

/// Puts the name behind the first `$_`; what follows it is `$_` as often as it fits.
fn write_name(bytes: &mut [u8], name: &str) {
    let Some(room) = bytes.get_mut(2..) else { return };
    if room.len() < name.len() + 2 {
        return;
    }
    let (at, rest) = room.split_at_mut(name.len());
    at.copy_from_slice(name.as_bytes());
    fill(rest, true);
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

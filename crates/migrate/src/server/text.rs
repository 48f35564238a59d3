//! Where in a text a statement, an argument or a mark begins and ends.

use forgeshift_source::edit::Edit;
use forgeshift_source::span::Span;

/// Takes statements out: with their lines, the comments right above them, and one of two blank lines.
pub(super) fn without_statements(text: &str, spans: &[Span]) -> Vec<Edit> {
    let mut cuts: Vec<Edit> = spans.iter().map(|span| without_statement(text, *span)).collect();
    cuts.sort_by_key(|cut| (cut.span.start, cut.span.end));
    let mut joined: Vec<Edit> = Vec::new();
    for cut in cuts {
        match joined.last_mut() {
            // Between two that go nothing but blanks is left: they go as one.
            Some(last)
                if last.text.is_empty()
                    && cut.text.is_empty()
                    && (cut.span.start <= last.span.end
                        || is_blank(text.get(last.span.end as usize..cut.span.start as usize))) =>
            {
                last.span.end = last.span.end.max(cut.span.end);
            }
            _ => joined.push(cut),
        }
    }
    for cut in &mut joined {
        close_gap(text, cut);
    }
    joined
}

/// What would leave two blank lines, or one at the beginning, leaves one less.
fn close_gap(text: &str, cut: &mut Edit) {
    let (start, end) = (cut.span.start as usize, cut.span.end as usize);
    if cut.text.is_empty() && text.get(end..).is_some_and(|rest| rest.trim().is_empty()) {
        // At the end of a file one line end stays.
        let kept = text.get(..start).map_or(0, |before| before.trim_end().len());
        let line = next_line(text, line_end(text, kept));
        cut.span = Span::new(line.min(start), text.len());
        return;
    }
    let whole_lines =
        cut.text.is_empty() && (start == 0 || text.get(..start).is_some_and(|before| before.ends_with('\n')));
    let blank_before = start == 0 || is_blank(text.get(line_start_before(text, start)..start));
    if !whole_lines || !blank_before {
        return;
    }
    let next = next_line(text, line_end(text, end));
    if end < text.len() && is_blank(text.get(end..next)) {
        cut.span.end = Span::new(0, next).end;
    }
}

fn without_statement(text: &str, span: Span) -> Edit {
    let (start, end) = (span.start as usize, span.end as usize);
    let line_start = line_start(text, start);
    let line_end = line_end(text, end);
    let alone = is_blank(text.get(line_start..start)) && is_rest(text.get(end..line_end));
    if !alone {
        let before = text.get(line_start..start).unwrap_or("").trim_end();
        // What hangs on a condition without braces leaves an empty block.
        let text = if before.ends_with(')') || before.ends_with("else") {
            "{}"
        } else {
            ""
        };
        return Edit {
            span,
            text: text.into(),
        };
    }
    Edit {
        span: Span::new(with_comments(text, line_start), next_line(text, line_end)),
        text: String::new(),
    }
}

/// Takes an element of a list out, with the comma that belongs to it.
pub(super) fn without_element(text: &str, span: Span) -> Edit {
    let (mut start, mut end) = (span.start as usize, span.end as usize);
    let after = text.get(end..).unwrap_or("");
    let blanks = after.len() - after.trim_start().len();
    if after.trim_start().starts_with(',') {
        end += blanks + 1;
        let rest = text.get(end..).unwrap_or("");
        end += rest.len() - rest.trim_start_matches([' ', '\t']).len();
    } else {
        let before = text.get(..start).unwrap_or("");
        let trimmed = before.trim_end();
        if trimmed.ends_with(',') {
            start = trimmed.len() - 1;
        }
    }
    Edit {
        span: Span::new(start, end),
        text: String::new(),
    }
}

/// A comment line above the line on which something begins.
pub(super) fn mark(text: &str, at: u32, comment: &str) -> Edit {
    let start = line_start(text, at as usize);
    let line = text.get(start..).unwrap_or("");
    let indent: String = line.chars().take_while(|c| *c == ' ' || *c == '\t').collect();
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    Edit {
        span: Span::new(start, start),
        text: format!("{indent}// {comment}{end}"),
    }
}

/// A statement as it would stand at the left margin.
pub(super) fn dedented(text: &str, span: Span) -> String {
    let start = line_start(text, span.start as usize);
    let indent = text
        .get(start..span.start as usize)
        .filter(|part| part.trim().is_empty())
        .unwrap_or("");
    span.text(text)
        .lines()
        .map(|line| line.strip_prefix(indent).unwrap_or(line))
        .collect::<Vec<_>>()
        .join("\n")
}

fn line_start(text: &str, at: usize) -> usize {
    text.get(..at)
        .and_then(|before| before.rfind('\n'))
        .map_or(0, |end| end + 1)
}

fn line_start_before(text: &str, start: usize) -> usize {
    line_start(text, start.saturating_sub(1))
}

fn line_end(text: &str, at: usize) -> usize {
    text.get(at..)
        .and_then(|rest| rest.find('\n'))
        .map_or(text.len(), |length| at + length)
}

fn next_line(text: &str, line_end: usize) -> usize {
    (line_end + 1).min(text.len())
}

fn is_blank(part: Option<&str>) -> bool {
    part.is_some_and(|part| part.trim().is_empty())
}

/// What may stand behind a statement on its line.
fn is_rest(part: Option<&str>) -> bool {
    part.is_some_and(|part| {
        let part = part.trim().trim_start_matches(';').trim();
        part.is_empty() || part.starts_with("//")
    })
}

/// The beginning of the comment lines right above a line.
fn with_comments(text: &str, mut start: usize) -> usize {
    let mut in_block = false;
    while start > 0 {
        let above = line_start_before(text, start);
        let line = text.get(above..start).unwrap_or("").trim();
        let opens = line.starts_with("/*");
        let closes = line.ends_with("*/");
        if !in_block && !line.starts_with("//") && !closes {
            break;
        }
        // A block that stands behind code is that code's.
        if !in_block
            && closes
            && !opens
            && !line.starts_with('*')
            && !line.is_empty()
            && !line.starts_with("*/")
        {
            break;
        }
        in_block = if opens { false } else { in_block || closes };
        start = above;
    }
    start
}

#[cfg(test)]
mod tests {
    use super::*;
    use forgeshift_source::edit::apply;

    fn without(text: &str, part: &str) -> String {
        let start = text.find(part).unwrap();
        let span = Span::new(start, start + part.len());
        apply(text, &without_statements(text, &[span])).unwrap()
    }

    #[test]
    fn a_statement_goes_with_its_comment_and_its_line() {
        assert_eq!(
            without("a();\n// why\nb(); // so\nc();\n", "b();"),
            "a();\nc();\n"
        );
        assert_eq!(
            without("a();\n\n/* why\n * more */\nb();\n\nc();\n", "b();"),
            "a();\n\nc();\n"
        );
    }

    #[test]
    fn statements_that_go_together_leave_one_blank_line() {
        let text = "a();\n\nb();\n\n// more\nb2();\nb3();\n\nc();\n";
        let spans: Vec<Span> = ["b();", "b2();", "b3();"]
            .iter()
            .map(|part| Span::new(text.find(part).unwrap(), text.find(part).unwrap() + part.len()))
            .collect();
        assert_eq!(
            apply(text, &without_statements(text, &spans)).unwrap(),
            "a();\n\nc();\n"
        );
    }

    #[test]
    fn what_goes_at_the_end_leaves_no_blank_line() {
        assert_eq!(without("a();\n\nb();\n", "b();"), "a();\n");
        assert_eq!(without("a();\n\nb();", "b();"), "a();\n");
    }

    #[test]
    fn a_comment_with_a_blank_line_below_it_stays() {
        assert_eq!(
            without("// the file\n\nb();\nc();\n", "b();"),
            "// the file\n\nc();\n"
        );
    }

    #[test]
    fn what_stands_beside_a_statement_stays() {
        assert_eq!(without("a(); b(); c();", "b();"), "a();  c();");
        assert_eq!(without("if (x) b();\nc();", "b();"), "if (x) {}\nc();");
    }

    #[test]
    fn an_element_goes_with_one_comma() {
        let cut = |text: &str, part: &str| {
            let start = text.find(part).unwrap();
            apply(
                text,
                &[without_element(text, Span::new(start, start + part.len()))],
            )
            .unwrap()
        };
        assert_eq!(cut("f(a, bb, c)", "bb"), "f(a, c)");
        assert_eq!(cut("f(a, bb)", "bb"), "f(a)");
        assert_eq!(cut("{ a, bb }", "bb"), "{ a }");
    }

    #[test]
    fn a_mark_stands_above_its_line_with_the_same_indent() {
        let text = "a\r\n  b();\r\n";
        let at = text.find("b").unwrap() as u32;
        assert_eq!(
            apply(text, &[mark(text, at, "X")]).unwrap(),
            "a\r\n  // X\r\n  b();\r\n"
        );
    }
}

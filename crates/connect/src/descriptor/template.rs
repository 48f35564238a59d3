//! Descriptors that are templates: the tags are taken out, byte for byte, so that every place stays true.
//!
//! Handled are the forms that real descriptors use: `{{…}}` (Mustache, Go, Jinja, Handlebars), `{%…%}`,
//! `<%…%>`, `${…}`, and the head lines of Play templates.

use forgeshift_source::span::Span;

/// What a tag stood for, and so what the reading assumed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    /// Inside a string: the rest of the string is known.
    InString,
    /// For a whole value: nothing of it is known.
    ForValue,
    /// A block tag: what it encloses was taken as present.
    ForBlock,
}

/// One tag of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placeholder {
    /// The tag as it is written.
    pub text: String,
    /// Where it stands.
    pub span: Span,
    /// What it stood for.
    pub stands: Stands,
}

/// A text without its tags, of the same length, and the tags.
#[derive(Debug, Clone, Default)]
pub struct Cleaned {
    /// JSON, if the rest of the file is.
    pub text: String,
    /// The tags in their order.
    pub placeholders: Vec<Placeholder>,
}

/// Words that open or close a block in one of the template languages.
const BLOCK_WORDS: [&str; 12] = [
    "define", "end", "if", "else", "range", "with", "block", "template", "each", "unless", "for", "import",
];

/// Takes the tags out of a text that may be a template.
pub fn clean(text: &str) -> Cleaned {
    Scanner {
        text,
        out: text.as_bytes().to_vec(),
        placeholders: Vec::new(),
    }
    .run()
}

struct Scanner<'a> {
    text: &'a str,
    out: Vec<u8>,
    placeholders: Vec<Placeholder>,
}

impl Scanner<'_> {
    fn run(mut self) -> Cleaned {
        let bytes = self.text.as_bytes();
        let (mut at, mut in_string, mut line_start) = (0, false, true);
        while at < bytes.len() {
            let rest = bytes.get(at..).unwrap_or_default();
            if !in_string && line_start && is_play_head(rest) {
                let end = at + rest.iter().position(|b| *b == b'\n').unwrap_or(rest.len());
                self.blank(at, end);
                self.note(at, end, Stands::ForBlock);
                at = end;
                continue;
            }
            if let Some(length) = tag_length(rest) {
                if !in_string && is_else(self.text.get(at..at + length).unwrap_or("")) {
                    let end = self.branch_end(at + length);
                    self.blank(at, end);
                    self.note(at, at + length, Stands::ForBlock);
                    at = end;
                    continue;
                }
                self.tag(at, at + length, in_string);
                at += length;
                line_start = false;
                continue;
            }
            if !in_string && let Some(length) = comment_length(rest) {
                at += length;
                continue;
            }
            let byte = bytes.get(at).copied().unwrap_or(0);
            match byte {
                b'\\' if in_string => at += 1,
                b'"' => in_string = !in_string,
                // A JSON string cannot hold a line end: what is open here was never closed.
                b'\n' => in_string = false,
                _ => {}
            }
            line_start = byte == b'\n' || (line_start && byte.is_ascii_whitespace());
            at += 1;
        }
        // Tags begin and end with ASCII and only whole tags are overwritten, so the bytes stay UTF-8.
        let text = String::from_utf8(self.out).unwrap_or_else(|_| self.text.to_owned());
        Cleaned {
            text,
            placeholders: self.placeholders,
        }
    }

    fn tag(&mut self, start: usize, end: usize, in_string: bool) {
        let tag = self.text.get(start..end).unwrap_or("");
        if in_string {
            // The tag stays readable inside the string; only what would end the string is replaced.
            self.replace(start, end, |byte| {
                if byte == b'"' || byte == b'\\' {
                    b'\''
                } else {
                    byte
                }
            });
            self.note(start, end, Stands::InString);
        } else if is_block(tag) {
            self.blank(start, end);
            self.note(start, end, Stands::ForBlock);
        } else {
            self.replace(start, end, |byte| match byte {
                b'"' | b'\\' => b'_',
                other if other.is_ascii_control() => b' ',
                other => other,
            });
            for at in [start, end - 1] {
                if let Some(byte) = self.out.get_mut(at) {
                    *byte = b'"';
                }
            }
            self.note(start, end, Stands::ForValue);
        }
    }

    /// Where the branch that begins at `at` ends: at the tag that closes its block. Of two branches the first is
    /// read, so that a value does not stand twice.
    fn branch_end(&self, mut at: usize) -> usize {
        let bytes = self.text.as_bytes();
        let mut depth = 0usize;
        while at < bytes.len() {
            let Some(length) = tag_length(bytes.get(at..).unwrap_or_default()) else {
                at += 1;
                continue;
            };
            match block_word(self.text.get(at..at + length).unwrap_or("")) {
                "if" | "for" | "each" | "unless" | "with" | "range" => depth += 1,
                word if word.starts_with("end") || word == "/" => match depth.checked_sub(1) {
                    Some(less) => depth = less,
                    None => return at,
                },
                _ => {}
            }
            at += length;
        }
        bytes.len()
    }

    fn note(&mut self, start: usize, end: usize, stands: Stands) {
        let text = self.text.get(start..end).unwrap_or("").to_owned();
        self.placeholders.push(Placeholder {
            text,
            span: Span::new(start, end),
            stands,
        });
    }

    fn blank(&mut self, start: usize, end: usize) {
        self.replace(start, end, |byte| if byte == b'\n' { b'\n' } else { b' ' });
    }

    fn replace(&mut self, start: usize, end: usize, with: impl Fn(u8) -> u8) {
        for byte in self.out.get_mut(start..end).unwrap_or_default() {
            *byte = with(*byte);
        }
    }
}

fn is_play_head(rest: &[u8]) -> bool {
    rest.starts_with(b"@import ") || rest.starts_with(b"@(") || rest.starts_with(b"@this(")
}

/// The length of the template tag that begins here. A tag ends on its own line.
fn tag_length(rest: &[u8]) -> Option<usize> {
    let (open, close): (&[u8], &[u8]) = match rest {
        [b'{', b'{', b'{', ..] => (b"{{{", b"}}}"),
        [b'{', b'{', ..] => (b"{{", b"}}"),
        [b'{', b'%', ..] => (b"{%", b"%}"),
        [b'<', b'%', ..] => (b"<%", b"%>"),
        [b'$', b'{', ..] => (b"${", b"}"),
        _ => return None,
    };
    let line = rest.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let inside = line.get(open.len()..)?;
    let end = inside.windows(close.len()).position(|window| window == close)?;
    if open == b"${" && is_context_parameter(inside.get(..end)?) {
        return None;
    }
    Some(open.len() + end + close.len())
}

/// `${issue.key}` is the old way to write `{issue.key}`: a context parameter, not a tag.
fn is_context_parameter(inside: &[u8]) -> bool {
    const OWNERS: [&[u8]; 14] = [
        b"issue",
        b"project",
        b"space",
        b"page",
        b"content",
        b"user",
        b"profileUser",
        b"board",
        b"sprint",
        b"version",
        b"component",
        b"macro",
        b"dashboard",
        b"dashboardItem",
    ];
    inside
        .iter()
        .position(|byte| *byte == b'.')
        .and_then(|dot| inside.get(..dot))
        .is_some_and(|owner| OWNERS.contains(&owner))
}

fn comment_length(rest: &[u8]) -> Option<usize> {
    if rest.starts_with(b"//") {
        return Some(rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len()));
    }
    if rest.starts_with(b"/*") {
        let end = rest.windows(2).skip(2).position(|window| window == b"*/");
        return Some(end.map_or(rest.len(), |end| end + 4));
    }
    None
}

fn is_else(tag: &str) -> bool {
    matches!(block_word(tag), "else" | "elif" | "elsif" | "elseif")
}

/// The word of a block tag: `if`, `else`, `endif`; `/` for a closing tag of Handlebars.
fn block_word(tag: &str) -> &str {
    let inside = tag
        .trim_start_matches(['{', '%', '<'])
        .trim_start_matches(['-', '#', ' ']);
    if inside.starts_with('/') {
        return "/";
    }
    let end = inside
        .find(|c: char| !c.is_ascii_alphabetic())
        .unwrap_or(inside.len());
    inside.get(..end).unwrap_or("")
}

fn is_block(tag: &str) -> bool {
    if tag.starts_with("{%") || (tag.starts_with("<%") && !tag.starts_with("<%=")) {
        return true;
    }
    let inside = tag.trim_start_matches("{{").trim_start_matches(['-', ' ']);
    if inside.starts_with(['#', '/', '^', '!']) {
        return true;
    }
    let word: String = inside.chars().take_while(|c| c.is_ascii_alphabetic()).collect();
    tag.starts_with("{{") && BLOCK_WORDS.contains(&word.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_without_tags_stays_as_it_is() {
        let text = "{ \"a\": [1, {\"b\": {}}], // {{not}} a tag\n \"c\": \"x\" }";
        let cleaned = clean(text);
        assert_eq!(cleaned.text, text);
        assert!(cleaned.placeholders.is_empty());
    }

    #[test]
    fn a_tag_in_a_string_stays_readable_and_one_for_a_value_becomes_a_string() {
        let cleaned = clean(r#"{"baseUrl": "{{ url "x" }}/y", "modules": {{ modules|safe }}}"#);
        assert_eq!(
            cleaned.text,
            r#"{"baseUrl": "{{ url 'x' }}/y", "modules": "{ modules|safe }"}"#
        );
        let stands: Vec<Stands> = cleaned.placeholders.iter().map(|p| p.stands).collect();
        assert_eq!(stands, [Stands::InString, Stands::ForValue]);
    }

    #[test]
    fn block_tags_become_blanks_and_what_they_enclose_stays() {
        let text =
            "{{define \"config\"}}{\n{% if paid %}\"enableLicensing\": true,{% endif %} \"a\": 1}{{end}}";
        let cleaned = clean(text);
        assert_eq!(cleaned.text.len(), text.len());
        assert_eq!(
            cleaned.text.trim().replace(' ', ""),
            "{\n\"enableLicensing\":true,\"a\":1}"
        );
        assert!(cleaned.placeholders.iter().all(|p| p.stands == Stands::ForBlock));
    }

    #[test]
    fn of_two_branches_the_first_is_read() {
        let text = r#"{"v": {% if a %}{{ b }}{% else %}{% if c %}"x"{% endif %}"1.0"{% endif %}, "w": 1}"#;
        let cleaned = clean(text);
        assert_eq!(cleaned.text.len(), text.len());
        assert_eq!(cleaned.text.replace(' ', ""), r#"{"v":"{b}","w":1}"#);
    }

    #[test]
    fn nested_objects_that_end_together_are_no_tag() {
        let text = r#"{"a":{"b":{"c":1}}}"#;
        assert_eq!(clean(text).text, text);
        let opening = "{\"a\":{{\"b\":1}}";
        assert_eq!(clean(opening).text.len(), opening.len());
    }

    #[test]
    fn the_head_of_a_play_template_is_passed_over() {
        let cleaned = clean("@import a.B\n@(key: String)\n{\"key\": \"@key\"}");
        assert_eq!(cleaned.text.trim(), "{\"key\": \"@key\"}");
    }

    #[test]
    fn every_prefix_of_a_template_is_read_without_a_panic() {
        let text = "@(x)\n{ \"a\": \"{{é}}\", {% if ü %} \"b\": ${X:1}, /* c */ \"d\": <%= e %> {{/if}}";
        for (end, _) in text.char_indices() {
            assert_eq!(clean(&text[..end]).text.len(), end);
        }
    }
}

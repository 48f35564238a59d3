use super::read;
use crate::data::{Node, Value};
use proptest::prelude::*;

fn root(text: &str) -> Node {
    read(text).unwrap_or_else(|error| panic!("{error} at {:?} in:\n{text}", error.span))
}

/// Every key and value with the text at its span, lists and maps included.
fn places(text: &str) -> Vec<(String, String)> {
    let mut out = Vec::new();
    fn walk(node: &Node, name: &str, text: &str, out: &mut Vec<(String, String)>) {
        out.push((name.to_owned(), node.span.text(text).to_owned()));
        for item in node.items() {
            walk(item, "-", text, out);
        }
        for member in node.members() {
            out.push(("key".into(), member.key_span.text(text).to_owned()));
            walk(&member.value, &member.key, text, out);
        }
    }
    walk(&root(text), "", text, &mut out);
    out
}

/// The text at the span of the value at a path of keys.
fn at(text: &str, path: &[&str]) -> String {
    let root = root(text);
    root.at(path).expect("the path").span.text(text).to_owned()
}

fn message(text: &str) -> (String, u32) {
    let error = read(text).expect_err("should not be read");
    (error.message, error.span.start)
}

#[test]
fn plain_scalars_have_the_types_of_the_core_schema() {
    let typed = |text: &str| root(&format!("v: {text}")).get("v").expect("v").value.clone();
    for text in ["~", "null", "Null", "NULL", ""] {
        assert_eq!(typed(text), Value::Null, "{text}");
    }
    assert_eq!(typed("true"), Value::Bool(true));
    assert_eq!(typed("FALSE"), Value::Bool(false));
    for text in [
        "0", "-1", "+12", "0o17", "0xFF", "007", "1.", ".5", "-1.5e-3", "1E9", ".inf", "-.INF", ".nan",
    ] {
        assert_eq!(typed(text), Value::Number(text.into()), "{text}");
    }
    for text in [
        "yes",
        "off",
        "0b1",
        "1_000",
        "1:30",
        "2001-12-14",
        "1.2.3",
        "-",
        "+",
        ".",
        "e3",
        "0x",
        "1e",
        "-.nan",
    ] {
        let read = if text == "-" { typed("'-'") } else { typed(text) };
        assert_eq!(read, Value::String(text.into()), "{text}");
    }
    assert_eq!(typed("'true'"), Value::String("true".into()));
    assert_eq!(typed("\"1\""), Value::String("1".into()));
    assert_eq!(typed("!!str 1"), Value::String("1".into()));
    assert_eq!(typed("!custom 1"), Value::Number("1".into()));
}

#[test]
fn an_empty_document_is_null() {
    for text in ["", "\n\n", "# only a comment", "---\n", "--- # c\n...\n"] {
        assert_eq!(root(text).value, Value::Null, "{text:?}");
    }
}

#[test]
fn spans_count_bytes_also_behind_characters_of_several_bytes() {
    let text = "# é 你好 😀\n'ключ': \"значение\" # ü\n\"😀\":\n  - ünï # ö\n  - c: 你\nend: 好";
    let names: Vec<_> = places(text).into_iter().map(|(_, text)| text).collect();
    assert_eq!(
        names,
        [
            &text[text.find("'к").unwrap()..],
            "'ключ'",
            "\"значение\"",
            "\"😀\"",
            "- ünï # ö\n  - c: 你",
            "ünï",
            "c: 你",
            "c",
            "你",
            "end",
            "好"
        ]
    );
}

#[test]
fn a_block_ends_with_its_last_value() {
    let text = "a:\n  b:\n    - c: 1 # one\n      d: 'x'  \n\n    # about nothing\n\n  # more\ne: 2\n# end\n";
    assert_eq!(at(text, &["a"]), "b:\n    - c: 1 # one\n      d: 'x'");
    assert_eq!(at(text, &["a", "b"]), "- c: 1 # one\n      d: 'x'");
    assert_eq!(root(text).span.text(text), &text[..text.find("\n# end").unwrap()]);
}

#[test]
fn a_list_at_the_column_of_its_key_ends_with_its_last_item() {
    let text = "a:\n- x\n- y # c\nb:\n- z";
    assert_eq!(at(text, &["a"]), "- x\n- y");
    assert_eq!(at(text, &["b"]), "- z");
    let with_end = "a:\n- x]\n---";
    assert_eq!(read(with_end).unwrap_err().message, "a second document");
}

#[test]
fn a_flow_list_or_map_goes_from_bracket_to_bracket() {
    let text = "a: [x, {b: 1, c}, [d: 2]] # c\ne: {\n  f: [],\n}\n";
    assert_eq!(at(text, &["a"]), "[x, {b: 1, c}, [d: 2]]");
    assert_eq!(at(text, &["e"]), "{\n  f: [],\n}");
    assert_eq!(at(text, &["e", "f"]), "[]");
    let root = root(text);
    let items = root.get("a").unwrap().items();
    assert_eq!(items[1].members()[1].key, "c");
    assert_eq!(items[1].members()[1].value.value, Value::Null);
    assert_eq!(items[2].items()[0].span.text(text), "d: 2");
}

#[test]
fn a_block_scalar_goes_from_its_header_to_its_last_line() {
    let text = "a: |\n  one\n  two\n\n\nb: >- # why\n\n  x\n\n# c\nc: |+\n  y\n\n\nd:\n  - |-\n   z\n  - >\n   w\n  - |\n  - e";
    assert_eq!(at(text, &["a"]), "|\n  one\n  two");
    assert_eq!(at(text, &["b"]), ">- # why\n\n  x");
    assert_eq!(at(text, &["c"]), "|+\n  y\n\n");
    let list = root(text);
    let list: Vec<_> = list
        .get("d")
        .unwrap()
        .items()
        .iter()
        .map(|item| item.span.text(text))
        .collect();
    assert_eq!(list, ["|-\n   z", ">\n   w", "|", "e"]);
    assert_eq!(root(text).get("c").unwrap().str(), Some("y\n\n\n"));
}

#[test]
fn a_block_scalar_at_the_end_of_the_text_ends_there() {
    for (text, span) in [
        ("a: |\n  x", "|\n  x"),
        ("a: |\n  x\n", "|\n  x"),
        ("a: |\n  x\n  ", "|\n  x"),
        ("a: |\n  x\n    ", "|\n  x\n    "),
        ("a: |+\n  x\n\n", "|+\n  x\n"),
        ("a: |2\n    x\n\n", "|2\n    x"),
        ("a: |", "|"),
        ("a: |\n", "|"),
        ("a: |\n\n\n", "|"),
        ("a: &x !t |\n  é\n", "&x !t |\n  é"),
        ("a: |\r\n  x\r\n\r\n", "|\r\n  x"),
    ] {
        assert_eq!(at(text, &["a"]), span, "{text:?}");
    }
}

#[test]
fn a_value_that_is_left_out_stands_behind_its_colon_or_dash() {
    let text = "a:\nb :   # c\nl:\n  -\n  - # c\n  - x\n  -\nf: {p: , q, r: 1}\nz:";
    let places = |path: &[&str]| root(text).at(path).unwrap().span;
    for (path, before) in [
        (&["a"][..], "a:"),
        (&["b"], "b :"),
        (&["f", "p"], "p:"),
        (&["f", "q"], "q"),
        (&["z"], "z:"),
    ] {
        let span = places(path);
        assert_eq!(span.start, span.end);
        assert!(text[..span.start as usize].ends_with(before), "{path:?}");
    }
    let root = root(text);
    let dashes: Vec<_> = root
        .get("l")
        .unwrap()
        .items()
        .iter()
        .map(|item| item.span)
        .collect();
    for index in [0, 1, 3] {
        assert_eq!(dashes[index].start, dashes[index].end);
        assert!(
            text[..dashes[index].start as usize].ends_with("\n  -"),
            "{index}: {:?}",
            &text[..dashes[index].start as usize]
        );
    }
    assert_eq!(root.get("l").unwrap().span.text(text), "-\n  - # c\n  - x\n  -");
}

#[test]
fn an_anchor_and_a_tag_belong_to_the_span_of_their_value() {
    let text = "a: &x !t one\nb: !!map &y\n  c: 1\nd: &z\n- 1\ne: &n\nf: &q [1]";
    assert_eq!(at(text, &["a"]), "&x !t one");
    assert_eq!(at(text, &["b"]), "!!map &y\n  c: 1");
    assert_eq!(at(text, &["d"]), "&z\n- 1");
    assert_eq!(at(text, &["e"]), "&n");
    assert_eq!(at(text, &["f"]), "&q [1]");
}

#[test]
fn an_alias_is_a_copy_that_stands_where_the_alias_stands() {
    let text = "base: &b\n  k: [1, 2]\nuse: *b\nlist:\n  - *b\n*b : as key\n";
    let root = root(text);
    let copy = root.get("use").unwrap();
    assert_eq!(copy.value, root.get("base").unwrap().value);
    assert_eq!(copy.span.text(text), "*b");
    assert_eq!(copy.at(&["k"]).unwrap().span.text(text), "[1, 2]");
    assert_eq!(root.get("list").unwrap().items()[0].span.text(text), "*b");
    assert_eq!(root.members()[3].key, "*b");
}

#[test]
fn a_merge_key_is_a_key_like_any_other() {
    let root = root("a: &a {x: 1}\nb:\n  <<: *a\n  y: 2\n");
    let keys: Vec<_> = root
        .get("b")
        .unwrap()
        .members()
        .iter()
        .map(|member| member.key.as_str())
        .collect();
    assert_eq!(keys, ["<<", "y"]);
}

#[test]
fn a_key_that_is_no_string_is_given_as_written() {
    let text = "1: a\n~: b\ntrue: c\n2.50: d\n? [x, y]\n: e\n? &k z\n: f\n*k : g\n: h\n'q''s': i\n";
    let keys: Vec<_> = root(text)
        .members()
        .iter()
        .map(|member| member.key.clone())
        .collect();
    assert_eq!(keys, ["1", "~", "true", "2.50", "[x, y]", "z", "z", "", "q's"]);
}

#[test]
fn a_key_that_stands_twice_is_kept_twice_and_the_last_one_wins() {
    let root = root("a: 1\na: 2\n");
    assert_eq!(root.members().len(), 2);
    assert_eq!(root.get("a").unwrap().value, Value::Number("2".into()));
}

#[test]
fn a_second_document_is_refused() {
    assert_eq!(message("a: 1\n---\nb: 2\n"), ("a second document".into(), 5));
    assert!(read("--- \na: 1\n...\n").is_ok());
    assert!(read("%YAML 1.2\n---\na: 1\n").is_ok());
}

#[test]
fn aliases_that_multiply_are_refused() {
    let mut bomb = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n".to_owned();
    for level in 1..12 {
        let before = format!("*a{}", level - 1);
        bomb += &format!("a{level}: &a{level} [{}]\n", vec![before; 9].join(", "));
    }
    assert_eq!(message(&bomb).0, "aliases multiply the data beyond measure");
    let long = format!(
        "a: &a {}\nb: [{}]",
        "x".repeat(100_000),
        vec!["*a"; 100].join(", ")
    );
    assert_eq!(message(&long).0, "aliases multiply the data beyond measure");
    let few = format!(
        "a: &a {}\nb: [{}]",
        "x".repeat(100_000),
        vec!["*a"; 50].join(", ")
    );
    assert!(read(&few).is_ok());
}

#[test]
fn an_alias_within_its_own_value_is_refused() {
    let (message, at) = message("a: &a\n  b: [1, *a]\n");
    assert_eq!(message, "an alias stands within the value that it refers to");
    assert_eq!(at, 15);
}

#[test]
fn an_unknown_alias_is_refused_where_it_stands() {
    assert_eq!(message("é: 1\na: *nobody").1, 9);
}

#[test]
fn nesting_is_limited_to_200_levels() {
    let flow = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(read(&flow(200)).is_ok());
    assert_eq!(
        message(&flow(201)).0,
        "lists and maps nest deeper than 200 levels"
    );
    let block = |depth: usize| format!("{}x", "- ".repeat(depth));
    assert!(read(&block(200)).is_ok());
    assert_eq!(
        message(&block(201)).0,
        "lists and maps nest deeper than 200 levels"
    );
    let steps = (0..150)
        .map(|level| format!("{}k:\n", " ".repeat(level)))
        .collect::<String>();
    assert!(read(&steps).is_ok());
    let aliased = format!("a: &a {}\nb: {}*a{}", flow(150), "[".repeat(100), "]".repeat(100));
    assert_eq!(message(&aliased).0, "lists and maps nest deeper than 200 levels");
}

#[test]
fn a_hundred_thousand_brackets_are_an_error_and_no_crash() {
    for text in [
        "[", "{", "- ", "? ", "[{a: ", "&a ", "!t ", "a: ", "\"", "*a ", "[?", "|\n", "a:\n",
    ] {
        let started = std::time::Instant::now();
        let _ = read(&text.repeat(100_000));
        assert!(
            started.elapsed().as_secs() < 5,
            "{text:?} took {:?}",
            started.elapsed()
        );
    }
}

#[test]
fn a_nul_is_refused_and_does_not_end_the_text() {
    assert_eq!(message("a: 1\n\0b: 2"), ("a NUL character".into(), 5));
}

#[test]
fn what_is_no_yaml_is_an_error_with_its_place() {
    for (text, start) in [
        ("a: [1, 2\nb: 3\n", 10),
        ("é: {x\n", 7),
        ("a: b: c", 4),
        ("a: 'x", 3),
        ("- a\nb: 1", 4),
    ] {
        let (message, at) = message(text);
        assert!(!message.is_empty() && !message.contains('\n'));
        assert_eq!(at, start, "{text:?}: {message}");
    }
}

/// Whether the spans lie in their parents and after each other, and lie on characters.
///
/// A question mark may leave its value out, and then a colon of the map around can be taken for its own.
fn spans_are_sound(node: &Node, text: &str) -> bool {
    if text.contains('?') {
        return true;
    }
    let mut at = node.span.start;
    if text
        .get(node.span.start as usize..node.span.end as usize)
        .is_none()
    {
        return false;
    }
    if node.span.text(text).starts_with('*') {
        return true;
    }
    let written = node.span.text(text);
    if let Some(value) = node.str().filter(|_| !written.contains(['\n', '\r'])) {
        let sound = match written.chars().next() {
            Some('&' | '!' | '|' | '>') => true,
            Some(quote @ ('"' | '\'')) => written.len() > 1 && written.ends_with(quote),
            _ => written == value,
        };
        if !sound {
            return false;
        }
    }
    let mut step = |span: crate::span::Span| {
        let fine = span.start >= at && span.end >= span.start && span.end <= node.span.end;
        at = span.end;
        fine
    };
    node.items()
        .iter()
        .all(|item| step(item.span) && spans_are_sound(item, text))
        && node.members().iter().all(|member| {
            step(member.key_span) && step(member.value.span) && spans_are_sound(&member.value, text)
        })
}

/// Lines that may or may not make a document together.
fn lines() -> impl Strategy<Value = String> {
    let starts = [
        "", "- ", "- - ", "k: ", "é : ", "- a: ", "? ", ": ", "'q': ", "\"d\": ", "[x]: ", "&a k: ", "*a : ",
        "-\t",
    ];
    let ends = [
        "",
        "x",
        "é 好",
        "1",
        "'a ''b'  ",
        "\"a \\\" \\\\\" # c",
        "|",
        "|-",
        ">+ # c",
        "|2",
        "&a",
        "&a x",
        "*a",
        "!t",
        "!!str 1",
        "&a |",
        "[a, 'b' , {c: d}] # c",
        "{a: , b }",
        "[",
        "]",
        "{",
        "}",
        "[a: b, ? c]",
        "x # c é",
        "# c",
        "x y: z",
        "&a [*a]",
        "'open",
        "close'",
        "a,",
        "[]",
        "{}  ",
        "&é x",
        "|+",
        "    x",
        "---",
        "...",
        "text:x",
        "\u{85}x",
        "\u{2028}",
    ];
    let line = (
        0..4usize,
        prop::sample::select(starts.to_vec()),
        prop::sample::select(ends.to_vec()),
    );
    let newline = prop::sample::select(["\n", "\n", "\r\n", "\n\n", "\r"].to_vec());
    prop::collection::vec((line, newline), 0..8).prop_map(|lines| {
        let line = |((indent, start, end), newline): &((usize, &str, &str), &str)| {
            format!("{}{start}{end}{newline}", "  ".repeat(*indent))
        };
        lines.iter().map(line).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

    #[test]
    fn no_lines_make_it_panic_and_spans_are_sound(text in lines()) {
        if let Ok(node) = read(&text) {
            prop_assert!(spans_are_sound(&node, &text), "{:?}\n{:#?}", text, node);
        }
    }

    #[test]
    fn no_characters_make_it_panic(text in "[-?:,\\[\\]{}#&*!|>'\"%@` \n\r\ta-bé0]{0,20}") {
        if let Ok(node) = read(&text) {
            prop_assert!(spans_are_sound(&node, &text), "{:?}\n{:#?}", text, node);
        }
    }
}

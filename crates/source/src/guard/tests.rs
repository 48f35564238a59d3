use super::*;

/// Shapes that were seen to overflow a stack or to take forever, each with what one level of it looks like.
#[rustfmt::skip]
const BOMBS: &[&str] = &[
    // brackets
    "(", "[", "{", "f(", "{a:", "[\"]\",", "function f(){", "`${", "a=class{b=", "<a>{",
    // functions
    "()=>", "a=>", "async a=>", "move||", "||", "|a,b|", "fn()->",
    // angles
    "A<", "A<B,", "<><", "<a b=<c", "x<T extends ",
    // statements
    "for(;;)", "while(a)", "with(a)", "if(a)", "do ", "x:", "if(a);else ", "if a{}else ", "else if(a){}",
    // chains
    "class extends ", "new ", "typeof ", "!", "- ", "&", "*const ", "a=", "a?b:", "a**", "a::", "return ", "1+\n",
];

#[test]
fn each_bomb_is_too_deep() {
    for bomb in BOMBS {
        assert!(
            too_deep(&bomb.repeat(25_000), NESTING_LIMIT),
            "{bomb:?} was let through"
        );
    }
}

#[test]
fn no_bomb_is_too_deep_while_it_is_small() {
    for bomb in BOMBS {
        assert!(
            !too_deep(&bomb.repeat(2_000), NESTING_LIMIT),
            "{bomb:?} was refused"
        );
    }
}

#[test]
fn brackets_count_exactly() {
    assert!(!too_deep(&"(".repeat(10), 10));
    assert!(too_deep(&"(".repeat(11), 10));
    assert!(!too_deep(&"([{}])".repeat(1_000), 1_500));
}

#[test]
fn long_code_that_does_not_nest_is_not_too_deep() {
    let flat = [
        "app.get('/a/b', (req, res) => { res.json({ a: [1, 2, 3] }) });\n",
        "if (a < b) { c(); } else if (d) { e(); }\n;",
        "const f = (a) => a.b;\nconst g = async () => { await h() };\n",
        "  { key: 'value', other: \"it's\", html: '<div><br>' },\n",
        "x = `a ${b.c(`d ${e}`)} f` + 'don\\'t';\n",
        "x.replace(/'/g, f(/[/(\")]/)); y = a / b / (c); /* don't */",
        "fn f<'a>(x: &'a str) -> Result<Vec<u8>, E> { x.y()?; Ok(vec![]) }\n;",
        "// don't count\n;",
    ];
    for line in flat {
        assert!(!too_deep(&line.repeat(10_000), 1_000), "{line:?} was refused");
    }
}

#[test]
fn code_without_semicolons_is_not_too_deep() {
    let line =
        "app.get('/some/path/:id', async (req, res) => {\n  const x = await f(req)\n  res.json(x)\n})\n";
    assert!(
        !too_deep(&line.repeat(3_000), NESTING_LIMIT),
        "{} bytes",
        line.len() * 3_000
    );
}

#[test]
fn data_in_a_string_is_not_too_deep() {
    let base64 = "QUJD+/".repeat(100_000);
    for quote in ['"', '\'', '`'] {
        assert!(!too_deep(
            &format!("const wasm = {quote}{base64}{quote};"),
            NESTING_LIMIT
        ));
    }
}

#[test]
fn a_closing_bracket_in_a_string_closes_nothing() {
    assert!(too_deep(&"[\"]\",".repeat(100), 50));
    assert!(too_deep(&"['\\']',".repeat(100), 50));
    assert!(too_deep(&"[`]`,".repeat(100), 50));
}

#[test]
fn what_never_ends_costs_no_time() {
    let begun = std::time::Instant::now();
    for endless in ["\"\\", "(/[", "=/\\/", "'\\'", "`", "`${", "/*", "//", "/ "] {
        too_deep(&endless.repeat((1 << 20) / endless.len()), u32::MAX);
    }
    assert!(begun.elapsed().as_secs() < 10, "{:?}", begun.elapsed());
}

#[test]
fn an_else_is_not_ended_by_the_semicolon_before_it() {
    assert!(too_deep(&"if(a);else ".repeat(100), 50));
    assert!(!too_deep(&"if(a);elsewhere ".repeat(100), 50));
}

#[test]
fn only_a_large_text_is_checked() {
    assert!(check(&"(".repeat(SMALL)).is_ok());
    assert_eq!(
        check(&"(".repeat(SMALL + 1)),
        Err(Unreadable::TooDeep { limit: NESTING_LIMIT })
    );
}

#[test]
fn deep_recursion_on_a_big_stack_comes_back() {
    fn recurse(levels: u32) -> u64 {
        let page = std::hint::black_box([u64::from(levels); 128]);
        if levels == 0 {
            0
        } else {
            page[0] + recurse(levels - 1)
        }
    }
    assert_eq!(on_big_stack(1, || recurse(50_000)), 50_000 * 50_001 / 2);
}

#[test]
fn as_many_workers_as_asked_for_run() {
    assert_eq!(on_big_stack(3, rayon::current_num_threads), 3);
    assert!(on_big_stack(0, rayon::current_num_threads) >= 1);
}

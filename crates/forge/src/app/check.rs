//! JavaScript and TypeScript that was generated or edited is read back before anyone sees it.

use swc_common::{BytePos, Spanned};
use swc_ecma_parser::{EsSyntax, Parser, StringInput, Syntax, TsSyntax, lexer::Lexer};

/// Whether a text is a module of JavaScript; the error says where it is not.
pub fn check_js(path: &str, text: &str) -> Result<(), String> {
    read(path, text, Syntax::Es(EsSyntax::default()), true)
}

/// Whether a text is what its file's ending says; the error says where it is not.
pub(super) fn check(path: &str, text: &str) -> Result<(), String> {
    let typed = |tsx| {
        Syntax::Typescript(TsSyntax {
            tsx,
            decorators: true,
            ..TsSyntax::default()
        })
    };
    match path.rsplit('.').next().unwrap_or("") {
        "ts" | "mts" | "cts" => read(path, text, typed(false), false),
        "tsx" => read(path, text, typed(true), false),
        _ => {
            let syntax = Syntax::Es(EsSyntax {
                jsx: true,
                decorators: true,
                decorators_before_export: true,
                allow_return_outside_function: true,
                import_attributes: true,
                ..EsSyntax::default()
            });
            read(path, text, syntax, false)
        }
    }
}

fn read(path: &str, text: &str, syntax: Syntax, is_module: bool) -> Result<(), String> {
    let start = BytePos(1);
    let end = BytePos(u32::try_from(text.len()).map_or(u32::MAX, |length| length.saturating_add(1)));
    let lexer = Lexer::new(
        syntax,
        Default::default(),
        StringInput::new(text, start, end),
        None,
    );
    let mut parser = Parser::new_from(lexer);
    let failed = if is_module {
        parser.parse_module().err()
    } else {
        parser.parse_program().err()
    };
    // What was read may still hold faults that the parser got over.
    let fault = parser.take_errors().into_iter().next().or(failed);
    fault.map_or(Ok(()), |fault| {
        let before = (fault.span().lo.0 as usize).saturating_sub(1);
        let line = text.bytes().take(before).filter(|byte| *byte == b'\n').count() + 1;
        Err(format!("{path}:{line}: {}", fault.kind().msg()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_passes() {
        assert_eq!(
            check_js("a.js", "import a from \"a\";\nexport const b = a;\n"),
            Ok(())
        );
    }

    #[test]
    fn a_fault_is_told_with_its_line() {
        let fault = check_js("a.js", "const a = 1;\nconst = 2;\n").unwrap_err();
        assert!(fault.starts_with("a.js:2: "), "{fault}");
    }

    #[test]
    fn a_reserved_word_is_no_name() {
        assert!(check_js("a.js", "export function delete() {}").is_err());
    }

    #[test]
    fn a_fault_that_the_parser_gets_over_is_a_fault() {
        assert!(check_js("a.js", "with (a) {}").is_err());
    }
}

//! Parsing with swc: by the file's ending first, then as whatever else it may be.

use super::ir::Module;
use super::lower;
use forgeshift_source::span::Span;
use swc_common::BytePos;
use swc_common::input::StringInput;
use swc_ecma_ast::{EsVersion, Program};
use swc_ecma_parser::lexer::Lexer;
use swc_ecma_parser::{EsSyntax, Parser, Syntax, TsSyntax};

/// A parsed text.
pub(crate) struct Parsed {
    pub module: Module,
    /// The first error that the parser recovered from.
    pub fault: Option<String>,
}

#[derive(Clone, Copy)]
enum Dialect {
    JavaScript,
    TypeScript,
    TypeScriptWithJsx,
    Script,
}

/// Parses a part of a file. Offsets in the result count from the beginning of the file.
///
/// # Errors
/// The parser's first error where no dialect fits.
pub(crate) fn parse(path: &str, text: &str, span: Span) -> Result<Parsed, String> {
    let (program, fault) = program(path, text, span)?;
    Ok(Parsed {
        module: lower::module(&program, span),
        fault,
    })
}

/// The same as a tree, with the first error that the parser recovered from.
///
/// # Errors
/// The parser's first error where no dialect fits.
pub(crate) fn program(path: &str, text: &str, span: Span) -> Result<(Program, Option<String>), String> {
    let code = span.text(text);
    let dialects: &[Dialect] = match path.rsplit('.').next().unwrap_or("") {
        "ts" | "mts" | "cts" => &[Dialect::TypeScript, Dialect::TypeScriptWithJsx],
        "tsx" => &[Dialect::TypeScriptWithJsx],
        "vue" | "svelte" => &[Dialect::TypeScript, Dialect::JavaScript],
        _ => &[Dialect::JavaScript, Dialect::TypeScriptWithJsx, Dialect::Script],
    };
    let mut first = None;
    for dialect in dialects {
        match attempt(code, span, *dialect) {
            Ok(found) => return Ok(found),
            Err(error) => {
                first.get_or_insert(error);
            }
        }
    }
    Err(first.unwrap_or_default())
}

fn attempt(code: &str, span: Span, dialect: Dialect) -> Result<(Program, Option<String>), String> {
    let syntax = match dialect {
        Dialect::JavaScript | Dialect::Script => Syntax::Es(EsSyntax {
            jsx: true,
            decorators: true,
            decorators_before_export: true,
            export_default_from: true,
            allow_return_outside_function: true,
            allow_super_outside_method: true,
            auto_accessors: true,
            explicit_resource_management: true,
            ..EsSyntax::default()
        }),
        Dialect::TypeScript | Dialect::TypeScriptWithJsx => Syntax::Typescript(TsSyntax {
            tsx: matches!(dialect, Dialect::TypeScriptWithJsx),
            decorators: true,
            ..TsSyntax::default()
        }),
    };
    let input = StringInput::new(code, BytePos(span.start + 1), BytePos(span.end + 1));
    let mut parser = Parser::new_from(Lexer::new(syntax, EsVersion::latest(), input, None));
    let program = match dialect {
        Dialect::Script => parser.parse_script().map(Program::Script),
        _ => parser.parse_program(),
    };
    let program = program.map_err(|error| without_source(&error.kind().msg()))?;
    let fault = parser
        .take_errors()
        .first()
        .map(|error| without_source(&error.kind().msg()));
    Ok((program, fault))
}

/// A message of the parser without what it quotes of the source: that may be a secret.
fn without_source(message: &str) -> String {
    const QUOTING: [&str; 6] = [
        "string literal",
        "template literal",
        "template token",
        "numeric literal",
        "regexp literal",
        "JSX text",
    ];
    match QUOTING
        .iter()
        .filter_map(|word| Some((message.find(word)?, word)))
        .min()
    {
        Some((at, word)) => format!("{}{word}", &message[..at]),
        None => message.chars().take(120).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_syntax_error_does_not_quote_the_texts_of_the_source() {
        for code in [
            "const a = 'first' 'hunter22secret';",
            "const a = { 'hunter22secret' };",
            "f(`hunter22secret` 'hunter22secret');",
            "import 'a' 'hunter22secret'",
            "x = 1 'hunter22secret",
            "<a>hunter22secret",
            "x = /hunter22secret",
        ] {
            let fault = match parse("a.js", code, Span::new(0, code.len())) {
                Ok(parsed) => parsed.fault.unwrap_or_default(),
                Err(error) => error,
            };
            assert!(!fault.contains("hunter22"), "{code}: {fault}");
        }
    }
}

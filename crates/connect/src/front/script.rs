//! A script of a page, as far as carrying it needs: names, uses of `AP`, requests. No tree is kept.

use super::walk;
use crate::lang::ecma::parse;
use forgeshift_source::file::SourceFile;
use forgeshift_source::span::Span;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A script.
#[derive(Debug, Clone)]
pub struct Script {
    /// The file that it stands in: its own, or a page.
    pub file: Arc<SourceFile>,
    /// Where it stands in that file.
    pub span: Span,
    /// Whether it has imports or exports.
    pub module: bool,
    /// Behind the directives at its beginning, where new lines can stand.
    pub head: u32,
    /// What the top level declares.
    pub declares: Vec<Declared>,
    /// Names that are used and not declared in it.
    pub free: BTreeSet<String>,
    /// Every name that is used or declared anywhere in it.
    pub taken: BTreeSet<String>,
    /// `this` at the top level.
    pub top_this: Vec<Span>,
    /// Uses of the browser interface `AP`.
    pub uses: Vec<Use>,
    /// What gives `AP`, or a part of it, another name.
    pub aliases: Vec<Alias>,
    /// Requests that it makes.
    pub requests: Vec<Request>,
    /// Modules that it imports: as written, where, and the file that is meant.
    pub imports: Vec<Import>,
    /// Texts that may be addresses of files: `/images/x.png`.
    pub addresses: Vec<(String, Span)>,
    /// Calls of `eval` and its like.
    pub evals: Vec<Span>,
}

/// What gives `AP`, or a part of it, another name.
#[derive(Debug, Clone, Copy)]
pub struct Alias {
    /// The statement, where it does nothing else; else the value that is named.
    pub span: Span,
    /// Whether that is the whole statement.
    pub whole: bool,
}

/// A name that the top level declares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declared {
    /// The name.
    pub name: String,
    /// Whether it can get another value later.
    pub changes: bool,
}

/// One use of `AP`.
#[derive(Debug, Clone)]
pub struct Use {
    /// The canonical name: `AP.request`; `AP` where the whole is handed on.
    pub name: String,
    /// The call, or what is read.
    pub span: Span,
    /// What is called or read.
    pub callee: Span,
    /// The arguments; none where it is only read.
    pub args: Option<Vec<Arg>>,
    /// Where it stands.
    pub stands: Stands,
    /// The statement around it.
    pub statement: Span,
}

/// How a use stands in its surroundings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    /// A statement by itself, in a list of statements.
    Alone,
    /// Only its being there is asked: `if (window.AP)`, `typeof AP`.
    Asked,
    /// Something is done with its value.
    Value,
}

/// An argument of a call.
#[derive(Debug, Clone)]
pub struct Arg {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: ArgKind,
}

/// What an argument is.
#[derive(Debug, Clone)]
pub enum ArgKind {
    /// A text; `{}` stands for what is not known of it.
    Text(String),
    /// A function with so many parameters.
    Function(usize),
    /// An object, with all its properties; `whole` is false where some are not known.
    Object {
        /// Its properties.
        props: Vec<Prop>,
        /// Whether that is all of them.
        whole: bool,
    },
    /// Anything else.
    Other,
}

/// A property of an object.
#[derive(Debug, Clone)]
pub struct Prop {
    /// Its name.
    pub key: String,
    /// The name as it stands.
    pub key_span: Span,
    /// The value; the name itself for `{ body }`.
    pub value: Span,
    /// Its text, where it is one.
    pub text: Option<String>,
    /// Whether name and value are one: `{ body }`.
    pub short: bool,
}

/// A request that a script makes.
#[derive(Debug, Clone)]
pub struct Request {
    /// What makes it: `fetch`, `axios.get`, `$.ajax`, `XMLHttpRequest`.
    pub with: String,
    /// The call.
    pub span: Span,
    /// What is called.
    pub callee: Span,
    /// The address, with `{}` for what is not known; none where nothing of it is known.
    pub url: Option<String>,
    /// The method, where it is known.
    pub method: Option<String>,
    /// Whether it carries the page's token.
    pub signed: bool,
    /// The statement around it.
    pub statement: Span,
}

/// An import.
#[derive(Debug, Clone)]
pub struct Import {
    /// As it is written.
    pub specifier: String,
    /// Where it is written, with its quotes.
    pub span: Span,
}

/// Reads a script; none where it cannot be parsed.
pub(super) fn read(file: &Arc<SourceFile>, text: &str, span: Span) -> Option<Script> {
    let (program, _) = parse::program(&file.path, text, span).ok()?;
    let mut script = Script {
        file: file.clone(),
        span,
        module: false,
        head: span.start,
        declares: Vec::new(),
        free: BTreeSet::new(),
        taken: BTreeSet::new(),
        top_this: Vec::new(),
        uses: Vec::new(),
        aliases: Vec::new(),
        requests: Vec::new(),
        imports: Vec::new(),
        addresses: Vec::new(),
        evals: Vec::new(),
    };
    walk::walk(&program, text, &mut script);
    Some(script)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn script(code: &str) -> Script {
        let file = Arc::new(SourceFile::new("public/a.js", code));
        read(&file, code, Span::new(0, code.len())).unwrap()
    }

    fn names(code: &str) -> Vec<String> {
        script(code).uses.into_iter().map(|found| found.name).collect()
    }

    #[test]
    fn ap_is_found_however_it_is_written() {
        for (code, name) in [
            ("AP.resize();", "AP.resize"),
            ("window.AP.resize()", "AP.resize"),
            ("window['AP']['resize']()", "AP.resize"),
            ("globalThis.AP?.resize?.()", "AP.resize"),
            ("const ap = window.AP; ap.resize();", "AP.resize"),
            ("const { resize } = AP; resize();", "AP.resize"),
            ("const { dialog: d } = AP; d.close();", "AP.dialog.close"),
            ("const { user, dialog: d } = AP; d.close();", "AP.dialog.close"),
            ("(window as any).AP.dialog.close()", "AP.dialog.close"),
        ] {
            assert_eq!(names(code), [name], "{code}");
        }
    }

    #[test]
    fn a_declaration_of_types_makes_no_other_ap() {
        let code = "declare const AP: any; AP.resize();";
        let file = Arc::new(SourceFile::new("frontend/a.ts", code));
        let found = read(&file, code, Span::new(0, code.len())).unwrap();
        assert_eq!(found.uses.len(), 1);
    }

    #[test]
    fn another_ap_is_left_alone() {
        for code in [
            "function f(AP) { AP.resize(); }",
            "const AP = make(); AP.resize();",
            "import AP from 'x'; AP.resize();",
            "other.AP.resize();",
            "'AP.resize()';",
        ] {
            assert_eq!(names(code), [""; 0], "{code}");
        }
    }

    #[test]
    fn a_call_by_itself_a_question_and_a_value_are_told_apart() {
        let stands = |code: &str| script(code).uses.first().map(|found| found.stands);
        assert_eq!(stands("AP.resize();"), Some(Stands::Alone));
        assert_eq!(stands("function f() { AP.resize(); }"), Some(Stands::Alone));
        assert_eq!(stands("f(() => { AP.resize(); });"), Some(Stands::Alone));
        assert_eq!(stands("if (x) AP.resize();"), Some(Stands::Value));
        assert_eq!(stands("if (window.AP) { f(); }"), Some(Stands::Asked));
        assert_eq!(
            stands("if (typeof AP !== 'undefined') { f(); }"),
            Some(Stands::Asked)
        );
        assert_eq!(stands("f(AP);"), Some(Stands::Value));
        assert_eq!(stands("AP && f();"), Some(Stands::Asked));
    }

    #[test]
    fn names_of_the_top_level_and_names_from_elsewhere_are_told() {
        let found =
            script("var a = 1; const b = (x) => x + c; function d() { const e = 1; return e; } a = 2;");
        let declared: Vec<_> = found
            .declares
            .iter()
            .map(|one| (one.name.as_str(), one.changes))
            .collect();
        assert_eq!(declared, [("a", true), ("b", false), ("d", false)]);
        assert!(found.free.contains("c") && !found.free.contains("e") && !found.free.contains("x"));
    }

    #[test]
    fn requests_tell_what_is_known_of_their_address() {
        let found = script("fetch(`/api/${id}`, { method: 'POST', headers: { Authorization: `JWT ${t}` } })");
        let request = &found.requests[0];
        assert_eq!(request.url.as_deref(), Some("/api/{}"));
        assert_eq!(request.method.as_deref(), Some("POST"));
        assert!(request.signed);
    }

    #[test]
    fn a_request_of_ones_own_fetch_is_none() {
        assert!(script("function fetch() {} fetch('/x');").requests.is_empty());
    }

    #[test]
    fn new_lines_stand_behind_directives() {
        let code = "#!/x\n'use strict';\nf();";
        assert_eq!(script(code).head as usize, code.find("\nf").unwrap());
    }
}

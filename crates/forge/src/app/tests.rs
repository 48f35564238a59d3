//! What must hold of the files of an app, whatever its names and texts are.

use super::*;
use crate::hostile;
use std::collections::BTreeSet;
use swc_common::BytePos;
use swc_ecma_ast::{Expr, Lit, ModuleItem};
use swc_ecma_parser::{EsSyntax, Parser, StringInput, Syntax, lexer::Lexer};

fn handler(export: &str, kind: HandlerKind) -> Handler {
    Handler {
        function: "issue-created".into(),
        export: export.into(),
        kind,
        what: "An issue was created.".into(),
        was: vec!["POST /webhooks/issue".into()],
        todo: "Port the handler in routes/index.js.".into(),
        code: "FS3101",
        run: None,
    }
}

fn page() -> Page {
    Page {
        resource: "main".into(),
        folder: "static/main".into(),
        title: "Main page".into(),
        modules: vec![("jira:issuePanel".into(), "main-panel".into())],
        was: Some("/main?issue={issue.key}".into()),
        tokens: vec![Token {
            was: "issue.key".into(),
            now: Some("extension.issue.key".into()),
            note: Some("The same.".into()),
        }],
        backend: Backend::Resolver,
        todo: "Build the page.".into(),
        code: "FS3201",
        ..Page::default()
    }
}

fn app() -> App {
    App {
        name: "Example".into(),
        package: "example".into(),
        products: vec!["Jira".into()],
        pages: vec![page()],
        handlers: vec![
            handler("resolve", HandlerKind::Resolver),
            handler("onIssueCreated", HandlerKind::Trigger),
            handler("beforeUninstall", HandlerKind::PreUninstall),
            handler("exportMacro", HandlerKind::MacroExport),
            handler("validate", HandlerKind::Value),
        ],
        translations: vec![("locales/en.json".into(), "{}\n".into())],
        ..App::default()
    }
}

fn text<'a>(files: &'a [NewFile], path: &str) -> &'a str {
    &files.iter().find(|file| file.path == path).expect(path).text
}

/// The body of a module, as the parser reads it.
fn module(text: &str) -> Vec<ModuleItem> {
    parser(text).parse_module().expect(text).body
}

fn parser(text: &str) -> Parser<Lexer<'_>> {
    let end = BytePos(u32::try_from(text.len()).unwrap() + 1);
    let input = StringInput::new(text, BytePos(1), end);
    Parser::new_from(Lexer::new(
        Syntax::Es(EsSyntax::default()),
        Default::default(),
        input,
        None,
    ))
}

/// What the one error of a file says.
fn thrown(text: &str) -> String {
    let mut literals = text
        .lines()
        .filter_map(|line| line.trim().strip_prefix("throw new Error(")?.strip_suffix(");"));
    let literal = literals.next().expect("an error is thrown");
    assert_eq!(literals.next(), None, "one error only");
    match *parser(literal).parse_expr().expect(literal) {
        Expr::Lit(Lit::Str(text)) => text.value.as_str().expect("well-formed").to_owned(),
        _ => panic!("not a string: {literal}"),
    }
}

/// The tags of a page in order. None of our templates writes a value into a tag.
fn tags(html: &str) -> Vec<&str> {
    html.split('<')
        .skip(1)
        .filter_map(|rest| rest.split('>').next())
        .collect()
}

#[test]
fn every_function_is_exported_once_from_the_index() {
    let files = files(&app()).unwrap();
    let index = text(&files, "src/index.js");
    for handler in &app().handlers {
        let export = format!("export {{ {} }} from ", handler.export);
        assert_eq!(index.matches(&export).count(), 1, "{export}");
    }
    assert_eq!(index.matches("export {").count(), app().handlers.len());
}

#[test]
fn what_the_index_exports_from_is_there_and_exports_it() {
    let files = files(&app()).unwrap();
    for line in text(&files, "src/index.js").lines().skip(1) {
        let (export, path) = line
            .trim_start_matches("export { ")
            .trim_end_matches("\";")
            .split_once(" } from \"./")
            .expect(line);
        let file = text(&files, &format!("src/{path}"));
        let named = [format!("function {export}("), format!("const {export} =")];
        assert!(named.iter().any(|name| file.contains(name)), "{path}: {export}");
    }
}

#[test]
fn every_import_of_a_package_is_a_dependency_and_the_reverse() {
    let mut app = app();
    for handlers in [app.handlers.clone(), Vec::new()] {
        app.handlers = handlers;
        let files = files(&app).unwrap();
        let package: serde_json::Value = serde_json::from_str(text(&files, "package.json")).unwrap();
        let declared: BTreeSet<&str> = package["dependencies"]
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        let imported: BTreeSet<&str> = files
            .iter()
            .filter(|file| file.path.ends_with(".js"))
            .flat_map(|file| file.text.lines())
            .filter_map(|line| line.strip_prefix("import ")?.split('"').nth(1))
            .filter(|name| !name.starts_with('.'))
            .collect();
        assert_eq!(declared, imported);
    }
}

#[test]
fn an_app_without_functions_has_no_source() {
    let app = App {
        handlers: Vec::new(),
        ..app()
    };
    assert!(
        files(&app)
            .unwrap()
            .iter()
            .all(|file| !file.path.starts_with("src/"))
    );
}

#[test]
fn every_handler_throws_an_error_that_names_it_and_what_to_do() {
    let files = files(&app()).unwrap();
    let said = thrown(text(&files, "src/triggers/onIssueCreated.js"));
    assert_eq!(
        said,
        "onIssueCreated is not written yet: Port the handler in routes/index.js."
    );
    for handler in &app().handlers {
        let found = files
            .iter()
            .filter(|file| file.path != "src/index.js")
            .any(|file| {
                file.path.starts_with("src/")
                    && thrown(&file.text).starts_with(&handler.export)
                    && file.text.contains("// FORGE-TODO(FS3101): Port the handler")
                    && file.text.contains("// Before: POST /webhooks/issue")
            });
        assert!(found, "{}", handler.export);
    }
}

#[test]
fn hostile_texts_stay_texts_in_every_function() {
    assert!(hostile::texts().len() >= 60);
    let calm = files(&app()).unwrap();
    for evil in hostile::texts() {
        let mut app = app();
        app.name = evil.clone();
        for handler in &mut app.handlers {
            handler.function = evil.clone();
            handler.what = evil.clone();
            handler.was = vec![evil.clone(), evil.clone()];
            handler.todo = evil.clone();
        }
        for file in files(&app)
            .unwrap()
            .iter()
            .filter(|file| file.path.ends_with(".js"))
        {
            let expected = module(text(&calm, &file.path));
            assert_eq!(
                module(&file.text).len(),
                expected.len(),
                "{evil:?} in {}",
                file.path
            );
            if file.path != "src/index.js" {
                let said = thrown(&file.text);
                assert!(
                    said.ends_with(&format!(" is not written yet: {evil}")),
                    "{said:?}"
                );
            }
        }
    }
}

#[test]
fn hostile_texts_make_no_element_of_a_page() {
    let calm = files(&app()).unwrap();
    let expected = tags(text(&calm, "static/main/index.html"));
    for evil in hostile::texts() {
        let mut app = app();
        let page = &mut app.pages[0];
        page.resource = evil.clone();
        page.title = evil.clone();
        page.modules = vec![(evil.clone(), evil.clone())];
        page.was = Some(evil.clone());
        page.tokens = vec![Token {
            was: evil.clone(),
            now: Some(evil.clone()),
            note: Some(evil.clone()),
        }];
        page.todo = evil.clone();
        let files = files(&app).unwrap();
        assert_eq!(tags(text(&files, "static/main/index.html")), expected, "{evil:?}");
    }
}

#[test]
fn hostile_texts_make_no_property_of_a_package() {
    for evil in hostile::texts() {
        let package = App {
            package: evil.clone(),
            ..app()
        };
        let read: serde_json::Value =
            serde_json::from_str(&package_json(None, &package).unwrap()).expect(&evil);
        assert_eq!(read["name"], evil.as_str());
        assert_eq!(read.as_object().unwrap().len(), 4);
    }
}

#[test]
fn a_name_that_is_no_name_is_refused() {
    for export in [
        "", "a-b", "1a", "a(){}", "a b", "delete", "a\"", "Ä", "../a", "Resolver", "Error",
    ] {
        for kind in [HandlerKind::Resolver, HandlerKind::Trigger] {
            let app = App {
                handlers: vec![handler(export, kind)],
                ..App::default()
            };
            assert!(files(&app).is_err(), "{export:?}");
        }
    }
}

#[test]
fn two_functions_with_one_export_are_refused() {
    let app = App {
        handlers: vec![
            handler("run", HandlerKind::Trigger),
            handler("run", HandlerKind::Value),
        ],
        ..App::default()
    };
    assert!(files(&app).unwrap_err().why.contains("two functions"));
}

#[test]
fn exports_that_differ_in_case_alone_get_files_that_differ_more() {
    let app = App {
        handlers: vec![
            handler("onIssue", HandlerKind::Trigger),
            handler("onissue", HandlerKind::Trigger),
        ],
        ..App::default()
    };
    let files = files(&app).unwrap();
    assert!(text(&files, "src/triggers/onIssue.js").contains("function onIssue("));
    assert!(text(&files, "src/triggers/onissue-2.js").contains("function onissue("));
}

#[test]
fn a_folder_outside_the_app_is_refused() {
    for folder in ["../static", "/static", "static/../..", "C:\\static", ""] {
        let mut app = app();
        app.pages[0].folder = folder.into();
        assert!(files(&app).is_err(), "{folder}");
    }
}

#[test]
fn a_page_needs_no_build_and_has_nothing_inline() {
    let files = files(&app()).unwrap();
    let html = text(&files, "static/main/index.html");
    for refused in [
        "<script",
        "<style",
        " style=",
        " onclick=",
        "http://",
        "https://",
        "href=\"/",
    ] {
        assert!(!html.contains(refused), "{refused}");
    }
    assert!(html.contains("href=\"./style.css\""));
    assert!(text(&files, "static/main/style.css").contains("prefers-color-scheme: dark"));
}

#[test]
fn a_page_says_what_belongs_there() {
    let files = files(&app()).unwrap();
    let html = text(&files, "static/main/index.html");
    for said in [
        "<title>Main page</title>",
        "FORGE-TODO(FS3201)",
        "jira:issuePanel",
        "main-panel",
        "/main?issue={issue.key}",
        "extension.issue.key",
        "invoke(\"load\", {})",
        "static/main",
    ] {
        assert!(html.contains(said), "{said}");
    }
    assert!(!html.contains("invokeRemote"));
}

#[test]
fn a_page_without_tokens_or_server_does_not_speak_of_them() {
    let mut app = app();
    let page = &mut app.pages[0];
    page.tokens.clear();
    page.was = None;
    page.backend = Backend::None;
    page.title = " ".into();
    let files = files(&app).unwrap();
    let html = text(&files, "static/main/index.html");
    assert!(!html.contains("<table>") && !html.contains("invoke") && !html.contains("Before,"));
    assert!(html.contains("<title>main</title>"));
}

#[test]
fn a_page_of_a_server_asks_that_server() {
    let mut app = app();
    app.pages[0].backend = Backend::Remote;
    let files = files(&app).unwrap();
    assert!(text(&files, "static/main/index.html").contains("invokeRemote({"));
}

#[test]
fn every_mark_is_counted() {
    let files = files(&app()).unwrap();
    let marks = marks(&files);
    let total: usize = marks.iter().map(|(_, count)| count).sum();
    assert_eq!(total, app().handlers.len() + app().pages.len());
    assert!(marks.iter().all(|(path, _)| path != "src/index.js"));
}

#[test]
fn translations_are_written_as_they_are() {
    assert_eq!(text(&files(&app()).unwrap(), "locales/en.json"), "{}\n");
}

use super::*;
use crate::carry::StatementKind;
use forgeshift_source::disk::tree::Tree;

fn carry(files: &[(&'static str, &'static str)]) -> Carry {
    let tree = Tree::memory(files.iter().copied());
    let listing = tree.list();
    read(&tree, &listing, 1)
}

fn one(text: &'static str) -> CarryFile {
    carry(&[("a.ts", text)]).files.remove(0)
}

#[test]
fn an_import_leads_to_a_file_a_package_or_node() {
    let found = carry(&[
        (
            "app.js",
            "import a from './lib/a.js';\nconst b = require('express/lib/router');\nimport fs from 'node:fs';\nimport('./gone');",
        ),
        ("lib/a.js", ""),
    ]);
    let app = found.file("app.js").unwrap();
    let leads: Vec<&Leads> = app.imports.iter().map(|import| &import.leads).collect();
    assert_eq!(
        leads,
        [
            &Leads::Own("lib/a.js".into()),
            &Leads::Package("express".into()),
            &Leads::Builtin("fs".into()),
            &Leads::Nothing,
        ]
    );
    assert_eq!(app.imports[1].span.text(&app.text), "'express/lib/router'");
    assert!(app.is_module);
}

#[test]
fn a_statement_knows_what_it_declares_and_uses_itself() {
    let file = one("const port = addon.config.port();\nif (ready) { app.use(log(port)); }");
    let kinds: Vec<StatementKind> = file.statements.iter().map(|statement| statement.kind).collect();
    assert_eq!(
        kinds,
        [
            StatementKind::Variable,
            StatementKind::If,
            StatementKind::Expression
        ]
    );
    assert_eq!(file.statements[0].declares, ["port"]);
    assert_eq!(file.statements[0].calls[0].path, ["config", "port"]);
    assert_eq!(file.statements[1].uses, ["ready"]);
    assert_eq!(file.statements[2].uses, ["app", "log", "port"]);
    assert_eq!(file.statements[2].parent, Some(1));
    assert_eq!(file.statements[2].calls[0].args[0].root.as_deref(), Some("log"));
}

#[test]
fn a_chain_on_a_parameter_names_the_function_and_the_place_of_the_parameter() {
    let file = one("app.get('/x', (req, res) => res.status(404).render('a', { b: req.query.b }));");
    let on_response = file.chains.iter().find(|chain| chain.root == "res").unwrap();
    assert_eq!(on_response.path, ["status", "render"]);
    assert_eq!(on_response.parameter, Some((0, 1)));
    let on_request = file.chains.iter().find(|chain| chain.root == "req").unwrap();
    assert_eq!(on_request.path, ["query", "b"]);
}

#[test]
fn a_name_that_is_declared_twice_is_ambiguous_and_a_member_is_no_name() {
    let file = one("const a = 1; function f(a) { return o.b; } const b = 2;");
    assert_eq!(file.ambiguous, ["a"]);
    assert!(!file.statements[1].uses.contains(&"b".to_owned()));
}

#[test]
fn files_that_hold_secrets_are_not_read() {
    let found = carry(&[("credentials.json", "{}"), ("config.json", "{}"), (".env", "A=b")]);
    assert!(found.file("credentials.json").is_none());
    assert!(found.file("config.json").is_some());
    assert_eq!(found.files.len(), 1);
}

#[test]
fn what_an_object_exports_by_name_has_a_place() {
    let file = one("module.exports = { app, server };");
    let names: Vec<&str> = file.statements[0]
        .exported_names
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!(names, ["app", "server"]);
}

//! What server code says of its views: which it renders where, with which engine and helpers.

use super::names::required;
use super::script;
use super::tree::{at, member_name, text_of, unwrapped};
use crate::lang::ecma::choice::{self, Choice};
use crate::lang::ecma::parse;
use forgeshift_source::disk::tree::{Listing, Tree};
use forgeshift_source::file::SourceFile;
use forgeshift_source::guard;
use forgeshift_source::span::{Place, Span};
use std::collections::BTreeSet;
use std::sync::Arc;
use swc_common::Spanned;
use swc_ecma_ast::{CallExpr, Callee, Expr, Prop, PropName, PropOrSpread};
use swc_ecma_visit::{Visit, VisitWith};

/// Files larger than this set up no views.
const LARGEST: u64 = 512 << 10;

/// A view that code renders.
#[derive(Debug, Clone)]
pub struct Render {
    /// Its name.
    pub view: String,
    /// The call.
    pub place: Place,
}

/// A helper that code gives to templates.
#[derive(Debug, Clone)]
pub struct Helper {
    /// Its name in templates.
    pub name: String,
    /// The function as it is written.
    pub text: String,
    /// Where it stands.
    pub place: Place,
    /// The names that it uses and that are not its own.
    pub free: BTreeSet<String>,
}

/// The template engine.
#[derive(Debug, Clone, Default)]
pub struct Engine {
    /// Its package.
    pub package: Option<&'static str>,
    /// The layout of every view that names no other, as it is written.
    pub default_layout: Option<String>,
}

/// What was found.
#[derive(Default)]
pub(super) struct Found {
    pub renders: Vec<Render>,
    pub helpers: Vec<Helper>,
    pub engine: Engine,
}

const ENGINES: [&str; 6] = [
    "express-hbs",
    "express-handlebars",
    "hbs",
    "ejs",
    "pug",
    "mustache-express",
];

/// Looks through the code that speaks of views.
pub(super) fn read(tree: &Tree, listing: &Listing) -> Found {
    let mut found = Found::default();
    for listed in &listing.files {
        if !matches!(choice::by_path(&listed.path), Choice::Code(_)) || listed.bytes > LARGEST {
            continue;
        }
        let Ok(file) = tree.read(&listed.path, LARGEST) else {
            continue;
        };
        let text = &file.text;
        let speaks = ["render(", "registerHelper(", "helpers", "defaultLayout"]
            .iter()
            .any(|word| text.contains(word));
        let engine = ENGINES
            .iter()
            .find(|engine| text.contains(&format!("'{engine}'")) || text.contains(&format!("\"{engine}\"")));
        if found.engine.package.is_none() {
            found.engine.package = engine.copied();
        }
        if !speaks || guard::too_deep(text, guard::NESTING_LIMIT) {
            continue;
        }
        let file = Arc::new(file);
        if let Ok((program, _)) = parse::program(&file.path, &file.text, Span::new(0, file.text.len())) {
            program.visit_with(&mut Looker {
                file: &file,
                of_handlebars: file.text.contains("handlebars") || file.text.contains("hbs"),
                found: &mut found,
            });
        }
    }
    found
}

struct Looker<'f> {
    file: &'f Arc<SourceFile>,
    of_handlebars: bool,
    found: &'f mut Found,
}

impl Looker<'_> {
    fn helper(&mut self, name: String, function: &Expr) {
        if !matches!(unwrapped(function), Expr::Fn(_) | Expr::Arrow(_)) {
            return;
        }
        let span = at(unwrapped(function).span());
        let text = span.text(&self.file.text).to_owned();
        let alone = format!("({text})");
        let whole = Span::new(0, alone.len());
        let file = Arc::new(SourceFile::new(self.file.path.clone(), alone.clone()));
        let Some(script) = script::read(&file, &alone, whole) else {
            return;
        };
        self.found.helpers.push(Helper {
            name,
            text,
            place: self.file.place(span),
            free: script.free,
        });
    }

    fn helpers(&mut self, object: &Expr) {
        let Expr::Object(object) = unwrapped(object) else {
            return;
        };
        for prop in &object.props {
            if let PropOrSpread::Prop(prop) = prop
                && let Prop::KeyValue(pair) = &**prop
            {
                match &pair.key {
                    PropName::Ident(name) => self.helper(name.sym.to_string(), &pair.value),
                    PropName::Str(text) => {
                        if let Some(name) = text.value.as_str() {
                            self.helper(name.to_owned(), &pair.value);
                        }
                    }
                    _ => {}
                }
            }
        }
    }
}

impl Visit for Looker<'_> {
    fn visit_call_expr(&mut self, call: &CallExpr) {
        if let Callee::Expr(callee) = &call.callee {
            let name = match unwrapped(callee) {
                Expr::Member(member) => member_name(&member.prop),
                _ => None,
            };
            let first = call.args.first().map(|arg| &*arg.expr);
            match (name.as_deref(), first) {
                (Some("render"), Some(first)) => {
                    let views = match unwrapped(first) {
                        // One of two views: both are rendered here.
                        Expr::Cond(cond) => [text_of(&cond.cons), text_of(&cond.alt)]
                            .into_iter()
                            .flatten()
                            .collect(),
                        other => required(other),
                    };
                    for view in views.into_iter().filter(|view| !view.contains("{}")) {
                        self.found.renders.push(Render {
                            view,
                            place: self.file.place(at(call.span)),
                        });
                    }
                }
                (Some("registerHelper"), Some(first)) => match (text_of(first), call.args.get(1)) {
                    (Some(name), Some(function)) => self.helper(name, &function.expr),
                    _ => self.helpers(first),
                },
                _ => {}
            }
        }
        call.visit_children_with(self);
    }

    fn visit_prop(&mut self, prop: &Prop) {
        if let Prop::KeyValue(pair) = prop
            && let PropName::Ident(key) = &pair.key
            && self.of_handlebars
        {
            match &*key.sym {
                "helpers" => self.helpers(&pair.value),
                "defaultLayout" | "layout" => {
                    if let Some(layout) = text_of(&pair.value) {
                        self.found.engine.default_layout = Some(layout);
                    }
                }
                _ => {}
            }
        }
        prop.visit_children_with(self);
    }
}

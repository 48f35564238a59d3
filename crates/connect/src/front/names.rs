//! What the names of a script stand for: declared in it, another name for `AP`, or from elsewhere.

use super::script::Alias;
use super::tree::{at, member_name, text_of, unwrapped};
use std::collections::{BTreeSet, HashMap};
use swc_ecma_ast::{
    ArrowExpr, Class, ClassDecl, Expr, FnDecl, Function, ImportSpecifier, ObjectPatProp, OptChainBase, Param,
    Pat, PropName, VarDecl,
};
use swc_ecma_visit::{Visit, VisitWith};

/// What a declared name stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Stands {
    /// Something of the script's own.
    Own,
    /// `AP` or a part of it, by its canonical name.
    Interface(String),
}

/// The names of the functions around a place, innermost last.
#[derive(Debug, Default)]
pub(super) struct Names {
    scopes: Vec<HashMap<String, Stands>>,
    pub aliases: Vec<Alias>,
    /// Every name that is declared anywhere.
    pub all: BTreeSet<String>,
}

/// Objects that hold the globals of a page.
const WINDOWS: [&str; 6] = ["window", "globalThis", "self", "top", "parent", "unsafeWindow"];

impl Names {
    /// Opens a scope with the names that something declares.
    pub fn enter(&mut self, parameters: &[&Pat], body: &dyn Fn(&mut Collector<'_>)) {
        self.scopes.push(HashMap::new());
        let mut collector = Collector { names: self };
        for pat in parameters {
            collector.pattern(pat);
        }
        body(&mut collector);
    }

    pub fn leave(&mut self) {
        self.scopes.pop();
    }

    pub fn declare(&mut self, name: &str, stands: Stands) {
        self.all.insert(name.to_owned());
        if let Some(scope) = self.scopes.last_mut() {
            scope.insert(name.to_owned(), stands);
        }
    }

    pub fn find(&self, name: &str) -> Option<&Stands> {
        self.scopes.iter().rev().find_map(|scope| scope.get(name))
    }

    pub fn declared_here(&self) -> impl Iterator<Item = &String> {
        self.scopes.last().into_iter().flat_map(HashMap::keys)
    }

    /// The dotted path of an expression whose first name is no name of the script: `["fetch"]`, `["$", "ajax"]`.
    pub fn path(&self, expr: &Expr) -> Option<Vec<String>> {
        let mut path = self.raw_path(expr)?;
        while path.len() > 1 && path.first().is_some_and(|name| WINDOWS.contains(&name.as_str())) {
            path.remove(0);
        }
        Some(path)
    }

    fn raw_path(&self, expr: &Expr) -> Option<Vec<String>> {
        match unwrapped(expr) {
            Expr::Ident(ident) => match self.find(&ident.sym) {
                None => Some(vec![ident.sym.to_string()]),
                Some(Stands::Interface(name)) => Some(name.split('.').map(str::to_owned).collect()),
                Some(Stands::Own) => None,
            },
            Expr::Member(member) => {
                let mut path = self.raw_path(&member.obj)?;
                path.push(member_name(&member.prop)?);
                Some(path)
            }
            Expr::OptChain(chain) => match &*chain.base {
                OptChainBase::Member(member) => {
                    let mut path = self.raw_path(&member.obj)?;
                    path.push(member_name(&member.prop)?);
                    Some(path)
                }
                OptChainBase::Call(_) => None,
            },
            _ => None,
        }
    }

    /// The canonical name of an expression that leads to `AP`.
    pub fn interface(&self, expr: &Expr) -> Option<String> {
        let path = self.path(expr)?;
        (path.first().map(String::as_str) == Some("AP")).then(|| path.join("."))
    }
}

/// Collects what a scope declares; functions within it have scopes of their own.
pub(super) struct Collector<'n> {
    names: &'n mut Names,
}

impl Collector<'_> {
    fn own(&mut self, name: &str) {
        self.names.declare(name, Stands::Own);
    }

    pub fn pattern(&mut self, pat: &Pat) {
        match pat {
            Pat::Ident(ident) => self.own(&ident.id.sym),
            Pat::Array(array) => array.elems.iter().flatten().for_each(|elem| self.pattern(elem)),
            Pat::Rest(rest) => self.pattern(&rest.arg),
            Pat::Assign(assign) => self.pattern(&assign.left),
            Pat::Object(object) => {
                for prop in &object.props {
                    match prop {
                        ObjectPatProp::KeyValue(pair) => self.pattern(&pair.value),
                        ObjectPatProp::Assign(assign) => self.own(&assign.key.id.sym),
                        ObjectPatProp::Rest(rest) => self.pattern(&rest.arg),
                    }
                }
            }
            Pat::Expr(_) | Pat::Invalid(_) => {}
        }
    }

    /// Whether a pattern only gives parts of `AP` other names; they are declared then.
    fn renamed(&mut self, pat: &Pat, interface: &str) -> bool {
        match pat {
            Pat::Ident(ident) => {
                let stands = Stands::Interface(interface.to_owned());
                self.names.declare(&ident.id.sym, stands);
                true
            }
            Pat::Object(object) => {
                let parts: Option<Vec<(String, String)>> = object.props.iter().map(part).collect();
                let Some(parts) = parts else { return false };
                for (name, local) in parts {
                    let stands = Stands::Interface(format!("{interface}.{name}"));
                    self.names.declare(&local, stands);
                }
                true
            }
            _ => false,
        }
    }
}

impl Visit for Collector<'_> {
    fn visit_var_decl(&mut self, decl: &VarDecl) {
        // `declare const AP` says that there is one: it makes none.
        if decl.declare {
            return;
        }
        let single = decl.decls.len() == 1;
        for one in &decl.decls {
            let interface = one.init.as_ref().and_then(|init| self.names.interface(init));
            if let (Some(interface), Some(init)) = (interface, &one.init)
                && self.renamed(&one.name, &interface)
            {
                let span = if single {
                    at(decl.span)
                } else {
                    at(swc_common::Spanned::span(&**init))
                };
                self.names.aliases.push(Alias { span, whole: single });
                continue;
            }
            self.pattern(&one.name);
        }
        decl.visit_children_with(self);
    }

    fn visit_fn_decl(&mut self, decl: &FnDecl) {
        self.own(&decl.ident.sym);
    }

    fn visit_class_decl(&mut self, decl: &ClassDecl) {
        self.own(&decl.ident.sym);
    }

    fn visit_import_specifier(&mut self, specifier: &ImportSpecifier) {
        self.own(&specifier.local().sym);
    }

    fn visit_catch_clause(&mut self, clause: &swc_ecma_ast::CatchClause) {
        if let Some(param) = &clause.param {
            self.pattern(param);
        }
        clause.visit_children_with(self);
    }

    fn visit_function(&mut self, _: &Function) {}
    fn visit_arrow_expr(&mut self, _: &ArrowExpr) {}
    fn visit_class(&mut self, _: &Class) {}
}

/// A part that a pattern takes out under a name of its own: the part, and the name.
fn part(prop: &ObjectPatProp) -> Option<(String, String)> {
    match prop {
        ObjectPatProp::Assign(assign) if assign.value.is_none() => {
            let name = assign.key.id.sym.to_string();
            Some((name.clone(), name))
        }
        ObjectPatProp::KeyValue(pair) => {
            let name = match &pair.key {
                PropName::Ident(name) => name.sym.to_string(),
                PropName::Str(text) => text.value.as_str()?.to_owned(),
                _ => return None,
            };
            Some((name, pair.value.as_ident()?.id.sym.to_string()))
        }
        _ => None,
    }
}

/// The patterns of a function's parameters.
pub(super) fn patterns(params: &[Param]) -> Vec<&Pat> {
    params.iter().map(|param| &param.pat).collect()
}

/// The names that `AP.require` hands to its callback, in order: `request`, `dialog`.
pub(super) fn required(arg: &Expr) -> Vec<String> {
    match unwrapped(arg) {
        Expr::Array(array) => array
            .elems
            .iter()
            .flatten()
            .filter_map(|elem| text_of(&elem.expr))
            .collect(),
        other => text_of(other).into_iter().collect(),
    }
}

//! One walk over a tree: statements, imports, functions, and what is done with names.

use super::super::lines::Lines;
use super::shape::{self, Shape};
use crate::carry::{CarryFile, Chain, Function, Import, Leads, Statement, StatementKind};
use forgeshift_source::span::Span;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use swc_common::Spanned;
use swc_ecma_ast as ast;
use swc_ecma_visit::{Visit, VisitWith};

/// Reads one tree.
pub(super) fn file(program: &ast::Program, path: Arc<str>, text: Arc<str>, lines: &Lines) -> CarryFile {
    let mut walk = Walk {
        file: CarryFile {
            path,
            text,
            is_module: false,
            imports: Vec::new(),
            statements: Vec::new(),
            functions: Vec::new(),
            chains: Vec::new(),
            ambiguous: Vec::new(),
        },
        lines,
        uses: Vec::new(),
        open: Vec::new(),
        inside: Vec::new(),
        declared: BTreeMap::new(),
        exporting: false,
        awaiting: None,
    };
    program.visit_with(&mut walk);
    walk.finish()
}

/// A span of the parser as bytes of the file.
pub(super) fn span(node: &impl Spanned) -> Span {
    let span = node.span();
    Span {
        start: span.lo.0.saturating_sub(1),
        end: span.hi.0.saturating_sub(1),
    }
}

struct Walk<'a> {
    file: CarryFile,
    lines: &'a Lines,
    uses: Vec<BTreeSet<String>>,
    /// The statements that are open, innermost last.
    open: Vec<usize>,
    /// The functions that are open, innermost last.
    inside: Vec<usize>,
    declared: BTreeMap<String, u32>,
    exporting: bool,
    /// The call whose result is awaited.
    awaiting: Option<Span>,
}

impl Walk<'_> {
    fn finish(mut self) -> CarryFile {
        for (statement, uses) in self.file.statements.iter_mut().zip(self.uses) {
            statement.uses = uses.into_iter().collect();
        }
        self.file.ambiguous = self
            .declared
            .into_iter()
            .filter(|(_, count)| *count > 1)
            .map(|(name, _)| name)
            .collect();
        self.file
    }

    fn statement(&mut self, span: Span, kind: StatementKind, inner: impl FnOnce(&mut Self)) {
        let index = self.file.statements.len();
        self.file.statements.push(Statement {
            span,
            kind,
            parent: self.open.last().copied(),
            exported: std::mem::take(&mut self.exporting),
            declares: Vec::new(),
            uses: Vec::new(),
            calls: Vec::new(),
            exported_names: Vec::new(),
        });
        self.uses.push(BTreeSet::new());
        self.open.push(index);
        inner(self);
        self.open.pop();
    }

    fn here(&self) -> usize {
        self.open.last().copied().unwrap_or(0)
    }

    fn current(&mut self) -> Option<&mut Statement> {
        let here = self.open.last().copied()?;
        self.file.statements.get_mut(here)
    }

    fn used(&mut self, name: &str) {
        let here = self.here();
        if let Some(uses) = self.uses.get_mut(here) {
            uses.insert(name.to_owned());
        }
    }

    fn declare(&mut self, name: &str) {
        *self.declared.entry(name.to_owned()).or_default() += 1;
    }

    /// A name that the open statement declares itself.
    fn declare_here(&mut self, name: &str) {
        self.declare(name);
        if let Some(statement) = self.current() {
            statement.declares.push(name.to_owned());
        }
    }

    fn import(&mut self, text: &ast::Str, type_only: bool, is_require: bool) {
        let Some(specifier) = text.value.as_str() else {
            return;
        };
        let import = Import {
            specifier: specifier.to_owned(),
            span: span(text),
            leads: Leads::Nothing,
            statement: self.here(),
            type_only,
            is_require,
        };
        self.file.imports.push(import);
    }

    fn function(&mut self, span: Span, parameters: Vec<Option<String>>, is_async: bool) -> usize {
        let place = self.lines.place(&self.file.path, span);
        let statement = self.here();
        self.file.functions.push(Function {
            span,
            at: (place.line, place.column),
            parameters,
            is_async,
            statement,
        });
        self.file.functions.len() - 1
    }

    /// The open function whose parameter a name is, and which.
    fn parameter(&self, name: &str) -> Option<(usize, usize)> {
        self.inside.iter().rev().find_map(|function| {
            let parameters = &self.file.functions.get(*function)?.parameters;
            let at = parameters.iter().position(|own| own.as_deref() == Some(name))?;
            Some((*function, at))
        })
    }

    fn chain(&mut self, shape: Shape, span: Span, called: bool, args: Vec<String>) {
        if shape.path.is_empty() && args.is_empty() {
            return;
        }
        let chain = Chain {
            parameter: self.parameter(&shape.root),
            root: shape.root,
            path: shape.path,
            span,
            statement: self.here(),
            called,
            args,
            awaited: self.awaiting == Some(span),
        };
        self.file.chains.push(chain);
    }

    fn names_of(pat: &ast::Pat, names: &mut Vec<String>) {
        match pat {
            ast::Pat::Ident(ident) => names.push(ident.id.sym.to_string()),
            ast::Pat::Array(array) => {
                for item in array.elems.iter().flatten() {
                    Self::names_of(item, names);
                }
            }
            ast::Pat::Object(object) => {
                for prop in &object.props {
                    match prop {
                        ast::ObjectPatProp::KeyValue(pair) => Self::names_of(&pair.value, names),
                        ast::ObjectPatProp::Assign(assign) => names.push(assign.key.id.sym.to_string()),
                        ast::ObjectPatProp::Rest(rest) => Self::names_of(&rest.arg, names),
                    }
                }
            }
            ast::Pat::Assign(assign) => Self::names_of(&assign.left, names),
            ast::Pat::Rest(rest) => Self::names_of(&rest.arg, names),
            _ => {}
        }
    }

    fn variables(&mut self, decl: &ast::VarDecl) {
        for declarator in &decl.decls {
            let mut names = Vec::new();
            Self::names_of(&declarator.name, &mut names);
            for name in &names {
                self.declare_here(name);
            }
            let call = declarator.init.as_deref().and_then(shape::call);
            if let (Some(mut call), Some(statement)) = (call, self.current()) {
                call.declares = names;
                statement.calls.push(call);
            }
            // Defaults and computed keys of a pattern are expressions; its names are declared already.
            declarator.init.visit_with(self);
            if !matches!(declarator.name, ast::Pat::Ident(_)) {
                let before = self.declared.clone();
                declarator.name.visit_with(self);
                self.declared = before;
            }
        }
    }

    fn parameters(params: &[&ast::Pat]) -> Vec<Option<String>> {
        params
            .iter()
            .map(|pat| match pat {
                ast::Pat::Ident(ident) => Some(ident.id.sym.to_string()),
                _ => None,
            })
            .collect()
    }
}

impl Visit for Walk<'_> {
    fn visit_module_item(&mut self, item: &ast::ModuleItem) {
        match item {
            ast::ModuleItem::ModuleDecl(decl) => {
                self.file.is_module = true;
                self.visit_module_decl(decl);
            }
            item => item.visit_children_with(self),
        }
    }

    fn visit_module_decl(&mut self, decl: &ast::ModuleDecl) {
        let at = span(decl);
        match decl {
            ast::ModuleDecl::Import(import) => self.statement(at, StatementKind::Import, |walk| {
                walk.import(&import.src, import.type_only, false);
                for specifier in &import.specifiers {
                    let name = specifier.local().sym.to_string();
                    walk.declare_here(&name);
                }
            }),
            ast::ModuleDecl::ExportDecl(export) => {
                self.exporting = true;
                let kind = kind_of_decl(&export.decl);
                self.statement(at, kind, |walk| walk.visit_decl(&export.decl));
            }
            ast::ModuleDecl::ExportNamed(export) => self.statement(at, StatementKind::Import, |walk| {
                if let Some(src) = &export.src {
                    walk.import(src, export.type_only, false);
                    return;
                }
                for specifier in &export.specifiers {
                    if let ast::ExportSpecifier::Named(named) = specifier
                        && let ast::ModuleExportName::Ident(ident) = &named.orig
                    {
                        let (name, at) = (ident.sym.to_string(), span(named));
                        walk.used(&name);
                        if let Some(statement) = walk.current() {
                            statement.exported_names.push((name, at));
                        }
                    }
                }
            }),
            ast::ModuleDecl::ExportAll(export) => self.statement(at, StatementKind::Import, |walk| {
                walk.import(&export.src, export.type_only, false);
            }),
            ast::ModuleDecl::TsImportEquals(import) => self.statement(at, StatementKind::Import, |walk| {
                walk.declare_here(&import.id.sym);
                if let ast::TsModuleRef::TsExternalModuleRef(external) = &import.module_ref {
                    walk.import(&external.expr, import.is_type_only, true);
                }
            }),
            ast::ModuleDecl::ExportDefaultDecl(export) => {
                self.exporting = true;
                self.statement(at, StatementKind::Definition, |walk| {
                    export.visit_children_with(walk)
                });
            }
            ast::ModuleDecl::ExportDefaultExpr(export) => {
                self.exporting = true;
                self.statement(at, StatementKind::Other, |walk| export.expr.visit_with(walk));
            }
            other => self.statement(at, StatementKind::Other, |walk| other.visit_children_with(walk)),
        }
    }

    fn visit_stmt(&mut self, stmt: &ast::Stmt) {
        if matches!(stmt, ast::Stmt::Block(_) | ast::Stmt::Empty(_)) {
            stmt.visit_children_with(self);
            return;
        }
        let kind = match stmt {
            ast::Stmt::Decl(decl) => kind_of_decl(decl),
            ast::Stmt::Expr(_) => StatementKind::Expression,
            ast::Stmt::If(_) => StatementKind::If,
            _ => StatementKind::Other,
        };
        self.statement(span(stmt), kind, |walk| {
            if let ast::Stmt::Expr(expr) = stmt
                && let Some(statement) = walk.current()
            {
                statement.calls.extend(shape::call(&expr.expr));
                statement.exported_names = shape::exported(&expr.expr);
            }
            stmt.visit_children_with(walk);
        });
    }

    fn visit_var_decl(&mut self, decl: &ast::VarDecl) {
        self.variables(decl);
    }

    fn visit_fn_decl(&mut self, decl: &ast::FnDecl) {
        self.declare_here(&decl.ident.sym);
        decl.function.visit_with(self);
    }

    fn visit_class_decl(&mut self, decl: &ast::ClassDecl) {
        self.declare_here(&decl.ident.sym);
        decl.class.visit_with(self);
    }

    fn visit_fn_expr(&mut self, expr: &ast::FnExpr) {
        expr.function.visit_with(self);
    }

    fn visit_binding_ident(&mut self, ident: &ast::BindingIdent) {
        self.declare(&ident.id.sym);
        ident.type_ann.visit_with(self);
    }

    fn visit_labeled_stmt(&mut self, stmt: &ast::LabeledStmt) {
        stmt.body.visit_with(self);
    }

    fn visit_break_stmt(&mut self, _: &ast::BreakStmt) {}

    fn visit_continue_stmt(&mut self, _: &ast::ContinueStmt) {}

    fn visit_ident(&mut self, ident: &ast::Ident) {
        self.used(&ident.sym);
    }

    fn visit_function(&mut self, function: &ast::Function) {
        let params: Vec<&ast::Pat> = function.params.iter().map(|param| &param.pat).collect();
        let parameters = Self::parameters(&params);
        let id = self.function(span(function), parameters, function.is_async);
        self.inside.push(id);
        function.visit_children_with(self);
        self.inside.pop();
    }

    fn visit_arrow_expr(&mut self, arrow: &ast::ArrowExpr) {
        let params: Vec<&ast::Pat> = arrow.params.iter().collect();
        let parameters = Self::parameters(&params);
        let id = self.function(span(arrow), parameters, arrow.is_async);
        self.inside.push(id);
        arrow.visit_children_with(self);
        self.inside.pop();
    }

    fn visit_await_expr(&mut self, expr: &ast::AwaitExpr) {
        self.awaiting = Some(span(&expr.arg));
        expr.visit_children_with(self);
    }

    fn visit_call_expr(&mut self, call: &ast::CallExpr) {
        if let (ast::Callee::Expr(callee), Some(ast::Expr::Lit(ast::Lit::Str(text)))) =
            (&call.callee, call.args.first().map(|arg| &*arg.expr))
            && matches!(&**callee, ast::Expr::Ident(name) if name.sym == *"require")
        {
            self.import(text, false, true);
        } else if let (ast::Callee::Import(_), Some(ast::Expr::Lit(ast::Lit::Str(text)))) =
            (&call.callee, call.args.first().map(|arg| &*arg.expr))
        {
            self.import(text, false, false);
        }
        if let ast::Callee::Expr(callee) = &call.callee {
            if let Some(text) = shape::named_file(callee, &call.args) {
                self.import(text, false, true);
            }
            let args = call
                .args
                .iter()
                .filter_map(|arg| match &*arg.expr {
                    ast::Expr::Ident(ident) => Some(ident.sym.to_string()),
                    _ => None,
                })
                .collect();
            if let Some(shape) = shape::of(callee) {
                self.chain(shape, span(call), true, args);
            }
            // The chain is noted; what stands in it is looked at without noting its beginning again.
            self.inner(callee);
            call.args.visit_with(self);
            call.type_args.visit_with(self);
            return;
        }
        call.visit_children_with(self);
    }

    fn visit_member_expr(&mut self, member: &ast::MemberExpr) {
        if let Some(shape) = shape::of_member(member) {
            self.chain(shape, span(member), false, Vec::new());
        }
        self.inner_member(member);
    }
}

impl Walk<'_> {
    /// Visits what stands in a chain that was noted as a whole.
    fn inner(&mut self, expr: &ast::Expr) {
        match expr {
            ast::Expr::Member(member) => self.inner_member(member),
            other => other.visit_with(self),
        }
    }

    fn inner_member(&mut self, member: &ast::MemberExpr) {
        self.inner(&member.obj);
        if let ast::MemberProp::Computed(computed) = &member.prop {
            computed.visit_with(self);
        }
    }
}

fn kind_of_decl(decl: &ast::Decl) -> StatementKind {
    match decl {
        ast::Decl::Var(_) | ast::Decl::Using(_) => StatementKind::Variable,
        ast::Decl::Fn(_) | ast::Decl::Class(_) => StatementKind::Definition,
        ast::Decl::TsInterface(_) | ast::Decl::TsTypeAlias(_) => StatementKind::Type,
        _ => StatementKind::Other,
    }
}

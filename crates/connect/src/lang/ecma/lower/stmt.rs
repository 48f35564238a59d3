//! Statements: what they declare, and the expressions in them.

use super::{Lower, at, span};
use crate::lang::ecma::ir::{Exported, Name, Node, Prop, Taken};
use swc_ecma_ast::{
    Decl, DefaultDecl, ExportSpecifier, ForHead, ImportDecl, ImportSpecifier, ModuleDecl, ModuleExportName,
    ModuleItem, NamedExport, Pat, Stmt, TsEnumDecl, TsModuleRef, TsNamespaceBody, VarDecl, VarDeclOrExpr,
};

impl Lower {
    pub(super) fn module_items(&mut self, items: &[ModuleItem]) {
        self.declare_items(items);
        for item in items {
            match item {
                ModuleItem::Stmt(stmt) => self.stmt(stmt),
                ModuleItem::ModuleDecl(decl) => self.module_decl(decl),
                #[allow(unreachable_patterns)]
                _ => {}
            }
        }
    }

    fn module_decl(&mut self, decl: &ModuleDecl) {
        match decl {
            ModuleDecl::Import(import) => self.import_decl(import),
            ModuleDecl::ExportDecl(export) => {
                self.decl(&export.decl);
                self.export_names(&export.decl);
            }
            ModuleDecl::ExportNamed(export) => self.named_export(export),
            ModuleDecl::ExportDefaultDecl(export) => {
                let value = match &export.decl {
                    DefaultDecl::Fn(function) => {
                        let name = function.ident.as_ref().map(|ident| self.name(&ident.sym));
                        let value = self.function(&function.function, name);
                        self.assign_own_name(name, value);
                        value
                    }
                    DefaultDecl::Class(class) => {
                        let name = class.ident.as_ref().map(|ident| self.name(&ident.sym));
                        let value = self.class(&class.class, name);
                        self.assign_own_name(name, value);
                        value
                    }
                    _ => return,
                };
                self.export("default", Exported::Value(value));
            }
            ModuleDecl::ExportDefaultExpr(export) => {
                let value = self.expr(&export.expr);
                self.handed_on(value);
                self.export("default", Exported::Value(value));
            }
            ModuleDecl::ExportAll(export) if !export.type_only => {
                if let Some(specifier) = export.src.value.as_str() {
                    let import = self.import(specifier, at(export.src.span), false);
                    self.module.stars.push(import);
                }
            }
            ModuleDecl::TsImportEquals(import) => {
                let name = self.name(&import.id.sym);
                let value = match &import.module_ref {
                    TsModuleRef::TsExternalModuleRef(external) => {
                        let Some(specifier) = external.expr.value.as_str() else {
                            return;
                        };
                        let id = self.import(specifier, at(external.expr.span), import.is_type_only);
                        self.push(Node::Import(id, Taken::Whole), at(import.span))
                    }
                    _ => return,
                };
                self.assign_name(name, value, at(import.span));
                if import.is_export {
                    self.exported_locals.push((name, name));
                }
            }
            ModuleDecl::TsExportAssignment(export) => {
                let value = self.expr(&export.expr);
                self.module.whole.push(value);
            }
            _ => {}
        }
    }

    fn assign_own_name(&mut self, name: Option<Name>, value: crate::lang::ecma::ir::ExprId) {
        if let Some(name) = name {
            let span = self.module.span_of(value);
            self.assign_name(name, value, span);
        }
    }

    fn export(&mut self, name: &str, exported: Exported) {
        let name = self.name(name);
        self.module.exports.push((name, exported));
    }

    fn import_decl(&mut self, import: &ImportDecl) {
        let Some(specifier) = import.src.value.as_str() else {
            return;
        };
        let id = self.import(specifier, at(import.span), import.type_only);
        for specifier in &import.specifiers {
            let (local, taken) = match specifier {
                ImportSpecifier::Named(named) => {
                    let name = match &named.imported {
                        Some(name) => self.export_name(name),
                        None => self.name(&named.local.sym),
                    };
                    (&named.local, Taken::Named(name))
                }
                ImportSpecifier::Default(default) => (&default.local, Taken::Default),
                ImportSpecifier::Namespace(namespace) => (&namespace.local, Taken::Namespace),
            };
            let value = self.push(Node::Import(id, taken), at(local.span));
            let name = self.name(&local.sym);
            self.assign_name(name, value, at(local.span));
        }
    }

    fn export_name(&mut self, name: &ModuleExportName) -> Name {
        match name {
            ModuleExportName::Ident(ident) => self.name(&ident.sym),
            ModuleExportName::Str(text) => self.name(text.value.as_str().unwrap_or("")),
        }
    }

    fn named_export(&mut self, export: &NamedExport) {
        if export.type_only {
            return;
        }
        let import = export
            .src
            .as_ref()
            .and_then(|src| Some((src.value.as_str()?, at(src.span))))
            .map(|(specifier, span)| self.import(specifier, span, false));
        for specifier in &export.specifiers {
            match specifier {
                ExportSpecifier::Named(named) if !named.is_type_only => {
                    let local = self.export_name(&named.orig);
                    let name = named
                        .exported
                        .as_ref()
                        .map_or(local, |name| self.export_name(name));
                    match import {
                        Some(import) => {
                            let exported = Exported::From(import, Taken::Named(local));
                            self.module.exports.push((name, exported));
                        }
                        None => self.exported_locals.push((local, name)),
                    }
                }
                ExportSpecifier::Namespace(namespace) => {
                    if let Some(import) = import {
                        let name = self.export_name(&namespace.name);
                        let exported = Exported::From(import, Taken::Namespace);
                        self.module.exports.push((name, exported));
                    }
                }
                _ => {}
            }
        }
    }

    fn export_names(&mut self, decl: &Decl) {
        let mut names = Vec::new();
        match decl {
            Decl::Fn(function) => names.push(self.name(&function.ident.sym)),
            Decl::Class(class) => names.push(self.name(&class.ident.sym)),
            Decl::TsEnum(decl) => names.push(self.name(&decl.id.sym)),
            Decl::Var(var) => {
                for decl in &var.decls {
                    self.pattern_names(&decl.name, &mut names);
                }
            }
            _ => {}
        }
        for name in names {
            self.exported_locals.push((name, name));
        }
    }

    fn pattern_names(&mut self, pat: &Pat, names: &mut Vec<Name>) {
        match pat {
            Pat::Ident(ident) => names.push(self.name(&ident.id.sym)),
            Pat::Array(array) => {
                for elem in array.elems.iter().flatten() {
                    self.pattern_names(elem, names);
                }
            }
            Pat::Object(object) => {
                for prop in &object.props {
                    match prop {
                        swc_ecma_ast::ObjectPatProp::KeyValue(prop) => self.pattern_names(&prop.value, names),
                        swc_ecma_ast::ObjectPatProp::Assign(prop) => names.push(self.name(&prop.key.id.sym)),
                        swc_ecma_ast::ObjectPatProp::Rest(rest) => self.pattern_names(&rest.arg, names),
                    }
                }
            }
            Pat::Rest(rest) => self.pattern_names(&rest.arg, names),
            Pat::Assign(assign) => self.pattern_names(&assign.left, names),
            _ => {}
        }
    }

    pub(super) fn stmts(&mut self, stmts: &[Stmt]) {
        for stmt in stmts {
            self.stmt(stmt);
        }
    }

    /// Statements in a scope of their own.
    pub(super) fn block(&mut self, stmts: &[Stmt]) {
        self.open_scope();
        self.declare_lexical(stmts);
        self.stmts(stmts);
        self.close_scope();
    }

    pub(super) fn stmt(&mut self, stmt: &Stmt) {
        match stmt {
            Stmt::Block(block) => self.block(&block.stmts),
            Stmt::Expr(stmt) => {
                self.expr(&stmt.expr);
            }
            Stmt::Decl(decl) => self.decl(decl),
            Stmt::Return(stmt) => {
                if let Some(arg) = &stmt.arg {
                    let value = self.expr(arg);
                    self.returned(value);
                }
            }
            Stmt::If(stmt) => {
                self.tested(&stmt.test);
                self.stmt(&stmt.cons);
                if let Some(alt) = &stmt.alt {
                    self.stmt(alt);
                }
            }
            Stmt::Throw(stmt) => {
                self.expr(&stmt.arg);
            }
            Stmt::Labeled(stmt) => self.stmt(&stmt.body),
            Stmt::With(stmt) => {
                self.expr(&stmt.obj);
                self.stmt(&stmt.body);
            }
            Stmt::Switch(stmt) => {
                self.tested(&stmt.discriminant);
                self.open_scope();
                for case in &stmt.cases {
                    self.declare_lexical(&case.cons);
                }
                for case in &stmt.cases {
                    if let Some(test) = &case.test {
                        self.tested(test);
                    }
                    self.stmts(&case.cons);
                }
                self.close_scope();
            }
            Stmt::Try(stmt) => {
                self.block(&stmt.block.stmts);
                if let Some(handler) = &stmt.handler {
                    self.open_scope();
                    if let Some(param) = &handler.param {
                        self.declare_pattern(param, true);
                    }
                    self.block(&handler.body.stmts);
                    self.close_scope();
                }
                if let Some(finalizer) = &stmt.finalizer {
                    self.block(&finalizer.stmts);
                }
            }
            Stmt::While(_) | Stmt::DoWhile(_) | Stmt::For(_) | Stmt::ForIn(_) | Stmt::ForOf(_) => {
                self.open_scope();
                self.repeated(stmt);
                self.close_scope();
            }
            _ => {}
        }
    }

    fn repeated(&mut self, stmt: &Stmt) {
        match stmt {
            Stmt::While(stmt) => {
                self.tested(&stmt.test);
                self.stmt(&stmt.body);
            }
            Stmt::DoWhile(stmt) => {
                self.stmt(&stmt.body);
                self.tested(&stmt.test);
            }
            Stmt::For(stmt) => {
                match &stmt.init {
                    Some(VarDeclOrExpr::VarDecl(var)) => {
                        self.declare_decl(&Decl::Var(var.clone()));
                        self.var(var);
                    }
                    Some(VarDeclOrExpr::Expr(expr)) => {
                        self.expr(expr);
                    }
                    _ => {}
                }
                if let Some(test) = &stmt.test {
                    self.tested(test);
                }
                if let Some(update) = &stmt.update {
                    self.expr(update);
                }
                self.stmt(&stmt.body);
            }
            Stmt::ForIn(stmt) => {
                self.expr(&stmt.right);
                let value = self.opaque(at(stmt.span));
                self.loop_head(&stmt.left, value);
                self.stmt(&stmt.body);
            }
            Stmt::ForOf(stmt) => {
                let items = self.expr(&stmt.right);
                let value = self.push(Node::Element(items), span(&stmt.right));
                self.loop_head(&stmt.left, value);
                self.stmt(&stmt.body);
            }
            _ => {}
        }
    }

    fn loop_head(&mut self, head: &ForHead, value: crate::lang::ecma::ir::ExprId) {
        match head {
            ForHead::VarDecl(var) => {
                self.declare_decl(&Decl::Var(var.clone()));
                for decl in &var.decls {
                    self.assign_pattern(&decl.name, value);
                }
            }
            ForHead::UsingDecl(using) => {
                for decl in &using.decls {
                    self.declare_pattern(&decl.name, true);
                    self.assign_pattern(&decl.name, value);
                }
            }
            ForHead::Pat(pat) => self.assign_pattern(pat, value),
        }
    }

    fn returned(&mut self, value: crate::lang::ecma::ir::ExprId) {
        self.awaited(value);
        self.handed_on(value);
        let owner = self.owner();
        if let Some(func) = self.module.funcs.get_mut(owner.0 as usize) {
            func.returns.push(value);
        }
    }

    pub(super) fn decl(&mut self, decl: &Decl) {
        match decl {
            Decl::Var(var) if !var.declare => self.var(var),
            Decl::Using(using) => {
                for decl in &using.decls {
                    if let Some(init) = &decl.init {
                        let value = self.expr(init);
                        self.assign_pattern(&decl.name, value);
                    }
                }
            }
            Decl::Fn(function) if !function.declare && function.function.body.is_some() => {
                let name = self.name(&function.ident.sym);
                let value = self.function(&function.function, Some(name));
                self.assign_name(name, value, at(function.ident.span));
            }
            Decl::Class(class) if !class.declare => {
                let name = self.name(&class.ident.sym);
                let value = self.class(&class.class, Some(name));
                self.assign_name(name, value, at(class.ident.span));
            }
            Decl::TsEnum(decl) => self.enumeration(decl),
            Decl::TsModule(decl) if !decl.declare => {
                if let Some(TsNamespaceBody::TsModuleBlock(block)) = &decl.body {
                    self.open_scope();
                    self.declare_items(&block.body);
                    for item in &block.body {
                        match item {
                            ModuleItem::Stmt(stmt) => self.stmt(stmt),
                            ModuleItem::ModuleDecl(ModuleDecl::ExportDecl(export)) => self.decl(&export.decl),
                            _ => {}
                        }
                    }
                    self.close_scope();
                }
            }
            _ => {}
        }
    }

    fn var(&mut self, var: &VarDecl) {
        for decl in &var.decls {
            let Some(init) = &decl.init else {
                // The type alone may say what it is.
                if let Pat::Ident(ident) = &decl.name {
                    let hint = self.hint(ident.type_ann.as_deref());
                    let name = self.name(&ident.id.sym);
                    if let (Some(hint), Some(id)) = (hint, self.lookup(name))
                        && let Some(bind) = self.bind(id)
                    {
                        bind.hint.get_or_insert(hint);
                    }
                }
                continue;
            };
            let name = match &decl.name {
                Pat::Ident(ident) => Some(&*ident.id.sym),
                _ => None,
            };
            let value = self.named_expr(init, name);
            self.assign_pattern(&decl.name, value);
        }
    }

    fn enumeration(&mut self, decl: &TsEnumDecl) {
        let mut props = Vec::new();
        for member in &decl.members {
            let key = match &member.id {
                swc_ecma_ast::TsEnumMemberId::Ident(ident) => self.name(&ident.sym),
                swc_ecma_ast::TsEnumMemberId::Str(text) => self.name(text.value.as_str().unwrap_or("")),
            };
            let value = match &member.init {
                Some(init) => self.expr(init),
                None => self.opaque(at(member.span)),
            };
            props.push(Prop {
                key: Some(key),
                value,
                getter: false,
            });
        }
        let list = self.props(&props);
        let value = self.push(Node::Object(list), at(decl.span));
        let name = self.name(&decl.id.sym);
        self.assign_name(name, value, at(decl.span));
    }
}

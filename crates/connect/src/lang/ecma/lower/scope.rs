//! Which declaration a name means: hoisting, blocks, shadowing.

use super::{Lower, at};
use crate::lang::ecma::ir::{Bind, BindId, ExprId, Name, Node};
use forgeshift_source::span::Span;
use swc_ecma_ast::{
    Decl, DefaultDecl, ForHead, ForStmt, ImportSpecifier, ModuleDecl, ModuleItem, ObjectPatProp, Pat, Stmt,
    VarDecl, VarDeclKind, VarDeclOrExpr,
};

impl Lower {
    pub(super) fn open_scope(&mut self) {
        self.scopes.push(Vec::new());
    }

    pub(super) fn close_scope(&mut self) {
        for name in self.scopes.pop().unwrap_or_default() {
            if let Some(stack) = self.visible.get_mut(name.0 as usize) {
                stack.pop();
            }
        }
    }

    /// Declares a name in the innermost scope; a second declaration of the same name there is the same one.
    pub(super) fn declare(&mut self, text: &str, span: Span, constant: bool) -> BindId {
        let name = self.name(text);
        let declared = self.scopes.last().is_some_and(|scope| scope.contains(&name));
        if declared && let Some(id) = self.visible.get(name.0 as usize).and_then(|stack| stack.last()) {
            return *id;
        }
        let id = BindId(self.module.binds.len() as u32);
        self.module.binds.push(Bind {
            name,
            span,
            values: Vec::new(),
            members: Vec::new(),
            hint: None,
            top: self.scopes.len() == 1,
            reassigned: false,
            constant,
        });
        if let Some(scope) = self.scopes.last_mut() {
            scope.push(name);
        }
        if let Some(stack) = self.visible.get_mut(name.0 as usize) {
            stack.push(id);
        }
        id
    }

    pub(super) fn lookup(&self, name: Name) -> Option<BindId> {
        self.visible.get(name.0 as usize)?.last().copied()
    }

    pub(super) fn read_name(&mut self, name: Name, span: Span) -> ExprId {
        let node = match self.lookup(name) {
            Some(bind) => Node::Bind(bind),
            None if self.text(name) == "undefined" => Node::Null,
            None => Node::Global(name),
        };
        self.push(node, span)
    }

    /// Declares what a function's body hoists: `var` at any depth.
    pub(super) fn hoist(&mut self, stmts: &[Stmt]) {
        for stmt in stmts {
            self.hoist_stmt(stmt);
        }
    }

    fn hoist_stmt(&mut self, stmt: &Stmt) {
        match stmt {
            Stmt::Block(block) => self.hoist(&block.stmts),
            Stmt::Decl(Decl::Var(var)) => self.hoist_var(var),
            Stmt::If(stmt) => {
                self.hoist_stmt(&stmt.cons);
                if let Some(alt) = &stmt.alt {
                    self.hoist_stmt(alt);
                }
            }
            Stmt::For(ForStmt { init, body, .. }) => {
                if let Some(VarDeclOrExpr::VarDecl(var)) = init {
                    self.hoist_var(var);
                }
                self.hoist_stmt(body);
            }
            Stmt::ForIn(stmt) => {
                self.hoist_head(&stmt.left);
                self.hoist_stmt(&stmt.body);
            }
            Stmt::ForOf(stmt) => {
                self.hoist_head(&stmt.left);
                self.hoist_stmt(&stmt.body);
            }
            Stmt::While(stmt) => self.hoist_stmt(&stmt.body),
            Stmt::DoWhile(stmt) => self.hoist_stmt(&stmt.body),
            Stmt::Labeled(stmt) => self.hoist_stmt(&stmt.body),
            Stmt::With(stmt) => self.hoist_stmt(&stmt.body),
            Stmt::Switch(stmt) => {
                for case in &stmt.cases {
                    self.hoist(&case.cons);
                }
            }
            Stmt::Try(stmt) => {
                self.hoist(&stmt.block.stmts);
                if let Some(handler) = &stmt.handler {
                    self.hoist(&handler.body.stmts);
                }
                if let Some(finalizer) = &stmt.finalizer {
                    self.hoist(&finalizer.stmts);
                }
            }
            _ => {}
        }
    }

    fn hoist_head(&mut self, head: &ForHead) {
        if let ForHead::VarDecl(var) = head {
            self.hoist_var(var);
        }
    }

    fn hoist_var(&mut self, var: &VarDecl) {
        if var.kind == VarDeclKind::Var {
            for decl in &var.decls {
                self.declare_pattern(&decl.name, false);
            }
        }
    }

    /// Declares what a block declares for itself: `let`, `const`, classes, functions, enums.
    pub(super) fn declare_lexical(&mut self, stmts: &[Stmt]) {
        for stmt in stmts {
            if let Stmt::Decl(decl) = stmt {
                self.declare_decl(decl);
            }
        }
    }

    pub(super) fn declare_decl(&mut self, decl: &Decl) {
        match decl {
            Decl::Var(var) if var.kind != VarDeclKind::Var && !var.declare => {
                for decl in &var.decls {
                    self.declare_pattern(&decl.name, var.kind == VarDeclKind::Const);
                }
            }
            Decl::Using(using) => {
                for decl in &using.decls {
                    self.declare_pattern(&decl.name, true);
                }
            }
            Decl::Fn(function) if !function.declare => {
                self.declare(&function.ident.sym, at(function.ident.span), true);
            }
            Decl::Class(class) if !class.declare => {
                self.declare(&class.ident.sym, at(class.ident.span), true);
            }
            Decl::TsEnum(decl) => {
                self.declare(&decl.id.sym, at(decl.id.span), true);
            }
            Decl::TsModule(decl) if !decl.declare => {
                if let swc_ecma_ast::TsModuleName::Ident(id) = &decl.id {
                    self.declare(&id.sym, at(id.span), true);
                }
            }
            _ => {}
        }
    }

    pub(super) fn declare_items(&mut self, items: &[ModuleItem]) {
        for item in items {
            match item {
                ModuleItem::Stmt(stmt) => {
                    self.hoist_stmt(stmt);
                    if let Stmt::Decl(decl) = stmt {
                        self.declare_decl(decl);
                    }
                }
                ModuleItem::ModuleDecl(ModuleDecl::ExportDecl(export)) => {
                    if let Decl::Var(var) = &export.decl {
                        self.hoist_var(var);
                    }
                    self.declare_decl(&export.decl);
                }
                ModuleItem::ModuleDecl(ModuleDecl::Import(import)) => {
                    for specifier in &import.specifiers {
                        let local = match specifier {
                            ImportSpecifier::Named(named) => &named.local,
                            ImportSpecifier::Default(default) => &default.local,
                            ImportSpecifier::Namespace(namespace) => &namespace.local,
                        };
                        self.declare(&local.sym, at(local.span), true);
                    }
                }
                ModuleItem::ModuleDecl(ModuleDecl::TsImportEquals(import)) => {
                    self.declare(&import.id.sym, at(import.id.span), true);
                }
                ModuleItem::ModuleDecl(ModuleDecl::ExportDefaultDecl(export)) => {
                    let ident = match &export.decl {
                        DefaultDecl::Class(class) => class.ident.as_ref(),
                        DefaultDecl::Fn(function) => function.ident.as_ref(),
                        _ => None,
                    };
                    if let Some(ident) = ident {
                        self.declare(&ident.sym, at(ident.span), true);
                    }
                }
                _ => {}
            }
        }
    }

    /// Declares every name of a pattern.
    pub(super) fn declare_pattern(&mut self, pat: &Pat, constant: bool) {
        match pat {
            Pat::Ident(ident) => {
                self.declare(&ident.id.sym, at(ident.id.span), constant);
            }
            Pat::Array(array) => {
                for elem in array.elems.iter().flatten() {
                    self.declare_pattern(elem, constant);
                }
            }
            Pat::Object(object) => {
                for prop in &object.props {
                    match prop {
                        ObjectPatProp::KeyValue(prop) => self.declare_pattern(&prop.value, constant),
                        ObjectPatProp::Assign(prop) => {
                            self.declare(&prop.key.id.sym, at(prop.key.id.span), constant);
                        }
                        ObjectPatProp::Rest(rest) => self.declare_pattern(&rest.arg, constant),
                    }
                }
            }
            Pat::Rest(rest) => self.declare_pattern(&rest.arg, constant),
            Pat::Assign(assign) => self.declare_pattern(&assign.left, constant),
            _ => {}
        }
    }
}

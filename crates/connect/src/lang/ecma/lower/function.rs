//! Functions: their parameters, bodies and results.

use super::{Lower, at, span};
use crate::lang::ecma::ir::{ExprId, Func, FuncId, Name, Node};
use forgeshift_source::span::Span;
use swc_ecma_ast::{ArrowExpr, ArrowFunctionBody, Function, Pat, Stmt};

/// What is known of a function before its body is read.
pub(super) struct Shape {
    pub name: Option<Name>,
    pub span: Span,
    pub is_arrow: bool,
    pub is_async: bool,
}

impl Lower {
    pub(super) fn new_func(&mut self, shape: &Shape) -> FuncId {
        let id = FuncId(self.module.funcs.len() as u32);
        let parent = self.owner();
        self.module.funcs.push(Func {
            name: shape.name,
            span: shape.span,
            hints: Vec::new(),
            returns: Vec::new(),
            parent: Some(parent),
            class: None,
            is_static: false,
            object: None,
            prototype_of: None,
            fields: Vec::new(),
            is_async: shape.is_async,
            is_arrow: shape.is_arrow,
        });
        id
    }

    pub(super) fn function(&mut self, function: &Function, name: Option<Name>) -> ExprId {
        let id = self.function_id(function, name);
        self.push(Node::Func(id), at(function.span))
    }

    pub(super) fn function_id(&mut self, function: &Function, name: Option<Name>) -> FuncId {
        let id = self.new_func(&Shape {
            name,
            span: at(function.span),
            is_arrow: false,
            is_async: function.is_async,
        });
        self.fill_function(id, function);
        id
    }

    pub(super) fn fill_function(&mut self, id: FuncId, function: &Function) {
        for decorator in &function.decorators {
            self.expr(&decorator.expr);
        }
        self.this.push(id);
        let params: Vec<&Pat> = function.params.iter().map(|param| &param.pat).collect();
        let stmts = function.body.as_ref().map(|body| body.stmts.as_slice());
        self.body(id, &params, stmts.unwrap_or(&[]));
        self.this.pop();
    }

    /// A function expression that has a name of its own: the name is visible inside it.
    pub(super) fn named_function(
        &mut self,
        function: &Function,
        own: Option<&swc_ecma_ast::Ident>,
        outer: Option<Name>,
    ) -> ExprId {
        let Some(own) = own else {
            return self.function(function, outer);
        };
        self.open_scope();
        self.declare(&own.sym, at(own.span), true);
        let name = self.name(&own.sym);
        let value = self.function(function, Some(name));
        self.assign_name(name, value, at(own.span));
        self.close_scope();
        value
    }

    pub(super) fn arrow(&mut self, arrow: &ArrowExpr, name: Option<Name>) -> ExprId {
        let id = self.new_func(&Shape {
            name,
            span: at(arrow.span),
            is_arrow: true,
            is_async: arrow.is_async,
        });
        let params: Vec<&Pat> = arrow.params.iter().collect();
        match &*arrow.body {
            ArrowFunctionBody::FunctionBody(body) => self.body(id, &params, &body.stmts),
            ArrowFunctionBody::Expr(expr) => {
                self.enter(id, &params);
                let value = self.expr(expr);
                self.awaited(value);
                self.handed_on(value);
                if let Some(func) = self.module.funcs.get_mut(id.0 as usize) {
                    func.returns.push(value);
                }
                self.leave();
            }
        }
        self.push(Node::Func(id), at(arrow.span))
    }

    pub(super) fn body(&mut self, id: FuncId, params: &[&Pat], stmts: &[Stmt]) {
        self.enter(id, params);
        self.hoist(stmts);
        self.declare_lexical(stmts);
        self.stmts(stmts);
        self.leave();
    }

    fn enter(&mut self, id: FuncId, params: &[&Pat]) {
        self.owners.push(id);
        self.open_scope();
        for param in params {
            self.declare_pattern(param, false);
        }
        for (index, param) in params.iter().enumerate() {
            let index = index as u32;
            let node = match param {
                Pat::Rest(_) => Node::RestParam(id, index),
                _ => Node::Param(id, index),
            };
            let value = self.push(node, span(*param));
            let hint = self.param_hint(param);
            if let Some(func) = self.module.funcs.get_mut(id.0 as usize) {
                func.hints.push(hint);
            }
            self.assign_pattern(param, value);
        }
    }

    fn param_hint(&mut self, param: &Pat) -> Option<ExprId> {
        match param {
            Pat::Ident(ident) => self.hint(ident.type_ann.as_deref()),
            Pat::Assign(assign) => self.param_hint(&assign.left),
            _ => None,
        }
    }

    pub(super) fn leave(&mut self) {
        self.close_scope();
        self.owners.pop();
    }

    pub(super) fn open_function(&mut self, id: FuncId) {
        self.owners.push(id);
        self.this.push(id);
        self.open_scope();
    }

    pub(super) fn close_function(&mut self) {
        self.leave();
        self.this.pop();
    }
}

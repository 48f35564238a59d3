//! Assignments: to names, to members, to `this`, to what a module exports.

use super::{Lower, at, span};
use crate::lang::ecma::ir::{BindId, Exported, ExprId, Name, Node, Store};
use forgeshift_source::span::Span;
use swc_ecma_ast::{AssignExpr, AssignOp, AssignTarget, AssignTargetPat, Expr, Pat, SimpleAssignTarget};

/// How many values `+=` may add to one name before the rest is ignored.
const MOST_VALUES: usize = 24;

impl Lower {
    pub(super) fn assign_name(&mut self, name: Name, value: ExprId, span: Span) {
        match self.lookup(name) {
            Some(id) => {
                if let Some(bind) = self.bind(id)
                    && bind.values.len() < MOST_VALUES
                {
                    bind.reassigned |= !bind.values.is_empty();
                    bind.values.push(value);
                }
            }
            None => {
                let object = self.push(Node::Global(name), span);
                let owner = self.owner();
                self.module.global_writes.push((name, value));
                self.module.stores.push(Store {
                    object,
                    name,
                    value,
                    span,
                    owner,
                });
            }
        }
    }

    pub(super) fn assign(&mut self, assign: &AssignExpr) -> ExprId {
        let right = self.named_expr(&assign.right, target_name(&assign.left));
        let value = if assign.op == AssignOp::AddAssign {
            self.appended(&assign.left, right, at(assign.span))
        } else {
            right
        };
        match &assign.left {
            AssignTarget::Simple(target) => match target {
                SimpleAssignTarget::Ident(ident) => {
                    let name = self.name(&ident.id.sym);
                    self.named_literal(&ident.id.sym, value);
                    self.assign_name(name, value, span(assign));
                    if let Some(id) = self.lookup(name)
                        && let Some(bind) = self.bind(id)
                    {
                        bind.reassigned = true;
                    }
                }
                SimpleAssignTarget::Member(member) => {
                    let (object, name) = self.member_parts(member);
                    self.assign_member(object, name, value, at(assign.span));
                }
                SimpleAssignTarget::Paren(paren) => self.assign_to(&paren.expr, value),
                SimpleAssignTarget::TsAs(cast) => self.assign_to(&cast.expr, value),
                SimpleAssignTarget::TsNonNull(cast) => self.assign_to(&cast.expr, value),
                SimpleAssignTarget::TsTypeAssertion(cast) => self.assign_to(&cast.expr, value),
                _ => {}
            },
            AssignTarget::Pat(AssignTargetPat::Array(array)) => {
                self.assign_pattern(&Pat::Array(array.clone()), value);
            }
            AssignTarget::Pat(AssignTargetPat::Object(object)) => {
                self.assign_pattern(&Pat::Object(object.clone()), value);
            }
            AssignTarget::Pat(_) => {}
        }
        right
    }

    /// `x += right`: what `x` was before, and the right side.
    fn appended(&mut self, target: &AssignTarget, right: ExprId, span: Span) -> ExprId {
        let AssignTarget::Simple(SimpleAssignTarget::Ident(ident)) = target else {
            return right;
        };
        let name = self.name(&ident.id.sym);
        let before = self
            .lookup(name)
            .and_then(|id| self.bind(id)?.values.last().copied());
        match before {
            Some(before) => {
                let list = self.list(&[before, right]);
                self.push(Node::Concat(list), span)
            }
            None => right,
        }
    }

    pub(super) fn assign_to(&mut self, target: &Expr, value: ExprId) {
        match target {
            Expr::Ident(ident) => {
                let name = self.name(&ident.sym);
                self.assign_name(name, value, at(ident.span));
            }
            Expr::Member(member) => {
                let (object, name) = self.member_parts(member);
                self.assign_member(object, name, value, at(member.span));
            }
            Expr::Paren(paren) => self.assign_to(&paren.expr, value),
            Expr::TsAs(cast) => self.assign_to(&cast.expr, value),
            Expr::TsNonNull(cast) => self.assign_to(&cast.expr, value),
            _ => {}
        }
    }

    fn assign_member(&mut self, object: ExprId, name: Option<Name>, value: ExprId, span: Span) {
        self.handed_on(value);
        let Some(name) = name else {
            // `tokens[tenant] = …`: what is filled matters, not under which name.
            if matches!(self.module.node(object), Node::Bind(_)) {
                let (name, owner) = (self.name("[]"), self.owner());
                self.module.stores.push(Store {
                    object,
                    name,
                    value,
                    span,
                    owner,
                });
            }
            return;
        };
        let key = self.text(name).to_owned();
        self.named_literal(&key, value);
        if self.export_member(object, &key, name, value) || self.this_member(object, name, value) {
            return;
        }
        if let Some((bind, path)) = self.bound_path(object) {
            let path = if path.is_empty() {
                key
            } else {
                format!("{path}.{key}")
            };
            self.mark_prototype(bind, &path, value);
            let path = self.name(&path);
            if let Some(bind) = self.bind(bind) {
                bind.members.push((path, value));
            }
        } else if let Node::Global(root) = self.module.node(object)
            && matches!(self.text(root), "window" | "globalThis" | "self" | "global")
        {
            self.module.global_writes.push((name, value));
        }
        let owner = self.owner();
        self.module.stores.push(Store {
            object,
            name,
            value,
            span,
            owner,
        });
    }

    /// `module.exports = v`, `exports.x = v`, `module.exports.x = v`.
    fn export_member(&mut self, object: ExprId, key: &str, name: Name, value: ExprId) -> bool {
        match self.module.node(object) {
            Node::Global(root) if self.text(root) == "module" && key == "exports" => {
                self.module.whole.push(value);
                true
            }
            Node::Global(root) if self.text(root) == "exports" => {
                self.module.exports.push((name, Exported::Value(value)));
                true
            }
            Node::Member(base, member) if self.text(member) == "exports" => {
                let is_module =
                    matches!(self.module.node(base), Node::Global(root) if self.text(root) == "module");
                if is_module {
                    self.module.exports.push((name, Exported::Value(value)));
                }
                is_module
            }
            _ => false,
        }
    }

    fn this_member(&mut self, object: ExprId, name: Name, value: ExprId) -> bool {
        let Node::This(func) = self.module.node(object) else {
            return false;
        };
        let class = self.module.func(func).and_then(|func| func.class);
        match class {
            Some(class) => {
                if let Some(class) = self.module.classes.get_mut(class.0 as usize) {
                    class.fields.push((name, value));
                }
            }
            None => {
                if let Some(func) = self.module.funcs.get_mut(func.0 as usize) {
                    func.fields.push((name, value));
                }
            }
        }
        true
    }

    /// The declared name at the root of a chain of members, and the members between as `a.b`.
    fn bound_path(&self, mut expr: ExprId) -> Option<(BindId, String)> {
        let mut path = String::new();
        loop {
            match self.module.node(expr) {
                Node::Bind(bind) => return Some((bind, path)),
                Node::Member(object, name) if path.len() < 200 => {
                    let name = self.text(name);
                    path = if path.is_empty() {
                        name.to_owned()
                    } else {
                        format!("{name}.{path}")
                    };
                    expr = object;
                }
                _ => return None,
            }
        }
    }

    /// `F.prototype.x = function …` and `F.prototype = {x() …}`: their `this` is what `new F` makes.
    fn mark_prototype(&mut self, bind: BindId, path: &str, value: ExprId) {
        if !path.starts_with("prototype") {
            return;
        }
        let mut functions = Vec::new();
        match self.module.node(value) {
            Node::Func(func) => functions.push(func),
            Node::Object(list) => {
                for prop in self.module.object(list) {
                    if let Node::Func(func) = self.module.node(prop.value) {
                        functions.push(func);
                    }
                }
            }
            _ => {}
        }
        for func in functions {
            if let Some(func) = self.module.funcs.get_mut(func.0 as usize) {
                func.prototype_of = Some(bind);
                func.object = None;
            }
        }
    }
}

fn target_name(target: &AssignTarget) -> Option<&str> {
    match target {
        AssignTarget::Simple(SimpleAssignTarget::Ident(ident)) => Some(&ident.id.sym),
        AssignTarget::Simple(SimpleAssignTarget::Member(member)) => match &member.prop {
            swc_ecma_ast::MemberProp::Ident(ident) => Some(&ident.sym),
            _ => None,
        },
        _ => None,
    }
}

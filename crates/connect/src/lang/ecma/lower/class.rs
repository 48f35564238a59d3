//! Classes: members, constructor, decorators, fields that methods assign.

use super::function::Shape;
use super::{Lower, at};
use crate::lang::ecma::ir::{Class, ClassId, ClassMember, ExprId, FuncId, List, MemberKind, Name, Node};
use forgeshift_source::span::Span;
use swc_ecma_ast::{
    Class as Tree, ClassMember as TreeMember, Constructor, Decorator, Function, MethodKind,
    ParamOrTsParamProp, Pat, TsParamPropParam,
};

impl Lower {
    pub(super) fn class(&mut self, class: &Tree, name: Option<Name>) -> ExprId {
        let parent = class.super_class.as_ref().map(|parent| self.expr(parent));
        let decorators = self.decorators(&class.decorators);
        let id = ClassId(self.module.classes.len() as u32);
        self.module.classes.push(Class {
            name,
            span: at(class.span),
            parent,
            members: Vec::new(),
            fields: Vec::new(),
            hints: Vec::new(),
            constructor: None,
            decorators,
        });
        self.classes.push(id);
        let constructor = self.new_func(&Shape {
            name: Some(self.known("constructor").unwrap_or(Name(u32::MAX))),
            span: at(class.span),
            is_arrow: false,
            is_async: false,
        });
        let constructor_name = self.name("constructor");
        if let Some(func) = self.module.funcs.get_mut(constructor.0 as usize) {
            func.name = Some(constructor_name);
            func.class = Some(id);
        }
        if let Some(class) = self.module.classes.get_mut(id.0 as usize) {
            class.constructor = Some(constructor);
        }
        for member in &class.body {
            self.class_member(id, constructor, member);
        }
        self.classes.pop();
        self.push(Node::Class(id), at(class.span))
    }

    pub(super) fn decorators(&mut self, decorators: &[Decorator]) -> List {
        let items: Vec<ExprId> = decorators
            .iter()
            .map(|decorator| self.expr(&decorator.expr))
            .collect();
        self.list(&items)
    }

    fn class_member(&mut self, class: ClassId, constructor: FuncId, member: &TreeMember) {
        match member {
            TreeMember::Constructor(tree) => self.constructor(class, constructor, tree),
            TreeMember::Method(method) => {
                if let Some(name) = self.key(&method.key) {
                    let kind = method_kind(method.kind);
                    self.method(
                        class,
                        name,
                        &method.function,
                        kind,
                        method.is_static,
                        at(method.span),
                    );
                }
            }
            TreeMember::PrivateMethod(method) => {
                let name = self.private(&method.key.name);
                let kind = method_kind(method.kind);
                self.method(
                    class,
                    name,
                    &method.function,
                    kind,
                    method.is_static,
                    at(method.span),
                );
            }
            TreeMember::ClassProp(prop) => {
                let hint = self.hint(prop.type_ann.as_deref());
                let decorators = self.decorators(&prop.decorators);
                if let Some(name) = self.key(&prop.key) {
                    let value = prop.value.as_deref();
                    self.field(class, constructor, name, value, prop.is_static, decorators);
                    self.field_hint(class, name, hint);
                }
            }
            TreeMember::PrivateProp(prop) => {
                let hint = self.hint(prop.type_ann.as_deref());
                let name = self.private(&prop.key.name);
                let value = prop.value.as_deref();
                self.field(class, constructor, name, value, prop.is_static, List::default());
                self.field_hint(class, name, hint);
            }
            TreeMember::StaticBlock(block) => {
                self.open_function(constructor);
                self.hoist(&block.body.stmts);
                self.declare_lexical(&block.body.stmts);
                self.stmts(&block.body.stmts);
                self.close_function();
            }
            _ => {}
        }
    }

    pub(super) fn private(&mut self, name: &str) -> Name {
        self.name(&format!("#{name}"))
    }

    fn field_hint(&mut self, class: ClassId, name: Name, hint: Option<ExprId>) {
        if let (Some(hint), Some(class)) = (hint, self.module.classes.get_mut(class.0 as usize)) {
            class.hints.push((name, hint));
        }
    }

    fn method(
        &mut self,
        class: ClassId,
        name: Name,
        function: &Function,
        kind: Option<MemberKind>,
        is_static: bool,
        span: Span,
    ) {
        let Some(kind) = kind else { return };
        if function.body.is_none() {
            return;
        }
        let decorators = self.decorators(&function.decorators);
        let id = self.new_func(&Shape {
            name: Some(name),
            span,
            is_arrow: false,
            is_async: function.is_async,
        });
        if let Some(func) = self.module.funcs.get_mut(id.0 as usize) {
            func.class = Some(class);
            func.is_static = is_static;
        }
        self.fill_function(id, function);
        let value = self.push(Node::Func(id), span);
        self.add_member(
            class,
            ClassMember {
                name,
                value,
                kind,
                is_static,
                decorators,
            },
        );
    }

    #[allow(clippy::too_many_arguments)]
    fn field(
        &mut self,
        class: ClassId,
        constructor: FuncId,
        name: Name,
        value: Option<&swc_ecma_ast::Expr>,
        is_static: bool,
        decorators: List,
    ) {
        let Some(value) = value else { return };
        self.open_function(constructor);
        let text = self.text(name).to_owned();
        let value = self.named_expr(value, Some(&text));
        self.named_literal(&text, value);
        self.close_function();
        self.add_member(
            class,
            ClassMember {
                name,
                value,
                kind: MemberKind::Field,
                is_static,
                decorators,
            },
        );
    }

    fn add_member(&mut self, class: ClassId, member: ClassMember) {
        if let Some(class) = self.module.classes.get_mut(class.0 as usize) {
            class.members.push(member);
        }
    }

    fn constructor(&mut self, class: ClassId, id: FuncId, tree: &Constructor) {
        let Some(body) = &tree.body else { return };
        if let Some(func) = self.module.funcs.get_mut(id.0 as usize) {
            func.span = at(tree.span);
        }
        let assigned: Vec<Option<Pat>> = tree
            .params
            .iter()
            .map(|param| match param {
                ParamOrTsParamProp::TsParamProp(prop) => Some(match &prop.param {
                    TsParamPropParam::Ident(ident) => Pat::Ident(ident.clone()),
                    TsParamPropParam::Assign(assign) => Pat::Assign(assign.clone()),
                }),
                ParamOrTsParamProp::Param(_) => None,
            })
            .collect();
        let params: Vec<&Pat> = tree
            .params
            .iter()
            .zip(&assigned)
            .filter_map(|(param, assigned)| match param {
                ParamOrTsParamProp::Param(param) => Some(&param.pat),
                ParamOrTsParamProp::TsParamProp(_) => assigned.as_ref(),
            })
            .collect();
        self.this.push(id);
        self.body(id, &params, &body.stmts);
        self.this.pop();
        for (index, pat) in assigned.iter().enumerate() {
            let Some(name) = pat.as_ref().and_then(simple_name) else {
                continue;
            };
            let name = self.name(name);
            let value = self.push(Node::Param(id, index as u32), at(tree.span));
            let hint = self
                .module
                .func(id)
                .and_then(|func| func.hints.get(index).copied().flatten());
            if let Some(class) = self.module.classes.get_mut(class.0 as usize) {
                class.fields.push((name, value));
            }
            self.field_hint(class, name, hint);
        }
    }
}

fn simple_name(pat: &Pat) -> Option<&str> {
    match pat {
        Pat::Ident(ident) => Some(&ident.id.sym),
        Pat::Assign(assign) => simple_name(&assign.left),
        _ => None,
    }
}

fn method_kind(kind: MethodKind) -> Option<MemberKind> {
    match kind {
        MethodKind::Method => Some(MemberKind::Method),
        MethodKind::Getter => Some(MemberKind::Getter),
        MethodKind::Setter => None,
    }
}

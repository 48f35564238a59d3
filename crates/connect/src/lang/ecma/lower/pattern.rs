//! Destructuring: each name of a pattern gets the member it is taken from.

use super::{Lower, at, span};
use crate::lang::ecma::ir::{ExprId, Name, Node};
use swc_ecma_ast::{ObjectPatProp, Pat, PropName, TsEntityName, TsType, TsTypeAnn};

impl Lower {
    /// Gives a value to every name of a pattern. The names are declared already, or are assigned to.
    pub(super) fn assign_pattern(&mut self, pat: &Pat, value: ExprId) {
        match pat {
            Pat::Ident(ident) => {
                let name = self.name(&ident.id.sym);
                self.named_literal(&ident.id.sym, value);
                let hint = self.hint(ident.type_ann.as_deref());
                self.assign_name(name, value, at(ident.id.span));
                if let (Some(hint), Some(bind)) = (hint, self.lookup(name))
                    && let Some(bind) = self.bind(bind)
                {
                    bind.hint.get_or_insert(hint);
                }
            }
            Pat::Array(array) => {
                for (index, elem) in array.elems.iter().enumerate() {
                    let Some(elem) = elem else { continue };
                    let part = if matches!(elem, Pat::Rest(_)) {
                        value
                    } else {
                        let key = self.name(&index.to_string());
                        self.member(value, key, span(elem))
                    };
                    self.assign_pattern(elem, part);
                }
            }
            Pat::Object(object) => {
                for prop in &object.props {
                    self.assign_property(prop, value);
                }
            }
            Pat::Rest(rest) => self.assign_pattern(&rest.arg, value),
            Pat::Assign(assign) => {
                let default = self.expr(&assign.right);
                let either = self.either(&[value, default], span(pat));
                self.assign_pattern(&assign.left, either);
            }
            Pat::Expr(target) => self.assign_to(target, value),
            _ => {}
        }
    }

    fn assign_property(&mut self, prop: &ObjectPatProp, value: ExprId) {
        match prop {
            ObjectPatProp::KeyValue(prop) => {
                let part = match self.key(&prop.key) {
                    Some(key) => self.member(value, key, span(&prop.key)),
                    None => self.opaque(span(&prop.key)),
                };
                self.assign_pattern(&prop.value, part);
            }
            ObjectPatProp::Assign(prop) => {
                let key = self.name(&prop.key.id.sym);
                let part = self.member(value, key, at(prop.key.id.span));
                let part = match &prop.value {
                    Some(default) => {
                        let default = self.expr(default);
                        self.either(&[part, default], at(prop.span))
                    }
                    None => part,
                };
                self.assign_name(key, part, at(prop.key.id.span));
            }
            ObjectPatProp::Rest(rest) => self.assign_pattern(&rest.arg, value),
        }
    }

    /// The name of a property, where it is written out; a computed one is lowered for what it calls.
    pub(super) fn key(&mut self, key: &PropName) -> Option<Name> {
        match key {
            PropName::Ident(ident) => Some(self.name(&ident.sym)),
            PropName::Str(text) => Some(self.name(text.value.as_str()?)),
            PropName::Num(number) => Some(self.name(&number.value.to_string())),
            PropName::Computed(computed) => {
                let expr = self.expr(&computed.expr);
                match self.module.node(expr) {
                    Node::Str(name) => Some(name),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// The class that a type annotation names, as an expression.
    pub(super) fn hint(&mut self, annotation: Option<&TsTypeAnn>) -> Option<ExprId> {
        self.type_hint(&annotation?.type_ann)
    }

    fn type_hint(&mut self, kind: &TsType) -> Option<ExprId> {
        match kind {
            TsType::TsTypeRef(reference) => {
                if let TsEntityName::Ident(ident) = &reference.type_name
                    && &*ident.sym == "Promise"
                {
                    return self.type_hint(reference.type_params.as_ref()?.params.first()?);
                }
                self.entity(&reference.type_name)
            }
            TsType::TsParenthesizedType(inner) => self.type_hint(&inner.type_ann),
            TsType::TsUnionOrIntersectionType(swc_ecma_ast::TsUnionOrIntersectionType::TsUnionType(
                union,
            )) => union.types.iter().find_map(|kind| self.type_hint(kind)),
            _ => None,
        }
    }

    fn entity(&mut self, entity: &TsEntityName) -> Option<ExprId> {
        match entity {
            TsEntityName::Ident(ident) => {
                let name = self.name(&ident.sym);
                // A type that is declared nowhere, or is only an interface, is no class.
                self.lookup(name)?;
                Some(self.read_name(name, at(ident.span)))
            }
            TsEntityName::TsQualifiedName(qualified) => {
                let left = self.entity(&qualified.left)?;
                let name = self.name(&qualified.right.sym);
                Some(self.push(Node::Member(left, name), at(qualified.span)))
            }
        }
    }
}

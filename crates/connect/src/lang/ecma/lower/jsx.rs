//! JSX: an element is a call of its component with its attributes.

use super::{Lower, at};
use crate::lang::ecma::ir::{ExprId, Node, Prop};
use swc_ecma_ast::{
    JSXAttrName, JSXAttrOrSpread, JSXAttrValue, JSXElement, JSXElementChild, JSXElementName, JSXExpr,
    JSXMemberExpr, JSXObject,
};

impl Lower {
    pub(super) fn jsx_element(&mut self, element: &JSXElement) -> ExprId {
        let callee = self.jsx_name(&element.opening.name);
        let mut props = Vec::new();
        for attr in &element.opening.attrs {
            match attr {
                JSXAttrOrSpread::JSXAttr(attr) => {
                    let value = match &attr.value {
                        Some(value) => self.jsx_value(value),
                        None => self.push(Node::Bool(true), at(attr.span)),
                    };
                    let key = match &attr.name {
                        JSXAttrName::Ident(ident) => self.name(&ident.sym),
                        JSXAttrName::JSXNamespacedName(name) => self.name(&name.name.sym),
                    };
                    self.handed_on(value);
                    props.push(Prop {
                        key: Some(key),
                        value,
                        getter: false,
                    });
                }
                JSXAttrOrSpread::SpreadElement(spread) => {
                    let inner = self.expr(&spread.expr);
                    let value = self.push(Node::Spread(inner), at(spread.dot3_token));
                    props.push(Prop {
                        key: None,
                        value,
                        getter: false,
                    });
                }
            }
        }
        self.jsx_children(&element.children);
        let span = at(element.opening.span);
        let list = self.props(&props);
        let object = self.push(Node::Object(list), span);
        let call = self.call(callee, &[object], false, span);
        if let Some(call) = self.module.calls.last_mut() {
            call.jsx = true;
        }
        call
    }

    pub(super) fn jsx_children(&mut self, children: &[JSXElementChild]) {
        for child in children {
            match child {
                JSXElementChild::JSXElement(element) => {
                    self.jsx_element(element);
                }
                JSXElementChild::JSXFragment(fragment) => self.jsx_children(&fragment.children),
                JSXElementChild::JSXExprContainer(container) => {
                    if let JSXExpr::Expr(expr) = &container.expr {
                        self.expr(expr);
                    }
                }
                JSXElementChild::JSXSpreadChild(spread) => {
                    self.expr(&spread.expr);
                }
                _ => {}
            }
        }
    }

    fn jsx_value(&mut self, value: &JSXAttrValue) -> ExprId {
        match value {
            JSXAttrValue::Str(text) => self.literal(text.value.as_str().unwrap_or(""), at(text.span)),
            JSXAttrValue::JSXExprContainer(container) => match &container.expr {
                JSXExpr::Expr(expr) => self.expr(expr),
                _ => self.opaque(at(container.span)),
            },
            JSXAttrValue::JSXElement(element) => self.jsx_element(element),
            JSXAttrValue::JSXFragment(fragment) => {
                self.jsx_children(&fragment.children);
                self.opaque(at(fragment.span))
            }
        }
    }

    /// The component, or for an HTML element its name as a text.
    fn jsx_name(&mut self, name: &JSXElementName) -> ExprId {
        match name {
            JSXElementName::Ident(ident) => {
                let name = self.name(&ident.sym);
                if ident.sym.chars().next().is_some_and(char::is_lowercase) {
                    self.push(Node::Str(name), at(ident.span))
                } else {
                    self.read_name(name, at(ident.span))
                }
            }
            JSXElementName::JSXMemberExpr(member) => self.jsx_member(member),
            JSXElementName::JSXNamespacedName(name) => self.opaque(at(name.span)),
        }
    }

    fn jsx_member(&mut self, member: &JSXMemberExpr) -> ExprId {
        let object = match &member.obj {
            JSXObject::Ident(ident) => {
                let name = self.name(&ident.sym);
                self.read_name(name, at(ident.span))
            }
            JSXObject::JSXMemberExpr(member) => self.jsx_member(member),
        };
        let name = self.name(&member.prop.sym);
        self.push(Node::Member(object, name), at(member.span))
    }
}

//! Reading single expressions of a script's tree.

use super::script::{ArgKind, Prop};
use forgeshift_source::span::Span;
use swc_common::Spanned;
use swc_ecma_ast::{BinaryOp, Expr, Lit, MemberProp, ObjectLit, Prop as TreeProp, PropName, PropOrSpread};

/// The span of a tree node in its file.
pub(super) fn at(span: swc_common::Span) -> Span {
    Span {
        start: span.lo.0.saturating_sub(1),
        end: span.hi.0.saturating_sub(1),
    }
}

/// An expression without what only wraps it: parentheses, types, `!`.
pub(super) fn unwrapped(expr: &Expr) -> &Expr {
    match expr {
        Expr::Paren(paren) => unwrapped(&paren.expr),
        Expr::TsAs(cast) => unwrapped(&cast.expr),
        Expr::TsNonNull(sure) => unwrapped(&sure.expr),
        Expr::TsTypeAssertion(cast) => unwrapped(&cast.expr),
        Expr::TsSatisfies(cast) => unwrapped(&cast.expr),
        _ => expr,
    }
}

/// The name of a member, where it is known.
pub(super) fn member_name(prop: &MemberProp) -> Option<String> {
    match prop {
        MemberProp::Ident(name) => Some(name.sym.to_string()),
        MemberProp::Computed(computed) => match unwrapped(&computed.expr) {
            Expr::Lit(Lit::Str(text)) => text.value.as_str().map(str::to_owned),
            _ => None,
        },
        MemberProp::PrivateName(_) => None,
    }
}

/// The text of an expression, with `{}` for what is not known; none where nothing of it is a text.
pub(super) fn text_of(expr: &Expr) -> Option<String> {
    match unwrapped(expr) {
        Expr::Lit(Lit::Str(text)) => text.value.as_str().map(str::to_owned),
        Expr::Tpl(template) => {
            let mut text = String::new();
            for (index, quasi) in template.quasis.iter().enumerate() {
                text.push_str(quasi.cooked.as_ref()?.as_str()?);
                if index < template.exprs.len() {
                    text.push_str("{}");
                }
            }
            Some(text)
        }
        Expr::Bin(bin) if bin.op == BinaryOp::Add => {
            let (left, right) = (text_of(&bin.left), text_of(&bin.right));
            (left.is_some() || right.is_some()).then(|| {
                format!(
                    "{}{}",
                    left.as_deref().unwrap_or("{}"),
                    right.as_deref().unwrap_or("{}")
                )
            })
        }
        _ => None,
    }
}

/// The properties of an object that is written out.
pub(super) fn properties(object: &ObjectLit) -> ArgKind {
    let mut props = Vec::new();
    let mut whole = true;
    for prop in &object.props {
        let PropOrSpread::Prop(prop) = prop else {
            whole = false;
            continue;
        };
        match &**prop {
            TreeProp::Shorthand(name) => props.push(Prop {
                key: name.sym.to_string(),
                key_span: at(name.span),
                value: at(name.span),
                text: None,
                short: true,
            }),
            TreeProp::KeyValue(pair) => {
                let key = match &pair.key {
                    PropName::Ident(name) => Some(name.sym.to_string()),
                    PropName::Str(text) => text.value.as_str().map(str::to_owned),
                    _ => None,
                };
                match key {
                    Some(key) => props.push(Prop {
                        key,
                        key_span: at(pair.key.span()),
                        value: at(pair.value.span()),
                        text: text_of(&pair.value),
                        short: false,
                    }),
                    None => whole = false,
                }
            }
            TreeProp::Method(method) => match &method.key {
                PropName::Ident(name) => props.push(Prop {
                    key: name.sym.to_string(),
                    key_span: at(name.span),
                    value: at(method.function.span),
                    text: None,
                    short: false,
                }),
                _ => whole = false,
            },
            _ => whole = false,
        }
    }
    ArgKind::Object { props, whole }
}

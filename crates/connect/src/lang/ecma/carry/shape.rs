//! What an expression begins with, and which members follow.

use super::walk::span;
use crate::carry::{Argument, Call};
use forgeshift_source::span::Span;
use swc_ecma_ast as ast;

/// A name and the members on the way; calls in between are passed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shape {
    pub root: String,
    pub path: Vec<String>,
}

/// How many members are followed.
const LONGEST: usize = 40;

/// The shape of an expression, where it begins with a name.
pub(super) fn of(expr: &ast::Expr) -> Option<Shape> {
    let mut path = Vec::new();
    let mut at = expr;
    for _ in 0..LONGEST {
        at = match at {
            ast::Expr::Ident(ident) => {
                path.reverse();
                return Some(Shape {
                    root: ident.sym.to_string(),
                    path,
                });
            }
            ast::Expr::Member(member) => {
                path.push(property(&member.prop)?);
                &member.obj
            }
            ast::Expr::OptChain(chain) => match &*chain.base {
                ast::OptChainBase::Member(member) => {
                    path.push(property(&member.prop)?);
                    &member.obj
                }
                ast::OptChainBase::Call(call) => &call.callee,
            },
            ast::Expr::Call(call) => match &call.callee {
                ast::Callee::Expr(callee) => callee,
                _ => return None,
            },
            ast::Expr::Paren(paren) => &paren.expr,
            ast::Expr::Await(awaited) => &awaited.arg,
            ast::Expr::New(new) => &new.callee,
            ast::Expr::TsAs(cast) => &cast.expr,
            ast::Expr::TsNonNull(sure) => &sure.expr,
            _ => return None,
        };
    }
    None
}

/// The shape of a member.
pub(super) fn of_member(member: &ast::MemberExpr) -> Option<Shape> {
    let last = property(&member.prop)?;
    let mut shape = of(&member.obj)?;
    shape.path.push(last);
    Some(shape)
}

fn property(prop: &ast::MemberProp) -> Option<String> {
    match prop {
        ast::MemberProp::Ident(ident) => Some(ident.sym.to_string()),
        ast::MemberProp::Computed(computed) => match &*computed.expr {
            ast::Expr::Lit(ast::Lit::Str(text)) => text.value.as_str().map(str::to_owned),
            _ => Some("[]".to_owned()),
        },
        ast::MemberProp::PrivateName(_) => None,
    }
}

/// The call that an expression is, awaited or not.
pub(super) fn call(expr: &ast::Expr) -> Option<Call> {
    let shape = of(expr)?;
    let args = match innermost(expr) {
        ast::Expr::Call(call) => call.args.iter().flat_map(arguments).collect(),
        ast::Expr::New(new) => new.args.iter().flatten().flat_map(arguments).collect(),
        _ => Vec::new(),
    };
    Some(Call {
        declares: Vec::new(),
        root: shape.root,
        path: shape.path,
        args,
    })
}

fn innermost(expr: &ast::Expr) -> &ast::Expr {
    match expr {
        ast::Expr::Paren(paren) => innermost(&paren.expr),
        ast::Expr::Await(awaited) => innermost(&awaited.arg),
        other => other,
    }
}

/// An argument; the elements of a list are arguments too.
fn arguments(arg: &ast::ExprOrSpread) -> Vec<Argument> {
    match &*arg.expr {
        ast::Expr::Array(list) => list.elems.iter().flatten().map(argument).collect(),
        _ => vec![argument(arg)],
    }
}

fn argument(arg: &ast::ExprOrSpread) -> Argument {
    let shape = of(&arg.expr);
    Argument {
        span: span(&arg.expr),
        root: shape.as_ref().map(|shape| shape.root.clone()),
        path: shape.map(|shape| shape.path).unwrap_or_default(),
        literal: match &*arg.expr {
            ast::Expr::Lit(ast::Lit::Str(text)) => text.value.as_str().map(str::to_owned),
            _ => None,
        },
        is_function: matches!(&*arg.expr, ast::Expr::Arrow(_) | ast::Expr::Fn(_)),
    }
}

/// The names that `module.exports = { a, b }` exports by their own name.
pub(super) fn exported(expr: &ast::Expr) -> Vec<(String, Span)> {
    let ast::Expr::Assign(assign) = expr else {
        return Vec::new();
    };
    let ast::AssignTarget::Simple(ast::SimpleAssignTarget::Member(member)) = &assign.left else {
        return Vec::new();
    };
    let is_exports = of_member(member).is_some_and(|shape| {
        shape.root == "module" && shape.path.first().is_some_and(|name| name == "exports")
    });
    let ast::Expr::Object(object) = &*assign.right else {
        return Vec::new();
    };
    if !is_exports {
        return Vec::new();
    }
    object
        .props
        .iter()
        .filter_map(|prop| match prop {
            ast::PropOrSpread::Prop(prop) => match &**prop {
                ast::Prop::Shorthand(ident) => Some((ident.sym.to_string(), span(ident))),
                _ => None,
            },
            ast::PropOrSpread::Spread(_) => None,
        })
        .collect()
}

/// The file that `require.resolve("./x")` names: a bundler wants to find it.
pub(super) fn named_file<'a>(callee: &ast::Expr, args: &'a [ast::ExprOrSpread]) -> Option<&'a ast::Str> {
    let ast::Expr::Member(member) = callee else {
        return None;
    };
    let [only] = args else { return None };
    let ast::Expr::Lit(ast::Lit::Str(text)) = &*only.expr else {
        return None;
    };
    let is_relative = text
        .value
        .as_str()
        .is_some_and(|text| text.starts_with("./") || text.starts_with("../"));
    (is_relative && property(&member.prop).as_deref() == Some("resolve")).then_some(text)
}

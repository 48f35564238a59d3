//! Expressions, statements, patterns. A place is made from the tokens at hand and from the parts' places, so that the
//! work grows with the length of the file and not with its depth.

use super::{at, items, macros, types};
use crate::lang::rust::tree::{At, Expr, Item, Kind, Pat, Stmt, Ty};
use syn::{BinOp, Lit, Member};

pub fn expr(source: &syn::Expr, out: &mut Vec<Item>) -> Expr {
    match source {
        // What only passes its value on.
        syn::Expr::Await(e) => expr(&e.base, out),
        syn::Expr::Try(e) => expr(&e.expr, out),
        syn::Expr::Paren(e) => expr(&e.expr, out),
        syn::Expr::Group(e) => expr(&e.expr, out),
        syn::Expr::Reference(e) => expr(&e.expr, out),
        syn::Expr::RawAddr(e) => expr(&e.expr, out),
        syn::Expr::Unary(e) => expr(&e.expr, out),
        syn::Expr::Cast(e) => expr(&e.expr, out),

        syn::Expr::Lit(e) => literal(&e.lit),
        syn::Expr::Path(e) => path_expr(e),
        syn::Expr::Call(e) => {
            let callee = expr(&e.func, out);
            let place = callee.at.to(at(e.paren_token.span.close()));
            let callee = Box::new(callee);
            let args = list(e.args.iter(), out);
            new(place, Kind::Call { callee, args })
        }
        syn::Expr::MethodCall(e) => method(e, out),
        syn::Expr::Field(e) => {
            let base = Box::new(expr(&e.base, out));
            let (name, place) = member(&e.member);
            new(base.at.to(place), Kind::Field { base, name })
        }
        syn::Expr::Index(e) => {
            let parts = vec![expr(&e.expr, out), expr(&e.index, out)];
            parts_at(at(e.bracket_token.span.close()), parts)
        }
        syn::Expr::Macro(e) => macros::invocation(&e.mac, out),
        syn::Expr::Closure(e) => closure(e, out),
        syn::Expr::Async(e) => {
            let place = at(e.async_token.span).to(at(e.block.brace_token.span.close()));
            new(place, Kind::Async(block(&e.block, out)))
        }
        syn::Expr::Block(e) => block_expr(&e.block, out),
        syn::Expr::Unsafe(e) => block_expr(&e.block, out),
        syn::Expr::Const(e) => block_expr(&e.block, out),
        syn::Expr::TryBlock(e) => block_expr(&e.block, out),
        syn::Expr::Struct(e) => struct_expr(e, out),
        syn::Expr::Binary(e) => binary(e, out),
        syn::Expr::Assign(e) => {
            let (left, right) = (Box::new(expr(&e.left, out)), Box::new(expr(&e.right, out)));
            new(left.at.to(right.at), Kind::Assign(left, right))
        }
        syn::Expr::Let(e) => {
            let value = Box::new(expr(&e.expr, out));
            new(value.at, Kind::Let(pattern(&e.pat), value))
        }
        syn::Expr::If(e) => if_expr(e, out),
        syn::Expr::Match(e) => {
            let subject = Box::new(expr(&e.expr, out));
            let arms = e
                .arms
                .iter()
                .map(|arm| (pattern(&arm.pat), expr(&arm.body, out)))
                .collect();
            new(at(e.match_token.span), Kind::Match { subject, arms })
        }
        syn::Expr::Loop(e) => new(at(e.loop_token.span), Kind::Loop(block(&e.body, out))),
        syn::Expr::While(e) => {
            let cond = expr(&e.cond, out);
            let mut body = vec![Stmt::Expr {
                expr: cond,
                is_value: false,
            }];
            body.extend(block(&e.body, out));
            new(at(e.while_token.span), Kind::Loop(body))
        }
        syn::Expr::ForLoop(e) => {
            let (pat, items) = (pattern(&e.pat), Box::new(expr(&e.expr, out)));
            let body = block(&e.body, out);
            new(at(e.for_token.span), Kind::For { pat, items, body })
        }
        syn::Expr::Return(e) => {
            let value = e.expr.as_ref().map(|value| Box::new(expr(value, out)));
            new(at(e.return_token.span), Kind::Return(value))
        }
        syn::Expr::Break(e) => parts_at(at(e.break_token.span), list(e.expr.as_deref().into_iter(), out)),
        syn::Expr::Yield(e) => parts_at(at(e.yield_token.span), list(e.expr.as_deref().into_iter(), out)),
        syn::Expr::Range(e) => {
            let ends = e.start.as_deref().into_iter().chain(e.end.as_deref());
            parts_at(At::default(), list(ends, out))
        }
        syn::Expr::Tuple(e) => new(
            at(e.paren_token.span.open()),
            Kind::Tuple(list(e.elems.iter(), out)),
        ),
        syn::Expr::Array(e) => new(
            at(e.bracket_token.span.open()),
            Kind::Tuple(list(e.elems.iter(), out)),
        ),
        syn::Expr::Repeat(e) => parts_at(at(e.bracket_token.span.open()), vec![expr(&e.expr, out)]),
        _ => parts_at(At::default(), Vec::new()),
    }
}

pub fn new(at: At, kind: Kind) -> Expr {
    Expr { at, kind }
}

fn parts_at(at: At, parts: Vec<Expr>) -> Expr {
    new(at, Kind::Parts(parts))
}

fn list<'a>(exprs: impl Iterator<Item = &'a syn::Expr>, out: &mut Vec<Item>) -> Vec<Expr> {
    exprs.map(|e| expr(e, out)).collect()
}

fn literal(lit: &Lit) -> Expr {
    let place = at(lit.span());
    match lit {
        Lit::Str(text) => new(place, Kind::Text(text.value().into())),
        Lit::Int(number) => match number.base10_parse() {
            Ok(number) => new(place, Kind::Number(number)),
            Err(_) => parts_at(place, Vec::new()),
        },
        _ => parts_at(place, Vec::new()),
    }
}

fn path_expr(source: &syn::ExprPath) -> Expr {
    let mut path = types::path(&source.path);
    // `<T as Trait>::f` means T's: the trait only says which.
    if let Some(qself) = &source.qself {
        let mut segments = types::ty(&qself.ty).path;
        segments.extend(path.segments.last().cloned());
        path.segments = segments;
    }
    new(path.at, Kind::Path(path))
}

fn method(source: &syn::ExprMethodCall, out: &mut Vec<Item>) -> Expr {
    let receiver = Box::new(expr(&source.receiver, out));
    let place = at(source.method.span()).to(at(source.paren_token.span.close()));
    let kind = Kind::Method {
        receiver,
        name: source.method.to_string(),
        types: source
            .turbofish
            .as_ref()
            .map_or_else(Vec::new, types::type_arguments),
        args: list(source.args.iter(), out),
    };
    new(place, kind)
}

fn member(member: &Member) -> (String, At) {
    match member {
        Member::Named(ident) => (ident.to_string(), at(ident.span())),
        Member::Unnamed(index) => (index.index.to_string(), at(index.span)),
    }
}

fn closure(source: &syn::ExprClosure, out: &mut Vec<Item>) -> Expr {
    let params = source.inputs.iter().map(|input| match input {
        syn::Pat::Type(typed) => (pattern(&typed.pat), types::ty(&typed.ty)),
        other => (pattern(other), Ty::default()),
    });
    let params = params.collect();
    let body = expr(&source.body, out);
    // `|x| async move { … }` is one function, not two.
    let body = match body.kind {
        Kind::Async(stmts) => new(body.at, Kind::Block(stmts)),
        kind => new(body.at, kind),
    };
    let place = at(source.inputs_begin.span).to(body.at);
    let body = Box::new(body);
    new(place, Kind::Closure { params, body })
}

fn struct_expr(source: &syn::ExprStruct, out: &mut Vec<Item>) -> Expr {
    let path = items::path(&source.path);
    let place = path.at.to(at(source.brace_token.span.close()));
    let fields = source
        .fields
        .iter()
        .map(|field| (member(&field.member).0, expr(&field.expr, out)));
    let fields = fields.collect();
    let rest = source.rest.as_ref().map(|rest| Box::new(expr(rest, out)));
    new(place, Kind::Struct { path, fields, rest })
}

fn binary(source: &syn::ExprBinary, out: &mut Vec<Item>) -> Expr {
    let (left, right) = (expr(&source.left, out), expr(&source.right, out));
    let place = left.at.to(right.at);
    match source.op {
        BinOp::Add(_) => new(place, Kind::Sum(Box::new(left), Box::new(right))),
        _ => parts_at(place, vec![left, right]),
    }
}

fn if_expr(source: &syn::ExprIf, out: &mut Vec<Item>) -> Expr {
    let cond = Box::new(expr(&source.cond, out));
    let then = block(&source.then_branch, out);
    let otherwise = source
        .else_branch
        .as_ref()
        .map(|(_, branch)| Box::new(expr(branch, out)));
    new(
        at(source.if_token.span),
        Kind::If {
            cond,
            then,
            otherwise,
        },
    )
}

fn block_expr(source: &syn::Block, out: &mut Vec<Item>) -> Expr {
    new(
        at(source.brace_token.span.open()),
        Kind::Block(block(source, out)),
    )
}

pub fn block(source: &syn::Block, out: &mut Vec<Item>) -> Vec<Stmt> {
    statements(&source.stmts, out)
}

pub fn statements(source: &[syn::Stmt], out: &mut Vec<Item>) -> Vec<Stmt> {
    let mut stmts = Vec::new();
    for stmt in source {
        match stmt {
            syn::Stmt::Local(local) if !items::is_test(&local.attrs) => stmts.push(local_stmt(local, out)),
            syn::Stmt::Local(_) => {}
            syn::Stmt::Item(item) => items::lower(item, out),
            syn::Stmt::Expr(source, semi) => stmts.push(Stmt::Expr {
                expr: expr(source, out),
                is_value: semi.is_none(),
            }),
            syn::Stmt::Macro(mac) => stmts.push(Stmt::Expr {
                expr: macros::invocation(&mac.mac, out),
                is_value: mac.semi_token.is_none(),
            }),
        }
    }
    stmts
}

fn local_stmt(local: &syn::Local, out: &mut Vec<Item>) -> Stmt {
    let (pat, ty) = match &local.pat {
        syn::Pat::Type(typed) => (pattern(&typed.pat), types::ty(&typed.ty)),
        other => (pattern(other), Ty::default()),
    };
    let init = local.init.as_ref().map(|init| Box::new(expr(&init.expr, out)));
    let otherwise = local.init.as_ref().and_then(|init| init.diverge.as_ref());
    let otherwise = otherwise.map(|(_, branch)| Box::new(expr(branch, out)));
    Stmt::Let {
        pat,
        ty,
        init,
        otherwise,
    }
}

pub fn pattern(source: &syn::Pat) -> Pat {
    match source {
        syn::Pat::Ident(p) => Pat::Name(p.ident.to_string()),
        syn::Pat::Paren(p) => pattern(&p.pat),
        syn::Pat::Reference(p) => pattern(&p.pat),
        syn::Pat::Type(p) => pattern(&p.pat),
        syn::Pat::Guard(p) => pattern(&p.pat),
        syn::Pat::Or(p) => p.cases.first().map_or(Pat::Other, pattern),
        syn::Pat::Tuple(p) => Pat::Tuple(p.elems.iter().map(pattern).collect()),
        syn::Pat::Slice(p) => Pat::Tuple(p.elems.iter().map(pattern).collect()),
        syn::Pat::TupleStruct(p) => Pat::Wrapped(types::path(&p.path), p.elems.iter().map(pattern).collect()),
        syn::Pat::Struct(p) => {
            let fields = p
                .fields
                .iter()
                .map(|field| (member(&field.member).0, pattern(&field.pat)));
            Pat::Struct(types::path(&p.path), fields.collect())
        }
        _ => Pat::Other,
    }
}

//! Calls that ask a server for something, however they are written.

use super::Walker;
use crate::front::script::{ArgKind, Prop, Request};
use crate::front::tree::{at, member_name, properties, text_of, unwrapped};
use forgeshift_source::span::Span;
use swc_common::Spanned;
use swc_ecma_ast::{Expr, ExprOrSpread};

const METHODS: [&str; 6] = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD"];

impl Walker<'_> {
    pub(super) fn request(&mut self, callee: &Expr, args: &[ExprOrSpread], span: Span) {
        let callee_span = at(callee.span());
        let first = args.first().map(|arg| &*arg.expr);
        let path = self.names.path(callee).unwrap_or_default();
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        let object = |expr: Option<&Expr>| match expr.map(unwrapped) {
            Some(Expr::Object(object)) => match properties(object) {
                ArgKind::Object { props, .. } => props,
                _ => Vec::new(),
            },
            _ => Vec::new(),
        };
        let prop = |props: &[Prop], name: &str| {
            props
                .iter()
                .find(|prop| prop.key == name)
                .and_then(|prop| prop.text.clone())
        };
        let second = args.get(1).map(|arg| &*arg.expr);
        let (with, url, method) = match path.as_slice() {
            ["fetch"] => {
                let method = prop(&object(second), "method");
                let method = method.or_else(|| second.is_none().then(|| "GET".to_owned()));
                ("fetch".to_owned(), first.and_then(text_of), method)
            }
            [
                "axios",
                verb @ ("get" | "post" | "put" | "delete" | "patch" | "head"),
            ] => (
                path.join("."),
                first.and_then(text_of),
                Some(verb.to_ascii_uppercase()),
            ),
            ["axios" | "superagent" | "ky"] | ["axios", "request"] => {
                let props = object(first);
                let url = prop(&props, "url").or_else(|| first.and_then(text_of));
                (path.join("."), url, prop(&props, "method"))
            }
            ["$" | "jQuery", "ajax"] => {
                let props = object(first);
                let url = prop(&props, "url").or_else(|| first.and_then(text_of));
                let method = prop(&props, "method").or_else(|| prop(&props, "type"));
                (path.join("."), url, method)
            }
            ["$" | "jQuery", "get" | "getJSON"] => {
                (path.join("."), first.and_then(text_of), Some("GET".to_owned()))
            }
            ["$" | "jQuery", "post"] => (path.join("."), first.and_then(text_of), Some("POST".to_owned())),
            _ => {
                let is_open = match callee {
                    Expr::Member(member) => member_name(&member.prop).as_deref() == Some("open"),
                    _ => false,
                };
                let method = first.and_then(text_of).map(|method| method.to_ascii_uppercase());
                match method.filter(|method| is_open && METHODS.contains(&method.as_str())) {
                    Some(method) => (
                        "XMLHttpRequest".to_owned(),
                        second.and_then(text_of),
                        Some(method),
                    ),
                    None => return,
                }
            }
        };
        let around = self.enclosing.last().copied().unwrap_or(self.script.span);
        let mentions = |place: Span| {
            let text = place.text(self.text);
            text.contains("JWT ") || text.contains("jwt=")
        };
        let statement = self.statement();
        self.script.requests.push(Request {
            with,
            span,
            callee: callee_span,
            url,
            method,
            signed: mentions(span) || mentions(around),
            statement,
        });
    }
}

//! Macro calls: what is in them is read where it looks like expressions. What a macro makes of it is not known, and
//! the bodies of macro definitions are not code that runs.

use super::expr::{self, new};
use super::{at, collect, items, types};
use crate::lang::rust::tree::{Expr, Item, Kind, Macro, Path, Stmt};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Ident, Token};

/// How deep the groups of a macro are searched for expressions where the whole is none.
const SEARCH_DEPTH: u32 = 8;

pub fn invocation(mac: &syn::Macro, out: &mut Vec<Item>) -> Expr {
    let lowered = lower(mac, out);
    let place = lowered.path.at.to(at(mac.delimiter.span().close()));
    new(place, Kind::Macro(lowered))
}

fn lower(mac: &syn::Macro, out: &mut Vec<Item>) -> Macro {
    let path = types::path(&mac.path);
    let mut strings = Vec::new();
    collect(mac.tokens.clone(), &mut strings, &mut Vec::new());
    let args = match path.last() {
        // Tokens to be printed or handed to other macros.
        "quote" | "stringify" | "macro_rules" | "quote_spanned" | "concat_idents" => Vec::new(),
        "path" => path_segments(mac.tokens.clone()),
        _ => arguments(mac.tokens.clone(), SEARCH_DEPTH, out),
    };
    Macro { path, args, strings }
}

fn arguments(tokens: TokenStream, depth: u32, out: &mut Vec<Item>) -> Vec<Expr> {
    let list = Punctuated::<syn::Expr, Token![,]>::parse_terminated;
    if let Ok(args) = list.parse2(tokens.clone()) {
        return args.iter().map(|arg| expr::expr(arg, out)).collect();
    }
    if depth == 0 {
        return Vec::new();
    }
    let mut args = Vec::new();
    for piece in pieces(tokens) {
        if let Ok(source) = syn::parse2::<syn::Expr>(piece.clone()) {
            args.push(expr::expr(&source, out));
            continue;
        }
        for token in piece {
            if let TokenTree::Group(group) = token {
                args.extend(group_arguments(&group, depth - 1, out));
            }
        }
    }
    args
}

/// A block of statements, or again a list.
fn group_arguments(group: &proc_macro2::Group, depth: u32, out: &mut Vec<Item>) -> Vec<Expr> {
    if group.delimiter() == Delimiter::Brace
        && let Ok(stmts) = syn::Block::parse_within.parse2(group.stream())
    {
        let stmts: Vec<Stmt> = expr::statements(&stmts, out);
        return vec![new(at(group.span_open()), Kind::Block(stmts))];
    }
    arguments(group.stream(), depth, out)
}

/// The stretches between `,`, `;`, `=` and `=>`.
fn pieces(tokens: TokenStream) -> Vec<TokenStream> {
    let mut pieces = vec![Vec::new()];
    for token in tokens {
        let separates = matches!(&token, TokenTree::Punct(p) if matches!(p.as_char(), ',' | ';' | '='));
        if separates {
            pieces.push(Vec::new());
        } else if let Some(piece) = pieces.last_mut() {
            // The rest of `=>`.
            let is_arrow = piece.is_empty() && matches!(&token, TokenTree::Punct(p) if p.as_char() == '>');
            if !is_arrow {
                piece.push(token);
            }
        }
    }
    pieces.retain(|piece| !piece.is_empty());
    pieces
        .into_iter()
        .map(|piece| piece.into_iter().collect())
        .collect()
}

/// `"a" / u32 / "b"`
fn path_segments(tokens: TokenStream) -> Vec<Expr> {
    let mut segments = Vec::new();
    let mut fresh = true;
    for token in tokens {
        match token {
            TokenTree::Punct(p) if p.as_char() == '/' => fresh = true,
            TokenTree::Literal(literal) if fresh => {
                let place = at(literal.span());
                if let syn::Lit::Str(text) = syn::Lit::new(literal) {
                    segments.push(new(place, Kind::Text(text.value().into())));
                }
                fresh = false;
            }
            TokenTree::Ident(ident) => {
                let name = ident.to_string();
                if fresh {
                    let place = at(ident.span());
                    let path = Path {
                        segments: vec![name],
                        types: Vec::new(),
                        at: place,
                    };
                    segments.push(new(place, Kind::Path(path)));
                } else if let Some(Kind::Path(path)) = segments.last_mut().map(|s| &mut s.kind) {
                    // `uuid::Uuid` is named by its end.
                    path.segments = vec![name];
                }
                fresh = false;
            }
            _ => {}
        }
    }
    segments
}

/// A macro in the place of an item.
pub fn item(item: &syn::ItemMacro, out: &mut Vec<Item>) {
    let name = item
        .mac
        .path
        .segments
        .last()
        .map(|s| s.ident.to_string())
        .unwrap_or_default();
    match name.as_str() {
        "macro_rules" => {}
        "lazy_static" | "thread_local" => {
            if let Ok(statics) = statics.parse2(item.mac.tokens.clone()) {
                for (name, ty, init) in &statics {
                    let mut lowered = items::value(name, ty, Some(init), out);
                    lowered.is_static = true;
                    out.push(Item::Value(lowered));
                }
            }
        }
        _ => {
            let mac = lower(&item.mac, out);
            let table = item.mac.tokens.clone().into_iter().find_map(|token| match token {
                TokenTree::Ident(ident) => Some(ident.to_string()),
                _ => None,
            });
            let at = mac.path.at;
            out.push(Item::Macro { mac, table, at });
        }
    }
}

/// `static ref NAME: TYPE = VALUE;` and the same without `ref`, as often as it stands there.
fn statics(input: ParseStream<'_>) -> syn::Result<Vec<(Ident, syn::Type, syn::Expr)>> {
    let mut found = Vec::new();
    while !input.is_empty() {
        input.call(syn::Attribute::parse_outer)?;
        input.parse::<syn::Visibility>()?;
        input.parse::<Token![static]>()?;
        input.parse::<Option<Token![ref]>>()?;
        let name = input.parse()?;
        input.parse::<Token![:]>()?;
        let ty = input.parse()?;
        input.parse::<Token![=]>()?;
        input.parse::<Option<Token![const]>>()?;
        let value = input.parse()?;
        input.parse::<Option<Token![;]>>()?;
        found.push((name, ty, value));
    }
    Ok(found)
}

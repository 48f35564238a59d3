//! From the parser's tree to ours. Test code, and code that only builds, is left out here.

mod expr;
mod items;
mod macros;
mod types;

use super::tree::{At, Attribute, Module};
use proc_macro2::{Span, TokenStream, TokenTree};
use std::sync::Arc;

/// The items of a file.
pub fn file(file: &syn::File) -> Module {
    Module {
        items: items::items(&file.items),
    }
}

/// Whether `#![cfg(test)]` stands at the head of a file.
pub fn is_test_file(file: &syn::File) -> bool {
    items::is_test(&file.attrs)
}

/// The place of one token. Columns of the parser count from 0.
fn at(span: Span) -> At {
    let (start, end) = (span.start(), span.end());
    At {
        line: start.line as u32,
        column: start.column as u32 + 1,
        end_line: end.line as u32,
        end_column: end.column as u32 + 1,
    }
}

fn attributes(attrs: &[syn::Attribute]) -> Vec<Attribute> {
    attrs
        .iter()
        .filter(|attr| !attr.path().is_ident("doc"))
        .map(attribute)
        .collect()
}

fn attribute(attr: &syn::Attribute) -> Attribute {
    let (mut strings, mut words) = (Vec::new(), Vec::new());
    match &attr.meta {
        syn::Meta::List(list) => {
            collect(list.tokens.clone(), &mut strings, &mut words);
        }
        syn::Meta::NameValue(pair) => {
            if let syn::Expr::Lit(syn::ExprLit {
                lit: syn::Lit::Str(text),
                ..
            }) = &pair.value
            {
                strings.push(text.value().into());
            }
        }
        syn::Meta::Path(_) => {}
    }
    Attribute {
        path: types::path(attr.path()),
        strings,
        words,
        at: at(attr.pound_token.span).to(at(attr.bracket_token.span.close())),
    }
}

/// The string literals and the identifiers of a token stream, in order.
fn collect(tokens: TokenStream, strings: &mut Vec<Arc<str>>, words: &mut Vec<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => collect(group.stream(), strings, words),
            TokenTree::Ident(ident) => words.push(ident.to_string()),
            TokenTree::Literal(literal) => {
                if let syn::Lit::Str(text) = syn::Lit::new(literal) {
                    strings.push(text.value().into());
                }
            }
            TokenTree::Punct(_) => {}
        }
    }
}

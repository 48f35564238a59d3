//! Paths and types.

use super::at;
use crate::lang::rust::tree::{Path, Ty};
use syn::{GenericArgument, PathArguments, ReturnType, Type, TypeParamBound};

pub fn path(path: &syn::Path) -> Path {
    let mut types = Vec::new();
    for segment in &path.segments {
        let args = arguments(&segment.arguments);
        if !args.is_empty() {
            types = args;
        }
    }
    let first = path
        .segments
        .first()
        .map_or_else(Default::default, |s| at(s.ident.span()));
    let last = path.segments.last().map_or(first, |s| at(s.ident.span()));
    Path {
        segments: path.segments.iter().map(|s| s.ident.to_string()).collect(),
        types,
        at: first.to(last),
    }
}

pub fn ty(ty: &Type) -> Ty {
    match ty {
        Type::Path(inner) => of_path(&inner.path),
        Type::Reference(inner) => self::ty(&inner.elem),
        Type::Ptr(inner) => self::ty(&inner.elem),
        Type::Paren(inner) => self::ty(&inner.elem),
        Type::Group(inner) => self::ty(&inner.elem),
        Type::ImplTrait(inner) => bounds(inner.bounds.iter()),
        Type::TraitObject(inner) => bounds(inner.bounds.iter()),
        Type::Slice(inner) => named("[]", vec![self::ty(&inner.elem)]),
        Type::Array(inner) => named("[]", vec![self::ty(&inner.elem)]),
        Type::Tuple(inner) => named("()", inner.elems.iter().map(self::ty).collect()),
        _ => Ty::default(),
    }
}

/// The type that a bound names: the first that is a trait. What a future yields stands for the future.
pub fn bounds<'a>(bounds: impl Iterator<Item = &'a TypeParamBound>) -> Ty {
    for bound in bounds {
        let TypeParamBound::Trait(bound) = bound else {
            continue;
        };
        let is_future = bound.path.segments.last().is_some_and(|s| s.ident == "Future");
        let output = bound.path.segments.last().and_then(|s| output_of(&s.arguments));
        return match output {
            Some(output) if is_future => output,
            _ => of_path(&bound.path),
        };
    }
    Ty::default()
}

pub fn output(output: &ReturnType) -> Ty {
    match output {
        ReturnType::Type(_, inner) => ty(inner),
        ReturnType::Default => Ty::default(),
    }
}

fn output_of(arguments: &PathArguments) -> Option<Ty> {
    let PathArguments::AngleBracketed(list) = arguments else {
        return None;
    };
    list.args.iter().find_map(|arg| match arg {
        GenericArgument::AssocType(assoc) if assoc.ident == "Output" => Some(ty(&assoc.ty)),
        _ => None,
    })
}

fn of_path(path: &syn::Path) -> Ty {
    let args = path
        .segments
        .iter()
        .map(|s| arguments(&s.arguments))
        .rfind(|args| !args.is_empty());
    Ty {
        path: path.segments.iter().map(|s| s.ident.to_string()).collect(),
        args: args.unwrap_or_default(),
    }
}

fn arguments(arguments: &PathArguments) -> Vec<Ty> {
    match arguments {
        PathArguments::AngleBracketed(list) => type_arguments(list),
        _ => Vec::new(),
    }
}

pub fn type_arguments(list: &syn::AngleBracketedGenericArguments) -> Vec<Ty> {
    let types = list.args.iter().filter_map(|arg| match arg {
        GenericArgument::Type(inner) => Some(ty(inner)),
        _ => None,
    });
    types.collect()
}

fn named(name: &str, args: Vec<Ty>) -> Ty {
    Ty {
        path: vec![name.to_owned()],
        args,
    }
}

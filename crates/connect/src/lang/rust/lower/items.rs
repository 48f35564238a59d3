//! Functions, types, imports, constants, modules.

use super::{at, attributes, expr, macros, types};
use crate::lang::rust::tree::{
    FieldDef, Fn, Impl, Import, Item, Mod, Module, Path, Trait, TypeDef, ValueDef,
};
use syn::{FnArg, ImplItem, TraitItem, UseTree};

pub fn items(list: &[syn::Item]) -> Vec<Item> {
    let mut items = Vec::new();
    for item in list {
        lower(item, &mut items);
    }
    items
}

/// One item. Those in the value of a constant become items of the module around.
pub fn lower(item: &syn::Item, out: &mut Vec<Item>) {
    match item {
        syn::Item::Fn(item) if !is_test(&item.attrs) => {
            let function = function(&item.attrs, &item.sig, Some(&item.block));
            out.push(Item::Fn(function));
        }
        syn::Item::Struct(item) if !is_test(&item.attrs) => {
            out.push(type_def(&item.attrs, &item.ident, item.fields.iter(), None));
        }
        syn::Item::Enum(item) if !is_test(&item.attrs) => {
            let fields = item.variants.iter().flat_map(|variant| variant.fields.iter());
            out.push(type_def(&item.attrs, &item.ident, fields, None));
        }
        syn::Item::Type(item) => {
            out.push(type_def(&item.attrs, &item.ident, [].into_iter(), Some(&item.ty)));
        }
        syn::Item::Impl(item) if !is_test(&item.attrs) => {
            let lowered = implementation(item, out);
            out.push(Item::Impl(lowered));
        }
        syn::Item::Trait(item) if !is_test(&item.attrs) => {
            let mut fns = Vec::new();
            for part in &item.items {
                if let TraitItem::Fn(method) = part {
                    fns.push(function(&method.attrs, &method.sig, method.default.as_ref()));
                }
            }
            let name = item.ident.to_string();
            out.push(Item::Trait(Trait { name, fns }));
        }
        syn::Item::Use(item) if !is_test(&item.attrs) => {
            let mut imports = Vec::new();
            let mut prefix = Vec::new();
            imports_of(&item.tree, &mut prefix, &mut imports);
            out.push(Item::Use(imports));
        }
        syn::Item::Const(item) if !is_test(&item.attrs) => {
            let lowered = value(&item.ident, &item.ty, Some(&item.expr), out);
            out.push(Item::Value(lowered));
        }
        syn::Item::Static(item) if !is_test(&item.attrs) => {
            let lowered = value(&item.ident, &item.ty, Some(&item.expr), out);
            let is_mut = matches!(item.mutability, syn::StaticMutability::Mut(_));
            out.push(Item::Value(ValueDef {
                is_static: true,
                is_mut,
                ..lowered
            }));
        }
        syn::Item::Mod(item) => out.push(Item::Mod(module(item))),
        syn::Item::ExternCrate(item) => {
            let name = item.ident.to_string();
            let alias = item
                .rename
                .as_ref()
                .map_or_else(|| name.clone(), |(_, alias)| alias.to_string());
            let macros = item.attrs.iter().any(|attr| attr.path().is_ident("macro_use"));
            out.push(Item::ExternCrate { name, alias, macros });
        }
        syn::Item::Macro(item) if !is_test(&item.attrs) => macros::item(item, out),
        _ => {}
    }
}

/// Whether an item exists in tests alone.
pub fn is_test(attrs: &[syn::Attribute]) -> bool {
    attrs.iter().any(|attr| {
        let last = attr.path().segments.last().map(|s| s.ident.to_string());
        match last.as_deref() {
            Some("test" | "bench" | "rstest" | "test_case" | "proptest") => true,
            Some("cfg") => {
                let words = super::attribute(attr).words;
                words.iter().any(|w| w == "test") && !words.iter().any(|w| w == "not")
            }
            _ => false,
        }
    })
}

fn function(attrs: &[syn::Attribute], signature: &syn::Signature, block: Option<&syn::Block>) -> Fn {
    let mut inner = Vec::new();
    let mut params = Vec::new();
    let mut takes_self = false;
    for input in &signature.inputs {
        match input {
            FnArg::Receiver(_) => takes_self = true,
            FnArg::Typed(input) => params.push((expr::pattern(&input.pat), types::ty(&input.ty))),
        }
    }
    Fn {
        name: signature.ident.to_string(),
        at: at(signature.ident.span()),
        params,
        takes_self,
        output: types::output(&signature.output),
        attributes: attributes(attrs),
        body: block.map(|block| expr::block(block, &mut inner)),
        inner,
        generics: generics(&signature.generics),
    }
}

fn generics(generics: &syn::Generics) -> Vec<(String, crate::lang::rust::tree::Ty)> {
    let mut named: Vec<_> = generics
        .type_params()
        .map(|param| (param.ident.to_string(), types::bounds(param.bounds.iter())))
        .collect();
    let predicates = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
    for predicate in predicates {
        if let syn::WherePredicate::Type(predicate) = predicate
            && let syn::Type::Path(path) = &predicate.bounded_ty
            && let Some(name) = path.path.get_ident()
        {
            named.push((name.to_string(), types::bounds(predicate.bounds.iter())));
        }
    }
    named.retain(|(_, bound)| !bound.path.is_empty());
    named
}

fn type_def<'a>(
    attrs: &[syn::Attribute],
    name: &syn::Ident,
    fields: impl Iterator<Item = &'a syn::Field>,
    alias: Option<&syn::Type>,
) -> Item {
    let fields = fields.enumerate().map(|(index, field)| FieldDef {
        name: field
            .ident
            .as_ref()
            .map_or_else(|| index.to_string(), ToString::to_string),
        ty: types::ty(&field.ty),
        at: field
            .ident
            .as_ref()
            .map_or_else(|| at(name.span()), |ident| at(ident.span())),
        attributes: attributes(&field.attrs),
    });
    Item::Type(TypeDef {
        name: name.to_string(),
        at: at(name.span()),
        fields: fields.collect(),
        attributes: attributes(attrs),
        alias: alias.map(types::ty),
    })
}

fn implementation(item: &syn::ItemImpl, out: &mut Vec<Item>) -> Impl {
    let mut fns = Vec::new();
    let mut values = Vec::new();
    for part in &item.items {
        match part {
            ImplItem::Fn(method) if !is_test(&method.attrs) => {
                let mut lowered = function(&method.attrs, &method.sig, Some(&method.block));
                lowered.generics.extend(generics(&item.generics));
                fns.push(lowered);
            }
            ImplItem::Const(constant) => {
                values.push(value(&constant.ident, &constant.ty, Some(&constant.expr), out));
            }
            _ => {}
        }
    }
    Impl {
        ty: types::ty(&item.self_ty),
        of: item.trait_.as_ref().map(|(path, _)| types::path(path)),
        fns,
        values,
    }
}

pub fn value(name: &syn::Ident, ty: &syn::Type, init: Option<&syn::Expr>, out: &mut Vec<Item>) -> ValueDef {
    ValueDef {
        name: name.to_string(),
        at: at(name.span()),
        ty: types::ty(ty),
        init: init.map(|init| expr::expr(init, out)),
        is_static: false,
        is_mut: false,
    }
}

fn module(item: &syn::ItemMod) -> Mod {
    let path = item.attrs.iter().find(|attr| attr.path().is_ident("path"));
    let path = path.and_then(|attr| {
        super::attribute(attr)
            .strings
            .first()
            .map(|text| text.to_string())
    });
    let inline = item
        .content
        .as_ref()
        .map(|(_, list)| Module { items: items(list) });
    Mod {
        name: item.ident.to_string(),
        path,
        inline,
        test: is_test(&item.attrs),
    }
}

fn imports_of(tree: &UseTree, prefix: &mut Vec<String>, out: &mut Vec<Import>) {
    let mut import = |name: String, last: Option<String>| {
        let path = prefix.iter().cloned().chain(last).collect();
        out.push(Import { name, path });
    };
    match tree {
        UseTree::Path(tree) => {
            prefix.push(tree.ident.to_string());
            imports_of(&tree.tree, prefix, out);
            prefix.pop();
        }
        UseTree::Name(tree) if tree.ident == "self" => {
            let name = prefix.last().cloned().unwrap_or_default();
            import(name, None);
        }
        UseTree::Name(tree) => {
            let name = tree.ident.to_string();
            import(name.clone(), Some(name));
        }
        UseTree::Rename(tree) => {
            let last = (tree.ident != "self").then(|| tree.ident.to_string());
            import(tree.rename.to_string(), last);
        }
        UseTree::Glob(_) => import("*".to_owned(), None),
        UseTree::Group(tree) => tree.items.iter().for_each(|tree| imports_of(tree, prefix, out)),
    }
}

/// A path as a pattern or a struct expression writes it.
pub fn path(path: &syn::Path) -> Path {
    types::path(path)
}

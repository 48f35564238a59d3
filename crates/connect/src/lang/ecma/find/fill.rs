//! What fills the addresses of pages: what the server hands to its views, what the page's own code holds, and
//! the expression itself where the page is a text in code.

use super::super::eval::Found;
use super::super::ir::{ExprId, Node};
use super::super::value::{ModId, Part, ROOT, TextId, Val};
use super::Scene;
use super::outbound::{Address, addresses, names_address, names_own_server};
use super::pages::{PageFile, Parameters, is_code};
use crate::facts::Via;
use crate::lang::page::{Load, fill};

/// The addresses that an element may have whose address begins with an expression.
pub(super) fn addresses_of(
    scene: &mut Scene<'_, '_>,
    page: &PageFile<'_>,
    load: &Load,
    expression: &str,
    rest: &str,
    parameters: &Parameters<'_>,
) -> Vec<Address> {
    if is_code(&page.path) {
        let vals = match expression_at(scene, page, load, expression) {
            Some((module, expr)) => scene.vals(module, expr).to_vec(),
            None => return Vec::new(),
        };
        let urls = with_rest(scene, &vals, rest);
        let found = addresses(scene, &urls);
        return kept(found, |address| match load.via {
            Via::Navigation | Via::Form | Via::Frame => address.leads_away(),
            _ => address.names_other_host(),
        });
    }
    // A helper gives an address of the app's own.
    let Some(path) = fill::path(expression) else {
        return Vec::new();
    };
    let (Some(first), Some(last)) = (path.first(), path.last()) else {
        return Vec::new();
    };
    let mut vals = if page.path.ends_with(".vue") || page.path.ends_with(".svelte") {
        own(scene, page, first)
    } else {
        let mut found = Found::default();
        scene.eval.filled(first, &mut found);
        found.vals
    };
    for name in &path[1..] {
        let mut found = Found::default();
        for val in &vals {
            scene.eval.member_of(*val, name, &mut found);
        }
        vals = found.vals;
    }
    for text in parameters.get(first).into_iter().flatten() {
        vals.retain(|val| !is_hole(scene, *val));
        vals.push(Val::Text(scene.eval.pool.literal(text)));
    }
    let urls = with_rest(scene, &vals, rest);
    let found = addresses(scene, &urls);
    let may_leave = load.new_window || names_address(last);
    kept(found, |address| {
        may_leave && !address.name.as_deref().is_some_and(names_own_server)
    })
    .into_iter()
    .map(|address| Address {
        why: match address.host {
            None if !address.product && address.variable.is_none() => {
                Some(format!("the page's data fill it ({})", path.join(".")))
            }
            _ => address.why,
        },
        ..address
    })
    .collect()
}

/// Whether nothing is known of a value but the name of the page's own.
fn is_hole(scene: &Scene<'_, '_>, val: Val) -> bool {
    matches!(val, Val::Sym(sym) if scene.eval.pool.sym_text(sym).starts_with(":{{"))
}

fn kept(found: Vec<Address>, may_leave: impl Fn(&Address) -> bool) -> Vec<Address> {
    found
        .into_iter()
        .filter(|address| !address.own && !address.is_own_in_page())
        .filter(|address| address.host.is_some() || address.product || may_leave(address))
        .collect()
}

/// The addresses that begin with these values.
fn with_rest(scene: &mut Scene<'_, '_>, vals: &[Val], rest: &str) -> Vec<TextId> {
    let mut rest = rest.to_owned();
    while let Some((start, after)) = ["{{", "<%", "${", "{"]
        .iter()
        .find_map(|open| rest.find(open))
        .filter(|start| !rest[*start..].starts_with("{}"))
        .and_then(|start| {
            let (_, after) = fill::leading(&rest[start..])?;
            Some((start, after.to_owned()))
        })
    {
        rest = format!("{}\u{0}{after}", &rest[..start]);
    }
    let tail: Vec<Part> = rest
        .split('\u{0}')
        .enumerate()
        .flat_map(|(index, text)| {
            let hole = (index > 0).then_some(Part::Hole(None));
            let text = (!text.is_empty()).then(|| Part::Lit(text.into()));
            hole.into_iter().chain(text)
        })
        .collect();
    let begins: Vec<TextId> = scene.eval.texts(vals);
    begins
        .into_iter()
        .map(|begin| {
            let mut parts = scene.eval.pool.parts(begin).to_vec();
            parts.extend(tail.iter().cloned());
            scene.eval.pool.text(parts)
        })
        .collect()
}

/// What a name of a component is: a name of its script, or a member of its data, its computed values.
fn own(scene: &mut Scene<'_, '_>, page: &PageFile<'_>, name: &str) -> Vec<Val> {
    let mut found = Found::default();
    for module in &page.scripts {
        let tree = scene.tree(*module);
        let binds = tree
            .binds
            .iter()
            .filter(|bind| bind.top && tree.text(bind.name) == name)
            .flat_map(|bind| bind.values.iter().copied());
        let props = tree
            .props
            .iter()
            .filter(|prop| prop.key.is_some_and(|key| tree.text(key) == name))
            .map(|prop| prop.value);
        for value in binds.chain(props).collect::<Vec<_>>() {
            returned(scene, *module, value, &mut found);
        }
    }
    // What a page begins with is empty until its data come.
    found.retain(|val| !matches!(val, Val::Null | Val::Bool(_)));
    found
        .vals
        .into_iter()
        .filter(|val| !matches!(val, Val::Text(text) if scene.eval.pool.whole(*text).as_deref() == Some("")))
        .collect()
}

/// A value; of a function what it gives back.
fn returned(scene: &mut Scene<'_, '_>, module: ModId, value: ExprId, found: &mut Found) {
    match scene.tree(module).node(value) {
        Node::Func(func) => {
            let returns = scene
                .tree(module)
                .func(func)
                .map(|func| func.returns.clone())
                .unwrap_or_default();
            for value in returns {
                let vals = scene.vals_in(module, value, ROOT);
                found.extend(&vals);
            }
        }
        _ => {
            let vals = scene.vals(module, value);
            found.extend(&vals);
        }
    }
}

/// The expression of code that stands at the beginning of an address in a template.
fn expression_at(
    scene: &Scene<'_, '_>,
    page: &PageFile<'_>,
    load: &Load,
    expression: &str,
) -> Option<(ModId, ExprId)> {
    let module = scene.eval.project.at(&page.path)?;
    let start = load.at + 2;
    let end = start + expression.len();
    let tree = scene.tree(module);
    tree.spans
        .iter()
        .enumerate()
        .filter(|(_, span)| span.start as usize == start && span.end as usize <= end)
        .max_by_key(|(_, span)| span.end)
        .map(|(index, _)| (module, ExprId(index as u32)))
}

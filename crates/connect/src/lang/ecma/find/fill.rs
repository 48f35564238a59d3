//! What fills the addresses of pages: what the server hands to its views, what the page's own code holds, and
//! the expression itself where the page is a text in code.

use super::super::eval::Found;
use super::super::ir::{ExprId, FuncId, Module, Node, TOP};
use super::super::value::{ModId, Part, ROOT, TextId, Val};
use super::Scene;
use super::address::{Address, addresses};
use super::names::{names_address, names_own_server};
use super::pages::{PageFile, Parameters, is_code};
use crate::facts::Via;
use crate::lang::page::{Load, fill};
use forgeshift_source::span::Span;
use std::collections::HashMap;

/// How many values of a name of a component are looked at.
const MOST_VALUES: usize = 24;

/// Where the names and expressions of a page's file stand, made once for all of its addresses.
#[derive(Default)]
pub(super) struct Names<'p> {
    /// Names of a component's scripts with what they stand for.
    own: HashMap<&'p str, Vec<(ModId, ExprId)>>,
    /// The module that holds the page as a text.
    code: Option<Code>,
}

/// A module by places.
struct Code {
    module: ModId,
    /// Its expressions by where they begin and end.
    expressions: Vec<(u32, u32, ExprId)>,
    /// Its functions by where they begin.
    functions: Vec<(u32, FuncId)>,
    /// What is put behind a text, by where the text ends.
    next: HashMap<u32, ExprId>,
}

impl<'p> Names<'p> {
    /// The names of a page, as far as its kind has any.
    pub fn of(scene: &Scene<'_, 'p>, page: &PageFile<'_>) -> Self {
        let mut names = Self::default();
        if page.path.ends_with(".vue") || page.path.ends_with(".svelte") {
            names.read_scripts(scene, page);
        } else if is_code(&page.path)
            && let Some(module) = scene.eval.project.at(&page.path)
        {
            names.code = Some(Code::of(scene.tree(module), module));
        }
        names
    }

    fn read_scripts(&mut self, scene: &Scene<'_, 'p>, page: &PageFile<'_>) {
        for module in &page.scripts {
            let tree = scene.tree(*module);
            for bind in tree.binds.iter().filter(|bind| bind.top) {
                let values = bind.values.iter().map(|value| (*module, *value));
                self.own.entry(tree.text(bind.name)).or_default().extend(values);
            }
            for prop in &tree.props {
                if let Some(key) = prop.key {
                    let value = (*module, prop.value);
                    self.own.entry(tree.text(key)).or_default().push(value);
                }
            }
        }
    }

    /// The function that holds a span of code, with its module.
    pub fn function_around(&self, scene: &Scene<'_, '_>, span: Span) -> Option<(ModId, FuncId)> {
        let code = self.code.as_ref()?;
        Some((code.module, code.function_around(scene.tree(code.module), span)))
    }
}

impl Code {
    fn of(tree: &Module, module: ModId) -> Self {
        let spans = tree.spans.iter().enumerate();
        let mut expressions: Vec<_> = spans
            .map(|(index, span)| (span.start, span.end, ExprId(index as u32)))
            .collect();
        expressions.sort_unstable();
        let funcs = tree.funcs.iter().enumerate();
        let mut functions: Vec<_> = funcs
            .map(|(index, func)| (func.span.start, FuncId(index as u32)))
            .collect();
        functions.sort_unstable();
        let mut next = HashMap::new();
        for node in &tree.nodes {
            let Node::Concat(list) = node else { continue };
            for pair in tree.list(*list).windows(2) {
                if let [text, behind] = pair {
                    next.insert(tree.span_of(*text).end, *behind);
                }
            }
        }
        Self {
            module,
            expressions,
            functions,
            next,
        }
    }

    /// The innermost function: the last that begins before, or one that it stands in.
    fn function_around(&self, tree: &Module, span: Span) -> FuncId {
        let before = self.functions.partition_point(|(start, _)| *start <= span.start);
        let nearest = before.checked_sub(1).and_then(|at| self.functions.get(at));
        let mut next = nearest.map(|(_, func)| *func);
        while let Some((id, func)) = next.and_then(|id| Some((id, tree.func(id)?))) {
            if func.span.end >= span.end {
                return id;
            }
            next = func.parent;
        }
        TOP
    }

    /// The longest expression that begins and ends where a template's does.
    fn expression_at(&self, start: usize, length: usize) -> Option<ExprId> {
        let within =
            |(from, to, _): &(u32, u32, ExprId)| (*from as usize, *to as usize) <= (start, start + length);
        let after = self.expressions.partition_point(within);
        let (from, _, expr) = self.expressions.get(after.checked_sub(1)?)?;
        (*from as usize == start).then_some(*expr)
    }
}

/// The addresses that an element may have whose address begins with an expression.
pub(super) fn addresses_of(
    scene: &mut Scene<'_, '_>,
    page: &str,
    names: &Names<'_>,
    load: &Load,
    (expression, rest): (&str, &str),
    parameters: &Parameters<'_>,
) -> Vec<Address> {
    if let Some(code) = &names.code {
        // What stands before the expression is `${`.
        let expr = match expression {
            fill::NEXT => code.next.get(&(load.at as u32)).copied(),
            _ => code.expression_at(load.at + 2, expression.len()),
        };
        let Some(expr) = expr else {
            return Vec::new();
        };
        let vals = scene.vals(code.module, expr).to_vec();
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
    let mut vals = match names.own.get(first) {
        Some(values) => own(scene, values, &path[1..]),
        None => scene.eval.ask_view(page, &path),
    };
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
        .filter(|address| !address.own && !address.relative() && !address.is_own_in_page())
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
    // A quote inside of an expression ends the attribute before the expression ends.
    if let Some(open) = rest.find("{{") {
        rest.truncate(open);
        rest.push('\u{0}');
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
fn own(scene: &mut Scene<'_, '_>, values: &[(ModId, ExprId)], members: &[&str]) -> Vec<Val> {
    let mut found = Found::default();
    for (module, value) in values.iter().take(MOST_VALUES) {
        returned(scene, *module, *value, &mut found);
    }
    for name in members {
        let mut next = Found::default();
        for val in &found.vals {
            scene.eval.member_of(*val, name, &mut next);
        }
        found = next;
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

//! Texts: concatenation, addresses, holes.

use super::{Eval, Found, View, stem};
use crate::lang::ecma::ir::ExprId;
use crate::lang::ecma::value::{EnvId, ModId, Part, ROOT, Step, TextId, Val};

/// How many texts a concatenation may have.
const MOST_TEXTS: usize = 12;
/// What a page's template expressions are replaced by before its scripts are parsed.
pub(crate) const MASK: &str = "$_";

impl Eval<'_> {
    /// A literal of the source; in a page the masked template expressions in it are what fills them.
    pub(super) fn source_text(&mut self, module: ModId, text: &str, found: &mut Found) {
        if !self.project.module(module).in_page || !text.contains(MASK) {
            let text = self.pool.literal(text);
            found.add(Val::Text(text));
            return;
        }
        let mut made: Vec<Vec<Part>> = vec![Vec::new()];
        let mut rest = text;
        while let Some(start) = rest.find(MASK) {
            let Some((name, after)) = masked(&rest[start..]) else {
                let (before, after) = rest.split_at(start + MASK.len());
                made.iter_mut()
                    .for_each(|parts| parts.push(Part::Lit(before.into())));
                rest = after;
                continue;
            };
            if start > 0 {
                made.iter_mut()
                    .for_each(|parts| parts.push(Part::Lit(rest[..start].into())));
            }
            let mut filled = Found::default();
            if let Some(name) = name {
                let page = self.project.path(module).clone();
                self.filled(&page, name, &mut filled);
            }
            let texts = self.texts(&filled.vals);
            made = self.crossed(&made, &texts);
            rest = after;
        }
        for mut parts in made {
            if !rest.is_empty() {
                parts.push(Part::Lit(rest.into()));
            }
            let text = self.pool.text(parts);
            found.add(Val::Text(text));
        }
    }

    /// What fills a name of a page: what the server hands to that view under the name. A page that no call names
    /// is part of another one: it may get what any view gets.
    pub(super) fn filled(&mut self, page: &str, name: &str, found: &mut Found) {
        let views = self.views.clone();
        let is_named = |view: &View| view.name.as_deref() == Some(stem(page));
        let whole = views.iter().any(is_named);
        for view in views.iter() {
            if whole && view.name.is_some() && !is_named(view) {
                continue;
            }
            for val in self.eval(view.module, view.context, ROOT).iter() {
                if !matches!(val, Val::Sym(_)) {
                    self.member_of(*val, name, found);
                }
            }
        }
        found.retain(|val| !matches!(val, Val::Null));
        if found.vals.is_empty() {
            let sym = self
                .pool
                .sym(None, Step::Global(format!("{{{{{name}}}}}").into()));
            found.sym(sym);
        }
    }

    /// Every beginning with every text behind it. Where that grows too much the beginnings stay: they say where
    /// an address leads to.
    fn crossed(&self, made: &[Vec<Part>], texts: &[TextId]) -> Vec<Vec<Part>> {
        if made.len() > 1 && made.len() * texts.len() > MOST_TEXTS {
            let open = |before: &Vec<Part>| [before.as_slice(), &[Part::Hole(None)]].concat();
            return made.iter().map(open).collect();
        }
        made.iter()
            .flat_map(|before| texts.iter().map(move |text| (before, *text)))
            .take(MOST_TEXTS)
            .map(|(before, text)| [before.as_slice(), &self.pool.parts(text)].concat())
            .collect()
    }

    pub(super) fn concat(&mut self, module: ModId, items: &[ExprId], env: EnvId, found: &mut Found) {
        if let Some(begin) = items.first().and_then(|item| self.prose(module, *item)) {
            found.add(Val::Text(begin));
            return;
        }
        let mut made: Vec<Vec<Part>> = vec![Vec::new()];
        for item in items {
            let vals = self.eval(module, *item, env);
            let texts = self.texts(&vals);
            made = self.crossed(&made, &texts);
        }
        for parts in made {
            let text = self.pool.text(parts);
            found.add(Val::Text(text));
        }
    }

    /// What begins as no address and no path can is not put together: pages and messages are long.
    fn prose(&mut self, module: ModId, first: ExprId) -> Option<TextId> {
        let text = self.project.module(module).str(first)?;
        let is_prose = text.starts_with(['<', '\n', ' ', ',', ';'])
            || text.contains(": ")
            || text.contains(' ') && !text.contains("://");
        if !is_prose {
            return None;
        }
        let begin = Part::Lit(text.into());
        Some(self.pool.text(vec![begin, Part::Hole(None)]))
    }

    /// Values as texts; never none: what is not known is a hole.
    pub(crate) fn texts(&mut self, vals: &[Val]) -> Vec<TextId> {
        let mut texts = Vec::new();
        for val in vals {
            let text = match *val {
                Val::Text(text) => text,
                Val::Num(bits) => self.pool.literal(&f64::from_bits(bits).to_string()),
                Val::Bool(value) => self.pool.literal(&value.to_string()),
                Val::Null => continue,
                Val::Sym(sym) => {
                    let name = self.pool.sym_text(sym);
                    if let Some(default) = env_name(&name).and_then(|name| self.settings.address(name)) {
                        let default = self.pool.literal(default);
                        push(&mut texts, default);
                    }
                    self.pool.text(vec![Part::Hole(Some(sym))])
                }
                _ => self.pool.text(vec![Part::Hole(None)]),
            };
            push(&mut texts, text);
        }
        if texts.is_empty() {
            texts.push(self.pool.text(vec![Part::Hole(None)]));
        }
        texts.truncate(MOST_TEXTS);
        texts
    }

    /// `path` seen from `base`, as `new URL(path, base)` and `baseURL` of clients do it.
    pub(crate) fn joined(&mut self, base: TextId, path: TextId) -> TextId {
        let shown = self.pool.shown(path);
        if has_scheme(&shown) || shown.starts_with("//") {
            return path;
        }
        let mut parts = self.pool.parts(base).to_vec();
        if parts.is_empty() {
            return path;
        }
        let ends = self.pool.shown(base).ends_with('/');
        let begins = shown.starts_with('/');
        if ends && begins {
            if let Some(Part::Lit(last)) = parts.last_mut() {
                *last = last.trim_end_matches('/').into();
            }
        } else if !ends && !begins && !shown.is_empty() && !shown.starts_with('?') {
            parts.push(Part::Lit("/".into()));
        }
        parts.extend(self.pool.parts(path).iter().cloned());
        self.pool.text(parts)
    }

    /// The symbol that stands at the beginning of a text.
    pub(crate) fn leading_hole(&self, text: TextId) -> Option<Option<crate::lang::ecma::value::SymId>> {
        match self.pool.parts(text).first() {
            Some(Part::Hole(sym)) => Some(*sym),
            _ => None,
        }
    }

    /// The environment variable that a symbol is, where it is one.
    pub(crate) fn variable(&self, sym: crate::lang::ecma::value::SymId) -> Option<String> {
        let text = self.pool.sym_text(sym);
        env_name(&text).map(str::to_owned)
    }

    /// What a symbol is called at its end: the last member, or the parameter's name.
    pub(crate) fn last_name(&self, mut sym: crate::lang::ecma::value::SymId) -> Option<String> {
        loop {
            let (step, parent) = self.pool.step(sym);
            match step {
                Step::Member(name) | Step::Global(name) => return Some(name.to_string()),
                Step::Param(module, func, index) => return self.param_name(*module, *func, *index),
                Step::Package(_) => return None,
                Step::Call(..) | Step::Callback(..) => sym = parent?,
            }
        }
    }

    fn param_name(&self, module: ModId, func: crate::lang::ecma::ir::FuncId, index: u32) -> Option<String> {
        use crate::lang::ecma::ir::Node;
        let tree = self.project.module(module);
        tree.binds.iter().find_map(|bind| {
            let is_it = bind.values.iter().any(|value| match tree.node(*value) {
                Node::Param(of, at) => (of, at) == (func, index),
                _ => false,
            });
            is_it.then(|| tree.text(bind.name).to_owned())
        })
    }
}

/// The name in a masked template expression at the beginning of a text, and what follows the expression.
pub(super) fn masked(text: &str) -> Option<(Option<&str>, &str)> {
    let rest = text.strip_prefix(MASK)?;
    let length = rest
        .bytes()
        .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
        .count();
    let (name, mut rest) = rest.split_at(length);
    rest = rest.strip_prefix(MASK)?;
    while let Some(after) = rest.strip_prefix(MASK) {
        rest = after;
    }
    let name = (!name.is_empty()).then_some(name);
    Some((name, rest.strip_prefix('$').unwrap_or(rest)))
}

fn push(texts: &mut Vec<TextId>, text: TextId) {
    if !texts.contains(&text) {
        texts.push(text);
    }
}

/// The variable's name in `:process.env.NAME` and its like.
pub(crate) fn env_name(sym: &str) -> Option<&str> {
    let rest = sym
        .strip_prefix(":process.env.")
        .or_else(|| sym.strip_prefix("process.env."))
        .or_else(|| sym.strip_prefix("process.default.env."))?;
    let name = rest.split(['.', '(', '<']).next().unwrap_or(rest);
    (!name.is_empty() && name != "*").then_some(name)
}

/// Whether an address says how it is reached.
pub(crate) fn has_scheme(text: &str) -> bool {
    text.split_once(':').is_some_and(|(scheme, _)| {
        !scheme.is_empty()
            && scheme
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
            && scheme
                .bytes()
                .next()
                .is_some_and(|byte| byte.is_ascii_alphabetic())
    })
}

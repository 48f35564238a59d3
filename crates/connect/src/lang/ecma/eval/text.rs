//! Texts: concatenation, addresses, holes.

use super::{Eval, Found};
use crate::lang::ecma::ir::{ExprId, Module};
use crate::lang::ecma::value::{EnvId, ModId, Part, Step, TextId, Val};

/// How many texts a concatenation may have.
const MOST_TEXTS: usize = 12;
/// What a page's template expressions are replaced by before its scripts are parsed.
pub(crate) const MASK: &str = "$_";

impl Eval<'_> {
    /// A literal of the source; in a page the masked template expressions in it are holes.
    pub(super) fn source_text(&mut self, tree: &Module, text: &str) -> TextId {
        if !tree.in_page || !text.contains("$_$_") {
            return self.pool.literal(text);
        }
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some(start) = rest.find("$_$_") {
            if start > 0 {
                parts.push(Part::Lit(rest[..start].into()));
            }
            parts.push(Part::Hole(None));
            rest = &rest[start..];
            while let Some(after) = rest.strip_prefix(MASK) {
                rest = after;
            }
            rest = rest.strip_prefix('$').unwrap_or(rest);
        }
        if !rest.is_empty() {
            parts.push(Part::Lit(rest.into()));
        }
        self.pool.text(parts)
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
            let mut next = Vec::new();
            for before in &made {
                for text in &texts {
                    if next.len() < MOST_TEXTS {
                        let mut parts = before.clone();
                        parts.extend(self.pool.parts(*text).iter().cloned());
                        next.push(parts);
                    }
                }
            }
            made = next;
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

//! The second phase's last step: facts. One file per kind of fact; each looks at calls by what they call.

mod address;
mod arguments;
pub(super) mod browser;
pub(super) mod callers;
pub(super) mod client_api;
mod command;
mod connection;
pub(super) mod descriptors;
pub(super) mod entries;
pub(super) mod env;
mod fill;
pub(super) mod frameworks;
pub(super) mod http;
mod names;
pub(super) mod needs;
pub(super) mod outbound;
mod packages;
pub(super) mod pages;
pub(super) mod product;
pub(super) mod routes;
pub(super) mod sdk;
pub(super) mod side;
pub(super) mod storage;

use super::eval::{Eval, Vals};
use super::graph::Calls;
use super::hash::{QuickMap, QuickSet};
use super::ir::{Call, CallId, ExprId, FuncId, Module, Name, Node};
use super::lines::Lines;
use super::value::{EnvId, ModId, SymId, TextId, Val};
use crate::facts::{Auth, CodeFacts, FunctionId};
use forgeshift_source::span::{Place, Span};
use std::rc::Rc;

/// Everything that finding facts needs.
pub(crate) struct Scene<'e, 'p> {
    pub eval: &'e mut Eval<'p>,
    pub calls: &'e Calls,
    /// The lines of each module's file.
    pub lines: Vec<&'e Lines>,
    /// The number of each module's first function.
    pub first: Vec<u32>,
    /// Which modules run in the browser.
    pub in_browser: Vec<bool>,
    /// Calls that register what runs later: their arguments are not called where they stand.
    pub registering: QuickSet<(ModId, CallId)>,
    /// What functions check, as far as that was looked at, by how deep it was looked.
    pub checks: QuickMap<(ModId, FuncId, u32), Auth>,
    /// The calls that lead to what is looked at.
    pub env: EnvId,
    pub facts: CodeFacts,
}

/// A call with what a rule needs of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct At {
    pub module: ModId,
    pub id: CallId,
    pub call: Call,
}

impl<'p> Scene<'_, 'p> {
    pub fn tree(&self, module: ModId) -> &'p Module {
        self.eval.project.module(module)
    }

    pub fn place(&self, module: ModId, span: Span) -> Place {
        let file = self.eval.project.path(module);
        match self.lines.get(module.0 as usize) {
            Some(lines) => lines.place(file, span),
            None => Place::start_of(file.clone()),
        }
    }

    pub fn place_of(&self, module: ModId, expr: ExprId) -> Place {
        self.place(module, self.tree(module).span_of(expr))
    }

    pub fn function(&self, module: ModId, func: FuncId) -> FunctionId {
        FunctionId(self.first.get(module.0 as usize).copied().unwrap_or(0) + func.0)
    }

    /// Notes that a call registers what runs later, and so do the calls among its arguments.
    pub fn registers(&mut self, module: ModId, id: CallId) {
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            if !self.registering.insert((module, id)) {
                continue;
            }
            let tree = self.tree(module);
            let Some(call) = tree.call(id) else { continue };
            let mut args = tree.args(call).to_vec();
            while let Some(arg) = args.pop() {
                match tree.node(arg) {
                    Node::Call(id) => open.push(id),
                    Node::Array(list) => args.extend_from_slice(tree.list(list)),
                    _ => {}
                }
            }
        }
    }

    /// All calls of the project.
    pub fn all_calls(&self) -> Vec<At> {
        let mut all = Vec::new();
        for module in self.eval.project.ids() {
            for (index, call) in self.tree(module).calls.iter().enumerate() {
                all.push(At {
                    module,
                    id: CallId(index as u32),
                    call: *call,
                });
            }
        }
        all
    }

    /// The symbols that a call calls, with their texts.
    pub fn symbols(&self, at: &At) -> Vec<(SymId, Rc<str>)> {
        self.calls
            .callees(at.module, at.id)
            .iter()
            .filter_map(|val| match val {
                Val::Sym(sym) => Some((*sym, self.eval.pool.sym_text(*sym))),
                _ => None,
            })
            .collect()
    }

    pub fn args(&self, at: &At) -> &'p [ExprId] {
        self.tree(at.module).args(&at.call)
    }

    pub fn arg(&self, at: &At, index: usize) -> Option<ExprId> {
        self.args(at).get(index).copied()
    }

    pub fn vals(&mut self, module: ModId, expr: ExprId) -> Vals {
        self.eval.ask(module, expr, self.env)
    }

    /// Looks at something as one of its callers leads to it.
    pub fn within<T>(&mut self, env: EnvId, look: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.env, env);
        let seen = look(self);
        self.env = before;
        seen
    }

    pub fn vals_in(&mut self, module: ModId, expr: ExprId, env: EnvId) -> Vals {
        self.eval.ask(module, expr, env)
    }

    /// The texts of the n-th argument; none where there is no such argument.
    pub fn arg_texts(&mut self, at: &At, index: usize) -> Vec<TextId> {
        match self.arg(at, index) {
            Some(arg) => {
                let vals = self.vals(at.module, arg);
                self.eval.texts(&vals)
            }
            None => Vec::new(),
        }
    }

    /// The values of a property of what an expression evaluates to.
    pub fn option(&mut self, module: ModId, object: ExprId, name: &str, env: EnvId) -> Vec<Val> {
        let mut found = super::eval::Found::default();
        for val in self.eval.ask(module, object, env).iter() {
            // A symbol would give any property that it is asked for.
            if !matches!(val, Val::Sym(_)) {
                self.eval.member_of(*val, name, &mut found);
            }
        }
        found.vals
    }

    /// The place and name of a function as a person would say it.
    pub fn function_name(&self, module: ModId, func: FuncId) -> String {
        let tree = self.tree(module);
        let Some(func_data) = tree.func(func) else {
            return "(anonymous)".into();
        };
        if func == super::ir::TOP {
            return "(top level)".into();
        }
        let text = |name: Option<Name>| name.map(|name| tree.text(name)).filter(|text| !text.is_empty());
        let own = text(func_data.name).unwrap_or("(anonymous)");
        let class = func_data
            .class
            .and_then(|class| tree.classes.get(class.0 as usize))
            .and_then(|class| text(class.name));
        match class {
            Some(class) => format!("{class}.{own}"),
            None => own.to_owned(),
        }
    }

    /// The functions among the values of an expression, looking into lists.
    pub fn functions(&mut self, module: ModId, expr: ExprId) -> Vec<(ModId, FuncId)> {
        let mut found = Vec::new();
        let vals = self.vals(module, expr);
        self.functions_of(&vals, &mut found, 0);
        found
    }

    pub fn functions_of(&mut self, vals: &[Val], found: &mut Vec<(ModId, FuncId)>, depth: u32) {
        for val in vals {
            match *val {
                Val::Func(module, func, _) if !found.contains(&(module, func)) => found.push((module, func)),
                Val::Array(module, list, env) if depth < 3 => {
                    if let Node::Array(items) = self.tree(module).node(list) {
                        for item in self.tree(module).list(items) {
                            let vals = self.vals_in(module, *item, env);
                            self.functions_of(&vals, found, depth + 1);
                        }
                    }
                }
                _ => {}
            }
        }
    }
}

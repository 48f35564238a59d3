//! Members of a `Proxy` that stands before the environment: `new Proxy({}, {get: (_, name) => process.env[name]})`.

use super::{Eval, Found};
use crate::lang::ecma::ir::{ExprId, FuncId, Node};
use crate::lang::ecma::value::{ModId, ROOT, Step, SymId, Val};

/// What every variable is called that is looked up by a name that is not known.
const ANY_VARIABLE: &str = ":process.env.*";

impl Eval<'_> {
    /// The variable that a member of such a proxy is, and what its table of defaults makes of it.
    pub(super) fn proxied(&mut self, sym: SymId, name: &str, found: &mut Found) -> bool {
        let Some((module, func)) = self.getter(sym) else {
            return false;
        };
        let project = self.project;
        let returns = project
            .module(module)
            .func(func)
            .map_or(&[][..], |func| &func.returns);
        let mut is_environment = false;
        for value in returns {
            let vals = self.eval(module, *value, ROOT);
            is_environment |= vals
                .iter()
                .any(|val| matches!(val, Val::Sym(sym) if &*self.pool.sym_text(*sym) == ANY_VARIABLE));
        }
        if !is_environment {
            return false;
        }
        let variable = ["process", "env", name].iter().fold(None, |parent, part| {
            let step = match parent {
                None => Step::Global((*part).into()),
                Some(_) => Step::Member((*part).into()),
            };
            self.pool.sym(parent, step)
        });
        found.sym(variable);
        for value in returns {
            self.looked_up(module, *value, name, found);
        }
        true
    }

    /// The function that answers for every member.
    fn getter(&mut self, sym: SymId) -> Option<(ModId, FuncId)> {
        let (module, made, env) = self.pool.last_call(sym)?;
        let tree = self.project.module(module);
        let Node::Call(call) = tree.node(made) else {
            return None;
        };
        let handler = tree.args(tree.call(call)?).get(1).copied()?;
        let mut getter = Found::default();
        for val in self.eval(module, handler, env).iter() {
            if matches!(val, Val::Object(..)) {
                self.member_of(*val, "get", &mut getter);
            }
        }
        getter.vals.iter().find_map(|val| match *val {
            Val::Func(module, func, _) => Some((module, func)),
            _ => None,
        })
    }

    /// `table[name]?.(value) || value`: the texts that the table's function for this name gives.
    fn looked_up(&mut self, module: ModId, value: ExprId, name: &str, found: &mut Found) {
        let project = self.project;
        let tree = project.module(module);
        let choices = match tree.node(value) {
            Node::Either(list) => tree.list(list).to_vec(),
            _ => vec![value],
        };
        for choice in choices {
            let Node::Call(call) = tree.node(choice) else {
                continue;
            };
            let Some(Node::Index(table, _)) = tree.call(call).map(|call| tree.node(call.callee)) else {
                continue;
            };
            let mut functions = Found::default();
            for val in self.eval(module, table, ROOT).iter() {
                if matches!(val, Val::Object(..)) {
                    self.member_of(*val, name, &mut functions);
                }
            }
            for val in functions.vals {
                let Val::Func(of, func, env) = val else { continue };
                for value in project
                    .module(of)
                    .func(func)
                    .map_or(&[][..], |func| &func.returns)
                {
                    let vals = self.eval(of, *value, env);
                    vals.iter()
                        .filter(|val| matches!(val, Val::Text(_)))
                        .for_each(|val| found.add(*val));
                }
            }
        }
    }
}

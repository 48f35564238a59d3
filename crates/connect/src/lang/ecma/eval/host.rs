//! The module loader of the browser interface: what `AP.require` hands over, and what `AP.define` adds to it.

use super::{Eval, Found};
use crate::lang::ecma::ir::{Call, ExprId, Module, Node};
use crate::lang::ecma::value::{ModId, ROOT, Step, Val};

/// The name and the value of a module that the app adds: `AP.define('name', [dependencies], value)`.
pub(super) fn defined<'m>(module: &'m Module, call: &Call) -> Option<(&'m str, ExprId)> {
    let Node::Member(object, _) = module.node(call.callee) else {
        return None;
    };
    let Node::Global(root) = module.node(object) else {
        return None;
    };
    let (name, value) = (module.args(call).first()?, module.args(call).get(1..)?.last()?);
    (module.text(root) == "AP").then_some((module.str(*name)?, *value))
}

impl Eval<'_> {
    /// `AP.require(['dialog', 'events'], f)`: the n-th argument of `f` is the n-th module.
    pub(super) fn host_module(&mut self, module: ModId, names: ExprId, index: u32, found: &mut Found) {
        let mut named = Found::default();
        for val in self.eval(module, names, ROOT).iter() {
            match *val {
                Val::Array(..) => self.member_of(*val, &index.to_string(), &mut named),
                Val::Text(_) if index == 0 => named.add(*val),
                _ => {}
            }
        }
        for val in named.vals {
            let Val::Text(text) = val else { continue };
            let Some(name) = self.pool.whole(text) else {
                continue;
            };
            if let Some(given) = self.host_modules.get(&*name).cloned() {
                for (of, value) in given {
                    let vals = self.eval(of, value, ROOT);
                    let objects = vals.iter().filter(|val| matches!(val, Val::Object(..)));
                    objects.for_each(|object| found.add(*object));
                }
                continue;
            }
            let root = self.pool.sym(None, Step::Global("AP".into()));
            let Some(root) = root else { continue };
            let member = if &*name == "env" {
                Some(root)
            } else {
                self.pool.sym(Some(root), Step::Member(name))
            };
            found.sym(member);
        }
    }
}

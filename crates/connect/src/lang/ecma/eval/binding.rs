//! What names, parameters and `this` stand for.

use super::{Eval, Found, MOST_SITES, MOST_VALUES, Site, Vals};
use crate::lang::ecma::find::side::uses_server;
use crate::lang::ecma::ir::{BindId, CallId, ClassId, ExprId, FuncId, Node, TOP};
use crate::lang::ecma::value::{EnvId, Frame, ModId, ROOT, Step, Val};

impl Eval<'_> {
    pub(super) fn bind(&mut self, module: ModId, id: BindId, env: EnvId, found: &mut Found) {
        let project = self.project;
        let Some(bind) = project.module(module).binds.get(id.0 as usize) else {
            return;
        };
        if !bind.members.is_empty() {
            found.add(Val::Holder(module, id, env));
        }
        for value in &bind.values {
            let vals = self.eval(module, *value, env);
            found.extend(&vals);
        }
        let empty = found
            .vals
            .iter()
            .all(|val| matches!(val, Val::Holder(..) | Val::Null) || self.is_param(*val));
        if let (true, Some(hint)) = (empty, bind.hint) {
            self.hinted(module, hint, found);
        }
    }

    /// Whether a value is an argument of which nothing but its name is known.
    pub(super) fn is_param(&self, val: Val) -> bool {
        matches!(val, Val::Sym(sym) if matches!(self.pool.step(sym), (Step::Param(..), _)))
    }

    /// What a type annotation says a value is: an instance of the class.
    pub(super) fn hinted(&mut self, module: ModId, hint: ExprId, found: &mut Found) {
        for val in self.eval(module, hint, ROOT).iter() {
            match *val {
                Val::Class(module, class, env) => found.add(Val::Instance(module, class, env)),
                Val::Sym(sym) if matches!(self.pool.root(sym), Step::Package(_)) => {
                    let made = self.pool.sym(Some(sym), Step::Call(module, hint, ROOT));
                    found.retain(|val| !matches!(val, Val::Null));
                    found.sym(made);
                }
                _ => {}
            }
        }
    }

    pub(super) fn global(&mut self, reader: ModId, name: &str, found: &mut Found) {
        if let Some((Some(name), "")) = super::text::masked(name) {
            let page = self.project.path(reader).clone();
            self.filled(&page, name, found);
            return;
        }
        let declared = match self.globals.get(name) {
            Some(values) if values.len() <= MOST_VALUES => values.clone(),
            _ => Vec::new(),
        };
        // What a page's script declares is seen by all that runs in pages, modules too, but by no server.
        let in_page = !declared.is_empty() && !uses_server(self.project.module(reader));
        for (module, value) in declared {
            if in_page || !self.project.module(module).script {
                let vals = self.eval(module, value, ROOT);
                found.extend(&vals);
            }
        }
        if found.vals.is_empty() {
            let sym = self.pool.sym(None, Step::Global(name.into()));
            found.sym(sym);
        }
    }

    pub(super) fn param(&mut self, module: ModId, func: FuncId, index: u32, env: EnvId, found: &mut Found) {
        if let Some(frame) = self
            .pool
            .frame_of(env, module, func, |frame| frame.args.is_some())
        {
            if let Some((from, call, env, skip)) = frame.args {
                self.argument(from, call, index + skip, env, found);
            }
            return;
        }
        let callers = self.taints.of(module, func);
        self.tainted = self.taints.join(self.tainted, callers);
        let sites = self.callers.get(&(module, func)).cloned().unwrap_or_default();
        for site in sites.iter().take(MOST_SITES) {
            match *site {
                Site::Call(from, call, skip) => self.argument(from, call, index + skip, ROOT, found),
                Site::Library(sym) => {
                    let given = self.pool.sym(Some(sym), Step::Callback(index, module, func));
                    found.sym(given);
                }
                Site::Modules(from, names) => self.host_module(from, names, index, found),
                Site::Elements(from, list) if index == 0 => {
                    let lists = self.eval(from, list, ROOT);
                    self.elements(&lists, found);
                }
                Site::Result(from, promise) if index == 0 => {
                    let vals = self.eval(from, promise, ROOT);
                    found.extend(&vals);
                }
                _ => {}
            }
        }
        let weak = found
            .vals
            .iter()
            .all(|val| *val == Val::Null || self.is_param(*val));
        let hint = self
            .project
            .module(module)
            .func(func)
            .and_then(|func| func.hints.get(index as usize).copied().flatten());
        if let (true, Some(hint)) = (weak, hint) {
            self.hinted(module, hint, found);
        }
        if found.vals.iter().all(|val| *val == Val::Null) {
            let sym = self.pool.sym(None, Step::Param(module, func, index));
            found.sym(sym);
        }
    }

    /// The values of the n-th argument of a call.
    pub(super) fn argument(
        &mut self,
        module: ModId,
        call: CallId,
        index: u32,
        env: EnvId,
        found: &mut Found,
    ) {
        let project = self.project;
        let tree = project.module(module);
        let Some(call) = tree.call(call) else { return };
        for (position, arg) in tree.args(call).iter().enumerate() {
            let position = position as u32;
            let Node::Spread(inner) = tree.node(*arg) else {
                if position == index {
                    let vals = self.eval(module, *arg, env);
                    found.extend(&vals);
                    return;
                }
                continue;
            };
            self.spread(module, inner, index - position, env, found);
            return;
        }
    }

    /// The n-th of the values that are spread.
    fn spread(&mut self, module: ModId, inner: ExprId, index: u32, env: EnvId, found: &mut Found) {
        let tree = self.project.module(module);
        let value = match tree.node(inner) {
            Node::Bind(bind) => match tree.binds.get(bind.0 as usize).map(|bind| bind.values.as_slice()) {
                Some([value]) => *value,
                _ => inner,
            },
            _ => inner,
        };
        if let Node::RestParam(func, from) = tree.node(value) {
            self.param(module, func, from + index, env, found);
            return;
        }
        for val in self.eval(module, inner, env).iter() {
            if let Val::Array(module, list, env) = *val
                && let Node::Array(items) = self.project.module(module).node(list)
                && let Some(item) = self
                    .project
                    .module(module)
                    .list(items)
                    .get(index as usize)
                    .copied()
            {
                let vals = self.eval(module, item, env);
                found.extend(&vals);
            }
        }
    }

    pub(super) fn this(&mut self, module: ModId, id: FuncId, env: EnvId, found: &mut Found) {
        if let Some(frame) = self.pool.frame_of(env, module, id, |frame| frame.this.is_some()) {
            found.vals.extend(frame.this);
            return;
        }
        let project = self.project;
        let tree = project.module(module);
        let Some(func) = tree.func(id) else { return };
        if let Some(class) = func.class {
            let constructs = tree
                .classes
                .get(class.0 as usize)
                .and_then(|class| class.constructor)
                == Some(id);
            let val = match (func.is_static, constructs) {
                (true, _) => Val::Class(module, class, ROOT),
                (false, true) => Val::Instance(module, class, env),
                (false, false) => Val::Instance(module, class, ROOT),
            };
            found.add(val);
        } else if let Some(object) = func.object {
            found.add(Val::Object(module, object, env));
        } else if let Some(bind) = func.prototype_of {
            for value in tree
                .binds
                .get(bind.0 as usize)
                .map_or(&[][..], |bind| &bind.values)
            {
                if let Node::Func(maker) = tree.node(*value) {
                    found.add(Val::Made(module, maker, ROOT));
                }
            }
        } else if !func.fields.is_empty() || self.prototypes.contains_key(&(module, id)) {
            found.add(Val::Made(module, id, env));
        } else if id == TOP && tree.script {
            let window = self.pool.sym(None, Step::Global("window".into()));
            found.sym(window);
        }
    }

    /// What a class extends.
    pub(super) fn parents(&mut self, module: ModId, class: ClassId, env: EnvId) -> Vals {
        let parent = self
            .project
            .module(module)
            .classes
            .get(class.0 as usize)
            .and_then(|class| class.parent);
        match parent {
            Some(parent) => self.eval(module, parent, env),
            None => self.nothing.clone(),
        }
    }

    /// The environment inside a method that is called on a value.
    pub(super) fn bound(&mut self, module: ModId, func: FuncId, env: EnvId, this: Val) -> EnvId {
        self.pool.enter(Frame {
            parent: env,
            module,
            func,
            args: None,
            this: Some(this),
            depth: 0,
        })
    }
}

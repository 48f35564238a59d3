//! Members of values: of objects, classes, instances, modules, symbols.

use super::{Eval, Found};
use crate::lang::ecma::ir::{BindId, ClassId, ExprId, FuncId, MemberKind, Module, Name, Node};
use crate::lang::ecma::value::{EnvId, ModId, ROOT, Step, SymId, Val};

/// Names of the global object.
const WINDOWS: [&str; 4] = [":window", ":globalThis", ":self", ":global"];

impl Eval<'_> {
    pub(super) fn member(
        &mut self,
        module: ModId,
        object: ExprId,
        name: &str,
        env: EnvId,
        found: &mut Found,
    ) {
        if self.assigned_member(module, object, name, env, found) {
            return;
        }
        for val in self.eval(module, object, env).iter() {
            self.member_of(*val, name, found);
        }
    }

    /// `a.b.c` where `a.b.c = …` is assigned somewhere in the module.
    fn assigned_member(
        &mut self,
        module: ModId,
        object: ExprId,
        name: &str,
        env: EnvId,
        found: &mut Found,
    ) -> bool {
        let project = self.project;
        let tree = project.module(module);
        let Some(bind) = root_bind(tree, object) else {
            return false;
        };
        let members = match tree.binds.get(bind.0 as usize) {
            Some(bind) if !bind.members.is_empty() => &bind.members,
            _ => return false,
        };
        let path = path_to(tree, object, name);
        for (member, value) in members {
            if tree.text(*member) == path {
                let vals = self.eval(module, *value, env);
                found.extend(&vals);
            }
        }
        !found.vals.is_empty()
    }

    pub(crate) fn member_of(&mut self, val: Val, name: &str, found: &mut Found) {
        if self.depth >= super::DEEPEST || self.fuel == 0 {
            return;
        }
        self.depth += 1;
        self.fuel -= 1;
        self.member_of_any(val, name, found);
        self.depth -= 1;
    }

    fn member_of_any(&mut self, val: Val, name: &str, found: &mut Found) {
        match val {
            Val::Sym(sym) => self.member_of_sym(sym, name, found),
            Val::Module(module) => self.exported(module, name, found),
            Val::Object(module, object, env) => {
                self.property(module, object, name, env, found);
            }
            Val::Holder(module, bind, env) => self.held(module, bind, name, env, found),
            Val::Class(module, class, env) => self.static_member(module, class, name, env, found),
            Val::Instance(module, class, env) => {
                self.instance_member(val, module, class, name, env, found);
            }
            Val::Made(module, func, env) => self.made_member(val, module, func, name, env, found),
            Val::Array(module, list, env) => {
                let tree = self.project.module(module);
                if let (Node::Array(items), Ok(index)) = (tree.node(list), name.parse::<usize>())
                    && let Some(item) = tree.list(items).get(index).copied()
                {
                    let vals = self.eval(module, item, env);
                    found.extend(&vals);
                }
            }
            Val::Text(text) if matches!(name, "href" | "origin") => found.add(Val::Text(text)),
            _ => {}
        }
    }

    fn member_of_sym(&mut self, sym: SymId, name: &str, found: &mut Found) {
        let text = self.pool.sym_text(sym);
        if name == "0" && text.ends_with("useState()") && self.state(sym, found) {
            return;
        }
        if &*text == ":Proxy()" && self.proxied(sym, name, found) {
            return;
        }
        let (step, parent) = self.pool.step(sym);
        let is_root = parent.is_none();
        if is_root && name == "default" && matches!(step, Step::Package(_)) {
            found.add(Val::Sym(sym));
        } else if WINDOWS.contains(&&*text) {
            let global = self.pool.sym(None, Step::Global(name.into()));
            found.sym(global);
        } else {
            let member = self.pool.sym(Some(sym), Step::Member(name.into()));
            found.sym(member);
        }
    }

    /// What a component's state holds: what it begins with, and what its setter is called with.
    fn state(&mut self, sym: SymId, found: &mut Found) -> bool {
        let project = self.project;
        let Some((module, state, env)) = self.pool.last_call(sym) else {
            return false;
        };
        let tree = project.module(module);
        let Node::Call(call) = tree.node(state) else {
            return false;
        };
        let begin = tree.call(call).and_then(|call| tree.args(call).first().copied());
        let mut values: Vec<ExprId> = begin.into_iter().collect();
        values.extend(
            self.states
                .get(&(module, state))
                .into_iter()
                .flatten()
                .take(super::MOST_SITES),
        );
        for value in values {
            let vals = self.eval(module, value, env);
            found.extend(&vals);
        }
        found.retain(|val| matches!(val, Val::Text(_)));
        !found.vals.is_empty()
    }

    /// A property of an object literal; spreads are looked into.
    fn property(&mut self, module: ModId, object: ExprId, name: &str, env: EnvId, found: &mut Found) {
        let project = self.project;
        let tree = project.module(module);
        let Node::Object(props) = tree.node(object) else {
            return;
        };
        for prop in tree.object(props).iter().rev() {
            match prop.key {
                Some(key) if tree.text(key) == name => {
                    if prop.getter {
                        self.returned(module, prop.value, env, found);
                    } else {
                        let vals = self.eval(module, prop.value, env);
                        found.extend(&vals);
                    }
                    return;
                }
                None => {
                    if let Node::Spread(inner) = tree.node(prop.value) {
                        for val in self.eval(module, inner, env).iter() {
                            self.member_of(*val, name, found);
                        }
                        if !found.vals.is_empty() {
                            return;
                        }
                    }
                }
                _ => {}
            }
        }
    }

    /// What a getter returns.
    fn returned(&mut self, module: ModId, getter: ExprId, env: EnvId, found: &mut Found) {
        let project = self.project;
        let tree = project.module(module);
        if let Node::Func(func) = tree.node(getter)
            && let Some(func) = tree.func(func)
        {
            for value in &func.returns {
                let vals = self.eval(module, *value, env);
                found.extend(&vals);
            }
        }
    }

    fn held(&mut self, module: ModId, bind: BindId, name: &str, env: EnvId, found: &mut Found) {
        let project = self.project;
        let tree = project.module(module);
        let Some(bind) = tree.binds.get(bind.0 as usize) else {
            return;
        };
        for (member, value) in &bind.members {
            if tree.text(*member) == name {
                let vals = self.eval(module, *value, env);
                found.extend(&vals);
            }
        }
    }

    fn static_member(&mut self, module: ModId, id: ClassId, name: &str, env: EnvId, found: &mut Found) {
        let project = self.project;
        let tree = project.module(module);
        let Some(class) = tree.classes.get(id.0 as usize) else {
            return;
        };
        for member in &class.members {
            if member.is_static && tree.text(member.name) == name {
                self.member_value(module, member.value, member.kind, env, found);
            }
        }
        if found.vals.is_empty() {
            for parent in self.parents(module, id, env).iter() {
                self.member_of(*parent, name, found);
            }
        }
    }

    fn member_value(
        &mut self,
        module: ModId,
        value: ExprId,
        kind: MemberKind,
        env: EnvId,
        found: &mut Found,
    ) {
        if kind == MemberKind::Getter {
            self.returned(module, value, env, found);
        } else {
            let vals = self.eval(module, value, env);
            found.extend(&vals);
        }
    }

    fn instance_member(
        &mut self,
        whole: Val,
        module: ModId,
        id: ClassId,
        name: &str,
        env: EnvId,
        found: &mut Found,
    ) {
        if self.depth > super::DEEPEST {
            return;
        }
        self.own_member(whole, module, id, name, env, found);
        if !found.vals.is_empty() {
            return;
        }
        self.depth += 1;
        for parent in self.parents(module, id, env).iter() {
            match *parent {
                Val::Class(module, class, _) => self.instance_member(whole, module, class, name, env, found),
                Val::Sym(sym) => {
                    let made = self
                        .pool
                        .sym(Some(sym), Step::Call(module, ExprId(u32::MAX), ROOT));
                    let member = made.and_then(|made| self.pool.sym(Some(made), Step::Member(name.into())));
                    found.sym(member);
                }
                _ => {}
            }
        }
        self.depth -= 1;
        let is_own_class = matches!(whole, Val::Instance(whole_module, whole_class, _) if (whole_module, whole_class) == (module, id));
        let only_symbols = found.vals.iter().all(|val| matches!(val, Val::Sym(_)));
        if is_own_class && env == ROOT && only_symbols {
            self.inherited_by(module, id, name, found);
        }
    }

    /// A member that only the classes below have.
    fn inherited_by(&mut self, module: ModId, id: ClassId, name: &str, found: &mut Found) {
        let children = self.children.get(&(module, id)).cloned().unwrap_or_default();
        for (module, class) in children.into_iter().take(super::MOST_VALUES) {
            let whole = Val::Instance(module, class, ROOT);
            self.own_member(whole, module, class, name, ROOT, found);
        }
    }

    fn own_member(
        &mut self,
        whole: Val,
        module: ModId,
        id: ClassId,
        name: &str,
        env: EnvId,
        found: &mut Found,
    ) {
        let project = self.project;
        let tree = project.module(module);
        let Some(class) = tree.classes.get(id.0 as usize) else {
            return;
        };
        for member in &class.members {
            if member.is_static || tree.text(member.name) != name {
                continue;
            }
            let is_own = matches!(whole, Val::Instance(whole_module, whole_class, _) if (whole_module, whole_class) == (module, id));
            match tree.node(member.value) {
                Node::Func(func) if member.kind == MemberKind::Method && (env != ROOT || !is_own) => {
                    let env = self.bound(module, func, env, whole);
                    found.add(Val::Func(module, func, env));
                }
                _ => self.member_value(module, member.value, member.kind, env, found),
            }
        }
        for (field, value) in &class.fields {
            if tree.text(*field) == name {
                let vals = self.eval(module, *value, env);
                found.extend(&vals);
            }
        }
        let weak = found
            .vals
            .iter()
            .all(|val| *val == Val::Null || self.is_param(*val));
        if weak {
            for (field, hint) in &class.hints {
                if tree.text(*field) == name {
                    self.hinted(module, *hint, found);
                }
            }
        }
    }

    fn made_member(
        &mut self,
        whole: Val,
        module: ModId,
        id: FuncId,
        name: &str,
        env: EnvId,
        found: &mut Found,
    ) {
        let project = self.project;
        let tree = project.module(module);
        if let Some(func) = tree.func(id) {
            for (field, value) in &func.fields {
                if tree.text(*field) == name {
                    let vals = self.eval(module, *value, env);
                    found.extend(&vals);
                }
            }
        }
        let Some(bind) = self.prototypes.get(&(module, id)).copied() else {
            return;
        };
        for (member, value) in tree
            .binds
            .get(bind.0 as usize)
            .map_or(&[][..], |bind| &bind.members)
        {
            let path = tree.text(*member);
            if path == "prototype" {
                let mut inherited = Found::default();
                for val in self.eval(module, *value, env).iter() {
                    self.member_of(*val, name, &mut inherited);
                }
                self.rebind(&inherited.vals, whole, found);
            } else if path.strip_prefix("prototype.") == Some(name) {
                let vals = self.eval(module, *value, env);
                self.rebind(&vals, whole, found);
            }
        }
    }

    fn rebind(&mut self, vals: &[Val], whole: Val, found: &mut Found) {
        for val in vals {
            match *val {
                Val::Func(module, func, env) => {
                    let env = self.bound(module, func, env, whole);
                    found.add(Val::Func(module, func, env));
                }
                other => found.add(other),
            }
        }
    }

    pub(super) fn index_of(
        &mut self,
        module: ModId,
        object: ExprId,
        key: ExprId,
        env: EnvId,
        found: &mut Found,
    ) {
        let objects = self.eval(module, object, env);
        let keys = self.eval(module, key, env);
        let mut known = false;
        for key in keys.iter() {
            let name = match *key {
                Val::Text(text) => self.pool.whole(text),
                Val::Num(bits) => Some(f64::from_bits(bits).to_string().into()),
                _ => None,
            };
            if let Some(name) = name {
                known = true;
                for val in objects.iter() {
                    self.member_of(*val, &name, found);
                }
            }
        }
        if !known {
            self.elements(&objects, found);
        }
    }

    /// Any element of lists and objects.
    pub(super) fn elements(&mut self, lists: &[Val], found: &mut Found) {
        // A list may be spread into itself.
        if self.depth >= super::DEEPEST || self.fuel == 0 {
            return;
        }
        self.depth += 1;
        self.fuel -= 1;
        self.elements_of(lists, found);
        self.depth -= 1;
    }

    fn elements_of(&mut self, lists: &[Val], found: &mut Found) {
        let project = self.project;
        for val in lists {
            match *val {
                Val::Array(module, list, env) => {
                    let tree = project.module(module);
                    if let Node::Array(items) = tree.node(list) {
                        for item in tree.list(items) {
                            match tree.node(*item) {
                                Node::Spread(inner) => {
                                    let lists = self.eval(module, inner, env);
                                    self.elements(&lists, found);
                                }
                                _ => {
                                    let vals = self.eval(module, *item, env);
                                    found.extend(&vals);
                                }
                            }
                        }
                    }
                }
                Val::Object(module, object, env) => {
                    let tree = project.module(module);
                    if let Node::Object(props) = tree.node(object) {
                        for prop in tree.object(props) {
                            if prop.key.is_some() && !prop.getter {
                                let vals = self.eval(module, prop.value, env);
                                found.extend(&vals);
                            }
                        }
                    }
                }
                Val::Sym(sym) => {
                    let any = self.pool.sym(Some(sym), Step::Member("*".into()));
                    found.sym(any);
                }
                _ => {}
            }
        }
    }
}

fn root_bind(tree: &Module, mut expr: ExprId) -> Option<BindId> {
    loop {
        match tree.node(expr) {
            Node::Bind(bind) => return Some(bind),
            Node::Member(object, _) => expr = object,
            _ => return None,
        }
    }
}

fn path_to(tree: &Module, mut expr: ExprId, last: &str) -> String {
    let mut names: Vec<Name> = Vec::new();
    while let Node::Member(object, name) = tree.node(expr) {
        names.push(name);
        expr = object;
    }
    let mut path = String::new();
    for name in names.iter().rev() {
        path.push_str(tree.text(*name));
        path.push('.');
    }
    path.push_str(last);
    path
}

//! Results of calls.

use super::{Eval, Found, Taint, Vals};
use crate::lang::ecma::ir::{Call, CallId, ClassId, ExprId, FuncId, Node};
use crate::lang::ecma::value::{EnvId, Frame, ModId, Step, SymId, TextId, Val};

/// Library functions that give back their first argument, or a function that does what it does.
const IDENTITIES: [&str; 29] = [
    "util.promisify",
    "util.callbackify",
    "express-async-handler",
    "express-async-wrap",
    "lodash.debounce",
    "lodash.throttle",
    "lodash.memoize",
    "lodash.once",
    "lodash.cloneDeep",
    "react.useCallback",
    "react.memo",
    "react.forwardRef",
    "async.asyncify",
    "throng.default",
    "bluebird.promisify",
    "bluebird.resolve",
    "bluebird.method",
    "pify",
    "es6-promisify.promisify",
    ":Promise.resolve",
    ":Promise.all",
    ":Object.freeze",
    ":String",
    ":encodeURI",
    ":Request",
    "vue.ref",
    "vue.shallowRef",
    "@forge/api.route",
    "@forge/api.assumeTrustedRoute",
];

/// Methods of texts that keep the beginning of the text.
const KEEPS_TEXT: [&str; 11] = [
    "toString",
    "trim",
    "toLowerCase",
    "replace",
    "replaceAll",
    "normalize",
    "trimEnd",
    "trimStart",
    "valueOf",
    "toJSON",
    "padEnd",
];
/// Methods of lists that give a list of the same elements.
const KEEPS_LIST: [&str; 8] = [
    "filter", "slice", "concat", "reverse", "sort", "flat", "values", "flatMap",
];

impl Eval<'_> {
    pub(super) fn call_result(&mut self, module: ModId, id: CallId, env: EnvId, found: &mut Found) {
        let project = self.project;
        let Some(call) = project.module(module).call(id) else {
            return;
        };
        if self.method_result(module, id, call, env, found) {
            return;
        }
        for callee in self.callees(module, call, env).iter() {
            match *callee {
                Val::Func(of, func, outer) if call.is_new => {
                    let inner = self.entered(of, func, outer, module, id, env, 0);
                    found.add(Val::Made(of, func, inner));
                }
                Val::Func(of, func, outer) => {
                    self.function_result(of, func, outer, (module, id, env, 0), found)
                }
                Val::Class(of, class, outer) if call.is_new => {
                    let val = self.instance(of, class, outer, module, id, env);
                    found.add(val);
                }
                Val::Sym(sym) => self.library_result(sym, module, id, env, found),
                _ => {}
            }
        }
    }

    /// What a call calls.
    pub(crate) fn callees(&mut self, module: ModId, call: &Call, env: EnvId) -> Vals {
        match self.project.module(module).node(call.callee) {
            Node::Super(class) => self.parents(module, class, env),
            _ => self.eval(module, call.callee, env),
        }
    }

    /// The environment inside a function that a call calls.
    #[allow(clippy::too_many_arguments)]
    fn entered(
        &mut self,
        of: ModId,
        func: FuncId,
        outer: EnvId,
        from: ModId,
        call: CallId,
        env: EnvId,
        skip: u32,
    ) -> EnvId {
        self.pool.enter(Frame {
            parent: outer,
            module: of,
            func,
            args: Some((from, call, env, skip)),
            this: None,
            depth: 0,
        })
    }

    fn function_result(
        &mut self,
        of: ModId,
        id: FuncId,
        outer: EnvId,
        call: (ModId, CallId, EnvId, u32),
        found: &mut Found,
    ) {
        let project = self.project;
        let Some(func) = project.module(of).func(id) else {
            return;
        };
        if func.returns.is_empty() {
            return;
        }
        let (from, call, env, skip) = call;
        if self.takes_nothing(of, id, from, call) {
            for value in &func.returns {
                let vals = self.eval(of, *value, outer);
                found.extend(&vals);
            }
            return;
        }
        let mut inner = None;
        for value in &func.returns {
            // What depends on no argument is the same for every call.
            let before = std::mem::replace(&mut self.tainted, Taint::NONE);
            let vals = self.eval(of, *value, outer);
            let depends = std::mem::replace(&mut self.tainted, before);
            if depends == Taint::NONE && vals.iter().all(|val| self.is_closed(*val)) {
                found.extend(&vals);
                continue;
            }
            let inner = *inner.get_or_insert_with(|| self.entered(of, id, outer, from, call, env, skip));
            let vals = self.eval(of, *value, inner);
            found.extend(&vals);
        }
    }

    /// Whether a function has no parameters, or a call no arguments: then nothing is to be remembered of the call.
    fn takes_nothing(&self, of: ModId, func: FuncId, from: ModId, call: CallId) -> bool {
        let parameters = self
            .project
            .module(of)
            .func(func)
            .map_or(0, |func| func.hints.len());
        let arguments = self
            .project
            .module(from)
            .call(call)
            .map_or(0, |call| call.args.len);
        parameters == 0 || arguments == 0
    }

    /// Whether a value holds nothing that could still depend on where it was made.
    fn is_closed(&self, val: Val) -> bool {
        match val {
            Val::Text(_) | Val::Num(_) | Val::Bool(_) | Val::Null | Val::Module(_) => true,
            Val::Sym(sym) => self.pool.last_call(sym).is_none(),
            _ => false,
        }
    }

    fn instance(
        &mut self,
        of: ModId,
        class: ClassId,
        outer: EnvId,
        from: ModId,
        call: CallId,
        env: EnvId,
    ) -> Val {
        let (owner, constructor) = self.constructor(of, class);
        let inner = match constructor {
            Some(constructor) if self.takes_nothing(owner, constructor, from, call) => outer,
            Some(constructor) => self.entered(owner, constructor, outer, from, call, env, 0),
            None => outer,
        };
        Val::Instance(of, class, inner)
    }

    /// The constructor that `new` runs: the class's own, or the nearest one above it.
    pub(crate) fn constructor(&mut self, mut module: ModId, mut class: ClassId) -> (ModId, Option<FuncId>) {
        for _ in 0..16 {
            let Some(tree) = self.project.module(module).classes.get(class.0 as usize) else {
                return (module, None);
            };
            let written = tree
                .constructor
                .and_then(|id| self.project.module(module).func(id))
                .is_some_and(|func| func.span != tree.span);
            if written || tree.parent.is_none() {
                return (module, tree.constructor);
            }
            let own = tree.constructor;
            let parents = self.parents(module, class, crate::lang::ecma::value::ROOT);
            let Some(parent) = parents.iter().find_map(|val| match *val {
                Val::Class(module, class, _) => Some((module, class)),
                _ => None,
            }) else {
                return (module, own);
            };
            (module, class) = parent;
        }
        (module, None)
    }

    /// Methods that texts, lists, functions and promises have.
    fn method_result(
        &mut self,
        module: ModId,
        id: CallId,
        call: &Call,
        env: EnvId,
        found: &mut Found,
    ) -> bool {
        let project = self.project;
        let tree = project.module(module);
        let Node::Member(object, name) = tree.node(call.callee) else {
            return false;
        };
        let args = tree.args(call);
        match tree.text(name) {
            "bind" => {
                let vals = self.eval(module, object, env);
                found.extend(&vals);
                true
            }
            method @ ("call" | "apply") => {
                let mut known = false;
                for val in self.eval(module, object, env).iter() {
                    if let Val::Func(of, func, outer) = *val {
                        known = true;
                        let skip = if method == "call" { 1 } else { 1_000 };
                        self.function_result(of, func, outer, (module, id, env, skip), found);
                    }
                }
                known
            }
            "then" => self.promise_result(module, object, args.first().copied(), env, found),
            "catch" | "finally" => {
                let vals = self.eval(module, object, env);
                found.extend(&vals);
                !found.vals.is_empty()
            }
            name => {
                let plain = KEEPS_TEXT.contains(&name) || KEEPS_LIST.contains(&name);
                if !plain && !matches!(name, "join" | "find" | "pop" | "shift" | "at") {
                    return false;
                }
                let vals = self.eval(module, object, env);
                self.plain_method(module, name, &vals, args, env, found)
            }
        }
    }

    fn promise_result(
        &mut self,
        module: ModId,
        promise: ExprId,
        then: Option<ExprId>,
        env: EnvId,
        found: &mut Found,
    ) -> bool {
        let project = self.project;
        let mut known = false;
        let handlers = match then {
            Some(then) => self.eval(module, then, env),
            None => self.nothing.clone(),
        };
        for val in handlers.iter() {
            if let Val::Func(of, func, env) = *val {
                known = true;
                for value in project
                    .module(of)
                    .func(func)
                    .map_or(&[][..], |func| &func.returns)
                {
                    let vals = self.eval(of, *value, env);
                    found.extend(&vals);
                }
            }
        }
        if !known {
            let vals = self.eval(module, promise, env);
            found.extend(&vals);
        }
        true
    }

    fn plain_method(
        &mut self,
        module: ModId,
        name: &str,
        vals: &[Val],
        args: &[ExprId],
        env: EnvId,
        found: &mut Found,
    ) -> bool {
        let mut known = false;
        for val in vals {
            match *val {
                Val::Text(_) | Val::Num(_) if KEEPS_TEXT.contains(&name) => {
                    known = true;
                    found.add(*val);
                }
                Val::Text(text) if name == "concat" => {
                    known = true;
                    let mut all = vec![text];
                    for arg in args {
                        let vals = self.eval(module, *arg, env);
                        all.push(self.texts(&vals)[0]);
                    }
                    let parts = all
                        .iter()
                        .flat_map(|text| self.pool.parts(*text).to_vec())
                        .collect();
                    let text = self.pool.text(parts);
                    found.add(Val::Text(text));
                }
                // What is not known keeps its name: `url.toString()`, `base.replace(…)`.
                Val::Sym(sym) if KEEPS_TEXT.contains(&name) && self.is_text_like(sym) => {
                    known = true;
                    found.add(*val);
                }
                Val::Array(..) if KEEPS_LIST.contains(&name) => {
                    known = true;
                    found.add(*val);
                }
                Val::Array(..) if matches!(name, "find" | "pop" | "shift" | "at") => {
                    known = true;
                    self.elements(&[*val], found);
                }
                Val::Array(of, list, inner) if name == "join" => {
                    known = true;
                    let text = self.join_list(of, list, inner, module, args.first().copied(), env);
                    found.add(Val::Text(text));
                }
                _ => {}
            }
        }
        known
    }

    /// Whether a symbol is a variable, an argument or a field, on which `toString` and its like change little.
    fn is_text_like(&self, sym: SymId) -> bool {
        let text = self.pool.sym_text(sym);
        super::text::env_name(&text).is_some()
            || text.to_ascii_lowercase().ends_with("url")
            || text.starts_with('?')
    }

    fn join_list(
        &mut self,
        of: ModId,
        list: ExprId,
        inner: EnvId,
        module: ModId,
        by: Option<ExprId>,
        env: EnvId,
    ) -> TextId {
        use crate::lang::ecma::value::Part;
        let by = match by {
            Some(by) => {
                let vals = self.eval(module, by, env);
                self.texts(&vals)[0]
            }
            None => self.pool.literal(","),
        };
        let tree = self.project.module(of);
        let items = match tree.node(list) {
            Node::Array(items) => tree.list(items),
            _ => &[],
        };
        let mut parts: Vec<Part> = Vec::new();
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                parts.extend(self.pool.parts(by).iter().cloned());
            }
            let vals = self.eval(of, *item, inner);
            let text = self.texts(&vals)[0];
            parts.extend(self.pool.parts(text).iter().cloned());
        }
        self.pool.text(parts)
    }

    fn library_result(&mut self, sym: SymId, module: ModId, id: CallId, env: EnvId, found: &mut Found) {
        let project = self.project;
        let Some(call) = project.module(module).call(id) else {
            return;
        };
        let args = project.module(module).args(call).to_vec();
        let text = self.pool.sym_text(sym);
        match &*text {
            name if IDENTITIES.contains(&name) => {
                if let Some(arg) = args.first() {
                    let vals = self.eval(module, *arg, env);
                    found.extend(&vals);
                }
            }
            ":Object.assign" | "lodash.assign" | "lodash.merge" | "lodash.extend" | "lodash.defaults" => {
                for arg in args.iter().rev() {
                    let vals = self.eval(module, *arg, env);
                    found.extend(&vals);
                }
            }
            ":Object.values" => {
                if let Some(arg) = args.first() {
                    let vals = self.eval(module, *arg, env);
                    found.extend(&vals);
                }
            }
            "react.useMemo" | "vue.computed" => {
                if let Some(arg) = args.first() {
                    for val in self.eval(module, *arg, env).iter() {
                        if let Val::Func(of, func, outer) = *val {
                            self.function_result(of, func, outer, (module, id, env, 1_000), found);
                        }
                    }
                }
            }
            ":URL" | "url.URL" | "url.resolve" | "path.join" | "url-join" | "path.posix.join"
            | "url-join.urlJoin" | "path.resolve" | "url.parse" => {
                let texts = self.address(&text, module, &args, env);
                found.extend(&texts);
            }
            ":AP.require" => {
                if let Some(arg) = args.first() {
                    self.host_module(module, *arg, 0, found);
                }
            }
            "config.get" | "nconf.get" => {
                if let Some(arg) = args.first() {
                    let vals = self.eval(module, *arg, env);
                    for text in self.texts(&vals) {
                        self.configured(text, found);
                    }
                }
                if found.vals.is_empty() {
                    self.called(sym, module, call.expr, env, found);
                }
            }
            _ => self.called(sym, module, call.expr, env, found),
        }
    }

    fn called(&mut self, sym: SymId, module: ModId, expr: ExprId, env: EnvId, found: &mut Found) {
        let result = self.pool.sym(Some(sym), Step::Call(module, expr, env));
        found.sym(result);
    }

    /// A value of the settings file of the package `config`.
    fn configured(&mut self, key: TextId, found: &mut Found) {
        let Some(key) = self.pool.whole(key) else { return };
        for file in ["config/default.json", "config/production.json", "config.json"] {
            let Some(module) = self.project.at(file) else {
                continue;
            };
            let mut vals = Found::default();
            self.whole(module, &mut vals);
            for name in key.split(['.', ':']) {
                let mut next = Found::default();
                for val in &vals.vals {
                    self.member_of(*val, name, &mut next);
                }
                vals = next;
            }
            found.extend(&vals.vals);
        }
    }

    fn address(&mut self, name: &str, module: ModId, args: &[ExprId], env: EnvId) -> Vec<Val> {
        let mut lists: Vec<Vec<TextId>> = Vec::new();
        for arg in args {
            let vals = self.eval(module, *arg, env);
            lists.push(self.texts(&vals));
        }
        if name.ends_with("URL") && lists.len() > 1 {
            lists.truncate(2);
            lists.reverse();
        }
        let mut made = lists.first().cloned().unwrap_or_default();
        for list in lists.iter().skip(1) {
            let mut next = Vec::new();
            for base in &made {
                for path in list {
                    if next.len() < super::MOST_VALUES {
                        next.push(self.joined(*base, *path));
                    }
                }
            }
            made = next;
        }
        made.into_iter().map(Val::Text).collect()
    }
}

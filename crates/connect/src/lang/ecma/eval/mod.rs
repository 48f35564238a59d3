//! Which values an expression can have. Evaluated on demand, remembered, bounded in depth and work.

mod answers;
mod binding;
mod call;
mod host;
mod import;
mod member;
mod proxy;
mod taint;
mod text;
pub(crate) use taint::{Taint, Touched};
pub(crate) use text::env_name as text_env_name;

use super::ir::{BindId, CallId, ExprId, FuncId, Node};
use super::project::Project;
use super::settings::Settings;
use super::value::{EnvId, ModId, Pool, ROOT, Step, SymId, Val};
use crate::lang::ecma::hash::{QuickMap, QuickSet};
use answers::{Answer, Answers};
use std::rc::Rc;
use taint::Taints;

/// The possible values of an expression; none where nothing is known.
pub(crate) type Vals = Rc<[Val]>;

/// A place that calls a function.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Site {
    /// A call, and how many of its arguments come before the function's first.
    Call(ModId, CallId, u32),
    /// The function is handed to a library, which calls it.
    Library(SymId),
    /// The function gets the modules of `AP` that an argument names.
    Modules(ModId, ExprId),
    /// The function gets the elements of a list.
    Elements(ModId, ExprId),
    /// The function gets what a promise holds.
    Result(ModId, ExprId),
}

/// How many values are followed at most.
const MOST_VALUES: usize = 12;
/// How many calls of one function are looked at for its arguments.
const MOST_SITES: usize = 24;
/// How many calls that render a view are looked at for what fills it.
const MOST_VIEWS: usize = 100;
/// How deep evaluation nests.
const DEEPEST: u32 = 120;
/// How many steps one question may cost.
const FUEL: u32 = 4_000;
/// How many steps a question may cost when all questions together cost too much already.
const LOW_FUEL: u32 = 60;
/// How many steps all questions may cost for each expression of the app.
const STEPS_PER_NODE: u64 = 12;

/// What a call of `render` hands to a view.
struct View {
    /// The view's name without folders and ending, where it is written out.
    name: Option<Box<str>>,
    module: ModId,
    context: ExprId,
}

/// The evaluator.
pub(crate) struct Eval<'p> {
    pub project: &'p Project,
    pub pool: Pool,
    pub settings: &'p Settings,
    pub callers: QuickMap<(ModId, FuncId), Vec<Site>>,
    memo: Answers,
    pub taints: Taints,
    globals: QuickMap<Box<str>, Vec<(ModId, ExprId)>>,
    /// What the setters of components' states are called with.
    states: QuickMap<(ModId, ExprId), Vec<ExprId>>,
    /// The modules that the app adds to those of `AP.require`.
    host_modules: QuickMap<Box<str>, Vec<(ModId, ExprId)>>,
    /// What is handed to views.
    views: Rc<[View]>,
    prototypes: QuickMap<(ModId, FuncId), BindId>,
    children: QuickMap<(ModId, super::ir::ClassId), Vec<(ModId, super::ir::ClassId)>>,
    nothing: Vals,
    tainted: Taint,
    depth: u32,
    fuel: u32,
    /// What is left for all questions together.
    left: u64,
}

/// Names of the browser and the language that no script of the app means to declare for others.
const RESERVED: [&str; 14] = [
    "AP",
    "window",
    "document",
    "fetch",
    "$",
    "jQuery",
    "require",
    "module",
    "exports",
    "process",
    "console",
    "Promise",
    "XMLHttpRequest",
    "location",
];

impl<'p> Eval<'p> {
    /// An evaluator for a project.
    pub fn new(project: &'p Project, settings: &'p Settings) -> Self {
        let mut eval = Self {
            project,
            pool: Pool::default(),
            settings,
            callers: QuickMap::default(),
            memo: Answers::new(project),
            taints: Taints::default(),
            globals: QuickMap::default(),
            states: QuickMap::default(),
            host_modules: QuickMap::default(),
            views: Rc::from([]),
            prototypes: QuickMap::default(),
            children: QuickMap::default(),
            nothing: Rc::from([]),
            tainted: Taint::NONE,
            depth: 0,
            fuel: FUEL,
            left: project
                .modules
                .iter()
                .map(|module| module.nodes.len() as u64 * STEPS_PER_NODE)
                .sum::<u64>()
                + 200_000,
        };
        eval.index();
        eval
    }

    fn index(&mut self) {
        for id in self.project.ids() {
            let module = self.project.module(id);
            for (index, bind) in module.binds.iter().enumerate() {
                let text = module.text(bind.name);
                if module.script && bind.top && !RESERVED.contains(&text) {
                    let globals = self.globals.entry(text.into()).or_default();
                    globals.extend(bind.values.iter().map(|value| (id, *value)));
                }
                let on_prototype = bind
                    .members
                    .iter()
                    .any(|(name, _)| module.text(*name).starts_with("prototype"));
                if on_prototype {
                    for value in &bind.values {
                        if let Node::Func(func) = module.node(*value) {
                            self.prototypes.insert((id, func), BindId(index as u32));
                        }
                    }
                }
            }
            for (name, value) in &module.global_writes {
                let text = module.text(*name);
                if !RESERVED.contains(&text) {
                    self.globals.entry(text.into()).or_default().push((id, *value));
                }
            }
        }
        self.index_calls();
        self.index_children();
    }

    fn index_calls(&mut self) {
        let mut views = Vec::new();
        for id in self.project.ids() {
            let module = self.project.module(id);
            for call in &module.calls {
                if let (Some(state), Some(value)) = (state_of(module, call), module.args(call).first()) {
                    self.states.entry((id, state)).or_default().push(*value);
                }
                let Node::Member(_, name) = module.node(call.callee) else {
                    continue;
                };
                if module.text(name) == "define"
                    && let Some((name, value)) = host::defined(module, call)
                {
                    self.host_modules
                        .entry(name.into())
                        .or_default()
                        .push((id, value));
                }
                if matches!(module.text(name), "render" | "view")
                    && let [view, context, ..] = module.args(call)
                    && views.len() < MOST_VIEWS
                {
                    views.push(View {
                        name: module.str(*view).map(|name| stem(name).into()),
                        module: id,
                        context: *context,
                    });
                }
            }
        }
        self.views = views.into();
    }

    fn index_children(&mut self) {
        let mut children: QuickMap<_, Vec<_>> = QuickMap::default();
        for id in self.project.ids() {
            let module = self.project.module(id);
            for (index, class) in module.classes.iter().enumerate() {
                let Some(parent) = class.parent else { continue };
                for val in self.ask(id, parent, ROOT).iter() {
                    if let Val::Class(parent_module, parent, _) = val {
                        let child = (id, super::ir::ClassId(index as u32));
                        children.entry((*parent_module, *parent)).or_default().push(child);
                    }
                }
            }
        }
        self.children = children;
        self.memo.keep(|_| false);
    }

    /// Forgets what depended on who calls functions of which more callers are known now; says what that was.
    pub fn callers_changed(&mut self, of: &QuickSet<(ModId, FuncId)>) -> Touched {
        let touched = self.taints.touched(of);
        self.memo.keep(|taint| !touched.holds(taint));
        touched
    }

    /// The values of an expression, with a fresh allowance of work.
    pub fn ask(&mut self, module: ModId, expr: ExprId, env: EnvId) -> Vals {
        self.within_bounds(|eval| eval.eval(module, expr, env))
    }

    /// What fills a path of names of a page, with a fresh allowance of work.
    pub fn ask_view(&mut self, page: &str, path: &[&str]) -> Vec<Val> {
        self.within_bounds(|eval| {
            let mut found = Found::default();
            let Some((first, members)) = path.split_first() else {
                return found.vals;
            };
            eval.filled(page, first, &mut found);
            for name in members {
                let mut next = Found::default();
                for val in &found.vals {
                    eval.member_of(*val, name, &mut next);
                }
                found = next;
            }
            found.vals
        })
    }

    fn within_bounds<T>(&mut self, question: impl FnOnce(&mut Self) -> T) -> T {
        self.fuel = if self.left > u64::from(FUEL) {
            FUEL
        } else {
            LOW_FUEL
        };
        let before = self.fuel;
        self.depth = 0;
        let answer = question(self);
        self.left = self.left.saturating_sub(u64::from(before - self.fuel));
        answer
    }

    /// As [`Self::ask`], and on whose callers the answer depends.
    pub fn ask_tainted(&mut self, module: ModId, expr: ExprId) -> (Vals, Taint) {
        self.tainted = Taint::NONE;
        let vals = self.ask(module, expr, ROOT);
        (vals, self.tainted)
    }

    pub(super) fn eval(&mut self, module: ModId, expr: ExprId, env: EnvId) -> Vals {
        match self.project.module(module).node(expr) {
            Node::Opaque | Node::Regex(_) | Node::Meta | Node::RestParam(..) => return self.nothing.clone(),
            Node::Num(number) => return Rc::from([Val::Num(number.to_bits())]),
            Node::Bool(value) => return Rc::from([Val::Bool(value)]),
            Node::Null => return Rc::from([Val::Null]),
            Node::Func(func) => return Rc::from([Val::Func(module, func, env)]),
            Node::Class(class) => return Rc::from([Val::Class(module, class, env)]),
            Node::Object(_) => return Rc::from([Val::Object(module, expr, env)]),
            Node::Array(_) => return Rc::from([Val::Array(module, expr, env)]),
            Node::Await(inner) | Node::Spread(inner) => return self.eval(module, inner, env),
            // A name with one value is that value: nothing of its own is to be remembered.
            Node::Bind(bind) => {
                if let Some(value) = self.only_value(module, bind)
                    && self.depth < DEEPEST
                {
                    self.depth += 1;
                    let vals = self.eval(module, value, env);
                    self.depth -= 1;
                    return vals;
                }
            }
            _ => {}
        }
        let key = (module, expr, env);
        match self.memo.get(key) {
            Some(Answer::Known(vals, tainted)) => {
                let vals = vals.clone();
                self.tainted = self.taints.join(self.tainted, *tainted);
                return vals;
            }
            Some(Answer::Running) => return self.nothing.clone(),
            None => {}
        }
        if self.depth >= DEEPEST || self.fuel == 0 {
            return self.nothing.clone();
        }
        self.depth += 1;
        self.fuel -= 1;
        let slot = self.memo.begin(key);
        let before = std::mem::replace(&mut self.tainted, Taint::NONE);
        let mut found = Found::default();
        self.compute(module, expr, env, &mut found);
        let vals: Vals = if found.vals.is_empty() {
            self.nothing.clone()
        } else {
            found.vals.into()
        };
        self.memo.end(slot, vals.clone(), self.tainted);
        self.tainted = self.taints.join(self.tainted, before);
        self.depth -= 1;
        vals
    }

    /// The value of a name that has one and no more.
    fn only_value(&self, module: ModId, bind: BindId) -> Option<ExprId> {
        let bind = self.project.module(module).binds.get(bind.0 as usize)?;
        match bind.values.as_slice() {
            [value] if bind.members.is_empty() && bind.hint.is_none() => Some(*value),
            _ => None,
        }
    }

    fn compute(&mut self, module: ModId, expr: ExprId, env: EnvId, found: &mut Found) {
        let project = self.project;
        let tree = project.module(module);
        match tree.node(expr) {
            Node::Str(name) => {
                self.source_text(module, tree.text(name), found);
            }
            Node::Bind(bind) => self.bind(module, bind, env, found),
            Node::Global(name) => self.global(module, tree.text(name), found),
            Node::Param(func, index) => self.param(module, func, index, env, found),
            Node::This(func) => self.this(module, func, env, found),
            Node::Super(class) => {
                for parent in self.parents(module, class, env).iter() {
                    match *parent {
                        Val::Class(module, class, env) => found.add(Val::Instance(module, class, env)),
                        Val::Sym(sym) => {
                            let made = self.pool.sym(Some(sym), Step::Call(module, expr, ROOT));
                            found.sym(made);
                        }
                        _ => {}
                    }
                }
            }
            Node::Member(object, name) => self.member(module, object, tree.text(name), env, found),
            Node::Index(object, key) => self.index_of(module, object, key, env, found),
            Node::Element(list) => {
                let lists = self.eval(module, list, env);
                self.elements(&lists, found);
            }
            Node::Call(call) => self.call_result(module, call, env, found),
            Node::Concat(list) => self.concat(module, tree.list(list), env, found),
            Node::Either(list) => {
                for item in tree.list(list) {
                    let vals = self.eval(module, *item, env);
                    found.extend(&vals);
                }
            }
            Node::Import(import, taken) => self.imported(module, import, taken, found),
            Node::ImportOf(of) => self.imported_by_pattern(module, of, env, found),
            _ => {}
        }
    }
}

/// The last part of a path, without its ending.
fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// The state whose setter a call calls: `const [url, setUrl] = useState()`.
fn state_of(module: &super::ir::Module, call: &super::ir::Call) -> Option<ExprId> {
    let Node::Bind(setter) = module.node(call.callee) else {
        return None;
    };
    let bind = module.binds.get(setter.0 as usize)?;
    let [value] = bind.values.as_slice() else {
        return None;
    };
    match module.node(*value) {
        Node::Member(list, name) => (module.text(name) == "1").then_some(list),
        Node::Index(list, index) => (module.node(index) == Node::Num(1.0)).then_some(list),
        _ => None,
    }
}

/// Values that are being collected.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub vals: Vec<Val>,
}

impl Found {
    pub fn add(&mut self, val: Val) {
        if self.vals.len() < MOST_VALUES && !self.vals.contains(&val) {
            self.vals.push(val);
        }
    }

    pub fn sym(&mut self, sym: Option<SymId>) {
        if let Some(sym) = sym {
            self.add(Val::Sym(sym));
        }
    }

    pub fn extend(&mut self, vals: &[Val]) {
        for val in vals {
            self.add(*val);
        }
    }

    pub fn retain(&mut self, keep: impl Fn(&Val) -> bool) {
        self.vals.retain(keep);
    }
}

//! Who calls whom: the second phase's first step. Repeated until no new caller is found, because what a
//! function is called with decides what it calls.

use super::eval::{Eval, Site, Taint, Touched, Vals};
use super::hash::QuickSet;
use super::ir::{Call, CallId, ExprId, FuncId, Node};
use super::value::{ModId, ROOT, Val};

/// How often the calls are gone through at most.
const ROUNDS: usize = 4;
/// Methods of lists that call a function with each element.
const EACH: [&str; 12] = [
    "map",
    "forEach",
    "filter",
    "find",
    "some",
    "every",
    "flatMap",
    "findIndex",
    "sort",
    "each",
    "mapSeries",
    "findLast",
];

/// For every call what it may call.
pub(crate) struct Calls {
    callees: Vec<Vec<Option<Vals>>>,
    /// One function leads to another, at a call.
    pub edges: Vec<(ModId, CallId, ModId, FuncId)>,
    /// A function is handed on at a call; whether to a function of the app, which then calls it itself.
    pub handed: Vec<(ModId, CallId, ModId, FuncId, bool)>,
}

impl Calls {
    /// What a call may call.
    pub fn callees(&self, module: ModId, call: CallId) -> &[Val] {
        self.callees
            .get(module.0 as usize)
            .and_then(|calls| calls.get(call.0 as usize)?.as_deref())
            .unwrap_or(&[])
    }
}

/// Finds what every call calls.
pub(crate) fn link(eval: &mut Eval<'_>) -> Calls {
    let mut linker = Linker {
        seen: QuickSet::default(),
        edges: QuickSet::default(),
        handed: QuickSet::default(),
        calls: Calls {
            callees: eval
                .project
                .modules
                .iter()
                .map(|module| vec![None; module.calls.len()])
                .collect(),
            edges: Vec::new(),
            handed: Vec::new(),
        },
        found: Vec::new(),
    };
    let mut taints: Vec<((ModId, CallId), Taint)> = eval
        .project
        .ids()
        .flat_map(|id| {
            let calls = eval.project.module(id).calls.len() as u32;
            (0..calls).map(move |call| ((id, CallId(call)), Taint::NONE))
        })
        .collect();
    let mut touched = None;
    for _ in 0..ROUNDS {
        for ((module, call), taint) in &mut taints {
            if touched
                .as_ref()
                .is_none_or(|touched: &Touched| touched.holds(*taint))
            {
                *taint = linker.call(eval, *module, *call);
            }
        }
        if linker.found.is_empty() {
            break;
        }
        let mut changed = QuickSet::default();
        for (module, func, site) in std::mem::take(&mut linker.found) {
            changed.insert((module, func));
            eval.callers.entry((module, func)).or_default().push(site);
        }
        touched = Some(eval.callers_changed(&changed));
    }
    let mut edges: Vec<_> = linker.edges.into_iter().collect();
    edges.sort();
    linker.calls.edges = edges;
    let mut handed: Vec<_> = linker.handed.into_iter().collect();
    handed.sort();
    linker.calls.handed = handed;
    linker.calls
}

struct Linker {
    seen: QuickSet<(ModId, FuncId, Site)>,
    edges: QuickSet<(ModId, CallId, ModId, FuncId)>,
    handed: QuickSet<(ModId, CallId, ModId, FuncId, bool)>,
    calls: Calls,
    found: Vec<(ModId, FuncId, Site)>,
}

impl Linker {
    /// Looks at one call; says whose callers could change what it calls.
    fn call(&mut self, eval: &mut Eval<'_>, module: ModId, id: CallId) -> Taint {
        let Some(call) = eval.project.module(module).call(id).copied() else {
            return Taint::NONE;
        };
        let (mut vals, mut tainted) = match eval.project.module(module).node(call.callee) {
            Node::Super(_) => (eval.callees(module, &call, ROOT), Taint::NONE),
            _ => eval.ask_tainted(module, call.callee),
        };
        if vals.is_empty() && self.applied(eval, module, &call).is_some() {
            vals = eval.ask(module, call.callee, ROOT);
        }
        for val in vals.iter() {
            match *val {
                Val::Func(of, func, _) => self.site(module, id, of, func, Site::Call(module, id, 0)),
                Val::Class(of, class, _) if call.is_new || call.jsx => {
                    let (owner, constructor) = eval.constructor(of, class);
                    if let Some(constructor) = constructor {
                        self.site(module, id, owner, constructor, Site::Call(module, id, 0));
                    }
                    // A component's methods are called by the library that draws it.
                    self.component(eval, module, id, of, class, call.jsx);
                }
                _ => {}
            }
        }
        self.through_apply(eval, module, id, &call);
        let handed = self.handed(eval, module, id, &call, &vals);
        tainted = eval.taints.join(tainted, handed);
        if let Some(slot) = self
            .calls
            .callees
            .get_mut(module.0 as usize)
            .and_then(|calls| calls.get_mut(id.0 as usize))
        {
            *slot = Some(vals);
        }
        tainted
    }

    fn component(
        &mut self,
        eval: &Eval<'_>,
        module: ModId,
        id: CallId,
        of: ModId,
        class: super::ir::ClassId,
        jsx: bool,
    ) {
        if !jsx {
            return;
        }
        let tree = eval.project.module(of);
        let Some(class) = tree.classes.get(class.0 as usize) else {
            return;
        };
        for member in &class.members {
            if let Node::Func(func) = tree.node(member.value)
                && (tree.text(member.name) == "render" || tree.text(member.name).starts_with("component"))
            {
                self.edges.insert((module, id, of, func));
            }
        }
    }

    fn site(&mut self, module: ModId, id: CallId, of: ModId, func: FuncId, site: Site) {
        self.edges.insert((module, id, of, func));
        if self.seen.insert((of, func, site)) {
            self.found.push((of, func, site));
        }
    }

    /// The function of `f.call(…)` and `f.apply(…)`.
    fn applied(&self, eval: &Eval<'_>, module: ModId, call: &Call) -> Option<(ExprId, u32)> {
        let tree = eval.project.module(module);
        let Node::Member(object, name) = tree.node(call.callee) else {
            return None;
        };
        match tree.text(name) {
            "call" => Some((object, 1)),
            "apply" => Some((object, 1_000)),
            _ => None,
        }
    }

    fn through_apply(&mut self, eval: &mut Eval<'_>, module: ModId, id: CallId, call: &Call) {
        let Some((object, skip)) = self.applied(eval, module, call) else {
            return;
        };
        for val in eval.ask(module, object, ROOT).iter() {
            if let Val::Func(of, func, _) = *val {
                self.site(module, id, of, func, Site::Call(module, id, skip));
            }
        }
    }

    /// Functions among the arguments: a library calls them, or the function that gets them does.
    fn handed(
        &mut self,
        eval: &mut Eval<'_>,
        module: ModId,
        id: CallId,
        call: &Call,
        callees: &[Val],
    ) -> Taint {
        let project = eval.project;
        let tree = project.module(module);
        let mut tainted = Taint::NONE;
        let (receiver, method) = match tree.node(call.callee) {
            Node::Member(object, name) => (Some(object), tree.text(name)),
            _ => (None, ""),
        };
        let library = callees.iter().find_map(|val| match val {
            Val::Sym(sym) => Some(*sym),
            _ => None,
        });
        let to_own = library.is_none()
            && callees
                .iter()
                .any(|val| matches!(val, Val::Func(..) | Val::Class(..)));
        for arg in tree.args(call) {
            let mut functions = Vec::new();
            let inner = functions_in(eval, module, *arg, 0, &mut functions);
            tainted = eval.taints.join(tainted, inner);
            for (of, func) in functions {
                self.handed.insert((module, id, of, func, to_own));
                let site = match (receiver, library) {
                    (Some(object), _) if method == "then" => Some(Site::Result(module, object)),
                    (Some(object), _) if EACH.contains(&method) => Some(Site::Elements(module, object)),
                    (_, Some(sym)) if &*eval.pool.sym_text(sym) == ":AP.require" => {
                        tree.args(call).first().map(|names| Site::Modules(module, *names))
                    }
                    (_, Some(sym)) => Some(Site::Library(sym)),
                    _ => None,
                };
                if let Some(site) = site
                    && self.seen.insert((of, func, site))
                {
                    self.found.push((of, func, site));
                }
            }
        }
        tainted
    }
}

/// The functions that an argument holds: itself, or in a list or an object.
fn functions_in(
    eval: &mut Eval<'_>,
    module: ModId,
    arg: ExprId,
    depth: u32,
    out: &mut Vec<(ModId, FuncId)>,
) -> Taint {
    let project = eval.project;
    let tree = project.module(module);
    match tree.node(arg) {
        Node::Func(func) => {
            out.push((module, func));
            Taint::NONE
        }
        Node::Array(list) if depth < 3 => {
            let mut tainted = Taint::NONE;
            for item in tree.list(list) {
                let inner = functions_in(eval, module, *item, depth + 1, out);
                tainted = eval.taints.join(tainted, inner);
            }
            tainted
        }
        Node::Object(list) if depth < 3 => {
            let mut tainted = Taint::NONE;
            for prop in tree.object(list) {
                let inner = functions_in(eval, module, prop.value, depth + 1, out);
                tainted = eval.taints.join(tainted, inner);
            }
            tainted
        }
        Node::Bind(_)
        | Node::Member(..)
        | Node::Call(_)
        | Node::Either(_)
        | Node::Index(..)
        | Node::Import(..) => {
            let (vals, mut tainted) = eval.ask_tainted(module, arg);
            for val in vals.iter() {
                match *val {
                    Val::Func(of, func, _) => out.push((of, func)),
                    Val::Array(of, list, _) if depth < 2 => {
                        if let Node::Array(items) = project.module(of).node(list) {
                            for item in project.module(of).list(items) {
                                let inner = functions_in(eval, of, *item, depth + 2, out);
                                tainted = eval.taints.join(tainted, inner);
                            }
                        }
                    }
                    _ => {}
                }
            }
            tainted
        }
        Node::Spread(inner) => functions_in(eval, module, inner, depth, out),
        _ => Taint::NONE,
    }
}

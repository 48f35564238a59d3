//! What a call asks for, told apart by who calls the functions around it.
//!
//! A wrapper such as `call(method, url)` makes many requests at one place. Looked at by itself it has all the methods
//! and all the addresses that its callers give, and nothing says which belong together; looked at from each caller
//! it has one of each.

use super::super::eval::Site;
use super::super::ir::{CallId, FuncId};
use super::super::value::{EnvId, Frame, ModId, ROOT, SymId, Val};
use super::http::Request;
use super::{At, Scene};
use forgeshift_source::span::Place;

/// How many wrappers of wrappers are gone through.
const DEEPEST: u32 = 3;
/// How many looks one call may cost, and how many calls of one function are looked at.
const MOST_LOOKS: u32 = 300;
const MOST_SITES: usize = 100;

/// A request as some callers make it.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub request: Request,
    /// Where the callers are, unless the call itself says everything.
    pub callers: Vec<Place>,
}

/// What makes a request of a call of this symbol.
type Recognise<'r> = &'r dyn Fn(&mut Scene<'_, '_>, SymId, &str) -> Option<Request>;
/// What is tried in an environment: says whether it knows enough; with `true` there is nothing better to come.
type Try<'t> = &'t mut dyn FnMut(&mut Scene<'_, '_>, EnvId, bool) -> bool;

/// The requests that a call makes, one for each method and address that its callers give.
pub(crate) fn told_apart(scene: &mut Scene<'_, '_>, at: &At, recognise: Recognise<'_>) -> Vec<Asked> {
    let mut all: Vec<Asked> = Vec::new();
    let mut looks = 0;
    visit(scene, at.module, at.call.owner, 0, &mut |scene, env, last| {
        looks += 1;
        let mut requests = scene.within(env, |scene| requests(scene, at, recognise));
        if !is_settled(scene, &requests) {
            if !last && looks < MOST_LOOKS {
                return false;
            }
            forget_pairs(scene, &mut requests);
        }
        let caller = caller(scene, env);
        for request in requests {
            let known = all
                .iter()
                .position(|asked| is_same(scene, &asked.request, &request));
            match known.and_then(|known| all.get_mut(known)) {
                Some(known) => known.callers.extend(caller.clone()),
                None => all.push(Asked {
                    request,
                    callers: caller.clone().into_iter().collect(),
                }),
            }
        }
        true
    });
    for asked in &mut all {
        asked.callers.sort();
        asked.callers.dedup();
    }
    all
}

/// What a call asks for where it is looked at: one request for each method.
fn requests(scene: &mut Scene<'_, '_>, at: &At, recognise: Recognise<'_>) -> Vec<Request> {
    let mut found: Vec<Request> = Vec::new();
    for val in scene.vals(at.module, at.call.callee).iter() {
        let Val::Sym(sym) = *val else { continue };
        let text = scene.eval.pool.sym_text(sym);
        if let Some(request) = recognise(scene, sym, &text)
            && !found.iter().any(|known| known.method == request.method)
        {
            found.push(request);
        }
    }
    found
}

/// Of several methods and several addresses nobody knows which belong together.
fn forget_pairs(scene: &mut Scene<'_, '_>, requests: &mut [Request]) {
    if requests.len() > 1 && requests.iter().any(|request| request.urls.len() > 1) {
        for request in requests {
            request.urls = scene.eval.texts(&[]);
        }
    }
}

fn is_same(scene: &Scene<'_, '_>, a: &Request, b: &Request) -> bool {
    let shown = |request: &Request| -> Vec<String> {
        request
            .urls
            .iter()
            .map(|url| scene.eval.pool.shown(*url))
            .collect()
    };
    a.method == b.method && shown(a) == shown(b)
}

/// Whether there is one request, with its method and the beginning of its path.
fn is_settled(scene: &Scene<'_, '_>, requests: &[Request]) -> bool {
    match requests {
        [] => true,
        [request] => {
            let method = request.method.as_deref().is_some_and(|method| method != "*");
            let [url] = request.urls.as_slice() else {
                return false;
            };
            let shown = scene.eval.pool.shown(*url);
            let rest = shown.strip_prefix("{}").unwrap_or(&shown);
            method
                && rest
                    .split('/')
                    .any(|part| !part.is_empty() && !part.starts_with("{}"))
        }
        _ => false,
    }
}

/// The place of the call that an environment comes from.
fn caller(scene: &Scene<'_, '_>, env: EnvId) -> Option<Place> {
    let (module, call, ..) = scene.eval.pool.frame(env)?.args?;
    let call = scene.tree(module).call(call)?;
    Some(scene.place_of(module, call.expr))
}

/// Tries the environments in which a function runs: first none, then those that its callers give.
fn visit(scene: &mut Scene<'_, '_>, module: ModId, owner: FuncId, depth: u32, look: Try<'_>) -> bool {
    let around = if depth < DEEPEST {
        functions_around(scene, module, owner)
    } else {
        Vec::new()
    };
    if look(scene, ROOT, around.is_empty()) {
        return true;
    }
    layer(scene, module, &around, ROOT, depth, look)
}

/// Tries the callers of the first function, and where they do not tell, also those of the functions around it.
fn layer(
    scene: &mut Scene<'_, '_>,
    module: ModId,
    around: &[FuncId],
    outer: EnvId,
    depth: u32,
    look: Try<'_>,
) -> bool {
    let Some((func, rest)) = around.split_first() else {
        return look(scene, outer, true);
    };
    for (from, call, skip) in sites(scene, module, *func) {
        let Some(caller) = scene.tree(from).call(call).map(|call| call.owner) else {
            continue;
        };
        visit(scene, from, caller, depth + 1, &mut |scene, env, last| {
            let inner = scene.eval.pool.enter(Frame {
                parent: outer,
                module,
                func: *func,
                args: Some((from, call, env, skip)),
                this: None,
                depth: 0,
            });
            let enough = look(scene, inner, last && rest.is_empty());
            enough || (last && layer(scene, module, rest, inner, depth, look))
        });
    }
    true
}

/// The functions around a place that have parameters and callers, the innermost first.
fn functions_around(scene: &Scene<'_, '_>, module: ModId, owner: FuncId) -> Vec<FuncId> {
    let tree = scene.tree(module);
    let mut around = Vec::new();
    let mut next = Some(owner);
    while let Some(id) = next {
        let Some(func) = tree.func(id) else { break };
        if !func.hints.is_empty() && !sites(scene, module, id).is_empty() {
            around.push(id);
        }
        next = func.parent;
    }
    around
}

/// The calls of a function, and how many of their arguments come before its first.
fn sites(scene: &Scene<'_, '_>, module: ModId, func: FuncId) -> Vec<(ModId, CallId, u32)> {
    let sites = scene.eval.callers.get(&(module, func));
    let calls = sites.into_iter().flatten().filter_map(|site| match *site {
        Site::Call(from, call, skip) => Some((from, call, skip)),
        _ => None,
    });
    calls.take(MOST_SITES).collect()
}

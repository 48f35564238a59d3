//! How a route makes sure who calls.

use super::super::super::ir::{ExprId, FuncId};
use super::super::super::value::{ModId, Val};
use super::super::Scene;
use crate::facts::Auth;

/// How far calls of a middleware are followed.
const DEPTH: u32 = 3;

/// Of two checks the one that says more.
pub(super) fn stronger(a: Auth, b: Auth) -> Auth {
    let rank = |auth: Auth| match auth {
        Auth::None => 0,
        Auth::Other => 1,
        Auth::HandMade => 2,
        Auth::Install => 3,
        Auth::ContextToken => 4,
        Auth::ConnectJwt => 5,
    };
    if rank(b) > rank(a) { b } else { a }
}

/// What an argument of a registration checks.
pub(super) fn of_argument(scene: &mut Scene<'_, '_>, module: ModId, arg: ExprId) -> Auth {
    let vals = scene.vals(module, arg);
    let mut auth = Auth::None;
    let mut open: Vec<Val> = vals.to_vec();
    let mut steps = 0;
    while let Some(val) = open.pop() {
        steps += 1;
        if steps > 40 {
            break;
        }
        auth = match val {
            Val::Sym(sym) => stronger(auth, of_symbol(&scene.eval.pool.sym_text(sym))),
            Val::Func(of, func, _) => stronger(auth, of_function(scene, of, func, DEPTH)),
            Val::Array(of, list, env) => {
                if let super::super::super::ir::Node::Array(items) = scene.tree(of).node(list) {
                    for item in scene.tree(of).list(items) {
                        open.extend(scene.vals_in(of, *item, env).iter().copied());
                    }
                }
                auth
            }
            _ => auth,
        };
    }
    auth
}

/// What a library call checks.
pub(super) fn of_symbol(text: &str) -> Auth {
    let name = text.trim_end_matches("()").rsplit('.').next().unwrap_or("");
    let of_framework =
        text.contains("atlassian-connect-express") || text.starts_with('?') || text.contains('<');
    match name {
        "authenticate" if of_framework && text.contains("passport") => Auth::Other,
        "authenticate" if of_framework => Auth::ConnectJwt,
        "checkValidToken" => Auth::ContextToken,
        "authenticateInstall" | "verifyInstallation" | "authenticateAsymmetric" => Auth::Install,
        _ if text.starts_with("passport") => Auth::Other,
        _ if text.starts_with("express-jwt")
            || text.starts_with("express-basic-auth")
            || text.starts_with("express-openid-connect") =>
        {
            Auth::Other
        }
        _ if text.starts_with("atlassian-connect-auth") => Auth::HandMade,
        _ => Auth::None,
    }
}

/// What a function checks by what it calls.
///
/// Remembered: many routes share their handlers and what these call.
pub(super) fn of_function(scene: &mut Scene<'_, '_>, module: ModId, func: FuncId, depth: u32) -> Auth {
    let key = (module, func, depth);
    if let Some(known) = scene.checks.get(&key) {
        return *known;
    }
    let auth = by_its_calls(scene, module, func, depth);
    scene.checks.insert(key, auth);
    auth
}

fn by_its_calls(scene: &mut Scene<'_, '_>, module: ModId, func: FuncId, depth: u32) -> Auth {
    let tree = scene.tree(module);
    let mut auth = Auth::None;
    for (index, call) in tree.calls.iter().enumerate() {
        if call.owner != func && tree.func(call.owner).and_then(|owner| owner.parent) != Some(func) {
            continue;
        }
        let id = super::super::super::ir::CallId(index as u32);
        for val in scene.calls.callees(module, id).to_vec() {
            match val {
                Val::Sym(sym) => {
                    let text = scene.eval.pool.sym_text(sym);
                    auth = stronger(auth, stronger(of_symbol(&text), by_hand(&text)));
                }
                Val::Func(of, callee, _) if depth > 0 && (of, callee) != (module, func) => {
                    auth = stronger(auth, of_function(scene, of, callee, depth - 1));
                }
                _ => {}
            }
        }
    }
    auth
}

/// A token that is checked by hand.
fn by_hand(text: &str) -> Auth {
    let root = text.split(['.', '(']).next().unwrap_or("");
    let name = text.rsplit('.').next().unwrap_or("");
    let jwt = matches!(
        root,
        "atlassian-jwt"
            | "@atlassian/atlassian-jwt"
            | "jsonwebtoken"
            | "jwt-simple"
            | "jose"
            | "passport-jwt"
    );
    let jwt = jwt || text.starts_with("@atlassian/atlassian-jwt");
    let checks = name.starts_with("decode")
        || name.starts_with("verify")
        || name.starts_with("jwtVerify")
        || name.starts_with("fromExpress");
    if jwt && checks {
        Auth::HandMade
    } else if name == "timingSafeEqual" || text == "crypto.createHmac" {
        Auth::Other
    } else {
        Auth::None
    }
}

//! Where a client connects to: the call that made it, and the host that its options name.

use super::super::eval::text_env_name;
use super::super::ir::{ExprId, Node};
use super::super::value::{ModId, Step, SymId, TextId, Val};
use super::{At, Scene};

/// Why there is no host where only this machine's own stands there.
pub(super) const THIS_MACHINE: &str = "only this machine is named";

/// The call that made the client.
pub(super) fn made(scene: &Scene<'_, '_>, at: &At, sym: SymId) -> Option<(ModId, ExprId)> {
    if at.call.is_new {
        return Some((at.module, at.call.expr));
    }
    let mut first = None;
    let mut next = Some(sym);
    while let Some(sym) = next {
        let (step, parent) = scene.eval.pool.step(sym);
        if let Step::Call(module, expr, _) = step {
            first = Some((*module, *expr));
        }
        next = parent;
    }
    first.or(Some((at.module, at.call.expr)))
}

/// The host that the client is made with, where its options say one.
pub(super) fn configured_host(
    scene: &mut Scene<'_, '_>,
    at: &At,
    made: Option<(ModId, ExprId)>,
    positional: bool,
) -> (Option<String>, Option<String>) {
    const NAMES: [&str; 22] = [
        "host",
        "hostname",
        "url",
        "uri",
        "baseURL",
        "baseUrl",
        "endpoint",
        "connectionString",
        "dsn",
        "server",
        "serverUrl",
        "node",
        "brokers",
        "apiHost",
        "api_host",
        "apiUrl",
        "socket",
        "connection",
        "redis",
        "serverURL",
        "baseUri",
        "target",
    ];
    let (module, expr) = made.unwrap_or((at.module, at.call.expr));
    let Node::Call(call) = scene.tree(module).node(expr) else {
        return (None, None);
    };
    let Some(call) = scene.tree(module).call(call).copied() else {
        return (None, None);
    };
    let mut texts = Vec::new();
    for (index, arg) in scene.tree(module).args(&call).to_vec().into_iter().enumerate() {
        for val in scene.vals(module, arg).to_vec() {
            match val {
                Val::Text(_) => texts.extend(scene.eval.texts(&[val])),
                // The address of a connection; of other clients it may be a key.
                Val::Sym(_) if index < 2 && positional => texts.extend(scene.eval.texts(&[val])),
                Val::Object(of, object, env) => {
                    for name in NAMES {
                        for val in scene.option(of, object, name, env) {
                            match val {
                                Val::Object(of, object, env) => {
                                    for name in ["host", "url"] {
                                        let vals = scene.option(of, object, name, env);
                                        if !vals.is_empty() {
                                            let found = scene.eval.texts(&vals);
                                            texts.extend(found.iter().map(|text| as_host(scene, *text)));
                                        }
                                    }
                                }
                                // `brokers: ['a:9092', …]`
                                Val::Array(..) => {
                                    let mut first = super::super::eval::Found::default();
                                    scene.eval.member_of(val, "0", &mut first);
                                    texts.extend(scene.eval.texts(&first.vals));
                                }
                                other => texts.extend(scene.eval.texts(&[other])),
                            }
                        }
                    }
                }
                _ => {}
            }
        }
    }
    let mut why = None;
    let mut here = false;
    for text in &texts {
        let shown = scene.eval.pool.shown(*text);
        if let Some(host) = host_in(&shown) {
            if is_this_machine(&host) {
                here = true;
                continue;
            }
            return (Some(host), why);
        }
        if let Some(Some(sym)) = scene.eval.leading_hole(*text) {
            let name = scene.eval.pool.sym_text(sym);
            if let Some(variable) = text_env_name(&name) {
                why.get_or_insert(format!("the variable {variable} holds it"));
            }
        }
    }
    if here && why.is_none() {
        why = Some(THIS_MACHINE.into());
    }
    (None, why)
}

/// A name without a dot is a host where it stands as one: `{target: {host: 'backend'}}`.
fn as_host(scene: &mut Scene<'_, '_>, text: TextId) -> TextId {
    match scene.eval.pool.whole(text) {
        Some(whole) if !whole.contains("://") => scene.eval.pool.literal(&format!("host://{whole}")),
        _ => text,
    }
}

/// A default for development, no other host.
fn is_this_machine(host: &str) -> bool {
    host == "localhost"
        || host.ends_with(".local")
        || host.starts_with("127.")
        || host == "0.0.0.0"
        || host == "host.docker.internal"
}

/// The host of a connection string or a bare host name.
fn host_in(text: &str) -> Option<String> {
    let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
    let has_scheme = rest.len() != text.len();
    let authority = rest.split(['/', '?', '#']).next()?;
    let authority = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let host = authority.split(':').next()?.to_ascii_lowercase();
    if host.contains("{}") {
        let suffix = host.rsplit_once("{}")?.1;
        let fits = suffix.starts_with('.') && suffix[1..].contains('.');
        return fits.then(|| format!("*{suffix}"));
    }
    let name = host.contains('.') || (has_scheme && !host.is_empty());
    let fits = name
        && host
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'));
    fits.then_some(host)
}

//! Where a request says its method and address, and what base its client adds.

use super::super::ir::{ExprId, Node};
use super::super::value::{EnvId, ModId, ROOT, TextId, Val};
use super::{At, Scene};

/// How a client takes its arguments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// `f(url, options?)` or `f(options)`
    UrlOrOptions,
    /// `f(method, url)`
    MethodUrl,
    /// `f(url)`, and the method is the name of the member
    Named,
}

pub(super) fn arguments(
    scene: &mut Scene<'_, '_>,
    at: &At,
    shape: Shape,
    method: Option<String>,
    base: &str,
) -> Option<(Option<String>, Vec<TextId>)> {
    if shape == Shape::MethodUrl {
        let first = scene.arg_texts(at, 0);
        let verb = first.first().and_then(|text| scene.eval.pool.whole(*text))?;
        if scene.args(at).len() > 1 && verb.len() < 8 && !verb.contains('/') {
            return Some((Some(verb.to_ascii_uppercase()), scene.arg_texts(at, 1)));
        }
        return Some((Some("GET".into()), first));
    }
    let first = scene.arg(at, 0)?;
    let mut urls = Vec::new();
    let mut found_method = method.clone();
    let mut own_base = Vec::new();
    let mut unknown = false;
    for val in scene.vals(at.module, first).iter() {
        match *val {
            Val::Object(..) | Val::Holder(..) | Val::Instance(..) => {
                for name in ["url", "uri", "href"] {
                    let vals = property(scene, *val, name);
                    if !vals.is_empty() {
                        urls.extend(scene.eval.texts(&vals));
                    }
                }
                if urls.is_empty() {
                    urls.extend(from_parts(scene, *val, "https"));
                }
                own_base.extend(property(
                    scene,
                    *val,
                    if base.is_empty() { "baseUrl" } else { base },
                ));
                found_method = found_method.or_else(|| method_of(scene, *val));
            }
            Val::Null => {}
            other => urls.extend(scene.eval.texts(&[other])),
        }
    }
    if let Some(options) = scene.arg(at, 1) {
        for val in scene.vals(at.module, options).iter() {
            // Options of which nothing is known may name any method.
            unknown |= matches!(val, Val::Sym(_));
            if matches!(val, Val::Object(..) | Val::Holder(..)) {
                if method.is_none() {
                    found_method = found_method.or_else(|| method_of(scene, *val));
                }
                if !base.is_empty() {
                    own_base.extend(property(scene, *val, base));
                }
            }
        }
    }
    if urls.is_empty() {
        urls = scene.eval.texts(&[]);
    }
    if !own_base.is_empty() {
        let bases = scene.eval.texts(&own_base);
        urls = cross(scene, &bases, &urls);
    }
    if method.is_none() && found_method.is_none() {
        found_method = Some(if unknown { "*" } else { "GET" }.into());
    }
    Some((found_method, urls))
}

fn property(scene: &mut Scene<'_, '_>, val: Val, name: &str) -> Vec<Val> {
    let mut found = super::super::eval::Found::default();
    scene.eval.member_of(val, name, &mut found);
    found.vals
}

pub(super) fn method_of(scene: &mut Scene<'_, '_>, options: Val) -> Option<String> {
    let vals = property(scene, options, "method");
    let texts = if vals.is_empty() {
        Vec::new()
    } else {
        scene.eval.texts(&vals)
    };
    match texts.as_slice() {
        [] => None,
        [text] => {
            let verb = scene.eval.pool.whole(*text);
            Some(verb.map_or_else(|| "*".into(), |verb| verb.to_ascii_uppercase()))
        }
        _ => Some("*".into()),
    }
}

/// `{protocol, hostname, port, path}`.
pub(crate) fn from_parts(scene: &mut Scene<'_, '_>, options: Val, scheme: &str) -> Vec<TextId> {
    let mut hosts = property(scene, options, "hostname");
    hosts.extend(property(scene, options, "host"));
    if hosts.is_empty() {
        return Vec::new();
    }
    let paths = ["path", "pathname"]
        .iter()
        .flat_map(|name| property(scene, options, name))
        .collect::<Vec<_>>();
    let hosts = scene.eval.texts(&hosts);
    let paths = if paths.is_empty() {
        vec![scene.eval.pool.literal("")]
    } else {
        scene.eval.texts(&paths)
    };
    let scheme = scene.eval.pool.literal(&format!("{scheme}://"));
    let mut made = Vec::new();
    for host in &hosts {
        for path in &paths {
            let mut parts = scene.eval.pool.parts(scheme).to_vec();
            parts.extend(scene.eval.pool.parts(*host).iter().cloned());
            parts.extend(scene.eval.pool.parts(*path).iter().cloned());
            made.push(scene.eval.pool.text(parts));
        }
    }
    made
}

fn cross(scene: &mut Scene<'_, '_>, bases: &[TextId], urls: &[TextId]) -> Vec<TextId> {
    let mut made = Vec::new();
    for base in bases {
        for url in urls {
            let joined = scene.eval.joined(*base, *url);
            if made.len() < 24 && !made.contains(&joined) {
                made.push(joined);
            }
        }
    }
    made
}

/// The addresses of a client that was made with a base.
pub(super) fn with_base(
    scene: &mut Scene<'_, '_>,
    module: ModId,
    expr: ExprId,
    env: EnvId,
    base: &str,
    urls: &[TextId],
) -> Vec<TextId> {
    let Node::Call(call) = scene.tree(module).node(expr) else {
        return urls.to_vec();
    };
    let Some(call) = scene.tree(module).call(call) else {
        return urls.to_vec();
    };
    let Some(options) = scene.tree(module).args(call).first().copied() else {
        return urls.to_vec();
    };
    let mut bases = Vec::new();
    for val in scene.vals_in(module, options, env).iter() {
        match *val {
            Val::Object(..) | Val::Holder(..) => {
                for name in [base, "baseUrl", "baseURL"] {
                    if bases.is_empty() && !name.is_empty() {
                        bases.extend(property(scene, *val, name));
                    }
                }
            }
            // `new Pool('https://…')`
            Val::Text(_) => bases.push(*val),
            _ => {}
        }
    }
    if bases.is_empty() {
        return urls.to_vec();
    }
    let bases = scene.eval.texts(&bases);
    cross(scene, &bases, urls)
}

/// `axios.defaults.baseURL = …` anywhere in the app.
pub(super) fn with_default_base(scene: &mut Scene<'_, '_>, urls: &[TextId]) -> Vec<TextId> {
    let relative = urls
        .iter()
        .all(|url| scene.eval.pool.shown(*url).starts_with('/'));
    if !relative {
        return urls.to_vec();
    }
    let mut bases = Vec::new();
    for module in scene.eval.project.ids() {
        let tree = scene.tree(module);
        for bind in &tree.binds {
            for (name, value) in &bind.members {
                if tree.text(*name) == "defaults.baseURL" {
                    bases.extend(scene.vals_in(module, *value, ROOT).iter().copied());
                }
            }
        }
    }
    if bases.is_empty() {
        return urls.to_vec();
    }
    let bases = scene.eval.texts(&bases);
    cross(scene, &bases, urls)
}

/// The address in the first argument: a text, or options with `url` or `uri`.
pub(crate) fn url_argument(scene: &mut Scene<'_, '_>, at: &At) -> Vec<TextId> {
    match arguments(scene, at, Shape::Named, Some(String::new()), "") {
        Some((_, urls)) => urls,
        None => scene.eval.texts(&[]),
    }
}

//! Routes that files are: Next.js, Cloudflare Pages, Vercel, Netlify.

use super::super::super::eval::Found as Vals;
use super::super::super::ir::{FuncId, TOP};
use super::super::super::value::{ModId, Val};
use super::super::Scene;
use super::{Found, auth};
use crate::facts::Auth;

const METHODS: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

/// The routes that files are by their place.
pub(super) fn find(scene: &mut Scene<'_, '_>) -> Vec<Found> {
    let has = |name: &str| {
        scene.eval.project.packages.iter().any(|package| {
            ["dependencies", "devDependencies"]
                .iter()
                .any(|list| package.data.at(&[list, name]).is_some())
        })
    };
    let next = has("next");
    let vercel = has("@vercel/node") || scene.eval.project.at("vercel.json").is_some();
    let mut found = Vec::new();
    for module in scene.eval.project.ids() {
        if scene.tree(module).in_page {
            continue;
        }
        let path = scene.eval.project.path(module).to_string();
        let Some((stem, ending)) = path.rsplit_once('.') else {
            continue;
        };
        if !matches!(ending, "js" | "jsx" | "ts" | "tsx" | "mjs") {
            continue;
        }
        if next && let Some(route) = below(stem, "pages/api").map(|rest| format!("/api{rest}")) {
            by_default(scene, module, &route, "next", &mut found);
        } else if next && let Some(route) = app_route(stem) {
            by_method(scene, module, &route, "next", &mut found);
        } else if let Some(rest) = below(stem, "netlify/functions") {
            by_name(
                scene,
                module,
                "handler",
                "ALL",
                &format!("/.netlify/functions{rest}"),
                "netlify",
                &mut found,
            );
        } else if let Some(route) = below(stem, "functions") {
            pages_function(scene, module, &route, &mut found);
        } else if vercel && let Some(route) = stem.strip_prefix("api/").map(|rest| format!("/api/{rest}")) {
            by_default(
                scene,
                module,
                route.trim_end_matches("/index"),
                "vercel",
                &mut found,
            );
            by_method(
                scene,
                module,
                route.trim_end_matches("/index"),
                "vercel",
                &mut found,
            );
        }
    }
    found
}

/// What follows a folder in a path, without `/index`.
fn below(stem: &str, folder: &str) -> Option<String> {
    let rest = match stem.strip_prefix(folder) {
        Some(rest) if rest.starts_with('/') => rest,
        _ => {
            let inner = format!("/{folder}/");
            let start = stem.find(&inner)?;
            &stem[start + inner.len() - 1..]
        }
    };
    Some(match rest.strip_suffix("/index") {
        Some(rest) => rest.to_owned(),
        None => rest.to_owned(),
    })
}

/// `app/a/(group)/b/route` → `/a/b`
fn app_route(stem: &str) -> Option<String> {
    let folder = stem.strip_suffix("/route")?;
    let inner = below(folder, "app").or_else(|| (folder == "app").then(String::new))?;
    let path: String = inner
        .split('/')
        .filter(|part| !part.is_empty() && !part.starts_with('(') && !part.starts_with('@'))
        .map(|part| format!("/{part}"))
        .collect();
    Some(if path.is_empty() { "/".into() } else { path })
}

fn exported(scene: &mut Scene<'_, '_>, module: ModId, name: &str) -> Vec<Val> {
    let mut vals = Vals::default();
    scene.eval.member_of(Val::Module(module), name, &mut vals);
    vals.vals
}

fn functions(vals: &[Val]) -> Vec<(ModId, FuncId)> {
    vals.iter()
        .filter_map(|val| match *val {
            Val::Func(module, func, _) => Some((module, func)),
            _ => None,
        })
        .collect()
}

fn by_default(
    scene: &mut Scene<'_, '_>,
    module: ModId,
    path: &str,
    framework: &'static str,
    found: &mut Vec<Found>,
) {
    by_name(scene, module, "default", "ALL", path, framework, found);
}

fn by_method(
    scene: &mut Scene<'_, '_>,
    module: ModId,
    path: &str,
    framework: &'static str,
    found: &mut Vec<Found>,
) {
    for method in METHODS {
        by_name(scene, module, method, method, path, framework, found);
    }
}

fn by_name(
    scene: &mut Scene<'_, '_>,
    module: ModId,
    export: &str,
    method: &str,
    path: &str,
    framework: &'static str,
    found: &mut Vec<Found>,
) {
    let vals = exported(scene, module, export);
    // An application is exported as a whole: its routes are its own.
    let application = vals
        .iter()
        .any(|val| matches!(*val, Val::Sym(sym) if super::chain::router(scene, sym).is_some()));
    if vals.is_empty() || application {
        return;
    }
    let functions = functions(&vals);
    let auth = functions.iter().fold(Auth::None, |auth, (module, func)| {
        auth::stronger(auth, auth::of_function(scene, *module, *func, 3))
    });
    let (of, func) = functions.last().copied().unwrap_or((module, TOP));
    let span = scene
        .tree(of)
        .func(func)
        .map(|func| func.span)
        .unwrap_or_default();
    found.push(Found {
        method: method.into(),
        path: path.to_owned(),
        place: scene.place(of, span),
        functions,
        framework,
        auth,
        implicit: false,
    });
}

/// Cloudflare Pages: `onRequest`, `onRequestGet`, ….
fn pages_function(scene: &mut Scene<'_, '_>, module: ModId, path: &str, found: &mut Vec<Found>) {
    if path.ends_with("/_middleware") {
        return;
    }
    let path = if path.is_empty() { "/" } else { path };
    by_name(scene, module, "onRequest", "ALL", path, "cloudflare-pages", found);
    for method in METHODS {
        let mut name = String::from("onRequest");
        name.push_str(&method[..1]);
        name.push_str(&method[1..].to_ascii_lowercase());
        by_name(scene, module, &name, method, path, "cloudflare-pages", found);
    }
}

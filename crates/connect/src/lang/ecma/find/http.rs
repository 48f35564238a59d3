//! HTTP clients: which call is a request, and where it says method and address.

use super::super::value::{ROOT, SymId, TextId, Val};
use super::arguments::{Shape, arguments, from_parts, method_of, with_base, with_default_base};
use super::outbound::PRODUCT_CLIENT;
use super::{At, Scene};
use crate::facts::Via;

/// A request that was recognised.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub package: Option<&'static str>,
    pub method: Option<String>,
    pub urls: Vec<TextId>,
    pub via: Option<Via>,
    /// Where the client was made, where it was.
    pub made: Option<(super::super::value::ModId, super::super::ir::ExprId)>,
}

const VERBS: [&str; 9] = [
    "get", "post", "put", "patch", "delete", "del", "head", "options", "request",
];

/// Packages that are HTTP clients: the name, the base option, whether the plain call takes method and address.
const CLIENTS: [(&str, &str); 28] = [
    ("axios", "baseURL"),
    ("@nestjs/axios", "baseURL"),
    ("got", "prefixUrl"),
    ("ky", "prefixUrl"),
    ("ky-universal", "prefixUrl"),
    ("request", "baseUrl"),
    ("request-promise", "baseUrl"),
    ("request-promise-native", "baseUrl"),
    ("requestretry", "baseUrl"),
    ("cloudscraper", "baseUrl"),
    ("superagent", ""),
    ("needle", ""),
    ("node-fetch", ""),
    ("node-fetch-native", ""),
    ("cross-fetch", ""),
    ("isomorphic-fetch", ""),
    ("isomorphic-unfetch", ""),
    ("unfetch", ""),
    ("whatwg-fetch", ""),
    ("make-fetch-happen", ""),
    ("fetch-retry", ""),
    ("ofetch", "baseURL"),
    ("undici", ""),
    ("phin", ""),
    ("wretch", ""),
    ("follow-redirects", ""),
    (PRODUCT_CLIENT, ""),
    // Fetches the keys of whoever signs tokens.
    ("jose", ""),
];

/// Recognises a request in what a call calls.
pub(crate) fn request(scene: &mut Scene<'_, '_>, at: &At, sym: SymId, text: &str) -> Option<Request> {
    if text.starts_with(':') {
        return global(scene, at, text);
    }
    if let Some(request) = super::command::request(scene, at, text) {
        return Some(request);
    }
    let (package, base, rest) = client(text)?;
    if matches!(package, "http" | "https" | "http2" | "follow-redirects") {
        return node(scene, at, package, rest);
    }
    if package == "undici" && rest.is_empty() {
        return None;
    }
    let (tail, made) = tail(rest);
    let (shape, method) = shape(package, tail, at.call.is_new)?;
    let (method, mut urls) = arguments(scene, at, shape, method, base)?;
    let made = if made {
        scene.eval.pool.last_call(sym)
    } else {
        None
    };
    if let Some((module, expr, env)) = made {
        urls = with_base(scene, module, expr, env, base, &urls);
    } else if package == "axios" {
        urls = with_default_base(scene, &urls);
    }
    Some(Request {
        package: Some(package),
        method,
        urls,
        via: None,
        made: made.map(|(module, expr, _)| (module, expr)),
    })
}

fn client(text: &str) -> Option<(&'static str, &'static str, &str)> {
    let end = root_end(text);
    let root = text.get(..end)?;
    let rest = &text[end..];
    if let Some((name, base)) = CLIENTS.iter().find(|(name, _)| *name == root) {
        return Some((name, base, rest));
    }
    match root {
        "http" => Some(("http", "", rest)),
        "https" => Some(("https", "", rest)),
        "http2" => Some(("http2", "", rest)),
        "@angular/common" => Some(("@angular/common", "", rest)),
        _ => None,
    }
}

/// Where the package's name ends in a symbol's text.
pub(crate) fn root_end(text: &str) -> usize {
    let mut from = 0;
    if text.starts_with('@') {
        from = text.find('/').unwrap_or(0);
    }
    let tail = text.as_bytes().get(from..).unwrap_or(&[]);
    let end = from
        + tail
            .iter()
            .position(|byte| matches!(byte, b'.' | b'(' | b'<'))
            .unwrap_or(tail.len());
    // A dot in a package's own name (`jira.js`) is part of it.
    for name in ["jira.js", "confluence.js", "discord.js", "mailgun.js"] {
        if end + 3 == name.len() && text.starts_with(name) {
            return name.len();
        }
    }
    end
}

/// Strips what makes clients; the last member remains. Says whether a client was made.
fn tail(rest: &str) -> (&str, bool) {
    let mut rest = rest;
    let mut made = false;
    loop {
        let before = rest;
        for maker in [
            ".create()",
            ".extend()",
            ".defaults()",
            ".instance()",
            ".default()",
            ".agent()",
            ".Axios()",
            ".AxiosInstance()",
            ".HttpService()",
            ".Pool()",
            ".Client()",
            ".Agent()",
            ".jar()",
        ] {
            if let Some(after) = rest.strip_prefix(maker) {
                rest = after;
                made = true;
            }
        }
        for plain in [".default", ".axiosRef", ".fetch", ".promises"] {
            if let Some(after) = rest.strip_prefix(plain)
                && (after.is_empty() || after.starts_with(['.', '(']))
            {
                // `.fetch` is the request itself, where nothing follows.
                if plain == ".fetch" && after.is_empty() {
                    return ("", made);
                }
                rest = after;
            }
        }
        if rest == before {
            return (rest, made);
        }
    }
}

fn shape(package: &str, tail: &str, is_new: bool) -> Option<(Shape, Option<String>)> {
    if is_new {
        return None;
    }
    if package == "jose" {
        let fetches = tail == ".createRemoteJWKSet";
        return fetches.then(|| (Shape::Named, Some("GET".to_owned())));
    }
    if package == PRODUCT_CLIENT {
        let name = tail.rsplit('.').next().unwrap_or("");
        let sends = matches!(
            name,
            "" | "fetch" | "requestJira" | "requestConfluence" | "requestBitbucket"
        );
        return sends.then_some((Shape::UrlOrOptions, None));
    }
    if tail.is_empty() {
        let shape = match package {
            "superagent" | "needle" => Shape::MethodUrl,
            "wretch" => return None,
            _ => Shape::UrlOrOptions,
        };
        return Some((shape, None));
    }
    if package == "wretch" {
        return None;
    }
    let name = tail.strip_prefix('.')?;
    match name {
        "request" | "fetch" | "stream" | "$fetch" | "raw" | "*" => Some((Shape::UrlOrOptions, None)),
        "postForm" | "putForm" | "patchForm" => {
            let verb = name.trim_end_matches("Form").to_ascii_uppercase();
            Some((Shape::Named, Some(verb)))
        }
        name if VERBS.contains(&name) => {
            let verb = if name == "del" {
                "DELETE".into()
            } else {
                name.to_ascii_uppercase()
            };
            Some((Shape::Named, Some(verb)))
        }
        _ => None,
    }
}

fn node(scene: &mut Scene<'_, '_>, at: &At, package: &'static str, rest: &str) -> Option<Request> {
    let (scheme, rest) = match (package, rest) {
        ("follow-redirects", rest) => (
            if rest.starts_with(".https") {
                "https"
            } else {
                "http"
            },
            rest.trim_start_matches(".https").trim_start_matches(".http"),
        ),
        (package, rest) => (package, rest),
    };
    let method = match rest {
        ".get" => Some("GET".to_owned()),
        ".request" | ".connect" => None,
        _ => return None,
    };
    if package == "http2" && rest != ".connect" {
        return None;
    }
    let mut urls = Vec::new();
    let mut found = method;
    for index in 0..2 {
        let Some(arg) = scene.arg(at, index) else { continue };
        for val in scene.vals(at.module, arg).iter() {
            match *val {
                Val::Object(..) | Val::Holder(..) => {
                    if index == 0 {
                        urls.extend(from_parts(scene, *val, scheme));
                    }
                    found = found.or_else(|| method_of(scene, *val));
                }
                Val::Func(..) | Val::Null => {}
                other if index == 0 => urls.extend(scene.eval.texts(&[other])),
                _ => {}
            }
        }
    }
    if urls.is_empty() {
        urls = scene.eval.texts(&[]);
    }
    Some(Request {
        package: Some(package),
        method: found.or_else(|| Some("GET".into())),
        urls,
        via: None,
        made: None,
    })
}

/// Requests by what the browser and Node have without an import.
fn global(scene: &mut Scene<'_, '_>, at: &At, text: &str) -> Option<Request> {
    let plain = |urls: Vec<TextId>, method: Option<&str>, via: Option<Via>| {
        Some(Request {
            package: None,
            method: method.map(str::to_owned),
            urls,
            via,
            made: None,
        })
    };
    match text {
        ":fetch" => {
            let (method, urls) = arguments(scene, at, Shape::UrlOrOptions, None, "")?;
            plain(urls, method.as_deref(), None)
        }
        ":XMLHttpRequest().open" => {
            let method = scene
                .arg_texts(at, 0)
                .first()
                .and_then(|text| scene.eval.pool.whole(*text));
            plain(
                scene.arg_texts(at, 1),
                Some(method.as_deref().unwrap_or("*")),
                None,
            )
        }
        ":navigator.sendBeacon" => plain(scene.arg_texts(at, 0), Some("POST"), None),
        ":WebSocket" | ":EventSource" if at.call.is_new => plain(scene.arg_texts(at, 0), None, None),
        ":importScripts" => plain(scene.arg_texts(at, 0), Some("GET"), Some(Via::Script)),
        ":Worker" | ":SharedWorker" if at.call.is_new => {
            plain(scene.arg_texts(at, 0), Some("GET"), Some(Via::Script))
        }
        ":open" => plain(scene.arg_texts(at, 0), None, Some(Via::Navigation)),
        ":$" | ":jQuery" => made_element(scene, at),
        ":location.assign" | ":location.replace" | ":top.location.assign" | ":parent.location.assign" => {
            plain(scene.arg_texts(at, 0), None, Some(Via::Navigation))
        }
        _ => {
            let name = text
                .strip_prefix(":$.")
                .or_else(|| text.strip_prefix(":jQuery."))
                .or_else(|| text.strip_prefix(":AJS.$."))
                .or_else(|| text.strip_prefix(":$http."))
                .or_else(|| text.strip_prefix(":axios."))?;
            jquery(scene, at, name)
        }
    }
}

/// `$("<form>", {action: …})`: an element that is made with its attributes.
fn made_element(scene: &mut Scene<'_, '_>, at: &At) -> Option<Request> {
    let markup = scene.tree(at.module).str(scene.arg(at, 0)?)?;
    let name: String = markup
        .strip_prefix('<')?
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect();
    let options = scene.arg(at, 1)?;
    let (attribute, via) = super::browser::uses(&name).first()?;
    let vals = scene.option(at.module, options, attribute, ROOT);
    if vals.is_empty() {
        return None;
    }
    Some(Request {
        package: Some("jquery"),
        method: (*via == Via::Form).then(|| "POST".to_owned()),
        urls: scene.eval.texts(&vals),
        via: Some(*via),
        made: None,
    })
}

/// `$.ajax` and its short forms, whether `$` is a global or imported.
pub(crate) fn jquery(scene: &mut Scene<'_, '_>, at: &At, name: &str) -> Option<Request> {
    let (shape, method) = match name {
        "ajax" => (Shape::UrlOrOptions, None),
        "get" | "getJSON" | "getScript" => (Shape::UrlOrOptions, Some("GET".to_owned())),
        "post" | "put" | "patch" | "delete" => (Shape::UrlOrOptions, Some(name.to_ascii_uppercase())),
        _ => return None,
    };
    let (mut method, urls) = arguments(scene, at, shape, method, "")?;
    if name == "ajax" {
        for index in 0..2 {
            let Some(options) = scene.arg(at, index) else {
                continue;
            };
            let kinds = scene.option(at.module, options, "type", ROOT);
            if let Some(text) = scene.eval.texts(&kinds).first()
                && let Some(verb) = scene.eval.pool.whole(*text)
            {
                method = Some(verb.to_ascii_uppercase());
            }
        }
    }
    Some(Request {
        package: Some("jquery"),
        method,
        urls,
        via: (name == "getScript").then_some(Via::Script),
        made: None,
    })
}

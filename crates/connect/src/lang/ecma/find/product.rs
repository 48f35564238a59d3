//! Calls of the product's own interface through the framework's client.

use super::super::ir::TOP;
use super::super::value::TextId;
use super::callers::{Asked, told_apart};
use super::http::Request;
use super::outbound::addresses;
use super::{At, Scene};
use crate::facts::{ActsAs, EndUserData, Outbound, OutboundKind, Via};

const VERBS: [(&str, &str); 7] = [
    ("get", "GET"),
    ("post", "POST"),
    ("put", "PUT"),
    ("del", "DELETE"),
    ("delete", "DELETE"),
    ("patch", "PATCH"),
    ("head", "HEAD"),
];

/// What comes after the client in a symbol's text: `.asUser().get`.
fn after_client(text: &str) -> Option<&str> {
    for client in [".httpClient()", ".context.http"] {
        if let Some(at) = text.find(client) {
            return Some(&text[at + client.len()..]);
        }
    }
    None
}

/// Recognises a call of the framework's client.
pub(crate) fn request(scene: &mut Scene<'_, '_>, at: &At, text: &str) -> Option<Request> {
    let (_, method) = verb(text)?;
    let urls = super::arguments::url_argument(scene, at);
    Some(Request {
        package: Some("atlassian-connect-express"),
        method: Some(method.to_owned()),
        urls,
        via: None,
        made: None,
    })
}

/// On whose behalf the client that a symbol names is used, and the method.
fn verb(text: &str) -> Option<(ActsAs, &'static str)> {
    // Few calls end like this, and looking for the client costs more.
    let verb = text.rsplit('.').next()?;
    let (_, method) = VERBS.iter().find(|(name, _)| *name == verb)?;
    let rest = after_client(text)?;
    let acts_as = match rest.strip_suffix(verb)? {
        "." => ActsAs::App,
        ".asUser()." | ".asUserByAccountId()." => ActsAs::User,
        _ => return None,
    };
    Some((acts_as, method))
}

/// Adds the facts of a call of the framework's client: one for each method and path that its callers give.
pub(crate) fn add(scene: &mut Scene<'_, '_>, at: &At) {
    let as_user = scene
        .symbols(at)
        .iter()
        .any(|(_, text)| matches!(verb(text), Some((ActsAs::User, _))));
    let acts_as = if as_user { ActsAs::User } else { ActsAs::App };
    for asked in told_apart(scene, at, &|scene, _, text| request(scene, at, text)) {
        add_asked(scene, at, acts_as, asked);
    }
}

/// Adds the facts of one request: the product's interface, unless the address names another host.
fn add_asked(scene: &mut Scene<'_, '_>, at: &At, acts_as: ActsAs, asked: Asked) {
    let Asked { request, callers } = asked;
    let foreign: Vec<_> = addresses(scene, &request.urls)
        .into_iter()
        .filter(|address| address.host.is_some() && !address.product)
        .collect();
    let place = scene.place_of(at.module, at.call.expr);
    let function = scene.function(at.module, at.call.owner);
    let product = Outbound {
        kind: OutboundKind::ProductApi,
        via: Via::Server,
        method: request.method.clone(),
        path: None,
        url: None,
        host: None,
        host_why: Some("the customer's site".into()),
        package: request.package.map(str::to_owned),
        category: "product".into(),
        end_user_data: EndUserData::Likely,
        acts_as,
        place,
        also_at: callers,
        function,
        implicit: false,
    };
    if foreign.is_empty() {
        for path in paths(scene, &request) {
            let product = product.clone();
            scene.facts.outbound.push(Outbound { path, ..product });
        }
        return;
    }
    for address in foreign {
        let (category, end_user_data) = super::outbound::service(address.host.as_deref(), false);
        scene.facts.outbound.push(Outbound {
            kind: OutboundKind::Http,
            path: address.path,
            url: address.url,
            host: address.host,
            host_why: address.why,
            category,
            end_user_data,
            acts_as: ActsAs::Unknown,
            ..product.clone()
        });
    }
}

/// Adds the facts of a request of any other client. One that goes to the product and has several methods or
/// addresses is told apart by its callers.
pub(crate) fn add_request(scene: &mut Scene<'_, '_>, at: &At, request: Request) {
    // A path alone leads a plain `fetch` to where the page comes from.
    let plain = request.package.is_none();
    let to_product = addresses(scene, &request.urls)
        .iter()
        .any(|address| address.product && !(plain && address.relative()));
    let several = request.urls.len() > 1 || request.method.as_deref() == Some("*");
    if !to_product || !several {
        super::outbound::add_request(scene, at, &request);
        return;
    }
    for asked in told_apart(scene, at, &|scene, sym, text| {
        super::http::request(scene, at, sym, text)
    }) {
        let from = scene.facts.outbound.len();
        super::outbound::add_request(scene, at, &asked.request);
        for added in scene.facts.outbound.iter_mut().skip(from) {
            added.also_at.extend(asked.callers.iter().cloned());
        }
    }
}

/// The paths of a request, each once.
pub(super) fn paths(scene: &Scene<'_, '_>, request: &Request) -> Vec<Option<String>> {
    let mut paths: Vec<Option<String>> = Vec::new();
    for url in &request.urls {
        let path = path(scene, *url);
        if !paths.contains(&path) {
            paths.push(path);
        }
    }
    paths
}

/// The path of the product's interface, with `{}` for what is not known.
fn path(scene: &Scene<'_, '_>, url: TextId) -> Option<String> {
    let shown = scene.eval.pool.shown(url);
    let plain = super::super::secrets::redacted(&shown);
    let path = match plain.split_once("://") {
        Some((_, rest)) => rest.find('/').map(|at| rest[at..].to_owned())?,
        None => match plain.strip_prefix("{}") {
            Some(rest) if rest.starts_with('/') => rest.to_owned(),
            _ => plain,
        },
    };
    let path = path.split('?').next().unwrap_or("").to_owned();
    (path.starts_with('/') && path != "/").then_some(path)
}

/// Adds what the framework itself asks of Atlassian: the keys of signed installs, tokens to act as a user.
pub(crate) fn implicit(scene: &mut Scene<'_, '_>) {
    let place = scene
        .facts
        .routes
        .iter()
        .find(|route| route.framework == "ace")
        .map(|route| (route.place.clone(), route.functions.first().copied()));
    let as_user = scene
        .facts
        .outbound
        .iter()
        .find(|call| {
            call.package.as_deref() == Some("atlassian-connect-express") && call.acts_as == ActsAs::User
        })
        .map(|call| (call.place.clone(), Some(call.function)));
    let hosts = [
        (place, "GET", "connect-install-keys.atlassian.com"),
        (
            as_user,
            "POST",
            "oauth-2-authorization-server.services.atlassian.com",
        ),
    ];
    for (found, method, host) in hosts {
        let Some((place, function)) = found else { continue };
        let module = scene.eval.project.at(&place.file);
        let Some(function) = function.or_else(|| module.map(|module| scene.function(module, TOP))) else {
            continue;
        };
        let (category, end_user_data) = super::outbound::service(Some(host), false);
        scene.facts.outbound.push(Outbound {
            kind: OutboundKind::Http,
            via: Via::Server,
            method: Some(method.into()),
            path: None,
            url: Some(format!("https://{host}")),
            host: Some(host.into()),
            host_why: None,
            package: Some("atlassian-connect-express".into()),
            category,
            end_user_data,
            acts_as: ActsAs::Unknown,
            place,
            also_at: Vec::new(),
            function,
            implicit: true,
        });
    }
}

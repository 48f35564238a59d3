//! Calls of the product's own interface through the framework's client.

use super::super::ir::TOP;
use super::super::value::SymId;
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
pub(crate) fn request(scene: &mut Scene<'_, '_>, at: &At, _sym: SymId, text: &str) -> Option<Request> {
    let rest = after_client(text)?;
    let verb = rest.rsplit('.').next()?;
    let before = &rest[..rest.len() - verb.len()];
    if !matches!(before, "." | ".asUser()." | ".asUserByAccountId().") {
        return None;
    }
    let (_, method) = VERBS.iter().find(|(name, _)| *name == verb)?;
    let urls = super::arguments::url_argument(scene, at);
    Some(Request {
        package: Some("atlassian-connect-express"),
        method: Some((*method).to_owned()),
        urls,
        via: None,
        made: None,
    })
}

/// Adds the facts of such a call: the product's interface, unless the address names another host.
pub(crate) fn add(scene: &mut Scene<'_, '_>, at: &At, text: &str, request: &Request) {
    let acts_as = if text.contains(".asUser") {
        ActsAs::User
    } else {
        ActsAs::App
    };
    let foreign: Vec<_> = addresses(scene, &request.urls)
        .into_iter()
        .filter(|address| address.host.is_some() && !address.product)
        .collect();
    let place = scene.place_of(at.module, at.call.expr);
    let function = scene.function(at.module, at.call.owner);
    let path = path(scene, request);
    let product = Outbound {
        kind: OutboundKind::ProductApi,
        via: Via::Server,
        method: request.method.clone(),
        path,
        url: None,
        host: None,
        host_why: Some("the customer's site".into()),
        package: request.package.map(str::to_owned),
        category: "product".into(),
        end_user_data: EndUserData::Likely,
        acts_as,
        place,
        also_at: Vec::new(),
        function,
        implicit: false,
    };
    if foreign.is_empty() {
        scene.facts.outbound.push(product);
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

/// The path of the product's interface, with `{}` for what is not known.
fn path(scene: &Scene<'_, '_>, request: &Request) -> Option<String> {
    let shown = scene.eval.pool.shown(*request.urls.first()?);
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

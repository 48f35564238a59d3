//! From requests to facts: one for each host that a request may go to.

use super::address::Address;
pub(super) use super::address::addresses;
use super::http::Request;
use super::names::names_own_server;
use super::{At, Scene};
use crate::facts::{ActsAs, EndUserData, Outbound, OutboundKind, Via};

/// The package through which functions on the platform itself ask the products.
pub(super) const PRODUCT_CLIENT: &str = "@forge/api";

/// Adds the facts of a request: one for each host that it may go to.
pub(crate) fn add_request(scene: &mut Scene<'_, '_>, at: &At, request: &Request) {
    let browser = scene
        .in_browser
        .get(at.module.0 as usize)
        .copied()
        .unwrap_or(false);
    let via = request
        .via
        .unwrap_or(if browser { Via::Fetch } else { Via::Server });
    let addresses = addresses(scene, &request.urls);
    let also_at = request
        .made
        .map(|(module, expr)| scene.place_of(module, expr))
        .into_iter()
        .collect::<Vec<_>>();
    let forge = request.package == Some(PRODUCT_CLIENT);
    for mut address in addresses {
        // Its paths are the products'; its plain `fetch` takes whole addresses only.
        if forge && address.own && address.path.is_some() {
            (address.own, address.product) = (false, true);
        }
        let relative = request.package.is_none() && address.relative();
        let silent = match via {
            Via::Navigation | Via::Form => !address.leads_away(),
            _ => browser && own_server(&address),
        };
        let unknown = address.host.is_none() && !address.product;
        if address.own || relative || (unknown && silent) || (browser && address.is_own_in_page()) {
            continue;
        }
        let kind = match (address.product, browser) {
            (true, _) if matches!(via, Via::Server | Via::Fetch) => OutboundKind::ProductApi,
            (true, _) => OutboundKind::Client,
            (false, true) => OutboundKind::Client,
            (false, false) => OutboundKind::Http,
        };
        let (category, end_user_data) = service(address.host.as_deref(), address.product);
        let outbound = Outbound {
            kind,
            via,
            method: request.method.clone(),
            path: address.path,
            url: address.url,
            host: address.host,
            host_why: address.why,
            package: request.package.map(str::to_owned),
            category,
            end_user_data,
            acts_as: match (address.product, forge && as_user(scene, at)) {
                (true, true) => ActsAs::User,
                (true, false) => ActsAs::App,
                (false, _) => ActsAs::Unknown,
            },
            place: scene.place_of(at.module, at.call.expr),
            also_at: also_at.clone(),
            function: scene.function(at.module, at.call.owner),
            implicit: false,
        };
        scene.facts.outbound.push(outbound);
    }
}

fn as_user(scene: &Scene<'_, '_>, at: &At) -> bool {
    scene
        .symbols(at)
        .iter()
        .any(|(_, text)| text.contains(".asUser()"))
}

/// In a page an address that begins with something unknown and then a path is the app's own, more often than not.
fn own_server(address: &Address) -> bool {
    let own = address
        .url
        .as_deref()
        .is_none_or(|url| url.strip_prefix("{}").is_some_and(|rest| !rest.starts_with('.')));
    own && address.variable.as_deref().is_none_or(|name| {
        names_own_server(name)
            || ["PUBLIC_URL", "BASE_URL", "APP_URL", "ASSET_URL"]
                .iter()
                .any(|own| name.ends_with(own))
    })
}

/// What a host is for, and whether end-user data is likely in what is sent there.
pub(crate) fn service(host: Option<&str>, product: bool) -> (String, EndUserData) {
    if product {
        return ("product".into(), EndUserData::Likely);
    }
    let Some(host) = host else {
        return ("other".into(), EndUserData::Unknown);
    };
    match super::packages::by_host(host) {
        Some((category, data)) => (category.to_owned(), data),
        None => ("other".into(), EndUserData::Unknown),
    }
}

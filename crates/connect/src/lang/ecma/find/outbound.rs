//! From addresses to facts: host, path, reason, whether it is the product's own interface.

use super::super::secrets::redacted;
use super::super::value::{Part, SymId, TextId};
use super::http::Request;
use super::{At, Scene};
use crate::facts::{ActsAs, EndUserData, Outbound, OutboundKind, Via};
use std::collections::BTreeMap;

/// What the customer's site is called in code.
const SITE_NAMES: [&str; 24] = [
    "hostbaseurl",
    "jirahost",
    "jirabaseurl",
    "confluencebaseurl",
    "hosturl",
    "siteurl",
    "jiraurl",
    "jira_host",
    "jirahosturl",
    "clientbaseurl",
    "jirainstanceurl",
    "instanceurl",
    "tenanturl",
    "connectbaseurl",
    "atlassianhost",
    "atlassiansiteurl",
    "jiradomain",
    "confluenceurl",
    "atlassianbaseurl",
    "cloudurl",
    "jira_base_url",
    "jirasiteurl",
    "baseurl",
    "host",
];
/// What of these is the customer's site only if the path says so too.
const WEAK_NAMES: usize = 2;
/// Beginnings of paths that only the products have.
const PRODUCT_PATHS: [&str; 17] = [
    "/rest/api/",
    "/rest/agile/",
    "/rest/servicedeskapi/",
    "/rest/atlassian-connect/",
    "/wiki/rest/",
    "/wiki/api/",
    "/rest/devinfo/",
    "/rest/deployments/",
    "/rest/builds/",
    "/rest/featureflags/",
    "/rest/remotelinks/",
    "/rest/security/",
    "/rest/dev-status/",
    "/gateway/api/",
    "/api/v2/custom-content",
    "/api/v2/blogposts",
    "/api/v2/footer-comments",
];

/// The package through which functions on the platform itself ask the products.
pub(super) const PRODUCT_CLIENT: &str = "@forge/api";

/// A host, or why it is not known.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Address {
    pub host: Option<String>,
    pub why: Option<String>,
    pub url: Option<String>,
    pub path: Option<String>,
    pub product: bool,
    /// An address of the app's own server.
    pub own: bool,
    /// The variable that fills the address, where one does.
    pub variable: Option<String>,
    /// Whether it begins with something that is not known but comes from somewhere.
    pub named: bool,
    /// What that is called.
    pub name: Option<String>,
    /// Whether it is an argument that nothing in the app passes.
    pub given: bool,
}

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

/// A property of a component that no other passes, or an argument: `({href}) => …`.
fn is_unpassed(scene: &Scene<'_, '_>, sym: SymId) -> bool {
    use super::super::value::Step;
    let Step::Param(module, ..) = scene.eval.pool.root(sym) else {
        return false;
    };
    let browser = scene.in_browser.get(module.0 as usize).copied();
    browser.unwrap_or(false) && !scene.eval.pool.sym_text(sym).contains("()")
}

fn own_server_name(name: Option<&str>) -> bool {
    name.is_some_and(names_own_server)
}

/// The address of the page itself, or a part of it.
fn is_own_location(sym: &str) -> bool {
    let rest = sym
        .strip_prefix(":location")
        .or_else(|| sym.strip_prefix(":document.location"));
    match rest {
        Some(rest) => matches!(
            rest,
            "" | ".href"
                | ".origin"
                | ".pathname"
                | ".search"
                | ".host"
                | ".hostname"
                | ".protocol"
                | ".hash"
        ),
        // What the page itself holds in memory has an address of its own, too.
        None => {
            matches!(sym, ":document.URL" | ":document.baseURI" | ":origin")
                || sym.starts_with(":URL.createObjectURL")
        }
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
        .is_none_or(|url| url == "{}" || url.starts_with("{}/"));
    own && address.variable.as_deref().is_none_or(|name| {
        names_own_server(name)
            || ["PUBLIC_URL", "BASE_URL", "APP_URL", "ASSET_URL"]
                .iter()
                .any(|own| name.ends_with(own))
    })
}

/// Whether a name says that the app's own address is in it.
pub(super) fn names_own_server(name: &str) -> bool {
    const OWN: [&str; 14] = [
        "publicurl",
        "baseurl",
        "appurl",
        "appbaseurl",
        "asseturl",
        "localbaseurl",
        "staticurl",
        "assetsurl",
        "baseuri",
        // Where a user is led back to.
        "returnurl",
        "retryurl",
        "backurl",
        "nexturl",
        "callbackurl",
    ];
    let plain = name.to_ascii_lowercase().replace(['_', '-'], "");
    OWN.contains(&plain.as_str())
}

/// Whether a name says that a whole address is in it, and not the app's own.
pub(super) fn names_address(name: &str) -> bool {
    let plain = name.to_ascii_lowercase();
    let fits = [
        "url", "uri", "link", "href", "avatar", "host", "hostname", "domain", "website", "server",
    ]
    .iter()
    .any(|end| plain.ends_with(end));
    fits && !names_own_server(name)
}

/// One address per host that is known, and one without a host where something else may come as well.
pub(crate) fn addresses(scene: &mut Scene<'_, '_>, urls: &[TextId]) -> Vec<Address> {
    let mut known: BTreeMap<(Option<String>, bool), Address> = BTreeMap::new();
    let mut unknown: Vec<Address> = Vec::new();
    let mut own = false;
    let mut variable = None;
    for url in urls {
        let address = address(scene, *url);
        variable = variable.or_else(|| address.variable.clone());
        if address.own {
            own = true;
        } else if address.host.is_some() || address.product {
            known
                .entry((address.host.clone(), address.product))
                .and_modify(|before| before.merge(&address))
                .or_insert(address);
        } else {
            unknown.push(address);
        }
    }
    if known.keys().any(|(host, product)| *product && host.is_some()) {
        known.retain(|(host, product), _| !*product || host.is_some());
    }
    if let Some(name) = &variable {
        for address in known.values_mut() {
            if address.host.is_some() && address.why.is_none() {
                address.why = Some(format!("a default; the variable {name} can change it"));
                address.variable = Some(name.clone());
            }
        }
    }
    if known.is_empty() {
        return match unknown.into_iter().next() {
            Some(address) if !own => vec![address],
            _ => Vec::new(),
        };
    }
    let other = unknown
        .into_iter()
        .find(|address| known.values().all(|known| !known.product) && address.is_of_others(&known));
    let mut all: Vec<Address> = known.into_values().collect();
    all.extend(other.map(|address| {
        Address {
            why: address
                .why
                .map(|why| format!("another server, such as the customer's own: {why}")),
            ..address
        }
    }));
    all
}

impl Address {
    /// Whether it is no more than a path.
    fn relative(&self) -> bool {
        self.host.is_none() && self.url.as_deref().is_some_and(|url| url.starts_with('/'))
    }

    /// Whether a page gets there by what names the app's own server.
    pub(super) fn is_own_in_page(&self) -> bool {
        self.variable.as_deref().is_some_and(names_own_server)
    }

    /// Whether it begins with something that comes from elsewhere: more often than not it is another host.
    pub(super) fn leads_away(&self) -> bool {
        self.named && self.variable.is_none() && !own_server_name(self.name.as_deref())
    }

    /// The same, where a picture or a link of the app itself is as likely: the name has to say so.
    pub(super) fn names_other_host(&self) -> bool {
        self.named && self.name.as_deref().is_some_and(names_address)
    }

    /// Whether an address that is not known may lead to yet another host than the known ones: it does not where
    /// it is a variable of which they are the defaults.
    fn is_of_others(&self, known: &BTreeMap<(Option<String>, bool), Self>) -> bool {
        let rest = self.url.as_deref().and_then(|url| url.strip_prefix("{}"));
        let Some(rest) = rest else { return false };
        if self.variable.is_none() {
            return self.named && !self.given;
        }
        !known
            .values()
            .any(|known| known.url.as_deref().is_none_or(|url| url.ends_with(rest)))
    }

    /// Several addresses of one host: what differs is not known.
    fn merge(&mut self, other: &Self) {
        if self.path != other.path {
            self.path = None;
        }
        if self.url != other.url {
            self.url = self.host.as_ref().map(|host| format!("https://{host}/{{}}"));
        }
    }
}

fn address(scene: &mut Scene<'_, '_>, url: TextId) -> Address {
    let shown = scene.eval.pool.shown(url);
    let hole = scene.eval.leading_hole(url);
    let variable = hole.flatten().and_then(|sym| scene.eval.variable(sym));
    let plain = redacted(&shown);
    let mut address = Address {
        host: None,
        why: None,
        url: Some(plain.clone()),
        path: None,
        product: false,
        own: false,
        variable,
        named: hole.flatten().is_some(),
        name: hole.flatten().and_then(|sym| scene.eval.last_name(sym)),
        given: hole.flatten().is_some_and(|sym| is_unpassed(scene, sym)),
    };
    if let Some(hole) = hole {
        let rest = plain.strip_prefix("{}").unwrap_or("");
        address.path = rest.starts_with('/').then(|| without_query(rest));
        let text = hole
            .map(|sym| scene.eval.pool.sym_text(sym).to_string())
            .unwrap_or_default();
        if is_own_location(&text) {
            address.own = true;
            return address;
        }
        let name = address.name.clone();
        if rest.starts_with(".atlassian.net") || rest.starts_with(".jira.com") {
            address.product = true;
            address.host = Some(format!("*{}", rest.split(['/', ':', '?']).next().unwrap_or("")));
            address.path = path_after_host(rest);
            return address;
        }
        if let Some(suffix) = host_suffix(rest) {
            address.host = Some(format!("*{suffix}"));
            address.path = path_after_host(rest);
            return address;
        }
        address.product =
            !address.is_own_in_page() && is_site(name.as_deref(), &text, address.path.as_deref());
        address.why = Some(why(scene, Some(hole), &address, name.as_deref()));
        return address;
    }
    if let Some((scheme, rest)) = plain.split_once("://") {
        if !matches!(scheme, "http" | "https" | "ws" | "wss" | "ftp") {
            address.own = scheme != "{}";
            address.why = Some("the address is put together at run time".into());
            return address;
        }
        with_host(scene, url, rest, &mut address);
    } else if let Some(rest) = plain.strip_prefix("//") {
        with_host(scene, url, rest, &mut address);
    } else if plain.starts_with('/') && PRODUCT_PATHS.iter().any(|path| plain.starts_with(path)) {
        address.product = true;
        address.path = Some(without_query(&plain));
        address.why = Some("the customer's site".into());
    } else {
        // `mailto:`, `data:`, a path of the app's own server.
        address.own = true;
        address.path = plain.starts_with('/').then(|| without_query(&plain));
    }
    address
}

fn with_host(scene: &mut Scene<'_, '_>, url: TextId, rest: &str, address: &mut Address) {
    let authority = rest.split(['/', '?', '#']).next().unwrap_or("");
    let authority = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let host = authority.split(':').next().unwrap_or("").to_ascii_lowercase();
    address.path = path_after_host(rest);
    if !host.contains("{}") {
        if host.starts_with('.') {
            address.why = Some("the address is put together at run time".into());
            return;
        }
        address.own = host == "localhost" || host == "127.0.0.1" || host == "0.0.0.0" || host.is_empty();
        address.product = product_host(&host, rest);
        address.host = Some(host);
        return;
    }
    let hole = scene.eval.pool.parts(url).iter().find_map(|part| match part {
        Part::Hole(sym) => Some(*sym),
        Part::Lit(_) => None,
    });
    let sym = hole.flatten();
    address.variable = sym.and_then(|sym| scene.eval.variable(sym));
    if let Some(suffix) = host.rsplit_once("{}").and_then(|(_, after)| host_suffix(after)) {
        let host = format!("*{suffix}");
        address.product = matches!(host.as_str(), "*.atlassian.net" | "*.jira.com");
        address.host = Some(host);
        return;
    }
    let text = sym
        .map(|sym| scene.eval.pool.sym_text(sym).to_string())
        .unwrap_or_default();
    let name = sym.and_then(|sym| scene.eval.last_name(sym));
    address.product = is_site(name.as_deref(), &text, address.path.as_deref());
    address.why = Some(why(scene, hole, address, name.as_deref()));
}

fn why(scene: &Scene<'_, '_>, hole: Option<Option<SymId>>, address: &Address, name: Option<&str>) -> String {
    if address.product {
        return "the customer's site".into();
    }
    if let Some(variable) = &address.variable {
        return format!("the variable {variable} holds it");
    }
    let text = hole.flatten().map(|sym| scene.eval.pool.sym_text(sym));
    match (text.as_deref(), name) {
        (Some(text), Some(name)) if text.contains("req") || text.contains("<0>") => {
            format!("comes with a request ({name})")
        }
        (_, Some(name)) => format!("comes from {name}, which is not known"),
        _ => "the address is put together at run time".into(),
    }
}

/// `.example.com` at the beginning of what follows a hole.
fn host_suffix(rest: &str) -> Option<String> {
    let host = rest.split(['/', ':', '?', '#']).next()?.to_ascii_lowercase();
    let labels = host.strip_prefix('.')?;
    let fits = labels.contains('.')
        && labels.split('.').all(|label| {
            !label.is_empty()
                && label
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        });
    fits.then(|| host.clone())
}

fn path_after_host(rest: &str) -> Option<String> {
    let start = rest.find('/')?;
    Some(without_query(&rest[start..]))
}

fn without_query(path: &str) -> String {
    path.split(['?', '#']).next().unwrap_or(path).to_owned()
}

/// The gateway to the sites of all customers. A site that is written out is one host like any other.
fn product_host(host: &str, rest: &str) -> bool {
    host == "api.atlassian.com" && rest.contains("/ex/")
}

/// Whether an address that begins with something unknown is the customer's site.
pub(crate) fn is_site(name: Option<&str>, sym: &str, path: Option<&str>) -> bool {
    let product_path = path.is_some_and(|path| {
        PRODUCT_PATHS
            .iter()
            .any(|start| path.starts_with(start) || path.contains(start))
            || path.starts_with("/rest/")
    });
    let Some(name) = name else { return product_path };
    let name = name.to_ascii_lowercase();
    let strong = SITE_NAMES[..SITE_NAMES.len() - WEAK_NAMES].contains(&name.as_str());
    let tenant = [
        "clientinfo.baseurl",
        "installation.baseurl",
        "tenant.baseurl",
        "context.hostbaseurl",
        "hostbaseurl",
        "settings.baseurl",
    ]
    .iter()
    .any(|end| sym.to_ascii_lowercase().ends_with(end));
    strong || tenant || product_path
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

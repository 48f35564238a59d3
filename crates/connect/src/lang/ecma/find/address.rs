//! Addresses: host, path, and the reason where the host is not known.

use super::super::secrets::redacted;
use super::super::value::{Part, Step, SymId, TextId};
use super::Scene;
use super::names::{is_own_location, is_product_path, is_site, names_address, names_own_server};
use std::collections::BTreeMap;

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
    /// Whether it is this machine that is named.
    pub here: bool,
    /// The variable that fills the address, where one does.
    pub variable: Option<String>,
    /// Whether it begins with something that is not known but comes from somewhere.
    pub named: bool,
    /// What that is called.
    pub name: Option<String>,
    /// Whether it is an argument that nothing in the app passes.
    pub given: bool,
}

/// One address per host that is known, and one without a host where something else may come as well.
pub(crate) fn addresses(scene: &mut Scene<'_, '_>, urls: &[TextId]) -> Vec<Address> {
    let mut known: BTreeMap<(Option<String>, bool), Address> = BTreeMap::new();
    let mut unknown: Vec<Address> = Vec::new();
    let (mut own, mut here) = (false, false);
    let mut variable = None;
    for url in urls {
        let address = address(scene, *url);
        variable = variable.or_else(|| address.variable.clone());
        here |= address.here;
        if address.own {
            own |= !address.here;
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
            // A default for development says nothing of where the variable leads.
            Some(address) if !own && (!here || address.variable.is_some()) => vec![address],
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
    pub(super) fn relative(&self) -> bool {
        self.host.is_none() && self.url.as_deref().is_some_and(|url| url.starts_with('/'))
    }

    /// Whether a page gets there by what names the app's own server.
    pub(super) fn is_own_in_page(&self) -> bool {
        self.variable.as_deref().is_some_and(names_own_server)
    }

    /// Whether it begins with something that comes from elsewhere: more often than not it is another host.
    pub(super) fn leads_away(&self) -> bool {
        let of_element = matches!(
            self.name.as_deref(),
            Some("attr" | "getAttribute" | "prop" | "href")
        );
        // The address of an element is told where the element stands.
        self.named
            && self.variable.is_none()
            && !of_element
            && !self.name.as_deref().is_some_and(names_own_server)
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
            let both_relative = self.relative() && other.relative();
            self.url = match &self.host {
                Some(host) => Some(format!("https://{host}/{{}}")),
                None => both_relative.then(|| "/{}".to_owned()),
            };
        }
    }
}

/// A property of a component that no other passes, or an argument: `({href}) => …`.
fn is_unpassed(scene: &Scene<'_, '_>, sym: SymId) -> bool {
    let Step::Param(module, ..) = scene.eval.pool.root(sym) else {
        return false;
    };
    let browser = scene.in_browser.get(module.0 as usize).copied();
    browser.unwrap_or(false) && !scene.eval.pool.sym_text(sym).contains("()")
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
        here: false,
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
    } else if plain.starts_with('/') && is_product_path(&plain) {
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
        address.here = matches!(host.as_str(), "localhost" | "127.0.0.1" | "0.0.0.0");
        address.own = address.here || host.is_empty();
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

//! What becomes of an outbound call, of a path to it, and of a route.

use super::obstacles::Obstacles;
use super::paths::EgressPath;
use super::reach::{Callers, Nearest, is_in};
use crate::catalog::limit;
use forgeshift_connect::facts::{CodeFacts, EntryKind, FunctionId, Outbound, OutboundKind, Via};
use forgeshift_source::span::Place;
use std::collections::BTreeMap;

/// What becomes of a route or a path. The order is that of trouble.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Forge makes it unnecessary.
    Gone,
    /// Runs on Forge as it is.
    Moves,
    /// Runs on Forge once the host is declared.
    MovesWithEgress,
    /// Cannot run on Forge.
    StaysRemote,
}

impl Verdict {
    /// The word of the contract.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Gone => "gone",
            Self::Moves => "moves",
            Self::MovesWithEgress => "moves-with-egress",
            Self::StaysRemote => "stays-remote",
        }
    }
}

/// Hosts that only serve Connect itself: its script, its keys, its token service.
const CONNECT_HOSTS: [&str; 5] = [
    "connect-cdn.atl-paas.net",
    "connect-install-keys.atlassian.com",
    "cs-migrations--cdn.us-west-1.staging.public.atl-paas.net",
    "oauth-2-authorization-server.services.atlassian.com",
    "auth.atlassian.io",
];

/// Ports that are reported to work; Atlassian names none.
const PORTS: [&str; 10] = [
    "80", "8080", "443", "8443", "8444", "7990", "8089", "8090", "8085", "8060",
];

/// The verdict of one outbound call by itself, with the reason.
pub fn of_call(call: &Outbound) -> (Verdict, String) {
    let host = call.host.as_deref().unwrap_or_default();
    if CONNECT_HOSTS.contains(&host) {
        return (Verdict::Gone, "it serves Connect itself".to_owned());
    }
    match call.kind {
        OutboundKind::ProductApi => (
            Verdict::Moves,
            "a product call: requestJira or requestConfluence".to_owned(),
        ),
        OutboundKind::Socket => (
            Verdict::StaysRemote,
            "functions speak HTTP only: no connection to a database, a cache or a queue".to_owned(),
        ),
        _ if call.via == Via::Form => (
            Verdict::StaysRemote,
            "pages on Forge cannot post forms to another host".to_owned(),
        ),
        _ => of_host(call),
    }
}

fn of_host(call: &Outbound) -> (Verdict, String) {
    let plain = call
        .url
        .as_deref()
        .is_some_and(|url| url.starts_with("http://") || url.starts_with("ws://"));
    match &call.host {
        Some(host) if plain => (
            Verdict::StaysRemote,
            format!("`{host}` is called without TLS, which Forge refuses"),
        ),
        Some(host) if !host.contains('.') => (
            Verdict::StaysRemote,
            format!("`{host}` is a name inside your network"),
        ),
        Some(host) => {
            let port = call.url.as_deref().and_then(|url| port_of(url, host));
            let known = port.is_none_or(|port| PORTS.contains(&port));
            let why = match port.filter(|_| !known) {
                Some(port) => {
                    format!("`{host}` must be declared; whether port {port} is let through is not known")
                }
                None => format!("`{host}` must be declared"),
            };
            (Verdict::MovesWithEgress, why)
        }
        None => {
            let why = call
                .host_why
                .as_deref()
                .unwrap_or("the host is put together at run time");
            if is_customers(why) {
                (
                    Verdict::StaysRemote,
                    format!(
                        "the host is the customer's own ({why}); egress that customers manage is not released"
                    ),
                )
            } else {
                (
                    Verdict::MovesWithEgress,
                    format!("the host is not known ({why}) and must be declared"),
                )
            }
        }
    }
}

/// Whether the reason says that customers choose the host.
fn is_customers(why: &str) -> bool {
    [
        "tenant",
        "customer",
        "stored",
        "settings of",
        "comes with a request",
    ]
    .iter()
    .any(|word| why.to_lowercase().contains(word))
}

/// The verdict of a path with the reason: that of the call, unless something on the way cannot run on Forge.
pub fn along(
    facts: &CodeFacts,
    path: &EgressPath,
    sink: &(Verdict, String),
    obstacles: &Obstacles,
) -> (Verdict, String) {
    if sink.0 == Verdict::Gone {
        return sink.clone();
    }
    let implicit = facts
        .entries
        .get(path.entry)
        .and_then(|entry| entry.route)
        .and_then(|route| facts.routes.get(route))
        .is_some_and(|route| route.implicit);
    if implicit {
        return (Verdict::Gone, IMPLICIT.to_owned());
    }
    match obstacles.first(&path.functions(facts)) {
        Some(why) => (Verdict::StaysRemote, why.to_owned()),
        None => sink.clone(),
    }
}

/// Why a route that a framework adds is gone.
const IMPLICIT: &str = "the framework adds it for Connect, and Forge does that itself";

/// The verdict of each route with the reason: the worst of what it reaches.
pub fn of_routes(
    facts: &CodeFacts,
    sinks: &[(Verdict, String)],
    obstacles: &Obstacles,
) -> Vec<(Verdict, String)> {
    let mut verdicts: Vec<(Verdict, String)> = facts
        .routes
        .iter()
        .map(|route| {
            if route.implicit {
                (Verdict::Gone, IMPLICIT.to_owned())
            } else {
                (Verdict::Moves, within_limits())
            }
        })
        .collect();
    let callers = Callers::new(facts);
    let blocked = callers.lead_to(obstacles.functions());
    let to = |wanted: Verdict| {
        let with = facts.outbound.iter().zip(sinks);
        let wanted = with.filter(move |(_, (verdict, _))| *verdict == wanted);
        callers.lead_to(wanted.map(|(call, _)| call.function))
    };
    let (to_remote, to_egress) = (to(Verdict::StaysRemote), to(Verdict::MovesWithEgress));
    let mut nearest = Nearest::new(facts);
    for (index, entry) in facts.entries.iter().enumerate() {
        let Some(route) = entry.route else { continue };
        let any = |marked: &[bool]| entry.functions.iter().any(|function| is_in(marked, *function));
        // The verdict is exact; the reason is looked for in a walk that ends where it has cost its share.
        let reached = nearest.from(index);
        if entry.kind == EntryKind::Route && any(&blocked) {
            let why = obstacles.first(&reached).unwrap_or(FAR);
            raise(&mut verdicts, route, Verdict::StaysRemote, why);
        } else if any(&to_remote) {
            let why = first_sink(facts, &nearest, &reached, sinks, Verdict::StaysRemote);
            raise(&mut verdicts, route, Verdict::StaysRemote, &why);
        } else if any(&to_egress) {
            let why = first_sink(facts, &nearest, &reached, sinks, Verdict::MovesWithEgress);
            raise(&mut verdicts, route, Verdict::MovesWithEgress, &why);
        } else if let Some(row) = verdicts.get_mut(route).filter(|row| row.0 == Verdict::Moves)
            && let Some(work) = obstacles.work(&reached)
        {
            row.1 = work;
        }
    }
    verdicts
}

/// What is said where the reason lies beyond what was walked.
const FAR: &str = "something far down its calls cannot run there";

/// Why the nearest outbound call with a verdict has it.
fn first_sink(
    facts: &CodeFacts,
    nearest: &Nearest<'_>,
    reached: &[FunctionId],
    sinks: &[(Verdict, String)],
    wanted: Verdict,
) -> String {
    let all = reached.iter().flat_map(|function| nearest.sinks(*function));
    let mut with = all.filter_map(|index| {
        let (verdict, why) = sinks.get(*index as usize)?;
        let at = &facts.outbound.get(*index as usize)?.place;
        (*verdict == wanted).then(|| format!("{why} ({}:{})", at.file, at.line))
    });
    with.next().unwrap_or_else(|| FAR.to_owned())
}

fn within_limits() -> String {
    let number = |id: &str| {
        limit::find(id).map_or_else(|| "?".to_owned(), |row| format!("{} {}", row.value, row.unit))
    };
    format!(
        "nothing was found that a function cannot do ({}, {} in, {} out)",
        number("function.seconds"),
        number("invoke.request"),
        number("invoke.response")
    )
}

fn raise(verdicts: &mut [(Verdict, String)], route: usize, to: Verdict, why: &str) {
    if let Some(row) = verdicts.get_mut(route)
        && row.0 != Verdict::Gone
        && to > row.0
    {
        *row = (to, why.to_owned());
    }
}

/// What live code asks of `permissions.external`: section and address, with the places that need it.
pub fn declarations(facts: &CodeFacts) -> BTreeMap<(&'static str, String), Vec<Place>> {
    let live = super::reach::reach(facts).live;
    let mut out: BTreeMap<(&'static str, String), Vec<Place>> = BTreeMap::new();
    for (call, live) in facts.outbound.iter().zip(live) {
        if let (true, Some(section), Some(address)) = (live, section(call), address(call)) {
            out.entry((section, address))
                .or_default()
                .push(call.place.clone());
        }
    }
    out
}

/// The manifest entry that a call needs: the section of `permissions.external` and the address.
///
/// Measured with `@forge/manifest` 13.7.0 and `@forge/egress` 3.0.0: a port needs its scheme, a wildcard stands in
/// front only, `http:` is refused.
pub fn permission(call: &Outbound) -> Option<String> {
    Some(format!(
        "permissions.external.{}: {}",
        section(call)?,
        address(call)?
    ))
}

/// The section of `permissions.external` that a call needs; none where Forge wants or allows no declaration.
fn section(call: &Outbound) -> Option<&'static str> {
    if call.kind == OutboundKind::ProductApi || call.kind == OutboundKind::Socket {
        return None;
    }
    if of_call(call).0 != Verdict::MovesWithEgress {
        return None;
    }
    let section = match call.via {
        Via::Server => "fetch.backend",
        Via::Fetch => "fetch.client",
        Via::Script => "scripts",
        Via::Style => "styles",
        Via::Font => "fonts",
        Via::Image => "images",
        Via::Media => "media",
        Via::Frame => "frames",
        Via::Navigation => "navigation",
        Via::Form => return None,
    };
    Some(section)
}

/// The address to declare for a call: scheme, host, and the port where one is named.
pub fn address(call: &Outbound) -> Option<String> {
    let host = call.host.as_deref().filter(|host| host.contains('.'))?;
    let url = call.url.as_deref().unwrap_or_default();
    let scheme = if url.starts_with("wss:") { "wss" } else { "https" };
    let port = port_of(url, host);
    match (host.starts_with("*."), port) {
        (true, None) => Some(host.to_owned()),
        (_, Some(port)) => Some(format!("{scheme}://{host}:{port}")),
        (false, None) => Some(format!("{scheme}://{host}")),
    }
}

fn port_of<'a>(url: &'a str, host: &str) -> Option<&'a str> {
    let (_, rest) = url.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let (name, port) = authority.rsplit_once(':')?;
    let digits = !port.is_empty() && port.chars().all(|c| c.is_ascii_digit());
    (digits && name.eq_ignore_ascii_case(host) && port != "443").then_some(port)
}

#[cfg(test)]
mod tests {
    use super::*;
    use forgeshift_connect::facts::{ActsAs, EndUserData, FunctionId};

    fn call(url: &str, host: Option<&str>, why: Option<&str>) -> Outbound {
        Outbound {
            kind: OutboundKind::Http,
            via: Via::Server,
            method: None,
            path: None,
            url: Some(url.into()),
            host: host.map(str::to_owned),
            host_why: why.map(str::to_owned),
            package: None,
            category: "other".into(),
            end_user_data: EndUserData::Unknown,
            acts_as: ActsAs::Unknown,
            place: Place::start_of("a.js".into()),
            also_at: Vec::new(),
            function: FunctionId(0),
            implicit: false,
        }
    }

    #[test]
    fn a_host_with_tls_moves_and_one_without_or_within_a_network_stays() {
        let of = |url, host| of_call(&call(url, Some(host), None)).0;
        assert_eq!(
            of("https://a.example.com/x", "a.example.com"),
            Verdict::MovesWithEgress
        );
        assert_eq!(
            of("http://a.example.com/x", "a.example.com"),
            Verdict::StaysRemote
        );
        assert_eq!(of("https://ngrok/x", "ngrok"), Verdict::StaysRemote);
    }

    #[test]
    fn a_port_that_nobody_reported_is_told_and_a_usual_one_is_not() {
        let why = |url| of_call(&call(url, Some("a.example.com"), None)).1;
        assert!(why("https://a.example.com:9000/x").contains("port 9000"));
        assert!(!why("https://a.example.com:8443/x").contains("port"));
    }

    #[test]
    fn a_host_that_comes_with_a_request_is_the_customers_and_one_of_a_variable_is_not() {
        let of = |why| of_call(&call("{}/x", None, Some(why)));
        let (verdict, why) = of("comes with a request (url)");
        assert_eq!(verdict, Verdict::StaysRemote);
        assert!(why.contains("customer's own"), "{why}");
        assert_eq!(of("the variable API holds it").0, Verdict::MovesWithEgress);
    }

    #[test]
    fn a_database_stays_and_a_product_call_moves() {
        let mut one = call("postgres://db.example.com", Some("db.example.com"), None);
        one.kind = OutboundKind::Socket;
        assert_eq!(of_call(&one).0, Verdict::StaysRemote);
        one.kind = OutboundKind::ProductApi;
        assert_eq!(of_call(&one).0, Verdict::Moves);
    }

    #[test]
    fn what_is_within_the_limits_names_them() {
        assert_eq!(
            within_limits(),
            "nothing was found that a function cannot do (25 s, 500 KB in, 5 MB out)"
        );
    }
}

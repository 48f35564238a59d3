//! Which route serves which declared thing: by method and path.

use crate::draft::path_of;
use crate::outcome::{Declared, Outcome};
use forgeshift_connect::descriptor::Module;
use forgeshift_connect::facts::{CodeFacts, Route};
use forgeshift_source::data::Node;

/// Routes and declared things, joined.
#[derive(Debug, Default)]
pub struct Links {
    /// For each outcome the route that serves it.
    pub route_of: Vec<Option<usize>>,
    /// For each route the outcomes that point at it.
    pub declared_by: Vec<Vec<usize>>,
}

/// The path part of a base URL, without a slash at the end.
pub fn base_path(url: &str) -> String {
    let path = path_of(url);
    let path = path.trim_matches('/');
    if path.is_empty() {
        String::new()
    } else {
        format!("/{path}")
    }
}

/// Joins routes and outcomes. `base` is the descriptor's base URL, empty where it is not known; `modules` are the declared ones,
/// which may name more addresses than the one that serves them.
pub fn link(facts: &CodeFacts, outcomes: &[Outcome], base: &str, modules: &[Module]) -> Links {
    let prefix = base_path(base);
    let prefix = prefix.as_str();
    let mut links = Links {
        route_of: Vec::new(),
        declared_by: vec![Vec::new(); facts.routes.len()],
    };
    for (index, outcome) in outcomes.iter().enumerate() {
        let found = outcome
            .url
            .as_deref()
            .and_then(|url| serving(facts, outcome.declared, url, prefix));
        if let Some(list) = found.and_then(|route| links.declared_by.get_mut(route)) {
            list.push(index);
        }
        links.route_of.push(found);
        let module = modules
            .iter()
            .find(|module| outcome.declared == Declared::Module && is_of(outcome, module));
        let mut urls = Vec::new();
        if let Some(module) = module {
            addresses(&module.node, 0, &mut urls);
        }
        for url in urls {
            for route in asking(facts, url, base, prefix) {
                if let Some(list) = links.declared_by.get_mut(route)
                    && !list.contains(&index)
                {
                    list.push(index);
                }
            }
        }
    }
    links
}

fn is_of(outcome: &Outcome, module: &Module) -> bool {
    (&outcome.kind, &outcome.key, &outcome.place) == (&module.kind, &module.key, &module.place)
}

/// Every address that a module names: of its actions, its editor, its steps.
fn addresses<'n>(node: &'n Node, depth: u32, out: &mut Vec<&'n str>) {
    const DEEPEST: u32 = 8;
    if depth > DEEPEST {
        return;
    }
    for member in node.members() {
        match member.value.str() {
            Some(url) if matches!(member.key.as_str(), "url" | "templateUrl") => out.push(url),
            _ => addresses(&member.value, depth + 1, out),
        }
    }
    for item in node.items() {
        addresses(item, depth + 1, out);
    }
}

/// The routes that answer an address of the app's own server, whatever the method.
fn asking(facts: &CodeFacts, url: &str, base: &str, prefix: &str) -> Vec<usize> {
    let base = base.trim_end_matches('/');
    let own = url
        .strip_prefix(base)
        .filter(|rest| !base.is_empty() && rest.starts_with(['/', '?']));
    if own.is_none() && url.starts_with("http") {
        return Vec::new();
    }
    let path = declared_path(own.unwrap_or(url));
    let with_prefix = format!("{prefix}{path}");
    let mut best: Vec<(usize, usize)> = Vec::new();
    for (index, route) in facts.routes.iter().enumerate() {
        let score = matches(&route.path, &path).or_else(|| matches(&route.path, &with_prefix));
        if let Some(score) = score.filter(|_| !route.implicit) {
            best.push((score, index));
        }
    }
    let most = best.iter().map(|(score, _)| *score).max();
    best.into_iter()
        .filter(|(score, _)| Some(*score) == most)
        .map(|(_, index)| index)
        .collect()
}

/// The route that answers with the page at a declared address. `prefix` is the path of the descriptor's base URL.
pub fn page_route(facts: &CodeFacts, url: &str, prefix: &str) -> Option<usize> {
    serving(facts, Declared::Module, url, prefix)
}

fn serving(facts: &CodeFacts, declared: Declared, url: &str, prefix: &str) -> Option<usize> {
    let path = declared_path(url);
    let method = if declared == Declared::Module {
        "GET"
    } else {
        "POST"
    };
    let with_prefix = format!("{prefix}{path}");
    let mut best: Option<(usize, usize)> = None;
    for (index, route) in facts.routes.iter().enumerate() {
        if !answers(route, method) {
            continue;
        }
        let Some(score) = matches(&route.path, &path).or_else(|| matches(&route.path, &with_prefix)) else {
            continue;
        };
        // A route of the app's own answers before one that a framework adds.
        let score = score * 2 + usize::from(!route.implicit);
        if best.is_none_or(|(known, _)| score > known) {
            best = Some((score, index));
        }
    }
    best.map(|(_, index)| index)
}

/// The path of a declared address; a context parameter stands for any one segment.
fn declared_path(url: &str) -> String {
    let path = url.split(['?', '#']).next().unwrap_or("");
    let path = path.split_once("://").map_or(path, |(_, rest)| {
        rest.find('/').map_or("", |at| rest.get(at..).unwrap_or(""))
    });
    let path = path
        .rsplit("}}")
        .next()
        .filter(|_| path.contains("{{"))
        .unwrap_or(path);
    format!("/{}", path.trim_matches('/'))
}

fn answers(route: &Route, method: &str) -> bool {
    route.method == "ALL" || route.method.eq_ignore_ascii_case(method)
}

/// How many segments of a route are literally those of a path; none where it does not match.
fn matches(route: &str, path: &str) -> Option<usize> {
    let split = |text: &str| -> Vec<String> {
        text.split('/')
            .filter(|segment| !segment.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let (route, path) = (split(route), split(path));
    if route.len() != path.len() {
        return None;
    }
    let mut literal = 1;
    for (have, want) in route.iter().zip(&path) {
        let open = |segment: &str| segment.starts_with([':', '{', '<', '*']) || segment.contains('{');
        if have == want {
            literal += 1;
        } else if !open(have) && !open(want) {
            return None;
        }
    }
    Some(literal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_matches_one_segment_and_a_literal_scores_more() {
        assert!(matches("/a/:id", "/a/b") < matches("/a/b", "/a/b"));
        assert_eq!(matches("/a/:id", "/a"), None);
        assert_eq!(matches("/a/b", "/a/c"), None);
    }

    #[test]
    fn the_path_of_a_declared_address_has_no_query_no_host_and_no_template_tag() {
        assert_eq!(declared_path("/panel?issue={issue.key}"), "/panel");
        assert_eq!(declared_path("https://example.com/x/y"), "/x/y");
        assert_eq!(declared_path("{{localBaseUrl}}/z"), "/z");
        assert_eq!(declared_path(""), "/");
    }

    #[test]
    fn an_action_is_linked_to_the_routes_of_its_path_and_a_foreign_address_to_none() {
        let route = |method: &str, path: &str| Route {
            method: method.into(),
            path: path.into(),
            place: forgeshift_source::span::Place::start_of("a.js".into()),
            handler: None,
            functions: Vec::new(),
            framework: "express",
            auth: forgeshift_connect::facts::Auth::None,
            implicit: false,
            view: None,
        };
        let facts = CodeFacts {
            routes: vec![
                route("PUT", "/app/link"),
                route("GET", "/app/:any"),
                route("GET", "/x"),
            ],
            ..CodeFacts::default()
        };
        let base = "https://a.example.com/app";
        let found = |url: &str| asking(&facts, url, base, "/app");
        assert_eq!(found("/link"), [0]);
        assert_eq!(found("https://a.example.com/app/link?x={issue.key}"), [0]);
        assert_eq!(found("{{URL}}/other"), [1]);
        assert!(found("https://a.example.com.evil.com/link").is_empty());
        assert!(found("https://github.com/x").is_empty());
    }

    #[test]
    fn the_path_of_a_base_url_is_found() {
        assert_eq!(base_path("https://example.com/app/v1/"), "/app/v1");
        assert_eq!(base_path("https://example.com"), "");
    }
}

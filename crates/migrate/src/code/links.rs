//! Which route serves which declared thing: by method and path.

use crate::draft::path_of;
use crate::outcome::{Declared, Outcome};
use forgeshift_connect::descriptor::Module;
use forgeshift_connect::facts::{CodeFacts, Route};
use forgeshift_source::data::Node;
use forgeshift_source::span::Place;
use std::collections::{BTreeMap, HashMap};

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
    let routes = Routes::new(facts);
    let modules: BTreeMap<(&Place, &str), &Module> = modules
        .iter()
        .map(|module| ((&module.place, module.kind.as_str()), module))
        .collect();
    for (index, outcome) in outcomes.iter().enumerate() {
        let found = outcome
            .url
            .as_deref()
            .and_then(|url| routes.serving(outcome.declared, url, prefix));
        if let Some(list) = found.and_then(|route| links.declared_by.get_mut(route)) {
            list.push(index);
        }
        links.route_of.push(found);
        let module = modules
            .get(&(&outcome.place, outcome.kind.as_str()))
            .filter(|module| outcome.declared == Declared::Module && outcome.key == module.key);
        let mut urls = Vec::new();
        if let Some(module) = module {
            addresses(&module.node, 0, &mut urls);
        }
        for url in urls {
            for route in routes.asking(url, base, prefix) {
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

/// The routes by their paths, so that nothing has to look at all of them.
pub struct Routes<'f> {
    facts: &'f CodeFacts,
    /// Those without a parameter, by path.
    exact: HashMap<String, Vec<usize>>,
    /// Those with one, by the number of segments.
    open: HashMap<usize, Vec<usize>>,
    /// All, by the number of segments.
    all: HashMap<usize, Vec<usize>>,
}

impl<'f> Routes<'f> {
    /// The routes of an app.
    pub fn new(facts: &'f CodeFacts) -> Self {
        let mut routes = Self {
            facts,
            exact: HashMap::new(),
            open: HashMap::new(),
            all: HashMap::new(),
        };
        for (index, route) in facts.routes.iter().enumerate() {
            let segments = segments(&route.path);
            routes.all.entry(segments.len()).or_default().push(index);
            if segments.iter().any(|segment| is_open(segment)) {
                routes.open.entry(segments.len()).or_default().push(index);
            } else {
                routes.exact.entry(segments.join("/")).or_default().push(index);
            }
        }
        routes
    }

    /// The routes that match a path, each with its score.
    fn matching(&self, path: &str) -> Vec<(usize, usize)> {
        let wanted = segments(path);
        let of = |index: &HashMap<usize, Vec<usize>>| index.get(&wanted.len()).cloned().unwrap_or_default();
        let near = if wanted.iter().any(|segment| is_open(segment)) {
            of(&self.all)
        } else {
            let mut near = self.exact.get(&wanted.join("/")).cloned().unwrap_or_default();
            near.extend(of(&self.open));
            near
        };
        let score = |index: usize| Some((matches(&self.facts.routes.get(index)?.path, path)?, index));
        near.into_iter().filter_map(score).collect()
    }

    /// The routes that match a declared path as it is, or else below the path of the base URL; in their order.
    fn below(&self, path: &str, prefix: &str) -> Vec<(usize, usize)> {
        let mut found = self.matching(path);
        if !prefix.is_empty() {
            let known: Vec<usize> = found.iter().map(|(_, index)| *index).collect();
            let more = self.matching(&format!("{prefix}{path}"));
            found.extend(more.into_iter().filter(|(_, index)| !known.contains(index)));
        }
        found.sort_by_key(|(_, index)| *index);
        found
    }

    /// The routes that answer an address of the app's own server, whatever the method.
    fn asking(&self, url: &str, base: &str, prefix: &str) -> Vec<usize> {
        let base = base.trim_end_matches('/');
        let own = url
            .strip_prefix(base)
            .filter(|rest| !base.is_empty() && rest.starts_with(['/', '?']));
        if own.is_none() && url.starts_with("http") {
            return Vec::new();
        }
        let mut best = self.below(&declared_path(own.unwrap_or(url)), prefix);
        best.retain(|(_, index)| self.facts.routes.get(*index).is_some_and(|route| !route.implicit));
        let most = best.iter().map(|(score, _)| *score).max();
        best.into_iter()
            .filter(|(score, _)| Some(*score) == most)
            .map(|(_, index)| index)
            .collect()
    }

    /// The route that answers with the page at a declared address. `prefix` is the path of the descriptor's base URL.
    pub fn page(&self, url: &str, prefix: &str) -> Option<usize> {
        self.serving(Declared::Module, url, prefix)
    }

    fn serving(&self, declared: Declared, url: &str, prefix: &str) -> Option<usize> {
        let method = if declared == Declared::Module {
            "GET"
        } else {
            "POST"
        };
        let mut best: Option<(usize, usize)> = None;
        for (score, index) in self.below(&declared_path(url), prefix) {
            let Some(route) = self
                .facts
                .routes
                .get(index)
                .filter(|route| answers(route, method))
            else {
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

fn segments(path: &str) -> Vec<&str> {
    path.split('/').filter(|segment| !segment.is_empty()).collect()
}

/// Whether a segment stands for any.
fn is_open(segment: &str) -> bool {
    segment.starts_with([':', '{', '<', '*']) || segment.contains('{')
}

/// How many segments of a route are literally those of a path; none where it does not match.
fn matches(route: &str, path: &str) -> Option<usize> {
    let (route, path) = (segments(route), segments(path));
    if route.len() != path.len() {
        return None;
    }
    let mut literal = 1;
    for (have, want) in route.iter().zip(&path) {
        if have == want {
            literal += 1;
        } else if !is_open(have) && !is_open(want) {
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
        let routes = Routes::new(&facts);
        let found = |url: &str| routes.asking(url, base, "/app");
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

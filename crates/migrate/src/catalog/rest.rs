//! REST operations of the products and the scopes that each needs.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::table::{Confidence, Host, SourceLevel, Sourced};

/// One operation, as Atlassian's OpenAPI descriptions have it.
#[derive(Debug)]
pub struct Operation {
    /// `jira`, `jira-software` or `confluence`.
    pub product: &'static str,
    /// HTTP method in upper case.
    pub method: &'static str,
    /// Path with its `{parameters}`.
    pub path: &'static str,
    classic: &'static str,
    granular: &'static str,
    /// Scope that a Connect app needs; `INACCESSIBLE` where it may not call it, empty where nothing is said.
    pub connect_scope: &'static str,
    /// Whether it is on its way out.
    pub deprecated: bool,
    /// Month of the description.
    pub as_of: &'static str,
    sources: [&'static str; 1],
}

impl Operation {
    /// Classic scopes; none where the operation has granular ones only.
    pub fn classic(&self) -> impl Iterator<Item = &'static str> {
        self.classic.split_whitespace()
    }

    /// Granular scopes.
    pub fn granular(&self) -> impl Iterator<Item = &'static str> {
        self.granular.split_whitespace()
    }

    fn host(&self) -> Host {
        if self.product == "confluence" {
            Host::Confluence
        } else {
            Host::Jira
        }
    }
}

impl Sourced for Operation {
    fn source_ids(&self) -> &[&'static str] {
        &self.sources
    }
    fn checked(&self) -> &'static str {
        super::as_of()
    }
    fn confidence(&self) -> Confidence {
        if self.as_of < "2025" {
            Confidence::Medium
        } else {
            Confidence::High
        }
    }
    fn source_level(&self) -> SourceLevel {
        SourceLevel::Row
    }
}

static TEXT: &str = include_str!("../../catalog/rest.tsv");

/// All operations, in the order of the file.
pub fn all() -> &'static [Operation] {
    &table().operations
}

/// The operation behind a call.
///
/// The path may be concrete or hold `{}` for what is not known. It may begin with a host's `/wiki`, end with a
/// query, and say `2`, `3` or `latest` where the description has another version.
pub fn operation(host: Host, method: &str, path: &str) -> Option<&'static Operation> {
    operations(host, method, path).into_iter().next()
}

/// The operations that may be behind a call, the likeliest first: more than one only where a part of the path that is
/// not known stands where operations differ.
pub fn operations(host: Host, method: &str, path: &str) -> Vec<&'static Operation> {
    table().find(host, method, path)
}

/// Key of templates in which the telling segment is itself a parameter.
const ANY: &str = "{}";

struct Table {
    operations: Vec<Operation>,
    /// By number of segments and the first segment that tells operations apart.
    index: HashMap<(usize, &'static str), Vec<usize>>,
}

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(Table::read)
}

impl Table {
    fn read() -> Self {
        let operations: Vec<Operation> = TEXT.lines().skip(1).filter_map(row).collect();
        let mut index: HashMap<_, Vec<usize>> = HashMap::new();
        for (number, operation) in operations.iter().enumerate() {
            let segments = segments(operation.path);
            index
                .entry((segments.len(), telling(&segments)))
                .or_default()
                .push(number);
        }
        Self { operations, index }
    }

    fn find(&'static self, host: Host, method: &str, path: &str) -> Vec<&'static Operation> {
        let asked = segments(path);
        let key = telling(&asked);
        let candidates: Box<dyn Iterator<Item = &usize> + '_> = if is_unknown(key) {
            let length = asked.len();
            Box::new(
                self.index
                    .iter()
                    .filter(move |(k, _)| k.0 == length)
                    .flat_map(|(_, rows)| rows),
            )
        } else {
            let rows = |key| self.index.get(&(asked.len(), key)).into_iter().flatten();
            Box::new(rows(key).chain(rows(ANY)))
        };
        let mut fitting: Vec<(Vec<u8>, usize, &'static Operation)> = candidates
            .filter_map(|&number| self.operations.get(number).map(|operation| (number, operation)))
            .filter(|(_, operation)| {
                operation.host() == host && operation.method.eq_ignore_ascii_case(method)
            })
            .filter_map(|(number, operation)| {
                Some((score(&asked, &segments(operation.path))?, number, operation))
            })
            .collect();
        // The best score; of equals the first in the file, whatever the order of the index.
        fitting.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        let is_guess = fitting.first().is_some_and(|(score, ..)| score.contains(&GUESS));
        let count = if is_guess { fitting.len() } else { 1 };
        fitting
            .into_iter()
            .take(count)
            .map(|(.., operation)| operation)
            .collect()
    }
}

fn row(line: &'static str) -> Option<Operation> {
    let mut cells = line.split('\t');
    let (product, method, path) = (cells.next()?, cells.next()?, cells.next()?);
    let (classic, granular, connect_scope) = (cells.next()?, cells.next()?, cells.next()?);
    let (deprecated, as_of) = (cells.next()? == "deprecated", cells.next()?);
    let source = match product {
        "jira" => "openapi-jira",
        "jira-software" => "openapi-jira-software",
        _ if path.starts_with("/wiki/api/v2") => "openapi-confluence-v2",
        _ => "openapi-confluence-v1",
    };
    let sources = [source];
    Some(Operation {
        product,
        method,
        path,
        classic,
        granular,
        connect_scope,
        deprecated,
        as_of,
        sources,
    })
}

/// The segments of a path without what differs between writings of one path.
fn segments(path: &str) -> Vec<&str> {
    let path = path.split(['?', '#']).next().unwrap_or(path);
    let mut segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    if segments.first() == Some(&"wiki") {
        segments.remove(0);
    }
    match *segments.as_slice() {
        ["rest", "api", "2" | "3" | "latest", ..] => {
            segments.remove(2);
        }
        ["rest", "agile", "latest", ..] => segments[2] = "1.0",
        _ => {}
    }
    segments
}

/// The first segment that tells operations apart: what follows the base of the API.
fn telling<'a>(segments: &[&'a str]) -> &'a str {
    segments.get(2).or(segments.last()).copied().unwrap_or("")
}

/// Whether a segment of a call is not known as a whole.
fn is_unknown(segment: &str) -> bool {
    segment.contains('{') || segment.starts_with(':') || segment.starts_with('$')
}

/// The score of an unknown segment where the template has a literal.
const GUESS: u8 = 0;

/// How well a path fits a template, segment by segment; none where it does not.
fn score(asked: &[&str], template: &[&str]) -> Option<Vec<u8>> {
    asked
        .iter()
        .zip(template)
        .map(|(asked, template)| fit(asked, template))
        .collect()
}

fn fit(asked: &str, template: &str) -> Option<u8> {
    match (is_unknown(asked), template.starts_with('{')) {
        (false, false) => (asked == template).then_some(3),
        (true, true) => Some(2),
        (false, true) => Some(1),
        // A whole unknown segment may stand for a literal; one with known text around it may not.
        (true, false) => {
            (asked.starts_with('{') && asked.ends_with('}') || !asked.contains('{')).then_some(GUESS)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(host: Host, method: &str, asked: &str) -> Option<&'static str> {
        operation(host, method, asked).map(|operation| operation.path)
    }

    #[test]
    fn the_whole_file_is_read() {
        assert_eq!(all().len(), 1063);
        assert_eq!(TEXT.lines().count(), 1064);
    }

    #[test]
    fn every_operation_finds_itself() {
        for operation in all() {
            let found = path(operation.host(), operation.method, operation.path);
            assert_eq!(
                found,
                Some(operation.path),
                "{} {}",
                operation.method,
                operation.path
            );
        }
    }

    #[test]
    fn every_operation_is_found_with_its_parameters_unknown() {
        for operation in all() {
            let asked = operation
                .path
                .split('/')
                .map(|s| if s.starts_with('{') { "{}" } else { s });
            let asked = asked.collect::<Vec<_>>().join("/");
            assert!(
                path(operation.host(), operation.method, &asked).is_some(),
                "{asked}"
            );
        }
    }

    #[test]
    fn a_literal_is_preferred_to_a_parameter() {
        let found = path(Host::Jira, "GET", "/rest/api/3/issue/createmeta");
        assert_eq!(found, Some("/rest/api/3/issue/createmeta"));
        let found = path(Host::Jira, "GET", "/rest/api/3/issue/ABC-1");
        assert_eq!(found, Some("/rest/api/3/issue/{issueIdOrKey}"));
    }

    #[test]
    fn an_unknown_segment_is_a_parameter_before_it_is_a_literal() {
        let found = path(Host::Jira, "get", "/rest/api/3/issue/{}");
        assert_eq!(found, Some("/rest/api/3/issue/{issueIdOrKey}"));
    }

    #[test]
    fn an_unknown_segment_may_stand_for_a_literal() {
        assert!(path(Host::Jira, "GET", "/rest/api/3/{}/{}").is_some());
        assert!(path(Host::Jira, "GET", "/rest/api/3/issue/${id}/comment").is_some());
        assert!(path(Host::Jira, "GET", "/rest/api/3/issue/:id/comment").is_some());
    }

    #[test]
    fn an_unknown_segment_that_stands_for_a_literal_leaves_several_operations() {
        let several = operations(Host::Jira, "GET", "/rest/api/3/{}");
        assert!(several.len() > 20, "{}", several.len());
        let one = operations(Host::Jira, "GET", "/rest/api/3/issue/{}");
        assert_eq!(one.len(), 1);
    }

    #[test]
    fn known_text_in_an_unknown_segment_is_no_literal() {
        let found = path(Host::Jira, "GET", "/rest/api/3/issue/ABC-{}");
        assert_eq!(found, Some("/rest/api/3/issue/{issueIdOrKey}"));
        assert_eq!(path(Host::Jira, "GET", "/rest/api/3/my{}"), None);
    }

    #[test]
    fn versions_of_the_platform_api_are_one() {
        for version in ["2", "3", "latest"] {
            let asked = format!("/rest/api/{version}/issue/ABC-1?fields=summary,status#top");
            assert_eq!(
                path(Host::Jira, "GET", &asked),
                Some("/rest/api/3/issue/{issueIdOrKey}"),
                "{asked}"
            );
        }
        assert!(path(Host::Jira, "GET", "/rest/agile/latest/board/7/sprint").is_some());
        assert!(path(Host::Jira, "GET", "/rest/api/1/issue/ABC-1").is_none());
    }

    #[test]
    fn the_wiki_prefix_and_slashes_do_not_matter() {
        let with = path(Host::Confluence, "GET", "/wiki/rest/api/content/{}/child/");
        assert!(with.is_some());
        assert_eq!(path(Host::Confluence, "GET", "rest/api/content/{}/child"), with);
        let v2 = path(Host::Confluence, "GET", "/api/v2/pages/12");
        assert_eq!(v2, Some("/wiki/api/v2/pages/{id}"));
    }

    #[test]
    fn method_product_and_length_count() {
        assert!(path(Host::Jira, "PATCH", "/rest/api/3/issue/ABC-1").is_none());
        assert!(path(Host::Confluence, "GET", "/rest/api/3/issue/ABC-1/comment/4").is_none());
        assert!(
            path(
                Host::Jira,
                "GET",
                "/rest/api/3/issue/ABC-1/comment/4/nothing/here"
            )
            .is_none()
        );
        assert!(path(Host::Jira, "GET", "").is_none());
        assert!(path(Host::Jira, "GET", "/").is_none());
        assert!(path(Host::Bitbucket, "GET", "/rest/api/3/myself").is_none());
    }

    #[test]
    fn scopes_come_with_the_operation() {
        let operation = operation(Host::Jira, "GET", "/rest/api/3/issue/{}").unwrap();
        assert_eq!(operation.classic().collect::<Vec<_>>(), ["read:jira-work"]);
        assert!(operation.granular().count() > 3);
        assert_eq!(operation.connect_scope, "READ");
    }
}

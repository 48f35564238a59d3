//! What is known about one thing, whatever its kind: found by name, told in plain lines.

mod access;
mod decision;
mod modules;
mod pages;
mod rules;
mod suggest;

use super::source::Source;
use super::table::{Confidence, Host, SourceLevel, Sourced};
use super::{forge_event, rest};

pub use suggest::suggest;

/// One row of the catalog, ready to print.
#[derive(Debug)]
pub struct Entry {
    /// What kind of thing it is: `Connect module`, `display condition`.
    pub kind: &'static str,
    /// Its name, with the product where several have it.
    pub title: String,
    /// What is known, label by label, in the order to print.
    pub facts: Vec<(&'static str, String)>,
    /// Where it is known from.
    pub sources: Vec<&'static Source>,
    /// Day of the check.
    pub checked: &'static str,
    /// How sure we are.
    pub confidence: Confidence,
    /// Whether the sources speak of this row or of its table.
    pub source_level: SourceLevel,
}

/// A row that can be looked up and told.
trait Explain: Sourced {
    const KIND: &'static str;

    /// Every name under which the row is found.
    fn names(&self) -> Vec<&'static str>;

    /// The heading.
    fn title(&self) -> String;

    /// What is known, label by label.
    fn facts(&self) -> Facts;

    fn entry(&self) -> Entry {
        Entry {
            kind: Self::KIND,
            title: self.title(),
            facts: self.facts().0,
            sources: self.sources(),
            checked: self.checked(),
            confidence: self.confidence(),
            source_level: self.source_level(),
        }
    }
}

/// Collects labelled lines; what is empty leaves no line.
#[derive(Default)]
struct Facts(Vec<(&'static str, String)>);

impl Facts {
    fn add(mut self, label: &'static str, text: impl Into<String>) -> Self {
        let text = text.into();
        if !text.is_empty() {
            self.0.push((label, text));
        }
        self
    }

    fn maybe(self, label: &'static str, text: Option<impl Into<String>>) -> Self {
        match text {
            Some(text) => self.add(label, text),
            None => self,
        }
    }

    fn each<S: Into<String>>(self, label: &'static str, texts: impl IntoIterator<Item = S>) -> Self {
        texts.into_iter().fold(self, |facts, text| facts.add(label, text))
    }

    fn list(self, label: &'static str, texts: &[&str]) -> Self {
        self.add(label, texts.join(", "))
    }
}

/// Runs an expression once for each table, with its rows; the one list of what `explain` knows.
macro_rules! for_each_table {
    ($rows:ident => $body:expr) => {
        for_each_table!(@ $rows $body;
            finding::all, module::all, forge_module::all, location::all, descriptor_property::all, lifecycle::all,
            condition::all, context_param::all, client_api::all, client_api::names,
            event::all, forge_event::all, scope::all, forge_scope::all, rest::all,
            name_rule::all, limit::all, runs_on_atlassian::all, analytics::all, effort::all)
    };
    (@ $rows:ident $body:expr; $($table:ident::$list:ident),+) => {{
        $({
            let $rows = $crate::catalog::$table::$list();
            $body
        })+
    }};
}
use for_each_table;

/// All that is known under a name: a module, event, condition, context parameter, scope, `AP` call, location,
/// limit, REST operation, finding code, rule of the badge, analytics service or class of work. Case does not matter; nothing found is an empty list (see [`suggest()`]).
pub fn explain(name: &str) -> Vec<Entry> {
    let asked = plain(name);
    if asked.is_empty() {
        return Vec::new();
    }
    let mut entries = Vec::new();
    for_each_table!(rows => entries.extend(rows.iter().filter(|row| is_named(*row, &asked)).map(Explain::entry)));
    entries.extend(operations(name.trim()));
    if entries.is_empty() {
        entries.extend(scope_of_operations(&asked));
    }
    entries
}

/// A name without what people add to it: braces, a call's brackets, case.
fn plain(name: &str) -> String {
    let name = name.trim();
    let name = name.strip_suffix("()").unwrap_or(name);
    let name = name
        .strip_prefix('{')
        .and_then(|rest| rest.strip_suffix('}'))
        .unwrap_or(name);
    name.to_lowercase()
}

fn is_named<T: Explain>(row: &T, asked: &str) -> bool {
    row.names().into_iter().any(|name| {
        let name = name.to_lowercase();
        let by_start = |start: &str| start.len() > 1 && asked.starts_with(start);
        name == asked || name.strip_suffix('*').is_some_and(by_start)
    })
}

/// Operations for a path, or for a method and a path, that is not written as the table has it.
fn operations(name: &str) -> Vec<Entry> {
    const METHODS: [&str; 5] = ["GET", "POST", "PUT", "DELETE", "PATCH"];
    let (methods, path): (Vec<&str>, &str) = match name.split_once(' ') {
        Some((method, path)) => (vec![method], path.trim()),
        None => (METHODS.to_vec(), name),
    };
    if !path.starts_with('/') {
        return Vec::new();
    }
    let hosts = [Host::Jira, Host::Confluence];
    let found = methods.iter().flat_map(|method| {
        hosts
            .iter()
            .filter_map(|host| rest::operation(*host, method, path))
    });
    found
        .filter(|operation| !is_named(*operation, &plain(name)))
        .map(Explain::entry)
        .collect()
}

/// A scope that only events and operations name.
fn scope_of_operations(asked: &str) -> Option<Entry> {
    let events: Vec<_> = forge_event::all()
        .iter()
        .filter(|e| e.scopes.iter().chain(&e.granular).any(|s| *s == asked))
        .collect();
    let operations: Vec<_> = rest::all()
        .iter()
        .filter(|o| o.classic().chain(o.granular()).any(|s| s == asked))
        .collect();
    let facts = Facts::default()
        .add(
            "needed by events",
            count(events.len(), events.iter().map(|e| e.event.to_owned())),
        )
        .add(
            "needed by calls",
            count(
                operations.len(),
                operations.iter().map(|o| format!("{} {}", o.method, o.path)),
            ),
        );
    let mut rows = events
        .iter()
        .map(|e| *e as &dyn Sourced)
        .chain(operations.iter().map(|o| *o as &dyn Sourced));
    let first = rows.next()?;
    Some(Entry {
        kind: "Forge scope",
        title: asked.to_owned(),
        facts: facts.0,
        sources: first.sources(),
        checked: first.checked(),
        confidence: first.confidence(),
        source_level: first.source_level(),
    })
}

/// The first names of a list that may be long, with their number.
fn count(all: usize, names: impl Iterator<Item = String>) -> String {
    const SHOWN: usize = 8;
    let names: Vec<_> = names.take(SHOWN).collect();
    match all {
        0 => String::new(),
        _ if all > SHOWN => format!("{all}: {}, …", names.join(", ")),
        _ => names.join(", "),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_row_can_be_reached_by_each_of_its_names() {
        for_each_table!(rows => for row in rows {
            let wanted = row.entry();
            assert!(!row.names().is_empty(), "{}", wanted.title);
            for name in row.names() {
                let found = explain(name);
                let there = found.iter().any(|e| e.kind == wanted.kind && e.title == wanted.title);
                assert!(there, "{name} does not lead to {} {}", wanted.kind, wanted.title);
            }
        });
    }

    #[test]
    fn every_row_is_unique_and_says_where_it_is_from_and_when_it_was_checked() {
        let (mut seen, mut file_level, mut all) = (BTreeSet::new(), 0, 0);
        for_each_table!(rows => for row in rows {
            let name = format!("{} {}", row.entry().kind, row.title());
            assert!(!row.source_ids().is_empty(), "{name} has no source");
            assert_eq!(row.sources().len(), row.source_ids().len(), "{name} names a source that does not exist");
            assert!(is_day(row.checked()), "{name} has no day of a check");
            if row.source_level() == SourceLevel::File {
                assert_eq!(row.confidence(), Confidence::Low, "{name}: the source of a table proves no row");
                file_level += 1;
            }
            all += 1;
            assert!(seen.insert(name.clone()), "{name} is there twice");
        });
        println!("{file_level} of {all} rows have a source for their whole table only");
    }

    fn is_day(text: &str) -> bool {
        let fits = |(index, c): (usize, char)| {
            if matches!(index, 4 | 7) {
                c == '-'
            } else {
                c.is_ascii_digit()
            }
        };
        text.len() == 10 && text.chars().enumerate().all(fits)
    }

    #[test]
    fn every_entry_says_something_and_where_it_is_from() {
        for_each_table!(rows => for row in rows {
            let entry = row.entry();
            assert!(!entry.facts.is_empty(), "{}", entry.title);
            assert!(!entry.sources.is_empty(), "{}", entry.title);
        });
    }

    #[test]
    fn case_braces_and_brackets_do_not_matter() {
        assert_eq!(explain("WEBPANELS").len(), explain("webPanels").len());
        assert_eq!(explain("webPanels").len(), 3);
        assert!(
            explain("{issue.key}")
                .iter()
                .any(|e| e.kind == "context parameter")
        );
        assert!(
            explain(" AP.dialog.create() ")
                .iter()
                .any(|e| e.kind == "client API")
        );
        assert!(explain("ac.projectKey").iter().any(|e| e.title.contains("ac.*")));
    }

    #[test]
    fn a_forge_name_leads_back_to_connect() {
        let kinds: Vec<_> = explain("avi:jira:created:issue").iter().map(|e| e.kind).collect();
        assert_eq!(kinds, ["webhook event", "Forge event"]);
        let found = explain("isLoggedIn");
        assert!(found.iter().any(|e| e.kind == "condition"));
        assert!(
            explain("jira:issuePanel")
                .iter()
                .any(|e| e.kind == "Forge module")
        );
    }

    #[test]
    fn a_path_and_a_scope_are_known_through_operations() {
        let found = explain("GET /rest/api/2/issue/ABC-1");
        assert_eq!(found.len(), 1);
        assert!(found[0].title.ends_with("/rest/api/3/issue/{issueIdOrKey}"));
        assert!(explain("/rest/api/3/issue/{}").len() > 2);
        assert_eq!(explain("read:label:confluence")[0].kind, "Forge scope");
    }

    #[test]
    fn nothing_is_found_under_a_name_that_nothing_has() {
        for name in ["", "  ", "()", "webPanel", "nothing at all", "GET nowhere", "*"] {
            let found = explain(name);
            assert!(
                name == "*" || found.is_empty(),
                "{name}: {:?}",
                found.first().map(|e| &e.title)
            );
        }
    }
}

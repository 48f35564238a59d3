//! What is found, grouped into items that one edit would solve.

use super::code_items;
use crate::catalog::effort::{self, Class, Kind};
use crate::code::CodeView;
use crate::code::links::Links;
use crate::draft::path_of;
use crate::outcome::{Declared, Fate, Outcome};
use crate::target::Target;
use forgeshift_connect::facts::FunctionId;
use forgeshift_source::finding::Finding;
use forgeshift_source::span::Place;
use std::collections::{BTreeMap, BTreeSet};

/// How many places of an item are told.
const TOLD: usize = 5;
/// How many items of a class stand by themselves: more would hide what matters.
const OF_A_CLASS: usize = 40;

/// What has to be done for one target.
#[derive(Debug, Clone, Copy)]
pub struct Work<'a> {
    /// The target.
    pub target: Target,
    /// What becomes of each declared thing there.
    pub outcomes: &'a [Outcome],
    /// What the plan has to say.
    pub findings: &'a [Finding],
    /// The code, where it was read.
    pub view: Option<&'a CodeView<'a>>,
    /// Which route serves which declared thing.
    pub served: &'a Served,
}

/// Which route serves which declared thing, by its address: the same for every target.
#[derive(Debug, Clone, Default)]
pub struct Served(BTreeMap<(Declared, String), usize>);

impl Served {
    /// Takes it from the outcomes and links that belong together.
    pub fn new(outcomes: &[Outcome], links: &Links) -> Self {
        let joined = outcomes.iter().zip(&links.route_of);
        let known = joined.filter_map(|(outcome, route)| {
            let address = outcome.url.clone()?;
            Some(((outcome.declared, address), (*route)?))
        });
        Self(known.collect())
    }

    /// The route that serves a thing.
    pub(super) fn route(&self, outcome: &Outcome) -> Option<usize> {
        let address = outcome.url.clone()?;
        self.0.get(&(outcome.declared, address)).copied()
    }

    /// All routes that serve something.
    pub(super) fn routes(&self) -> BTreeSet<usize> {
        self.0.values().copied().collect()
    }
}

/// A piece of work.
#[derive(Debug, Clone)]
pub struct Item {
    /// The class that says what it costs.
    pub class: &'static Class,
    /// What exactly it is about: a host, a family of routes, a group of calls; may be empty.
    pub subject: String,
    /// At how many places there is something to do.
    pub sites: usize,
    /// The first of them.
    pub places: Vec<Place>,
}

impl Item {
    /// The item in a few words.
    pub fn title(&self) -> String {
        if self.subject.is_empty() {
            self.class.title.to_owned()
        } else {
            format!("{}: {}", self.class.title, self.subject)
        }
    }

    /// The order of items: what they are, never where they stand.
    pub(super) fn order(&self) -> (Kind, &'static str, usize, &str) {
        (self.class.kind, self.class.id, self.sites, &self.subject)
    }
}

/// What makes a site one and not two.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Site {
    /// Calls in one function are one edit.
    Function(FunctionId),
    /// A place of its own.
    Place(Place),
    /// A name: a table, an address.
    Name(String),
    /// One of several that are only counted.
    Number(usize),
}

/// Items while they are collected: class and subject, the sites, and some places.
#[derive(Debug, Default)]
pub(super) struct Collected {
    found: BTreeMap<(&'static str, String), Sites>,
}

/// The sites of an item, and places to show.
#[derive(Debug, Default)]
struct Sites {
    distinct: BTreeSet<Site>,
    places: BTreeSet<Place>,
}

impl Collected {
    /// Adds a site; the same site is counted once.
    pub(super) fn add(&mut self, class: &'static str, subject: &str, site: Site, place: Option<&Place>) {
        debug_assert!(effort::find(class).is_some(), "{class} is no class of work");
        let entry = self.found.entry((class, subject.to_owned())).or_default();
        entry.distinct.insert(site);
        entry.places.extend(place.cloned());
    }

    /// Adds so many sites that have no place.
    pub(super) fn count(&mut self, class: &'static str, subject: &str, sites: usize) {
        for number in 0..sites {
            self.add(class, subject, Site::Number(number), None);
        }
    }

    fn items(self) -> Vec<Item> {
        let mut classes: BTreeMap<&'static str, Vec<Item>> = BTreeMap::new();
        for ((class, subject), sites) in self.found {
            if let Some(found) = effort::find(class) {
                classes.entry(class).or_default().push(Item {
                    class: found,
                    subject,
                    sites: sites.distinct.len(),
                    places: sites.places.into_iter().take(TOLD).collect(),
                });
            }
        }
        let mut items: Vec<Item> = classes.into_values().flat_map(largest).collect();
        items.sort_by(|a, b| a.order().cmp(&b.order()));
        items
    }
}

/// The largest items of a class by themselves, and the rest of them as one.
fn largest(mut items: Vec<Item>) -> Vec<Item> {
    items.sort_by(|a, b| b.sites.cmp(&a.sites).then_with(|| a.subject.cmp(&b.subject)));
    let rest = items.split_off(items.len().min(OF_A_CLASS));
    if let Some(first) = rest.first() {
        items.push(Item {
            class: first.class,
            subject: format!("{} more", rest.len()),
            sites: rest.iter().map(|item| item.sites).sum(),
            places: first.places.clone(),
        });
    }
    items
}

/// The items of the work, in an order that does not depend on where anything stands.
pub fn items(work: &Work<'_>) -> Vec<Item> {
    let mut found = Collected::default();
    always(work, &mut found);
    declared(work, &mut found);
    findings(work, &mut found);
    code_items::collect(work, &mut found);
    found.items()
}

/// What every move brings.
fn always(work: &Work<'_>, found: &mut Collected) {
    found.count("project", "", 1);
    found.count("paperwork", "", 1);
    found.count("wait-listing", "", 1);
    found.count("wait-roll-out", "", 1);
    found.count("wait-tickets", "", 1);
    let shown = work
        .outcomes
        .iter()
        .filter(|outcome| outcome.declared != Declared::Lifecycle && !matches!(outcome.fate, Fate::Lost(_)))
        .count();
    let routes = match (work.target, work.view) {
        (Target::Native, Some(view)) => view.facts.routes.iter().filter(|route| !route.implicit).count(),
        _ => 0,
    };
    let class = if work.target == Target::ConnectOnForge {
        "testing-wrap"
    } else {
        "testing"
    };
    found.count(class, "", shown + routes);
}

fn declared(work: &Work<'_>, found: &mut Collected) {
    for (index, outcome) in work.outcomes.iter().enumerate() {
        if matches!(outcome.fate, Fate::Lost(_)) {
            continue;
        }
        found.add("written", "", Site::Number(index), Some(&outcome.place));
        let moves = matches!(outcome.fate, Fate::Written(_)) && work.target != Target::ConnectOnForge;
        match outcome.declared {
            Declared::Module if moves => page(work, outcome, found),
            Declared::Lifecycle if work.target == Target::ConnectOnForge => {
                found.add(
                    "identity",
                    "",
                    Site::Place(outcome.place.clone()),
                    Some(&outcome.place),
                );
            }
            _ => {}
        }
    }
}

/// A page: drawn by the server, or a file already. Modules that share an address share the page.
fn page(work: &Work<'_>, outcome: &Outcome, found: &mut Collected) {
    let Some(url) = outcome.url.as_deref().filter(|url| !url.is_empty()) else {
        return;
    };
    let route = work.served.route(outcome);
    let route = route
        .zip(work.view)
        .and_then(|(route, view)| view.facts.routes.get(route));
    let class = match route {
        Some(route) if route.view.is_some() => "pages-rendered",
        _ => "pages-static",
    };
    let place = route.map_or(&outcome.place, |route| &route.place);
    found.add(class, "", Site::Name(path_of(url)), Some(place));
}

fn findings(work: &Work<'_>, found: &mut Collected) {
    for finding in work.findings {
        let Some(class) = effort::of_finding(finding.code.0) else {
            continue;
        };
        let places: Vec<&Place> = finding.place.iter().chain(&finding.related).collect();
        if places.is_empty() {
            found.add(class.id, "", Site::Name(finding.code.0.to_owned()), None);
        }
        for place in places {
            found.add(class.id, "", Site::Place(place.clone()), Some(place));
        }
    }
}

//! Pages that Forge allows only once become one entry with several routes.
//!
//! The outcome must not depend on the order in which pages are moved: pages are ordered by route, and the entry is
//! that of the first.

use crate::codes;
use crate::draft::{Draft, FoldedPage, entries, str_of};
use crate::names::slug;
use crate::outcome::{Fate, Written};
use forgeshift_forge::yaml::{Item, Map, Yaml};
use forgeshift_source::finding::Finding;

/// Writes the pages that wait, each kind into its one entry.
pub fn fold(draft: &mut Draft<'_>) {
    let mut kinds: Vec<&'static str> = draft.folds.iter().map(|page| page.forge).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let waiting = std::mem::take(&mut draft.folds);
    for kind in kinds {
        let mut pages: Vec<FoldedPage> = waiting
            .iter()
            .filter(|page| page.forge == kind)
            .cloned()
            .collect();
        pages.sort_by(|a, b| a.route.cmp(&b.route));
        one(draft, kind, pages);
    }
}

fn one(draft: &mut Draft<'_>, kind: &'static str, pages: Vec<FoldedPage>) {
    let existing = take_plain(draft, kind);
    if existing.is_none() && pages.len() == 1 {
        for page in pages {
            draft.add("modules", kind, page.entry, &page.comment);
        }
        return;
    }
    let mut routes: Vec<(String, Map)> = Vec::new();
    if let Some(entry) = &existing {
        let folded: Vec<Map> = entries(entry.get("pages")).cloned().collect();
        if folded.is_empty() {
            routes.push(route_of(entry, &slug(str_of(entry, "key").unwrap_or_default())));
        }
        routes.extend(
            folded
                .into_iter()
                .map(|page| (str_of(&page, "route").unwrap_or_default().to_owned(), page)),
        );
    }
    routes.extend(pages.iter().map(|page| route_of(&page.entry, &page.route)));
    routes.sort_by(|a, b| a.0.cmp(&b.0));
    let first = routes.first().map(|(route, _)| route.clone()).unwrap_or_default();
    let lead = pages.iter().find(|page| page.route == first);
    let (mut entry, comment) = match (lead, existing) {
        (Some(page), _) => (page.entry.clone(), page.comment.clone()),
        (None, Some(entry)) => (entry, String::new()),
        (None, None) => return,
    };
    entry.remove("displayConditions");
    let list: Vec<Item> = routes
        .into_iter()
        .map(|(_, page)| Item::from(Yaml::Map(page)))
        .collect();
    entry.insert("pages", list);
    let key = str_of(&entry, "key").unwrap_or_default().to_owned();
    say(draft, kind, &key, &pages);
    draft.add("modules", kind, entry, &comment);
}

/// The entry that is there already: the plain one, where special ones may stand beside it.
fn take_plain(draft: &mut Draft<'_>, kind: &str) -> Option<Map> {
    let list = draft.section("modules").list_at(kind);
    let is_plain = |item: &Item| {
        item.value
            .map()
            .is_some_and(|map| map.get("useAsConfig").is_none() && map.get("useAsGetStarted").is_none())
    };
    let index = list.iter().position(is_plain)?;
    list.remove(index).value.map().cloned()
}

fn route_of(entry: &Map, route: &str) -> (String, Map) {
    let mut page = Map::new();
    page.insert(
        "title",
        entry
            .get("title")
            .cloned()
            .unwrap_or_else(|| Yaml::Str(route.to_owned())),
    );
    page.insert("route", route);
    for property in ["icon", "displayConditions"] {
        if let Some(value) = entry.get(property) {
            page.insert(property, value.clone());
        }
    }
    (route.to_owned(), page)
}

fn say(draft: &mut Draft<'_>, kind: &str, key: &str, pages: &[FoldedPage]) {
    for page in pages {
        let own = str_of(&page.entry, "key").unwrap_or_default().to_owned();
        if own == key {
            continue;
        }
        draft.keys.release(&own);
        let Some(outcome) = draft.outcomes.get_mut(page.outcome) else {
            continue;
        };
        let message = format!(
            "Forge allows one `{kind}`: `{own}` becomes the route `{}` of `{key}`, and its old address is not redirected",
            page.route
        );
        outcome.fate = Fate::Written(vec![Written {
            kind: kind.to_owned(),
            key: key.to_owned(),
        }]);
        outcome.keeps_key = false;
        outcome.notes.push(codes::FOLDED);
        draft
            .findings
            .push(Finding::new(codes::FOLDED, message).at(outcome.place.clone()));
    }
}

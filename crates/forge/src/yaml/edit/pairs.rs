//! Which items of a list stay.

use crate::yaml::print::inline;
use crate::yaml::tree::{Item, Map, Yaml};
use std::collections::{HashMap, VecDeque};

/// The pairs of an index in `old` and one in `new` that are the same item, in rising order of both.
pub(super) fn pairs(old: &[Yaml], new: &[Item]) -> Vec<(usize, usize)> {
    let mut places: HashMap<String, VecDeque<usize>> = HashMap::new();
    for (index, item) in new.iter().enumerate() {
        places.entry(identity(&item.value)).or_default().push_back(index);
    }
    let candidates = old.iter().enumerate().filter_map(|(index, value)| {
        let place = places.get_mut(&identity(value))?.pop_front()?;
        Some((index, place))
    });
    let rising = longest_rising(&candidates.collect::<Vec<_>>());
    with_lone_ones(old, new, rising)
}

/// What makes an item the same: its `key`, else its `name`, else its value.
fn identity(value: &Yaml) -> String {
    let member = |name: &str| value.map().and_then(|map| map.get(name)).and_then(Yaml::str);
    match (member("key"), member("name")) {
        (Some(key), _) => format!("key {key}"),
        (None, Some(name)) => format!("name {name}"),
        (None, None) => format!("value {}", inline(&sorted(value), true)),
    }
}

/// The value with the keys of all maps in alphabetical order.
fn sorted(value: &Yaml) -> Yaml {
    match value {
        Yaml::List(items) => Yaml::list(items.iter().map(|item| sorted(&item.value))),
        Yaml::Map(map) => {
            let mut entries: Vec<_> = map.entries().iter().collect();
            entries.sort_by(|one, other| one.key.cmp(&other.key));
            let pairs = entries
                .into_iter()
                .map(|entry| (entry.key.as_str(), sorted(&entry.value)));
            Yaml::Map(pairs.collect::<Map>())
        }
        _ => value.clone(),
    }
}

/// The longest choice of pairs, which rise in their first number, that rises in the second one too.
fn longest_rising(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // For each length the pair that ends the choice of that length with the least second number.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    for (index, (_, place)) in pairs.iter().enumerate() {
        let length = ends.partition_point(|end| pairs[*end].1 < *place);
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        match ends.get_mut(length) {
            Some(end) => *end = index,
            None => ends.push(index),
        }
    }
    let mut chosen = Vec::with_capacity(ends.len());
    let mut at = ends.last().copied();
    while let Some(index) = at {
        chosen.push(pairs[index]);
        at = before[index];
    }
    chosen.reverse();
    chosen
}

/// Adds the pairs of maps that nothing identifies, where one old and one new stand alone between two pairs.
fn with_lone_ones(old: &[Yaml], new: &[Item], pairs: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    let nameless = |value: &Yaml| value.map().is_some() && identity(value).starts_with("value ");
    let mut out = Vec::with_capacity(pairs.len() + 1);
    let mut from = (0, 0);
    for pair in pairs.into_iter().map(Some).chain([None]) {
        let to = pair.unwrap_or((old.len(), new.len()));
        if let ([one], [other]) = (&old[from.0..to.0], &new[from.1..to.1])
            && nameless(one)
            && nameless(&other.value)
        {
            out.push(from);
        }
        out.extend(pair);
        from = (to.0 + 1, to.1 + 1);
    }
    out
}

//! What leads to what, over the calls.

use crate::facts::{Call, FunctionId, Route};
use std::collections::{HashMap, HashSet};

/// Every function that a route leads to.
pub fn from_routes(calls: &[Call], routes: &[Route]) -> HashSet<FunctionId> {
    let starts = routes.iter().flat_map(|route| &route.functions).copied();
    spread(calls.iter().map(|call| (call.from, call.to)), starts)
}

/// Every function that leads to one of the given ones.
pub fn to_any(calls: &[Call], ends: &[FunctionId]) -> HashSet<FunctionId> {
    spread(
        calls.iter().map(|call| (call.to, call.from)),
        ends.iter().copied(),
    )
}

fn spread(
    edges: impl Iterator<Item = (FunctionId, FunctionId)>,
    starts: impl Iterator<Item = FunctionId>,
) -> HashSet<FunctionId> {
    let mut next: HashMap<FunctionId, Vec<FunctionId>> = HashMap::new();
    for (from, to) in edges {
        next.entry(from).or_default().push(to);
    }
    let mut waiting: Vec<_> = starts.collect();
    let mut seen: HashSet<_> = waiting.iter().copied().collect();
    while let Some(function) = waiting.pop() {
        for to in next.get(&function).into_iter().flatten() {
            if seen.insert(*to) {
                waiting.push(*to);
            }
        }
    }
    seen
}

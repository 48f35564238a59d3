//! The ways from an entry point to an outbound call: the three shortest, and the count of the rest.
//!
//! There can be as many pairs of an entry and an outbound call as the product of both. So each entry has a share of
//! the work that grows with the facts; what its walk did not come to is counted as not listed, never passed over in
//! silence. Verdicts do not depend on it: they come from [`super::reach`].

use super::reach::Rows;
use forgeshift_connect::facts::{CodeFacts, FunctionId};
use forgeshift_source::span::Place;
use std::collections::VecDeque;

/// How many paths are told for an entry and an outbound call.
const TOLD: usize = 3;
/// How many calls each entry may look at: real ones look at a few thousand.
pub(super) const WALKED: usize = 20_000;
/// The least that each entry may tell, in steps.
const SHARE: usize = 600;
/// What all entries together may tell, in steps for each fact.
const EACH_FACT: usize = 64;

/// One step of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Where.
    pub place: Place,
    /// What happens there, in a few words.
    pub what: String,
}

/// A way from an entry point to an outbound call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EgressPath {
    /// The entry's index in the facts.
    pub entry: usize,
    /// The outbound call's index in the facts.
    pub sink: usize,
    /// The calls on the way, as indexes in the facts.
    pub calls: Vec<u32>,
    /// How many more ways of this length there are than are told.
    pub more: u64,
}

/// All paths that are told, and what is not.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Paths {
    /// By entry, the nearest outbound calls first.
    pub told: Vec<EgressPath>,
    /// Pairs of an entry and an outbound call that are connected but whose paths are not told.
    pub untold: u64,
    /// Entries whose walk ended before all that they reach was seen.
    pub cut: usize,
}

/// Finds the paths.
pub fn paths(facts: &CodeFacts) -> Paths {
    let calls = Rows::of_calls(facts);
    let sinks = Rows::of_sinks(facts);
    let share = share(facts);
    let mut walk = Walk::new(facts, &calls);
    let mut paths = Paths::default();
    for entry in 0..facts.entries.len() {
        let mut left = share;
        paths.cut += usize::from(!walk.from(entry, WALKED));
        for function in walk.order.iter().copied() {
            let length = walk.at(function).map_or(0, |at| at.distance as usize);
            let costs = TOLD * (length + 1);
            let row = sinks.row(function);
            let (told, untold) = row.split_at(row.len().min(left / costs));
            left -= told.len() * costs;
            paths.untold += untold.len() as u64;
            for sink in told {
                walk.tell(entry, *sink as usize, function, &mut paths.told);
            }
        }
    }
    paths
}

impl EgressPath {
    /// The functions that are passed on the way.
    pub fn functions(&self, facts: &CodeFacts) -> Vec<FunctionId> {
        let calls = self
            .calls
            .iter()
            .filter_map(|index| facts.calls.get(*index as usize));
        let mut passed: Vec<FunctionId> = calls.clone().take(1).map(|call| call.from).collect();
        passed.extend(calls.map(|call| call.to));
        if passed.is_empty() {
            passed.extend(facts.outbound.get(self.sink).map(|outbound| outbound.function));
        }
        passed
    }

    /// From the entry to the outbound call.
    pub fn steps<'f>(&'f self, facts: &'f CodeFacts) -> impl Iterator<Item = Step> + 'f {
        let entry = facts.entries.get(self.entry).map(|entry| Step {
            place: entry.place.clone(),
            what: entry.name.clone(),
        });
        let calls = self.calls.iter().filter_map(|index| {
            let call = facts.calls.get(*index as usize)?;
            let function = facts.functions.get(call.to.0 as usize);
            Some(Step {
                place: call.place.clone(),
                what: format!("calls {}", function.map_or("", |function| function.name.as_str())),
            })
        });
        let end = facts.outbound.get(self.sink).map(|outbound| Step {
            place: outbound.place.clone(),
            what: outbound
                .host
                .clone()
                .or_else(|| outbound.package.clone())
                .unwrap_or_else(|| "sends".to_owned()),
        });
        entry.into_iter().chain(calls).chain(end)
    }
}

/// What one entry may tell of what all may tell together.
fn share(facts: &CodeFacts) -> usize {
    let size = facts.calls.len() + facts.outbound.len() + facts.functions.len();
    SHARE.max(size * EACH_FACT / facts.entries.len().max(1))
}

/// How an entry comes to a function.
#[derive(Debug, Default, Clone)]
struct Met {
    /// The walk that this is of.
    walk: usize,
    distance: u32,
    /// How many shortest ways there are.
    ways: u64,
    /// The calls that come from a nearer function.
    lead: Vec<u32>,
}

/// What one entry reaches, nearest first. The tables are used again for the next entry.
struct Walk<'f> {
    facts: &'f CodeFacts,
    calls: &'f Rows,
    met: Vec<Met>,
    number: usize,
    order: Vec<FunctionId>,
}

impl<'f> Walk<'f> {
    fn new(facts: &'f CodeFacts, calls: &'f Rows) -> Self {
        Self {
            facts,
            calls,
            met: vec![Met::default(); facts.functions.len()],
            number: 0,
            order: Vec::new(),
        }
    }

    fn at(&self, function: FunctionId) -> Option<&Met> {
        self.met
            .get(function.0 as usize)
            .filter(|met| met.walk == self.number)
    }

    /// Walks from an entry, looking at so many calls at most; says whether that was all there is.
    fn from(&mut self, entry: usize, most: usize) -> bool {
        self.number += 1;
        self.order.clear();
        let facts = self.facts;
        let mut queue = VecDeque::new();
        for function in facts.entries.get(entry).into_iter().flat_map(|e| &e.functions) {
            if self.meet(*function, 0, 1, None) {
                queue.push_back(*function);
            }
        }
        let mut left = most;
        while let Some(function) = queue.pop_front() {
            self.order.push(function);
            let row = self.calls.row(function);
            if row.len() > left {
                return false;
            }
            left -= row.len();
            let (distance, ways) = self.at(function).map_or((0, 0), |at| (at.distance, at.ways));
            for index in row {
                let Some(call) = facts.calls.get(*index as usize) else {
                    continue;
                };
                if self.meet(call.to, distance + 1, ways, Some(*index)) {
                    queue.push_back(call.to);
                }
            }
        }
        true
    }

    /// Comes to a function; says whether for the first time.
    fn meet(&mut self, function: FunctionId, distance: u32, ways: u64, by: Option<u32>) -> bool {
        let Some(met) = self.met.get_mut(function.0 as usize) else {
            return false;
        };
        let is_new = met.walk != self.number;
        if is_new {
            met.walk = self.number;
            met.distance = distance;
            met.ways = ways;
            met.lead.clear();
            met.lead.extend(by);
        } else if let Some(by) = by
            && met.distance == distance
        {
            met.ways = met.ways.saturating_add(ways);
            met.lead.push(by);
        }
        is_new
    }

    /// Adds the paths to one outbound call.
    fn tell(&self, entry: usize, sink: usize, function: FunctionId, told: &mut Vec<EgressPath>) {
        let chains = self.chains(function);
        let ways = self.at(function).map_or(0, |at| at.ways);
        let more = ways.saturating_sub(chains.len() as u64);
        told.extend(chains.into_iter().map(|calls| EgressPath {
            entry,
            sink,
            calls,
            more,
        }));
    }

    /// Up to [`TOLD`] shortest chains of calls from the entry to a function.
    fn chains(&self, function: FunctionId) -> Vec<Vec<u32>> {
        let mut out: Vec<Vec<u32>> = Vec::new();
        // Each chain is built backwards. A stack of our own: a chain can be as long as the code wants.
        let mut stack: Vec<(FunctionId, usize)> = vec![(function, 0)];
        let mut tail: Vec<u32> = Vec::new();
        while let Some((at, next)) = stack.pop() {
            if out.len() >= TOLD {
                break;
            }
            let lead = self.at(at).map_or(&[][..], |at| at.lead.as_slice());
            if lead.is_empty() {
                out.push(tail.iter().rev().copied().collect());
                tail.pop();
                continue;
            }
            match lead.get(next) {
                Some(index) => {
                    stack.push((at, next + 1));
                    tail.push(*index);
                    if let Some(call) = self.facts.calls.get(*index as usize) {
                        stack.push((call.from, 0));
                    }
                }
                None => {
                    tail.pop();
                }
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::super::reach::{Callers, reach};
    use super::*;
    use forgeshift_connect::facts::{
        ActsAs, Call, EndUserData, Entry, EntryKind, Function, Outbound, OutboundKind, Via,
    };

    fn place(line: u32) -> Place {
        Place {
            line,
            ..Place::start_of("a.js".into())
        }
    }

    fn facts(functions: u32, calls: &[(u32, u32)], entries: &[u32], sinks: &[u32]) -> CodeFacts {
        CodeFacts {
            functions: (0..functions)
                .map(|index| Function {
                    name: format!("f{index}"),
                    place: place(index),
                })
                .collect(),
            calls: calls
                .iter()
                .map(|(from, to)| Call {
                    from: FunctionId(*from),
                    to: FunctionId(*to),
                    place: place(*from),
                })
                .collect(),
            entries: entries
                .iter()
                .map(|function| Entry {
                    kind: EntryKind::Schedule,
                    name: format!("e{function}"),
                    place: place(*function),
                    functions: vec![FunctionId(*function)],
                    route: None,
                })
                .collect(),
            outbound: sinks.iter().map(|function| sink(*function)).collect(),
            ..CodeFacts::default()
        }
    }

    fn sink(function: u32) -> Outbound {
        Outbound {
            kind: OutboundKind::Http,
            via: Via::Server,
            method: None,
            path: None,
            url: None,
            host: Some("h.example.com".into()),
            host_why: None,
            package: None,
            category: String::new(),
            end_user_data: EndUserData::Unknown,
            acts_as: ActsAs::Unknown,
            place: place(function),
            also_at: Vec::new(),
            function: FunctionId(function),
            implicit: false,
        }
    }

    /// So many entries that all call one function, which calls as many others that each send.
    fn hub(size: u32) -> CodeFacts {
        let calls: Vec<(u32, u32)> = (1..=size)
            .map(|entry| (entry, 0))
            .chain((1..=size).map(|sink| (0, size + sink)))
            .collect();
        let entries: Vec<u32> = (1..=size).collect();
        let sinks: Vec<u32> = (size + 1..=2 * size).collect();
        facts(2 * size + 1, &calls, &entries, &sinks)
    }

    #[test]
    fn the_shortest_ways_are_told_and_the_rest_is_counted() {
        // Five ways of two calls, one of three.
        let mut calls: Vec<(u32, u32)> = (1..=5).flat_map(|middle| [(0, middle), (middle, 8)]).collect();
        calls.extend([(0, 6), (6, 7), (7, 8)]);
        let found = paths(&facts(9, &calls, &[0], &[8]));
        assert_eq!(found.told.len(), TOLD);
        assert!(
            found
                .told
                .iter()
                .all(|path| path.calls.len() == 2 && path.more == 2)
        );
        assert_eq!((found.untold, found.cut), (0, 0));
    }

    #[test]
    fn a_circle_of_calls_is_walked_once() {
        let facts = facts(3, &[(0, 1), (1, 2), (2, 0)], &[0], &[2]);
        let found = paths(&facts);
        let steps: Vec<String> = found.told[0].steps(&facts).map(|step| step.what).collect();
        assert_eq!(steps, ["e0", "calls f1", "calls f2", "h.example.com"]);
        assert_eq!(found.told[0].functions(&facts), [0, 1, 2].map(FunctionId));
        assert_eq!(reach(&facts).live, [true]);
    }

    #[test]
    fn what_only_leads_away_is_not_reached() {
        let facts = facts(4, &[(0, 1), (3, 2)], &[0], &[1, 2]);
        assert_eq!(reach(&facts).live, [true, false]);
        let lead = Callers::new(&facts).lead_to([FunctionId(2)].into_iter());
        assert_eq!(lead, [false, false, true, true]);
    }

    #[test]
    fn every_pair_is_told_or_counted() {
        for size in [5, 50, 500] {
            let found = paths(&hub(size));
            let all = found.told.len() as u64 + found.untold;
            assert_eq!(all, u64::from(size) * u64::from(size));
            assert_eq!(found.cut, 0);
        }
    }

    #[test]
    fn twice_the_facts_are_at_most_about_twice_the_work() {
        let work = |size: u32| {
            let found = paths(&hub(size));
            found.told.iter().map(|path| path.calls.len() + 1).sum::<usize>()
        };
        for size in [300, 600] {
            assert!(work(2 * size) as f64 <= 2.2 * work(size) as f64);
        }
    }

    #[test]
    fn a_long_chain_is_told_in_full_and_one_without_end_is_cut_and_counted() {
        let chain = |length: u32| {
            let calls: Vec<(u32, u32)> = (0..length).map(|at| (at, at + 1)).collect();
            facts(length + 1, &calls, &[0], &[length])
        };
        let found = paths(&chain(15_000));
        assert_eq!((found.told[0].calls.len(), found.cut), (15_000, 0));
        let endless = chain(100_000);
        let found = paths(&endless);
        assert_eq!((found.told.len(), found.cut), (0, 1));
        assert_eq!(reach(&endless).live, [true], "what is live does not hang on it");
    }
}

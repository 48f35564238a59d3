//! Which entry point reaches which outbound call, and by which calls.
//!
//! Each entry walks only what it can reach, so the cost is the sum of what the entries reach.

use forgeshift_connect::facts::{CodeFacts, FunctionId};
use forgeshift_source::span::Place;
use std::collections::{HashMap, VecDeque};

/// How many paths are told for an entry and an outbound call.
const TOLD: usize = 3;

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
    /// From the entry to the call.
    pub steps: Vec<Step>,
    /// The functions passed on the way.
    pub functions: Vec<FunctionId>,
}

/// What reaches what.
#[derive(Debug, Default)]
pub struct Reach {
    /// The shortest paths, at most three for an entry and an outbound call.
    pub paths: Vec<EgressPath>,
    /// For an entry and an outbound call how many more there are, where there are more.
    pub more: HashMap<(usize, usize), u64>,
    /// For each outbound call whether any entry reaches it.
    pub live: Vec<bool>,
    /// For each function whether any entry reaches it.
    pub reached: Vec<bool>,
    /// For each entry the functions that it reaches, in the order of their distance.
    pub of_entry: Vec<Vec<FunctionId>>,
}

/// Finds what reaches what.
pub fn reach(facts: &CodeFacts) -> Reach {
    let mut calls: Vec<Vec<usize>> = vec![Vec::new(); facts.functions.len()];
    for (index, call) in facts.calls.iter().enumerate() {
        if let Some(list) = calls.get_mut(call.from.0 as usize) {
            list.push(index);
        }
    }
    let mut sinks: Vec<Vec<usize>> = vec![Vec::new(); facts.functions.len()];
    for (index, outbound) in facts.outbound.iter().enumerate() {
        if let Some(list) = sinks.get_mut(outbound.function.0 as usize) {
            list.push(index);
        }
    }
    let mut reach = Reach {
        live: vec![false; facts.outbound.len()],
        reached: vec![false; facts.functions.len()],
        ..Reach::default()
    };
    for entry in 0..facts.entries.len() {
        let walk = Walk::from(facts, entry, &calls);
        for function in &walk.order {
            if let Some(reached) = reach.reached.get_mut(function.0 as usize) {
                *reached = true;
            }
            for sink in sinks.get(function.0 as usize).into_iter().flatten() {
                if let Some(live) = reach.live.get_mut(*sink) {
                    *live = true;
                }
                walk.tell(facts, *sink, *function, &mut reach);
            }
        }
        reach.of_entry.push(walk.order);
    }
    reach
}

/// What one entry reaches, nearest first, with the calls that lead there.
struct Walk {
    entry: usize,
    order: Vec<FunctionId>,
    /// For each function its distance and the calls that come from a nearer function.
    from: HashMap<FunctionId, (u32, Vec<usize>)>,
}

impl Walk {
    fn from(facts: &CodeFacts, entry: usize, calls: &[Vec<usize>]) -> Self {
        let mut walk = Self {
            entry,
            order: Vec::new(),
            from: HashMap::new(),
        };
        let mut queue = VecDeque::new();
        for function in facts
            .entries
            .get(entry)
            .map(|entry| entry.functions.as_slice())
            .unwrap_or_default()
        {
            if walk.from.insert(*function, (0, Vec::new())).is_none() {
                queue.push_back(*function);
            }
        }
        while let Some(function) = queue.pop_front() {
            walk.order.push(function);
            let distance = walk.from.get(&function).map_or(0, |(distance, _)| *distance);
            for index in calls.get(function.0 as usize).into_iter().flatten() {
                let Some(call) = facts.calls.get(*index) else {
                    continue;
                };
                match walk.from.get_mut(&call.to) {
                    None => {
                        walk.from.insert(call.to, (distance + 1, vec![*index]));
                        queue.push_back(call.to);
                    }
                    Some((known, lead)) if *known == distance + 1 => lead.push(*index),
                    Some(_) => {}
                }
            }
        }
        walk
    }

    /// Adds the paths to one outbound call.
    fn tell(&self, facts: &CodeFacts, sink: usize, function: FunctionId, reach: &mut Reach) {
        let mut chains: Vec<Vec<usize>> = Vec::new();
        self.chains(facts, function, &mut Vec::new(), &mut chains);
        let count = self.count(facts, function, &mut HashMap::new());
        let told = chains.len() as u64;
        if count > told {
            reach.more.insert((self.entry, sink), count - told);
        }
        for chain in chains {
            reach.paths.extend(self.path(facts, sink, &chain));
        }
    }

    /// Up to [`TOLD`] chains of calls from the entry to a function, last call first while they are made.
    fn chains(
        &self,
        facts: &CodeFacts,
        function: FunctionId,
        tail: &mut Vec<usize>,
        out: &mut Vec<Vec<usize>>,
    ) {
        // A stack of our own: a chain can be as long as the code wants.
        let mut stack: Vec<(FunctionId, usize)> = vec![(function, 0)];
        while let Some((at, next)) = stack.pop() {
            if out.len() >= TOLD {
                return;
            }
            let lead = self
                .from
                .get(&at)
                .map(|(_, lead)| lead.as_slice())
                .unwrap_or_default();
            if lead.is_empty() {
                out.push(tail.iter().rev().copied().collect());
                tail.pop();
                continue;
            }
            match lead.get(next) {
                Some(call) => {
                    stack.push((at, next + 1));
                    tail.push(*call);
                    if let Some(call) = facts.calls.get(*call) {
                        stack.push((call.from, 0));
                    }
                }
                None => {
                    tail.pop();
                }
            }
        }
    }

    /// How many shortest chains there are.
    fn count(&self, facts: &CodeFacts, function: FunctionId, known: &mut HashMap<FunctionId, u64>) -> u64 {
        // Functions are counted nearest first, so that what a count needs is there.
        let limit = self.from.get(&function).map_or(0, |(distance, _)| *distance);
        let mut wanted = vec![function];
        let mut seen = vec![function];
        while let Some(at) = wanted.pop() {
            for call in self
                .from
                .get(&at)
                .map(|(_, lead)| lead.as_slice())
                .unwrap_or_default()
            {
                if let Some(call) = facts.calls.get(*call)
                    && !seen.contains(&call.from)
                    && seen.len() < 512
                {
                    seen.push(call.from);
                    wanted.push(call.from);
                }
            }
        }
        let _ = limit;
        seen.sort_by_key(|function| self.from.get(function).map_or(0, |(distance, _)| *distance));
        for at in seen {
            let lead = self
                .from
                .get(&at)
                .map(|(_, lead)| lead.as_slice())
                .unwrap_or_default();
            let total = if lead.is_empty() {
                1
            } else {
                let ways = |call: &usize| {
                    facts
                        .calls
                        .get(*call)
                        .and_then(|call| known.get(&call.from))
                        .copied()
                        .unwrap_or(0)
                };
                lead.iter().map(ways).fold(0u64, u64::saturating_add)
            };
            known.insert(at, total);
        }
        known.get(&function).copied().unwrap_or(0)
    }

    fn path(&self, facts: &CodeFacts, sink: usize, chain: &[usize]) -> Option<EgressPath> {
        let entry = facts.entries.get(self.entry)?;
        let outbound = facts.outbound.get(sink)?;
        let mut steps = vec![Step {
            place: entry.place.clone(),
            what: entry.name.clone(),
        }];
        let mut functions = Vec::new();
        for index in chain {
            let call = facts.calls.get(*index)?;
            if functions.is_empty() {
                functions.push(call.from);
            }
            functions.push(call.to);
            let name = facts
                .functions
                .get(call.to.0 as usize)
                .map_or("", |function| function.name.as_str());
            steps.push(Step {
                place: call.place.clone(),
                what: format!("calls {name}"),
            });
        }
        if functions.is_empty() {
            functions.push(outbound.function);
        }
        let what = outbound
            .host
            .clone()
            .or_else(|| outbound.package.clone())
            .unwrap_or_else(|| "sends".to_owned());
        steps.push(Step {
            place: outbound.place.clone(),
            what,
        });
        Some(EgressPath {
            entry: self.entry,
            sink,
            steps,
            functions,
        })
    }
}

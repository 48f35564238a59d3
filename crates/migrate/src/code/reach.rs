//! What the entry points reach, and what leads to a function: each in one walk over the calls, however many entry
//! points and outbound calls there are.

use forgeshift_connect::facts::{CodeFacts, FunctionId};

/// Numbers in rows: for each function a few, in one list.
#[derive(Debug, Default)]
pub(super) struct Rows {
    starts: Vec<u32>,
    items: Vec<u32>,
}

impl Rows {
    /// Each item in the row that it names. What names no row is left out.
    pub(super) fn new(rows: usize, of: impl Iterator<Item = (FunctionId, u32)> + Clone) -> Self {
        let known = |(row, _): &(FunctionId, u32)| (row.0 as usize) < rows;
        let mut starts = vec![0; rows + 1];
        for (row, _) in of.clone().filter(known) {
            if let Some(count) = starts.get_mut(row.0 as usize + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut next = starts.clone();
        let mut items = vec![0; sum as usize];
        for (row, item) in of.filter(known) {
            if let Some(at) = next.get_mut(row.0 as usize) {
                if let Some(slot) = items.get_mut(*at as usize) {
                    *slot = item;
                }
                *at += 1;
            }
        }
        Self { starts, items }
    }

    /// The calls that stand in each function.
    pub(super) fn of_calls(facts: &CodeFacts) -> Self {
        let calls = facts.calls.iter().enumerate();
        Self::new(
            facts.functions.len(),
            calls.map(|(index, call)| (call.from, index as u32)),
        )
    }

    /// The outbound calls that stand in each function.
    pub(super) fn of_sinks(facts: &CodeFacts) -> Self {
        let sinks = facts.outbound.iter().enumerate();
        Self::new(
            facts.functions.len(),
            sinks.map(|(index, sink)| (sink.function, index as u32)),
        )
    }

    /// One row.
    pub(super) fn row(&self, function: FunctionId) -> &[u32] {
        let row = function.0 as usize;
        match (self.starts.get(row), self.starts.get(row + 1)) {
            (Some(from), Some(to)) => self.items.get(*from as usize..*to as usize).unwrap_or_default(),
            _ => &[],
        }
    }
}

/// What the entry points reach.
#[derive(Debug, Default)]
pub struct Reach {
    /// For each outbound call whether any entry reaches it.
    pub live: Vec<bool>,
    /// For each function whether any entry reaches it.
    pub reached: Vec<bool>,
}

/// Finds what the entry points reach.
pub fn reach(facts: &CodeFacts) -> Reach {
    let calls = facts.calls.iter();
    let steps = Rows::new(facts.functions.len(), calls.map(|call| (call.from, call.to.0)));
    let starts = facts
        .entries
        .iter()
        .flat_map(|entry| entry.functions.iter().copied());
    let reached = spread(facts.functions.len(), &steps, starts);
    let live = facts
        .outbound
        .iter()
        .map(|outbound| is_in(&reached, outbound.function))
        .collect();
    Reach { live, reached }
}

/// The calls backwards: which functions call a function.
#[derive(Debug)]
pub(super) struct Callers {
    functions: usize,
    steps: Rows,
}

impl Callers {
    pub(super) fn new(facts: &CodeFacts) -> Self {
        let functions = facts.functions.len();
        let calls = facts.calls.iter();
        Self {
            functions,
            steps: Rows::new(functions, calls.map(|call| (call.to, call.from.0))),
        }
    }

    /// For each function whether it leads to one of these.
    pub(super) fn lead_to(&self, ends: impl Iterator<Item = FunctionId>) -> Vec<bool> {
        spread(self.functions, &self.steps, ends)
    }
}

/// Whether a function is marked.
pub(super) fn is_in(marked: &[bool], function: FunctionId) -> bool {
    marked.get(function.0 as usize).copied().unwrap_or(false)
}

/// Marks what can be reached from the starts.
fn spread(functions: usize, steps: &Rows, starts: impl Iterator<Item = FunctionId>) -> Vec<bool> {
    let mut marked = vec![false; functions];
    let mut open: Vec<FunctionId> = starts.collect();
    while let Some(function) = open.pop() {
        match marked.get_mut(function.0 as usize) {
            Some(mark) if !*mark => *mark = true,
            _ => continue,
        }
        open.extend(steps.row(function).iter().copied().map(FunctionId));
    }
    marked
}

/// Walks from one entry after the other, nearest functions first. The tables are used again for the next entry.
#[derive(Debug)]
pub(super) struct Nearest<'f> {
    facts: &'f CodeFacts,
    steps: Rows,
    sinks: Rows,
    /// The last walk that came to each function.
    met: Vec<usize>,
    walk: usize,
}

impl<'f> Nearest<'f> {
    pub(super) fn new(facts: &'f CodeFacts) -> Self {
        let calls = facts.calls.iter();
        Self {
            facts,
            steps: Rows::new(facts.functions.len(), calls.map(|call| (call.from, call.to.0))),
            sinks: Rows::of_sinks(facts),
            met: vec![0; facts.functions.len()],
            walk: 0,
        }
    }

    /// What an entry reaches, as far as an entry is walked.
    pub(super) fn from(&mut self, entry: usize) -> Vec<FunctionId> {
        self.walk += 1;
        let mut order: Vec<FunctionId> = Vec::new();
        let mut left = super::paths::WALKED;
        let starts = self.facts.entries.get(entry);
        for function in starts.into_iter().flat_map(|entry| &entry.functions) {
            meet(&mut self.met, self.walk, *function, &mut order);
        }
        let mut at = 0;
        while let Some(function) = order.get(at) {
            let row = self.steps.row(*function);
            if row.len() > left {
                break;
            }
            left -= row.len();
            for to in row {
                meet(&mut self.met, self.walk, FunctionId(*to), &mut order);
            }
            at += 1;
        }
        order
    }

    /// The outbound calls of a function.
    pub(super) fn sinks(&self, function: FunctionId) -> &[u32] {
        self.sinks.row(function)
    }
}

fn meet(met: &mut [usize], walk: usize, function: FunctionId, order: &mut Vec<FunctionId>) {
    if let Some(last) = met.get_mut(function.0 as usize)
        && *last != walk
    {
        *last = walk;
        order.push(function);
    }
}

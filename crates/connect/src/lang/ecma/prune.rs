//! Of a collection of many apps only those functions are kept that something is told of, or that lie between an entry
//! and what it reaches: the others are as many as the code is large.

use crate::facts::{CodeFacts, FunctionId};

/// Leaves out functions, and the calls between them, that no fact names and no way to one passes.
pub(crate) fn prune(facts: &mut CodeFacts) {
    let told = told(facts);
    let entered = facts.entries.iter().flat_map(|entry| &entry.functions);
    let ahead = spread(facts, entered.copied(), Way::Ahead);
    let ends = (0..told.len() as u32).map(FunctionId);
    let back = spread(
        facts,
        ends.filter(|function| told[function.0 as usize]),
        Way::Back,
    );
    let keep = (0..told.len()).map(|index| told[index] || (ahead[index] && back[index]));
    renumber(facts, &keep.collect::<Vec<bool>>());
}

/// The functions that a fact names.
fn told(facts: &CodeFacts) -> Vec<bool> {
    let mut told = vec![false; facts.functions.len()];
    let named = (facts
        .entries
        .iter()
        .flat_map(|entry| entry.functions.iter().copied()))
    .chain(
        facts
            .routes
            .iter()
            .flat_map(|route| route.functions.iter().copied()),
    )
    .chain(facts.outbound.iter().map(|call| call.function))
    .chain(facts.client_api.iter().map(|call| call.function))
    .chain(facts.storage.iter().map(|used| used.function))
    .chain(facts.needs.iter().filter_map(|need| need.function));
    for function in named {
        told[function.0 as usize] = true;
    }
    told
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// Along the calls.
    Ahead,
    /// Against them.
    Back,
}

fn spread(facts: &CodeFacts, starts: impl Iterator<Item = FunctionId>, way: Way) -> Vec<bool> {
    let mut steps: Vec<Vec<FunctionId>> = vec![Vec::new(); facts.functions.len()];
    for call in &facts.calls {
        let (from, to) = match way {
            Way::Ahead => (call.from, call.to),
            Way::Back => (call.to, call.from),
        };
        steps[from.0 as usize].push(to);
    }
    let mut marked = vec![false; facts.functions.len()];
    let mut open: Vec<FunctionId> = starts.collect();
    while let Some(function) = open.pop() {
        if !std::mem::replace(&mut marked[function.0 as usize], true) {
            open.extend(&steps[function.0 as usize]);
        }
    }
    marked
}

/// Gives the functions that are kept their new numbers.
fn renumber(facts: &mut CodeFacts, keep: &[bool]) {
    let mut next = 0;
    let numbers: Vec<u32> = keep
        .iter()
        .map(|keep| {
            let number = next;
            next += u32::from(*keep);
            number
        })
        .collect();
    let renew = |function: &mut FunctionId| function.0 = numbers[function.0 as usize];
    let mut kept = keep.iter();
    facts.functions.retain(|_| kept.next().copied().unwrap_or(true));
    facts
        .calls
        .retain(|call| keep[call.from.0 as usize] && keep[call.to.0 as usize]);
    for call in &mut facts.calls {
        renew(&mut call.from);
        renew(&mut call.to);
    }
    facts.functions.shrink_to_fit();
    facts.calls.shrink_to_fit();
    let entries = facts.entries.iter_mut().flat_map(|entry| &mut entry.functions);
    let routes = facts.routes.iter_mut().flat_map(|route| &mut route.functions);
    entries.chain(routes).for_each(renew);
    facts
        .outbound
        .iter_mut()
        .for_each(|call| renew(&mut call.function));
    facts
        .client_api
        .iter_mut()
        .for_each(|call| renew(&mut call.function));
    facts
        .storage
        .iter_mut()
        .for_each(|used| renew(&mut used.function));
    let needs = facts.needs.iter_mut().filter_map(|need| need.function.as_mut());
    needs.for_each(renew);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{Call, Entry, EntryKind, Function, RuntimeNeed};
    use forgeshift_source::span::Place;

    #[test]
    fn what_lies_between_an_entry_and_a_fact_is_kept_and_nothing_else() {
        let place = Place::start_of("a.js".into());
        // 1 is entered, calls 3 by way of 2; 0 calls 3 but nothing enters it; 4 is called and leads nowhere.
        let calls = [(1, 2), (2, 3), (0, 3), (1, 4)];
        let mut facts = CodeFacts {
            functions: (0..5)
                .map(|index| Function {
                    name: index.to_string(),
                    place: place.clone(),
                })
                .collect(),
            calls: calls
                .into_iter()
                .map(|(from, to)| Call {
                    from: FunctionId(from),
                    to: FunctionId(to),
                    place: place.clone(),
                })
                .collect(),
            entries: vec![Entry {
                kind: EntryKind::Startup,
                name: "startup".into(),
                place: place.clone(),
                functions: vec![FunctionId(1)],
                route: None,
            }],
            needs: vec![RuntimeNeed {
                what: "session",
                detail: String::new(),
                place,
                function: Some(FunctionId(3)),
            }],
            ..CodeFacts::default()
        };
        prune(&mut facts);
        let names: Vec<&str> = facts
            .functions
            .iter()
            .map(|function| function.name.as_str())
            .collect();
        assert_eq!(names, ["1", "2", "3"]);
        let calls: Vec<(u32, u32)> = facts.calls.iter().map(|call| (call.from.0, call.to.0)).collect();
        assert_eq!(calls, [(0, 1), (1, 2)]);
        assert_eq!(facts.needs[0].function, Some(FunctionId(2)));
        assert_eq!(facts.entries[0].functions, [FunctionId(0)]);
    }
}

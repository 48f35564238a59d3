//! The egress ledger: every host, who calls it, on which paths, with what data, what for, and what becomes of it.

use crate::catalog::analytics;
use crate::code::CodeView;
use crate::code::egress::Verdict;
use forgeshift_connect::facts::{EndUserData, EntryKind, Outbound, OutboundKind, Via};
use forgeshift_source::span::Place;
use std::collections::{BTreeMap, BTreeSet};

/// A link sends nothing but its address.
const LINK: &str = "a link";
/// How many places of a line are told.
const TOLD: usize = 10;

/// All lines.
#[derive(Debug, Default)]
pub struct Ledger {
    /// One line for each host, package or unknown address: the greatest trouble first.
    pub lines: Vec<Line>,
    /// How many calls go to the customer's own site, which is no egress.
    pub product_calls: usize,
    /// How many outbound calls there are in all.
    pub calls: usize,
    /// How many files were read for it.
    pub files: usize,
}

/// One place that data goes to.
#[derive(Debug)]
pub struct Line {
    /// The host; none where it is not known.
    pub host: Option<String>,
    /// The host, the package, or the reason why neither is known.
    pub name: String,
    /// How bytes leave: a call of the server, a script of a page, a link, …
    pub means: Vec<&'static str>,
    /// What it is for.
    pub purposes: Vec<String>,
    /// The packages that make the calls.
    pub packages: Vec<String>,
    /// Whether end-user data is in what leaves: the worst of the calls.
    pub data: EndUserData,
    /// The calls, as indexes of the outbound calls.
    pub calls: Vec<usize>,
    /// How many of them nothing reaches.
    pub dead: usize,
    /// The first places of them.
    pub places: Vec<Place>,
    /// The entry points that lead there, once [`Ledger::trace`] has looked for them.
    pub callers: Vec<Caller>,
    /// How many paths lead there, likewise.
    pub paths: u64,
    /// What becomes of it on Forge: the worst of the calls.
    pub verdict: Verdict,
    /// Why.
    pub why: String,
    /// The permissions that it needs.
    pub permissions: Vec<String>,
    /// What the list of analytics services says of it.
    pub analytics: Option<Listed>,
}

impl Ledger {
    /// Looks for who calls each host, and on how many paths. There can be many of them, so only a report that
    /// shows them asks for it.
    pub fn trace(&mut self, view: &CodeView<'_>) {
        let mut line_of: Vec<Option<usize>> = vec![None; view.facts.outbound.len()];
        for (number, line) in self.lines.iter().enumerate() {
            for call in &line.calls {
                if let Some(slot) = line_of.get_mut(*call) {
                    *slot = Some(number);
                }
            }
        }
        let mut callers: Vec<BTreeSet<Caller>> = vec![BTreeSet::new(); self.lines.len()];
        let mut pair = None;
        for path in view.paths().told {
            let Some(number) = line_of.get(path.sink).copied().flatten() else {
                continue;
            };
            if let (Some(callers), Some(entry)) =
                (callers.get_mut(number), view.facts.entries.get(path.entry))
            {
                callers.insert(Caller {
                    kind: entry.kind,
                    name: entry.name.clone(),
                    place: entry.place.clone(),
                });
            }
            // The paths of a pair stand together, and what is not told of it stands at each of them.
            let more = if pair == Some((path.entry, path.sink)) {
                0
            } else {
                path.more
            };
            pair = Some((path.entry, path.sink));
            if let Some(line) = self.lines.get_mut(number) {
                line.paths = line.paths.saturating_add(1).saturating_add(more);
            }
        }
        for (line, callers) in self.lines.iter_mut().zip(callers) {
            line.callers = callers.into_iter().collect();
        }
    }
}

impl Line {
    /// Whether data leaves there after the move: not by calls that nothing reaches, nor by links.
    pub fn leaves(&self) -> bool {
        let live = self.dead < self.calls.len();
        let sends = self.means.iter().any(|means| *means != LINK);
        live && sends && matches!(self.verdict, Verdict::MovesWithEgress | Verdict::StaysRemote)
    }
}

/// What the list of analytics services says of a host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The service.
    pub service: &'static str,
    /// The day on which its entry ended, where it has.
    pub ended: Option<&'static str>,
}

/// An entry point from which a host is reached.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Caller {
    /// What kind of entry.
    pub kind: EntryKind,
    /// Its name.
    pub name: String,
    /// Where it is registered.
    pub place: Place,
}

/// The ledger of the code.
pub fn of(view: &CodeView<'_>, as_of: &str) -> Ledger {
    let mut groups: BTreeMap<(bool, String), Vec<usize>> = BTreeMap::new();
    let mut product_calls = 0;
    for (index, call) in view.facts.outbound.iter().enumerate() {
        if call.kind == OutboundKind::ProductApi {
            product_calls += 1;
            continue;
        }
        groups
            .entry((call.host.is_none(), name(call)))
            .or_default()
            .push(index);
    }
    let mut lines: Vec<Line> = groups
        .into_iter()
        .map(|((_, name), calls)| line(view, name, calls, as_of))
        .collect();
    lines.sort_by(|a, b| b.verdict.cmp(&a.verdict).then_with(|| a.name.cmp(&b.name)));
    Ledger {
        lines,
        product_calls,
        calls: view.facts.outbound.len(),
        files: view.facts.files.len(),
    }
}

fn name(call: &Outbound) -> String {
    call.host
        .clone()
        .or_else(|| call.package.clone())
        .or_else(|| Some(format!("an unknown host ({})", call.host_why.as_deref()?)))
        .unwrap_or_else(|| "an unknown host (put together at run time)".to_owned())
}

fn line(view: &CodeView<'_>, name: String, calls: Vec<usize>, as_of: &str) -> Line {
    let of_calls: Vec<(usize, &Outbound)> = calls
        .iter()
        .filter_map(|index| Some((*index, view.facts.outbound.get(*index)?)))
        .collect();
    let words = |word: &dyn Fn(&Outbound) -> Option<String>| -> Vec<String> {
        let words: BTreeSet<String> = of_calls
            .iter()
            .filter_map(|(_, call)| word(call))
            .filter(|word| !word.is_empty())
            .collect();
        words.into_iter().collect()
    };
    let (verdict, why) = of_calls
        .iter()
        .filter_map(|(index, _)| view.sinks.get(*index))
        .max_by_key(|(verdict, _)| *verdict)
        .cloned()
        .unwrap_or((Verdict::Moves, String::new()));
    let places: BTreeSet<&Place> = of_calls.iter().map(|(_, call)| &call.place).collect();
    let permissions: BTreeSet<String> = calls
        .iter()
        .filter_map(|index| view.permissions.get(*index)?.clone())
        .collect();
    let dead = calls
        .iter()
        .filter(|index| !view.reach.live.get(**index).copied().unwrap_or(false))
        .count();
    let host = of_calls.iter().find_map(|(_, call)| call.host.clone());
    let listed = host.as_deref().and_then(|host| analytics::service(host, as_of));
    Line {
        means: of_calls
            .iter()
            .map(|(_, call)| means(call.via))
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect(),
        purposes: words(&|call| Some(call.category.clone())),
        packages: words(&|call| call.package.clone()),
        data: worst(of_calls.iter().map(|(_, call)| call.end_user_data)),
        dead,
        places: places.into_iter().take(TOLD).cloned().collect(),
        callers: Vec::new(),
        paths: 0,
        verdict,
        why,
        permissions: permissions.into_iter().collect(),
        analytics: listed.filter(|row| !row.never_proposed).map(|row| Listed {
            service: row.service,
            ended: row.ended.filter(|_| row.has_ended(as_of)),
        }),
        host,
        name,
        calls,
    }
}

/// How bytes leave, in a word or two.
fn means(via: Via) -> &'static str {
    match via {
        Via::Server => "a call of the server",
        Via::Fetch => "a call of a page",
        Via::Script => "a script",
        Via::Style => "a style sheet",
        Via::Font => "a font",
        Via::Image => "an image",
        Via::Media => "media",
        Via::Frame => "a frame",
        Via::Form => "a form",
        Via::Navigation => LINK,
    }
}

/// The worst that may be in what leaves. What nothing tells of is worse than what may be.
fn worst(all: impl Iterator<Item = EndUserData>) -> EndUserData {
    let rank = |data: &EndUserData| match data {
        EndUserData::No => 0,
        EndUserData::Possible => 1,
        EndUserData::Unknown => 2,
        EndUserData::Likely => 3,
        EndUserData::Yes => 4,
    };
    all.max_by_key(rank).unwrap_or(EndUserData::Unknown)
}

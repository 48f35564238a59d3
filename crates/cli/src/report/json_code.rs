//! The part of the JSON that tells of the code.

use super::json::{id, place};
use forgeshift_connect::facts::{
    ActsAs, Auth, ClientCall, EndUserData, EntryKind, FunctionId, OutboundKind, Reading,
};
use forgeshift_migrate::code::CodeView;
use forgeshift_migrate::code::becomes;
use forgeshift_migrate::outcome::{Declared, Outcome};
use forgeshift_source::finding::Grade;
use forgeshift_source::span::Place;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, HashMap};

/// `coverage.files`, `coverage.languages` and the counts of routes, calls and `AP` uses.
pub fn coverage(view: &CodeView<'_>, coverage: &mut Map<String, Value>) {
    let facts = view.facts;
    let mut counts = BTreeMap::from([("parsed", 0), ("partial", 0), ("failed", 0), ("skipped", 0)]);
    let mut languages: BTreeMap<&str, (usize, u64, usize)> = BTreeMap::new();
    let mut skipped = Vec::new();
    for file in &facts.files {
        let word = match &file.reading {
            Reading::Parsed => "parsed",
            Reading::Partial(_) => "partial",
            Reading::Failed(_) => "failed",
            Reading::Skipped(_) => "skipped",
        };
        *counts.entry(word).or_default() += 1;
        let language = languages.entry(file.language).or_default();
        language.0 += 1;
        language.1 += file.bytes;
        language.2 += usize::from(matches!(file.reading, Reading::Parsed | Reading::Partial(_)));
        if let Reading::Skipped(why) | Reading::Failed(why) | Reading::Partial(why) = &file.reading {
            skipped.push(json!({"file": &*file.path, "reason": why}));
        }
    }
    if let Some(files) = coverage.get_mut("files").and_then(Value::as_object_mut) {
        // Pictures, texts and the like are files and no source.
        let total = files.get("total").and_then(Value::as_u64).unwrap_or(0);
        let source = facts.files.len() as u64;
        files.insert("not_source".into(), json!(total.saturating_sub(source)));
        files.extend(
            counts
                .into_iter()
                .map(|(word, count)| (word.to_owned(), json!(count))),
        );
    }
    if let Some(list) = coverage.get_mut("skipped").and_then(Value::as_array_mut) {
        list.extend(skipped);
    }
    let languages: Vec<Value> = languages
        .into_iter()
        .map(|(language, (files, bytes, read))| json!({"language": language, "files": files, "bytes": bytes, "read": read}))
        .collect();
    coverage.insert("languages".into(), languages.into());
    let linked = view
        .links
        .declared_by
        .iter()
        .filter(|declared| !declared.is_empty())
        .count();
    coverage.insert(
        "routes".into(),
        json!({"total": facts.routes.len(), "linked": linked}),
    );
    let known = facts
        .outbound
        .iter()
        .filter(|call| call.host.is_some() || call.kind == OutboundKind::ProductApi)
        .count();
    coverage.insert(
        "outbound".into(),
        json!({"total": facts.outbound.len(), "host_known": known}),
    );
    let mapped = facts
        .client_api
        .iter()
        .filter(|call| becomes::client_call(call).0.is_some())
        .count();
    coverage.insert(
        "client_api".into(),
        json!({"total": facts.client_api.len(), "mapped": mapped}),
    );
}

/// The sections that the code fills.
pub fn sections(view: &CodeView<'_>, outcomes: &[Outcome], out: &mut Map<String, Value>) {
    let ids = Ids::new(view);
    out.insert("entry_points".into(), entries(view, &ids));
    out.insert("routes".into(), routes(view, outcomes, &ids));
    out.insert("outbound".into(), outbound(view, &ids));
    paths(view, &ids, out);
    out.insert("client_api".into(), client_api(view, &ids));
    out.insert("storage".into(), storage(view, &ids));
    out.insert("runtime_needs".into(), needs(view, &ids));
    let env = view.facts.env.iter().map(|variable| {
        let first = variable.places.first().map(place);
        json!({"name": variable.name, "place": first, "places": variable.places.iter().map(place).collect::<Vec<_>>(), "becomes": becomes::variable(variable)})
    });
    out.insert("env".into(), env.collect());
}

/// Ids that survive moved lines: a hash of kind, file, enclosing function and ordinal.
struct Ids {
    entries: Vec<String>,
    routes: Vec<String>,
    outbound: Vec<String>,
}

impl Ids {
    fn new(view: &CodeView<'_>) -> Self {
        let facts = view.facts;
        let mut seen = HashMap::new();
        let entries = facts.entries.iter().map(|entry| {
            make(
                &mut seen,
                "entry",
                &entry.place,
                &format!("{}\0{}", kind(entry.kind), entry.name),
            )
        });
        let entries = entries.collect();
        let routes = facts.routes.iter().map(|route| {
            make(
                &mut seen,
                "route",
                &route.place,
                &format!("{} {}", route.method, route.path),
            )
        });
        let routes = routes.collect();
        let outbound = facts
            .outbound
            .iter()
            .map(|call| make(&mut seen, "outbound", &call.place, name_of(view, call.function)));
        let outbound = outbound.collect();
        Self {
            entries,
            routes,
            outbound,
        }
    }
}

fn make(seen: &mut HashMap<String, usize>, kind: &str, place: &Place, name: &str) -> String {
    let key = format!("{kind}\0{}\0{name}", place.file);
    let ordinal = seen.entry(key).or_default();
    *ordinal += 1;
    id(kind, &[&place.file, name, &ordinal.to_string()])
}

fn name_of<'a>(view: &CodeView<'a>, function: FunctionId) -> &'a str {
    view.facts
        .functions
        .get(function.0 as usize)
        .map_or("", |function| function.name.as_str())
}

/// The word of the contract for an entry.
pub(super) fn kind(kind: EntryKind) -> &'static str {
    match kind {
        EntryKind::Route => "route",
        EntryKind::Webhook => "webhook",
        EntryKind::Lifecycle => "lifecycle",
        EntryKind::Schedule => "schedule",
        EntryKind::Queue => "queue",
        EntryKind::Startup => "startup",
        EntryKind::Client => "client",
    }
}

fn entries(view: &CodeView<'_>, ids: &Ids) -> Value {
    let rows = view.facts.entries.iter().zip(&ids.entries);
    rows.map(|(entry, id)| json!({"id": id, "kind": kind(entry.kind), "name": entry.name, "place": place(&entry.place)})).collect()
}

fn routes(view: &CodeView<'_>, outcomes: &[Outcome], ids: &Ids) -> Value {
    let rows = view.facts.routes.iter().enumerate().zip(&ids.routes);
    rows.map(|((index, route), id)| {
        let declared: Vec<&Outcome> = view
            .links
            .declared_by
            .get(index)
            .into_iter()
            .flatten()
            .filter_map(|outcome| outcomes.get(*outcome))
            .collect();
        let becomes: Vec<&str> = declared
            .iter()
            .flat_map(|outcome| outcome.written().iter().map(|written| written.kind.as_str()))
            .collect();
        json!({
            "id": id,
            "method": route.method,
            "path": route.path,
            "place": place(&route.place),
            "handler": route.handler.as_ref().map(|(name, at)| json!({"name": name, "place": place(at)})),
            "framework": route.framework,
            "auth": auth(route.auth),
            "declared_by": declared.iter().map(|outcome| json!({
                "kind": match outcome.declared {
                    Declared::Module => "module",
                    Declared::Webhook => "webhook",
                    Declared::Lifecycle => "lifecycle",
                },
                "key": outcome.key.as_deref().or(outcome.event.as_deref()),
            })).collect::<Vec<_>>(),
            "implicit": route.implicit,
            "becomes": becomes,
            "verdict": view.routes.get(index).map(|verdict| verdict.as_str()),
            "why": view.routes_why.get(index),
        })
    })
    .collect()
}

fn auth(auth: Auth) -> &'static str {
    match auth {
        Auth::ConnectJwt => "connect-jwt",
        Auth::ContextToken => "context-token",
        Auth::Install => "install",
        Auth::HandMade => "hand-made",
        Auth::Other => "other",
        Auth::None => "none",
    }
}

fn outbound(view: &CodeView<'_>, ids: &Ids) -> Value {
    let rows = view.facts.outbound.iter().enumerate().zip(&ids.outbound);
    rows.map(|((index, call), id)| {
        let live = view.reach.live.get(index).copied().unwrap_or(false);
        let verdict = view.sinks.get(index);
        json!({
            "id": id,
            "kind": match call.kind {
                OutboundKind::ProductApi => "product-api",
                OutboundKind::Http => "http",
                OutboundKind::Sdk => "sdk",
                OutboundKind::Socket => "socket",
                OutboundKind::Client => "client",
            },
            "method": call.method,
            "path": call.path,
            "url": call.url,
            "host": call.host,
            "host_known": call.host.is_some(),
            "host_why": call.host_why,
            "package": call.package,
            "category": call.category,
            "end_user_data": match call.end_user_data {
                EndUserData::Yes => "yes",
                EndUserData::Likely => "likely",
                EndUserData::Possible => "possible",
                EndUserData::No => "no",
                EndUserData::Unknown => "unknown",
            },
            "as": match call.acts_as {
                ActsAs::App => "app",
                ActsAs::User => "user",
                ActsAs::Unknown => "unknown",
            },
            "live": if live { "yes" } else { "no" },
            "implicit": call.implicit,
            "place": place(&call.place),
            "also_at": call.also_at.iter().map(place).collect::<Vec<_>>(),
            "permission": view.permissions.get(index),
            "scopes": view.needed.of_outbound.get(&index).map_or(&[][..], Vec::as_slice),
            "verdict": verdict.map(|(verdict, _)| verdict.as_str()),
            "why": verdict.map(|(_, why)| why.as_str()),
        })
    })
    .collect()
}

fn paths(view: &CodeView<'_>, ids: &Ids, out: &mut Map<String, Value>) {
    let paths = view.paths();
    let rows = paths.told.iter().enumerate().map(|(index, path)| {
        let entry = ids.entries.get(path.entry).map(String::as_str).unwrap_or_default();
        let sink = ids.outbound.get(path.sink).map(String::as_str).unwrap_or_default();
        let (verdict, why) = view.verdict(path);
        let steps = path.steps(view.facts);
        json!({
            "id": id("egress", &[entry, sink, &index.to_string()]),
            "entry": entry,
            "steps": steps.map(|step| json!({"place": place(&step.place), "what": step.what})).collect::<Vec<_>>(),
            "sink": sink,
            "verdict": verdict.as_str(),
            "why": why,
            "permission": view.permissions.get(path.sink),
            "more": (path.more > 0).then_some(path.more),
        })
    });
    out.insert("egress_paths".into(), rows.collect());
    out.insert(
        "egress_paths_not_listed".into(),
        json!({"pairs": paths.untold, "entries_not_walked_to_the_end": paths.cut}),
    );
}

fn client_api(view: &CodeView<'_>, _ids: &Ids) -> Value {
    let mut seen = HashMap::new();
    let rows = view.facts.client_api.iter();
    rows.map(|call| {
        let (forge, grade) = becomes::client_call(call);
        let name = format!("{}\0{}", name_of(view, call.function), call.call);
        json!({"id": make(&mut seen, "client", &call.place, &name), "call": call.call, "place": place(&call.place), "forge": forge, "grade": grade.as_str(), "requests": requests(call)})
    })
    .collect()
}

/// What a call of `AP.request` asks of the product.
fn requests(call: &ClientCall) -> Value {
    let rows = call.requests.iter();
    rows.map(|asked| {
        let places: Vec<Value> = asked.places.iter().map(place).collect();
        json!({"method": asked.method, "path": asked.path, "places": places})
    })
    .collect()
}

fn storage(view: &CodeView<'_>, _ids: &Ids) -> Value {
    let mut seen = HashMap::new();
    let rows = view.facts.storage.iter();
    rows.map(|used| {
        let row = becomes::storage(&used.what);
        json!({
            "id": make(&mut seen, "storage", &used.place, &used.what),
            "what": used.what,
            "detail": used.detail,
            "place": place(&used.place),
            "forge": row.map(|row| row.forge),
            "grade": row.map_or(Grade::Todo, becomes::Row::grade).as_str(),
        })
    })
    .collect()
}

fn needs(view: &CodeView<'_>, _ids: &Ids) -> Value {
    let mut seen = HashMap::new();
    let rows = view.facts.needs.iter();
    rows.map(|need| {
        let row = becomes::need(need.what);
        json!({
            "id": make(&mut seen, "need", &need.place, need.what),
            "what": need.what,
            "detail": need.detail,
            "place": place(&need.place),
            "forge": row.map(|row| row.forge),
            "grade": row.map_or(Grade::Todo, becomes::Row::grade).as_str(),
        })
    })
    .collect()
}

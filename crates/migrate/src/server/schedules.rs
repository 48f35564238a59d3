//! Schedules become scheduled triggers, routes of other services a web trigger.

use super::{Handled, Scene, calls};
use crate::codes;
use crate::draft::{Draft, entries, str_of};
use forgeshift_connect::facts::{Entry, EntryKind};
use forgeshift_forge::app::server::Run;
use forgeshift_forge::app::{Handler, HandlerKind};
use forgeshift_forge::yaml::Map;
use forgeshift_source::finding::Finding;
use forgeshift_source::span::Place;
use std::collections::{BTreeMap, BTreeSet};

/// The schedules of files that are carried.
pub(super) fn of_server<'a>(
    scene: &'a Scene<'_>,
    carried: &'a BTreeSet<String>,
) -> impl Iterator<Item = &'a Entry> {
    scene
        .view
        .facts
        .entries
        .iter()
        .filter(|entry| entry.kind == EntryKind::Schedule && carried.contains(&*entry.place.file))
}

/// Declares a scheduled trigger for each interval that a schedule needs.
pub(super) fn declare(
    scene: &Scene<'_>,
    carried: &BTreeSet<String>,
    draft: &mut Draft<'_>,
    findings: &mut Vec<Finding>,
) {
    let mut by_interval: BTreeMap<&str, (Vec<String>, Place)> = BTreeMap::new();
    for entry in of_server(scene, carried) {
        let interval = interval(&entry.name);
        let (names, _) = by_interval
            .entry(interval)
            .or_insert_with(|| (Vec::new(), entry.place.clone()));
        if !names.contains(&entry.name) {
            names.push(entry.name.clone());
        }
        let message = format!(
            "`{}` runs in the interval `{interval}`, for each installation by itself, and not at a minute of its own",
            entry.name
        );
        findings.push(Finding::new(codes::SCHEDULE_CARRIED, message).at(entry.place.clone()));
    }
    for (interval, (names, place)) in by_interval {
        let key = format!("schedule-{}", interval.to_lowercase());
        let function = draft.function(Handler {
            function: format!("{key}-fn"),
            export: crate::names::camel(&format!("{key}-fn")),
            kind: HandlerKind::Value,
            what: format!("Runs in the interval {interval}, for each installation by itself."),
            was: names
                .iter()
                .map(|name| format!("{name} ({}:{})", place.file, place.line))
                .collect(),
            todo: "it may run late or twice, as nobody, and not at a minute of its own".into(),
            code: codes::SCHEDULE_CARRIED.0,
            run: Some(Run::Schedule { names }),
        });
        let mut entry = Map::new();
        entry.insert("key", key.as_str());
        entry.insert("function", function);
        entry.insert("interval", interval);
        add(
            draft,
            "scheduledTrigger",
            &key,
            entry,
            &format!("schedule ({}:{})", place.file, place.line),
        );
    }
}

/// Declares one web trigger for all routes that other services call.
pub(super) fn declare_hooks(
    scene: &Scene<'_>,
    handled: &[Handled],
    draft: &mut Draft<'_>,
    findings: &mut Vec<Finding>,
) {
    let mut routes = Vec::new();
    let mut first: Option<Place> = None;
    for one in handled.iter().filter(|one| one.stopped.is_none()) {
        let Some(route) = scene.view.facts.routes.get(one.route) else {
            continue;
        };
        if !calls::is_for_others(scene, one.route, route) {
            continue;
        }
        let message = format!(
            "`{}` becomes a web trigger: it has another address for each installation, and anybody who knows it can call it",
            one.name
        );
        findings.push(Finding::new(codes::HOOK_CARRIED, message).at(route.place.clone()));
        first.get_or_insert_with(|| route.place.clone());
        routes.push(one.name.clone());
    }
    let Some(place) = first else { return };
    let key = "other-services";
    let function = draft.function(Handler {
        function: format!("{key}-fn"),
        export: crate::names::camel(&format!("{key}-fn")),
        kind: HandlerKind::Value,
        what: "What other services call, through the web trigger.".into(),
        was: routes.clone(),
        todo: "give the services the new address (webTrigger.getUrl); the handlers must go on checking who calls".into(),
        code: codes::HOOK_CARRIED.0,
        run: Some(Run::Hook { routes }),
    });
    let mut response = Map::new();
    response.insert("type", "dynamic");
    let mut entry = Map::new();
    entry.insert("key", key);
    entry.insert("function", function);
    entry.insert("response", response);
    add(
        draft,
        "webtrigger",
        key,
        entry,
        &format!("called by other services ({}:{})", place.file, place.line),
    );
}

fn add(draft: &mut Draft<'_>, kind: &str, key: &str, entry: Map, comment: &str) {
    let there = entries(draft.section("modules").get(kind)).any(|known| str_of(known, "key") == Some(key));
    if !there {
        draft.keys.keep(key);
        draft.add("modules", kind, entry, comment);
    }
}

/// The interval of Forge in which a schedule has to be looked at.
fn interval(name: &str) -> &'static str {
    if let Some(milliseconds) = name
        .strip_prefix("every ")
        .and_then(|rest| rest.strip_suffix(" ms"))
        .and_then(|number| number.parse::<f64>().ok())
    {
        let hours = milliseconds / 3_600_000.0;
        return match hours {
            hours if hours >= 168.0 => "week",
            hours if hours >= 24.0 => "day",
            hours if hours >= 1.0 => "hour",
            _ => "fiveMinute",
        };
    }
    match name {
        "@weekly" => return "week",
        "@daily" | "@midnight" | "@monthly" | "@yearly" | "@annually" => return "day",
        _ => {}
    }
    let fields: Vec<&str> = name.split_whitespace().collect();
    let fields = if fields.len() == 6 {
        fields.get(1..).unwrap_or(&[])
    } else {
        fields.as_slice()
    };
    let [minute, hour, _, _, weekday] = fields else {
        return "hour";
    };
    let many = |field: &str| field.contains(['*', '/', ',', '-']);
    if many(minute) {
        "fiveMinute"
    } else if many(hour) {
        "hour"
    } else if *weekday != "*" && *weekday != "?" && !many(weekday) {
        "week"
    } else {
        "day"
    }
}

#[cfg(test)]
mod tests {
    use super::interval;

    #[test]
    fn a_schedule_is_looked_at_as_often_as_it_may_have_to_run() {
        let cases = [
            ("0 * * * *", "hour"),
            ("*/5 * * * *", "fiveMinute"),
            ("0 3 * * *", "day"),
            ("0 3 * * 1", "week"),
            ("0 3 * * 1-5", "day"),
            ("30 0 3 * * *", "day"),
            ("every 60000 ms", "fiveMinute"),
            ("every 7200000 ms", "hour"),
            ("@daily", "day"),
            ("2 hours", "hour"),
        ];
        for (name, wanted) in cases {
            assert_eq!(interval(name), wanted, "{name}");
        }
    }
}

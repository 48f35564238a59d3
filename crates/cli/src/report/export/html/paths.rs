//! What the owner decides by: the three paths, effort, the badge.

use super::app::Section;
use super::chart::{Range, ranges, short};
use super::element::{Html, el, prose};
use super::table::{badge, choice, numbers, table, words};
use crate::report::export::{Read, at};
use serde_json::Value;

/// The targets in the order of how much they change, with their names for people.
const TARGETS: [(&str, &str, &str); 3] = [
    (
        "connect-on-forge",
        "Wrap",
        "Connect on Forge: the server and the Connect modules stay",
    ),
    (
        "remote",
        "Remote",
        "Forge modules and pages, the server stays behind a remote",
    ),
    ("native", "Native", "all that can run on Forge does"),
];

/// The sections that rest on `targets`; none where the document has no such part.
pub fn sections(app: &Value) -> Vec<Section> {
    let Some(targets) = app.get("targets") else {
        return Vec::new();
    };
    vec![
        ("paths", "Three paths", cards(app, targets)),
        ("effort", "Effort", effort(targets)),
        ("badge", "Runs on Atlassian", roa(targets)),
    ]
}

fn days(effort: &Value, key: &str) -> Option<f64> {
    effort.get(key).and_then(Value::as_f64)
}

fn cards(app: &Value, targets: &Value) -> Html {
    let mut out = Html::new();
    if let Some(left) = app.get("days_left").and_then(Value::as_i64) {
        let end = app.some("connect_ends").unwrap_or("2027-01-31");
        let said = format!(
            "{left} days from {} until Connect ends on {end}.",
            app.text("as_of")
        );
        out.push(el("p").class("countdown").with(el("strong").with(said)));
    }
    let mut cards = el("div").class("cards");
    for (id, title, about) in TARGETS {
        let Some(target) = targets.get(id).filter(|target| target.is_object()) else {
            continue;
        };
        let mut facts = Html::new();
        let mut fact = |name: &str, value: Html| {
            facts.push(el("dt").with(name));
            facts.push(el("dd").with(value));
        };
        if let Some(effort) = target.get("effort") {
            let said = match (days(effort, "p10"), days(effort, "p50"), days(effort, "p90")) {
                (Some(low), Some(middle), Some(high)) => {
                    format!("{} person-days, {} to {}", short(middle), short(low), short(high))
                }
                _ => "not evaluated".to_owned(),
            };
            fact("Effort", said.into());
        }
        if let Some(roa) = target.get("runs_on_atlassian") {
            let mut said = Html::from(badge(roa.text("verdict")));
            if roa.text("verdict") == "likely" {
                said.push(" confirm with forge eligibility");
            } else {
                said.push(format!(" {} blockers", roa.list("blockers").len()));
            }
            fact("Runs on Atlassian", said);
        }
        if let Some(residency) = target.get("data_residency") {
            let mut said = Html::from(badge(residency.text("verdict")));
            said.push(" ");
            said.push(prose(residency.text("why")));
            fact("Data residency", said);
        }
        for (key, name) in [("gives", "Gives"), ("loses", "Loses"), ("costs", "Costs")] {
            let lines: Vec<&str> = target.list(key).iter().filter_map(Value::as_str).collect();
            if !lines.is_empty() {
                fact(
                    name,
                    el("ul").each(lines, |line| el("li").with(prose(line))).into(),
                );
            }
        }
        cards = cards.with(
            el("section")
                .class("card")
                .attr("aria-labelledby", format!("path-{id}"))
                .with(el("h3").attr("id", format!("path-{id}")).with(title))
                .with(el("p").with(about))
                .with(el("dl").with(facts)),
        );
    }
    out.push(cards);
    out
}

fn effort(targets: &Value) -> Html {
    let mut out = Html::new();
    for (id, title, _) in TARGETS {
        let Some(effort) = targets.get(id).and_then(|target| target.get("effort")) else {
            continue;
        };
        let items = effort.list("items");
        if items.is_empty() {
            continue;
        }
        out.push(el("h3").with(title));
        if effort.get("calibrated").and_then(Value::as_bool) != Some(true) {
            out.push(
                el("p")
                    .class("none")
                    .with("Uncalibrated: priors, not the record of your team."),
            );
        }
        let three = |item: &Value| ["p10", "p50", "p90"].map(|key| days(item, key).unwrap_or_default());
        let mut largest: Vec<&Value> = items.iter().filter(|item| days(item, "p50").is_some()).collect();
        largest.sort_by(|a, b| three(b)[2].total_cmp(&three(a)[2]));
        let shown: Vec<Range<'_>> = largest
            .iter()
            .take(12)
            .map(|item| Range {
                name: item.text("title"),
                class: item.text("kind"),
                days: three(item),
            })
            .collect();
        if !shown.is_empty() {
            out.push(ranges(
                &format!("{title}: the largest items"),
                "person-days",
                &shown,
            ));
        }
        let rows = items
            .iter()
            .map(|item| {
                let number = |key: &str| days(item, key).map(short).unwrap_or_default();
                vec![
                    prose(item.text("title")),
                    badge(item.text("kind")).into(),
                    item.count("sites").to_string().into(),
                    number("p10").into(),
                    number("p50").into(),
                    number("p90").into(),
                ]
            })
            .collect();
        let columns = [
            words("work item"),
            choice("kind"),
            numbers("places"),
            numbers("P10"),
            numbers("P50"),
            numbers("P90"),
        ];
        out.push(table(&format!("{title}: work items"), &columns, rows, ""));
    }
    out
}

fn roa(targets: &Value) -> Html {
    let mut out = Html::new();
    for (id, title, _) in TARGETS {
        let Some(roa) = targets.get(id).and_then(|target| target.get("runs_on_atlassian")) else {
            continue;
        };
        out.push(el("h3").with(title).with(": ").with(badge(roa.text("verdict"))));
        if let Some(why) = roa.some("why") {
            out.push(el("p").with(prose(why)));
        }
        let rows = roa
            .list("blockers")
            .iter()
            .map(|blocker| {
                vec![
                    blocker.text("code").into(),
                    prose(blocker.text("why")),
                    el("code")
                        .class("place")
                        .with(blocker.get("place").map(at).unwrap_or_default())
                        .into(),
                ]
            })
            .collect();
        let columns = [choice("code"), words("why"), words("place")];
        out.push(table(
            &format!("{title}: what blocks the badge"),
            &columns,
            rows,
            "Nothing that could be looked at blocks it.",
        ));
    }
    out
}

//! What the owner decides by: the three paths, effort, the badge.

use super::app::Section;
use super::chart::{Range, ranges, short};
use super::element::{Html, el, prose};
use super::table::{badge, choice, numbers, table, words};
use crate::report::export::{Read, TARGETS, at, without_effort};
use serde_json::Value;

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

/// Low, middle and high of an effort, in words.
fn span(effort: &Value) -> String {
    match (days(effort, "p10"), days(effort, "p50"), days(effort, "p90")) {
        (Some(low), Some(middle), Some(high)) => {
            format!("{} ({} to {})", short(middle), short(low), short(high))
        }
        _ => "not evaluated".to_owned(),
    }
}

fn strings<'a>(value: &'a Value, key: &str) -> Vec<&'a str> {
    value.list(key).iter().filter_map(Value::as_str).collect()
}

fn cards(app: &Value, targets: &Value) -> Html {
    let mut out = Html::new();
    if let Some(left) = app.get("days_left").and_then(Value::as_i64) {
        let said = format!(
            "{left} days from {} until Connect ends on {}.",
            app.text("as_of"),
            app.text("connect_ends")
        );
        out.push(el("p").class("countdown").with(el("strong").with(said)));
    }
    let rows: Vec<Range<'_>> = TARGETS
        .iter()
        .filter_map(|(id, title, _)| {
            let effort = targets.get(id)?.get("effort")?;
            Some(Range {
                name: title,
                class: "path",
                days: [days(effort, "p10")?, days(effort, "p50")?, days(effort, "p90")?],
            })
        })
        .collect();
    if !rows.is_empty() {
        out.push(ranges("Effort of the three paths", "person-days", &rows));
    }
    out.push(el("div").class("cards").each(
        TARGETS.iter().filter_map(|(id, title, about)| {
            let target = targets.get(id).filter(|target| target.is_object())?;
            Some((*title, *about, target))
        }),
        |(title, about, target)| {
            el("section")
                .class("card")
                .attr("aria-label", title)
                .with(el("h3").with(title))
                .with(el("p").with(about))
                .with(match target.some("closed_why") {
                    Some(why) => Html::from(el("p").class("none").with(prose(why))),
                    None => el("dl").with(facts(target)).into(),
                })
        },
    ));
    out
}

/// What a card says of a path.
fn facts(target: &Value) -> Html {
    let mut facts = Html::new();
    let mut fact = |name: &str, value: Html| {
        facts.push(el("dt").with(name));
        facts.push(el("dd").with(value));
    };
    if let Some(declared) = target.get("declared") {
        let said = format!(
            "{} of {} go on, {} are lost",
            declared.count("written") + declared.count("kept"),
            declared.count("total"),
            declared.count("lost")
        );
        fact("What is declared", said.into());
    }
    if let Some(effort) = target.get("effort") {
        let said = match effort.is_object() {
            true => span(effort),
            false => without_effort(target).to_owned(),
        };
        fact("Effort, person-days", said.into());
        if let Some(waiting) = effort.get("waiting") {
            fact("Waiting for others, calendar days", span(waiting).into());
        }
    }
    if let Some(roa) = target.get("runs_on_atlassian") {
        let mut said = Html::from(badge(roa.text("verdict")));
        said.push(" ");
        said.push(prose(roa.text("why")));
        fact("Runs on Atlassian", said);
    }
    if let Some(residency) = target.get("data_residency") {
        let mut said = Html::from(badge(residency.text("verdict")));
        said.push(" ");
        said.push(prose(residency.text("why")));
        fact("Data residency", said);
    }
    let consent = strings(target, "consent");
    if !consent.is_empty() {
        fact("Administrators must agree to", consent.join(", ").into());
    }
    for (key, name) in [("gives", "Gives"), ("loses", "Loses"), ("costs", "Costs")] {
        let lines = strings(target, key);
        if !lines.is_empty() {
            fact(
                name,
                el("ul").each(lines, |line| el("li").with(prose(line))).into(),
            );
        }
    }
    facts
}

fn effort(targets: &Value) -> Html {
    let mut out = Html::new();
    for (id, title, _) in TARGETS {
        let Some(effort) = targets
            .get(id)
            .and_then(|target| target.get("effort"))
            .filter(|effort| !effort.list("items").is_empty())
        else {
            continue;
        };
        out.push(el("h3").with(format!("{title}: {} person-days", span(effort))));
        out.push(
            el("ul")
                .class("warnings")
                .each(strings(effort, "warnings"), |line| el("li").with(prose(line))),
        );
        let mut largest: Vec<&Value> = effort.list("items").iter().collect();
        largest.sort_by(|a, b| {
            let high = |item: &Value| days(item, "p90").unwrap_or_default();
            high(b).total_cmp(&high(a))
        });
        let shown: Vec<Range<'_>> = largest.iter().take(12).filter_map(|item| range(item)).collect();
        out.push(ranges(
            &format!("{title}: the largest items"),
            "person-days",
            &shown,
        ));
        let owners = strings(effort, "owners");
        if !owners.is_empty() {
            out.push(el("p").with(prose(&format!(
                "Most of the spread is in: {}.",
                owners.join("; ")
            ))));
        }
        out.push(table(
            &format!("{title}: five kinds, kept apart"),
            &[
                words("kind"),
                numbers("P10"),
                numbers("P50"),
                numbers("P90"),
                words("unit"),
            ],
            effort
                .list("kinds")
                .iter()
                .map(|kind| kind_row(kind, "person-days"))
                .chain(effort.get("waiting").map(|waiting| {
                    let mut row = kind_row(waiting, "calendar days, no effort");
                    row[0] = "waiting for others".into();
                    row
                }))
                .collect(),
            "",
        ));
        let rows = |key: &str| effort.list(key).iter().map(item_row).collect::<Vec<_>>();
        let mut items = rows("items");
        items.extend(rows("waits"));
        let columns = [
            words("work item"),
            choice("kind"),
            words("places"),
            numbers("P10"),
            numbers("P50"),
            numbers("P90"),
            choice("unit"),
            choice("where the numbers are from"),
        ];
        out.push(table(&format!("{title}: work items"), &columns, items, ""));
        out.push(cases(title, effort));
        if let Some(proves) = effort.some("proves") {
            out.push(el("p").class("none").with(prose(proves)));
        }
    }
    out
}

fn range(item: &Value) -> Option<Range<'_>> {
    Some(Range {
        name: item.text("title"),
        class: item.text("kind"),
        days: [days(item, "p10")?, days(item, "p50")?, days(item, "p90")?],
    })
}

fn kind_row(kind: &Value, unit: &str) -> Vec<Html> {
    let number = |key: &str| Html::from(days(kind, key).map(short).unwrap_or_default());
    vec![
        kind.text("title").into(),
        number("p10"),
        number("p50"),
        number("p90"),
        unit.into(),
    ]
}

fn item_row(item: &Value) -> Vec<Html> {
    let number = |key: &str| Html::from(days(item, key).map(short).unwrap_or_default());
    let mut sites = Html::from(format!("{} {}", item.count("sites"), item.text("site")));
    sites.push(places(item.list("places")));
    vec![
        prose(item.text("title")),
        badge(item.text("kind")).into(),
        sites,
        number("p10"),
        number("p50"),
        number("p90"),
        item.text("unit").into(),
        item.text("prior").into(),
    ]
}

/// What others needed, beside the estimate.
fn cases(title: &str, effort: &Value) -> Html {
    let rows = effort
        .list("cases")
        .iter()
        .map(|case| {
            let number = |key: &str| days(case, key).map(short).unwrap_or_default();
            vec![
                case.text("who").into(),
                prose(case.text("what")),
                format!("{} to {} {}", number("low"), number("high"), case.text("unit")).into(),
                case.text("trust").into(),
                number("ratio").into(),
            ]
        })
        .collect();
    let columns = [
        words("who"),
        words("what was done"),
        words("took"),
        words("trust"),
        numbers("estimate, as a multiple"),
    ];
    table(
        &format!("{title}: what others needed"),
        &columns,
        rows,
        "No published case is near.",
    )
}

fn roa(targets: &Value) -> Html {
    let mut out = Html::new();
    for (id, title, _) in TARGETS {
        let Some(roa) = targets.get(id).and_then(|target| target.get("runs_on_atlassian")) else {
            continue;
        };
        out.push(
            el("h3")
                .with(format!("{title}: "))
                .with(badge(roa.text("verdict"))),
        );
        out.push(el("p").with(prose(roa.text("why"))));
        let blockers = roa.list("blockers").iter().map(blocker_row).collect();
        out.push(table(
            &format!("{title}: what blocks the badge"),
            &[choice("code"), words("why"), words("the line")],
            blockers,
            "Nothing that could be looked at blocks it. The badge is Atlassian's to give: confirm with forge eligibility.",
        ));
        let edits = roa.list("edits");
        if !edits.is_empty() {
            out.push(el("p").with("The least that would earn it:"));
            out.push(el("ul").each(edits, |edit| {
                el("li")
                    .with(prose(edit.text("what")))
                    .with(format!(" ({})", edit.text("size")))
            }));
        }
        let rules = roa.list("rules").iter().map(|rule| {
            vec![
                format!("{} {}", rule.count("rule"), rule.text("title")).into(),
                badge(rule.text("ruling")).into(),
                prose(rule.text("why")),
            ]
        });
        let columns = [words("rule"), choice("ruling"), words("what was looked at")];
        out.push(
            el("details")
                .with(el("summary").with(format!("{title}: all rules, and what was looked at")))
                .with(table(&format!("{title}: rules"), &columns, rules.collect(), "")),
        );
    }
    out
}

fn blocker_row(blocker: &Value) -> Vec<Html> {
    let mut line = Html::from(
        el("code")
            .class("place")
            .with(blocker.get("place").map(at).unwrap_or_default()),
    );
    if let Some(text) = blocker.some("line") {
        line.push(el("pre").attr("tabindex", "0").with(text));
    }
    vec![blocker.text("code").into(), prose(blocker.text("why")), line]
}

/// Drafts that people finish: the privacy and security form, and what customers are told.
pub fn drafts(app: &Value) -> Vec<Section> {
    let mut sections = Vec::new();
    let Some(targets) = app.get("targets") else {
        return sections;
    };
    let (mut form, mut note) = (Html::new(), Html::new());
    for (id, title, _) in TARGETS {
        let Some(target) = targets.get(id) else { continue };
        let answers = target.list("privacy_form");
        if !answers.is_empty() {
            let rows = answers.iter().map(answer_row).collect();
            let columns = [
                words("question"),
                choice("topic"),
                words("draft of an answer"),
                choice("by"),
                words("evidence"),
            ];
            form.push(table(&format!("{title}: answers"), &columns, rows, ""));
        }
        let notices = target.list("release_note");
        if !notices.is_empty() {
            note.push(el("h3").with(title));
            note.push(el("ul").each(notices, |notice| {
                let about = strings(notice, "about");
                let item = el("li").with(prose(notice.text("text")));
                if about.is_empty() {
                    item
                } else {
                    item.with(format!(" ({})", about.join(", ")))
                }
            }));
        }
    }
    if !form.is_empty() {
        sections.push(("form", "Privacy and security form", form));
    }
    if !note.is_empty() {
        sections.push(("note", "What customers will notice", note));
    }
    sections
}

fn answer_row(answer: &Value) -> Vec<Html> {
    let human = answer.get("human").and_then(Value::as_bool) == Some(true);
    let mut said = prose(answer.text("answer"));
    if let Some(check) = answer.some("check") {
        said.push(el("div").class("soft").with(prose(&format!("to check: {check}"))));
    }
    vec![
        prose(answer.text("question")),
        answer.text("topic").into(),
        said,
        if human { "a human must answer" } else { "draft" }.into(),
        places(answer.list("evidence")),
    ]
}

/// Places one below the other.
fn places(all: &[Value]) -> Html {
    let mut out = Html::new();
    for place in all {
        out.push(el("div").with(el("code").class("place").with(at(place))));
    }
    out
}

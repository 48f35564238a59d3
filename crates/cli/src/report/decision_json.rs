//! The part of the JSON that people decide on: `targets`, `ledger`, and how long Connect goes on.

use super::json::place;
use forgeshift_migrate::catalog::{Sourced, effort as class};
use forgeshift_migrate::decision::Decision;
use forgeshift_migrate::decision::form::{Answer, data};
use forgeshift_migrate::decision::ledger::Ledger;
use forgeshift_migrate::decision::way::{Standing, Way};
use forgeshift_migrate::effort::{self, Costed, Estimate, Range};
use forgeshift_migrate::roa::{Blocker, Roa, Ruling};
use forgeshift_source::span::Place;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Adds to the JSON of an analysis. `source`: whether lines of files may be in it.
pub fn add(analysis: &mut Value, decision: &Decision, source: bool) {
    let ledger = decision.ledger.as_ref().map(|ledger| lines(analysis, ledger));
    let Some(object) = analysis.as_object_mut() else {
        return;
    };
    object.insert("as_of".into(), json!(decision.as_of));
    object.insert("connect_ends".into(), json!(decision.end));
    object.insert("days_left".into(), json!(decision.days_left));
    let targets: Map<String, Value> = decision
        .ways
        .iter()
        .map(|way| (way.target.as_str().to_owned(), target(way, source)))
        .collect();
    object.insert("targets".into(), targets.into());
    object.insert("ledger".into(), ledger.unwrap_or_default());
}

fn target(way: &Way, source: bool) -> Value {
    let (standing, why) = match &way.standing {
        Standing::Planned => ("planned", None),
        Standing::Reached => ("reached", None),
        Standing::Closed(why) => ("closed", Some(why)),
    };
    json!({
        "standing": standing,
        "closed_why": why,
        "manifest_valid": way.manifest_valid,
        "declared": {
            "total": way.counts.declared,
            "written": way.counts.written,
            "kept": way.counts.kept,
            "lost": way.counts.lost,
        },
        "gives": way.gives,
        "loses": way.loses,
        "costs": way.costs,
        "scopes": way.scopes,
        "consent": way.consent,
        "runs_on_atlassian": badge(&way.roa, source),
        "data_residency": {"verdict": way.residency.verdict.as_str(), "why": way.residency.why},
        "effort": way.effort.as_ref().map(estimate),
        "release_note": way.notices.iter().map(|notice| json!({
            "text": notice.text,
            "about": notice.about,
            "codes": notice.codes.iter().map(|code| code.0).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "privacy_form": way.form.iter().map(answer).collect::<Vec<_>>(),
    })
}

fn places<'a>(all: impl IntoIterator<Item = &'a Place>) -> Vec<Value> {
    all.into_iter().map(place).collect()
}

fn badge(roa: &Roa, source: bool) -> Value {
    let rules = roa.rulings.iter().map(|(rule, ruling)| {
        let (word, why) = match ruling {
            Ruling::Passes(looked_at) => ("passes", Some(looked_at)),
            Ruling::Blocks => ("blocks", None),
            Ruling::NotEvaluated(why) => ("not-evaluated", Some(why)),
        };
        json!({
            "rule": rule.rule,
            "code": rule.code,
            "title": rule.title,
            "ruling": word,
            "why": why,
            "eligible": rule.eligible,
            "source": rule.sources().first().map(|source| source.url),
        })
    });
    json!({
        "verdict": roa.verdict.as_str(),
        "why": roa.why,
        "blockers": roa.blockers.iter().map(|blocker| blocked(blocker, source)).collect::<Vec<_>>(),
        "rules": rules.collect::<Vec<_>>(),
        "edits": roa.edits.iter().map(|edit| json!({
            "kind": edit.kind.as_str(),
            "subject": edit.subject,
            "what": edit.what,
            "size": edit.size.as_str(),
            "solves": edit.solves,
        })).collect::<Vec<_>>(),
    })
}

fn blocked(blocker: &Blocker, source: bool) -> Value {
    json!({
        "code": blocker.code,
        "rule": blocker.rule,
        "place": place(&blocker.place),
        "found": blocker.found.as_str(),
        "line": blocker.line.as_ref().filter(|_| source),
        "why": blocker.why,
    })
}

fn days(range: Range) -> Value {
    json!({"p10": range.p10, "p50": range.p50, "p90": range.p90})
}

fn estimate(estimate: &Estimate) -> Value {
    let title = |index: &usize| estimate.items.get(*index).map(|costed| costed.item.title());
    let team = &estimate.team;
    json!({
        "p10": estimate.total.p10,
        "p50": estimate.total.p50,
        "p90": estimate.total.p90,
        "unit": "person-days",
        "calibrated": team.calibrated,
        "team": {"finished": team.finished, "factor": team.factor()},
        "kinds": estimate.kinds.iter().map(|(kind, range)| {
            let mut value = days(*range);
            value["kind"] = json!(kind.as_str());
            value["title"] = json!(kind.title());
            value
        }).collect::<Vec<_>>(),
        "waiting": estimate.waiting.map(|range| {
            let mut value = days(range);
            value["unit"] = json!("calendar-days");
            value
        }),
        "owners": estimate.owners.iter().filter_map(title).collect::<Vec<_>>(),
        "items": estimate.items.iter().filter(|one| !waits(one)).map(costed).collect::<Vec<_>>(),
        "waits": estimate.items.iter().filter(|one| waits(one)).map(costed).collect::<Vec<_>>(),
        "cases": estimate.cases.iter().map(|compared| json!({
            "who": compared.case.who,
            "what": compared.case.what,
            "low": compared.case.low,
            "high": compared.case.high,
            "unit": compared.case.unit,
            "trust": compared.case.trust,
            "source": compared.case.sources().first().map(|source| source.url),
            "ratio": compared.ratio,
            "disagrees": compared.disagrees,
        })).collect::<Vec<_>>(),
        "warnings": estimate.warnings,
        "proves": effort::PROVES,
        "runs": effort::RUNS,
    })
}

/// Lead time is no effort: it stands in a list of its own.
fn waits(costed: &Costed) -> bool {
    costed.item.class.kind == effort::Kind::Waiting
}

fn costed(costed: &Costed) -> Value {
    let item = &costed.item;
    let class: &class::Class = item.class;
    let mut value = days(costed.days);
    value["class"] = json!(class.id);
    value["kind"] = json!(class.kind.as_str());
    value["title"] = json!(item.title());
    value["sites"] = json!(item.sites);
    value["site"] = json!(class.unit);
    value["unit"] = json!(class.days);
    value["share"] = json!((costed.share * 1000.0).round() / 1000.0);
    value["prior"] = json!(class.prior);
    value["places"] = places(&item.places).into();
    value
}

fn answer(answer: &Answer) -> Value {
    json!({
        "id": answer.question.id,
        "topic": answer.question.topic,
        "question": answer.question.question,
        "answer": answer.draft,
        "human": answer.draft.is_none(),
        "check": answer.check,
        "evidence": places(&answer.evidence),
    })
}

/// The ledger; calls, paths and callers by what the analysis says of them.
fn lines(analysis: &Value, ledger: &Ledger) -> Value {
    let list = |name: &str| {
        analysis
            .get(name)
            .and_then(Value::as_array)
            .map(Vec::as_slice)
            .unwrap_or_default()
    };
    let text = |value: &Value, key: &str| {
        value
            .get(key)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let outbound = list("outbound");
    let entries: BTreeMap<String, &Value> = list("entry_points")
        .iter()
        .map(|entry| (text(entry, "id"), entry))
        .collect();
    let mut paths: BTreeMap<String, Vec<&Value>> = BTreeMap::new();
    for path in list("egress_paths") {
        paths.entry(text(path, "sink")).or_default().push(path);
    }
    let all = ledger.lines.iter().map(|line| {
        let calls: Vec<String> = line
            .calls
            .iter()
            .filter_map(|index| Some(text(outbound.get(*index)?, "id")))
            .collect();
        let of_line = || calls.iter().filter_map(|call| paths.get(call)).flatten();
        let callers: BTreeSet<String> = of_line().map(|path| text(path, "entry")).collect();
        json!({
            "host": line.host,
            "name": line.name,
            "means": line.means,
            "purposes": line.purposes,
            "packages": line.packages,
            "end_user_data": data(line.data),
            "calls": calls,
            "dead": line.dead,
            "places": places(&line.places),
            "callers": callers.iter().filter_map(|id| entries.get(id)).collect::<Vec<_>>(),
            "paths": of_line().map(|path| text(path, "id")).collect::<Vec<_>>(),
            "verdict": line.verdict.as_str(),
            "why": line.why,
            "permissions": line.permissions,
            "analytics": line.analytics.as_ref().map(|listed| json!({
                "service": listed.service, "ended": listed.ended,
            })),
        })
    });
    all.collect()
}

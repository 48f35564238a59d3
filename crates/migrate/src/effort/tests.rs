use super::record::{Finished, Team};
use super::*;
use crate::code;
use crate::outcome::{Declared, Fate, Outcome, Written};
use crate::target::Target;
use crate::{catalog, codes};
use forgeshift_connect::app::App;
use forgeshift_connect::descriptor::product::Product;
use forgeshift_connect::facts::{
    ClientCall, CodeFacts, FileFact, Function, FunctionId, Reading, RuntimeNeed, Storage,
};
use forgeshift_source::finding::{Finding, Grade};
use forgeshift_source::span::Place;

fn place(file: &str, line: u32) -> Place {
    Place {
        file: file.into(),
        line,
        column: 1,
        end_line: line,
        end_column: 9,
    }
}

/// An app with so many calls of `AP.request`, spread evenly over so many functions.
fn app(file: &str, calls: usize, functions: usize) -> App {
    let mut facts = CodeFacts {
        files: vec![FileFact {
            path: file.into(),
            language: "javascript",
            bytes: 4000,
            reading: Reading::Parsed,
        }],
        ..CodeFacts::default()
    };
    for number in 0..functions {
        facts.functions.push(Function {
            name: format!("f{number}"),
            place: place(file, number as u32 + 1),
        });
    }
    for number in 0..calls {
        facts.client_api.push(ClientCall {
            call: "AP.request".into(),
            literal_arguments: false,
            place: place(file, 100 + number as u32),
            function: FunctionId((number % functions) as u32),
            requests: Vec::new(),
        });
    }
    facts.needs.push(RuntimeNeed {
        what: "long-run",
        detail: "an export of all issues".into(),
        place: place(file, 7),
        function: Some(FunctionId(0)),
    });
    facts.storage.push(Storage {
        what: "orm:sequelize".into(),
        detail: Some("model Note".into()),
        place: place(file, 8),
        function: FunctionId(0),
    });
    App {
        code: Some(facts),
        ..App::default()
    }
}

fn outcomes(file: &str) -> Vec<Outcome> {
    let one = |key: &str, line: u32| Outcome {
        declared: Declared::Module,
        kind: "webPanels".into(),
        key: Some(key.into()),
        event: None,
        product: Product::Jira,
        location: None,
        url: Some(format!("/{key}")),
        place: place(file, line),
        fate: Fate::Written(vec![Written {
            kind: "jira:issuePanel".into(),
            key: key.into(),
        }]),
        grade: Grade::Review,
        keeps_key: true,
        notes: Vec::new(),
    };
    vec![one("panel", 3), one("other", 9), one("third", 20)]
}

fn findings(file: &str) -> Vec<Finding> {
    vec![
        Finding::new(codes::CONDITION_LOST, "a condition").at(place(file, 4)),
        Finding::new(codes::EVENT_LOST, "an event").at(place(file, 40)),
        Finding::new(codes::CONSENT, "consent"),
    ]
}

fn estimated(app: &App, outcomes: &[Outcome], findings: &[Finding], target: Target) -> Estimate {
    let view = code::view(app, outcomes, &[Product::Jira]);
    let served = view
        .as_ref()
        .map_or_else(Served::default, |view| Served::new(outcomes, &view.links));
    let work = Work {
        target,
        outcomes,
        findings,
        view: view.as_ref(),
        served: &served,
    };
    estimate(&work, Team::unknown())
}

fn native(app: &App) -> Estimate {
    estimated(app, &outcomes("d.json"), &findings("d.json"), Target::Native)
}

/// Everything of an estimate that is a number or a title.
fn numbers(estimate: &Estimate) -> String {
    let items: Vec<String> = estimate
        .items
        .iter()
        .map(|costed| {
            format!(
                "{} {} {:?} {:.6}",
                costed.item.title(),
                costed.item.sites,
                costed.days,
                costed.share
            )
        })
        .collect();
    format!(
        "{:?} {:?} {:?} {items:?} {:?}",
        estimate.total, estimate.waiting, estimate.kinds, estimate.owners
    )
}

fn sites(estimate: &Estimate, class: &str) -> usize {
    let of_class = estimate
        .items
        .iter()
        .filter(|costed| costed.item.class.id == class);
    of_class.map(|costed| costed.item.sites).sum()
}

#[test]
fn the_same_input_gives_the_same_estimate() {
    let app = app("src/a.js", 12, 4);
    assert_eq!(numbers(&native(&app)), numbers(&native(&app)));
}

#[test]
fn renaming_files_changes_nothing() {
    let before = native(&app("src/a.js", 12, 4));
    let after = estimated(
        &app("zz/lib/other-name.js", 12, 4),
        &outcomes("moved/descriptor.json"),
        &findings("moved/descriptor.json"),
        Target::Native,
    );
    assert_eq!(numbers(&before), numbers(&after));
}

#[test]
fn reordering_what_was_found_changes_nothing() {
    let app = app("src/a.js", 12, 4);
    let (mut outcomes, mut findings) = (outcomes("d.json"), findings("d.json"));
    let before = estimated(&app, &outcomes, &findings, Target::Native);
    outcomes.reverse();
    findings.reverse();
    let mut turned = App {
        code: app.code.clone(),
        ..App::default()
    };
    if let Some(facts) = &mut turned.code {
        facts.client_api.reverse();
    }
    let after = estimated(&turned, &outcomes, &findings, Target::Native);
    assert_eq!(numbers(&before), numbers(&after));
}

#[test]
fn forty_calls_in_one_facade_are_as_much_work_as_one() {
    let one = native(&app("src/a.js", 1, 1));
    let forty = native(&app("src/a.js", 40, 1));
    assert_eq!(sites(&forty, "ap-review") + sites(&forty, "ap-safe"), 1);
    assert_eq!(numbers(&one), numbers(&forty));
}

#[test]
fn forty_scattered_calls_cost_more_than_one_and_less_than_forty() {
    let cost = |estimate: &Estimate| {
        let found = estimate
            .items
            .iter()
            .find(|costed| costed.item.subject == "AP.request");
        found.map_or(0.0, |costed| costed.days.p50)
    };
    let one = cost(&native(&app("src/a.js", 1, 1)));
    let forty = cost(&native(&app("src/a.js", 40, 40)));
    assert!(
        one > 0.0 && forty > one * 2.0 && forty < one * 40.0,
        "{one} {forty}"
    );
}

#[test]
fn code_that_was_not_understood_widens_the_range() {
    let clear = app("src/a.js", 12, 4);
    let mut dim = app("src/a.js", 12, 4);
    if let Some(facts) = &mut dim.code {
        for number in 0..12 {
            facts.files.push(FileFact {
                path: format!("src/{number}.js").into(),
                language: "javascript",
                bytes: 9000,
                reading: Reading::Failed("a fault".into()),
            });
        }
    }
    let (clear, dim) = (native(&clear), native(&dim));
    let width = |estimate: &Estimate| estimate.total.p90 - estimate.total.p10;
    assert!(
        width(&dim) > width(&clear) * 1.1,
        "{} {}",
        width(&dim),
        width(&clear)
    );
    assert!(dim.total.p90 > clear.total.p90);
    assert!(dim.warnings.iter().any(|warning| warning.contains("97 %")));
    assert!(
        !clear
            .warnings
            .iter()
            .any(|warning| warning.contains("not understood"))
    );
}

#[test]
fn an_app_whose_code_was_not_read_has_a_wider_range_than_one_whose_was() {
    let unread = native(&App::default());
    let read = native(&app("src/a.js", 2, 2));
    let spread = |estimate: &Estimate| estimate.total.p90 / estimate.total.p10;
    assert!(spread(&unread) > spread(&read));
    assert!(
        unread
            .warnings
            .iter()
            .any(|warning| warning.contains("was not read"))
    );
}

#[test]
fn waiting_is_never_added_to_effort() {
    let app = app("src/a.js", 12, 4);
    let (outcomes, all) = (outcomes("d.json"), findings("d.json"));
    let without: Vec<Finding> = all
        .iter()
        .filter(|found| found.code != codes::CONSENT)
        .cloned()
        .collect();
    let with = estimated(&app, &outcomes, &all, Target::Native);
    let without = estimated(&app, &outcomes, &without, Target::Native);
    assert_eq!(with.total, without.total);
    assert!(with.waiting.unwrap().p50 > without.waiting.unwrap().p50);
    assert!(with.kinds.iter().all(|(kind, _)| *kind != Kind::Waiting));
}

#[test]
fn three_items_own_most_of_the_spread_and_the_shares_add_up() {
    let estimate = native(&app("src/a.js", 12, 4));
    let all: f64 = estimate.items.iter().map(|costed| costed.share).sum();
    assert!((all - 1.0).abs() < 1e-9, "{all}");
    assert_eq!(estimate.owners.len(), 3);
    let first = &estimate.items[estimate.owners[0]];
    assert_eq!(
        first.item.class.id, "data-tables",
        "a database is the least certain"
    );
    assert!(
        estimate
            .items
            .iter()
            .all(|costed| costed.share <= first.share + 1e-12)
    );
}

#[test]
fn a_model_and_its_driver_are_one_database() {
    let mut two = app("src/a.js", 12, 4);
    if let Some(facts) = &mut two.code {
        facts.storage.push(Storage {
            what: "driver:pg".into(),
            detail: Some("model Note".into()),
            place: place("src/db.js", 3),
            function: FunctionId(1),
        });
    }
    assert_eq!(numbers(&native(&two)), numbers(&native(&app("src/a.js", 12, 4))));
}

#[test]
fn a_wrap_asks_nothing_of_the_code() {
    let app = app("src/a.js", 12, 4);
    let wrap = estimated(&app, &outcomes("d.json"), &[], Target::ConnectOnForge);
    for class in ["ap-review", "data-tables", "needs-redesign", "pages-static"] {
        assert_eq!(sites(&wrap, class), 0, "{class}");
    }
    assert!(wrap.total.p50 < native(&app).total.p50);
}

#[test]
fn a_record_of_eight_corrects_the_estimate_and_seven_do_not() {
    let app = app("src/a.js", 12, 4);
    let (outcomes, findings) = (outcomes("d.json"), findings("d.json"));
    let view = code::view(&app, &outcomes, &[Product::Jira]).unwrap();
    let work = Work {
        target: Target::Native,
        outcomes: &outcomes,
        findings: &findings,
        view: Some(&view),
        served: &Served::new(&outcomes, &view.links),
    };
    let slow = |count: usize| {
        vec![
            Finished {
                what: "app".into(),
                estimated: 10.0,
                actual: 20.0
            };
            count
        ]
    };
    let [plain, seven, eight] = [0, 7, 8].map(|count| estimate(&work, Team::of(&slow(count))));
    assert_eq!(plain.total, seven.total);
    assert!(eight.total.p50 > seven.total.p50 * 1.6);
    assert!(seven.warnings.iter().any(|warning| warning == UNCALIBRATED));
    assert!(!eight.warnings.iter().any(|warning| warning == UNCALIBRATED));
}

#[test]
fn a_case_that_is_far_away_is_said() {
    let estimate = native(&app("src/a.js", 1, 1));
    let far: Vec<&Compared> = estimate.cases.iter().filter(|case| case.disagrees).collect();
    assert!(far.iter().any(|compared| compared.case.id == "codefortynine"));
    for compared in far {
        let said = estimate
            .warnings
            .iter()
            .any(|warning| warning.contains(compared.case.who));
        assert!(said, "{}", compared.case.id);
    }
    let remote = estimated(&app("src/a.js", 1, 1), &[], &[], Target::Remote);
    assert!(remote.cases.is_empty());
    assert!(
        remote
            .warnings
            .iter()
            .any(|warning| warning.contains("nothing to compare"))
    );
}

#[test]
fn every_class_of_work_has_a_source_that_says_what_it_is() {
    for class in catalog::effort::all() {
        for id in &class.sources {
            assert!(catalog::source::find(id).is_some(), "{}: {id}", class.id);
        }
    }
}

//! SARIF 2.1.0, which code hosts read: <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>.

use super::{Read, apps, name};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// One run for each app; a rule for each code that was used.
pub fn write(document: &Value) -> String {
    let runs: Vec<Value> = apps(document).iter().map(run).collect();
    let log = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": runs,
    });
    format!("{log:#}\n")
}

fn run(app: &Value) -> Value {
    let findings = app.list("findings");
    let rules: BTreeMap<&str, &Value> = findings
        .iter()
        .map(|finding| (finding.text("code"), finding))
        .collect();
    let index: BTreeMap<&str, usize> = rules.keys().enumerate().map(|(at, code)| (*code, at)).collect();
    let paths = Paths::new(app);
    let results: Vec<Value> = findings
        .iter()
        .map(|finding| result(finding, &index, &paths))
        .collect();
    let notes: Vec<Value> = match app.get("coverage") {
        Some(coverage) => coverage.list("skipped").iter().map(note).collect(),
        None => Vec::new(),
    };
    let tool = app.get("tool").cloned().unwrap_or_default();
    json!({
        "tool": {"driver": {
            "name": "forgeshift",
            "version": tool.text("version"),
            "semanticVersion": tool.text("version"),
            "rules": rules.values().map(|finding| rule(finding)).collect::<Vec<_>>(),
        }},
        "automationDetails": {"id": format!("forgeshift/{}/", name(app))},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"SRCROOT": {"description": {"text": "The folder that was analysed."}}},
        // What was not read is said here: silence would read as "nothing there".
        "invocations": [{
            "executionSuccessful": app.some("error").is_none(),
            "toolExecutionNotifications": notes,
        }],
        "results": results,
        "properties": {"coverage": app.get("coverage").cloned().unwrap_or(Value::Null)},
    })
}

fn level(finding: &Value) -> &'static str {
    match finding.text("severity") {
        "error" => "error",
        "warning" => "warning",
        _ => "note",
    }
}

fn rule(finding: &Value) -> Value {
    let text = |value: &str, other: &str| json!({"text": if value.is_empty() { other } else { value }});
    let title = finding.text("title");
    let mut rule = json!({
        "id": finding.text("code"),
        "shortDescription": text(title, finding.text("code")),
        "fullDescription": text(finding.text("why"), title),
        "help": text(finding.text("help"), "No help is known."),
        "defaultConfiguration": {"level": level(finding)},
        "properties": {"tags": [finding.text("category")]},
    });
    if let Some(source) = finding
        .some("source")
        .filter(|source| source.starts_with("https://"))
    {
        rule["helpUri"] = source.into();
    }
    rule
}

fn result(finding: &Value, index: &BTreeMap<&str, usize>, paths: &Paths<'_>) -> Value {
    let code = finding.text("code");
    let mut message = finding.text("message").to_owned();
    if let Some(help) = finding.some("help") {
        message = format!("{message}. {help}").replace(".. ", ". ");
    }
    let mut result = Map::from_iter([
        ("ruleId".to_owned(), json!(code)),
        ("ruleIndex".to_owned(), json!(index.get(code))),
        ("level".to_owned(), json!(level(finding))),
        ("message".to_owned(), json!({"text": message})),
        // The id of the contract: of code, file and text, so it survives moved lines.
        (
            "partialFingerprints".to_owned(),
            json!({"forgeshiftFinding/v1": finding.text("id")}),
        ),
    ]);
    if let Some(place) = finding.get("place").filter(|place| place.some("file").is_some()) {
        result.insert("locations".into(), json!([location(place, None)]));
        let flows = paths.through(place);
        if !flows.is_empty() {
            result.insert("codeFlows".into(), flows.into());
        }
    }
    let related: Vec<Value> = finding
        .list("related")
        .iter()
        .enumerate()
        .map(|(at, place)| {
            let mut one = location(place, None);
            one["id"] = (at + 1).into();
            one
        })
        .collect();
    if !related.is_empty() {
        result.insert("relatedLocations".into(), related.into());
    }
    if finding.get("suppressed").and_then(Value::as_bool) == Some(true) {
        result.insert("suppressions".into(), json!([{"kind": "external"}]));
    }
    Value::Object(result)
}

fn location(place: &Value, message: Option<&str>) -> Value {
    let mut location = json!({"physicalLocation": {
        "artifactLocation": {"uri": uri(place.text("file")), "uriBaseId": "SRCROOT"},
        "region": {
            "startLine": place.count("line").max(1), "startColumn": place.count("column").max(1),
            "endLine": place.count("end_line").max(1), "endColumn": place.count("end_column").max(1),
        },
    }});
    if let Some(message) = message {
        location["message"] = json!({"text": message});
    }
    location
}

fn note(skipped: &Value) -> Value {
    json!({
        "level": "note",
        "message": {"text": format!("not read: {}", skipped.text("reason"))},
        "locations": [{"physicalLocation": {
            "artifactLocation": {"uri": uri(skipped.text("file")), "uriBaseId": "SRCROOT"},
        }}],
    })
}

/// A relative address as RFC 3986 wants it: a file may hold anything.
fn uri(path: &str) -> String {
    let kept = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=@".contains(&byte);
    path.bytes()
        .map(|byte| {
            if kept(byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}

/// The egress paths by the place where they end.
struct Paths<'a> {
    by_place: BTreeMap<(&'a str, u64, u64), Vec<&'a Value>>,
}

impl<'a> Paths<'a> {
    fn new(app: &'a Value) -> Self {
        let sinks: BTreeMap<&str, &Value> = app
            .list("outbound")
            .iter()
            .filter_map(|call| Some((call.text("id"), call.get("place")?)))
            .collect();
        let mut by_place: BTreeMap<_, Vec<&Value>> = BTreeMap::new();
        for path in app.list("egress_paths") {
            if let Some(place) = sinks.get(path.text("sink")) {
                by_place.entry(key(place)).or_default().push(path);
            }
        }
        Self { by_place }
    }

    /// The ways that lead to a place, as SARIF wants them.
    fn through(&self, place: &Value) -> Vec<Value> {
        let flow = |path: &&Value| {
            let steps: Vec<Value> = path
                .list("steps")
                .iter()
                .filter_map(|step| {
                    Some(json!({"location": location(step.get("place")?, Some(step.text("what")))}))
                })
                .collect();
            json!({"threadFlows": [{"locations": steps}]})
        };
        self.by_place
            .get(&key(place))
            .into_iter()
            .flatten()
            .filter(|path| !path.list("steps").is_empty())
            .map(flow)
            .collect()
    }
}

fn key(place: &Value) -> (&str, u64, u64) {
    (place.text("file"), place.count("line"), place.count("column"))
}

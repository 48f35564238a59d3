//! Outbound calls by where they go, as the page and Markdown tell them.

use super::Read;
use serde_json::Value;
use std::collections::BTreeMap;

/// The calls of an app by their host for people, those to the product among them.
pub fn by_host(app: &Value) -> BTreeMap<String, Vec<&Value>> {
    let mut hosts: BTreeMap<String, Vec<&Value>> = BTreeMap::new();
    for call in app.list("outbound") {
        hosts.entry(host(call)).or_default().push(call);
    }
    hosts
}

/// Where a call goes, for people.
fn host(call: &Value) -> String {
    match (call.text("kind"), call.some("host")) {
        ("product-api", _) => "the customer's Atlassian site".to_owned(),
        (_, Some(host)) => host.to_owned(),
        (_, None) => format!(
            "not known: {}",
            call.some("host_why").unwrap_or("no reason is known")
        ),
    }
}

/// The different texts that calls have below a key.
pub fn unique(calls: &[&Value], key: &str) -> String {
    let mut words: Vec<&str> = calls.iter().filter_map(|call| call.some(key)).collect();
    words.sort_unstable();
    words.dedup();
    words.join(", ")
}

/// The verdict that costs most, first.
pub fn worst(calls: &[&Value]) -> &'static str {
    let has = |verdict: &str| calls.iter().any(|call| call.text("verdict") == verdict);
    ["stays-remote", "moves-with-egress", "moves", "gone"]
        .into_iter()
        .find(|verdict| has(verdict))
        .unwrap_or("unknown")
}

//! CycloneDX 1.6: the services that an app sends data to, for tools that read bills of materials
//! (<https://cyclonedx.org/docs/1.6/json/>). It lists services and no packages: those a lock file has.

use super::{Read, apps, at, name};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// One component for each app, one service for each host that it reaches.
pub fn write(document: &Value) -> String {
    let mut services: BTreeMap<String, Service<'_>> = BTreeMap::new();
    let mut dependencies = Vec::new();
    let mut components = Vec::new();
    let mut refs = BTreeSet::new();
    for (number, app) in apps(document).iter().enumerate() {
        let mut reference = format!("app:{}", key(app));
        if !refs.insert(reference.clone()) {
            reference = format!("{reference}#{number}");
        }
        let mut reached = BTreeSet::new();
        for call in app.list("outbound") {
            let (service, name) = service_of(call);
            reached.insert(service.clone());
            services
                .entry(service)
                .or_insert_with(|| Service::new(name))
                .add(app, call);
        }
        components.push(json!({"type": "application", "bom-ref": reference, "name": name(app)}));
        dependencies.push(json!({"ref": reference, "dependsOn": reached}));
    }
    let tool = document.get("tool").cloned().unwrap_or_default();
    let mut bom = json!({
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"tools": {"components": [
            {"type": "application", "name": "forgeshift", "version": tool.text("version")},
        ]}},
        "services": services.iter().map(|(reference, service)| service.value(reference)).collect::<Vec<_>>(),
        "dependencies": dependencies,
    });
    if document.get("apps").is_none()
        && let Some(component) = components.pop()
    {
        bom["metadata"]["component"] = component;
    } else {
        bom["components"] = components.into();
    }
    format!("{bom:#}\n")
}

fn key(app: &Value) -> &str {
    app.get("app")
        .and_then(|app| app.some("key"))
        .unwrap_or_else(|| name(app))
}

/// The reference and the name of the service that a call reaches. What has no known host is a service of its own:
/// two unknown ones may be the same, or not.
fn service_of(call: &Value) -> (String, String) {
    if call.text("kind") == "product-api" {
        return (
            "service:atlassian-site".to_owned(),
            "The customer's Atlassian site".to_owned(),
        );
    }
    match call.some("host") {
        Some(host) => (format!("service:{host}"), host.to_owned()),
        None => {
            let at = call.get("place").map(at).unwrap_or_default();
            (
                format!("service:unknown:{}", call.text("id")),
                format!("A host that is not known ({at})"),
            )
        }
    }
}

struct Service<'a> {
    name: String,
    calls: Vec<(&'a Value, &'a Value)>,
}

impl<'a> Service<'a> {
    fn new(name: String) -> Self {
        Self {
            name,
            calls: Vec::new(),
        }
    }

    fn add(&mut self, app: &'a Value, call: &'a Value) {
        self.calls.push((app, call));
    }

    fn value(&self, reference: &str) -> Value {
        let each = |key: &'static str| -> BTreeSet<&str> {
            self.calls.iter().filter_map(|(_, call)| call.some(key)).collect()
        };
        let endpoints: BTreeSet<&str> = each("url")
            .into_iter()
            // An address with an unknown part is no address.
            .filter(|url| !url.contains('{') && !url.contains(' '))
            .collect();
        let mut properties = Vec::new();
        for (key, property) in [
            ("category", "forgeshift:category"),
            ("verdict", "forgeshift:verdict"),
            ("permission", "forgeshift:permission"),
            ("host_why", "forgeshift:host-why"),
            ("package", "forgeshift:package"),
        ] {
            properties.extend(
                each(key)
                    .into_iter()
                    .map(|value| json!({"name": property, "value": value})),
            );
        }
        properties.extend(self.calls.iter().filter_map(|(app, call)| {
            let place = at(call.get("place")?);
            Some(json!({"name": "forgeshift:place", "value": format!("{}: {place}", name(app))}))
        }));
        let data: Vec<Value> = each("end_user_data")
            .into_iter()
            .map(|known| {
                json!({
                    "flow": "bi-directional",
                    "classification": format!("end-user data: {known}"),
                })
            })
            .collect();
        let mut service = json!({
            "bom-ref": reference,
            "name": self.name,
            "x-trust-boundary": !reference.starts_with("service:atlassian-site"),
            "data": data,
            "properties": properties,
        });
        if !endpoints.is_empty() {
            service["endpoints"] = json!(endpoints);
        }
        service
    }
}

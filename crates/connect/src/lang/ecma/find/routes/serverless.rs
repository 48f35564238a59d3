//! Routes that files of cloud providers declare: `serverless.yml`, SAM's `template.yaml`; and functions that are
//! handed to Firebase.

use super::super::super::eval::Found as Vals;
use super::super::super::ir::{Exported, ExprId, FuncId};
use super::super::super::lines::Lines;
use super::super::super::project::{folder, join};
use super::super::super::value::{ModId, Val};
use super::super::Scene;
use super::{Found, auth};
use crate::facts::{Auth, Entry, EntryKind};
use forgeshift_source::data::Node as Data;
use forgeshift_source::span::Place;
use std::sync::Arc;

/// A file that declares functions.
pub(crate) struct Declared<'a> {
    pub path: Arc<str>,
    pub data: Data,
    pub lines: &'a Lines,
}

/// Whether a file may declare functions.
pub(crate) fn is_declaration(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let names = [
        "serverless.yml",
        "serverless.yaml",
        "template.yml",
        "template.yaml",
        "sam.yml",
        "sam.yaml",
    ];
    names.contains(&name)
}

/// The routes of all files; what is no route becomes an entry of its own.
pub(super) fn find(scene: &mut Scene<'_, '_>, files: &[Declared<'_>]) -> Vec<Found> {
    let mut found = Vec::new();
    for file in files {
        for function in file.data.get("functions").map_or(&[][..], Data::members) {
            let handler = function.value.get("handler").and_then(Data::str);
            let functions = handler.map(|handler| handled(scene, folder(&file.path), handler));
            let Some(functions) = functions else { continue };
            for event in function.value.get("events").map_or(&[][..], Data::items) {
                for member in event.members() {
                    let name = (&*member.key, &member.value, function.key.as_str());
                    declare(scene, file, name, &functions, &mut found);
                }
            }
        }
        for resource in file.data.get("Resources").map_or(&[][..], Data::members) {
            of_template(scene, file, &resource.key, &resource.value, &mut found);
        }
    }
    found.extend(firebase(scene));
    found
}

/// A function of a SAM template.
fn of_template(
    scene: &mut Scene<'_, '_>,
    file: &Declared<'_>,
    name: &str,
    resource: &Data,
    found: &mut Vec<Found>,
) {
    let is_function = resource.get("Type").and_then(Data::str) == Some("AWS::Serverless::Function");
    let properties = resource.get("Properties").filter(|_| is_function);
    let handler = properties.and_then(|properties| properties.get("Handler")?.str());
    let (Some(properties), Some(handler)) = (properties, handler) else {
        return;
    };
    let code = properties.get("CodeUri").and_then(Data::str).unwrap_or("");
    let base = join(folder(&file.path), code);
    let functions = handled(scene, &base, handler);
    for event in properties.get("Events").map_or(&[][..], Data::members) {
        let kind = event.value.get("Type").and_then(Data::str).unwrap_or("");
        let body = event.value.get("Properties").unwrap_or(&event.value);
        declare(scene, file, (kind, body, name), &functions, found);
    }
}

/// One event of a function: its kind, its body, the function's name.
fn declare(
    scene: &mut Scene<'_, '_>,
    file: &Declared<'_>,
    (kind, body, name): (&str, &Data, &str),
    functions: &[(ModId, FuncId)],
    found: &mut Vec<Found>,
) {
    let place = file.lines.place(&file.path, body.span);
    match kind.to_ascii_lowercase().as_str() {
        "http" | "httpapi" | "api" => {
            let Some((method, path)) = method_and_path(body) else {
                return;
            };
            found.push(route(scene, method, path, place, functions));
        }
        "schedule" | "schedulev2" => entry(scene, EntryKind::Schedule, text_of(body, name), place, functions),
        "sqs" | "sns" | "stream" | "eventbridge" | "kafka" | "activemq" | "rabbitmq" | "s3" | "dynamodb" => {
            entry(scene, EntryKind::Queue, name.to_owned(), place, functions);
        }
        _ => {}
    }
}

fn text_of(body: &Data, name: &str) -> String {
    let named = ["rate", "Schedule"];
    let text = body
        .str()
        .or_else(|| named.iter().find_map(|key| body.get(key)?.str()));
    text.unwrap_or(name).to_owned()
}

fn method_and_path(body: &Data) -> Option<(String, String)> {
    let (method, path) = match body.str() {
        Some("*") => ("*", "/*"),
        Some(text) => text.split_once(' ')?,
        None => {
            let of = |names: [&str; 2]| names.iter().find_map(|name| body.get(name)?.str());
            (of(["method", "Method"]).unwrap_or("*"), of(["path", "Path"])?)
        }
    };
    let method = match method.to_ascii_uppercase().as_str() {
        "*" | "ANY" => "ALL".to_owned(),
        method => method.to_owned(),
    };
    Some((method, format!("/{}", path.trim().trim_start_matches('/'))))
}

/// The functions that `src/file.name` is.
fn handled(scene: &mut Scene<'_, '_>, base: &str, handler: &str) -> Vec<(ModId, FuncId)> {
    let Some((file, name)) = handler.rsplit_once('.') else {
        return Vec::new();
    };
    let Some(module) = scene.eval.project.file(&join(base, file)) else {
        return Vec::new();
    };
    let mut vals = Vals::default();
    scene.eval.member_of(Val::Module(module), name, &mut vals);
    let mut functions = Vec::new();
    scene.functions_of(&vals.vals, &mut functions, 0);
    functions
}

fn route(
    scene: &mut Scene<'_, '_>,
    method: String,
    path: String,
    place: Place,
    functions: &[(ModId, FuncId)],
) -> Found {
    let auth = functions.iter().fold(Auth::None, |auth, (module, func)| {
        auth::stronger(auth, auth::of_function(scene, *module, *func, 3))
    });
    Found {
        method,
        path,
        place,
        functions: functions.to_vec(),
        framework: "serverless",
        auth,
        implicit: false,
    }
}

fn entry(
    scene: &mut Scene<'_, '_>,
    kind: EntryKind,
    name: String,
    place: Place,
    functions: &[(ModId, FuncId)],
) {
    let functions = functions
        .iter()
        .map(|(module, func)| scene.function(*module, *func));
    let functions = functions.collect();
    scene.facts.entries.push(Entry {
        kind,
        name,
        place,
        functions,
        route: None,
    });
}

/// `exports.name = functions.https.onRequest(handler)`. An application that is handed over has its own routes.
fn firebase(scene: &mut Scene<'_, '_>) -> Vec<Found> {
    let mut found = Vec::new();
    for at in scene.all_calls() {
        let symbols = scene.symbols(&at);
        let is_request = symbols.iter().any(|(_, text)| {
            text.starts_with("firebase-functions") && text.rsplit('.').next() == Some("onRequest")
        });
        if !is_request {
            continue;
        }
        scene.registers(at.module, at.id);
        let Some(name) = exported_as(scene, at.module, at.call.expr) else {
            continue;
        };
        let Some(handler) = scene.args(&at).last().copied() else {
            continue;
        };
        let functions = scene.functions(at.module, handler);
        if !functions.is_empty() {
            let place = scene.place_of(at.module, at.call.expr);
            found.push(route(scene, "ALL".into(), format!("/{name}"), place, &functions));
        }
    }
    found
}

fn exported_as(scene: &Scene<'_, '_>, module: ModId, value: ExprId) -> Option<String> {
    let tree = scene.tree(module);
    let is_it = |expr: ExprId| {
        expr == value
            || matches!(tree.node(expr), super::super::super::ir::Node::Bind(bind)
                if tree.binds.get(bind.0 as usize).is_some_and(|bind| bind.values.contains(&value)))
    };
    tree.exports.iter().find_map(|(name, exported)| match exported {
        Exported::Value(expr) if is_it(*expr) => Some(tree.text(*name).to_owned()),
        _ => None,
    })
}

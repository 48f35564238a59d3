//! What becomes of each declared thing, and of what the code does.

use super::app::{list, place};
use super::element::{Html, el, prose};
use super::findings;
use super::table::{badge, choice, numbers, table, words};
use crate::report::export::{Read, at};
use serde_json::Value;

/// Declared modules and events.
pub fn declared(app: &Value) -> Html {
    let mut out = Html::new();
    let modules = app
        .list("modules")
        .iter()
        .map(|module| {
            vec![
                module
                    .some("key")
                    .or(module.some("connect"))
                    .unwrap_or_default()
                    .into(),
                module.text("connect").into(),
                list(module, "forge").into(),
                badge(module.text("status")).into(),
                badge(module.text("grade")).into(),
                codes(module),
                place(module),
            ]
        })
        .collect();
    let columns = [
        words("key"),
        choice("Connect"),
        words("Forge"),
        choice("status"),
        choice("grade"),
        words("notes"),
        words("place"),
    ];
    out.push(table("Modules", &columns, modules, "No module is declared."));
    let events = app
        .list("webhooks")
        .iter()
        .chain(app.list("lifecycle"))
        .map(|event| {
            let forge = match event.some("forge") {
                Some(one) => one.to_owned(),
                None => list(event, "forge"),
            };
            vec![
                event.text("event").into(),
                forge.into(),
                badge(event.text("grade")).into(),
                codes(event),
                place(event),
            ]
        })
        .collect();
    let columns = [
        words("event"),
        words("Forge"),
        choice("grade"),
        words("notes"),
        words("place"),
    ];
    out.push(table(
        "Webhooks and lifecycle",
        &columns,
        events,
        "No event is declared.",
    ));
    out
}

/// Finding codes that lead to their explanation.
fn codes(value: &Value) -> Html {
    let mut out = Html::new();
    for code in value.list("notes").iter().filter_map(Value::as_str) {
        if !out.is_empty() {
            out.push(" ");
        }
        out.push(findings::link(code));
    }
    out
}

/// Routes, uses of `AP`, storage, needs, variables, scopes.
pub fn code(app: &Value) -> Html {
    let mut out = Html::new();
    let routes = app
        .list("routes")
        .iter()
        .map(|route| {
            let declared: Vec<String> = route
                .list("declared_by")
                .iter()
                .map(|by| format!("{} {}", by.text("kind"), by.text("key")))
                .collect();
            vec![
                format!("{} {}", route.text("method"), route.text("path")).into(),
                badge(route.text("verdict")).into(),
                declared.join(", ").into(),
                route.text("auth").into(),
                list(route, "becomes").into(),
                place(route),
            ]
        })
        .collect();
    let columns = [
        words("route"),
        choice("becomes"),
        words("declared by"),
        choice("who is let in"),
        words("Forge"),
        words("place"),
    ];
    out.push(table(
        "Routes of the server",
        &columns,
        routes,
        "No route was found.",
    ));
    let calls = app
        .list("client_api")
        .iter()
        .map(|call| {
            vec![
                call.text("call").into(),
                prose(call.some("forge").unwrap_or("has no successor")),
                badge(call.text("grade")).into(),
                place(call),
            ]
        })
        .collect();
    let columns = [words("call"), words("Forge"), choice("grade"), words("place")];
    out.push(table("Uses of AP", &columns, calls, "No use of AP was found."));
    let kept = |key: &str, caption: &str, none: &str| {
        let rows = app
            .list(key)
            .iter()
            .map(|one| {
                let what = match one.some("detail") {
                    Some(detail) => format!("{}: {detail}", one.text("what")),
                    None => one.text("what").to_owned(),
                };
                vec![
                    what.into(),
                    prose(one.text("forge")),
                    badge(one.text("grade")).into(),
                    place(one),
                ]
            })
            .collect();
        let columns = [words("what"), words("Forge"), choice("grade"), words("place")];
        table(caption, &columns, rows, none)
    };
    out.push(kept("storage", "Where data is kept", "No storage was found."));
    out.push(kept(
        "runtime_needs",
        "What the code asks of its machine",
        "Nothing special was found.",
    ));
    let variables = app
        .list("env")
        .iter()
        .map(|one| {
            vec![
                one.text("name").into(),
                badge(one.text("becomes")).into(),
                place(one),
            ]
        })
        .collect();
    let columns = [words("variable"), choice("becomes"), words("place")];
    out.push(table(
        "Environment variables",
        &columns,
        variables,
        "No variable is read.",
    ));
    out.push(scopes(app));
    out
}

fn scopes(app: &Value) -> Html {
    let forge = app.get("scopes").and_then(|scopes| scopes.get("forge"));
    let rows = forge
        .map(|forge| forge.list("needed"))
        .unwrap_or_default()
        .iter()
        .map(|scope| {
            let places: Vec<String> = scope.list("because").iter().map(at).collect();
            vec![
                scope.text("scope").into(),
                places.len().to_string().into(),
                el("code").with(places.join(" ")).into(),
            ]
        })
        .collect();
    let columns = [words("scope"), numbers("places"), words("because of")];
    table(
        "Scopes that the manifest asks for",
        &columns,
        rows,
        "No scope is needed.",
    )
}

//! Webhooks and lifecycle become triggers; translations and app migration are declared at the top of a descriptor.

use super::{Piece, host, outcome};
use crate::catalog::event;
use crate::catalog::forge_event;
use crate::codes;
use crate::draft::{Draft, path_of};
use crate::names::{camel, short_with};
use crate::outcome::{Declared, Fate, Outcome, Written};
use crate::target::Target;
use forgeshift_connect::descriptor::Module;
use forgeshift_forge::app::server::Run;
use forgeshift_forge::app::{Handler, HandlerKind};
use forgeshift_forge::yaml::{Item, Map, Yaml};
use forgeshift_source::data::Node;
use forgeshift_source::finding::{Code, Finding, Grade};
use forgeshift_source::span::Place;

/// A webhook becomes a trigger.
pub fn webhook(piece: &mut Piece<'_, '_, '_>) -> Fate {
    let name = piece.str("event").unwrap_or_default().to_owned();
    let Some(known) = event::find(host(piece.module.product), &name).filter(|row| !row.forge.is_empty())
    else {
        let why = event::find(host(piece.module.product), &name)
            .and_then(|row| row.note)
            .unwrap_or("no Forge event is known for it");
        return piece.lose(codes::EVENT_LOST, format!("event `{name}`: {why}"));
    };
    let mut map = Map::new();
    map.insert("key", piece.key.clone());
    let events: Vec<Item> = known
        .forge
        .iter()
        .map(|event| Item::from(Yaml::from(*event)))
        .collect();
    map.insert("events", events);
    let span = piece.module.node.span;
    for event in &known.forge {
        let Some(row) = forge_event::find(event) else {
            continue;
        };
        piece.draft.event_scopes.extend(row.scopes.iter().copied());
        if row.documented_only {
            let page = row.page.unwrap_or("Atlassian's events pages");
            piece.say(
                codes::EVENT_DOCUMENTED_ONLY,
                span,
                format!("`{event}` is on {page}, but no validator knows it"),
            );
        }
    }
    if let Some(payload) = known.payload {
        piece.say(
            codes::PAYLOAD_DIFFERS,
            span,
            format!("`{name}` and `{}` differ: {payload}", known.forge.join("`, `")),
        );
    }
    let url = piece
        .get("url")
        .and_then(Node::str)
        .unwrap_or_default()
        .to_owned();
    serve(
        piece.draft,
        &mut map,
        &url,
        &format!("POST {url} ({name})"),
        &format!("Runs on {}.", known.forge.join(", ")),
        HandlerKind::Trigger,
        Run::Event {
            path: address(&url),
            names: known
                .forge
                .iter()
                .map(|event| ((*event).to_owned(), name.clone()))
                .collect(),
        },
    );
    filter(piece, &mut map);
    let comment = piece.comment();
    piece.draft.add("modules", "trigger", map, &comment);
    piece.written("trigger")
}

fn filter(piece: &mut Piece<'_, '_, '_>, map: &mut Map) {
    let mut filter = Map::new();
    let conditions = piece.get("conditions").cloned();
    for condition in conditions.as_ref().map(Node::items).unwrap_or_default() {
        let name = condition.get("condition").and_then(Node::str).unwrap_or_default();
        if name == "addon_is_licensed" {
            filter.insert("appIsLicensed", true);
        } else {
            piece.say(
                codes::CONDITION_LOST,
                condition.span,
                format!("condition `{name}` of a webhook is left out: check it in the function"),
            );
        }
    }
    if let Some(jql) = piece.get("filter").cloned()
        && let Some(text) = jql.str()
        && !text.is_empty()
    {
        let message = format!(
            "the filter `{text}` is not carried over: the function gets every event until you write it as `filter.expression`"
        );
        piece.say(codes::FILTER_LOST, jql.span, message);
    }
    if let Some(keys) = piece.get("propertyKeys").cloned()
        && !keys.items().is_empty()
    {
        let names: Vec<&str> = keys.items().iter().filter_map(Node::str).collect();
        let message = format!(
            "the properties {} come only when `payload.include.propertyPaths` names their fields",
            names.join(", ")
        );
        piece.say(codes::WEBHOOK_PROPERTIES, keys.span, message);
    }
    if !filter.is_empty() {
        map.insert("filter", filter);
    }
}

/// The function or endpoint behind an event. Events of one address share it.
fn serve(
    draft: &mut Draft<'_>,
    map: &mut Map,
    url: &str,
    was: &str,
    what: &str,
    kind: HandlerKind,
    run: Run,
) {
    let path = path_of(url);
    let path = path.trim_matches('/');
    if draft.target == Target::Remote && !path.is_empty() {
        let path = format!("/{path}");
        let key = draft.endpoint(&short_with(&path, "api"), Some(&path));
        map.insert("endpoint", key);
        return;
    }
    let name = short_with(if path.is_empty() { "event" } else { path }, "fn");
    let key = draft.function(Handler {
        export: camel(&name),
        function: name,
        kind,
        what: what.to_owned(),
        was: vec![was.to_owned()],
        todo: format!("carry over what `{was}` did"),
        code: "FS6003",
        run: Some(run),
    });
    map.insert("function", key);
}

/// The path at which a server answers.
fn address(url: &str) -> String {
    format!("/{}", path_of(url).trim_matches('/'))
}

/// The lifecycle entries, each an outcome of its own.
pub fn lifecycle(draft: &mut Draft<'_>, module: &Module) {
    for member in module.node.members() {
        if member.key == "key" {
            continue;
        }
        let url = member.value.str().unwrap_or_default().to_owned();
        let place = draft.place(member.value.span);
        let (fate, notes) = one(draft, module, &member.key, &url, &place);
        draft.outcomes.push(Outcome {
            declared: Declared::Lifecycle,
            key: Some(member.key.clone()),
            url: Some(url),
            place,
            ..outcome(module, fate, Grade::Review, false, notes)
        });
    }
}

fn one(draft: &mut Draft<'_>, module: &Module, name: &str, url: &str, place: &Place) -> (Fate, Vec<Code>) {
    let key = format!("lifecycle-{name}");
    let comment = format!("lifecycle {name} ({}:{})", place.file, place.line);
    let mut map = Map::new();
    map.insert("key", key.as_str());
    let was = format!("POST {url}");
    match name {
        "installed" => {
            let events = ["avi:forge:installed:app", "avi:forge:upgraded:app"];
            map.insert(
                "events",
                events.map(|event| Item::from(Yaml::from(event))).to_vec(),
            );
            serve(
                draft,
                &mut map,
                url,
                &was,
                "Runs when the app is installed or upgraded.",
                HandlerKind::Trigger,
                Run::Lifecycle {
                    path: address(url),
                    name: name.to_owned(),
                },
            );
            draft.add("modules", "trigger", map, &comment);
            draft.keys.keep(&key);
            let message = "Forge's install event brings no clientKey, no sharedSecret and no baseUrl, and is not sent when a Connect installation is updated";
            draft
                .findings
                .push(Finding::new(codes::INSTALL_CHANGED, message).at(place.clone()));
            (
                Fate::Written(vec![Written {
                    kind: "trigger".into(),
                    key,
                }]),
                vec![codes::INSTALL_CHANGED],
            )
        }
        "uninstalled" => {
            serve(
                draft,
                &mut map,
                url,
                &was,
                "Runs before the app is removed: 55 seconds, best effort.",
                HandlerKind::PreUninstall,
                Run::Lifecycle {
                    path: address(url),
                    name: name.to_owned(),
                },
            );
            draft.add("modules", "preUninstall", map, &comment);
            draft.keys.keep(&key);
            (
                Fate::Written(vec![Written {
                    kind: "preUninstall".into(),
                    key,
                }]),
                Vec::new(),
            )
        }
        "dare-migration" if draft.target != Target::Native => {
            let remote = draft.remote();
            map.insert("remote", remote);
            map.insert("path", format!("/{}", path_of(url).trim_start_matches('/')));
            draft.add("modules", "migration:dataResidency", map, &comment);
            draft.keys.keep(&key);
            (
                Fate::Written(vec![Written {
                    kind: "migration:dataResidency".into(),
                    key,
                }]),
                Vec::new(),
            )
        }
        _ => {
            let message = if name == "dare-migration" {
                "data residency migration is about the server, which this target leaves behind".to_owned()
            } else {
                format!(
                    "Forge sends nothing when an app is {name}: move the code to the install trigger or to first use"
                )
            };
            draft
                .findings
                .push(Finding::new(codes::LIFECYCLE_LOST, message).at(place.clone()));
            let _ = module;
            (Fate::Lost(codes::LIFECYCLE_LOST), vec![codes::LIFECYCLE_LOST])
        }
    }
}

/// Migration from Server and Data Center.
pub fn app_migration(piece: &mut Piece<'_, '_, '_>) -> Fate {
    let url = piece.str("migrationWebhookPath").unwrap_or_default().to_owned();
    let mut map = Map::new();
    map.insert("key", piece.key.clone());
    if piece.module.product == forgeshift_connect::descriptor::product::Product::Confluence {
        return piece.lose(
            codes::NO_EQUIVALENT,
            "keep it as a Connect module until the app no longer migrates data from Data Center".into(),
        );
    }
    let name = "app-migration-fn".to_owned();
    let key = piece.draft.function(Handler {
        export: camel(&name),
        function: name,
        kind: HandlerKind::Trigger,
        what: "Runs when a migration from Data Center starts.".into(),
        was: vec![format!("POST {url}")],
        todo: "carry over what the migration webhook did".into(),
        code: "FS6003",
        run: None,
    });
    let mut listener = Map::new();
    listener.insert("function", key);
    map.insert("listenerTriggered", listener);
    let comment = piece.comment();
    piece.draft.add("modules", "migration", map, &comment);
    piece.written("migration")
}

/// Translations: the locale files must be in the project.
pub fn translations(piece: &mut Piece<'_, '_, '_>) -> Fate {
    let key = piece.key.clone();
    piece.draft.keys.release(&key);
    let span = piece.module.node.span;
    let message = "the locale files stand on the server: put them into the project as JSON and declare them under `translations`";
    piece.say(codes::TRANSLATIONS_NOT_FOUND, span, message.into());
    Fate::Lost(codes::TRANSLATIONS_NOT_FOUND)
}

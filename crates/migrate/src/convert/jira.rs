//! Rules for modules of Jira.

use super::{Piece, host, ui};
use crate::catalog::forge_module;
use crate::catalog::module::Emit;
use crate::codes;
use crate::draft::{entries, str_of};
use crate::names::short_with;
use crate::outcome::Fate;
use crate::target::Target;
use forgeshift_forge::app::{Handler, HandlerKind};
use forgeshift_forge::yaml::{Item, Map, Yaml};
use forgeshift_source::data::Node;

/// A custom field. Same key and `migratedFromConnect` before the first deploy, or customers' values are not mapped.
pub fn issue_field(piece: &mut Piece<'_, '_, '_>, row: &Emit) -> Fate {
    let forge = row.to.unwrap_or_default();
    let mut map = ui::build(piece, row, forge);
    let kind = piece.str("type").unwrap_or("string").to_ascii_lowercase();
    let span = piece.get("type").map_or(piece.module.node.span, |node| node.span);
    let mut connect_property = Map::new();
    let mut field_type = "string";
    match kind.as_str() {
        "string" => {}
        "number" => field_type = "number",
        "read_only" => {
            field_type = match piece.str("property.type").unwrap_or("string") {
                "number" => "number",
                "date" => "date",
                "date_time" | "datetime" => "datetime",
                "user" => "user",
                _ => "string",
            };
            map.insert("readOnly", true);
            for property in ["key", "path"] {
                if let Some(text) = piece.str(&format!("property.{property}")) {
                    connect_property.insert(property, text);
                }
            }
        }
        "text" | "rich_text" | "single_select" | "multi_select" => {
            connect_property.insert("connectFieldType", kind.to_ascii_uppercase());
            if kind == "multi_select" {
                map.insert("collection", "list");
            }
            let message = format!(
                "field `{}` of type `{kind}`: which Forge type takes over its values is not documented; `string` is written, try it on a copy of a site first",
                piece.key
            );
            piece.say(codes::FIELD_TYPE_UNCONFIRMED, span, message);
            if kind.ends_with("select") {
                let message = format!(
                    "field `{}`: the options that the app managed through the field option API have no successor",
                    piece.key
                );
                piece.say(codes::FIELD_OPTIONS_LOST, span, message);
            }
        }
        other => {
            let message = format!(
                "field `{}` has the unknown type `{other}`: `string` is written",
                piece.key
            );
            piece.say(codes::FIELD_TYPE_UNCONFIRMED, span, message);
        }
    }
    map.insert("type", field_type);
    if !connect_property.is_empty() {
        map.insert("connectFieldProperty", connect_property);
    }
    finish(piece, forge, map)
}

/// Entity properties: one key is one entry, several are a set.
pub fn entity_property(piece: &mut Piece<'_, '_, '_>) -> Fate {
    let entity = piece.str("entityType").unwrap_or("issue").to_owned();
    let configurations: Vec<Node> = piece
        .get("keyConfigurations")
        .map(Node::items)
        .unwrap_or_default()
        .to_vec();
    let mut properties: Vec<Map> = Vec::new();
    for configuration in &configurations {
        let Some(property) = configuration.get("propertyKey").and_then(Node::str) else {
            continue;
        };
        let mut map = Map::new();
        map.insert("propertyKey", property);
        map.insert("entityType", entity.as_str());
        let values: Vec<Item> = configuration
            .get("extractions")
            .map(Node::items)
            .unwrap_or_default()
            .iter()
            .filter_map(extraction)
            .map(|value| Item::from(Yaml::Map(value)))
            .collect();
        map.insert("values", values);
        properties.push(map);
    }
    if !["issue", "project", "user"].contains(&entity.as_str()) {
        return piece.lose(
            codes::NO_EQUIVALENT,
            format!("Forge indexes no properties of `{entity}`"),
        );
    }
    let mut map = Map::new();
    map.insert("key", piece.key.clone());
    let forge = match properties.len() {
        0 => return piece.lose(codes::INCOMPLETE, "it names no property key".into()),
        1 => {
            for entry in properties.iter().flat_map(|property| property.entries()) {
                map.insert(entry.key.clone(), entry.value.clone());
            }
            "jira:entityProperty"
        }
        _ => {
            let list: Vec<Item> = properties
                .into_iter()
                .map(|map| Item::from(Yaml::Map(map)))
                .collect();
            map.insert("properties", list);
            "jira:entityPropertySet"
        }
    };
    finish(piece, forge, map)
}

/// `{objectName, type, alias}` becomes `{path, type, searchAlias}`.
pub fn extraction(node: &Node) -> Option<Map> {
    let mut map = Map::new();
    map.insert("path", node.get("objectName").and_then(Node::str)?);
    let kind = node
        .get("type")
        .and_then(Node::str)
        .unwrap_or("string")
        .to_ascii_lowercase();
    let known = ["number", "string", "text", "user", "date"].contains(&kind.as_str());
    map.insert("type", if known { kind } else { "string".to_owned() });
    let alias = node.get("alias").and_then(Node::str);
    let fits = |text: &&str| {
        !text.is_empty()
            && text
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "._-".contains(c))
    };
    if let Some(alias) = alias.filter(fits) {
        map.insert("searchAlias", alias);
    }
    Some(map)
}

/// A global permission: Forge has no default for anonymous access, Connect's is true.
pub fn global_permission(piece: &mut Piece<'_, '_, '_>, row: &Emit) -> Fate {
    let forge = row.to.unwrap_or_default();
    let mut map = ui::build(piece, row, forge);
    if map.get("anonymousAllowed").is_none() {
        map.insert("anonymousAllowed", true);
    }
    finish(piece, forge, map)
}

/// A JQL function: the same name, or saved filters break.
pub fn jql_function(piece: &mut Piece<'_, '_, '_>) -> Fate {
    let name = piece.text("name", 255);
    let Some(name) = name else {
        return piece.lose(
            codes::INCOMPLETE,
            "it has no name, which saved filters hold".into(),
        );
    };
    let mut map = Map::new();
    map.insert("key", piece.key.clone());
    map.insert("name", name.as_str());
    let mut arguments = Vec::new();
    for argument in piece.get("arguments").map(Node::items).unwrap_or_default() {
        let mut one = Map::new();
        let label = argument.get("name").map(|n| {
            n.str()
                .or_else(|| n.get("value").and_then(Node::str))
                .unwrap_or_default()
        });
        one.insert(
            "name",
            label.filter(|text| !text.is_empty()).unwrap_or("argument"),
        );
        one.insert(
            "required",
            argument.get("required").and_then(Node::bool).unwrap_or(false),
        );
        arguments.push(Item::from(Yaml::Map(one)));
    }
    map.insert("arguments", arguments);
    map.insert("types", texts(piece.get("types"), |text| Some(text.to_owned())));
    map.insert("operators", texts(piece.get("operators"), operator));
    backend(
        piece,
        &format!("jql-{name}"),
        "url",
        &mut map,
        &format!("The JQL function `{name}`."),
        "return the JQL or the values that the function stands for",
    );
    finish(piece, "jira:jqlFunction", map)
}

fn texts(list: Option<&Node>, change: impl Fn(&str) -> Option<String>) -> Vec<Item> {
    let items = list.map(Node::items).unwrap_or_default().iter();
    items
        .filter_map(Node::str)
        .filter_map(change)
        .map(|text| Item::from(Yaml::Str(text)))
        .collect()
}

fn operator(text: &str) -> Option<String> {
    let forge = match text.to_ascii_lowercase().as_str() {
        "eq" | "=" => "=",
        "neq" | "ne" | "not_eq" | "!=" => "!=",
        "gt" | ">" => ">",
        "gte" | ">=" => ">=",
        "lt" | "<" => "<",
        "lte" | "<=" => "<=",
        "in" => "in",
        "not_in" | "not in" => "not in",
        "contains" | "~" => "~",
        "not_contains" | "!~" => "!~",
        "is" => "is",
        "is_not" | "is not" => "is not",
        _ => return None,
    };
    Some(forge.to_owned())
}

/// A time tracking provider; its administration page is named by key where that page is one of ours.
pub fn time_tracking(piece: &mut Piece<'_, '_, '_>, row: &Emit) -> Fate {
    let forge = row.to.unwrap_or_default();
    let map = ui::build(piece, row, forge);
    if let Some(page) = piece.str("adminPageKey").map(str::to_owned) {
        let message = format!(
            "`adminPage: {page}` is not written: name the administration page by hand once it is moved"
        );
        let span = piece.module.node.span;
        piece.say(codes::PROPERTIES_LOST, span, message);
    }
    finish(piece, forge, map)
}

/// Workflow conditions, validators and post functions.
pub fn workflow(piece: &mut Piece<'_, '_, '_>, row: &Emit) -> Fate {
    let forge = row.to.unwrap_or_default();
    let mut map = ui::build(piece, row, forge);
    let span = piece.module.node.span;
    let expression = piece.text("expression", 100_000);
    match (forge, expression) {
        ("jira:workflowCondition", None) => {
            return piece.lose(
                codes::INCOMPLETE,
                "a workflow condition in Forge must be a Jira expression, and it has none".into(),
            );
        }
        ("jira:workflowPostFunction", _) => {
            let key = piece.key.clone();
            backend(
                piece,
                &key,
                "triggered.url",
                &mut map,
                "A workflow post function.",
                "do what the post function did; the event holds the transition and the configuration",
            );
        }
        (_, Some(expression)) => map.insert("expression", expression),
        (_, None) => {
            let key = piece.key.clone();
            function(
                piece,
                &key,
                &mut map,
                "A workflow validator.",
                "return { result, errorMessage }",
            );
        }
    }
    if forge == "jira:workflowValidator"
        && let Some(message) = piece.text("errorMessage", 1000)
    {
        map.insert("errorMessage", message);
    }
    let mut pages = false;
    for view in ["view", "edit", "create"] {
        if let Some(url) = piece
            .get(&format!("{view}.url"))
            .and_then(Node::str)
            .map(str::to_owned)
        {
            let resource = ui::resource(piece, &url, forge);
            let mut page = Map::new();
            page.insert("resource", resource);
            map.insert(view, page);
            pages = true;
        }
    }
    if pages {
        let resolver = piece.draft.resolver();
        map.insert("resolver", resolver);
        let message = format!(
            "the configuration pages of `{}` must be Custom UI that hands its values to `workflowRules.onConfigure`",
            piece.key
        );
        piece.say(codes::WORKFLOW_REBUILD, span, message);
    }
    finish(piece, forge, map)
}

/// A gadget: the old key is listed, so that gadgets on customers' dashboards are served.
pub fn gadget(piece: &mut Piece<'_, '_, '_>, row: &Emit) -> Fate {
    let forge = row.to.unwrap_or_default();
    let mut map = ui::build(piece, row, forge);
    let span = piece.module.node.span;
    if piece.get("configurable").and_then(Node::bool) == Some(true)
        && let Some(Yaml::Str(resource)) = map.get("resource").cloned()
    {
        let mut edit = Map::new();
        edit.insert("resource", resource);
        map.insert("edit", edit);
        let message = format!(
            "settings of `{}` stand in dashboard item properties: the app must read them once and save them as gadget configuration",
            piece.key
        );
        piece.say(codes::GADGET_SETTINGS, span, message);
    }
    let key = piece.key.clone();
    map.insert("connectKeys", vec![Item::from(Yaml::Str(key))]);
    finish(piece, forge, map)
}

/// A background script: its location is the view.
pub fn background_script(piece: &mut Piece<'_, '_, '_>, row: &Emit) -> Fate {
    let view = piece
        .str("location.type")
        .or_else(|| piece.str("location"))
        .unwrap_or_default()
        .to_ascii_lowercase();
    let forge = match view.as_str() {
        "dashboard" => "jira:dashboardBackgroundScript",
        "" | "issue_view" | "issueview" => "jira:issueViewBackgroundScript",
        _ => {
            return piece.lose(
                codes::LOCATION_LOST,
                format!("Forge has no background script for `{view}`"),
            );
        }
    };
    let mut map = ui::build(piece, row, forge);
    if forge == "jira:issueViewBackgroundScript"
        && let Some(reload) = piece.get("location.shouldReloadOnRefresh").and_then(Node::bool)
    {
        map.insert("shouldReloadOnRefresh", reload);
    }
    finish(piece, forge, map)
}

/// A keyboard shortcut becomes a command. Its letters are written apart.
pub fn command(piece: &mut Piece<'_, '_, '_>, row: &Emit) -> Fate {
    let forge = row.to.unwrap_or_default();
    let mut map = ui::build(piece, row, forge);
    if let Some(shortcut) = piece.str("shortcut") {
        let letters: Vec<String> = shortcut
            .split_whitespace()
            .flat_map(str::chars)
            .map(String::from)
            .collect();
        map.insert("shortcut", letters.join(" "));
    }
    let target = piece
        .str("target.key")
        .or_else(|| piece.str("target"))
        .unwrap_or_default()
        .to_owned();
    let resource = match (
        piece.draft.page_urls.get(&target).cloned(),
        piece.draft.moved_page(&target),
    ) {
        (Some(url), _) => ui::resource(piece, &url, forge),
        (None, Some(resource)) => resource,
        (None, None) => {
            return piece.lose(
                codes::INCOMPLETE,
                format!("its target `{target}` is none of the app's pages"),
            );
        }
    };
    let mut to = Map::new();
    to.insert("resource", resource);
    map.insert("target", to);
    finish(piece, forge, map)
}

/// A group of queues: its pages become one queue page each.
pub fn queue_group(piece: &mut Piece<'_, '_, '_>, row: &Emit) -> Fate {
    let pages: Vec<Node> = piece.get("pages").map(Node::items).unwrap_or_default().to_vec();
    if pages.is_empty() {
        return ui::entry(piece, row, row.to.unwrap_or_default());
    }
    piece.lose(
        codes::NO_EQUIVALENT,
        "Forge has no groups of queues: declare each page of the group as a queue page".into(),
    )
}

/// The function or endpoint that serves a module, as the target wants it.
pub fn backend(piece: &mut Piece<'_, '_, '_>, name: &str, url: &str, map: &mut Map, what: &str, todo: &str) {
    let address = piece.get(url).and_then(Node::str).unwrap_or_default().to_owned();
    let path = crate::draft::path_of(&address);
    if piece.draft.target == Target::Remote && !path.is_empty() {
        let path = format!("/{}", path.trim_start_matches('/'));
        let key = piece.draft.endpoint(&short_with(&path, "api"), Some(&path));
        map.insert("endpoint", key);
        return;
    }
    function(piece, name, map, what, todo);
}

fn function(piece: &mut Piece<'_, '_, '_>, name: &str, map: &mut Map, what: &str, todo: &str) {
    let key = fresh_function(piece, name);
    let was = piece
        .get("url")
        .or_else(|| piece.get("triggered.url"))
        .and_then(Node::str)
        .map(|url| format!("POST {url}"));
    let key = piece.draft.function(Handler {
        function: key.clone(),
        export: crate::names::camel(&key),
        kind: HandlerKind::Value,
        what: what.to_owned(),
        was: was.into_iter().collect(),
        todo: todo.to_owned(),
        code: "FS6002",
        run: None,
    });
    map.insert("function", key);
}

/// A function's key that is not the module's own: all keys of a manifest are one space.
fn fresh_function(piece: &mut Piece<'_, '_, '_>, name: &str) -> String {
    let wish = short_with(name, "fn");
    let known = entries(piece.draft.section("modules").get("function"))
        .any(|entry| str_of(entry, "key") == Some(&wish));
    if known {
        wish
    } else {
        piece.draft.keys.fresh(&wish)
    }
}

/// Adds the finished entry.
pub fn finish(piece: &mut Piece<'_, '_, '_>, forge: &'static str, map: Map) -> Fate {
    debug_assert!(
        forge_module::find(forge).is_some(),
        "{forge} of {:?}",
        host(piece.module.product)
    );
    let comment = piece.comment();
    piece.draft.add("modules", forge, map, &comment);
    piece.written(forge)
}

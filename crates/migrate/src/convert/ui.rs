//! Modules that show a page: resource, resolver, title, icon, display conditions, access.

use super::{Piece, conditions, host};
use crate::catalog::context_param;
use crate::catalog::forge_module::{self, ForgeModule};
use crate::catalog::module::Emit;
use crate::catalog::module::Maturity;
use crate::codes;
use crate::names::slug;
use crate::outcome::Fate;
use crate::target::Target;
use forgeshift_forge::app::Token;
use forgeshift_forge::yaml::{Item, Map, Yaml};
use forgeshift_source::data::{Node, Value};
use serde_json::Value as Json;

/// Writes the module as one entry of a Forge module, as its row says.
pub fn entry(piece: &mut Piece<'_, '_, '_>, row: &Emit, forge: &'static str) -> Fate {
    let map = build(piece, row, forge);
    let comment = piece.comment();
    piece.draft.add("modules", forge, map, &comment);
    piece.written(forge)
}

/// The entry that [`entry`] writes.
pub fn build(piece: &mut Piece<'_, '_, '_>, row: &Emit, forge: &'static str) -> Map {
    let Some(module) = forge_module::find(forge) else {
        return Map::new();
    };
    let mut map = Map::new();
    map.insert("key", piece.key.clone());
    if let Some(path) = row.page {
        page(piece, path, module, &mut map);
    }
    for (property, from) in &row.props {
        if let Some(from) = from.as_str()
            && module.has_property(property)
        {
            set(piece, property, from, &mut map);
        }
    }
    for (property, value) in &row.set {
        map.insert(property, constant(value));
    }
    required(piece, module, &mut map);
    display_conditions(piece, module, &mut map);
    properties_lost(piece);
    maturity(piece, module);
    map
}

/// The page: its resource, the resolver that it calls, and what its address carried.
pub fn page(piece: &mut Piece<'_, '_, '_>, path: &str, module: &ForgeModule, map: &mut Map) {
    let url = piece.get(path).and_then(Node::str).unwrap_or_default().to_owned();
    let resource = resource(piece, &url, module.key);
    map.insert("resource", resource);
    if module.has_property("resolver") {
        // Custom content and its like take functions only (`@forge/manifest` 13.7.0).
        let function_only = module.key == "confluence:customContent";
        if function_only && piece.draft.target == Target::Remote {
            return;
        }
        let resolver = piece.draft.resolver();
        map.insert("resolver", resolver);
    }
}

/// The resource of an address, with its page.
pub fn resource(piece: &mut Piece<'_, '_, '_>, url: &str, forge: &str) -> String {
    let resource = piece.draft.resource(url, &piece.key.clone());
    let title = piece
        .get("name")
        .and_then(|name| name.str().or_else(|| name.get("value").and_then(Node::str)));
    let title = title.map_or_else(|| super::text::humanized(&piece.key), str::to_owned);
    let tokens = tokens(piece, url);
    let key = piece.key.clone();
    let page = piece.draft.page(&resource);
    if page.title.is_empty() {
        page.title = title;
    }
    page.modules.push((forge.to_owned(), key.clone()));
    page.addresses.push((key, url.to_owned()));
    if page.was.is_none() && !url.is_empty() {
        page.was = Some(url.to_owned());
    }
    for token in tokens {
        if !page.tokens.iter().any(|known| known.was == token.was) {
            page.tokens.push(token);
        }
    }
    resource
}

/// The context parameters in an address, and where a page reads them now.
fn tokens(piece: &mut Piece<'_, '_, '_>, url: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let (mut lost, mut rest) = (Vec::new(), url);
    while let Some((_, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else {
            break;
        };
        rest = after;
        let name = name.trim_start_matches('{').trim();
        if name.is_empty() || url.contains(&format!("{{{{{name}")) {
            continue;
        }
        let known = context_param::find(host(piece.module.product), name);
        let now = known.and_then(|row| row.forge);
        if now.is_none() {
            lost.push(name.to_owned());
        }
        tokens.push(Token {
            was: name.to_owned(),
            now: now.map(str::to_owned),
            note: known.and_then(|row| row.note).map(str::to_owned),
        });
    }
    if !lost.is_empty() {
        let span = piece.get("url").map_or(piece.module.node.span, |node| node.span);
        let message = format!(
            "context parameters without a counterpart in Forge: {}",
            lost.join(", ")
        );
        piece.say(codes::TOKEN_LOST, span, message);
    }
    tokens
}

/// Sets one property from where the row says.
fn set(piece: &mut Piece<'_, '_, '_>, property: &str, from: &str, map: &mut Map) {
    match property {
        "title" | "label" | "tooltip" => {
            if let Some(text) = piece.text(from, 255) {
                map.insert(property, text);
            }
        }
        "name" => {
            let limit = if piece.module.kind == "jiraIssueFields" {
                100
            } else {
                255
            };
            if let Some(text) = piece.text(from, limit) {
                map.insert(property, text);
            }
        }
        "description" => {
            let limit = if piece.module.kind.ends_with("Macros") {
                10_000
            } else {
                1000
            };
            if let Some(text) = piece.text(from, limit) {
                map.insert(property, text);
            }
        }
        "icon" | "thumbnail" => {
            if piece.get(from).is_some()
                && let Some(icon) = icon(piece, from, map)
            {
                map.insert(property, icon);
            }
        }
        "viewportSize" => {
            if let Some(size) = viewport_size(piece, from, map) {
                map.insert(property, size);
            }
        }
        _ => {
            let span = piece.get(from).map(|node| node.span);
            if let Some(node) = piece.get(from)
                && !span.is_some_and(|span| piece.draft.has_tag(span))
            {
                map.insert(property, Yaml::from(node));
            }
        }
    }
}

/// An icon: an absolute `https` address stays, anything else becomes a file of the page's own resource.
fn icon(piece: &mut Piece<'_, '_, '_>, from: &str, map: &Map) -> Option<String> {
    let node = piece.get(from)?;
    let url = node
        .str()
        .or_else(|| node.get("url").and_then(Node::str))
        .unwrap_or_default()
        .to_owned();
    let span = node.span;
    if url.starts_with("https://") && url.len() <= 255 && !piece.draft.has_tag(span) {
        return Some(url);
    }
    let icon = own_icon(piece, map)?;
    piece.say(
        codes::ICON,
        span,
        format!("put the icon `{url}` in the place of the neutral one"),
    );
    Some(icon)
}

/// An icon file of the entry's own resource.
fn own_icon(piece: &mut Piece<'_, '_, '_>, map: &Map) -> Option<String> {
    let resource = crate::draft::str_of(map, "resource")?.to_owned();
    let icon = format!("resource:{resource};icon.svg");
    piece.draft.icons.insert(resource);
    Some(icon)
}

/// The size of what opens, from Connect's named sizes or from pixels.
fn viewport_size(piece: &Piece<'_, '_, '_>, from: &str, map: &Map) -> Option<&'static str> {
    let node = piece.get(from)?;
    // A link to a page or another site opens nothing.
    let opens = piece.str("target.type").is_none_or(|kind| kind != "page");
    let named = node.get("size").and_then(Node::str).map(str::to_ascii_lowercase);
    let width = node.get("width").and_then(|width| match &width.value {
        Value::String(text) if text.ends_with('%') => Some(if text == "100%" { 10_000.0 } else { 700.0 }),
        Value::String(text) => text.trim_end_matches("px").trim().parse().ok(),
        _ => width.number(),
    });
    let size = match (named.as_deref(), width) {
        (Some("small"), _) => "small",
        (Some("medium"), _) => "medium",
        (Some("large"), _) => "large",
        (Some("x-large" | "xlarge"), _) => "xlarge",
        (Some("fullscreen" | "maximum"), _) => "max",
        (_, Some(width)) if width <= 450.0 => "small",
        (_, Some(width)) if width <= 650.0 => "medium",
        (_, Some(width)) if width <= 900.0 => "large",
        (_, Some(width)) if width <= 2000.0 => "xlarge",
        (_, Some(_)) => "max",
        _ => return None,
    };
    let _ = map;
    opens.then_some(size)
}

fn constant(value: &Json) -> Yaml {
    match value {
        Json::Bool(value) => Yaml::Bool(*value),
        Json::String(text) => Yaml::Str(text.clone()),
        Json::Array(items) => Yaml::List(items.iter().map(|item| Item::from(constant(item))).collect()),
        _ => Yaml::Null,
    }
}

/// What Forge requires and nothing gave.
pub fn required(piece: &mut Piece<'_, '_, '_>, module: &ForgeModule, map: &mut Map) {
    for property in &module.required {
        if map.get(property).is_some() {
            continue;
        }
        match *property {
            "title" | "label" | "name" => {
                let text = piece.text_or_key("name", property, 100);
                map.insert(*property, text);
            }
            "description" => {
                let text = map.get("title").or_else(|| map.get("name")).cloned();
                let text = text.unwrap_or_else(|| Yaml::Str(super::text::humanized(&piece.key)));
                map.insert(*property, text);
            }
            "icon" | "thumbnail" => {
                if let Some(icon) = own_icon(piece, map) {
                    let span = piece.module.node.span;
                    piece.say(
                        codes::ICON,
                        span,
                        format!("Forge requires `{property}`: a neutral one is in place"),
                    );
                    map.insert(*property, icon);
                }
            }
            "route" | "routePrefix" => {
                let route = slug(&piece.key);
                map.insert(*property, route);
            }
            _ => {}
        }
    }
}

/// Display conditions, and access for people without a licence or a login who saw the module before.
pub fn display_conditions(piece: &mut Piece<'_, '_, '_>, module: &ForgeModule, map: &mut Map) {
    let conditions_node = piece.get("conditions").cloned();
    let file = piece.draft.file.clone();
    let converted = conditions::convert(
        conditions_node.as_ref(),
        host(piece.module.product),
        module,
        &|span| file.place(span),
    );
    for finding in converted.findings {
        piece.note(finding.code);
        piece.draft.findings.push(finding);
    }
    if let Some(display) = converted.display {
        map.insert("displayConditions", display);
    }
    if module.unlicensed_access.is_empty() || map.get("unlicensedAccess").is_some() {
        return;
    }
    if host(piece.module.product) == crate::catalog::Host::Confluence && !converted.logged_in_only {
        let access: Vec<Item> = module
            .unlicensed_access
            .iter()
            .map(|who| Item::from(Yaml::from(*who)))
            .collect();
        map.insert("unlicensedAccess", access);
        let message = format!(
            "`{}` was shown to {} too and stays so: take `unlicensedAccess` out if that was not meant",
            piece.key,
            module.unlicensed_access.join(" and ")
        );
        let span = piece.module.node.span;
        piece.say(codes::UNLICENSED_ACCESS, span, message);
    }
}

/// Properties of the module that the catalog lists as lost.
fn properties_lost(piece: &mut Piece<'_, '_, '_>) {
    let Some(row) = crate::catalog::module::find(host(piece.module.product), &piece.module.kind) else {
        return;
    };
    let present = |name: &&str| {
        piece
            .module
            .node
            .members()
            .iter()
            .any(|member| member.key == **name)
    };
    // What decides where the module goes is not lost, and conditions are told by themselves.
    let lost: Vec<&str> = row
        .properties
        .iter()
        .filter(|property| !property.kept)
        .map(|property| property.connect)
        .filter(|name| !matches!(*name, "location" | "conditions" | "context" | "target"))
        .filter(present)
        .collect();
    if !lost.is_empty() {
        let message = format!(
            "{} `{}`: Forge has no place for {}",
            piece.module.kind,
            piece.key,
            lost.join(", ")
        );
        let span = piece.module.node.span;
        piece.say(codes::PROPERTIES_LOST, span, message);
    }
}

fn maturity(piece: &mut Piece<'_, '_, '_>, module: &ForgeModule) {
    let span = piece.module.node.span;
    if module.maturity == Maturity::Preview {
        piece.say(
            codes::PREVIEW,
            span,
            format!("`{}` is in preview: it may change", module.key),
        );
    }
    if module.key == "jira:issuePanel" {
        let message = format!(
            "`{}` is not shown until someone adds it to an issue or an administrator pins it",
            piece.key
        );
        piece.say(codes::PANEL_HIDDEN, span, message);
    }
}

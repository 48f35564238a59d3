//! Rules for modules of Confluence, most of which hold customers' content.

use super::jira::{extraction, finish};
use super::{Piece, ui};
use crate::catalog::module::Emit;
use crate::codes;
use crate::names::{is_module_key, short_with};
use crate::outcome::{Fate, Written};
use forgeshift_forge::app::{Handler, HandlerKind};
use forgeshift_forge::yaml::{Item, Map, Yaml};
use forgeshift_source::data::Node;

/// Categories of macros, the same words on both sides.
const CATEGORIES: [&str; 10] = [
    "admin",
    "communication",
    "confluence-content",
    "development",
    "external-content",
    "formatting",
    "media",
    "navigation",
    "reporting",
    "visuals",
];

/// A macro: same key, every parameter declared, or customers' pages lose what they hold.
pub fn macro_module(piece: &mut Piece<'_, '_, '_>, row: &Emit) -> Fate {
    let forge = row.to.unwrap_or_default();
    let span = piece.module.node.span;
    let body = piece
        .str("bodyType")
        .unwrap_or("none")
        .to_ascii_lowercase()
        .replace('_', "-");
    if body.starts_with("multi") {
        return piece.lose(
            codes::MACRO_MULTI_BODY,
            "Forge macros have one body; what customers wrote into the others cannot be shown".into(),
        );
    }
    let mut map = ui::build(piece, row, forge);
    let inline = piece
        .str("outputType")
        .unwrap_or("block")
        .eq_ignore_ascii_case("inline");
    let layout = match (body.as_str(), inline) {
        ("rich-text", true) => "inline-bodied",
        ("rich-text", false) => "bodied",
        (_, true) => "inline",
        (_, false) => "block",
    };
    map.insert("layout", layout);
    if body == "plain-text" {
        let message = format!(
            "macro `{}` has a plain-text body: stored bodies can be read, but people can no longer edit them in the page; give it a parameter or a rich body",
            piece.key
        );
        piece.say(codes::MACRO_PLAIN_TEXT, span, message);
    }
    if piece.module.kind == "staticContentMacros" {
        let message = format!(
            "macro `{}` was drawn on the server; in Forge it draws in the browser, and exports need `adfExport`",
            piece.key
        );
        piece.say(codes::MACRO_STATIC, span, message);
    }
    categories(piece, &mut map);
    config(piece, &mut map);
    auto_convert(piece, &mut map);
    if let Some(input) = piece.str("refDataSchema.inputType") {
        let mut schema = Map::new();
        schema.insert("inputType", input);
        map.insert("refDataSchema", schema);
    }
    export(piece, &mut map);
    finish(piece, forge, map)
}

fn categories(piece: &Piece<'_, '_, '_>, map: &mut Map) {
    let items = piece
        .get("categories")
        .map(Node::items)
        .unwrap_or_default()
        .iter();
    let known: Vec<Item> = items
        .filter_map(Node::str)
        .map(|text| text.to_ascii_lowercase().replace('_', "-"))
        .filter(|text| CATEGORIES.contains(&text.as_str()))
        .map(|text| Item::from(Yaml::Str(text)))
        .collect();
    if !known.is_empty() {
        map.insert("categories", known);
    }
}

/// Parameters and the editor. An undeclared parameter vanishes at the first save of a page.
fn config(piece: &mut Piece<'_, '_, '_>, map: &mut Map) {
    let mut identifiers: Vec<(String, String, bool)> = Vec::new();
    let parameters: Vec<Node> = piece
        .get("parameters")
        .map(Node::items)
        .unwrap_or_default()
        .to_vec();
    for parameter in &parameters {
        let Some(identifier) = parameter.get("identifier").and_then(Node::str) else {
            continue;
        };
        if !is_identifier(identifier) {
            let message = format!(
                "parameter `{identifier}` of macro `{}` cannot be declared in Forge: its stored values vanish when a page is saved",
                piece.key
            );
            piece.say(codes::MACRO_PARAMETER_LOST, parameter.span, message);
            continue;
        }
        let kind = match parameter
            .get("type")
            .and_then(Node::str)
            .unwrap_or("string")
            .to_ascii_lowercase()
            .as_str()
        {
            known @ ("confluence-content" | "attachment" | "spacekey") => known.to_owned(),
            _ => "string".to_owned(),
        };
        let indexed = parameter.at(&["indexing", "enabled"]).and_then(Node::bool) == Some(true);
        identifiers.push((identifier.to_owned(), kind, indexed));
    }
    if let Some(url_parameter) = piece.str("autoconvert.urlParameter").map(str::to_owned)
        && is_identifier(&url_parameter)
    {
        identifiers.push((url_parameter, "string".to_owned(), false));
    }
    let mut seen = std::collections::BTreeSet::new();
    let list: Vec<Item> = identifiers
        .into_iter()
        .filter(|(identifier, ..)| seen.insert(identifier.clone()))
        .map(|(identifier, kind, indexed)| {
            let mut one = Map::new();
            one.insert("identifier", identifier);
            one.insert("type", kind);
            if indexed {
                let mut indexing = Map::new();
                indexing.insert("enabled", true);
                one.insert("indexing", indexing);
            }
            Item::from(Yaml::Map(one))
        })
        .collect();
    let editor = piece.get("editor.url").and_then(Node::str).map(str::to_owned);
    if list.is_empty() && editor.is_none() {
        return;
    }
    let mut config = Map::new();
    if let Some(url) = editor {
        let resource = ui::resource(piece, &url, "macro (configuration)");
        config.insert("resource", resource);
        let message = format!(
            "the editor of macro `{}` becomes its configuration page, which saves with `view.submit({{config}})`",
            piece.key
        );
        let span = piece.module.node.span;
        piece.say(codes::MACRO_EDITOR, span, message);
    } else if !parameters.is_empty() {
        let message = format!(
            "macro `{}`: the form for its {} parameters was drawn by Confluence and has to be written",
            piece.key,
            parameters.len()
        );
        let span = piece.module.node.span;
        piece.say(codes::MACRO_EDITOR, span, message);
    }
    if !list.is_empty() {
        config.insert("parameters", list);
    }
    map.insert("config", config);
}

/// `^[a-zA-Z][a-zA-Z0-9_-]*$`, as the schema of 13.7.0 has it.
fn is_identifier(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.len() <= 255
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
}

fn auto_convert(piece: &mut Piece<'_, '_, '_>, map: &mut Map) {
    let matchers: Vec<Node> = piece
        .get("autoconvert.matchers")
        .map(Node::items)
        .unwrap_or_default()
        .to_vec();
    let mut list = Vec::new();
    for matcher in &matchers {
        let Some(pattern) = matcher.get("pattern").and_then(Node::str) else {
            continue;
        };
        if pattern.len() > 1024
            || !(pattern.starts_with("https://") || pattern.starts_with("http://"))
            || piece.draft.has_tag(matcher.span)
        {
            piece.say(
                codes::PROPERTIES_LOST,
                matcher.span,
                format!("the link pattern `{pattern}` is not one that Forge accepts"),
            );
            continue;
        }
        let mut one = Map::new();
        one.insert("pattern", pattern);
        list.push(Item::from(Yaml::Map(one)));
    }
    if !list.is_empty() {
        let mut convert = Map::new();
        convert.insert("matchers", list);
        map.insert("autoConvert", convert);
    }
}

/// Exports (PDF, Word, mail) of a macro come from one function that returns ADF.
fn export(piece: &mut Piece<'_, '_, '_>, map: &mut Map) {
    let modes = piece.get("renderModes").is_some();
    if !modes && piece.module.kind != "staticContentMacros" {
        return;
    }
    let name = short_with(&piece.key, "export");
    let key = piece.draft.function(Handler {
        export: crate::names::camel(&name),
        function: name,
        kind: HandlerKind::MacroExport,
        what: format!(
            "What macro {} looks like in an export; branch on exportType.",
            piece.key
        ),
        todo: "return the macro as an ADF document".into(),
        code: "FS6004",
        ..Handler::default()
    });
    let mut export = Map::new();
    export.insert("function", key);
    map.insert("adfExport", export);
    let span = piece.module.node.span;
    piece.say(
        codes::MACRO_EXPORT,
        span,
        format!(
            "macro `{}`: its render modes become one function that returns ADF",
            piece.key
        ),
    );
}

/// Custom content: the flag and the key keep what customers stored.
pub fn custom_content(piece: &mut Piece<'_, '_, '_>, row: &Emit) -> Fate {
    let forge = row.to.unwrap_or_default();
    let span = piece.module.node.span;
    let view = piece
        .str("uiSupport.contentViewComponent.moduleKey")
        .map(str::to_owned);
    let url = view
        .as_ref()
        .and_then(|key| piece.draft.page_urls.get(key))
        .cloned();
    let moved = view.as_ref().and_then(|key| piece.draft.moved_page(key));
    let resource = match (url, moved) {
        (None, Some(resource)) => resource,
        (url, _) => ui::resource(piece, &url.unwrap_or_default(), forge),
    };
    let mut map = ui::build(piece, row, forge);
    map.insert("resource", resource);
    if piece.draft.target == crate::target::Target::Native {
        let resolver = piece.draft.resolver();
        map.insert("resolver", resolver);
    }
    if let Some(icon) = piece
        .str("uiSupport.icons.item.url")
        .filter(|url| url.starts_with("https://") && url.len() <= 255)
    {
        map.insert("icon", icon);
    }
    if let Some(body) = piece
        .str("apiSupport.bodyType")
        .map(str::to_ascii_lowercase)
        .filter(|body| body == "raw" || body == "storage")
    {
        map.insert("bodyType", body);
    }
    let containers = types(
        piece,
        "apiSupport.supportedContainerTypes",
        &["space", "page", "blogpost"],
    );
    let containers = if containers.is_empty() {
        piece.say(
            codes::CUSTOM_CONTENT_PARTS,
            span,
            format!(
                "custom content `{}` names no container that Forge has: `space` is written",
                piece.key
            ),
        );
        vec![Item::from(Yaml::from("space"))]
    } else {
        containers
    };
    map.insert("supportedContainerTypes", containers);
    let children = types(
        piece,
        "apiSupport.supportedChildTypes",
        &["attachment", "comment"],
    );
    if !children.is_empty() {
        map.insert("supportedChildTypes", children);
    }
    let permissions: Vec<Item> = piece
        .get("apiSupport.supportedSpacePermissions")
        .map(Node::items)
        .unwrap_or_default()
        .iter()
        .filter_map(Node::str)
        .map(str::to_ascii_lowercase)
        .filter(|text| ["read", "create", "delete"].contains(&text.as_str()))
        .map(|text| Item::from(Yaml::Str(text)))
        .collect();
    if !permissions.is_empty() {
        map.insert("supportedSpacePermissions", permissions);
    }
    if let Some(indexing) = piece.get("apiSupport.indexing.enabled").and_then(Node::bool) {
        map.insert("indexing", indexing);
    }
    if let Some(prevent) = piece.get("apiSupport.preventDuplicateTitle").and_then(Node::bool) {
        map.insert("preventDuplicateTitle", prevent);
    }
    let lost: Vec<&str> = [
        "createComponent",
        "editComponent",
        "listViewComponent",
        "breadcrumbs",
    ]
    .into_iter()
    .filter(|part| piece.get(&format!("uiSupport.{part}")).is_some())
    .collect();
    if !lost.is_empty() {
        let message = format!(
            "custom content `{}`: Forge has no {}; one page shows, creates, edits and lists",
            piece.key,
            lost.join(", ")
        );
        piece.say(codes::CUSTOM_CONTENT_PARTS, span, message);
    }
    finish(piece, forge, map)
}

/// Container and child types: the app's own become `this:<key>`, foreign ones cannot be said.
fn types(piece: &mut Piece<'_, '_, '_>, path: &str, known: &[&str]) -> Vec<Item> {
    let Some(node) = piece.get(path).cloned() else {
        return Vec::new();
    };
    let mut out: Vec<Item> = Vec::new();
    for item in node.items() {
        let Some(text) = item.str() else { continue };
        let lower = text.to_ascii_lowercase();
        if known.contains(&lower.as_str()) {
            out.push(Item::from(Yaml::Str(lower)));
        } else if let Some(key) = own_type(piece, text) {
            out.push(Item::from(Yaml::Str(format!("this:{key}"))));
        } else {
            let message = format!(
                "custom content `{}`: the type `{text}` cannot be named in Forge",
                piece.key
            );
            piece.say(codes::CUSTOM_CONTENT_PARTS, item.span, message);
        }
    }
    out
}

/// The key in `ac:<app>:<key>`, where it is custom content of this very app.
fn own_type(piece: &Piece<'_, '_, '_>, text: &str) -> Option<String> {
    let (prefix, keys) = &piece.draft.own_types;
    let key = text.strip_prefix(prefix.as_str())?;
    keys.contains(key).then(|| key.to_owned())
}

/// Content properties: one entry a property key.
pub fn content_property(piece: &mut Piece<'_, '_, '_>) -> Fate {
    let configurations: Vec<Node> = piece
        .get("keyConfigurations")
        .map(Node::items)
        .unwrap_or_default()
        .to_vec();
    let mut written = Vec::new();
    for (index, configuration) in configurations.iter().enumerate() {
        let Some(property) = configuration.get("propertyKey").and_then(Node::str) else {
            continue;
        };
        let key = if index == 0 {
            piece.key.clone()
        } else {
            piece.draft.keys.fresh(&format!("{}-{}", piece.key, index + 1))
        };
        let mut map = Map::new();
        map.insert("key", key.as_str());
        map.insert("propertyKey", property);
        let values: Vec<Item> = configuration
            .get("extractions")
            .map(Node::items)
            .unwrap_or_default()
            .iter()
            .filter_map(|node| {
                let mut value = extraction(node)?;
                if let Some(support) = ui_support(node) {
                    value.insert("uiSupport", support);
                }
                Some(Item::from(Yaml::Map(value)))
            })
            .collect();
        map.insert("values", values);
        let comment = piece.comment();
        piece
            .draft
            .add("modules", "confluence:contentProperty", map, &comment);
        written.push(Written {
            kind: "confluence:contentProperty".into(),
            key,
        });
    }
    if written.is_empty() {
        piece.lose(codes::INCOMPLETE, "it names no property key".into())
    } else {
        Fate::Written(written)
    }
}

/// What a searched property may be shown as (`@forge/manifest` 13.7.0).
const VALUE_TYPES: [&str; 8] = [
    "space",
    "label",
    "user",
    "contentId",
    "contentType",
    "date",
    "string",
    "number",
];

fn ui_support(node: &Node) -> Option<Map> {
    let support = node.get("uiSupport")?;
    let mut map = Map::new();
    // `text` is a type of an extraction that descriptors use here too; any other is searched as text.
    let value_type = support
        .get("valueType")
        .and_then(Node::str)
        .filter(|wanted| VALUE_TYPES.contains(wanted));
    map.insert("valueType", value_type.unwrap_or("string"));
    let name = support
        .get("name")
        .and_then(|name| name.str().or_else(|| name.get("value").and_then(Node::str)))?;
    map.insert("name", name);
    if let Some(operator) = support.get("defaultOperator").and_then(Node::str) {
        map.insert("defaultOperator", operator);
    }
    Some(map)
}

/// A byline item.
pub fn byline(piece: &mut Piece<'_, '_, '_>, row: &Emit) -> Fate {
    let forge = row.to.unwrap_or_default();
    let mut map = ui::build(piece, row, forge);
    if piece
        .str("target.type")
        .is_some_and(|kind| kind.to_ascii_lowercase().starts_with("dialog"))
    {
        map.insert("viewportContainer", "modal");
    }
    if let Some(key) = piece.str("contentPropertyKey").map(str::to_owned) {
        let span = piece.module.node.span;
        let message = if is_module_key(&key) {
            map.insert("contentPropertyKey", key.as_str());
            format!(
                "byline item `{}` reads the content property `{key}`: its stored shape differs in Forge, so what customers see stays away until every property is written anew",
                piece.key
            )
        } else {
            // `^[a-zA-Z0-9-_]+$` in the schema of 13.7.0, where Connect allows dots too.
            format!(
                "byline item `{}` reads the content property `{key}`, a key that Forge refuses: what customers see stays away until `dynamicProperties` gives it or the properties are written under another key",
                piece.key
            )
        };
        piece.say(codes::BYLINE_PROPERTY, span, message);
    }
    finish(piece, forge, map)
}

/// A keyboard shortcut of Confluence: a sequence of letters there, a combination of keys here.
pub fn shortcut(piece: &mut Piece<'_, '_, '_>) -> Fate {
    let letters = piece.str("shortcut").unwrap_or_default().to_owned();
    let target = piece
        .str("target.key")
        .or_else(|| piece.str("target"))
        .unwrap_or_default()
        .to_owned();
    piece.lose(codes::SHORTCUT_LOST, format!("`{letters}` is a sequence of letters; choose a combination of keys and set `keyboardShortcut` on `{target}`"))
}

//! Modules that are told apart by where they stand.

use super::{Piece, host, ui};
use crate::catalog::forge_module;
use crate::catalog::location;
use crate::catalog::module::Emit;
use crate::codes;
use crate::draft::FoldedPage;
use crate::names::slug;
use crate::outcome::{Fate, Written};
use forgeshift_connect::descriptor::product::Product;
use forgeshift_source::data::Node;

/// A page. Where Forge allows one entry, all pages of the kind become one entry with several routes.
pub fn page(piece: &mut Piece<'_, '_, '_>, row: &Emit, forge: &'static str) -> Fate {
    let single =
        forge_module::find(forge).is_some_and(|module| module.max == Some(1)) || forge == "jira:adminPage";
    if !single {
        return ui::entry(piece, row, forge);
    }
    let entry = ui::build(piece, row, forge);
    let comment = piece.comment();
    let outcome = piece.draft.outcomes.len();
    piece.draft.folds.push(FoldedPage {
        forge,
        entry,
        comment,
        route: slug(&piece.key),
        outcome,
    });
    piece.written(forge)
}

/// A general page: its location chooses the kind of page.
pub fn page_by_location(piece: &mut Piece<'_, '_, '_>, row: &Emit) -> Fate {
    let confluence = piece.module.product == Product::Confluence;
    let location = first_location(piece);
    let forge = match location.as_deref() {
        None => {
            let of_space = piece
                .get("url")
                .and_then(Node::str)
                .is_some_and(|url| url.contains("{space."));
            match (confluence, of_space) {
                (true, true) => "confluence:spacePage",
                (true, false) => "confluence:globalPage",
                (false, _) => "jira:globalPage",
            }
        }
        Some("none") => {
            let span = piece
                .get("location")
                .map_or(piece.module.node.span, |node| node.span);
            let message = format!(
                "`{}` had no place of its own: it becomes a full page that links can open",
                piece.key
            );
            piece.say(codes::HIDDEN_PAGE, span, message);
            let compatibility = if confluence { "confluence" } else { "jira" };
            require_product(piece, compatibility);
            "global:fullPage"
        }
        Some(location) => match resolve(piece, location) {
            Some(forge) => forge,
            None => return lost(piece, location),
        },
    };
    page(piece, row, forge)
}

/// A full page wants to know the product that the app needs.
fn require_product(piece: &mut Piece<'_, '_, '_>, product: &str) {
    let app = piece.draft.section("app");
    let compatibility = app.map_at("compatibility");
    if compatibility.is_empty() {
        let mut required = forgeshift_forge::yaml::Map::new();
        required.insert("required", true);
        compatibility.insert(product, required);
    }
}

/// A panel or card: its location chooses the module.
pub fn by_location(piece: &mut Piece<'_, '_, '_>, row: &Emit) -> Fate {
    let Some(location) = first_location(piece) else {
        return match row.to {
            Some(forge) => ui::entry(piece, row, forge),
            None => piece.lose(codes::LOCATION_LOST, "it names no location".into()),
        };
    };
    match resolve(piece, &location) {
        Some(forge) => ui::entry(piece, row, forge),
        None => lost(piece, &location),
    }
}

/// A web item: an action, or an entry of a menu that leads to a page.
pub fn item(piece: &mut Piece<'_, '_, '_>, row: &Emit) -> Fate {
    let Some(location) = first_location(piece) else {
        return piece.lose(codes::LOCATION_LOST, "it names no location".into());
    };
    let Some(forge) = resolve(piece, &location) else {
        return lost(piece, &location);
    };
    let url = piece
        .get("url")
        .and_then(Node::str)
        .unwrap_or_default()
        .to_owned();
    let context = piece.str("context").unwrap_or("addon").to_ascii_lowercase();
    if url.starts_with("http") || context == "product" || context == "page" {
        let message = format!(
            "`{}` was a plain link to `{url}`: its page in Forge has to open it with `router.open`",
            piece.key
        );
        let span = piece.module.node.span;
        piece.say(codes::PLAIN_LINK, span, message);
    }
    if forge == "confluence:attachmentAction" {
        let mut entry = ui::build(piece, row, forge);
        entry.insert("location", "action");
        let comment = piece.comment();
        piece.draft.add("modules", forge, entry, &comment);
        return piece.written(forge);
    }
    page(piece, row, forge)
}

/// A dialog becomes a resource that a module opens with the bridge's `Modal`.
pub fn dialog(piece: &mut Piece<'_, '_, '_>, row: &Emit) -> Fate {
    let url = row
        .page
        .and_then(|path| piece.get(path))
        .and_then(Node::str)
        .unwrap_or_default()
        .to_owned();
    let resource = ui::resource(piece, &url, "Modal of @forge/bridge");
    let message = format!(
        "dialog `{}` becomes the resource `{resource}`: open it with `new Modal({{resource: '{resource}'}})`",
        piece.key
    );
    let span = piece.module.node.span;
    piece.say(codes::DIALOG, span, message);
    let key = piece.key.clone();
    piece.draft.keys.release(&key);
    Fate::Written(vec![Written {
        kind: "resources".into(),
        key: resource,
    }])
}

/// A heading that grouped entries.
pub fn section(piece: &mut Piece<'_, '_, '_>) -> Fate {
    piece.lose(
        codes::SECTION_LOST,
        "Forge puts an app's entries into groups of its own; the entries in it are moved by themselves"
            .into(),
    )
}

/// A file view of Bitbucket: the endings become a pattern.
pub fn file_view(piece: &mut Piece<'_, '_, '_>, row: &Emit) -> Fate {
    let forge = row.to.unwrap_or_default();
    let mut entry = ui::build(piece, row, forge);
    let extensions: Vec<String> = piece
        .get("file_matches.extensions")
        .map(Node::items)
        .unwrap_or_default()
        .iter()
        .filter_map(Node::str)
        .filter(|ending| ending.chars().all(|c| c.is_ascii_alphanumeric()))
        .map(str::to_owned)
        .collect();
    if !extensions.is_empty() {
        entry.insert("filePattern", format!("^.*\\.({})$", extensions.join("|")));
    }
    let comment = piece.comment();
    piece.draft.add("modules", forge, entry, &comment);
    piece.written(forge)
}

fn first_location(piece: &mut Piece<'_, '_, '_>) -> Option<String> {
    let node = piece.get("location")?.clone();
    if let Some(text) = node.str() {
        return Some(text.to_owned()).filter(|text| !text.is_empty());
    }
    let all: Vec<&str> = node.items().iter().filter_map(Node::str).collect();
    if all.len() > 1 {
        let message = format!(
            "`{}` stood at {} locations: only `{}` is moved",
            piece.key,
            all.len(),
            all.first().copied().unwrap_or_default()
        );
        piece.say(codes::SEVERAL_LOCATIONS, node.span, message);
    }
    all.first().map(|location| (*location).to_owned())
}

fn resolve(piece: &Piece<'_, '_, '_>, location: &str) -> Option<&'static str> {
    let own = |key: &str| piece.draft.sections.get(key).map(String::as_str);
    let at = |kind: &str| location::resolve(host(piece.module.product), kind, location, own);
    let found = at(&piece.module.kind).or_else(|| {
        if piece.module.kind == "generalPages" {
            at("webItems")
        } else {
            None
        }
    });
    let forge = found.and_then(|row| row.forge)?;
    // A deprecated module is never written: its replacement is.
    let module = forge_module::find(forge)?;
    if module.is_deprecated() {
        module.replacement
    } else {
        Some(module.key)
    }
}

fn lost(piece: &mut Piece<'_, '_, '_>, location: &str) -> Fate {
    piece.lose(
        codes::LOCATION_LOST,
        format!("Forge has nothing at the location `{location}`"),
    )
}

//! Providers of development information. Their actions are addresses on the vendor's server.

use super::Piece;
use super::ui;
use crate::catalog::module::Emit;
use crate::codes;
use crate::draft::path_of;
use crate::names::short_with;
use crate::outcome::Fate;
use crate::target::Target;
use forgeshift_forge::yaml::Map;
use forgeshift_source::data::Node;

/// A provider module.
pub fn provider(piece: &mut Piece<'_, '_, '_>, row: &Emit) -> Fate {
    let forge = row.to.unwrap_or_default();
    let mut map = ui::build(piece, row, forge);
    let name = piece.text("application", 255).or_else(|| piece.text("name", 255));
    let name = match name {
        Some(name) => name,
        None => piece.text_or_key("name", "name", 255),
    };
    let mut value = Map::new();
    value.insert("value", name);
    map.insert("name", value);
    for (property, from) in [
        ("homeUrl", "homeUrl"),
        ("homeUrl", "url"),
        ("logoUrl", "logoUrl"),
        ("documentationUrl", "documentationUrl"),
    ] {
        if property == "homeUrl" && from == "url" && map.get("homeUrl").is_some() {
            continue;
        }
        match piece.get(from).and_then(Node::str).map(str::to_owned) {
            Some(url) => map.insert(property, absolute(piece, &url)),
            None if property == "homeUrl" => {}
            None => {
                map.remove(property);
            }
        }
    }
    if map.get("homeUrl").is_none() {
        let base = piece.draft.base_url();
        map.insert("homeUrl", base);
    }
    match forge {
        "devops:securityInfoProvider" => endpoints(piece, forge, map, &SECURITY),
        "devops:designInfoProvider" => {
            if let Some(domain) = piece.str("handledDomainName") {
                map.insert("handledDomainName", domain);
            }
            endpoints(piece, forge, map, &DESIGN)
        }
        _ => {
            actions(piece, &mut map);
            super::jira::finish(piece, forge, map)
        }
    }
}

/// Whether Forge requires the endpoint, its name, and the Connect action.
const SECURITY: [(bool, &str); 5] = [
    (true, "fetchWorkspaces"),
    (true, "fetchContainers"),
    (true, "searchContainers"),
    (false, "onEntityAssociated"),
    (false, "onEntityDisassociated"),
];
const DESIGN: [(bool, &str); 4] = [
    (true, "checkAuth"),
    (true, "getEntityByUrl"),
    (true, "onEntityAssociated"),
    (true, "onEntityDisassociated"),
];

fn endpoints(
    piece: &mut Piece<'_, '_, '_>,
    forge: &'static str,
    mut map: Map,
    wanted: &[(bool, &str)],
) -> Fate {
    for (required, action) in wanted {
        let url = action_url(piece, action);
        match url {
            Some(url) => {
                let path = format!("/{}", path_of(&url).trim_start_matches('/'));
                let key = piece.draft.endpoint(&short_with(&path, "api"), Some(&path));
                let mut endpoint = Map::new();
                endpoint.insert("endpoint", key);
                map.insert(*action, endpoint);
            }
            None if *required => {
                return piece.lose(
                    codes::INCOMPLETE,
                    format!("Forge requires `{action}`, and the module has no such action"),
                );
            }
            None => {}
        }
    }
    if piece.draft.target == Target::Native {
        let message =
            format!("`{forge}` can only be served by endpoints on a server: the server stays for it");
        let span = piece.module.node.span;
        piece.say(codes::NEEDS_SERVER, span, message);
    }
    super::jira::finish(piece, forge, map)
}

fn action_url(piece: &Piece<'_, '_, '_>, action: &str) -> Option<String> {
    let node = piece.get(&format!("actions.{action}"))?;
    let url = node
        .get("templateUrl")
        .or_else(|| node.get("url"))
        .and_then(Node::str)
        .or_else(|| node.str())?;
    Some(url.to_owned())
}

/// Actions that open an address: `templateUrl` becomes `urlTemplate`.
fn actions(piece: &mut Piece<'_, '_, '_>, map: &mut Map) {
    let known = [
        ("createBranch", "createBranch"),
        ("listDeployments", "listDeployments"),
        ("createFlag", "createFlag"),
        ("linkFlag", "linkFlag"),
        ("listFlags", "listFlag"),
    ];
    let mut out = Map::new();
    for (connect, forge) in known {
        if let Some(url) = action_url(piece, connect) {
            let mut action = Map::new();
            action.insert("urlTemplate", absolute(piece, &url));
            out.insert(forge, action);
        }
    }
    let names: Vec<String> = piece
        .get("actions")
        .map(Node::members)
        .unwrap_or_default()
        .iter()
        .map(|member| member.key.clone())
        .collect();
    let lost: Vec<&str> = names
        .iter()
        .map(String::as_str)
        .filter(|name| !known.iter().any(|(connect, _)| connect == name))
        .collect();
    if !lost.is_empty() {
        let message = format!(
            "`{}`: Forge has no place for the actions {}",
            piece.key,
            lost.join(", ")
        );
        let span = piece.module.node.span;
        piece.say(codes::PROPERTIES_LOST, span, message);
    }
    if !out.is_empty()
        && piece.module.kind != "jiraRemoteLinkInfoProvider"
        && piece.module.kind != "jiraBuildInfoProvider"
    {
        map.insert("actions", out);
    }
}

/// An absolute address: a relative one stands on the server.
fn absolute(piece: &mut Piece<'_, '_, '_>, url: &str) -> String {
    let known = !url.contains("{{") && (url.starts_with("https://") || url.starts_with("http://"));
    if known && url.len() <= 255 {
        return url.to_owned();
    }
    let after_tag = url.rsplit_once("}}").map_or(url, |(_, rest)| rest);
    let path = after_tag.split_once("://").map_or(after_tag, |_| "");
    let base = piece.draft.base_url();
    let path = path.trim_start_matches('/');
    if path.is_empty() {
        base
    } else {
        format!("{base}/{path}")
    }
}

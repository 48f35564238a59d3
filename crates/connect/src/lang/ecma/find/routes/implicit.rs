//! Routes that a framework adds by itself.

use super::super::Scene;
use super::Found;
use crate::facts::Auth;

/// What atlassian-connect-express answers where it is constructed.
pub(super) fn add(scene: &mut Scene<'_, '_>, found: &mut Vec<Found>) {
    let mut place = None;
    for at in scene.all_calls() {
        let is_it = scene.symbols(&at).iter().any(|(_, text)| {
            matches!(
                &**text,
                "atlassian-connect-express" | "atlassian-connect-express.default"
            )
        });
        if is_it && !scene.args(&at).is_empty() {
            place = Some(scene.place_of(at.module, at.call.expr));
            break;
        }
    }
    let Some(place) = place else { return };
    for (method, path, auth) in [
        ("GET", "/atlassian-connect.json", Auth::None),
        ("POST", "/installed", Auth::Install),
    ] {
        let custom = found
            .iter()
            .any(|route| route.path == path && (route.method == method || route.method == "ALL"));
        if !custom {
            found.push(Found {
                method: method.into(),
                path: path.into(),
                place: place.clone(),
                functions: Vec::new(),
                framework: "ace",
                auth,
                implicit: true,
            });
        }
    }
}

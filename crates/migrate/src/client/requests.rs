//! Requests of pages to the app's own server.

use super::Surroundings;
use super::sheet::{From, Sheet};
use crate::codes;
use forgeshift_connect::facts::Route;
use forgeshift_connect::front::Request;
use forgeshift_forge::app::page::bridge::Bridge;
use forgeshift_source::finding::Grade;

/// Where a request goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Goes {
    /// To a route of the old server.
    Route,
    /// To the old server, and no route of it is known that answers.
    Server,
    /// To another host, or to a file.
    Elsewhere,
}

/// Where a request goes.
pub(super) fn goes_to(request: &Request, app: &Surroundings<'_>) -> Goes {
    let Some(url) = &request.url else {
        return if request.signed {
            Goes::Route
        } else {
            Goes::Elsewhere
        };
    };
    let lower = url.to_ascii_lowercase();
    if lower.starts_with("http:") || lower.starts_with("https:") || lower.starts_with("//") {
        return Goes::Elsewhere;
    }
    let path = url.split(['?', '#']).next().unwrap_or("");
    // What stands in front may be the address of the server.
    let path = path
        .strip_prefix("{}")
        .filter(|rest| rest.starts_with('/'))
        .unwrap_or(path);
    if path == "{}" {
        return if request.signed {
            Goes::Route
        } else {
            Goes::Elsewhere
        };
    }
    let answers = |route: &&Route| {
        let method = request.method.as_deref().is_none_or(|method| {
            method == "{}" || route.method == "ALL" || route.method.eq_ignore_ascii_case(method)
        });
        method && fits(&route.path, path)
    };
    if app.routes.iter().any(|route| answers(&route)) {
        return Goes::Route;
    }
    let is_file = path.rsplit('/').next().is_some_and(|last| last.contains('.'));
    if is_file || !(path.starts_with('/') || request.signed) {
        Goes::Elsewhere
    } else if app.remote {
        Goes::Route
    } else {
        Goes::Server
    }
}

/// Whether a path may be one that a route answers; `{}` stands for what is not known.
fn fits(route: &str, path: &str) -> bool {
    let split = |text: &str| -> Vec<String> {
        text.split('/')
            .filter(|part| !part.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let (route, path) = (split(route), split(path));
    route.len() == path.len()
        && route
            .iter()
            .zip(&path)
            .all(|(have, want)| have == want || have.starts_with([':', '{', '*']) || want.contains("{}"))
}

/// Rewrites one request.
pub(super) fn rewrite(sheet: &mut Sheet<'_>, request: &Request, app: &Surroundings<'_>) {
    let shown = request
        .url
        .as_deref()
        .unwrap_or("an address that is put together at run time");
    match goes_to(request, app) {
        Goes::Elsewhere => {}
        Goes::Route if request.with == "fetch" => {
            let local = sheet.name(From::Bridge(Bridge::FetchRoute), "fetchRoute");
            sheet.replace(request.callee, local);
            let message = match &request.url {
                Some(url) if app.remote => {
                    format!("{url} is asked through Forge, which tells the server who calls")
                }
                None if app.remote => {
                    "the server is asked through Forge, which tells it who calls".to_owned()
                }
                Some(url) => format!("the resolver of {url} answers, as the old server did"),
                None => "the resolver that fits the address answers, as the old server did".to_owned(),
            };
            sheet.say(
                Grade::Review,
                codes::FETCH_ROUTE,
                request.statement,
                request.span,
                message,
            );
        }
        goes => {
            let local = sheet.name(From::Bridge(Bridge::Missing), "refused");
            let what = format!("{} of {shown}", request.with).replace(['"', '\\', '\n'], "'");
            sheet.replace(
                request.callee,
                format!("{local}(\"{}\", \"{what}\")", codes::FETCH_UNKNOWN),
            );
            let message = if goes == Goes::Route {
                format!("{what}: call fetchRoute of bridge/fetch-route.js in its place")
            } else {
                format!("{what}: no route that answers it was found")
            };
            sheet.say(
                Grade::Todo,
                codes::FETCH_UNKNOWN,
                request.statement,
                request.span,
                message,
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_that_is_not_known_fits_one_segment() {
        assert!(fits("/api/notes/:id", "/api/notes/{}"));
        assert!(fits("/api/notes", "/api/notes"));
        assert!(!fits("/api/notes/:id", "/api/notes"));
        assert!(!fits("/api/notes", "/api/other"));
    }
}

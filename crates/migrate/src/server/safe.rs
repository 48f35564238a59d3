//! Handlers that mean the same on Forge without a human looking: what they read and answer is known, they call
//! nobody, and what checked their caller is checked by Forge.

use super::stops::shape_of;
use super::{Scene, calls};
use forgeshift_connect::carry::{CarryFile, Chain};
use forgeshift_connect::facts::{Auth, Route};

/// What a handler may read of its request.
const READS: [&str; 5] = ["body", "method", "params", "path", "query"];
/// What it may read of the context: the rest has another shape, or is gone.
const CONTEXT: [&str; 3] = ["addonKey", "clientKey", "userAccountId"];
/// How it may answer.
const ANSWERS: [&str; 10] = [
    "end",
    "headersSent",
    "json",
    "locals",
    "redirect",
    "render",
    "send",
    "sendStatus",
    "status",
    "statusCode",
];

/// Whether a handler that nothing stops is safe.
pub(super) fn is_safe(scene: &Scene<'_>, index: usize, route: &Route) -> bool {
    let known_caller = matches!(route.auth, Auth::ConnectJwt | Auth::ContextToken);
    known_caller
        && !scene.is_event(index)
        && !calls::is_unchecked(scene, index, route)
        && !reaches_somebody(scene, index)
        && !route.functions.is_empty()
        && route.functions.iter().all(|id| {
            let needs = scene.view.facts.needs.iter();
            let mut needs =
                needs.filter(|need| need.function == Some(*id) && need.what != "server-side-rendering");
            let function = scene.view.facts.functions.get(id.0 as usize);
            needs.next().is_none()
                && function
                    .and_then(|function| shape_of(scene, function))
                    .is_some_and(|(file, number)| is_plain(file, number))
        })
}

/// Whether a route leads to any outbound call.
fn reaches_somebody(scene: &Scene<'_>, index: usize) -> bool {
    let entries = &scene.view.facts.entries;
    let Some(entry) = entries.iter().position(|entry| entry.route == Some(index)) else {
        return true;
    };
    scene.paths.untold > 0 || scene.paths.cut > 0 || scene.paths.told.iter().any(|path| path.entry == entry)
}

/// Whether a function does nothing with its request and response but what is known, and hands neither on.
fn is_plain(file: &CarryFile, number: usize) -> bool {
    let Some(shape) = file.functions.get(number) else {
        return false;
    };
    // A handler of errors has the error in front.
    let shift = usize::from(shape.parameters.len() == 4);
    let name = |at: usize| shape.parameters.get(at + shift).and_then(Option::as_deref);
    let (Some(request), Some(response)) = (name(0), name(1)) else {
        return false;
    };
    let inside = |chain: &&Chain| chain.span.start >= shape.span.start && chain.span.end <= shape.span.end;
    file.chains.iter().filter(inside).all(|chain| {
        let handed_on = chain.args.iter().any(|arg| arg == request || arg == response);
        let of = |which| chain.parameter == Some((number, which + shift));
        let part = |at: usize| chain.path.get(at).map_or("", String::as_str);
        let reads =
            !of(0) || READS.contains(&part(0)) || (part(0) == "context" && CONTEXT.contains(&part(1)));
        let answers = !of(1) || chain.path.is_empty() || ANSWERS.contains(&part(0));
        !handed_on && reads && answers
    })
}

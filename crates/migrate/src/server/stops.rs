//! How far a handler can be carried, and what stops it.

use super::packages::Class;
use super::{Handled, Scene, prune};
use crate::code::becomes;
use forgeshift_connect::carry::{CarryFile, Chain, Leads};
use forgeshift_connect::facts::{Function, FunctionId, OutboundKind, Route};
use forgeshift_source::finding::Grade;
use std::collections::BTreeSet;

/// Members of a response that no call can give: what is said of them.
const RESPONSE: [(&str, &str); 9] = [
    ("attachment", "sends a file with res.attachment"),
    ("download", "sends a file with res.download"),
    ("flushHeaders", "streams its response with res.flushHeaders"),
    ("pipe", "streams its response with res.pipe"),
    ("sendFile", "sends a file with res.sendFile"),
    ("sendfile", "sends a file with res.sendfile"),
    ("socket", "uses the socket of its response"),
    ("write", "streams its response with res.write"),
    ("writeContinue", "streams its response with res.writeContinue"),
];

/// Members of a request that no call has.
const REQUEST: [(&str, &str); 12] = [
    ("busboy", "reads an upload with req.busboy"),
    ("csrfToken", "asks for req.csrfToken"),
    ("file", "reads an upload with req.file"),
    ("files", "reads uploads with req.files"),
    (
        "isAuthenticated",
        "asks a login of its own with req.isAuthenticated",
    ),
    ("logIn", "logs in with req.logIn"),
    ("login", "logs in with req.login"),
    ("logout", "logs out with req.logout"),
    ("pipe", "streams its request with req.pipe"),
    ("rawBody", "reads the bytes of its request"),
    ("session", "keeps state in req.session"),
    ("signedCookies", "reads req.signedCookies"),
];

/// What a response of ours can do.
const RESPONDS: [&str; 42] = [
    "append",
    "clearCookie",
    "contentType",
    "cookie",
    "emit",
    "end",
    "format",
    "get",
    "getHeader",
    "header",
    "headersSent",
    "json",
    "jsonp",
    "links",
    "locals",
    "location",
    "off",
    "on",
    "once",
    "redirect",
    "removeHeader",
    "removeListener",
    "render",
    "req",
    "send",
    "sendStatus",
    "set",
    "setHeader",
    "setTimeout",
    "status",
    "statusCode",
    "type",
    "vary",
    "writeHead",
    "addListener",
    "finished",
    "hasHeader",
    "removeAllListeners",
    "statusMessage",
    "writableEnded",
    "getHeaders",
    "charset",
];

/// What becomes of a route.
pub(super) fn handled(scene: &Scene<'_>, index: usize, route: &Route, carried: &BTreeSet<String>) -> Handled {
    let stopped = reason(scene, index, route, carried);
    let grade = match &stopped {
        Some(_) => Grade::Todo,
        None if super::calls::is_of_the_server(scene, index, route) => Grade::Report,
        None if super::safe::is_safe(scene, index, route) => Grade::Safe,
        None => Grade::Review,
    };
    Handled {
        route: index,
        name: format!("{} {}", route.method, route.path),
        place: route.place.clone(),
        grade,
        stopped,
    }
}

fn reason(scene: &Scene<'_>, index: usize, route: &Route, carried: &BTreeSet<String>) -> Option<String> {
    if !carried.contains(&*route.place.file) {
        let framework = route.framework;
        return Some(if framework == "express" {
            format!(
                "stands in {}, which is not loaded with the server",
                route.place.file
            )
        } else {
            format!("is a handler of {framework}, for which nothing was written")
        });
    }
    let functions: Vec<&Function> = route
        .functions
        .iter()
        .filter_map(|id| scene.view.facts.functions.get(id.0 as usize))
        .collect();
    // What other services send arrives with the bytes that they signed.
    let raw = super::calls::is_for_others(scene, index, route);
    let by_package = functions.iter().find_map(|function| uses_absent(scene, function));
    let by_code = functions
        .iter()
        .find_map(|function| in_function(scene, function, raw));
    by_code
        .or(by_package)
        .or_else(|| by_need(scene, route))
        .or_else(|| by_reach(scene, index))
}

/// What a function does with its request or response that no call can do.
fn in_function(scene: &Scene<'_>, function: &Function, raw: bool) -> Option<String> {
    let (file, number) = shape_of(scene, function)?;
    let shape = file.functions.get(number)?;
    // An error handler has the error in front.
    let shift = usize::from(shape.parameters.len() == 4);
    let of = |which: usize| move |chain: &&Chain| chain.parameter == Some((number, which + shift));
    let place = |chain: &Chain| format!("{}:{}", file.path, line_of(file, chain.span.start));
    for chain in file.chains.iter().filter(of(0)) {
        let first = chain.path.first().map(String::as_str).unwrap_or("");
        if raw && first == "rawBody" {
            continue;
        }
        if let Some((_, what)) = REQUEST.iter().find(|(name, _)| *name == first) {
            return Some(format!("{what} ({})", place(chain)));
        }
        if first == "on" {
            return Some(format!(
                "reads its request piece by piece with req.on ({})",
                place(chain)
            ));
        }
    }
    for chain in file.chains.iter().filter(of(1)) {
        let stop = RESPONSE
            .iter()
            .find(|(name, _)| chain.path.iter().any(|part| part == name));
        if let Some((_, what)) = stop {
            return Some(format!("{what} ({})", place(chain)));
        }
        let first = chain.path.first().map(String::as_str).unwrap_or("");
        let own = file.chains.iter().any(|other| {
            !other.called && other.root == chain.root && other.path.first().map(String::as_str) == Some(first)
        });
        if chain.called && !first.is_empty() && !RESPONDS.contains(&first) && !own {
            return Some(format!(
                "calls res.{first}, which the answer of a call has not ({})",
                place(chain)
            ));
        }
    }
    let response = shape.parameters.get(1 + shift)?.as_deref()?;
    let piped = file.chains.iter().find(|chain| {
        chain.path.last().is_some_and(|last| last == "pipe")
            && chain.args.iter().any(|arg| arg == response)
            && chain.span.start >= shape.span.start
            && chain.span.end <= shape.span.end
    });
    piped.map(|chain| format!("pipes a stream into its response ({})", place(chain)))
}

/// The package that cannot run in a function and that a function calls itself.
fn uses_absent(scene: &Scene<'_>, function: &Function) -> Option<String> {
    let (file, number) = shape_of(scene, function)?;
    let span = file.functions.get(number)?.span;
    let mut names: Vec<(&str, &str)> = Vec::new();
    for import in file.imports.iter().filter(|import| !import.type_only) {
        let package = match (&import.leads, prune::class_of(import)) {
            (Leads::Package(package), Class::Absent(_)) => package,
            (Leads::Nothing, _) => &import.specifier,
            _ => continue,
        };
        if let Some(statement) = file.statements.get(import.statement) {
            names.extend(
                statement
                    .declares
                    .iter()
                    .map(|name| (name.as_str(), package.as_str())),
            );
        }
    }
    if names.is_empty() {
        return None;
    }
    for call in file.statements.iter().flat_map(|statement| &statement.calls) {
        if let Some((_, package)) = names.iter().find(|(name, _)| *name == call.root) {
            let package = *package;
            names.extend(call.declares.iter().map(|name| (name.as_str(), package)));
        }
    }
    names.retain(|(name, _)| !file.ambiguous.iter().any(|other| other == name));
    let used = file.chains.iter().find_map(|chain| {
        let inside = chain.span.start >= span.start && chain.span.end <= span.end;
        let (_, package) = names.iter().find(|(name, _)| *name == chain.root)?;
        (inside && chain.called).then_some((chain, *package))
    });
    used.map(|(chain, package)| {
        format!(
            "uses {package}, which is not there in a function ({}:{})",
            file.path,
            line_of(file, chain.span.start)
        )
    })
}

/// The function among those of its file.
pub(super) fn shape_of<'a>(scene: &Scene<'a>, function: &Function) -> Option<(&'a CarryFile, usize)> {
    let file = scene.carry.file(&function.place.file)?;
    let at = (function.place.line, function.place.column);
    let number = file.functions.iter().position(|own| own.at == at)?;
    Some((file, number))
}

/// What the functions of a route ask of their machine that Forge has not.
fn by_need(scene: &Scene<'_>, route: &Route) -> Option<String> {
    let own: BTreeSet<FunctionId> = route.functions.iter().copied().collect();
    let need = scene.view.facts.needs.iter().find(|need| {
        need.function.is_some_and(|function| own.contains(&function))
            && becomes::need(need.what).is_some_and(|row| row.blocks)
    })?;
    Some(format!("needs {} ({})", need.detail, need.place))
}

/// The connection that a route reaches and that a function cannot hold.
fn by_reach(scene: &Scene<'_>, index: usize) -> Option<String> {
    let facts = scene.view.facts;
    let entry = facts
        .entries
        .iter()
        .position(|entry| entry.route == Some(index))?;
    let mut reached = scene.paths.told.iter().filter(|path| path.entry == entry);
    let call = reached.find_map(|path| {
        let call = facts.outbound.get(path.sink)?;
        (call.kind == OutboundKind::Socket).then_some(call)
    })?;
    let what = call
        .package
        .as_deref()
        .unwrap_or("a database, a cache or a queue");
    Some(format!(
        "reaches {what} ({}), and functions speak HTTP only",
        call.place
    ))
}

fn line_of(file: &CarryFile, offset: u32) -> usize {
    file.text
        .bytes()
        .take(offset as usize)
        .filter(|byte| *byte == b'\n')
        .count()
        + 1
}

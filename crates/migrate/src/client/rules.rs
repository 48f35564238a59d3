//! One use of `AP`, rewritten: by what it means, not by how it is spelled.

use super::Surroundings;
use super::sheet::{From, Sheet};
use crate::catalog::client_api;
use crate::codes;
use forgeshift_connect::front::{Arg, ArgKind, Stands, Use};
use forgeshift_forge::app::page::bridge::Bridge;
use forgeshift_source::finding::Grade;
use forgeshift_source::span::Span;

const BRIDGE: From = From::Package("@forge/bridge");
const JIRA: From = From::Package("@forge/jira-bridge");

/// How a call is replaced.
enum Way {
    /// It goes: Forge does by itself what it did.
    Drop,
    /// Another function with the same arguments: where it comes from, its name, a member of it.
    Same(From, &'static str, &'static str),
    /// Something of its own.
    Own(fn(&mut Sheet<'_>, &Use, &Surroundings<'_>) -> Option<Grade>),
    /// There is nothing.
    Nothing,
}

use Way::{Drop, Nothing, Own, Same};

/// What takes the place of a call, and how far that can be trusted.
fn way(name: &str) -> (Way, Grade) {
    let bridge = |bridge, function| Same(From::Bridge(bridge), function, "");
    match name {
        "AP.resize" | "AP.env.resize" => (Own(resize), Grade::Review),
        "AP.sizeToParent"
        | "AP.hideFooter"
        | "AP.env.sizeToParent"
        | "AP.env.hideFooter"
        | "AP.dialog.disableCloseOnSubmit" => (Drop, Grade::Safe),
        "AP.dialog.close" | "AP.Dialog.close" | "AP.confluence.closeMacroEditor" => {
            (Same(BRIDGE, "view", ".close"), Grade::Safe)
        }
        "AP.navigator.reload" => (Same(BRIDGE, "router", ".reload"), Grade::Safe),
        "AP.theming.initializeTheming" => (Same(BRIDGE, "view", ".theme.enable"), Grade::Safe),
        "AP.jira.refreshIssuePage" => (Same(BRIDGE, "view", ".refresh"), Grade::Review),
        "AP.user.getCurrentUser" => (bridge(Bridge::Context, "getCurrentUser"), Grade::Safe),
        "AP.user.getTimeZone" => (bridge(Bridge::Context, "getTimeZone"), Grade::Safe),
        "AP.user.getLocale" => (bridge(Bridge::Context, "getLocale"), Grade::Safe),
        "AP.context.getContext" => (bridge(Bridge::Context, "getContext"), Grade::Review),
        "AP.getLocation" | "AP.env.getLocation" => (bridge(Bridge::Context, "getLocation"), Grade::Review),
        "AP.dialog.getCustomData" => (bridge(Bridge::Context, "getCustomData"), Grade::Review),
        "AP.confluence.getMacroData" => (bridge(Bridge::Context, "getMacroData"), Grade::Review),
        "AP.jira.isDashboardItemEditable" => {
            (bridge(Bridge::Context, "isDashboardItemEditable"), Grade::Review)
        }
        "AP.context.getToken" => (Own(token), Grade::Review),
        "AP.request" => (Own(request), Grade::Review),
        "AP.require" => (Own(require), Grade::Review),
        "AP.dialog.create" | "AP.Dialog.create" => (Own(dialog), Grade::Review),
        "AP.flag.create" => (Own(flag), Grade::Review),
        "AP.messages.error" => (Own(|s, u, _| message(s, u, "error")), Grade::Review),
        "AP.messages.warning" => (Own(|s, u, _| message(s, u, "warning")), Grade::Review),
        "AP.messages.success" => (Own(|s, u, _| message(s, u, "success")), Grade::Review),
        "AP.messages.info" | "AP.messages.generic" | "AP.messages.hint" => {
            (Own(|s, u, _| message(s, u, "info")), Grade::Review)
        }
        "AP.events.on" => (Own(|s, u, a| event(s, u, a, "on")), Grade::Review),
        "AP.events.emit" => (Own(|s, u, a| event(s, u, a, "emit")), Grade::Review),
        "AP.events.onPublic" => (Own(|s, u, a| event(s, u, a, "onPublic")), Grade::Review),
        "AP.events.emitPublic" => (Own(|s, u, a| event(s, u, a, "emitPublic")), Grade::Review),
        "AP.events.once" => (bridge(Bridge::Events, "once"), Grade::Review),
        "AP.events.oncePublic" => (bridge(Bridge::Events, "oncePublic"), Grade::Review),
        "AP.events.off" | "AP.events.offPublic" => (bridge(Bridge::Events, "off"), Grade::Review),
        "AP.events.offAll" | "AP.events.offAllPublic" => (bridge(Bridge::Events, "offAll"), Grade::Review),
        "AP.navigator.go" | "AP.confluence.navigateTo" => (bridge(Bridge::Navigation, "go"), Grade::Review),
        "AP.history.back" => (bridge(Bridge::History, "back"), Grade::Review),
        "AP.history.forward" => (bridge(Bridge::History, "forward"), Grade::Review),
        "AP.history.go" => (bridge(Bridge::History, "go"), Grade::Review),
        "AP.history.getState" => (bridge(Bridge::History, "getState"), Grade::Review),
        "AP.history.pushState" => (bridge(Bridge::History, "pushState"), Grade::Review),
        "AP.history.replaceState" => (bridge(Bridge::History, "replaceState"), Grade::Review),
        "AP.history.popState" => (bridge(Bridge::History, "popState"), Grade::Review),
        "AP.jira.openIssueDialog" => (Own(issue_dialog), Grade::Safe),
        "AP.dialog.getButton" => (bridge(Bridge::Buttons, "getButton"), Grade::Review),
        "AP.dialog.createButton" => (bridge(Bridge::Buttons, "createButton"), Grade::Review),
        "AP.confluence.saveMacro" => (Own(save_macro), Grade::Review),
        _ => (Nothing, Grade::Todo),
    }
}

/// Whether a use only closes what saving closes already: `saveMacro(…); closeMacroEditor();`.
pub(super) fn closes_twice(sheet: &Sheet<'_>, found: &Use, all: &[Use]) -> bool {
    let behind = |save: &Use| {
        let between = Span {
            start: save.statement.end,
            end: found.statement.start,
        };
        save.name == "AP.confluence.saveMacro"
            && save.statement.end <= found.statement.start
            && sheet.text(between).trim().is_empty()
    };
    found.name == "AP.confluence.closeMacroEditor" && found.stands == Stands::Alone && all.iter().any(behind)
}

/// Rewrites one use.
pub(super) fn rewrite(sheet: &mut Sheet<'_>, found: &Use, app: &Surroundings<'_>) {
    if found.stands == Stands::Asked {
        sheet.replace(found.callee, "true");
        let message = format!("`{}` was asked for: the bridge is always there", found.name);
        return sheet.say(
            Grade::Review,
            codes::AP_REWRITTEN,
            found.statement,
            found.span,
            message,
        );
    }
    let (way, grade) = way(&found.name);
    let done = match way {
        Drop => {
            drop_call(sheet, found);
            Some(grade)
        }
        Same(from, name, member) => {
            let local = sheet.name(from, name);
            sheet.replace(found.callee, format!("{local}{member}"));
            Some(grade)
        }
        Own(rule) => rule(sheet, found, app),
        Nothing => None,
    };
    match done {
        Some(Grade::Safe) => {}
        Some(grade) => {
            let message = said(&found.name);
            sheet.say(grade, codes::AP_REWRITTEN, found.statement, found.span, message);
        }
        None => missing(sheet, found),
    }
}

/// What a human must look at.
fn said(name: &str) -> String {
    let own = match name {
        "AP.request" => "the bridge sends it as the user; what fails is an Error with xhr and err",
        "AP.context.getToken" => "there is no token; what it signed goes through fetchRoute",
        "AP.context.getContext" => {
            "issue and content are there where the module has them; do not trust it for permissions"
        }
        "AP.require" => "what it handed over is brought in by name",
        "AP.events.on" | "AP.events.onPublic" => {
            "one payload for each event; it reaches pages of this app on the same screen"
        }
        "AP.events.emit" | "AP.events.emitPublic" => "one payload for each event; functions cannot travel",
        "AP.flag.create" => "its body is plain text now, and its id must be unique",
        "AP.dialog.create" | "AP.Dialog.create" => {
            "the page opens in a modal of its resource; buttons of the old frame have to be drawn in the page"
        }
        "AP.dialog.getCustomData" => "what was given to the dialog must survive JSON",
        "AP.resize" | "AP.env.resize" => {
            "frames follow their content; a fixed size is the module's viewportSize"
        }
        "AP.navigator.go" | "AP.confluence.navigateTo" => {
            "not every target has a way in Forge; module keys are those of the manifest"
        }
        "AP.confluence.saveMacro" => "parameters become the macro's config",
        "AP.jira.refreshIssuePage" => {
            "it refreshes in modules of the issue view; elsewhere use router.reload()"
        }
        "AP.dialog.getButton" | "AP.dialog.createButton" => {
            "a dialog's frame has no buttons; this one is drawn at the end of the page"
        }
        "AP.jira.openIssueDialog" => "what is called when it closes gets no argument",
        _ => "",
    };
    if !own.is_empty() {
        return format!("{name}: {own}");
    }
    let short = |text: &str| {
        text.split_inclusive(". ")
            .next()
            .unwrap_or(text)
            .trim()
            .trim_end_matches('.')
            .to_owned()
    };
    match client_api::find(name).and_then(|row| row.note) {
        Some(note) if note.len() > 20 && !note.starts_with("Deprecated") => {
            format!("{name}: {}", short(note))
        }
        _ => format!("{name} is a call of another shape now"),
    }
}

/// Nothing takes its place: the page throws there, and says so.
fn missing(sheet: &mut Sheet<'_>, found: &Use) {
    let local = sheet.name(From::Bridge(Bridge::Missing), "missing");
    let what = format!("{} has no successor", found.name);
    let call = format!(
        "{local}(\"{}\", \"{}\")",
        codes::AP_LOST,
        what.replace(['"', '\\'], "'")
    );
    let text = match (&found.args, found.name.as_str()) {
        (Some(_), _) | (None, "AP") => call,
        // A function that is handed on throws when it is called.
        (None, _) => format!("() => {call}"),
    };
    sheet.replace(found.span, text);
    let why = client_api::find(&found.name)
        .and_then(|row| row.note)
        .filter(|note| !note.is_empty());
    let message = match why {
        Some(why) => format!("{what}. {why}"),
        None => what,
    };
    sheet.say(Grade::Todo, codes::AP_LOST, found.statement, found.span, message);
}

fn drop_call(sheet: &mut Sheet<'_>, found: &Use) {
    match (&found.args, found.stands) {
        (Some(_), Stands::Alone) => sheet.remove(found.statement),
        (Some(_), _) => sheet.replace(found.span, "undefined"),
        (None, _) => sheet.replace(found.span, "() => {}"),
    }
}

/// Frames follow their content. What was asked for in numbers may have meant something else.
fn resize(sheet: &mut Sheet<'_>, found: &Use, _: &Surroundings<'_>) -> Option<Grade> {
    let sized = found.args.as_ref().is_some_and(|args| !args.is_empty());
    if sized && found.stands == Stands::Alone {
        let mark = format!(
            "// FORGE-REVIEW({}): AP.resize is gone, frames follow their content",
            codes::AP_REWRITTEN
        );
        sheet.replace(found.statement, mark);
        sheet.grade = sheet.grade.max(Grade::Review);
        return Some(Grade::Safe);
    }
    drop_call(sheet, found);
    Some(if sized { Grade::Review } else { Grade::Safe })
}

/// The token is of use only to call the app's own server, and that is done without one.
fn token(sheet: &mut Sheet<'_>, found: &Use, app: &Surroundings<'_>) -> Option<Grade> {
    if !app.calls_server {
        return None;
    }
    let local = sheet.name(From::Bridge(Bridge::FetchRoute), "pageToken");
    sheet.replace(found.callee, local);
    Some(Grade::Review)
}

fn request(sheet: &mut Sheet<'_>, found: &Use, app: &Surroundings<'_>) -> Option<Grade> {
    let path = found
        .args
        .as_ref()
        .and_then(|args| match args.first().map(|arg| &arg.kind) {
            Some(ArgKind::Text(path)) => Some(path.clone()),
            Some(ArgKind::Object { props, .. }) => props
                .iter()
                .find(|prop| prop.key == "url")
                .and_then(|prop| prop.text.clone()),
            _ => None,
        });
    let name = match (app.jira, app.confluence) {
        (false, true) => "confluenceRequest",
        (true, true) if path.as_deref().is_some_and(is_of_confluence) => "confluenceRequest",
        _ => "request",
    };
    let local = sheet.name(From::Bridge(Bridge::ProductRequest), name);
    sheet.replace(found.callee, local);
    Some(Grade::Review)
}

fn is_of_confluence(path: &str) -> bool {
    let path = path.trim_start_matches('/');
    [
        "wiki/",
        "rest/api/content",
        "rest/api/space",
        "rest/api/search",
        "api/v2",
    ]
    .iter()
    .any(|start| path.starts_with(start))
}

/// `AP.require(['request'], function (request) { … })`: what it handed over is brought in by name.
fn require(sheet: &mut Sheet<'_>, found: &Use, _: &Surroundings<'_>) -> Option<Grade> {
    let [_, callback] = found.args.as_deref()? else {
        return None;
    };
    if !matches!(callback.kind, ArgKind::Function(_)) {
        return None;
    }
    let before = Span {
        start: found.span.start,
        end: callback.span.start,
    };
    sheet.replace(before, "Promise.resolve().then(");
    Some(Grade::Review)
}

/// A dialog: its key named a module; Forge wants the resource that shows its page.
fn dialog(sheet: &mut Sheet<'_>, found: &Use, app: &Surroundings<'_>) -> Option<Grade> {
    let args = found.args.as_deref()?;
    let ArgKind::Object { props, .. } = &args.first()?.kind else {
        return None;
    };
    let key = props.iter().find(|prop| prop.key == "key")?;
    let resource = key.text.as_ref().and_then(|text| app.resources.get(text));
    if let (Some(resource), Some(text)) = (resource, &key.text)
        && resource != text
    {
        sheet.insert(key.key_span.start, format!("resource: '{resource}', "));
    }
    let local = sheet.name(From::Bridge(Bridge::Dialogs), "create");
    sheet.replace(found.callee, local);
    Some(Grade::Review)
}

/// A flag whose options are written out becomes a flag of the bridge; any other goes the long way.
fn flag(sheet: &mut Sheet<'_>, found: &Use, _: &Surroundings<'_>) -> Option<Grade> {
    let props = match found.args.as_deref() {
        Some(
            [
                Arg {
                    kind: ArgKind::Object { props, whole: true },
                    span,
                },
            ],
        ) => Some((props, *span)),
        _ => None,
    };
    const KNOWN: [&str; 4] = ["title", "body", "type", "close"];
    let simple = props.filter(|(props, _)| {
        !props.is_empty()
            && props.iter().all(|prop| {
                KNOWN.contains(&prop.key.as_str()) && (prop.key != "close" || prop.text.is_some())
            })
    });
    let Some((props, object)) = simple else {
        let local = sheet.name(From::Bridge(Bridge::Flags), "create");
        sheet.replace(found.callee, local);
        return Some(Grade::Review);
    };
    let local = sheet.name(BRIDGE, "showFlag");
    sheet.replace(found.callee, local);
    let first = props.first()?.key_span.start;
    let between = sheet
        .text(Span {
            start: object.start + 1,
            end: first,
        })
        .to_owned();
    sheet.insert(first, format!("id: 'flag-{}',{between}", found.span.start));
    for prop in props {
        match (prop.key.as_str(), prop.short) {
            ("body", true) => sheet.replace(prop.key_span, "description: body"),
            ("body", false) => sheet.replace(prop.key_span, "description"),
            ("close", _) => {
                sheet.replace(prop.key_span, "isAutoDismiss");
                sheet.replace(prop.value, (prop.text.as_deref() == Some("auto")).to_string());
            }
            _ => {}
        }
    }
    Some(Grade::Review)
}

fn message(sheet: &mut Sheet<'_>, found: &Use, kind: &str) -> Option<Grade> {
    let local = sheet.name(From::Bridge(Bridge::Flags), "message");
    sheet.replace(found.callee, format!("{local}('{kind}')"));
    Some(Grade::Review)
}

/// Whether a use of events is one that the bridge has as it is.
pub(super) fn is_plain_event(found: &Use) -> bool {
    let Some(method) = found.name.strip_prefix("AP.events.") else {
        return true;
    };
    let Some(args) = &found.args else { return false };
    match method {
        "on" | "onPublic" => {
            let of_flag = matches!(args.first().map(|arg| &arg.kind), Some(ArgKind::Text(name)) if name.starts_with("flag."));
            args.len() == 2 && (of_flag || matches!(args[1].kind, ArgKind::Function(count) if count <= 1))
        }
        "emit" | "emitPublic" => {
            args.len() <= 2 && args.iter().all(|arg| !matches!(arg.kind, ArgKind::Function(_)))
        }
        _ => false,
    }
}

fn event(sheet: &mut Sheet<'_>, found: &Use, app: &Surroundings<'_>, method: &'static str) -> Option<Grade> {
    let name = found
        .args
        .as_ref()
        .and_then(|args| match args.first().map(|arg| &arg.kind) {
            Some(ArgKind::Text(name)) => Some(name.clone()),
            _ => None,
        });
    if name.as_deref().is_some_and(|name| name.starts_with("scroll.")) {
        return None;
    }
    if method == "on" && name.as_deref().is_some_and(|name| name.starts_with("flag.")) {
        let local = sheet.name(From::Bridge(Bridge::Flags), "onFlag");
        sheet.replace(found.callee, local);
        return Some(Grade::Review);
    }
    if app.plain_events {
        let local = sheet.name(BRIDGE, "events");
        sheet.replace(found.callee, format!("{local}.{method}"));
    } else {
        let local = sheet.name(From::Bridge(Bridge::Events), method);
        sheet.replace(found.callee, local);
    }
    Some(Grade::Review)
}

/// `AP.jira.openIssueDialog(key, closed)`.
fn issue_dialog(sheet: &mut Sheet<'_>, found: &Use, _: &Surroundings<'_>) -> Option<Grade> {
    let args = found.args.as_deref()?;
    let (first, last) = (args.first()?, args.last()?);
    if args.len() > 2 {
        return None;
    }
    let local = sheet.name(JIRA, "ViewIssueModal");
    sheet.replace(
        Span {
            start: found.span.start,
            end: first.span.start,
        },
        format!("new {local}({{ context: {{ issueKey: "),
    );
    if args.len() == 2 {
        sheet.replace(
            Span {
                start: first.span.end,
                end: last.span.start,
            },
            " }, onClose: ",
        );
        sheet.replace(
            Span {
                start: last.span.end,
                end: found.span.end,
            },
            " }).open()",
        );
        return Some(Grade::Review);
    }
    sheet.replace(
        Span {
            start: first.span.end,
            end: found.span.end,
        },
        " } }).open()",
    );
    Some(Grade::Safe)
}

/// `AP.confluence.saveMacro(parameters)`. A body has no way back as storage format.
fn save_macro(sheet: &mut Sheet<'_>, found: &Use, _: &Surroundings<'_>) -> Option<Grade> {
    let [params] = found.args.as_deref()? else {
        return None;
    };
    let local = sheet.name(BRIDGE, "view");
    sheet.replace(
        Span {
            start: found.span.start,
            end: params.span.start,
        },
        format!("{local}.submit({{ config: "),
    );
    sheet.replace(
        Span {
            start: params.span.end,
            end: found.span.end,
        },
        " })",
    );
    Some(Grade::Review)
}

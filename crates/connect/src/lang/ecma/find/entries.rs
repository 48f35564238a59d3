//! Where control enters besides routes and pages: events, schedules, queues, the start of the server.

use super::super::ir::{FuncId, Node, TOP};
use super::super::value::{ModId, Val};
use super::{At, Scene};
use crate::facts::{Entry, EntryKind};
use forgeshift_source::data::Node as Data;
use std::collections::BTreeSet;

/// Events that the framework itself raises.
const LIFECYCLE: [&str; 5] = [
    "host_settings_saved",
    "host_settings_not_saved",
    "addon_registered",
    "addon_deregistered",
    "addon_installed",
];

/// Adds the entry that a call registers.
pub(crate) fn call(scene: &mut Scene<'_, '_>, at: &At, text: &str) {
    let Some((kind, name_at, handlers_from)) = registers(text, at) else {
        return;
    };
    if kind == EntryKind::Schedule && scene.in_browser[at.module.0 as usize] {
        return;
    }
    let mut functions = Vec::new();
    for arg in scene.args(at).iter().skip(handlers_from) {
        functions.extend(scene.functions(at.module, *arg));
        if let Node::Object(props) = scene.tree(at.module).node(*arg) {
            for prop in scene.tree(at.module).object(props) {
                functions.extend(scene.functions(at.module, prop.value));
            }
        }
    }
    let name = name_at
        .and_then(|index| scene.arg(at, index))
        .and_then(|arg| {
            let vals = scene.vals(at.module, arg);
            match vals.first() {
                Some(Val::Text(text)) => Some(scene.eval.pool.shown(*text)),
                Some(Val::Num(bits)) => Some(format!("every {} ms", f64::from_bits(*bits))),
                _ => None,
            }
        })
        .unwrap_or_else(|| {
            text.rsplit('.')
                .next()
                .unwrap_or(text)
                .trim_matches(':')
                .to_owned()
        });
    let kind = match kind {
        EntryKind::Webhook if LIFECYCLE.contains(&name.as_str()) => EntryKind::Lifecycle,
        kind => kind,
    };
    scene.registers(at.module, at.id);
    push(scene, at, kind, name, &functions);
}

fn push(scene: &mut Scene<'_, '_>, at: &At, kind: EntryKind, name: String, functions: &[(ModId, FuncId)]) {
    let functions = functions
        .iter()
        .map(|(module, func)| scene.function(*module, *func))
        .collect();
    let place = scene.place_of(at.module, at.call.expr);
    scene.facts.entries.push(Entry {
        kind,
        name,
        place,
        functions,
        route: None,
    });
}

/// What kind of entry a call registers, which argument names it, and where its handlers begin.
fn registers(text: &str, at: &At) -> Option<(EntryKind, Option<usize>, usize)> {
    use EntryKind::{Queue, Schedule, Webhook};
    let found = match text {
        "atlassian-connect-express().on"
        | "atlassian-connect-express().once"
        | "atlassian-connect-express.default().on" => (Webhook, Some(0), 1),
        ":setInterval" | "timers.setInterval" => (Schedule, Some(1), 0),
        "node-cron.schedule" | "node-schedule.scheduleJob" | "cron.schedule" => (Schedule, Some(0), 1),
        "cron.CronJob" | "cron" if at.call.is_new => (Schedule, Some(0), 1),
        "cron.CronJob.from" => (Schedule, None, 0),
        "agenda().define" | "agenda.Agenda().define" | "@hokify/agenda.Agenda().define" => {
            (Schedule, Some(0), 1)
        }
        "bull().process"
        | "bull.default().process"
        | "bull.Queue().process"
        | "bee-queue().process"
        | "kue.createQueue().process" => (Queue, None, 0),
        "bullmq.Worker" if at.call.is_new => (Queue, Some(0), 1),
        "sqs-consumer.Consumer.create" | "sqs-consumer.create" => (Queue, None, 0),
        "pg-boss().work" => (Queue, Some(0), 1),
        "@google-cloud/pubsub.PubSub().subscription().on" => (Queue, Some(0), 1),
        _ if text.starts_with("kafkajs") && text.ends_with(".run") => (Queue, None, 0),
        _ if text.starts_with("amqplib") && text.ends_with(".consume") => (Queue, Some(0), 1),
        _ if text.starts_with("atlassian-connect-express") && text.ends_with(".on") => (Webhook, Some(0), 1),
        _ if text.starts_with("probot") && text.ends_with(".on") => (Webhook, Some(0), 1),
        _ if text.starts_with("@octokit/webhooks") && text.ends_with(".on") => (Webhook, Some(0), 1),
        _ => return None,
    };
    Some(found)
}

/// Decorated methods of NestJS: schedules and queue processors.
pub(crate) fn decorated(scene: &mut Scene<'_, '_>) {
    for module in scene.eval.project.ids() {
        let tree = scene.tree(module);
        for class in &tree.classes {
            for member in &class.members {
                let Node::Func(func) = tree.node(member.value) else {
                    continue;
                };
                for decorator in tree.list(member.decorators) {
                    let Node::Call(id) = tree.node(*decorator) else {
                        continue;
                    };
                    let Some(call) = tree.call(id).copied() else {
                        continue;
                    };
                    let at = At { module, id, call };
                    for (_, text) in scene.symbols(&at) {
                        let kind = match &*text {
                            "@nestjs/schedule.Cron"
                            | "@nestjs/schedule.Interval"
                            | "@nestjs/schedule.Timeout" => EntryKind::Schedule,
                            "@nestjs/bull.Process"
                            | "@nestjs/bull.Processor"
                            | "@nestjs/bullmq.Processor"
                            | "@nestjs/microservices.EventPattern"
                            | "@nestjs/microservices.MessagePattern" => EntryKind::Queue,
                            "@nestjs/event-emitter.OnEvent" => EntryKind::Webhook,
                            _ => continue,
                        };
                        let texts = scene.arg_texts(&at, 0);
                        let name = texts.first().map_or_else(
                            || scene.function_name(module, func),
                            |text| scene.eval.pool.shown(*text),
                        );
                        push(scene, &at, kind, name, &[(module, func)]);
                    }
                }
            }
        }
    }
}

/// The files that start the server, each an entry `startup`.
pub(crate) fn startup(scene: &mut Scene<'_, '_>, files: &[(String, String)]) {
    let mut starts: BTreeSet<ModId> = BTreeSet::new();
    for package in &scene.eval.project.packages {
        let mut named: Vec<String> = Vec::new();
        named.extend(package.data.get("main").and_then(Data::str).map(str::to_owned));
        if let Some(bin) = package.data.get("bin") {
            named.extend(bin.str().map(str::to_owned));
            named.extend(
                bin.members()
                    .iter()
                    .filter_map(|member| member.value.str().map(str::to_owned)),
            );
        }
        for script in package.data.get("scripts").map_or(&[][..], Data::members) {
            let runs = ["start", "dev", "serve", "prod", "worker", "develop"]
                .iter()
                .any(|name| script.key.starts_with(name));
            if runs && let Some(command) = script.value.str() {
                named.extend(commands(command));
            }
        }
        for name in named {
            let path = super::super::project::join(&package.folder, &name);
            starts.extend(source_of(scene, &path));
        }
    }
    for (file, text) in files {
        let folder = super::super::project::folder(file);
        for name in commands(text) {
            let path = super::super::project::join(folder, &name);
            starts.extend(source_of(scene, &path));
        }
    }
    if starts.is_empty() {
        // The usual names, at the root.
        for name in [
            "app",
            "server",
            "index",
            "main",
            "src/app",
            "src/server",
            "src/index",
            "src/main",
        ] {
            starts.extend(
                scene
                    .eval
                    .project
                    .file(name)
                    .filter(|id| !scene.in_browser[id.0 as usize]),
            );
        }
    }
    for module in starts {
        if scene.in_browser.get(module.0 as usize).copied().unwrap_or(false) {
            continue;
        }
        let path = scene.eval.project.path(module).clone();
        let functions = vec![scene.function(module, TOP)];
        scene.facts.entries.push(Entry {
            kind: EntryKind::Startup,
            name: "startup".into(),
            place: forgeshift_source::span::Place::start_of(path),
            functions,
            route: None,
        });
    }
}

/// The script files that a command line names.
fn commands(text: &str) -> Vec<String> {
    text.split([' ', '\n', '"', '\'', ',', '[', ']', '=', '&', ';'])
        .filter(|word| {
            [".js", ".ts", ".mjs", ".cjs"]
                .iter()
                .any(|end| word.ends_with(end))
                && !word.starts_with('-')
                && !word.contains("config")
        })
        .map(|word| word.trim_start_matches("./").to_owned())
        .collect()
}

/// The module of a file, or of the source that it is compiled from.
fn source_of(scene: &Scene<'_, '_>, path: &str) -> Option<ModId> {
    let project = scene.eval.project;
    if let Some(module) = project.file(path) {
        return Some(module);
    }
    for built in ["dist/", "build/", "lib/", "out/"] {
        if let Some(at) = path.find(built) {
            let (before, rest) = (&path[..at], &path[at + built.len()..]);
            for source in ["src/", ""] {
                let candidate = format!("{before}{source}{rest}");
                let candidate = candidate.strip_suffix(".js").unwrap_or(&candidate);
                if let Some(module) = project.file(candidate) {
                    return Some(module);
                }
            }
        }
    }
    None
}

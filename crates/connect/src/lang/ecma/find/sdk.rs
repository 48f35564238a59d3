//! Client packages of services: which call of theirs sends, and where to.

use super::super::ir::{CallId, Node};
use super::super::value::{ModId, ROOT, SymId};
use super::connection::{THIS_MACHINE, configured_host, made};
use super::http::root_end;
use super::packages::{Package, data, is_local, is_socket, package, tables};
use super::{At, Scene};
use crate::facts::{ActsAs, EndUserData, Outbound, OutboundKind, Via};
use std::collections::HashSet;

/// Calls whose result another call goes on with: only the last of a chain sends.
pub(crate) fn inner_calls(scene: &Scene<'_, '_>) -> HashSet<(ModId, CallId)> {
    const AFTERWARDS: [&str; 10] = [
        "promise",
        "then",
        "catch",
        "finally",
        "on",
        "once",
        "pipe",
        "toPromise",
        "createReadStream",
        "unref",
    ];
    let mut inner = HashSet::new();
    for module in scene.eval.project.ids() {
        let tree = scene.tree(module);
        for call in &tree.calls {
            let Node::Member(object, name) = tree.node(call.callee) else {
                continue;
            };
            if AFTERWARDS.contains(&tree.text(name)) {
                continue;
            }
            let mut receiver = object;
            while let Node::Member(object, _) = tree.node(receiver) {
                receiver = object;
            }
            if let Node::Call(before) = tree.node(receiver) {
                inner.insert((module, before));
            }
        }
    }
    inner
}

/// How a call uses a package.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Use {
    /// It opens a connection, or starts what sends by itself.
    Opens,
    Sends,
    Nothing,
}

/// Adds the fact of a call of a client package, where it sends.
pub(crate) fn call(
    scene: &mut Scene<'_, '_>,
    at: &At,
    sym: SymId,
    text: &str,
    inner: &HashSet<(ModId, CallId)>,
) {
    if runs_model(scene, at, text) {
        scene.facts.outbound.push(model(scene, at));
        return;
    }
    let Some(name) = text.get(..root_end(text)) else {
        return;
    };
    let Some(row) = package(name) else { return };
    if matches!(
        row.category.as_str(),
        "http-client" | "ui" | "session" | "upload" | "native"
    ) || row.npm == "atlassian-connect-express"
    {
        return;
    }
    if is_local(&row.transport) {
        return;
    }
    let rest = &text[name.len()..];
    let found = classify(row, name, rest, at, inner.contains(&(at.module, at.id)));
    if found == Use::Nothing || lives_in_memory(scene, at, row) {
        return;
    }
    add(scene, at, sym, name, row);
}

/// `env.AI.run('@cf/…', …)`: a worker's binding to the models of its host.
fn runs_model(scene: &Scene<'_, '_>, at: &At, text: &str) -> bool {
    let model = scene.arg(at, 0).and_then(|arg| scene.tree(at.module).str(arg));
    text.ends_with(".run")
        && model.is_some_and(|model| model.starts_with("@cf/") || model.starts_with("@hf/"))
}

fn model(scene: &Scene<'_, '_>, at: &At) -> Outbound {
    Outbound {
        kind: OutboundKind::Sdk,
        via: Via::Server,
        method: None,
        path: None,
        url: None,
        host: None,
        host_why: Some("a binding of the worker names the model service, no address does".into()),
        package: Some("@cloudflare/ai".into()),
        category: "ai".into(),
        end_user_data: EndUserData::Likely,
        acts_as: ActsAs::Unknown,
        place: scene.place_of(at.module, at.call.expr),
        also_at: Vec::new(),
        function: scene.function(at.module, at.call.owner),
        implicit: false,
    }
}

fn classify(row: &Package, name: &str, rest: &str, at: &At, is_inner: bool) -> Use {
    let tables = tables();
    let rule = tables
        .by_package
        .get(name)
        .or_else(|| tables.by_category.get(&row.category));
    let member = rest.rsplit('.').next().unwrap_or("").trim_end_matches("()");
    let calls_before = rest.matches("()").count();
    if let Some(rule) = rule {
        let path = rest.trim_start_matches('.');
        let named = |list: &[String]| list.iter().any(|entry| entry == member || entry == path);
        if named(&rule.local) {
            return Use::Nothing;
        }
        let plain_name = !member.contains(['<', '>']);
        if plain_name && named(&rule.init)
            || (rule.init.iter().any(|entry| entry == "new") && at.call.is_new && calls_before == 0)
            || (rule.init.iter().any(|entry| entry == "()") && rest.is_empty())
        {
            return Use::Opens;
        }
        if named(&rule.send) {
            return Use::Sends;
        }
        if !rule.send.iter().any(|entry| entry == "*") {
            return Use::Nothing;
        }
    }
    if is_socket(row) {
        return opens_socket(rest, member, calls_before, at);
    }
    const LOCAL: [&str; 42] = [
        "on",
        "once",
        "off",
        "use",
        "addListener",
        "removeListener",
        "config",
        "configure",
        "then",
        "catch",
        "finally",
        "promise",
        "setContext",
        "toString",
        "init",
        "defaults",
        "plugin",
        "bind",
        "toJSON",
        "close",
        "destroy",
        "end",
        "emit",
        "setLogger",
        "log",
        "debug",
        "pipe",
        "constructEvent",
        "verify",
        "sign",
        "Schema",
        "model",
        "middleware",
        "initialize",
        "session",
        "serializeUser",
        "deserializeUser",
        "parse",
        "stringify",
        "createHmac",
        "unref",
        "flags",
    ];
    const SETTERS: [&str; 6] = [
        "setApiKey",
        "setKey",
        "setToken",
        "setAuth",
        "setConfig",
        "setDefault",
    ];
    // Making a client sends nothing yet; what is called on it does.
    if at.call.is_new
        || rest.is_empty()
        || is_inner
        || LOCAL.contains(&member)
        || member.contains(['<', '>'])
        || SETTERS.iter().any(|start| member.starts_with(start))
    {
        return Use::Nothing;
    }
    let is_maker = calls_before == 0
        && (member.starts_with("create")
            || member.starts_with("get")
            || member.chars().next().is_some_and(char::is_uppercase));
    if is_maker { Use::Nothing } else { Use::Sends }
}

/// A database, a queue, a cache: one fact for each connection that is made.
fn opens_socket(rest: &str, member: &str, calls_before: usize, at: &At) -> Use {
    const OPENERS: [&str; 22] = [
        "connect",
        "createClient",
        "createPool",
        "createConnection",
        "createCluster",
        "createPoolCluster",
        "forRoot",
        "forRootAsync",
        "createNodeRedisClient",
        "createChannel",
        "driver",
        "createTransport",
        "createServer",
        "connectAsync",
        "getConnection",
        "createConnections",
        "initConnection",
        "cluster",
        "pool",
        "init",
        "registerQueue",
        "forFeatureQueue",
    ];
    const CLIENTS: [&str; 20] = [
        "Pool",
        "Client",
        "Sequelize",
        "Redis",
        "Cluster",
        "MongoClient",
        "DataSource",
        "PrismaClient",
        "Queue",
        "Worker",
        "Kafka",
        "default",
        "Connection",
        "ConnectionPool",
        "QueueEvents",
        "Agenda",
        "Pulse",
        "PgBoss",
        "Producer",
        "FlowProducer",
    ];
    if calls_before > 0 {
        return Use::Nothing;
    }
    // A model's `init` declares a table; the connection is made elsewhere.
    if rest.contains(".Model") {
        return Use::Nothing;
    }
    let opens = if at.call.is_new {
        rest.is_empty() || CLIENTS.contains(&member)
    } else {
        rest.is_empty() || (OPENERS.contains(&member) && member != "createServer")
    };
    if opens { Use::Opens } else { Use::Nothing }
}

/// A driver that keeps its data in a file or in memory.
fn lives_in_memory(scene: &mut Scene<'_, '_>, at: &At, row: &Package) -> bool {
    if !matches!(row.npm.as_str(), "sequelize" | "typeorm" | "knex") {
        return false;
    }
    for arg in scene.args(at).to_vec() {
        for name in ["dialect", "type", "client"] {
            let vals = scene.option(at.module, arg, name, ROOT);
            for text in if vals.is_empty() {
                Vec::new()
            } else {
                scene.eval.texts(&vals)
            } {
                if vals.len() == 1 && scene.eval.pool.shown(text).contains("sqlite") {
                    return true;
                }
            }
        }
    }
    scene
        .arg_texts(at, 0)
        .iter()
        .any(|text| scene.eval.pool.shown(*text).starts_with("sqlite"))
}

fn add(scene: &mut Scene<'_, '_>, at: &At, sym: SymId, name: &str, row: &'static Package) {
    let made = made(scene, at, sym);
    let (configured, why) = configured_host(scene, at, made, is_socket(row));
    let is_proxy = row.category == "http-proxy";
    if is_proxy && configured.is_none() && why.as_deref() == Some(THIS_MACHINE) {
        return;
    }
    let why = why.filter(|why| why != THIS_MACHINE);
    let browser = scene
        .in_browser
        .get(at.module.0 as usize)
        .copied()
        .unwrap_or(false);
    let product = row.category == "atlassian" && row.npm != "trello" && row.npm != "atlassian-oauth2";
    let kind = match (product, is_socket(row)) {
        (true, _) => OutboundKind::ProductApi,
        (_, true) => OutboundKind::Socket,
        _ if is_proxy => OutboundKind::Http,
        _ => OutboundKind::Sdk,
    };
    let host = configured.or_else(|| {
        row.hosts
            .first()
            .filter(|_| (why.is_none() || !is_socket(row)) && !named_by_settings(name))
            .cloned()
    });
    let host_why = match (&host, why, product) {
        (Some(_), why, _) => why,
        (None, _, true) => Some("the customer's site".into()),
        (None, why, _) if named_by_settings(name) => Some(by_settings(why, row)),
        (None, Some(why), _) => Some(why),
        (None, None, _) => Some("the connection's settings hold it".into()),
    };
    let also_at = match made {
        Some((module, expr)) if (module, expr) != (at.module, at.call.expr) => {
            vec![scene.place_of(module, expr)]
        }
        _ => Vec::new(),
    };
    scene.facts.outbound.push(Outbound {
        kind,
        via: if browser { Via::Fetch } else { Via::Server },
        method: None,
        path: None,
        url: None,
        host,
        host_why,
        package: Some(name.to_owned()),
        category: if product { "product".into() } else { category(row) },
        end_user_data: if product {
            EndUserData::Likely
        } else {
            data(&row.end_user_data)
        },
        acts_as: ActsAs::Unknown,
        place: scene.place_of(at.module, at.call.expr),
        also_at,
        function: scene.function(at.module, at.call.owner),
        implicit: false,
    });
}

/// Why there is no host, and where the package sends to if its settings say nothing.
fn by_settings(why: Option<String>, row: &Package) -> String {
    let why = why.unwrap_or_else(|| "the connection's settings hold it".into());
    match row.hosts.first() {
        Some(host) => format!("{why}; the package's own default is {host}"),
        None => why,
    }
}

/// Whether only the settings say where a client sends to: what its vendor offers is no more than a guess.
fn named_by_settings(package: &str) -> bool {
    package.starts_with("@sentry/") || matches!(package, "raven" | "dd-trace" | "@upstash/redis")
}

fn category(row: &Package) -> String {
    match row.category.as_str() {
        "storage" if is_socket(row) => "database".into(),
        "scheduler" => "queue".into(),
        other => other.to_owned(),
    }
}

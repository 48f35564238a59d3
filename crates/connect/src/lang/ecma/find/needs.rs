//! What the code asks of the machine it runs on.

use super::super::hash::{QuickMap, QuickSet};
use super::super::ir::{Bind, CallId, FuncId, Node, TOP};
use super::super::project::{Target, package_name};
use super::super::value::{ModId, ROOT, Val};
use super::packages;
use super::{At, Scene};
use crate::facts::RuntimeNeed;

/// Libraries by what their use needs.
const PACKAGES: &[(&str, &str, &str)] = &[
    ("express-session", "session", "a session kept on the server"),
    ("cookie-session", "session", "a session in a cookie"),
    ("cookie-parser", "session", "cookies"),
    ("passport", "session", "a login of its own"),
    ("client-sessions", "session", "a session in a cookie"),
    ("koa-session", "session", "a session in a cookie"),
    ("koa-generic-session", "session", "a session kept on the server"),
    ("@fastify/session", "session", "a session kept on the server"),
    ("@fastify/cookie", "session", "cookies"),
    ("@fastify/secure-session", "session", "a session in a cookie"),
    ("iron-session", "session", "a session in a cookie"),
    ("next-auth", "session", "a login of its own"),
    ("multer", "upload", "file uploads"),
    ("busboy", "upload", "file uploads"),
    ("formidable", "upload", "file uploads"),
    ("express-fileupload", "upload", "file uploads"),
    ("multiparty", "upload", "file uploads"),
    ("multer-s3", "upload", "file uploads"),
    ("@fastify/multipart", "upload", "file uploads"),
    ("fastify-multer", "upload", "file uploads"),
    ("@koa/multer", "upload", "file uploads"),
    ("koa-multer", "upload", "file uploads"),
    ("sharp", "native-module", "sharp"),
    ("canvas", "native-module", "canvas"),
    ("bcrypt", "native-module", "bcrypt"),
    ("sqlite3", "native-module", "sqlite3"),
    ("better-sqlite3", "native-module", "better-sqlite3"),
    ("libxmljs", "native-module", "libxmljs"),
    ("node-sass", "native-module", "node-sass"),
    ("pdfkit", "large-payload", "documents are made on the server"),
    ("puppeteer", "headless-browser", "a headless browser"),
    ("puppeteer-core", "headless-browser", "a headless browser"),
    ("playwright", "headless-browser", "a headless browser"),
    ("chrome-aws-lambda", "headless-browser", "a headless browser"),
    ("html-pdf", "headless-browser", "a headless browser"),
    ("wkhtmltopdf", "child-process", "an external program"),
    ("simple-git", "child-process", "git"),
    ("http-proxy", "proxy", "requests are passed through"),
    ("http-proxy-middleware", "proxy", "requests are passed through"),
    ("express-http-proxy", "proxy", "requests are passed through"),
    ("@fastify/http-proxy", "proxy", "requests are passed through"),
    ("koa-proxies", "proxy", "requests are passed through"),
    (
        "express-graphql",
        "graphql-server",
        "queries of GraphQL are answered",
    ),
    (
        "apollo-server",
        "graphql-server",
        "queries of GraphQL are answered",
    ),
    (
        "apollo-server-express",
        "graphql-server",
        "queries of GraphQL are answered",
    ),
    (
        "@apollo/server",
        "graphql-server",
        "queries of GraphQL are answered",
    ),
    (
        "graphql-yoga",
        "graphql-server",
        "queries of GraphQL are answered",
    ),
    (
        "@nestjs/graphql",
        "graphql-server",
        "queries of GraphQL are answered",
    ),
    ("@nestjs/websockets", "websocket", "web sockets"),
    ("sockjs", "websocket", "web sockets"),
    ("ws", "websocket", "web sockets"),
    ("socket.io", "websocket", "web sockets"),
    ("express-ws", "websocket", "web sockets"),
    ("cluster", "cluster", "worker processes"),
    ("throng", "cluster", "worker processes"),
    (
        "express-hbs",
        "server-side-rendering",
        "pages are rendered on the server",
    ),
    (
        "express-handlebars",
        "server-side-rendering",
        "pages are rendered on the server",
    ),
    ("hbs", "server-side-rendering", "pages are rendered on the server"),
    (
        "express-react-views",
        "server-side-rendering",
        "pages are rendered on the server",
    ),
];

/// Adds what imports alone tell.
pub(crate) fn imports(scene: &mut Scene<'_, '_>) {
    for module in scene.eval.project.ids() {
        if scene.in_browser[module.0 as usize] {
            continue;
        }
        let tree = scene.tree(module);
        for (index, import) in tree.imports.iter().enumerate() {
            let id = super::super::ir::ImportId(index as u32);
            if import.type_only || !matches!(scene.eval.project.target(module, id), Target::Package(_)) {
                continue;
            }
            let name = package_name(tree.text(import.specifier));
            let known = PACKAGES.iter().find(|(package, _, _)| *package == name);
            let what = match known {
                Some((_, what, detail)) => Some((*what, (*detail).to_owned())),
                None => packages::package(name)
                    .filter(|row| row.transport == "native")
                    .map(|_| ("native-module", name.to_owned())),
            };
            if let Some((what, detail)) = what {
                let place = scene.place(module, import.span);
                let function = Some(scene.function(module, TOP));
                scene.facts.needs.push(RuntimeNeed {
                    what,
                    detail,
                    place,
                    function,
                });
            }
        }
        module_state(scene, module);
        written_variables(scene, module);
    }
}

/// Adds what a call needs.
pub(crate) fn call(scene: &mut Scene<'_, '_>, at: &At, text: &str) {
    if scene.in_browser[at.module.0 as usize] {
        return;
    }
    let last = text.rsplit('.').next().unwrap_or("");
    let (what, detail) = match text {
        // `timers/promises` has the time first, `timers` has it second.
        ":setTimeout" | "timers.setTimeout" => match delay(scene, at, 1).or_else(|| delay(scene, at, 0)) {
            Some(found) => found,
            None => return,
        },
        "delay" | "delay.default" => match delay(scene, at, 0) {
            Some(found) => found,
            None => return,
        },
        _ if last == "setTimeout" && (text.contains("<0>") || text.starts_with("http")) => {
            match delay(scene, at, 0) {
                Some(found) => found,
                None => return,
            }
        }
        _ if text.starts_with("child_process.")
            && matches!(
                last,
                "exec" | "execSync" | "spawn" | "spawnSync" | "execFile" | "execFileSync" | "fork"
            ) =>
        {
            ("child-process", last.to_owned())
        }
        _ if matches!(last, "asUser" | "asUserByAccountId")
            && (text.contains("httpClient()") || text.contains("context.http")) =>
        {
            ("impersonation", "a product call as a user".to_owned())
        }
        "express.json"
        | "body-parser.json"
        | "express.urlencoded"
        | "body-parser.urlencoded"
        | "express.raw" => match payload(scene, at, &["limit"]) {
            Some(detail) => ("large-payload", detail),
            None => return,
        },
        "fs.writeFile"
        | "fs.writeFileSync"
        | "fs.promises.writeFile"
        | "fs.createWriteStream"
        | "fs.appendFile"
        | "fs-extra.writeFile"
        | "fs.appendFileSync" => ("file-write", last.to_owned()),
        "koa-bodyparser" | "koa-body" | "koa-body.koaBody" | "koa-bodyparser.default" => {
            match payload(scene, at, &["jsonLimit", "formLimit", "textLimit"]) {
                Some(detail) => ("large-payload", detail),
                None => return,
            }
        }
        "fastify" | "fastify.default" | "fastify.fastify" => match payload(scene, at, &["bodyLimit"]) {
            Some(detail) => ("large-payload", detail),
            None => return,
        },
        _ if text.ends_with("<1>.write") => ("streaming", "an answer in pieces".to_owned()),
        "@nestjs/platform-express.FileInterceptor"
        | "@nestjs/platform-express.FilesInterceptor"
        | "@nestjs/platform-express.FileFieldsInterceptor"
        | "@nestjs/platform-express.AnyFilesInterceptor" => ("upload", "file uploads".to_owned()),
        _ if text.ends_with("<0>.file")
            || text.ends_with("<0>.parts")
            || text.ends_with("<0>.saveRequestFiles") =>
        {
            ("upload", "file uploads".to_owned())
        }
        _ if text.ends_with("<1>.cookie") => ("session", "cookies".to_owned()),
        _ if text.ends_with("<1>.render") => ("server-side-rendering", "res.render".to_owned()),
        _ if text.ends_with(".settings.getAllClientInfos") => {
            ("cross-tenant", "all installations at once".to_owned())
        }
        _ => match machine(text) {
            Some((what, detail)) => (what, detail),
            None => return,
        },
    };
    let place = scene.place_of(at.module, at.call.expr);
    let function = Some(scene.function(at.module, at.call.owner));
    scene.facts.needs.push(RuntimeNeed {
        what,
        detail,
        place,
        function,
    });
}

/// The use of a package that needs more than a runtime of its language, beside its import: it tells which
/// function cannot do without.
fn machine(text: &str) -> Option<(&'static str, String)> {
    let name = text.get(..super::http::root_end(text))?;
    // `sharp(…)`, `bcrypt.hash(…)`; what is done with a result is the same use.
    let rest = text.get(name.len()..).unwrap_or("");
    if rest.contains("()") || rest.matches('.').count() > 1 {
        return None;
    }
    let listed = PACKAGES.iter().find(|(package, _, _)| *package == name);
    match listed {
        Some((_, what @ ("native-module" | "child-process" | "headless-browser"), detail)) => {
            Some((*what, (*detail).to_owned()))
        }
        Some(_) => None,
        None => packages::package(name)
            .filter(|row| row.transport == "native")
            .map(|_| ("native-module", name.to_owned())),
    }
}

/// Milliseconds beyond which a wait is long, and beyond which it is longer than any job may run.
const LONG: f64 = 25_000.0;
const ENDLESS: f64 = 900_000.0;

/// What a wait needs whose length is an argument.
fn delay(scene: &mut Scene<'_, '_>, at: &At, index: usize) -> Option<(&'static str, String)> {
    let arg = scene.arg(at, index)?;
    let longest = scene
        .vals(at.module, arg)
        .iter()
        .filter_map(|val| match val {
            Val::Num(bits) => Some(f64::from_bits(*bits)),
            _ => None,
        })
        .fold(0.0, f64::max);
    let detail = format!("waits {} seconds", (longest / 1_000.0).round());
    if longest > ENDLESS {
        Some(("endless-run", detail))
    } else if longest >= LONG {
        Some(("long-run", detail))
    } else {
        None
    }
}

/// How large bodies may be, where one of these options allows large ones.
fn payload(scene: &mut Scene<'_, '_>, at: &At, names: &[&str]) -> Option<String> {
    let options = scene.arg(at, 0)?;
    for name in names {
        let limit = scene.option(at.module, options, name, ROOT);
        if limit.is_empty() {
            continue;
        }
        let texts = scene.eval.texts(&limit);
        let shown = texts.first().map(|text| scene.eval.pool.shown(*text));
        if let Some(limit) = shown.filter(|limit| large(limit)) {
            return Some(format!("bodies up to {limit}"));
        }
    }
    None
}

/// Whether a body limit is above half a megabyte.
fn large(limit: &str) -> bool {
    let limit = limit.to_ascii_lowercase();
    let digits: String = limit.chars().take_while(char::is_ascii_digit).collect();
    let Ok(number) = digits.parse::<u64>() else {
        return false;
    };
    let bytes = match &limit[digits.len()..] {
        "mb" => number << 20,
        "gb" => number << 30,
        "kb" => number << 10,
        _ => number,
    };
    bytes > 500 << 10
}

/// `process.env.tenant = …` while requests are answered.
fn written_variables(scene: &mut Scene<'_, '_>, module: ModId) {
    let tree = scene.tree(module);
    for store in tree.stores.iter().filter(|store| store.owner != TOP) {
        let Node::Member(process, env) = tree.node(store.object) else {
            continue;
        };
        let is_env = tree.text(env) == "env"
            && matches!(tree.node(process), Node::Global(name) if tree.text(name) == "process");
        if is_env {
            let name = tree.text(store.name);
            let place = scene.place(module, store.span);
            let function = Some(scene.function(module, store.owner));
            scene.facts.needs.push(RuntimeNeed {
                what: "module-state",
                detail: format!(
                    "{name} is written to the environment, which every customer's request shares"
                ),
                place,
                function,
            });
        }
    }
}

/// Values that live as long as the process: a `Map` at the top level that functions fill, a name that they assign.
fn module_state(scene: &mut Scene<'_, '_>, module: ModId) {
    let tree = scene.tree(module);
    for bind in tree.binds.iter().filter(|bind| bind.top) {
        let Some(detail) = state(tree, bind) else { continue };
        let place = scene.place(module, bind.span);
        let function = Some(scene.function(module, TOP));
        scene.facts.needs.push(RuntimeNeed {
            what: "module-state",
            detail,
            place,
            function,
        });
    }
}

fn state(tree: &super::super::ir::Module, bind: &Bind) -> Option<String> {
    let name = tree.text(bind.name);
    let collection = bind.values.iter().any(|value| match tree.node(*value) {
        Node::Call(call) => tree.call(call).is_some_and(|call| {
            call.is_new && matches!(tree.node(call.callee), Node::Global(name) if matches!(tree.text(name), "Map" | "Set" | "WeakMap"))
        }),
        Node::Object(list) => list.len == 0,
        Node::Array(list) => list.len == 0,
        _ => false,
    });
    if collection {
        let filled = tree.calls.iter().any(|call| {
            let Node::Member(object, method) = tree.node(call.callee) else {
                return false;
            };
            let is_it = matches!(tree.node(object), Node::Bind(id) if tree.binds.get(id.0 as usize).is_some_and(|other| other.span == bind.span));
            call.owner != TOP && is_it && matches!(tree.text(method), "set" | "add" | "push" | "unshift")
        });
        let indexed = tree.stores.iter().any(|store| {
            store.owner != TOP
                && matches!(tree.node(store.object), Node::Bind(id) if tree.binds.get(id.0 as usize).is_some_and(|other| other.span == bind.span))
        });
        if filled || indexed {
            return Some(format!(
                "{name} lives as long as the process and is filled while requests are answered"
            ));
        }
    }
    let assigned = !bind.constant && bind.reassigned && bind.values.len() > 1;
    assigned.then(|| format!("{name} is assigned again and lives as long as the process"))
}

/// Adds what goes on after the answer was given: calls that nobody waits for.
pub(crate) fn after_response(scene: &mut Scene<'_, '_>) {
    for module in scene.eval.project.ids() {
        if scene.in_browser[module.0 as usize] {
            continue;
        }
        let mut answered: QuickMap<FuncId, u32> = QuickMap::default();
        let mut told: QuickSet<FuncId> = QuickSet::default();
        for (index, call) in scene.tree(module).calls.iter().enumerate() {
            let id = CallId(index as u32);
            let mut answers = false;
            let mut works = false;
            for val in scene.calls.callees(module, id) {
                match *val {
                    Val::Sym(sym) => answers |= is_answer(&scene.eval.pool.sym_text(sym)),
                    Val::Func(of, func, _) => {
                        works |= scene.tree(of).func(func).is_some_and(|func| func.is_async);
                    }
                    _ => {}
                }
            }
            let start = scene.tree(module).span_of(call.expr).start;
            if answers {
                answered.entry(call.owner).or_insert(start);
            } else if works
                && !call.awaited
                && answered.get(&call.owner).is_some_and(|answer| *answer < start)
                && told.insert(call.owner)
            {
                let place = scene.place_of(module, call.expr);
                let function = Some(scene.function(module, call.owner));
                scene.facts.needs.push(RuntimeNeed {
                    what: "after-response",
                    detail: "work that nobody waits for goes on after the answer".into(),
                    place,
                    function,
                });
            }
        }
    }
}

/// Whether a symbol is an answer to a request: `res.json` and its like.
fn is_answer(text: &str) -> bool {
    text.rsplit_once("<1>.").is_some_and(|(_, name)| {
        let name = name.rsplit('.').next().unwrap_or("");
        matches!(
            name,
            "json" | "send" | "end" | "sendStatus" | "redirect" | "render"
        )
    })
}

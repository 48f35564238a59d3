//! Which router a call registers with: chains such as `app.route('/x').get(a).post(b)` are walked back.

use super::super::super::ir::ExprId;
use super::super::super::value::{EnvId, ModId, Step, SymId};
use super::super::Scene;

/// What identifies a router: the call that makes it, or the symbol where that is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Router {
    Made(ModId, ExprId),
    Known(SymId),
}

/// The receiver of a call.
#[derive(Debug, Clone, Copy)]
pub(super) struct Receiver {
    pub router: Router,
    pub framework: &'static str,
    /// Whether it is an application, which needs no mount.
    pub is_app: bool,
    /// The call of `.route(path)` or `.basePath(path)` on the way.
    pub within: Option<(ModId, ExprId, EnvId)>,
}

const ROUTERS: [(&str, &str, bool); 40] = [
    ("express()", "express", true),
    ("express.default()", "express", true),
    ("express.express()", "express", true),
    ("express.Express()", "express", true),
    ("express.Application()", "express", true),
    ("express.IRouter()", "express", false),
    ("express.Router()", "express", false),
    ("express.default.Router()", "express", false),
    ("express-serve-static-core.Express()", "express", true),
    ("express-serve-static-core.Application()", "express", true),
    ("express-promise-router()", "express", false),
    ("express-ws().app", "express", true),
    ("router()", "express", false),
    ("polka()", "polka", true),
    ("restify.createServer()", "restify", true),
    ("koa()", "koa", true),
    ("koa-router()", "koa", false),
    ("koa-router.Router()", "koa", false),
    ("@koa/router()", "koa", false),
    ("@koa/router.Router()", "koa", false),
    ("koa-joi-router()", "koa", false),
    ("koa-better-router()", "koa", false),
    ("fastify()", "fastify", true),
    ("fastify.fastify()", "fastify", true),
    ("fastify.Fastify()", "fastify", true),
    ("fastify.FastifyInstance()", "fastify", true),
    ("hono.Hono()", "hono", true),
    ("hono()", "hono", true),
    ("@hono/zod-openapi.OpenAPIHono()", "hono", true),
    ("@hapi/hapi.server()", "hapi", true),
    ("@hapi/hapi.Server()", "hapi", true),
    ("hapi.server()", "hapi", true),
    ("hapi.Server()", "hapi", true),
    ("itty-router.Router()", "itty-router", true),
    ("itty-router.AutoRouter()", "itty-router", true),
    ("probot.Probot()", "probot", true),
    ("json-server.create()", "express", true),
    ("@feathersjs/express()", "express", true),
    ("express-openapi-validator()", "express", false),
    ("next-connect()", "next", true),
];

/// Names of arguments that are applications, where nothing else is known of them.
const APP_NAMES: [&str; 9] = [
    "app",
    "router",
    "server",
    "api",
    "application",
    "expressApp",
    "fastify",
    "instance",
    "webserver",
];

/// Members that give the router back.
const CHAINED: [&str; 20] = [
    "get", "post", "put", "patch", "delete", "del", "head", "options", "all", "use", "route", "register",
    "on", "basePath", "prefix", "param", "set", "disable", "enable", "decorate",
];

/// The router that a symbol is, where it is one.
pub(super) fn router(scene: &Scene<'_, '_>, sym: SymId) -> Option<Receiver> {
    let mut at = sym;
    let mut within = None;
    loop {
        let text = scene.eval.pool.sym_text(at);
        let (step, parent) = scene.eval.pool.step(at);
        if let Some((_, framework, is_app)) = ROUTERS.iter().find(|(known, _, _)| *known == &*text) {
            let router = match step {
                Step::Call(module, expr, _) => Router::Made(*module, *expr),
                _ => Router::Known(at),
            };
            return Some(Receiver {
                router,
                framework,
                is_app: *is_app,
                within,
            });
        }
        match step {
            // `addon.app` is the application that the framework was given.
            Step::Call(module, expr, env) => {
                let parent = parent?;
                let (Step::Member(name), Some(outer)) = scene.eval.pool.step(parent) else {
                    return None;
                };
                if !CHAINED.contains(&&**name) {
                    return match &**name {
                        "routes" | "middleware" | "callback" => router(scene, outer),
                        "getRouter" => Some(Receiver {
                            router: Router::Made(*module, *expr),
                            framework: "probot",
                            is_app: true,
                            within: Some((*module, *expr, *env)),
                        }),
                        _ => None,
                    };
                }
                if matches!(&**name, "route" | "basePath") {
                    within = Some((*module, *expr, *env));
                }
                at = outer;
            }
            // What a plugin is given: a scope of the instance.
            Step::Callback(0, ..) => {
                let text = scene.eval.pool.sym_text(parent?);
                let framework = if text.ends_with(".register") && text.starts_with("fastify") {
                    "fastify"
                } else if text.ends_with(".getRouter") {
                    "probot"
                } else {
                    return None;
                };
                return Some(Receiver {
                    router: Router::Known(at),
                    framework,
                    is_app: false,
                    within,
                });
            }
            Step::Param(..) => {
                let name = scene.eval.last_name(at)?;
                return APP_NAMES.contains(&name.as_str()).then_some(Receiver {
                    router: Router::Known(at),
                    framework: "express",
                    is_app: true,
                    within,
                });
            }
            // `this.app`, where nothing else is known.
            Step::Member(name) if &**name == "app" && text.ends_with("express().app") => at = parent?,
            _ => return None,
        }
    }
}

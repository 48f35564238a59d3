//! Which modules run in the browser and which on the server: told by what they use, import, and are loaded by.

use super::super::ir::{Module, Node};
use super::super::project::{Project, Target, package_name};
use super::super::value::ModId;

/// Packages and built-in modules that only a server can use.
const SERVER: [&str; 44] = [
    "express",
    "koa",
    "fastify",
    "@nestjs/core",
    "@nestjs/common",
    "hono",
    "@hapi/hapi",
    "restify",
    "polka",
    "next",
    "atlassian-connect-express",
    "fs",
    "http",
    "https",
    "net",
    "tls",
    "child_process",
    "cluster",
    "os",
    "stream",
    "dgram",
    "zlib",
    "readline",
    "worker_threads",
    "fs-extra",
    "pg",
    "mysql",
    "mysql2",
    "sequelize",
    "knex",
    "mongoose",
    "mongodb",
    "redis",
    "ioredis",
    "typeorm",
    "@prisma/client",
    "aws-sdk",
    "bull",
    "bunyan",
    "winston",
    "pino",
    "dotenv",
    "@sentry/node",
    "firebase-admin",
];
/// Packages that only a browser can use.
const BROWSER: [&str; 14] = [
    "react-dom",
    "jquery",
    "vue",
    "svelte",
    "@angular/core",
    "preact",
    "react-router-dom",
    "styled-components",
    "@sentry/react",
    "@sentry/browser",
    "mixpanel-browser",
    "posthog-js",
    "html2canvas",
    "web-vitals",
];
/// Globals that only a browser has.
const GLOBALS: [&str; 10] = [
    "document",
    "window",
    "AP",
    "$",
    "jQuery",
    "localStorage",
    "sessionStorage",
    "location",
    "XMLHttpRequest",
    "navigator",
];

/// For each module whether it runs in the browser. `loaded` are the modules that pages load by their address.
pub(crate) fn in_browser(project: &Project, loaded: &[ModId]) -> Vec<bool> {
    let count = project.modules.len();
    let server: Vec<bool> = project.modules.iter().map(uses_server).collect();
    let mut browser: Vec<bool> = project
        .modules
        .iter()
        .enumerate()
        .map(|(index, module)| {
            module.in_page || (!server[index] && (uses_browser(module) || by_path(&project.paths[index])))
        })
        .collect();
    for module in loaded {
        browser[module.0 as usize] = true;
    }
    // What a server module imports may run on the server; what only browser modules import runs in the browser.
    let on_server = reached(
        project,
        (0..count).filter(|index| server[*index] && !browser[*index]),
        &browser,
    );
    let from_browser: Vec<usize> = (0..count).filter(|index| browser[*index]).collect();
    let none = vec![false; count];
    let with_browser = reached(project, from_browser.into_iter(), &none);
    for index in 0..count {
        if with_browser[index] && !server[index] && !on_server[index] {
            browser[index] = true;
        }
    }
    browser
}

/// The modules that others lead to by their imports; `stop` are not gone through.
pub(super) fn reached(project: &Project, from: impl Iterator<Item = usize>, stop: &[bool]) -> Vec<bool> {
    let mut seen = vec![false; project.modules.len()];
    let mut open: Vec<usize> = from.collect();
    while let Some(index) = open.pop() {
        if std::mem::replace(&mut seen[index], true) {
            continue;
        }
        let module = &project.modules[index];
        for import in 0..module.imports.len() {
            let id = super::super::ir::ImportId(import as u32);
            if let Target::Module(target) = project.target(ModId(index as u32), id) {
                let target = target.0 as usize;
                if !seen[target] && !stop[target] {
                    open.push(target);
                }
            }
        }
    }
    seen
}

/// Whether a module imports what only a server can use.
pub(crate) fn uses_server(module: &Module) -> bool {
    module.imports.iter().any(|import| {
        let name = package_name(module.text(import.specifier));
        !import.type_only && SERVER.contains(&name)
    })
}

fn uses_browser(module: &Module) -> bool {
    let imports = module.imports.iter().any(|import| {
        let name = package_name(module.text(import.specifier));
        BROWSER.contains(&name) || name.starts_with("@atlaskit/")
    });
    imports
        || module
            .nodes
            .iter()
            .any(|node| matches!(node, Node::Global(name) if GLOBALS.contains(&module.text(*name))))
}

/// Folders that hold what a browser gets.
fn by_path(path: &str) -> bool {
    if path.ends_with(".vue") || path.ends_with(".svelte") {
        return true;
    }
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts = folder.split('/');
    let first = parts.next().unwrap_or("");
    matches!(
        first,
        "client" | "frontend" | "spa" | "webapp" | "www" | "web" | "ui" | "public" | "static"
    ) || parts.any(|part| matches!(part, "public" | "static" | "frontend" | "spa" | "webapp"))
}

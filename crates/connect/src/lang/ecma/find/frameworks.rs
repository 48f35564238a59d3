//! Which frameworks an app is built with: told by its imports.

use super::super::project::package_name;
use super::Scene;
use crate::facts::Framework;
use std::collections::BTreeMap;

const FRAMEWORKS: [(&str, &str); 32] = [
    ("atlassian-connect-express", "ace"),
    ("atlassian-connect-koa", "ack"),
    ("atlassian-jwt", "express-diy"),
    ("@atlassian/atlassian-jwt", "express-diy"),
    ("atlassian-connect-auth", "express-diy"),
    ("express", "express"),
    ("koa", "koa"),
    ("fastify", "fastify"),
    ("@nestjs/core", "nestjs"),
    ("@nestjs/common", "nestjs"),
    ("next", "next"),
    ("hono", "hono"),
    ("@hapi/hapi", "hapi"),
    ("hapi", "hapi"),
    ("restify", "restify"),
    ("polka", "polka"),
    ("probot", "probot"),
    ("react", "react"),
    ("preact", "preact"),
    ("vue", "vue"),
    ("svelte", "svelte"),
    ("@angular/core", "angular"),
    ("jquery", "jquery"),
    ("@atlaskit/button", "atlaskit"),
    ("firebase-functions", "firebase-functions"),
    ("serverless-http", "serverless"),
    ("@cloudflare/workers-types", "cloudflare-workers"),
    ("@forge/api", "forge"),
    ("@forge/bridge", "forge"),
    ("@forge/resolver", "forge"),
    ("@forge/ui", "forge"),
    ("itty-router", "itty-router"),
];

/// Adds each framework once, at the first import of it.
pub(crate) fn find(scene: &mut Scene<'_, '_>) {
    let mut found: BTreeMap<&'static str, Framework> = BTreeMap::new();
    for module in scene.eval.project.ids() {
        let tree = scene.tree(module);
        let typescript = matches!(
            scene.eval.project.path(module).rsplit('.').next(),
            Some("ts" | "tsx" | "mts" | "cts")
        );
        for import in &tree.imports {
            if import.type_only {
                continue;
            }
            let name = package_name(tree.text(import.specifier));
            let Some((_, id)) = FRAMEWORKS.iter().find(|(package, _)| *package == name) else {
                continue;
            };
            let evidence = scene.place(module, import.span);
            found.entry(id).or_insert(Framework {
                id,
                language: if typescript { "typescript" } else { "javascript" },
                evidence,
            });
        }
    }
    scene.facts.frameworks.extend(found.into_values());
}

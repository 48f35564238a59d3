//! Prints the facts of a folder as text: `cargo run -p forgeshift-connect --example facts -- FOLDER [KIND]`.

use forgeshift_connect::facts::Reading;
use forgeshift_source::disk::tree::Tree;
use std::path::Path;

fn main() {
    let mut args = std::env::args().skip(1);
    let folder = args.next().unwrap_or_else(|| ".".into());
    let only = args.next();
    let show = |kind: &str| only.as_deref().is_none_or(|only| only == kind);
    let tree = Tree::folder(Path::new(&folder));
    let listing = tree.list();
    let start = std::time::Instant::now();
    let facts = forgeshift_connect::lang::ecma::read(&tree, &listing, 2);
    eprintln!("{:?}", start.elapsed());
    if show("files") {
        for file in &facts.files {
            if !matches!(file.reading, Reading::Parsed) {
                println!("file {} {:?}", file.path, file.reading);
            }
        }
    }
    if show("routes") {
        for route in &facts.routes {
            println!(
                "route {} {} [{}] {:?} {}{} -> {}",
                route.method,
                route.path,
                route.framework,
                route.auth,
                route.place,
                if route.implicit { " implicit" } else { "" },
                route.handler.as_ref().map_or("?", |(name, _)| name)
            );
        }
    }
    if show("entries") {
        for entry in facts.entries.iter().filter(|entry| entry.route.is_none()) {
            println!(
                "entry {:?} {} {} ({})",
                entry.kind,
                entry.name,
                entry.place,
                entry.functions.len()
            );
        }
    }
    if show("outbound") {
        for call in &facts.outbound {
            println!(
                "outbound {:?}/{:?} {} {} {} pkg={} cat={} {:?} why={} {}",
                call.kind,
                call.via,
                call.method.as_deref().unwrap_or("-"),
                call.host.as_deref().unwrap_or("NULL"),
                call.url.as_deref().or(call.path.as_deref()).unwrap_or("-"),
                call.package.as_deref().unwrap_or("-"),
                call.category,
                call.acts_as,
                call.host_why.as_deref().unwrap_or("-"),
                call.place
            );
        }
    }
    if show("ap") {
        for call in &facts.client_api {
            println!(
                "ap {} literal={} {}",
                call.call, call.literal_arguments, call.place
            );
        }
    }
    if show("storage") {
        for item in &facts.storage {
            println!(
                "storage {} {} {}",
                item.what,
                item.detail.as_deref().unwrap_or("-"),
                item.place
            );
        }
    }
    if show("needs") {
        for need in &facts.needs {
            println!("need {} {} {}", need.what, need.detail, need.place);
        }
    }
    if show("env") {
        for var in &facts.env {
            println!(
                "env {} secret={} default={} x{}",
                var.name,
                var.secret,
                var.has_default,
                var.places.len()
            );
        }
    }
    if show("secrets") {
        for secret in &facts.secrets {
            println!("secret {} {}", secret.kind, secret.place);
        }
        for place in &facts.built_descriptors {
            println!("descriptor {place}");
        }
    }
    if show("frameworks") {
        for framework in &facts.frameworks {
            println!(
                "framework {} {} {}",
                framework.id, framework.language, framework.evidence
            );
        }
    }
    if show("calls") && only.is_some() {
        for call in &facts.calls {
            let name = |id: forgeshift_connect::facts::FunctionId| {
                facts
                    .functions
                    .get(id.0 as usize)
                    .map_or("?", |function| function.name.as_str())
            };
            println!("call {} -> {} {}", name(call.from), name(call.to), call.place);
        }
    }
    eprintln!(
        "{} files, {} functions, {} calls, {} routes, {} outbound, {} AP",
        facts.files.len(),
        facts.functions.len(),
        facts.calls.len(),
        facts.routes.len(),
        facts.outbound.len(),
        facts.client_api.len()
    );
}

//! Facts for carrying a server's files over: see [`crate::carry`].

mod names;
mod shape;
mod walk;

use super::choice::{self, Choice};
use super::ir::{self, Module};
use super::lines::Lines;
use super::parse;
use super::project::{Package, Project, Target, folder};
use super::reader;
use crate::carry::{Carry, CarryFile, Import, Leads, PackageFile};
use forgeshift_source::data::{Node as Data, json};
use forgeshift_source::disk::tree::{Listed, Listing, Tree};
use forgeshift_source::guard;
use forgeshift_source::span::Span;
use rayon::prelude::*;
use std::sync::Arc;

/// The largest JSON file that code may import and that is carried.
const DATA_LIMIT: u64 = 256 << 10;

/// Reads the JavaScript and TypeScript of an app for carrying.
pub fn read(tree: &Tree, listing: &Listing, threads: usize) -> Carry {
    let read: Vec<Piece> = guard::on_big_stack(threads.max(1), || {
        listing.files.par_iter().map(|file| guarded(tree, file)).collect()
    });
    joined(listing, read)
}

/// What one file gives.
#[derive(Default)]
struct Piece {
    file: Option<CarryFile>,
    package: Option<Data>,
    config: Option<Data>,
}

fn guarded(tree: &Tree, file: &Listed) -> Piece {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| one(tree, file))).unwrap_or_default()
}

fn one(tree: &Tree, file: &Listed) -> Piece {
    match choice::by_path(&file.path) {
        Choice::Code(language) => Piece {
            file: code(tree, file, language),
            ..Piece::default()
        },
        Choice::Data => data(tree, file),
        _ => Piece::default(),
    }
}

fn code(tree: &Tree, file: &Listed, language: &str) -> Option<CarryFile> {
    let source = reader::readable(tree, file, language)?;
    let text = source.text.clone();
    let lines = Lines::new(&text);
    let (program, _) = parse::program(&file.path, &text, Span::new(0, text.len())).ok()?;
    Some(walk::file(&program, file.path.clone(), text, &lines))
}

fn data(tree: &Tree, file: &Listed) -> Piece {
    let name = file.path.rsplit('/').next().unwrap_or("");
    if file.bytes > DATA_LIMIT || is_private(name) || name.ends_with("-lock.json") {
        return Piece::default();
    }
    let Ok(source) = tree.read(&file.path, DATA_LIMIT) else {
        return Piece::default();
    };
    let parsed = json::read(&source.text).ok();
    let mut piece = Piece {
        file: Some(CarryFile {
            path: file.path.clone(),
            text: source.text.clone(),
            is_module: false,
            imports: Vec::new(),
            statements: Vec::new(),
            functions: Vec::new(),
            chains: Vec::new(),
            ambiguous: Vec::new(),
        }),
        ..Piece::default()
    };
    if name == "package.json" {
        piece.package = parsed;
    } else if name.starts_with("tsconfig") || name == "jsconfig.json" {
        piece.config = parsed;
    }
    piece
}

/// Files that hold secrets are never carried.
fn is_private(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    lower.contains("credential") || lower.contains("secret") || lower.contains("service-account")
}

fn joined(listing: &Listing, read: Vec<Piece>) -> Carry {
    let mut files: Vec<CarryFile> = Vec::new();
    let mut modules: Vec<Module> = Vec::new();
    let mut paths: Vec<Arc<str>> = Vec::new();
    let mut packages = Vec::new();
    let mut configs = Vec::new();
    for (listed, piece) in listing.files.iter().zip(read) {
        if let Some(data) = piece.package {
            packages.push(Package {
                folder: folder(&listed.path).to_owned(),
                data,
            });
        }
        if let Some(data) = piece.config {
            configs.push((listed.path.to_string(), data));
        }
        if let Some(file) = piece.file {
            modules.push(imports_only(&file));
            paths.push(listed.path.clone());
            files.push(file);
        }
    }
    let facts = packages.iter().map(package).collect();
    let project = Project::new(modules, paths, packages, &configs);
    for (index, file) in files.iter_mut().enumerate() {
        for (number, import) in file.imports.iter_mut().enumerate() {
            let target = project.target(super::value::ModId(index as u32), ir::ImportId(number as u32));
            import.leads = leads(&project, target, import);
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Carry {
        files,
        packages: facts,
    }
}

fn leads(project: &Project, target: &Target, import: &Import) -> Leads {
    match target {
        Target::Module(module) => Leads::Own(project.path(*module).clone()),
        Target::Nothing => Leads::Nothing,
        Target::Package(name) => {
            let name = name.strip_prefix("node:").unwrap_or(name);
            if import.specifier.starts_with("node:") || names::BUILTIN.contains(&name) {
                Leads::Builtin(name.to_owned())
            } else {
                Leads::Package(name.to_owned())
            }
        }
    }
}

/// As much of a module as the project needs to resolve its imports.
fn imports_only(file: &CarryFile) -> Module {
    let mut module = Module::default();
    for import in &file.imports {
        let name = ir::Name(module.names.len() as u32);
        module.names.push(import.specifier.as_str().into());
        module.imports.push(ir::Import {
            specifier: name,
            span: import.span,
            type_only: import.type_only,
        });
    }
    module
}

fn package(package: &Package) -> PackageFile {
    let text = |name: &str| package.data.get(name).and_then(Data::str);
    let section = |name: &str| {
        package
            .data
            .get(name)
            .map_or(&[][..], Data::members)
            .iter()
            .filter_map(|member| Some((member.key.clone(), member.value.str()?.to_owned())))
            .collect::<Vec<_>>()
    };
    let mut dependencies = section("dependencies");
    dependencies.extend(section("optionalDependencies"));
    dependencies.extend(section("devDependencies"));
    PackageFile {
        folder: package.folder.clone(),
        version: text("version").map(str::to_owned),
        is_module: text("type") == Some("module"),
        dependencies,
    }
}

#[cfg(test)]
mod tests;

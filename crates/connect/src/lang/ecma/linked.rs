//! The second phase: all files together become facts.

use super::batches::Ties;
use super::eval::Eval;
use super::find::{self, Scene, pages::PageFile};
use super::graph;
use super::hash::{QuickMap, QuickSet};
use super::ir::{ImportId, Module, TOP};
use super::lines::Lines;
use super::order::sort;
use super::project::{Package, Project, Target, folder};
use super::reader::FileRead;
use super::settings::Settings;
use super::value::ModId;
use crate::facts::{Call, CodeFacts, Function, FunctionId, Secret};
use crate::timings::Timings;
use forgeshift_source::data::Node as Data;
use forgeshift_source::disk::tree::Listed;
use forgeshift_source::span::Place;
use forgeshift_source::stopwatch::Stopwatch;
use std::sync::Arc;

/// What comes of files that are linked together.
#[derive(Default)]
pub(crate) struct Linked {
    pub facts: CodeFacts,
    pub ties: Ties,
    pub timings: Timings,
}

/// The facts of all files. `starts` are texts that name the files that start the server.
pub(crate) fn link(list: &[Listed], mut files: Vec<FileRead>, starts: &[(String, String)]) -> Linked {
    let mut timings = Timings::default();
    let mut facts = CodeFacts::default();
    let mut settings = Settings::default();
    let mut modules: Vec<Module> = Vec::new();
    let mut paths: Vec<Arc<str>> = Vec::new();
    let mut packages = Vec::new();
    let mut declared: Vec<(usize, Data)> = Vec::new();
    let mut configs: Vec<(String, Data)> = Vec::new();
    for (index, (listed, file)) in list.iter().zip(&mut files).enumerate() {
        timings.file(&listed.path, file.read, file.parse);
        facts.files.extend(file.fact.take());
        if let Some(text) = file.settings.take() {
            for (span, kind) in settings.read(&listed.path, &text) {
                let place = file.lines.place(&listed.path, span);
                facts.secrets.push(Secret { kind, place });
            }
        }
        if let Some(data) = file.data.take() {
            if find::routes::is_declaration(&listed.path) {
                declared.push((index, data));
            } else if listed.path.ends_with("package.json") {
                packages.push(Package {
                    folder: folder(&listed.path).to_owned(),
                    data,
                });
            } else {
                configs.push((listed.path.to_string(), data));
            }
        }
        for mut module in file.modules.drain(..) {
            module.file = index;
            modules.push(module);
            paths.push(listed.path.clone());
        }
    }
    let began = Stopwatch::start();
    let project = Project::new(modules, paths, packages, &configs);
    let lines: Vec<&Lines> = project
        .modules
        .iter()
        .map(|module| &files[module.file].lines)
        .collect();
    secrets(&project, &lines, &mut facts);
    let mut eval = Eval::new(&project, &settings);
    let calls = graph::link(&mut eval);
    timings.link = began.elapsed();
    let addresses = find::pages::Addresses::new(&project);
    let loaded: Vec<ModId> = files
        .iter()
        .filter_map(|file| file.page.as_ref())
        .flat_map(|page| addresses.loaded(&project, page))
        .collect();
    let in_browser = find::side::in_browser(&project, &loaded);
    let first = number(&project);
    let mut scene = Scene {
        eval: &mut eval,
        calls: &calls,
        lines,
        first,
        in_browser,
        registering: QuickSet::default(),
        checks: QuickMap::default(),
        env: super::value::ROOT,
        facts,
    };
    functions(&mut scene);
    let page_files = pages(&mut scene, list, &files);
    let declared: Vec<find::routes::Declared<'_>> = declared
        .into_iter()
        .filter_map(|(index, data)| {
            Some(find::routes::Declared {
                path: list.get(index)?.path.clone(),
                data,
                lines: &files.get(index)?.lines,
            })
        })
        .collect();
    find::routes::find(&mut scene, &declared);
    by_calls(&mut scene);
    find::client_api::reads(&mut scene);
    find::browser::stores(&mut scene);
    find::browser::imports(&mut scene);
    find::entries::decorated(&mut scene);
    find::entries::startup(&mut scene, starts);
    find::env::find(&mut scene);
    find::frameworks::find(&mut scene);
    find::needs::imports(&mut scene);
    find::needs::after_response(&mut scene);
    edges(&mut scene);
    find::pages::add(&mut scene, &page_files, &addresses);
    let mut facts = scene.facts;
    sort(&mut facts);
    timings.find = began.elapsed().saturating_sub(timings.link);
    Linked {
        facts,
        ties: Ties::of(&project),
        timings,
    }
}

/// The number of each module's first function.
fn number(project: &Project) -> Vec<u32> {
    let mut next = 0;
    project
        .modules
        .iter()
        .map(|module| {
            let first = next;
            next += module.funcs.len() as u32;
            first
        })
        .collect()
}

fn functions(scene: &mut Scene<'_, '_>) {
    for module in scene.eval.project.ids() {
        for (index, func) in scene.tree(module).funcs.iter().enumerate() {
            let name = scene.function_name(module, super::ir::FuncId(index as u32));
            let place = scene.place(module, func.span);
            scene.facts.functions.push(Function { name, place });
        }
    }
}

/// Every page with a function that stands for it.
fn pages<'f>(scene: &mut Scene<'_, '_>, list: &[Listed], files: &'f [FileRead]) -> Vec<PageFile<'f>> {
    let mut scripts: Vec<Vec<ModId>> = vec![Vec::new(); files.len()];
    for module in scene.eval.project.ids() {
        let tree = scene.tree(module);
        if tree.in_page
            && let Some(scripts) = scripts.get_mut(tree.file)
        {
            scripts.push(module);
        }
    }
    let mut found = Vec::new();
    for ((listed, file), scripts) in list.iter().zip(files).zip(scripts) {
        let Some(page) = &file.page else { continue };
        let function = FunctionId(scene.facts.functions.len() as u32);
        scene.facts.functions.push(Function {
            name: "(page)".into(),
            place: Place::start_of(listed.path.clone()),
        });
        found.push(PageFile {
            path: listed.path.clone(),
            page,
            lines: &file.lines,
            scripts,
            function,
        });
    }
    found
}

/// Calls, and files that run because they are imported.
fn edges(scene: &mut Scene<'_, '_>) {
    for (module, call, of, func) in &scene.calls.edges {
        let Some(call) = scene.tree(*module).call(*call).copied() else {
            continue;
        };
        let edge = Call {
            from: scene.function(*module, call.owner),
            to: scene.function(*of, *func),
            place: scene.place_of(*module, call.expr),
        };
        scene.facts.calls.push(edge);
    }
    handed_edges(scene);
    for module in scene.eval.project.ids() {
        let tree = scene.tree(module);
        for (index, import) in tree.imports.iter().enumerate() {
            let target = scene.eval.project.target(module, ImportId(index as u32)).clone();
            if let (Target::Module(target), false) = (target, import.type_only) {
                let edge = Call {
                    from: scene.function(module, TOP),
                    to: scene.function(target, TOP),
                    place: scene.place(module, import.span),
                };
                scene.facts.calls.push(edge);
            }
        }
    }
}

/// Functions that are handed on. What is handed to the app's own function is called in there, and what is
/// registered runs when its entry is entered; only where nothing else leads to a function the handing on does.
fn handed_edges(scene: &mut Scene<'_, '_>) {
    let mut reached: QuickSet<FunctionId> = scene.facts.calls.iter().map(|call| call.to).collect();
    reached.extend(
        scene
            .facts
            .entries
            .iter()
            .flat_map(|entry| entry.functions.iter().copied()),
    );
    for last_resort in [false, true] {
        for (module, id, of, func, to_own) in &scene.calls.handed {
            let to = scene.function(*of, *func);
            let registered = scene.registering.contains(&(*module, *id));
            if *to_own != last_resort || registered || (last_resort && reached.contains(&to)) {
                continue;
            }
            let Some(call) = scene.tree(*module).call(*id).copied() else {
                continue;
            };
            reached.insert(to);
            let edge = Call {
                from: scene.function(*module, call.owner),
                to,
                place: scene.place_of(*module, call.expr),
            };
            scene.facts.calls.push(edge);
        }
    }
}

/// One pass over all calls; each kind of fact looks at what the call calls.
fn by_calls(scene: &mut Scene<'_, '_>) {
    let inner = find::sdk::inner_calls(scene);
    for at in scene.all_calls() {
        if at.call.jsx {
            find::browser::element(scene, &at);
            continue;
        }
        let mut requested = false;
        for (sym, text) in scene.symbols(&at) {
            find::client_api::call(scene, &at, &text);
            if find::product::request(scene, &at, &text).is_some() {
                if !requested {
                    find::product::add(scene, &at);
                }
                requested = true;
            } else if let Some(request) = find::http::request(scene, &at, sym, &text)
                && !requested
            {
                find::product::add_request(scene, &at, request);
                requested = true;
            } else {
                find::sdk::call(scene, &at, sym, &text, &inner);
            }
            find::entries::call(scene, &at, &text);
            find::storage::call(scene, &at, &text);
            find::needs::call(scene, &at, &text);
        }
    }
    find::product::implicit(scene);
    find::descriptors::find(scene);
}

fn secrets(project: &Project, lines: &[&Lines], facts: &mut CodeFacts) {
    for module in project.ids() {
        for (span, kind) in &project.module(module).secrets {
            let place = lines
                .get(module.0 as usize)
                .map(|lines| lines.place(project.path(module), *span));
            if let Some(place) = place {
                facts.secrets.push(Secret { kind, place });
            }
        }
        if project.path(module).ends_with("credentials.json") {
            let place = Place::start_of(project.path(module).clone());
            facts.secrets.push(Secret {
                kind: "credentials",
                place,
            });
        }
    }
}

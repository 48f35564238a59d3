//! From parsed files to a program: which files make up which crate, and what each module holds.

mod implementations;

use crate::facts::Reading;
use crate::lang::rust::cargo::Manifest;
use crate::lang::rust::parse::Parsed;
use crate::lang::rust::program::{
    Def, FnId, FnInfo, ModId, ModInfo, Program, TraitId, TraitInfo, TypeId, TypeInfo, ValueId, ValueInfo,
};
use crate::lang::rust::tree::{At, Fn, Impl, Import, Item, Macro, Mod, Module};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

/// A manifest and the folder in which it stands (empty, or with a `/` at the end).
pub struct Crate {
    pub folder: String,
    pub manifest: Manifest,
}

/// A macro in the place of an item, such as `table! { … }`.
pub struct ItemMacro {
    pub module: ModId,
    pub mac: Macro,
    pub table: Option<String>,
    pub at: At,
}

pub struct Assembly {
    pub program: Program,
    pub macros: Vec<ItemMacro>,
    /// How far each file was understood, in the order of the files.
    pub readings: Vec<Reading>,
}

/// Puts the files together. Takes the modules out of `files`.
pub fn assemble(files: &mut [Parsed], crates: Vec<Crate>) -> Assembly {
    let mut assembler = Assembler {
        by_path: files
            .iter()
            .enumerate()
            .map(|(i, file)| (file.path.to_string(), i))
            .collect(),
        modules: files
            .iter_mut()
            .map(|file| std::mem::replace(&mut file.module, Ok(Module::default())).map(Some))
            .collect(),
        loaded: HashMap::new(),
        paths: files.iter().map(|file| file.path.clone()).collect(),
        tests: BTreeSet::new(),
        impls: Vec::new(),
        macros: Vec::new(),
        program: Program::default(),
    };
    assembler.crates(&crates);
    assembler.strays(files, &crates);
    assembler.program.link_globs();
    assembler.implementations();
    let readings = assembler.readings(files);
    let mut program = assembler.program;
    program.manifests = crates.into_iter().map(|c| c.manifest).collect();
    Assembly {
        program,
        macros: assembler.macros,
        readings,
    }
}

struct Assembler {
    by_path: BTreeMap<String, usize>,
    modules: Vec<Result<Option<Module>, Reading>>,
    loaded: HashMap<usize, ModId>,
    paths: Vec<std::sync::Arc<str>>,
    /// Files that only tests are built from, and the folders below them.
    tests: BTreeSet<String>,
    /// Implementations, with the modules of their functions' bodies.
    impls: Vec<(ModId, Impl, Vec<ModId>)>,
    macros: Vec<ItemMacro>,
    program: Program,
}

/// Where a module stands: what its children need to know.
#[derive(Clone)]
struct Site {
    file: usize,
    parent: Option<ModId>,
    root: Option<ModId>,
    manifest: Option<usize>,
    /// The folder of the files of its children, with a `/` at the end.
    folder: String,
}

impl Assembler {
    fn crates(&mut self, crates: &[Crate]) {
        for (number, found) in crates.iter().enumerate() {
            let Some(name) = &found.manifest.name else {
                continue;
            };
            let lib = found.manifest.lib_path.as_deref().unwrap_or("src/lib.rs");
            if let Some(root) = self.root(&format!("{}{lib}", found.folder), Some(number)) {
                let name = found.manifest.lib_name.as_ref().unwrap_or(name);
                self.program.crates.insert(name.clone(), root);
            }
        }
        for (number, found) in crates.iter().enumerate() {
            let bin_folder = format!("{}src/bin/", found.folder);
            let in_bin = self.by_path.keys().filter(|path| {
                let rest = path.strip_prefix(&bin_folder).unwrap_or_default();
                !rest.is_empty()
                    && (!rest.contains('/') || rest.ends_with("/main.rs") && rest.matches('/').count() == 1)
            });
            let mut roots: Vec<_> = in_bin.cloned().collect();
            roots.push(format!("{}src/main.rs", found.folder));
            roots.extend(
                found
                    .manifest
                    .bin_paths
                    .iter()
                    .map(|path| format!("{}{path}", found.folder)),
            );
            for path in roots {
                self.root(&path, Some(number));
            }
        }
    }

    fn root(&mut self, path: &str, manifest: Option<usize>) -> Option<ModId> {
        let file = *self.by_path.get(path)?;
        let folder = folder_of(path).to_owned();
        self.load(
            file,
            Site {
                file,
                parent: None,
                root: None,
                manifest,
                folder,
            },
        )
    }

    /// Files that no `mod` leads to. In a crate that was read as a whole they are not built. Where a file above them
    /// could not be read, or where there is no `Cargo.toml`, they are read on their own.
    fn strays(&mut self, files: &[Parsed], crates: &[Crate]) {
        for root in ["main.rs", "lib.rs"] {
            for file in files {
                let covered = crates
                    .iter()
                    .any(|c| c.manifest.name.is_some() && file.path.starts_with(&c.folder));
                if !covered && (*file.path == *root || file.path.ends_with(&format!("/{root}"))) {
                    self.root(&file.path, None);
                }
            }
        }
        let broken: BTreeSet<_> = (0..files.len())
            .filter(|i| matches!(self.modules.get(*i), Some(Err(Reading::Failed(_)))))
            .filter_map(|i| owner(crates, &files.get(i)?.path))
            .collect();
        for file in files {
            let owner = owner(crates, &file.path);
            let alone = owner.is_none_or(|owner| broken.contains(&owner));
            if alone
                && !self.is_below_test(&file.path)
                && self
                    .by_path
                    .get(&*file.path)
                    .is_some_and(|i| !self.loaded.contains_key(i))
            {
                self.root(&file.path, owner);
            }
        }
    }

    fn load(&mut self, file: usize, site: Site) -> Option<ModId> {
        if let Some(module) = self.loaded.get(&file) {
            return Some(*module);
        }
        let module = self.modules.get_mut(file)?.as_mut().ok()?.take()?;
        let id = self.open(&site);
        self.loaded.insert(file, id);
        self.fill(id, module, &site);
        Some(id)
    }

    fn open(&mut self, site: &Site) -> ModId {
        let id = ModId(self.program.modules.len());
        self.program.modules.push(ModInfo {
            file: site.file,
            parent: site.parent,
            is_body: false,
            root: site.root.unwrap_or(id),
            manifest: site.manifest,
            types: HashMap::new(),
            values: HashMap::new(),
            imports: HashMap::new(),
            globs: Vec::new(),
        });
        id
    }

    /// The module of a function's body: one of its own, where there are items in it.
    fn body(&mut self, id: ModId, decl: &mut Fn, site: &Site) -> ModId {
        if decl.inner.is_empty() {
            return id;
        }
        let items = std::mem::take(&mut decl.inner);
        let root = self.program.modules.get(id.0).map(|info| info.root);
        let site = Site {
            parent: Some(id),
            root,
            ..site.clone()
        };
        let body = self.open(&site);
        if let Some(info) = self.info(body) {
            info.is_body = true;
        }
        self.fill(body, Module { items }, &site);
        body
    }

    fn fill(&mut self, id: ModId, module: Module, site: &Site) {
        for item in module.items {
            match item {
                Item::Fn(mut decl) => {
                    let name = decl.name.clone();
                    let body = self.body(id, &mut decl, site);
                    let function = self.function(decl, body, None);
                    self.value(id, name, Def::Fn(function));
                }
                Item::Type(def) => {
                    let type_id = TypeId(self.program.types.len());
                    let name = def.name.clone();
                    self.program.types.push(TypeInfo {
                        def: Rc::new(def),
                        module: id,
                        methods: HashMap::new(),
                        values: HashMap::new(),
                        traits: BTreeMap::new(),
                    });
                    self.name(id, name, Def::Type(type_id));
                }
                Item::Trait(found) => {
                    let trait_id = TraitId(self.program.traits.len());
                    let mut methods = BTreeMap::new();
                    for mut decl in found.fns {
                        let method = decl.name.clone();
                        let body = self.body(id, &mut decl, site);
                        let default = decl.body.is_some().then(|| self.function(decl, body, None));
                        methods.insert(method, default.into_iter().collect());
                    }
                    self.program.traits.push(TraitInfo { methods });
                    self.name(id, found.name, Def::Trait(trait_id));
                }
                Item::Value(def) => {
                    let name = def.name.clone();
                    let value = self.constant(def, id, None);
                    self.value(id, name, Def::Value(value));
                }
                Item::Impl(mut found) => {
                    let bodies = found
                        .fns
                        .iter_mut()
                        .map(|decl| self.body(id, decl, site))
                        .collect();
                    self.impls.push((id, found, bodies));
                }
                Item::Use(imports) => self.imports(id, imports),
                Item::ExternCrate { name, alias, macros } => self.extern_crate(id, name, alias, macros),
                Item::Mod(child) => self.child(id, child, site),
                Item::Macro { mac, table, at } => self.macros.push(ItemMacro {
                    module: id,
                    mac,
                    table,
                    at,
                }),
            }
        }
    }

    fn info(&mut self, id: ModId) -> Option<&mut ModInfo> {
        self.program.modules.get_mut(id.0)
    }

    fn value(&mut self, id: ModId, name: String, def: Def) {
        if let Some(info) = self.info(id) {
            info.values.insert(name, def);
        }
    }

    fn name(&mut self, id: ModId, name: String, def: Def) {
        if let Some(info) = self.info(id) {
            info.types.insert(name, def);
        }
    }

    fn imports(&mut self, id: ModId, imports: Vec<Import>) {
        let Some(info) = self.info(id) else { return };
        for import in imports {
            match import.name.as_str() {
                "*" => info.globs.push(import),
                "_" => {}
                _ => {
                    info.imports.insert(import.name.clone(), import);
                }
            }
        }
    }

    fn extern_crate(&mut self, id: ModId, name: String, alias: String, macros: bool) {
        let Some(info) = self.info(id) else { return };
        let import = Import {
            name: alias.clone(),
            path: vec![name],
        };
        if macros {
            info.globs.push(import.clone());
        }
        if import.path.first() != Some(&alias) {
            info.imports.insert(alias, import);
        }
    }

    fn child(&mut self, id: ModId, child: Mod, site: &Site) {
        let root = self.program.modules.get(id.0).map(|info| info.root);
        let folder = format!("{}{}/", site.folder, child.name);
        let below = Site {
            parent: Some(id),
            root,
            folder: folder.clone(),
            ..site.clone()
        };
        if child.test {
            self.tests.insert(folder);
            self.tests.insert(format!("{}{}.rs", site.folder, child.name));
            return;
        }
        let module = match child.inline {
            Some(inline) => {
                let module = self.open(&below);
                self.fill(module, inline, &below);
                Some(module)
            }
            None => self.child_file(&child, site, below),
        };
        if let Some(module) = module {
            self.name(id, child.name, Def::Mod(module));
        }
    }

    fn child_file(&mut self, child: &Mod, site: &Site, below: Site) -> Option<ModId> {
        let candidates = match &child.path {
            Some(path) => vec![joined(folder_of(self.paths.get(site.file)?), path)],
            None => vec![
                format!("{}{}.rs", site.folder, child.name),
                format!("{}mod.rs", below.folder),
            ],
        };
        let (path, file) = candidates
            .iter()
            .find_map(|path| self.by_path.get_key_value(path))?;
        let (file, is_folder_file) = (*file, path.ends_with("/mod.rs"));
        let folder = match &child.path {
            Some(_) if !is_folder_file => format!("{}/", path.strip_suffix(".rs").unwrap_or(path)),
            Some(_) => folder_of(path).to_owned(),
            None => below.folder.clone(),
        };
        self.load(
            file,
            Site {
                file,
                folder,
                ..below
            },
        )
    }

    fn function(&mut self, decl: Fn, module: ModId, of: Option<TypeId>) -> FnId {
        let id = FnId(self.program.fns.len());
        self.program.fns.push(FnInfo {
            decl: Rc::new(decl),
            module,
            of,
            of_external: None,
        });
        id
    }

    fn constant(
        &mut self,
        def: crate::lang::rust::tree::ValueDef,
        module: ModId,
        of: Option<TypeId>,
    ) -> ValueId {
        let id = ValueId(self.program.values.len());
        self.program.values.push(ValueInfo {
            def: Rc::new(def),
            module,
            of,
        });
        id
    }

    fn is_below_test(&self, path: &str) -> bool {
        let mut folders = path.match_indices('/').filter_map(|(end, _)| path.get(..=end));
        self.tests.contains(path) || folders.any(|folder| self.tests.contains(folder))
    }

    fn readings(&self, files: &[Parsed]) -> Vec<Reading> {
        let reading = |(index, file): (usize, &Parsed)| match self.modules.get(index) {
            Some(Err(reading)) => reading.clone(),
            Some(Ok(None)) => Reading::Parsed,
            _ if self.is_below_test(&file.path) => Reading::Skipped("a test".to_owned()),
            _ => Reading::Skipped("no `mod` leads to it: it is not built".to_owned()),
        };
        files.iter().enumerate().map(reading).collect()
    }
}

/// The crate whose folder is the nearest above a file.
fn owner(crates: &[Crate], path: &str) -> Option<usize> {
    let above = crates
        .iter()
        .enumerate()
        .filter(|(_, c)| c.manifest.name.is_some() && path.starts_with(&c.folder));
    above
        .max_by_key(|(_, c)| c.folder.len())
        .map(|(number, _)| number)
}

/// The folder of a path, with its `/`.
fn folder_of(path: &str) -> &str {
    path.rfind('/').map_or("", |end| path.get(..=end).unwrap_or(""))
}

/// A relative path from a folder; one that leaves the tree matches no file.
fn joined(folder: &str, path: &str) -> String {
    let mut parts: Vec<_> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

//! All modules of an app, and which module an import means.

use super::configs::{self, Aliases};
use super::ir::{ImportId, Module};
use super::value::ModId;
use forgeshift_source::data::Node as Data;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

/// What an import leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    Module(ModId),
    /// A package that is not part of the app.
    Package(Rc<str>),
    /// A file that is not read, or is not there.
    Nothing,
}

/// A `package.json`.
#[derive(Debug, Clone)]
pub(crate) struct Package {
    /// Its folder, `""` for the root.
    pub folder: String,
    pub data: Data,
}

/// What is read of the app's files before they are linked.
pub(crate) struct Project {
    pub modules: Vec<Module>,
    /// The path of each module's file.
    pub paths: Vec<Arc<str>>,
    pub packages: Vec<Package>,
    by_path: HashMap<Arc<str>, ModId>,
    aliases: Vec<Aliases>,
    /// Where each import leads, module by module.
    targets: Vec<Vec<Target>>,
}

const ENDINGS: [&str; 14] = [
    "", ".ts", ".tsx", ".js", ".jsx", ".mjs", ".cjs", ".mts", ".cts", ".json", ".vue", ".svelte", ".es6",
    ".es",
];
const INDEXES: [&str; 7] = [
    "index.ts",
    "index.tsx",
    "index.js",
    "index.jsx",
    "index.mjs",
    "index.cjs",
    "index.json",
];

impl Project {
    /// A project of modules that are read already. `paths` holds the file of each.
    pub fn new(
        modules: Vec<Module>,
        paths: Vec<Arc<str>>,
        packages: Vec<Package>,
        configs: &[(String, Data)],
    ) -> Self {
        let mut by_path = HashMap::new();
        for (index, path) in paths.iter().enumerate() {
            by_path.entry(path.clone()).or_insert(ModId(index as u32));
        }
        let aliases = configs::aliases(configs, &packages);
        let mut project = Self {
            modules,
            paths,
            packages,
            by_path,
            aliases,
            targets: Vec::new(),
        };
        project.targets = project.resolve_all();
        project
    }

    /// The module.
    pub fn module(&self, id: ModId) -> &Module {
        &self.modules[id.0 as usize]
    }

    /// The path of a module's file.
    pub fn path(&self, id: ModId) -> &Arc<str> {
        &self.paths[id.0 as usize]
    }

    /// Every module's number.
    pub fn ids(&self) -> impl Iterator<Item = ModId> + use<> {
        (0..self.modules.len() as u32).map(ModId)
    }

    /// The module that was read from a file.
    pub fn at(&self, path: &str) -> Option<ModId> {
        self.by_path.get(path).copied()
    }

    /// Where an import leads.
    pub fn target(&self, module: ModId, import: ImportId) -> &Target {
        self.targets
            .get(module.0 as usize)
            .and_then(|targets| targets.get(import.0 as usize))
            .unwrap_or(&Target::Nothing)
    }

    /// Where all imports lead. The same specifier leads to the same from everywhere in a folder.
    fn resolve_all(&self) -> Vec<Vec<Target>> {
        let mut known: HashMap<(&str, &str), Target> = HashMap::new();
        let mut all = Vec::with_capacity(self.modules.len());
        for (module, path) in self.modules.iter().zip(&self.paths) {
            let resolved = module.imports.iter().map(|import| {
                let specifier = module.text(import.specifier);
                known
                    .entry((folder(path), specifier))
                    .or_insert_with(|| self.resolve(path, specifier))
                    .clone()
            });
            all.push(resolved.collect());
        }
        all
    }

    /// Where a specifier leads, seen from a file.
    pub fn resolve(&self, from: &str, specifier: &str) -> Target {
        // Bundlers allow `loader!./file` and `./file?query`.
        let specifier = specifier.rsplit('!').next().unwrap_or(specifier);
        let specifier = specifier.split('?').next().unwrap_or(specifier);
        if specifier.starts_with('.') {
            let path = join(folder(from), specifier);
            return self.file(&path).map_or(Target::Nothing, Target::Module);
        }
        if specifier.starts_with('/') {
            return self
                .file(specifier.trim_start_matches('/'))
                .map_or(Target::Nothing, Target::Module);
        }
        if let Some(module) = self.aliased(from, specifier) {
            return Target::Module(module);
        }
        if let Some(module) = self.workspace(specifier).or_else(|| self.own(from, specifier)) {
            return Target::Module(module);
        }
        for prefix in ["~/", "@/", "#/"] {
            if let Some(rest) = specifier.strip_prefix(prefix) {
                return self
                    .below_source(from, rest)
                    .map_or(Target::Nothing, Target::Module);
            }
        }
        Target::Package(package_name(specifier).into())
    }

    /// `@/x` without a configuration: the nearest `src` or the package's own folder.
    fn below_source(&self, from: &str, rest: &str) -> Option<ModId> {
        let mut at = folder(from).to_owned();
        loop {
            for source in ["src", "", "app"] {
                if let Some(module) = self.file(&join(&join(&at, source), rest)) {
                    return Some(module);
                }
            }
            if at.is_empty() {
                return None;
            }
            at = folder(&at).to_owned();
        }
    }

    /// The module at a path whose ending may be left out.
    pub fn file(&self, path: &str) -> Option<ModId> {
        let path = path.trim_end_matches('/');
        let mut full = String::with_capacity(path.len() + 16);
        full.push_str(path);
        for ending in ENDINGS {
            full.truncate(path.len());
            full.push_str(ending);
            if let Some(module) = self.by_path.get(full.as_str()) {
                return Some(*module);
            }
        }
        // TypeScript sources are imported under the name of what they are compiled to.
        for (compiled, source) in [
            (".js", ".ts"),
            (".js", ".tsx"),
            (".jsx", ".tsx"),
            (".mjs", ".mts"),
            (".cjs", ".cts"),
        ] {
            if let Some(stem) = path.strip_suffix(compiled)
                && let Some(module) = self.by_path.get(format!("{stem}{source}").as_str())
            {
                return Some(*module);
            }
        }
        for index in INDEXES {
            if let Some(module) = self.by_path.get(join(path, index).as_str()) {
                return Some(*module);
            }
        }
        let package = self.packages.iter().find(|package| package.folder == path)?;
        let main = package.data.get("main")?.str()?;
        let main = join(path, main);
        if main == path { None } else { self.file(&main) }
    }

    fn aliased(&self, from: &str, specifier: &str) -> Option<ModId> {
        for alias in &self.aliases {
            if !within(from, &alias.folder) {
                continue;
            }
            for (prefix, star, places) in &alias.paths {
                let rest = match star {
                    true => specifier.strip_prefix(prefix.as_str()),
                    false => (specifier == prefix).then_some(""),
                };
                let Some(rest) = rest else { continue };
                for place in places {
                    if let Some(module) = self.file(&join(&alias.start, &place.replacen('*', rest, 1))) {
                        return Some(module);
                    }
                }
            }
            if let Some(base) = &alias.base
                && let Some(module) = self.file(&join(base, specifier))
            {
                return Some(module);
            }
        }
        None
    }

    /// `#name` of the nearest package that has `imports`.
    fn own(&self, from: &str, specifier: &str) -> Option<ModId> {
        if !specifier.starts_with('#') {
            return None;
        }
        let above = self
            .packages
            .iter()
            .filter(|package| within(from, &package.folder));
        let package = above.max_by_key(|package| package.folder.len())?;
        let target = configs::imported(&package.data, specifier)?;
        self.file(&join(&package.folder, &target))
    }

    /// A package of the same repository.
    fn workspace(&self, specifier: &str) -> Option<ModId> {
        let name = package_name(specifier);
        let package = self.packages.iter().find(|package| {
            !package.folder.is_empty() && package.data.get("name").and_then(Data::str) == Some(name)
        })?;
        let rest = specifier.get(name.len()..).unwrap_or("").trim_start_matches('/');
        if !rest.is_empty() {
            let exported = configs::exported(&package.data, rest);
            return exported
                .and_then(|target| self.file(&join(&package.folder, &target)))
                .or_else(|| self.file(&join(&package.folder, rest)))
                .or_else(|| self.file(&join(&join(&package.folder, "src"), rest)));
        }
        let entries = [
            package.data.at(&["exports", "."]).and_then(configs::target),
            package.data.get("exports").and_then(configs::target),
            package.data.get("module").and_then(Data::str),
            package.data.get("main").and_then(Data::str),
        ];
        entries
            .into_iter()
            .flatten()
            .find_map(|entry| self.file(&join(&package.folder, entry)))
            .or_else(|| self.file(&join(&package.folder, "src/index")))
            .or_else(|| self.file(&join(&package.folder, "index")))
    }
}

/// The folder of a path, `""` for the root.
pub(crate) fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn within(path: &str, folder: &str) -> bool {
    folder.is_empty()
        || path
            .strip_prefix(folder)
            .is_some_and(|rest| rest.starts_with('/'))
}

/// A path from a folder; `..` above the root stays at the root.
pub(crate) fn join(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// `@scope/name/sub` → `@scope/name`, `node:fs` → `fs`.
pub(crate) fn package_name(specifier: &str) -> &str {
    let specifier = specifier.strip_prefix("node:").unwrap_or(specifier);
    let slashes = if specifier.starts_with('@') { 2 } else { 1 };
    match specifier.match_indices('/').nth(slashes - 1) {
        Some((end, _)) => &specifier[..end],
        None => specifier,
    }
}

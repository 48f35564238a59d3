//! All crates of an app as one program: modules, functions, types, and what a name means where it stands.

use super::cargo::Manifest;
use super::tree::{Fn, Import, Ty, TypeDef, ValueDef};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::rc::Rc;

macro_rules! index {
    ($($(#[$doc:meta])* $name:ident),*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub usize);
    )*};
}

index!(
    /// A module.
    ModId,
    /// A function or a method.
    FnId,
    /// A struct, an enum or an alias.
    TypeId,
    /// A constant or a static.
    ValueId,
    /// A trait.
    TraitId
);

/// What a path means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Def {
    Mod(ModId),
    Fn(FnId),
    Type(TypeId),
    Value(ValueId),
    Trait(TraitId),
    /// Something of a type's that is no function of ours: a variant, a derived `default`.
    Member(TypeId, String),
    /// A path into another package, under the package's own name: `reqwest::Client::new`.
    External(Rc<str>),
}

#[derive(Debug)]
pub struct ModInfo {
    pub file: usize,
    pub parent: Option<ModId>,
    /// The body of a function, as the items in it see it: what is not found here is looked for around it.
    pub is_body: bool,
    pub root: ModId,
    /// The manifest of its crate, by number.
    pub manifest: Option<usize>,
    /// Modules, types, traits.
    pub types: HashMap<String, Def>,
    /// Functions, constants, statics.
    pub values: HashMap<String, Def>,
    pub imports: HashMap<String, Import>,
    pub globs: Vec<Import>,
}

#[derive(Debug)]
pub struct FnInfo {
    pub decl: Rc<Fn>,
    pub module: ModId,
    pub of: Option<TypeId>,
    /// The type that an `impl` names, where it is not ours.
    pub of_external: Option<Ty>,
}

#[derive(Debug)]
pub struct TypeInfo {
    pub def: Rc<TypeDef>,
    pub module: ModId,
    pub methods: HashMap<String, FnId>,
    pub values: HashMap<String, ValueId>,
    /// The last names of the traits that it implements, with the methods given there.
    pub traits: BTreeMap<String, Vec<FnId>>,
}

#[derive(Debug)]
pub struct ValueInfo {
    pub def: Rc<ValueDef>,
    pub module: ModId,
    pub of: Option<TypeId>,
}

#[derive(Debug, Default)]
pub struct TraitInfo {
    /// The default and every implementation of each method.
    pub methods: BTreeMap<String, Vec<FnId>>,
}

#[derive(Debug, Default)]
pub struct Program {
    pub modules: Vec<ModInfo>,
    pub fns: Vec<FnInfo>,
    pub types: Vec<TypeInfo>,
    pub values: Vec<ValueInfo>,
    pub traits: Vec<TraitInfo>,
    pub manifests: Vec<Manifest>,
    /// The libraries among the crates, by name.
    pub crates: BTreeMap<String, ModId>,
    /// Methods that the program gives to types of other packages.
    pub extensions: HashMap<String, Vec<FnId>>,
    /// Every method of the program's own types, by name.
    pub methods: HashMap<String, Vec<FnId>>,
    /// Names that globs of known packages bring in.
    pub glob_names: Option<&'static BTreeSet<&'static str>>,
    /// The modules of the program that each module's globs stand for.
    glob_targets: Vec<Vec<ModId>>,
    /// What globs were found to bring in.
    seen_globs: RefCell<HashMap<(ModId, String, bool), Option<Def>>>,
}

/// How many imports lead on to another before we stop following.
const HOPS: u32 = 16;

impl Program {
    /// What a path means in a module.
    pub fn resolve(&self, module: ModId, segments: &[String]) -> Def {
        self.lookup(module, segments, HOPS)
            .unwrap_or_else(|| self.external(module, segments))
    }

    /// The module in which a function's body stands; any other module is its own.
    pub fn enclosing(&self, module: ModId) -> ModId {
        let mut module = module;
        while let Some(info) = self.modules.get(module.0).filter(|info| info.is_body) {
            let Some(parent) = info.parent else { break };
            module = parent;
        }
        module
    }

    fn above(&self, module: ModId) -> Option<ModId> {
        self.modules.get(self.enclosing(module).0)?.parent
    }

    fn lookup(&self, module: ModId, segments: &[String], hops: u32) -> Option<Def> {
        let hops = hops.checked_sub(1)?;
        let (head, rest) = segments.split_first()?;
        let info = self.modules.get(module.0)?;
        match head.as_str() {
            "crate" | "$crate" => return self.descend(Def::Mod(info.root), rest, hops),
            "self" => return self.descend(Def::Mod(self.enclosing(module)), rest, hops),
            "super" => return self.descend(Def::Mod(self.above(module)?), rest, hops),
            _ => {}
        }
        if let Some(def) = self.named(info, head, rest.is_empty()) {
            return self.descend(def, rest, hops);
        }
        if let Some(import) = info.imports.get(head) {
            let path: Vec<_> = import.path.iter().chain(rest).cloned().collect();
            // `use anyhow::anyhow`: the first word can only be a package.
            let found = if import.path.first() == Some(head) {
                let rest = path.get(1..).unwrap_or_default();
                self.crates
                    .get(head)
                    .and_then(|root| self.descend(Def::Mod(*root), rest, hops))
            } else {
                self.lookup(module, &path, hops)
            };
            return Some(found.unwrap_or_else(|| self.external(module, &path)));
        }
        if let Some(def) = self.through_globs(module, head, rest.is_empty(), hops) {
            return self.descend(def, rest, hops);
        }
        if info.is_body {
            return self.lookup(info.parent?, segments, hops + 1);
        }
        if let Some(root) = self.crates.get(head) {
            return self.descend(Def::Mod(*root), rest, hops);
        }
        self.glob_name(module, info, segments)
    }

    /// A name of another module that globs bring in, over as many modules as it takes.
    fn through_globs(&self, module: ModId, name: &str, is_last: bool, hops: u32) -> Option<Def> {
        if self.glob_targets.get(module.0).is_none_or(Vec::is_empty) {
            return None;
        }
        let key = (module, name.to_owned(), is_last);
        if let Some(known) = self.seen_globs.borrow().get(&key) {
            return known.clone();
        }
        let mut seen = HashSet::from([module]);
        let mut waiting: Vec<ModId> = self.glob_targets.get(module.0)?.iter().rev().copied().collect();
        let mut found = None;
        while let Some(target) = waiting.pop() {
            if !seen.insert(target) {
                continue;
            }
            let Some(info) = self.modules.get(target.0) else {
                continue;
            };
            found = self.named(info, name, is_last);
            if found.is_none() && info.imports.contains_key(name) {
                found = self.lookup(target, &[name.to_owned()], hops);
            }
            if found.is_some() {
                break;
            }
            waiting.extend(self.glob_targets.get(target.0).into_iter().flatten().rev());
        }
        self.seen_globs.borrow_mut().insert(key, found.clone());
        found
    }

    /// Works out which modules the globs of each module stand for. To be called once all modules are there.
    pub fn link_globs(&mut self) {
        let targets = |(index, info): (usize, &ModInfo)| -> Vec<ModId> {
            let module = ModId(index);
            let found = info
                .globs
                .iter()
                .filter_map(|glob| match self.lookup(module, &glob.path, HOPS) {
                    Some(Def::Mod(target)) if target != module => Some(target),
                    _ => None,
                });
            found.collect()
        };
        self.glob_targets = self.modules.iter().enumerate().map(targets).collect();
    }

    fn named(&self, info: &ModInfo, name: &str, is_last: bool) -> Option<Def> {
        let value = info.values.get(name).filter(|_| is_last);
        value.or_else(|| info.types.get(name)).cloned()
    }

    fn descend(&self, def: Def, rest: &[String], hops: u32) -> Option<Def> {
        let Some((next, after)) = rest.split_first() else {
            return Some(def);
        };
        match def {
            Def::Mod(module) => match next.as_str() {
                "super" => self.descend(Def::Mod(self.above(module)?), after, hops),
                _ => self.lookup(module, rest, hops),
            },
            Def::Type(id) => self.member(id, next, hops),
            Def::Trait(id) => {
                let methods = self.traits.get(id.0)?.methods.get(next)?;
                methods.first().map(|method| Def::Fn(*method))
            }
            Def::External(path) => Some(Def::External(format!("{path}::{}", rest.join("::")).into())),
            other => Some(other),
        }
    }

    /// `Type::name`
    pub fn member(&self, id: TypeId, name: &str, hops: u32) -> Option<Def> {
        let info = self.types.get(id.0)?;
        if let Some(alias) = &info.def.alias {
            let path: Vec<_> = alias.path.iter().cloned().chain([name.to_owned()]).collect();
            let found = self.lookup(info.module, &path, hops);
            return Some(found.unwrap_or_else(|| self.external(info.module, &path)));
        }
        if let Some(method) = info.methods.get(name) {
            return Some(Def::Fn(*method));
        }
        if let Some(value) = info.values.get(name) {
            return Some(Def::Value(*value));
        }
        Some(Def::Member(id, name.to_owned()))
    }

    /// A name that only a glob over a known package can have brought in, or `#[macro_use]`.
    fn glob_name(&self, module: ModId, info: &ModInfo, segments: &[String]) -> Option<Def> {
        let rest = segments.join("::");
        let globs = info.globs.iter().chain(&self.modules.get(info.root.0)?.globs);
        for glob in globs {
            let base = self.external_path(module, &glob.path);
            let whole = format!("{base}::{}", segments.first()?);
            if self
                .glob_names
                .is_some_and(|names| names.contains(whole.as_str()))
            {
                return Some(Def::External(format!("{base}::{rest}").into()));
            }
        }
        None
    }

    fn external(&self, module: ModId, segments: &[String]) -> Def {
        Def::External(self.external_path(module, segments).into())
    }

    /// The path with the package's own name in front, whatever the code calls it.
    fn external_path(&self, module: ModId, segments: &[String]) -> String {
        let manifest = self.modules.get(module.0).and_then(|info| info.manifest);
        let manifest = manifest.and_then(|index| self.manifests.get(index));
        let head = segments.first().map_or("", String::as_str);
        let package = manifest
            .and_then(|m| m.dependencies.get(head))
            .map(|d| d.package.replace('-', "_"));
        let mut path = package.unwrap_or_else(|| head.to_owned());
        for segment in segments.iter().skip(1) {
            path.push_str("::");
            path.push_str(segment);
        }
        path
    }
}

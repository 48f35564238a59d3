//! What is kept for as long as the process runs, and so is shared by all tenants; and what types declare to be kept.

use super::eval::{Eval, Frame};
use super::program::{Def, ModId, TypeInfo, ValueInfo};
use super::secrets;
use super::tree::{Expr, Kind, Ty};
use crate::facts::Secret;

impl Eval<'_> {
    /// A static that changes while the process runs is shared by all tenants.
    pub fn static_state(&mut self, frame: &Frame, info: &ValueInfo) {
        if let Some(text) = info.def.init.as_ref().and_then(literal_of)
            && secrets::is_secret_name(&info.def.name)
            && secrets::looks_random(text)
        {
            let place = self.place(frame.file, info.def.at);
            self.notes.secrets.push(Secret {
                kind: "high-entropy",
                place,
            });
        }
        if info.def.is_static && (info.def.is_mut || self.is_mutable(info.module, &info.def.ty, 0)) {
            let detail = format!("static {}", info.def.name);
            self.need(
                "module-state",
                detail,
                frame.file,
                info.def.at,
                Some(frame.function),
            );
        }
    }

    /// Whether a value of a type can change behind a shared reference and holds more than settings.
    fn is_mutable(&self, module: ModId, ty: &Ty, depth: u32) -> bool {
        let name = ty.path.last().map_or("", String::as_str);
        let external = matches!(self.program.resolve(module, &ty.path), Def::External(_));
        let locks = [
            "Mutex", "RwLock", "RefCell", "DashMap", "DashSet", "Cache", "LruCache", "SkipMap", "ArcSwap",
            "Cell",
        ];
        external && (locks.contains(&name) || name.starts_with("Atomic"))
            || depth < 8 && ty.args.iter().any(|arg| self.is_mutable(module, arg, depth + 1))
    }

    /// Fields that keep a map of their own for as long as the process runs.
    pub fn type_state(&mut self, info: &TypeInfo) {
        let file = self.file_of(info.module);
        for field in &info.def.fields {
            if self.is_shared_map(info.module, &field.ty, false, 0) {
                let detail = format!("{}.{}", info.def.name, field.name);
                self.need("module-state", detail, file, field.at, None);
            }
            for attribute in &field.attributes {
                self.env_attribute(&field.name, attribute, file);
            }
        }
        for attribute in &info.def.attributes {
            let derives =
                |name: &str| attribute.path.is("derive") && attribute.words.iter().any(|word| word == name);
            let function = self.top_level(file);
            if derives("DeriveEntityModel") {
                let table = info.def.attributes.iter().find(|a| a.path.is("sea_orm"));
                let table = table
                    .and_then(|a| a.strings.first())
                    .map_or(info.def.name.clone(), |t| t.to_string());
                self.store(
                    "orm:sea-orm",
                    &format!("model {table}"),
                    file,
                    info.def.at,
                    function,
                );
            }
            if derives("Template") && info.def.attributes.iter().any(|a| a.path.is("template")) {
                self.need(
                    "server-side-rendering",
                    format!("template {}", info.def.name),
                    file,
                    info.def.at,
                    None,
                );
            }
        }
    }

    /// Whether a type of another package is a map that can grow behind a shared reference.
    fn is_shared_map(&self, module: ModId, ty: &Ty, locked: bool, depth: u32) -> bool {
        if depth > 8 || !matches!(self.program.resolve(module, &ty.path), Def::External(_)) {
            return false;
        }
        let within = |locked| {
            ty.args
                .iter()
                .any(|arg| self.is_shared_map(module, arg, locked, depth + 1))
        };
        match ty.path.last().map_or("", String::as_str) {
            "DashMap" | "DashSet" | "LruCache" => true,
            "Cache" => !ty.args.is_empty(),
            "HashMap" | "BTreeMap" | "HashSet" | "Vec" => locked,
            "Mutex" | "RwLock" => within(true),
            _ => within(locked),
        }
    }
}

fn literal_of(expr: &Expr) -> Option<&str> {
    match &expr.kind {
        Kind::Text(text) => Some(text),
        _ => None,
    }
}

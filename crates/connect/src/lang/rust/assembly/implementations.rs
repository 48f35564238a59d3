//! What `impl` blocks give to types and traits.

use super::Assembler;
use crate::lang::rust::program::{Def, FnId, ModId, TypeId};
use crate::lang::rust::tree::Path;

impl Assembler {
    pub(super) fn implementations(&mut self) {
        for (module, found, bodies) in std::mem::take(&mut self.impls) {
            let target = match self.program.resolve(module, &found.ty.path) {
                Def::Type(id) => Some(id),
                _ => None,
            };
            let mut fns = Vec::new();
            for (decl, body) in found.fns.into_iter().zip(bodies) {
                let name = decl.name.clone();
                let id = self.function(decl, body, target);
                if target.is_none() {
                    if let Some(info) = self.program.fns.get_mut(id.0) {
                        info.of_external = Some(found.ty.clone());
                    }
                    self.program.extensions.entry(name.clone()).or_default().push(id);
                }
                if target.is_some() {
                    self.program.methods.entry(name.clone()).or_default().push(id);
                }
                fns.push((name, id));
            }
            for def in found.values {
                let name = def.name.clone();
                let id = self.constant(def, module, target);
                if let Some(info) = target.and_then(|t| self.program.types.get_mut(t.0)) {
                    info.values.insert(name, id);
                }
            }
            self.attach(module, target, found.of.as_ref(), &fns);
        }
    }

    fn attach(&mut self, module: ModId, target: Option<TypeId>, of: Option<&Path>, fns: &[(String, FnId)]) {
        let mut defaults = Vec::new();
        if let Some(path) = of
            && let Def::Trait(id) = self.program.resolve(module, &path.segments)
            && let Some(info) = self.program.traits.get_mut(id.0)
        {
            for (name, methods) in &info.methods {
                let default = methods
                    .iter()
                    .find(|m| self.program.fns.get(m.0).is_some_and(|f| f.of.is_none()));
                defaults.extend(default.map(|method| (name.clone(), *method)));
            }
            for (name, method) in fns {
                info.methods.entry(name.clone()).or_default().push(*method);
            }
        }
        let Some(info) = target.and_then(|t| self.program.types.get_mut(t.0)) else {
            return;
        };
        for (name, method) in fns {
            // A type's own method comes before one of a trait.
            if of.is_none() {
                info.methods.insert(name.clone(), *method);
            } else {
                info.methods.entry(name.clone()).or_insert(*method);
            }
        }
        for (name, method) in defaults {
            info.methods.entry(name).or_insert(method);
        }
        if let Some(path) = of {
            let given = info.traits.entry(path.last().to_owned()).or_default();
            given.extend(fns.iter().map(|(_, method)| *method));
        }
    }
}

//! What an import takes from a module.

use super::{Eval, Found};
use crate::lang::ecma::ir::{Exported, ExprId, ImportId, Taken};
use crate::lang::ecma::project::{Target, folder, join};
use crate::lang::ecma::value::{EnvId, ModId, ROOT, Step, Val};

/// How many files a computed `require` may mean.
const MOST_FILES: usize = 40;

impl Eval<'_> {
    pub(super) fn imported(&mut self, module: ModId, import: ImportId, taken: Taken, found: &mut Found) {
        match self.project.target(module, import).clone() {
            Target::Nothing => {}
            Target::Package(name) => {
                let root = self.pool.sym(None, Step::Package(name));
                match taken {
                    Taken::Named(member) => {
                        let member = self.project.module(module).text(member).to_owned();
                        if member == "default" {
                            found.sym(root);
                        } else if let Some(root) = root {
                            let named = self.pool.sym(Some(root), Step::Member(member.into()));
                            found.sym(named);
                        }
                    }
                    _ => found.sym(root),
                }
            }
            Target::Module(target) => match taken {
                Taken::Whole | Taken::Namespace => self.whole(target, found),
                Taken::Default => self.exported(target, "default", found),
                Taken::Named(member) => {
                    let member = self.project.module(module).text(member).to_owned();
                    self.exported(target, &member, found);
                }
            },
        }
    }

    /// What `require` of a module gives.
    pub(super) fn whole(&mut self, target: ModId, found: &mut Found) {
        let project = self.project;
        let tree = project.module(target);
        for value in &tree.whole {
            let vals = self.eval(target, *value, ROOT);
            found.extend(&vals);
        }
        if tree.whole.is_empty() || !tree.exports.is_empty() {
            found.add(Val::Module(target));
        }
    }

    /// One export of a module.
    pub(super) fn exported(&mut self, target: ModId, name: &str, found: &mut Found) {
        if self.depth >= super::DEEPEST || self.fuel == 0 {
            return;
        }
        self.fuel -= 1;
        self.depth += 1;
        let project = self.project;
        let tree = project.module(target);
        for (export, value) in &tree.exports {
            if tree.text(*export) != name {
                continue;
            }
            match *value {
                Exported::Value(value) => {
                    let vals = self.eval(target, value, ROOT);
                    found.extend(&vals);
                }
                Exported::From(import, taken) => self.imported(target, import, taken, found),
            }
        }
        if found.vals.is_empty() {
            for value in &tree.whole {
                for val in self.eval(target, *value, ROOT).iter() {
                    if name == "default" {
                        found.add(*val);
                    } else {
                        self.member_of(*val, name, found);
                    }
                }
            }
        }
        if found.vals.is_empty() && name != "default" {
            for star in &tree.stars {
                match project.target(target, *star).clone() {
                    Target::Module(module) => self.exported(module, name, found),
                    Target::Package(package) => {
                        let root = self.pool.sym(None, Step::Package(package));
                        if let (Some(root), 1) = (root, tree.stars.len()) {
                            let named = self.pool.sym(Some(root), Step::Member(name.into()));
                            found.sym(named);
                        }
                    }
                    Target::Nothing => {}
                }
            }
        }
        self.depth -= 1;
    }

    /// `require(folder + name)`: every file that fits what is known of the path.
    pub(super) fn imported_by_pattern(&mut self, module: ModId, of: ExprId, env: EnvId, found: &mut Found) {
        let vals = self.eval(module, of, env);
        let texts = self.texts(&vals);
        let from = self.project.path(module).clone();
        for text in texts {
            let shown = self.pool.shown(text);
            // `__dirname` is a hole; what follows it is relative to the file.
            let pattern = shown
                .strip_prefix("{}/")
                .map(|rest| format!("./{rest}"))
                .unwrap_or(shown);
            let prefix = pattern.split("{}").next().unwrap_or("");
            if prefix == pattern {
                match self.project.resolve(&from, &pattern) {
                    Target::Module(target) => self.whole(target, found),
                    Target::Package(name) => {
                        let root = self.pool.sym(None, Step::Package(name));
                        found.sym(root);
                    }
                    Target::Nothing => {}
                }
            } else if prefix.starts_with("./") || prefix.starts_with("../") {
                let mut base = join(folder(&from), prefix);
                if prefix.ends_with('/') {
                    base.push('/');
                }
                self.below(module, &base, found);
            }
        }
    }

    fn below(&mut self, from: ModId, base: &str, found: &mut Found) {
        let targets: Vec<ModId> = self
            .project
            .ids()
            .filter(|id| *id != from)
            .filter(|id| {
                let rest = self.project.path(*id).strip_prefix(base);
                rest.is_some_and(|rest| !rest.trim_end_matches("/index.js").contains('/'))
            })
            .take(MOST_FILES)
            .collect();
        for target in targets {
            self.whole(target, found);
        }
    }
}

//! From registrations and mounts to full paths.

use super::super::super::hash::QuickMap;
use super::super::super::ir::FuncId;
use super::super::super::value::ModId;
use super::chain::{Receiver, Router};
use super::{Found, auth, joined};
use crate::facts::Auth;
use forgeshift_source::span::Place;

/// How many prefixes a router may have.
const MOST_PREFIXES: usize = 24;

#[derive(Debug, Clone)]
pub(super) struct Registration {
    pub receiver: Receiver,
    pub method: String,
    pub path: String,
    pub place: Place,
    pub functions: Vec<(ModId, FuncId)>,
    pub auth: Auth,
}

#[derive(Debug, Clone)]
pub(super) struct Mount {
    pub receiver: Receiver,
    pub prefix: String,
    pub functions: Vec<(ModId, FuncId)>,
    pub auth: Auth,
    pub place: Place,
}

#[derive(Debug, Clone)]
pub(super) struct Middleware {
    pub place: Place,
    pub prefix: String,
    pub functions: Vec<(ModId, FuncId)>,
    pub auth: Auth,
}

/// A way from the application to a router.
#[derive(Debug, Clone)]
struct Way {
    /// Whether it begins at an application.
    anchored: bool,
    prefix: String,
    functions: Vec<(ModId, FuncId)>,
    auth: Auth,
}

#[derive(Default)]
pub(super) struct Table {
    pub registrations: Vec<Registration>,
    pub mounts: QuickMap<Router, Vec<Mount>>,
    pub middleware: QuickMap<Router, Vec<Middleware>>,
    /// The prefix that a router was made with.
    pub own_prefix: QuickMap<Router, String>,
}

impl Table {
    /// The full paths of all registrations. A router that no application mounts answers nothing where its file
    /// is dead: `alive` says which files are not.
    pub(super) fn resolve(mut self, alive: &dyn Fn(&str) -> bool) -> Vec<Found> {
        let registrations = std::mem::take(&mut self.registrations);
        let mut memo = QuickMap::default();
        let mut found = Vec::new();
        for registration in registrations {
            let ways = self.ways(
                registration.receiver.router,
                registration.receiver.is_app,
                &mut memo,
                0,
            );
            let own = self.before(
                registration.receiver.router,
                &registration.place,
                &registration.path,
            );
            for way in ways {
                if !way.anchored && !alive(&registration.place.file) {
                    continue;
                }
                let mut functions = way.functions.clone();
                for function in own.0.iter().chain(&registration.functions) {
                    if !functions.contains(function) {
                        functions.push(*function);
                    }
                }
                let auth = auth::stronger(auth::stronger(way.auth, own.1), registration.auth);
                found.push(Found {
                    method: registration.method.clone(),
                    path: path_of(&way.prefix, &registration.path),
                    place: registration.place.clone(),
                    functions,
                    framework: registration.receiver.framework,
                    auth,
                    implicit: false,
                });
            }
        }
        found
    }

    /// The ways from applications to a router.
    fn ways(
        &self,
        router: Router,
        is_app: bool,
        memo: &mut QuickMap<Router, Vec<Way>>,
        depth: u32,
    ) -> Vec<Way> {
        if let Some(ways) = memo.get(&router) {
            return ways.clone();
        }
        let own = self.own_prefix.get(&router).cloned().unwrap_or_default();
        let mut ways = Vec::new();
        if depth < 12 {
            // While it is being computed a router has no ways: a circle ends here.
            memo.insert(router, Vec::new());
            for mount in self.mounts.get(&router).map_or(&[][..], Vec::as_slice) {
                let before = self.before(mount.receiver.router, &mount.place, &mount.prefix);
                for outer in self.ways(mount.receiver.router, mount.receiver.is_app, memo, depth + 1) {
                    let mut functions = outer.functions.clone();
                    functions.extend(before.0.iter().chain(&mount.functions).copied());
                    functions.dedup();
                    let way = Way {
                        anchored: outer.anchored,
                        prefix: path_of(&path_of(&outer.prefix, &mount.prefix), &own),
                        functions,
                        auth: auth::stronger(auth::stronger(outer.auth, before.1), mount.auth),
                    };
                    if ways.len() < MOST_PREFIXES
                        && !ways.iter().any(|known: &Way| known.prefix == way.prefix)
                    {
                        ways.push(way);
                    }
                }
            }
        }
        let is_mounted = !ways.is_empty();
        if !is_mounted {
            ways.push(Way {
                anchored: is_app,
                prefix: own,
                functions: Vec::new(),
                auth: Auth::None,
            });
        }
        memo.insert(router, ways.clone());
        ways
    }

    /// The middleware of a router that runs before something registered at a place.
    fn before(&self, router: Router, place: &Place, path: &str) -> (Vec<(ModId, FuncId)>, Auth) {
        let mut functions = Vec::new();
        let mut auth = Auth::None;
        for middleware in self.middleware.get(&router).map_or(&[][..], Vec::as_slice) {
            let earlier = middleware.place.file != place.file || middleware.place < *place;
            let covers = middleware.prefix.is_empty()
                || middleware.prefix == "/"
                || path.starts_with(middleware.prefix.trim_end_matches('*').trim_end_matches('/'));
            if earlier && covers {
                functions.extend(middleware.functions.iter().copied());
                auth = auth::stronger(auth, middleware.auth);
            }
        }
        (functions, auth)
    }
}

fn path_of(prefix: &str, path: &str) -> String {
    if prefix.is_empty() && path.is_empty() {
        return String::new();
    }
    if path.is_empty() {
        return prefix.to_owned();
    }
    if prefix.is_empty() {
        return path.to_owned();
    }
    joined(prefix, path)
}

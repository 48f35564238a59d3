//! Descriptors that code builds: object literals that have the keys of one, evaluated as far as they are known.
//!
//! What is not known becomes a tag, as in a descriptor that is a template; what was assumed is said.

mod values;

use super::super::hash::QuickSet;
use super::super::ir::{ExprId, FuncId, Module, Node};
use super::super::value::{ModId, ROOT, Val};
use super::Scene;
use crate::descriptor::built::{Built, Known, Piece};
use crate::facts::FunctionId;
use values::Builder;

/// Keys that a descriptor has beside `key` and `baseUrl`.
const KEYS: [&str; 7] = [
    "authentication",
    "lifecycle",
    "modules",
    "scopes",
    "apiVersion",
    "apiMigrations",
    "vendor",
];
/// How many of them an object must have.
const ENOUGH: usize = 2;
/// How many objects are read at most.
const MOST_OBJECTS: usize = 8;

/// An object literal, and the calls that lead to it.
type Object = (ModId, ExprId);

/// Finds the descriptors of all modules.
pub(crate) fn find(scene: &mut Scene<'_, '_>) {
    let mut read = Vec::new();
    let mut inner: QuickSet<Object> = QuickSet::default();
    for object in candidates(scene) {
        let mut builder = Builder::new(scene, object.0);
        let root = builder.map(object.0, object.1, ROOT, &[], 0);
        let (files, unread, assumed) = (builder.files, builder.unread, builder.assumed);
        if is_descriptor(&root) {
            inner.extend(builder.inner.into_iter().filter(|part| *part != object));
            read.push((object, files, root, (unread, assumed)));
        }
    }
    // An object that is spread into another one is a part of that one.
    read.retain(|(object, ..)| !inner.contains(object));
    let objects: Vec<Object> = read.iter().map(|(object, ..)| *object).collect();
    let served = served(scene, &objects);
    for (object, files, root, (unread, assumed)) in read {
        let place = scene.place_of(object.0, object.1);
        scene.facts.built_descriptors.push(place.clone());
        scene.facts.descriptors.push(Built {
            files,
            place,
            served: served.contains(&object),
            root,
            unread,
            assumed,
        });
    }
}

/// Object literals with the keys of a descriptor, their own or spread into them.
fn candidates(scene: &mut Scene<'_, '_>) -> Vec<Object> {
    let mut found = Vec::new();
    for module in scene.eval.project.ids() {
        let tree = scene.tree(module);
        let path = scene.eval.project.path(module);
        let named = |wanted: &[&str]| tree.names.iter().any(|name| wanted.contains(&&**name));
        if path.ends_with(".json") || !named(&["baseUrl", "apiMigrations", "lifecycle"]) {
            continue;
        }
        for (index, node) in tree.nodes.iter().enumerate() {
            let object = ExprId(index as u32);
            if !matches!(node, Node::Object(list) if list.len > 1) {
                continue;
            }
            let mut keys = own_keys(tree, object);
            let has_own = KEYS.iter().any(|key| keys.iter().any(|own| own == key));
            if !has_own && !keys.iter().any(|own| own == "baseUrl") {
                continue;
            }
            for spread in spreads(tree, object) {
                for val in scene.vals(module, spread).iter() {
                    if let Val::Object(of, inner, _) = *val {
                        keys.extend(own_keys(scene.tree(of), inner));
                    }
                }
            }
            let has = |wanted: &str| keys.iter().any(|key| key == wanted);
            let score = KEYS.iter().filter(|key| has(key)).count();
            if has("key") && has("baseUrl") && score >= ENOUGH && found.len() < MOST_OBJECTS {
                found.push((module, object));
            }
        }
    }
    found
}

fn own_keys(tree: &Module, object: ExprId) -> Vec<String> {
    let Node::Object(list) = tree.node(object) else {
        return Vec::new();
    };
    let props = tree.object(list).iter();
    props
        .filter_map(|prop| prop.key)
        .map(|key| tree.text(key).to_owned())
        .collect()
}

fn spreads(tree: &Module, object: ExprId) -> Vec<ExprId> {
    let Node::Object(list) = tree.node(object) else {
        return Vec::new();
    };
    let values = tree.object(list).iter().map(|prop| tree.node(prop.value));
    values
        .filter_map(|node| match node {
            Node::Spread(inner) => Some(inner),
            _ => None,
        })
        .collect()
}

/// Schemas, types and settings of other things have such keys too: a descriptor says something under them.
fn is_descriptor(root: &Piece) -> bool {
    let is_text = |name: &str| {
        root.get(name)
            .is_some_and(|piece| matches!(piece.known, Known::Text(..) | Known::Nothing(_)))
    };
    let text = |piece: &Piece| match &piece.known {
        Known::Text(text, _) => Some(text.to_ascii_lowercase()),
        _ => None,
    };
    let members = |name: &str| match root.get(name).map(|piece| &piece.known) {
        Some(Known::Map(members)) => Some(members.as_slice()),
        _ => None,
    };
    let wrong = |name: &str, right: fn(&Known) -> bool| {
        root.get(name)
            .is_some_and(|piece| !matches!(piece.known, Known::Nothing(_)) && !right(&piece.known))
    };
    let odd = wrong("modules", |known| matches!(known, Known::Map(_)))
        || wrong("lifecycle", |known| matches!(known, Known::Map(_)))
        || wrong("scopes", |known| matches!(known, Known::List(_)))
        || wrong("apiVersion", |known| {
            matches!(known, Known::Number(_) | Known::Text(..))
        });
    let declares = members("modules").is_some_and(|kinds| {
        kinds
            .iter()
            .any(|(_, kind)| matches!(kind.known, Known::List(_) | Known::Map(_)))
    });
    let listens = members("lifecycle").is_some_and(|events| {
        let names = ["installed", "uninstalled", "enabled", "disabled"];
        events
            .iter()
            .any(|(name, url)| names.contains(&name.as_str()) && text(url).is_some())
    });
    let signs = root
        .get("authentication")
        .and_then(|piece| piece.get("type"))
        .and_then(text)
        .is_some_and(|kind| ["jwt", "none"].contains(&kind.as_str()));
    is_text("key") && is_text("baseUrl") && !odd && (declares || listens || signs)
}

/// Which objects something answers with, or writes out.
fn served(scene: &mut Scene<'_, '_>, objects: &[Object]) -> QuickSet<Object> {
    const ANSWERS: [&str; 7] = ["json", "jsonp", "send", "end", "reply", "stringify", "body"];
    let mut served = QuickSet::default();
    if objects.is_empty() {
        return served;
    }
    let of_routes: QuickSet<FunctionId> = scene
        .facts
        .routes
        .iter()
        .flat_map(|route| route.functions.iter().copied())
        .collect();
    let mut given: Vec<(ModId, ExprId)> = Vec::new();
    for module in scene.eval.project.ids() {
        let tree = scene.tree(module);
        for call in &tree.calls {
            if let Node::Member(_, name) = tree.node(call.callee)
                && ANSWERS.contains(&tree.text(name))
            {
                given.extend(tree.args(call).first().map(|arg| (module, *arg)));
            }
        }
        let stores = tree.stores.iter();
        given.extend(
            stores
                .filter(|store| ANSWERS.contains(&tree.text(store.name)))
                .map(|store| (module, store.value)),
        );
        let handlers = returned_by_routes(scene, module, &of_routes);
        given.extend(handlers.into_iter().map(|value| (module, value)));
    }
    for (module, value) in given {
        for val in scene.vals(module, value).iter() {
            if let Val::Object(of, object, _) = *val
                && objects.contains(&(of, object))
            {
                served.insert((of, object));
            }
        }
    }
    served
}

/// What the handlers of a module give back: frameworks answer with it.
fn returned_by_routes(scene: &Scene<'_, '_>, module: ModId, of_routes: &QuickSet<FunctionId>) -> Vec<ExprId> {
    let tree = scene.tree(module);
    let mut values = Vec::new();
    for (index, func) in tree.funcs.iter().enumerate() {
        if of_routes.contains(&scene.function(module, FuncId(index as u32))) {
            values.extend(func.returns.iter().copied());
        }
    }
    values
}

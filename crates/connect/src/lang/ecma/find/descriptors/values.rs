//! The values in an object, as far as they are known: members, spreads, lists, texts.

use super::super::super::hash::QuickSet;
use super::super::super::ir::{ExprId, Node};
use super::super::super::value::{EnvId, ModId, Part, SymId, TextId, Val};
use super::super::Scene;
use super::Object;
use crate::descriptor::built::{Known, Piece};
use forgeshift_source::span::{Place, Span};
use std::sync::Arc;

/// How many values an object may hold, and how deep they may nest.
const MOST_PIECES: usize = 20_000;
const DEEPEST: u32 = 40;

/// What is assigned to a member of an object after it was made: `modules.a.b = …` under `a.b`.
#[derive(Clone)]
pub(super) struct Given {
    path: String,
    module: ModId,
    value: ExprId,
    env: EnvId,
}

/// Puts an object together.
pub(super) struct Builder<'s, 'e, 'p> {
    scene: &'s mut Scene<'e, 'p>,
    /// The files that the values stand in.
    pub files: Vec<Arc<str>>,
    /// What is not read.
    pub unread: Vec<(Place, String)>,
    /// What was assumed.
    pub assumed: Vec<(Place, String)>,
    /// The object literals that were gone through.
    pub inner: QuickSet<Object>,
    pieces: usize,
}

impl<'s, 'e, 'p> Builder<'s, 'e, 'p> {
    /// A builder for an object of a module.
    pub fn new(scene: &'s mut Scene<'e, 'p>, module: ModId) -> Self {
        let files = vec![scene.eval.project.path(module).clone()];
        Self {
            scene,
            files,
            unread: Vec::new(),
            assumed: Vec::new(),
            inner: QuickSet::default(),
            pieces: 0,
        }
    }

    fn piece(&mut self, module: ModId, span: Span, known: Known) -> Piece {
        let path = self.scene.eval.project.path(module);
        let file = self.files.iter().position(|file| file == path);
        let file = file.unwrap_or_else(|| {
            self.files.push(path.clone());
            self.files.len() - 1
        });
        Piece { file, span, known }
    }

    fn unread(&mut self, module: ModId, expr: ExprId, what: &str) {
        let place = self.scene.place_of(module, expr);
        self.unread.push((place, what.to_owned()));
    }

    fn assume(&mut self, module: ModId, expr: ExprId, what: &str) {
        let place = self.scene.place_of(module, expr);
        self.assumed.push((place, what.to_owned()));
    }

    /// The value of an expression.
    fn value(&mut self, module: ModId, expr: ExprId, env: EnvId, given: &[Given], depth: u32) -> Piece {
        self.pieces += 1;
        let span = self.scene.tree(module).span_of(expr);
        if depth > DEEPEST || self.pieces > MOST_PIECES {
            self.unread(
                module,
                expr,
                "the object is too large or nests too deep: this is not read",
            );
            return self.piece(module, span, Known::Nothing(tag("value")));
        }
        if let Some(known) = self.joined(module, expr, env) {
            return self.piece(module, span, known);
        }
        let vals = self.scene.vals_in(module, expr, env);
        let mut given = given.to_vec();
        for val in vals.iter() {
            if let Val::Holder(of, bind, env) = *val
                && let Some(bind) = self.scene.tree(of).binds.get(bind.0 as usize)
            {
                given.extend(bind.members.iter().map(|(name, value)| Given {
                    path: self.scene.tree(of).text(*name).to_owned(),
                    module: of,
                    value: *value,
                    env,
                }));
            }
        }
        let objects: Vec<_> = vals
            .iter()
            .filter_map(|val| match *val {
                Val::Object(of, object, env) => Some((of, object, env)),
                _ => None,
            })
            .collect();
        // `flag ? {} : {…}`: the one with something in it.
        let filled = objects
            .iter()
            .find(|(of, object, _)| matches!(self.scene.tree(*of).node(*object), Node::Object(list) if list.len > 0));
        if let Some((of, object, env)) = filled.or(objects.first()).copied() {
            if objects.len() > 1 {
                self.assume(
                    module,
                    expr,
                    "which object this is depends on a condition: one was taken",
                );
            }
            return self.map(of, object, env, &given, depth + 1);
        }
        if vals.iter().any(|val| matches!(val, Val::Array(..))) {
            return self.list(module, expr, span, &vals, depth);
        }
        let known = self.scalar(module, expr, &vals);
        self.piece(module, span, known)
    }

    /// An object literal with what was assigned to it later.
    pub fn map(&mut self, module: ModId, object: ExprId, env: EnvId, given: &[Given], depth: u32) -> Piece {
        let mut members = Vec::new();
        self.members(module, object, env, given, depth, &mut members);
        for late in given.iter().filter(|late| !late.path.contains('.')) {
            let piece = self.value(late.module, late.value, late.env, &[], depth + 1);
            put(&mut members, &late.path, piece);
        }
        let span = self.scene.tree(module).span_of(object);
        // `undefined` is left out when the object is written as JSON, and no member may be `null`.
        members.retain(|(_, piece)| piece.known != Known::Null);
        self.piece(module, span, Known::Map(members))
    }

    fn members(
        &mut self,
        module: ModId,
        object: ExprId,
        env: EnvId,
        given: &[Given],
        depth: u32,
        out: &mut Vec<(String, Piece)>,
    ) {
        let tree = self.scene.tree(module);
        let Node::Object(list) = tree.node(object) else {
            return;
        };
        self.inner.insert((module, object));
        for prop in tree.object(list) {
            match (prop.key, tree.node(prop.value)) {
                (Some(key), _) => {
                    let name = tree.text(key);
                    if given.iter().any(|late| late.path == name) {
                        continue;
                    }
                    let below: Vec<Given> = given.iter().filter_map(|late| late.below(name)).collect();
                    let piece = self.value(module, prop.value, env, &below, depth + 1);
                    put(out, name, piece);
                }
                (None, Node::Spread(inner)) => self.spread(module, inner, env, depth, out),
                (None, _) => self.unread(module, prop.value, "a key that is computed: this is not read"),
            }
        }
    }

    /// `...x` in an object.
    fn spread(
        &mut self,
        module: ModId,
        inner: ExprId,
        env: EnvId,
        depth: u32,
        out: &mut Vec<(String, Piece)>,
    ) {
        if depth > DEEPEST {
            return;
        }
        let vals = self.scene.vals_in(module, inner, env);
        let objects: Vec<_> = vals
            .iter()
            .filter_map(|val| match *val {
                Val::Object(of, object, env) => Some((of, object, env)),
                _ => None,
            })
            .collect();
        if objects.is_empty() && vals.iter().all(|val| *val != Val::Null) {
            self.unread(module, inner, "what is spread here is not known: it is not read");
        } else if self.is_choice(module, inner) {
            self.assume(
                module,
                inner,
                "what is spread here depends on a condition: it was taken as present",
            );
        }
        // Of two alternatives the first counts.
        for (of, object, env) in objects.into_iter().rev() {
            self.members(of, object, env, &[], depth + 1, out);
        }
    }

    fn is_choice(&self, module: ModId, expr: ExprId) -> bool {
        matches!(self.scene.tree(module).node(expr), Node::Either(_))
    }

    fn list(&mut self, module: ModId, expr: ExprId, span: Span, vals: &[Val], depth: u32) -> Piece {
        let mut items = Vec::new();
        let mut at = (module, span);
        let mut lists = 0;
        for val in vals {
            if let Val::Array(of, list, env) = *val {
                lists += 1;
                if lists == 1 {
                    at = (of, self.scene.tree(of).span_of(list));
                }
                self.items(of, list, env, depth + 1, &mut items);
            }
        }
        if lists > 1 || self.is_choice(module, expr) {
            self.assume(
                module,
                expr,
                "which list this is depends on a condition: all were taken",
            );
        }
        self.piece(at.0, at.1, Known::List(items))
    }

    fn items(&mut self, module: ModId, list: ExprId, env: EnvId, depth: u32, out: &mut Vec<Piece>) {
        let tree = self.scene.tree(module);
        let Node::Array(items) = tree.node(list) else {
            return;
        };
        if depth > DEEPEST {
            return;
        }
        for item in tree.list(items) {
            let Node::Spread(inner) = tree.node(*item) else {
                if self.is_choice(module, *item) {
                    self.assume(
                        module,
                        *item,
                        "an entry that depends on a condition was taken as present",
                    );
                }
                let piece = self.value(module, *item, env, &[], depth + 1);
                if piece.known != Known::Null {
                    out.push(piece);
                }
                continue;
            };
            let vals = self.scene.vals_in(module, inner, env);
            let known = vals.iter().any(|val| matches!(val, Val::Array(..) | Val::Null));
            if !known {
                self.unread(module, inner, "what is spread here is not known: it is not read");
            } else if self.is_choice(module, inner) {
                self.assume(
                    module,
                    inner,
                    "what is spread here depends on a condition: it was taken as present",
                );
            }
            for val in vals.iter() {
                if let Val::Array(of, list, env) = *val {
                    self.items(of, list, env, depth + 1, out);
                }
            }
        }
    }

    /// A text that is put together here; the evaluator stops at what is no address.
    fn joined(&mut self, module: ModId, expr: ExprId, env: EnvId) -> Option<Known> {
        let mut expr = expr;
        let tree = self.scene.tree(module);
        for _ in 0..8 {
            match tree.node(expr) {
                Node::Bind(bind) => {
                    match tree.binds.get(bind.0 as usize).map(|bind| bind.values.as_slice()) {
                        Some([value]) => expr = *value,
                        _ => return None,
                    }
                }
                Node::Concat(list) => {
                    let (mut text, mut tags) = (String::new(), Vec::new());
                    for item in tree.list(list) {
                        let known = match self.joined(module, *item, env) {
                            Some(known) => known,
                            None => {
                                let vals = self.scene.vals_in(module, *item, env);
                                self.scalar(module, *item, &vals)
                            }
                        };
                        append(&known, &mut text, &mut tags);
                    }
                    return Some(Known::Text(text, tags));
                }
                _ => return None,
            }
        }
        None
    }

    /// A value that is neither an object nor a list.
    fn scalar(&mut self, module: ModId, expr: ExprId, vals: &[Val]) -> Known {
        let plain: Vec<&Val> = vals.iter().filter(|val| **val != Val::Null).collect();
        let is_whole = |val: &&&Val| match val {
            Val::Text(text) => self.scene.eval.pool.whole(*text).is_some(),
            Val::Bool(_) | Val::Num(_) => true,
            _ => false,
        };
        let chosen = plain.iter().find(is_whole).or(plain.first()).copied();
        let Some(chosen) = chosen else {
            return match vals.first() {
                Some(_) => Known::Null,
                None => Known::Nothing(tag(self.name_of(module, expr))),
            };
        };
        let known = match *chosen {
            Val::Text(text) => self.text(text),
            Val::Bool(value) => Known::Bool(value),
            Val::Num(bits) => Known::Number(f64::from_bits(bits)),
            Val::Sym(sym) => Known::Nothing(self.tag_of(Some(sym))),
            _ => Known::Nothing(tag(self.name_of(module, expr))),
        };
        if plain.len() > 1 && !matches!(known, Known::Nothing(_)) {
            let (mut shown, mut tags) = (String::new(), Vec::new());
            append(&known, &mut shown, &mut tags);
            let what = format!("what stands here depends on a condition or a setting: `{shown}` was taken");
            self.assume(module, expr, &what);
        }
        known
    }

    fn text(&self, text: TextId) -> Known {
        let (mut out, mut tags) = (String::new(), Vec::new());
        for part in self.scene.eval.pool.parts(text).iter() {
            match part {
                Part::Lit(text) => out.push_str(text),
                Part::Hole(sym) => {
                    let tag = self.tag_of(*sym);
                    out.push_str(&tag);
                    tags.push(tag);
                }
            }
        }
        Known::Text(out, tags)
    }

    fn tag_of(&self, sym: Option<SymId>) -> String {
        let eval = &self.scene.eval;
        let name = sym.and_then(|sym| eval.variable(sym).or_else(|| eval.last_name(sym)));
        tag(&name.unwrap_or_default())
    }

    /// What the source calls an expression.
    fn name_of(&self, module: ModId, expr: ExprId) -> &'p str {
        let tree = self.scene.tree(module);
        match tree.node(expr) {
            Node::Bind(bind) => tree
                .binds
                .get(bind.0 as usize)
                .map_or("", |bind| tree.text(bind.name)),
            Node::Global(name) | Node::Member(_, name) => tree.text(name),
            Node::Call(call) => match tree.call(call).map(|call| tree.node(call.callee)) {
                Some(Node::Member(_, name) | Node::Global(name)) => tree.text(name),
                _ => "",
            },
            _ => "",
        }
    }
}

impl Given {
    /// The same, seen from a member of the object.
    fn below(&self, name: &str) -> Option<Self> {
        let path = self.path.strip_prefix(name)?.strip_prefix('.')?.to_owned();
        Some(Self { path, ..self.clone() })
    }
}

fn append(known: &Known, text: &mut String, tags: &mut Vec<String>) {
    match known {
        Known::Text(part, inner) => {
            text.push_str(part);
            tags.extend(inner.iter().cloned());
        }
        Known::Number(number) => text.push_str(&number.to_string()),
        Known::Bool(value) => text.push_str(&value.to_string()),
        Known::Nothing(tag) => {
            text.push_str(tag);
            tags.push(tag.clone());
        }
        Known::Null | Known::List(_) | Known::Map(_) => {}
    }
}

fn put(members: &mut Vec<(String, Piece)>, name: &str, piece: Piece) {
    match members.iter_mut().find(|(key, _)| key == name) {
        Some((_, known)) => *known = piece,
        None => members.push((name.to_owned(), piece)),
    }
}

/// The tag that stands for a value.
fn tag(name: &str) -> String {
    let fits = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-');
    let name: String = name.chars().filter(fits).take(60).collect();
    let name = if name.is_empty() { "value" } else { &name };
    format!("{{{{{name}}}}}")
}

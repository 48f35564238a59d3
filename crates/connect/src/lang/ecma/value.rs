//! What an expression can be: texts with holes, functions, objects, and symbols.
//!
//! A symbol is what is known of a value from outside: where it comes from (a package, a global, an argument)
//! and the members and calls that lead to it, such as `axios.create().get`. Every rule about a library is a
//! rule about the text of a symbol.

use super::hash::QuickMap;
use super::ir::{BindId, ClassId, ExprId, FuncId};
use std::rc::Rc;

/// A module's number in the project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ModId(pub u32);

/// A symbol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct SymId(pub u32);

/// A text with holes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct TextId(pub u32);

/// The calls that lead to where an expression is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct EnvId(pub u32);

/// No call is known.
pub(crate) const ROOT: EnvId = EnvId(0);

/// One possible value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Val {
    Text(TextId),
    /// A number, by its bits.
    Num(u64),
    Bool(bool),
    Null,
    Sym(SymId),
    Func(ModId, FuncId, EnvId),
    Class(ModId, ClassId, EnvId),
    /// What `new` makes of a class; the environment knows the constructor's arguments.
    Instance(ModId, ClassId, EnvId),
    /// What `new` makes of a function.
    Made(ModId, FuncId, EnvId),
    Object(ModId, ExprId, EnvId),
    Array(ModId, ExprId, EnvId),
    /// A declared name with members that were assigned to it, beside what it holds.
    Holder(ModId, BindId, EnvId),
    Module(ModId),
}

/// A run of characters, or something that is not known.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Part {
    Lit(Rc<str>),
    /// The symbol that fills it, where one is known.
    Hole(Option<SymId>),
}

/// One step to a symbol.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Step {
    Package(Rc<str>),
    Global(Rc<str>),
    /// An argument of a function that nothing in the project calls, with its name.
    Param(ModId, FuncId, u32),
    Member(Rc<str>),
    /// The result of a call or `new`, with its place.
    Call(ModId, ExprId, EnvId),
    /// An argument that the symbol hands to this function.
    Callback(u32, ModId, FuncId),
}

/// A symbol: a step from another one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Sym {
    pub parent: Option<SymId>,
    pub step: Step,
}

/// One call that is on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Frame {
    pub parent: EnvId,
    pub module: ModId,
    pub func: FuncId,
    /// The call's module, the call, its environment, and how many arguments come before the first.
    pub args: Option<(ModId, super::ir::CallId, EnvId, u32)>,
    pub this: Option<Val>,
    pub depth: u32,
}

/// How many calls an environment remembers.
const DEEPEST_ENV: u32 = 5;
/// How many parts a text has at most, and how long it is at most.
const MOST_PARTS: usize = 20;
const LONGEST_TEXT: usize = 1_500;
/// How many steps a symbol has at most.
const LONGEST_SYM: u32 = 24;

/// All symbols, texts and environments.
#[derive(Debug, Default)]
pub(crate) struct Pool {
    syms: Vec<Sym>,
    sym_texts: Vec<Rc<str>>,
    sym_lengths: Vec<u32>,
    sym_index: QuickMap<Sym, SymId>,
    texts: Vec<Rc<[Part]>>,
    text_index: QuickMap<Rc<[Part]>, TextId>,
    frames: Vec<Frame>,
    frame_index: QuickMap<Frame, EnvId>,
}

impl Pool {
    /// A symbol; none where the chain of steps grows too long.
    pub fn sym(&mut self, parent: Option<SymId>, step: Step) -> Option<SymId> {
        let length = parent.map_or(0, |parent| self.sym_lengths[parent.0 as usize]) + 1;
        if length > LONGEST_SYM {
            return None;
        }
        let sym = Sym { parent, step };
        if let Some(id) = self.sym_index.get(&sym) {
            return Some(*id);
        }
        let before = parent.map_or("", |parent| &self.sym_texts[parent.0 as usize]);
        let text: Rc<str> = match &sym.step {
            Step::Package(name) => name.clone(),
            Step::Global(name) => format!(":{name}").into(),
            Step::Param(..) => "?".into(),
            Step::Member(name) => format!("{before}.{name}").into(),
            Step::Call(..) => format!("{before}()").into(),
            Step::Callback(index, ..) => format!("{before}<{index}>").into(),
        };
        let id = SymId(self.syms.len() as u32);
        self.syms.push(sym.clone());
        self.sym_texts.push(text);
        self.sym_lengths.push(length);
        self.sym_index.insert(sym, id);
        Some(id)
    }

    /// The text of a symbol.
    pub fn sym_text(&self, id: SymId) -> Rc<str> {
        self.sym_texts[id.0 as usize].clone()
    }

    /// The step that leads to a symbol, and the symbol it starts from.
    pub fn step(&self, id: SymId) -> (&Step, Option<SymId>) {
        let sym = &self.syms[id.0 as usize];
        (&sym.step, sym.parent)
    }

    /// The symbol at the beginning of the chain.
    pub fn root(&self, mut id: SymId) -> &Step {
        while let Some(parent) = self.syms[id.0 as usize].parent {
            id = parent;
        }
        &self.syms[id.0 as usize].step
    }

    /// The nearest call in the chain, from the end.
    pub fn last_call(&self, mut id: SymId) -> Option<(ModId, ExprId, EnvId)> {
        loop {
            let sym = &self.syms[id.0 as usize];
            if let Step::Call(module, expr, env) = sym.step {
                return Some((module, expr, env));
            }
            id = sym.parent?;
        }
    }

    /// A text.
    pub fn text(&mut self, parts: Vec<Part>) -> TextId {
        let mut joined: Vec<Part> = Vec::with_capacity(parts.len().min(MOST_PARTS));
        let mut length = 0;
        for part in parts {
            if let Part::Lit(text) = &part {
                length += text.len();
            }
            // No address is that long; what builds pages of text would cost its square.
            if joined.len() >= MOST_PARTS || length > LONGEST_TEXT {
                joined.push(Part::Hole(None));
                break;
            }
            match (joined.last_mut(), part) {
                (Some(Part::Lit(before)), Part::Lit(after)) => *before = format!("{before}{after}").into(),
                (_, part) => joined.push(part),
            }
        }
        let parts: Rc<[Part]> = joined.into();
        if let Some(id) = self.text_index.get(&parts) {
            return *id;
        }
        let id = TextId(self.texts.len() as u32);
        self.texts.push(parts.clone());
        self.text_index.insert(parts, id);
        id
    }

    /// A text without holes.
    pub fn literal(&mut self, text: &str) -> TextId {
        self.text(vec![Part::Lit(text.into())])
    }

    /// The parts of a text.
    pub fn parts(&self, id: TextId) -> Rc<[Part]> {
        self.texts[id.0 as usize].clone()
    }

    /// The text, where it has no holes.
    pub fn whole(&self, id: TextId) -> Option<Rc<str>> {
        match &*self.texts[id.0 as usize] {
            [] => Some("".into()),
            [Part::Lit(text)] => Some(text.clone()),
            _ => None,
        }
    }

    /// The text with `{}` for each hole.
    pub fn shown(&self, id: TextId) -> String {
        self.texts[id.0 as usize]
            .iter()
            .map(|part| match part {
                Part::Lit(text) => text.as_ref(),
                Part::Hole(_) => "{}",
            })
            .collect()
    }

    /// An environment with one more call; the same one where too many are remembered already.
    pub fn enter(&mut self, mut frame: Frame) -> EnvId {
        frame.depth = match frame.parent {
            ROOT => 1,
            parent => self.frames[parent.0 as usize - 1].depth + 1,
        };
        if frame.depth > DEEPEST_ENV {
            return ROOT;
        }
        if let Some(id) = self.frame_index.get(&frame) {
            return *id;
        }
        self.frames.push(frame);
        let id = EnvId(self.frames.len() as u32);
        self.frame_index.insert(frame, id);
        id
    }

    /// The innermost call of an environment.
    pub fn frame(&self, env: EnvId) -> Option<&Frame> {
        self.frames.get((env.0 as usize).checked_sub(1)?)
    }

    /// The innermost frame of a function.
    pub fn frame_of(
        &self,
        mut env: EnvId,
        module: ModId,
        func: FuncId,
        wanted: impl Fn(&Frame) -> bool,
    ) -> Option<Frame> {
        while let Some(frame) = self.frame(env) {
            if frame.module == module && frame.func == func && wanted(frame) {
                return Some(*frame);
            }
            env = frame.parent;
        }
        None
    }
}

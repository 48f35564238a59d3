//! What is kept of a Rust file once it is parsed: the parts that names, values and calls need, with their places.
//! Unlike the parser's tree it can cross threads, and whatever only passes a value on (`&x`, `x?`, `x.await`) is gone.

use std::sync::Arc;

/// Lines and columns from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct At {
    pub line: u32,
    pub column: u32,
    pub end_line: u32,
    pub end_column: u32,
}

impl At {
    /// From the start of this place to the end of another.
    pub fn to(self, end: At) -> At {
        At {
            end_line: end.end_line,
            end_column: end.end_column,
            ..self
        }
    }
}

/// `a::b::<T>::c`
#[derive(Debug, Clone, Default)]
pub struct Path {
    pub segments: Vec<String>,
    /// The generic arguments of the last segment that has some.
    pub types: Vec<Ty>,
    pub at: At,
}

impl Path {
    pub fn last(&self) -> &str {
        self.segments.last().map_or("", String::as_str)
    }

    pub fn is(&self, name: &str) -> bool {
        self.segments.len() == 1 && self.last() == name
    }
}

/// A type without references: `dyn T` and `impl T` are `T`. Tuples and slices have the names `()` and `[]`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ty {
    pub path: Vec<String>,
    pub args: Vec<Ty>,
}

#[derive(Debug, Clone)]
pub struct Expr {
    pub at: At,
    pub kind: Kind,
}

#[derive(Debug, Clone)]
pub enum Kind {
    Text(Arc<str>),
    Number(u64),
    Path(Path),
    Call {
        callee: Box<Expr>,
        args: Vec<Expr>,
    },
    /// The expression's own place begins at the method's name.
    Method {
        receiver: Box<Expr>,
        name: String,
        types: Vec<Ty>,
        args: Vec<Expr>,
    },
    Field {
        base: Box<Expr>,
        name: String,
    },
    Macro(Macro),
    Closure {
        params: Vec<(Pat, Ty)>,
        body: Box<Expr>,
    },
    Async(Vec<Stmt>),
    Block(Vec<Stmt>),
    Struct {
        path: Path,
        fields: Vec<(String, Expr)>,
        rest: Option<Box<Expr>>,
    },
    Sum(Box<Expr>, Box<Expr>),
    Assign(Box<Expr>, Box<Expr>),
    /// `let PATTERN = VALUE` as a condition.
    Let(Pat, Box<Expr>),
    If {
        cond: Box<Expr>,
        then: Vec<Stmt>,
        otherwise: Option<Box<Expr>>,
    },
    Match {
        subject: Box<Expr>,
        arms: Vec<(Pat, Expr)>,
    },
    /// `loop` and `while`; the condition of `while` is the first statement.
    Loop(Vec<Stmt>),
    For {
        pat: Pat,
        items: Box<Expr>,
        body: Vec<Stmt>,
    },
    Return(Option<Box<Expr>>),
    Tuple(Vec<Expr>),
    /// An expression whose parts matter and whose value does not.
    Parts(Vec<Expr>),
}

#[derive(Debug, Clone)]
pub struct Macro {
    pub path: Path,
    /// The arguments as far as they are expressions. Those of `warp::path!` are literals, and `_` for a type.
    pub args: Vec<Expr>,
    /// Every string literal in it, in order.
    pub strings: Vec<Arc<str>>,
}

#[derive(Debug, Clone)]
pub enum Stmt {
    Let {
        pat: Pat,
        ty: Ty,
        init: Option<Box<Expr>>,
        otherwise: Option<Box<Expr>>,
    },
    /// With or without its semicolon: only the last statement without one is a block's value.
    Expr { expr: Expr, is_value: bool },
}

#[derive(Debug, Clone)]
pub enum Pat {
    Name(String),
    /// `Some(x)`, `State(x)`
    Wrapped(Path, Vec<Pat>),
    Tuple(Vec<Pat>),
    Struct(Path, Vec<(String, Pat)>),
    Other,
}

#[derive(Debug, Clone, Default)]
pub struct Module {
    pub items: Vec<Item>,
}

#[derive(Debug, Clone)]
pub enum Item {
    Fn(Fn),
    Type(TypeDef),
    Impl(Impl),
    Trait(Trait),
    Use(Vec<Import>),
    Value(ValueDef),
    Mod(Mod),
    ExternCrate {
        name: String,
        alias: String,
        macros: bool,
    },
    /// `table! { users (id) { … } }` and other item macros.
    Macro {
        mac: Macro,
        table: Option<String>,
        at: At,
    },
}

#[derive(Debug, Clone)]
pub struct Fn {
    pub name: String,
    pub at: At,
    pub params: Vec<(Pat, Ty)>,
    pub takes_self: bool,
    pub output: Ty,
    pub attributes: Vec<Attribute>,
    /// None for a trait's method without a default.
    pub body: Option<Vec<Stmt>>,
    /// The items that stand in its body.
    pub inner: Vec<Item>,
    /// The bounds of its type parameters.
    pub generics: Vec<(String, Ty)>,
}

/// `#[get("/x", guard = …)]`: its path, its string literals, and its tokens as text where they are few.
#[derive(Debug, Clone)]
pub struct Attribute {
    pub path: Path,
    pub strings: Vec<Arc<str>>,
    /// The identifiers in it, in order.
    pub words: Vec<String>,
    pub at: At,
}

#[derive(Debug, Clone)]
pub struct TypeDef {
    pub name: String,
    pub at: At,
    pub fields: Vec<FieldDef>,
    pub attributes: Vec<Attribute>,
    /// What `type X = …` stands for.
    pub alias: Option<Ty>,
}

#[derive(Debug, Clone)]
pub struct FieldDef {
    pub name: String,
    pub ty: Ty,
    pub at: At,
    pub attributes: Vec<Attribute>,
}

#[derive(Debug, Clone)]
pub struct Impl {
    pub ty: Ty,
    pub of: Option<Path>,
    pub fns: Vec<Fn>,
    pub values: Vec<ValueDef>,
}

#[derive(Debug, Clone)]
pub struct Trait {
    pub name: String,
    pub fns: Vec<Fn>,
}

/// One name that a `use` brings in; `*` for a glob.
#[derive(Debug, Clone)]
pub struct Import {
    pub name: String,
    pub path: Vec<String>,
}

/// A constant or a static.
#[derive(Debug, Clone)]
pub struct ValueDef {
    pub name: String,
    pub at: At,
    pub ty: Ty,
    pub init: Option<Expr>,
    pub is_static: bool,
    pub is_mut: bool,
}

#[derive(Debug, Clone)]
pub struct Mod {
    pub name: String,
    /// The value of `#[path = "…"]`.
    pub path: Option<String>,
    pub inline: Option<Module>,
    /// Only built for tests.
    pub test: bool,
}

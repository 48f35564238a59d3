//! What is kept of a parsed file: its expressions in one flat list, names already bound to their declarations.
//!
//! The list holds what a value or a call can depend on; everything else becomes [`Node::Opaque`]. No type of the
//! parser appears here.

use forgeshift_source::span::Span;

macro_rules! index_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(crate) struct $name(pub u32);
    };
}

index_type!(
    /// An interned text of one module.
    Name
);
index_type!(
    /// An expression of one module.
    ExprId
);
index_type!(
    /// A declared name of one module.
    BindId
);
index_type!(
    /// A function of one module; 0 is the top level.
    FuncId
);
index_type!(
    /// A class of one module.
    ClassId
);
index_type!(
    /// A call or `new` of one module.
    CallId
);
index_type!(
    /// An `import`, `require` or re-export of one module.
    ImportId
);

/// The top level of a module.
pub(crate) const TOP: FuncId = FuncId(0);

/// A run of [`Module::lists`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct List {
    pub start: u32,
    pub len: u32,
}

/// What an import takes from its module.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Taken {
    /// `require(…)`, `import(…)`
    Whole,
    /// `import * as x`
    Namespace,
    /// `import x from`
    Default,
    /// `import {x} from`
    Named(Name),
}

/// An expression.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Node {
    /// Nothing that matters here.
    Opaque,
    Str(Name),
    Num(f64),
    Bool(bool),
    /// `null`, `undefined`
    Null,
    Regex(Name),
    /// A declared name.
    Bind(BindId),
    /// A name that is declared nowhere in the module.
    Global(Name),
    /// The n-th argument of a function.
    Param(FuncId, u32),
    /// All arguments of a function from the n-th on.
    RestParam(FuncId, u32),
    /// `this` in a function that is no arrow function.
    This(FuncId),
    /// `super` in a class.
    Super(ClassId),
    Member(ExprId, Name),
    /// A member whose name is computed.
    Index(ExprId, ExprId),
    Call(CallId),
    /// Parts that are joined to one text.
    Concat(List),
    /// One of several values.
    Either(List),
    /// `{…}`: a run of [`Module::props`].
    Object(List),
    Array(List),
    Spread(ExprId),
    /// An element of a list, of which one is not known.
    Element(ExprId),
    /// `await x`
    Await(ExprId),
    Func(FuncId),
    Class(ClassId),
    Import(ImportId, Taken),
    /// `require` or `import()` of something computed.
    ImportOf(ExprId),
    /// `import.meta`
    Meta,
}

/// One property of an object literal.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Prop {
    /// Its key; none for a spread (then the value is a [`Node::Spread`]) and for a computed key.
    pub key: Option<Name>,
    pub value: ExprId,
    pub getter: bool,
}

/// A declared name.
#[derive(Debug, Clone)]
pub(crate) struct Bind {
    pub name: Name,
    pub span: Span,
    /// Everything that is ever assigned to it.
    pub values: Vec<ExprId>,
    /// What is assigned to its members: `x.a.b = …` under `a.b`.
    pub members: Vec<(Name, ExprId)>,
    /// The type that the source gives it, as an expression that names the class.
    pub hint: Option<ExprId>,
    /// Whether it is declared at the top level of the module.
    pub top: bool,
    /// Whether it is ever assigned after its declaration.
    pub reassigned: bool,
    /// Whether it is a `const`, a function, a class or an import.
    pub constant: bool,
}

/// A function.
#[derive(Debug, Clone)]
pub(crate) struct Func {
    pub name: Option<Name>,
    pub span: Span,
    /// The types of the parameters, as for [`Bind::hint`].
    pub hints: Vec<Option<ExprId>>,
    pub returns: Vec<ExprId>,
    pub parent: Option<FuncId>,
    /// The class whose member it is.
    pub class: Option<ClassId>,
    pub is_static: bool,
    /// The object literal whose member it is.
    pub object: Option<ExprId>,
    /// The declared name on whose prototype it was put.
    pub prototype_of: Option<BindId>,
    /// What is assigned to `this.x` in it, where it is no member of a class.
    pub fields: Vec<(Name, ExprId)>,
    /// Whether it gives back a promise.
    pub is_async: bool,
    /// Whether it has no `this` of its own.
    pub is_arrow: bool,
}

/// What kind of class member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MemberKind {
    Method,
    Getter,
    Field,
}

/// A class member.
#[derive(Debug, Clone)]
pub(crate) struct ClassMember {
    pub name: Name,
    pub value: ExprId,
    pub kind: MemberKind,
    pub is_static: bool,
    pub decorators: List,
}

/// A class.
#[derive(Debug, Clone)]
pub(crate) struct Class {
    pub name: Option<Name>,
    pub span: Span,
    pub parent: Option<ExprId>,
    pub members: Vec<ClassMember>,
    /// What is assigned to `this.x` in its methods.
    pub fields: Vec<(Name, ExprId)>,
    /// The types that the source gives its fields, as for [`Bind::hint`].
    pub hints: Vec<(Name, ExprId)>,
    pub constructor: Option<FuncId>,
    pub decorators: List,
}

/// A call or `new`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Call {
    pub expr: ExprId,
    pub callee: ExprId,
    pub args: List,
    pub owner: FuncId,
    pub is_new: bool,
    /// Whether its result is awaited, returned or chained.
    pub awaited: bool,
    /// Made by an element of JSX, not by a call.
    pub jsx: bool,
}

/// An `import`, `require` or re-export.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Import {
    pub specifier: Name,
    pub span: Span,
    pub type_only: bool,
}

/// What an export stands for.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Exported {
    Value(ExprId),
    /// `export {a as b} from`
    From(ImportId, Taken),
}

/// One file, or one script of a page.
#[derive(Debug, Clone, Default)]
pub(crate) struct Module {
    /// The file in the list of files.
    pub file: usize,
    /// Whether it is a classic script of a page: its top-level names are seen by the page's other scripts.
    pub script: bool,
    /// Whether it stands in a page.
    pub in_page: bool,
    pub names: Vec<Box<str>>,
    pub nodes: Vec<Node>,
    pub spans: Vec<Span>,
    pub lists: Vec<ExprId>,
    pub props: Vec<Prop>,
    pub binds: Vec<Bind>,
    pub funcs: Vec<Func>,
    pub classes: Vec<Class>,
    pub calls: Vec<Call>,
    pub imports: Vec<Import>,
    pub exports: Vec<(Name, Exported)>,
    /// `export * from`
    pub stars: Vec<ImportId>,
    /// `module.exports = …`
    pub whole: Vec<ExprId>,
    /// Members that are read as values: handed on, stored, returned or tested.
    pub reads: Vec<(ExprId, FuncId)>,
    /// Reads of `process.env.X` and `import.meta.env.X` as they are written.
    pub env: Vec<(Name, ExprId, FuncId)>,
    /// Assignments to members of what is no declared name (`location.href = …`, `img.src = …`).
    pub stores: Vec<Store>,
    /// Names that are assigned but declared nowhere (`AP = …`).
    pub global_writes: Vec<(Name, ExprId)>,
    /// Texts and templates that hold a page with scripts.
    pub markup: Vec<Span>,
    /// Text literals that look like a secret: where, and of what kind.
    pub secrets: Vec<(Span, &'static str)>,
}

/// An assignment to a member.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Store {
    pub object: ExprId,
    pub name: Name,
    pub value: ExprId,
    pub span: Span,
    pub owner: FuncId,
}

impl Module {
    /// The text of a name.
    pub fn text(&self, name: Name) -> &str {
        self.names.get(name.0 as usize).map_or("", |text| text)
    }

    /// The expression.
    pub fn node(&self, expr: ExprId) -> Node {
        self.nodes.get(expr.0 as usize).copied().unwrap_or(Node::Opaque)
    }

    /// Where the expression stands.
    pub fn span_of(&self, expr: ExprId) -> Span {
        self.spans.get(expr.0 as usize).copied().unwrap_or_default()
    }

    /// The expressions of a list.
    pub fn list(&self, list: List) -> &[ExprId] {
        let start = list.start as usize;
        self.lists.get(start..start + list.len as usize).unwrap_or(&[])
    }

    /// The properties of an object literal.
    pub fn object(&self, list: List) -> &[Prop] {
        let start = list.start as usize;
        self.props.get(start..start + list.len as usize).unwrap_or(&[])
    }

    /// The call.
    pub fn call(&self, call: CallId) -> Option<&Call> {
        self.calls.get(call.0 as usize)
    }

    /// The function.
    pub fn func(&self, func: FuncId) -> Option<&Func> {
        self.funcs.get(func.0 as usize)
    }

    /// The arguments of a call.
    pub fn args(&self, call: &Call) -> &[ExprId] {
        self.list(call.args)
    }

    /// The text of an expression that is a literal text.
    pub fn str(&self, expr: ExprId) -> Option<&str> {
        match self.node(expr) {
            Node::Str(name) => Some(self.text(name)),
            _ => None,
        }
    }
}

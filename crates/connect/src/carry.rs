//! What a rewrite of a server's JavaScript and TypeScript needs to know: which file uses which, what each statement
//! declares and uses, and what is done with the parameters of each function. Spans and names, no syntax.
//!
//! Read only where a plan wants it, since it holds the text of the files.

use forgeshift_source::span::Span;
use std::sync::Arc;

/// The files of a project that could be carried.
#[derive(Debug, Clone, Default)]
pub struct Carry {
    /// The files, by path.
    pub files: Vec<CarryFile>,
    /// Each `package.json`: its folder (`""` for the root) and its dependencies with their ranges.
    pub packages: Vec<PackageFile>,
}

impl Carry {
    /// The file at a path.
    pub fn file(&self, path: &str) -> Option<&CarryFile> {
        self.files
            .binary_search_by(|file| (*file.path).cmp(path))
            .ok()
            .and_then(|at| self.files.get(at))
    }
}

/// A `package.json`.
#[derive(Debug, Clone, Default)]
pub struct PackageFile {
    /// Its folder, `""` for the root.
    pub folder: String,
    /// Its version.
    pub version: Option<String>,
    /// Whether its files are ECMAScript modules.
    pub is_module: bool,
    /// What it depends on: name and range.
    pub dependencies: Vec<(String, String)>,
}

/// One file of JavaScript or TypeScript, or JSON that one may import.
#[derive(Debug, Clone)]
pub struct CarryFile {
    /// Its path.
    pub path: Arc<str>,
    /// Its text.
    pub text: Arc<str>,
    /// Whether it is written with `import` and `export`.
    pub is_module: bool,
    /// What it imports, in order.
    pub imports: Vec<Import>,
    /// Its statements, each before those inside of it.
    pub statements: Vec<Statement>,
    /// Its functions.
    pub functions: Vec<Function>,
    /// Members that are read or called on a name: `res.status(404).json(…)` is one.
    pub chains: Vec<Chain>,
    /// Names that are declared more than once in the file, so that a use may mean either.
    pub ambiguous: Vec<String>,
}

/// An `import`, `require`, `import()` or re-export with a literal specifier.
#[derive(Debug, Clone)]
pub struct Import {
    /// What is written.
    pub specifier: String,
    /// The specifier with its quotes.
    pub span: Span,
    /// Where it leads.
    pub leads: Leads,
    /// The innermost statement that holds it.
    pub statement: usize,
    /// Whether only types are taken.
    pub type_only: bool,
    /// Whether it is `require(…)`.
    pub is_require: bool,
}

/// Where an import leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Leads {
    /// A file of the project.
    Own(Arc<str>),
    /// A package, by its name.
    Package(String),
    /// A module of Node.
    Builtin(String),
    /// Nothing that was found.
    Nothing,
}

/// What kind of statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatementKind {
    /// `import … from`, `export … from`.
    Import,
    /// `const`, `let`, `var`.
    Variable,
    /// A function or a class.
    Definition,
    /// An expression.
    Expression,
    /// `if`.
    If,
    /// A type or an interface.
    Type,
    /// Anything else.
    Other,
}

/// A statement.
#[derive(Debug, Clone)]
pub struct Statement {
    /// Where it stands.
    pub span: Span,
    /// Its kind.
    pub kind: StatementKind,
    /// The statement that it stands in.
    pub parent: Option<usize>,
    /// Whether it is exported.
    pub exported: bool,
    /// The names that it declares itself.
    pub declares: Vec<String>,
    /// The names that it uses itself, not those that statements inside of it use, sorted.
    pub uses: Vec<String>,
    /// The call that it is, or whose result it declares.
    pub calls: Vec<Call>,
    /// Properties of an object that it exports: `module.exports = { app, server }`.
    pub exported_names: Vec<(String, Span)>,
}

/// A call at the head of a statement.
#[derive(Debug, Clone)]
pub struct Call {
    /// The names that the declaration gives its result.
    pub declares: Vec<String>,
    /// The name that it begins with: `app` of `app.use(x)`.
    pub root: String,
    /// The members on the way: `use`; calls in between are passed over.
    pub path: Vec<String>,
    /// Its arguments.
    pub args: Vec<Argument>,
}

/// An argument of a call.
#[derive(Debug, Clone)]
pub struct Argument {
    /// Where it stands.
    pub span: Span,
    /// The name that it begins with: `helmet` of `helmet.hsts({…})`.
    pub root: Option<String>,
    /// The members on the way.
    pub path: Vec<String>,
    /// The text, where it is a literal.
    pub literal: Option<String>,
    /// Whether it is a function.
    pub is_function: bool,
}

/// A function and its parameters.
#[derive(Debug, Clone)]
pub struct Function {
    /// Where it stands.
    pub span: Span,
    /// Line and column of its beginning, from 1.
    pub at: (u32, u32),
    /// The names of its parameters; `None` where a pattern stands.
    pub parameters: Vec<Option<String>>,
    /// Whether it is asynchronous.
    pub is_async: bool,
    /// The statement that it stands in.
    pub statement: usize,
}

/// Members that are read or called on a name.
#[derive(Debug, Clone)]
pub struct Chain {
    /// The name.
    pub root: String,
    /// The members in order.
    pub path: Vec<String>,
    /// Where it stands.
    pub span: Span,
    /// The innermost statement that holds it.
    pub statement: usize,
    /// Whether the last member is called.
    pub called: bool,
    /// The names that the last call gets as arguments.
    pub args: Vec<String>,
    /// The function whose parameter the name is, where it is one, and which.
    pub parameter: Option<(usize, usize)>,
    /// Whether its result is awaited.
    pub awaited: bool,
}

//! From a syntax tree to [`Module`]: names are bound while the tree is walked once, then the tree is dropped.

mod class;
mod expr;
mod function;
mod jsx;
mod pattern;
mod scope;
mod stmt;
mod store;

use super::ir::{
    Bind, BindId, Call, CallId, ClassId, ExprId, Func, FuncId, Import, ImportId, List, Module, Name, Node,
    TOP,
};
use crate::lang::ecma::hash::{QuickMap, quick};
use forgeshift_source::span::Span;
use swc_common::Spanned;
use swc_ecma_ast::Program;

/// Texts longer than this are not kept: no address, path or name is that long.
const LONGEST_TEXT: usize = 2_000;

/// Walks one tree.
pub(super) struct Lower {
    module: Module,
    /// The names by their hashes; where two texts have one, the second stands under the next number.
    interned: QuickMap<u64, Name>,
    /// For each name the declarations that are in scope, innermost last.
    visible: Vec<Vec<BindId>>,
    /// The names that each open scope declares.
    scopes: Vec<Vec<Name>>,
    owners: Vec<FuncId>,
    this: Vec<FuncId>,
    classes: Vec<ClassId>,
    exported_locals: Vec<(Name, Name)>,
}

/// Lowers the tree of one file or script. `span` is the part of the file that was parsed.
pub(super) fn module(program: &Program, span: Span) -> Module {
    let mut lower = Lower::new(span);
    lower.program(program);
    lower.finish()
}

/// Lowers data (a JSON file) as a module whose whole export it is.
pub(super) fn data(node: &forgeshift_source::data::Node) -> Module {
    let mut lower = Lower::new(node.span);
    let value = lower.json(node);
    lower.module.whole.push(value);
    lower.finish()
}

impl Lower {
    fn new(span: Span) -> Self {
        let mut module = Module::default();
        module.funcs.push(Func {
            name: None,
            span: Span {
                start: span.start,
                end: span.start,
            },
            hints: Vec::new(),
            returns: Vec::new(),
            parent: None,
            class: None,
            is_static: false,
            object: None,
            prototype_of: None,
            fields: Vec::new(),
            is_async: false,
            is_arrow: false,
        });
        Self {
            module,
            interned: QuickMap::default(),
            visible: Vec::new(),
            scopes: Vec::new(),
            owners: vec![TOP],
            this: vec![TOP],
            classes: Vec::new(),
            exported_locals: Vec::new(),
        }
    }

    fn finish(mut self) -> Module {
        let locals = std::mem::take(&mut self.exported_locals);
        for (local, name) in locals {
            let value = self.read_name(local, Span::default());
            self.module
                .exports
                .push((name, super::ir::Exported::Value(value)));
        }
        self.module
    }

    /// The name that a text has already, or else the number under which a new one is to stand.
    fn known(&self, text: &str) -> Result<Name, u64> {
        let mut hash = quick(text);
        while let Some(name) = self.interned.get(&hash) {
            if self.module.text(*name) == text {
                return Ok(*name);
            }
            hash = hash.wrapping_add(1);
        }
        Err(hash)
    }

    fn name(&mut self, text: &str) -> Name {
        let hash = match self.known(text) {
            Ok(name) => return name,
            Err(hash) => hash,
        };
        let name = Name(self.module.names.len() as u32);
        self.module.names.push(text.into());
        self.visible.push(Vec::new());
        self.interned.insert(hash, name);
        name
    }

    fn text(&self, name: Name) -> &str {
        self.module.text(name)
    }

    fn push(&mut self, node: Node, span: Span) -> ExprId {
        let id = ExprId(self.module.nodes.len() as u32);
        self.module.nodes.push(node);
        self.module.spans.push(span);
        id
    }

    fn opaque(&mut self, span: Span) -> ExprId {
        self.push(Node::Opaque, span)
    }

    fn list(&mut self, items: &[ExprId]) -> List {
        let start = self.module.lists.len() as u32;
        self.module.lists.extend_from_slice(items);
        List {
            start,
            len: items.len() as u32,
        }
    }

    fn member(&mut self, object: ExprId, name: Name, span: Span) -> ExprId {
        let id = self.push(Node::Member(object, name), span);
        if self.is_environment(object) {
            let owner = self.owner();
            self.module.env.push((name, id, owner));
        }
        id
    }

    /// Whether an expression is `process.env` or `import.meta.env` as it is written.
    fn is_environment(&self, expr: ExprId) -> bool {
        let Node::Member(base, name) = self.module.node(expr) else {
            return false;
        };
        if self.text(name) != "env" {
            return false;
        }
        match self.module.node(base) {
            Node::Meta => true,
            Node::Global(root) => self.text(root) == "process",
            _ => false,
        }
    }

    fn either(&mut self, items: &[ExprId], span: Span) -> ExprId {
        let list = self.list(items);
        self.push(Node::Either(list), span)
    }

    fn owner(&self) -> FuncId {
        self.owners.last().copied().unwrap_or(TOP)
    }

    fn this_function(&self) -> FuncId {
        self.this.last().copied().unwrap_or(TOP)
    }

    fn import(&mut self, specifier: &str, span: Span, type_only: bool) -> ImportId {
        let specifier = self.name(specifier);
        let id = ImportId(self.module.imports.len() as u32);
        self.module.imports.push(Import {
            specifier,
            span,
            type_only,
        });
        id
    }

    fn call(&mut self, callee: ExprId, args: &[ExprId], is_new: bool, span: Span) -> ExprId {
        let args = self.list(args);
        let call = CallId(self.module.calls.len() as u32);
        let expr = self.push(Node::Call(call), span);
        self.module.calls.push(Call {
            expr,
            callee,
            args,
            owner: self.owner(),
            is_new,
            awaited: false,
            jsx: false,
        });
        expr
    }

    /// Notes that the result of a call is waited for.
    fn awaited(&mut self, expr: ExprId) {
        if let Node::Call(call) = self.module.node(expr)
            && let Some(call) = self.module.calls.get_mut(call.0 as usize)
        {
            call.awaited = true;
        }
    }

    /// Notes that an expression is handed on, stored, returned or tested.
    fn handed_on(&mut self, expr: ExprId) {
        if matches!(self.module.node(expr), Node::Member(..) | Node::Bind(_)) {
            let owner = self.owner();
            self.module.reads.push((expr, owner));
        }
    }

    fn bind(&mut self, id: BindId) -> Option<&mut Bind> {
        self.module.binds.get_mut(id.0 as usize)
    }

    fn literal(&mut self, text: &str, span: Span) -> ExprId {
        if let Some(kind) = super::secrets::in_text(text) {
            self.module.secrets.push((span, kind));
        }
        if holds_addresses(text) {
            self.module.markup.push(span);
        }
        if text.len() > LONGEST_TEXT {
            return self.opaque(span);
        }
        let name = self.name(text);
        self.push(Node::Str(name), span)
    }

    fn json(&mut self, node: &forgeshift_source::data::Node) -> ExprId {
        use super::ir::Prop;
        use forgeshift_source::data::Value;
        match &node.value {
            Value::Null => self.push(Node::Null, node.span),
            Value::Bool(value) => self.push(Node::Bool(*value), node.span),
            Value::Number(text) => {
                let value = text.parse().unwrap_or(0.0);
                self.push(Node::Num(value), node.span)
            }
            Value::String(text) => self.literal(text, node.span),
            Value::Array(items) => {
                let items: Vec<ExprId> = items.iter().map(|item| self.json(item)).collect();
                let list = self.list(&items);
                self.push(Node::Array(list), node.span)
            }
            Value::Object(members) => {
                let mut props = Vec::with_capacity(members.len());
                for member in members {
                    let value = self.json(&member.value);
                    self.named_literal(&member.key, value);
                    props.push(Prop {
                        key: Some(self.name(&member.key)),
                        value,
                        getter: false,
                    });
                }
                let list = self.props(&props);
                self.push(Node::Object(list), node.span)
            }
        }
    }

    fn props(&mut self, props: &[super::ir::Prop]) -> List {
        let start = self.module.props.len() as u32;
        self.module.props.extend_from_slice(props);
        List {
            start,
            len: props.len() as u32,
        }
    }

    /// Looks at a literal that is given to a name: the name may say that it is a secret.
    fn named_literal(&mut self, name: &str, value: ExprId) {
        let Some(text) = self.module.str(value) else {
            return;
        };
        if super::secrets::in_text(text).is_none()
            && let Some(kind) = super::secrets::under_name(name, text)
        {
            let span = self.module.span_of(value);
            self.module.secrets.push((span, kind));
        }
    }

    fn program(&mut self, program: &Program) {
        self.open_scope();
        match program {
            Program::Module(module) => self.module_items(&module.body),
            Program::Script(script) => {
                self.hoist(&script.body);
                self.declare_lexical(&script.body);
                self.stmts(&script.body);
            }
            #[allow(unreachable_patterns)]
            _ => {}
        }
        // Names stay visible: `export {x}` is resolved at the end.
    }
}

/// A span of the parser as bytes of the file.
fn span(node: &impl Spanned) -> Span {
    at(node.span())
}

fn at(span: swc_common::Span) -> Span {
    Span {
        start: span.lo.0.saturating_sub(1),
        end: span.hi.0.saturating_sub(1),
    }
}

/// Whether a text holds elements of a page that run scripts or have addresses.
fn holds_addresses(text: &str) -> bool {
    text.contains('<')
        && (text.contains("<script")
            || ["href=", "src=", "action="]
                .iter()
                .any(|name| text.contains(name))
                && [
                    "<a ", "<img", "<iframe", "<form", "<link", "<object", "<embed", "<video",
                ]
                .iter()
                .any(|element| text.contains(element)))
}

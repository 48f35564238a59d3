//! Walks every function once, keeping track of what names and values are, and notes what it does on the way. A call
//! leads to the function that it calls first, so that what a function returns is known to its callers.

mod bindings;
mod calls;
mod expressions;
mod macros;
mod methods;
mod strings;

pub use calls::Call;

use super::frameworks::Router;
use super::program::{Def, FnId, ModId, Program, TypeId, ValueId};
use super::table::Table;
use super::tree::{At, Fn};
use super::value::{RouterId, Value};
use crate::facts::{Function, FunctionId};
use forgeshift_source::span::Place;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;
use std::sync::Arc;

/// How many calls deep what a function returns is asked for before it was walked on its own.
const CALL_DEPTH: u32 = 200;

/// An argument, with the file and the place of the call.
pub type Handed = (Value, usize, At);

/// What a function or a constant turned out to be.
#[derive(Clone)]
enum State {
    New,
    Running,
    Done(Value),
}

pub struct Eval<'p> {
    pub program: &'p Program,
    pub table: &'static Table,
    pub paths: Vec<Arc<str>>,
    pub notes: super::notes::Notes,
    pub routers: Vec<Router>,
    /// The router that stands for a function's `ServiceConfig`.
    pub config_routers: BTreeMap<FnId, RouterId>,
    /// What was handed to a function's parameters, with the place.
    pub handed: HashMap<(FnId, usize), Vec<Handed>>,
    /// What the fields of a type were set to.
    pub fields: HashMap<(TypeId, Rc<str>), Vec<Value>>,
    fns: Vec<State>,
    constants: Vec<State>,
    top_levels: BTreeMap<usize, FunctionId>,
    depth: u32,
    /// What the first parameter of the next closure is.
    hint: Option<Value>,
}

/// The function being walked.
pub struct Frame {
    pub function: FunctionId,
    pub module: ModId,
    pub file: usize,
    pub of: Option<TypeId>,
    pub decl: Option<Rc<Fn>>,
    pub scopes: Vec<HashMap<String, Value>>,
    pub returned: Value,
}

impl Frame {
    pub fn bind(&mut self, name: &str, value: Value) {
        if let Some(scope) = self.scopes.last_mut() {
            scope.insert(name.to_owned(), value);
        }
    }

    /// Gives a local variable another value.
    pub fn rebind(&mut self, name: &str, value: Value) {
        let mut scopes = self.scopes.iter_mut().rev();
        if let Some(slot) = scopes.find_map(|scope| scope.get_mut(name)) {
            *slot = value;
        }
    }

    pub fn local(&self, name: &str) -> Option<&Value> {
        self.scopes.iter().rev().find_map(|scope| scope.get(name))
    }
}

impl<'p> Eval<'p> {
    pub fn new(program: &'p Program, table: &'static Table, paths: Vec<Arc<str>>) -> Self {
        let mut eval = Self {
            program,
            table,
            paths,
            notes: Default::default(),
            routers: Vec::new(),
            config_routers: BTreeMap::new(),
            handed: HashMap::new(),
            fields: HashMap::new(),
            fns: vec![State::New; program.fns.len()],
            constants: vec![State::New; program.values.len()],
            top_levels: BTreeMap::new(),
            depth: 0,
            hint: None,
        };
        for info in &program.fns {
            let name = match info.of.and_then(|of| program.types.get(of.0)) {
                Some(of) => format!("{}::{}", of.def.name, info.decl.name),
                None => info.decl.name.clone(),
            };
            let file = eval.file_of(info.module);
            let place = eval.place(file, info.decl.at);
            eval.notes.functions.push(Function { name, place });
        }
        eval
    }

    /// Walks everything.
    pub fn run(&mut self) {
        for index in 0..self.program.fns.len() {
            self.summary(FnId(index));
        }
        for index in 0..self.program.values.len() {
            self.constant(ValueId(index));
        }
        let program = self.program;
        for info in &program.types {
            self.type_state(info);
        }
    }

    /// The functions that stand for the constants of files.
    pub fn top_levels(&self) -> Vec<FunctionId> {
        self.top_levels.values().copied().collect()
    }

    /// Macros in the place of items: the tables of a schema, and code that is made elsewhere.
    pub fn item_macros(&mut self, macros: &[super::assembly::ItemMacro]) {
        for found in macros {
            let file = self.file_of(found.module);
            let function = self.top_level(file);
            let path = self.program.resolve(found.module, &found.mac.path.segments);
            let is_table = matches!(path, Def::External(path) if path.ends_with("table"));
            if let (true, Some(table)) = (is_table, &found.table) {
                let place = self.place(file, found.at);
                let (what, detail) = ("driver:diesel".to_owned(), Some(format!("table {table}")));
                self.notes.storage.push(crate::facts::Storage {
                    what,
                    detail,
                    place,
                    function,
                });
            }
        }
    }

    pub fn file_of(&self, module: ModId) -> usize {
        self.program.modules.get(module.0).map_or(0, |info| info.file)
    }

    pub fn place(&self, file: usize, at: At) -> Place {
        Place {
            file: self.paths.get(file).cloned().unwrap_or_else(|| "".into()),
            line: at.line.max(1),
            column: at.column.max(1),
            end_line: at.end_line.max(1),
            end_column: at.end_column.max(1),
        }
    }

    pub fn id(&self, function: FnId) -> FunctionId {
        FunctionId(function.0 as u32)
    }

    /// A function that has no name.
    pub fn anonymous(&mut self, file: usize, at: At) -> FunctionId {
        let id = FunctionId(self.notes.functions.len() as u32);
        let place = self.place(file, at);
        self.notes.functions.push(Function {
            name: "(anonymous)".to_owned(),
            place,
        });
        id
    }

    /// The function that stands for a file's constants.
    pub fn top_level(&mut self, file: usize) -> FunctionId {
        if let Some(id) = self.top_levels.get(&file) {
            return *id;
        }
        let id = self.anonymous(file, At::default());
        if let Some(function) = self.notes.functions.get_mut(id.0 as usize) {
            function.name = "(top level)".to_owned();
        }
        self.top_levels.insert(file, id);
        id
    }

    /// What a function returns; walks it where that was not done yet.
    pub fn summary(&mut self, id: FnId) -> Value {
        match self.fns.get(id.0) {
            Some(State::Done(value)) => return value.clone(),
            Some(State::New) if self.depth < CALL_DEPTH => {}
            _ => return Value::Unknown,
        }
        let Some(info) = self.program.fns.get(id.0) else {
            return Value::Unknown;
        };
        self.mark(id, State::Running);
        self.depth += 1;
        let file = self.file_of(info.module);
        let mut frame = Frame {
            function: self.id(id),
            module: info.module,
            file,
            of: info.of,
            decl: Some(info.decl.clone()),
            scopes: vec![HashMap::new()],
            returned: Value::Unknown,
        };
        self.parameters(&mut frame, id);
        self.signature(&frame, id);
        let hint = self.hint.take();
        let tail = match &info.decl.body {
            Some(body) => self.block(&mut frame, body),
            None => Value::Unknown,
        };
        self.hint = hint;
        self.hand_on(&mut frame, &tail, info.decl.at);
        let found = tail.or(frame.returned);
        let declared = self.value_of_type(info.module, &info.decl.output, Some(&info.decl), info.of);
        let value = bindings::declared_over(declared, found);
        self.depth -= 1;
        self.mark(id, State::Done(value.clone()));
        value
    }

    fn mark(&mut self, id: FnId, state: State) {
        if let Some(slot) = self.fns.get_mut(id.0) {
            *slot = state;
        }
    }

    /// The value of a constant or a static.
    pub fn constant(&mut self, id: ValueId) -> Value {
        match self.constants.get(id.0) {
            Some(State::Done(value)) => return value.clone(),
            Some(State::New) => {}
            _ => return Value::Unknown,
        }
        let Some(info) = self.program.values.get(id.0) else {
            return Value::Unknown;
        };
        if let Some(slot) = self.constants.get_mut(id.0) {
            *slot = State::Running;
        }
        let file = self.file_of(info.module);
        let mut frame = Frame {
            function: self.top_level(file),
            module: info.module,
            file,
            of: info.of,
            decl: None,
            scopes: vec![HashMap::new()],
            returned: Value::Unknown,
        };
        let hint = self.hint.take();
        let value = match &info.def.init {
            Some(init) => self.expr(&mut frame, init),
            None => Value::Unknown,
        };
        self.hint = hint;
        self.static_state(&frame, info);
        self.hand_on(&mut frame, &value, info.def.at);
        let declared = self.value_of_type(info.module, &info.def.ty, None, info.of);
        let value = match value {
            // A `LazyLock` holds what its closure returns.
            Value::Closure(closure) => closure.result.clone(),
            value => value,
        };
        let value = bindings::declared_over(declared, value);
        if let Some(slot) = self.constants.get_mut(id.0) {
            *slot = State::Done(value.clone());
        }
        value
    }
}

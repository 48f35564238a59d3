//! What parameters, fields and patterns hold, from the types that are written down.

use super::{Eval, Frame};
use crate::lang::rust::program::{Def, FnId, ModId, TypeId};
use crate::lang::rust::text::{Hole, Text};
use crate::lang::rust::tree::{Fn, Pat, Ty};
use crate::lang::rust::value::{External, Value};
use std::rc::Rc;

/// Types of other packages that stand for what they hold.
const WRAPPERS: [&str; 38] = [
    "Arc",
    "Rc",
    "Box",
    "Option",
    "Result",
    "State",
    "Data",
    "Extension",
    "Mutex",
    "RwLock",
    "Cow",
    "Ref",
    "RefMut",
    "RefCell",
    "Cell",
    "OnceCell",
    "OnceLock",
    "LazyLock",
    "Lazy",
    "LazyCell",
    "Pin",
    "MutexGuard",
    "RwLockReadGuard",
    "RwLockWriteGuard",
    "Json",
    "Form",
    "Path",
    "Query",
    "Weak",
    "Saturating",
    "ThinData",
    "ReqData",
    "Inject",
    "LocalBoxFuture",
    "BoxFuture",
    "Stream",
    "ManuallyDrop",
    "AppResult",
];
/// Types whose values are strings or turn into them.
const STRINGS: [&str; 16] = [
    "String",
    "str",
    "Url",
    "Uri",
    "IntoUrl",
    "AsRef",
    "Into",
    "ToString",
    "Display",
    "PathBuf",
    "SecretString",
    "Secret",
    "HttpUrl",
    "ToOwned",
    "IntoUri",
    "Borrow",
];
/// How many wrappers are peeled off.
const LAYERS: u32 = 12;

impl Eval<'_> {
    /// An instance of a written type; none where the type says nothing.
    pub fn value_of_type(
        &self,
        module: ModId,
        ty: &Ty,
        decl: Option<&Fn>,
        of: Option<TypeId>,
    ) -> Option<Value> {
        let mut ty = ty.clone();
        let mut module = module;
        for _ in 0..LAYERS {
            let head = ty.path.first()?.clone();
            if head == "Self" && ty.path.len() == 1 {
                return of.map(Value::Local);
            }
            if let Some((_, bound)) = decl.and_then(|d| d.generics.iter().find(|(name, _)| *name == head)) {
                if bound.path.first() == Some(&head) {
                    return None;
                }
                ty = bound.clone();
                continue;
            }
            let last = ty.path.last()?.as_str();
            match self.program.resolve(module, &ty.path) {
                Def::Type(id) => match &self.program.types.get(id.0)?.def.alias {
                    Some(alias) => {
                        let mut alias = alias.clone();
                        // `type Shared<T> = Arc<T>`: what is written fills what is asked.
                        if !ty.args.is_empty() && alias.args.len() == ty.args.len() {
                            alias.args = ty.args.clone();
                        }
                        module = self.program.types.get(id.0)?.module;
                        ty = alias;
                    }
                    None => return Some(Value::Local(id)),
                },
                Def::Trait(id) => return Some(Value::Trait(id)),
                Def::External(path) if WRAPPERS.contains(&last) => {
                    let Some(inner) = ty.args.first() else {
                        return Some(Value::external(&path, None));
                    };
                    ty = inner.clone();
                }
                Def::External(path) => {
                    if head == "()" {
                        let parts = ty
                            .args
                            .iter()
                            .map(|arg| self.value_of_type(module, arg, decl, of).unwrap_or_default());
                        return Some(Value::Tuple(parts.collect()));
                    }
                    return path
                        .contains("::")
                        .then(|| Value::external(&self.canonical(&path), None));
                }
                _ => return None,
            }
        }
        None
    }

    /// The name under which the table knows a type.
    pub fn canonical(&self, path: &str) -> Rc<str> {
        self.table.canonical(path)
    }

    /// A value of a written type that comes through a hole.
    pub fn typed(&self, module: ModId, ty: &Ty, decl: Option<&Fn>, of: Option<TypeId>, hole: Hole) -> Value {
        match self.value_of_type(module, ty, decl, of) {
            Some(Value::External(external)) if !is_string(&external.path) => {
                Value::External(Rc::new(External {
                    from: Some(hole),
                    ..(*external).clone()
                }))
            }
            Some(Value::External(_)) | None => Value::Text(Text::hole(hole)),
            Some(value) => value,
        }
    }

    /// Binds the parameters of a function.
    pub fn parameters(&mut self, frame: &mut Frame, id: FnId) {
        let Some(info) = self.program.fns.get(id.0) else {
            return;
        };
        if info.decl.takes_self {
            let of_external = info.of_external.as_ref();
            let own = match info.of {
                Some(of) => Value::Local(of),
                None => of_external
                    .and_then(|ty| self.value_of_type(info.module, ty, None, None))
                    .unwrap_or_default(),
            };
            frame.bind("self", own);
        }
        for (index, (pat, ty)) in info.decl.params.iter().enumerate() {
            let value = self.typed(info.module, ty, Some(&info.decl), info.of, Hole::Param(id, index));
            let value = match value {
                Value::External(external) => match self.router_parameter(&external.path) {
                    Some(router) => {
                        self.config_routers.insert(id, router);
                        Value::Router(router)
                    }
                    None => Value::External(external),
                },
                value => value,
            };
            self.bind(frame, pat, value);
        }
    }

    /// Binds the names of a pattern. Wrappers (`Some(x)`, `State(x)`) hand on what they wrap.
    pub fn bind(&mut self, frame: &mut Frame, pat: &Pat, value: Value) {
        match pat {
            Pat::Name(name) => frame.bind(name, value),
            Pat::Wrapped(path, parts) => match parts.as_slice() {
                [part] => {
                    let own = match self.resolve(frame, &path.segments) {
                        Def::Type(id) => Some(id),
                        _ => None,
                    };
                    let inner = match own {
                        Some(id) => self.field_of(id, "0"),
                        None => value,
                    };
                    self.bind(frame, part, inner);
                }
                parts => parts
                    .iter()
                    .for_each(|part| self.bind(frame, part, Value::Unknown)),
            },
            Pat::Tuple(parts) => {
                for (index, part) in parts.iter().enumerate() {
                    let inner = match &value {
                        Value::Tuple(values) => values.get(index).cloned().unwrap_or_default(),
                        // `let (router, api) = router.split_for_parts()`
                        Value::Router(_) if index == 0 => value.clone(),
                        _ => Value::Unknown,
                    };
                    self.bind(frame, part, inner);
                }
            }
            Pat::Struct(path, fields) => {
                let of = match (self.resolve(frame, &path.segments), &value) {
                    (Def::Type(id), _) => Some(id),
                    (_, Value::Local(id)) => Some(*id),
                    _ => None,
                };
                for (name, part) in fields {
                    let inner = match of {
                        Some(id) => self.field_of(id, name),
                        None => Value::Text(Text::named(name)),
                    };
                    self.bind(frame, part, inner);
                }
            }
            Pat::Other => {}
        }
    }
}

/// Whether values of a type of another package are strings.
pub fn is_string(path: &str) -> bool {
    path.rsplit("::")
        .next()
        .is_some_and(|last| STRINGS.contains(&last))
}

/// A written type says what an expression is, unless the expression is the same and more is known of it.
pub fn declared_over(declared: Option<Value>, found: Value) -> Value {
    match (declared, found) {
        (None, found) => found,
        (Some(Value::External(ty)), found @ Value::Text(_)) if is_string(&ty.path) => found,
        (Some(Value::External(ty)), _) if is_string(&ty.path) => Value::Text(Text::hole(Hole::Computed)),
        (Some(Value::External(ty)), Value::External(found))
            if ty.path == found.path || !ty.path.contains("::") =>
        {
            Value::External(found)
        }
        (Some(declared @ Value::Local(_)), Value::External(_) | Value::Text(_)) => declared,
        (Some(declared @ Value::External(_)), Value::External(_) | Value::Local(_)) => declared,
        (Some(declared), found) if found.is_unknown() => declared,
        (_, found) => found,
    }
}

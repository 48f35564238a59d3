//! What of a file only a server needs: statements that go, arguments that go, and imports that stay as something
//! that does nothing.

use super::packages::{Class, class};
use forgeshift_connect::carry::{Argument, Call, CarryFile, Import, Leads, Statement, StatementKind};
use forgeshift_source::span::Span;
use std::collections::{BTreeMap, BTreeSet};

/// What goes.
#[derive(Debug, Default)]
pub(super) struct Pruned {
    /// The statements, by number.
    pub dropped: BTreeSet<usize>,
    /// Arguments of statements that stay.
    pub arguments: Vec<Span>,
    /// Names that are exported no more.
    pub exports: Vec<Span>,
    /// Statements inside of one that goes which stay: what a server did once it listened.
    pub lifted: BTreeSet<usize>,
}

impl Pruned {
    /// Whether a statement goes, by itself or with one that it stands in.
    pub fn drops(&self, file: &CarryFile, mut statement: usize) -> bool {
        loop {
            if self.dropped.contains(&statement) {
                return true;
            }
            if self.lifted.contains(&statement) {
                return false;
            }
            match file.statements.get(statement).and_then(|own| own.parent) {
                Some(parent) => statement = parent,
                None => return false,
            }
        }
    }
}

/// What becomes of what an import leads to.
pub(super) fn class_of(import: &Import) -> Class {
    match &import.leads {
        Leads::Package(name) => class(name),
        _ => Class::Stays,
    }
}

/// Finds what goes.
pub(super) fn prune(file: &CarryFile) -> Pruned {
    let mut reading = Reading::new(file);
    while reading.drop_statements() {}
    reading.lift();
    while reading.drop_statements() {}
    reading.drop_empty_conditions();
    while reading.drop_unused() {}
    while reading.revive() {}
    reading.finish()
}

struct Reading<'a> {
    file: &'a CarryFile,
    dropped: BTreeSet<usize>,
    lifted: BTreeSet<usize>,
    arguments: BTreeSet<(usize, Span)>,
    /// Names that only a server needs.
    gone: BTreeSet<&'a str>,
    /// Names of the framework, of its application and of the add-on.
    express: BTreeSet<&'a str>,
    apps: BTreeSet<&'a str>,
    ace: BTreeSet<&'a str>,
    addons: BTreeSet<&'a str>,
    servers: BTreeSet<&'a str>,
    /// Names through which the server's disk is read.
    disk: BTreeSet<&'a str>,
}

/// Settings of an application that only a server reads.
const SETTINGS: [&str; 9] = [
    "etag",
    "port",
    "query parser",
    "subdomain offset",
    "trust proxy",
    "view cache",
    "view engine",
    "views",
    "x-powered-by",
];

impl<'a> Reading<'a> {
    fn new(file: &'a CarryFile) -> Self {
        let mut reading = Self {
            file,
            dropped: BTreeSet::new(),
            lifted: BTreeSet::new(),
            arguments: BTreeSet::new(),
            gone: BTreeSet::new(),
            express: BTreeSet::new(),
            apps: BTreeSet::new(),
            ace: BTreeSet::new(),
            addons: BTreeSet::new(),
            servers: BTreeSet::new(),
            disk: BTreeSet::new(),
        };
        for import in &file.imports {
            let names = reading.names_of(import);
            match class_of(import) {
                Class::Server => reading.gone.extend(names),
                Class::Adapter("express") => reading.express.extend(names),
                Class::Adapter("ace") => reading.ace.extend(names),
                _ => {}
            }
            if matches!(&import.leads, Leads::Builtin(name) if matches!(name.as_str(), "http" | "https" | "http2"))
            {
                let names = reading.names_of(import);
                reading.servers.extend(names);
            }
        }
        for import in &file.imports {
            let of_disk = ["fs", "fs/promises", "module", "os", "path"];
            if matches!(&import.leads, Leads::Builtin(name) if of_disk.contains(&name.as_str())) {
                let names = reading.names_of(import);
                reading.disk.extend(names);
            }
        }
        reading
            .gone
            .retain(|name| !reading.file.ambiguous.iter().any(|other| other == name));
        for call in file.statements.iter().flat_map(|statement| &statement.calls) {
            let made = call.declares.iter().map(String::as_str);
            if reading.express.contains(call.root.as_str()) && call.path.is_empty() {
                reading.apps.extend(made);
            } else if reading.ace.contains(call.root.as_str()) && call.path.is_empty() {
                reading.addons.extend(made);
            }
        }
        reading
    }

    /// The names that an import declares.
    fn names_of(&self, import: &Import) -> Vec<&'a str> {
        let Some(statement) = self.file.statements.get(import.statement) else {
            return Vec::new();
        };
        if !import.is_require {
            return statement.declares.iter().map(String::as_str).collect();
        }
        let required = |call: &&Call| {
            call.root == "require"
                && call.args.first().and_then(|arg| arg.literal.as_deref()) == Some(import.specifier.as_str())
        };
        statement
            .calls
            .iter()
            .filter(required)
            .flat_map(|call| call.declares.iter().map(String::as_str))
            .collect()
    }

    fn is_down(&self, mut statement: usize) -> bool {
        loop {
            if self.dropped.contains(&statement) {
                return true;
            }
            if self.lifted.contains(&statement) {
                return false;
            }
            match self.file.statements.get(statement).and_then(|own| own.parent) {
                Some(parent) => statement = parent,
                None => return false,
            }
        }
    }

    fn drop_statements(&mut self) -> bool {
        let before = (self.dropped.len(), self.gone.len());
        for (index, statement) in self.file.statements.iter().enumerate() {
            if self.is_down(index) || statement.exported {
                continue;
            }
            let goes = match statement.kind {
                StatementKind::Import => self.import_goes(index),
                StatementKind::Variable => self.variable_goes(statement),
                StatementKind::Expression => self.expression_goes(index, statement),
                _ => false,
            };
            if goes {
                self.dropped.insert(index);
            }
        }
        (self.dropped.len(), self.gone.len()) != before
    }

    /// What a server did once it listened is done when the app is loaded, but for what it told its log.
    fn lift(&mut self) {
        for (index, statement) in self.file.statements.iter().enumerate() {
            let listens = |call: &Call| call.path.iter().any(|part| part == "listen");
            if !self.dropped.contains(&index) || !statement.calls.iter().any(listens) {
                continue;
            }
            for (inner, child) in self.file.statements.iter().enumerate() {
                let logs = child.calls.first().is_some_and(|call| {
                    call.root == "console"
                        || call.path.iter().any(|part| part == "logger")
                        || call.root == "logger"
                });
                let runs = matches!(child.kind, StatementKind::Expression | StatementKind::If);
                if child.parent == Some(index) && runs && !logs {
                    self.lifted.insert(inner);
                }
            }
        }
    }

    fn import_goes(&self, index: usize) -> bool {
        let mut imports = self
            .file
            .imports
            .iter()
            .filter(|import| import.statement == index)
            .peekable();
        imports.peek().is_some() && imports.all(|import| class_of(import) == Class::Server)
    }

    fn variable_goes(&mut self, statement: &'a Statement) -> bool {
        for call in &statement.calls {
            if self.call_goes(call) || self.requires_server(call) {
                let names = call.declares.iter().map(String::as_str);
                self.gone
                    .extend(names.filter(|name| !self.file.ambiguous.iter().any(|other| other == name)));
            }
        }
        !statement.declares.is_empty()
            && statement
                .declares
                .iter()
                .all(|name| self.gone.contains(name.as_str()))
    }

    fn requires_server(&self, call: &Call) -> bool {
        call.root == "require"
            && call
                .args
                .first()
                .and_then(|arg| arg.literal.as_deref())
                .is_some_and(|specifier| class(&package_of(specifier)) == Class::Server)
    }

    fn expression_goes(&mut self, index: usize, statement: &'a Statement) -> bool {
        let Some(call) = statement.calls.first() else {
            return false;
        };
        if self.call_goes(call) || self.requires_server(call) || self.tells_of_disk(statement, call) {
            return true;
        }
        let registers = call.path.last().is_some_and(|last| {
            matches!(
                last.as_str(),
                "use" | "all" | "get" | "post" | "put" | "patch" | "delete"
            )
        });
        if !registers {
            return false;
        }
        let handlers: Vec<&Argument> = call.args.iter().filter(|arg| arg.literal.is_none()).collect();
        let gone: Vec<&&Argument> = handlers.iter().filter(|arg| self.argument_goes(arg)).collect();
        if gone.is_empty() {
            return false;
        }
        if gone.len() == handlers.len() {
            return call.path.last().is_some_and(|last| last == "use");
        }
        let spans: Vec<Span> = gone.iter().map(|arg| arg.span).collect();
        self.arguments.extend(spans.into_iter().map(|span| (index, span)));
        false
    }

    /// Whether a call is something that only a server does.
    fn call_goes(&self, call: &Call) -> bool {
        let root = call.root.as_str();
        let path: Vec<&str> = call.path.iter().map(String::as_str).collect();
        if self.gone.contains(root) {
            return true;
        }
        let is_app = self.apps.contains(root) || root == "app";
        let is_addon = self.addons.contains(root) || root == "addon";
        let first = call
            .args
            .first()
            .and_then(|arg| arg.literal.as_deref())
            .unwrap_or("");
        match path.as_slice() {
            ["createServer", ..] => self.servers.contains(root),
            ["config", "port"] | ["register"] => is_addon,
            ["store", "register"] => self.ace.contains(root),
            ["engine" | "listen", ..] => is_app,
            ["set" | "enable" | "disable"] => is_app && SETTINGS.contains(&first),
            _ => false,
        }
    }

    /// Whether a statement only prints where the server's files are, or what is in them.
    fn tells_of_disk(&self, statement: &Statement, call: &Call) -> bool {
        call.root == "console"
            && statement.parent.is_none()
            && call.args.iter().any(|arg| {
                let root = arg.root.as_deref().unwrap_or("");
                self.disk.contains(root)
                    || (root == "process" && arg.path.first().is_some_and(|name| name == "cwd"))
            })
    }

    fn argument_goes(&self, arg: &Argument) -> bool {
        let Some(root) = arg.root.as_deref() else {
            return false;
        };
        let of_framework = matches!(
            arg.path.first().map(String::as_str),
            Some("static" | "json" | "urlencoded" | "text" | "raw")
        );
        self.gone.contains(root) || (self.express.contains(root) && of_framework)
    }

    /// A condition whose every statement goes has nothing left to decide.
    fn drop_empty_conditions(&mut self) {
        for (index, statement) in self.file.statements.iter().enumerate().rev() {
            if statement.kind != StatementKind::If || self.is_down(index) {
                continue;
            }
            let mut children = self
                .file
                .statements
                .iter()
                .enumerate()
                .filter(|(_, child)| child.parent == Some(index))
                .peekable();
            if children.peek().is_some() && children.all(|(child, _)| self.dropped.contains(&child)) {
                self.dropped.insert(index);
            }
        }
    }

    /// The names that statements which stay use.
    fn used(&self) -> BTreeSet<&'a str> {
        let mut used = BTreeSet::new();
        for (index, statement) in self.file.statements.iter().enumerate() {
            if self.is_down(index) {
                continue;
            }
            let exported: Vec<&str> = statement
                .exported_names
                .iter()
                .map(|(name, _)| name.as_str())
                .collect();
            for name in &statement.uses {
                let only_exported = exported.contains(&name.as_str()) && self.gone.contains(name.as_str());
                let cut = self
                    .arguments
                    .iter()
                    .any(|(of, span)| *of == index && span.text(&self.file.text).starts_with(name.as_str()));
                if !only_exported && !cut {
                    used.insert(name.as_str());
                }
            }
        }
        used
    }

    /// Declarations that only what goes has used.
    fn drop_unused(&mut self) -> bool {
        let used = self.used();
        let mut by_dropped: BTreeSet<&str> = BTreeSet::new();
        for (index, statement) in self.file.statements.iter().enumerate() {
            if self.is_down(index) {
                by_dropped.extend(statement.uses.iter().map(String::as_str));
            }
        }
        let cut: Vec<&str> = self
            .arguments
            .iter()
            .map(|(_, span)| span.text(&self.file.text))
            .collect();
        let before = self.dropped.len();
        for (index, statement) in self.file.statements.iter().enumerate() {
            let declares = matches!(
                statement.kind,
                StatementKind::Import | StatementKind::Variable | StatementKind::Definition
            );
            if !declares || statement.exported || statement.declares.is_empty() || self.is_down(index) {
                continue;
            }
            let unused = |name: &String| {
                let freed = by_dropped.contains(name.as_str())
                    || cut.iter().any(|text| text.starts_with(name.as_str()));
                !used.contains(name.as_str()) && freed && !self.file.ambiguous.contains(name)
            };
            let own = |name: &String| statement.uses.contains(name);
            if statement.declares.iter().all(|name| unused(name) && !own(name)) {
                self.dropped.insert(index);
            }
        }
        self.dropped.len() != before
    }

    /// What is needed after all comes back: then its import does nothing.
    fn revive(&mut self) -> bool {
        let used = self.used();
        let mut declared: BTreeMap<&str, usize> = BTreeMap::new();
        for (index, statement) in self.file.statements.iter().enumerate() {
            if self.dropped.contains(&index) {
                for name in &statement.declares {
                    declared.insert(name, index);
                }
            }
        }
        let before = self.dropped.len();
        for name in used {
            if let Some(index) = declared.get(name) {
                self.dropped.remove(index);
                for name in self
                    .file
                    .statements
                    .get(*index)
                    .map_or(&[][..], |own| &own.declares)
                {
                    self.gone.remove(name.as_str());
                }
            }
        }
        self.dropped.len() != before
    }

    fn finish(self) -> Pruned {
        let mut exports = Vec::new();
        for (index, statement) in self.file.statements.iter().enumerate() {
            if self.is_down(index) {
                continue;
            }
            for (name, span) in &statement.exported_names {
                if self.gone.contains(name.as_str()) {
                    exports.push(*span);
                }
            }
        }
        let lifted = self
            .lifted
            .iter()
            .filter(|index| !self.dropped.contains(index))
            .copied()
            .collect();
        Pruned {
            lifted,
            dropped: self.dropped,
            arguments: self.arguments.into_iter().map(|(_, span)| span).collect(),
            exports,
        }
    }
}

/// The package of a specifier: `@scope/name` or `name`.
fn package_of(specifier: &str) -> String {
    let parts = if specifier.starts_with('@') { 2 } else { 1 };
    specifier
        .splitn(parts + 1, '/')
        .take(parts)
        .collect::<Vec<_>>()
        .join("/")
}

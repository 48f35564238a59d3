//! Work that no request starts: tasks with a timer, jobs, consumers of queues.

use super::eval::{Call, Eval, Frame};
use super::notes::EntryNote;
use super::program::Def;
use super::tree::{At, Expr, Kind, Stmt};
use super::value::{External, Value};
use crate::facts::{EntryKind, FunctionId, RuntimeNeed};

/// Functions that start a task of its own.
const SPAWN: [&str; 11] = [
    "tokio::spawn",
    "tokio::task::spawn",
    "tokio::task::spawn_local",
    "actix_web::rt::spawn",
    "actix_rt::spawn",
    "rocket::tokio::spawn",
    "rocket::tokio::task::spawn",
    "async_std::task::spawn",
    "std::thread::spawn",
    "smol::spawn",
    "tokio::runtime::Handle::spawn",
];

impl Eval<'_> {
    /// `tokio::spawn(…)`: a task with a timer is an entry of its own, any other a call that goes on.
    pub fn spawn(&mut self, frame: &mut Frame, path: &str, args: &[Expr], at: At) -> Option<Value> {
        if !SPAWN.contains(&path) {
            return None;
        }
        self.start(frame, args.first()?, at);
        Some(Value::Unknown)
    }

    /// `set.spawn(async { … })`, `handle.spawn(…)` on a value of tokio's.
    pub fn spawned_method(
        &mut self,
        frame: &mut Frame,
        receiver: &Value,
        name: &str,
        args: &[Expr],
        at: At,
    ) -> Option<Value> {
        let Value::External(external) = receiver else {
            return None;
        };
        if !matches!(name, "spawn" | "spawn_on") || !external.path.starts_with("tokio::") {
            return None;
        }
        self.start(frame, args.first()?, at);
        Some(Value::Unknown)
    }

    fn start(&mut self, frame: &mut Frame, task: &Expr, at: At) {
        let (function, timer, endless) = match &task.kind {
            Kind::Async(stmts) => {
                let function = self.anonymous(frame.file, task.at);
                let outer = std::mem::replace(&mut frame.function, function);
                self.block(frame, stmts);
                frame.function = outer;
                (Some(function), timer_in(stmts), endless(stmts))
            }
            Kind::Call { callee, args } => self.started_call(frame, callee, args, task.at),
            Kind::Closure { body, .. } => {
                let (timer, endless) = (timer_in_expr(body), endless_expr(body));
                let function = match self.expr(frame, task) {
                    Value::Closure(closure) => Some(closure.function),
                    _ => None,
                };
                (function, timer, endless)
            }
            _ => {
                let value = self.expr(frame, task);
                self.hand_on(frame, &value, at);
                (None, None, false)
            }
        };
        let Some(function) = function else { return };
        match timer {
            Some(name) => self.entry(EntryKind::Schedule, name, frame.file, at, vec![function]),
            None => self.edge(frame.function, function, frame.file, at),
        }
        let place = self.place(frame.file, at);
        if endless {
            let detail = "a task that runs as long as the process".to_owned();
            let function = Some(frame.function);
            self.notes.needs.push(RuntimeNeed {
                what: "long-run",
                detail,
                place,
                function,
            });
        } else {
            self.notes.spawned.push((frame.function, place));
        }
    }

    /// `spawn(poll(state))`: the function that is called is the task.
    fn started_call(
        &mut self,
        frame: &mut Frame,
        callee: &Expr,
        args: &[Expr],
        at: At,
    ) -> (Option<FunctionId>, Option<String>, bool) {
        let target = match &callee.kind {
            Kind::Path(path) if frame.local(path.last()).is_none() => {
                match self.resolve(frame, &path.segments) {
                    Def::Fn(id) => Some(id),
                    _ => None,
                }
            }
            _ => None,
        };
        let Some(id) = target else {
            self.call(frame, callee, args, at);
            return (None, None, false);
        };
        let values = self.arguments(frame, args);
        for (index, value) in values.iter().enumerate() {
            self.handed
                .entry((id, index))
                .or_default()
                .push((value.clone(), frame.file, at));
        }
        self.summary(id);
        let body = self
            .program
            .fns
            .get(id.0)
            .and_then(|info| info.decl.body.as_deref())
            .unwrap_or_default();
        (Some(self.id(id)), timer_in(body), endless(body))
    }

    pub fn entry(&mut self, kind: EntryKind, name: String, file: usize, at: At, functions: Vec<FunctionId>) {
        let place = self.place(file, at);
        self.notes.entries.push(EntryNote {
            kind,
            name,
            place,
            functions,
        });
    }

    /// Jobs of a scheduler, workers of a queue.
    pub fn schedule_call(&mut self, frame: &mut Frame, call: &Call<'_>) -> Option<Value> {
        let job = call.path.starts_with("tokio_cron_scheduler::")
            && call.path.contains("::Job::")
            && call.name().starts_with("new")
            || call.path.starts_with("job_scheduler") && call.path.ends_with("::Job::new");
        if job {
            let name = call
                .text(0)
                .and_then(|text| text.whole())
                .or_else(|| duration(call.exprs));
            let functions = call.args.iter().filter_map(|arg| self.function_of(arg)).collect();
            let name = name.unwrap_or_else(|| "job".to_owned());
            self.entry(EntryKind::Schedule, name, frame.file, call.at, functions);
            return Some(Value::external("tokio_cron_scheduler::Job", None));
        }
        if call.path.starts_with("apalis") && call.path.ends_with("WorkerBuilder::new") {
            return Some(Value::External(std::rc::Rc::new(External {
                path: "apalis::WorkerBuilder".into(),
                built: Some((frame.file, call.at)),
                address: call.text(0),
                from: None,
            })));
        }
        None
    }

    /// The function that a value stands for.
    pub fn function_of(&self, value: &Value) -> Option<FunctionId> {
        match value {
            Value::Fn(id) => Some(self.id(*id)),
            Value::Closure(closure) => Some(closure.function),
            _ => None,
        }
    }

    /// Methods that register a job or a consumer.
    pub fn schedule_method(&mut self, frame: &mut Frame, receiver: &Value, call: &Call<'_>) -> Option<Value> {
        let path = match receiver {
            Value::External(external) => external.path.to_string(),
            _ => String::new(),
        };
        let functions: Vec<_> = call.args.iter().filter_map(|arg| self.function_of(arg)).collect();
        if path == "apalis::WorkerBuilder"
            && matches!(call.path, "build_fn" | "build")
            && !functions.is_empty()
        {
            let name = match receiver {
                Value::External(external) => external.address.as_ref().and_then(|text| text.whole()),
                _ => None,
            };
            self.entry(
                EntryKind::Queue,
                name.unwrap_or_else(|| "worker".to_owned()),
                frame.file,
                call.at,
                functions,
            );
            return Some(Value::Unknown);
        }
        if path.starts_with("clokwerk::") && call.path == "run" && !functions.is_empty() {
            self.entry(
                EntryKind::Schedule,
                "job".to_owned(),
                frame.file,
                call.at,
                functions,
            );
            return Some(receiver.clone());
        }
        // An actor of actix, whose context is a parameter.
        if matches!(call.path, "run_interval" | "run_later") && !functions.is_empty() {
            let name = duration(call.exprs).unwrap_or_else(|| "interval".to_owned());
            self.entry(EntryKind::Schedule, name, frame.file, call.at, functions);
            return Some(Value::Unknown);
        }
        if call.path == "basic_consume" {
            let name = call
                .text(0)
                .and_then(|text| text.whole())
                .unwrap_or_else(|| "queue".to_owned());
            self.entry(EntryKind::Queue, name, frame.file, call.at, vec![frame.function]);
            return Some(Value::Unknown);
        }
        None
    }

    /// Consuming from a client of a queue.
    pub fn queue_use(&mut self, frame: &mut Frame, external: &External, call: &Call<'_>) {
        let consumes = match external.path.split("::").next() {
            Some("aws_sdk_sqs") => call.path == "receive_message",
            Some("async_nats" | "nats") => matches!(call.path, "subscribe" | "queue_subscribe"),
            Some("rdkafka") => call.path == "subscribe",
            _ => false,
        };
        if consumes {
            let name = match call.args.first() {
                Some(Value::Text(text)) => text.whole(),
                Some(Value::Tuple(parts)) => parts.first().and_then(|p| p.text(None).whole()),
                _ => None,
            };
            self.entry(
                EntryKind::Queue,
                name.unwrap_or_else(|| "queue".to_owned()),
                frame.file,
                call.at,
                vec![frame.function],
            );
        }
    }
}

/// The name of the timer in a body that repeats by the clock: `every 60 s`.
fn timer_in(stmts: &[Stmt]) -> Option<String> {
    let mut found = Found::default();
    stmts.iter().for_each(|stmt| found.stmt(stmt, false));
    found.named()
}

fn timer_in_expr(expr: &Expr) -> Option<String> {
    let mut found = Found::default();
    found.expr(expr, false);
    found.named()
}

fn endless(stmts: &[Stmt]) -> bool {
    let mut found = Found::default();
    stmts.iter().for_each(|stmt| found.stmt(stmt, false));
    found.endless
}

fn endless_expr(expr: &Expr) -> bool {
    let mut found = Found::default();
    found.expr(expr, false);
    found.endless
}

/// The time in `Duration::from_secs(60)` among arguments.
fn duration(exprs: &[Expr]) -> Option<String> {
    let mut found = Found::default();
    exprs.iter().for_each(|expr| found.expr(expr, false));
    found.duration.map(|time| format!("every {time}"))
}

/// What a body holds.
#[derive(Default)]
struct Found {
    /// A wait by the clock within a loop.
    waits: bool,
    endless: bool,
    duration: Option<String>,
}

impl Found {
    fn named(self) -> Option<String> {
        self.waits.then(|| {
            self.duration
                .map_or_else(|| "interval".to_owned(), |time| format!("every {time}"))
        })
    }

    fn stmt(&mut self, stmt: &Stmt, in_loop: bool) {
        match stmt {
            Stmt::Let { init, otherwise, .. } => {
                init.iter()
                    .chain(otherwise)
                    .for_each(|expr| self.expr(expr, in_loop));
            }
            Stmt::Expr { expr, .. } => self.expr(expr, in_loop),
        }
    }

    fn all(&mut self, stmts: &[Stmt], in_loop: bool) {
        stmts.iter().for_each(|stmt| self.stmt(stmt, in_loop));
    }

    fn expr(&mut self, expr: &Expr, in_loop: bool) {
        match &expr.kind {
            Kind::Loop(stmts) => {
                self.endless = true;
                self.all(stmts, true);
            }
            Kind::For { items, body, .. } => {
                self.expr(items, in_loop);
                self.all(body, in_loop);
            }
            Kind::Call { callee, args } => {
                if let Kind::Path(path) = &callee.kind {
                    self.waits |= in_loop && path.last() == "sleep";
                    self.time(path.last(), args);
                }
                args.iter().for_each(|arg| self.expr(arg, in_loop));
            }
            Kind::Method {
                receiver, name, args, ..
            } => {
                self.waits |= in_loop && name == "tick";
                self.expr(receiver, in_loop);
                args.iter().for_each(|arg| self.expr(arg, in_loop));
            }
            Kind::Macro(mac) => mac.args.iter().for_each(|arg| self.expr(arg, in_loop)),
            Kind::Async(stmts) | Kind::Block(stmts) => self.all(stmts, in_loop),
            Kind::If {
                cond,
                then,
                otherwise,
            } => {
                self.expr(cond, in_loop);
                self.all(then, in_loop);
                otherwise.iter().for_each(|expr| self.expr(expr, in_loop));
            }
            Kind::Match { subject, arms } => {
                self.expr(subject, in_loop);
                arms.iter().for_each(|(_, body)| self.expr(body, in_loop));
            }
            Kind::Let(_, value) | Kind::Assign(_, value) | Kind::Field { base: value, .. } => {
                self.expr(value, in_loop)
            }
            Kind::Return(value) => value.iter().for_each(|value| self.expr(value, in_loop)),
            Kind::Tuple(parts) | Kind::Parts(parts) => parts.iter().for_each(|part| self.expr(part, in_loop)),
            _ => {}
        }
    }

    fn time(&mut self, name: &str, args: &[Expr]) {
        let unit = match name {
            "from_secs" => "s",
            "from_millis" => "ms",
            "from_mins" => "min",
            "from_hours" => "h",
            _ => return,
        };
        if let Some(Kind::Number(number)) = args.first().map(|arg| &arg.kind) {
            self.duration.get_or_insert(format!("{number} {unit}"));
        }
    }
}

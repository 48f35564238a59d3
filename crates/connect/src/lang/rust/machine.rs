//! What the code asks of the machine that it runs on: variables, files, processes, memory that lasts, sockets.

use super::eval::{Call, Eval, Frame};
use super::program::FnId;
use super::secrets;
use super::text::Text;
use super::tree::{At, Macro, Ty};
use super::value::Value;
use crate::facts::{FunctionId, RuntimeNeed, Secret, Storage};

/// A wait that is too long for a request.
const LONG_WAIT: u64 = 25;

impl Eval<'_> {
    pub fn need(
        &mut self,
        what: &'static str,
        detail: impl Into<String>,
        file: usize,
        at: At,
        function: Option<FunctionId>,
    ) {
        let place = self.place(file, at);
        self.notes.needs.push(RuntimeNeed {
            what,
            detail: detail.into(),
            place,
            function,
        });
    }

    pub fn store(&mut self, what: &str, detail: &str, file: usize, at: At, function: FunctionId) {
        let place = self.place(file, at);
        let (what, detail) = (what.to_owned(), Some(detail.to_owned()));
        self.notes.storage.push(Storage {
            what,
            detail,
            place,
            function,
        });
    }

    /// Functions of the standard library and of packages that touch the machine.
    pub fn machine_call(&mut self, frame: &Frame, call: &Call<'_>) {
        let (file, at, function) = (frame.file, call.at, frame.function);
        let name = call.name();
        let head = call.path.split("::").next().unwrap_or("");
        let in_fs =
            call.path.starts_with("std::fs::") || call.path.starts_with("tokio::fs::") || head == "async_fs";
        if in_fs {
            let writes = matches!(
                name,
                "write"
                    | "create"
                    | "create_new"
                    | "create_dir"
                    | "create_dir_all"
                    | "rename"
                    | "copy"
                    | "remove_file"
                    | "remove_dir_all"
                    | "set_permissions"
            );
            let is_path = matches!(
                name,
                "new" | "metadata" | "canonicalize" | "exists" | "try_exists" | "options"
            );
            if writes {
                self.need("file-write", format!("fs::{name}"), file, at, Some(function));
                self.store("files", "write", file, at, function);
            } else if !is_path {
                self.store("files", "read", file, at, function);
            } else if call.path.ends_with("OpenOptions::new") {
                self.store("files", "open", file, at, function);
            }
            return;
        }
        match call.path {
            "std::process::Command::new" | "tokio::process::Command::new" | "async_process::Command::new" => {
                self.need("child-process", "Command::new", file, at, Some(function));
            }
            "tokio::time::sleep"
            | "std::thread::sleep"
            | "actix_web::rt::time::sleep"
            | "actix_rt::time::sleep" => {
                if let Some(Value::External(time)) = call.args.first()
                    && let Some(seconds) = time
                        .address
                        .as_ref()
                        .and_then(|t| t.whole())
                        .and_then(|t| t.parse::<u64>().ok())
                    && seconds > LONG_WAIT
                {
                    self.need("long-run", format!("waits {seconds} s"), file, at, Some(function));
                }
            }
            _ => {}
        }
        let jwt = matches!(
            head,
            "jsonwebtoken" | "jwt_simple" | "atlassian_app_auth" | "frank_jwt" | "jwt"
        ) && matches!(
            name,
            "decode" | "decode_with_jwks" | "validate" | "verify" | "verify_with_key" | "verify_token"
        );
        if jwt {
            self.notes.jwt_checks.push(function);
        }
        match (head, name) {
            ("sqlx", "query" | "query_as" | "query_scalar" | "query_with") => {
                self.store("driver:sqlx", "query", file, at, function)
            }
            ("diesel", "insert_into" | "update" | "delete" | "sql_query" | "replace_into") => {
                self.store("driver:diesel", name, file, at, function);
            }
            ("libloading", _) if call.path.ends_with("Library::new") => {
                self.need("native-module", "libloading", file, at, Some(function));
            }
            ("actix_web_actors" | "actix_ws", "start" | "handle") => {
                self.need("websocket", call.path, file, at, Some(function))
            }
            ("warp", "ws") => self.need("websocket", "warp::ws", file, at, Some(function)),
            ("warp", "form") if call.path == "warp::multipart::form" => {
                self.need("upload", call.path, file, at, Some(function))
            }
            ("tokio_tungstenite", "accept_async") => {
                self.need("websocket", call.path, file, at, Some(function))
            }
            _ => {}
        }
        self.rendered(frame, call);
    }

    /// Durations keep their length, so that a wait can be told from a pause.
    pub fn duration_call(&self, frame: &Frame, call: &Call<'_>) -> Option<Value> {
        let scale = match call
            .path
            .strip_prefix("std::time::Duration::")
            .or(call.path.strip_prefix("tokio::time::Duration::"))?
        {
            "from_secs" => 1,
            "from_mins" => 60,
            "from_hours" => 3600,
            _ => return None,
        };
        let Value::Number(number) = call.arg(0) else {
            return None;
        };
        Some(Value::External(std::rc::Rc::new(super::value::External {
            path: "std::time::Duration".into(),
            built: Some((frame.file, call.at)),
            address: Some(Text::known(number.saturating_mul(scale).to_string())),
            from: None,
        })))
    }

    /// Methods that touch the machine.
    pub fn machine_method(&mut self, frame: &Frame, receiver: &Value, call: &Call<'_>) {
        let (file, at, function) = (frame.file, call.at, frame.function);
        if matches!(
            call.path,
            "verify_with_key" | "verify_token" | "verify_with_store"
        ) {
            self.notes.jwt_checks.push(function);
        }
        if let Value::External(external) = receiver {
            let writes = external.path.ends_with("fs::OpenOptions")
                && matches!(call.path, "write" | "append" | "create");
            if writes {
                self.need("file-write", "OpenOptions", file, at, Some(function));
            }
            if external.path.starts_with("rusqlite::")
                && matches!(call.path, "execute" | "query_row" | "prepare" | "execute_batch")
            {
                self.store("sqlite", call.path, file, at, function);
            }
        }
        self.rendered(frame, call);
    }

    /// `Template::render("view", …)`, `tera.render("view.html", …)`
    fn rendered(&mut self, frame: &Frame, call: &Call<'_>) {
        if matches!(call.name(), "render" | "show")
            && let Some(view) = call.text(0).and_then(|text| text.whole())
        {
            self.need(
                "server-side-rendering",
                "render",
                frame.file,
                call.at,
                Some(frame.function),
            );
            self.notes.views.insert(frame.function, view);
        }
    }

    /// Macros that touch the machine.
    pub fn macro_use(&mut self, frame: &Frame, path: &str, at: At) {
        let is_query = matches!(path.split("::").next(), Some("sqlx"))
            && path
                .rsplit("::")
                .next()
                .is_some_and(|name| name.starts_with("query"));
        if is_query {
            self.store("driver:sqlx", "query", frame.file, at, frame.function);
        }
    }

    /// A `json!` that has the shape of an app descriptor.
    pub fn descriptor_literal(&mut self, frame: &Frame, mac: &Macro, at: At) {
        let has = |key: &str| mac.strings.iter().any(|text| &**text == key);
        if has("baseUrl") && has("authentication") && (has("modules") || has("lifecycle")) {
            let place = self.place(frame.file, at);
            self.notes.built_descriptors.push(place);
        }
    }

    /// A string literal.
    pub fn literal(&mut self, frame: &Frame, text: &str, at: At) {
        if let Some(kind) = secrets::kind(text) {
            let place = self.place(frame.file, at);
            self.notes.secrets.push(Secret { kind, place });
        }
        if text.contains("urn:ietf:params:oauth:grant-type:jwt-bearer") {
            self.need(
                "impersonation",
                "a token on behalf of a user",
                frame.file,
                at,
                Some(frame.function),
            );
        }
    }

    /// What the written types of a function's parameters ask for.
    pub fn signature(&mut self, frame: &Frame, id: FnId) {
        let Some(info) = self.program.fns.get(id.0) else {
            return;
        };
        for (_, ty) in &info.decl.params {
            self.parameter_type(frame, ty, info.decl.at);
        }
        if info
            .decl
            .attributes
            .iter()
            .any(|a| matches!(a.path.last(), "cached" | "once" | "io_cached"))
        {
            self.need(
                "module-state",
                format!("#[cached] {}", info.decl.name),
                frame.file,
                info.decl.at,
                Some(frame.function),
            );
        }
    }

    pub fn parameter_type(&mut self, frame: &Frame, ty: &Ty, at: At) {
        let (file, function) = (frame.file, frame.function);
        let path = match self.program.resolve(frame.module, &ty.path) {
            super::program::Def::External(path) => path,
            super::program::Def::Type(id) => {
                if let Some(info) = self.program.types.get(id.0) {
                    for name in ["FromRequestParts", "FromRequest", "OptionalFromRequestParts"] {
                        if let Some(methods) = info.traits.get(name) {
                            self.notes.extractors.entry(function).or_default().extend(methods);
                        }
                    }
                }
                return;
            }
            _ => return,
        };
        match path.rsplit("::").next().unwrap_or("") {
            "Multipart" | "TempFile" | "MultipartForm" | "TypedMultipart" => {
                self.need("upload", &*path, file, at, Some(function))
            }
            "WebSocketUpgrade" | "WebSocket" if !path.starts_with("tungstenite") => {
                self.need("websocket", &*path, file, at, Some(function));
            }
            "Session" | "CookieJar" | "PrivateCookieJar" | "SignedCookieJar" | "Identity" | "AuthSession" => {
                self.need("session", &*path, file, at, Some(function));
                if !path.ends_with("CookieJar") {
                    self.notes.guarded.insert(function);
                }
            }
            "BearerAuth" | "BasicAuth" | "Authorization" | "JwtClaims" => {
                self.notes.guarded.insert(function);
            }
            _ => ty.args.iter().for_each(|arg| self.parameter_type(frame, arg, at)),
        }
    }
}

//! Calls whose bytes leave: HTTP clients, clients of services, connections.

use super::eval::{Call, Eval, Frame};
use super::notes::Sink;
use super::table::{Row, Use};
use super::text::Text;
use super::tree::At;
use super::value::{External, Value};
use crate::facts::{OutboundKind, Storage};
use std::rc::Rc;

/// Methods of service clients that send nothing.
const SETUP: [&str; 34] = [
    "new",
    "builder",
    "build",
    "clone",
    "config",
    "default",
    "conf",
    "unwrap",
    "expect",
    "as_ref",
    "into",
    "lock",
    "borrow",
    "map_err",
    "context",
    "await",
    "ok",
    "unwrap_or_else",
    "inner",
    "to_owned",
    "deref",
    "personal_token",
    "base_uri",
    "credentials",
    "port",
    "timeout",
    "api_key",
    "url",
    "region",
    "endpoint_url",
    "dangerous",
    "tls",
    "pool_config",
    "from_env",
];

impl Eval<'_> {
    /// A function of another package that calls out, connects, or makes a client.
    pub fn outbound_call(&mut self, frame: &mut Frame, call: &Call<'_>) -> Option<Value> {
        if let Some(value) = self.request_call(call) {
            return Some(value);
        }
        if matches!(
            call.path,
            "tokio::net::TcpStream::connect"
                | "std::net::TcpStream::connect"
                | "async_std::net::TcpStream::connect"
        ) {
            let url = call.text(0);
            self.note(Sink {
                package: "std".into(),
                ..sink(OutboundKind::Socket, None, None, url, frame, call.at)
            });
            return Some(Value::Unknown);
        }
        let row = self.table.row(call.path)?;
        let (_, rest) = call.path.split_once("::")?;
        let canonical = self.canonical(call.path.rsplit_once("::").map_or(call.path, |(ty, _)| ty));
        let ty = canonical.split_once("::").map_or("", |(_, ty)| ty);
        let is_type = row.types.iter().any(|known| known == ty);
        let name = call.name();
        match row.use_ {
            Use::Http => {
                if row.functions.iter().any(|f| f == rest) {
                    return Some(self.http(frame, row, name, call));
                }
                self.client(row, rest, frame, call)
            }
            Use::Sdk | Use::ProductApi => {
                if row.functions.iter().any(|f| f == rest) {
                    let url = call.text(0).filter(|_| row.host.is_none() || rest == "init");
                    self.service_sink(frame, row, url, None, call);
                    return Some(Value::Unknown);
                }
                if let Some(client) = self.client(row, rest, frame, call) {
                    return Some(client);
                }
                if is_type && name.chars().next().is_some_and(char::is_lowercase) {
                    let address = self.address(call).filter(|_| row.host.is_none());
                    return Some(Value::External(Rc::new(External {
                        path: canonical.clone(),
                        built: Some((frame.file, call.at)),
                        address,
                        from: None,
                    })));
                }
                // `stripe::Customer::create(&client, …)`
                let client = call.args.iter().find_map(|arg| match arg {
                    Value::External(client) if self.is_client(row, client) => Some(client.clone()),
                    _ => None,
                })?;
                self.client_sink(frame, row, &client, call);
                Some(Value::external("used::Used", None))
            }
            Use::Socket | Use::File => {
                let connects = row.functions.iter().any(|f| f == rest)
                    || (is_type && row.connect.iter().any(|c| c == name));
                if !connects {
                    return None;
                }
                self.connection(frame, row, &canonical, self.address(call), call);
                Some(Value::external(&canonical, Some((frame.file, call.at))))
            }
        }
    }

    /// A method of an instance of another package's type.
    pub fn external_method(
        &mut self,
        frame: &mut Frame,
        external: &Rc<External>,
        call: &Call<'_>,
    ) -> Option<Value> {
        let row = self.table.row(&external.path)?;
        let ty = external.path.split_once("::").map_or("", |(_, ty)| ty);
        if !row.types.iter().any(|known| known == ty) {
            return None;
        }
        match row.use_ {
            Use::Http => self.http_method(frame, row, external, call),
            Use::Sdk | Use::ProductApi => {
                let sends = match row.methods.as_slice() {
                    [] => {
                        !SETUP.contains(&call.path)
                            && !call.path.starts_with("with_")
                            && !call.path.starts_with("set_")
                    }
                    methods => methods.iter().any(|m| m == call.path),
                };
                if !sends {
                    return None;
                }
                call.args
                    .iter()
                    .for_each(|value| self.hand_on(frame, value, call.at));
                self.queue_use(frame, external, call);
                self.client_sink(frame, row, external, call);
                Some(Value::external("used::Used", None))
            }
            Use::Socket | Use::File => {
                self.queue_use(frame, external, call);
                if !row.connect.iter().any(|c| c == call.path) || call.path == "new" {
                    return None;
                }
                let address = self.address(call).or_else(|| external.address.clone());
                self.connection(frame, row, &external.path, address, call);
                Some(Value::external(&external.path, Some((frame.file, call.at))))
            }
        }
    }

    /// A free function that makes a client: `ureq::agent()`.
    fn client(&self, row: &Row, rest: &str, frame: &Frame, call: &Call<'_>) -> Option<Value> {
        let made = row.connect.iter().any(|f| f == rest);
        let ty = row.types.first().filter(|_| made)?;
        let head = call.path.split("::").next().unwrap_or("");
        Some(Value::external(
            &format!("{head}::{ty}"),
            Some((frame.file, call.at)),
        ))
    }

    fn is_client(&self, row: &Row, external: &External) -> bool {
        let Some((head, ty)) = external.path.split_once("::") else {
            return false;
        };
        self.table.row(head).is_some_and(|of| std::ptr::eq(of, row))
            && row.types.iter().any(|known| known == ty)
    }

    /// A use of a service's client.
    fn client_sink(&mut self, frame: &mut Frame, row: &'static Row, client: &External, call: &Call<'_>) {
        self.service_sink(frame, row, client.address.clone(), Some(client), call);
        self.stored(frame, row, Some(call.name().to_owned()), call.at);
    }

    fn service_sink(
        &mut self,
        frame: &mut Frame,
        row: &'static Row,
        url: Option<Text>,
        client: Option<&External>,
        call: &Call<'_>,
    ) {
        let kind = if row.use_ == Use::ProductApi {
            OutboundKind::ProductApi
        } else {
            OutboundKind::Sdk
        };
        let mut found = sink(kind, Some(row), None, url, frame, call.at);
        // A row may stand for a family of packages.
        let path = client.map_or(call.path, |client| &*client.path);
        found.package = path.split("::").next().unwrap_or("").replace('_', "-");
        found.built = client.and_then(|client| client.built);
        found.from = client.and_then(|client| client.from.clone());
        self.note(found);
    }

    fn connection(
        &mut self,
        frame: &mut Frame,
        row: &'static Row,
        ty: &str,
        address: Option<Text>,
        call: &Call<'_>,
    ) {
        // A database in a file is kept on this machine: no byte leaves.
        let scheme = address.as_ref().and_then(|text| text.pieces.first().cloned());
        let in_file = matches!(scheme, Some(super::text::Piece::Known(text)) if text.starts_with("sqlite") || &*text == ":memory:");
        let sqlite = in_file || ty.contains("Sqlite") || row.use_ == Use::File;
        let what = if sqlite && row.use_ == Use::Socket {
            Some("sqlite".to_owned())
        } else {
            row.storage.clone()
        };
        if let Some(what) = what {
            let place = self.place(frame.file, call.at);
            let detail = Some("connect".to_owned());
            self.notes.storage.push(Storage {
                what,
                detail,
                place,
                function: frame.function,
            });
        }
        if !sqlite {
            let found = sink(OutboundKind::Socket, Some(row), None, address, frame, call.at);
            self.note(found);
        }
    }

    fn stored(&mut self, frame: &Frame, row: &Row, detail: Option<String>, at: At) {
        if let Some(what) = row.storage.clone() {
            let place = self.place(frame.file, at);
            self.notes.storage.push(Storage {
                what,
                detail,
                place,
                function: frame.function,
            });
        }
    }

    /// The first argument that can be an address.
    fn address(&self, call: &Call<'_>) -> Option<Text> {
        let index = call.args.iter().position(|arg| match arg {
            Value::Text(_) => true,
            Value::External(external) => external.address.is_some(),
            _ => false,
        })?;
        match call.args.get(index) {
            Some(Value::External(external)) => external.address.clone(),
            _ => call.text(index),
        }
    }

    pub fn note(&mut self, sink: Sink) {
        self.notes.sinks.push(sink);
    }
}

/// A call out, with nothing but what every one has.
pub fn sink(
    kind: OutboundKind,
    row: Option<&'static Row>,
    method: Option<String>,
    url: Option<Text>,
    frame: &Frame,
    at: At,
) -> Sink {
    Sink {
        kind,
        row,
        package: row.map_or_else(String::new, |row| row.name.replace('_', "-")),
        method,
        method_from: None,
        url,
        from: None,
        built: None,
        function: frame.function,
        file: frame.file,
        at,
    }
}

//! HTTP clients: the call names the method and the address.

use super::eval::{Call, Eval, Frame};
use super::outbound::sink;
use super::table::Row;
use super::text::Text;
use super::value::{External, Request, Value};
use crate::facts::OutboundKind;
use std::rc::Rc;

/// The methods of HTTP as clients spell them.
const VERBS: [&str; 8] = [
    "get", "post", "put", "patch", "delete", "head", "options", "connect",
];

impl Eval<'_> {
    pub fn http_method(
        &mut self,
        frame: &mut Frame,
        row: &'static Row,
        external: &Rc<External>,
        call: &Call<'_>,
    ) -> Option<Value> {
        let (method, url) = match call.path {
            "request" | "request_url" => match call.args.first() {
                Some(Value::Request(request)) => (request.method.clone(), Some(request.url.clone())),
                _ => (method_name(&call.arg(0)), call.text(1)),
            },
            "execute" | "send" | "send_async" | "run" => match call.args.first() {
                Some(Value::Request(request)) => (request.method.clone(), Some(request.url.clone())),
                Some(Value::External(sent)) if &*sent.path == "http::RequestBuilder" => {
                    return Some(Value::external("http::Response", None));
                }
                _ => (None, None),
            },
            verb if VERBS.contains(&verb) && !call.args.is_empty() => {
                (Some(verb.to_uppercase()), call.text(0))
            }
            verb if verb.strip_suffix("_async").is_some_and(|v| VERBS.contains(&v)) => {
                (Some(verb.trim_end_matches("_async").to_uppercase()), call.text(0))
            }
            _ => return None,
        };
        call.args
            .iter()
            .for_each(|value| self.hand_on(frame, value, call.at));
        let url = match (&external.address, url) {
            (Some(base), Some(url)) => Some(base.joined(&url)),
            (_, url) => url,
        };
        let mut found = sink(OutboundKind::Http, Some(row), method, url, frame, call.at);
        found.method_from = match call.args.first() {
            Some(Value::External(method)) if method.path.ends_with("::Method") => method.from.clone(),
            Some(Value::Text(text)) if call.path == "request" => text.only_hole().cloned(),
            _ => None,
        };
        found.built = external.built;
        found.from = external.from.clone();
        self.note(found);
        Some(Value::external("http::RequestBuilder", None))
    }

    pub fn http(&mut self, frame: &mut Frame, row: &'static Row, name: &str, call: &Call<'_>) -> Value {
        let (method, url) = match name {
            "request" | "request_url" => (method_name(&call.arg(0)), call.text(1)),
            verb => (Some(verb.trim_end_matches("_async").to_uppercase()), call.text(0)),
        };
        let found = sink(OutboundKind::Http, Some(row), method, url, frame, call.at);
        self.note(found);
        Value::external("http::RequestBuilder", None)
    }

    /// A request that is put together apart from a client.
    pub fn request_call(&self, call: &Call<'_>) -> Option<Value> {
        let (ty, name) = call.path.rsplit_once("::")?;
        let head = ty.split("::").next().unwrap_or("");
        let of_request = ty.ends_with("::Request")
            && matches!(
                head,
                "http" | "hyper" | "reqwest" | "isahc" | "axum" | "tungstenite"
            );
        if !of_request {
            return None;
        }
        let request = match name {
            "new" if call.args.len() == 2 => Request {
                method: method_name(&call.arg(0)),
                url: call.text(1)?,
            },
            "builder" => Request {
                method: None,
                url: Text::default(),
            },
            verb if VERBS.contains(&verb) => Request {
                method: Some(verb.to_uppercase()),
                url: call.text(0)?,
            },
            _ => return None,
        };
        Some(Value::Request(Rc::new(request)))
    }

    pub fn request_method(&mut self, frame: &mut Frame, receiver: &Value, call: &Call<'_>) -> Option<Value> {
        let Value::Request(request) = receiver else {
            return None;
        };
        let mut request = (**request).clone();
        match call.path {
            "method" => request.method = method_name(&call.arg(0)),
            "uri" | "url" => request.url = call.text(0)?,
            "send" | "send_async" => {
                let row = self.table.row("isahc");
                let found = sink(
                    OutboundKind::Http,
                    row,
                    request.method,
                    Some(request.url),
                    frame,
                    call.at,
                );
                self.note(found);
                return Some(Value::external("http::Response", None));
            }
            _ => return Some(receiver.clone()),
        }
        Some(Value::Request(Rc::new(request)))
    }
}

/// `Method::POST`, `"POST"`, `Method::from_bytes(b"…")`
pub fn method_name(value: &Value) -> Option<String> {
    let name = match value {
        Value::ExternalPath(path) => path.rsplit("::").next().unwrap_or("").to_owned(),
        Value::Text(text) => text.whole()?,
        _ => return None,
    };
    let upper = name.to_uppercase();
    VERBS.contains(&upper.to_lowercase().as_str()).then_some(upper)
}

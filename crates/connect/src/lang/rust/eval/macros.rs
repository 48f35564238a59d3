//! Macros whose meaning is known; of all others the arguments are read as code.

use super::{Eval, Frame};
use crate::lang::rust::program::Def;
use crate::lang::rust::text::Text;
use crate::lang::rust::tree::{At, Macro};
use crate::lang::rust::value::Value;

impl Eval<'_> {
    pub fn invocation(&mut self, frame: &mut Frame, mac: &Macro, at: At) -> Value {
        let path = match self.resolve(frame, &mac.path.segments) {
            Def::External(path) => path,
            // A macro of the program's own, under the name of something else.
            _ => mac.path.segments.join("::").into(),
        };
        for text in &mac.strings {
            self.literal(frame, text, at);
        }
        let name = path.rsplit("::").next().unwrap_or("");
        match name {
            "format" | "formatcp" => return self.format(frame, &mac.args),
            "concat" => {
                let mut out = Text::default();
                for arg in &mac.args {
                    let value = self.expr(frame, arg);
                    out.push(&value.text(None));
                }
                return Value::Text(out);
            }
            "env" | "option_env" => {
                if let Some(name) = mac.strings.first() {
                    return self.env_read(frame, name, at, name.len() > 1 && mac.strings.len() > 1);
                }
            }
            "routes" => return self.routes_macro(frame, &path, &mac.args),
            "path" if path.starts_with("warp") || &*path == "path" => return self.warp_path(&mac.args),
            "json" => self.descriptor_literal(frame, mac, at),
            "login_required" | "permission_required" if path.starts_with("axum_login") => {
                return Value::external(&path, None);
            }
            _ => {}
        }
        self.macro_use(frame, &path, at);
        let mut values = Vec::new();
        for arg in &mac.args {
            let value = self.expr(frame, arg);
            self.hand_on(frame, &value, arg.at);
            values.push(value);
        }
        match name {
            // What is in a list is as good as the list.
            "vec" => Value::Tuple(values.into()),
            _ => Value::Unknown,
        }
    }
}

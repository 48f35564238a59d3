//! What is carried of an old server: its files, changed by spans, the modules that they run against, and the calls
//! that lead to their handlers.

use super::NewFile;
use super::check::check;
use crate::render::{Unwritable, render};
use forgeshift_source::edit::{self, Edit};
use forgeshift_source::finding::Grade;
use serde_json::{Value, json};
use std::sync::Arc;

/// The folder of the modules that carried files run against.
pub const ADAPTERS: &str = "src/connect";

/// The modules as they are, by file name.
const MODULES: [(&str, &str); 11] = [
    ("absent.js", include_str!("../../templates/connect/absent.js")),
    ("ace.js", include_str!("../../templates/connect/ace.js")),
    ("answer.js", include_str!("../../templates/connect/answer.js")),
    ("call.js", include_str!("../../templates/connect/call.js")),
    ("client.js", include_str!("../../templates/connect/client.js")),
    ("clock.js", include_str!("../../templates/connect/clock.js")),
    ("work.js", include_str!("../../templates/connect/work.js")),
    ("context.js", include_str!("../../templates/connect/context.js")),
    ("express.js", include_str!("../../templates/connect/express.js")),
    ("inert.js", include_str!("../../templates/connect/inert.js")),
    ("settings.js", include_str!("../../templates/connect/settings.js")),
];

/// The packages that those modules import.
pub const PACKAGES: [&str; 2] = ["@forge/api", "@forge/kvs"];

/// The carried part of an app.
#[derive(Debug, Clone, Default)]
pub struct Server {
    /// The file that registers everything when it is loaded, below `src/`.
    pub entry: String,
    /// The app's key.
    pub key: String,
    /// Its name.
    pub name: String,
    /// `jira` or `confluence`.
    pub product: String,
    /// Whether its code reads the site's address.
    pub needs_base_url: bool,
    /// The checks of permissions that its code makes.
    pub checks: Checks,
    /// The calls that pages make.
    pub calls: Vec<PageCall>,
    /// The files that are carried.
    pub files: Vec<Carried>,
    /// The packages that they import, with their ranges.
    pub dependencies: Vec<(String, String)>,
    /// The old app's version.
    pub version: Option<String>,
    /// Whether some of the files are TypeScript.
    pub typed: bool,
    /// The packages that hold types only, with their ranges.
    pub types: Vec<(String, String)>,
}

/// Which checks of permissions are made.
#[derive(Debug, Clone, Copy, Default)]
pub struct Checks {
    /// Of projects, issues or the whole site, in Jira.
    pub jira: bool,
    /// Of content, in Confluence.
    pub content: bool,
    /// Of the whole site, in Confluence.
    pub application: bool,
}

/// One call that a page makes.
#[derive(Debug, Clone, Default)]
pub struct PageCall {
    /// `GET`, `POST`, …
    pub method: String,
    /// The path as it was registered.
    pub path: String,
    /// Where its handler stood, and what shows it.
    pub about: Vec<String>,
    /// The mark for a human: code and text.
    pub review: Option<(&'static str, String)>,
    /// Values of the address that come from the context: the name, and the places where it may stand.
    pub address: Vec<(String, Vec<String>)>,
    /// Whether a module shows what it answers.
    pub page: bool,
    /// Why it is not carried: code and text. It throws then.
    pub todo: Option<(&'static str, String)>,
}

/// What runs in a function that is no resolver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Run {
    /// An event, as a request to the address that got it before.
    Event {
        /// The address.
        path: String,
        /// What each event was called before.
        names: Vec<(String, String)>,
    },
    /// A moment of the app's life, as a request to the address that got it before.
    Lifecycle {
        /// The address.
        path: String,
        /// What the moment was called.
        name: String,
    },
    /// Schedules, by the names that they were noted under.
    Schedule {
        /// The names.
        names: Vec<String>,
    },
    /// Routes that other services call: `METHOD /path`.
    Hook {
        /// The routes.
        routes: Vec<String>,
    },
}

/// A file of the old app with its edits.
#[derive(Debug, Clone)]
pub struct Carried {
    /// Its path in the new app.
    pub path: String,
    /// Its path in the old one.
    pub from: Arc<str>,
    /// Its text.
    pub before: Arc<str>,
    /// What changes.
    pub edits: Vec<Edit>,
    /// How far the result can be trusted.
    pub grade: Grade,
}

impl Carried {
    /// The text after the edits, read back.
    ///
    /// # Errors
    /// Where edits overlap, or what they make is no JavaScript or TypeScript.
    pub fn text(&self) -> Result<String, Unwritable> {
        let fail = |why: String| Unwritable::new(&self.path, why);
        let text = edit::apply(&self.before, &self.edits).map_err(|error| fail(error.to_string()))?;
        if !self.edits.is_empty() && !self.path.ends_with(".json") {
            check(&self.path, &text).map_err(fail)?;
        }
        Ok(text)
    }
}

/// The modules that carried files run against.
pub(super) fn adapters(server: &Server) -> Result<Vec<NewFile>, Unwritable> {
    let mut files: Vec<NewFile> = MODULES
        .iter()
        .map(|(name, text)| NewFile {
            path: format!("{ADAPTERS}/{name}"),
            text: (*text).to_owned(),
        })
        .collect();
    files.push(NewFile {
        path: format!("{ADAPTERS}/host.js"),
        text: render(
            "host.js",
            &json!({
                "entry": format!("../{}", server.entry),
                "key": server.key,
                "name": server.name,
                "product": server.product,
                "needsBaseUrl": server.needs_base_url,
            }),
        )?,
    });
    let Checks {
        jira,
        content,
        application,
    } = server.checks;
    files.push(NewFile {
        path: format!("{ADAPTERS}/permissions.js"),
        text: render(
            "permissions.js",
            &json!({
                "any": jira || content || application,
                "jira": jira,
                "confluence": content || application,
                "content": content,
                "application": application,
            }),
        )?,
    });
    if server.typed {
        files.push(NewFile {
            path: "tsconfig.json".into(),
            text: include_str!("../../templates/tsconfig.json").to_owned(),
        });
    }
    Ok(files)
}

/// The calls of pages as values of a template.
pub(super) fn calls(server: &Server) -> Vec<Value> {
    server
        .calls
        .iter()
        .map(|call| {
            let mut options = serde_json::Map::new();
            if !call.address.is_empty() {
                let address: serde_json::Map<String, Value> = call
                    .address
                    .iter()
                    .map(|(name, places)| (name.clone(), json!(places)))
                    .collect();
                options.insert("address".into(), Value::Object(address));
            }
            if call.page {
                options.insert("page".into(), true.into());
            }
            let options = (!options.is_empty()).then(|| Value::Object(options).to_string());
            json!({
                "key": format!("{} {}", call.method, call.path),
                "method": call.method,
                "path": call.path,
                "about": call.about,
                "review": call.review.as_ref().map(|(code, text)| json!({ "code": code, "text": text })),
                "todo": call.todo.as_ref().map(|(code, text)| json!({ "code": code, "text": text })),
                "options": options,
            })
        })
        .collect()
}

/// What a function runs, as values of a template.
pub(super) fn run(run: Option<&Run>) -> Value {
    let (import, path, name, names) = match run {
        None => return Value::Null,
        Some(Run::Event { path, names }) => {
            let names: serde_json::Map<String, Value> = names
                .iter()
                .map(|(event, name)| (event.clone(), name.as_str().into()))
                .collect();
            ("deliver", path.as_str(), "", Value::Object(names))
        }
        Some(Run::Lifecycle { path, name }) => ("lifecycle", path.as_str(), name.as_str(), Value::Null),
        Some(Run::Schedule { names }) => ("schedule", "", "", json!(names)),
        Some(Run::Hook { routes }) => ("hook", "", "", json!(routes)),
    };
    json!({
        "import": import,
        "event": import == "deliver",
        "lifecycle": import == "lifecycle",
        "schedule": import == "schedule",
        "path": path,
        "name": name,
        "names": names.to_string(),
    })
}

/// The module that stands in for a package which cannot run in a function.
pub fn stand_in(package: &str, why: &str) -> String {
    let quoted = |text: &str| Value::from(text).to_string();
    format!(
        "\"use strict\";\n\nmodule.exports = require(\"../absent\")({}, {});\n",
        quoted(package),
        quoted(why)
    )
}

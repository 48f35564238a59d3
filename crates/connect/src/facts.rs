//! What the code of an app does, whatever language it is written in: facts with their places, no syntax.

use crate::descriptor::built::Built;
use forgeshift_source::finding::Finding;
use forgeshift_source::span::Place;
use std::sync::Arc;

/// Everything that was read of an app's code.
///
/// Lists are sorted by place, so that the same files give the same facts whatever the number of threads.
#[derive(Debug, Clone, Default)]
pub struct CodeFacts {
    /// Every file that was looked at, and how far it was understood.
    pub files: Vec<FileFact>,
    /// The frameworks that the app is built with.
    pub frameworks: Vec<Framework>,
    /// The functions of the app. The top level of a file is one of them.
    pub functions: Vec<Function>,
    /// Which function calls which (or hands it on as a callback).
    pub calls: Vec<Call>,
    /// Where control enters the app.
    pub entries: Vec<Entry>,
    /// What the server answers.
    pub routes: Vec<Route>,
    /// Where bytes leave for another host.
    pub outbound: Vec<Outbound>,
    /// Uses of the browser interface `AP`.
    pub client_api: Vec<ClientCall>,
    /// Where data is kept.
    pub storage: Vec<Storage>,
    /// What the code asks of the machine it runs on.
    pub needs: Vec<RuntimeNeed>,
    /// Environment variables that are read.
    pub env: Vec<EnvVar>,
    /// Secrets in the code or its settings: where, never what.
    pub secrets: Vec<Secret>,
    /// Places where a descriptor seems to be built by code.
    pub built_descriptors: Vec<Place>,
    /// The descriptors among them that were read.
    pub descriptors: Vec<Built>,
    /// What could not be read or understood.
    pub findings: Vec<Finding>,
}

impl CodeFacts {
    /// Adds the facts of another language. Its functions and routes get new numbers behind ours.
    pub fn absorb(&mut self, other: Self) {
        let functions = self.functions.len() as u32;
        let routes = self.routes.len();
        let moved = |id: FunctionId| FunctionId(id.0 + functions);
        let all = |ids: Vec<FunctionId>| ids.into_iter().map(moved).collect();
        self.files.extend(other.files);
        self.frameworks.extend(other.frameworks);
        self.functions.extend(other.functions);
        self.calls.extend(other.calls.into_iter().map(|call| Call {
            from: moved(call.from),
            to: moved(call.to),
            ..call
        }));
        self.entries.extend(other.entries.into_iter().map(|entry| Entry {
            functions: all(entry.functions),
            route: entry.route.map(|route| route + routes),
            ..entry
        }));
        self.routes.extend(other.routes.into_iter().map(|route| Route {
            functions: all(route.functions),
            ..route
        }));
        self.outbound
            .extend(other.outbound.into_iter().map(|out| Outbound {
                function: moved(out.function),
                ..out
            }));
        self.client_api
            .extend(other.client_api.into_iter().map(|call| ClientCall {
                function: moved(call.function),
                ..call
            }));
        self.storage.extend(other.storage.into_iter().map(|used| Storage {
            function: moved(used.function),
            ..used
        }));
        self.needs.extend(other.needs.into_iter().map(|need| RuntimeNeed {
            function: need.function.map(moved),
            ..need
        }));
        self.env.extend(other.env);
        self.secrets.extend(other.secrets);
        self.built_descriptors.extend(other.built_descriptors);
        self.descriptors.extend(other.descriptors);
        self.findings.extend(other.findings);
    }
}

/// How far a file was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// Parsed as a whole.
    Parsed,
    /// Parsed with errors, or only in part; the first reason.
    Partial(String),
    /// Not parsed; the reason.
    Failed(String),
    /// Not looked at, with the reason (minified, generated, a test, a language that is not read).
    Skipped(String),
}

/// One file.
#[derive(Debug, Clone)]
pub struct FileFact {
    /// Its path.
    pub path: Arc<str>,
    /// Its language, such as `javascript`, `typescript`, `rust`, `html`, `java`.
    pub language: &'static str,
    /// Its size.
    pub bytes: u64,
    /// How far it was understood.
    pub reading: Reading,
}

/// A framework, and the place that gives it away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Framework {
    /// Its name in the tables: `ace`, `express`, `nestjs`, `axum`, …
    pub id: &'static str,
    /// The language.
    pub language: &'static str,
    /// An import or a dependency entry.
    pub evidence: Place,
}

/// A function's number in [`CodeFacts::functions`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FunctionId(pub u32);

/// A function, or the top level of a file.
#[derive(Debug, Clone)]
pub struct Function {
    /// Its name as a person would say it: `getIssue`, `Client.fetch`, `(anonymous)`, `(top level)`.
    pub name: String,
    /// Its definition.
    pub place: Place,
}

/// One function leading to another.
#[derive(Debug, Clone)]
pub struct Call {
    /// The function in which the call stands.
    pub from: FunctionId,
    /// The function that is called, or handed on as a callback.
    pub to: FunctionId,
    /// The call.
    pub place: Place,
}

/// What brings control into the app.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntryKind {
    /// A route.
    Route,
    /// A webhook handler that is not a route of its own (`addon.on('issue_created', …)`).
    Webhook,
    /// A lifecycle handler that is not a route of its own.
    Lifecycle,
    /// A timer or a cron expression.
    Schedule,
    /// A queue's consumer.
    Queue,
    /// Code that runs when the server starts (the top level of the files that start it).
    Startup,
    /// A page in the browser.
    Client,
}

/// A place where control enters the app.
#[derive(Debug, Clone)]
pub struct Entry {
    /// What kind of entry.
    pub kind: EntryKind,
    /// `METHOD /path`, the event, the schedule, the queue, the page's file, or `startup`.
    pub name: String,
    /// Where it is registered.
    pub place: Place,
    /// The functions that run: the handler, and for a route its middleware too.
    pub functions: Vec<FunctionId>,
    /// The route, where it is one: its index in [`CodeFacts::routes`].
    pub route: Option<usize>,
}

/// How a route makes sure who calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Auth {
    /// A JWT of the product (`addon.authenticate()`).
    ConnectJwt,
    /// The page's own token (`addon.checkValidToken()`).
    ContextToken,
    /// The signed install callback (`addon.authenticateInstall()`).
    Install,
    /// A JWT checked by hand (`atlassian-jwt`, `jsonwebtoken`, a `decode` of one's own).
    HandMade,
    /// A session, a login of the app's own, a shared key.
    Other,
    /// Nothing was found.
    None,
}

/// One method and path that the server answers.
#[derive(Debug, Clone)]
pub struct Route {
    /// `GET`, `POST`, … or `ALL`.
    pub method: String,
    /// The full path with every prefix, parameters as in the source.
    pub path: String,
    /// The registration.
    pub place: Place,
    /// The handler's name, where it has one, and its definition.
    pub handler: Option<(String, Place)>,
    /// The functions that run for it, in order: middleware, then the handler.
    pub functions: Vec<FunctionId>,
    /// The framework that serves it.
    pub framework: &'static str,
    /// How the caller is checked.
    pub auth: Auth,
    /// Added by the framework itself.
    pub implicit: bool,
    /// The view that the handler renders, where it does: the name given to `res.render`.
    pub view: Option<String>,
}

/// What kind of outbound call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OutboundKind {
    /// The REST or GraphQL interface of the customer's site.
    ProductApi,
    /// Any other HTTP call.
    Http,
    /// A client package of a service.
    Sdk,
    /// A database, a queue, a cache: a connection of another protocol.
    Socket,
    /// Something that a page loads or calls in the browser.
    Client,
}

/// How bytes leave: decides which permission the manifest needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Via {
    /// From the server.
    Server,
    /// `fetch`, `XMLHttpRequest`, `WebSocket`, `sendBeacon` in a page.
    Fetch,
    /// `<script src>`, `import()` of an address.
    Script,
    /// `<link rel=stylesheet>`, `@import`.
    Style,
    /// `@font-face`, a font service.
    Font,
    /// `<img>`, CSS `url()` of a picture, `<link rel=icon>`.
    Image,
    /// `<video>`, `<audio>`.
    Media,
    /// `<iframe>`, `<embed>`, `<object>`.
    Frame,
    /// `<form action>`.
    Form,
    /// A link, `window.open`, `location = …`.
    Navigation,
}

/// Whether end-user data is in what leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EndUserData {
    /// It is.
    Yes,
    /// The kind of service makes it likely.
    Likely,
    /// It may be.
    Possible,
    /// It is not.
    No,
    /// Nothing tells.
    Unknown,
}

/// On whose behalf a product call is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ActsAs {
    /// As the app.
    App,
    /// As the user.
    User,
    /// Not known.
    Unknown,
}

/// One call site whose bytes leave the process for another host.
#[derive(Debug, Clone)]
pub struct Outbound {
    /// What kind of call.
    pub kind: OutboundKind,
    /// How the bytes leave.
    pub via: Via,
    /// The HTTP method, where it is known.
    pub method: Option<String>,
    /// The path, with `{}` where a part is not known.
    pub path: Option<String>,
    /// The address as far as it is known, with `{}` where a part is not known. Never holds a secret.
    pub url: Option<String>,
    /// The host: lower case, no port, no scheme; `*.` in front where only the suffix is known.
    pub host: Option<String>,
    /// Why the host is not known, or is only a default (`a default; the variable API_URL can change it`).
    pub host_why: Option<String>,
    /// The package that makes the call.
    pub package: Option<String>,
    /// What the service is for: `analytics`, `error-tracking`, `database`, `queue`, `ai`, `product`, `other`, …
    pub category: String,
    /// Whether end-user data is likely in it.
    pub end_user_data: EndUserData,
    /// On whose behalf, for product calls.
    pub acts_as: ActsAs,
    /// The call.
    pub place: Place,
    /// Where the client was built, and other places that belong to the call.
    pub also_at: Vec<Place>,
    /// The function in which the call stands.
    pub function: FunctionId,
    /// Made by a framework, not by a call in the source.
    pub implicit: bool,
}

/// One use of `AP` in a page.
#[derive(Debug, Clone)]
pub struct ClientCall {
    /// The canonical name: `AP.request`, `AP.dialog.close`.
    pub call: String,
    /// Whether all arguments are literal, so that a rewrite can be checked.
    pub literal_arguments: bool,
    /// What is asked of the product, for a call of `AP.request`: one for each method and path that callers give.
    /// Empty where it is not called.
    pub requests: Vec<ProductRequest>,
    /// The call.
    pub place: Place,
    /// The function in which it stands.
    pub function: FunctionId,
}

/// One operation of the product's interface that a page asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductRequest {
    /// The HTTP method, where it is known.
    pub method: Option<String>,
    /// The path, with `{}` where a part is not known; none where nothing of it is.
    pub path: Option<String>,
    /// The calls that say so: the call of `AP.request`, or those of the functions around it.
    pub places: Vec<Place>,
}

/// One use of a place where data is kept.
#[derive(Debug, Clone)]
pub struct Storage {
    /// `addon-settings`, `orm:sequelize`, `driver:pg`, `redis`, `files`, `browser`, …
    pub what: String,
    /// What is done or declared there: `get`, `set`, `model User`.
    pub detail: Option<String>,
    /// The place.
    pub place: Place,
    /// The function in which it stands.
    pub function: FunctionId,
}

/// Something that the code asks of the machine it runs on.
#[derive(Debug, Clone)]
pub struct RuntimeNeed {
    /// `long-run`, `upload`, `large-payload`, `session`, `module-state`, `after-response`, `impersonation`,
    /// `native-module`, `child-process`, `websocket`, `streaming`, `file-write`, `server-side-rendering`, …
    pub what: &'static str,
    /// What exactly, in one line.
    pub detail: String,
    /// The place.
    pub place: Place,
    /// The function in which it stands.
    pub function: Option<FunctionId>,
}

/// An environment variable that the code reads.
#[derive(Debug, Clone)]
pub struct EnvVar {
    /// Its name.
    pub name: String,
    /// Every place that reads it.
    pub places: Vec<Place>,
    /// Whether its name or use says that it holds a secret.
    pub secret: bool,
    /// Whether the code or a settings file has a default for it.
    pub has_default: bool,
}

/// A secret: where it is and what it looks like, never its value.
#[derive(Debug, Clone)]
pub struct Secret {
    /// `private-key`, `aws-access-key`, `jwt`, `url-password`, `high-entropy`, …
    pub kind: &'static str,
    /// Where it stands.
    pub place: Place,
}

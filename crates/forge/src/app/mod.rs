//! A Forge app as values, and the text of its files.

mod check;
mod function;
mod package;
pub mod page;
pub mod server;
#[cfg(test)]
mod tests;

pub use check::check_js;
pub use package::package_json;

use crate::render::{Unwritable, render};
use forgeshift_source::path::RelPath;
use serde_json::json;

/// Everything that the files of a Forge app say, apart from `manifest.yml`.
#[derive(Debug, Clone, Default)]
pub struct App {
    /// The app's name, for people.
    pub name: String,
    /// The name in `package.json`: lower case, `[a-z0-9-]`.
    pub package: String,
    /// The products, such as `Jira`.
    pub products: Vec<String>,
    /// One page a static resource.
    pub pages: Vec<Page>,
    /// One handler a function of the manifest.
    pub handlers: Vec<Handler>,
    /// Packages of ours that the pages import.
    pub page_packages: Vec<&'static str>,
    /// Packages that the pages imported before, with their ranges.
    pub page_dependencies: Vec<(String, String)>,
    /// Whether the pages have to be bundled before they are deployed.
    pub bundled: bool,
    /// Locale files that the manifest's translations point at: path and text.
    pub translations: Vec<(String, String)>,
    /// What is carried of the old server.
    pub server: Option<server::Server>,
}

/// A page of the app: a static resource that one or more modules show.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// The resource's key in the manifest.
    pub resource: String,
    /// Its folder in the app: `static/<key>`.
    pub folder: String,
    /// The title that is shown.
    pub title: String,
    /// The modules that show it: Forge module and key.
    pub modules: Vec<(String, String)>,
    /// The address that served the page before.
    pub was: Option<String>,
    /// What the address carried in its query, and where a page reads it now.
    pub tokens: Vec<Token>,
    /// What the page talks to.
    pub backend: Backend,
    /// What a human has to do, for the mark on the page.
    pub todo: String,
    /// The code of the mark.
    pub code: &'static str,
    /// The address of each module that shows it, by the module's key.
    pub addresses: Vec<(String, String)>,
    /// Whether its files are carried, so that none have to be made up.
    pub carried: bool,
}

/// What a page asks for data.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Backend {
    /// Nothing of the app's own.
    #[default]
    None,
    /// `invoke` of a resolver function.
    Resolver,
    /// `invokeRemote` of an endpoint on the app's own server.
    Remote,
}

/// One value that a page's address carried.
#[derive(Debug, Clone, Default)]
pub struct Token {
    /// The token, such as `issue.key`.
    pub was: String,
    /// The path in the context, such as `extension.issue.key`; none where Forge has no such value.
    pub now: Option<String>,
    /// What differs.
    pub note: Option<String>,
}

/// What calls a function.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum HandlerKind {
    /// Pages, through `invoke`.
    #[default]
    Resolver,
    /// Events of a product or of Forge.
    Trigger,
    /// The moment before the app is removed.
    PreUninstall,
    /// The export of a macro to PDF or Word.
    MacroExport,
    /// A rule of a workflow, a JQL function, a custom field, a provider: anything else that returns a value.
    Value,
}

/// A function of the manifest with the file that holds it.
#[derive(Debug, Clone, Default)]
pub struct Handler {
    /// The function's key in the manifest.
    pub function: String,
    /// The exported name: the manifest says `handler: index.<export>`.
    pub export: String,
    /// What calls it.
    pub kind: HandlerKind,
    /// What belongs here, for the comment above it.
    pub what: String,
    /// What did the same before, such as `POST /webhooks/issue`.
    pub was: Vec<String>,
    /// What a human has to do, for the error that it throws.
    pub todo: String,
    /// The code of the mark.
    pub code: &'static str,
    /// What it runs, where the old handler was carried.
    pub run: Option<server::Run>,
}

/// One file of the app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFile {
    /// Its path in the app, with `/`.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// Every file of the app but `manifest.yml` and the guide. All JavaScript has been read back.
///
/// Where the app already has a `package.json`, [`package_json`] says what that one becomes.
pub fn files(app: &App) -> Result<Vec<NewFile>, Unwritable> {
    let mut files = vec![
        NewFile {
            path: "package.json".into(),
            text: package_json(None, app)?,
        },
        NewFile {
            path: ".gitignore".into(),
            text: render("gitignore", &json!({ "bundled": app.bundled }))?,
        },
    ];
    files.extend(function::files(&app.handlers, app.server.as_ref())?);
    if let Some(server) = &app.server {
        files.extend(server::adapters(server)?);
    }
    for page in app.pages.iter().filter(|page| !page.carried) {
        files.extend(page::files(page)?);
    }
    files.extend(app.translations.iter().map(|(path, text)| NewFile {
        path: path.clone(),
        text: text.clone(),
    }));
    for file in &files {
        RelPath::new(&file.path).map_err(|error| Unwritable::new(&file.path, error))?;
        if file.path.ends_with(".js") {
            check_js(&file.path, &file.text).map_err(|why| Unwritable::new(&file.path, why))?;
        }
    }
    Ok(files)
}

/// An icon that stands in until someone puts the app's own in its place.
pub const NEUTRAL_ICON: &str = include_str!("../../templates/icon.svg");

/// `src/index.js` as it is, with the exports of `wanted` that are missing added at its end.
pub fn merged_index(existing: &str, wanted: &str) -> Result<String, Unwritable> {
    let mut text = existing.to_owned();
    for line in wanted.lines().filter(|line| line.starts_with("export ")) {
        if !existing.lines().any(|known| known.trim() == line) {
            if !text.is_empty() && !text.ends_with('\n') {
                text.push('\n');
            }
            text.push_str(line);
            text.push('\n');
        }
    }
    check_js("src/index.js", &text).map_err(|why| Unwritable::new("src/index.js", why))?;
    Ok(text)
}

/// The files that carry marks for a human, with how many each has.
pub fn marks(files: &[NewFile]) -> Vec<(String, usize)> {
    files
        .iter()
        .filter(|file| !file.path.starts_with(server::ADAPTERS))
        .map(|file| (file.path.clone(), marks_in(&file.text)))
        .filter(|(_, count)| *count > 0)
        .collect()
}

/// How many comments of a text say that something has to be written. The same words in what is thrown do not count.
pub fn marks_in(text: &str) -> usize {
    let is_mark = |line: &&str| line.contains("FORGE-TODO(") && !line.contains("Error(");
    text.lines().filter(is_mark).count()
}

//! Which file of the app an address of a page means.

use forgeshift_source::disk::tree::Listing;
use std::sync::Arc;

/// Folders that servers hand out as they are.
const STATIC: [&str; 12] = [
    "public",
    "static",
    "assets",
    "dist",
    "build",
    "www",
    "web",
    "webapp",
    "resources",
    "client",
    "out",
    "wwwroot",
];

/// Where an address of a page leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lead {
    /// To a file of the app, which the server handed out at this path (no slash in front).
    Own {
        /// The file.
        file: Arc<str>,
        /// The path of its address.
        path: String,
    },
    /// To another host.
    Host(String),
    /// To the script of the framework that gives pages `AP`.
    Interface,
    /// To the style sheet of the framework.
    InterfaceStyle,
    /// To a path of the app's server that is no file, with `{}` for what is not known.
    Server(String),
    /// Somewhere within the page (`#`), to nothing (`javascript:`), or into data.
    Nowhere,
    /// It cannot be told.
    Unknown,
}

/// The files of an app by where they may be found.
pub(super) struct Files<'l> {
    paths: Vec<&'l Arc<str>>,
}

impl<'l> Files<'l> {
    pub fn new(listing: &'l Listing) -> Self {
        let is_test = |path: &str| {
            path.split('/').any(|part| {
                matches!(
                    part,
                    "test" | "tests" | "__tests__" | "fixtures" | "e2e" | "node_modules"
                )
            })
        };
        Self {
            paths: listing
                .files
                .iter()
                .map(|file| &file.path)
                .filter(|path| !is_test(path))
                .collect(),
        }
    }

    /// Where an address in a page of this file leads.
    pub fn lead(&self, from: &str, url: &str) -> Lead {
        let url = url.trim();
        if let Some(lead) = framework(url) {
            return lead;
        }
        if url.is_empty() || url.starts_with(['#', '?']) {
            return Lead::Nowhere;
        }
        let scheme = url.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
        if let Some(scheme) = scheme.filter(|scheme| scheme.chars().all(|c| c.is_ascii_alphabetic())) {
            return match scheme.as_str() {
                "http" | "https" | "wss" => Lead::Host(url.to_owned()),
                _ => Lead::Nowhere,
            };
        }
        if url.starts_with("//") {
            return Lead::Host(format!("https:{url}"));
        }
        let plain = without_server(url);
        let path = plain.split(['?', '#']).next().unwrap_or("");
        if path.contains("{{") || path.contains("<%") {
            let shown = shown(path);
            return if shown.starts_with('/') {
                Lead::Server(shown)
            } else {
                Lead::Unknown
            };
        }
        if let Some(file) = self.source(path).or_else(|| self.file(from, path)) {
            let path = within(from, path).unwrap_or_else(|| path.trim_start_matches(['.', '/']).to_owned());
            return Lead::Own { file, path };
        }
        if path.starts_with('/') {
            Lead::Server(path.to_owned())
        } else {
            Lead::Unknown
        }
    }

    /// The file that a path means.
    pub fn file(&self, from: &str, path: &str) -> Option<Arc<str>> {
        if !path.starts_with('/') {
            let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
            if let Some(joined) = joined(folder, path)
                && let Some(found) = self.exact(&joined)
            {
                return Some(found);
            }
        }
        let path = path.trim_start_matches(['.', '/']);
        if path.is_empty() || !path.rsplit('/').next().unwrap_or("").contains('.') {
            return None;
        }
        let mut rest = path;
        let mut dropped = false;
        loop {
            if let Some(found) = self.handed_out(rest, dropped) {
                return Some(found);
            }
            rest = rest.split_once('/')?.1;
            dropped = true;
        }
    }

    /// The source of what the app's own bundler makes: `dist/panel.js` of `frontend/src/panel.tsx`.
    fn source(&self, path: &str) -> Option<Arc<str>> {
        let stem = path.rsplit('/').next()?.strip_suffix(".js")?;
        let stem = stem
            .strip_suffix(".bundle")
            .or(stem.strip_suffix(".min"))
            .unwrap_or(stem);
        let is_built = path.split('/').any(|part| {
            matches!(
                part,
                "dist" | "build" | "bundle" | "bundles" | "compiled" | "generated"
            )
        });
        if stem.is_empty() || !is_built {
            return None;
        }
        let candidates = self.paths.iter().filter_map(|path| {
            let (folder, name) = path.rsplit_once('/')?;
            let (own, ending) = name.split_once('.')?;
            let fits = own == stem && matches!(ending, "tsx" | "ts" | "jsx" | "js" | "mjs");
            let made = folder
                .split('/')
                .any(|part| matches!(part, "dist" | "build" | "out"));
            let browser = folder.split('/').any(|part| {
                matches!(
                    part,
                    "frontend"
                        | "client"
                        | "ui"
                        | "web"
                        | "webapp"
                        | "spa"
                        | "public"
                        | "static"
                        | "assets"
                        | "browser"
                )
            });
            let sources = folder.split('/').any(|part| part == "src" || part == "app");
            (fits && !made && (browser || sources)).then_some((!browser, path.len(), *path))
        });
        candidates.min().map(|(_, _, path)| path.clone())
    }

    /// The nearest file of a name in the folders around a file.
    pub fn nearest(&self, from: &str, name: &str) -> Option<Arc<str>> {
        let mut folder = from;
        while let Some((above, _)) = folder.rsplit_once('/') {
            folder = above;
            if let Some(found) = self.exact(&format!("{folder}/{name}")) {
                return Some(found);
            }
        }
        self.exact(name)
    }

    fn exact(&self, path: &str) -> Option<Arc<str>> {
        self.paths
            .iter()
            .find(|known| &****known == path)
            .map(|found| (*found).clone())
    }

    /// A file below a folder that is handed out. Where a part of the path was dropped, that part stands for the
    /// folder, so it must be one that is usually handed out.
    fn handed_out(&self, rest: &str, dropped: bool) -> Option<Arc<str>> {
        let end = format!("/{rest}");
        let candidates = self.paths.iter().filter_map(|path| {
            let folder = match path.strip_suffix(&end) {
                Some(folder) => folder,
                None if &***path == rest && !dropped => "",
                None => return None,
            };
            let is_static = STATIC.contains(&folder.rsplit('/').next().unwrap_or(""));
            (is_static || !dropped).then_some((!is_static, path.len(), *path))
        });
        candidates.min().map(|(_, _, path)| path.clone())
    }

    /// The file of a module that a script imports.
    pub fn module(&self, from: &str, specifier: &str) -> Option<Arc<str>> {
        if !specifier.starts_with('.') {
            return None;
        }
        let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
        let base = joined(folder, specifier)?;
        let ends = [
            "",
            ".js",
            ".mjs",
            ".ts",
            ".tsx",
            ".jsx",
            ".json",
            "/index.js",
            "/index.ts",
            "/index.tsx",
        ];
        ends.iter().find_map(|end| self.exact(&format!("{base}{end}")))
    }

    /// The file of a view, by the name that code renders.
    pub fn view(&self, name: &str) -> Option<Arc<str>> {
        let name = name.trim_start_matches(['.', '/']);
        let is_view = |path: &str| {
            let (stem, ending) = path.rsplit_once('.')?;
            let template = matches!(
                ending,
                "hbs" | "handlebars" | "mustache" | "ejs" | "pug" | "jade" | "html" | "htm" | "njk"
            );
            let named = path == name || stem == name;
            let below = path.ends_with(&format!("/{name}")) || stem.ends_with(&format!("/{name}"));
            (template && (named || below)).then(|| {
                path.split('/')
                    .any(|part| matches!(part, "views" | "view" | "templates"))
            })
        };
        let candidates = self
            .paths
            .iter()
            .filter_map(|path| is_view(path).map(|usual| (!usual, path.len(), *path)));
        candidates.min().map(|(_, _, path)| path.clone())
    }
}

/// The place of the framework's own script and style sheet.
fn framework(url: &str) -> Option<Lead> {
    let name = url.trim_start_matches(['{', '<', '%', '=', '-', ' ']);
    if name.starts_with("hostScriptUrl") && name != url {
        return Some(Lead::Interface);
    }
    if name.starts_with("hostStylesheetUrl") && name != url {
        return Some(Lead::InterfaceStyle);
    }
    let path = url.split(['?', '#']).next().unwrap_or("");
    let last = path.rsplit('/').next().unwrap_or("");
    let of_host =
        path.contains("atl-paas.net") || path.contains("atlassian-connect/") || path.starts_with("{{host");
    match last {
        "all.js" | "all-debug.js" if of_host => Some(Lead::Interface),
        "all.css" | "all-debug.css" if of_host => Some(Lead::InterfaceStyle),
        _ => None,
    }
}

/// An address without the expression for the app's own server in front: `{{localBaseUrl}}/x`, `<%= base %>/x`,
/// `{{furl '/x'}}`.
fn without_server(url: &str) -> &str {
    let (open, close) = if url.starts_with("{{") {
        ("{{", "}}")
    } else if url.starts_with("<%") {
        ("<%", "%>")
    } else {
        return url;
    };
    let Some(end) = url.find(close) else { return url };
    let (tag, rest) = (&url[open.len()..end], &url[end + close.len()..]);
    let rest = rest.strip_prefix('}').unwrap_or(rest);
    if let Some((_, quoted)) = tag.split_once(['"', '\''])
        && tag.trim_start_matches(['{', '=', '-', ' ']).starts_with("furl")
    {
        return quoted.split(['"', '\'']).next().unwrap_or(url);
    }
    let name = tag.trim_matches(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    let is_server = name.to_ascii_lowercase().contains("base") && !name.starts_with("host");
    let names_root = matches!(name, "contextPath" | "localUrl" | "serverUrl" | "appUrl" | "root");
    if (is_server || names_root) && (rest.starts_with('/') || rest.is_empty()) {
        rest
    } else {
        url
    }
}

/// A path with `{}` for each template expression.
fn shown(path: &str) -> String {
    let mut shown = String::new();
    let mut rest = path;
    while let Some(start) = rest.find("{{").or_else(|| rest.find("<%")) {
        shown.push_str(&rest[..start]);
        shown.push_str("{}");
        let close = if rest[start..].starts_with("{{") {
            "}}"
        } else {
            "%>"
        };
        rest = rest[start..]
            .find(close)
            .map_or("", |end| rest[start + end + 2..].trim_start_matches('}'));
    }
    shown.push_str(rest);
    shown
}

/// A path relative to a folder, without `.` and `..`; none where it leaves the root.
pub(super) fn joined(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            other => parts.push(other),
        }
    }
    Some(parts.join("/"))
}

/// The path of an address that is relative to a static file, from the folder that is handed out on.
fn within(from: &str, path: &str) -> Option<String> {
    if path.starts_with('/') {
        return None;
    }
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let full = joined(folder, path)?;
    let parts: Vec<&str> = full.split('/').collect();
    let root = parts.iter().rposition(|part| STATIC.contains(part))?;
    let rest = parts.get(root + 1..)?.join("/");
    (!rest.is_empty()).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use forgeshift_source::disk::tree::Tree;

    fn lead(files: &[&str], url: &str) -> Lead {
        let tree = Tree::memory(files.iter().map(|path| (*path, b"x".to_vec())));
        let listing = tree.list();
        Files::new(&listing).lead("views/a.hbs", url)
    }

    fn own(file: &str, path: &str) -> Lead {
        Lead::Own {
            file: file.into(),
            path: path.into(),
        }
    }

    #[test]
    fn an_address_of_the_server_leads_to_the_file_that_it_hands_out() {
        let files = ["public/js/a.js", "src/js/a.js", "lib/x.js"];
        assert_eq!(
            lead(&files, "{{localBaseUrl}}/js/a.js?v=2"),
            own("public/js/a.js", "js/a.js")
        );
        assert_eq!(lead(&files, "/js/a.js"), own("public/js/a.js", "js/a.js"));
        assert_eq!(
            lead(&files, "<%= baseUrl %>/js/a.js"),
            own("public/js/a.js", "js/a.js")
        );
        assert_eq!(
            lead(&files, "{{furl '/js/a.js'}}"),
            own("public/js/a.js", "js/a.js")
        );
    }

    #[test]
    fn a_prefix_stands_for_the_folder_that_is_handed_out_and_for_no_other() {
        assert_eq!(
            lead(&["public/js/a.js"], "/static/js/a.js"),
            own("public/js/a.js", "static/js/a.js")
        );
        assert_eq!(
            lead(&["lib/a.js"], "/static/a.js"),
            Lead::Server("/static/a.js".into())
        );
    }

    #[test]
    fn routes_hosts_and_the_framework_are_no_files() {
        let files = ["public/a.js"];
        assert_eq!(lead(&files, "/settings"), Lead::Server("/settings".into()));
        assert_eq!(
            lead(&files, "{{localBaseUrl}}/issue/{{key}}"),
            Lead::Server("/issue/{}".into())
        );
        assert_eq!(
            lead(&files, "//cdn.example.com/a.js"),
            Lead::Host("https://cdn.example.com/a.js".into())
        );
        assert_eq!(lead(&files, "{{hostScriptUrl}}"), Lead::Interface);
        assert_eq!(
            lead(&files, "https://connect-cdn.atl-paas.net/all.js"),
            Lead::Interface
        );
        assert_eq!(lead(&files, "{{hostStylesheetUrl}}"), Lead::InterfaceStyle);
        assert_eq!(lead(&files, "javascript:void(0)"), Lead::Nowhere);
        assert_eq!(lead(&files, "{{hostBaseUrl}}/browse/X"), Lead::Unknown);
    }

    #[test]
    fn what_a_bundler_makes_leads_to_its_source() {
        let files = ["frontend/src/macro.tsx", "src/macro.ts", "public/dist/macro.js"];
        assert_eq!(
            lead(&files, "{{localBaseUrl}}/dist/macro.js"),
            own("frontend/src/macro.tsx", "dist/macro.js")
        );
        assert_eq!(
            lead(&["lib/macro.js"], "/dist/macro.js"),
            Lead::Server("/dist/macro.js".into())
        );
    }

    #[test]
    fn no_address_leaves_the_root() {
        assert_eq!(
            lead(&["etc/passwd.txt"], "../../etc/passwd.txt").clone(),
            own("etc/passwd.txt", "etc/passwd.txt")
        );
        assert_eq!(joined("a", "../../b"), None);
    }
}

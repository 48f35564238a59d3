//! Where carried files go, and how they name each other from there.

use forgeshift_forge::app::server::ADAPTERS;
use std::collections::BTreeSet;

/// Where each file of the old server goes.
#[derive(Debug, Default)]
pub(super) struct Layout {
    /// What is in front of every path in the new app.
    prefix: String,
    /// The folder of the old app that falls away.
    root: String,
}

impl Layout {
    /// The layout for a set of files. `root` is the folder of the package that the server belongs to.
    pub fn new(root: &str, files: &BTreeSet<String>) -> Self {
        let root = if root.is_empty() {
            String::new()
        } else {
            format!("{root}/")
        };
        let below = |file: &String| file.strip_prefix(&root).map(str::to_owned);
        let code: Vec<String> = files.iter().filter_map(below).collect();
        let all_in_source = code
            .iter()
            .all(|file| file.starts_with("src/") || file.ends_with(".json"));
        let prefix = if all_in_source { "" } else { "src/" };
        // Files that are written anew may not be hidden by what is carried.
        let hides = |file: &String| {
            let path = format!("{prefix}{file}");
            let stem = path.rsplit_once('.').map_or(path.as_str(), |(stem, _)| stem);
            stem == "src/index"
                || ["src/connect/", "src/resolvers/", "src/triggers/", "src/handlers/"]
                    .iter()
                    .any(|folder| path.starts_with(folder))
        };
        let prefix = if code.iter().any(hides) {
            "src/server/"
        } else {
            prefix
        };
        Self {
            prefix: prefix.to_owned(),
            root,
        }
    }

    /// Where a file goes.
    pub fn target(&self, file: &str) -> String {
        let below = file.strip_prefix(&self.root).unwrap_or(file);
        // `package.json` keeps its meaning: the app has one, at its root.
        if below == "package.json" {
            return below.to_owned();
        }
        if self.prefix.is_empty() && !below.starts_with("src/") {
            return format!("src/{below}");
        }
        format!("{}{below}", self.prefix)
    }

    /// Whether a file keeps its place among the others.
    pub fn keeps(&self, file: &str) -> bool {
        let below = file.strip_prefix(&self.root);
        below.is_some_and(|below| {
            below != "package.json" && (!self.prefix.is_empty() || below.starts_with("src/"))
        })
    }
}

/// How one file names another: `./x`, `../lib/y`.
pub(super) fn relative(from: &str, to: &str) -> String {
    let folders: Vec<&str> = from.split('/').collect();
    let folders = folders.get(..folders.len().saturating_sub(1)).unwrap_or(&[]);
    let target: Vec<&str> = to.split('/').collect();
    let common = folders
        .iter()
        .zip(&target)
        .take_while(|(a, b)| a == b)
        .count()
        .min(target.len().saturating_sub(1));
    let up = folders.len() - common;
    let rest = target.get(common..).unwrap_or(&[]).join("/");
    if up == 0 {
        format!("./{rest}")
    } else {
        format!("{}{rest}", "../".repeat(up))
    }
}

/// How a carried file names one of the modules that it runs against.
pub(super) fn adapter(from: &str, name: &str, is_module: bool) -> String {
    let ending = if is_module { ".js" } else { "" };
    format!("{}{ending}", relative(from, &format!("{ADAPTERS}/{name}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(files: &[&str]) -> Layout {
        Layout::new("", &files.iter().map(|file| (*file).to_owned()).collect())
    }

    #[test]
    fn files_keep_their_places_below_src() {
        let plain = layout(&["app.js", "routes/index.js"]);
        assert_eq!(plain.target("routes/index.js"), "src/routes/index.js");
        assert_eq!(plain.target("package.json"), "package.json");
        let sources = layout(&["src/app.ts", "src/lib/a.ts"]);
        assert_eq!(sources.target("src/lib/a.ts"), "src/lib/a.ts");
    }

    #[test]
    fn a_carried_file_does_not_take_the_place_of_one_that_is_written() {
        assert_eq!(
            layout(&["index.js", "lib/a.js"]).target("lib/a.js"),
            "src/server/lib/a.js"
        );
        assert_eq!(
            layout(&["src/index.ts"]).target("src/index.ts"),
            "src/server/src/index.ts"
        );
    }

    #[test]
    fn a_file_names_another_from_where_it_stands() {
        assert_eq!(relative("src/app.js", "src/lib/a.js"), "./lib/a.js");
        assert_eq!(
            relative("src/routes/notes.js", "src/connect/express"),
            "../connect/express"
        );
        assert_eq!(
            relative("src/routes/index.js", "package.json"),
            "../../package.json"
        );
    }
}

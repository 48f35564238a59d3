//! What settings files say of imports: `tsconfig.json` with what it extends, `exports` and `imports` of
//! `package.json`.

use super::project::{Package, folder, join, package_name};
use forgeshift_source::data::Node as Data;

/// How long a chain of `extends` may be.
const LONGEST_CHAIN: u32 = 8;

/// The `paths` and `baseUrl` of a `tsconfig.json`.
#[derive(Debug, Clone)]
pub(crate) struct Aliases {
    pub folder: String,
    pub base: Option<String>,
    /// The folder that `paths` starts from.
    pub start: String,
    /// Pattern before the `*`, whether there is one, and where it leads.
    pub paths: Vec<(String, bool, Vec<String>)>,
}

/// The aliases of all settings files, those of inner folders first.
pub(crate) fn aliases(configs: &[(String, Data)], packages: &[Package]) -> Vec<Aliases> {
    let mut all: Vec<Aliases> = configs
        .iter()
        .map(|(file, _)| {
            let mut found = Aliases {
                folder: folder(file).to_owned(),
                base: None,
                start: folder(file).to_owned(),
                paths: Vec::new(),
            };
            fill(&mut found, file, configs, packages, 0);
            if let Some(base) = &found.base {
                found.start.clone_from(base);
            }
            found
        })
        .filter(|found| found.base.is_some() || !found.paths.is_empty())
        .collect();
    all.sort_by_key(|alias| std::cmp::Reverse(alias.folder.len()));
    all
}

/// What a file says itself counts before what the files say that it extends, of which the last counts first.
fn fill(found: &mut Aliases, file: &str, configs: &[(String, Data)], packages: &[Package], depth: u32) {
    let Some((_, data)) = configs.iter().find(|(path, _)| path == file) else {
        return;
    };
    let here = folder(file);
    let base = data.at(&["compilerOptions", "baseUrl"]).and_then(Data::str);
    let base = base.map(|base| join(here, base));
    if found.paths.is_empty()
        && let Some(paths) = data.at(&["compilerOptions", "paths"])
    {
        found.paths = paths.members().iter().map(pattern).collect();
        found.start = here.to_owned();
    }
    if found.base.is_none() {
        found.base = base;
    }
    if depth >= LONGEST_CHAIN {
        return;
    }
    let Some(extends) = data.get("extends") else {
        return;
    };
    let list = match extends.str() {
        Some(one) => vec![one],
        None => extends.items().iter().rev().filter_map(Data::str).collect(),
    };
    for name in list {
        if let Some(next) = extended(here, name, configs, packages) {
            fill(found, &next, configs, packages, depth + 1);
        }
    }
}

fn pattern(member: &forgeshift_source::data::Member) -> (String, bool, Vec<String>) {
    let places = member.value.items().iter().filter_map(Data::str);
    let prefix = member.key.split('*').next().unwrap_or("").to_owned();
    (
        prefix,
        member.key.contains('*'),
        places.map(str::to_owned).collect(),
    )
}

/// The file that `extends` names: a path, or a file of a package of the same repository.
fn extended(here: &str, name: &str, configs: &[(String, Data)], packages: &[Package]) -> Option<String> {
    let path = if name.starts_with(['.', '/']) {
        join(here, name)
    } else {
        let package = package_name(name);
        let is_it = |known: &&Package| known.data.get("name").and_then(Data::str) == Some(package);
        let of = packages.iter().find(is_it)?;
        join(&of.folder, name.get(package.len()..).unwrap_or(""))
    };
    [path.clone(), format!("{path}.json"), join(&path, "tsconfig.json")]
        .into_iter()
        .find(|path| configs.iter().any(|(known, _)| known == path))
}

/// Where a package lets `rest` of its own name lead: `exports` with and without a pattern.
pub(crate) fn exported(package: &Data, rest: &str) -> Option<String> {
    let exports = package.get("exports")?;
    mapped(exports, &format!("./{rest}"))
}

/// Where `#name` leads in a package: its `imports`.
pub(crate) fn imported(package: &Data, name: &str) -> Option<String> {
    mapped(package.get("imports")?, name)
}

fn mapped(table: &Data, name: &str) -> Option<String> {
    if let Some(target) = table.get(name).and_then(target) {
        return Some(target.to_owned());
    }
    // The longest pattern counts.
    let mut best: Option<(usize, String)> = None;
    for member in table.members() {
        let Some((before, after)) = member.key.split_once('*') else {
            continue;
        };
        let star = name
            .strip_prefix(before)
            .and_then(|rest| rest.strip_suffix(after));
        if let (Some(star), Some(target)) = (star, target(&member.value))
            && best.as_ref().is_none_or(|(length, _)| before.len() > *length)
        {
            best = Some((before.len(), target.replacen('*', star, 1)));
        }
    }
    best.map(|(_, target)| target)
}

/// The file of a value of `exports`: a text, or one by condition.
pub(crate) fn target(data: &Data) -> Option<&str> {
    const CONDITIONS: [&str; 7] = [
        "source",
        "import",
        "require",
        "node",
        "module",
        "development",
        "default",
    ];
    data.str().or_else(|| {
        CONDITIONS.iter().find_map(|key| {
            let inner = data.get(key)?;
            inner.str().or_else(|| inner.get("default").and_then(Data::str))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use forgeshift_source::data::json;

    fn data(text: &str) -> Data {
        json::read(text).unwrap()
    }

    #[test]
    fn a_chain_of_extends_that_is_a_circle_ends() {
        let configs = [
            ("a.json".to_owned(), data(r#"{"extends": "./b.json"}"#)),
            ("b.json".to_owned(), data(r#"{"extends": ["./a", "./none"]}"#)),
        ];
        assert!(aliases(&configs, &[]).is_empty());
    }

    #[test]
    fn paths_start_from_the_file_that_has_them() {
        let configs = [
            (
                "base/tsconfig.json".to_owned(),
                data(r#"{"compilerOptions": {"paths": {"@a/*": ["./x/*"]}}}"#),
            ),
            ("app/tsconfig.json".to_owned(), data(r#"{"extends": "../base"}"#)),
        ];
        let all = aliases(&configs, &[]);
        let of_app = all.iter().find(|alias| alias.folder == "app").unwrap();
        assert_eq!((of_app.start.as_str(), of_app.paths.len()), ("base", 1));
    }

    #[test]
    fn the_longest_pattern_of_exports_counts_and_another_name_has_none() {
        let package = data(
            r#"{"exports": {"./*": "./src/*.js", "./lib/*": {"import": "./lib/*.mjs"}, "./one": "./1.js"}}"#,
        );
        assert_eq!(exported(&package, "a/b").as_deref(), Some("./src/a/b.js"));
        assert_eq!(exported(&package, "lib/b").as_deref(), Some("./lib/b.mjs"));
        assert_eq!(exported(&package, "one").as_deref(), Some("./1.js"));
        assert_eq!(imported(&package, "#a"), None);
    }
}

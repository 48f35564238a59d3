//! `package.json`: a new one, or the dependencies that an existing one lacks.

use super::{App, HandlerKind};
use crate::render::Unwritable;
use jsonc_parser::ParseOptions;
use jsonc_parser::cst::{CstInputValue, CstObject, CstRootNode};
use serde_json::{Value, json};
use std::sync::LazyLock;

const FILE: &str = "package.json";

/// What npm itself accepts: plain JSON. (Comments pass all the same and stay where they are.)
const STRICT: ParseOptions = ParseOptions {
    allow_comments: false,
    allow_loose_object_property_names: false,
    allow_trailing_commas: false,
    allow_missing_commas: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

/// The versions of the `@forge` packages, in the one place where they stand.
static VERSIONS: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("packages.json")).unwrap_or_default());

/// The range of versions of a package that generated files are written for.
pub(super) fn range(package: &str) -> Result<String, Unwritable> {
    VERSIONS
        .get("versions")
        .and_then(|versions| versions.get(package)?.as_str())
        .map(|version| format!("^{version}"))
        .ok_or_else(|| Unwritable::new(FILE, format!("no version of {package} is known")))
}

/// The packages that the functions and carried files import, with their ranges.
fn needed(app: &App) -> Result<Vec<(String, String)>, Unwritable> {
    let mut needed: Vec<(String, String)> = Vec::new();
    for package in imported(app) {
        needed.push((package.to_owned(), range(package)?));
    }
    if let Some(server) = &app.server {
        for package in super::server::PACKAGES {
            needed.push((package.to_owned(), range(package)?));
        }
        needed.extend(server.dependencies.iter().cloned());
    }
    needed.extend(app.page_dependencies.iter().cloned());
    needed.sort();
    needed.dedup_by(|a, b| a.0 == b.0);
    Ok(needed)
}

/// The packages of Forge that the functions import.
fn imported(app: &App) -> Vec<&'static str> {
    let resolves = app
        .handlers
        .iter()
        .any(|handler| handler.kind == HandlerKind::Resolver);
    let mut packages = app.page_packages.clone();
    if resolves {
        packages.push("@forge/resolver");
    }
    packages.sort_unstable();
    packages
}

/// Puts the sources of the pages together, each into the folder that the manifest names.
const BUILD: &str = "esbuild \"pages/**/index.js\" --bundle --minify --target=es2022 --jsx=automatic --loader:.js=jsx --loader:.svg=file --loader:.png=file --loader:.woff2=file --outbase=pages --outdir=static";

/// What `package.json` becomes. Of an existing one everything stays as it is, byte for byte; only what the
/// generated functions import and neither dependencies nor development dependencies name is added.
pub fn package_json(existing: Option<&str>, app: &App) -> Result<String, Unwritable> {
    match existing {
        Some(text) => edited(text, app),
        None => new(app),
    }
}

fn new(app: &App) -> Result<String, Unwritable> {
    let mut dependencies = serde_json::Map::new();
    for (package, range) in needed(app)? {
        dependencies.insert(package, range.into());
    }
    let mut package = serde_json::Map::new();
    package.insert("name".into(), app.package.as_str().into());
    if let Some(version) = app.server.as_ref().and_then(|server| server.version.as_ref()) {
        package.insert("version".into(), version.as_str().into());
    }
    package.insert("private".into(), true.into());
    let scripts = if app.bundled {
        json!({ "build": BUILD, "lint": "forge lint", "deploy": "npm run build && forge deploy" })
    } else {
        json!({ "lint": "forge lint", "deploy": "forge deploy" })
    };
    package.insert("scripts".into(), scripts);
    package.insert("dependencies".into(), Value::Object(dependencies));
    let types = app
        .server
        .as_ref()
        .map(|server| server.types.as_slice())
        .unwrap_or_default();
    let mut tools = serde_json::Map::new();
    for (name, range) in types {
        tools.insert(name.clone(), range.as_str().into());
    }
    if app.bundled {
        tools.insert("esbuild".into(), range("esbuild")?.into());
    }
    if !tools.is_empty() {
        package.insert("devDependencies".into(), Value::Object(tools));
    }
    serde_json::to_string_pretty(&package)
        .map(|text| text + "\n")
        .map_err(|error| Unwritable::new(FILE, error))
}

fn edited(text: &str, app: &App) -> Result<String, Unwritable> {
    let (mark, json) = match text.strip_prefix('\u{FEFF}') {
        Some(rest) => ("\u{FEFF}", rest),
        None => ("", text),
    };
    let root = CstRootNode::parse(json, &STRICT).map_err(|error| Unwritable::new(FILE, error.to_string()))?;
    let package = root
        .object_value()
        .ok_or_else(|| Unwritable::new(FILE, "it does not hold an object"))?;
    for (name, range) in needed(app)? {
        if !names(&package, "dependencies", &name) && !names(&package, "devDependencies", &name) {
            add(&package, "dependencies", &name, range)?;
        }
    }
    if app.bundled {
        if !names(&package, "dependencies", "esbuild") && !names(&package, "devDependencies", "esbuild") {
            add(&package, "devDependencies", "esbuild", range("esbuild")?)?;
        }
        if !names(&package, "scripts", "build") {
            add(&package, "scripts", "build", BUILD.to_owned())?;
        }
    }
    Ok(format!("{mark}{root}"))
}

fn names(package: &CstObject, section: &str, name: &str) -> bool {
    package
        .object_value(section)
        .is_some_and(|section| section.get(name).is_some())
}

/// Adds a dependency where npm would put it: before the first name that sorts after it.
fn add(package: &CstObject, section: &str, name: &str, range: String) -> Result<(), Unwritable> {
    let dependencies = package
        .object_value_or_create(section)
        .ok_or_else(|| Unwritable::new(FILE, format!("its {section} are not an object")))?;
    let properties = dependencies.properties();
    let index = properties
        .iter()
        .position(|property| property.decoded_name().is_some_and(|other| other.as_str() > name))
        .unwrap_or(properties.len());
    dependencies.insert(index, name, CstInputValue::String(range));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Handler;

    fn app() -> App {
        App {
            package: "example".into(),
            handlers: vec![Handler::default()],
            ..App::default()
        }
    }

    /// The lines that are in one text and not in the other, in order.
    fn added<'a>(before: &str, after: &'a str) -> Vec<&'a str> {
        after
            .split('\n')
            .filter(|line| !before.split('\n').any(|old| old == *line))
            .collect()
    }

    #[test]
    fn a_missing_dependency_is_added_and_everything_else_stays() {
        let before = "{\n\t\"name\" : \"mine\",\n\t\"dependencies\": {\n\t\t\"@atlaskit/tokens\": \"^1.0.0\",\n\t\t\"zod\":  \"3\"\n\t},\n\n\t\"license\":\"MIT\"}";
        let after = package_json(Some(before), &app()).unwrap();
        assert_eq!(
            after,
            before.replace("\t\t\"zod\"", "\t\t\"@forge/resolver\": \"^2.0.1\",\n\t\t\"zod\"")
        );
    }

    #[test]
    fn line_ends_of_windows_and_a_byte_order_mark_stay() {
        let before = "\u{FEFF}{\r\n  \"dependencies\": {\r\n    \"zod\": \"3\"\r\n  }\r\n}\r\n";
        let after = package_json(Some(before), &app()).unwrap();
        assert_eq!(added(before, &after), ["    \"@forge/resolver\": \"^2.0.1\",\r"]);
        assert!(after.starts_with('\u{FEFF}'));
    }

    #[test]
    fn dependencies_are_made_where_there_are_none() {
        let after = package_json(Some("{\n  \"name\": \"mine\"\n}\n"), &app()).unwrap();
        let expected =
            "{\n  \"name\": \"mine\",\n  \"dependencies\": {\n    \"@forge/resolver\": \"^2.0.1\"\n  }\n}\n";
        assert_eq!(after, expected);
    }

    #[test]
    fn a_dependency_that_is_there_keeps_its_version() {
        for before in [
            "{\"dependencies\":{\"@forge/resolver\":\"1.5.0\"}}",
            "{\"devDependencies\":{\"@forge/resolver\":\"*\"}}",
        ] {
            assert_eq!(package_json(Some(before), &app()).unwrap(), before);
        }
    }

    #[test]
    fn an_app_that_imports_nothing_changes_nothing() {
        assert_eq!(package_json(Some(" { } \n"), &App::default()).unwrap(), " { } \n");
    }

    #[test]
    fn editing_twice_is_editing_once() {
        let once = package_json(Some("{}"), &app()).unwrap();
        assert_eq!(package_json(Some(&once), &app()).unwrap(), once);
    }

    #[test]
    fn what_npm_does_not_read_is_refused_and_not_mended() {
        for broken in [
            "",
            "[]",
            "{",
            "{\"a\":1,}",
            "{\"dependencies\":[]}",
            &"[".repeat(100_000),
        ] {
            assert!(package_json(Some(broken), &app()).is_err(), "{broken:.20}");
        }
    }

    #[test]
    fn every_version_has_the_date_it_was_looked_up() {
        assert!(VERSIONS["checked"].as_str().is_some_and(|date| date.len() == 10));
        for (name, version) in VERSIONS["versions"].as_object().unwrap() {
            assert!(range(name).is_ok() && version.as_str().is_some_and(|v| v.split('.').count() == 3));
        }
    }
}

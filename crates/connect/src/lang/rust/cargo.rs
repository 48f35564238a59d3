//! As much of `Cargo.toml` as says which crates there are and what they depend on.

use std::collections::BTreeMap;

/// One `Cargo.toml`.
#[derive(Debug, Clone, Default)]
pub struct Manifest {
    /// The package's name with `_`, where it has one: a workspace's own manifest may have none.
    pub name: Option<String>,
    /// The name of the library, where it differs from the package's.
    pub lib_name: Option<String>,
    pub lib_path: Option<String>,
    /// The paths of `[[bin]]` entries.
    pub bin_paths: Vec<String>,
    /// Dependencies by the name that the code uses, with the package they stand for and their line.
    pub dependencies: BTreeMap<String, Dependency>,
}

#[derive(Debug, Clone)]
pub struct Dependency {
    pub package: String,
    pub line: u32,
}

/// Reads the tables that matter, line by line; everything else, and what is malformed, is passed over.
pub fn read(text: &str) -> Manifest {
    let mut manifest = Manifest::default();
    let mut table = String::new();
    for (number, line) in text.lines().enumerate() {
        let line = line.trim();
        if let Some(header) = line.strip_prefix('[') {
            table = header
                .split(']')
                .next()
                .unwrap_or("")
                .trim_matches('[')
                .trim()
                .to_owned();
            if let Some(name) = dependency_table(&table) {
                manifest.depends(name, None, number);
            }
        } else if let Some((key, value)) = line.split_once('=') {
            manifest.entry(&table, key.trim().trim_matches('"'), value.trim(), number);
        }
    }
    manifest
}

impl Manifest {
    fn entry(&mut self, table: &str, key: &str, value: &str, line: usize) {
        let text = || quoted(value).map(str::to_owned);
        match (table, key) {
            ("package", "name") => self.name = text().map(|name| name.replace('-', "_")),
            ("lib", "name") => self.lib_name = text(),
            ("lib", "path") => self.lib_path = text(),
            ("bin", "path") => self.bin_paths.extend(text()),
            _ if is_dependencies(table) => {
                let name = key.split('.').next().unwrap_or(key);
                let package = value.split("package").nth(1).and_then(|rest| quoted(rest));
                self.depends(name, package, line);
            }
            (_, "package") => {
                if let (Some(name), Some(package)) = (dependency_table(table), text()) {
                    self.depends(name, Some(&package), line);
                }
            }
            _ => {}
        }
    }

    fn depends(&mut self, name: &str, package: Option<&str>, line: usize) {
        let dependency = Dependency {
            package: package.unwrap_or(name).to_owned(),
            line: line as u32 + 1,
        };
        self.dependencies.insert(name.replace('-', "_"), dependency);
    }
}

fn quoted(value: &str) -> Option<&str> {
    let start = value.find(['"', '\''])?;
    let quote = value.get(start..start + 1)?;
    value.get(start + 1..)?.split(quote).next()
}

/// Dependencies of the program itself: not those of its tests or its build.
fn is_dependencies(table: &str) -> bool {
    table == "dependencies"
        || table == "workspace.dependencies"
        || (table.starts_with("target.") && table.ends_with(".dependencies"))
}

/// The name in `[dependencies.NAME]`.
fn dependency_table(table: &str) -> Option<&str> {
    let (parent, name) = table.rsplit_once('.')?;
    is_dependencies(parent).then_some(name.trim_matches('"'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dependencies_are_known_by_the_name_that_the_code_uses() {
        let manifest = read(
            "[package]\nname = \"my-app\"\n[dependencies]\nserde = \"1\"\nhttp-client = { package = \"reqwest\", version = \"0.12\" }\n\
             tokio.workspace = true\n[dependencies.aws-sdk-s3]\nversion = \"1\"\n[dev-dependencies]\nwiremock = \"1\"\n",
        );
        assert_eq!(manifest.name.as_deref(), Some("my_app"));
        let names: Vec<_> = manifest.dependencies.keys().map(String::as_str).collect();
        assert_eq!(names, ["aws_sdk_s3", "http_client", "serde", "tokio"]);
        assert_eq!(manifest.dependencies["http_client"].package, "reqwest");
    }

    #[test]
    fn a_dependency_of_the_tests_is_none_of_the_program() {
        let manifest = read("[dev-dependencies]\nreqwest = \"0.12\"\n[build-dependencies]\nureq = \"3\"\n");
        assert!(manifest.dependencies.is_empty());
    }
}

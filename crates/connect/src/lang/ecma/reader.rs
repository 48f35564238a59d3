//! The first phase: each file is read, guarded, parsed and reduced to what is kept of it, in parallel.

use super::choice::{self, Choice};
use super::find::routes::is_declaration;
use super::ir::Module;
use super::lines::Lines;
use super::lower;
use super::parse::parse;
use super::settings::is_env_file;
use crate::facts::{FileFact, Reading};
use crate::lang::page::{self, Page};
use forgeshift_source::data::{self, Node as Data};
use forgeshift_source::disk::tree::{Listed, Tree};
use forgeshift_source::file::{SourceFile, Unreadable};
use forgeshift_source::guard;
use forgeshift_source::span::Span;
use forgeshift_source::stopwatch::Stopwatch;
use rayon::prelude::*;
use std::time::Duration;

/// The largest file that is read.
const LIMIT: u64 = 1 << 20;
/// How deep `<T>(` may nest: the parser tries each twice.
const DEEPEST_TYPES: usize = 12;
/// How many pages in the texts of one file are read.
const MOST_MARKUP: usize = 200;

/// What is kept of one file.
#[derive(Default)]
pub(crate) struct FileRead {
    pub fact: Option<FileFact>,
    pub lines: Lines,
    pub modules: Vec<Module>,
    pub page: Option<Page>,
    /// A `package.json`, `tsconfig.json` or other JSON.
    pub data: Option<Data>,
    /// The text of a settings file; it is dropped as soon as it is understood.
    pub settings: Option<String>,
    /// How long reading it took, and everything after that.
    pub read: Duration,
    pub parse: Duration,
}

/// Reads all files, in the order of the list, on the pool of the caller.
pub(crate) fn read_all(tree: &Tree, files: &[Listed]) -> Vec<FileRead> {
    files.par_iter().map(|file| guarded(tree, file)).collect()
}

/// Reads what [`read_all`] would read and does nothing with it; says how many files and bytes that was. It is what
/// every other time is compared with.
pub(crate) fn touch(tree: &Tree, files: &[Listed]) -> (usize, u64) {
    let read = files.par_iter().filter(|file| match choice::by_path(&file.path) {
        Choice::Code(_) | Choice::Page(_) | Choice::Style => file.bytes <= LIMIT,
        Choice::Data => is_read_data(file),
        Choice::Other => is_env_file(&file.path) || is_declaration(&file.path),
        Choice::Skip(..) => false,
    });
    read.map(|file| {
        (
            1,
            tree.bytes(&file.path, LIMIT)
                .map_or(0, |bytes| bytes.len() as u64),
        )
    })
    .reduce(|| (0, 0), |a, b| (a.0 + b.0, a.1 + b.1))
}

/// A fault of ours in one file is that file's failure, not the end.
fn guarded(tree: &Tree, file: &Listed) -> FileRead {
    let began = Stopwatch::start();
    let mut disk = Disk {
        tree,
        spent: Duration::ZERO,
    };
    let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| read_one(&mut disk, file)));
    let read = outcome.unwrap_or_else(|_| FileRead {
        fact: Some(fact(
            file,
            "unknown",
            Reading::Failed("the reader stopped at a fault of its own".into()),
        )),
        ..FileRead::default()
    });
    FileRead {
        read: disk.spent,
        parse: began.elapsed().saturating_sub(disk.spent),
        ..read
    }
}

fn fact(file: &Listed, language: &'static str, reading: Reading) -> FileFact {
    FileFact {
        path: file.path.clone(),
        language,
        bytes: file.bytes,
        reading,
    }
}

/// The files, and how long they took to read.
struct Disk<'t> {
    tree: &'t Tree,
    spent: Duration,
}

impl Disk<'_> {
    fn read(&mut self, path: &str) -> Result<SourceFile, Unreadable> {
        let began = Stopwatch::start();
        let source = self.tree.read(path, LIMIT);
        self.spent += began.elapsed();
        source
    }
}

fn read_one(disk: &mut Disk<'_>, file: &Listed) -> FileRead {
    let choice = choice::by_path(&file.path);
    let skipped = |language, reason: String| FileRead {
        fact: Some(fact(file, language, Reading::Skipped(reason))),
        ..FileRead::default()
    };
    let language = match choice {
        Choice::Code(language) | Choice::Page(language) => language,
        Choice::Style => "css",
        Choice::Skip(language, reason) => return skipped(language, reason.into()),
        Choice::Data => return read_data(disk, file),
        Choice::Other if is_env_file(&file.path) => {
            let settings = disk.read(&file.path).ok();
            return FileRead {
                lines: settings
                    .as_ref()
                    .map(|file| Lines::new(&file.text))
                    .unwrap_or_default(),
                settings: settings.map(|file| file.text.as_ref().to_owned()),
                ..FileRead::default()
            };
        }
        Choice::Other if is_declaration(&file.path) => return read_declaration(disk, file),
        Choice::Other => return FileRead::default(),
    };
    if file.bytes > LIMIT {
        return skipped(language, format!("larger than {LIMIT} bytes"));
    }
    let source = match disk.read(&file.path) {
        Ok(source) => source,
        Err(error) => return skipped(language, error.to_string()),
    };
    if let Some(reason) = unfit(&source, language) {
        return skipped(language, reason);
    }
    match choice {
        Choice::Code(_) => read_code(file, language, &source.text),
        _ => read_page(file, language, &source.text),
    }
}

/// Why a text is not parsed; none where that takes bounded time and memory.
fn unfit(source: &SourceFile, language: &str) -> Option<String> {
    if let Some(reason) = choice::by_text(&source.path, &source.text) {
        return Some(reason.into());
    }
    if let Err(error) = guard::check(&source.text) {
        return Some(error.to_string());
    }
    (language == "typescript" && doubles(&source.text))
        .then(|| format!("type arguments nest deeper than {DEEPEST_TYPES} levels"))
}

/// A file that can be parsed; none where it cannot.
pub(super) fn readable(tree: &Tree, file: &Listed, language: &str) -> Option<SourceFile> {
    let source = tree.read(&file.path, LIMIT).ok()?;
    unfit(&source, language).is_none().then_some(source)
}

fn read_code(file: &Listed, language: &'static str, text: &str) -> FileRead {
    match parse(&file.path, text, Span::new(0, text.len())) {
        Ok(mut parsed) => {
            let markup = std::mem::take(&mut parsed.module.markup);
            let mut modules = vec![parsed.module];
            let mut page = None;
            for span in markup.into_iter().take(MOST_MARKUP) {
                let inner = page.get_or_insert_with(Page::default);
                let found = page::in_literal(text, span, inner);
                modules.extend(scripts(&file.path, &found).0);
            }
            FileRead {
                fact: Some(fact(file, language, reading(parsed.fault))),
                lines: Lines::new(text),
                modules,
                page,
                ..FileRead::default()
            }
        }
        Err(error) => FileRead {
            fact: Some(fact(file, language, Reading::Failed(error))),
            ..FileRead::default()
        },
    }
}

fn read_page(file: &Listed, language: &'static str, text: &str) -> FileRead {
    let mut page = page::read(language, text);
    let (modules, fault) = scripts(&file.path, &page);
    page.masked = String::new();
    FileRead {
        fact: Some(fact(file, language, reading(fault))),
        lines: Lines::new(text),
        modules,
        page: Some(page),
        ..FileRead::default()
    }
}

/// The scripts of a page, and the first that does not parse.
fn scripts(path: &str, page: &Page) -> (Vec<Module>, Option<String>) {
    let mut fault = None;
    let mut modules = Vec::new();
    for script in &page.scripts {
        match parse(path, &page.masked, script.span) {
            Ok(parsed) => {
                let mut module = parsed.module;
                module.in_page = true;
                module.script = !script.module;
                fault = fault.or(parsed.fault);
                modules.push(module);
            }
            // What is no JavaScript in an attribute is another template language's business.
            Err(_) if script.handler => {}
            Err(error) => fault = fault.or(Some(format!("a script: {error}"))),
        }
    }
    (modules, fault)
}

fn reading(fault: Option<String>) -> Reading {
    match fault {
        Some(fault) => Reading::Partial(fault),
        None => Reading::Parsed,
    }
}

/// YAML that declares functions.
fn read_declaration(disk: &mut Disk<'_>, file: &Listed) -> FileRead {
    let Ok(source) = disk.read(&file.path) else {
        return FileRead::default();
    };
    FileRead {
        lines: Lines::new(&source.text),
        data: data::yaml::read(&source.text).ok(),
        ..FileRead::default()
    }
}

fn name_of(file: &Listed) -> &str {
    file.path.rsplit('/').next().unwrap_or("")
}

fn is_read_data(file: &Listed) -> bool {
    let name = name_of(file);
    let locks = name.ends_with("-lock.json") || name == "atlassian-connect.json";
    !locks && file.bytes <= 64 << 10
}

/// JSON that code may import, or that says how imports are resolved.
fn read_data(disk: &mut Disk<'_>, file: &Listed) -> FileRead {
    if !is_read_data(file) {
        return FileRead::default();
    }
    let name = name_of(file);
    let Ok(source) = disk.read(&file.path) else {
        return FileRead::default();
    };
    let Ok(data) = data::json::read(&source.text) else {
        return FileRead::default();
    };
    let of_typescript = ["tsconfig", "typescript-config"]
        .iter()
        .any(|word| file.path.contains(word));
    let is_config = name == "package.json" || of_typescript || name == "jsconfig.json";
    FileRead {
        lines: Lines::new(&source.text),
        modules: if is_config {
            Vec::new()
        } else {
            vec![lower::data(&data)]
        },
        data: is_config.then_some(data),
        ..FileRead::default()
    }
}

/// Whether `<T>(` nests so deep that the parser, which reads each level as a cast and as a function, would take
/// forever.
fn doubles(text: &str) -> bool {
    // Most files do not have that many of them in all.
    if text.bytes().filter(|byte| *byte == b'>').count() <= DEEPEST_TYPES {
        return false;
    }
    let mut open: Vec<bool> = Vec::new();
    let mut nested = 0;
    let (mut last, mut before) = (0, 0);
    for byte in text.bytes().filter(|byte| !byte.is_ascii_whitespace()) {
        match byte {
            b'(' => {
                let typed = last == b'>' && before != b'=';
                nested += usize::from(typed);
                open.push(typed);
                if nested > DEEPEST_TYPES {
                    return true;
                }
            }
            b')' => nested -= usize::from(open.pop().unwrap_or(false)),
            _ => {}
        }
        (before, last) = (last, byte);
    }
    false
}

/// Files that name what starts the server: `Procfile` and `Dockerfile`.
pub(crate) fn start_files(tree: &Tree, files: &[Listed]) -> Vec<(String, String)> {
    files
        .iter()
        .filter(|file| {
            let name = file.path.rsplit('/').next().unwrap_or("");
            file.bytes < 64 << 10 && (name == "Procfile" || name == "Dockerfile")
        })
        .filter_map(|file| {
            let source = tree.read(&file.path, LIMIT).ok()?;
            let lines: Vec<&str> = source
                .text
                .lines()
                .filter(|line| {
                    file.path.ends_with("Procfile")
                        || line.starts_with("CMD")
                        || line.starts_with("ENTRYPOINT")
                })
                .collect();
            Some((file.path.to_string(), lines.join("\n")))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn casts_that_nest_are_refused_and_ordinary_generics_are_not() {
        assert!(doubles(&"<T>(".repeat(20)));
        assert!(!doubles(&"f<T>(x); g(() => (1));\n".repeat(200)));
    }
}

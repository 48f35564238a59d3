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
use forgeshift_source::span::Span;
use rayon::prelude::*;

/// The largest file that is read.
const LIMIT: u64 = 1 << 20;
/// How deep brackets may nest.
const DEEPEST: u32 = 10_000;
/// Smaller files cannot nest deep enough to matter.
const GUARDED: usize = 64 << 10;
/// How deep `<T>(` may nest: the parser tries each twice.
const DEEPEST_TYPES: usize = 12;
/// How many pages in the texts of one file are read.
const MOST_MARKUP: usize = 200;
/// The stack of the threads that parse. Only touched pages count.
const STACK: usize = 1 << 30;

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
}

/// Reads all files, in the order of the list.
pub(crate) fn read_all(tree: &Tree, files: &[Listed], threads: usize) -> Vec<FileRead> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads.max(1))
        .stack_size(STACK)
        .build();
    let work = || files.par_iter().map(|file| guarded(tree, file)).collect();
    match pool {
        Ok(pool) => pool.install(work),
        Err(_) => Vec::new(),
    }
}

/// Runs work that may nest deep on a thread of its own with a stack that is large enough.
pub(crate) fn on_big_stack<T: Send>(work: impl FnOnce() -> T + Send) -> Option<T> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .stack_size(STACK)
        .build()
        .ok()?;
    Some(pool.install(work))
}

/// A fault of ours in one file is that file's failure, not the end.
fn guarded(tree: &Tree, file: &Listed) -> FileRead {
    let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| read_one(tree, file)));
    outcome.unwrap_or_else(|_| FileRead {
        fact: Some(fact(
            file,
            "unknown",
            Reading::Failed("the reader stopped at a fault of its own".into()),
        )),
        ..FileRead::default()
    })
}

fn fact(file: &Listed, language: &'static str, reading: Reading) -> FileFact {
    FileFact {
        path: file.path.clone(),
        language,
        bytes: file.bytes,
        reading,
    }
}

fn read_one(tree: &Tree, file: &Listed) -> FileRead {
    let choice = choice::by_path(&file.path);
    let skipped = |language, reason: String| FileRead {
        fact: Some(fact(file, language, Reading::Skipped(reason))),
        ..FileRead::default()
    };
    let language = match choice {
        Choice::Code(language) | Choice::Page(language) => language,
        Choice::Style => "css",
        Choice::Skip(language, reason) => return skipped(language, reason.into()),
        Choice::Data => return read_data(tree, file),
        Choice::Other if is_env_file(&file.path) => {
            let settings = tree.read(&file.path, LIMIT).ok();
            return FileRead {
                lines: settings
                    .as_ref()
                    .map(|file| Lines::new(&file.text))
                    .unwrap_or_default(),
                settings: settings.map(|file| file.text.as_ref().to_owned()),
                ..FileRead::default()
            };
        }
        Choice::Other if is_declaration(&file.path) => return read_declaration(tree, file),
        Choice::Other => return FileRead::default(),
    };
    if file.bytes > LIMIT {
        return skipped(language, format!("larger than {LIMIT} bytes"));
    }
    let source = match tree.read(&file.path, LIMIT) {
        Ok(source) => source,
        Err(error) => return skipped(language, error.to_string()),
    };
    if let Some(reason) = choice::by_text(&file.path, &source.text) {
        return skipped(language, reason.into());
    }
    if source.text.len() > GUARDED && too_deep(&source.text) {
        return skipped(language, format!("brackets nest deeper than {DEEPEST} levels"));
    }
    if language == "typescript" && doubles(&source.text) {
        return skipped(
            language,
            format!("type arguments nest deeper than {DEEPEST_TYPES} levels"),
        );
    }
    match choice {
        Choice::Code(_) => read_code(file, language, &source.text),
        _ => read_page(file, language, &source.text),
    }
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
fn read_declaration(tree: &Tree, file: &Listed) -> FileRead {
    let Ok(source) = tree.read(&file.path, LIMIT) else {
        return FileRead::default();
    };
    FileRead {
        lines: Lines::new(&source.text),
        data: data::yaml::read(&source.text).ok(),
        ..FileRead::default()
    }
}

/// JSON that code may import, or that says how imports are resolved.
fn read_data(tree: &Tree, file: &Listed) -> FileRead {
    let name = file.path.rsplit('/').next().unwrap_or("");
    let locks = name.ends_with("-lock.json") || name == "atlassian-connect.json";
    if locks || file.bytes > 64 << 10 {
        return FileRead::default();
    }
    let Ok(source) = tree.read(&file.path, LIMIT) else {
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

/// Whether brackets, or arrows that are not closed, nest deeper than can be parsed.
fn too_deep(text: &str) -> bool {
    let mut depth: u32 = 0;
    let mut before = 0;
    let mut arrows: u32 = 0;
    for byte in text.bytes() {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            b'>' if before == b'=' => arrows += 1,
            b';' | b'\n' => arrows = 0,
            _ => {}
        }
        if depth + arrows > DEEPEST {
            return true;
        }
        before = byte;
    }
    false
}

/// Whether `<T>(` nests so deep that the parser, which reads each level as a cast and as a function, would take
/// forever.
fn doubles(text: &str) -> bool {
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

    #[test]
    fn brackets_that_nest_too_deep_are_refused() {
        assert!(too_deep(&"[".repeat(20_000)));
        assert!(!too_deep(&"[]".repeat(20_000)));
    }
}

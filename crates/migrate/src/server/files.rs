//! Which files come along, and what is changed in them.

use super::packages::Class;
use super::paths::{self, Layout};
use super::prune::{self, Pruned, class_of};
use super::text;
use crate::codes;
use forgeshift_connect::carry::{Carry, CarryFile, Import, Leads};
use forgeshift_connect::facts::Secret;
use forgeshift_forge::app::NewFile;
use forgeshift_forge::app::server::{ADAPTERS, Carried};
use forgeshift_source::edit::Edit;
use forgeshift_source::finding::{Finding, Grade};
use forgeshift_source::span::{LineIndex, Place, Span};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// How many files may be carried: more is a bundle, or somebody else's code.
const MOST_FILES: usize = 2_000;

/// A file that comes along.
pub(super) struct Kept<'a> {
    pub file: &'a CarryFile,
    pub pruned: Pruned,
}

/// The files that are reached from an entry through what stays, by path.
pub(super) fn reached<'a>(carry: &'a Carry, entries: &[&str]) -> BTreeMap<&'a str, Kept<'a>> {
    let mut kept: BTreeMap<&str, Kept<'_>> = BTreeMap::new();
    let mut open: Vec<&CarryFile> = entries.iter().filter_map(|path| carry.file(path)).collect();
    while let Some(file) = open.pop() {
        if kept.contains_key(&*file.path) || kept.len() >= MOST_FILES {
            continue;
        }
        let pruned = prune::prune(file);
        for import in stays(file, &pruned) {
            if let Leads::Own(path) = &import.leads
                && !import.type_only | file.path.ends_with(".ts")
            {
                open.extend(carry.file(path));
            }
        }
        kept.insert(&file.path, Kept { file, pruned });
    }
    kept
}

/// The imports of a file that stay.
fn stays<'f>(file: &'f CarryFile, pruned: &'f Pruned) -> impl Iterator<Item = &'f Import> {
    file.imports
        .iter()
        .filter(move |import| !pruned.drops(file, import.statement))
}

/// The carried files, the stand-ins that they need, the packages that they import, and what is to be said.
#[derive(Default)]
pub(super) struct Written {
    pub files: Vec<Carried>,
    pub stand_ins: BTreeMap<String, NewFile>,
    pub packages: BTreeSet<String>,
    pub findings: Vec<Finding>,
}

/// Calls at the top of a file that a function cannot make, by the name that they begin with.
const AT_START: [(&str, &str); 2] = [
    (
        "exit",
        "a function is not a process of its own: nothing should end it",
    ),
    (
        "readFileSync",
        "a function has no files but its bundle and /tmp: import what is read here",
    ),
];

/// Names that are read somewhere in what a handler can reach and that mean something else now.
const MARKED: [(&str, &str); 4] = [
    (
        "localBaseUrl",
        "the app has no address of its own: what is built from this leads nowhere",
    ),
    (
        "getAllClientInfos",
        "Forge keeps customers apart: this gives the one installation that the function runs for",
    ),
    (
        "asUserByAccountId",
        "a user who does not make this call needs allowImpersonation in manifest.yml",
    ),
    ("sharedSecret", "Forge has no shared secret"),
];

/// What is known of the files from elsewhere.
pub(super) struct Notes<'a> {
    /// The secrets in them.
    pub secrets: &'a [Secret],
    /// The lines at which a handler stands that is not carried, with the reason.
    pub todo: &'a BTreeMap<(Arc<str>, u32), String>,
    /// The files that call `setInterval` for a schedule.
    pub clocks: &'a BTreeSet<String>,
}

/// Writes the files.
pub(super) fn write(kept: &BTreeMap<&str, Kept<'_>>, layout: &Layout, notes: &Notes<'_>) -> Written {
    let mut written = Written::default();
    for (path, kept) in kept {
        // The app's `package.json` is written anew.
        if layout.target(path) == "package.json" {
            continue;
        }
        one(kept, layout, notes, &mut written);
    }
    written
}

fn one(kept: &Kept<'_>, layout: &Layout, notes: &Notes<'_>, written: &mut Written) {
    let file = kept.file;
    let target = layout.target(&file.path);
    let lines = LineIndex::new(&file.text);
    let place = |span: Span| {
        let (line, column) = lines.line_column(&file.text, span.start);
        let (end_line, end_column) = lines.line_column(&file.text, span.end);
        Place {
            file: file.path.clone(),
            line,
            column,
            end_line,
            end_column,
        }
    };
    let (before, hidden) = redacted(file, &lines, notes.secrets);
    let gone: Vec<Span> = kept
        .pruned
        .dropped
        .iter()
        .filter_map(|index| file.statements.get(*index))
        .filter(|statement| {
            statement
                .parent
                .is_none_or(|parent| !kept.pruned.drops(file, parent))
        })
        .map(|statement| statement.span)
        .collect();
    let mut edits: Vec<Edit> = text::without_statements(&file.text, &gone);
    lift(file, &kept.pruned, &mut edits);
    if notes.clocks.contains(&*file.path) {
        edits.push(own_clock(file, &target));
    }
    let lists = kept.pruned.arguments.iter().chain(&kept.pruned.exports);
    edits.extend(lists.map(|span| text::without_element(&file.text, *span)));
    let mut marks: BTreeMap<u32, (u32, String)> = BTreeMap::new();
    let mut say = |span: Span, mark: String| {
        let line = lines.line_column(&file.text, span.start).0;
        marks.entry(line).or_insert((span.start, mark));
    };
    for span in hidden {
        say(
            span,
            format!(
                "FORGE-TODO({}): a secret stood here; read it from a variable",
                codes::SECRET
            ),
        );
    }
    for import in stays(file, &kept.pruned) {
        let Some((name, code, why)) = becomes(import, &target, layout, file, written) else {
            continue;
        };
        edits.push(Edit {
            span: import.span,
            text: quoted(&file.text, import.span, &name),
        });
        if let Some((code, why)) = code.zip(why)
            && !import.type_only
        {
            let at = file
                .statements
                .get(import.statement)
                .map_or(import.span, |own| own.span);
            say(at, format!("{}({code}): {why}", mark_word(code)));
            written
                .findings
                .push(Finding::new(code, format!("`{}`: {why}", import.specifier)).at(place(import.span)));
        }
    }
    for chain in &file.chains {
        let known = MARKED
            .iter()
            .find(|(name, _)| chain.path.iter().any(|part| part == name))
            .or_else(|| {
                let last = chain.path.last().unwrap_or(&chain.root);
                AT_START.iter().find(|(name, _)| chain.called && last == name)
            });
        if let Some((name, why)) = known
            && !kept.pruned.drops(file, chain.statement)
        {
            say(
                chain.span,
                format!("FORGE-REVIEW({}): {why}", codes::CALL_DIFFERS),
            );
            written
                .findings
                .push(Finding::new(codes::CALL_DIFFERS, format!("`{name}`: {why}")).at(place(chain.span)));
        }
    }
    for ((of, line), why) in notes.todo {
        if *of == file.path {
            let start = offset_of(&file.text, *line);
            say(
                Span::new(start, start),
                format!("FORGE-TODO({}): {why}", codes::HANDLER_STOPPED),
            );
        }
    }
    edits.extend(
        marks
            .into_values()
            .map(|(at, mark)| text::mark(&file.text, at, &mark)),
    );
    // A mark inside of what goes would overlap with it.
    let gone: Vec<Span> = edits
        .iter()
        .filter(|edit| {
            edit.span.start < edit.span.end && (edit.text.is_empty() || edit.text.contains("\n\n"))
        })
        .map(|edit| edit.span)
        .collect();
    edits.retain(|edit| {
        gone.contains(&edit.span)
            || !gone.iter().any(|gone| {
                gone.start < edit.span.start.max(1) && edit.span.start < gone.end && *gone != edit.span
            })
    });
    let grade = if edits.is_empty() {
        Grade::Safe
    } else {
        Grade::Review
    };
    written.files.push(Carried {
        path: target,
        from: file.path.clone(),
        before,
        edits,
        grade,
    });
}

/// Lets a file's `setInterval` be the one that scheduled triggers run.
fn own_clock(file: &CarryFile, target: &str) -> Edit {
    let first = file
        .statements
        .iter()
        .find(|statement| {
            !statement.uses.is_empty() || !statement.declares.is_empty() || !statement.calls.is_empty()
        })
        .map_or(0, |statement| statement.span.start as usize);
    let name = paths::adapter(target, "clock", file.is_module);
    let text = if file.is_module {
        format!("import {{ setInterval }} from \"{name}\";\n")
    } else {
        format!("const {{ setInterval }} = require(\"{name}\");\n")
    };
    Edit {
        span: Span::new(first, first),
        text,
    }
}

/// Puts what was inside of a statement that goes in its place.
fn lift(file: &CarryFile, pruned: &Pruned, edits: &mut [Edit]) {
    for index in &pruned.lifted {
        let Some(statement) = file.statements.get(*index) else {
            continue;
        };
        let around = edits
            .iter_mut()
            .find(|edit| edit.span.start <= statement.span.start && statement.span.end <= edit.span.end);
        if let Some(edit) = around {
            let code = codes::CALL_DIFFERS;
            edit.text.push_str(&format!(
                "// FORGE-REVIEW({code}): ran once the server listened; runs when the app is loaded now\n{}\n\n",
                text::dedented(&file.text, statement.span)
            ));
        }
    }
}

fn mark_word(code: forgeshift_source::finding::Code) -> &'static str {
    if code == codes::PACKAGE_ABSENT {
        "FORGE-TODO"
    } else {
        "FORGE-REVIEW"
    }
}

type Becomes = (String, Option<forgeshift_source::finding::Code>, Option<String>);

/// What is imported instead, with what is to be said; none where the import stays as it is.
fn becomes(
    import: &Import,
    target: &str,
    layout: &Layout,
    file: &CarryFile,
    written: &mut Written,
) -> Option<Becomes> {
    match (&import.leads, class_of(import)) {
        (Leads::Own(path), _) => {
            let wanted = paths::relative(target, &layout.target(path));
            own(
                import,
                path,
                &wanted,
                layout.keeps(&file.path) && layout.keeps(path),
            )
            .map(|name| (name, None, None))
        }
        (Leads::Builtin(_), _) => None,
        (Leads::Nothing, _) => {
            let name = stand_in(
                &import.specifier,
                "it was not found in the project, or it holds secrets",
                written,
            );
            let why = format!(
                "`{}` is not there, or holds secrets: what is used of it throws",
                import.specifier
            );
            Some((
                paths::relative(target, &name),
                Some(codes::PACKAGE_ABSENT),
                Some(why),
            ))
        }
        (Leads::Package(package), Class::Stays) => {
            written.packages.insert(package.clone());
            None
        }
        (Leads::Package(_), Class::Adapter(name)) => {
            let why = format!("what is used of it must be in {ADAPTERS}/{name}.js");
            Some((
                paths::adapter(target, name, !import.is_require),
                Some(codes::SERVER_CARRIED),
                Some(why),
            ))
        }
        (Leads::Package(_), Class::Server) => {
            Some((paths::adapter(target, "inert", !import.is_require), None, None))
        }
        (Leads::Package(package), Class::Absent(why)) => {
            let name = stand_in(package, why, written);
            let why = format!("{package} cannot run in a function ({why}): what is used of it throws");
            Some((
                paths::relative(target, &name),
                Some(codes::PACKAGE_ABSENT),
                Some(why),
            ))
        }
    }
}

/// How a file of the app is named from its new place; none where the old name still leads there.
fn own(import: &Import, path: &str, wanted: &str, kept: bool) -> Option<String> {
    let specifier = import.specifier.as_str();
    // A bundler finds TypeScript under its own name only.
    let typed = [".ts", ".tsx", ".mts", ".cts"]
        .iter()
        .any(|end| path.ends_with(end));
    let compiled = typed
        && [".js", ".jsx", ".mjs", ".cjs"]
            .iter()
            .any(|end| specifier.ends_with(end));
    if specifier.starts_with('.') && kept && !compiled {
        return None;
    }
    if typed {
        return Some(
            wanted
                .rsplit_once('.')
                .map_or(wanted, |(stem, _)| stem)
                .to_owned(),
        );
    }
    Some(wanted.to_owned())
}

/// The file that stands in for a package, made where it is not there.
fn stand_in(package: &str, why: &str, written: &mut Written) -> String {
    let slug = crate::names::slug(package);
    let path = format!("{ADAPTERS}/absent/{slug}.js");
    written.stand_ins.entry(path.clone()).or_insert_with(|| NewFile {
        path: path.clone(),
        text: forgeshift_forge::app::server::stand_in(package, why),
    });
    path
}

/// A specifier in the quotes that stand there.
fn quoted(text: &str, span: Span, name: &str) -> String {
    let quote = span
        .text(text)
        .chars()
        .next()
        .filter(|c| *c == '"' || *c == '\'' || *c == '`')
        .unwrap_or('"');
    format!("{quote}{name}{quote}")
}

/// The text of a file without its secrets: each byte of one is a `*`. With the places where they stood.
fn redacted(file: &CarryFile, lines: &LineIndex, secrets: &[Secret]) -> (Arc<str>, Vec<Span>) {
    let mut found = Vec::new();
    let mut text = file.text.to_string();
    for secret in secrets.iter().filter(|secret| secret.place.file == file.path) {
        let start = offset(&file.text, lines, secret.place.line, secret.place.column);
        let end = offset(&file.text, lines, secret.place.end_line, secret.place.end_column);
        let Some(part) = file.text.get(start..end) else {
            continue;
        };
        let quotes = part.starts_with(['"', '\'', '`']) && part.len() > 2;
        let (start, end) = if quotes {
            (start + 1, end - 1)
        } else {
            (start, end)
        };
        if start < end {
            text.replace_range(start..end, &"*".repeat(end - start));
            found.push(Span::new(start, end));
        }
    }
    if found.is_empty() {
        return (file.text.clone(), found);
    }
    (text.into(), found)
}

fn offset(text: &str, lines: &LineIndex, line: u32, column: u32) -> usize {
    let start = offset_of(text, line);
    let inside = lines
        .line(text, line)
        .char_indices()
        .nth((column as usize).saturating_sub(1))
        .map_or(lines.line(text, line).len(), |(at, _)| at);
    start + inside
}

/// Where a line begins.
fn offset_of(text: &str, line: u32) -> usize {
    let mut at = 0;
    for _ in 1..line {
        match text.get(at..).and_then(|rest| rest.find('\n')) {
            Some(length) => at += length + 1,
            None => return text.len(),
        }
    }
    at
}

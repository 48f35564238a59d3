//! JavaScript and TypeScript, and the pages that hold scripts, through swc.
//!
//! Two phases. Each file is read, parsed and reduced to a flat list of expressions ([`ir`]) in parallel; the tree
//! is dropped at once. Then the files are linked: imports are resolved ([`project`]), values are evaluated on
//! demand ([`eval`]), callers are found ([`graph`]), and facts are taken from the calls ([`find`]).

mod batches;
pub mod carry;
pub(crate) mod choice;
mod configs;
mod eval;
mod find;
mod graph;
mod hash;
mod ir;
mod lines;
mod linked;
mod lower;
mod order;
pub(crate) mod parse;
mod project;
mod prune;
mod reader;
mod secrets;
mod settings;
mod value;

use crate::facts::CodeFacts;
use crate::timings::Timings;
use batches::Batches;
use forgeshift_source::disk::tree::{Listed, Listing, Tree};
use forgeshift_source::guard;
use linked::Linked;
use rayon::prelude::*;

pub(crate) use reader::touch;

/// Reads the JavaScript, TypeScript and pages of an app.
pub fn read(tree: &Tree, listing: &Listing, threads: usize) -> CodeFacts {
    timed(tree, listing, threads, &mut Timings::default())
}

/// As [`read`], and says how long it took.
pub(crate) fn timed(tree: &Tree, listing: &Listing, threads: usize, timings: &mut Timings) -> CodeFacts {
    let batches = Batches::new(&listing.files);
    let several = batches.parts.len() > 1;
    let read = |files: &[usize]| {
        let mut linked = part(tree, &batches.files(files));
        if several {
            prune::prune(&mut linked.facts);
        }
        linked
    };
    let mut parts: Vec<Linked> = guard::on_big_stack(threads.max(1), || {
        batches.parts.par_iter().map(|files| read(files)).collect()
    });
    let ties: Vec<_> = parts
        .iter_mut()
        .map(|part| std::mem::take(&mut part.ties))
        .collect();
    for group in batches.tied(&ties) {
        let mut files: Vec<usize> = Vec::new();
        for index in &group {
            files.extend(batches.parts.get(*index).into_iter().flatten());
            if let Some(part) = parts.get_mut(*index) {
                part.facts = CodeFacts::default();
            }
        }
        files.sort_unstable();
        let whole = guard::on_big_stack(threads.max(1), || read(&files));
        timings.add(&whole.timings);
        if let Some(part) = group.first().and_then(|first| parts.get_mut(*first)) {
            part.facts = whole.facts;
        }
    }
    for part in &parts {
        timings.add(&part.timings);
    }
    if !several {
        return parts.pop().map(|part| part.facts).unwrap_or_default();
    }
    order::together(parts.into_iter().map(|part| part.facts))
}

/// Reads and links what belongs together.
fn part(tree: &Tree, files: &[Listed]) -> Linked {
    let read = reader::read_all(tree, files);
    let starts = reader::start_files(tree, files);
    linked::link(files, read, &starts)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A server and its pages, each with a package of its own and none above them.
    fn two_packages() -> Vec<(String, String)> {
        let server = "const app = require('express')();\n\
            app.get('/panel', (req, res) => res.render('panel', { api: 'https://api.example.com' }));\n";
        let page = "<script>fetch('{{api}}/items');\nAP.request('/rest/api/3/myself');</script>\n";
        [
            ("client/package.json", r#"{"name": "client"}"#),
            ("client/views/panel.hbs", page),
            ("server/package.json", r#"{"name": "server"}"#),
            ("server/app.js", server),
        ]
        .map(|(path, text)| (path.to_owned(), text.to_owned()))
        .into()
    }

    fn found(files: Vec<(String, String)>) -> (String, Vec<Option<String>>) {
        let tree = Tree::memory(files);
        let facts = read(&tree, &tree.list(), 1);
        let hosts = facts.outbound.iter().map(|call| call.host.clone()).collect();
        let told = format!(
            "{:?} {:?} {:?} {:?}",
            facts.outbound, facts.routes, facts.entries, facts.client_api
        );
        (told, hosts)
    }

    #[test]
    fn an_app_of_two_packages_is_linked_as_a_whole_however_much_else_it_holds() {
        let small = found(two_packages());
        assert!(
            small.1.contains(&Some("api.example.com".into())),
            "the page gets its address from the server: {}",
            small.0
        );
        let mut padded = two_packages();
        let comment = "<!-- nothing to see here -->\n".repeat(30_000);
        padded.extend((0..4).map(|number| (format!("server/views/z{number}.hbs"), comment.clone())));
        padded.sort();
        assert_eq!(found(padded).1, small.1);
    }
}

//! What stands in the way of a function: what it asks of its machine, and the language it is written in.

use super::becomes;
use forgeshift_connect::facts::{CodeFacts, FunctionId};
use std::collections::{BTreeMap, HashMap};

/// For each function what cannot run on Forge, and what has to be written anew.
#[derive(Debug, Default)]
pub struct Obstacles {
    blocked: HashMap<FunctionId, String>,
    work: HashMap<FunctionId, Vec<(&'static str, &'static str)>>,
}

/// Finds what stands in the way of each function.
pub fn find(facts: &CodeFacts) -> Obstacles {
    let mut obstacles = Obstacles::default();
    let foreign: HashMap<&str, &str> = facts
        .files
        .iter()
        .filter(|file| !becomes::runs(file.language))
        .map(|file| (&*file.path, file.language))
        .collect();
    if !foreign.is_empty() {
        for (index, function) in facts.functions.iter().enumerate() {
            if let Some(language) = foreign.get(&*function.place.file) {
                let why =
                    format!("it is written in {language}: functions run JavaScript and TypeScript only");
                obstacles.blocked.insert(FunctionId(index as u32), why);
            }
        }
    }
    for need in &facts.needs {
        let (Some(function), Some(row)) = (need.function, becomes::need(need.what)) else {
            continue;
        };
        if row.blocks {
            let place = &need.place;
            let why = format!(
                "{}: {} ({}:{}); in Forge {}",
                need.what, need.detail, place.file, place.line, row.forge
            );
            obstacles.blocked.entry(function).or_insert(why);
        } else {
            obstacles
                .work
                .entry(function)
                .or_default()
                .push((row.what, row.forge));
        }
    }
    obstacles
}

impl Obstacles {
    /// The functions that cannot run on Forge.
    pub fn functions(&self) -> impl Iterator<Item = FunctionId> {
        self.blocked.keys().copied()
    }

    /// Why the first of some functions that cannot run on Forge cannot.
    pub fn first(&self, functions: &[FunctionId]) -> Option<&str> {
        functions
            .iter()
            .find_map(|function| self.blocked.get(function))
            .map(String::as_str)
    }

    /// What has to be written anew in some functions, in one line.
    pub fn work(&self, functions: &[FunctionId]) -> Option<String> {
        let all = functions.iter().filter_map(|function| self.work.get(function));
        let rows: BTreeMap<&str, &str> = all.flatten().copied().collect();
        if rows.is_empty() {
            return None;
        }
        let rows: Vec<String> = rows
            .into_iter()
            .map(|(what, forge)| format!("{what} ({forge})"))
            .collect();
        Some(format!(
            "runs as a function once this is replaced: {}",
            rows.join("; ")
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use forgeshift_connect::facts::{FileFact, Function, Reading, RuntimeNeed};
    use forgeshift_source::span::Place;

    fn facts(file: &str, language: &'static str, need: &'static str) -> CodeFacts {
        let place = Place::start_of(file.into());
        CodeFacts {
            files: vec![FileFact {
                path: file.into(),
                language,
                bytes: 1,
                reading: Reading::Parsed,
            }],
            functions: vec![Function {
                name: "f".into(),
                place: place.clone(),
            }],
            needs: vec![RuntimeNeed {
                what: need,
                detail: "x".into(),
                place,
                function: Some(FunctionId(0)),
            }],
            ..CodeFacts::default()
        }
    }

    #[test]
    fn a_native_module_a_process_and_an_endless_run_block_and_a_session_does_not() {
        for what in ["native-module", "child-process", "endless-run"] {
            let obstacles = find(&facts("a.js", "javascript", what));
            let why = obstacles.first(&[FunctionId(0)]).unwrap();
            assert!(why.contains(what) && why.contains("a.js:1"), "{why}");
        }
        let obstacles = find(&facts("a.js", "javascript", "session"));
        assert_eq!(obstacles.first(&[FunctionId(0)]), None);
        assert!(obstacles.work(&[FunctionId(0)]).unwrap().contains("session"));
        assert_eq!(obstacles.work(&[FunctionId(1)]), None);
    }

    #[test]
    fn another_language_blocks_whatever_the_function_does() {
        let obstacles = find(&facts("a.rs", "rust", "session"));
        assert!(
            obstacles
                .first(&[FunctionId(0)])
                .unwrap()
                .contains("written in rust")
        );
        let obstacles = find(&facts("a.ts", "typescript", "session"));
        assert_eq!(obstacles.first(&[FunctionId(0)]), None);
    }
}

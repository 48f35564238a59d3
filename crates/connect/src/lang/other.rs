//! Languages that are not read yet: their files are counted, so that silence does not read as "nothing there".

use crate::facts::{CodeFacts, FileFact, Reading};
use forgeshift_source::disk::tree::Listing;

/// Endings of source files, with the language.
const LANGUAGES: [(&str, &str); 32] = [
    ("java", "java"),
    ("kt", "kotlin"),
    ("kts", "kotlin"),
    ("scala", "scala"),
    ("groovy", "groovy"),
    ("clj", "clojure"),
    ("cljs", "clojure"),
    ("cljc", "clojure"),
    ("py", "python"),
    ("rb", "ruby"),
    ("erb", "ruby"),
    ("php", "php"),
    ("go", "go"),
    ("cs", "c#"),
    ("fs", "f#"),
    ("vb", "visual-basic"),
    ("ex", "elixir"),
    ("exs", "elixir"),
    ("erl", "erlang"),
    ("hs", "haskell"),
    ("swift", "swift"),
    ("dart", "dart"),
    ("c", "c"),
    ("h", "c"),
    ("cc", "c++"),
    ("cpp", "c++"),
    ("hpp", "c++"),
    ("lua", "lua"),
    ("pl", "perl"),
    ("r", "r"),
    ("sh", "shell"),
    ("ps1", "powershell"),
];

/// A row for each source file in a language that has no reader.
pub fn count(listing: &Listing) -> CodeFacts {
    let files = listing.files.iter().filter_map(|file| {
        let ending = file.path.rsplit_once('.')?.1.to_ascii_lowercase();
        let (_, language) = LANGUAGES.iter().find(|(known, _)| *known == ending)?;
        let reading = Reading::Skipped("no reader for this language yet".to_owned());
        Some(FileFact {
            path: file.path.clone(),
            language,
            bytes: file.bytes,
            reading,
        })
    });
    CodeFacts {
        files: files.collect(),
        ..CodeFacts::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use forgeshift_source::disk::tree::Tree;

    #[test]
    fn a_file_in_an_unread_language_is_counted_and_others_are_not() {
        let tree = Tree::memory([
            ("a/App.java", "class A {}"),
            ("b.ts", "1"),
            ("c.md", "x"),
            ("java", "x"),
        ]);
        let facts = count(&tree.list());
        let rows: Vec<(&str, &str)> = facts
            .files
            .iter()
            .map(|file| (&*file.path, file.language))
            .collect();
        assert_eq!(rows, [("a/App.java", "java")]);
    }
}

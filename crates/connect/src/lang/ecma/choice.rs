//! Which files are read, and in which language; the others are named with a reason.

/// What is done with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Choice {
    /// A module of JavaScript or TypeScript.
    Code(&'static str),
    /// A page of this kind.
    Page(&'static str),
    /// A style sheet.
    Style,
    /// JSON, which code may import.
    Data,
    /// Not read, with the language and the reason.
    Skip(&'static str, &'static str),
    /// No business of this reader.
    Other,
}

/// Chooses by the path alone.
pub(crate) fn by_path(path: &str) -> Choice {
    let name = path.rsplit('/').next().unwrap_or(path);
    let lower = name.to_ascii_lowercase();
    let Some((stem, ending)) = lower.rsplit_once('.') else {
        return Choice::Other;
    };
    let kind = match ending {
        "js" | "mjs" | "cjs" | "jsx" | "es6" => Choice::Code("javascript"),
        "ts" | "mts" | "cts" | "tsx" => Choice::Code("typescript"),
        "html" | "htm" => Choice::Page("html"),
        "hbs" | "handlebars" => Choice::Page("handlebars"),
        "mustache" | "mst" => Choice::Page("mustache"),
        "ejs" => Choice::Page("ejs"),
        "pug" | "jade" => Choice::Page("pug"),
        "vue" => Choice::Page("vue"),
        "svelte" => Choice::Page("svelte"),
        "css" => Choice::Style,
        "json" => Choice::Data,
        _ => return Choice::Other,
    };
    let language = match kind {
        Choice::Code(language) | Choice::Page(language) => language,
        Choice::Style => "css",
        _ => "json",
    };
    if is_test(path, stem) {
        return Choice::Skip(language, "test code");
    }
    if matches!(kind, Choice::Data) {
        return kind;
    }
    if matches!(ending, "ts" | "mts" | "cts") && stem.ends_with(".d") {
        return Choice::Skip(language, "type declarations");
    }
    if stem.ends_with(".min") || stem.ends_with(".bundle") || stem.ends_with("-min") {
        return Choice::Skip(language, "minified");
    }
    let generated = folders(path).any(|folder| {
        matches!(
            folder,
            "dist"
                | "vendor"
                | "vendors"
                | "bower_components"
                | "node_modules"
                | "third_party"
                | ".next"
                | ".nuxt"
                | "coverage"
                | ".yarn"
                | "storybook-static"
                | ".docusaurus"
        )
    });
    if generated {
        return Choice::Skip(language, "generated or from elsewhere");
    }
    if language == "javascript" && is_library_copy(stem) {
        return Choice::Skip(language, "a copy of a library");
    }
    kind
}

fn folders(path: &str) -> impl Iterator<Item = &str> {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    folder.split('/').filter(|part| !part.is_empty())
}

fn is_test(path: &str, stem: &str) -> bool {
    let by_name = [
        ".test",
        ".spec",
        ".tests",
        "_test",
        "-test",
        ".e2e-spec",
        ".e2e",
        ".stories",
        ".mock",
        ".cy",
    ]
    .iter()
    .any(|end| stem.ends_with(end));
    by_name
        || folders(path).any(|folder| {
            matches!(
                folder,
                "__tests__"
                    | "test"
                    | "tests"
                    | "__mocks__"
                    | "__fixtures__"
                    | "e2e"
                    | "cypress"
                    | "__snapshots__"
                    | "fixtures"
                    | "spec"
                    | "testing"
                    | "test-utils"
                    | "e2e-tests"
                    | "playwright"
                    | "integration-tests"
            )
        })
        || matches!(
            stem,
            "test"
                | "spec"
                | "jest.setup"
                | "setuptests"
                | "jest.config"
                | "karma.conf"
                | "playwright.config"
                | "vitest.config"
                | "cypress.config"
        )
}

/// `jquery-3.6.0.js` and its like.
fn is_library_copy(stem: &str) -> bool {
    const LIBRARIES: [&str; 22] = [
        "jquery",
        "jquery-ui",
        "bootstrap",
        "lodash",
        "underscore",
        "backbone",
        "angular",
        "react",
        "react-dom",
        "vue",
        "moment",
        "d3",
        "aui",
        "select2",
        "handlebars",
        "require",
        "popper",
        "chart",
        "iframeresizer",
        "mermaid",
        "sockjs",
        "modernizr",
    ];
    LIBRARIES.iter().any(|library| {
        stem.strip_prefix(library).is_some_and(|rest| {
            let rest = rest.trim_start_matches(['.', '-', '_', 'v']);
            // The bare name may be the app's own file, a version makes it a copy.
            rest.bytes().next().is_some_and(|byte| byte.is_ascii_digit())
                && rest
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'))
        })
    })
}

/// Why a text is not hand-written, where it is not.
pub(crate) fn by_text(path: &str, text: &str) -> Option<&'static str> {
    let is_script = path.ends_with(".js") || path.ends_with(".mjs") || path.ends_with(".cjs");
    if is_script || path.ends_with(".css") {
        let tail = text
            .get(floor(text, text.len().saturating_sub(300))..)
            .unwrap_or("");
        if tail.contains("sourceMappingURL=") {
            return Some("generated (it has a source map)");
        }
    }
    if text.len() > 2_000 {
        let lines = text.bytes().filter(|byte| *byte == b'\n').count() + 1;
        let average = text.len() / lines;
        let page = !is_script;
        if average > 250 && !page {
            return Some("minified");
        }
        if is_script && text.len() > 20_000 {
            let head = text.get(..floor(text, 1_500)).unwrap_or("");
            let banner = [
                "webpackBootstrap",
                "__webpack_require__",
                "jQuery JavaScript Library",
                "* Bootstrap v",
            ];
            if banner.iter().any(|mark| head.contains(mark)) {
                return Some("a bundle or a copy of a library");
            }
        }
    }
    None
}

fn floor(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_declarations_and_library_copies_are_not_read() {
        assert_eq!(by_path("src/a.test.ts"), Choice::Skip("typescript", "test code"));
        assert_eq!(
            by_path("types/x.d.ts"),
            Choice::Skip("typescript", "type declarations")
        );
        assert_eq!(
            by_path("public/jquery-3.6.0.js"),
            Choice::Skip("javascript", "a copy of a library")
        );
        assert_eq!(by_path("public/react-page.js"), Choice::Code("javascript"));
        assert_eq!(by_path("src/contest.js"), Choice::Code("javascript"));
        assert_eq!(by_path("views/a.hbs"), Choice::Page("handlebars"));
    }
}

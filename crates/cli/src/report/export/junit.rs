//! JUnit's XML, which build servers read: one suite an app, one case for each file and code.

use super::{Read, apps, at, name};
use serde_json::Value;
use std::fmt::Write;

/// Findings that are warnings or errors fail; notes are said in the output of their case.
pub fn write(document: &Value) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let suites: Vec<Suite<'_>> = apps(document).iter().map(Suite::new).collect();
    let (mut tests, mut failures, mut errors) = (0, 0, 0);
    for suite in &suites {
        tests += suite.tests();
        failures += suite.failures;
        errors += usize::from(suite.error.is_some());
    }
    let _ = writeln!(
        out,
        "<testsuites name=\"forgeshift\" tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\">"
    );
    for suite in &suites {
        suite.write(&mut out);
    }
    out.push_str("</testsuites>\n");
    out
}

struct Suite<'a> {
    app: &'a Value,
    findings: &'a [Value],
    failures: usize,
    /// Why the app could not be read.
    error: Option<&'a str>,
}

impl<'a> Suite<'a> {
    fn new(app: &'a Value) -> Self {
        let findings = app.list("findings");
        let failures = findings.iter().filter(|finding| fails(finding)).count();
        Self {
            app,
            findings,
            failures,
            error: app.some("error"),
        }
    }

    fn tests(&self) -> usize {
        self.findings.len().max(1)
    }

    fn write(&self, out: &mut String) {
        let name = xml(name(self.app));
        let _ = writeln!(
            out,
            "  <testsuite name=\"{name}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"0\">",
            self.tests(),
            self.failures,
            usize::from(self.error.is_some()),
        );
        if let Some(why) = self.error {
            let why = xml(why);
            let _ = writeln!(
                out,
                "    <testcase classname=\"{name}\" name=\"the app can be read\">\n      <error message=\"{why}\"/>\n    </testcase>"
            );
        } else if self.findings.is_empty() {
            let _ = writeln!(out, "    <testcase classname=\"{name}\" name=\"no findings\"/>");
        }
        for finding in self.findings {
            case(finding, out);
        }
        out.push_str("  </testsuite>\n");
    }
}

fn fails(finding: &Value) -> bool {
    finding.text("severity") != "info"
}

fn case(finding: &Value, out: &mut String) {
    let place = finding.get("place").map(at).unwrap_or_default();
    let title = format!("{} {}", finding.text("code"), finding.text("title"));
    let name = if place.is_empty() {
        title
    } else {
        format!("{title} ({place})")
    };
    let file = finding
        .get("place")
        .map(|place| place.text("file"))
        .filter(|file| !file.is_empty())
        .unwrap_or("the app");
    let _ = writeln!(
        out,
        "    <testcase classname=\"{}\" name=\"{}\">",
        xml(file),
        xml(&name)
    );
    let message = xml(finding.text("message"));
    let body = xml(&format!(
        "{}\nWhy: {}\nWhat to do: {}",
        place,
        finding.text("why"),
        finding.text("help")
    ));
    if fails(finding) {
        let kind = xml(finding.text("severity"));
        let _ = writeln!(
            out,
            "      <failure message=\"{message}\" type=\"{kind}\">{body}</failure>"
        );
    } else {
        let _ = writeln!(out, "      <system-out>{message}\n{body}</system-out>");
    }
    out.push_str("    </testcase>\n");
}

/// Text or an attribute of XML 1.0, in which most control characters cannot stand at all.
fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push('\n'),
            c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => out.push('\u{FFFD}'),
            c => out.push(c),
        }
    }
    out
}

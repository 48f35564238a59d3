//! What is known about one thing.

use super::terminal::{BOLD, DIM, paint, wrapped};
use forgeshift_migrate::catalog::SourceLevel;
use forgeshift_migrate::catalog::explain::Entry;
use serde_json::json;
use std::fmt::Write;

const WIDTH: usize = 80;

/// For people.
pub fn text(entries: &[Entry]) -> String {
    let mut out = String::new();
    for entry in entries {
        let _ = writeln!(out, "{}  {}", paint(BOLD, &entry.title), paint(DIM, entry.kind));
        for (label, fact) in &entry.facts {
            let lines = wrapped(fact, WIDTH - 18);
            for (index, line) in lines.iter().enumerate() {
                let label = if index == 0 { label } else { "" };
                let _ = writeln!(out, "  {label:<15} {line}");
            }
        }
        let confidence = entry.confidence.as_str();
        let level = level(entry.source_level);
        let _ = writeln!(
            out,
            "  {:<15} {} ({confidence}, source given for the {level})",
            "checked", entry.checked
        );
        for source in &entry.sources {
            let _ = writeln!(out, "  {:<15} {}", "source", source.url);
        }
        out.push('\n');
    }
    out
}

/// For programs.
pub fn json(entries: &[Entry]) -> String {
    let list: Vec<_> = entries
        .iter()
        .map(|entry| {
            json!({
                "kind": entry.kind,
                "title": entry.title,
                "facts": entry.facts.iter().map(|(label, fact)| json!({"label": label, "fact": fact})).collect::<Vec<_>>(),
                "sources": entry.sources.iter().map(|source| source.url).collect::<Vec<_>>(),
                "checked": entry.checked,
                "confidence": entry.confidence.as_str(),
                "source_level": level(entry.source_level),
            })
        })
        .collect();
    format!("{}\n", serde_json::Value::from(list))
}

fn level(level: SourceLevel) -> &'static str {
    match level {
        SourceLevel::Row => "row",
        SourceLevel::File => "file",
    }
}

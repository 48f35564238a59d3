//! Colours, and the few lines that go to standard error.

use crate::arguments::Color;
use anstyle::{AnsiColor, Style};
use forgeshift_source::finding::Severity;

/// Headings.
pub const BOLD: Style = Style::new().bold();
/// What matters less.
pub const DIM: Style = Style::new().dimmed();
/// Additions, and what is done.
pub const GREEN: Style = AnsiColor::Green.on_default();
/// Removals and errors.
pub const RED: Style = AnsiColor::Red.on_default();
/// Warnings.
pub const YELLOW: Style = AnsiColor::Yellow.on_default();
/// Places in a diff.
pub const CYAN: Style = AnsiColor::Cyan.on_default();

/// Applies `--color`.
pub fn choose_color(color: Color) {
    let choice = match color {
        Color::Auto => anstream::ColorChoice::Auto,
        Color::Always => anstream::ColorChoice::Always,
        Color::Never => anstream::ColorChoice::Never,
    };
    choice.write_global();
}

/// A text in a style. The stream takes the style out where colours are off.
pub fn paint(style: Style, text: impl std::fmt::Display) -> String {
    format!("{style}{text}{style:#}")
}

/// A text from outside, safe on a terminal: control characters and direction marks are made visible.
pub fn plain(text: &str) -> String {
    let hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars()
        .map(|c| if hidden(c) && c != '\t' { '\u{fffd}' } else { c })
        .collect()
}

/// The colour and word of a severity.
pub fn severity(severity: Severity) -> String {
    match severity {
        Severity::Error => paint(RED, "error"),
        Severity::Warning => paint(YELLOW, "warning"),
        Severity::Info => paint(DIM, "note"),
    }
}

/// How far a long piece of work has come: one line on a terminal, nothing in a log.
#[derive(Debug)]
pub struct Progress {
    all: usize,
    shown: bool,
}

impl Progress {
    /// Work on so many things. A single one needs no line.
    pub fn new(all: usize) -> Self {
        let shown = all > 1 && std::io::IsTerminal::is_terminal(&std::io::stderr());
        Self { all, shown }
    }

    /// Says what is being done.
    pub fn step(&self, done: usize, what: &str) {
        if !self.shown {
            return;
        }
        let full = 20 * done / self.all.max(1);
        let bar: String = (0..20).map(|at| if at < full { '█' } else { '░' }).collect();
        let what: String = plain(what).chars().take(46).collect();
        anstream::eprint!("\r\u{1b}[2K{bar} {done}/{} {what}", self.all);
    }
}

impl Drop for Progress {
    /// The line goes, so that the result stands alone.
    fn drop(&mut self) {
        if self.shown {
            anstream::eprint!("\r\u{1b}[2K");
        }
    }
}

/// Says that a command could not do its work.
pub fn error(message: &str) {
    let lines: Vec<String> = message.lines().map(plain).collect();
    anstream::eprintln!("{}: {}", paint(RED, "error"), lines.join("\n"));
}

/// Says what was done.
pub fn note(message: &str) {
    anstream::eprintln!("{}", message.trim_end());
}

/// Says that we have a bug, and what to report.
pub fn bug(panic: &(dyn std::any::Any + Send)) {
    let what = panic
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "no message".to_owned());
    let version = env!("CARGO_PKG_VERSION");
    anstream::eprintln!(
        "{}: forgeshift {version} has a bug: {}\nNothing was written. Please report this line with the command that you gave.",
        paint(RED, "internal error"),
        plain(&what)
    );
}

/// Breaks a text into lines of at most `width` characters, at blanks.
pub fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > width {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// How wide a terminal is taken to be.
const WIDTH: usize = 80;

/// A text in lines that fit on a terminal, after what begins the first and the others; what begins them may be
/// painted. A word that fits on no line is broken.
pub fn lines(text: &str, first: &str, rest: &str) -> Vec<String> {
    let width = WIDTH - visible(first).max(visible(rest));
    let mut lines = Vec::new();
    for line in wrapped(text, width) {
        let chars: Vec<char> = line.chars().collect();
        for part in chars.chunks(width.max(1)) {
            let lead = if lines.is_empty() { first } else { rest };
            lines.push(format!("{lead}{}", part.iter().collect::<String>()));
        }
    }
    lines
}

/// How many columns a text takes: styles take none.
fn visible(text: &str) -> usize {
    let mut inside = false;
    let shown = text.chars().filter(|c| {
        let was = inside || *c == '\u{1b}';
        inside = was && *c != 'm';
        !was
    });
    shown.count()
}

/// A text of at most `width` characters, cut with an ellipsis.
pub fn short(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let head: String = text.chars().take(width.saturating_sub(1)).collect();
    format!("{head}…")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_fit_on_a_terminal_whatever_the_words_and_styles() {
        let word = "x".repeat(200);
        let painted = format!("  {} ", paint(DIM, "help:"));
        for text in ["", "a b", word.as_str(), &format!("a {word} b")] {
            for line in lines(text, &painted, "        ") {
                assert!(visible(&line) <= WIDTH, "{line}");
            }
        }
        assert_eq!(visible(&painted), 8);
        assert_eq!(lines("a b", "- ", "  "), ["- a b"]);
    }
}

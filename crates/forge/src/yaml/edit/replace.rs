//! Puts another value in the place of one of which nothing stays.

use super::EditError;
use super::change::{Editor, Place, range};
use super::lines;
use super::slots::is_block;
use crate::yaml::print::{Intro, Printer, inline};
use crate::yaml::scalar;
use crate::yaml::tree::{Map, Yaml};
use forgeshift_source::data::Node;

impl Editor<'_> {
    /// Replaces the value of an entry or item. Comments on the line of its key or dash stay where they can.
    pub(super) fn replace(&mut self, place: &Place<'_>, wanted: &Yaml) -> Result<(), EditError> {
        self.refuse_anchors(place.node)?;
        let line_end = lines::end(self.text, place.node.span.end as usize);
        let comments = self.comments.any(place.intro_end..place.tail.max(line_end));
        match wanted {
            Yaml::Map(map) if !map.is_empty() => self.replace_by_block(place, wanted),
            Yaml::List(items) if !items.is_empty() => self.replace_by_block(place, wanted),
            // A comment behind the lines of a block scalar would become one of them.
            Yaml::Str(text) if scalar::block_sign(text).is_some() && !comments => {
                let text = self.print(place, wanted);
                self.put(place.intro_end..line_end, &text);
            }
            _ => self.replace_by_line(place, &inline(wanted, false)),
        }
        Ok(())
    }

    fn replace_by_line(&mut self, place: &Place<'_>, new: &str) {
        let (start, end) = (place.node.span.start as usize, place.node.span.end as usize);
        let line_end = lines::end(self.text, end);
        let intro_line_end = lines::end(self.text, place.intro_end);
        if !is_block(self.text, place.node) {
            let blank = if start == place.intro_end { " " } else { "" };
            self.put(start..end, &format!("{blank}{new}"));
        } else if start < intro_line_end {
            self.put(start..line_end, new);
        } else {
            self.put(place.intro_end..place.intro_end, &format!(" {new}"));
            self.put(intro_line_end..line_end, "");
        }
    }

    fn replace_by_block(&mut self, place: &Place<'_>, wanted: &Yaml) {
        let (start, end) = (place.node.span.start as usize, place.node.span.end as usize);
        let line_end = lines::end(self.text, end);
        let intro_line_end = lines::end(self.text, place.intro_end);
        if start > intro_line_end {
            let below = self.print_below(place, wanted);
            return self.put(intro_line_end..line_end, &below);
        }
        let comment_behind = self.comments.any(end..line_end);
        if comment_behind && !is_block(self.text, place.node) {
            let below = self.print_below(place, wanted);
            self.put(place.intro_end..end, "");
            return self.put(line_end..line_end, &below);
        }
        let text = match place.intro {
            Intro::Dash if wanted.starts_with_comment() => self.print_below(place, wanted),
            _ => self.print(place, wanted),
        };
        self.put(place.intro_end..line_end, &text);
    }

    /// Replaces all of the document.
    pub(super) fn replace_root(&mut self, root: &Node, wanted: &Map) -> Result<(), EditError> {
        self.refuse_anchors(root)?;
        let (start, end) = (root.span.start as usize, root.span.end as usize);
        if start == end {
            let mut printer = Printer::new(self.layout);
            printer.entries(wanted, 0);
            self.put(self.text.len()..self.text.len(), &printer.out);
        } else if wanted.is_empty() && !is_block(self.text, root) {
            self.put(range(root.span), "{}");
        } else if wanted.is_empty() {
            self.put(start..lines::end(self.text, end), "{}");
        } else {
            let before = self.text.get(lines::start(self.text, start)..start).unwrap_or("");
            let own_line = before.trim().is_empty();
            let column = if own_line { before.len() } else { 0 };
            let mut printer = Printer::new(self.layout);
            printer.entries(wanted, column);
            let text = printer.out.trim_end_matches('\n');
            let text = match own_line {
                true => text.trim_start_matches(' ').to_owned(),
                false => format!("\n{text}"),
            };
            self.put(start..lines::end(self.text, end), &text);
        }
        Ok(())
    }

    /// What stands behind a key or dash, without the last line break.
    fn print(&self, place: &Place<'_>, wanted: &Yaml) -> String {
        let mut printer = Printer::new(self.layout);
        printer.value(wanted, place.column, place.intro);
        without_break(printer.out)
    }

    /// What stands in the lines below a key or dash, with a line break before and none behind.
    fn print_below(&self, place: &Place<'_>, wanted: &Yaml) -> String {
        let mut printer = Printer::new(self.layout);
        printer.below(wanted, place.column, place.intro);
        without_break(printer.out)
    }
}

fn without_break(mut text: String) -> String {
    text.truncate(text.strip_suffix('\n').unwrap_or(&text).len());
    text
}

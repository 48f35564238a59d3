//! All comments of a file.

use super::lines;
use super::slots::is_alias;
use forgeshift_source::data::{Node, Value};
use std::ops::Range;

/// The spans of all comments, in their order.
pub(super) struct Comments {
    spans: Vec<(usize, usize)>,
}

impl Comments {
    pub(super) fn of(text: &str, root: &Node) -> Self {
        let mut scan = Scan {
            text,
            at: 0,
            spans: Vec::new(),
        };
        scan.node(root);
        scan.gap(text.len());
        Self { spans: scan.spans }
    }

    /// Whether a comment begins in a range.
    pub(super) fn any(&self, range: Range<usize>) -> bool {
        !self.within(range).is_empty()
    }

    /// The comments that begin in a range, without their sign and one blank behind it.
    pub(super) fn texts(&self, text: &str, range: Range<usize>) -> Vec<String> {
        let spans = self.within(range).iter();
        let spans = spans.filter_map(|(start, end)| text.get(start + 1..*end));
        let words = spans.map(|comment| comment.strip_prefix(' ').unwrap_or(comment).trim_end());
        words.map(str::to_owned).collect()
    }

    fn within(&self, range: Range<usize>) -> &[(usize, usize)] {
        let from = self.spans.partition_point(|(start, _)| *start < range.start);
        let to = self.spans.partition_point(|(start, _)| *start < range.end);
        self.spans.get(from..to).unwrap_or_default()
    }
}

/// Walks from scalar to scalar: whatever else holds a `#` behind a blank is a comment.
struct Scan<'a> {
    text: &'a str,
    at: usize,
    spans: Vec<(usize, usize)>,
}

impl Scan<'_> {
    fn node(&mut self, node: &Node) {
        let (start, end) = (node.span.start as usize, node.span.end as usize);
        if is_alias(self.text, node) {
            return self.scalar(start, end);
        }
        match &node.value {
            Value::Array(items) => items.iter().for_each(|item| self.node(item)),
            Value::Object(members) => {
                for member in members {
                    self.scalar(member.key_span.start as usize, member.key_span.end as usize);
                    self.node(&member.value);
                }
            }
            _ => {
                let block = self
                    .text
                    .get(start..)
                    .is_some_and(|text| text.starts_with(['|', '>']));
                // The header of a block scalar may have a comment.
                let start = if block {
                    lines::end(self.text, start)
                } else {
                    start
                };
                self.scalar(start, end);
            }
        }
    }

    fn scalar(&mut self, start: usize, end: usize) {
        self.gap(start);
        self.at = self.at.max(end);
    }

    fn gap(&mut self, end: usize) {
        while self.at < end {
            let gap = self.text.get(self.at..end).unwrap_or("");
            let Some(found) = gap.find('#').map(|found| self.at + found) else {
                break;
            };
            let before = self.text.get(..found).and_then(|text| text.chars().next_back());
            if before.is_none_or(|c| c.is_ascii_whitespace()) {
                let end = lines::end(self.text, found);
                self.spans.push((found, end));
                self.at = end;
            } else {
                self.at = found + 1;
            }
        }
        self.at = self.at.max(end);
    }
}

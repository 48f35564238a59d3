//! How far a file indents.

use super::lines;
use super::slots::{is_alias, is_block};
use crate::yaml::print::Layout;
use forgeshift_source::data::Node;
use std::collections::BTreeMap;

/// The layout that most maps and lists below a key have.
pub(super) fn layout(text: &str, root: &Node) -> Layout {
    let mut votes = Votes::default();
    votes.node(text, root);
    let most = |votes: &BTreeMap<usize, usize>| {
        let most = votes.iter().max_by_key(|(_, count)| **count);
        most.map(|(columns, _)| *columns)
    };
    let map = most(&votes.maps).filter(|columns| *columns > 0);
    let map = map.unwrap_or(Layout::default().map);
    Layout {
        map,
        list: most(&votes.lists).unwrap_or(map),
    }
}

/// How often maps and lists stand so many columns behind their key.
#[derive(Default)]
struct Votes {
    maps: BTreeMap<usize, usize>,
    lists: BTreeMap<usize, usize>,
}

impl Votes {
    fn node(&mut self, text: &str, node: &Node) {
        if is_alias(text, node) || !is_block(text, node) {
            return;
        }
        for item in node.items() {
            self.node(text, item);
        }
        for member in node.members() {
            self.node(text, &member.value);
            let key = lines::column(text, member.key_span.start as usize);
            let value = lines::column(text, member.value.span.start as usize);
            let votes = if member.value.is_array() {
                &mut self.lists
            } else {
                &mut self.maps
            };
            if is_block(text, &member.value) && value >= key {
                *votes.entry(value - key).or_default() += 1;
            }
        }
    }
}

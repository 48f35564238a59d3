//! Names that someone may have meant.

use super::{Explain, for_each_table, plain};

/// The most names that are suggested.
const MOST: usize = 5;
/// A longer text is no misspelt name.
const LONGEST: usize = 100;

/// Names near to one that is not known, the nearest first.
pub fn suggest(name: &str) -> Vec<&'static str> {
    let asked = plain(name);
    if asked.is_empty() || asked.chars().count() > LONGEST {
        return Vec::new();
    }
    let allowed = 1 + asked.chars().count() / 4;
    let mut near: Vec<(usize, &'static str)> = Vec::new();
    for_each_table!(rows => near.extend(rows.iter().flat_map(Explain::names).filter_map(|name| {
        Some((nearness(&asked, &name.to_lowercase(), allowed)?, name))
    })));
    near.sort();
    near.dedup_by_key(|(_, name)| *name);
    near.into_iter().take(MOST).map(|(_, name)| name).collect()
}

/// How near a name is: its edit distance, or a little more than any allowed one where it holds the text.
fn nearness(asked: &str, name: &str, allowed: usize) -> Option<usize> {
    if let Some(distance) = distance(asked, name, allowed) {
        return Some(distance);
    }
    (asked.len() > 3 && name.contains(asked)).then(|| allowed + name.len() - asked.len())
}

/// Edits (a letter more, less, other) from one text to another, where they are no more than allowed.
fn distance(from: &str, to: &str, allowed: usize) -> Option<usize> {
    let (from, to): (Vec<char>, Vec<char>) = (from.chars().collect(), to.chars().collect());
    if from.len().abs_diff(to.len()) > allowed {
        return None;
    }
    let mut above: Vec<usize> = (0..=to.len()).collect();
    for (row, a) in from.iter().enumerate() {
        let mut diagonal = row;
        let mut left = row + 1;
        let mut line = vec![left];
        for (b, up) in to.iter().zip(above.iter().skip(1)) {
            left = (diagonal + usize::from(a != b)).min(left + 1).min(up + 1);
            diagonal = *up;
            line.push(left);
        }
        above = line;
    }
    above.last().copied().filter(|edits| *edits <= allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_pen_is_understood() {
        assert_eq!(suggest("webPanel").first(), Some(&"webPanels"));
        assert_eq!(suggest("jira:isuePanel").first(), Some(&"jira:issuePanel"));
        assert_eq!(suggest("jira:issue_craeted").first(), Some(&"jira:issue_created"));
        assert!(suggest("AP.dialog.creat").contains(&"AP.dialog.create"));
    }

    #[test]
    fn a_part_of_a_name_is_enough() {
        assert!(suggest("WorkflowPost").contains(&"jiraWorkflowPostFunctions"));
    }

    #[test]
    fn what_is_like_nothing_gets_no_suggestion() {
        assert!(suggest("qqqqqqqq").is_empty());
        assert!(suggest("").is_empty());
        assert!(suggest(&"x".repeat(10_000)).is_empty());
    }

    #[test]
    fn edits_are_counted() {
        assert_eq!(distance("kitten", "sitting", 3), Some(3));
        assert_eq!(distance("kitten", "sitting", 2), None);
        assert_eq!(distance("", "ab", 2), Some(2));
        assert_eq!(distance("ab", "ab", 0), Some(0));
    }
}

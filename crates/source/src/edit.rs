//! Text edits by span: what is outside of every edit stays as it was, byte for byte.

use crate::span::Span;

/// Replace the bytes of `span` by `text`. An empty span inserts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced.
    pub span: Span,
    /// What stands there afterwards.
    pub text: String,
}

/// Why a set of edits was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// Two edits touch the same bytes.
    #[error("two edits overlap at byte {0}")]
    Overlap(u32),
    /// An edit lies outside of the text or cuts a character.
    #[error("an edit does not fit the text at byte {0}")]
    OutOfText(u32),
}

/// The text with all edits made, whatever order they come in. Insertions at one place keep their given order.
///
/// # Errors
/// See [`EditError`].
pub fn apply(text: &str, edits: &[Edit]) -> Result<String, EditError> {
    let mut sorted: Vec<&Edit> = edits.iter().collect();
    sorted.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let mut out = String::with_capacity(text.len());
    let mut at = 0usize;
    for edit in sorted {
        let (start, end) = (edit.span.start as usize, edit.span.end as usize);
        if start < at {
            return Err(EditError::Overlap(edit.span.start));
        }
        let before = text.get(at..start).ok_or(EditError::OutOfText(edit.span.start))?;
        text.get(start..end)
            .ok_or(EditError::OutOfText(edit.span.start))?;
        out.push_str(before);
        out.push_str(&edit.text);
        at = end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn edit(start: usize, end: usize, text: &str) -> Edit {
        Edit {
            span: Span::new(start, end),
            text: text.to_owned(),
        }
    }

    #[test]
    fn insertions_at_one_place_keep_their_order_and_stand_before_a_replacement() {
        let edits = [edit(1, 2, "X"), edit(1, 1, "1"), edit(1, 1, "2")];
        assert_eq!(apply("abc", &edits).unwrap(), "a12Xc");
    }

    #[test]
    fn edits_that_only_touch_do_not_overlap() {
        assert_eq!(apply("abcd", &[edit(2, 4, "Y"), edit(0, 2, "X")]).unwrap(), "XY");
    }

    #[test]
    fn edits_that_share_a_byte_are_refused() {
        assert_eq!(
            apply("abcd", &[edit(0, 3, ""), edit(2, 4, "")]),
            Err(EditError::Overlap(2))
        );
        assert_eq!(
            apply("abcd", &[edit(0, 3, ""), edit(1, 1, "x")]),
            Err(EditError::Overlap(1))
        );
        assert_eq!(
            apply("abcd", &[edit(1, 2, "x"), edit(1, 2, "x")]),
            Err(EditError::Overlap(1))
        );
    }

    #[test]
    fn an_edit_that_cuts_a_character_is_refused() {
        assert_eq!(apply("aé", &[edit(2, 3, "")]), Err(EditError::OutOfText(2)));
        assert_eq!(apply("aé", &[edit(1, 2, "")]), Err(EditError::OutOfText(1)));
    }

    #[test]
    fn an_edit_beyond_the_end_or_backwards_is_refused() {
        assert_eq!(apply("abc", &[edit(3, 4, "")]), Err(EditError::OutOfText(3)));
        assert_eq!(apply("abc", &[edit(4, 4, "x")]), Err(EditError::OutOfText(4)));
        assert_eq!(apply("abc", &[edit(2, 1, "x")]), Err(EditError::OutOfText(2)));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn edits_that_do_not_overlap_obey_the_laws((text, edits, order) in text_and_edits()) {
            let out = apply(&text, &edits).unwrap();

            let shuffled: Vec<_> = order.iter().map(|at| edits[*at].clone()).collect();
            prop_assert_eq!(&apply(&text, &shuffled).unwrap(), &out, "the order of edits matters");

            let (gone, come) = edits.iter().fold((0, 0), |(gone, come), edit| {
                (gone + edit.span.text(&text).len(), come + edit.text.len())
            });
            prop_assert_eq!(out.len(), text.len() - gone + come, "lengths do not add up");

            prop_assert_eq!(apply(&out, &inverse(&text, &edits)).unwrap(), text.clone(), "edits cannot be taken back");

            for byte_of_edit in &edits {
                let mut twice = edits.clone();
                twice.push(byte_of_edit.clone());
                let clash = !byte_of_edit.span.text(&text).is_empty();
                prop_assert_eq!(apply(&text, &twice).is_err(), clash, "an overlap was not seen");
            }
        }

        #[test]
        fn no_edit_makes_it_panic(text in ".{0,20}", spans in prop::collection::vec((0usize..30, 0usize..30), 0..6)) {
            let edits: Vec<_> = spans.into_iter().map(|(start, end)| edit(start, end, "é")).collect();
            let _ = apply(&text, &edits);
        }
    }

    /// A text of characters of all widths, sorted edits in it, and another order of them.
    fn text_and_edits() -> impl Strategy<Value = (String, Vec<Edit>, Vec<usize>)> {
        let text = proptest::collection::vec(
            prop_oneof![Just('a'), Just('\n'), Just('é'), Just('語'), Just('🎉')],
            0..40,
        );
        let cuts = proptest::collection::btree_set(0usize..41, 0..12);
        let texts = proptest::collection::vec("[xé🎉]{0,3}", 6);
        (text, cuts, texts).prop_flat_map(|(chars, cuts, texts)| {
            let text: String = chars.iter().collect();
            let bounds: Vec<usize> = text
                .char_indices()
                .map(|(at, _)| at)
                .chain([text.len()])
                .collect();
            let cuts: Vec<usize> = cuts.iter().filter_map(|cut| bounds.get(*cut).copied()).collect();
            let edits: Vec<Edit> = cuts
                .chunks_exact(2)
                .zip(&texts)
                .map(|(cut, new)| edit(cut[0], cut[1], new))
                .collect();
            let order = Just((0..edits.len()).collect::<Vec<_>>()).prop_shuffle();
            (Just(text), Just(edits), order)
        })
    }

    /// The edits that lead from the outcome back to the text.
    fn inverse(text: &str, edits: &[Edit]) -> Vec<Edit> {
        let mut shift = 0isize;
        edits
            .iter()
            .map(|edit| {
                let start = edit.span.start.wrapping_add_signed(shift as i32) as usize;
                let old = edit.span.text(text);
                shift += edit.text.len() as isize - old.len() as isize;
                Edit {
                    span: Span::new(start, start + edit.text.len()),
                    text: old.to_owned(),
                }
            })
            .collect()
    }
}

//! Takes entries and items out, with the comments that belong to them.

use super::EditError;
use super::change::Editor;
use super::lines;
use super::slots::Slot;
use std::ops::Range;

impl Editor<'_> {
    /// Removes the slots that are not kept; one at least is.
    pub(super) fn remove(&mut self, slots: &[Slot<'_>], kept: &[bool]) -> Result<(), EditError> {
        let mut rest = 0;
        if let (Some(first), Some(stays)) = (slots.first(), kept.iter().position(|kept| *kept))
            && first.shares_line
            && stays > 0
        {
            let range = shared_line_range(self.text, &slots[..=stays]);
            self.remove_slots(&slots[..stays], 0, range)?;
            rest = stays;
        }
        let mut free = 0;
        for (index, slot) in slots.iter().enumerate().skip(rest) {
            if !kept[index] {
                let range = lines_range(self.text, slot, free);
                free = range.end;
                self.remove_slots(&slots[index..=index], index, range)?;
            } else {
                free = lines::next(self.text, slot.tail);
            }
        }
        Ok(())
    }

    fn remove_slots(
        &mut self,
        slots: &[Slot<'_>],
        index: usize,
        range: Range<usize>,
    ) -> Result<(), EditError> {
        let Some(first) = slots.first() else {
            return Ok(());
        };
        for slot in slots {
            self.refuse_anchors(slot.value)?;
        }
        self.path.push(first.name(index));
        self.put(range, "");
        self.path.pop();
        Ok(())
    }
}

/// All lines of a slot. Of two blank lines around it one goes too; lines before `free` are not touched.
fn lines_range(text: &str, slot: &Slot<'_>, free: usize) -> Range<usize> {
    let (start, end) = (slot.lead, lines::next(text, slot.tail));
    let blank_behind = lines::is_blank(text, end);
    let before = lines::previous(text, start);
    let blank_before = before.filter(|line| *line >= free && lines::is_blank(text, *line));
    match blank_before {
        Some(line) if blank_behind || end == text.len() => line..end,
        None if start == 0 && blank_behind => start..lines::next(text, end),
        _ => start..end,
    }
}

/// From the first slot, which shares its line with a dash, to the last one, which stays.
///
/// That one takes the place behind the dash, but for comments above it: then the dash stands alone.
fn shared_line_range(text: &str, slots: &[Slot<'_>]) -> Range<usize> {
    let [first, .., last_gone, stays] = slots else {
        let [first, stays] = slots else {
            return 0..0;
        };
        return between(text, first, first, stays);
    };
    between(text, first, last_gone, stays)
}

fn between(text: &str, first: &Slot<'_>, last_gone: &Slot<'_>, stays: &Slot<'_>) -> Range<usize> {
    let follows = lines::next(text, last_gone.tail) == lines::start(text, stays.start);
    if follows {
        return first.start..stays.start;
    }
    let before = text.get(..first.start).unwrap_or("");
    before.trim_end_matches([' ', '\t']).len()..last_gone.tail
}

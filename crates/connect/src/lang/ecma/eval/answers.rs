//! What was asked before. Most questions are asked where no call is known: their answers stand in a table by the
//! number of the expression, and only the others are looked up.

use super::{Taint, Vals};
use crate::lang::ecma::hash::QuickMap;
use crate::lang::ecma::ir::ExprId;
use crate::lang::ecma::project::Project;
use crate::lang::ecma::value::{EnvId, ModId, ROOT};

/// A question: an expression, and the calls that lead to it.
type Question = (ModId, ExprId, EnvId);

/// What is known of an answer.
pub(super) enum Answer {
    /// It is being looked for.
    Running,
    /// The values, and on whose callers they depend.
    Known(Vals, Taint),
}

/// Where an answer stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Slot(u32);

/// Stands for no answer in the table.
const NONE: u32 = u32::MAX;

/// All answers.
pub(super) struct Answers {
    /// The number of each module's first expression.
    first: Vec<u32>,
    /// For each expression its answer where no call is known.
    plain: Vec<u32>,
    within: QuickMap<Question, u32>,
    slots: Vec<Answer>,
}

impl Answers {
    pub fn new(project: &Project) -> Self {
        let mut first = Vec::with_capacity(project.modules.len());
        let mut next = 0;
        for module in &project.modules {
            first.push(next);
            next += module.nodes.len() as u32;
        }
        Self {
            first,
            plain: vec![NONE; next as usize],
            within: QuickMap::default(),
            slots: Vec::new(),
        }
    }

    pub fn get(&self, question: Question) -> Option<&Answer> {
        let slot = match self.place(question) {
            Some(place) => *self.plain.get(place)?,
            None => *self.within.get(&question)?,
        };
        self.slots.get(slot as usize)
    }

    /// Notes that an answer is being looked for.
    pub fn begin(&mut self, question: Question) -> Slot {
        let slot = self.slots.len() as u32;
        self.slots.push(Answer::Running);
        match self.place(question) {
            Some(place) => {
                if let Some(plain) = self.plain.get_mut(place) {
                    *plain = slot;
                }
            }
            None => {
                self.within.insert(question, slot);
            }
        }
        Slot(slot)
    }

    pub fn end(&mut self, slot: Slot, vals: Vals, taint: Taint) {
        if let Some(slot) = self.slots.get_mut(slot.0 as usize) {
            *slot = Answer::Known(vals, taint);
        }
    }

    /// Forgets all answers but those with such a taint.
    pub fn keep(&mut self, wanted: impl Fn(Taint) -> bool) {
        let mut kept = Vec::new();
        let moved: Vec<u32> = std::mem::take(&mut self.slots)
            .into_iter()
            .map(|answer| match &answer {
                Answer::Known(_, taint) if wanted(*taint) => {
                    kept.push(answer);
                    kept.len() as u32 - 1
                }
                _ => NONE,
            })
            .collect();
        self.slots = kept;
        let renew = |slot: &mut u32| {
            *slot = moved.get(*slot as usize).copied().unwrap_or(NONE);
            *slot != NONE
        };
        self.plain.iter_mut().for_each(|slot| {
            renew(slot);
        });
        self.within.retain(|_, slot| renew(slot));
    }

    fn place(&self, (module, expr, env): Question) -> Option<usize> {
        let first = self.first.get(module.0 as usize)?;
        (env == ROOT).then_some((first + expr.0) as usize)
    }
}

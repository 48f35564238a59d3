//! On whose callers an answer depends: who calls what is found step by step, and what depended on too few callers
//! has to be asked again.
//!
//! A taint is a set of functions. The same set has one number, so that joining two is a look-up and an answer that
//! depends on other functions stays.

use crate::lang::ecma::hash::{QuickMap, QuickSet};
use crate::lang::ecma::ir::FuncId;
use crate::lang::ecma::value::ModId;

/// How many functions a set names; a larger one stands for all.
const MOST: usize = 48;

/// A set of functions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Taint(u32);

impl Taint {
    /// On nobody's callers.
    pub const NONE: Self = Self(0);
    /// On the callers of any function.
    const ANY: Self = Self(1);
}

type Set = Box<[(ModId, FuncId)]>;

/// All sets.
#[derive(Debug)]
pub(crate) struct Taints {
    /// By number, each sorted.
    sets: Vec<Set>,
    numbers: QuickMap<Set, Taint>,
    alone: QuickMap<(ModId, FuncId), Taint>,
    joined: QuickMap<(Taint, Taint), Taint>,
}

impl Default for Taints {
    fn default() -> Self {
        Self {
            // The two that have a number of their own.
            sets: vec![Set::default(), Set::default()],
            numbers: QuickMap::default(),
            alone: QuickMap::default(),
            joined: QuickMap::default(),
        }
    }
}

impl Taints {
    /// The set of one function.
    pub fn of(&mut self, module: ModId, func: FuncId) -> Taint {
        if let Some(known) = self.alone.get(&(module, func)) {
            return *known;
        }
        let taint = self.number(Box::from([(module, func)]));
        self.alone.insert((module, func), taint);
        taint
    }

    /// Both sets together.
    pub fn join(&mut self, a: Taint, b: Taint) -> Taint {
        let (a, b) = (a.min(b), a.max(b));
        if a == b || a == Taint::NONE {
            return b;
        }
        if a == Taint::ANY {
            return a;
        }
        if let Some(known) = self.joined.get(&(a, b)) {
            return *known;
        }
        let mut both = [self.set(a), self.set(b)].concat();
        both.sort_unstable();
        both.dedup();
        let taint = if both.len() > MOST {
            Taint::ANY
        } else {
            self.number(both.into())
        };
        self.joined.insert((a, b), taint);
        taint
    }

    /// For each set whether it holds one of these functions.
    pub fn touched(&self, functions: &QuickSet<(ModId, FuncId)>) -> Touched {
        let holds = |set: &Set| set.iter().any(|function| functions.contains(function));
        let mut touched: Vec<bool> = self.sets.iter().map(holds).collect();
        if let Some(any) = touched.get_mut(Taint::ANY.0 as usize) {
            *any = !functions.is_empty();
        }
        Touched(touched)
    }

    fn set(&self, taint: Taint) -> &[(ModId, FuncId)] {
        self.sets.get(taint.0 as usize).map_or(&[], |set| set)
    }

    fn number(&mut self, set: Set) -> Taint {
        if let Some(known) = self.numbers.get(&set) {
            return *known;
        }
        let taint = Taint(self.sets.len() as u32);
        self.sets.push(set.clone());
        self.numbers.insert(set, taint);
        taint
    }
}

/// Which sets hold a function whose callers changed.
#[derive(Debug)]
pub(crate) struct Touched(Vec<bool>);

impl Touched {
    /// Whether what depends on this set has to be asked again.
    pub fn holds(&self, taint: Taint) -> bool {
        self.0.get(taint.0 as usize).copied().unwrap_or(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn function(number: u32) -> (ModId, FuncId) {
        (ModId(0), FuncId(number))
    }

    #[test]
    fn only_what_depends_on_a_changed_function_is_asked_again() {
        let mut taints = Taints::default();
        let [a, b, c] = [1, 2, 3].map(|number| taints.of(ModId(0), FuncId(number)));
        let ab = taints.join(a, b);
        assert_eq!(taints.join(b, a), ab);
        assert_eq!(taints.join(ab, a), ab);
        assert_eq!(taints.join(Taint::NONE, c), c);
        let touched = taints.touched(&[function(1)].into_iter().collect());
        assert!(touched.holds(a) && touched.holds(ab));
        assert!(!touched.holds(b) && !touched.holds(c) && !touched.holds(Taint::NONE));
    }

    #[test]
    fn what_depends_on_too_many_functions_depends_on_all() {
        let mut taints = Taints::default();
        let mut all = Taint::NONE;
        for number in 0..=MOST as u32 {
            let one = taints.of(ModId(0), FuncId(number));
            all = taints.join(all, one);
        }
        let touched = taints.touched(&[function(1_000)].into_iter().collect());
        assert!(touched.holds(all));
        assert!(!taints.touched(&QuickSet::default()).holds(all));
    }
}

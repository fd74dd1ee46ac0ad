//! Conditions and milestones that masks cannot express: read one by one, in a marking.

use super::kernel::{Kernel, Marking, Nodes};
use super::last::Last;
use crate::truth::{self, Truth, View};
use crate::{Guard, Value};

/// A condition or milestone that a mask cannot express.
#[derive(Debug, Clone)]
pub(super) enum Hard {
    /// Blocks while the source takes part and is not done (or is owed) unless the guard says no.
    One {
        source: Nodes,
        is_milestone: bool,
        view: Option<usize>,
        guard: Guard,
    },
    /// Some instance, open or closed, must have done it, unless the guard holds for none.
    AnyDone {
        last: Last,
        sources: Vec<(usize, Nodes)>,
        guard: Option<Guard>,
    },
    /// If instances are open, one must not owe it.
    AnyFree {
        sources: Vec<(usize, Nodes)>,
        guard: Option<Guard>,
    },
}

/// The data of a marking, seen from a copy, with what is being brought.
pub(super) struct Seen<'a> {
    pub(super) kernel: &'a Kernel,
    pub(super) data: u128,
    pub(super) open: u64,
    pub(super) view: Option<usize>,
    pub(super) brought: &'a [(usize, u8)],
}

impl View for Seen<'_> {
    fn seen(&self, field: usize) -> Option<Value> {
        let place = &self.kernel.fields[field];
        let own = self.brought.iter().find(|(brought, _)| *brought == field);
        let class = if let Some((_, class)) = own {
            usize::from(*class)
        } else {
            let mut shifts = place.shifts.iter();
            let kept = shifts.find(|(copy, _)| copy.is_none() || *copy == self.view);
            kept.map_or(0, |(_, shift)| (self.data >> shift & place.mask) as usize)
        };
        class
            .checked_sub(1)
            .and_then(|at| place.domain.values.get(at).copied())
    }

    fn open(&self, kind: usize) -> u32 {
        self.kernel.count(self.open, kind)
    }
}

impl Kernel {
    fn read(&self, guard: Option<&Guard>, marking: &Marking, view: Option<usize>) -> Truth {
        guard.map_or(Truth::Yes, |guard| {
            truth::read(guard, &self.seen(marking, view))
        })
    }

    /// Whether no instance has done what an any-condition asks for, although its guard holds for one.
    fn lacks_any(
        &self,
        last: &Last,
        sources: &[(usize, Nodes)],
        guard: Option<&Guard>,
        marking: &Marking,
    ) -> bool {
        let (mut is_there, mut is_asked) = (false, false);
        let is_open = |copy: usize| marking.open & (1 << copy) != 0;
        for (copy, source) in sources.iter().filter(|(copy, _)| is_open(*copy)) {
            let truth = self.read(guard, marking, Some(*copy));
            if truth == Truth::Yes && marking.executed & source != 0 {
                return false;
            }
            is_there = true;
            is_asked |= truth != Truth::No;
        }
        for (at, is_done) in last.kept(marking.sticky) {
            let truth = guard.map_or(Truth::Yes, |guard| {
                truth::read_on(guard, &self.seen(marking, None), &|part| {
                    last.answer(part, at)
                })
            });
            if truth == Truth::Yes && is_done {
                return false;
            }
            is_there = true;
            is_asked |= truth != Truth::No;
        }
        is_asked || !is_there && self.read(guard, marking, None) != Truth::No
    }

    fn seen<'k>(&'k self, marking: &Marking, view: Option<usize>) -> Seen<'k> {
        Seen {
            kernel: self,
            data: marking.data,
            open: marking.open,
            view,
            brought: &[],
        }
    }

    pub(super) fn blocks(
        &self,
        hard: &Hard,
        marking: &Marking,
        undone: Nodes,
        waiting: Nodes,
    ) -> bool {
        match hard {
            Hard::One {
                source,
                is_milestone,
                view,
                guard,
            } => {
                let fails = if *is_milestone { waiting } else { undone };
                source & fails != 0 && self.read(Some(guard), marking, *view) != Truth::No
            }
            Hard::AnyDone {
                last,
                sources,
                guard,
            } => self.lacks_any(last, sources, guard.as_ref(), marking),
            Hard::AnyFree { sources, guard } => {
                let mut asked = sources.iter().filter(|(copy, _)| {
                    marking.open & (1 << copy) != 0
                        && self.read(guard.as_ref(), marking, Some(*copy)) != Truth::No
                });
                let mut is_asked = false;
                let is_free = asked.any(|(_, source)| {
                    is_asked = true;
                    waiting & source == 0
                });
                is_asked && !is_free
            }
        }
    }
}

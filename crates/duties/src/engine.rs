//! Carries a case from one day and one step to the next.

use calendar::{Calendar, Day};

use crate::{Blocker, Fold, InstanceKey, Model, State, Step};

/// A model with the calendar it is read against. Cheap to copy.
#[derive(Debug, Clone, Copy)]
pub struct Engine<'a> {
    /// The model.
    pub model: &'a Model,
    /// The calendar that resolves its time limits.
    pub calendar: &'a Calendar,
}

impl Engine<'_> {
    /// A case that begins on this day, before anything has happened. `case` goes into its duty ids.
    pub fn start(self, case: u64, day: Day) -> State {
        todo!("{case} {day}")
    }

    /// Lets time pass to the beginning of `day`; does nothing when the state is there already.
    #[must_use]
    pub fn advance(self, state: State, day: Day) -> State {
        todo!("{state:?} {day}")
    }

    /// Executes a step on the state's day (advance first), blocked or not; says what blocked it.
    #[must_use]
    pub fn execute(self, state: State, step: &Step) -> (State, Vec<Blocker>) {
        todo!("{state:?} {step:?}")
    }

    /// Every reason why the event cannot happen now; empty means it can.
    pub fn blockers(
        self,
        state: &State,
        event: usize,
        instance: Option<InstanceKey>,
    ) -> Vec<Blocker> {
        todo!("{state:?} {event} {instance:?}")
    }

    /// Whether the event can happen now.
    pub fn is_enabled(self, state: &State, event: usize, instance: Option<InstanceKey>) -> bool {
        self.blockers(state, event, instance).is_empty()
    }

    /// Folds a history, in any order, into the case as it is on `as_of`.
    pub fn fold(self, case: u64, steps: &[Step], as_of: Day) -> Fold {
        todo!("{case} {steps:?} {as_of}")
    }
}

//! Carries a case from one day and one step to the next.

use std::sync::Arc;

use calendar::{Calendar, Day};

use crate::fold::Told;
use crate::{Blocker, Fold, InstanceKey, Model, RootId, State, Step};

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
        let mut state = self.begin(case, day);
        self.settle(&mut state);
        state
    }

    /// Lets time pass to the beginning of `day`; does nothing when the state is there already.
    #[must_use]
    pub fn advance(self, mut state: State, day: Day) -> State {
        self.pass(&mut state, day, &mut Vec::new());
        state
    }

    /// Executes a step on the state's day (advance first), blocked or not; says what blocked it.
    #[must_use]
    pub fn execute(self, mut state: State, step: &Step) -> (State, Vec<Blocker>) {
        let blockers = match step.action {
            crate::Action::Execute {
                event, instance, ..
            } if !self.is_enabled(&state, event, instance) => {
                self.blockers(&state, event, instance)
            }
            _ => Vec::new(),
        };
        self.take(&mut state, step, &mut Told::default());
        self.settle(&mut state);
        (state, blockers)
    }

    /// Every reason why the event cannot happen now; empty means it can.
    pub fn blockers(
        self,
        state: &State,
        event: usize,
        instance: Option<InstanceKey>,
    ) -> Vec<Blocker> {
        let mut found = self.reasons(state, event, instance);
        if self.model.compiled.events[event].is_timer {
            found.push(Blocker::Timer);
        }
        found
    }

    /// Whether the event can happen now.
    pub fn is_enabled(self, state: &State, event: usize, instance: Option<InstanceKey>) -> bool {
        !self.model.compiled.events[event].is_timer && self.is_free(state, event, instance)
    }

    /// Folds a history, in any order, into the case as it is on `as_of`.
    pub fn fold(self, case: u64, steps: &[Step], as_of: Day) -> Fold {
        self.fold_steps(case, steps, as_of)
    }

    /// A case at the beginning of its first day, without its wake day.
    pub(crate) fn begin(self, case: u64, day: Day) -> State {
        let definition = &self.model.compiled.definition;
        let mut state = State {
            model: Arc::clone(&self.model.compiled),
            case,
            today: day,
            scopes: Vec::new(),
            marks: Vec::new(),
            values: Vec::new(),
            chains: Vec::new(),
            ledger: Vec::new(),
            earlier: Vec::new(),
            unended: Vec::new(),
            cadences: Vec::new(),
            pauses: vec![None; definition.pause_groups],
            rounds: vec![0; definition.rounds],
            open: vec![0; definition.instances.len()],
            closure: None,
            asleep: 0,
            runaway: false,
            wake: None,
        };
        self.begin_scope(&mut state, 0, InstanceKey(0), RootId(0), (case, day));
        state
    }
}

//! Folds a history: any order in, one order of steps, one case out.

use std::collections::BTreeMap;

use calendar::Day;

use crate::effects::Happening;
use crate::owing::small;
use crate::{
    Action, Deviation, DutyId, DutyState, Engine, Fold, InstanceKey, Pending, RootId, State, Step,
    Strength,
};

/// What is told beside the state while steps are taken.
#[derive(Debug, Default)]
pub(crate) struct Told {
    pub(crate) pending: Vec<Pending>,
    pub(crate) moot: Vec<(RootId, DutyId)>,
}

impl Engine<'_> {
    /// Takes a step on the state's day.
    pub(crate) fn take(self, state: &mut State, step: &Step, told: &mut Told) {
        match &step.action {
            Action::Execute {
                event,
                instance,
                values,
            } => {
                let what = Happening {
                    root: step.root,
                    event: *event,
                    instance: *instance,
                    values,
                };
                self.happen(state, what, &mut told.pending);
            }
            Action::SetAside { duty, until } => match state.may_be_set_aside(*duty) {
                Some(position) => self.set_aside(state, position, *until),
                None => told.moot.push((step.root, *duty)),
            },
        }
    }

    fn set_aside(self, state: &mut State, position: u32, until: Option<Day>) {
        let day = state.today;
        let until = until.filter(|until| *until > day);
        let at = state
            .unended
            .iter()
            .position(|slot| slot.duty == position)
            .expect("what may be set aside is unended");
        let slot = state.unended[at];
        let duty = &mut state.ledger[position as usize];
        let literal = duty.literal;
        duty.state = DutyState::SetAside;
        duty.ended = Some(day);
        duty.until = until;
        if until.is_some() {
            state.asleep += 1;
        } else {
            state.unended.remove(at);
        }
        state.recount();
        if let (None, Some(relation), Some(literal)) = (until, slot.relation, literal) {
            self.roll_past(state, relation as usize, slot.scope as usize, literal);
        }
    }

    /// Folds a history into the case as it is on `as_of`.
    pub(crate) fn fold_steps(self, case: u64, steps: &[Step], as_of: Day) -> Fold {
        let mut days: BTreeMap<Day, Vec<usize>> = BTreeMap::new();
        for (position, step) in steps.iter().enumerate() {
            if step.day <= as_of {
                days.entry(step.day).or_default().push(position);
            }
        }
        let first = days.keys().next().copied().unwrap_or(as_of);
        let mut state = self.begin(case, first);
        let mut told = Told::default();
        let mut deviations = Vec::new();
        let mut order = Vec::with_capacity(steps.len());
        self.settle(&mut state);
        for (day, mut left) in days {
            self.pass(&mut state, day, &mut told.pending);
            while !left.is_empty() {
                let at = self.next_step(&state, steps, &left);
                let position = left.swap_remove(at);
                let step = &steps[position];
                order.push(position);
                if let Action::Execute {
                    event, instance, ..
                } = step.action
                    && !self.is_enabled(&state, event, instance)
                {
                    deviations.push(Deviation {
                        root: step.root,
                        day,
                        event,
                        blockers: self.blockers(&state, event, instance),
                    });
                }
                self.take(&mut state, step, &mut told);
            }
            self.settle(&mut state);
        }
        self.pass(&mut state, as_of, &mut told.pending);
        Fold {
            state,
            deviations,
            pending: told.pending,
            moot: told.moot,
            order,
        }
    }

    /// Which of the steps left on a day comes next: a position in `left`.
    fn next_step(self, state: &State, steps: &[Step], left: &[usize]) -> usize {
        if left.len() == 1 {
            return 0;
        }
        let earliest = left.iter().filter_map(|at| steps[*at].time).min();
        let mut candidates: Vec<usize> = (0..left.len())
            .filter(|at| {
                let time = steps[left[*at]].time;
                time.is_none() || time == earliest
            })
            .collect();
        candidates.sort_by_key(|at| {
            let step = &steps[left[*at]];
            let (is_blocked, place) = self.place(state, &step.action);
            (is_blocked, place, step.sequence, step.root, left[*at])
        });
        candidates[0]
    }

    /// Whether an action is blocked now, and its place among the actions of a day.
    fn place(self, state: &State, action: &Action) -> (bool, (usize, Option<InstanceKey>, DutyId)) {
        match action {
            Action::Execute {
                event, instance, ..
            } => (
                !self.is_enabled(state, *event, *instance),
                (*event, *instance, DutyId(0)),
            ),
            Action::SetAside { duty, .. } => (
                state.may_be_set_aside(*duty).is_none(),
                (usize::MAX, None, *duty),
            ),
        }
    }
}

impl State {
    /// The position of a duty that may be set aside: Open, Suspended or Paused, and no more than a default.
    fn may_be_set_aside(&self, id: DutyId) -> Option<u32> {
        let position = self.ledger.iter().rposition(|duty| duty.id == id)?;
        let duty = &self.ledger[position];
        let is_unended = matches!(
            duty.state,
            DutyState::Open | DutyState::Suspended | DutyState::Paused
        );
        (is_unended && duty.act == Strength::Default).then(|| small(position))
    }
}

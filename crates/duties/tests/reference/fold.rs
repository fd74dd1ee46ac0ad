//! Folding a history, in the order that `Step` says (semantics §10).

use calendar::{Calendar, Day};
use duties::{Action, Definition, Deviation, DutyId, InstanceKey, RootId, Step};

use super::case::Case;

/// What folding a history tells.
#[derive(Debug, Clone)]
pub(crate) struct Told<'a> {
    pub(crate) case: Case<'a>,
    pub(crate) deviations: Vec<Deviation>,
    pub(crate) moot: Vec<(RootId, DutyId)>,
    pub(crate) order: Vec<usize>,
}

pub(crate) fn fold<'a>(
    definition: &'a Definition,
    calendar: &'a Calendar,
    number: u64,
    steps: &[Step],
    as_of: Day,
) -> Told<'a> {
    fold_watched(definition, calendar, number, (steps, as_of), &mut |_| {})
}

/// Folds while somebody looks at the case before each step.
pub(crate) fn fold_watched<'a>(
    definition: &'a Definition,
    calendar: &'a Calendar,
    number: u64,
    (steps, as_of): (&[Step], Day),
    watch: &mut dyn FnMut(&Case<'a>),
) -> Told<'a> {
    let first = steps.iter().map(|step| step.day).min();
    let begin = first.map_or(as_of, |first| first.min(as_of));
    let mut told = Told {
        case: Case::start(definition, calendar, number, begin),
        deviations: Vec::new(),
        moot: Vec::new(),
        order: Vec::new(),
    };
    let mut day = begin;
    while day <= as_of {
        told.case.advance(day);
        let mut left: Vec<usize> = (0..steps.len())
            .filter(|at| steps[*at].day == day)
            .collect();
        while let Some(next) = told.next(steps, &left) {
            left.retain(|at| *at != next);
            told.order.push(next);
            watch(&told.case);
            told.take(&steps[next]);
        }
        day = day.plus(1);
    }
    told
}

/// The order among the steps of a day that no earlier-timed step precedes.
type Rank = (bool, usize, Option<InstanceKey>, Option<DutyId>, u64);

impl Told<'_> {
    fn next(&self, steps: &[Step], left: &[usize]) -> Option<usize> {
        left.iter()
            .copied()
            .filter(|at| {
                let time = steps[*at].time;
                let earlier = |other: &usize| {
                    matches!((steps[*other].time, time), (Some(other), Some(time)) if other < time)
                };
                !left.iter().any(earlier)
            })
            .min_by_key(|at| self.rank(&steps[*at]))
    }

    fn rank(&self, step: &Step) -> Rank {
        match &step.action {
            Action::Execute {
                event, instance, ..
            } => {
                let is_blocked = !self.case.blockers(*event, *instance).is_empty();
                (is_blocked, *event, *instance, None, step.sequence)
            }
            Action::SetAside { duty, .. } => {
                let is_moot = self.case.may_set_aside(*duty).is_none();
                (is_moot, usize::MAX, None, Some(*duty), step.sequence)
            }
        }
    }

    /// Takes one step on the case's day.
    pub(crate) fn take(&mut self, step: &Step) {
        match &step.action {
            Action::Execute {
                event,
                instance,
                values,
            } => {
                let blockers = self.case.blockers(*event, *instance);
                if !blockers.is_empty() {
                    self.deviations.push(Deviation {
                        root: step.root,
                        day: step.day,
                        event: *event,
                        blockers,
                    });
                }
                self.case.execute(step.root, *event, *instance, values);
            }
            Action::SetAside { duty, until } => {
                if !self.case.set_aside(*duty, *until) {
                    self.moot.push((step.root, *duty));
                }
            }
        }
    }
}

//! Exit and reopening of a case.

use calendar::Day;

use crate::state::{Closure, Remembered};
use crate::{DutyState, State};

impl State {
    /// Closes the case: what was unended is cancelled and remembered.
    pub(crate) fn exit(&mut self, by: usize) {
        if self.closure.is_some() {
            return;
        }
        let day = self.today;
        let duties = self
            .unended
            .iter()
            .map(|slot| {
                let duty = &self.ledger[slot.duty as usize];
                Remembered {
                    slot: *slot,
                    state: duty.state,
                    ended: duty.ended,
                    until: duty.until,
                    literal: duty.literal,
                    due: duty.due,
                }
            })
            .collect();
        self.end_where(day, |_, _| Some(DutyState::Cancelled));
        self.closure = Some(Box::new(Closure {
            by,
            since: day,
            duties,
            cadences: std::mem::take(&mut self.cadences),
        }));
    }

    /// Lets the remembered set-asides end whose day comes before `day`, as they would in an open case.
    pub(crate) fn rouse(&mut self, day: Day) {
        let Some(closure) = &mut self.closure else {
            return;
        };
        for old in &mut closure.duties {
            if old.until.is_some_and(|until| until < day) {
                old.state = DutyState::Open;
                old.ended = None;
                old.until = None;
            }
        }
    }

    /// Opens a closed case again: what was remembered is as it would be had it stayed open, but not in instances closed meanwhile.
    pub(crate) fn reopen(&mut self) {
        self.rouse(self.today.plus(1));
        let Some(closure) = self.closure.take() else {
            return;
        };
        for old in closure.duties {
            let scope = old.slot.scope as usize;
            if !self.scopes[scope].is_open() {
                continue;
            }
            let shown = self.shown(scope, old.slot.event as usize);
            let duty = &mut self.ledger[old.slot.duty as usize];
            duty.state = match old.state {
                DutyState::SetAside => old.state,
                _ => shown,
            };
            duty.ended = old.ended;
            duty.until = old.until;
            duty.literal = old.literal;
            duty.due = old.due;
            self.enlist(old.slot);
        }
        let scopes = &self.scopes;
        let open = closure
            .cadences
            .into_iter()
            .filter(|running| scopes[running.scope].is_open());
        self.cadences = open.collect();
    }
}

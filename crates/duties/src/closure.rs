//! Exit and reopening of a case.

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

    /// Opens a closed case again: what was remembered is as it was, but not in instances closed meanwhile.
    pub(crate) fn reopen(&mut self) {
        let Some(closure) = self.closure.take() else {
            return;
        };
        for old in closure.duties {
            let scope = old.slot.scope as usize;
            if !self.scopes[scope].is_open() {
                continue;
            }
            let is_set_aside = old.state == DutyState::SetAside
                && old.until.is_some_and(|until| until > self.today);
            let shown = self.shown(scope, old.slot.event as usize);
            let duty = &mut self.ledger[old.slot.duty as usize];
            duty.state = if is_set_aside { old.state } else { shown };
            duty.ended = old.ended.filter(|_| is_set_aside);
            duty.until = old.until.filter(|_| is_set_aside);
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

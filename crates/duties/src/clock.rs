//! Lets time pass: the starts and ends of days, timers, the wake day. Days on which nothing happens cost nothing.

use std::cmp::max;

use calendar::Day;

use crate::effects::Happening;
use crate::{DutyState, Engine, Pending, State};

/// How many timers may fire at the end of one day.
const TIMERS_A_DAY: usize = 1_000;

impl Engine<'_> {
    /// Lets time pass to the beginning of `day`.
    pub(crate) fn pass(self, state: &mut State, day: Day, pending: &mut Vec<Pending>) {
        while state.today < day {
            match state.wake {
                Some(wake) if wake <= day => {
                    state.today = wake.plus(-1);
                    self.end_day(state, pending);
                    state.today = wake;
                    self.begin_day(state);
                    self.settle(state);
                }
                _ => state.today = day,
            }
        }
    }

    /// Works out the wake day anew, after anything happened.
    pub(crate) fn settle(self, state: &mut State) {
        let mut wake = Wake {
            tomorrow: state.today.plus(1),
            found: None,
        };
        for pause in state.pauses.iter().flatten() {
            if let Some(until) = pause.until {
                wake.on(until);
            }
        }
        if state.asleep > 0 {
            for duty in state.unended() {
                if let Some(until) = duty.until {
                    wake.on(until);
                }
            }
        }
        if state.closure.is_none() {
            for running in &state.cadences {
                if self.may_turn(state, running) {
                    wake.after(running.due);
                }
            }
            if !state.runaway {
                self.wake_of_timers(state, &mut wake);
            }
        }
        state.wake = wake.found;
    }

    /// The first day after which an armed timer could have fired, should nothing else happen.
    fn wake_of_timers(self, state: &State, wake: &mut Wake) {
        for (slot, due) in armed(state) {
            if wake.found.is_some_and(|found| found <= due.plus(1)) {
                continue;
            }
            let instance = state.scopes[slot.scope as usize].instance();
            // Of all that blocks, only delays give way to time alone.
            if let Some(opens) = self.opens(state, slot.event as usize, instance, due) {
                wake.after(opens);
            }
        }
    }

    /// Start of the state's day: pauses end, set-aside duties come back.
    fn begin_day(self, state: &mut State) {
        let day = state.today;
        state.rouse(day);
        for group in 0..state.pauses.len() {
            let until = state.pauses[group].and_then(|pause| pause.until);
            if until.is_some_and(|until| until <= day) {
                self.end_pause(state, group, day);
            }
        }
        if state.asleep > 0 {
            for at in 0..state.unended.len() {
                let slot = state.unended[at];
                let shown = state.shown(slot.scope as usize, slot.event as usize);
                let duty = &mut state.ledger[slot.duty as usize];
                if duty.until.is_some_and(|until| until <= day) {
                    duty.state = shown;
                    duty.ended = None;
                    duty.until = None;
                    state.asleep -= 1;
                }
            }
            state.recount();
        }
    }

    /// End of the state's day: timers, then turns of cadences.
    fn end_day(self, state: &mut State, pending: &mut Vec<Pending>) {
        if state.closure.is_none() && !state.runaway {
            self.fire_timers(state, pending);
        }
        if state.closure.is_none() {
            self.turn_cadences(state);
        }
    }

    fn fire_timers(self, state: &mut State, pending: &mut Vec<Pending>) {
        for fired in 0.. {
            // A timer that closes the case ends this day's work, for nothing fires in a closed case.
            if state.closure.is_some() {
                return;
            }
            let next = armed(state)
                .filter(|(_, due)| *due <= state.today)
                .filter(|(slot, _)| {
                    let instance = state.scopes[slot.scope as usize].instance();
                    self.is_free(state, slot.event as usize, instance)
                })
                .min_by_key(|(slot, due)| {
                    let instance = state.scopes[slot.scope as usize].instance();
                    (*due, slot.event, instance, slot.duty)
                });
            let Some((slot, _)) = next else {
                return;
            };
            if fired == TIMERS_A_DAY {
                state.runaway = true;
                return;
            }
            let what = Happening {
                root: state.ledger[slot.duty as usize].trigger,
                event: slot.event as usize,
                instance: state.scopes[slot.scope as usize].instance(),
                values: &[],
            };
            self.happen(state, what, pending);
        }
    }
}

/// The Open duties on timer events, with their due days.
fn armed(state: &State) -> impl Iterator<Item = (crate::state::Slot, Day)> {
    state.unended.iter().filter_map(|slot| {
        let duty = &state.ledger[slot.duty as usize];
        let is_armed = state.model.timers.has(slot.event as usize) && duty.state == DutyState::Open;
        duty.due.filter(|_| is_armed).map(|due| (*slot, due))
    })
}

/// The earliest day found so far.
struct Wake {
    tomorrow: Day,
    found: Option<Day>,
}

impl Wake {
    /// Something happens at the start of this day.
    fn on(&mut self, day: Day) {
        let day = max(day, self.tomorrow);
        if self.found.is_none_or(|found| day < found) {
            self.found = Some(day);
        }
    }

    /// Something happens at the end of this day.
    fn after(&mut self, day: Day) {
        self.on(day.plus(1));
    }
}

//! Creates duties and ends them, and keeps the index of what is unended in step with the ledger.

use std::cmp::max;

use calendar::{Calendar, Day, Roll};

use crate::state::Slot;
use crate::{Deadline, Duty, DutyState, RootId, State, Strength, identity};

/// What a new duty is made of.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NewDuty {
    pub(crate) scope: usize,
    pub(crate) event: usize,
    pub(crate) relation: Option<usize>,
    pub(crate) trigger: RootId,
    pub(crate) created: Day,
    pub(crate) literal: Option<Day>,
    pub(crate) act: Strength,
    pub(crate) deadline: Option<Deadline>,
}

impl State {
    /// Creates a duty; cancelled at once while the case is closed. Gives its position in the ledger.
    pub(crate) fn create(&mut self, calendar: &Calendar, new: NewDuty) -> u32 {
        let position = u32::try_from(self.ledger.len()).expect("a ledger holds fewer than 2^32");
        let (hash, round, earlier) = self.number(&new, position);
        let scope = &self.scopes[new.scope];
        let roll = new.deadline.map_or(Roll::None, |deadline| deadline.roll);
        let is_closed = self.closure.is_some();
        let state = if is_closed {
            DutyState::Cancelled
        } else {
            self.shown(new.scope, new.event)
        };
        self.ledger.push(Duty {
            id: identity::duty(scope.prefix, hash, new.trigger.0, round),
            event: new.event,
            instance: scope.instance(),
            relation: new.relation,
            trigger: new.trigger,
            round,
            created: new.created,
            literal: new.literal,
            due: new.literal.map(|day| calendar.resolve(day, roll)),
            act: new.act,
            day_strength: new.deadline.map(|deadline| deadline.strength),
            state,
            ended: is_closed.then_some(new.created),
            until: None,
        });
        self.earlier.push(earlier);
        if !is_closed {
            self.enlist(Slot {
                duty: position,
                scope: small(new.scope),
                event: small(new.event),
                relation: new.relation.map(small),
            });
        }
        position
    }

    /// The hash of what creates a duty, its round, and the duty before it.
    fn number(&mut self, new: &NewDuty, position: u32) -> (u64, u32, Option<u32>) {
        let Some(relation) = new.relation else {
            return (self.model.events[new.event].hash, 0, None);
        };
        let row = &self.model.relations[relation];
        let hash = row.hash;
        let at = self.scopes[new.scope].chains + row.chain;
        let chain = self.chains[at];
        let mut round = 0;
        if chain.newest.is_some() && new.trigger.0 <= chain.greatest {
            let mut next = chain.newest;
            while let Some(duty) = next {
                if self.ledger[duty as usize].trigger == new.trigger {
                    round = self.ledger[duty as usize].round + 1;
                    break;
                }
                next = self.earlier[duty as usize];
            }
        }
        self.chains[at].newest = Some(position);
        self.chains[at].greatest = max(chain.greatest, new.trigger.0);
        (hash, round, chain.newest)
    }

    /// Takes a duty into the index of the unended; it must be newer than all in it.
    pub(crate) fn enlist(&mut self, slot: Slot) {
        let scope = &mut self.scopes[slot.scope as usize];
        scope.owed.insert(slot.event as usize);
        if self.ledger[slot.duty as usize].state == DutyState::SetAside {
            self.asleep += 1;
        } else {
            scope.live.insert(slot.event as usize);
        }
        self.unended.push(slot);
    }

    /// The state an unended duty shows that is not set aside.
    pub(crate) fn shown(&self, scope: usize, event: usize) -> DutyState {
        if !self.scopes[scope].included.has(event) {
            DutyState::Suspended
        } else if self.stands_still(event).is_some() {
            DutyState::Paused
        } else {
            DutyState::Open
        }
    }

    /// Shows anew the duties on an event after an include, an exclude or a pause.
    pub(crate) fn show(&mut self, scope: usize, event: usize) {
        if !self.scopes[scope].live.has(event) {
            return;
        }
        let shown = self.shown(scope, event);
        for slot in &self.unended {
            let duty = &mut self.ledger[slot.duty as usize];
            if slot.is_on(scope, event) && duty.state != DutyState::SetAside {
                duty.state = shown;
            }
        }
    }

    /// Ends every unended duty that `which` picks, on this day, in the state it says.
    pub(crate) fn end_where(
        &mut self,
        day: Day,
        which: impl Fn(&Slot, &Duty) -> Option<DutyState>,
    ) {
        let ledger = &mut self.ledger;
        let asleep = &mut self.asleep;
        let mut ended = false;
        self.unended.retain(|slot| {
            let duty = &mut ledger[slot.duty as usize];
            let Some(state) = which(slot, duty) else {
                return true;
            };
            if duty.state == DutyState::SetAside {
                *asleep -= 1;
            }
            duty.state = state;
            duty.ended = Some(day);
            duty.until = None;
            ended = true;
            false
        });
        if ended {
            self.recount();
        }
    }

    /// Ends the unended duties on an event, if there are any.
    pub(crate) fn end_on(&mut self, scope: usize, event: usize, state: DutyState, day: Day) {
        if self.scopes[scope].owed.has(event) {
            self.end_where(day, |slot, _| slot.is_on(scope, event).then_some(state));
        }
    }

    /// Works out anew which events have unended duties.
    pub(crate) fn recount(&mut self) {
        for scope in &mut self.scopes {
            scope.owed = crate::marking::EventSet::default();
            scope.live = crate::marking::EventSet::default();
        }
        for slot in &self.unended {
            let scope = &mut self.scopes[slot.scope as usize];
            scope.owed.insert(slot.event as usize);
            if self.ledger[slot.duty as usize].state != DutyState::SetAside {
                scope.live.insert(slot.event as usize);
            }
        }
    }

    /// The earliest due day among the Open and Paused duties on an event.
    pub(crate) fn earliest_due(&self, scope: usize, event: usize) -> Option<Day> {
        self.unended
            .iter()
            .filter(|slot| slot.is_on(scope, event))
            .map(|slot| &self.ledger[slot.duty as usize])
            .filter(|duty| matches!(duty.state, DutyState::Open | DutyState::Paused))
            .filter_map(|duty| duty.due)
            .min()
    }
}

impl Slot {
    pub(crate) fn is_on(&self, scope: usize, event: usize) -> bool {
        self.scope as usize == scope && self.event as usize == event
    }
}

/// A position in the index; models and cases are far smaller than 2^32.
pub(crate) fn small(position: usize) -> u32 {
    u32::try_from(position).expect("positions fit 32 bits")
}

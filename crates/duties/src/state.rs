//! One case on one day: scopes, values, the ledger and its index, pauses, cadences, the wake day.

use std::sync::Arc;

use calendar::Day;

use crate::compile::Compiled;
use crate::marking::{Chain, Mark, Scope};
use crate::{Duty, DutyState, InstanceKey, RootId, Value};

/// An instance as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Instance {
    /// Its key.
    pub key: InstanceKey,
    /// Position of its kind.
    pub kind: usize,
    /// The day it was opened.
    pub opened: Day,
    /// The day it was closed, if it was.
    pub closed: Option<Day>,
}

/// One case on one day.
///
/// A value like any other: clone it to ask *what if*.
#[derive(Debug, Clone)]
pub struct State {
    pub(crate) model: Arc<Compiled>,
    pub(crate) case: u64,
    pub(crate) today: Day,
    /// The root first, then the instances in the order of their opening.
    pub(crate) scopes: Vec<Scope>,
    pub(crate) marks: Vec<Mark>,
    pub(crate) values: Vec<Option<Value>>,
    pub(crate) chains: Vec<Chain>,
    pub(crate) ledger: Vec<Duty>,
    /// Per duty, the one before it in its chain.
    pub(crate) earlier: Vec<Option<u32>>,
    /// The unended duties, in the order of the ledger.
    pub(crate) unended: Vec<Slot>,
    /// The running cadences, in the order of (relation, scope).
    pub(crate) cadences: Vec<Running>,
    pub(crate) pauses: Vec<Option<Pause>>,
    pub(crate) rounds: Vec<u32>,
    /// Per instance kind, how many are open.
    pub(crate) open: Vec<u32>,
    pub(crate) closure: Option<Box<Closure>>,
    /// How many unended duties are set aside until a day.
    pub(crate) asleep: usize,
    pub(crate) runaway: bool,
    pub(crate) wake: Option<Day>,
}

/// An unended duty in the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Slot {
    /// Position in the ledger.
    pub(crate) duty: u32,
    pub(crate) scope: u32,
    pub(crate) event: u32,
    pub(crate) relation: Option<u32>,
}

/// A cadence that is running.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Running {
    pub(crate) relation: usize,
    pub(crate) scope: usize,
    /// The day of its trigger, moved by pauses.
    pub(crate) anchor: Day,
    /// The number of the current turn.
    pub(crate) turn: u32,
    pub(crate) trigger: RootId,
    /// Position in the ledger of the current turn's duty.
    pub(crate) duty: u32,
    /// The resolved due day of the current turn; not used by rolling cadences.
    pub(crate) due: Day,
}

/// A pause group that stands still.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pause {
    pub(crate) since: Day,
    pub(crate) until: Option<Day>,
}

/// A closed case: by what, since when, and what comes back when it is reopened.
#[derive(Debug, Clone)]
pub(crate) struct Closure {
    pub(crate) by: usize,
    pub(crate) since: Day,
    pub(crate) duties: Vec<Remembered>,
    pub(crate) cadences: Vec<Running>,
}

/// A duty as it stood when the case was closed. Its days move with the pauses that end meanwhile; those in the ledger,
/// where it is cancelled, stay as they were.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Remembered {
    pub(crate) slot: Slot,
    pub(crate) state: DutyState,
    pub(crate) ended: Option<Day>,
    pub(crate) until: Option<Day>,
    pub(crate) literal: Option<Day>,
    pub(crate) due: Option<Day>,
}

impl State {
    /// The day it stands on.
    pub fn today(&self) -> Day {
        self.today
    }

    /// Every duty the case ever had, in the order of their creation.
    pub fn ledger(&self) -> &[Duty] {
        &self.ledger
    }

    /// The duties that are unended (`docs/semantics.md` §1), in the order of their creation.
    pub fn unended(&self) -> impl Iterator<Item = &Duty> {
        self.unended
            .iter()
            .map(|slot| &self.ledger[slot.duty as usize])
    }

    /// The instances, in the order of their opening.
    pub fn instances(&self) -> Vec<Instance> {
        self.scopes[1..]
            .iter()
            .map(|scope| Instance {
                key: scope.key,
                kind: scope.class - 1,
                opened: scope.opened,
                closed: scope.closed,
            })
            .collect()
    }

    /// The value of a field, in an instance if it belongs to one.
    pub fn value(&self, field: usize, instance: Option<InstanceKey>) -> Option<Value> {
        let row = self.model.fields[field];
        let scope = self.scope_of(row.class, instance)?;
        self.values[self.scopes[scope].values + row.local]
    }

    /// When the event was last done and how often; `None` if never. Attempts do not count.
    pub fn done(&self, event: usize, instance: Option<InstanceKey>) -> Option<(Day, u32)> {
        let mark = self.mark(self.home(event, instance)?, event);
        (mark.count > 0).then_some((mark.last, mark.count))
    }

    /// Whether the event takes part.
    pub fn is_included(&self, event: usize, instance: Option<InstanceKey>) -> bool {
        self.home(event, instance)
            .is_some_and(|scope| self.scopes[scope].included.has(event))
    }

    /// Whether the event is pending.
    pub fn is_pending(&self, event: usize, instance: Option<InstanceKey>) -> bool {
        self.home(event, instance)
            .is_some_and(|scope| self.scopes[scope].is_pending(event))
    }

    /// The event that closed the case, and when, while it is closed.
    pub fn closed(&self) -> Option<(usize, Day)> {
        self.closure
            .as_ref()
            .map(|closure| (closure.by, closure.since))
    }

    /// Since when a pause group stands still, and until when if that is known.
    pub fn paused(&self, group: usize) -> Option<(Day, Option<Day>)> {
        self.pauses[group].map(|pause| (pause.since, pause.until))
    }

    /// The number of the current round of a kind; 0 before any began.
    pub fn round(&self, kind: usize) -> u32 {
        self.rounds[kind]
    }

    /// The first day, after the state's own, on which something changes by time alone: a timer, a turn, the end of a
    /// pause or of a set-aside. `None` if nothing will. (A timer due on D changes the state at D + 1.)
    pub fn next_wake(&self) -> Option<Day> {
        self.wake
    }

    /// Whether more than 1,000 timers wanted to fire at the end of one day, so that the clock was stopped.
    pub fn runaway(&self) -> bool {
        self.runaway
    }

    /// The position of the scope of this class that a key speaks of; the root for class 0.
    pub(crate) fn scope_of(&self, class: usize, instance: Option<InstanceKey>) -> Option<usize> {
        if class == 0 {
            return Some(0);
        }
        let key = instance?;
        self.scopes
            .iter()
            .rposition(|scope| scope.class == class && scope.key == key)
    }

    /// The position of the scope in which the marking of an event lies.
    pub(crate) fn home(&self, event: usize, instance: Option<InstanceKey>) -> Option<usize> {
        self.scope_of(self.model.events[event].class, instance)
    }

    pub(crate) fn mark(&self, scope: usize, event: usize) -> &Mark {
        &self.marks[self.scopes[scope].marks + self.model.events[event].local]
    }

    pub(crate) fn mark_mut(&mut self, scope: usize, event: usize) -> &mut Mark {
        &mut self.marks[self.scopes[scope].marks + self.model.events[event].local]
    }

    /// Whether the clock of an event's duties stands still.
    pub(crate) fn stands_still(&self, event: usize) -> Option<Pause> {
        let group = self.model.definition.events[event].pause_group?;
        self.pauses[group]
    }
}

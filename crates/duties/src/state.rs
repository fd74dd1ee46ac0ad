//! One case on one day, and what folding a history gives.

use calendar::Day;

use crate::{Duty, DutyId, InstanceKey, RootId, Value};

/// Why an event cannot happen now. All reasons are returned, never only the first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Blocker {
    /// The case is closed by this event.
    Closed { by: usize },
    /// The case is open: there is nothing to reopen.
    NotClosed,
    /// The event does not take part now; `by` is the event that excluded it, `None` if it never did.
    Excluded { by: Option<usize> },
    /// It has been done and may be done only once (in this round).
    AlreadyDone,
    /// This event has to be done first. `instance`: in this instance.
    NotDone {
        relation: usize,
        event: usize,
        instance: Option<InstanceKey>,
    },
    /// This event was done, but time must pass until this day.
    TooEarly {
        relation: usize,
        event: usize,
        opens: Day,
    },
    /// This event is pending and has to be done or cancelled first.
    StillPending {
        relation: usize,
        event: usize,
        instance: Option<InstanceKey>,
        due: Option<Day>,
    },
    /// It is unknown whether the relation holds: this field has no value.
    Unknown { relation: usize, field: usize },
    /// As many instances as may be are open.
    TooManyInstances { kind: usize, limit: usize },
    /// There is no such open instance.
    NoSuchInstance,
    /// The instance is open already.
    InstanceExists,
    /// The timer's day has not come (or it is not armed); people never execute it.
    Timer,
}

/// A step that was folded although the event was blocked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deviation {
    /// The fact.
    pub root: RootId,
    /// When.
    pub day: Day,
    /// The event.
    pub event: usize,
    /// Everything that blocked it.
    pub blockers: Vec<Blocker>,
}

/// An effect that did not fire because its guard was unknown; it fires when re-folded with the value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pending {
    /// The fact whose effect it would be.
    pub root: RootId,
    /// When.
    pub day: Day,
    /// The relation.
    pub relation: usize,
    /// The fields that have no value.
    pub fields: Vec<usize>,
}

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
pub struct State {}

impl State {
    /// The day it stands on.
    pub fn today(&self) -> Day {
        todo!()
    }

    /// Every duty the case ever had, in the order of their creation.
    pub fn ledger(&self) -> &[Duty] {
        todo!()
    }

    /// The duties that are unended (`docs/semantics.md` §1), in the order of their creation.
    pub fn unended(&self) -> impl Iterator<Item = &Duty> {
        self.ledger().iter().filter(|_| todo!())
    }

    /// The instances, in the order of their opening.
    pub fn instances(&self) -> Vec<Instance> {
        todo!()
    }

    /// The value of a field, in an instance if it belongs to one.
    pub fn value(&self, field: usize, instance: Option<InstanceKey>) -> Option<Value> {
        todo!("{field} {instance:?}")
    }

    /// When the event was last done and how often; `None` if never. Attempts do not count.
    pub fn done(&self, event: usize, instance: Option<InstanceKey>) -> Option<(Day, u32)> {
        todo!("{event} {instance:?}")
    }

    /// Whether the event takes part.
    pub fn is_included(&self, event: usize, instance: Option<InstanceKey>) -> bool {
        todo!("{event} {instance:?}")
    }

    /// Whether the event is pending.
    pub fn is_pending(&self, event: usize, instance: Option<InstanceKey>) -> bool {
        todo!("{event} {instance:?}")
    }

    /// The event that closed the case, and when, while it is closed.
    pub fn closed(&self) -> Option<(usize, Day)> {
        todo!()
    }

    /// Since when a pause group stands still, and until when if that is known.
    pub fn paused(&self, group: usize) -> Option<(Day, Option<Day>)> {
        todo!("{group}")
    }

    /// The number of the current round of a kind; 0 before any began.
    pub fn round(&self, kind: usize) -> u32 {
        todo!("{kind}")
    }

    /// The first day, after the state's own, on which something changes by time alone: a timer, a turn, the end of a
    /// pause or of a set-aside. `None` if nothing will. (A timer due on D changes the state at D + 1.)
    pub fn next_wake(&self) -> Option<Day> {
        todo!()
    }

    /// Whether more than 1,000 timers wanted to fire at the end of one day, so that the clock was stopped.
    pub fn runaway(&self) -> bool {
        todo!()
    }
}

/// What folding a history gives.
#[derive(Debug, Clone)]
pub struct Fold {
    /// The case at the end.
    pub state: State,
    /// What was done while blocked, in fold order.
    pub deviations: Vec<Deviation>,
    /// Effects that wait for information.
    pub pending: Vec<Pending>,
    /// Set-aside decisions whose duty does not exist or is not open any more.
    pub moot: Vec<(RootId, DutyId)>,
    /// The order in which the steps were folded: positions in the input.
    pub order: Vec<usize>,
}

//! What the engine tells: why not, what was done all the same, what waits for information.

use calendar::Day;

use crate::{DutyId, InstanceKey, RootId, State};

/// Why an event cannot happen now. All reasons are returned, never only the first.
///
/// In every reason `relation`, `event`, `field` and `kind` are positions in the definition, `instance` is the one asked.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(
    missing_docs,
    reason = "the head of the type says what each name means"
)]
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

//! Steps: what a history consists of. Stored facts become steps in `casework`.

use calendar::{Day, LocalTime};
use smallvec::SmallVec;

use crate::{DutyId, Value};

/// Identity of the fact at the root of a chain of corrections; a correction keeps it, so duty ids survive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RootId(pub u64);

/// Which instance: the key that the facts use, unique within a case and instance kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InstanceKey(pub u64);

/// One thing that happened, in the place in history where it happened.
///
/// Fold order is (`day`, `time` if both have one, prerequisites first within the day, `sequence`). *Prerequisites
/// first*: of the steps of a day that no earlier-timed step precedes, the next is the first in (enabled now before
/// blocked, event position, instance, sequence) order. So the order of typing matters only between two steps of the
/// same event and instance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The root of the fact.
    pub root: RootId,
    /// The legal day on which it happened.
    pub day: Day,
    /// The local time, if it was given.
    pub time: Option<LocalTime>,
    /// The place in the store; breaks the last tie.
    pub sequence: u64,
    /// What happened.
    pub action: Action,
}

/// What a step does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// An event was executed. Folding never refuses: an execution while blocked is executed and recorded as a deviation.
    Execute {
        /// Position of the event.
        event: usize,
        /// The instance, for an event that lives in one.
        instance: Option<InstanceKey>,
        /// Decision data it brought.
        values: SmallVec<[(usize, Value); 4]>,
    },
    /// Somebody set a `default` duty aside: this time (`until` = `None`), or until a day on which it is open again.
    /// A duty that is not open, or that binds as `must`, is left alone and the step listed as no longer applying.
    SetAside {
        /// Which duty.
        duty: DutyId,
        /// The first day on which it is open again.
        until: Option<Day>,
    },
}

//! The ledger: every duty a case ever had, with its days and how it ended.

use calendar::Day;

use crate::{InstanceKey, RootId, Strength};

/// Identity of a duty: a hash of (case, instance, relation, root id of the trigger, round).
///
/// It survives corrections and late facts. Computed by a fixed function (FNV-1a, 64 bit) over those five, so it is the
/// same on every machine and in every version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DutyId(pub u64);

/// How a duty stands. *Overdue* is not a state: it follows from the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DutyState {
    /// To be done.
    Open,
    /// Its event is excluded for the time being.
    Suspended,
    /// Its clock stands still.
    Paused,
    /// Done in time.
    Met,
    /// Done after the day.
    Late,
    /// No longer to be done: no-response, exclusion that cancels, closed instance, exit.
    Cancelled,
    /// Replaced by a newer duty of the same relation, or by the next turn of its cadence.
    Superseded,
    /// Set aside by a person with a reason.
    SetAside,
}

/// A duty: an event that is to happen in a case, by a day or some time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
    /// Its identity.
    pub id: DutyId,
    /// Position of the event to be done.
    pub event: usize,
    /// In which instance.
    pub instance: Option<InstanceKey>,
    /// Position of the relation that created it; `None`: it was there from the beginning of its scope.
    pub relation: Option<usize>,
    /// The root of the fact that triggered it; for a timer's response, the root of what armed the timer.
    pub trigger: RootId,
    /// 0 for the first duty of this relation from this trigger, then 1, 2, … (cadence turns, timers in between).
    pub round: u32,
    /// The day of the trigger.
    pub created: Day,
    /// The due day as the words give it, moved by pauses but not rolled.
    pub literal: Option<Day>,
    /// The due day after rolling; the whole day counts.
    pub due: Option<Day>,
    /// How strongly the act binds.
    pub act: Strength,
    /// How strongly the day binds; `None` without a day.
    pub day_strength: Option<Strength>,
    /// How it stands.
    pub state: DutyState,
    /// The day it ended, for the five ended states; for `SetAside` the day it was set aside.
    pub ended: Option<Day>,
    /// For `SetAside`: the first day on which it is open again.
    pub until: Option<Day>,
}

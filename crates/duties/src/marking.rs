//! Sets of events, and the marking of one scope: what is included, done, due.

use calendar::Day;

use crate::InstanceKey;

/// A set of event positions below [`EventSet::LIMIT`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, PartialOrd, Ord)]
pub(crate) struct EventSet([u64; 4]);

impl EventSet {
    /// How many events a model may have.
    pub(crate) const LIMIT: usize = 256;

    pub(crate) fn insert(&mut self, event: usize) {
        self.0[event >> 6] |= 1 << (event & 63);
    }

    pub(crate) fn remove(&mut self, event: usize) {
        self.0[event >> 6] &= !(1 << (event & 63));
    }

    pub(crate) fn set(&mut self, event: usize, member: bool) {
        if member {
            self.insert(event);
        } else {
            self.remove(event);
        }
    }

    pub(crate) fn has(&self, event: usize) -> bool {
        self.0[event >> 6] & (1 << (event & 63)) != 0
    }

    /// Whether this set shares a member with `included` that is not in `done`.
    pub(crate) fn meets_without(&self, included: &EventSet, done: &EventSet) -> bool {
        let mut found = 0;
        for word in 0..4 {
            found |= self.0[word] & included.0[word] & !done.0[word];
        }
        found != 0
    }

    /// Whether all three sets share a member.
    pub(crate) fn meets_both(&self, included: &EventSet, live: &EventSet) -> bool {
        let mut found = 0;
        for word in 0..4 {
            found |= self.0[word] & included.0[word] & live.0[word];
        }
        found != 0
    }
}

/// What is remembered of one event in one scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Mark {
    /// The day of the last execution; meaningless while `count` is 0.
    pub(crate) last: Day,
    /// How often it was executed.
    pub(crate) count: u32,
    /// How often since its round began.
    pub(crate) since_round: u32,
    /// The event that excluded it; `None` if it never took part.
    pub(crate) excluded_by: Option<u16>,
}

/// One response relation towards one scope: what is needed to number its duties.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Chain {
    /// Position in the ledger of its newest duty.
    pub(crate) newest: Option<u32>,
    /// The greatest trigger so far: a greater one has round 0 for certain.
    pub(crate) greatest: u64,
}

/// The case itself (position 0) or one instance, with its sets; the rest lies in shared vectors from these bases on.
#[derive(Debug, Clone)]
pub(crate) struct Scope {
    /// 0 for the root, else the instance kind + 1.
    pub(crate) class: usize,
    /// The key; 0 for the root.
    pub(crate) key: InstanceKey,
    pub(crate) opened: Day,
    pub(crate) closed: Option<Day>,
    pub(crate) included: EventSet,
    pub(crate) done: EventSet,
    /// Events with an unended duty that is not set aside: pending if included.
    pub(crate) live: EventSet,
    /// Events with an unended duty.
    pub(crate) owed: EventSet,
    pub(crate) marks: usize,
    pub(crate) values: usize,
    pub(crate) chains: usize,
    /// FNV-1a over case and instance: the beginning of every duty id of this scope.
    pub(crate) prefix: u64,
}

impl Scope {
    pub(crate) fn is_open(&self) -> bool {
        self.closed.is_none()
    }

    /// The key as the outside world names it: `None` for the root.
    pub(crate) fn instance(&self) -> Option<InstanceKey> {
        (self.class > 0).then_some(self.key)
    }

    pub(crate) fn is_pending(&self, event: usize) -> bool {
        self.live.has(event) && self.included.has(event)
    }
}

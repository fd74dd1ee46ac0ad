//! Cursors: a person's days, walked forward, since the events of a person come in the order of their days.

use crate::plan::NodeId;
use crate::sets::{Days, Set};

/// A population that is looked at around an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Root {
    /// Its node in the plan.
    pub(crate) at: NodeId,
    /// The days on which its value is known.
    pub(crate) known: Days,
    /// Whether the days outside the set are meant.
    pub(crate) negated: bool,
}

/// Whether it is known on some days what a population says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Known {
    Yes,
    NotObserved,
    Missing,
}

/// A person's days, walked forward.
pub(super) struct Cursor<'a> {
    set: &'a Set,
    root: Root,
    at: usize,
    until: usize,
    holes: Holes<'a>,
}

/// A person's days of which something is unknown.
#[derive(Clone, Copy)]
pub(super) struct Holes<'a>(Option<(&'a Set, usize)>);

impl<'a> Holes<'a> {
    pub(super) fn of(set: &'a Set, person: usize) -> Holes<'a> {
        Holes(set.holes.as_deref().map(|holes| (holes, person)))
    }

    pub(super) fn has(self, day: i32) -> bool {
        self.0
            .is_some_and(|(holes, person)| holes.contains(person, day))
    }

    pub(super) fn meet(self, days: Days) -> bool {
        self.0.is_some_and(|(holes, person)| {
            (holes.spans(person)).any(|(start, end)| start < days.until && days.from < end)
        })
    }
}

impl<'a> Cursor<'a> {
    pub(super) fn new(set: &'a Set, root: Root) -> Cursor<'a> {
        Cursor {
            set,
            root,
            at: 0,
            until: 0,
            holes: Holes(None),
        }
    }

    pub(super) fn turn_to(&mut self, person: usize) {
        let of = self.set.of(person);
        (self.at, self.until) = (of.start, of.end);
        self.holes = Holes::of(self.set, person);
    }

    #[inline]
    pub(super) fn known(&self, days: Days) -> Known {
        if days.intersect(self.root.known) != days && !days.is_empty() {
            Known::NotObserved
        } else if self.holes.meet(days) {
            Known::Missing
        } else {
            Known::Yes
        }
    }

    /// The first of these days on which the population is true. The days may not begin before those asked for earlier.
    #[inline]
    pub(super) fn first_true(&mut self, days: Days) -> Option<i32> {
        if self.root.negated {
            self.first_outside(days)
        } else {
            self.first_inside(days)
        }
    }

    /// The first of these days on which it is false.
    #[inline]
    pub(super) fn first_false(&mut self, days: Days) -> Option<i32> {
        if self.root.negated {
            self.first_inside(days)
        } else {
            self.first_outside(days)
        }
    }

    #[inline]
    fn advance(&mut self, day: i32) {
        while self.at < self.until && self.set.end[self.at] <= day {
            self.at += 1;
        }
    }

    #[inline]
    fn first_inside(&mut self, days: Days) -> Option<i32> {
        self.advance(days.from);
        if self.at >= self.until || days.is_empty() {
            return None;
        }
        let start = self.set.start[self.at];
        (start < days.until).then_some(start.max(days.from))
    }

    fn first_outside(&mut self, days: Days) -> Option<i32> {
        self.advance(days.from);
        let mut day = days.from;
        for at in self.at..self.until {
            if self.set.start[at] > day || day >= days.until {
                break;
            }
            day = self.set.end[at];
        }
        (day < days.until).then_some(day)
    }
}

//! Measures of events: runs that begin and end, and what follows their end.
//!
//! The sets are walked with cursors that only move forward, since the events of a person come in the order of their days.

use crate::indicator::{Horizon, Outcome};
use crate::operate::civil;
use crate::plan::Buffers;
use crate::sets::{BEGIN, Days, END, Set};

use super::cursor::{Cursor, Holes, Known, Root};

/// What is counted of the runs of a population; each number is a lane of the table.
#[derive(Debug, Clone, Default)]
pub(crate) struct Counts {
    pub(crate) entries: Vec<usize>,
    pub(crate) runs: Vec<usize>,
    pub(crate) run_days: Vec<usize>,
    pub(crate) exits: Vec<Exits>,
}

/// Exits to somewhere else than a population.
#[derive(Debug, Clone)]
pub(crate) struct Exits {
    /// `None` where nothing holds a person back.
    pub(crate) still: Option<Root>,
    pub(crate) lanes: Vec<usize>,
    pub(crate) followed: Vec<Followed>,
}

/// What is asked after an exit.
#[derive(Debug, Clone)]
pub(crate) struct Followed {
    pub(crate) horizon: Horizon,
    pub(crate) holds: Root,
    pub(crate) censor: Option<Root>,
    pub(crate) lanes: Vec<(Outcome, usize)>,
}

/// Something to add to a lane.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Event {
    pub(crate) day: i32,
    /// The set's interval that the day lies in.
    pub(crate) interval: usize,
    pub(crate) lane: usize,
    pub(crate) number: i64,
}

/// A run of days of a person.
#[derive(Debug, Clone, Copy)]
struct Run {
    days: Days,
    first: usize,
    last: usize,
}

impl Counts {
    pub(crate) fn is_empty(&self) -> bool {
        self.entries.is_empty()
            && self.runs.is_empty()
            && self.run_days.is_empty()
            && self.exits.is_empty()
    }

    /// What walks through the persons of a tile; `seen` are the days of the periods.
    pub(crate) fn walk<'a>(&'a self, sets: &'a Buffers, population: Root, seen: Days) -> Walk<'a> {
        let set = sets.set(population.at);
        Walk {
            counts: self,
            set,
            known: population.known,
            seen,
            exits: (self.exits.iter())
                .map(|one| Follower::new(one, sets))
                .collect(),
        }
    }
}

/// A walk through the runs of a tile's persons.
pub(crate) struct Walk<'a> {
    counts: &'a Counts,
    set: &'a Set,
    known: Days,
    seen: Days,
    exits: Vec<Follower<'a>>,
}

impl Walk<'_> {
    /// Finds the events of a person. Tells whether something is unknown because a value is missing.
    pub(crate) fn find(&mut self, person: usize, mut event: impl FnMut(Event)) -> bool {
        let mut at = self.set.of(person);
        if at.is_empty() {
            return false;
        }
        let (counts, known, seen) = (self.counts, self.known, self.seen);
        let holes = Holes::of(self.set, person);
        for exit in &mut self.exits {
            exit.turn_to(person);
        }
        let mut unknown = false;
        while let Some(run) = next_run(self.set, &mut at) {
            let Days { from, until } = run.days;
            if from >= seen.until {
                break;
            }
            if until < seen.from {
                continue;
            }
            let begins = from > known.from.max(BEGIN) && from < known.until && !holes.has(from - 1);
            let ends = until > known.from && until < known.until && !holes.has(until);
            if begins && seen.contains(from) {
                send(&mut event, &counts.entries, (from, run.first), 1);
            }
            if !ends || !seen.contains(until - 1) {
                continue;
            }
            let place = (until - 1, run.last);
            if begins {
                send(&mut event, &counts.runs, place, 1);
                let days = i64::from(until) - i64::from(from);
                send(&mut event, &counts.run_days, place, days);
            }
            for exit in &mut self.exits {
                unknown |= exit.leave(place, &mut event);
            }
        }
        unknown
    }
}

#[inline]
fn send(
    event: &mut impl FnMut(Event),
    lanes: &[usize],
    (day, interval): (i32, usize),
    number: i64,
) {
    for &lane in lanes {
        event(Event {
            day,
            interval,
            lane,
            number,
        });
    }
}

/// The next run: intervals that touch are one.
#[inline]
fn next_run(set: &Set, at: &mut std::ops::Range<usize>) -> Option<Run> {
    let first = at.next()?;
    let mut last = first;
    while at.start < at.end && set.start[at.start] <= set.end[last] {
        last = at.start;
        at.start += 1;
    }
    let days = Days {
        from: set.start[first],
        until: set.end[last],
    };
    Some(Run { days, first, last })
}

/// What is asked about a person's exits, and how far each set has been walked.
struct Follower<'a> {
    exits: &'a Exits,
    still: Option<Cursor<'a>>,
    followed: Vec<(Cursor<'a>, Option<Cursor<'a>>)>,
}

impl<'a> Follower<'a> {
    fn new(exits: &'a Exits, sets: &'a Buffers) -> Follower<'a> {
        let cursor = |root: Root| Cursor::new(sets.set(root.at), root);
        let followed = exits.followed.iter();
        Follower {
            exits,
            still: exits.still.map(cursor),
            followed: followed
                .map(|one| (cursor(one.holds), one.censor.map(cursor)))
                .collect(),
        }
    }

    fn turn_to(&mut self, person: usize) {
        let followed = self.followed.iter_mut();
        let cursors = followed.flat_map(|(holds, censor)| std::iter::once(holds).chain(censor));
        for cursor in cursors.chain(&mut self.still) {
            cursor.turn_to(person);
        }
    }

    /// A run has ended on the place's day. Tells whether a missing value keeps something from being known.
    fn leave(&mut self, place: (i32, usize), event: &mut impl FnMut(Event)) -> bool {
        let next = Days::one(place.0 + 1);
        if let Some(still) = &mut self.still {
            match still.known(next) {
                Known::Yes => {}
                Known::NotObserved => return false,
                Known::Missing => return true,
            }
            if still.first_true(next).is_some() {
                return false;
            }
        }
        send(event, &self.exits.lanes, place, 1);
        let mut unknown = false;
        for (followed, (holds, censor)) in self.exits.followed.iter().zip(&mut self.followed) {
            let days = followed.days_after(place.0);
            let known = censor.as_ref().map_or(Known::Yes, |one| one.known(days));
            let known = known.max(holds.known(days));
            unknown |= known == Known::Missing;
            let (outcome, held) = if known == Known::Yes {
                let failed = holds.first_false(days);
                let censored = censor.as_mut().and_then(|one| one.first_true(days));
                match censored {
                    Some(day) if failed.is_none_or(|failed| day <= failed) => {
                        (Outcome::Censored, false)
                    }
                    _ => (Outcome::Told, failed.is_none()),
                }
            } else {
                (Outcome::Untold, false)
            };
            for (wanted, lane) in &followed.lanes {
                if *wanted == outcome || (held && *wanted == Outcome::Held) {
                    send(event, &[*lane], place, 1);
                }
            }
        }
        unknown
    }
}

impl Followed {
    /// The days that are asked about after this last day of a run.
    pub(crate) fn days_after(&self, last: i32) -> Days {
        match self.horizon {
            Horizon::Days(days) => Days {
                from: last + 1,
                until: (last + 1).saturating_add_unsigned(days).min(END),
            },
            Horizon::WholeMonths(months) => whole_months_after(last, months),
        }
    }
}

/// Kept apart, so that the calendar is not calculated where days are asked for.
#[inline(never)]
fn whole_months_after(last: i32, months: u32) -> Days {
    let from = civil::next_month_start(last + 1);
    let months = i32::try_from(months).unwrap_or(i32::MAX).min(12 * 9_999);
    Days {
        from,
        until: civil::plus_months(from, months),
    }
}

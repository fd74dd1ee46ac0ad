//! Exits: runs whose end leads elsewhere, and what is asked of the days after them.

use crate::indicator::{Horizon, Outcome};
use crate::operate::civil;
use crate::plan::{Buffers, NodeId};
use crate::sets::{Days, END};

use super::events::{Event, keep};
use super::next::{Following, Known, Root};

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

/// Those of the ends of runs that are exits.
#[derive(Debug, Default)]
struct Left {
    /// Their places among the ends.
    end: Vec<u32>,
    interval: Vec<u32>,
    day: Vec<i32>,
    /// What has been found already: for a node the next day inside the set, by exit.
    inside: Option<(NodeId, Vec<i32>)>,
}

impl Exits {
    pub(super) fn has_holes(&self, sets: &Buffers) -> bool {
        let roots = self
            .followed
            .iter()
            .flat_map(|one| one.censor.into_iter().chain([one.holds]));
        (roots.chain(self.still)).any(|root| sets.set(root.at).holes.is_some())
    }

    /// Finds the exits among the ends of runs, and what follows them. `person` gives the person of an end, where a set has holes.
    pub(super) fn find(
        &self,
        sets: &Buffers,
        ends: Following<'_>,
        person: impl Fn(usize) -> usize + Copy,
        (events, unknown): (&mut Vec<Event>, &mut Vec<usize>),
    ) {
        let left = self.left(sets, ends, person, unknown);
        let exits = || {
            left.interval
                .iter()
                .zip(&left.day)
                .map(|(&at, &day)| (day - 1, at))
        };
        for &lane in &self.lanes {
            events.extend(exits().map(|(day, interval)| event((day, interval), lane)));
        }
        let following = Following {
            interval: &left.interval,
            day: &left.day,
            ..ends
        };
        let person = |exit: usize| person(left.end[exit] as usize);
        for followed in &self.followed {
            let found = followed.outcomes(sets, following, left.inside.as_ref(), person, unknown);
            for &(wanted, lane) in &followed.lanes {
                let chosen = exits()
                    .zip(&found)
                    .map(|(place, told)| (event(place, lane), told & bit(wanted) != 0));
                keep(events, found.len(), chosen);
            }
        }
    }

    /// The ends after which the person is not in what is still meant.
    fn left(
        &self,
        sets: &Buffers,
        ends: Following<'_>,
        person: impl Fn(usize) -> usize + Copy,
        unknown: &mut Vec<usize>,
    ) -> Left {
        let places = 0..u32::try_from(ends.day.len()).expect("a tile has fewer runs than 2³²");
        let mut left = Left::default();
        let Some(still) = self.still else {
            left.end.extend(places);
            left.interval.extend_from_slice(ends.interval);
            left.day.extend_from_slice(ends.day);
            return left;
        };
        let mut next = Vec::new();
        still.next(true, sets, ends, &mut next);
        let holes = sets.set(still.at).holes.as_deref();
        let is_out = places
            .zip(ends.day.iter().zip(&next))
            .map(|(end, (&day, &next))| {
                let of = || person(end as usize);
                let known = still.is_known(Days::one(day), holes, of);
                if known == Known::Missing {
                    unknown.push(of());
                }
                (end, known == Known::Yes && next != day)
            });
        keep(&mut left.end, ends.day.len(), is_out);
        let places = || left.end.iter().map(|&end| end as usize);
        left.interval.extend(places().map(|end| ends.interval[end]));
        left.day.extend(places().map(|end| ends.day[end]));
        if !still.negated {
            left.inside = Some((still.at, places().map(|end| next[end]).collect()));
        }
        left
    }
}

fn event((day, interval): (i32, u32), lane: usize) -> Event {
    Event {
        day,
        interval,
        lane,
        number: 1,
    }
}

/// Outcomes as bits, for an exit that is held is told too.
fn bit(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::Told => 1,
        Outcome::Held => 2,
        Outcome::Censored => 4,
        Outcome::Untold => 8,
    }
}

impl Followed {
    /// What can be said of every exit.
    fn outcomes(
        &self,
        sets: &Buffers,
        exits: Following<'_>,
        inside: Option<&(NodeId, Vec<i32>)>,
        person: impl Fn(usize) -> usize,
        unknown: &mut Vec<usize>,
    ) -> Vec<u8> {
        let days: Vec<Days> = exits
            .day
            .iter()
            .map(|&day| self.days_after(day - 1))
            .collect();
        let from: Vec<i32> = days.iter().map(|days| days.from).collect();
        let exits = Following {
            day: &from,
            is_next_day: exits.is_next_day && matches!(self.horizon, Horizon::Days(_)),
            ..exits
        };
        let mut found = Vec::new();
        let fails = match inside {
            Some((node, next))
                if exits.is_next_day && self.holds.negated && *node == self.holds.at =>
            {
                next
            }
            _ => {
                self.holds.next(false, sets, exits, &mut found);
                &found
            }
        };
        let mut ends = Vec::new();
        if let Some(censor) = self.censor {
            censor.next(true, sets, exits, &mut ends);
        }
        let holes = |root: Root| sets.set(root.at).holes.as_deref();
        let roots = || self.censor.into_iter().chain([self.holds]);
        let told = days
            .iter()
            .zip(fails)
            .enumerate()
            .map(|(exit, (&days, &fails))| {
                let known = roots().map(|root| root.is_known(days, holes(root), || person(exit)));
                let known = known.max().unwrap_or(Known::Yes);
                if known == Known::Missing {
                    unknown.push(person(exit));
                }
                let ends = ends.get(exit).copied();
                let is_censored = ends.is_some_and(|day| day < days.until && day <= fails);
                let outcome = if known != Known::Yes {
                    Outcome::Untold
                } else if is_censored {
                    Outcome::Censored
                } else {
                    Outcome::Told
                };
                let held = outcome == Outcome::Told && fails >= days.until;
                bit(outcome) | if held { bit(Outcome::Held) } else { 0 }
            });
        told.collect()
    }

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

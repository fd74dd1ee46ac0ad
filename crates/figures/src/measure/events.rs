//! Measures of events: runs that begin and end.
//!
//! The runs of a whole tile are found first, then those that count, then what is asked of each: loops over arrays, without a
//! branch on what the days of one person say.

use crate::plan::Buffers;
use crate::sets::{BEGIN, Days, Set, Tile};

use super::exits::Exits;
use super::next::{Following, Root, Starts, for_each_person};

/// What is counted of the runs of a population; each number is a lane of the table.
#[derive(Debug, Clone, Default)]
pub(crate) struct Counts {
    pub(crate) entries: Vec<usize>,
    pub(crate) runs: Vec<usize>,
    pub(crate) run_days: Vec<usize>,
    pub(crate) exits: Vec<Exits>,
}

/// Something to add to a lane.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Event {
    pub(crate) day: i32,
    /// The set's interval that the day lies in.
    pub(crate) interval: u32,
    pub(crate) lane: usize,
    pub(crate) number: i64,
}

/// The events of a tile, and the persons of whom something is unknown because a value is missing.
#[derive(Debug, Clone, Default)]
pub(crate) struct Events {
    pub(crate) all: Vec<Event>,
    pub(crate) unknown: Vec<usize>,
    runs: Runs,
}

/// Whose runs are looked at, and on which days.
#[derive(Clone, Copy)]
pub(crate) struct Look<'a> {
    pub(crate) tile: &'a Tile<'a>,
    pub(crate) sets: &'a Buffers,
    pub(crate) population: Root,
    /// The days of the periods.
    pub(crate) seen: Days,
}

/// The runs of a tile's persons, one after another; together they are all intervals of the set.
#[derive(Debug, Clone, Default)]
struct Runs {
    starts: Starts,
    /// The last interval of each.
    last: Vec<u32>,
    /// The person of each, where somebody has to know.
    person: Vec<u32>,
}

/// Runs that end on days that count.
#[derive(Debug, Clone, Default)]
struct Ends {
    run: Vec<u32>,
    /// The last interval.
    interval: Vec<u32>,
    /// The day after the last day.
    day: Vec<i32>,
}

impl Counts {
    pub(crate) fn is_empty(&self) -> bool {
        self.entries.is_empty()
            && self.runs.is_empty()
            && self.run_days.is_empty()
            && self.exits.is_empty()
    }

    /// Finds the events of a tile's persons.
    pub(crate) fn find(&self, look: &Look<'_>, events: &mut Events) {
        events.all.clear();
        events.unknown.clear();
        let set = look.sets.set(look.population.at);
        events.runs.find(set);
        let exits_have_holes = (self.exits.iter()).any(|one| one.has_holes(look.sets));
        if set.holes.is_some() || exits_have_holes {
            events.runs.find_persons(set);
        }
        self.find_entries(look, events);
        let ends = events.runs.ends(look);
        if !self.runs.is_empty() || !self.run_days.is_empty() {
            self.find_completed(look, &ends, events);
        }
        let following = Following {
            tile: look.tile,
            set,
            starts: &events.runs.starts,
            interval: &ends.interval,
            day: &ends.day,
            is_next_day: true,
        };
        let person = |end: usize| events.runs.person[ends.run[end] as usize] as usize;
        for exits in &self.exits {
            exits.find(
                look.sets,
                following,
                person,
                (&mut events.all, &mut events.unknown),
            );
        }
    }

    fn find_entries(&self, look: &Look<'_>, events: &mut Events) {
        if self.entries.is_empty() {
            return;
        }
        let set = look.sets.set(look.population.at);
        for run in 0..events.runs.last.len() {
            let interval = events.runs.first(run);
            let day = set.start[interval as usize];
            if look.seen.contains(day) && events.runs.is_beginning_known(look, run) {
                send(&mut events.all, &self.entries, (day, interval), 1);
            }
        }
    }

    fn find_completed(&self, look: &Look<'_>, ends: &Ends, events: &mut Events) {
        let set = look.sets.set(look.population.at);
        for (&run, (&interval, &day)) in ends.run.iter().zip(ends.interval.iter().zip(&ends.day)) {
            let run = run as usize;
            if events.runs.is_beginning_known(look, run) {
                let place = (day - 1, interval);
                send(&mut events.all, &self.runs, place, 1);
                let days = i64::from(day) - i64::from(set.start[events.runs.first(run) as usize]);
                send(&mut events.all, &self.run_days, place, days);
            }
        }
    }
}

fn send(events: &mut Vec<Event>, lanes: &[usize], (day, interval): (i32, u32), number: i64) {
    events.extend(lanes.iter().map(|&lane| Event {
        day,
        interval,
        lane,
        number,
    }));
}

impl Runs {
    fn find(&mut self, set: &Set) {
        self.starts.read(set);
        self.last.clear();
        self.person.clear();
        let ends = (0_u32..).zip(set.end.iter().zip(self.starts.of_next()));
        // Intervals that touch are one run.
        keep(
            &mut self.last,
            set.end.len(),
            ends.map(|(at, (end, next))| (at, next > end)),
        );
    }

    fn find_persons(&mut self, set: &Set) {
        self.person.resize(self.last.len(), 0);
        for_each_person(set, &self.last, |person, runs| {
            let person = u32::try_from(person).expect("a tile has fewer persons than 2³²");
            self.person[runs].fill(person);
        });
    }

    fn first(&self, run: usize) -> u32 {
        run.checked_sub(1).map_or(0, |before| self.last[before] + 1)
    }

    /// Whether the day before the run is known to lie outside the population.
    fn is_beginning_known(&self, look: &Look<'_>, run: usize) -> bool {
        let set = look.sets.set(look.population.at);
        let (from, known) = (set.start[self.first(run) as usize], look.population.known);
        let is_hole = |holes: &Set| holes.contains(self.person[run] as usize, from - 1);
        from > known.from.max(BEGIN)
            && from < known.until
            && !set.holes.as_deref().is_some_and(is_hole)
    }

    /// The runs that end in the periods, as far as that is known.
    fn ends(&self, look: &Look<'_>) -> Ends {
        let set = look.sets.set(look.population.at);
        let Days { from, until } = look.population.known;
        // The day after a last day: it has to be known too.
        let (first, last) = (
            from.max(look.seen.from) + 1,
            (until - 1).min(look.seen.until),
        );
        let runs = (0_u32..).zip(&self.last);
        let mut ends = Ends::default();
        let ended = runs.map(|(run, &at)| {
            let end = set.end[at as usize];
            (run, first <= end && end <= last)
        });
        keep(&mut ends.run, self.last.len(), ended);
        if let Some(holes) = &set.holes {
            ends.run.retain(|&run| {
                let end = set.end[self.last[run as usize] as usize];
                !holes.contains(self.person[run as usize] as usize, end)
            });
        }
        ends.interval
            .extend(ends.run.iter().map(|&run| self.last[run as usize]));
        ends.day
            .extend(ends.interval.iter().map(|&at| set.end[at as usize]));
        ends
    }
}

/// Adds those of at most so many items that are to be kept: each is written, so that there is no branch.
#[inline]
pub(super) fn keep<T: Copy + Default>(
    list: &mut Vec<T>,
    most: usize,
    items: impl Iterator<Item = (T, bool)>,
) {
    let mut count = list.len();
    list.resize(count + most + 1, T::default());
    items.for_each(|(item, is_kept)| {
        list[count] = item;
        count += usize::from(is_kept);
    });
    list.truncate(count);
}

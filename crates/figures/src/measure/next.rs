//! The next day on which a population is true, or is not: asked of many days of a tile's persons at once.
//!
//! The days come in the order of the persons and their days, so that every set is walked forward once. Where the intervals
//! that the days follow show by their rows where to look, there is no walk at all.

use crate::plan::{Buffers, NodeId};
use crate::sets::{Days, Set, Tile};

/// Later than every day: there is no next one.
pub(super) const NEVER: i32 = i32::MAX;

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

/// Days from which on is asked, each after an interval of a set.
#[derive(Clone, Copy)]
pub(super) struct Following<'a> {
    pub(super) tile: &'a Tile<'a>,
    pub(super) set: &'a Set,
    /// [`Starts`] of the set.
    pub(super) starts: &'a Starts,
    /// The intervals, ascending; between each and the next one of its person lies a day outside the set.
    pub(super) interval: &'a [u32],
    /// The days. Within a person they do not fall.
    pub(super) day: &'a [i32],
    /// Whether every day is the one after its interval.
    pub(super) is_next_day: bool,
}

/// Where the intervals of a set begin, as seen from the one before of the same person.
#[derive(Debug, Clone, Default)]
pub(super) struct Starts {
    starts: Vec<i32>,
}

impl Starts {
    pub(super) fn read(&mut self, set: &Set) {
        self.starts.clear();
        self.starts.extend_from_slice(&set.start);
        self.starts.push(NEVER);
        for &first in &set.offsets {
            self.starts[first as usize] = NEVER;
        }
    }

    /// Per interval the start of the person's next one, or [`NEVER`].
    pub(super) fn of_next(&self) -> &[i32] {
        &self.starts[1..]
    }
}

impl Root {
    /// Whether it is known what the population says on these days of a person.
    #[inline]
    pub(super) fn is_known(
        self,
        days: Days,
        holes: Option<&Set>,
        person: impl Fn() -> usize,
    ) -> Known {
        if days.is_empty() {
            // Of no days nothing can be unknown.
            return Known::Yes;
        }
        if days.intersect(self.known) != days {
            return Known::NotObserved;
        }
        let meets = |holes: &Set| {
            let mut spans = holes.spans(person());
            spans.any(|(start, end)| start < days.until && days.from < end)
        };
        if holes.is_some_and(meets) {
            Known::Missing
        } else {
            Known::Yes
        }
    }

    /// For each day the first one from it on on which the population is true, or is false; [`NEVER`] where none is.
    pub(super) fn next(
        self,
        is_true: bool,
        sets: &Buffers,
        from: Following<'_>,
        found: &mut Vec<i32>,
    ) {
        let set = sets.set(self.at);
        found.clear();
        if is_true == self.negated {
            from.each_person(|person, day| first_outside(set, person, day, found));
        } else if from.is_next_day && std::ptr::eq(set, from.set) {
            let next = from.starts.of_next();
            found.extend(from.interval.iter().map(|&at| next[at as usize]));
        } else if from.is_next_day
            && let Some(rows) = from.rows_in(set)
        {
            first_inside_by_rows(set, rows, from, found);
        } else {
            from.each_person(|person, day| first_inside(set, person, day, found));
        }
    }
}

impl Following<'_> {
    /// Calls `each` with every person of whom something is asked, and the days.
    fn each_person(&self, mut each: impl FnMut(usize, &[i32])) {
        for_each_person(self.set, self.interval, |person, places| {
            each(person, &self.day[places]);
        });
    }

    /// The rows of the intervals, counted from the tile's first, where the other set has one interval in every row of the
    /// same track: then each row's place in it is the row's place in the tile.
    fn rows_in(&self, other: &Set) -> Option<impl Iterator<Item = usize> + '_> {
        let (rows, others) = (self.set.rows.as_ref()?, other.rows.as_ref()?);
        let all = self.tile.rows(rows.track);
        let base = u32::try_from(all.start).expect("a track has fewer rows than 2³²");
        let is_each_row = rows.track == others.track
            && others.row.len() == all.len()
            && (base..)
                .zip(&others.row)
                .fold(0, |differ, (row, &at)| differ | (row ^ at))
                == 0;
        let places = self.interval.iter();
        is_each_row.then(|| places.map(move |&at| (rows.row[at as usize] - base) as usize))
    }
}

/// Calls `each` with every person of the set who has one of the intervals, and the places of those.
pub(super) fn for_each_person(
    set: &Set,
    intervals: &[u32],
    mut each: impl FnMut(usize, std::ops::Range<usize>),
) {
    let mut at = 0;
    for (person, &until) in set.offsets.iter().skip(1).enumerate() {
        let first = at;
        while at < intervals.len() && intervals[at] < until {
            at += 1;
        }
        if first < at {
            each(person, first..at);
        }
    }
}

fn first_inside(set: &Set, person: usize, days: &[i32], found: &mut Vec<i32>) {
    let of = set.of(person);
    let (starts, ends) = (&set.start[of.clone()], &set.end[of]);
    let mut at = 0;
    for &day in days {
        while at < ends.len() && ends[at] <= day {
            at += 1;
        }
        found.push(starts.get(at).map_or(NEVER, |&start| start.max(day)));
    }
}

fn first_outside(set: &Set, person: usize, days: &[i32], found: &mut Vec<i32>) {
    let of = set.of(person);
    let (starts, ends) = (&set.start[of.clone()], &set.end[of]);
    let mut at = 0;
    for &day in days {
        while at < ends.len() && ends[at] <= day {
            at += 1;
        }
        let mut outside = day;
        for (&start, &end) in starts[at..].iter().zip(&ends[at..]) {
            if start > outside {
                break;
            }
            outside = end;
        }
        found.push(outside);
    }
}

/// As [`first_inside`], where the interval in the day's own row or the one in the next row is the one that is looked for.
fn first_inside_by_rows(
    set: &Set,
    rows: impl Iterator<Item = usize>,
    from: Following<'_>,
    found: &mut Vec<i32>,
) {
    let mut starts = Starts::default();
    starts.read(set);
    let next = starts.of_next();
    found.extend(rows.zip(from.day).map(|(row, &day)| {
        // The row ends on the day or later, and the next row begins after it.
        if set.end[row] > day {
            set.start[row].max(day)
        } else {
            next[row]
        }
    }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::histories::{Histories, TrackRows};
    use crate::schema::TrackId;

    fn set(track: u8, rows: &[u32]) -> Set {
        let mut set = Set::default();
        set.clear_for_rows(TrackId(track));
        for &row in rows {
            let start = 10 * row.cast_signed();
            set.push_row(start, start + 5, row);
        }
        set.close_person();
        set
    }

    #[test]
    fn a_row_tells_its_place_only_in_a_set_with_every_row_of_the_same_track() {
        let track = TrackRows {
            offsets: vec![0, 3],
            start: vec![0, 10, 20],
            end: vec![5, 15, 25],
            columns: vec![],
            disjoint: true,
        };
        let histories = Histories {
            persons: vec![1],
            attributes: vec![],
            tracks: vec![track.clone(), track],
        };
        let tile = Tile::all(&histories).next().unwrap();
        let of = set(0, &[0, 2]);
        let mut starts = Starts::default();
        starts.read(&of);
        let following = Following {
            tile: &tile,
            set: &of,
            starts: &starts,
            interval: &[0, 1],
            day: &[5, 25],
            is_next_day: true,
        };
        let places = |other: &Set| following.rows_in(other).map(Iterator::collect::<Vec<_>>);
        assert_eq!(places(&set(0, &[0, 1, 2])), Some(vec![0, 2]));
        let others: [(u8, &[u32]); 5] = [
            (1, &[0, 1, 2]),
            (0, &[]),
            (0, &[0, 1]),
            (0, &[0, 0, 2]),
            (0, &[1, 2]),
        ];
        for (track, rows) in others {
            assert_eq!(places(&set(track, rows)), None, "{track} {rows:?}");
        }
    }
}

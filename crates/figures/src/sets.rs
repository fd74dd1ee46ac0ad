//! Sets of days of the persons of a tile, and the tiles themselves: what operators read and write.

use std::ops::Range;

use calendar::Day;

use crate::histories::Histories;
use crate::operate::Active;
use crate::schema::TrackId;

/// The first day there is: »always« begins here.
pub(crate) const BEGIN: i32 = Day::MIN.epoch();
/// The day after the last day there is: »for ever« ends here.
pub(crate) const END: i32 = Day::MAX.epoch() + 1;

/// Spells of a tile: their columns and the sets made of them stay in the second-level cache.
const TILE_SPELLS: u64 = 12_288;
/// Persons of a tile at most, for those whose tracks are empty.
const TILE_PERSONS: usize = 4_096;

/// Consecutive days, `from ≤ day < until`, days since 1970-01-01; empty where `from ≥ until`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Days {
    /// The first day.
    pub from: i32,
    /// The day after the last day.
    pub until: i32,
}

impl Days {
    /// Every day there is.
    pub const ALL: Days = Days {
        from: BEGIN,
        until: END,
    };

    /// One day.
    pub fn one(day: i32) -> Days {
        Days {
            from: day,
            until: day + 1,
        }
    }

    /// Whether the day is one of these.
    pub fn contains(self, day: i32) -> bool {
        self.from <= day && day < self.until
    }

    /// Whether these are no days.
    pub fn is_empty(self) -> bool {
        self.from >= self.until
    }

    /// The days that are in both.
    #[must_use]
    pub fn intersect(self, other: Days) -> Days {
        Days {
            from: self.from.max(other.from),
            until: self.until.min(other.until),
        }
    }

    /// The shortest range that holds both.
    #[must_use]
    pub fn hull(self, other: Days) -> Days {
        if self.is_empty() {
            return other;
        }
        if other.is_empty() {
            return self;
        }
        Days {
            from: self.from.min(other.from),
            until: self.until.max(other.until),
        }
    }
}

/// Sets of days, one a person of a tile.
///
/// The intervals `start ≤ day < end` of a person are sorted and disjoint. They do not touch, unless rows are kept: then each
/// lies within one row of a disjoint track, and neighbours may touch.
#[derive(Debug, Clone, Default)]
pub(crate) struct Set {
    /// Person `p` of the tile has the intervals `offsets[p] .. offsets[p + 1]`.
    pub(crate) offsets: Vec<u32>,
    /// First day of each interval.
    pub(crate) start: Vec<i32>,
    /// The day after the last day of each interval.
    pub(crate) end: Vec<i32>,
    /// The row that each interval lies in, where known.
    pub(crate) rows: Option<Rows>,
    /// Days on which it is unknown whether they belong to the set; they share no day with it. Almost always `None`.
    pub(crate) holes: Option<Box<Set>>,
    /// The memory of rows that are not kept now.
    spare: Vec<u32>,
}

/// The rows that the intervals of a [`Set`] lie in.
#[derive(Debug, Clone)]
pub(crate) struct Rows {
    /// The track, which is disjoint.
    pub(crate) track: TrackId,
    /// Per interval the row's place in the histories' track.
    pub(crate) row: Vec<u32>,
}

impl Set {
    /// Forgets everything but the memory; [`Set::close_person`] follows for each person.
    pub(crate) fn clear(&mut self) {
        self.offsets.clear();
        self.offsets.push(0);
        self.start.clear();
        self.end.clear();
        self.holes = None;
        if let Some(rows) = self.rows.take() {
            self.spare = rows.row;
        }
    }

    /// As [`Set::clear`], for a set that keeps rows of this track.
    pub(crate) fn clear_for_rows(&mut self, track: TrackId) {
        self.clear();
        let mut row = std::mem::take(&mut self.spare);
        row.clear();
        self.rows = Some(Rows { track, row });
    }

    /// Adds an interval to the open person of a set that keeps no rows; it is joined with the one before where they touch.
    #[inline]
    pub(crate) fn push(&mut self, start: i32, end: i32) {
        let first = self.offsets.last().copied().unwrap_or_default() as usize;
        if self.end.len() > first
            && let Some(last) = self.end.last_mut()
            && *last >= start
        {
            *last = end.max(*last);
            return;
        }
        self.start.push(start);
        self.end.push(end);
    }

    /// Adds an interval within a row to the open person of a set that keeps rows.
    #[inline]
    pub(crate) fn push_row(&mut self, start: i32, end: i32, row: u32) {
        self.start.push(start);
        self.end.push(end);
        if let Some(rows) = &mut self.rows {
            rows.row.push(row);
        }
    }

    /// Writes the set person by person: `person` adds the intervals of the one it is given, `most` at most over all.
    #[inline]
    pub(crate) fn write_rows(
        &mut self,
        track: TrackId,
        most: usize,
        active: Active<'_>,
        mut person: impl FnMut(usize, &mut RowWriter<'_>),
    ) {
        self.clear_for_rows(track);
        let Some(rows) = &mut self.rows else {
            unreachable!("a set that was cleared for rows");
        };
        self.start.resize(most + 1, 0);
        self.end.resize(most + 1, 0);
        rows.row.resize(most + 1, 0);
        let mut writer = RowWriter {
            start: &mut self.start,
            end: &mut self.end,
            row: &mut rows.row,
            count: 0,
        };
        active.count(&mut self.offsets, |one| {
            person(one, &mut writer);
            writer.count
        });
        let count = writer.count;
        self.start.truncate(count);
        self.end.truncate(count);
        rows.row.truncate(count);
    }

    /// As [`Set::write_rows`], for a set that keeps no rows. No two of the intervals may touch.
    #[inline]
    pub(crate) fn write_spans(
        &mut self,
        most: usize,
        active: Active<'_>,
        mut person: impl FnMut(usize, &mut SpanWriter<'_>),
    ) {
        self.clear();
        self.start.resize(most + 1, 0);
        self.end.resize(most + 1, 0);
        let mut writer = SpanWriter {
            start: &mut self.start,
            end: &mut self.end,
            count: 0,
        };
        active.count(&mut self.offsets, |one| {
            person(one, &mut writer);
            writer.count
        });
        let count = writer.count;
        self.start.truncate(count);
        self.end.truncate(count);
    }

    /// Ends the open person.
    #[inline]
    pub(crate) fn close_person(&mut self) {
        self.offsets
            .push(u32::try_from(self.start.len()).expect("a tile has fewer intervals than 2³²"));
    }

    /// Gives the persons before this one that have not been written empty sets.
    #[inline]
    pub(crate) fn close_persons_before(&mut self, person: usize) {
        let written = self.start.len();
        let written = u32::try_from(written).expect("a tile has fewer intervals than 2³²");
        self.offsets.resize(person + 1, written);
    }

    /// How many persons.
    #[inline]
    pub(crate) fn persons(&self) -> usize {
        self.offsets.len().saturating_sub(1)
    }

    /// The places of a person's intervals.
    #[inline]
    pub(crate) fn of(&self, person: usize) -> Range<usize> {
        self.offsets[person] as usize..self.offsets[person + 1] as usize
    }

    /// The row that an interval lies in, where it is known.
    #[inline]
    pub(crate) fn row(&self, interval: usize) -> Option<u32> {
        self.rows.as_ref().map(|rows| rows.row[interval])
    }

    /// A person's intervals.
    #[inline]
    pub(crate) fn spans(&self, person: usize) -> impl Iterator<Item = (i32, i32)> + '_ {
        let at = self.of(person);
        let (start, end) = (&self.start[at.clone()], &self.end[at]);
        start.iter().copied().zip(end.iter().copied())
    }

    /// Whether the day is in the person's set.
    pub(crate) fn contains(&self, person: usize, day: i32) -> bool {
        let at = self.of(person);
        let after = self.start[at.clone()].partition_point(|&start| start <= day);
        after > 0 && self.end[at][after - 1] > day
    }
}

/// Writes a set that keeps rows, of which it is known how many intervals it has at most.
pub(crate) struct RowWriter<'a> {
    start: &'a mut [i32],
    end: &'a mut [i32],
    row: &'a mut [u32],
    count: usize,
}

impl RowWriter<'_> {
    /// Adds an interval within a row, if it is not empty. It is written in any case, so that there is no branch.
    #[inline]
    pub(crate) fn push_if_any(&mut self, start: i32, end: i32, row: u32) {
        self.start[self.count] = start;
        self.end[self.count] = end;
        self.row[self.count] = row;
        self.count += usize::from(start < end);
    }
}

/// Writes a set that keeps no rows, of which it is known how many intervals it has at most.
pub(crate) struct SpanWriter<'a> {
    start: &'a mut [i32],
    end: &'a mut [i32],
    count: usize,
}

impl SpanWriter<'_> {
    /// As [`RowWriter::push_if_any`].
    #[inline]
    pub(crate) fn push_if_any(&mut self, start: i32, end: i32) {
        self.start[self.count] = start;
        self.end[self.count] = end;
        self.count += usize::from(start < end);
    }
}

/// Some consecutive persons of the histories, with so few spells that operators work in the cache.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tile<'a> {
    /// All histories of the batch.
    pub(crate) histories: &'a Histories,
    /// The first person.
    pub(crate) from: usize,
    /// The person after the last.
    pub(crate) until: usize,
}

impl<'a> Tile<'a> {
    /// The tiles of all persons, in order.
    pub(crate) fn all(histories: &'a Histories) -> impl Iterator<Item = Tile<'a>> + 'a {
        let mut from = 0;
        std::iter::from_fn(move || {
            (from < histories.len()).then(|| {
                let tile = Tile::beginning_at(histories, from);
                from = tile.until;
                tile
            })
        })
    }

    fn beginning_at(histories: &'a Histories, from: usize) -> Tile<'a> {
        let spells_before = |person: usize| -> u64 {
            let tracks = histories.tracks.iter();
            tracks.map(|track| u64::from(track.offsets[person])).sum()
        };
        let limit = spells_before(from) + TILE_SPELLS;
        let (mut fits, mut beyond) = (from + 1, histories.len().min(from + TILE_PERSONS) + 1);
        while beyond - fits > 1 {
            let middle = usize::midpoint(fits, beyond);
            if spells_before(middle) <= limit {
                fits = middle;
            } else {
                beyond = middle;
            }
        }
        Tile {
            histories,
            from,
            until: fits,
        }
    }

    /// How many persons.
    #[inline]
    pub(crate) fn persons(&self) -> usize {
        self.until - self.from
    }

    /// The rows of a track that belong to the tile's persons.
    #[inline]
    pub(crate) fn rows(&self, track: TrackId) -> Range<usize> {
        let offsets = &self.histories.track(track).offsets;
        offsets[self.from] as usize..offsets[self.until] as usize
    }

    /// The rows of a track that belong to a person of the tile.
    #[inline]
    pub(crate) fn rows_of(&self, track: TrackId, person: usize) -> Range<usize> {
        self.histories.track(track).rows(self.from + person)
    }
}

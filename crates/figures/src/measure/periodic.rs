//! Measures of periods: stock, persons touched, weighted days.
//!
//! Each is a loop over pieces that adds two events a piece, at its two ends. None looks at the periods between them.

use crate::schema::MISSING;
use crate::sets::Days;

use super::axis::{Axis, Place as DayPlace, Stretch};
use super::table::{Place as TablePlace, Table};

/// Pieces of a tile's persons: days in one cell. Within a person and a cell they are sorted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct View<'a> {
    /// The person of the first two offsets.
    pub(crate) first: usize,
    pub(crate) offsets: &'a [u32],
    pub(crate) start: &'a [i32],
    pub(crate) end: &'a [i32],
    pub(crate) cell: &'a [u32],
}

/// Start, end and cell of a piece.
pub(crate) type Piece = (i32, i32, u32);

/// A piece on the axis: the places of its first day and of the day after its last.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Placed {
    pub(crate) cell: u32,
    pub(crate) start: DayPlace,
    pub(crate) end: DayPlace,
}

/// The periods in which a piece makes its person touched: from one, and until before another.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Touch {
    pub(crate) from: usize,
    pub(crate) until: usize,
}

/// Where a measure's numbers go, and which days it may count.
pub(crate) struct Sink<'a> {
    pub(crate) table: &'a mut Table,
    /// Where the measure's numbers are in the table.
    pub(crate) place: TablePlace,
    pub(crate) axis: &'a Axis,
    /// Known days within the periods.
    pub(crate) clip: Days,
}

/// Per cell the person who touched it last, and the last period in which.
#[derive(Debug, Clone, Default)]
pub(crate) struct Stamps {
    last: Vec<u64>,
}

impl Stamps {
    /// Prepares for so many cells.
    pub(crate) fn open(&mut self, cells: usize) {
        if self.last.len() < cells {
            self.last.resize(cells, u64::MAX);
        }
    }

    /// A person touches a cell from the first of these periods to the last; earlier touches of the same cell are counted already.
    #[inline]
    pub(crate) fn touch(&mut self, person: u32, cell: u32, (first, last): (usize, usize)) -> Touch {
        let mine = u64::from(person) << 16;
        let stamp = &mut self.last[cell as usize];
        // Of the same person, earlier pieces of the cell end before this one begins: only one period can be common.
        let is_counted = *stamp == mine | first as u64;
        *stamp = mine | last as u64;
        // Where the first period is counted and is the last one too, nothing is left between the two.
        Touch {
            from: first + usize::from(is_counted),
            until: last + 1,
        }
    }
}

/// So many pieces are counted by one measure after another, so that the sums that they touch are still in the cache.
const CHUNK: usize = 2_048;

impl<'a> View<'a> {
    /// The pieces of all persons in chunks.
    pub(crate) fn chunks(self) -> impl Iterator<Item = View<'a>> {
        let mut from = 0;
        let last = self.offsets.len() - 1;
        std::iter::from_fn(move || {
            if from >= last {
                return None;
            }
            let limit = self.offsets[from] as usize + CHUNK;
            let fitting = self.offsets[from..].partition_point(|&offset| offset as usize <= limit);
            let until = (from + fitting.saturating_sub(1)).max(from + 1);
            let chunk = View {
                first: self.first + from,
                offsets: &self.offsets[from..=until],
                ..self
            };
            from = until;
            Some(chunk)
        })
    }

    pub(crate) fn range(self) -> std::ops::Range<usize> {
        let (first, last) = (self.offsets[0], self.offsets[self.offsets.len() - 1]);
        first as usize..last as usize
    }

    pub(super) fn persons(self) -> impl Iterator<Item = std::ops::Range<usize>> {
        (self.offsets.windows(2)).map(|ends| ends[0] as usize..ends[1] as usize)
    }

    /// Calls `each` with every piece, its place, and its person's number where the first person of the tile has this one.
    #[inline]
    pub(crate) fn each(self, number: u32, mut each: impl FnMut(u32, usize, Piece)) {
        let first = number.wrapping_add(u32::try_from(self.first).expect("a tile's persons"));
        for (person, range) in (first..).zip(self.persons()) {
            let (starts, ends) = (&self.start[range.clone()], &self.end[range.clone()]);
            let pieces = starts.iter().zip(ends).zip(&self.cell[range.clone()]);
            for (at, ((&start, &end), &cell)) in range.zip(pieces) {
                each(person, at, (start, end, cell));
            }
        }
    }

    /// Every piece, placed.
    fn placed(self, days: Stretch<'a>) -> impl Iterator<Item = Placed> {
        let range = self.range();
        let (starts, ends) = (&self.start[range.clone()], &self.end[range.clone()]);
        let pieces = starts.iter().zip(ends).zip(&self.cell[range]);
        pieces.map(move |((&start, &end), &cell)| Placed {
            cell,
            start: days.at(days.hold(start)),
            end: days.at(days.hold(end)),
        })
    }
}

impl Sink<'_> {
    /// Persons on the periods' last days.
    pub(crate) fn stock(&mut self, pieces: View<'_>) {
        self.stock_of(pieces.placed(self.axis.stretch(self.clip)));
    }

    pub(crate) fn stock_of(&mut self, pieces: impl Iterator<Item = Placed>) {
        let slot = self.place.main;
        let mut entries = self.table.entries();
        for Placed { cell, start, end } in pieces {
            // The first period whose last day is not before a day is the one that holds the day.
            let (from, until) = (start.period(), end.period());
            if from < until {
                entries.add(cell, from, slot, 1);
                entries.add(cell, until, slot, -1);
            }
        }
    }

    /// Distinct persons with a day in the period; the first person has this number.
    pub(crate) fn touched(&mut self, pieces: View<'_>, number: u32, stamps: &mut Stamps) {
        stamps.open(self.table.cells());
        let (slot, days) = (self.place.main, self.axis.stretch(self.clip));
        let mut entries = self.table.entries();
        pieces.each(number, |person, _, (start, end, cell)| {
            if let Some(periods) = days.periods(start, end) {
                let touch = stamps.touch(person, cell, periods);
                entries.add(cell, touch.from, slot, 1);
                entries.add(cell, touch.until, slot, -1);
            }
        });
    }

    pub(crate) fn touched_of(&mut self, touches: impl Iterator<Item = (u32, Touch)>) {
        let slot = self.place.main;
        let mut entries = self.table.entries();
        for (cell, touch) in touches {
            entries.add(cell, touch.from, slot, 1);
            entries.add(cell, touch.until, slot, -1);
        }
    }

    /// [`Sink::touched_of`] and [`Sink::weighted_of`] at once, which costs little more than one: their numbers lie side by side.
    pub(crate) fn touched_and_weighted(
        &mut self,
        weighted: TablePlace,
        pieces: impl Iterator<Item = (Placed, Touch, i32)>,
    ) {
        let slot = self.place.main;
        if let Some(mut entries) = self.table.entries().of_width::<2>() {
            for (Placed { cell, start, end }, touch, weight) in pieces {
                let [begin, stop] = events(start, end, weight_of(weight));
                entries.add_weight(cell, start.period(), weighted, begin);
                entries.add(cell, touch.from, slot, 1);
                entries.add_weight(cell, end.period(), weighted, stop);
                entries.add(cell, touch.until, slot, -1);
            }
        } else {
            let mut entries = self.table.entries();
            for (Placed { cell, start, end }, touch, weight) in pieces {
                let [begin, stop] = events(start, end, weight_of(weight));
                entries.add_weight(cell, start.period(), weighted, begin);
                entries.add(cell, touch.from, slot, 1);
                entries.add_weight(cell, end.period(), weighted, stop);
                entries.add(cell, touch.until, slot, -1);
            }
        }
    }

    /// Weighted days, with what a day of each piece weighs by its place.
    pub(crate) fn weighted(&mut self, pieces: View<'_>, weight: impl Fn(usize) -> i32) {
        let placed = pieces.placed(self.axis.stretch(self.clip));
        self.weighted_of(placed.zip(pieces.range().map(weight)));
    }

    pub(crate) fn weighted_of(&mut self, pieces: impl Iterator<Item = (Placed, i32)>) {
        let place = self.place;
        if let Some(mut entries) = self.table.entries().of_width::<2>() {
            for (Placed { cell, start, end }, weight) in pieces {
                let [begin, stop] = events(start, end, weight_of(weight));
                entries.add_weight(cell, start.period(), place, begin);
                entries.add_weight(cell, end.period(), place, stop);
            }
        } else {
            let mut entries = self.table.entries();
            for (Placed { cell, start, end }, weight) in pieces {
                let [begin, stop] = events(start, end, weight_of(weight));
                entries.add_weight(cell, start.period(), place, begin);
                entries.add_weight(cell, end.period(), place, stop);
            }
        }
    }
}

/// What a day weighs; one without a value weighs nothing.
#[inline]
fn weight_of(value: i32) -> i64 {
    if value == MISSING {
        0
    } else {
        i64::from(value)
    }
}

/// What the days between two places add: the weight from the first on, and nothing of it from the second.
#[inline]
pub(super) fn events(start: DayPlace, end: DayPlace, weight: i64) -> [(i64, i64); 2] {
    let begin = (weight, -weight * start.before());
    let stop = (-weight, weight * end.before());
    [begin, stop]
}

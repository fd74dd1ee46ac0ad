//! Measures of periods: stock, persons touched, weighted days.
//!
//! Each is a loop over pieces that adds two events a piece, at its two ends. None looks at the periods between them.

use crate::operate::spells::PASSES;
use crate::schema::MISSING;
use crate::sets::{Days, Tile};

use super::axis::Axis;
use super::pieces::Weighing;
use super::table::Table;

/// Pieces of a tile's persons: days in one cell. Within a person and a cell they are sorted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct View<'a> {
    pub(crate) offsets: &'a [u32],
    pub(crate) start: &'a [i32],
    pub(crate) end: &'a [i32],
    pub(crate) cell: &'a [u32],
}

/// Where a measure's numbers go, and which days it may count.
pub(crate) struct Sink<'a> {
    pub(crate) table: &'a mut Table,
    /// The measure's lane.
    pub(crate) lane: usize,
    pub(crate) axis: &'a Axis,
    /// Known days within the periods.
    pub(crate) clip: Days,
}

/// Per cell the person who touched it last, and the last period in which.
#[derive(Debug, Clone, Default)]
pub(crate) struct Stamps {
    last: Vec<u64>,
    /// Persons of the tiles before this one.
    persons: u64,
}

impl View<'_> {
    fn persons(self) -> impl Iterator<Item = std::ops::Range<usize>> {
        (self.offsets.windows(2)).map(|ends| ends[0] as usize..ends[1] as usize)
    }
}

impl Sink<'_> {
    #[inline]
    fn clamp(&self, day: i32) -> i32 {
        day.max(self.clip.from).min(self.clip.until)
    }

    /// Persons on the periods' last days.
    pub(crate) fn stock(&mut self, pieces: View<'_>) {
        let ends = pieces.start.iter().zip(pieces.end);
        for ((&start, &end), &cell) in ends.zip(pieces.cell) {
            // The first period whose last day is not before a day is the one that holds the day.
            let from = self.axis.at(self.clamp(start)).period();
            let until = self.axis.at(self.clamp(end)).period();
            if from < until {
                self.table.add(cell, from, self.lane, 1);
                self.table.add(cell, until, self.lane, -1);
            }
        }
    }

    /// Distinct persons with a day in the period.
    pub(crate) fn touched(&mut self, pieces: View<'_>, stamps: &mut Stamps) {
        let cells = self.table.cells();
        if stamps.last.len() < cells {
            stamps.last.resize(cells, 0);
        }
        for range in pieces.persons() {
            stamps.persons += 1;
            let mine = stamps.persons << 16;
            for piece in range {
                let start = self.clamp(pieces.start[piece]);
                let end = self.clamp(pieces.end[piece]);
                if start >= end {
                    continue;
                }
                let cell = pieces.cell[piece];
                let last = self.axis.at(end - 1).period();
                let mut first = self.axis.at(start).period();
                let stamp = &mut stamps.last[cell as usize];
                if *stamp >= mine {
                    // The same person; earlier pieces of the cell end before this one begins, so only one period can be common.
                    let before = usize::try_from(*stamp - mine).expect("a period's place");
                    first = first.max(before + 1);
                }
                if first <= last {
                    self.table.add(cell, first, self.lane, 1);
                    self.table.add(cell, last + 1, self.lane, -1);
                    *stamp = mine | last as u64;
                }
            }
        }
    }

    /// Weighted days; `weight` tells what a day of a piece weighs.
    pub(crate) fn weighted(&mut self, pieces: View<'_>, weight: impl Fn(usize) -> i32) {
        let ends = pieces.start.iter().zip(pieces.end);
        for (piece, ((&start, &end), &cell)) in ends.zip(pieces.cell).enumerate() {
            let weight = weight(piece);
            if weight != MISSING {
                let days = (self.clamp(start), self.clamp(end));
                self.add_days(cell, days, i64::from(weight));
            }
        }
    }

    #[inline]
    fn add_days(&mut self, cell: u32, (start, end): (i32, i32), weight: i64) {
        let (start, end) = (self.axis.at(start), self.axis.at(end));
        let begin = [weight, -weight * start.before()];
        let stop = [-weight, weight * end.before()];
        self.table.add_pair(cell, start.period(), self.lane, begin);
        self.table.add_pair(cell, end.period(), self.lane, stop);
    }

    /// Weighted days of the whole periods on whose last day a piece holds; without weighing every day weighs one.
    pub(crate) fn of_stock(
        &mut self,
        pieces: View<'_>,
        tile: &Tile<'_>,
        weighing: Option<&Weighing>,
        sampled: Days,
    ) {
        for (person, range) in pieces.persons().enumerate() {
            for piece in range {
                let within = |day: i32| day.max(sampled.from).min(sampled.until);
                let from = self.axis.at(within(pieces.start[piece])).period();
                let until = self.axis.at(within(pieces.end[piece])).period();
                if from >= until {
                    continue;
                }
                let days = Days {
                    from: self.clamp(self.axis.start(from)),
                    until: self.clamp(self.axis.start(until)),
                };
                let cell = pieces.cell[piece];
                match weighing {
                    None => self.add_days(cell, (days.from, days.until), 1),
                    Some(weighing) => self.add_rows(cell, days, (tile, person), weighing),
                }
            }
        }
    }

    fn add_rows(
        &mut self,
        cell: u32,
        days: Days,
        (tile, person): (&Tile<'_>, usize),
        weighing: &Weighing,
    ) {
        let track = tile.histories.track(weighing.of.track);
        let values = &track.columns[usize::from(weighing.column.0)];
        let rows = tile.rows_of(weighing.of.track, person);
        let first = if track.disjoint {
            rows.start + track.end[rows.clone()].partition_point(|&end| end <= days.from)
        } else {
            rows.start
        };
        for row in first..rows.end {
            if track.start[row] >= days.until {
                break;
            }
            let common = Days {
                from: track.start[row],
                until: track.end[row],
            }
            .intersect(days);
            if common.is_empty() || values[row] == MISSING {
                continue;
            }
            if weighing.spells.test_one(track, row) == PASSES {
                let weight = i64::from(values[row]);
                self.add_days(cell, (common.from, common.until), weight);
            }
        }
    }
}

//! Weighted days of whole periods, for the persons who are there on the period's last day.

use crate::operate::spells::PASSES;
use crate::schema::MISSING;
use crate::sets::{Days, Set, Tile};

use super::periodic::{Sink, View, events};
use super::pieces::Weighing;

/// What gives the days of a tile's persons their weight.
#[derive(Clone, Copy)]
pub(crate) enum Weights<'a> {
    /// Every day weighs one.
    One,
    /// The rows of a set: the spells that weigh have been found for somebody else already.
    Found(&'a Set, &'a [i32]),
    /// The rows of a track that pass a test.
    Tested(&'a Tile<'a>, &'a Weighing),
}

impl<'a> Weights<'a> {
    /// The weights of a weighing; `set` has the days of its spells, where somebody needs them anyway.
    pub(crate) fn new(
        weighing: Option<&'a Weighing>,
        tile: &'a Tile<'a>,
        set: Option<&'a Set>,
    ) -> Weights<'a> {
        match (weighing, set) {
            (None, _) => Weights::One,
            (Some(weighing), Some(set)) if set.rows.is_some() => {
                let track = tile.histories.track(weighing.of.track);
                Weights::Found(set, &track.columns[usize::from(weighing.column.0)])
            }
            (Some(weighing), _) => Weights::Tested(tile, weighing),
        }
    }
}

/// A person's days with a weight, sorted.
struct Weighed<'a, W> {
    start: &'a [i32],
    end: &'a [i32],
    /// What a day weighs, by place; one without a weight weighs nothing.
    weight: W,
}

impl Sink<'_> {
    /// Weighted days of the whole periods on whose last day a piece holds.
    pub(crate) fn of_stock(&mut self, pieces: View<'_>, weights: Weights<'_>, sampled: Days) {
        match weights {
            Weights::One => {
                for person in pieces.persons() {
                    self.of_person(pieces, person, sampled, |sink, cell, days| {
                        sink.add_days(cell, days, 1);
                    });
                }
            }
            Weights::Found(set, values) => {
                let rows = set.rows.as_ref().map_or(&[][..], |rows| &rows.row);
                for (person, range) in (pieces.first..).zip(pieces.persons()) {
                    let of = set.of(person);
                    let rows = &rows[of.clone()];
                    let weighed = Weighed {
                        start: &set.start[of.clone()],
                        end: &set.end[of],
                        weight: |at: usize| values[rows[at] as usize],
                    };
                    self.of_person(pieces, range, sampled, |sink, cell, days| {
                        sink.add_weighed(cell, days, &weighed);
                    });
                }
            }
            Weights::Tested(tile, weighing) => {
                let track = tile.histories.track(weighing.of.track);
                let values = &track.columns[usize::from(weighing.column.0)];
                for (person, range) in (pieces.first..).zip(pieces.persons()) {
                    let of = tile.rows_of(weighing.of.track, person);
                    let first = of.start;
                    let weight = |at: usize| {
                        let passes = weighing.spells.test_one(track, first + at) == PASSES;
                        if passes { values[first + at] } else { MISSING }
                    };
                    let weighed = Weighed {
                        start: &track.start[of.clone()],
                        end: &track.end[of],
                        weight,
                    };
                    self.of_person(pieces, range, sampled, |sink, cell, days| {
                        sink.add_weighed(cell, days, &weighed);
                    });
                }
            }
        }
    }

    /// Calls `each` with the cell of every piece and the days of the periods on whose last day it holds.
    #[inline]
    fn of_person(
        &mut self,
        pieces: View<'_>,
        range: std::ops::Range<usize>,
        sampled: Days,
        mut each: impl FnMut(&mut Self, u32, Days),
    ) {
        let sampled = self.axis.stretch(sampled);
        for piece in range {
            let from = sampled.at(sampled.hold(pieces.start[piece])).period();
            let until = sampled.at(sampled.hold(pieces.end[piece])).period();
            if from < until {
                let days = Days {
                    from: self.axis.start(from),
                    until: self.axis.start(until),
                };
                each(self, pieces.cell[piece], days.intersect(self.clip));
            }
        }
    }

    #[inline]
    fn add_days(&mut self, cell: u32, days: Days, weight: i64) {
        if days.is_empty() {
            return;
        }
        let (start, end) = (self.axis.at(days.from), self.axis.at(days.until));
        let [begin, stop] = events(start, end, weight);
        let mut entries = self.table.entries();
        entries.add_weight(cell, start.period(), self.place, begin);
        entries.add_weight(cell, end.period(), self.place, stop);
    }

    #[inline]
    fn add_weighed<W: Fn(usize) -> i32>(&mut self, cell: u32, days: Days, of: &Weighed<'_, W>) {
        let mut first = 0;
        // A person has few rows: stepping is faster than halving.
        while first < of.end.len() && of.end[first] <= days.from {
            first += 1;
        }
        for at in first..of.start.len() {
            if of.start[at] >= days.until {
                break;
            }
            let common = Days {
                from: of.start[at],
                until: of.end[at],
            }
            .intersect(days);
            if !common.is_empty() {
                let weight = (of.weight)(at);
                if weight != MISSING {
                    self.add_days(cell, common, i64::from(weight));
                }
            }
        }
    }
}

//! Pieces: the days of a set, cut so that each piece lies in one cell and weighs one weight a day.
//!
//! The quick way is not here: a set that keeps the rows which tell the cell needs no cutting.

use crate::histories::TrackRows;
use crate::operate::spells::{PASSES, Spells};
use crate::plan::NodeId;
use crate::population::SpellTest;
use crate::schema::{ColumnId, MISSING, TrackId};
use crate::sets::{BEGIN, Days, END, Set, Tile};

use super::breakdown::{Breakdown, Keys, RowKeys, Source};
use super::cells::Cells;
use super::moving::Step;

/// Days of persons by cell. Within a person and a cell they are sorted, and disjoint unless they carry weights.
#[derive(Debug, Clone, Default)]
pub(crate) struct Pieces {
    /// Person `p` of the tile has the pieces `offsets[p] .. offsets[p + 1]`.
    pub(crate) offsets: Vec<u32>,
    pub(crate) start: Vec<i32>,
    pub(crate) end: Vec<i32>,
    pub(crate) cell: Vec<u32>,
    /// What a day weighs; 1 without weights.
    pub(crate) weight: Vec<i32>,
    segments: Vec<Segment>,
    spare: Vec<Segment>,
    covers: Vec<Segment>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Segment {
    key: u64,
    start: i32,
    end: i32,
    weight: i32,
}

/// Spells that give days their weight.
#[derive(Debug, Clone)]
pub(crate) struct Weighing {
    pub(crate) of: SpellTest,
    pub(crate) spells: Spells,
    pub(crate) column: ColumnId,
    /// The set of their days, where somebody needs it anyway.
    pub(crate) found: Option<NodeId>,
}

/// What the days of rows weigh, by the row: those that fail the test weigh nothing.
#[derive(Clone, Copy)]
pub(crate) struct RowWeights<'a> {
    track: &'a TrackRows,
    values: &'a [i32],
    /// `None` where every row that is asked for passes.
    spells: Option<&'a Spells>,
}

impl<'a> RowWeights<'a> {
    /// The weights by a weighing; `all_pass` says that only rows are asked for that pass its test.
    pub(crate) fn new(weighing: &'a Weighing, tile: &Tile<'a>, all_pass: bool) -> RowWeights<'a> {
        let track = tile.histories.track(weighing.of.track);
        RowWeights {
            track,
            values: &track.columns[usize::from(weighing.column.0)],
            spells: (!all_pass && !weighing.of.tests.is_empty()).then_some(&weighing.spells),
        }
    }

    /// What a day of the row weighs; [`MISSING`] for nothing.
    #[inline]
    pub(crate) fn of(self, row: u32) -> i32 {
        let row = row as usize;
        match self.spells {
            Some(spells) if spells.test_one(self.track, row) != PASSES => MISSING,
            _ => self.values[row],
        }
    }
}

/// Where the weights of pieces come from.
#[derive(Clone, Copy)]
pub(crate) enum Weight<'a> {
    /// Every day weighs one.
    One,
    /// The rows that the days lie in.
    Rows(RowWeights<'a>),
    /// Spells that lie otherwise than the days; they cut them.
    Spells(&'a Weighing),
}

/// What pieces are cut by.
pub(crate) struct Cut<'a> {
    breakdown: &'a Breakdown,
    tile: &'a Tile<'a>,
    keys: &'a Keys,
    /// The track whose rows the days lie in, where they are known; it is disjoint.
    rows: Option<TrackId>,
    weight: Weight<'a>,
    /// Whether other rows cut the days.
    crosses: bool,
}

/// Days to cut: the first one, the one after the last, and the row that they lie in, where it is known.
pub(crate) type Uncut = (i32, i32, Option<u32>);

impl<'a> Cut<'a> {
    /// What cuts the days of a set of the tile.
    pub(crate) fn new(
        breakdown: &'a Breakdown,
        (tile, set): (&'a Tile<'a>, &Set),
        keys: &'a Keys,
        weight: Weight<'a>,
    ) -> Cut<'a> {
        let rows = set.rows.as_ref().map(|rows| rows.track);
        let mut sources = breakdown.sources.iter();
        let is_weighed_across = matches!(weight, Weight::Spells(_));
        Cut {
            breakdown,
            tile,
            keys,
            rows,
            weight,
            crosses: is_weighed_across || sources.any(|source| rows != Some(source.of.track)),
        }
    }

    /// Whether the row of the days tells their key of a source.
    fn is_told(&self, source: &Source) -> bool {
        self.rows == Some(source.of.track)
    }

    /// The part of the key that the row of the days tells; 0 where a source's test fails, as without a row.
    fn told_key(&self, row: u32) -> u64 {
        let row = row as usize;
        let sources = self.breakdown.sources.iter().zip(&self.keys.sources);
        let told = sources.filter(|(source, _)| {
            let track = self.tile.histories.track(source.of.track);
            self.is_told(source) && source.spells.test_one(track, row) == PASSES
        });
        told.map(|(_, keys)| keys.keys[row - keys.base]).sum()
    }
}

impl Pieces {
    pub(crate) fn clear(&mut self) {
        self.offsets.clear();
        self.offsets.push(0);
        self.start.clear();
        self.end.clear();
        self.cell.clear();
        self.weight.clear();
    }

    /// Closes a person.
    pub(crate) fn close_person(&mut self) {
        let pieces = u32::try_from(self.start.len()).expect("a tile has fewer pieces than 2³²");
        self.offsets.push(pieces);
    }

    /// Cuts a person's days; `steps` are the moving members.
    pub(crate) fn add_person(
        &mut self,
        cut: &Cut<'_>,
        cells: &mut Cells,
        days: impl Iterator<Item = Uncut>,
        person: usize,
        steps: &[Step],
    ) {
        let key = cut.keys.persons.get(person).copied().unwrap_or_default();
        let segments = days.map(|(start, end, row)| Segment {
            key: key + row.map_or(0, |row| cut.told_key(row)),
            start,
            end,
            weight: match (cut.weight, row) {
                (Weight::Rows(weights), Some(row)) => weights.of(row),
                _ => 1,
            },
        });
        let moves = u32::try_from(cut.breakdown.moves()).expect("counted in 32 bits");
        if !cut.crosses {
            for segment in segments {
                self.close(cells, steps, moves, segment);
            }
            self.close_person();
            return;
        }
        self.segments.clear();
        self.segments.extend(segments);
        let mut linked = None;
        if let Weight::Spells(weighing) = cut.weight {
            linked = (cut.breakdown.sources.iter()).position(|one| one.of == weighing.of);
            let keys = linked.map(|one| &cut.keys.sources[one]);
            self.weigh(cut.tile, person, weighing, keys);
        }
        for (at, source) in cut.breakdown.sources.iter().enumerate() {
            if Some(at) != linked && !cut.is_told(source) && !self.segments.is_empty() {
                self.cover(cut.tile, person, source, &cut.keys.sources[at]);
                self.cross();
            }
        }
        for at in 0..self.segments.len() {
            self.close(cells, steps, moves, self.segments[at]);
        }
        self.close_person();
    }

    /// Cuts the segments to the rows that weigh; where the same rows tell cells, each goes to its own.
    fn weigh(
        &mut self,
        tile: &Tile<'_>,
        person: usize,
        weighing: &Weighing,
        keys: Option<&RowKeys>,
    ) {
        let track = tile.histories.track(weighing.of.track);
        let values = &track.columns[usize::from(weighing.column.0)];
        self.covers.clear();
        for row in tile.rows_of(weighing.of.track, person) {
            if values[row] != MISSING && weighing.spells.test_one(track, row) == PASSES {
                self.covers.push(Segment {
                    key: keys.map_or(0, |keys| keys.keys[row - keys.base]),
                    start: track.start[row],
                    end: track.end[row],
                    weight: values[row],
                });
            }
        }
        self.cross();
    }

    /// Finds which days of a person have which key by the rows of a source; days without a row have the key 0.
    fn cover(&mut self, tile: &Tile<'_>, person: usize, source: &Source, keys: &RowKeys) {
        let track = tile.histories.track(source.of.track);
        self.covers.clear();
        let mut reached = BEGIN;
        for row in tile.rows_of(source.of.track, person) {
            if source.spells.test_one(track, row) != PASSES {
                continue;
            }
            let (start, end) = (track.start[row], track.end[row]);
            if start > reached {
                self.covers.push(Segment::gap(reached, start));
            }
            reached = reached.max(end);
            self.covers.push(Segment {
                key: keys.keys[row - keys.base],
                start,
                end,
                weight: 1,
            });
        }
        self.covers.push(Segment::gap(reached, END));
        if !track.disjoint {
            // Each day once in each of its cells.
            self.covers.sort_unstable();
            self.covers.dedup_by(|next, kept| {
                let joined = next.key == kept.key && next.start <= kept.end;
                if joined {
                    kept.end = kept.end.max(next.end);
                }
                joined
            });
        }
    }

    /// Replaces the segments by their common days with the covers.
    fn cross(&mut self) {
        std::mem::swap(&mut self.segments, &mut self.spare);
        self.segments.clear();
        let sorted = self.covers.is_sorted_by_key(|cover| cover.end)
            && self.covers.is_sorted_by_key(|cover| cover.start);
        for segment in &self.spare {
            let first = if sorted {
                self.covers
                    .partition_point(|cover| cover.end <= segment.start)
            } else {
                0
            };
            for cover in &self.covers[first..] {
                if sorted && cover.start >= segment.end {
                    break;
                }
                let (start, end) = (segment.start.max(cover.start), segment.end.min(cover.end));
                if start < end {
                    self.segments.push(Segment {
                        key: segment.key + cover.key,
                        start,
                        end,
                        weight: segment.weight.wrapping_mul(cover.weight),
                    });
                }
            }
        }
    }

    /// Cuts a segment by the moving members of its periods.
    #[inline]
    fn close(&mut self, cells: &mut Cells, steps: &[Step], moves: u32, segment: Segment) {
        let cell = cells.cell(segment.key) * moves;
        let mut start = segment.start;
        let first = steps.partition_point(|step| step.from <= start);
        let mut number = first.checked_sub(1).map_or(0, |one| steps[one].number);
        for step in &steps[first..] {
            let from = step.from;
            if from >= segment.end {
                break;
            }
            if from > start {
                self.push(start, from, cell + number, segment.weight);
                start = from;
            }
            number = step.number;
        }
        self.push(start, segment.end, cell + number, segment.weight);
    }

    fn push(&mut self, start: i32, end: i32, cell: u32, weight: i32) {
        self.start.push(start);
        self.end.push(end);
        self.cell.push(cell);
        self.weight.push(weight);
    }
}

impl Segment {
    fn gap(start: i32, end: i32) -> Segment {
        Segment {
            key: 0,
            start,
            end,
            weight: 1,
        }
    }
}

/// The days of a person's set within these.
pub(crate) fn clipped(set: &Set, person: usize, within: Days) -> impl Iterator<Item = Uncut> + '_ {
    set.of(person)
        .map(move |at| {
            let (start, end) = (set.start[at], set.end[at]);
            (start.max(within.from), end.min(within.until), set.row(at))
        })
        .filter(|(start, end, _)| start < end)
}

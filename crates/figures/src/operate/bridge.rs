//! Bridging: gaps between two runs that a rule passes over.

use super::Active;
use super::civil::next_month_start;
use super::runs::runs;
use super::window::Counted;
use crate::population::Gap;
use crate::sets::{Set, Tile};

/// What must hold of a gap besides its length, with the sets it needs.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Provided<'a> {
    Nothing,
    /// Every day of the gap is in the set.
    Throughout(&'a Set),
    /// What the spells that begin in the gap add is at most the number of the count; its window is not used.
    SumAtMost(&'a Counted),
}

/// Which gaps are passed, and how those are taken of which it cannot be told.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Passing<'a> {
    pub(crate) gap: Gap,
    pub(crate) provided: Provided<'a>,
    /// The first day on which a gap may begin.
    pub(crate) from: i32,
    /// Whether a gap of which it cannot be told is passed.
    pub(crate) if_untold: bool,
}

/// The set and those gaps between two of its runs that are passed.
pub(crate) fn bridged(
    of: &Set,
    passing: Passing<'_>,
    tile: Tile<'_>,
    active: Active<'_>,
    out: &mut Set,
) {
    out.clear();
    active.write(out, |person, out| {
        let mut open: Option<(i32, i32)> = None;
        for run in runs(of, person) {
            let (start, end) = (of.start[run.start], of.end[run.end - 1]);
            open = match open {
                Some((first, last)) if passing.passes(tile, person, last, start) => {
                    Some((first, end.max(last)))
                }
                Some((first, last)) => {
                    out.push(first, last);
                    Some((start, end))
                }
                None => Some((start, end)),
            };
        }
        if let Some((first, last)) = open {
            out.push(first, last);
        }
    });
}

impl Passing<'_> {
    fn passes(&self, tile: Tile<'_>, person: usize, from: i32, until: i32) -> bool {
        let short = match self.gap {
            Gap::Days(days) => (until - from).cast_unsigned() <= days,
            Gap::LessThanACalendarMonth => next_month_start(next_month_start(from) + 1) > until,
        };
        short && from >= self.from && self.provided(tile, person, from, until)
    }

    fn provided(&self, tile: Tile<'_>, person: usize, from: i32, until: i32) -> bool {
        match self.provided {
            Provided::Nothing => true,
            Provided::Throughout(set) => runs(set, person)
                .any(|run| set.start[run.start] <= from && set.end[run.end - 1] >= until),
            Provided::SumAtMost(counted) => {
                let starts = &tile.histories.track(counted.of.track).start;
                let in_gap = tile
                    .rows_of(counted.of.track, person)
                    .filter(|&row| from <= starts[row] && starts[row] < until);
                let mut sum = 0;
                for row in in_gap {
                    match counted.adds(tile, row) {
                        Some(adds) => sum += adds,
                        None => return self.if_untold,
                    }
                }
                sum <= counted.number
            }
        }
    }
}

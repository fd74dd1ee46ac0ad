//! Counts and sums of spells that begin within a trailing window.

use super::Active;
use super::civil::Span;
use super::spells::{FAILS, PASSES, Spells};
use crate::population::Comparison;
use crate::schema::{ColumnId, MISSING};
use crate::sets::{BEGIN, Days, END, Set, Tile};

/// What is counted of the spells that begin in the window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Counted {
    pub(crate) of: Spells,
    /// The column that is summed; `None` where each spell counts one.
    pub(crate) column: Option<ColumnId>,
    pub(crate) window: Span,
    pub(crate) compare: Comparison,
    pub(crate) number: i64,
}

impl Counted {
    /// What a spell adds: `None` where it cannot be told, 0 where it does not count.
    #[inline]
    pub(crate) fn adds(&self, tile: Tile<'_>, row: usize) -> Option<i64> {
        let track = tile.histories.track(self.of.track);
        match (self.of.test_one(track, row), self.column) {
            (FAILS, _) => Some(0),
            (PASSES, None) => Some(1),
            (PASSES, Some(column)) => {
                let value = track.columns[usize::from(column.0)][row];
                (value != MISSING).then_some(i64::from(value))
            }
            _ => None,
        }
    }
}

/// The days on which the number compares as wanted; unknown while a spell of which it cannot be told is in the window.
///
/// Only spells that begin early and late enough to be seen on one of `days` are looked at.
pub(crate) fn counted(
    counted: &Counted,
    tile: Tile<'_>,
    days: Days,
    active: Active<'_>,
    out: &mut Set,
) {
    let window = counted.window;
    let track = tile.histories.track(counted.of.track);
    let sight = if days == Days::ALL {
        days
    } else {
        Days {
            from: window.window_start(days.from),
            until: days.until,
        }
    };
    let is_true = |sum: i64| counted.compare.holds(&sum, &counted.number);
    let mut holes: Option<Set> = None;
    out.clear();
    active.write(out, |person, out| {
        let rows = tile.rows_of(counted.of.track, person);
        let first =
            rows.start + track.start[rows.clone()].partition_point(|&start| start < sight.from);
        let last = rows.start + track.start[rows].partition_point(|&start| start < sight.until);
        // The spells first .. entering have begun, those of first .. leaving are out of the window again.
        let (mut entering, mut leaving) = (first, first);
        let (mut sum, mut since) = (0, BEGIN);
        while leaving < last {
            let leaves = window.first_day_without(track.start[leaving] + 1);
            let enters = entering < last && track.start[entering] <= leaves;
            let (day, row) = if enters {
                (track.start[entering], entering)
            } else {
                (leaves, leaving)
            };
            let day = day.clamp(BEGIN, END);
            let adds = counted.adds(tile, row).unwrap_or_default();
            if adds != 0 {
                if since < day && is_true(sum) {
                    out.push(since, day);
                }
                since = day;
                sum += if enters { adds } else { -adds };
            }
            if enters {
                entering += 1;
                if counted.adds(tile, row).is_none() {
                    let until = window.first_day_without(track.start[row] + 1);
                    add_hole(&mut holes, person, day, until);
                }
            } else {
                leaving += 1;
            }
        }
        if since < END && is_true(sum) {
            out.push(since, END);
        }
    });
    if let Some(mut holes) = holes {
        holes.close_persons_before(active.persons());
        let mut certain = Set::default();
        super::algebra::subtract(out, &holes, active, &mut certain);
        certain.holes = Some(Box::new(holes));
        *out = certain;
    }
}

#[cold]
fn add_hole(holes: &mut Option<Set>, person: usize, from: i32, until: i32) {
    let holes = holes.get_or_insert_with(|| {
        let mut set = Set::default();
        set.clear();
        set
    });
    if holes.persons() <= person {
        holes.close_persons_before(person);
    }
    if from < until {
        holes.push(from, until);
    }
}

/// The days on which a day of the set lies in the window.
pub(crate) fn in_sight(of: &Set, window: Span, active: Active<'_>, out: &mut Set) {
    out.clear();
    active.write(out, |person, out| {
        for (start, end) in of.spans(person) {
            let until = window.first_day_without(end).min(END);
            if start < until {
                out.push(start, until);
            }
        }
    });
}

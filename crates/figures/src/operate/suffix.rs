//! The share within a fixed window while a row of the set itself runs: the shortcut of the definition.
//!
//! While a row runs, every day adds one to the share's days, and a day that leaves the window takes at most one away: the
//! share never falls. So the days of a row on which it reaches the threshold are the last days of the row, and one pass with
//! two pointers finds the first of them.
//!
//! Let C be the days of the set before a row, and N = start − C the other days before it, counted from the epoch. The window
//! of n days ending on t holds k days of the set when the k-th of them, counted back from t, has at most n − k other days
//! after it. So the k-th lies in the first row j with N(j) ≥ N − (n − k) or later, and the first such t is N + C(j) + k − 1.

use super::Active;
use crate::sets::Set;

/// Of every row the days on which the window of `length` days ending on them holds at least `fewest` days of the set.
///
/// The set keeps rows, and so does the result.
pub(crate) fn suffix(of: &Set, length: i32, fewest: i64, active: Active<'_>, out: &mut Set) {
    let Some(rows) = &of.rows else {
        unreachable!("the plan takes this path for sets that keep rows");
    };
    let track = rows.track;
    let Ok(fewest) = i32::try_from(fewest) else {
        return out.write_rows(track, 0, active, |_, _| {});
    };
    if fewest > length || length == 0 {
        return out.write_rows(track, 0, active, |_, _| {});
    }
    let others = length - fewest;
    out.write_rows(track, of.start.len(), active, |person, out| {
        let at = of.of(person);
        let (starts, ends) = (&of.start[at.clone()], &of.end[at.clone()]);
        let rows = &rows.row[at];
        // The first row that still counts, with its C and N.
        let (mut back, mut back_before) = (0, 0);
        let mut before = 0;
        for ((&start, &end), &row) in starts.iter().zip(ends).zip(rows) {
            let other = start - before;
            while starts[back] - back_before < other - others {
                back_before += ends[back] - starts[back];
                back += 1;
            }
            let from = (other + back_before + fewest - 1).max(start);
            out.push_if_any(from, end, row);
            before += end - start;
        }
    });
}

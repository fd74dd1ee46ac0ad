//! And, or, not: intersection, union, complement and difference of sets.

use super::Active;
use crate::sets::{BEGIN, END, Set};

/// The days that are in both. Rows are kept where one side keeps them, those of the left side first.
pub(crate) fn intersect(left: &Set, right: &Set, active: Active<'_>, out: &mut Set) {
    match (&left.rows, &right.rows) {
        (Some(rows), _) => {
            out.clear_for_rows(rows.track);
            active.write(out, |person, out| {
                meet(left, right, person, |start, end, at, _| {
                    out.push_row(start, end, rows.row[at]);
                });
            });
        }
        (None, Some(rows)) => {
            out.clear_for_rows(rows.track);
            active.write(out, |person, out| {
                meet(left, right, person, |start, end, _, at| {
                    out.push_row(start, end, rows.row[at]);
                });
            });
        }
        (None, None) => {
            out.clear();
            active.write(out, |person, out| {
                meet(left, right, person, |start, end, _, _| out.push(start, end));
            });
        }
    }
}

/// Calls `each` with every overlap of the person's intervals and their places.
#[inline]
fn meet(left: &Set, right: &Set, person: usize, mut each: impl FnMut(i32, i32, usize, usize)) {
    let (lefts, rights) = (left.of(person), right.of(person));
    let (mut at, mut other) = (lefts.start, rights.start);
    while at < lefts.end && other < rights.end {
        let (left_end, right_end) = (left.end[at], right.end[other]);
        let start = left.start[at].max(right.start[other]);
        let end = left_end.min(right_end);
        if start < end {
            each(start, end, at, other);
        }
        at += usize::from(left_end <= right_end);
        other += usize::from(right_end <= left_end);
    }
}

/// The days that are in one of them. Rows are not kept.
pub(crate) fn unite(left: &Set, right: &Set, active: Active<'_>, out: &mut Set) {
    out.clear();
    active.write(out, |person, out| {
        let (lefts, rights) = (left.of(person), right.of(person));
        let (mut at, mut other) = (lefts.start, rights.start);
        while at < lefts.end || other < rights.end {
            let from_left =
                other >= rights.end || (at < lefts.end && left.start[at] <= right.start[other]);
            if from_left {
                out.push(left.start[at], left.end[at]);
                at += 1;
            } else {
                out.push(right.start[other], right.end[other]);
                other += 1;
            }
        }
    });
}

/// The days that are not in it.
pub(crate) fn complement(of: &Set, active: Active<'_>, out: &mut Set) {
    let most = of.start.len() + active.persons();
    out.write_spans(most, active, |person, out| {
        let mut free_from = BEGIN;
        for (start, end) in of.spans(person) {
            out.push_if_any(free_from, start);
            free_from = end;
        }
        out.push_if_any(free_from, END);
    });
}

/// The days of the left that are not in the right. Rows of the left are kept.
pub(crate) fn subtract(left: &Set, right: &Set, active: Active<'_>, out: &mut Set) {
    if let Some(rows) = &left.rows {
        out.clear_for_rows(rows.track);
        active.write(out, |person, out| {
            rest(left, right, person, |start, end, at| {
                out.push_row(start, end, rows.row[at]);
            });
        });
    } else {
        out.clear();
        active.write(out, |person, out| {
            rest(left, right, person, |start, end, _| out.push(start, end));
        });
    }
}

/// Calls `each` with every rest of the person's intervals on the left and its place.
#[inline]
fn rest(left: &Set, right: &Set, person: usize, mut each: impl FnMut(i32, i32, usize)) {
    let mut takes = right.of(person);
    for at in left.of(person) {
        let (mut start, end) = (left.start[at], left.end[at]);
        while takes.start < takes.end && right.start[takes.start] < end {
            let (from, until) = (right.start[takes.start], right.end[takes.start]);
            if start < from {
                each(start, from, at);
            }
            start = start.max(until);
            if until > end {
                break;
            }
            takes.start += 1;
        }
        if start < end {
            each(start, end, at);
        }
    }
}

/// The same days without rows: intervals that touch are joined.
pub(crate) fn joined(of: &Set, active: Active<'_>, out: &mut Set) {
    out.clear();
    active.write(out, |person, out| {
        for (start, end) in of.spans(person) {
            out.push(start, end);
        }
    });
}

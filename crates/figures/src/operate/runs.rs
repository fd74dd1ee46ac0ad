//! Operators that look at unbroken runs: continuous, beginning, since, ever.

use std::ops::Range;

use super::Active;
use super::civil::Span;
use crate::sets::{BEGIN, END, Set};

/// The days on which the set has been true without a break for at least the length. Rows are kept.
pub(crate) fn continuous(of: &Set, length: Span, active: Active<'_>, out: &mut Set) {
    cut_runs(of, active, out, |start, end| {
        // What has always been true has lasted for any length.
        let long = if start <= BEGIN {
            start
        } else {
            length.after(start) - 1
        };
        (long.max(start), end)
    });
}

/// The first days, up to the length, of every run. Rows are kept.
pub(crate) fn beginning(of: &Set, length: Span, active: Active<'_>, out: &mut Set) {
    cut_runs(of, active, out, |start, end| {
        // What has always been true never began.
        let young = if start <= BEGIN {
            start
        } else {
            length.after(start)
        };
        (start, young.min(end))
    });
}

/// Replaces every run by a part of it.
fn cut_runs(of: &Set, active: Active<'_>, out: &mut Set, part: impl Fn(i32, i32) -> (i32, i32)) {
    let most = of.start.len();
    let Some(rows) = &of.rows else {
        return out.write_spans(most, active, |person, out| {
            for (start, end) in of.spans(person) {
                let (start, end) = part(start, end);
                out.push_if_any(start, end);
            }
        });
    };
    out.write_rows(rows.track, most, active, |person, out| {
        for run in runs(of, person) {
            let (from, until) = part(of.start[run.start], of.end[run.end - 1]);
            for at in run {
                let (start, end) = (of.start[at].max(from), of.end[at].min(until));
                out.push_if_any(start, end, rows.row[at]);
            }
        }
    });
}

/// The places of the intervals of each run of a person: those that touch belong together.
#[inline]
pub(crate) fn runs(of: &Set, person: usize) -> impl Iterator<Item = Range<usize>> + '_ {
    let places = of.of(person);
    let mut at = places.start;
    std::iter::from_fn(move || {
        (at < places.end).then(|| {
            let first = at;
            at += 1;
            while at < places.end && of.start[at] == of.end[at - 1] {
                at += 1;
            }
            first..at
        })
    })
}

/// The days on which the set was last true at least so long ago, and is not true.
pub(crate) fn since(of: &Set, length: Span, active: Active<'_>, out: &mut Set) {
    out.clear();
    active.write(out, |person, out| {
        let mut runs = runs(of, person).peekable();
        while let Some(run) = runs.next() {
            let last = of.end[run.end - 1] - 1;
            let until = runs.peek().map_or(END, |next| of.start[next.start]);
            let from = length.after(last).max(last + 1);
            if from < until {
                out.push(from, until);
            }
        }
    });
}

/// All days from the first day of the set on.
pub(crate) fn ever(of: &Set, active: Active<'_>, out: &mut Set) {
    out.clear();
    active.write(out, |person, out| {
        if let Some((start, _)) = of.spans(person).next()
            && start < END
        {
            out.push(start, END);
        }
    });
}

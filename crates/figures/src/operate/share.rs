//! The share of days within a trailing window, exactly and as intervals: the general path.
//!
//! With G(x) the days of a set before day x, the window [w(t), t] holds F = G(t + 1) − G(w(t)) of them. G is a chain of
//! straight lines with a corner at every edge of the set, so F has a corner where an edge enters the window and one where it
//! leaves. Between two corners the share is compared with two divisions at most: cost is linear in edges, not in days.

use super::Active;
use super::calendar_share;
use super::windows::Windows;
use crate::population::{Comparison, Ratio};
use crate::sets::{BEGIN, END, Set};

/// Earlier than any window reaches: what is true on the first day there is has been true since then.
const LONG_BEFORE: i32 = 4 * BEGIN - END;

/// Which share is asked for: `denominator · of` compares so with `numerator · among`, and `among` is not empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Threshold {
    pub(crate) compare: Comparison,
    pub(crate) share: Ratio,
}

impl Threshold {
    /// Whether so many days among so many reach it.
    #[inline]
    pub(crate) fn holds(self, of: i64, among: i64) -> bool {
        among > 0 && self.compare.holds(&self.surplus(of, among), &0)
    }

    /// What is compared with 0.
    #[inline]
    pub(crate) fn surplus(self, of: i64, among: i64) -> i64 {
        i64::from(self.share.denominator) * of - i64::from(self.share.numerator) * among
    }

    /// The fewest of so many days that reach it, where it is a lower threshold. May be more than the window has.
    pub(crate) fn fewest(self, window: i32) -> Option<i64> {
        let (above, below) = (
            i64::from(self.share.numerator),
            i64::from(self.share.denominator),
        );
        let product = above * i64::from(window);
        match self.compare {
            Comparison::AtLeast => Some((product + below - 1) / below),
            Comparison::MoreThan => Some(product / below + 1),
            _ => None,
        }
    }
}

/// The days of a set before a day, walked upwards.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Walk<'a> {
    start: &'a [i32],
    end: &'a [i32],
    /// The number of edges passed; odd inside an interval.
    passed: usize,
    /// The last edge passed and the days before it.
    edge: i32,
    before: i64,
}

impl<'a> Walk<'a> {
    #[inline]
    pub(crate) fn new(set: &'a Set, person: usize) -> Walk<'a> {
        let at = set.of(person);
        let start = &set.start[at.clone()];
        Walk {
            start,
            end: &set.end[at],
            passed: usize::from(start.first().is_some_and(|&start| start <= BEGIN)),
            edge: LONG_BEFORE,
            before: 0,
        }
    }

    /// How many days are gained a day.
    #[inline]
    pub(crate) fn slope(&self) -> i64 {
        i64::from(self.passed & 1 == 1)
    }

    /// The days before `day`, which lies between the last edge passed and the next.
    #[inline]
    pub(crate) fn at(&self, day: i32) -> i64 {
        self.before + self.slope() * i64::from(day - self.edge)
    }

    /// The next edge.
    #[inline]
    pub(crate) fn next_edge(&self) -> Option<i32> {
        let edges = if self.passed & 1 == 0 {
            self.start
        } else {
            self.end
        };
        edges.get(self.passed / 2).copied()
    }

    /// Passes the next edge, if it is not after `day`; says whether it did.
    #[inline]
    pub(crate) fn pass_up_to(&mut self, day: i32) -> bool {
        match self.next_edge() {
            Some(edge) if edge <= day => {
                self.before = self.at(edge);
                self.edge = edge;
                self.passed += 1;
                true
            }
            _ => false,
        }
    }
}

/// Where the days of a set enter the window and where they leave it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pair<'a> {
    pub(crate) entering: Walk<'a>,
    pub(crate) leaving: Walk<'a>,
}

impl<'a> Pair<'a> {
    #[inline]
    pub(crate) fn new(set: &'a Set, person: usize) -> Pair<'a> {
        let walk = Walk::new(set, person);
        Pair {
            entering: walk,
            leaving: walk,
        }
    }

    /// Days of the set in the window from `first` to the day before `after`.
    #[inline]
    pub(crate) fn days(&self, first: i32, after: i32) -> i64 {
        self.entering.at(after) - self.leaving.at(first)
    }
}

/// A trailing window.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Window<'a> {
    Days(i32),
    Months(&'a Windows),
}

/// The days t on which the share of `of` among `among` (or among all days) in the window ending on t reaches the threshold.
///
/// `of` holds no day that `among` does not hold.
pub(crate) fn share(
    of: &Set,
    among: Option<&Set>,
    window: Window<'_>,
    threshold: Threshold,
    active: Active<'_>,
    out: &mut Set,
) {
    out.clear();
    match window {
        Window::Days(length) => active.write(out, |person, out| {
            let of = Pair::new(of, person);
            match among {
                None => fixed(of, Whole(length), length, threshold, out),
                Some(among) => fixed(of, Pair::new(among, person), length, threshold, out),
            }
        }),
        Window::Months(windows) => active.write(out, |person, out| {
            let of = Pair::new(of, person);
            let among = among.map(|among| Pair::new(among, person));
            calendar_share::person(of, among, windows, threshold, out);
        }),
    }
}

/// What the days are looked for among: a set, or the whole window.
trait Among {
    fn days(&self, first: i32, after: i32) -> i64;
    fn slope(&self) -> i64;
    /// The next corner, in terms of the day after the window.
    fn next_corner(&self, length: i32) -> i32;
    fn pass(&mut self, after: i32, length: i32);
}

#[derive(Debug, Clone, Copy)]
struct Whole(i32);

impl Among for Whole {
    #[inline]
    fn days(&self, _: i32, _: i32) -> i64 {
        i64::from(self.0)
    }
    #[inline]
    fn slope(&self) -> i64 {
        0
    }
    #[inline]
    fn next_corner(&self, _: i32) -> i32 {
        i32::MAX
    }
    #[inline]
    fn pass(&mut self, _: i32, _: i32) {}
}

impl Among for Pair<'_> {
    #[inline]
    fn days(&self, first: i32, after: i32) -> i64 {
        Pair::days(self, first, after)
    }
    #[inline]
    fn slope(&self) -> i64 {
        self.entering.slope() - self.leaving.slope()
    }
    #[inline]
    fn next_corner(&self, length: i32) -> i32 {
        let enters = self.entering.next_edge().unwrap_or(i32::MAX);
        let leaves = self
            .leaving
            .next_edge()
            .map_or(i32::MAX, |edge| edge + length);
        enters.min(leaves)
    }
    #[inline]
    fn pass(&mut self, after: i32, length: i32) {
        while self.entering.pass_up_to(after) {}
        while self.leaving.pass_up_to(after - length) {}
    }
}

/// One person's share within a window of so many days.
#[inline]
fn fixed(
    mut of: Pair<'_>,
    mut among: impl Among,
    length: i32,
    threshold: Threshold,
    out: &mut Set,
) {
    // Corners are places of `after`, the day after the window; the window ends on the day before.
    let mut after = BEGIN + 1;
    while after <= END {
        of.pass(after, length);
        among.pass(after, length);
        let corner = of
            .next_corner(length)
            .min(among.next_corner(length))
            .min(END + 1);
        let first = after - length;
        let (days, whole) = (of.days(first, after), among.days(first, after));
        let stretch = i64::from(corner - after);
        let surplus = threshold.surplus(days, whole);
        let slope = threshold.surplus(Among::slope(&of), among.slope());
        let (from, until) = line(surplus, slope, stretch, threshold.compare);
        let (some_from, some_until) = line(whole, among.slope(), stretch, Comparison::MoreThan);
        let (from, until) = (from.max(some_from), until.min(some_until));
        if from < until {
            out.push(after - 1 + narrowed(from), after - 1 + narrowed(until));
        }
        after = corner;
    }
}

pub(super) fn narrowed(steps: i64) -> i32 {
    i32::try_from(steps).expect("steps between two days")
}

/// The steps `0 ≤ i < stretch` at which `value + slope · i` compares so with 0: always one range.
#[inline]
pub(super) fn line(value: i64, slope: i64, stretch: i64, compare: Comparison) -> (i64, i64) {
    let first = compare.holds(&value, &0);
    let last = compare.holds(&(value + slope * (stretch - 1)), &0);
    match (first, last) {
        (true, true) if compare != Comparison::Equal || slope == 0 => (0, stretch),
        (false, false) if compare != Comparison::Equal || slope == 0 => (0, 0),
        _ => crossing(value, slope, stretch, compare),
    }
}

/// As [`line()`], where the value crosses 0.
fn crossing(value: i64, slope: i64, stretch: i64, compare: Comparison) -> (i64, i64) {
    // The first step at which a falling or rising value is beyond 0, and the first at which it reaches it.
    let reaches = (value.abs() + slope.abs() - 1).div_euclid(slope.abs());
    let beyond = value.abs().div_euclid(slope.abs()) + 1;
    // A value that starts at 0 is there at once.
    let moves_towards = value == 0 || (value < 0) == (slope > 0);
    let rises = slope > 0;
    let (from, until) = match compare {
        Comparison::AtLeast if rises => (reaches, stretch),
        Comparison::AtLeast => (0, beyond),
        Comparison::MoreThan if rises => (beyond, stretch),
        Comparison::MoreThan => (0, reaches),
        Comparison::AtMost if rises => (0, beyond),
        Comparison::AtMost => (reaches, stretch),
        Comparison::LessThan if rises => (0, reaches),
        Comparison::LessThan => (beyond, stretch),
        Comparison::Equal if moves_towards => (reaches, beyond.min(reaches + 1)),
        Comparison::Equal => (0, 0),
    };
    if compare == Comparison::Equal && value % slope != 0 {
        return (0, 0);
    }
    (from.min(stretch), until.min(stretch))
}

/// The share on one day only: the days of a query that looks at one.
pub(crate) fn on_day(
    of: &Set,
    among: Option<&Set>,
    (first, last): (i32, i32),
    threshold: Threshold,
    active: Active<'_>,
    out: &mut Set,
) {
    let days = |set: &Set, person| -> i64 {
        let overlap =
            |(start, end): (i32, i32)| i64::from((end.min(last + 1) - start.max(first)).max(0));
        set.spans(person).map(overlap).sum()
    };
    out.clear();
    active.write(out, |person, out| {
        let whole = among.map_or(i64::from(last + 1 - first), |among| days(among, person));
        if threshold.holds(days(of, person), whole) {
            out.push(last, last + 1);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_compared_as_each_of_its_points() {
        use Comparison::{AtLeast, AtMost, Equal, LessThan, MoreThan};
        for compare in [AtLeast, MoreThan, AtMost, LessThan, Equal] {
            for value in -30_i64..=30 {
                for slope in -5_i64..=5 {
                    for stretch in 1_i64..=12 {
                        let (from, until) = line(value, slope, stretch, compare);
                        let expected: Vec<i64> = (0..stretch)
                            .filter(|step| compare.holds(&(value + slope * step), &0))
                            .collect();
                        assert_eq!((from..until).collect::<Vec<_>>(), expected);
                    }
                }
            }
        }
    }
}

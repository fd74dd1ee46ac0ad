//! The share of days within a trailing window of calendar months.
//!
//! Such a window has not always the same number of days, so what is compared is a straight line plus a little: the lengths
//! of windows of equally many months lie close together. The line decides all days but the few on which the little matters;
//! those are computed one by one.

use super::share::{Pair, Threshold, line, narrowed};
use super::windows::Windows;
use crate::population::Comparison;
use crate::sets::{BEGIN, END, Set};

/// By how many days two windows of so many months differ at most.
fn most_difference(months: i32) -> i64 {
    // Whole years differ by their leap days, of which a century may lack one.
    if months % 12 == 0 { 2 } else { 5 }
}

/// One person's share within a window of calendar months.
pub(crate) fn person(
    of: Pair<'_>,
    among: Option<Pair<'_>>,
    windows: &Windows,
    threshold: Threshold,
    out: &mut Set,
) {
    let mut stretch = Stretch {
        of,
        among,
        windows,
        threshold,
    };
    // The corner at which the next edge leaves the window; asked again only when an edge has left.
    let leaves = |pair: &Pair<'_>| {
        let edge = pair.leaving.next_edge();
        edge.map_or(i32::MAX, |edge| windows.first_day_without(edge) + 1)
    };
    let mut leaving = leaves(&stretch.of);
    let mut among_leaving = stretch.among.as_ref().map_or(i32::MAX, leaves);
    // As with a fixed window, `after` is the day after the window.
    let mut after = BEGIN + 1;
    while after <= END {
        let first = stretch.first(after);
        let mut corner = stretch.of.pass(after, first, &mut leaving, leaves);
        if let Some(among) = &mut stretch.among {
            corner = corner.min(among.pass(after, first, &mut among_leaving, leaves));
        }
        let corner = corner.min(END + 1);
        stretch.decide((after, corner), first, out);
        after = corner;
    }
}

impl Pair<'_> {
    /// Passes the edges that have entered and left the window, and says where the next one does.
    #[inline]
    fn pass(
        &mut self,
        after: i32,
        first: i32,
        leaving: &mut i32,
        leaves: impl Fn(&Self) -> i32,
    ) -> i32 {
        while self.entering.pass_up_to(after) {}
        if *leaving <= after {
            while self.leaving.pass_up_to(first) {}
            *leaving = leaves(self);
        }
        self.entering.next_edge().unwrap_or(i32::MAX).min(*leaving)
    }
}

/// A time in which no edge enters or leaves the window.
struct Stretch<'a> {
    of: Pair<'a>,
    among: Option<Pair<'a>>,
    windows: &'a Windows,
    threshold: Threshold,
}

/// What decides on a day: both are compared with 0.
#[derive(Debug, Clone, Copy)]
struct Value {
    surplus: i64,
    whole: i64,
}

impl Stretch<'_> {
    #[inline]
    fn first(&self, after: i32) -> i32 {
        self.windows.start(after - 1)
    }

    fn value(&self, after: i32, first: i32) -> Value {
        let whole = match &self.among {
            None => i64::from(after - first),
            Some(among) => among.days(first, after),
        };
        Value {
            surplus: self.threshold.surplus(self.of.days(first, after), whole),
            whole,
        }
    }

    /// Adds the days of `from ≤ after < until` on which the share reaches the threshold.
    ///
    /// `first` is the first day of the first window.
    fn decide(&self, (from, until): (i32, i32), first: i32, out: &mut Set) {
        let (entering, leaving) = self.slopes();
        let value = self.value(from, first);
        let steps = i64::from(until - from);
        let difference = most_difference(self.windows.months());
        let bent = |value: i64, entering: i64, leaving: i64| Bent {
            value,
            slope: entering - leaving,
            little: leaving.abs() * difference,
        };
        let surplus = bent(value.surplus, entering.surplus, leaving.surplus);
        let whole = bent(value.whole, entering.whole, leaving.whole);
        // Most of the time neither comes near 0.
        if let (Some(sign), Some(whole_sign)) = (surplus.sign(steps), whole.sign(steps)) {
            if self.threshold.compare.holds(&sign, &0) && whole_sign > 0 {
                out.push(from - 1, until - 1);
            }
            return;
        }
        let (surely, possibly) = surplus.compared(self.threshold.compare, steps);
        let (whole_surely, whole_possibly) = whole.compared(Comparison::MoreThan, steps);
        let possibly = meet(possibly, whole_possibly);
        let surely = meet(surely, whole_surely);
        let surely = if surely.0 < surely.1 {
            surely
        } else {
            (possibly.1, possibly.1)
        };
        self.one_by_one(from, (possibly.0, surely.0), out);
        if surely.0 < surely.1 {
            out.push(from - 1 + narrowed(surely.0), from - 1 + narrowed(surely.1));
        }
        self.one_by_one(from, (surely.1, possibly.1), out);
    }

    fn one_by_one(&self, from: i32, (first, after_last): (i64, i64), out: &mut Set) {
        for step in first..after_last {
            let after = from + narrowed(step);
            let value = self.value(after, self.first(after));
            if self.threshold.compare.holds(&value.surplus, &0) && value.whole > 0 {
                out.push(after - 1, after);
            }
        }
    }

    /// What a day that enters the window adds, and what a day that leaves it takes away.
    fn slopes(&self) -> (Value, Value) {
        let slope = |of: i64, whole: i64| Value {
            surplus: self.threshold.surplus(of, whole),
            whole,
        };
        let among = self.among.map_or((1, 1), |among| {
            (among.entering.slope(), among.leaving.slope())
        });
        (
            slope(self.of.entering.slope(), among.0),
            slope(self.of.leaving.slope(), among.1),
        )
    }
}

/// A line that bends by a little: at step i it is `value + slope · i`, give or take `little`.
#[derive(Debug, Clone, Copy)]
struct Bent {
    value: i64,
    slope: i64,
    little: i64,
}

impl Bent {
    /// The sign that it surely has at every one of so many steps; `None` where it comes near 0.
    #[inline]
    fn sign(self, steps: i64) -> Option<i64> {
        let last = self.value + self.slope * (steps - 1);
        let (low, high) = (self.value.min(last), self.value.max(last));
        if low > self.little {
            Some(1)
        } else if high < -self.little {
            Some(-1)
        } else {
            None
        }
    }

    /// The steps at which it surely compares so with 0, and those at which it possibly does.
    fn compared(self, compare: Comparison, steps: i64) -> ((i64, i64), (i64, i64)) {
        let raised = |by: i64, compare| line(self.value + by, self.slope, steps, compare);
        let little = self.little;
        match compare {
            Comparison::AtLeast | Comparison::MoreThan => {
                (raised(-little, compare), raised(little, compare))
            }
            Comparison::AtMost | Comparison::LessThan => {
                (raised(little, compare), raised(-little, compare))
            }
            Comparison::Equal if little == 0 => (raised(0, compare), raised(0, compare)),
            Comparison::Equal => {
                let above = raised(little, Comparison::AtLeast);
                let below = raised(-little, Comparison::AtMost);
                ((0, 0), meet(above, below))
            }
        }
    }
}

fn meet(left: (i64, i64), right: (i64, i64)) -> (i64, i64) {
    let from = left.0.max(right.0);
    (from, left.1.min(right.1).max(from))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operate::civil::plus_months;

    #[test]
    fn windows_of_equally_many_months_differ_little() {
        for months in (0..40).chain([60, 120, 121, 240, 599, 600, 1_200]) {
            // From 1890 to 2110, two centuries' turns among them.
            let length = |after: i32| i64::from(after - (plus_months(after - 1, -months) + 1));
            let lengths = (-29_000..51_500).map(length);
            let (least, most) = lengths.fold((i64::MAX, 0), |(least, most), length| {
                (least.min(length), most.max(length))
            });
            assert!(
                most - least <= most_difference(months),
                "{months}: {least} to {most}"
            );
        }
    }
}

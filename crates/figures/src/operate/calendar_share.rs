//! The share of days within a trailing window of calendar months.
//!
//! Such a window has not always the same number of days, so what is compared is a straight line plus a little: the lengths
//! of windows of equally many months lie close together. Where that cannot change the answer a whole stretch is decided at
//! once; the rest is halved until it can be.

use super::civil::{Span, plus_months};
use super::share::{Pair, Threshold};
use crate::population::Comparison;
use crate::sets::{BEGIN, END, Set};

/// Two windows of equally many months never differ by more days.
const MOST_DIFFERENCE: i64 = 8;

/// One person's share within a window of calendar months.
pub(crate) fn person(
    of: Pair<'_>,
    among: Option<Pair<'_>>,
    months: i32,
    threshold: Threshold,
    out: &mut Set,
) {
    let window = Span::Months(months);
    let mut stretch = Stretch {
        of,
        among,
        months,
        threshold,
    };
    // As with a fixed window, `after` is the day after the window.
    let mut after = BEGIN + 1;
    while after <= END {
        let first = stretch.first(after);
        let mut corner = END + 1;
        for pair in [Some(&mut stretch.of), stretch.among.as_mut()]
            .into_iter()
            .flatten()
        {
            while pair.entering.pass_up_to(after) {}
            while pair.leaving.pass_up_to(first) {}
            corner = corner.min(pair.entering.next_edge().unwrap_or(i32::MAX));
            if let Some(edge) = pair.leaving.next_edge() {
                corner = corner.min(window.first_day_without(edge) + 1);
            }
        }
        let value = stretch.value(after);
        stretch.decide(after, corner, value, out);
        after = corner;
    }
}

/// A time in which no edge enters or leaves the window.
struct Stretch<'a> {
    of: Pair<'a>,
    among: Option<Pair<'a>>,
    months: i32,
    threshold: Threshold,
}

/// What decides on a day: both are compared with 0.
#[derive(Debug, Clone, Copy)]
struct Value {
    surplus: i64,
    whole: i64,
}

impl Stretch<'_> {
    fn first(&self, after: i32) -> i32 {
        plus_months(after - 1, -self.months) + 1
    }

    fn value(&self, after: i32) -> Value {
        let first = self.first(after);
        let whole = match &self.among {
            None => i64::from(after - first),
            Some(among) => among.days(first, after),
        };
        Value {
            surplus: self.threshold.surplus(self.of.days(first, after), whole),
            whole,
        }
    }

    /// Adds the days of `from ≤ after < until` on which the share reaches the threshold. `value` is that of `from`.
    fn decide(&self, from: i32, until: i32, value: Value, out: &mut Set) {
        let compare = self.threshold.compare;
        let (entering, leaving) = self.slopes();
        let steps = i64::from(until - 1 - from);
        let surplus = reach(value.surplus, entering.surplus, leaving.surplus, steps);
        let whole = reach(value.whole, entering.whole, leaving.whole, steps);
        let no = never(compare, surplus) || never(Comparison::MoreThan, whole);
        let yes = always(compare, surplus) && always(Comparison::MoreThan, whole);
        if yes || (steps == 0 && compare.holds(&value.surplus, &0) && value.whole > 0) {
            out.push(from - 1, until - 1);
        } else if !no && steps > 0 {
            let middle = i32::midpoint(from, until);
            self.decide(from, middle, value, out);
            self.decide(middle, until, self.value(middle), out);
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

/// The least and the most that a value can become within so many steps.
fn reach(value: i64, entering: i64, leaving: i64, steps: i64) -> (i64, i64) {
    let end = value + (entering - leaving) * steps;
    let little = if steps == 0 {
        0
    } else {
        leaving.abs() * MOST_DIFFERENCE
    };
    (value.min(end) - little, value.max(end) + little)
}

fn always(compare: Comparison, (least, most): (i64, i64)) -> bool {
    match compare {
        Comparison::Equal => least == 0 && most == 0,
        _ => compare.holds(&least, &0) && compare.holds(&most, &0),
    }
}

fn never(compare: Comparison, (least, most): (i64, i64)) -> bool {
    match compare {
        Comparison::Equal => least > 0 || most < 0,
        _ => !compare.holds(&least, &0) && !compare.holds(&most, &0),
    }
}

//! Windows of calendar months, looked up: where each begins, and from when on a day is out of sight.
//!
//! Asked of many persons, the same few thousand days come up again and again, and looking up is far quicker than calculating.

use std::ops::Range;

use super::civil::Span;

/// From 1980 to 2039; other days are calculated.
const COMMON_DAYS: Range<i32> = 3_652..25_567;

/// The windows of so many calendar months.
#[derive(Debug)]
pub(crate) struct Windows {
    months: i32,
    /// Per common day the first day of the window that ends with it.
    starts: Vec<i32>,
    /// Per common day the first day whose window begins on it or later.
    without: Vec<i32>,
}

impl Windows {
    /// Windows that are calculated whenever they are asked for.
    pub(crate) fn calculated(months: i32) -> Windows {
        Windows {
            months,
            starts: Vec::new(),
            without: Vec::new(),
        }
    }

    /// Windows that are looked up.
    pub(crate) fn looked_up(months: i32) -> Windows {
        let span = Span::Months(months);
        Windows {
            months,
            starts: COMMON_DAYS.map(|day| span.window_start(day)).collect(),
            without: COMMON_DAYS.map(|day| span.first_day_without(day)).collect(),
        }
    }

    pub(crate) fn months(&self) -> i32 {
        self.months
    }

    /// As [`Span::window_start`].
    #[inline]
    pub(crate) fn start(&self, last: i32) -> i32 {
        match self.starts.get(place(last)) {
            Some(&start) => start,
            None => Span::Months(self.months).window_start(last),
        }
    }

    /// As [`Span::first_day_without`].
    #[inline]
    pub(crate) fn first_day_without(&self, start: i32) -> i32 {
        match self.without.get(place(start)) {
            Some(&day) => day,
            None => Span::Months(self.months).first_day_without(start),
        }
    }
}

#[inline]
fn place(day: i32) -> usize {
    // A day before the first one becomes a place far behind the last.
    day.wrapping_sub(COMMON_DAYS.start).cast_unsigned() as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_looked_up_is_what_is_calculated() {
        for months in [0, 1, 11, 12, 120] {
            let (quick, slow) = (Windows::looked_up(months), Windows::calculated(months));
            for day in COMMON_DAYS.start - 100..COMMON_DAYS.end + 100 {
                assert_eq!(quick.start(day), slow.start(day), "{months} {day}");
                let without = [&quick, &slow].map(|windows| windows.first_day_without(day));
                assert_eq!(without[0], without[1], "{months} {day}");
            }
        }
    }
}

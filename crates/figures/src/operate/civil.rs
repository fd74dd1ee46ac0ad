//! Calendar arithmetic on plain day numbers: the same as `calendar::Day`, at a fraction of its cost.
//!
//! The proleptic Gregorian calendar with years that begin on 1 March, so that the leap day is the last of its year. Numbers
//! are counted from so early that none is negative: divisions by constants are cheapest so.

use crate::population::Length;

/// Of four centuries.
const DAYS_OF_AN_ERA: u32 = 146_097;
/// Days from the first day that is counted, the 1 March that is a hundred eras before that of the year 0, to 1970-01-01.
const TO_EPOCH: i32 = 719_468 + 14_609_700;
/// No length is longer than the calendar.
const MOST_DAYS: u32 = 4_000_000;
const MOST_MONTHS: u32 = 120_000;

/// A date, the month counted from March = 0; January and February belong to the year before. Years are 40,000 too many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct MarchDate {
    year: u32,
    month: u32,
    day: u32,
}

#[inline]
fn date(day: i32) -> MarchDate {
    let day = (day + TO_EPOCH).cast_unsigned();
    let century = (4 * day + 3) / DAYS_OF_AN_ERA;
    let of_century = day - DAYS_OF_AN_ERA * century / 4;
    let year = (4 * of_century + 3) / 1_461;
    let of_year = of_century - 1_461 * year / 4;
    let month = (5 * of_year + 2) / 153;
    MarchDate {
        year: 100 * century + year,
        month,
        day: of_year - (153 * month + 2) / 5 + 1,
    }
}

#[inline]
fn day_number(MarchDate { year, month, day }: MarchDate) -> i32 {
    let before_year = 365 * year + year / 4 - year / 100 + year / 400;
    (before_year + (153 * month + 2) / 5 + day - 1).cast_signed() - TO_EPOCH
}

#[inline]
fn leap(year: u32) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

#[inline]
fn month_length(year: u32, month: u32) -> u32 {
    const LENGTHS: [u32; 12] = [31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 31, 28];
    let length = LENGTHS[month as usize % 12];
    // The February of a year that begins in March lies in the next calendar year.
    length + u32::from(month == 11 && leap(year + 1))
}

#[inline]
fn months_after(from: MarchDate, months: i32) -> (u32, u32) {
    let month = (from.year * 12 + from.month).wrapping_add_signed(months);
    (month / 12, month % 12)
}

/// The same day of the month so many months later, or earlier when negative, held to the end of a shorter month.
#[inline]
pub(crate) fn plus_months(day: i32, months: i32) -> i32 {
    let from = date(day);
    let (year, month) = months_after(from, months);
    day_number(MarchDate {
        year,
        month,
        day: from.day.min(month_length(year, month)),
    })
}

/// The day on which someone born on `birth` turns so many years; those born on 29 February turn older on 1 March in years
/// without that day.
#[inline]
pub(crate) fn birthday(birth: i32, years: i32) -> i32 {
    let from = date(birth);
    let year = from.year.wrapping_add_signed(years);
    // 29 February is day 29 of the last month: counted on, it is 1 March by itself.
    day_number(MarchDate { year, ..from })
}

/// The first day of a month on or after the day.
pub(crate) fn next_month_start(day: i32) -> i32 {
    let date = date(day);
    if date.day == 1 {
        return day;
    }
    day + 1 + (month_length(date.year, date.month) - date.day).cast_signed()
}

/// A length of time with numbers that are safe to add to days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Span {
    Days(i32),
    Months(i32),
}

impl From<Length> for Span {
    fn from(length: Length) -> Span {
        match length {
            Length::Days(days) => Span::Days(days.min(MOST_DAYS).cast_signed()),
            Length::Months(months) => Span::Months(months.min(MOST_MONTHS).cast_signed()),
        }
    }
}

impl Span {
    /// The day after a time of this length that begins with `first`.
    #[inline]
    pub(crate) fn after(self, first: i32) -> i32 {
        match self {
            Span::Days(days) => first + days,
            Span::Months(months) => plus_months(first, months),
        }
    }

    /// The first day of the window that ends with `last`.
    #[inline]
    pub(crate) fn window_start(self, last: i32) -> i32 {
        match self {
            Span::Days(days) => last - days + 1,
            Span::Months(months) => plus_months(last, -months) + 1,
        }
    }

    /// The first day whose window begins on `start` or later: from then on, days before `start` are out of sight.
    #[inline]
    pub(crate) fn first_day_without(self, start: i32) -> i32 {
        match self {
            Span::Days(days) => start - 1 + days,
            Span::Months(months) => {
                // Held to the end of a shorter month, the window of that day still begins before the start.
                let from = date(start - 1);
                let (year, month) = months_after(from, months);
                let length = month_length(year, month);
                let day = from.day.min(length);
                day_number(MarchDate { year, month, day }) + i32::from(from.day > length)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use calendar::Day;

    /// From 1799 to 2130, every day.
    const DAYS: std::ops::Range<i32> = -62_500..58_500;

    #[test]
    fn months_agree_with_the_calendar() {
        for day in DAYS {
            for months in [-120, -13, -12, -1, 0, 1, 6, 11, 240] {
                let expected = Day::from_epoch(day).plus_months(months).epoch();
                assert_eq!(plus_months(day, months), expected, "{day} {months}");
            }
        }
    }

    #[test]
    fn birthdays_agree_with_the_calendar() {
        for birth in DAYS.step_by(7).chain(
            [1800, 1904, 1996, 2000].map(|year| Day::new(year, 2, 28).expect("a day").epoch() + 1),
        ) {
            for years in [0, 1, 3, 4, 18, 30, 100] {
                let day = birthday(birth, years);
                let age = |day| Day::from_epoch(day).years_since(Day::from_epoch(birth));
                assert_eq!(
                    (age(day - 1), age(day)),
                    (years - 1, years),
                    "{birth} {years}"
                );
            }
        }
    }

    #[test]
    fn months_start() {
        for day in DAYS {
            let start = Day::from_epoch(day).month_start().epoch();
            let next = Day::from_epoch(day).month_end().epoch() + 1;
            let expected = if start == day { day } else { next };
            assert_eq!(next_month_start(day), expected);
        }
    }

    #[test]
    fn the_first_window_without_a_day_is_the_first() {
        for span in [
            Span::Days(1),
            Span::Days(364),
            Span::Months(1),
            Span::Months(6),
            Span::Months(120),
        ] {
            for start in -1_000..2_000 {
                let first = span.first_day_without(start);
                assert!(span.window_start(first) >= start, "{span:?} {start}");
                assert!(span.window_start(first - 1) < start, "{span:?} {start}");
            }
        }
    }
}

//! A legal day: a date without time, as law counts it.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A calendar day in Denmark, stored as days since 1970-01-01.
///
/// The range is 0001-01-01 to 9999-12-31. Ordering is chronological; the text form is ISO 8601.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

/// A text that is not a day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("»{text}« is not a day; write year-month-day, for example 2021-09-15")]
pub struct DayError {
    /// What was read.
    pub text: String,
}

/// A day of the week, Monday first as in ISO 8601.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the seven names say it")]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

const EPOCH: Date = Date::constant(1970, 1, 1);

impl Day {
    /// The first day that can be told.
    pub const MIN: Day = Day(-719_162);
    /// The last day that can be told.
    pub const MAX: Day = Day(2_932_896);

    /// The day with this year, month (1–12) and day of month; `None` if there is none.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Day> {
        Date::new(year, month, day)
            .ok()
            .filter(|date| date.year() > 0)
            .map(Day::from_date)
    }

    /// The day that many days after 1970-01-01, held within [`Day::MIN`] and [`Day::MAX`].
    pub fn from_epoch(days: i32) -> Day {
        Day(days.clamp(Self::MIN.0, Self::MAX.0))
    }

    /// Days since 1970-01-01.
    pub const fn epoch(self) -> i32 {
        self.0
    }

    /// The day `days` later, or earlier when negative; stops at the ends of the range.
    #[must_use]
    pub fn plus(self, days: i32) -> Day {
        Day::from_epoch(self.0.saturating_add(days))
    }

    /// The same day of the month `months` later, held to the end of a shorter month.
    #[must_use]
    pub fn plus_months(self, months: i32) -> Day {
        let date = self.date();
        date.checked_add(jiff::Span::new().months(months))
            .map_or(Day::MAX, Day::from_date)
    }

    /// Days from `earlier` to this day; negative when this day is the earlier one.
    pub const fn since(self, earlier: Day) -> i32 {
        self.0 - earlier.0
    }

    /// The year.
    pub fn year(self) -> i16 {
        self.date().year()
    }

    /// The month, 1–12.
    pub fn month(self) -> i8 {
        self.date().month()
    }

    /// The day of the month, 1–31.
    pub fn day(self) -> i8 {
        self.date().day()
    }

    /// The day of the week.
    pub const fn weekday(self) -> Weekday {
        // 1970-01-01 was a Thursday.
        match (self.0 + 3).rem_euclid(7) {
            0 => Weekday::Monday,
            1 => Weekday::Tuesday,
            2 => Weekday::Wednesday,
            3 => Weekday::Thursday,
            4 => Weekday::Friday,
            5 => Weekday::Saturday,
            _ => Weekday::Sunday,
        }
    }

    /// The Monday of this day's ISO week.
    #[must_use]
    pub const fn week_start(self) -> Day {
        Day(self.0 - (self.0 + 3).rem_euclid(7))
    }

    /// The ISO week's year and number.
    pub fn iso_week(self) -> (i16, i8) {
        let week = self.date().iso_week_date();
        (week.year(), week.week())
    }

    /// The last day of this day's month.
    #[must_use]
    pub fn month_end(self) -> Day {
        Day::from_date(self.date().last_of_month())
    }

    /// The first day of this day's month.
    #[must_use]
    pub fn month_start(self) -> Day {
        Day::from_date(self.date().first_of_month())
    }

    /// The age in whole years on this day of someone born on `birth`.
    pub fn years_since(self, birth: Day) -> i32 {
        let (now, then) = (self.date(), birth.date());
        let had_birthday = (now.month(), now.day()) >= (then.month(), then.day());
        i32::from(now.year()) - i32::from(then.year()) - i32::from(!had_birthday)
    }

    pub(crate) fn date(self) -> Date {
        EPOCH
            .checked_add(jiff::Span::new().days(self.0))
            .expect("a Day lies within the range of jiff's dates")
    }

    pub(crate) fn from_date(date: Date) -> Day {
        let days = date
            .since(EPOCH)
            .expect("days between two dates fit")
            .get_days();
        Day::from_epoch(days)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = self.date();
        write!(
            out,
            "{:04}-{:02}-{:02}",
            date.year(),
            date.month(),
            date.day()
        )
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

impl FromStr for Day {
    type Err = DayError;

    fn from_str(text: &str) -> Result<Day, DayError> {
        let fault = || DayError {
            text: text.to_owned(),
        };
        let mut parts = text.split('-');
        let (year, month, day) = (parts.next(), parts.next(), parts.next());
        let whole = |part: Option<&str>, width: usize| {
            part.filter(|part| {
                part.len() == width && part.bytes().all(|byte| byte.is_ascii_digit())
            })
            .and_then(|part| part.parse::<i16>().ok())
        };
        match (whole(year, 4), whole(month, 2), whole(day, 2), parts.next()) {
            (Some(year), Some(month), Some(day), None) => {
                let month = i8::try_from(month).map_err(|_| fault())?;
                let day = i8::try_from(day).map_err(|_| fault())?;
                Day::new(year, month, day).ok_or_else(fault)
            }
            _ => Err(fault()),
        }
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Day, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(input)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn text_and_number_agree() {
        assert_eq!(day("1970-01-01").epoch(), 0);
        assert_eq!(day("2021-09-15").to_string(), "2021-09-15");
        assert_eq!(Day::MIN.to_string(), "0001-01-01");
        assert_eq!(Day::MAX.to_string(), "9999-12-31");
        for wrong in [
            "",
            "2021-9-15",
            "2021-02-29",
            "15-09-2021",
            "2021-09-15 ",
            "+021-09-15",
        ] {
            assert!(wrong.parse::<Day>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn months_hold_to_the_end_of_a_shorter_month() {
        assert_eq!(day("2021-08-31").plus_months(6), day("2022-02-28"));
        assert_eq!(day("2023-08-31").plus_months(6), day("2024-02-29"));
        assert_eq!(day("2024-02-29").plus_months(12), day("2025-02-28"));
    }

    #[test]
    fn weeks_follow_iso() {
        assert_eq!(day("2021-09-15").weekday(), Weekday::Wednesday);
        assert_eq!(day("2021-09-15").week_start(), day("2021-09-13"));
        assert_eq!(day("2027-01-03").iso_week(), (2026, 53));
    }

    #[test]
    fn age_changes_on_the_birthday() {
        assert_eq!(day("2021-09-14").years_since(day("1980-09-15")), 40);
        assert_eq!(day("2021-09-15").years_since(day("1980-09-15")), 41);
    }
}

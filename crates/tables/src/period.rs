//! Periods as statistics name them: a code that sorts, and a label in each language.

use std::fmt;
use std::str::FromStr;

use std::collections::BTreeMap;

use calendar::Day;

use crate::text::{Language, Text};

/// A period a figure is about.
///
/// The code is Statistics Denmark's: `2024`, `2024K1`, `2024M01`; a day is `2024-01-31`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Period {
    /// A calendar year.
    Year(i16),
    /// A quarter, 1–4.
    Quarter(i16, i8),
    /// A month, 1–12.
    Month(i16, i8),
    /// One day.
    Day(Day),
}

/// A text that is no period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("»{text}« is no period; write for example 2024, 2024K1, 2024M01 or 2024-01-31")]
pub struct PeriodFault {
    /// What was read.
    pub text: String,
}

const MONTHS_DA: [&str; 12] = [
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const SHORT_DA: [&str; 12] = [
    "jan.", "feb.", "mar.", "apr.", "maj", "juni", "juli", "aug.", "sep.", "okt.", "nov.", "dec.",
];
const SHORT_EN: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

impl Period {
    /// The month a day lies in.
    pub fn month_of(day: Day) -> Period {
        Period::Month(day.year(), day.month())
    }

    /// The ISO week a day lies in, by its Monday: statistics have no code of their own for weeks.
    pub fn week_of(day: Day) -> Period {
        Period::Day(day.week_start())
    }

    /// The quarter a day lies in.
    pub fn quarter_of(day: Day) -> Period {
        Period::Quarter(day.year(), (day.month() - 1) / 3 + 1)
    }

    /// The days of the period: the first, and the day after the last. `None` beyond the calendar.
    pub fn days(self) -> Option<(Day, Day)> {
        let (first, months) = match self {
            Period::Year(year) => (Day::new(year, 1, 1)?, 12),
            Period::Quarter(year, part) => (Day::new(year, (part - 1) * 3 + 1, 1)?, 3),
            Period::Month(year, month) => (Day::new(year, month, 1)?, 1),
            Period::Day(day) => return Some((day, day.plus(1))),
        };
        Some((first, first.plus_months(months)))
    }

    /// The year the period lies in.
    pub fn year(self) -> i16 {
        match self {
            Period::Year(year) | Period::Quarter(year, _) | Period::Month(year, _) => year,
            Period::Day(day) => day.year(),
        }
    }

    /// Whether the period is the first of its kind in a year.
    pub fn opens_a_year(self) -> bool {
        match self {
            Period::Year(_) => true,
            Period::Quarter(_, part) | Period::Month(_, part) => part == 1,
            Period::Day(day) => day.month() == 1 && day.day() == 1,
        }
    }

    /// The label in both languages: »januar 2024«, »1. kvartal 2024«, »31. januar 2024«.
    pub fn label(self) -> Text {
        match self {
            Period::Year(year) => Text::same(year.to_string()),
            Period::Quarter(year, part) => {
                Text::new(format!("{part}. kvartal {year}"), format!("Q{part} {year}"))
            }
            Period::Month(year, month) => Text::new(
                format!("{} {year}", name(&MONTHS_DA, month)),
                format!("{} {year}", name(&MONTHS_EN, month)),
            ),
            Period::Day(day) => Text::new(
                format!(
                    "{}. {} {}",
                    day.day(),
                    name(&MONTHS_DA, day.month()),
                    day.year()
                ),
                format!(
                    "{} {} {}",
                    day.day(),
                    name(&MONTHS_EN, day.month()),
                    day.year()
                ),
            ),
        }
    }

    /// A short label for an axis, without the year where the year stands below: »jan.«, »1. kvt.«.
    pub fn short(self, language: Language) -> String {
        match (self, language) {
            (Period::Year(year), _) => year.to_string(),
            (Period::Quarter(_, part), Language::Danish) => format!("{part}. kvt."),
            (Period::Quarter(_, part), Language::English) => format!("Q{part}"),
            (Period::Month(_, month), Language::Danish) => name(&SHORT_DA, month).to_owned(),
            (Period::Month(_, month), Language::English) => name(&SHORT_EN, month).to_owned(),
            (Period::Day(day), Language::Danish) => {
                format!("{}. {}", day.day(), name(&SHORT_DA, day.month()))
            }
            (Period::Day(day), Language::English) => {
                format!("{} {}", day.day(), name(&SHORT_EN, day.month()))
            }
        }
    }
}

fn name<'a>(names: &[&'a str; 12], month: i8) -> &'a str {
    usize::try_from(month - 1)
        .ok()
        .and_then(|position| names.get(position).copied())
        .unwrap_or("?")
}

impl fmt::Display for Period {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Period::Year(year) => write!(out, "{year:04}"),
            Period::Quarter(year, part) => write!(out, "{year:04}K{part}"),
            Period::Month(year, month) => write!(out, "{year:04}M{month:02}"),
            Period::Day(day) => day.fmt(out),
        }
    }
}

impl FromStr for Period {
    type Err = PeriodFault;

    fn from_str(text: &str) -> Result<Period, PeriodFault> {
        let fault = || PeriodFault {
            text: text.to_owned(),
        };
        if let Ok(day) = text.parse::<Day>() {
            return Ok(Period::Day(day));
        }
        let (year, rest) = text.split_at_checked(4).ok_or_else(fault)?;
        if !year.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(fault());
        }
        let year: i16 = year.parse().map_err(|_| fault())?;
        if rest.is_empty() {
            return Ok(Period::Year(year));
        }
        let (letter, digits) = rest.split_at_checked(1).ok_or_else(fault)?;
        let width = if letter == "M" { 2 } else { 1 };
        if digits.len() != width || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(fault());
        }
        let part: i8 = digits.parse().map_err(|_| fault())?;
        match (letter, part) {
            ("M", 1..=12) => Ok(Period::Month(year, part)),
            ("K", 1..=4) => Ok(Period::Quarter(year, part)),
            _ => Err(fault()),
        }
    }
}

/// Of numbers by period the one that stands for the days from one to before another: that of the shortest period around them,
/// else that of the last single day within.
pub fn standing_for<T>(numbers: &BTreeMap<Period, T>, (from, until): (Day, Day)) -> Option<&T> {
    let around = |period: &Period| {
        let (first, after) = period.days()?;
        (first <= from && until <= after).then_some(after.since(first))
    };
    let tightest = numbers
        .iter()
        .filter_map(|(period, number)| Some((around(period)?, number)))
        .min_by_key(|(length, _)| *length);
    let within = || {
        numbers
            .iter()
            .rev()
            .find(|(period, _)| matches!(period, Period::Day(day) if from <= *day && *day < until))
    };
    tightest
        .or_else(|| within().map(|(_, number)| (0, number)))
        .map(|(_, number)| number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_read_and_write_back() {
        for code in ["2024", "2024K1", "2024M01", "2024M12", "2024-02-29"] {
            assert_eq!(code.parse::<Period>().unwrap().to_string(), code);
        }
        for wrong in [
            "", "24", "2024M", "2024M13", "2024M00", "2024K5", "2024M1", "2024Q1", "æ024", "2024æ",
        ] {
            assert!(wrong.parse::<Period>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_shortest_period_around_some_days_stands_for_them() {
        let given = ["2024", "2024K1", "2025-01-15", "2025-01-20"];
        let numbers: BTreeMap<Period, &str> =
            given.map(|period| (period.parse().unwrap(), period)).into();
        let of = |from: &str, until: &str| {
            standing_for(&numbers, (from.parse().unwrap(), until.parse().unwrap())).copied()
        };
        assert_eq!(of("2024-01-01", "2024-04-01"), Some("2024K1"));
        assert_eq!(of("2024-03-01", "2024-04-02"), Some("2024"));
        assert_eq!(of("2025-01-01", "2025-02-01"), Some("2025-01-20"));
        assert_eq!(of("2025-01-01", "2025-01-20"), Some("2025-01-15"));
        assert_eq!(of("2023-12-31", "2024-02-01"), None);
    }

    #[test]
    fn a_day_lies_in_the_week_of_its_monday_and_in_its_quarter() {
        for (day, week, quarter) in [
            ("2024-12-29", "2024-12-23", "2024K4"),
            ("2024-12-30", "2024-12-30", "2024K4"),
            ("2025-01-01", "2024-12-30", "2025K1"),
            ("2025-01-05", "2024-12-30", "2025K1"),
            ("2025-03-31", "2025-03-31", "2025K1"),
            ("2025-04-01", "2025-03-31", "2025K2"),
        ] {
            let day: Day = day.parse().unwrap();
            assert_eq!(Period::week_of(day).to_string(), week, "{day}");
            assert_eq!(Period::quarter_of(day).to_string(), quarter, "{day}");
        }
    }

    #[test]
    fn labels_are_in_both_languages() {
        let month: Period = "2024M03".parse().unwrap();
        assert_eq!(month.label(), Text::new("marts 2024", "March 2024"));
        assert_eq!(month.short(Language::Danish), "mar.");
        let quarter: Period = "2024K2".parse().unwrap();
        assert_eq!(quarter.label().da, "2. kvartal 2024");
        let day: Period = "2024-12-31".parse().unwrap();
        assert_eq!(day.label().da, "31. december 2024");
        assert!(Period::Month(2024, 1).opens_a_year() && !quarter.opens_a_year());
    }
}

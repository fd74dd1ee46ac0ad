//! Holidays as data, working days, and the day a legal time limit ends.

use computus::gregorian;
use serde::{Deserialize, Serialize};

use crate::{Day, Span, Weekday};

/// Which day a holiday falls on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum HolidayRule {
    /// So many days after Easter Sunday; negative for before.
    Easter(i16),
    /// A fixed month and day.
    Fixed {
        /// Month, 1–12.
        month: i8,
        /// Day of the month.
        day: i8,
    },
}

/// A day on which the municipality does not work, and the years for which that holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Holiday {
    /// The name, in Danish.
    pub name: String,
    /// Which day it is.
    pub rule: HolidayRule,
    /// The first day on which the holiday exists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Day>,
    /// The last day on which the holiday exists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Day>,
}

/// What happens to a time limit that ends on a day off.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Roll {
    /// It stays where it falls.
    #[default]
    None,
    /// It moves to the next working day.
    NextWorkingDay,
}

/// The days off, as a rulebook page lists them; Saturdays and Sundays are always days off.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Calendar {
    holidays: Vec<Holiday>,
}

impl Calendar {
    /// A calendar with these holidays.
    pub fn new(holidays: Vec<Holiday>) -> Calendar {
        Calendar { holidays }
    }

    /// The holidays as given.
    pub fn holidays(&self) -> &[Holiday] {
        &self.holidays
    }

    /// The holiday on this day, if there is one.
    pub fn holiday(&self, day: Day) -> Option<&Holiday> {
        let mut easter = None;
        self.holidays.iter().find(|holiday| {
            let within = holiday.from.is_none_or(|from| from <= day)
                && holiday.to.is_none_or(|to| day <= to);
            within
                && match holiday.rule {
                    HolidayRule::Fixed {
                        month,
                        day: of_month,
                    } => day.month() == month && day.day() == of_month,
                    HolidayRule::Easter(offset) => {
                        let sunday = *easter.get_or_insert_with(|| easter_sunday(day.year()));
                        sunday.is_some_and(|sunday| day.since(sunday) == i32::from(offset))
                    }
                }
        })
    }

    /// Whether the municipality works on this day.
    pub fn is_working_day(&self, day: Day) -> bool {
        !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && self.holiday(day).is_none()
    }

    /// This day if it is a working day, else the next one.
    ///
    /// A calendar without a working day within a year gives the day itself.
    pub fn next_working_day(&self, day: Day) -> Day {
        (0..=366)
            .map(|ahead| day.plus(ahead))
            .find(|day| self.is_working_day(*day))
            .unwrap_or(day)
    }

    /// The day a span from `start` ends: months first, then days, then working days.
    ///
    /// The start day is not counted: `P1D` from Monday is Tuesday.
    pub fn add(&self, start: Day, span: Span) -> Day {
        let mut day = start;
        if span.months > 0 {
            day = day.plus_months(i32::from(span.months));
        }
        day = day.plus(i32::from(span.days));
        for _ in 0..span.working_days {
            day = self.next_working_day(day.plus(1));
        }
        day
    }

    /// The day a time limit ends after `roll` has been applied to where it falls.
    pub fn resolve(&self, literal: Day, roll: Roll) -> Day {
        match roll {
            Roll::None => literal,
            Roll::NextWorkingDay => self.next_working_day(literal),
        }
    }
}

fn easter_sunday(year: i16) -> Option<Day> {
    let date = gregorian(i32::from(year)).ok()?;
    Day::new(
        year,
        i8::try_from(date.month).ok()?,
        i8::try_from(date.day).ok()?,
    )
}

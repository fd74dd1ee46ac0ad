//! The periods that a table is about.

use calendar::Day;
use figures::Periods;
use serde::Deserialize;

/// How long a period is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Every {
    /// Monday to Sunday.
    Week,
    /// A calendar month.
    Month,
    /// Three calendar months.
    Quarter,
    /// A calendar year.
    Year,
}

impl Every {
    /// Its name in requests and files.
    pub fn id(self) -> &'static str {
        match self {
            Every::Week => "week",
            Every::Month => "month",
            Every::Quarter => "quarter",
            Every::Year => "year",
        }
    }

    /// The months of such periods; none where they are no longer than months.
    pub(crate) fn months(self, periods: &Periods) -> Option<Periods> {
        let (first, last) = (periods.bounds.first()?, periods.bounds.last()?);
        match self {
            Every::Week | Every::Month => None,
            Every::Quarter | Every::Year => Some(Every::Month.covering(*first, *last)),
        }
    }

    /// The periods that cover the days from one to the day before another.
    pub(crate) fn covering(self, from: i32, until: i32) -> Periods {
        self.periods(Day::from_epoch(from), Day::from_epoch(until - 1))
    }

    /// The periods that cover the days from the first to the last.
    pub(super) fn periods(self, from: Day, last: Day) -> Periods {
        let mut start = match self {
            Every::Week => from.week_start(),
            Every::Month => from.month_start(),
            Every::Quarter => {
                let month = from.month_start();
                month.plus_months(-i32::from((month.month() - 1) % 3))
            }
            Every::Year => {
                let month = from.month_start();
                month.plus_months(1 - i32::from(month.month()))
            }
        };
        let mut bounds = vec![start.epoch()];
        while start <= last && start < Day::MAX {
            start = match self {
                Every::Week => start.plus(7),
                Every::Month => start.plus_months(1),
                Every::Quarter => start.plus_months(3),
                Every::Year => start.plus_months(12),
            };
            bounds.push(start.epoch());
        }
        Periods { bounds }
    }
}

//! What a run is asked, and what it is told about the world outside the histories.

use calendar::{Calendar, Day};

use crate::histories::Observation;
use crate::indicator::Indicator;
use crate::population::Population;

/// One question to a run.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Query {
    /// The numbers of an indicator.
    Cube(Indicator),
    /// The persons who are in the population on a day.
    List {
        /// Who.
        population: Population,
        /// On which day, days since 1970-01-01.
        day: i32,
    },
}

/// What holds for all histories of a run.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Setting {
    /// Per track, by [`crate::TrackId`], the days on which it is observed.
    pub observation: Vec<Observation>,
    /// The working days; needed where a measure counts them.
    pub working_days: Option<WorkingDays>,
}

/// How many working days lie before each day of a range: a new axis for the days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkingDays {
    from: i32,
    /// `before[i]` working days lie in `from .. from + i`.
    before: Vec<i32>,
}

impl WorkingDays {
    /// The working days of a calendar in `from ≤ day < until`, days since 1970-01-01.
    pub fn new(calendar: &Calendar, from: i32, until: i32) -> WorkingDays {
        let mut count = 0;
        let mut before = vec![0];
        for day in from..until {
            count += i32::from(calendar.is_working_day(Day::from_epoch(day)));
            before.push(count);
        }
        WorkingDays { from, before }
    }

    /// Working days in `from ≤ day < until`; `None` where the range is not covered.
    pub fn between(&self, from: i32, until: i32) -> Option<i32> {
        Some(self.before(until)? - self.before(from)?)
    }

    fn before(&self, day: i32) -> Option<i32> {
        let at = usize::try_from(day.checked_sub(self.from)?).ok()?;
        self.before.get(at).copied()
    }
}

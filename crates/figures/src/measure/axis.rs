//! The axis of days: in which period a day lies, and how many counted days of the period lie before it.
//!
//! Days that count are calendar days or working days; a method that counts otherwise is another axis, nothing else.

use crate::indicator::Periods;
use crate::run::WorkingDays;
use crate::sets::Days;

/// Where each day of the periods lies. The day after the last one has a place too: the start of the period after the last.
#[derive(Debug, Clone)]
pub(crate) struct Axis {
    first: i32,
    places: Vec<Place>,
    /// Counted days of each period.
    pub(crate) sizes: Vec<i64>,
    /// The first day of each period, and the day after the last one.
    starts: Vec<i32>,
}

/// A day's period, and the counted days of that period before the day.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place(u32);

impl Place {
    pub(crate) fn period(self) -> usize {
        (self.0 >> 16) as usize
    }

    pub(crate) fn before(self) -> i64 {
        i64::from(self.0 & 0xFFFF)
    }
}

/// The places of a range of days. A loop keeps it in registers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stretch<'a> {
    places: &'a [Place],
    first: i32,
    days: Days,
}

impl Stretch<'_> {
    /// The day held to the range.
    #[inline]
    pub(crate) fn hold(self, day: i32) -> i32 {
        day.max(self.days.from).min(self.days.until)
    }

    /// The first and the last period of the days from `start` to before `end` that are in the range; `None` where none is.
    #[inline]
    pub(crate) fn periods(self, start: i32, end: i32) -> Option<(usize, usize)> {
        let (start, end) = (self.hold(start), self.hold(end));
        (start < end).then(|| (self.at(start).period(), self.at(end - 1).period()))
    }

    /// The place of a day that has been held.
    #[inline]
    pub(crate) fn at(self, day: i32) -> Place {
        self.places[(day - self.first).cast_unsigned() as usize]
    }
}

/// Periods that are too many or too long for an axis, or days that the working days do not cover.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unfit {
    Periods,
    WorkingDays,
}

impl Axis {
    /// The axis that counts every calendar day, or only the working days.
    pub(crate) fn new(periods: &Periods, working: Option<&WorkingDays>) -> Result<Axis, Unfit> {
        let mut places = Vec::new();
        let mut sizes = Vec::with_capacity(periods.len());
        for (period, ends) in (0_u32..).zip(periods.bounds.windows(2)) {
            let (from, until) = (ends[0], ends[1]);
            if period >= 0xFFFF || i64::from(until) - i64::from(from) > 0xFFFF || until <= from {
                return Err(Unfit::Periods);
            }
            let counted = |day| match working {
                None => Ok(day - from),
                Some(days) => days.between(from, day).ok_or(Unfit::WorkingDays),
            };
            for day in from..until {
                places.push(Place(period << 16 | counted(day)?.cast_unsigned()));
            }
            sizes.push(i64::from(counted(until)?));
        }
        let after = u32::try_from(sizes.len()).map_err(|_| Unfit::Periods)?;
        places.push(Place(after << 16));
        let first = periods.bounds.first().copied().unwrap_or_default();
        Ok(Axis {
            first,
            places,
            sizes,
            starts: periods.bounds.clone(),
        })
    }

    /// The place of a day that lies within the periods, or is the day after them.
    #[inline]
    pub(crate) fn at(&self, day: i32) -> Place {
        self.places[(day - self.first).cast_unsigned() as usize]
    }

    /// The places of the days of a range within the periods, for a loop that looks up many.
    #[inline]
    pub(crate) fn stretch(&self, days: Days) -> Stretch<'_> {
        Stretch {
            places: &self.places,
            first: self.first,
            days,
        }
    }

    /// The first day of the day's period; a day outside the periods is itself.
    ///
    /// A member that holds from a day on holds for the whole of that day's period, since the period's last day decides.
    pub(crate) fn floor(&self, day: i32) -> i32 {
        if self.holds(day) {
            self.starts[self.at(day).period()]
        } else {
            day
        }
    }

    /// The first day of the period after the one that holds the day before; a day outside the periods is itself.
    pub(crate) fn ceiling(&self, day: i32) -> i32 {
        if !self.holds(day) {
            return day;
        }
        let period = self.at(day).period();
        if self.starts[period] == day {
            day
        } else {
            self.starts[period + 1]
        }
    }

    /// Whether a day lies within the periods.
    fn holds(&self, day: i32) -> bool {
        // The day after the last one has a place too.
        self.first <= day && day.abs_diff(self.first) as usize + 1 < self.places.len()
    }

    /// The first day of a period, or the day after the last one.
    pub(crate) fn start(&self, period: usize) -> i32 {
        self.starts[period]
    }

    /// The counted days of the longest period.
    pub(crate) fn longest(&self) -> i64 {
        self.sizes.iter().copied().max().unwrap_or_default()
    }
}

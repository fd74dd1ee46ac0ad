//! The system clock, made here and nowhere else, and the clock of the demonstration.

use std::sync::Mutex;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use calendar::{Clock, Day, LocalTime, Timestamp};

/// The clock of the machine.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the clock that everything else is handed"
    )]
    fn now(&self) -> Timestamp {
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        Timestamp(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
    }
}

/// The clock of the demonstration: it stands on a chosen day, which began at nine when it was chosen, and never leaves it
/// by itself.
#[derive(Debug)]
pub(crate) struct DemoClock(Mutex<(Day, Instant)>);

impl DemoClock {
    /// A clock on this day.
    pub(crate) fn new(day: Day) -> DemoClock {
        DemoClock(Mutex::new((day, Instant::now())))
    }

    /// Moves the clock to nine o'clock on another day.
    pub(crate) fn set(&self, day: Day) {
        *self.0.lock().expect("nobody panics holding the day") = (day, Instant::now());
    }
}

impl Clock for DemoClock {
    fn now(&self) -> Timestamp {
        let (day, since) = *self.0.lock().expect("nobody panics holding the day");
        let at = |hour, minute| {
            Timestamp::at(
                day,
                LocalTime::new(hour, minute).expect("a time on the clock face"),
            )
        };
        let passed = i64::try_from(since.elapsed().as_micros()).unwrap_or(i64::MAX);
        Timestamp(at(9, 0).0.saturating_add(passed)).min(at(23, 59))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demonstration_stays_on_its_day() {
        let day: Day = "2021-09-15".parse().unwrap();
        let clock = DemoClock::new(day);
        assert_eq!(clock.today(), day);
        assert_eq!(clock.now().local_time().to_string(), "09:00");
        clock.set(day.plus(200));
        assert_eq!(clock.today(), day.plus(200));
    }
}

//! The clock as an interface: whoever needs the time is handed it.

use serde::{Deserialize, Serialize};

use crate::Day;

/// An instant something was recorded: microseconds since 1970-01-01T00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

/// A time of day in Denmark: minutes since midnight, 0–1439.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LocalTime(u16);

impl LocalTime {
    /// The time with this hour (0–23) and minute (0–59); `None` if there is none.
    pub fn new(hour: u16, minute: u16) -> Option<LocalTime> {
        (hour < 24 && minute < 60).then_some(LocalTime(hour * 60 + minute))
    }

    /// Minutes since midnight.
    pub fn minutes(self) -> u16 {
        self.0
    }
}

impl std::fmt::Display for LocalTime {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl std::str::FromStr for LocalTime {
    type Err = ();

    fn from_str(text: &str) -> Result<LocalTime, ()> {
        let (hour, minute) = text.split_once([':', '.']).ok_or(())?;
        let (hour, minute) = (
            hour.parse().map_err(|_| ())?,
            minute.parse().map_err(|_| ())?,
        );
        LocalTime::new(hour, minute).ok_or(())
    }
}

impl Timestamp {
    /// The legal day in Copenhagen at this instant.
    pub fn day(self) -> Day {
        Day::from_date(self.in_copenhagen().date())
    }

    /// The time of day in Copenhagen at this instant.
    pub fn local_time(self) -> LocalTime {
        let time = self.in_copenhagen().time();
        let minutes = i16::from(time.hour()) * 60 + i16::from(time.minute());
        LocalTime(u16::try_from(minutes).unwrap_or(0))
    }

    /// The instant a local time on a day stands for; a time skipped in spring moves forward.
    pub fn at(day: Day, time: LocalTime) -> Timestamp {
        let hour = i8::try_from(time.0 / 60).unwrap_or(0);
        let minute = i8::try_from(time.0 % 60).unwrap_or(0);
        day.date()
            .at(hour, minute, 0, 0)
            .to_zoned(copenhagen())
            .map_or(Timestamp(0), |zoned| {
                Timestamp(zoned.timestamp().as_microsecond())
            })
    }

    fn in_copenhagen(self) -> jiff::civil::DateTime {
        jiff::Timestamp::from_microsecond(self.0)
            .unwrap_or(jiff::Timestamp::UNIX_EPOCH)
            .to_zoned(copenhagen())
            .datetime()
    }
}

fn copenhagen() -> jiff::tz::TimeZone {
    jiff::tz::TimeZone::get("Europe/Copenhagen").expect("the time-zone database is bundled")
}

/// Tells what time it is.
pub trait Clock: Send + Sync {
    /// The instant now.
    fn now(&self) -> Timestamp;

    /// The legal day now.
    fn today(&self) -> Day {
        self.now().day()
    }
}

/// A clock that stands still, for tests and for the demonstration.
#[derive(Debug, Clone, Copy)]
pub struct FixedClock(pub Timestamp);

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        self.0
    }
}

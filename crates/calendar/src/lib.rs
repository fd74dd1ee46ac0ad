//! Days, periods, working days and legal deadlines; the clock as an interface.
//!
//! Two kinds of time never mix: a [`Day`] is a legal day in Denmark, a [`Timestamp`] is the instant something was
//! recorded. Holidays are data ([`Calendar`]), read from a rulebook page.

mod clock;
mod day;
mod holidays;
mod span;

pub use clock::{Clock, FixedClock, LocalTime, Timestamp};
pub use day::{Day, DayError, Weekday};
pub use holidays::{Calendar, Holiday, HolidayRule, Roll};
pub use span::{Span, SpanError};

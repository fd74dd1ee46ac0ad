//! What periods and members are called, and the codes they have in files.

use calendar::Day;
use rulebook::registers::{Breakdown, Registers, member_code};
use tables::{Period, Text};

use super::both;
use crate::request::Every;

/// The period that begins on a day: its code, and what it is called.
pub(crate) fn period(start: Day, every: Every) -> (String, Text) {
    let period = match every {
        Every::Week => Period::week_of(start),
        Every::Month => Period::month_of(start),
        Every::Quarter => Period::quarter_of(start),
        Every::Year => Period::Year(start.year()),
    };
    (period.to_string(), period.label())
}

/// The code of a member of a breakdown, and what it is called on a day.
pub(crate) fn member(
    registers: &Registers,
    breakdown: &Breakdown,
    day: Day,
    member: i32,
) -> (String, Text) {
    let title = breakdown.member(registers, day, member);
    (member_code(member), both(&title))
}

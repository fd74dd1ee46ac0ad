//! The ordinary hours of a job, month by month, as employers report them.

use calendar::Day;

use super::files::Files;
use super::person::Person;

/// Writes a row for every calendar month in which the person works from `start` to `last`, so many minutes a week.
///
/// A row covers its month whole, as far as there is anything to see of the person; its minutes are those of the month.
pub(super) fn write(person: &Person, weekly: i32, (start, last): (i32, i32), files: &mut Files) {
    let mut from = start;
    while from <= last {
        let (first, end) = month(from);
        let until = end.min(last);
        let minutes = weekly * (until - from + 1) / 7;
        let (seen, seen_last) = (first.max(person.start()), end.min(person.end()));
        files
            .wage_hours
            .push(&[person.id, minutes, seen, seen_last]);
        from = until + 1;
    }
}

/// The first and the last day of the month that holds a day.
fn month(day: i32) -> (i32, i32) {
    let day = Day::from_epoch(day);
    (day.month_start().epoch(), day.month_end().epoch())
}

//! Days that cannot be right: before the citizen was born, after today for what has happened, far away for what is to come.
//!
//! `casework` refuses what breaks a history; here is refused what a slip of the finger writes, and told what is merely odd.

use calendar::Day;
use facts::{Entry, Kind, Value};

use super::kind_fields;
use crate::case::reading::Opened;
use crate::case::sheet::Fault;

/// Nobody's history here begins before this year.
const FIRST_YEAR: i16 = 1900;

/// So many years ahead an appointment can be made.
const APPOINTMENT_YEARS: i32 = 2;

/// So many years ahead anything else can lie: the end of a placement, of a hold, a day that was decided.
const OTHER_YEARS: i32 = 10;

/// A day of an entry with the field of the sheet it was written in.
struct Written {
    field: String,
    day: Day,
}

/// What is wrong with the days of entries, at their fields.
pub(super) fn faults(opened: &Opened<'_>, entries: &[Entry]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for entry in entries {
        if let Some(words) = impossible(opened, entry.happened_on, Some(0)) {
            faults.push(Fault::at("happened-on", words));
        }
        let is_appointment = matches!(
            entry.kind,
            Kind::AppointmentMade { .. } | Kind::AppointmentMoved { .. }
        );
        for written in own_days(entry) {
            let years = if is_appointment {
                APPOINTMENT_YEARS
            } else {
                OTHER_YEARS
            };
            let words = impossible(opened, written.day, Some(years)).or_else(|| {
                (is_appointment && written.day < entry.happened_on)
                    .then(|| opened.frame.t("fault-appointment-past"))
            });
            faults.extend(words.map(|words| Fault::at(&written.field, words)));
        }
        for written in answered_days(entry) {
            let words = impossible(opened, written.day, Some(OTHER_YEARS));
            faults.extend(words.map(|words| Fault::at(&written.field, words)));
        }
    }
    faults
}

/// Why a day cannot be right; `years` is how far ahead it may lie.
pub(super) fn impossible(opened: &Opened<'_>, day: Day, years: Option<i32>) -> Option<String> {
    let frame = opened.frame;
    let birth = opened.cpr.birth();
    if day < birth || day.year() < FIRST_YEAR {
        return Some(frame.t1("fault-before-birth", "day", frame.long(birth)));
    }
    let years = years?;
    let last = frame.today.plus_months(12 * years);
    (day > last).then(|| {
        if years == 0 {
            frame.t("fault-in-future")
        } else {
            frame.t1("fault-too-far", "day", frame.long(last))
        }
    })
}

/// Which days of entries lie before the case was opened. That can be right, but is worth a second look.
pub(super) fn before_opening(opened: &Opened<'_>, entries: &[Entry]) -> Vec<String> {
    let (frame, case) = (opened.frame, &opened.case);
    let mut days = Vec::new();
    for entry in entries {
        let is_older_by_nature = matches!(
            entry.kind,
            Kind::DocumentFiled { .. }
                | Kind::PlacementAgreed {
                    continued: true,
                    ..
                }
        );
        let mut found = vec![entry.happened_on];
        if !is_older_by_nature {
            found.extend(own_days(entry).map(|written| written.day));
        }
        found.extend(answered_days(entry).map(|written| written.day));
        days.extend(found.into_iter().filter(|day| *day < case.opened));
    }
    days.sort_unstable();
    days.dedup();
    days.into_iter()
        .map(|day| {
            frame.t2(
                "preview-before-opening",
                ("day", frame.long(day)),
                ("opened", frame.long(case.opened)),
            )
        })
        .collect()
}

/// The days a kind has of its own.
fn own_days(entry: &Entry) -> impl Iterator<Item = Written> {
    let is_bare = matches!(
        entry.kind,
        Kind::AppointmentMoved { .. } | Kind::ClockPaused { .. } | Kind::DutySetAside { .. }
    ) && entry.corrects.is_none();
    kind_fields(&entry.kind)
        .into_iter()
        .filter_map(move |(id, value)| match value {
            // The sheets of moving, holding and setting aside name their field without the kind.
            Value::Day(day) if is_bare => Some(Written { field: id, day }),
            Value::Day(day) => Some(Written {
                field: format!("own-{id}"),
                day,
            }),
            _ => None,
        })
}

fn answered_days(entry: &Entry) -> impl Iterator<Item = Written> {
    entry.answers.iter().filter_map(|(id, value)| match value {
        Value::Day(day) => Some(Written {
            field: format!("answer-{id}"),
            day: *day,
        }),
        _ => None,
    })
}

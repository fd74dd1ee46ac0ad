//! Reading a form back into values, with a fault at each field that makes no sense.

use calendar::{Day, LocalTime};
use facts::{Cvr, FieldSpec, FieldType, Value};
use rulebook::FieldText;

use super::Fault;
use crate::form::Form;
use crate::language::day_from_text;
use crate::page::Frame;

/// So many hours a week has.
const HOURS_A_WEEK: i64 = 168;

/// Why hours cannot be taken as they are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum HoursFault {
    Unreadable,
    TooMany,
}

/// Reads a day that has to be given; what is missing or unreadable is a fault.
pub(crate) fn read_day(
    frame: &Frame,
    form: &Form,
    name: &str,
    faults: &mut Vec<Fault>,
) -> Option<Day> {
    let day = form.given(name).and_then(day_from_text);
    if day.is_none() {
        faults.push(Fault::at(name, frame.t("fault-day")));
    }
    day
}

/// Reads a time of day; `None` when it was left empty.
pub(crate) fn read_time(
    frame: &Frame,
    form: &Form,
    name: &str,
    faults: &mut Vec<Fault>,
) -> Option<LocalTime> {
    let text = form.given(name)?;
    let time = text.replace('.', ":").parse().ok();
    if time.is_none() {
        faults.push(Fault::at(name, frame.t("fault-time")));
    }
    time
}

/// Reads a decision of the page; `None` when it was left empty.
pub(crate) fn read_decision(
    frame: &Frame,
    form: &Form,
    field: &FieldText,
    faults: &mut Vec<Fault>,
) -> Option<Value> {
    let name = format!("answer-{}", field.id);
    read(frame, form, &name, &field.of, faults)
}

/// Reads a field of the kind itself; a required one that is empty is a fault.
pub(crate) fn read_own(
    frame: &Frame,
    form: &Form,
    field: &FieldSpec,
    faults: &mut Vec<Fault>,
) -> Option<Value> {
    let name = format!("own-{}", field.id);
    let value = match field.id {
        "minutes" => form.given(&name).and_then(|text| match minutes(text) {
            Ok(minutes) => Some(Value::Number(minutes)),
            Err(HoursFault::Unreadable) => {
                faults.push(Fault::at(&name, frame.t("fault-hours")));
                None
            }
            Err(HoursFault::TooMany) => {
                let words = frame.t1("fault-too-many-hours", "hours", HOURS_A_WEEK);
                faults.push(Fault::at(&name, words));
                None
            }
        }),
        "cvr" => form.given(&name).and_then(|text| {
            if text.parse::<Cvr>().is_ok() {
                return Some(Value::Text(text.to_owned()));
            }
            faults.push(Fault::at(&name, frame.t("fault-cvr")));
            None
        }),
        "time" => read_time(frame, form, &name, faults).map(|time| Value::Text(time.to_string())),
        _ => read(frame, form, &name, &field.of, faults),
    };
    if value.is_none()
        && field.required
        && faults
            .iter()
            .all(|fault| fault.field.as_deref() != Some(&name))
    {
        faults.push(Fault::at(&name, frame.t("fault-missing")));
    }
    value
}

fn read(
    frame: &Frame,
    form: &Form,
    name: &str,
    of: &FieldType,
    faults: &mut Vec<Fault>,
) -> Option<Value> {
    if let FieldType::Set(ids) = of {
        let chosen = form
            .every(name)
            .filter(|id| ids.iter().any(|known| known == id));
        let chosen: std::collections::BTreeSet<String> = chosen.map(str::to_owned).collect();
        // Nothing chosen is an answer when the field was asked at all; the form says so with a hidden mark.
        let was_asked = form.given(&format!("{name}-asked")).is_some();
        return (was_asked || !chosen.is_empty()).then_some(Value::Set(chosen));
    }
    let text = form.given(name)?;
    let value = match of {
        FieldType::Flag => match text {
            "yes" => Some(Value::Flag(true)),
            "no" => Some(Value::Flag(false)),
            _ => None,
        },
        FieldType::Number => text.replace('.', "").parse().ok().map(Value::Number),
        FieldType::Day => day_from_text(text).map(Value::Day),
        FieldType::Choice(ids) => ids
            .iter()
            .find(|id| *id == text)
            .cloned()
            .map(Value::Choice),
        FieldType::Text | FieldType::Set(_) => Some(Value::Text(text.to_owned())),
    };
    if value.is_none() {
        let key = match of {
            FieldType::Day => "fault-day",
            FieldType::Number => "fault-number",
            _ => "fault-choice",
        };
        faults.push(Fault::at(name, frame.t(key)));
    }
    value
}

/// Hours a week as people write them, in minutes: `7`, `7,5`, `7.5`, `7:30`.
fn minutes(text: &str) -> Result<i64, HoursFault> {
    let total = written_minutes(text.trim()).ok_or(HoursFault::Unreadable)?;
    match total {
        ..1 => Err(HoursFault::Unreadable),
        _ if total > HOURS_A_WEEK * 60 => Err(HoursFault::TooMany),
        _ => Ok(total),
    }
}

fn written_minutes(text: &str) -> Option<i64> {
    let whole = |hours: &str| hours.parse::<i64>().ok()?.checked_mul(60);
    if let Some((hours, minutes)) = text.split_once(':') {
        let minutes: i64 = minutes
            .parse()
            .ok()
            .filter(|minutes| (0..60).contains(minutes))?;
        return whole(hours)?.checked_add(minutes);
    }
    if let Some((hours, rest)) = text.split_once([',', '.']) {
        let hundredths: i64 = format!("{rest:0<2}").get(..2)?.parse().ok()?;
        return whole(hours)?.checked_add(hundredths * 60 / 100);
    }
    whole(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_read_as_people_write_them() {
        assert_eq!(minutes("7"), Ok(420));
        assert_eq!(minutes("7,5"), Ok(450));
        assert_eq!(minutes("7.25"), Ok(435));
        assert_eq!(minutes("7:30"), Ok(450));
        for wrong in ["", "0", "syv", "7:75", "-3", "7,x"] {
            assert_eq!(minutes(wrong), Err(HoursFault::Unreadable), "{wrong}");
        }
        for wrong in ["168:01", "200", "500"] {
            assert_eq!(minutes(wrong), Err(HoursFault::TooMany), "{wrong}");
        }
    }
}

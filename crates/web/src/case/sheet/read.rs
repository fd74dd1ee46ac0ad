//! Reading a form back into values, with a fault at each field that makes no sense.

use facts::{FieldSpec, FieldType, Value};
use rulebook::FieldText;

use super::Fault;
use crate::form::Form;
use crate::language::day_from_text;
use crate::page::Frame;

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
        "minutes" => form.given(&name).and_then(|text| {
            let minutes = minutes(text);
            if minutes.is_none() {
                faults.push(Fault::at(&name, frame.t("fault-hours")));
            }
            minutes.map(Value::Number)
        }),
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

/// Hours a week as people write them, in minutes: `7`, `7,5`, `7.5`, `7:30`. At most 168 hours.
fn minutes(text: &str) -> Option<i64> {
    let text = text.trim();
    let total = if let Some((hours, minutes)) = text.split_once(':') {
        let minutes: i64 = minutes
            .parse()
            .ok()
            .filter(|minutes| (0..60).contains(minutes))?;
        hours
            .parse::<i64>()
            .ok()?
            .checked_mul(60)?
            .checked_add(minutes)?
    } else if let Some((hours, rest)) = text.split_once([',', '.']) {
        let hundredths: i64 = format!("{rest:0<2}").get(..2)?.parse().ok()?;
        hours
            .parse::<i64>()
            .ok()?
            .checked_mul(60)?
            .checked_add(hundredths * 60 / 100)?
    } else {
        text.parse::<i64>().ok()?.checked_mul(60)?
    };
    (1..=168 * 60).contains(&total).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_read_as_people_write_them() {
        assert_eq!(minutes("7"), Some(420));
        assert_eq!(minutes("7,5"), Some(450));
        assert_eq!(minutes("7.25"), Some(435));
        assert_eq!(minutes("7:30"), Some(450));
        for wrong in ["", "0", "syv", "7:75", "200", "-3", "7,x"] {
            assert_eq!(minutes(wrong), None, "{wrong}");
        }
    }
}

//! An entry for an act that is only pretended, with whatever the kind needs made up.

use std::collections::BTreeMap;

use calendar::Day;
use facts::{Entry, FieldSpec, FieldType, Kind, KindName, PlacementId, Value};

use super::entry;
use super::register::{asked, making, next_appointment, next_placement};
use crate::case::reading::Opened;
use crate::error::{WebError, WebResult};

/// The entry that doing this event on a day would be. It is never stored.
pub(crate) fn pretended(
    opened: &Opened<'_>,
    event: &str,
    placement: Option<PlacementId>,
    on: Day,
    answers: Vec<(String, Value)>,
) -> WebResult<Vec<Entry>> {
    let at = opened.case.model.event(event).ok_or(WebError::NotFound)?;
    let text = &opened.case.model.events[at];
    let making = making(text);
    let mut own = making.settled.clone();
    for field in asked(&making) {
        if field.required {
            own.insert(field.id.to_owned(), made_up(opened, &field, on));
        }
    }
    let number = |number: u64| Value::Number(i64::try_from(number).unwrap_or(i64::MAX));
    match making.kind {
        KindName::PlacementAgreed => {
            own.insert(
                "placement".to_owned(),
                number(next_placement(opened.facts.iter())),
            );
        }
        KindName::AppointmentMade => {
            own.insert(
                "appointment".to_owned(),
                number(next_appointment(opened.facts.iter())),
            );
            own.entry("for-event".to_owned())
                .or_insert_with(|| Value::Text(event.to_owned()));
        }
        KindName::CaseAssigned => {
            own.insert("employee".to_owned(), number(opened.user.id.0));
        }
        KindName::CaseOpened => {
            let head = &opened.case.head;
            for (id, text) in [
                ("model", &head.model_name),
                ("version", &head.version_hash),
                ("calendar", &head.calendar_hash),
            ] {
                own.insert(id.to_owned(), Value::Text(text.clone()));
            }
        }
        KindName::ActivityDone => {
            own.insert("event".to_owned(), Value::Text(event.to_owned()));
        }
        _ => {}
    }
    let defined = &opened.case.model.model.definition().events[at];
    if defined.instance.is_some() && defined.lifecycle != duties::Lifecycle::Opens {
        // Without a placement to live in it is pretended in none, and what is in the way says so.
        own.insert(
            "placement".to_owned(),
            number(placement.map_or(0, |id| id.0)),
        );
    }
    let kind = Kind::from_fields(making.kind, &own)
        .map_err(|fault| WebError::Unreadable(fault.to_string()))?;
    let mut made = entry(opened, kind, on);
    made.answers = BTreeMap::from_iter(answers);
    made.participants = text.with.iter().cloned().collect();
    Ok(vec![made])
}

fn made_up(opened: &Opened<'_>, field: &FieldSpec, on: Day) -> Value {
    match &field.of {
        FieldType::Flag => Value::Flag(false),
        FieldType::Number => Value::Number(60),
        FieldType::Day => Value::Day(on),
        FieldType::Choice(ids) => Value::Choice(ids.first().cloned().unwrap_or_default()),
        FieldType::Set(_) => Value::Set(std::collections::BTreeSet::new()),
        FieldType::Text if field.id == "with" => Value::Text(opened.user.page_role().to_owned()),
        FieldType::Text => Value::Text("…".to_owned()),
    }
}

//! Correcting a fact, and taking one back.

use std::collections::BTreeSet;

use casework::JournalStanding;
use facts::{Entry, Fact, FactId, Kind, Value};
use rulebook::EventText;

use super::{entry, kind_fields, register};
use crate::case::reading::Opened;
use crate::case::sheet::{self, Fault, Field, Sheet};
use crate::case::wording;
use crate::error::{WebError, WebResult};
use crate::form::Form;

/// The fact that counts for a root, if it may be corrected in this case.
fn standing<'o>(opened: &'o Opened<'_>, root: u64) -> WebResult<&'o Fact> {
    let rows = opened.case.journal(opened.facts);
    let row = rows
        .iter()
        .find(|row| row.root == FactId(root) && row.standing == JournalStanding::Counts)
        .ok_or(WebError::NotFound)?;
    opened
        .facts
        .iter()
        .find(|fact| fact.id == row.fact.id)
        .ok_or(WebError::NotFound)
}

/// The event whose form the fact is read with, if it satisfies one.
pub(crate) fn event_of<'o>(opened: &'o Opened<'_>, entry: &Entry) -> Option<&'o EventText> {
    opened
        .case
        .model
        .events
        .iter()
        .find(|event| match &entry.kind {
            Kind::ActivityDone { event: id, .. } => *id == event.id,
            kind => event.satisfied_by.iter().any(|by| {
                by.kind == kind.name() && by.when.as_ref().is_none_or(|when| when.holds(entry))
            }),
        })
}

/// The form with what the fact says now.
pub(super) fn sheet(opened: &Opened<'_>, root: u64) -> WebResult<Sheet> {
    let fact = standing(opened, root)?;
    let frame = opened.frame;
    let told = &fact.entry;
    let event = event_of(opened, told);
    let mut fields: Vec<Field> = sheet::when(frame, told.happened_on, told.time).into();
    let own = kind_fields(&told.kind);
    for field in told.kind.name().form() {
        fields.push(sheet::own_field(
            opened,
            told.kind.name(),
            &field,
            own.get(field.id),
        ));
    }
    if let Some(event) = event {
        for id in &event.decides {
            let Some(field) = opened.case.model.field(id) else {
                continue;
            };
            let is_required = event.required_fields.contains(id);
            fields.push(sheet::decision(
                frame,
                field,
                is_required,
                told.answers.get(id),
            ));
        }
        let chosen: Vec<String> = told.participants.iter().cloned().collect();
        fields.extend(sheet::participants(opened, event, Some(&chosen)));
    }
    let note = sheet::note(frame, "register-note", false);
    fields.push(note.filled(&told.note.clone().into_iter().collect::<Vec<_>>()));
    let title = wording::fact_title(frame, opened, &opened.case.model, told);
    Ok(Sheet {
        title: frame.t1("correct-title", "fact", title),
        about: event.map(|event| event.html.clone()),
        written: event
            .map(|event| wording::written(&opened.case.model, &event.source, &event.anchor)),
        lead: vec![frame.t("correct-lead")],
        fields,
        ..Sheet::default()
    })
}

/// The correction a filled-in form says.
pub(super) fn entries(
    opened: &Opened<'_>,
    root: u64,
    form: &Form,
) -> WebResult<Result<Vec<Entry>, Vec<Fault>>> {
    let told = &standing(opened, root)?.entry;
    let frame = opened.frame;
    let mut faults = Vec::new();
    let day = sheet::read_day(frame, form, "happened-on", &mut faults);
    let time = sheet::read_time(frame, form, "time", &mut faults);
    let mut own = kind_fields(&told.kind);
    for field in told.kind.name().form() {
        match sheet::read_own(frame, form, &field, &mut faults) {
            Some(value) => own.insert(field.id.to_owned(), value),
            None => own.remove(field.id),
        };
    }
    keep_numbers(&told.kind, &mut own);
    let answers = match event_of(opened, told) {
        Some(event) => register::answers(opened, event, form, &mut faults),
        None => told.answers.clone(),
    };
    let kind = match Kind::from_fields(told.kind.name(), &own) {
        Ok(kind) => kind,
        Err(fault) => {
            if faults.is_empty() {
                faults.push(Fault {
                    field: fault.field.map(|field| format!("own-{field}")),
                    words: frame.t("fault-choice"),
                });
            }
            return Ok(Err(faults));
        }
    };
    let Some(day) = day.filter(|_| faults.is_empty()) else {
        return Ok(Err(faults));
    };
    let participants: BTreeSet<String> = form.every("participants").map(str::to_owned).collect();
    let corrected = Entry {
        case: told.case,
        time,
        answers,
        participants,
        note: form.given("note").map(str::to_owned),
        corrects: Some(FactId(root)),
        ..entry(opened, kind, day)
    };
    Ok(Ok(vec![corrected]))
}

/// The numbers the program gave stay what they were.
fn keep_numbers(kind: &Kind, own: &mut std::collections::BTreeMap<String, Value>) {
    let json = serde_json::to_value(kind).unwrap_or_default();
    for id in ["placement", "appointment", "employee", "duty", "fact"] {
        if let Some(number) = json.get(id).and_then(serde_json::Value::as_i64) {
            own.insert(id.to_owned(), Value::Number(number));
        }
    }
    for id in ["event", "for-event", "role", "model", "version", "calendar"] {
        if let Some(text) = json.get(id).and_then(serde_json::Value::as_str) {
            own.insert(id.to_owned(), Value::Text(text.to_owned()));
        }
    }
}

/// The sheet for taking a fact back.
pub(super) fn retraction(opened: &Opened<'_>, root: u64) -> WebResult<Sheet> {
    let fact = standing(opened, root)?;
    let frame = opened.frame;
    let title = wording::fact_title(frame, opened, &opened.case.model, &fact.entry);
    let day = frame.long(fact.entry.happened_on);
    Ok(Sheet {
        title: frame.t1("retract-title", "fact", title),
        lead: vec![
            frame.t1("retract-which", "day", day),
            frame.t("retract-lead"),
        ],
        fields: vec![sheet::note(frame, "retract-reason", true)],
        ..Sheet::default()
    })
}

/// The retraction a filled-in form says.
pub(super) fn retract(
    opened: &Opened<'_>,
    root: u64,
    form: &Form,
) -> Result<Vec<Entry>, Vec<Fault>> {
    let Some(note) = form.given("note") else {
        return Err(vec![Fault::at("note", opened.frame.t("fault-missing"))]);
    };
    let mut made = entry(
        opened,
        Kind::FactRetracted { fact: FactId(root) },
        opened.frame.today,
    );
    made.note = Some(note.to_owned());
    Ok(vec![made])
}

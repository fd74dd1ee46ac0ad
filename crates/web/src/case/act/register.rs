//! Registering that an event of the page was done, through a form built from the page.

use std::collections::BTreeMap;

use askama::Template;
use axum::response::Response;
use casework::AppointmentState;
use facts::{CaseId, Entry, FieldSpec, FieldType, Kind, KindName, PlacementId, Value};
use rulebook::EventText;

use super::{administration, entry};
use crate::case::header::Header;
use crate::case::overview::{ActGroup, acts};
use crate::case::reading::{Opened, with_case};
use crate::case::sheet::{self, Choice, Fault, Field, Input, Sheet};
use crate::case::{duty, wording};
use crate::error::{WebError, WebResult};
use crate::form::Form;
use crate::page::{Frame, Page};
use crate::rights::Action;

#[derive(Template)]
#[template(path = "case/choose.html")]
struct Choose<'a> {
    page: &'a Frame,
    header: Header,
    can: Vec<ActGroup>,
    blocked: Vec<ActGroup>,
}

/// `GET /cases/{case}/register`: what to register.
pub(crate) async fn choose(page: Page, case: u64) -> WebResult<Response> {
    with_case(&page, CaseId(case), Action::Register, None, |opened| {
        let (can, blocked) = acts(opened);
        let header = Header::of(opened, "/register");
        opened.frame.render(&Choose {
            page: opened.frame,
            header,
            can,
            blocked,
        })
    })
    .await
}

/// What kind of fact the form makes for an event, and the fields that are settled by it.
pub(crate) struct Making {
    pub(crate) kind: KindName,
    pub(crate) settled: BTreeMap<String, Value>,
}

/// The first kind of fact that satisfies an event, with the values its condition settles.
pub(crate) fn making(event: &EventText) -> Making {
    match event.satisfied_by.first() {
        Some(by) => Making {
            kind: by.kind,
            settled: by
                .when
                .as_ref()
                .map(rulebook::FactGuard::example)
                .unwrap_or_default(),
        },
        None => Making {
            kind: KindName::ActivityDone,
            settled: BTreeMap::new(),
        },
    }
}

/// The fields of the kind that are left to fill in.
pub(crate) fn asked(making: &Making) -> impl Iterator<Item = FieldSpec> + '_ {
    making
        .kind
        .form()
        .into_iter()
        .filter(|field| !making.settled.contains_key(field.id))
}

fn event_of<'o>(opened: &'o Opened<'_>, id: &str) -> WebResult<(usize, &'o EventText)> {
    let at = opened.case.model.event(id).ok_or(WebError::NotFound)?;
    let event = &opened.case.model.events[at];
    // What only the clock does has nobody's role and no form.
    if event.role.is_empty() {
        Err(WebError::NotFound)
    } else {
        Ok((at, event))
    }
}

/// The form for an event.
pub(super) fn sheet(
    opened: &Opened<'_>,
    id: &str,
    placement: Option<u64>,
    appointment: Option<u64>,
) -> WebResult<Sheet> {
    let (at, event) = event_of(opened, id)?;
    let frame = opened.frame;
    let model = opened.case.model.as_ref();
    let making = making(event);
    let mut fields: Vec<Field> = sheet::when(frame, frame.today, None).into();
    match making.kind {
        KindName::AppointmentMade => fields[0].label = frame.t("register-summons-day"),
        KindName::MeetingHeld => fields[0].label = frame.t("register-meeting-day"),
        _ => {}
    }
    fields.extend(placement_field(opened, at, placement));
    fields.extend(appointment_field(opened, event, &making, appointment));
    if making.kind == KindName::CaseAssigned {
        fields.push(administration::employee(opened));
    }
    for field in asked(&making) {
        let settled = match field.id {
            "with" => Some(Value::Text(opened.user.page_role().to_owned())),
            "continued" => continue,
            _ => None,
        };
        let mut made = sheet::own_field(opened, making.kind, &field, settled.as_ref());
        if let Some(label) = summoned(opened, &making, field.id) {
            made.label = label;
        }
        fields.push(made);
    }
    for id in &event.decides {
        let Some(field) = model.field(id) else {
            continue;
        };
        let is_required = event.required_fields.contains(id);
        fields.push(sheet::decision(frame, field, is_required, None));
    }
    fields.extend(sheet::participants(opened, event, None));
    fields.extend(documents(opened, at, event));
    fields.push(sheet::note(frame, "register-note", false));
    let reasons = opened.case.reasons(at, placement.map(PlacementId));
    Ok(Sheet {
        title: wording::verb(frame, event).to_owned(),
        about: Some(event.html.clone()),
        written: Some(wording::written(model, &event.source, &event.anchor)),
        lead: Vec::new(),
        guidance: event
            .guidance
            .iter()
            .map(|text| frame.text(text).to_owned())
            .collect(),
        questions: questions(opened, event),
        blocked_by: wording::reasons(opened, &opened.case, &reasons),
        fields,
        ..Sheet::default()
    })
}

/// The label of the day people are summoned to, which says to what.
fn summoned(opened: &Opened<'_>, making: &Making, field: &str) -> Option<String> {
    if making.kind != KindName::AppointmentMade || field != "day" {
        return None;
    }
    let Some(Value::Text(event)) = making.settled.get("for-event") else {
        return None;
    };
    let model = opened.case.model.as_ref();
    let title = wording::title_of(opened.frame, model, event);
    Some(opened.frame.t1("field-summoned-to", "event", title))
}

/// What to talk about, grouped by barrier in the order of the page.
pub(crate) fn questions(
    opened: &Opened<'_>,
    event: &EventText,
) -> Vec<(Option<String>, Vec<String>)> {
    let frame = opened.frame;
    let codes = opened.app.store.book().codes();
    let mut groups: Vec<(Option<String>, Vec<String>)> = Vec::new();
    for question in &event.questions {
        let barrier = question.barrier.as_deref().map(|id| {
            let code = codes.get(rulebook::CodeList::Barriers, id);
            code.map_or_else(|| id.to_owned(), |code| frame.text(&code.title).to_owned())
        });
        let text = frame.text(&question.text).to_owned();
        match groups.iter_mut().find(|(known, _)| *known == barrier) {
            Some((_, texts)) => texts.push(text),
            None => groups.push((barrier, vec![text])),
        }
    }
    groups
}

/// Which placement, for an event that lives in one.
fn placement_field(opened: &Opened<'_>, event: usize, chosen: Option<u64>) -> Option<Field> {
    let defined = &opened.case.model.model.definition().events[event];
    defined.instance?;
    if defined.lifecycle == duties::Lifecycle::Opens {
        return None;
    }
    let open: Vec<Choice> = opened
        .case
        .placements()
        .iter()
        .filter(|row| row.ended.is_none())
        .map(|row| Choice {
            value: row.placement.0.to_string(),
            label: row.company.clone(),
            is_chosen: chosen.is_none_or(|chosen| chosen == row.placement.0),
        })
        .collect();
    let label = opened.frame.t("register-placement");
    Some(Field::new("placement", label, Input::Select(open)).required())
}

/// Which booked appointment was kept, for a conversation or a meeting.
fn appointment_field(
    opened: &Opened<'_>,
    event: &EventText,
    making: &Making,
    chosen: Option<u64>,
) -> Option<Field> {
    if !matches!(
        making.kind,
        KindName::ConversationHeld | KindName::MeetingHeld
    ) {
        return None;
    }
    let frame = opened.frame;
    let booked = opened.case.appointments();
    let mut choices: Vec<Choice> = booked
        .iter()
        .filter(|row| row.state == AppointmentState::Booked && row.for_event == event.id)
        .map(|row| Choice {
            value: row.id.0.to_string(),
            label: wording::moment(frame, row.day, row.time),
            is_chosen: chosen.is_none_or(|chosen| chosen == row.id.0),
        })
        .collect();
    if choices.is_empty() {
        return None;
    }
    choices.push(Choice {
        value: String::new(),
        label: frame.t("register-without-appointment"),
        is_chosen: false,
    });
    Some(Field::new(
        "appointment",
        frame.t("register-appointment"),
        Input::Radio(choices),
    ))
}

/// Documents that go with it and are not filed yet: filed here by saying where each lies.
fn documents(opened: &Opened<'_>, at: usize, event: &EventText) -> Vec<Field> {
    let frame = opened.frame;
    let missing = opened.case.missing_documents(at, frame.today);
    event
        .documents
        .iter()
        .filter(|rule| missing.contains(&rule.id) || !rule.required)
        .map(|rule| {
            let label = frame.t1(
                "register-document",
                "document",
                frame.text(&rule.title).to_owned(),
            );
            let hint = if rule.required {
                "register-document-hint"
            } else {
                "register-document-optional"
            };
            Field::new(format!("document-{}", rule.id), label, Input::Text).hint(frame.t(hint))
        })
        .collect()
}

/// What a filled-in form says: the fact, and a fact for each document filed with it.
pub(super) fn entries(
    opened: &Opened<'_>,
    id: &str,
    form: &Form,
) -> WebResult<Result<Vec<Entry>, Vec<Fault>>> {
    let (at, event) = event_of(opened, id)?;
    let frame = opened.frame;
    let making = making(event);
    let mut faults = Vec::new();
    let day = sheet::read_day(frame, form, "happened-on", &mut faults);
    let time = sheet::read_time(frame, form, "time", &mut faults);
    let mut own = making.settled.clone();
    for field in asked(&making) {
        if let Some(value) =
            sheet::read_own(frame, form, &field, &mut faults).or_else(|| default(&field))
        {
            own.insert(field.id.to_owned(), value);
        }
    }
    numbers(opened, at, making.kind, form, &mut own);
    if making.kind == KindName::CaseAssigned && !own.contains_key("employee") {
        faults.push(Fault::at("employee", frame.t("fault-missing")));
    }
    if making.kind == KindName::ActivityDone {
        own.insert("event".to_owned(), Value::Text(event.id.clone()));
    }
    // A missing continued mark means »no«; the fault it would give has no field to stand at.
    faults.retain(|fault| fault.field.as_deref() != Some("own-continued"));
    let answers = answers(opened, event, form, &mut faults);
    if !faults.is_empty() {
        placeholders(making.kind, day.unwrap_or(frame.today), &mut own);
    }
    let kind = match Kind::from_fields(making.kind, &own) {
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
    let mut made = entry(opened, kind, day.unwrap_or(frame.today));
    made.time = time;
    made.answers = answers;
    made.participants = form.every("participants").map(str::to_owned).collect();
    made.note = form.given("note").map(str::to_owned);
    if !faults.is_empty() {
        // Whatever else is wrong is told at the same time.
        let others = super::faulty(opened, std::slice::from_ref(&made));
        for other in others.into_iter().filter(|other| other.field.is_some()) {
            if faults.iter().all(|known| known.field != other.field) {
                faults.push(other);
            }
        }
        return Ok(Err(faults));
    }
    let filed = filed(opened, event, form, made.happened_on);
    Ok(Ok(filed.into_iter().chain([made]).collect()))
}

/// Fills what could not be read with something that is never stored, so that the rest can be judged too. Every field it
/// fills has its fault already.
fn placeholders(kind: KindName, day: calendar::Day, own: &mut BTreeMap<String, Value>) {
    for field in kind.form().into_iter().filter(|field| field.required) {
        let value = match &field.of {
            FieldType::Number => Value::Number(60),
            FieldType::Flag => Value::Flag(false),
            FieldType::Choice(ids) => Value::Choice(ids.first().cloned().unwrap_or_default()),
            FieldType::Text => Value::Text("-".to_owned()),
            FieldType::Day => Value::Day(day),
            FieldType::Set(_) => continue,
        };
        own.entry(field.id.to_owned()).or_insert(value);
    }
}

fn default(field: &FieldSpec) -> Option<Value> {
    (field.id == "continued").then_some(Value::Flag(false))
}

/// The answers to the page's questions.
pub(super) fn answers(
    opened: &Opened<'_>,
    event: &EventText,
    form: &Form,
    faults: &mut Vec<Fault>,
) -> BTreeMap<String, Value> {
    let model = opened.case.model.as_ref();
    let mut answers = BTreeMap::new();
    for field in event.decides.iter().filter_map(|id| model.field(id)) {
        if let Some(value) = sheet::read_decision(opened.frame, form, field, faults) {
            answers.insert(field.id.clone(), value);
        }
    }
    answers
}

/// The numbers the program gives: a new placement or appointment, or the one chosen.
fn numbers(
    opened: &Opened<'_>,
    event: usize,
    kind: KindName,
    form: &Form,
    own: &mut BTreeMap<String, Value>,
) {
    let number = |number: u64| Value::Number(i64::try_from(number).unwrap_or(i64::MAX));
    let given = |name: &str| form.given(name).and_then(|text| text.parse::<u64>().ok());
    if kind == KindName::PlacementAgreed {
        own.insert(
            "placement".to_owned(),
            number(next_placement(seen(opened, form))),
        );
    } else if let Some(placement) = given("placement") {
        own.insert("placement".to_owned(), number(placement));
    }
    if kind == KindName::AppointmentMade {
        own.insert(
            "appointment".to_owned(),
            number(next_appointment(seen(opened, form))),
        );
        let definition = opened.case.model.model.definition();
        own.entry("for-event".to_owned())
            .or_insert_with(|| Value::Text(definition.events[event].id.clone()));
    } else if let Some(appointment) = given("appointment") {
        own.insert("appointment".to_owned(), number(appointment));
    }
}

/// The facts the author of a form had seen: the numbers the program gives are counted from these, so that a repeated post
/// asks for the same ones.
fn seen<'o>(opened: &'o Opened<'_>, form: &Form) -> impl Iterator<Item = &'o facts::Fact> {
    let last: u64 = form.text("expected").parse().unwrap_or(u64::MAX);
    opened.facts.iter().filter(move |fact| fact.id.0 <= last)
}

/// The first placement number that is free after these facts.
pub(super) fn next_placement<'f>(facts: impl Iterator<Item = &'f facts::Fact>) -> u64 {
    let used = facts.filter_map(|fact| fact.entry.kind.placement());
    used.map(|placement| placement.0).max().unwrap_or(0) + 1
}

/// The first appointment number that is free after these facts.
pub(super) fn next_appointment<'f>(facts: impl Iterator<Item = &'f facts::Fact>) -> u64 {
    let used = facts.filter_map(|fact| match fact.entry.kind {
        Kind::AppointmentMade { appointment, .. } => Some(appointment.0),
        _ => None,
    });
    used.max().unwrap_or(0) + 1
}

fn filed(opened: &Opened<'_>, event: &EventText, form: &Form, day: calendar::Day) -> Vec<Entry> {
    let document = |rule: &rulebook::DocumentRule| {
        let place = form.given(&format!("document-{}", rule.id))?;
        let kind = Kind::DocumentFiled {
            document: rule.id.clone(),
            dated: day,
            title: rule.title.da.clone(),
            place: place.to_owned(),
        };
        Some(entry(opened, kind, day))
    };
    event.documents.iter().filter_map(document).collect()
}

/// The company of the placement a form speaks of, for the preview.
pub(super) fn company(opened: &Opened<'_>, form: &Form) -> Option<String> {
    let placement = form.given("placement")?.parse().ok()?;
    duty::placement(opened, PlacementId(placement))
}

//! The case at a glance: what is due and why, what can be done now, what is blocked by what, appointments and placements.

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::Response;
use casework::{ActionRow, Appointment, AppointmentState, PlacementRow};
use duties::Effect;
use facts::CaseId;
use rulebook::Act;
use serde::Deserialize;

use super::duty::{self, DutyWords};
use super::header::Header;
use super::reading::{Opened, with_case};
use super::wording::{self, Link, ReasonWords};
use crate::error::WebResult;
use crate::language::day_from_text;
use crate::page::{Frame, Page};
use crate::rights::Action;

/// An act that can be done, or cannot and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ActWords {
    pub(crate) register: Link,
    pub(crate) placement: Option<String>,
    pub(crate) who: String,
    /// »bør« or »kan«; nothing for what binds.
    pub(crate) binding: Option<String>,
    pub(crate) is_due: bool,
    pub(crate) done: Option<String>,
    pub(crate) blocked_by: Vec<ReasonWords>,
}

/// Acts of one step of the model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ActGroup {
    pub(crate) title: String,
    pub(crate) acts: Vec<ActWords>,
}

/// An appointment in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AppointmentWords {
    pub(crate) id: u64,
    pub(crate) what: String,
    pub(crate) when: String,
    pub(crate) place: Option<String>,
    pub(crate) state: String,
    pub(crate) is_booked: bool,
    /// Nobody said whether it was kept, and what it was for was done later.
    pub(crate) is_overtaken: bool,
    pub(crate) is_past: bool,
    pub(crate) register: String,
}

/// A placement in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PlacementWords {
    pub(crate) company: String,
    pub(crate) what: String,
    pub(crate) when: String,
    pub(crate) state: String,
    pub(crate) is_open: bool,
}

#[derive(Template)]
#[template(path = "case/overview.html")]
struct Overview<'a> {
    page: &'a Frame,
    header: Header,
    duties: Vec<DutyWords>,
    can: Vec<ActGroup>,
    blocked: Vec<ActGroup>,
    appointments: Vec<AppointmentWords>,
    placements: Vec<PlacementWords>,
    deviations: usize,
}

/// Which day to look at it from.
#[derive(Deserialize)]
pub(crate) struct AsOf {
    #[serde(rename = "as-of", default)]
    pub(crate) as_of: String,
}

/// `GET /cases/{case}`
pub(crate) async fn show(
    page: Page,
    Path(case): Path<u64>,
    Query(asked): Query<AsOf>,
) -> WebResult<Response> {
    let as_of = day_from_text(&asked.as_of);
    with_case(&page, CaseId(case), Action::ReadCase, as_of, |opened| {
        let (can, blocked) = acts(opened);
        opened.frame.render(&Overview {
            page: opened.frame,
            header: Header::of(opened, ""),
            duties: duty::duties(opened),
            can,
            blocked,
            appointments: appointments(opened),
            placements: placements(opened),
            deviations: opened.case.deviations().len(),
        })
    })
    .await
}

/// What can be done now, and what cannot, by step. What is done once and for all is left out of both.
pub(crate) fn acts(opened: &Opened<'_>) -> (Vec<ActGroup>, Vec<ActGroup>) {
    let (mut can, mut blocked) = (Vec::new(), Vec::new());
    let (is_on_hold, is_closed) = (
        opened.on_hold().is_some(),
        opened.case.fold.state.closed().is_some(),
    );
    let definition = opened.case.model.model.definition();
    for row in opened.case.actions() {
        // A closed case can be opened again and nothing else; only what is on hold can be taken up again.
        let fits = match definition.events[row.event].effect {
            Effect::Reopens => is_closed,
            Effect::Pauses { .. } => !is_closed && !is_on_hold,
            Effect::Resumes(_) => !is_closed && is_on_hold,
            Effect::None | Effect::Exits | Effect::BeginsRound(_) => !is_closed,
        };
        if !fits {
            continue;
        }
        let only_done = row.blocked_by.iter().any(|reason| {
            matches!(
                reason.what,
                casework::ReasonKind::AlreadyDone | casework::ReasonKind::NotClosed
            )
        });
        if only_done {
            continue;
        }
        let groups = if row.blocked_by.is_empty() {
            &mut can
        } else {
            &mut blocked
        };
        add(groups, opened, &row);
    }
    // What belongs to the whole course (holds, exits) comes last, after what is next in a step.
    let whole = opened.frame.t("case-any-step");
    for groups in [&mut can, &mut blocked] {
        groups.sort_by_key(|group: &ActGroup| group.title == whole);
    }
    (can, blocked)
}

fn add(groups: &mut Vec<ActGroup>, opened: &Opened<'_>, row: &ActionRow) {
    let (frame, case) = (opened.frame, &opened.case);
    let event = &case.model.events[row.event];
    let step = event
        .step
        .as_deref()
        .and_then(|id| case.model.steps.iter().find(|step| step.id == id));
    let title = step.map_or_else(
        || frame.t("case-any-step"),
        |step| frame.text(&step.title).to_owned(),
    );
    let act = ActWords {
        register: Link {
            address: wording::register_address(case, &row.id, row.instance.map(|id| id.0)),
            words: wording::verb(frame, event).to_owned(),
        },
        placement: row.instance.and_then(|id| duty::placement(opened, id)),
        who: wording::role(frame, &case.model, &row.role),
        binding: match event.act {
            Act::Should => Some(frame.t("act-should")),
            Act::May => Some(frame.t("act-may")),
            Act::Must | Act::Default | Act::Aim => None,
        },
        is_due: !row.duties.is_empty(),
        done: row.done.map(|(day, times)| {
            frame.t2(
                "act-done",
                ("day", frame.long(day)),
                ("times", i64::from(times)),
            )
        }),
        blocked_by: wording::reasons(opened, case, &row.blocked_by),
    };
    match groups.iter_mut().find(|group| group.title == title) {
        Some(group) => group.acts.push(act),
        None => groups.push(ActGroup {
            title,
            acts: vec![act],
        }),
    }
}

fn appointments(opened: &Opened<'_>) -> Vec<AppointmentWords> {
    let (frame, case) = (opened.frame, &opened.case);
    let mut list: Vec<Appointment> = case.appointments();
    list.sort_by_key(|appointment| {
        (
            appointment.state != AppointmentState::Booked,
            appointment.day,
            appointment.id,
        )
    });
    list.iter()
        .map(|appointment| AppointmentWords {
            id: appointment.id.0,
            what: wording::title_of(frame, &case.model, &appointment.for_event),
            when: wording::moment(frame, appointment.day, appointment.time),
            place: appointment.place.clone(),
            state: frame.t(match appointment.state {
                AppointmentState::Booked => "appointment-booked",
                AppointmentState::Held => "appointment-held",
                AppointmentState::Cancelled => "appointment-cancelled",
                AppointmentState::DidNotAppear => "appointment-did-not-appear",
                AppointmentState::Overtaken => "appointment-overtaken",
            }),
            is_overtaken: appointment.state == AppointmentState::Overtaken,
            is_booked: appointment.state == AppointmentState::Booked,
            is_past: appointment.day <= case.coordinates.as_of,
            register: format!(
                "{}?appointment={}",
                wording::register_address(case, &appointment.for_event, None),
                appointment.id.0
            ),
        })
        .collect()
}

fn placements(opened: &Opened<'_>) -> Vec<PlacementWords> {
    let frame = opened.frame;
    opened
        .case
        .placements()
        .iter()
        .map(|row| placement(frame, row))
        .collect()
}

/// A placement in words.
pub(crate) fn placement(frame: &Frame, row: &PlacementRow) -> PlacementWords {
    let mut what = frame.t(&format!("choice-{}", row.form.id()));
    if let Some(purpose) = row.purpose {
        what = format!("{what}, {}", frame.t(&format!("purpose-{}", purpose.id())));
    }
    what = format!("{what}, {}", wording::hours(frame, i64::from(row.minutes)));
    let from = frame.long(row.started.unwrap_or(row.from));
    PlacementWords {
        company: row.company.clone(),
        what,
        when: match row.until {
            Some(until) => frame.t2(
                "placement-from-until",
                ("from", from),
                ("until", frame.long(until)),
            ),
            None => frame.t1("placement-from", "from", from),
        },
        state: match (row.ended, row.started) {
            (Some((day, how)), _) => frame.t2(
                "placement-ended",
                ("how", frame.t(&format!("choice-{}", how.id()))),
                ("day", frame.long(day)),
            ),
            (None, Some(_)) => frame.t("placement-running"),
            (None, None) if row.continued => frame.t("placement-running"),
            (None, None) => frame.t("placement-agreed"),
        },
        is_open: row.ended.is_none(),
    }
}

//! Everything that stores something in a case goes the same way: a sheet, what would follow, and then it is stored.
//!
//! An [`Act`] builds its sheet and reads it back into entries; this module does the rest once: faults go back to the sheet, a
//! preview shows what the entries discharge, open, move and drop, a reason is asked for where something was missing or in the
//! way, and a conflict with somebody else's entry comes back with the draft.

mod administration;
mod appointment;
mod consequences;
mod correct;
mod days;
mod duty;
mod kind;
mod pretend;
mod preview;
mod receive;
mod register;

use std::sync::Arc;

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use casework::{EntryFault, FaultKind};
use facts::{Actor, CaseId, Entry, Kind};

use super::header::Header;
use super::reading::{Opened, with_case};
use super::sheet::{Fault, Input, Sheet};
use crate::error::WebResult;
use crate::form::Form;
use crate::page::{Frame, Page};
use crate::rights::Action;

pub(crate) use consequences::{EffectWords, effects};
pub(crate) use correct::event_of;
pub(crate) use kind::kind_fields;
pub(crate) use pretend::pretended;
pub(crate) use receive::receive;
pub(crate) use register::choose;

/// Something that can be done in a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Act {
    /// Register that an event of the page was done.
    Register {
        event: String,
        placement: Option<u64>,
        appointment: Option<u64>,
    },
    /// Replace what a fact says.
    Correct { root: u64 },
    /// Take a fact back.
    Retract { root: u64 },
    /// Set a duty aside.
    SetAside { duty: u64 },
    /// Hand a role over to somebody.
    HandOver,
    /// Put the case on hold.
    Hold,
    /// End the hold.
    Resume,
    /// Close the case.
    Close,
    /// Open it again.
    Reopen,
    /// Let the case follow the new version of the law.
    FollowLaw,
    /// Move an appointment, call it off, or note that the citizen did not appear.
    Appointment { id: u64, what: AppointmentAct },
}

/// What happened to an appointment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AppointmentAct {
    Move,
    Cancel,
    DidNotAppear,
}

impl Act {
    /// The right it needs in the case.
    fn need(&self) -> Action {
        match self {
            Act::Register { .. }
            | Act::Correct { .. }
            | Act::SetAside { .. }
            | Act::Hold
            | Act::Resume
            | Act::Appointment { .. } => Action::Register,
            Act::Retract { .. } => Action::Retract,
            Act::HandOver => Action::HandOver,
            Act::Close | Act::Reopen => Action::CloseCase,
            Act::FollowLaw => Action::ConfirmModelChange,
        }
    }

    fn sheet(&self, opened: &Opened<'_>) -> WebResult<Sheet> {
        match self {
            Act::Register {
                event,
                placement,
                appointment,
            } => register::sheet(opened, event, *placement, *appointment),
            Act::Correct { root } => correct::sheet(opened, *root),
            Act::Retract { root } => correct::retraction(opened, *root),
            Act::SetAside { duty } => duty::set_aside(opened, *duty),
            Act::HandOver => Ok(administration::hand_over(opened)),
            Act::Hold => Ok(administration::hold(opened)),
            Act::Resume => Ok(administration::resume(opened)),
            Act::Close => Ok(administration::close(opened)),
            Act::Reopen => Ok(administration::reopen(opened)),
            Act::FollowLaw => administration::follow_law(opened),
            Act::Appointment { id, what } => appointment::sheet(opened, *id, *what),
        }
    }

    fn entries(
        &self,
        opened: &Opened<'_>,
        form: &Form,
    ) -> WebResult<Result<Vec<Entry>, Vec<Fault>>> {
        match self {
            Act::Register { event, .. } => register::entries(opened, event, form),
            Act::Correct { root } => correct::entries(opened, *root, form),
            Act::Retract { root } => Ok(correct::retract(opened, *root, form)),
            Act::SetAside { duty } => Ok(duty::entries(opened, *duty, form)),
            Act::HandOver => Ok(administration::hand_over_entries(opened, form)),
            Act::Hold => Ok(administration::hold_entries(opened, form)),
            Act::Resume if opened.on_hold().is_none() => {
                Ok(Err(vec![Fault::above(opened.frame.t("fault-not-on-hold"))]))
            }
            Act::Resume => Ok(administration::plain_entry(
                opened,
                form,
                Kind::ClockResumed,
                false,
            )),
            Act::Close => Ok(administration::plain_entry(
                opened,
                form,
                Kind::CaseClosed,
                true,
            )),
            Act::Reopen => Ok(administration::plain_entry(
                opened,
                form,
                Kind::CaseReopened,
                true,
            )),
            Act::FollowLaw => administration::follow_law_entries(opened, form).map(Ok),
            Act::Appointment { id, what } => Ok(appointment::entries(opened, *id, *what, form)),
        }
    }
}

#[derive(Template)]
#[template(path = "case/sheet.html")]
struct SheetPage<'a> {
    page: &'a Frame,
    header: Header,
    sheet: Sheet,
    /// The last fact of the citizen that the author has seen.
    expected: u64,
    /// The key under which this post is stored once.
    key: String,
}

/// Shows the sheet of an act.
pub(crate) async fn show(page: Page, case: u64, act: Act) -> WebResult<Response> {
    let key = page.post_key()?;
    with_case(&page, CaseId(case), act.need(), None, move |opened| {
        let sheet = act.sheet(opened)?;
        render_sheet(opened, StatusCode::OK, sheet, opened.last().0, key)
    })
    .await
}

fn render_sheet(
    opened: &Opened<'_>,
    status: StatusCode,
    sheet: Sheet,
    expected: u64,
    key: String,
) -> WebResult<Response> {
    let header = Header::of(opened, "/register");
    opened.frame.render_with(
        status,
        &SheetPage {
            page: opened.frame,
            header,
            sheet,
            expected,
            key,
        },
    )
}

/// An entry in this case, by the reader, without anything special.
pub(crate) fn entry(opened: &Opened<'_>, kind: Kind, happened_on: calendar::Day) -> Entry {
    Entry {
        citizen: opened.case.citizen,
        case: Some(opened.case.id),
        happened_on,
        time: None,
        kind,
        answers: std::collections::BTreeMap::new(),
        participants: std::collections::BTreeSet::new(),
        note: None,
        actor: Actor::Employee(opened.user.id),
        role: opened.user.page_role().to_owned(),
        corrects: None,
        reason: None,
    }
}

/// The faults casework finds, worded and put at the fields of the sheet. Later entries may speak of earlier ones.
fn faulty(opened: &Opened<'_>, entries: &[Entry]) -> Vec<Fault> {
    let book = Arc::clone(opened.app.store.book());
    let mut faults = days::faults(opened, entries);
    if let Err(found) = casework::check_all(&book, opened.facts, entries, opened.frame.today) {
        for (_, fault) in found {
            let fault = words(opened.frame, &fault);
            if faults.iter().all(|known| known.field != fault.field) {
                faults.push(fault);
            }
        }
    }
    faults
}

fn words(frame: &Frame, fault: &EntryFault) -> Fault {
    let key = match &fault.why {
        FaultKind::Missing => "fault-missing",
        FaultKind::NotHere => "fault-not-here",
        FaultKind::Unknown | FaultKind::UnknownCode => "fault-unknown",
        FaultKind::WrongType => "fault-choice",
        FaultKind::Exists => "fault-exists",
        FaultKind::InFuture => "fault-in-future",
        FaultKind::BeforeBeginning => "fault-before-beginning",
        FaultKind::Retracted => "fault-retracted",
        FaultKind::OtherCitizen => "fault-other-citizen",
        FaultKind::NotRoot => "fault-not-root",
        FaultKind::CaseClosed => "fault-case-closed",
        FaultKind::CaseOpen => "fault-case-open",
        FaultKind::MayNotBeSetAside => "fault-not-set-aside",
        FaultKind::RegisteredAs(_) => "fault-registered-as",
    };
    let name = match fault.field.as_str() {
        name @ ("happened-on" | "time" | "note" | "participants" | "placement" | "appointment"
        | "employee") => name.to_owned(),
        name => match name.strip_prefix("answers.") {
            Some(id) => format!("answer-{id}"),
            None => format!("own-{name}"),
        },
    };
    Fault {
        field: Some(name),
        words: frame.t(key),
    }
}

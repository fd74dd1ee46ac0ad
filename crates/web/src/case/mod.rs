//! The case: what it is, what is due, what can be registered.

mod act;
mod duty;
mod header;
mod journal;
mod overview;
mod panel;
mod picture;
mod plan;
mod reading;
mod sheet;
mod time;
mod what_if;
mod wording;

use axum::extract::{Path, Query};
use axum::response::Response;
use serde::Deserialize;

use act::{Act, AppointmentAct};
pub(crate) use panel::panel;

use crate::error::{WebError, WebResult};
use crate::form::Form;
use crate::page::Page;
use crate::rights::Action;
use crate::routes::Routes;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/cases/{case}", Action::ReadCase, overview::show)
        .get("/cases/{case}/journal", Action::ReadCase, journal::show)
        .get("/cases/{case}/plan", Action::ReadCase, plan::show)
        .get("/cases/{case}/time", Action::ReadCase, time::show)
        .get("/cases/{case}/what-if", Action::ReadCase, what_if::show)
        .get("/cases/{case}/register", Action::Register, choose)
        .get(
            "/cases/{case}/register/{event}",
            Action::Register,
            show_register,
        )
        .post(
            "/cases/{case}/register/{event}",
            Action::Register,
            receive_register,
        )
        .get(
            "/cases/{case}/facts/{fact}/{what}",
            Action::Register,
            show_fact,
        )
        .post(
            "/cases/{case}/facts/{fact}/{what}",
            Action::Register,
            receive_fact,
        )
        .get(
            "/cases/{case}/appointments/{appointment}/{what}",
            Action::Register,
            show_appointment,
        )
        .post(
            "/cases/{case}/appointments/{appointment}/{what}",
            Action::Register,
            receive_appointment,
        )
        .get(
            "/cases/{case}/duties/{duty}/set-aside",
            Action::Register,
            show_set_aside,
        )
        .post(
            "/cases/{case}/duties/{duty}/set-aside",
            Action::Register,
            receive_set_aside,
        )
        .get("/cases/{case}/{act}", Action::ReadCase, show_act)
        .post("/cases/{case}/{act}", Action::ReadCase, receive_act)
}

/// What an address may say besides the event.
#[derive(Deserialize)]
struct Which {
    placement: Option<u64>,
    appointment: Option<u64>,
}

async fn choose(page: Page, Path(case): Path<u64>) -> WebResult<Response> {
    act::choose(page, case).await
}

async fn show_register(
    page: Page,
    Path((case, event)): Path<(u64, String)>,
    Query(which): Query<Which>,
) -> WebResult<Response> {
    act::show(page, case, register(event, &which)).await
}

async fn receive_register(
    page: Page,
    Path((case, event)): Path<(u64, String)>,
    Query(which): Query<Which>,
    form: Form,
) -> WebResult<Response> {
    act::receive(page, case, register(event, &which), form).await
}

fn register(event: String, which: &Which) -> Act {
    Act::Register {
        event,
        placement: which.placement,
        appointment: which.appointment,
    }
}

async fn show_fact(
    page: Page,
    Path((case, root, what)): Path<(u64, u64, String)>,
) -> WebResult<Response> {
    act::show(page, case, fact_act(root, &what)?).await
}

async fn receive_fact(
    page: Page,
    Path((case, root, what)): Path<(u64, u64, String)>,
    form: Form,
) -> WebResult<Response> {
    act::receive(page, case, fact_act(root, &what)?, form).await
}

fn fact_act(root: u64, what: &str) -> WebResult<Act> {
    match what {
        "correct" => Ok(Act::Correct { root }),
        "retract" => Ok(Act::Retract { root }),
        _ => Err(WebError::NotFound),
    }
}

async fn show_appointment(
    page: Page,
    Path((case, id, what)): Path<(u64, u64, String)>,
) -> WebResult<Response> {
    act::show(page, case, appointment_act(id, &what)?).await
}

async fn receive_appointment(
    page: Page,
    Path((case, id, what)): Path<(u64, u64, String)>,
    form: Form,
) -> WebResult<Response> {
    act::receive(page, case, appointment_act(id, &what)?, form).await
}

fn appointment_act(id: u64, what: &str) -> WebResult<Act> {
    let what = match what {
        "move" => AppointmentAct::Move,
        "cancel" => AppointmentAct::Cancel,
        "did-not-appear" => AppointmentAct::DidNotAppear,
        _ => return Err(WebError::NotFound),
    };
    Ok(Act::Appointment { id, what })
}

async fn show_set_aside(page: Page, Path((case, duty)): Path<(u64, u64)>) -> WebResult<Response> {
    act::show(page, case, Act::SetAside { duty }).await
}

async fn receive_set_aside(
    page: Page,
    Path((case, duty)): Path<(u64, u64)>,
    form: Form,
) -> WebResult<Response> {
    act::receive(page, case, Act::SetAside { duty }, form).await
}

async fn show_act(page: Page, Path((case, what)): Path<(u64, String)>) -> WebResult<Response> {
    act::show(page, case, case_act(&what)?).await
}

async fn receive_act(
    page: Page,
    Path((case, what)): Path<(u64, String)>,
    form: Form,
) -> WebResult<Response> {
    act::receive(page, case, case_act(&what)?, form).await
}

fn case_act(what: &str) -> WebResult<Act> {
    match what {
        "hand-over" => Ok(Act::HandOver),
        "hold" => Ok(Act::Hold),
        "resume" => Ok(Act::Resume),
        "close" => Ok(Act::Close),
        "reopen" => Ok(Act::Reopen),
        "law" => Ok(Act::FollowLaw),
        _ => Err(WebError::NotFound),
    }
}

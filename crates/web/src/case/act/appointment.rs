//! What became of an appointment: moved, called off, or the citizen did not appear. Nothing follows by itself.

use facts::{AppointmentId, Entry, Kind};

use super::{AppointmentAct, entry};
use crate::case::reading::Opened;
use crate::case::sheet::{self, Fault, Field, Input, Sheet};
use crate::case::wording;
use crate::error::{WebError, WebResult};
use crate::form::Form;
use crate::language::day_from_text;

pub(super) fn sheet(opened: &Opened<'_>, id: u64, what: AppointmentAct) -> WebResult<Sheet> {
    let frame = opened.frame;
    let all = opened.case.appointments();
    let appointment = all
        .iter()
        .find(|known| known.id == AppointmentId(id))
        .ok_or(WebError::NotFound)?;
    let which = frame.t2(
        "appointment-which",
        (
            "what",
            wording::title_of(frame, &opened.case.model, &appointment.for_event),
        ),
        (
            "when",
            wording::moment(frame, appointment.day, appointment.time),
        ),
    );
    let (title, lead) = match what {
        AppointmentAct::Move => ("appointment-move-title", "appointment-move-lead"),
        AppointmentAct::Cancel => ("appointment-cancel-title", "appointment-cancel-lead"),
        AppointmentAct::DidNotAppear => ("appointment-no-show-title", "appointment-no-show-lead"),
    };
    let mut fields = Vec::new();
    if what == AppointmentAct::Move {
        let day = Input::Day {
            latest: None,
            earliest: None,
        };
        fields.push(
            Field::new("day", frame.t("field-day"), day)
                .required()
                .filled(&[appointment.day.to_string()]),
        );
        let time = appointment.time.map(|time| time.to_string());
        fields.push(
            Field::new("time", frame.t("field-time"), Input::Time)
                .filled(&time.into_iter().collect::<Vec<_>>()),
        );
    } else {
        fields.push(sheet::when(frame, frame.today, None)[0].clone());
    }
    fields.push(sheet::note(frame, "register-note", false));
    Ok(Sheet {
        title: frame.t(title),
        lead: vec![which, frame.t(lead)],
        fields,
        ..Sheet::default()
    })
}

pub(super) fn entries(
    opened: &Opened<'_>,
    id: u64,
    what: AppointmentAct,
    form: &Form,
) -> Result<Vec<Entry>, Vec<Fault>> {
    let frame = opened.frame;
    let appointment = AppointmentId(id);
    let (name, day) = match what {
        AppointmentAct::Move => ("day", form.given("day").and_then(day_from_text)),
        _ => (
            "happened-on",
            form.given("happened-on").and_then(day_from_text),
        ),
    };
    let Some(day) = day else {
        return Err(vec![Fault::at(name, frame.t("fault-day"))]);
    };
    let (kind, happened_on) = match what {
        AppointmentAct::Move => {
            let time = form.given("time").and_then(|time| time.parse().ok());
            (
                Kind::AppointmentMoved {
                    appointment,
                    day,
                    time,
                },
                frame.today,
            )
        }
        AppointmentAct::Cancel => (Kind::AppointmentCancelled { appointment }, day),
        AppointmentAct::DidNotAppear => (Kind::DidNotAppear { appointment }, day),
    };
    let mut made = entry(opened, kind, happened_on);
    made.note = form.given("note").map(str::to_owned);
    Ok(vec![made])
}

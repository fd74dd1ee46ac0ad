//! What became of an appointment: moved, called off, or the citizen did not appear. Nothing follows by itself.

use facts::{AppointmentId, Entry, Kind};

use super::{AppointmentAct, entry};
use crate::case::reading::Opened;
use crate::case::sheet::{self, Fault, Field, Input, Sheet};
use crate::case::wording;
use crate::error::{WebError, WebResult};
use crate::form::Form;

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
            earliest: Some(frame.today),
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
        // Somebody who did not appear did not appear on the day of the appointment.
        let day = match what {
            AppointmentAct::DidNotAppear => appointment.day.min(frame.today),
            AppointmentAct::Move | AppointmentAct::Cancel => frame.today,
        };
        fields.push(sheet::when(frame, day, None)[0].clone());
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
    let mut faults = Vec::new();
    let name = match what {
        AppointmentAct::Move => "day",
        AppointmentAct::Cancel | AppointmentAct::DidNotAppear => "happened-on",
    };
    let day = sheet::read_day(frame, form, name, &mut faults);
    let time = match what {
        AppointmentAct::Move => sheet::read_time(frame, form, "time", &mut faults),
        AppointmentAct::Cancel | AppointmentAct::DidNotAppear => None,
    };
    let Some(day) = day.filter(|_| faults.is_empty()) else {
        return Err(faults);
    };
    let (kind, happened_on) = match what {
        AppointmentAct::Move => (
            Kind::AppointmentMoved {
                appointment,
                day,
                time,
            },
            frame.today,
        ),
        AppointmentAct::Cancel => (Kind::AppointmentCancelled { appointment }, day),
        AppointmentAct::DidNotAppear => (Kind::DidNotAppear { appointment }, day),
    };
    let mut made = entry(opened, kind, happened_on);
    made.note = form.given("note").map(str::to_owned);
    Ok(vec![made])
}

//! Setting a duty aside, this time or until a day, with a reason.

use calendar::Day;
use facts::{Entry, Kind};

use super::entry;
use crate::case::reading::Opened;
use crate::case::sheet::{self, Fault, Field, Input, Sheet};
use crate::case::wording;
use crate::error::{WebError, WebResult};
use crate::form::Form;
use crate::language::day_from_text;

pub(super) fn set_aside(opened: &Opened<'_>, duty: u64) -> WebResult<Sheet> {
    let frame = opened.frame;
    let known = opened.case.duty(duty).ok_or(WebError::NotFound)?;
    let event = &opened.case.model.events[known.event];
    let day = Field::new(
        "until",
        frame.t("set-aside-until"),
        Input::Day {
            latest: None,
            earliest: Some(frame.today.plus(1)),
        },
    );
    Ok(Sheet {
        title: frame.t1(
            "set-aside-title",
            "duty",
            wording::verb(frame, event).to_owned(),
        ),
        lead: vec![frame.t("set-aside-lead")],
        written: Some(wording::written(
            &opened.case.model,
            &event.source,
            &event.anchor,
        )),
        fields: vec![
            day.hint(frame.t("set-aside-hint")),
            sheet::note(frame, "set-aside-reason", true),
        ],
        ..Sheet::default()
    })
}

pub(super) fn entries(
    opened: &Opened<'_>,
    duty: u64,
    form: &Form,
) -> Result<Vec<Entry>, Vec<Fault>> {
    let (until, note) = until_and_note(opened, form)?;
    let kind = Kind::DutySetAside { duty, until };
    let mut made = entry(opened, kind, opened.frame.today);
    made.note = Some(note);
    Ok(vec![made])
}

/// A day ahead, if one was given, and the reason that has to be.
pub(super) fn until_and_note(
    opened: &Opened<'_>,
    form: &Form,
) -> Result<(Option<Day>, String), Vec<Fault>> {
    let frame = opened.frame;
    let mut faults = Vec::new();
    let until = form.given("until").map(day_from_text);
    match until {
        Some(None) => faults.push(Fault::at("until", frame.t("fault-day"))),
        Some(Some(day)) if day <= frame.today => {
            faults.push(Fault::at("until", frame.t("fault-not-ahead")));
        }
        Some(Some(day)) => {
            let words = super::days::impossible(opened, day, Some(10));
            faults.extend(words.map(|words| Fault::at("until", words)));
        }
        None => {}
    }
    let note = form.given("note").map(str::to_owned);
    if note.is_none() {
        faults.push(Fault::at("note", frame.t("fault-missing")));
    }
    match note {
        Some(note) if faults.is_empty() => Ok((until.flatten(), note)),
        _ => Err(faults),
    }
}

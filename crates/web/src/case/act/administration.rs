//! Handing over, holding, closing and reopening: what is about the case itself.

use facts::{EmployeeId, Entry, Kind};

use super::{duty, entry};
use crate::case::reading::Opened;
use crate::case::sheet::{self, Choice, Fault, Field, Input, Sheet};
use crate::case::wording;
use crate::error::{WebError, WebResult};
use crate::form::Form;
use crate::page::role_key;

/// Which role goes to whom.
pub(super) fn hand_over(opened: &Opened<'_>) -> Sheet {
    let frame = opened.frame;
    let case = &opened.case;
    let roles = case
        .model
        .roles
        .iter()
        .filter(|role| role.staff)
        .map(|role| Choice {
            value: role.id.clone(),
            label: wording::role_with_holder(opened, case, &role.id),
            is_chosen: role.id == opened.user.page_role(),
        })
        .collect();
    Sheet {
        title: frame.t("hand-over-title"),
        lead: vec![frame.t("hand-over-lead")],
        fields: vec![
            Field::new("role", frame.t("hand-over-role"), Input::Radio(roles)).required(),
            employee(opened),
            sheet::note(frame, "hand-over-note", false),
        ],
        ..Sheet::default()
    }
}

/// Who takes something over.
pub(super) fn employee(opened: &Opened<'_>) -> Field {
    let frame = opened.frame;
    let nobody = Choice {
        value: String::new(),
        label: frame.t("hand-over-choose"),
        is_chosen: true,
    };
    let mut colleagues: Vec<_> = opened.colleagues().collect();
    // Those of the own team first; within a team by name, as they come.
    colleagues
        .sort_by_key(|colleague| colleague.team.is_none() || colleague.team != opened.user.team);
    let people = colleagues.into_iter().map(|colleague| Choice {
        value: colleague.id.to_string(),
        label: match opened.team(colleague) {
            Some(team) => frame.t_with(
                "hand-over-colleague",
                &[
                    ("name", colleague.name.clone().into()),
                    ("role", frame.t(role_key(colleague.role)).into()),
                    ("team", team.to_owned().into()),
                ],
            ),
            None => format!("{}, {}", colleague.name, frame.t(role_key(colleague.role))),
        },
        is_chosen: false,
    });
    let choices = std::iter::once(nobody).chain(people).collect();
    Field::new("employee", frame.t("hand-over-to"), Input::Select(choices)).required()
}

pub(super) fn hand_over_entries(
    opened: &Opened<'_>,
    form: &Form,
) -> Result<Vec<Entry>, Vec<Fault>> {
    let frame = opened.frame;
    let mut faults = Vec::new();
    let role = form.text("role");
    if !opened
        .case
        .model
        .roles
        .iter()
        .any(|known| known.staff && known.id == role)
    {
        faults.push(Fault::at("role", frame.t("fault-choice")));
    }
    let employee = form
        .given("employee")
        .and_then(|text| text.parse().ok())
        .map(EmployeeId);
    let employee = employee.filter(|id| opened.colleagues().any(|known| known.id == *id));
    match employee {
        Some(employee) if faults.is_empty() => {
            let kind = Kind::CaseAssigned {
                role: role.to_owned(),
                employee,
            };
            let mut made = entry(opened, kind, frame.today);
            made.note = form.given("note").map(str::to_owned);
            Ok(vec![made])
        }
        Some(_) => Err(faults),
        None => {
            faults.push(Fault::at("employee", frame.t("fault-missing")));
            Err(faults)
        }
    }
}

/// Until when, and why.
pub(super) fn hold(opened: &Opened<'_>) -> Sheet {
    let frame = opened.frame;
    let until = Field::new(
        "until",
        frame.t("hold-until"),
        Input::Day {
            latest: None,
            earliest: Some(frame.today.plus(1)),
        },
    );
    Sheet {
        title: frame.t("hold-title"),
        lead: vec![frame.t("hold-lead")],
        fields: vec![
            until.hint(frame.t("hold-hint")),
            sheet::note(frame, "hold-reason", true),
        ],
        ..Sheet::default()
    }
}

pub(super) fn hold_entries(opened: &Opened<'_>, form: &Form) -> Result<Vec<Entry>, Vec<Fault>> {
    let (until, note) = duty::until_and_note(opened, form)?;
    let mut made = entry(opened, Kind::ClockPaused { until }, opened.frame.today);
    made.note = Some(note);
    Ok(vec![made])
}

pub(super) fn resume(opened: &Opened<'_>) -> Sheet {
    let frame = opened.frame;
    let fields = [
        sheet::when(frame, frame.today, None)[0].clone(),
        sheet::note(frame, "register-note", false),
    ];
    Sheet {
        title: frame.t("resume-title"),
        lead: vec![frame.t("resume-lead")],
        fields: fields.into(),
        ..Sheet::default()
    }
}

pub(super) fn close(opened: &Opened<'_>) -> Sheet {
    let frame = opened.frame;
    let fields = [
        sheet::when(frame, frame.today, None)[0].clone(),
        sheet::note(frame, "close-reason", true),
    ];
    Sheet {
        title: frame.t("close-title"),
        lead: vec![frame.t("close-lead")],
        fields: fields.into(),
        ..Sheet::default()
    }
}

pub(super) fn reopen(opened: &Opened<'_>) -> Sheet {
    let frame = opened.frame;
    let fields = [
        sheet::when(frame, frame.today, None)[0].clone(),
        sheet::note(frame, "reopen-reason", true),
    ];
    Sheet {
        title: frame.t("reopen-title"),
        lead: vec![frame.t("reopen-lead")],
        fields: fields.into(),
        ..Sheet::default()
    }
}

/// A fact without fields of its own: a day and a note.
pub(super) fn plain_entry(
    opened: &Opened<'_>,
    form: &Form,
    kind: Kind,
    needs_note: bool,
) -> Result<Vec<Entry>, Vec<Fault>> {
    let frame = opened.frame;
    let mut faults = Vec::new();
    let day = sheet::read_day(frame, form, "happened-on", &mut faults);
    if needs_note && form.given("note").is_none() {
        faults.push(Fault::at("note", frame.t("fault-missing")));
    }
    let Some(day) = day.filter(|_| faults.is_empty()) else {
        return Err(faults);
    };
    let mut made = entry(opened, kind, day);
    made.note = form.given("note").map(str::to_owned);
    Ok(vec![made])
}

/// What a new version of the law is, and from when.
pub(super) fn follow_law(opened: &Opened<'_>) -> WebResult<Sheet> {
    let frame = opened.frame;
    let law = opened.case.law.as_ref().ok_or(WebError::NotFound)?;
    let version = law.to.as_ref();
    let mut lead = vec![
        frame.t2(
            "law-lead",
            ("model", frame.text(&version.title).to_owned()),
            ("day", frame.long(law.day)),
        ),
        frame.t("law-confirm-lead"),
    ];
    if version.invented {
        lead.push(frame.t("law-invented"));
    }
    Ok(Sheet {
        title: frame.t("law-title"),
        lead,
        written: Some(wording::written(version, &law.source, "")),
        fields: vec![sheet::note(frame, "register-note", false)],
        ..Sheet::default()
    })
}

/// The confirmation a filled-in form says.
pub(super) fn follow_law_entries(opened: &Opened<'_>, form: &Form) -> WebResult<Vec<Entry>> {
    let law = opened.case.law.as_ref().ok_or(WebError::NotFound)?;
    let kind = Kind::ModelChanged {
        from: opened.case.model.hash.clone(),
        to: law.to.hash.clone(),
    };
    let mut made = entry(opened, kind, opened.frame.today);
    made.note = form.given("note").map(str::to_owned);
    Ok(vec![made])
}

//! Opening a case for a citizen.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use calendar::Day;
use facts::{CitizenId, EmployeeId, FactId, Kind, Value};
use store::NEW_CASE;

use super::show::{Draft, asked_at_opening, has_open, near, open_under, render};
use crate::error::{WebError, WebResult};
use crate::form::Form;
use crate::language::day_from_text;
use crate::page::Page;
use crate::rights::Action;

/// `POST /citizens/{citizen}/cases`
pub(crate) async fn receive(
    page: Page,
    Path(citizen): Path<u64>,
    form: Form,
) -> WebResult<Response> {
    let near = near(&page, CitizenId(citizen)).await?;
    let day = day_from_text(form.text("day"));
    let version = day.and_then(|day| page.app.book.model_on(form.text("model"), day));
    let day_fault = match day {
        None => Some("case-open-day-unreadable"),
        Some(day) if day > page.today => Some("case-open-day-ahead"),
        Some(day) if day < near.citizen.cpr.birth() => Some("case-open-day-unborn"),
        Some(_) => None,
    };
    let is_repeated = form.given("seen") != Some(near.citizen.last.0.to_string().as_str());
    let model_fault = match version {
        None if day_fault.is_none() => Some("case-open-no-version"),
        // A repeated post meets the case it opened; the store knows that it is the same.
        Some(version) if !is_repeated && has_open(&near, &version.name) => {
            Some("case-open-has-open")
        }
        _ => None,
    };
    let (Some(day), Some(version), None, None) = (day, version, day_fault, model_fault) else {
        let draft = Draft {
            day_fault,
            model_fault: model_fault.map(|fault| page.t(fault)),
            ..typed(&form)
        };
        return render(&page, &near, draft, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let opened = Kind::CaseOpened {
        model: version.name.clone(),
        version: version.hash.clone(),
        calendar: page.app.book.calendar().hash.clone(),
    };
    let mut opening = on(&page, near.citizen.id, day, opened);
    for field in asked_at_opening(version) {
        let said = form.given(&format!("answer.{}", field.id));
        if let Some(choice) = said.filter(|said| field.choices.iter().any(|one| one.id == *said)) {
            let value = Value::Choice(choice.to_owned());
            opening.answers.insert(field.id.clone(), value);
        }
    }
    let mut entries = vec![opening];
    if let Some(employee) = form.given("employee") {
        let employee = employee
            .parse()
            .map(EmployeeId)
            .map_err(|_| WebError::Unreadable("employee".to_owned()))?;
        let mut known = near.colleagues.can_hold_new(&page.user);
        if !known.any(|colleague| colleague.id == employee) {
            return Err(WebError::Forbidden(Action::Assign));
        }
        let assigned = Kind::CaseAssigned {
            role: "sagsbehandler".to_owned(),
            employee,
        };
        entries.push(on(&page, near.citizen.id, day, assigned));
    }
    let seen = form.given("seen").and_then(|seen| seen.parse().ok());
    let stored = page
        .append(near.citizen.id, seen.map(FactId), form.post_key()?, entries)
        .await;
    let appended = match stored {
        Ok(appended) => appended,
        Err(error) => return meanwhile(&page, near.citizen.id, &version.name, &form, error).await,
    };
    Ok(match appended.case {
        Some(case) => page.redirect(&format!("/cases/{case}")),
        None => page.redirect(&format!("/citizens/{citizen}")),
    })
}

/// What was typed, so that nothing is lost.
fn typed(form: &Form) -> Draft {
    Draft {
        model: form.text("model").to_owned(),
        day: form.text("day").to_owned(),
        employee: form.text("employee").to_owned(),
        key: form.text("key").to_owned(),
        ..Draft::default()
    }
}

/// Somebody was quicker: where that is why nothing was stored, the page says which case there is now.
async fn meanwhile(
    page: &Page,
    citizen: CitizenId,
    model: &str,
    form: &Form,
    error: WebError,
) -> WebResult<Response> {
    let now = near(page, citizen).await?;
    let Some(line) = open_under(&now, model) else {
        return Err(error);
    };
    let draft = Draft {
        model_fault: Some(page.t2(
            "case-open-meanwhile",
            ("case", line.row.case.to_string()),
            ("day", page.long(line.row.opened)),
        )),
        ..typed(form)
    };
    render(page, &now, draft, StatusCode::CONFLICT).await
}

fn on(page: &Page, citizen: CitizenId, day: Day, kind: Kind) -> facts::Entry {
    let mut entry = page.entry(citizen, Some(NEW_CASE), kind);
    entry.happened_on = day;
    entry
}

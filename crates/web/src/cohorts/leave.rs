//! Recording that a member left: a person decides, helped by what the facts are a sign of. It is not undone.

use std::sync::Arc;

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use calendar::Day;
use casework::cohorts::{LeaveFault, Leaving, Proposal};
use facts::CitizenId;
use store::{By, CohortError, CohortId, CohortStore};

use super::seen::Seen;
use super::words;
use crate::error::{WebError, WebResult};
use crate::form::Form;
use crate::language::day_from_text;
use crate::listing::Choice;
use crate::page::{Frame, Page};

#[derive(Template)]
#[template(path = "cohorts/leave.html")]
struct Leave<'a> {
    page: &'a Frame,
    id: CohortId,
    citizen: CitizenId,
    title: String,
    name: String,
    /// What the facts are a sign of.
    sign: Option<String>,
    /// What was recorded before.
    left: Option<String>,
    reasons: Vec<Choice>,
    day: String,
    earliest: Day,
    fault: Option<&'static str>,
}

/// What the store told.
struct Told {
    seen: Seen,
    name: String,
    proposal: Option<Proposal>,
}

/// What stands in the form, and what is wrong with it.
#[derive(Default)]
struct Draft {
    reason: Option<String>,
    day: Option<String>,
    fault: Option<&'static str>,
}

async fn read(page: &Page, id: CohortId, citizen: CitizenId) -> WebResult<Told> {
    let (user, today) = (Arc::clone(&page.user), page.today);
    page.app
        .blocking(move |app| {
            let seen = Seen::read(app, &user, id, today)?;
            if !seen.cohort.members.contains_key(&citizen) {
                return Err(WebError::NotFound);
            }
            let row = app.store.citizen(citizen)?.ok_or(WebError::NotFound)?;
            let proposal = seen.proposals()?.remove(&citizen);
            Ok::<_, WebError>(Told {
                seen,
                name: row.name,
                proposal,
            })
        })
        .await
}

/// `GET /figures/cohorts/{cohort}/leave/{citizen}`
pub(super) async fn show(page: Page, Path((id, citizen)): Path<(u64, u64)>) -> WebResult<Response> {
    let (id, citizen) = (CohortId(id), CitizenId(citizen));
    let told = read(&page, id, citizen).await?;
    render(&page, citizen, &told, Draft::default()).await
}

async fn render(page: &Page, citizen: CitizenId, told: &Told, draft: Draft) -> WebResult<Response> {
    page.log_read(Some(citizen), None).await?;
    let (seen, version) = (&told.seen, &told.seen.version);
    let all = seen.cohort.left();
    let before = all
        .get(&citizen)
        .map(|leaving| (&leaving.reason, leaving.day));
    let sign = told.proposal.as_ref().map(|one| (&one.reason, one.day));
    let known = before.or(sign);
    let reason = draft.reason.as_ref().or(known.map(|(reason, _)| reason));
    let reasons = version
        .leavings
        .iter()
        .filter(|one| one.holds_on(page.today))
        .map(|one| {
            let is_chosen = reason == Some(&one.id);
            Choice::option(page.text(&one.title).to_owned(), &one.id, is_chosen)
        });
    let written = |key: &str, (reason, day): (&String, Day)| {
        let reason = words::reason(page, version, reason);
        page.t2(key, ("reason", reason), ("day", page.long(day)))
    };
    let status = if draft.fault.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    page.render_with(
        status,
        &Leave {
            page,
            id: seen.head.id,
            citizen,
            title: page.text(&version.title).to_owned(),
            name: told.name.clone(),
            sign: sign.map(|sign| written("cohort-leave-sign", sign)),
            left: before.map(|left| written("cohort-leave-before", left)),
            reasons: reasons.collect(),
            day: draft.day.unwrap_or_else(|| {
                let day = known.map_or(page.today, |(_, day)| day);
                day.to_string()
            }),
            earliest: seen.head.draw.observed_on,
            fault: draft.fault,
        },
    )
}

/// `POST /figures/cohorts/{cohort}/leave/{citizen}`: pressed twice it is recorded once.
pub(super) async fn receive(
    page: Page,
    Path((id, citizen)): Path<(u64, u64)>,
    form: Form,
) -> WebResult<Response> {
    let (id, citizen) = (CohortId(id), CitizenId(citizen));
    let told = read(&page, id, citizen).await?;
    let reason = form.text("reason").to_owned();
    let day = day_from_text(form.text("day"));
    let known = told.seen.version.leaving(&reason);
    let fault = match (known, day) {
        (None, _) => Some("cohort-leave-no-reason"),
        (_, None) => Some("cohort-leave-no-day"),
        (Some(known), Some(_)) if !known.holds_on(page.today) => Some("cohort-leave-no-reason"),
        _ => None,
    };
    let draft = |fault| Draft {
        reason: Some(reason.clone()),
        day: Some(form.text("day").to_owned()),
        fault: Some(fault),
    };
    let day = match (fault, day) {
        (Some(fault), _) => return render(&page, citizen, &told, draft(fault)).await,
        (None, Some(day)) => day,
        (None, None) => return Err(WebError::Unreadable("day".to_owned())),
    };
    let leaving = Leaving {
        citizen,
        reason: reason.clone(),
        day,
    };
    let (by, now, today) = (By::Employee(page.user.id), page.now(), page.today);
    let left = page
        .app
        .blocking(
            move |app| match app.store.leave_cohort(id, &leaving, today, &by, now) {
                Err(CohortError::Leave(fault)) => Ok(Err(fault)),
                Err(error) => Err(WebError::from(error)),
                Ok(left) => Ok(Ok(left)),
            },
        )
        .await?;
    match left {
        Ok(_) => Ok(page.redirect(&format!("/figures/cohorts/{id}"))),
        Err(LeaveFault::NotAMember) => Err(WebError::NotFound),
        Err(LeaveFault::NotYet) => render(&page, citizen, &told, draft("cohort-leave-ahead")).await,
        Err(LeaveFault::TooEarly) => {
            render(&page, citizen, &told, draft("cohort-leave-early")).await
        }
    }
}

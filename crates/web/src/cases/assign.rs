//! Handing out cases that nobody holds.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::Response;
use facts::{CaseId, EmployeeId, Kind};
use store::Role;

use super::asked::{Asked, Query as Wanted};
use super::lines::{Line, Told};
use crate::colleagues::{Colleague, Colleagues};
use crate::error::{WebError, WebResult};
use crate::form::{Form, post_key_for};
use crate::listing::{Choice, Pager};
use crate::page::{Frame, Page};
use crate::rights::Action;

#[derive(Template)]
#[template(path = "unassigned.html")]
struct Unassigned<'a> {
    page: &'a Frame,
    lines: Vec<Line>,
    people: Vec<Choice>,
    pager: Pager,
    key: String,
    fault: Option<&'static str>,
}

/// `GET /unassigned`
pub(crate) async fn show(page: Page, Query(query): Query<Wanted>) -> WebResult<Response> {
    let asked = Asked::unassigned(&query, &page.user)?;
    list(&page, &asked, None, &BTreeSet::new()).await
}

async fn list(
    page: &Page,
    asked: &Asked,
    fault: Option<&'static str>,
    chosen: &BTreeSet<u64>,
) -> WebResult<Response> {
    let question = asked.query(&page.user, page.today, None);
    let told = page
        .app
        .blocking(move |app| Told::ask(&app.store, &question))
        .await?;
    page.log_read(None, None).await?;
    let total = told.cases.total;
    let pager = Pager::new(&asked.address(), asked.page, told.cases.rows.len(), total);
    let mut lines = told.lines(page);
    for line in &mut lines {
        line.checked = chosen.contains(&line.case);
    }
    let status = if fault.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    page.render_with(
        status,
        &Unassigned {
            page,
            lines,
            people: people(page, &told.colleagues),
            pager,
            key: page.post_key()?,
            fault,
        },
    )
}

/// Those of the leader's team who can hold a case.
fn people(page: &Page, colleagues: &Colleagues) -> Vec<Choice> {
    colleagues
        .active()
        .filter(|colleague| can_hold(page, colleague))
        .map(|colleague| {
            let role = page.t(crate::page::role_key(colleague.role));
            let words = format!("{} ({role})", colleague.name);
            Choice::option(words, &colleague.id.to_string(), false)
        })
        .collect()
}

fn can_hold(page: &Page, colleague: &Colleague) -> bool {
    !colleague.disabled
        && colleague.role != Role::Reader
        && colleague.team.is_some()
        && colleague.team == page.user.team
}

/// `POST /unassigned`: each chosen case gets a fact of its own; the key of each follows from the form's and the case.
pub(crate) async fn receive(page: Page, form: Form) -> WebResult<Response> {
    let key = form.post_key()?;
    let cases: BTreeSet<u64> = form
        .every("case")
        .filter_map(|id| id.parse().ok())
        .collect();
    let asked = Asked::unassigned(&Wanted::default(), &page.user)?;
    let employee = form.given("employee").and_then(|id| id.parse().ok());
    let Some(employee) = employee.map(EmployeeId) else {
        return list(&page, &asked, Some("unassigned-no-employee"), &cases).await;
    };
    if cases.is_empty() {
        return list(&page, &asked, Some("unassigned-no-case"), &cases).await;
    }
    let colleagues = page.colleagues().await?;
    let colleague = colleagues
        .active()
        .find(|colleague| colleague.id == employee && can_hold(&page, colleague))
        .ok_or(WebError::Forbidden(Action::Assign))?;
    let role = match colleague.role {
        Role::JobBroker => "jobformidler",
        Role::Caseworker | Role::TeamLeader | Role::Reader => "sagsbehandler",
    };
    for case in cases {
        let case = CaseId(case);
        let near = page.near_case(case).await?;
        page.require(Action::Assign, near.closeness)?;
        let citizen = near.line.row.citizen;
        let kind = Kind::CaseAssigned {
            role: role.to_owned(),
            employee,
        };
        let entry = page.entry(citizen, Some(case), kind);
        page.append(citizen, None, post_key_for(key, case.0), vec![entry])
            .await?;
    }
    Ok(page.redirect("/unassigned"))
}

//! The members behind a number of a cohort: exactly as many as the number says.

use std::collections::BTreeSet;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query as Asking};
use axum::response::Response;
use calendar::Day;
use facts::CitizenId;
use serde::Deserialize;
use store::CohortId;

use super::now::{self, Against};
use super::people::{Line, lines};
use super::seen::{READINGS, Seen};
use super::{show, words};
use crate::app::App;
use crate::error::{WebError, WebResult};
use crate::listing::{Address, Pager, ROWS, named, number};
use crate::page::{Frame, Page};
use crate::rights::{Action, User};

/// The query of the address, as it came.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub(super) struct Query {
    who: String,
    month: String,
    reading: String,
    page: String,
}

/// A member as the list shows them.
struct Member {
    line: Line,
    grounds: Vec<(String, Option<String>)>,
    /// Why and when the member left.
    left: Option<String>,
    /// Whether the member was drawn.
    was_drawn: bool,
}

#[derive(Template)]
#[template(path = "cohorts/members.html")]
struct Members<'a> {
    page: &'a Frame,
    id: CohortId,
    title: String,
    number: String,
    what: String,
    month: Option<String>,
    rows: Vec<Member>,
    pager: Pager,
    may_follow: bool,
}

/// What the store told.
struct Told {
    seen: Seen,
    total: usize,
    lines: Vec<Line>,
    month: Option<Day>,
}

/// `GET /figures/cohorts/{cohort}/members`
pub(super) async fn show(
    page: Page,
    Path(id): Path<u64>,
    Asking(query): Asking<Query>,
) -> WebResult<Response> {
    let at: u32 = number(&query.page)?.unwrap_or(0);
    let (user, today, asked) = (Arc::clone(&page.user), page.today, query.clone());
    let id = CohortId(id);
    let told = page
        .app
        .blocking(move |app| {
            let seen = Seen::read(app, &user, id, today)?;
            let (who, month) = pick(app, &user, &seen, &asked)?;
            let shown = who.iter().copied().skip(at as usize * ROWS as usize);
            let lines = lines(app, &seen.reach, shown.take(ROWS as usize), today)?;
            Ok::<_, WebError>(Told {
                total: who.len(),
                lines,
                month,
                seen,
            })
        })
        .await?;
    page.log_list(told.lines.iter().map(|line| line.citizen))
        .await?;
    let (seen, version) = (&told.seen, &told.seen.version);
    let address = Address::new(format!("/figures/cohorts/{id}/members"))
        .with("who", &query.who)
        .with("reading", &query.reading)
        .with("month", &query.month);
    let pager = Pager::new(&address, at, told.lines.len(), told.total as u64);
    let left = seen.cohort.left();
    let members = told.lines.into_iter().map(|line| {
        let why = seen.cohort.members.get(&line.citizen);
        let leaving = left.get(&line.citizen);
        Member {
            grounds: (why.into_iter().flatten())
                .map(|ground| words::ground(&page, ground))
                .collect(),
            left: leaving.map(|leaving| {
                let reason = words::reason(&page, version, &leaving.reason);
                format!("{reason}, {}", page.numeric(leaving.day))
            }),
            was_drawn: why.is_some(),
            line,
        }
    });
    page.render(&Members {
        id,
        title: page.text(&version.title).to_owned(),
        number: page.number(told.total),
        what: what(&page, seen, &query.who),
        month: told.month.map(words::month_code),
        rows: members.collect(),
        pager,
        may_follow: page.may_ever(Action::FollowCohort),
        page: &page,
    })
}

/// The members a number counts, and the month it is about.
fn pick(
    app: &App,
    user: &User,
    seen: &Seen,
    query: &Query,
) -> Result<(BTreeSet<CitizenId>, Option<Day>), WebError> {
    let standing = seen.cohort.standing(Day::MAX);
    let who = query.who.as_str();
    let against = |code: &str| now::difference(app, user, seen, Against::from_code(code)?);
    let found = match who {
        "" | "all" => seen.cohort.members.keys().copied().collect(),
        "remaining" => standing.remaining,
        "left" => standing.leavers.keys().copied().collect(),
        "unmarked" => seen.waiting(app).unmarked,
        "uncased" => seen.waiting(app).uncased,
        _ => {
            if let Some(reason) = who.strip_prefix("left-") {
                let by_reason = standing.by_reason();
                by_reason.get(reason).cloned().ok_or(WebError::NotFound)?
            } else if let Some(code) = who.strip_prefix("gone-") {
                against(code)?.0.gone
            } else if let Some(code) = who.strip_prefix("come-") {
                against(code)?.0.come
            } else if let Some(code) = who.strip_prefix("doubt-") {
                against(code)?.0.unknown
            } else {
                return of_month(seen, query).map(|(who, month)| (who, Some(month)));
            }
        }
    };
    Ok((found, None))
}

fn of_month(seen: &Seen, query: &Query) -> Result<(BTreeSet<CitizenId>, Day), WebError> {
    let month = show::month(&query.month, &seen.head.draw, seen.today)?;
    let reading = named(&READINGS, &query.reading)?.unwrap_or(seen.chosen());
    let outcomes = seen.outcomes(month)?;
    let outcome = outcomes.into_iter().find(|one| one.reading == reading);
    let outcome = outcome.ok_or(WebError::NotFound)?;
    let found = match query.who.as_str() {
        "denominator" => outcome.denominator,
        "numerator" => outcome.numerator,
        "unknown" => outcome.unknown,
        who => {
            let success = who.strip_prefix("by-").ok_or(WebError::NotFound)?;
            let mut all = seen.version.successes.iter();
            let at = all.position(|one| one.id == success);
            let mut by_success = outcome.by_success.into_iter();
            by_success
                .nth(at.ok_or(WebError::NotFound)?)
                .ok_or(WebError::NotFound)?
        }
    };
    Ok((found, month))
}

/// What the number counts, in words.
fn what(page: &Page, seen: &Seen, who: &str) -> String {
    let version = &seen.version;
    if let Some(reason) = who.strip_prefix("left-") {
        return words::reason(page, version, reason);
    }
    if let Some(success) = who.strip_prefix("by-") {
        let found = version.successes.iter().find(|one| one.id == success);
        return found.map_or_else(String::new, |one| page.text(&one.title).to_owned());
    }
    let key = match who {
        "remaining" => "cohort-remaining",
        "left" => "cohort-left",
        "unmarked" => "cohort-unmarked",
        "uncased" => "cohort-uncased",
        "denominator" => "cohort-denominator",
        "numerator" => "cohort-numerator",
        "unknown" => "cohort-unknown",
        _ if who.starts_with("gone-") => "cohort-gone",
        _ if who.starts_with("come-") => "cohort-come",
        _ if who.starts_with("doubt-") => "cohort-doubt",
        _ => "cohort-all",
    };
    page.t(key)
}

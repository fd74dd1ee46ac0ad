//! How the population of today, and of what is known today, differs from the cohort. The cohort stays as it is.

use std::sync::Arc;

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use calendar::Day;
use casework::cohorts::Difference;
use store::CohortId;

use super::draw::{Wanted, find, line};
use super::seen::Seen;
use crate::app::App;
use crate::error::{WebError, WebResult};
use crate::page::{Frame, Page};
use crate::rights::User;

/// What the cohort is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Against {
    /// The day it was looked at, by what is known now: late and corrected facts show.
    Known,
    /// Today.
    Today,
}

impl Against {
    const ALL: [(Against, &'static str); 2] =
        [(Against::Known, "known"), (Against::Today, "today")];

    pub(super) fn from_code(code: &str) -> Result<Against, WebError> {
        let found = Against::ALL.iter().find(|(_, known)| *known == code);
        found.map(|(against, _)| *against).ok_or(WebError::NotFound)
    }

    fn day(self, seen: &Seen) -> Day {
        match self {
            Against::Known => seen.head.draw.observed_on,
            Against::Today => seen.today,
        }
    }
}

/// A comparison as the page tells it.
struct Compared {
    title: String,
    code: &'static str,
    found: Option<Difference>,
    /// Whether the line on the page is another than the one that was drawn by.
    is_other: bool,
}

#[derive(Template)]
#[template(path = "cohorts/now.html")]
struct Now<'a> {
    page: &'a Frame,
    id: CohortId,
    title: String,
    compared: Vec<Compared>,
}

/// The difference, and whether the page says another line than the one that was drawn by.
pub(super) fn difference(
    app: &App,
    user: &User,
    seen: &Seen,
    against: Against,
) -> Result<(Difference, bool), WebError> {
    let on = against.day(seen);
    let draw = &seen.head.draw;
    let population = app.book.catalogue().population(&draw.population, on);
    let wanted = Wanted {
        population: Arc::clone(population.ok_or(WebError::NotFound)?),
        on,
    };
    let is_other = line(app, &wanted.population, on) != draw.line;
    let found = find(app, user, &wanted, None, seen.today)?;
    Ok((
        casework::cohorts::difference(&seen.cohort, &found),
        is_other,
    ))
}

/// `GET /figures/cohorts/{cohort}/now`
pub(super) async fn show(page: Page, Path(id): Path<u64>) -> WebResult<Response> {
    let (user, today) = (Arc::clone(&page.user), page.today);
    let frame = Arc::clone(&page.frame);
    let id = CohortId(id);
    let (title, compared) = page
        .app
        .blocking(move |app| {
            let seen = Seen::read(app, &user, id, today)?;
            let mut compared = Vec::new();
            for (against, code) in Against::ALL {
                let told = match difference(app, &user, &seen, against) {
                    Ok((found, is_other)) => (Some(found), is_other),
                    Err(WebError::NotFound) => (None, false),
                    Err(error) => return Err(error),
                };
                let key = match against {
                    Against::Known => "cohort-now-known",
                    Against::Today => "cohort-now-today",
                };
                let day = frame.long(against.day(&seen));
                compared.push(Compared {
                    title: frame.t1(key, "day", day),
                    code,
                    found: told.0,
                    is_other: told.1,
                });
            }
            let title = frame.text(&seen.version.title).to_owned();
            Ok::<_, WebError>((title, compared))
        })
        .await?;
    page.log_read(None, None).await?;
    page.render(&Now {
        page: &page,
        id,
        title,
        compared,
    })
}

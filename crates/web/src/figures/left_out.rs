//! Who of the reader's citizens is left out of every figure, and what does not fit in what is registered about them.

use std::sync::Arc;

use askama::Template;
use axum::extract::Query as Asking;
use axum::response::Response;
use calendar::Timestamp;
use facts::{CaseId, CitizenId, FactId};
use serde::Deserialize;

use super::known::{Known, why_left_out};
use super::reach::Reach;
use super::show::in_words;
use crate::error::{WebError, WebResult};
use crate::listing::number;
use crate::page::{Frame, Page};

/// The query of the address, as it came.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Query {
    known: String,
    at: String,
}

/// Somebody who is left out.
struct Line {
    citizen: CitizenId,
    name: String,
    why: Vec<tables::Text>,
    cases: Vec<CaseId>,
}

/// The same in the reader's language.
struct Told {
    name: String,
    why: String,
    cases: Vec<CaseId>,
}

#[derive(Template)]
#[template(path = "figures/left_out.html")]
struct Shown<'a> {
    page: &'a Frame,
    lines: Vec<Told>,
}

/// `GET /figures/left-out`
pub(super) async fn show(page: Page, Asking(query): Asking<Query>) -> WebResult<Response> {
    let known_at = number(&query.known)?.map(FactId);
    let at = number(&query.at)?.map_or(page.now(), Timestamp);
    let day = at.min(page.now()).max(Timestamp(0)).day();
    let (user, today) = (Arc::clone(&page.user), page.today);
    let lines = page
        .app
        .blocking(move |app| {
            let reach = Reach::of(&app.store, &user, today)?;
            let known = Known::of(app, reach.citizens(), known_at, day)?;
            let left = known.left_out(|person| reach.has(person)).into_iter();
            left.map(|(citizen, doubts)| {
                let told = app.store.citizen(citizen)?.ok_or(WebError::NotFound)?;
                let cases = reach.cases.get(&citizen).into_iter().flatten();
                Ok(Line {
                    citizen,
                    name: told.name,
                    why: doubts.iter().copied().map(why_left_out).collect(),
                    cases: cases.copied().collect(),
                })
            })
            .collect::<Result<Vec<_>, WebError>>()
        })
        .await?;
    page.log_list(lines.iter().map(|line| line.citizen)).await?;
    let told = lines.into_iter().map(|line| Told {
        why: line
            .why
            .iter()
            .map(|why| in_words(&page, why))
            .collect::<Vec<_>>()
            .join("; "),
        name: line.name,
        cases: line.cases,
    });
    page.render(&Shown {
        page: &page,
        lines: told.collect(),
    })
}

//! Who of the reader's citizens is in a population that has a name: a list to work from.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query as Asking};
use axum::response::Response;
use calendar::Day;
use figures::language::{Vocabulary, print};
use figures::{Population, explain};
use serde::Deserialize;

use super::ask::listed;
use super::known::Known;
use super::reach::Reach;
use super::rows::{Line, line};
use super::words::line_language;
use crate::error::{WebError, WebResult};
use crate::listing::{Address, Pager, ROWS, number};
use crate::page::{Frame, Page};

/// The query of the address, as it came.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Query {
    page: String,
}

/// Somebody on the list, and until when that holds if nothing happens.
struct Row {
    line: Line,
    /// The last day on which it holds, and the part that does not hold any more the day after.
    until: Option<(String, Option<String>)>,
}

#[derive(Template)]
#[template(path = "figures/people.html")]
struct People<'a> {
    page: &'a Frame,
    title: String,
    source: String,
    verified: bool,
    number: String,
    /// Whether today can be known at all.
    known: bool,
    unknown: u64,
    rows: Vec<Row>,
    pager: Pager,
}

/// `GET /figures/people/{population}`
pub(super) async fn show(
    page: Page,
    Path(name): Path<String>,
    Asking(query): Asking<Query>,
) -> WebResult<Response> {
    let at: u32 = number(&query.page)?.unwrap_or(0);
    let version = page.app.book.catalogue().population(&name, page.today);
    let version = Arc::clone(version.ok_or(WebError::NotFound)?);
    let (user, today, population) = (
        Arc::clone(&page.user),
        page.today,
        version.population.clone(),
    );
    let frame = Arc::clone(&page.frame);
    let (list, rows) = page
        .app
        .blocking(move |app| {
            let reach = Reach::of(&app.store, &user, today)?;
            let known = Known::of(app, reach.citizens(), None, today)?;
            let list = listed(&known, &reach, &population, today)?;
            let persons = list.iter().flat_map(|list| &list.persons);
            let vocabulary = app.book.catalogue().vocabulary(today);
            let rows = persons
                .skip(at as usize * ROWS as usize)
                .take(ROWS as usize)
                .map(|person| {
                    Ok(Row {
                        line: line(app, &reach, *person, today)?,
                        until: until(&frame, &known, &population, *person, &vocabulary)?,
                    })
                })
                .collect::<Result<Vec<Row>, WebError>>()?;
            Ok::<_, WebError>((list, rows))
        })
        .await?;
    page.log_list(rows.iter().map(|row| row.line.citizen))
        .await?;
    let known = list.is_some();
    let list = list.unwrap_or_default();
    let address = Address::new(format!("/figures/people/{name}"));
    page.render(&People {
        page: &page,
        title: page.text(&version.title).to_owned(),
        source: version.source.text.clone(),
        verified: version.source.verified,
        number: page.number(list.persons.len()),
        known,
        unknown: list.persons_with_unknown_days,
        pager: Pager::new(&address, at, rows.len(), list.persons.len() as u64),
        rows,
    })
}

/// Until when somebody stays on the list if nothing happens, and what ends then.
fn until(
    frame: &Frame,
    known: &Known,
    population: &Population,
    person: i64,
    vocabulary: &Vocabulary,
) -> Result<Option<(String, Option<String>)>, WebError> {
    let own = known.only(|other| other == person);
    let told = explain(
        known.registers().schema(),
        population,
        &own,
        &known.setting().observation,
        frame.today.epoch(),
    )
    .map_err(WebError::fault)?;
    let Some(change) = told.changes else {
        return Ok(None);
    };
    let mut parts = told.parts.iter();
    let part = parts.find(|part| part.changes.is_some_and(|own| own.on == change.on));
    let line = part.map(|part| print(&part.population, vocabulary, line_language(frame.language)));
    let last = Day::from_epoch(change.on).plus(-1);
    Ok(Some((frame.long(last), line)))
}

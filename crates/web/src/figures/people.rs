//! Who of the reader's citizens is in a population that has a name: a list to work from.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query as Asking};
use axum::response::Response;
use serde::Deserialize;

use super::ask::listed;
use super::known::Known;
use super::reach::Reach;
use super::rows::{Line, line};
use crate::error::{WebError, WebResult};
use crate::listing::{Address, Pager, ROWS, number};
use crate::page::{Frame, Page};

/// The query of the address, as it came.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Query {
    page: String,
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
    lines: Vec<Line>,
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
    let (list, lines) = page
        .app
        .blocking(move |app| {
            let reach = Reach::of(&app.store, &user, today)?;
            let known = Known::of(app, reach.citizens(), None, today)?;
            let list = listed(&known, &reach, &population, today)?;
            let persons = list.iter().flat_map(|list| &list.persons);
            let lines = persons
                .skip(at as usize * ROWS as usize)
                .take(ROWS as usize)
                .map(|person| line(app, &reach, *person, today))
                .collect::<Result<Vec<Line>, WebError>>()?;
            Ok::<_, WebError>((list, lines))
        })
        .await?;
    page.log_list(lines.iter().map(|line| line.citizen)).await?;
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
        pager: Pager::new(&address, at, lines.len(), list.persons.len() as u64),
        lines,
    })
}

//! Is this citizen in a population: in, out or unknown, why, by which spells, and when that changes by itself.

use askama::Template;
use axum::extract::{Path, Query as Asking};
use axum::response::Response;
use calendar::Day;
use facts::CitizenId;
use figures::language::Vocabulary;
use figures::{Population, explain};
use serde::Deserialize;

use super::ask;
use super::known::Known;
use super::why::Why;
use crate::citizens::near;
use crate::error::{WebError, WebResult};
use crate::language::day_from_text;
use crate::listing::Choice;
use crate::page::{Frame, Page};

/// The query of the address, as it came. A line names no person.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub(super) struct Query {
    named: String,
    line: String,
    day: String,
}

#[derive(Template)]
#[template(path = "figures/person.html")]
struct Person<'a> {
    page: &'a Frame,
    id: CitizenId,
    name: &'a str,
    answer: String,
    named: Vec<Choice>,
    line: &'a str,
    day: Day,
    faults: Vec<String>,
    why: Option<Why>,
}

/// `GET /citizens/{citizen}/populations`
pub(super) async fn show(
    page: Page,
    Path(citizen): Path<u64>,
    Asking(query): Asking<Query>,
) -> WebResult<Response> {
    let near = near(&page, CitizenId(citizen)).await?;
    let day = if query.day.trim().is_empty() {
        page.today
    } else {
        day_from_text(&query.day).ok_or_else(|| WebError::Unreadable("day".to_owned()))?
    };
    let catalogue = page.app.book.catalogue();
    let vocabulary = catalogue.vocabulary(day);
    let (population, faults) = wanted(&page, &query, day, &vocabulary);
    let why = match population {
        Some(population) => Some(explained(&page, near.citizen.id, population, day).await?),
        None => None,
    };
    page.log_read(Some(near.citizen.id), None).await?;
    let named = catalogue
        .populations()
        .iter()
        .filter(|version| version.from <= day && version.until.is_none_or(|until| day < until))
        .map(|version| {
            let title = page.text(&version.title).to_owned();
            let is_chosen = query.line.trim().is_empty() && query.named == version.id;
            Choice::option(title, &version.id, is_chosen)
        });
    page.render(&Person {
        page: &page,
        id: near.citizen.id,
        name: &near.citizen.name,
        answer: answer(&page, &near.citizen.name, day, why.as_ref()),
        named: named.collect(),
        line: query.line.trim(),
        day,
        faults,
        why,
    })
}

/// The answer in a sentence; empty where nothing was asked.
fn answer(page: &Frame, name: &str, day: Day, why: Option<&Why>) -> String {
    let Some(why) = why else {
        return String::new();
    };
    let key = match why.value {
        Some(true) => "person-in",
        Some(false) => "person-out",
        None => "person-unknown",
    };
    page.t2(key, ("name", name), ("day", page.long(day)))
}

/// What was typed, else what was chosen.
fn wanted(
    page: &Page,
    query: &Query,
    day: Day,
    vocabulary: &Vocabulary,
) -> (Option<Population>, Vec<String>) {
    match ask::read(page, &query.line, vocabulary) {
        Err(faults) => (None, faults),
        Ok(Some(population)) => (Some(population), Vec::new()),
        Ok(None) => {
            let catalogue = page.app.book.catalogue();
            let version = catalogue.population(&query.named, day);
            (
                version.map(|version| version.population.clone()),
                Vec::new(),
            )
        }
    }
}

async fn explained(
    page: &Page,
    citizen: CitizenId,
    population: Population,
    day: Day,
) -> WebResult<Why> {
    let frame = std::sync::Arc::clone(&page.frame);
    page.app
        .blocking(move |app| {
            let known = Known::of_one(app, citizen, frame.today)?;
            let schema = known.registers().schema();
            let observation = &known.setting().observation;
            let told = explain(
                schema,
                &population,
                known.histories(),
                observation,
                day.epoch(),
            )
            .map_err(WebError::fault)?;
            let vocabulary = app.book.catalogue().registers().vocabulary(day);
            Ok::<_, WebError>(Why::new(&frame, &known, &vocabulary, &told))
        })
        .await
}

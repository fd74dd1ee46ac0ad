//! Searching citizens.

use askama::Template;
use axum::extract::Query;
use axum::response::Response;
use serde::Deserialize;
use store::{CitizenQuery, CitizenSort};

use crate::error::{WebError, WebResult};
use crate::listing::{Address, Choice, Pager, SearchField, SearchId, named, number};
use crate::page::{Frame, Page};

/// The query of the address, as it came.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wanted {
    sort: String,
    page: String,
    search: String,
}

const SORTS: [(CitizenSort, &str); 3] = [
    (CitizenSort::Name, "name"),
    (CitizenSort::Cpr, "cpr"),
    (CitizenSort::Number, "number"),
];

struct Line {
    id: u64,
    name: String,
    cpr: String,
    age: i32,
    cases: usize,
}

#[derive(Template)]
#[template(path = "citizens.html")]
struct Citizens<'a> {
    page: &'a Frame,
    sorts: Vec<Choice>,
    kept: Vec<(&'static str, &'a str)>,
    search: SearchField,
    lines: Vec<Line>,
    pager: Pager,
}

/// `GET /citizens`
pub(crate) async fn show(page: Page, Query(wanted): Query<Wanted>) -> WebResult<Response> {
    let sort = named(&SORTS, &wanted.sort)?.unwrap_or_default();
    let number_of_page = number(&wanted.page)?.unwrap_or(0);
    let id: Option<SearchId> = number(&wanted.search)?;
    let search = id.and_then(|id| page.app.searches.text(id, page.user.id));
    let query = CitizenQuery {
        search: search.clone(),
        sort,
        descending: false,
        page: Pager::part(number_of_page),
    };
    let told = page
        .app
        .blocking(move |app| app.store.citizens(&query).map_err(WebError::from))
        .await?;
    page.log_list(told.rows.iter().map(|row| row.id)).await?;
    let sort_id = SORTS
        .iter()
        .find(|(known, _)| *known == sort && sort != CitizenSort::Name);
    let address = Address::new("/citizens")
        .with("sort", sort_id.map_or("", |(_, id)| id))
        .with("search", id.map(|id| id.to_string()).unwrap_or_default());
    let today = page.today;
    let lines = told.rows.iter().map(|row| Line {
        id: row.id.0,
        name: row.name.clone(),
        cpr: cpr_words(row.cpr.digits()),
        age: today.years_since(row.cpr.birth()),
        cases: row.cases.len(),
    });
    page.render(&Citizens {
        page: &page,
        sorts: SORTS
            .iter()
            .map(|(known, id)| {
                let words = match known {
                    CitizenSort::Name => "citizens-sort-name",
                    CitizenSort::Cpr => "citizens-sort-cpr",
                    CitizenSort::Number => "citizens-sort-number",
                };
                Choice::option(page.t(words), id, *known == sort)
            })
            .collect(),
        kept: address.without(&["sort"]),
        search: SearchField::new(&address, id, search),
        lines: lines.collect(),
        pager: Pager::new(&address, number_of_page, told.rows.len(), told.total),
    })
}

/// `150980-1234`
pub(super) fn cpr_words(digits: &str) -> String {
    match digits.split_at_checked(6) {
        Some((birth, rest)) => format!("{birth}-{rest}"),
        None => digits.to_owned(),
    }
}

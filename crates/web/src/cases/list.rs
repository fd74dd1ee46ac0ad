//! The list of cases within reach.

use askama::Template;
use axum::extract::Query;
use axum::response::Response;
use store::CaseSort;

use super::asked::{Asked, Query as Wanted, SORTS, STATES, State, WHOSE, Who};
use super::lines::{Line, Told};
use crate::error::WebResult;
use crate::listing::{Choice, Pager, SearchField};
use crate::page::{Frame, Page};
use crate::rights::Action;

#[derive(Template)]
#[template(path = "cases.html")]
struct Cases<'a> {
    page: &'a Frame,
    whose: Vec<Choice>,
    states: Vec<Choice>,
    sorts: Vec<Choice>,
    kept: Vec<(&'static str, &'a str)>,
    turned: String,
    down: bool,
    search: SearchField,
    /// The page of new rules for the same people.
    reform: String,
    lines: Vec<Line>,
    pager: Pager,
}

/// `GET /cases`
pub(crate) async fn show(page: Page, Query(query): Query<Wanted>) -> WebResult<Response> {
    let asked = Asked::read(&query, &page.user)?;
    let search = asked
        .search
        .and_then(|id| page.app.searches.text(id, page.user.id));
    let question = asked.query(&page.user, page.today, search.clone());
    let told = page
        .app
        .blocking(move |app| Told::ask(&app.store, &question))
        .await?;
    page.log_read(None, None).await?;
    let address = asked.address();
    let pager = Pager::new(
        &address,
        asked.page,
        told.cases.rows.len(),
        told.cases.total,
    );
    page.render(&Cases {
        page: &page,
        whose: whose(&page, &asked),
        states: states(&page, &asked),
        sorts: sorts(&page, asked.sort),
        kept: address.without(&["state", "sort", "down"]),
        turned: turned(&asked),
        down: asked.down,
        search: SearchField::new(&address, asked.search, search),
        reform: Asked {
            path: "/reform",
            state: State::Open,
            law_changed: false,
            search: None,
            ..asked.clone()
        }
        .address()
        .to_string(),
        lines: told.lines(&page),
        pager,
    })
}

/// The address of the same list the other way round.
pub(super) fn turned(asked: &Asked) -> String {
    let down = if asked.down { "" } else { "1" };
    asked.address().with("down", down).to_string()
}

pub(super) fn whose(page: &Page, asked: &Asked) -> Vec<Choice> {
    WHOSE
        .iter()
        .filter(|(who, _)| *who == Who::Mine || page.user.may(Action::SeeTeamDay, None))
        .map(|(who, id)| Choice {
            words: page.t(match who {
                Who::Mine => "cases-mine",
                Who::Team | Who::Unassigned => "cases-team",
            }),
            id: (*id).to_owned(),
            address: Asked {
                who: *who,
                page: 0,
                ..asked.clone()
            }
            .address()
            .to_string(),
            count: None,
            current: *who == asked.who,
        })
        .collect()
}

fn states(page: &Frame, asked: &Asked) -> Vec<Choice> {
    let chosen = STATES.iter().map(|(state, id)| {
        let words = match state {
            State::Open => "cases-open",
            State::Closed => "cases-closed",
            State::Both => "cases-both",
        };
        Choice::option(page.t(words), id, *state == asked.state)
    });
    chosen.collect()
}

pub(super) fn sorts(page: &Frame, chosen: CaseSort) -> Vec<Choice> {
    let all = SORTS.iter().map(|(sort, id)| {
        let words = match sort {
            CaseSort::Name => "cases-sort-name",
            CaseSort::Due => "cases-sort-due",
            CaseSort::Opened => "cases-sort-opened",
            CaseSort::Number => "cases-sort-number",
        };
        Choice::option(page.t(words), id, *sort == chosen)
    });
    all.collect()
}

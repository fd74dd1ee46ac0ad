//! The frozen cohorts the reader may see somebody of, and the form that draws one.

use std::sync::Arc;

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use calendar::Day;
use store::{CohortId, CohortStore};

use super::people::within;
use super::words;
use crate::colleagues::Colleagues;
use crate::error::{WebError, WebResult};
use crate::listing::Choice;
use crate::page::{Frame, Page};
use crate::rights::Action;

/// A cohort as the list tells it.
struct Line {
    id: CohortId,
    title: String,
    drawn_on: String,
    observed_on: String,
    by: String,
    /// Members within reach who have not left.
    remaining: String,
}

/// What was chosen in the form, and what is wrong with it.
#[derive(Default)]
pub(super) struct Draft {
    pub(super) cohort: String,
    pub(super) observed_on: String,
    pub(super) fault: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "cohorts/list.html")]
struct List<'a> {
    page: &'a Frame,
    lines: Vec<Line>,
    may_draw: bool,
    choices: Vec<Choice>,
    draft: Draft,
}

/// `GET /figures/cohorts`
pub(super) async fn show(page: Page) -> WebResult<Response> {
    let draft = Draft {
        observed_on: page.today.to_string(),
        ..Draft::default()
    };
    render(&page, draft, StatusCode::OK).await
}

/// The list, also when the form on it had faults.
pub(super) async fn render(page: &Page, draft: Draft, status: StatusCode) -> WebResult<Response> {
    let (user, today) = (Arc::clone(&page.user), page.today);
    let frame = Arc::clone(&page.frame);
    let lines = page
        .app
        .blocking(move |app| {
            let heads = app.store.cohorts()?;
            if heads.is_empty() {
                return Ok(Vec::new());
            }
            let reach = within(&app.store, &user, today)?;
            let colleagues = Colleagues::read(&app.store)?;
            let mut lines = Vec::new();
            for head in heads {
                let Some(kept) = app.store.cohort(head.id)? else {
                    continue;
                };
                let cohort = kept
                    .cohort
                    .only(|citizen| reach.cases.contains_key(&citizen));
                if cohort.members.is_empty() && head.by != store::By::Employee(user.id) {
                    continue;
                }
                let version = app
                    .book
                    .catalogue()
                    .cohort_followed(&head.draw.definition, today);
                lines.push(Line {
                    id: head.id,
                    title: version.map_or_else(
                        || head.draw.definition.clone(),
                        |version| frame.text(&version.title).to_owned(),
                    ),
                    drawn_on: frame.numeric(head.draw.drawn_on),
                    observed_on: frame.numeric(head.draw.observed_on),
                    by: words::who(&colleagues, &head.by),
                    remaining: frame.number(cohort.standing(Day::MAX).remaining.len()),
                });
            }
            lines.reverse();
            Ok::<_, WebError>(lines)
        })
        .await?;
    page.log_read(None, None).await?;
    let catalogue = page.app.book.catalogue();
    let versions = catalogue
        .cohorts()
        .iter()
        .filter(|version| version.from <= today && version.until.is_none_or(|until| today < until));
    page.render_with(
        status,
        &List {
            page,
            lines,
            may_draw: page.may_ever(Action::DrawCohort),
            choices: versions
                .map(|version| {
                    let title = page.text(&version.title).to_owned();
                    Choice::option(title, &version.id, version.id == draft.cohort)
                })
                .collect(),
            draft,
        },
    )
}

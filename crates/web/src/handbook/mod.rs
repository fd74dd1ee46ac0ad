//! The rulebook pages, rendered as a handbook: the text behind every »why«.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use calendar::Day;
use rulebook::{ModelVersion, Section};

use crate::error::{WebError, WebResult};
use crate::page::{Frame, Page};
use crate::rights::Action;
use crate::routes::Routes;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/handbook", Action::ReadHandbook, list)
        .get("/handbook/{model}/{from}", Action::ReadHandbook, show)
}

/// A version of a model as the list tells it.
struct Line {
    address: String,
    title: String,
    from: String,
    until: Option<String>,
    source: String,
    invented: bool,
}

#[derive(Template)]
#[template(path = "handbook/list.html")]
struct List<'a> {
    page: &'a Frame,
    lines: Vec<Line>,
    warnings: usize,
}

async fn list(page: Page) -> WebResult<Response> {
    let lines = page
        .app
        .book
        .models()
        .iter()
        .map(|version| Line {
            address: format!("/handbook/{}/{}", version.name, version.from),
            title: page.text(&version.title).to_owned(),
            from: page.long(version.from),
            until: version.until.map(|until| page.long(until.plus(-1))),
            source: version.source.text.clone(),
            invented: version.invented,
        })
        .collect();
    let warnings = page.app.book.warnings().0.len();
    page.render(&List {
        page: &page,
        lines,
        warnings,
    })
}

/// A question the source leaves open, and what the page chose.
struct Choice {
    name: String,
    value: String,
    question: String,
    reason: String,
}

#[derive(Template)]
#[template(path = "handbook/page.html")]
struct Handbook<'a> {
    page: &'a Frame,
    title: String,
    invented: bool,
    from: String,
    until: Option<String>,
    source: String,
    hash: &'a str,
    sections: &'a [Section],
    choices: Vec<Choice>,
}

async fn show(page: Page, Path((model, from)): Path<(String, String)>) -> WebResult<Response> {
    let from: Day = from.parse().map_err(|_| WebError::NotFound)?;
    let book = page.app.store.book();
    let version: &ModelVersion = book
        .models()
        .iter()
        .find(|version| version.name == model && version.from == from)
        .ok_or(WebError::NotFound)?;
    page.render(&Handbook {
        page: &page,
        title: page.text(&version.title).to_owned(),
        invented: version.invented,
        from: page.long(version.from),
        until: version.until.map(|until| page.long(until.plus(-1))),
        source: version.source.text.clone(),
        hash: &version.hash,
        sections: &version.sections,
        choices: version
            .parameters
            .iter()
            .map(|parameter| Choice {
                name: parameter.name.clone(),
                value: parameter.value.clone(),
                question: page.text(&parameter.question).to_owned(),
                reason: page.text(&parameter.reason).to_owned(),
            })
            .collect(),
    })
}

//! The list of indicators.

use askama::Template;
use axum::response::Response;

use crate::error::WebResult;
use crate::page::{Frame, Page};
use crate::rights::Action;

/// An indicator as the list tells it.
struct Line {
    address: String,
    title: String,
    /// What is shown of it.
    shown: String,
    source: String,
    verified: bool,
    from: String,
    until: Option<String>,
}

#[derive(Template)]
#[template(path = "figures/list.html")]
struct List<'a> {
    page: &'a Frame,
    lines: Vec<Line>,
    may_ask: bool,
    /// Populations with a name, and who of the reader's citizens is in them.
    people: Vec<(String, String)>,
}

/// `GET /figures`
pub(super) async fn show(page: Page) -> WebResult<Response> {
    let catalogue = page.app.book.catalogue();
    let mut lines: Vec<Line> = Vec::new();
    for version in catalogue.indicators() {
        let holds =
            version.from <= page.today && version.until.is_none_or(|until| page.today < until);
        let last = catalogue
            .indicators()
            .iter()
            .rfind(|other| other.id == version.id);
        let on_today = catalogue.indicator(&version.id, page.today).is_some();
        let is_told = holds || (!on_today && last.is_some_and(|last| last.from == version.from));
        if !is_told {
            continue;
        }
        let shown: Vec<&str> = version
            .shown
            .iter()
            .map(|shown| page.text(&shown.title))
            .collect();
        lines.push(Line {
            address: format!("/figures/{}", version.id),
            title: page.text(&version.title).to_owned(),
            shown: shown.join(" · "),
            source: version.source.text.clone(),
            verified: version.source.verified,
            from: if version.from.year() > 1 {
                page.numeric(version.from)
            } else {
                page.t("figures-always")
            },
            until: version.until.map(|until| page.numeric(until.plus(-1))),
        });
    }
    page.render(&List {
        page: &page,
        lines,
        may_ask: page.may_ever(Action::AskFigures),
        people: people(&page),
    })
}

/// The populations that have a name today.
fn people(page: &Page) -> Vec<(String, String)> {
    let populations = page.app.book.catalogue().populations().iter();
    populations
        .filter(|version| {
            version.from <= page.today && version.until.is_none_or(|until| page.today < until)
        })
        .map(|version| {
            let address = format!("/figures/people/{}", version.id);
            (address, page.text(&version.title).to_owned())
        })
        .collect()
}

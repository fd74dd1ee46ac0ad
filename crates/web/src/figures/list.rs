//! The list of indicators.

use askama::Template;
use axum::response::Response;
use calendar::Day;

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
    held: String,
}

#[derive(Template)]
#[template(path = "figures/list.html")]
struct List<'a> {
    page: &'a Frame,
    lines: Vec<Line>,
    judgements: Vec<Line>,
    /// Made up to try the engine with: indicators and populations that are no official numbers.
    invented: Vec<Line>,
    may_ask: bool,
    /// Populations with a name, and who of the reader's citizens is in them.
    people: Vec<(String, String)>,
    invented_people: Vec<(String, String)>,
}

/// `GET /figures`
pub(super) async fn show(page: Page) -> WebResult<Response> {
    let (invented, lines): (Vec<_>, Vec<_>) = indicators(&page)
        .into_iter()
        .partition(|(is_invented, _)| *is_invented);
    let only = |lines: Vec<(bool, Line)>| lines.into_iter().map(|(_, line)| line).collect();
    page.render(&List {
        page: &page,
        lines: only(lines),
        judgements: judgements(&page),
        invented: only(invented),
        may_ask: page.may_ever(Action::AskFigures),
        people: people(&page, false),
        invented_people: people(&page, true),
    })
}

/// The indicators, each in the version of today or its last one, and whether it is made up.
fn indicators(page: &Page) -> Vec<(bool, Line)> {
    let all = page.app.book.catalogue().indicators();
    let told = all.iter().filter(|version| {
        let same = || all.iter().filter(|other| other.id == version.id);
        let of_today = same().find(|other| holds(other.from, other.until, page.today));
        of_today.or_else(|| same().next_back()) == Some(version)
    });
    told.map(|version| {
        let shown: Vec<&str> = version
            .shown
            .iter()
            .map(|shown| page.text(&shown.title))
            .collect();
        let line = Line {
            address: format!("/figures/{}", version.id),
            title: page.text(&version.title).to_owned(),
            shown: shown.join(" · "),
            source: version.source.text.clone(),
            verified: version.source.verified,
            held: held(page, version.from, version.until),
        };
        (version.invented, line)
    })
    .collect()
}

/// The judgements, likewise.
fn judgements(page: &Page) -> Vec<Line> {
    let all = page.app.book.catalogue().judgements();
    let told = all.iter().filter(|version| {
        let same = || all.iter().filter(|other| other.id == version.id);
        let of_today = same().find(|other| holds(other.from, other.until, page.today));
        of_today.or_else(|| same().next_back()) == Some(version)
    });
    told.map(|version| {
        let clauses: Vec<&str> = version
            .clauses
            .iter()
            .map(|clause| page.text(&clause.about))
            .collect();
        Line {
            address: format!("/figures/judged/{}", version.id),
            title: page.text(&version.title).to_owned(),
            shown: clauses.join(" · "),
            source: version.source.text.clone(),
            verified: version.source.verified,
            held: held(page, version.from, version.until),
        }
    })
    .collect()
}

fn holds(from: Day, until: Option<Day>, day: Day) -> bool {
    from <= day && until.is_none_or(|until| day < until)
}

/// From when to when a version holds; a definition without a first day has held always.
pub(super) fn held(page: &Frame, from: Day, until: Option<Day>) -> String {
    let last = until.map(|until| page.numeric(until.plus(-1)));
    match (from.year() > 1, last) {
        (true, Some(last)) => format!("{} – {last}", page.numeric(from)),
        (true, None) => page.numeric(from),
        (false, Some(last)) => page.t1("figures-until", "day", last),
        (false, None) => page.t("figures-always"),
    }
}

/// The populations that have a name today, those that are made up or the others.
fn people(page: &Page, invented: bool) -> Vec<(String, String)> {
    let populations = page.app.book.catalogue().populations().iter();
    populations
        .filter(|version| {
            version.invented == invented && holds(version.from, version.until, page.today)
        })
        .map(|version| {
            let address = format!("/figures/people/{}", version.id);
            (address, page.text(&version.title).to_owned())
        })
        .collect()
}

//! Who has read and written about a citizen.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use facts::CitizenId;
use store::Access;

use super::show::near;
use crate::error::{WebError, WebResult};
use crate::page::{Frame, Page};

struct Line {
    day: String,
    time: String,
    who: String,
    wrote: bool,
    case: Option<u64>,
    page: String,
}

#[derive(Template)]
#[template(path = "access.html")]
struct AccessLog<'a> {
    page: &'a Frame,
    id: CitizenId,
    name: &'a str,
    lines: Vec<Line>,
}

/// `GET /citizens/{citizen}/access`
pub(crate) async fn show(page: Page, Path(citizen): Path<u64>) -> WebResult<Response> {
    let near = near(&page, CitizenId(citizen)).await?;
    page.log_read(Some(near.citizen.id), None).await?;
    let id = near.citizen.id;
    let rows = page
        .app
        .blocking(move |app| {
            app.store.flush()?;
            app.store.access_of(id).map_err(WebError::from)
        })
        .await?;
    let lines = rows.iter().rev().map(|row| Line {
        day: page.numeric(row.at.day()),
        time: row.at.local_time().to_string(),
        who: match (row.employee, &row.terminal) {
            (Some(id), _) => near.colleagues.name(id),
            (None, Some(account)) => account.clone(),
            (None, None) => page.t("access-import"),
        },
        wrote: row.what == Access::Write,
        case: row.case.map(|case| case.0),
        page: page_words(&page, &row.page),
    });
    page.render(&AccessLog {
        page: &page,
        id,
        name: &near.citizen.name,
        lines: lines.collect(),
    })
}

/// The pages people read, by their routes, each with the key of its words. What is told shorter comes last.
const PAGES: [(&str, &str); 24] = [
    ("/cases/{case}/journal", "access-page-journal"),
    ("/cases/{case}/plan", "access-page-plan"),
    ("/cases/{case}/time", "access-page-time"),
    ("/cases/{case}/what-if", "access-page-what-if"),
    ("/cases/{case}/register/{event}", "access-page-register"),
    ("/cases/{case}/register", "access-page-register"),
    ("/cases/{case}/facts/{fact}/{what}", "access-page-correct"),
    (
        "/cases/{case}/appointments/{appointment}/{what}",
        "access-page-appointment",
    ),
    (
        "/cases/{case}/duties/{duty}/set-aside",
        "access-page-set-aside",
    ),
    ("/cases/{case}/{act}", "access-page-administration"),
    ("/cases/{case}", "access-page-case"),
    ("/cases", "access-page-cases"),
    ("/citizens/{citizen}/access", "access-page-access"),
    ("/citizens/{citizen}/cases", "access-page-open-case"),
    ("/citizens/{citizen}", "access-page-citizen"),
    ("/citizens", "access-page-citizens"),
    ("/day/cases/{case}", "access-page-beside"),
    ("/", "access-page-day"),
    ("/reform", "access-page-reform"),
    ("/unassigned", "access-page-unassigned"),
    ("import citizens", "access-page-import-citizens"),
    ("import benefits", "access-page-import-benefits"),
    ("import cases", "access-page-import-cases"),
    ("import marks", "access-page-import-marks"),
];

/// What a page of the log is called: by its route, by the import, or by the kind of fact that was written.
fn page_words(page: &Page, noted: &str) -> String {
    if let Some((_, key)) = PAGES.iter().find(|(route, _)| *route == noted) {
        return page.t(key);
    }
    if noted.starts_with("/figures") {
        return page.t("access-page-figures");
    }
    if let Some(what) = noted.strip_prefix("import ") {
        return page.t1("access-page-import", "what", what.to_owned());
    }
    let kind = facts::KindName::ALL.iter().find(|kind| kind.id() == noted);
    kind.map_or_else(
        || noted.to_owned(),
        |kind| page.t(&format!("kind-{}", kind.id())),
    )
}

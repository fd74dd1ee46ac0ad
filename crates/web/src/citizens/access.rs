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
        page: row.page.clone(),
    });
    page.render(&AccessLog {
        page: &page,
        id,
        name: &near.citizen.name,
        lines: lines.collect(),
    })
}

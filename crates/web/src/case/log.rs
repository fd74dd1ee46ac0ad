//! Who has read and written about the citizen.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use facts::CaseId;
use store::Access;

use super::header::Header;
use super::reading::with_case;
use crate::error::{WebError, WebResult};
use crate::page::{Frame, Page};
use crate::rights::Action;

struct Line {
    when: String,
    who: String,
    what: &'static str,
    page: String,
}

#[derive(Template)]
#[template(path = "case/log.html")]
struct Log<'a> {
    page: &'a Frame,
    header: Header,
    lines: Vec<Line>,
    more: usize,
}

/// The newest lines are shown; all of them leave the house by `tovholder access-log`.
const SHOWN: usize = 500;

/// `GET /cases/{case}/log`
pub(crate) async fn show(page: Page, Path(case): Path<u64>) -> WebResult<Response> {
    with_case(&page, CaseId(case), Action::ReadCase, None, |opened| {
        if !opened.user.may_ever(Action::SeeAccessLog) {
            return Err(WebError::Forbidden(Action::SeeAccessLog));
        }
        let frame = opened.frame;
        let rows = opened.app.store.access_of(opened.case.citizen)?;
        let more = rows.len().saturating_sub(SHOWN);
        let lines = rows
            .iter()
            .rev()
            .take(SHOWN)
            .map(|row| Line {
                when: format!("{} {}", frame.numeric(row.at.day()), row.at.local_time()),
                who: row
                    .employee
                    .map_or_else(|| frame.t("log-program"), |id| opened.employee(id)),
                what: match row.what {
                    Access::Read => "log-read",
                    Access::Write => "log-write",
                },
                page: row.page.clone(),
            })
            .collect();
        frame.render(&Log {
            page: frame,
            header: Header::of(opened, "/log"),
            lines,
            more,
        })
    })
    .await
}

//! The case beside the day's list: the duties and why, what can be done, one click from registering.

use askama::Template;
use facts::CaseId;

use super::duty::{self, DutyWords};
use super::header::Header;
use super::overview::{self, ActGroup};
use super::reading::with_case;
use crate::error::WebResult;
use crate::page::{Frame, Page};
use crate::rights::Action;

#[derive(Template)]
#[template(path = "case/panel.html")]
struct Panel<'a> {
    page: &'a Frame,
    header: Header,
    duties: Vec<DutyWords>,
    can: Vec<ActGroup>,
}

/// The panel as HTML, to stand in another page or to be swapped into it.
pub(crate) async fn panel(page: &Page, case: CaseId) -> WebResult<String> {
    with_case(page, case, Action::ReadCase, None, |opened| {
        let panel = Panel {
            page: opened.frame,
            header: Header::of(opened, ""),
            duties: duty::duties(opened),
            can: overview::acts(opened).0,
        };
        panel.render().map_err(crate::error::WebError::fault)
    })
    .await
}

//! *My day*: dated verbs across cases.

use askama::Template;
use axum::response::Response;

use crate::error::WebResult;
use crate::page::{Frame, Page};
use crate::rights::Action;
use crate::routes::Routes;

pub(crate) fn routes() -> Routes {
    Routes::new().get("/", Action::SeeDay, show)
}

#[derive(Template)]
#[template(path = "day.html")]
struct Day<'a> {
    page: &'a Frame,
}

async fn show(page: Page) -> WebResult<Response> {
    page.render(&Day { page: &page })
}

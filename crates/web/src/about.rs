//! What this program is, and under which licences its parts come.

use askama::Template;
use axum::response::Response;

use crate::error::WebResult;
use crate::page::{Frame, Visit};

#[derive(Template)]
#[template(path = "about.html")]
struct About<'a> {
    page: &'a Frame,
    version: &'static str,
}

/// `GET /about`
pub(crate) async fn show(visit: Visit) -> WebResult<Response> {
    visit.render(&About {
        page: &visit.frame,
        version: env!("CARGO_PKG_VERSION"),
    })
}

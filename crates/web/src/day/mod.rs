//! *My day*: dated verbs across cases, with the chosen case beside them.

mod asked;
mod filters;
mod lines;
mod show;

use crate::rights::Action;
use crate::routes::Routes;

pub(crate) fn routes() -> Routes {
    Routes::new().get("/", Action::SeeDay, show::show).get(
        "/day/cases/{case}",
        Action::ReadCase,
        show::panel,
    )
}

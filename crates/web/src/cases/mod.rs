//! Lists of cases, and handing out those that nobody holds.

mod asked;
mod assign;
mod lines;
mod list;
mod reform;

use crate::rights::Action;
use crate::routes::Routes;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/cases", Action::ListCases, list::show)
        .get("/reform", Action::ListCases, reform::show)
        .post("/reform", Action::ListCases, reform::receive)
        .get("/unassigned", Action::SeeUnassigned, assign::show)
        .post("/unassigned", Action::Assign, assign::receive)
}

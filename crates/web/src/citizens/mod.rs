//! Citizens: finding one, making one known, opening a case, and who has looked.

mod access;
mod create;
mod list;
mod open_case;
mod show;

pub(crate) use show::near;

use crate::rights::Action;
use crate::routes::Routes;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/citizens", Action::SearchCitizens, list::show)
        .get("/citizens/new", Action::CreateCitizen, create::show)
        .post("/citizens/new", Action::CreateCitizen, create::receive)
        .get("/citizens/{citizen}", Action::ReadCase, show::show)
        .post(
            "/citizens/{citizen}/cases",
            Action::OpenCase,
            open_case::receive,
        )
        .get(
            "/citizens/{citizen}/access",
            Action::SeeAccessLog,
            access::show,
        )
}

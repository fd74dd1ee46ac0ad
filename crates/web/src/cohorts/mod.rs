//! Frozen cohorts on the screen: drawing one, who has left, who has come to the goal, marks and cases.
//!
//! Every number covers the members within the reader's reach, and opens exactly those.

mod begin;
mod choose;
mod draw;
mod leave;
mod list;
mod members;
mod now;
mod people;
mod seen;
mod show;
mod words;

use crate::rights::Action;
use crate::routes::Routes;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/figures/cohorts", Action::SeeCohorts, list::show)
        .post("/figures/cohorts", Action::DrawCohort, draw::receive)
        .get("/figures/cohorts/{cohort}", Action::SeeCohorts, show::show)
        .get(
            "/figures/cohorts/{cohort}/members",
            Action::SeeCohorts,
            members::show,
        )
        .get(
            "/figures/cohorts/{cohort}/now",
            Action::SeeCohorts,
            now::show,
        )
        .get(
            "/figures/cohorts/{cohort}/leave/{citizen}",
            Action::FollowCohort,
            leave::show,
        )
        .post(
            "/figures/cohorts/{cohort}/leave/{citizen}",
            Action::FollowCohort,
            leave::receive,
        )
        .get(
            "/figures/cohorts/{cohort}/begin",
            Action::FollowCohort,
            begin::show,
        )
        .post(
            "/figures/cohorts/{cohort}/begin",
            Action::FollowCohort,
            begin::receive,
        )
}

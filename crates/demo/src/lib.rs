//! An invented municipality, the same one every time.
//!
//! [`Municipality::invent`] gives citizens, employees, companies and everything that was registered about them, from a seed, a
//! day and a rulebook. The cases are walked through `casework` as users walk them: what can be done and what is due decides
//! what is registered, and every entry passes the same check. Nothing here stores anything, and nothing here is about
//! anybody.

mod arrange;
mod benefits;
mod courses;
mod decide;
mod dice;
mod life;
mod making;
mod municipality;
mod names;
mod people;
mod staff;
mod turns;
mod walk;
mod work;

pub use life::Posting;
pub use municipality::{CASES, CITIZENS, COMPANIES, Municipality};
pub use people::Company;
pub use staff::{Employee, ROLES, TEAMS, employees};

/// The page with which the invented municipality stands among the others, and is counted in a region. It belongs to the
/// demonstration only: a real municipality's lists have no invented one.
pub fn page() -> rulebook::Source {
    rulebook::Source {
        path: "demo/havnekommunen.md".to_owned(),
        text: include_str!("havnekommunen.md").to_owned(),
    }
}

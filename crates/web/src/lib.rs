//! Pages, forms and sign-in over HTTP.
//!
//! Every request passes the same gate: it is given its session, language and day, every POST is checked for the session's
//! token, and a route that was not declared with an [`rights::Action`] does not exist. `CONVENTIONS.md` tells how a page is
//! added.

mod about;
mod app;
mod appending;
mod assets;
mod case;
mod cases;
mod citizens;
mod cohorts;
mod colleagues;
mod day;
mod demo;
mod error;
mod figures;
mod form;
mod frame;
mod gate;
mod handbook;
mod holders;
mod language;
mod listing;
mod page;
pub mod rights;
mod routes;
mod serve;
mod session;
mod sign_in;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod why;

pub use app::{App, DemoControls};
pub use demo::LAST_YEAR as LAST_DEMO_YEAR;
pub use serve::{router, serve};
pub use session::password::{PasswordError, hash_password};

//! What is checked on a whole version, beyond single rules.

mod contradictions;
mod delays;
mod exclusive;
mod faults;
mod lints;
mod verification;

pub(crate) use contradictions::contradictions;
pub(crate) use delays::delays;
pub(crate) use exclusive::{Satisfied, exclusive};
pub(crate) use faults::{Places, faults};
pub(crate) use lints::{Judged, Linted, WARNINGS, idle, lints};
pub use verification::Verification;

//! The read model: rows that follow from the facts, kept true with every append and every day.

mod citizen;
mod dump;
mod duties;
mod project;
mod refresh;
mod wake;

#[cfg(test)]
pub(crate) use citizen::ALL as CITIZEN;
#[cfg(test)]
pub(crate) use dump::ALL as DUMP;
#[cfg(test)]
pub(crate) use duties::ALL as DUTIES;
pub(crate) use duties::act_id;
#[cfg(test)]
pub(crate) use refresh::ALL as REFRESH;
pub(crate) use refresh::{forget, refresh};
#[cfg(test)]
pub(crate) use wake::ALL as WAKE;
pub(crate) use wake::wake_everything;

/// The due day of a duty without one: after every day.
pub(crate) const NO_DUE: i64 = 3_000_000;

/// The booked day or opening day of a duty without one: before every day.
pub(crate) const NEVER: i64 = -3_000_000;

//! One file per section of `docs/semantics.md`, with expected days worked out by hand.

mod blockers;
mod cadences;
mod compile;
mod days;
mod executing;
mod exits;
mod folding;
mod pauses;
mod setting_aside;
pub(crate) mod sketch;

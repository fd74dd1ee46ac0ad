//! Random definitions, calendars and histories, the same for the same seed.

mod chance;
mod days;
mod graph;
mod guards;
mod relations;
mod walk;

pub(crate) use chance::Chance;
pub(crate) use graph::{definition, definition_of};
pub(crate) use guards::value;
pub(crate) use walk::{Run, run, run_of};

//! From a definition in words to flat tables.

mod check;
mod guards;
mod tables;

pub(crate) use check::check;
pub(crate) use tables::{Compiled, Reach};

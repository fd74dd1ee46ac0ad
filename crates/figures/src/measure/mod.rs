//! Measures: from sets of days to sums by cell and period.

pub(crate) mod axis;
pub(crate) mod blocks;
pub(crate) mod breakdown;
pub(crate) mod cells;
pub(crate) mod events;
pub(crate) mod exits;
pub(crate) mod member;
pub(crate) mod moving;
pub(crate) mod next;
pub(crate) mod periodic;
pub(crate) mod pieces;
pub(crate) mod table;
pub(crate) mod whole;

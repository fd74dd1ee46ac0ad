//! Lists over everything: walked in the order of an index, or gathered and sorted where that is less work.

mod list;
mod orders;

pub(super) use list::page;
#[cfg(test)]
pub(crate) use orders::ALL;

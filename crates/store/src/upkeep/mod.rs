//! Upkeep: copies, checks, and the one operation that removes content.

mod check;
mod copy;
mod erase;

#[cfg(test)]
pub(crate) use check::ALL as CHECK;
pub use check::CheckFault;
#[cfg(test)]
pub(crate) use erase::ALL as ERASE;
pub use erase::Tombstone;

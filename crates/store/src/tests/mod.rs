//! Tests of the store as a whole; what belongs to one file stands in that file.

mod cohorts;
mod contract;
mod crowd;
mod days;
#[cfg(feature = "acknowledge-before-commit")]
mod failpoint;
mod full;
mod given;
mod handed_out;
mod histories;
mod kept;
mod lists;
mod people;
mod refusals;
mod statements;
mod town;
mod upkeep;
mod vintages;

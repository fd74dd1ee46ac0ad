//! Tests of the store as a whole; what belongs to one file stands in that file.

mod contract;
mod crowd;
mod days;
mod full;
mod histories;
mod lists;
mod people;
mod refusals;
mod statements;
mod town;
mod upkeep;

//! JSON-stat 2.0: a dataset with status for cells without a number, and a reader for what we and others write.
//!
//! Numbers are written and read as decimal text and never pass through floating point. The status of a cell is the
//! symbol readers see everywhere; the meaning of the symbols and the threshold stand under `extension`.

mod read;
mod write;

pub use read::{JsonStat, JsonStatDimension, JsonStatFault, read_json_stat};
pub use write::{json_stat, json_stat_with};

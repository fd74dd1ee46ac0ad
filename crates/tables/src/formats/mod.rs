//! Files: the same table as CSV and as JSON-stat, byte for byte the same every time.

mod csv;
mod json_stat;

pub use csv::{Csv, csv};
pub use json_stat::{
    JsonStat, JsonStatDimension, JsonStatFault, json_stat, json_stat_with, read_json_stat,
};

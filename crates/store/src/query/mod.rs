//! What the screens ask: a day's duties, cases, citizens. Everything is sorted, filtered and counted over the whole set.

mod cases;
mod citizens;
mod day;

pub use cases::{CaseFilter, CaseLine, CasePage, CaseQuery, CaseSort};
pub use citizens::{CitizenPage, CitizenQuery, CitizenRow, CitizenSort};
pub use day::{DayFilter, DayPage, DayQuery, DayRow, DaySort, GroupCounts, Scope};

/// Which part of a sorted list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// Counted from 0.
    pub number: u32,
    /// Rows on a page, 1–500.
    pub size: u32,
}

impl Default for Page {
    fn default() -> Page {
        Page {
            number: 0,
            size: 50,
        }
    }
}

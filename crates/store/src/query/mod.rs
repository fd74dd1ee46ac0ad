//! What the screens ask: a day's duties, cases, citizens. Everything is sorted, filtered and counted over the whole set.

mod cases;
mod citizens;
mod day;
mod gather;
mod question;
mod search;
mod tally;
mod walk;

pub use cases::{CaseFilter, CaseLine, CasePage, CaseQuery, CaseSort};
pub use citizens::{CitizenPage, CitizenQuery, CitizenRow, CitizenSort};
pub use day::{
    ClassCount, DayFilter, DayPage, DayQuery, DayRow, DaySort, DutyClass, GroupCounts, Scope,
};

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

impl Page {
    /// The page with a size that can be asked for.
    fn held(self) -> Page {
        Page {
            size: self.size.clamp(1, 500),
            ..self
        }
    }
}

#[cfg(test)]
pub(crate) const ALL: &[&[(&str, &str)]] = &[
    cases::ALL,
    citizens::ALL,
    day::ALL,
    gather::ALL,
    question::ALL,
    search::ALL,
    tally::ALL,
    walk::ALL,
];

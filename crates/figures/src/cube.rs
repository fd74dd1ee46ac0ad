//! The results: exact integers per period, cell and measure, or persons.

use smallvec::SmallVec;

/// What a query found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The numbers of an indicator.
    Cube(Cube),
    /// The persons of a population on a day.
    List(List),
}

/// The result of an indicator. Rows are sorted by (period, members); rows whose numbers are all zero are left out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cube {
    /// How many measures each row has.
    pub measures: usize,
    /// The rows.
    pub rows: Vec<CubeRow>,
    /// The periods for which the population cannot be known from what is observed: they have no rows, and a zero would be wrong.
    pub unknown_periods: Vec<u32>,
    /// Persons of whom something within the periods is unknown because a value is missing; those days are counted nowhere.
    pub persons_with_unknown_days: u64,
}

/// One row of a [`Cube`]. There may be many, so few members and numbers lie in the row itself.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct CubeRow {
    /// The period's place in the indicator's [`crate::Periods`].
    pub period: u32,
    /// One member a dimension: the code, the gathered member or the bound's place; [`crate::MISSING`] for unknown.
    pub members: SmallVec<[i32; 4]>,
    /// One number a measure.
    pub numbers: SmallVec<[i64; 4]>,
}

/// The persons who are in a population on a day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct List {
    /// Their ids, ascending.
    pub persons: Vec<i64>,
    /// Persons of whom it is unknown because a value is missing; they are not among the listed.
    pub persons_with_unknown_days: u64,
}

//! The result: exact integers per period, cell and measure.

/// The result of an indicator. Rows are sorted by (period, members); rows whose numbers are all zero are left out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cube {
    /// How many measures each row has.
    pub measures: usize,
    /// The rows.
    pub rows: Vec<CubeRow>,
    /// The periods for which the population cannot be known from what is observed: they have no rows, and a zero would be wrong.
    pub unknown_periods: Vec<u32>,
}

/// One row of a [`Cube`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct CubeRow {
    /// The period's place in the indicator's [`crate::Periods`].
    pub period: u32,
    /// One member a dimension: the code, the gathered member or the bound's place; [`crate::MISSING`] for unknown.
    pub members: Vec<i32>,
    /// One number a measure.
    pub numbers: Vec<i64>,
}

//! What can be wrong with a question, and what can stop a run.

use crate::measure::cells::TooManyMembers;
use crate::measure::table::TooManyCells;
use crate::population::Misfit;
use crate::sets::Days;

/// A question that cannot be asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("query {query}: {fault}")]
pub struct PlanError {
    /// The query's place.
    pub query: usize,
    /// What is wrong with it.
    pub fault: PlanFault,
}

/// What is wrong with a question.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlanFault {
    /// Something that the schema does not have, or a test without a meaning.
    #[error(transparent)]
    Population(#[from] Misfit),
    /// The setting has not one observation for each track.
    #[error(
        "the setting observes {observed} tracks of {tracks}; say from when until when each is observed"
    )]
    Observation {
        /// Tracks in the schema.
        tracks: usize,
        /// Observations in the setting.
        observed: usize,
    },
    /// Bounds of periods or of a dimension, or gathered codes, that do not ascend.
    #[error("the {what} do not ascend; sort them and leave out repeated ones")]
    Order {
        /// Which.
        what: &'static str,
    },
    /// Too many periods, or one that is too long.
    #[error(
        "there are at most 65,534 periods of at most 65,535 days; ask for fewer or shorter ones"
    )]
    Periods,
    /// Working days are counted and the setting does not cover all periods.
    #[error(
        "working days are counted, and the setting does not tell them for all periods; give it a calendar that does"
    )]
    WorkingDays,
    /// A part of a part.
    #[error("a part is taken of a part; write one part that says both")]
    NestedPart,
    /// A list for a day on which the population is unknown.
    #[error("day {day} is unknown: the population is known on days from {} up to and without {}; ask for one of these", .known.from, .known.until)]
    UnknownDay {
        /// The day, days since 1970-01-01.
        day: i32,
        /// The days on which the population is known; none where `from ≥ until`.
        known: Days,
    },
    /// A breakdown with more moving members than can be counted.
    #[error("the age groups and seniorities make too many cells together; ask for fewer bounds")]
    Moving,
}

/// What stops a run.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RunError {
    /// Histories that do not follow the schema of the plan.
    #[error("the histories do not have the tracks, columns and attributes of the plan's schema")]
    Shape,
    /// A breakdown by so many members that they cannot be told apart.
    #[error("the breakdown has too many members; leave out a dimension or gather its codes")]
    Members,
    /// A breakdown by so many cells and periods that they do not fit the memory.
    #[error(
        "the breakdown has too many cells; leave out a dimension, gather its codes or ask for fewer periods"
    )]
    Cells,
    /// Sums that may not fit 64 bits.
    #[error("query {query}: the sums may be too large for 64 bits; weigh in a coarser unit")]
    Overflow {
        /// The query's place.
        query: usize,
    },
    /// Two runs of different plans.
    #[error("runs of different plans cannot be merged; start both from one plan")]
    OtherPlan,
    /// A number that the answer to the query does not have.
    #[error("query {query} has no such number; take period, members and measure from its answer")]
    NoSuchNumber {
        /// The query's place.
        query: usize,
    },
}

impl From<TooManyMembers> for RunError {
    fn from(_: TooManyMembers) -> RunError {
        RunError::Members
    }
}

impl From<TooManyCells> for RunError {
    fn from(_: TooManyCells) -> RunError {
        RunError::Cells
    }
}

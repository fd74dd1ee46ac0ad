//! Frozen cohorts: a population drawn on a day, that can only shrink, with defined leavers.
//!
//! [`draw`] finds who is in a population on a day, as known at a cut of the sequence, and on which numbers each was let in.
//! What was drawn is a [`Cohort`]; [`Cohort::admit`] says whether somebody may be recorded as having left, [`proposals`] what in
//! the facts is a sign of it. [`reached()`] and [`outcome()`] tell who has come to the cohort's goal. [`prepare()`] makes the entries
//! that mark a member and open a case, for a person to confirm. Nothing here reads a clock or stores anything.

mod drawing;
mod frozen;
mod ground;
mod outcome;
mod prepare;
mod sight;
mod signs;
#[cfg(test)]
mod tests;

pub use drawing::{Difference, Drawn, difference, draw};
pub use frozen::{Cohort, Draw, LeaveFault, Leaving, Left, Standing};
pub use ground::{Ground, GroundNumbers};
pub use outcome::{Outcome, Reached, Reading, outcome, reached};
pub use prepare::{Preparation, Step, Wish, prepare};
pub use sight::Sight;
pub use signs::{Proposal, proposals};

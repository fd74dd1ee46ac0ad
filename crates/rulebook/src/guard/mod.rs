//! The small typed language of guards: read, checked, explained.

use std::ops::Range;

mod check;
mod convert;
mod explain;
mod fact;
mod overlap;
mod parse;
#[cfg(test)]
mod tests;
mod token;

pub(crate) use check::{Checked, GuardField, Vocabulary, check};
pub(crate) use convert::{engine_guard, fact_guard};
pub(crate) use explain::explain;
pub use fact::FactGuard;
pub(crate) use overlap::{Together, together};

/// What is wrong with a guard, and where in its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct GuardFault {
    pub(crate) place: Range<usize>,
    pub(crate) message: String,
    pub(crate) remedy: Option<String>,
}

impl GuardFault {
    fn new(place: Range<usize>, message: String) -> GuardFault {
        GuardFault {
            place,
            message,
            remedy: None,
        }
    }

    fn with_remedy(place: Range<usize>, message: String, remedy: String) -> GuardFault {
        GuardFault {
            place,
            message,
            remedy: Some(remedy),
        }
    }
}

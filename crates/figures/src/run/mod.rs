//! Runs: queries over histories, batch by batch, and the answers.

mod behind;
mod check;
mod compile;
mod count;
mod doubts;
mod error;
mod events;
mod exits;
mod finish;
mod plan;
mod query;
mod tally;
mod wishes;

pub use behind::Number;
pub use error::{PlanError, PlanFault, RunError};
pub use plan::{Plan, Run};
pub use query::{Query, Setting, WorkingDays};

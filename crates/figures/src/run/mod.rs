//! Runs: queries over histories, batch by batch, and the answers.
//!
//! The interface, of which this module holds the questions so far:
//!
//! ```text
//! Plan::compile(&Schema, &[Query], &Setting) -> Result<Plan, PlanError>     names the query and the remedy
//! plan.start() -> Run                                                       one a thread; Plan and Run are Send, Plan is Sync
//! run.add(&Histories) -> Result<(), RunError>                               any batches of whole persons
//! run.merge(Run) -> Result<(), RunError>                                    in any order
//! run.finish() -> Result<Vec<Answer>, RunError>                             one a query, in their order
//! plan.behind(query, &Number { period, members, measure }, &Histories) -> Result<Vec<i64>, RunError>
//! ```

mod query;

pub use query::{Query, Setting, WorkingDays};

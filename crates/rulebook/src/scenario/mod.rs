//! Scenarios as data: what is registered, and what must then be so. Running them is `casework`'s.

mod expect;
mod names;
mod parse;
mod types;

pub use duties::DutyState;
pub use parse::is_excuses;
pub use types::{
    Closed, Deviated, Done, Excuse, Expectation, ExpectedBlock, ExpectedDuty, Item, Reason,
    ReasonKind, Register, Registered, Scenario, Target, WaitsFor,
};

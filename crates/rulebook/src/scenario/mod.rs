//! Scenarios as data: what is registered, and what must then be so. Running them is `casework`'s.

mod types;

pub use types::{
    Closed, Deviated, Done, DutyState, Expectation, ExpectedBlock, ExpectedDuty, Item, Reason,
    ReasonKind, Register, Registered, Scenario, Target, WaitsFor,
};

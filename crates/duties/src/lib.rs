//! Timed DCR graphs: what may happen, what must, by when, and why not.
//!
//! The crate knows graphs and days, no law. A [`Definition`] says what there is in words; [`Model`] is the same compiled
//! for speed; [`State`] is one case on one day; [`Engine`] carries one to the next. Folding a history of [`Step`]s is the
//! only way to get a state: engine, audit, what-if and rebuild are this one function. Semantics: `docs/semantics.md`.
//!
//! Before a model is used, [`lint`] warns of traps and [`verify`] looks for deadlocks, dead events and duties that nobody
//! can ever discharge.

#![deny(clippy::float_arithmetic)]

mod blockers;
mod cadence;
mod clock;
mod closure;
mod compile;
mod definition;
mod effects;
mod engine;
mod fold;
mod guard;
mod identity;
mod ledger;
pub mod lint;
mod marking;
mod model;
mod owing;
mod pause;
mod report;
mod scopes;
mod seeded;
mod state;
mod step;
mod truth;
pub mod verify;

#[cfg(test)]
mod tests;

pub use definition::{
    Cadence, Deadline, Definition, Effect, Event, EventKind, Field, FieldType, InitialDuty,
    InstanceKind, Lifecycle, Quantifier, Relation, RelationKind, Repeat, Strength,
};
pub use engine::Engine;
pub use guard::{Comparison, Guard, Value};
pub use ledger::{Duty, DutyId, DutyState};
pub use model::{Fault, Model};
pub use report::{Blocker, Deviation, Fold, Pending};
#[cfg(feature = "seeded-bugs")]
pub use seeded::SeededBug;
pub use state::{Instance, State};
pub use step::{Action, InstanceKey, RootId, Step};

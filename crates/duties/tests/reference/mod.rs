//! The reference interpreter: `docs/semantics.md` said again, slowly.
//!
//! It shares with the engine only the words (`Definition`, `Step`, `Duty`, …) and the calendar. It knows no compiled
//! model: every question walks the lists of the definition. It skips no day: `advance` looks at each one. Where it
//! disagrees with the engine, `docs/semantics.md` decides.

mod blockers;
mod case;
mod clock;
mod effects;
mod execute;
mod fold;
mod guards;
mod ledger;

pub(crate) use case::Case;
pub(crate) use fold::{Told, fold, fold_watched};
pub(crate) use ledger::is_unended;

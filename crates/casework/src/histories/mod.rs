//! Facts become histories: what the engine of figures runs over, for one's own citizens.
//!
//! [`life()`] reads facts into typed intervals, as they were known at a cut of the sequence. A [`Builder`] writes lives into
//! `figures::Histories` for the schema of the rulebook, as of a day: what still runs ends on the day after it, and nothing
//! after a death is told. Every row remembers the fact that told it ([`Told::fact_of`]), so that a number can be opened.

mod awarded;
mod builder;
mod doubts;
mod life;
mod naming;
mod shape;
#[cfg(test)]
mod tests;
mod work;

pub use awarded::{FlexAward, FlexJob, PensionAward};
pub use builder::{Builder, Told};
pub use doubts::{Doubt, doubts};
pub use life::{BenefitPart, Contact, Job, Life, LifeEvent, Offer, ReportedHours, life};
pub use naming::{TRACKS, UNEMPLOYMENT_FUND};
pub use shape::Shape;

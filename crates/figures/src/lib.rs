//! Figures: an algebra of day intervals over persons' histories.
//!
//! A history is a few tracks of spells ([`Histories`]); a [`Population`] is a predicate that maps a history to the set of
//! days on which it is true; an [`Indicator`] says what to count, over which periods, broken down by what. The definition
//! in words, with the traps, is `docs/figures.md`. The engine knows no law: every name comes from a rulebook page.

mod cube;
mod explain;
mod histories;
mod indicator;
pub mod language;
mod measure;
mod operate;
mod plan;
mod population;
mod run;
mod schema;
mod sets;

pub use cube::{Answer, Cube, CubeRow, List};
pub use explain::{Change, Explanation, Numbers, explain};
pub use histories::{Broken, Histories, Observation, TrackRows};
pub use indicator::{
    After, DayCount, Dimension, Horizon, Indicator, Measure, Outcome, Partial, Periods, Weight,
};
pub use plan::{PersonDays, Prepared, Total, population_days, population_within};
pub use population::{
    Bridge, Comparison, Gap, GapTest, Length, Misfit, Population, Ratio, SpellTest, Test, Window,
};
pub use run::{Number, Plan, PlanError, PlanFault, Query, Run, RunError, Setting, WorkingDays};
pub use schema::{
    Attribute, AttributeId, Column, ColumnId, ColumnKind, MISSING, Schema, Track, TrackId,
};
pub use sets::Days;

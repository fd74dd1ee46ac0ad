//! The typed table every figure leaves the house in: numbers, disclosure control, formats and charts.
//!
//! A [`Table`] holds exact integers with everything that must stand beside them. [`release`] turns tables into
//! [`Released`] ones: small numbers are hidden over all linked tables at once, and an audit has shown that none of them
//! can be worked out. [`formats`] and [`charts`] write either kind; `CellState::symbol` alone decides what »not shown« looks like.
//! Nothing here does I/O, reads a clock or uses floating point.

#![deny(clippy::float_arithmetic)]

mod adding;
mod cell;
pub mod charts;
mod dimension;
mod disclosure;
pub mod formats;
mod head;
mod notes;
mod number;
mod period;
mod table;
mod text;
mod view;

pub use adding::adding;
pub use cell::{Cell, CellState, Quantity};
pub use dimension::{Dimension, Member, Role};
pub use disclosure::{
    Audit, Bounds, Coarsening, Exposure, MayRelease, Move, Near, Query, Readers, Refusal, Released,
    Row, Rule, Sense, System, Variable, Verdict, audit, audit_release, may_release, release,
    release_after, release_to,
};
pub use head::{Disclosure, Head, LeftOut, Zeros};
pub use notes::{Note, notes};
pub use number::{Decimal, NumberFault, Rounding, divide, round_to_sum};
pub use period::{Period, PeriodFault, standing_for};
pub use table::{Measure, MeasureKind, Parts, ShareOf, Table, TableFault};
pub use text::{Language, Text};
pub use view::{HeadingCell, Layout, TableView, ViewCell, ViewFault, ViewRow};

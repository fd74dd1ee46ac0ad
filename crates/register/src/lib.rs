//! Registers: files of spells and persons, read into histories and run through the engine of figures.
//!
//! Parquet is known only here. Everything is streamed with bounded memory; every assumption about the rows is checked while
//! they are read, and a person with a faulty row is left out and counted, never repaired in silence.

mod counting;
pub mod fault;
mod form;
pub mod layout;
mod packed;
pub mod published;
pub mod reading;
pub mod release;
pub mod request;
pub mod results;
mod rows;
mod series;
mod source;
pub mod synth;
pub mod write;

pub use counting::{Answers, CountError, count};
pub use fault::{Account, Fault, FaultPlace, FaultyRow};
pub use form::FormError;
pub use layout::{Known, Layout};
pub use reading::{Consumer, Progress, ReadError, Settings, read};
pub use source::{SourceError, Trouble};

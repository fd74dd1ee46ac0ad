//! Registers: files of spells and persons, read into histories and run through the engine of figures.
//!
//! Parquet is known only here. Everything is streamed with bounded memory; every assumption about the rows is checked while
//! they are read, and a person with a faulty row is left out and counted, never repaired in silence.

pub mod published;
pub mod synth;
pub mod write;

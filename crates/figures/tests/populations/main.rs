//! Populations: the engine against a day-by-day definition, and what may not change its results.

mod agreement;
mod explained;
mod invariants;
mod oracle;

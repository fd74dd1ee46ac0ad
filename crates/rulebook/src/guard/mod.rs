//! The small typed language of guards: read, checked, explained.

mod fact;

pub use fact::FactGuard;

//! Warnings about traps that a model can be right about and still fall into (`dcr.md` §6.4 in the research notes).

mod rules;
mod spans;

#[cfg(test)]
mod tests;

pub use rules::{Lint, LintKind, lint};

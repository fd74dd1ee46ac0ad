//! Warnings about traps that a model can be right about and still fall into (`dcr.md` §6.4 in the research notes).
//!
//! Each trap is found in one place. Two of §6.4 need what only a page knows and are `rulebook`'s: an answer that leads
//! nowhere (which answers the form offers) and a delay longer than its deadline (on which days, under which holidays).

mod rules;

#[cfg(test)]
mod tests;

pub use rules::{Lint, LintKind, lint};

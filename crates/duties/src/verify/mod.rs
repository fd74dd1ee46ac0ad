//! Model checking: deadlocks, dead events, duties that can never be discharged, each with a way to get there.
//!
//! Works on an untimed [`Kernel`]. Two reductions keep it interactive (`dcr.md` §6.5 in the research notes): events that
//! bear on no other are taken away and checked one by one on what bears on them, and an execution is remembered only where
//! a condition asks for it. The goal is a marking without pending duties other than running cadences. Everything is
//! checked once with the exits, behind which problems can hide, and once without.

#[cfg(test)]
mod agreement;
mod assemble;
mod branches;
mod check;
mod data;
mod domain;
mod explore;
mod influence;
mod kernel;
mod last;
mod question;
#[cfg(test)]
mod soundness;
mod table;
mod ways;

#[cfg(test)]
mod tests;

pub use assemble::TooLarge;
pub use check::{Finding, Flaw, Limits, Report, Run, Subject, check, check_bringing};
pub use kernel::{Kernel, Marking, NODES};

//! A judgement: what is concluded from several numbers at once, each part with its number, its threshold and its answer. A
//! number that is missing or may not be shown leaves the conclusion open, and is named.

mod answers;
mod average;
mod gathered;
mod questions;
mod show;

pub(super) use show::show;

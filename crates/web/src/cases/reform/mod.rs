//! What new rules do to running cases: every affected case with its duties before and after, confirmed one by one.

mod asked;
mod meeting;
mod show;
mod words;

pub(super) use show::show;

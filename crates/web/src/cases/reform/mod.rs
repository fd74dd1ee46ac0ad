//! What new rules do to running cases: every affected case with its duties before and after, confirmed one by one, or together
//! where nothing changes.

mod asked;
mod meeting;
mod show;
mod together;
mod words;

pub(super) use show::show;
pub(super) use together::receive;

//! What all lists share: addresses that keep sort and filter, pages, and searches that keep names out of addresses.

mod address;
mod choice;
mod pager;
mod search;

pub(crate) use address::{Address, encoded};
pub(crate) use choice::{Choice, named, number};
pub(crate) use pager::{Pager, ROWS};
pub(crate) use search::{SearchField, SearchId, Searches, routes};

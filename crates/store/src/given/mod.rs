//! Numbers from outside: denominators, expected numbers and published tables. None is ever overwritten.

mod numbers;
mod published;

pub use numbers::{GivenNumber, GivenPlace, GivenRow, Purpose, Taken};
pub use published::{
    Published, PublishedHead, PublishedKept, PublishedNumber, PublishedRevision, PublishedRow,
};

#[cfg(test)]
pub(crate) use numbers::ALL as NUMBERS;
#[cfg(test)]
pub(crate) use published::ALL as PUBLISHED;

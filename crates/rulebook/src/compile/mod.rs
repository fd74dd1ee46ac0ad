//! From the parts of a model's page to its versions: one for each day on which something begins or ends.

mod choices;
mod declared;
mod event;
mod fields;
mod listing;
mod naming;
mod relations;
mod resolve;
mod rule;
mod texts;
mod versions;
mod vocabulary;
pub(crate) mod words;

pub(crate) use relations::Built;
pub(crate) use versions::{Context, hash, versions};

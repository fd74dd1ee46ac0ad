//! The handbook: pages as safe HTML, rules as lists in Danish.

mod html;
mod kinds;
mod rules;

pub(crate) use html::{escape, markdown};
pub(crate) use kinds::kind_in_danish;
pub(crate) use rules::{List, plain};

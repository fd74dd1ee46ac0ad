//! Choices of a list: tabs, and the options of its filters and orders.

use std::str::FromStr;

use crate::error::{WebError, WebResult};

/// A tab or an option.
#[derive(Debug, Clone)]
pub(crate) struct Choice {
    pub(crate) words: String,
    pub(crate) id: String,
    /// Where a tab leads; empty for an option.
    pub(crate) address: String,
    pub(crate) count: Option<String>,
    pub(crate) current: bool,
}

impl Choice {
    /// An option of a select.
    pub(crate) fn option(words: String, id: &str, current: bool) -> Choice {
        Choice {
            words,
            id: id.to_owned(),
            address: String::new(),
            count: None,
            current,
        }
    }
}

/// The thing with this id; nothing for an empty text, an error for one that is none of ours.
pub(crate) fn named<T: Copy>(all: &[(T, &str)], id: &str) -> WebResult<Option<T>> {
    if id.is_empty() {
        return Ok(None);
    }
    let found = all.iter().find(|(_, known)| *known == id);
    found
        .map(|(thing, _)| Some(*thing))
        .ok_or_else(|| WebError::Unreadable("choice".to_owned()))
}

/// The number a text stands for; nothing for an empty text.
pub(crate) fn number<T: FromStr>(text: &str) -> WebResult<Option<T>> {
    if text.is_empty() {
        return Ok(None);
    }
    text.parse()
        .map(Some)
        .map_err(|_| WebError::Unreadable("number".to_owned()))
}

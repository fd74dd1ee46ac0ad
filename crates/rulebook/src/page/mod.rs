//! Reading pages: Markdown and TOML with places, before anything is understood as a rule.

mod document;
mod outline;
mod reader;
mod sink;
mod tree;

pub(crate) use document::{MARKDOWN, normalised, told_first};
pub(crate) use outline::{Part, Role, outline};
pub(crate) use reader::{At, Reader, id, is_id, kind_name, one_of, text, words, wrong_type};
pub(crate) use sink::{Report, Sink};
pub(crate) use tree::{Entry, Node, Tree, parse as parse_toml};

//! The embedded pages about figures.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod boundaries;
mod catalogue;
mod invented;
mod lines;
mod pages;

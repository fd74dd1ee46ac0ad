//! The calendar page, loaded.

use super::{SourceRef, Text};

/// The days off, as a page lists them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarVersion {
    /// The page's id.
    pub name: String,
    /// The heading.
    pub title: Text,
    /// blake3 (hex) of the normalised page.
    pub hash: String,
    /// The holidays.
    pub calendar: calendar::Calendar,
    /// The page's source.
    pub source: SourceRef,
    /// Where the page was read from.
    pub path: String,
    /// The page, whole.
    pub text: String,
}

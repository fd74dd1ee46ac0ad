//! The handbook: a page cut into sections.

/// A heading of the page with what stands between it and the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// 1 for the page's own heading.
    pub level: u8,
    /// Unique in the page; the id of the heading if it has one.
    pub anchor: String,
    /// The heading without its attributes.
    pub heading: String,
    /// What stands under it, as safe HTML; rules as a list in Danish.
    pub html: String,
    /// The events whose heading this is (one, or none).
    pub events: Vec<String>,
    /// The source that holds here.
    pub source: Option<super::SourceRef>,
}

//! Charts as SVG text: lines over periods, bars by breakdown, a small line for a table row.
//!
//! A chart draws the numbers as they are shown (rounded once, in `Table`'s own places), so chart and table agree. It has
//! a title and a description for screen readers, tells series apart by dash, marker or hatching as well as by colour, marks
//! cells without a number by the symbol they have everywhere, and uses neither styles nor scripts: classes for the page's style
//! sheet, and plain attributes so that the file also stands alone. Coordinates are whole tenths; same table, same bytes.

mod bars;
mod describe;
mod frame;
mod line;
mod look;
mod scale;
mod series;
mod sparkline;
mod svg;

pub use bars::bars;
pub use line::line;
pub use series::{ChartFault, Selection};
pub use sparkline::sparkline;

use crate::text::Language;

/// What the caller decides about a chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Style {
    /// A name that no other element of the page has; ids inside the chart begin with it.
    pub id: String,
    /// The language.
    pub language: Language,
    /// Whether title, unit, symbols and source are drawn, or the page says them.
    pub heading: bool,
    /// The width in pixels at which text has its natural size, at least 320.
    pub width: u16,
}

impl Style {
    /// A chart with a heading, 720 pixels wide.
    pub fn new(id: impl Into<String>, language: Language) -> Style {
        Style {
            id: id.into(),
            language,
            heading: true,
            width: 720,
        }
    }
}

#[cfg(test)]
mod tests;

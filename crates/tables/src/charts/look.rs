//! What all charts have in common: colours, the words above and below, the symbol in place of a number.

use super::series::Data;
use super::svg::{Anchor, Lettering, Svg, Tenths, fit, wrap};
use crate::cell::CellState;

/// Colours with at least 4.5 : 1 against white, so that labels may have them too.
pub(super) const COLOURS: [&str; 6] = [
    "#0059b3", "#a34700", "#1a7f4b", "#7b3f98", "#8a1538", "#4d4d4d",
];
pub(super) const INK: &str = "#1a1a1a";
pub(super) const MUTED: &str = "#595959";
pub(super) const GRID: &str = "#dcdcdc";
pub(super) const AXIS: &str = "#8c8c8c";

/// The size of everything but titles.
pub(super) const SMALL: Tenths = 125;

/// Title and unit, broken into lines.
pub(super) struct Heading {
    title: Vec<String>,
    unit: Vec<String>,
}

impl Heading {
    /// The title, and under it what is shown, the unit, and what else must be known to read the chart.
    pub(super) fn new(data: &Data, note: Option<String>, width: Tenths) -> Heading {
        let mut words = data.shown.clone();
        words.push(data.unit.clone());
        words.extend(note);
        Heading {
            // Bold letters are a little wider.
            title: wrap(&data.title, 176, width),
            unit: wrap(&words.join(" · "), SMALL, width),
        }
    }

    pub(super) fn height(&self) -> Tenths {
        let lines = |of: &[String]| Tenths::try_from(of.len()).expect("three lines at most");
        lines(&self.title) * 220 + lines(&self.unit) * 180 + 100
    }

    pub(super) fn draw(&self, svg: &mut Svg) {
        let title = Lettering {
            class: "chart-title",
            size: 165,
            fill: INK,
            bold: true,
            anchor: Anchor::Start,
        };
        let unit = Lettering {
            class: "chart-unit",
            size: SMALL,
            fill: MUTED,
            bold: false,
            ..title
        };
        let mut y = 0;
        for line in &self.title {
            y += 180;
            svg.text((0, y), title, line);
            y += 40;
        }
        for line in &self.unit {
            y += 160;
            svg.text((0, y), unit, line);
            y += 20;
        }
    }
}

/// The lines of the footer: symbols that occur, then where the numbers come from.
fn footer_lines(data: &Data) -> Vec<String> {
    let mut lines = Vec::new();
    let symbols: Vec<String> = [
        CellState::Hidden,
        CellState::Unknown,
        CellState::NotApplicable,
    ]
    .into_iter()
    .filter(|state| data.is_missing_somewhere(*state))
    .filter_map(|state| {
        let meaning = state.meaning();
        Some(format!(
            "{} {}",
            state.symbol()?,
            meaning.within(data.language)
        ))
    })
    .collect();
    if !symbols.is_empty() {
        lines.push(symbols.join(" · "));
    }
    lines.push(data.origin.clone());
    lines
}

/// How much room the footer needs.
pub(super) fn footer_height(data: &Data) -> Tenths {
    190 * Tenths::try_from(footer_lines(data).len()).expect("two lines at most") + 60
}

/// Says under a chart what the symbols in it mean, and where the numbers come from.
pub(super) fn footer(svg: &mut Svg, data: &Data, top: Tenths, width: Tenths) {
    let look = Lettering {
        class: "chart-footer",
        size: 115,
        fill: MUTED,
        bold: false,
        anchor: Anchor::Start,
    };
    let mut y = top + 150;
    for line in footer_lines(data) {
        svg.text((0, y), look, &fit(&line, 115, width));
        y += 190;
    }
}

/// The symbol in place of a number.
pub(super) fn missing(
    svg: &mut Svg,
    at: (Tenths, Tenths),
    state: CellState,
    fill: &str,
    title: &str,
) {
    svg.begin("g", &[("class", "chart-missing")]);
    svg.leaf("title", &[], title);
    let look = Lettering {
        class: "chart-symbol",
        size: 150,
        fill,
        bold: true,
        anchor: Anchor::Middle,
    };
    let symbol = state
        .symbol()
        .expect("a cell without a number has a symbol");
    svg.text(at, look, symbol);
    svg.end();
}

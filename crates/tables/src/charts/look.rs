//! What all charts have in common: colours, the words above and below, the symbol in place of a number.

use super::series::Data;
use super::svg::{Anchor, Lettering, Svg, Tenths, fit};
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

/// How high title and unit are together.
pub(super) const HEADING: Tenths = 500;

/// Title, and under it the unit and what else must be known to read the chart.
pub(super) fn heading(svg: &mut Svg, data: &Data, note: Option<String>, width: Tenths) {
    let mut look = Lettering {
        class: "chart-title",
        size: 165,
        fill: INK,
        bold: true,
        anchor: Anchor::Start,
    };
    svg.text((0, 180), look, &fit(&data.title, 175, width));
    look = Lettering {
        class: "chart-unit",
        size: SMALL,
        fill: MUTED,
        bold: false,
        ..look
    };
    let mut words = data.shown.clone();
    words.push(data.unit.clone());
    words.extend(note);
    svg.text((0, 390), look, &fit(&words.join(" · "), SMALL, width));
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
            "{}  {}",
            state.symbol()?,
            meaning.within(data.language)
        ))
    })
    .collect();
    if !symbols.is_empty() {
        lines.push(symbols.join("   "));
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

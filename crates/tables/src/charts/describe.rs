//! The description of a chart in words, for those who hear it.

use std::fmt::Write as _;

use super::series::{Data, Point, Series};
use crate::cell::CellState;
use crate::text::Language;

/// What kind of chart is described.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Line,
    Bars,
}

/// Says of each series where it begins and ends, its least and its most, and what is not shown.
pub(super) fn describe(data: &Data, kind: Kind) -> String {
    let opening = match (kind, data.language) {
        (Kind::Line, Language::Danish) => "Linjediagram",
        (Kind::Line, Language::English) => "Line chart",
        (Kind::Bars, Language::Danish) => "Søjlediagram",
        (Kind::Bars, Language::English) => "Bar chart",
    };
    let mut text = format!("{opening}, {}.", data.unit);
    for series in &data.series {
        text.push(' ');
        text.push_str(&sentence(data, series, kind));
    }
    text
}

fn sentence(data: &Data, series: &Series, kind: Kind) -> String {
    let shown: Vec<(usize, i128)> = series
        .points
        .iter()
        .enumerate()
        .filter_map(|(at, point)| Some((at, point.units()?)))
        .collect();
    let danish = data.language == Language::Danish;
    let at = |place: usize| {
        let number = match series.points[place] {
            Point::At(number) => data.say(number),
            Point::Missing(_) => String::new(),
        };
        (number, data.along[place].label.as_str())
    };
    let mut text = format!("{}: ", series.label);
    match (shown.first(), shown.last()) {
        (Some((first, _)), Some((last, _))) => {
            let (lowest, _) = *shown
                .iter()
                .min_by_key(|(_, value)| *value)
                .expect("not empty");
            // The first of equals, as for the least.
            let (highest, _) = *shown
                .iter()
                .rev()
                .max_by_key(|(_, value)| *value)
                .expect("not empty");
            let ((a, from), (b, to)) = (at(*first), at(*last));
            let ((low, when_low), (high, when_high)) = (at(lowest), at(highest));
            let said = match (kind, danish) {
                (Kind::Line, true) => format!(
                    "{a} i {from}, {b} i {to}; lavest {low} i {when_low}, højest {high} i {when_high}"
                ),
                (Kind::Line, false) => format!(
                    "{a} in {from}, {b} in {to}; lowest {low} in {when_low}, highest {high} in {when_high}"
                ),
                (Kind::Bars, true) => {
                    format!("lavest {low} ({when_low}), højest {high} ({when_high})")
                }
                (Kind::Bars, false) => {
                    format!("lowest {low} ({when_low}), highest {high} ({when_high})")
                }
            };
            text.push_str(&said);
        }
        _ => text.push_str(if danish { "ingen tal" } else { "no numbers" }),
    }
    for state in [
        CellState::Hidden,
        CellState::Unknown,
        CellState::NotApplicable,
    ] {
        let count = series
            .points
            .iter()
            .filter(|point| matches!(point, Point::Missing(missing) if *missing == state))
            .count();
        if count > 0 {
            let meaning = state.meaning();
            let meaning = meaning.within(data.language);
            let of = if danish { "af" } else { "of" };
            let all = series.points.len();
            write!(text, "; {count} {of} {all} {meaning}")
                .expect("writing to a string does not fail");
        }
    }
    text.push('.');
    text
}

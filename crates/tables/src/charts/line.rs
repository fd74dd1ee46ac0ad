//! Lines over periods.

use super::Style;
use super::describe::{Kind, describe};
use super::frame::{Frame, axes, axis_note};
use super::look::{COLOURS, Heading, SMALL, footer, footer_height, missing};
use super::scale::Scale;
use super::series::{ChartFault, Data, Selection, Series};
use super::svg::{Anchor, Lettering, Svg, Tenths, number, width};
use crate::cell::CellState;
use crate::table::Table;

const DASHES: [&str; 6] = ["none", "9 4", "2 4", "12 4 2 4", "5 3", "1 3"];
const PLOT_HEIGHT: Tenths = 2_600;

/// Draws one line per compared member over the periods of a dimension, at most six.
///
/// Where a cell has no number the line breaks, and the cell's symbol stands at the axis in the colour of the line.
pub fn line(table: &Table, selection: &Selection, style: &Style) -> Result<String, ChartFault> {
    let data = Data::of(table, selection, style.language)?;
    if data.series.len() > COLOURS.len() {
        return Err(ChartFault::TooMany {
            most: COLOURS.len(),
            found: data.series.len(),
        });
    }
    let scale = Scale::over(&data.values(), data.places, 5, true);
    let total = Tenths::from(style.width.max(320)) * 10;
    let tick_room = scale
        .ticks()
        .iter()
        .map(|(_, tick)| width(&data.say(*tick), SMALL))
        .max()
        .unwrap_or(0);
    let label_room = data
        .series
        .iter()
        .map(|series| width(&series.label, SMALL) + 180)
        .max()
        .unwrap_or(0)
        .min(total / 3);
    let heading = style
        .heading
        .then(|| Heading::new(&data, axis_note(&data, &scale), total));
    let top = heading
        .as_ref()
        .map_or(200, |heading| heading.height() + 140);
    let frame = Frame {
        left: tick_room + 100,
        right: total
            - if data.series.len() > 1 {
                label_room
            } else {
                120
            },
        top,
        bottom: top + PLOT_HEIGHT,
        scale,
        count: data.along.len(),
    };
    let under = frame.bottom + 440;
    let foot = if style.heading {
        footer_height(&data)
    } else {
        20
    };
    let size = (total, under + foot);
    let mut svg = Svg::new(
        &style.id,
        "chart chart-line",
        size,
        &data.title,
        &describe(&data, Kind::Line),
    );
    if let Some(heading) = &heading {
        heading.draw(&mut svg);
        footer(&mut svg, &data, under, total);
    }
    axes(&mut svg, &data, &frame);
    for (number, series) in data.series.iter().enumerate() {
        draw(&mut svg, &data, &frame, number, series);
    }
    let broken = data
        .series
        .iter()
        .enumerate()
        .filter(|(_, series)| !gaps(series).is_empty());
    for (level, (number, _)) in broken.enumerate() {
        mark_gaps(&mut svg, &data, &frame, number, level);
    }
    if data.series.len() > 1 {
        end_labels(&mut svg, &data, &frame, label_room);
    }
    Ok(svg.finish())
}

fn draw(svg: &mut Svg, data: &Data, frame: &Frame, number: usize, series: &Series) {
    let colour = COLOURS[number];
    let class = format!("chart-series chart-series-{}", number + 1);
    svg.begin(
        "g",
        &[("class", &class), ("fill", "none"), ("stroke", colour)],
    );
    for run in runs(series) {
        let points: Vec<String> = run
            .iter()
            .map(|&(at, value)| {
                format!(
                    "{},{}",
                    self::number(frame.x(at)),
                    self::number(frame.y(value))
                )
            })
            .collect();
        if points.len() > 1 {
            svg.empty(
                "polyline",
                &[
                    ("points", &points.join(" ")),
                    ("stroke-width", "2.2"),
                    ("stroke-dasharray", DASHES[number]),
                    ("stroke-linejoin", "round"),
                    ("stroke-linecap", if number == 0 { "round" } else { "butt" }),
                ],
            );
        }
    }
    let crowded = data.along.len() > 26;
    for run in runs(series) {
        for &(at, value) in &run {
            let last = at + 1 == data.along.len();
            if !crowded || run.len() == 1 || last {
                marker(
                    svg,
                    number,
                    (frame.x(at), frame.y(value)),
                    &data.explain(series, at),
                );
            }
        }
    }
    svg.end();
}

/// Neighbouring points without a number for the same reason: the first, the last, and the reason.
fn gaps(series: &Series) -> Vec<(usize, usize, CellState)> {
    let mut gaps: Vec<(usize, usize, CellState)> = Vec::new();
    for (at, point) in series.points.iter().enumerate() {
        let Some(state) = point.missing() else {
            continue;
        };
        match gaps.last_mut() {
            Some((_, last, before)) if *last + 1 == at && *before == state => *last = at,
            _ => gaps.push((at, at, state)),
        }
    }
    gaps
}

/// Symbols at the axis, each line's at its own level; where they would run together, one stands for all over a bracket.
fn mark_gaps(svg: &mut Svg, data: &Data, frame: &Frame, number: usize, level: usize) {
    let series = &data.series[number];
    let y = frame.bottom - 60 - 150 * Tenths::try_from(level).expect("few series");
    let room = frame.x(1) - frame.x(0);
    for (first, last, state) in gaps(series) {
        if room >= 150 || first == last {
            for at in first..=last {
                missing(
                    svg,
                    (frame.x(at), y),
                    state,
                    COLOURS[number],
                    &data.explain(series, at),
                );
            }
            continue;
        }
        let title = format!(
            "{}, {} – {}: {}",
            series.label,
            data.along[first].label,
            data.along[last].label,
            state.meaning().within(data.language)
        );
        let (from, to) = (frame.x(first), frame.x(last));
        let middle = Tenths::midpoint(from, to);
        let colour = COLOURS[number];
        for (end, inner) in [(from, middle - 110), (to, middle + 110)] {
            svg.rule((end, y - 50), (end, y + 10), "chart-gap", colour);
            if (end < inner) == (end < middle) {
                svg.rule((end, y - 20), (inner, y - 20), "chart-gap", colour);
            }
        }
        missing(svg, (middle, y), state, colour, &title);
    }
}

/// Neighbouring points that all have a number.
pub(super) fn runs(series: &Series) -> Vec<Vec<(usize, i128)>> {
    let mut runs = vec![Vec::new()];
    for (at, point) in series.points.iter().enumerate() {
        match point.units() {
            Some(value) => runs.last_mut().expect("never empty").push((at, value)),
            None => runs.push(Vec::new()),
        }
    }
    runs.retain(|run| !run.is_empty());
    runs
}

/// A shape of its own for each series, so that they are told apart without colour.
fn marker(svg: &mut Svg, number: usize, (x, y): (Tenths, Tenths), title: &str) {
    let at = |dx: Tenths, dy: Tenths| format!("{},{}", self::number(x + dx), self::number(y + dy));
    let shape = match number {
        0 => None,
        1 => Some([at(-36, -36), at(36, -36), at(36, 36), at(-36, 36)].join(" ")),
        2 => Some([at(0, -46), at(42, 34), at(-42, 34)].join(" ")),
        3 => Some([at(0, -48), at(48, 0), at(0, 48), at(-48, 0)].join(" ")),
        4 => Some([at(0, 46), at(42, -34), at(-42, -34)].join(" ")),
        _ => Some([at(-46, -16), at(46, -16), at(46, 16), at(-46, 16)].join(" ")),
    };
    let common = [
        ("class", "chart-marker"),
        ("fill", "#ffffff"),
        ("stroke-width", "2"),
    ];
    match shape {
        None => {
            let (x, y) = (self::number(x), self::number(y));
            svg.explained(
                "circle",
                &[common.as_slice(), &[("cx", &x), ("cy", &y), ("r", "3.6")]].concat(),
                title,
            );
        }
        Some(points) => {
            svg.explained(
                "polygon",
                &[common.as_slice(), &[("points", &points)]].concat(),
                title,
            );
        }
    }
}

/// Names at the ends of the lines, moved apart where they would overlap.
fn end_labels(svg: &mut Svg, data: &Data, frame: &Frame, room: Tenths) {
    let mut labels: Vec<(Tenths, usize)> = data
        .series
        .iter()
        .enumerate()
        .map(|(number, series)| {
            let last = runs(series).last().and_then(|run| run.last().copied());
            (
                last.map_or(frame.bottom, |(_, value)| frame.y(value)),
                number,
            )
        })
        .collect();
    labels.sort_unstable();
    let height = 165;
    for index in 1..labels.len() {
        labels[index].0 = labels[index].0.max(labels[index - 1].0 + height);
    }
    let mut limit = frame.bottom;
    for label in labels.iter_mut().rev() {
        label.0 = label.0.min(limit);
        limit = label.0 - height;
    }
    for (y, number) in labels {
        let look = Lettering {
            class: "chart-label",
            size: SMALL,
            fill: COLOURS[number],
            bold: true,
            anchor: Anchor::Start,
        };
        let text = super::svg::fit(&data.series[number].label, SMALL, room - 100);
        svg.text((frame.right + 60, y + 42), look, &text);
    }
}
